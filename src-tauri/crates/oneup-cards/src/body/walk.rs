//! One walk over the Markdown of a card, in reading order; each part is handed on when it ends.

mod parts;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::block::{Block, InlineLink, Kind};
use super::source::Definition;
use super::{Body, Contact, Section, contact};
use crate::position::Lines;
use crate::vocabulary::CardType;

/// What the walk must know about the card before it starts.
pub(crate) struct About<'c> {
    pub(crate) path: &'c str,
    pub(crate) text: &'c str,
    /// Where the body starts.
    pub(crate) body: usize,
    pub(crate) kind: CardType,
    /// Whether the card claims to be fit for a conversation: what spoils a link is then an error.
    pub(crate) ready: bool,
    pub(crate) lines: &'c Lines<'c>,
}

/// Reads the body of a card.
pub(crate) fn read(about: &About<'_>) -> Body {
    let markdown = about.text.get(about.body..).unwrap_or("");
    let mut walk = Walk::new(about);
    for (event, range) in crate::markdown::events(markdown) {
        walk.event(event, range.start + about.body..range.end + about.body);
    }
    walk.finish()
}

/// Shortens a text to `limit` characters at a word's end, with a mark where it was cut.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(limit) {
        None => line,
        Some((at, _)) => {
            let cut = line.get(..at).unwrap_or("");
            let end = cut.rfind(' ').filter(|space| *space > at / 2).unwrap_or(at);
            format!("{}…", cut.get(..end).unwrap_or(cut))
        }
    }
}

enum Container {
    Item {
        start: usize,
        first_read: bool,
    },
    Quote {
        start: usize,
        paragraphs: Vec<Block>,
    },
    Footnote(Definition),
    Table {
        span: Range<usize>,
        figure: Option<(usize, String)>,
        /// How many figures the card had before it.
        figures_before: usize,
        notes: Vec<String>,
        text: String,
    },
    Other,
}

struct Walk<'c> {
    about: &'c About<'c>,
    body: Body,
    containers: Vec<Container>,
    block: Option<Block>,
    /// The links of the block that are open, by their place in it.
    open_links: Vec<usize>,
    /// Inside a link whose text repeats its address.
    in_autolink: bool,
    /// Inside a code block: its text is part of the card's words and of nothing else.
    in_code: bool,
    /// The sections that are open, by their place in `body.sections`.
    open_sections: Vec<usize>,
    headings: HashMap<String, u32>,
    /// The level of the reader's own section while it is open.
    own_notes: Option<u8>,
    footnotes: usize,
    /// How often each footnote is used, in the order of first use, and the place of each label in that order.
    uses: Vec<u32>,
    use_of: HashMap<String, usize>,
}

impl<'c> Walk<'c> {
    fn new(about: &'c About<'c>) -> Self {
        let end = about.text.len();
        let lead = Section {
            level: 0,
            heading: String::new(),
            number: 1,
            span: about.body..end,
            content: about.body..end,
            empty: true,
            line: about.lines.line(about.body),
        };
        let plain = String::with_capacity(end - about.body.min(end));
        Self {
            about,
            body: Body { sections: vec![lead], plain, ..Body::default() },
            containers: Vec::new(),
            block: None,
            open_links: Vec::new(),
            in_autolink: false,
            in_code: false,
            open_sections: vec![0],
            headings: HashMap::new(),
            own_notes: None,
            footnotes: 0,
            uses: Vec::new(),
            use_of: HashMap::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) if self.in_code => self.body.plain.push_str(&text),
            Event::Text(text) => {
                if !self.in_autolink {
                    self.inline(&range).push(&text, range);
                }
            }
            Event::Code(text) => {
                let block = self.inline(&range);
                let start = block.text.len();
                block.push(&text, range);
                let end = block.text.len();
                block.code.push(start..end);
            }
            Event::SoftBreak => self.inline(&range).push(" ", range),
            Event::HardBreak => self.inline(&range).push("\n", range),
            Event::FootnoteReference(label) => self.footnote_mark(&label, &range),
            Event::Html(html) => {
                self.fill_section();
                strip_tags(&html, &mut self.body.plain);
            }
            Event::Rule => self.flush(),
            Event::InlineHtml(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Kind::Paragraph, range),
            Tag::Heading { level, .. } => self.open(Kind::Heading(level as u8), range),
            Tag::TableCell => self.open(Kind::Cell, range),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, dest_url, range),
            // A picture's own text reads on; an embedded card is a link to it.
            Tag::Image { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. } => {
                self.start_link(LinkType::WikiLink { has_pothole }, dest_url, range);
            }
            Tag::Image { .. } => self.start_link(LinkType::Inline, CowStr::Borrowed(""), range),
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::TableHead
            | Tag::TableRow => {}
            Tag::CodeBlock(_) => {
                self.block_starts();
                self.fill_section();
                self.in_code = true;
            }
            Tag::Item => {
                self.block_starts();
                self.containers.push(Container::Item { start: range.start, first_read: false });
            }
            Tag::BlockQuote(_) => {
                self.block_starts();
                self.containers.push(Container::Quote { start: range.start, paragraphs: Vec::new() });
            }
            Tag::FootnoteDefinition(label) => {
                self.block_starts();
                self.footnotes += 1;
                let definition =
                    Definition { label: label.to_string(), span: range, text: String::new(), link: None };
                self.containers.push(Container::Footnote(definition));
            }
            Tag::Table(_) => {
                self.block_starts();
                self.containers.push(Container::Table {
                    span: range,
                    figure: None,
                    figures_before: self.body.figures.len(),
                    notes: Vec::new(),
                    text: String::new(),
                });
            }
            Tag::List(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {
                self.block_starts();
                self.containers.push(Container::Other);
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.flush(),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableHead
            | TagEnd::TableRow => {}
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.end_line();
            }
            _ => {
                self.flush();
                match self.containers.pop() {
                    Some(Container::Quote { start, paragraphs }) => self.quote(start..range.end, paragraphs),
                    Some(Container::Footnote(definition)) => {
                        self.footnotes = self.footnotes.saturating_sub(1);
                        let line = self.about.lines.line(definition.span.start);
                        self.body.sources.push(definition.into_source(line));
                    }
                    Some(Container::Table { span, figure, figures_before, notes, text }) => {
                        self.table(span, figure, &notes, (figures_before, &text));
                    }
                    Some(Container::Item { .. } | Container::Other) | None => {}
                }
            }
        }
    }

    /// Opens a block of running text.
    fn open(&mut self, kind: Kind, range: Range<usize>) {
        self.flush();
        self.block = Some(Block::new(kind, range));
    }

    /// The block that text belongs to; in a tight list the text starts one by itself.
    fn inline(&mut self, range: &Range<usize>) -> &mut Block {
        self.block.get_or_insert_with(|| Block::implicit(range.clone()))
    }

    /// A block inside an item ends the item's first paragraph, even before it began.
    fn block_starts(&mut self) {
        self.flush();
        if let Some(Container::Item { first_read, .. }) = self.containers.last_mut() {
            *first_read = true;
        }
    }

    fn start_link(&mut self, link_type: LinkType, dest: CowStr<'_>, range: Range<usize>) {
        self.in_autolink = matches!(link_type, LinkType::Autolink);
        let block = self.inline(&range);
        let at = block.text.len();
        let wiki = matches!(link_type, LinkType::WikiLink { .. });
        let n = block.links.len();
        block.links.push(InlineLink { text: at..at, span: range, dest: dest.into_string(), wiki });
        self.open_links.push(n);
    }

    fn end_link(&mut self) {
        self.in_autolink = false;
        if let Some(block) = &mut self.block {
            let end = block.text.len();
            // Pictures nest in links: the last one opened is the first to end.
            if let Some(link) = self.open_links.pop().and_then(|n| block.links.get_mut(n)) {
                link.text.end = end;
            }
        }
    }

    fn footnote_mark(&mut self, label: &str, range: &Range<usize>) {
        let folded = label.to_lowercase();
        let next = self.uses.len();
        let n = *self.use_of.entry(folded).or_insert(next);
        match self.uses.get_mut(n) {
            Some(count) => *count += 1,
            None => self.uses.push(1),
        }
        self.inline(range).notes.push(label.to_owned());
    }

    /// Ends the block of running text and hands it to whoever reads it.
    fn flush(&mut self) {
        let Some(block) = self.block.take() else { return };
        self.open_links.clear();
        self.undefined_marks(&block);
        if let Kind::Heading(level) = block.kind {
            if self.containers.is_empty() {
                self.section(level, &block);
            }
        } else {
            self.fill_section();
        }
        self.body.plain.push_str(&block.text);
        self.end_line();

        let typed = self.first_of_item(&block);
        self.links(&block, typed);
        if self.footnotes > 0 {
            self.define(&block);
        } else {
            self.figures(&block);
            let found = contact::find(&block.text);
            self.body
                .contacts
                .extend(found.into_iter().map(|(kind, at)| Contact { kind, offset: block.source(at) }));
        }
        if let Some(Container::Quote { paragraphs, .. }) = self.containers.last_mut() {
            paragraphs.push(block);
        }
    }

    fn end_line(&mut self) {
        if !self.body.plain.is_empty() && !self.body.plain.ends_with('\n') {
            self.body.plain.push('\n');
        }
    }

    fn fill_section(&mut self) {
        if self.footnotes > 0 {
            return;
        }
        for n in &self.open_sections {
            if let Some(section) = self.body.sections.get_mut(*n) {
                section.empty = false;
            }
        }
    }

    fn finish(mut self) -> Body {
        self.flush();
        let mut unused = self.uses.len() as u32;
        for source in &mut self.body.sources {
            let use_of = self.use_of.get(&source.label.to_lowercase()).copied();
            if let Some((n, count)) = use_of.and_then(|n| Some((n, self.uses.get(n)?))) {
                source.used = *count;
                source.number = n as u32 + 1;
            } else {
                unused += 1;
                source.number = unused;
            }
        }
        self.body.sources.sort_by_key(|source| source.number);
        for (n, source) in self.body.sources.iter().enumerate() {
            // Of two definitions of one label the first counts.
            self.body.source_of.entry(source.label.to_lowercase()).or_insert(n);
        }
        self.body
    }
}

/// Leaves the words of raw HTML, for the search only.
fn strip_tags(html: &str, into: &mut String) {
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                into.push(' ');
            }
            c if !in_tag => into.push(c),
            _ => {}
        }
    }
}
