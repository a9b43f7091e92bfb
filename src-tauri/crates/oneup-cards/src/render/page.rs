//! Lays out a card's events for the page: what stays, what it becomes, and where it stops.

mod headings;
mod links;
mod pictures;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use headings::Headings;
use pictures::Picture;

use super::RenderOptions;
use super::text::{cost, cut, escaped, fitting, poses_as_another, visible};
use super::wall;
use crate::card::Card;
use crate::link::LinkTarget;
use crate::resolve::Resolution;

/// The most HTML a page gets, in bytes, more or less: some eighty thousand words.
const MAX_HTML: usize = 512 * 1024;
/// The deepest nesting shown; what lies deeper is shown at this depth.
const MAX_DEPTH: usize = 32;
/// The most table cells of a card.
const MAX_CELLS: usize = 20_000;
/// The longest address that stays a link.
const MAX_ADDRESS: usize = 4096;
/// The most links that are looked up; each may ask an index.
const MAX_LINKS: usize = 5_000;
/// The largest piece of raw HTML that is read as HTML, in bytes and in tags; a larger one is shown as it is written.
const MAX_RAW: (usize, usize) = (64 * 1024, 200);
/// The most pictures of a card that are shown.
const MAX_PICTURES: usize = 200;
/// The most raw tags of a card that count as formatting.
const MAX_TAGS: usize = 2_000;

/// The most headings that links can lead to.
const MAX_IDS: usize = 2_000;

/// The events of a page, and what else it needs.
pub(super) struct Page<'c> {
    pub(super) events: Vec<Event<'c>>,
    pub(super) external: Vec<String>,
    pub(super) pictures: Vec<String>,
    pub(super) shortened: bool,
}

/// Lays out the body of a card.
pub(super) fn lay_out<'c>(
    card: &'c Card,
    resolve: &dyn Fn(&LinkTarget) -> Resolution,
    options: RenderOptions,
) -> Page<'c> {
    let body = card.body();
    let mut layout = Layout::new(card, resolve, options);
    for (event, range) in crate::markdown::events(card.text().get(body.clone()).unwrap_or("")) {
        layout.event(event, range.start + body.start..range.end + body.start);
        if layout.is_full() {
            layout.page.shortened = true;
            break;
        }
    }
    layout.close_all();
    layout.page
}

/// How an element that is open will be closed.
enum Open {
    /// By an event of its own.
    Event(TagEnd),
    /// By an event of its own, and then the element around it.
    Within(TagEnd, &'static str),
    /// By HTML written as it is.
    Html(&'static str),
    /// A link to the outside: its host is told when its text names another.
    Outside { host: String, text: String },
    /// A bare tag of the card's own HTML, which only its like or the end of what it stands in may close.
    Bare(&'static str),
    /// Not at all: the element was left out and its inside kept.
    Nothing,
}

struct Layout<'c, 'r> {
    card: &'c Card,
    resolve: &'r dyn Fn(&LinkTarget) -> Resolution,
    options: RenderOptions,
    page: Page<'c>,
    bytes: usize,
    open: Vec<Open>,
    /// How many elements deep the walk is in something that is left out whole.
    skipped: usize,
    picture: Option<Picture>,
    /// Raw HTML of a block, until its end.
    raw: Option<String>,
    tags: usize,
    cells: usize,
    links: usize,
    headings: Headings,
    my_notes: Vec<Range<usize>>,
    unsourced: HashSet<usize>,
    numbers: HashMap<String, u32>,
}

impl<'c, 'r> Layout<'c, 'r> {
    fn new(card: &'c Card, resolve: &'r dyn Fn(&LinkTarget) -> Resolution, options: RenderOptions) -> Self {
        Self {
            card,
            resolve,
            options,
            page: Page { events: Vec::new(), external: Vec::new(), pictures: Vec::new(), shortened: false },
            bytes: 0,
            open: Vec::new(),
            skipped: 0,
            picture: None,
            raw: None,
            tags: 0,
            cells: 0,
            links: 0,
            headings: Headings::new(card),
            my_notes: card
                .sections
                .iter()
                .filter(|s| s.is_my_notes())
                .map(|s| s.span.clone())
                .take(MAX_IDS)
                .collect(),
            unsourced: card.unsourced.iter().map(|figure| figure.mark_at).collect(),
            numbers: card.sources.iter().map(|source| (source.label.to_lowercase(), source.number)).collect(),
        }
    }

    fn is_full(&self) -> bool {
        self.bytes >= MAX_HTML
    }

    fn event(&mut self, event: Event<'c>, range: Range<usize>) {
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => self.skipped -= 1,
                _ => {}
            }
            return;
        }
        if self.picture.is_some() {
            self.picture_event(&event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(_) => self.end(),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text, &range);
            }
            Event::Code(text) => {
                let text = visible(cut(&text, MAX_HTML.saturating_sub(self.bytes))).into_owned();
                let bytes = cost(&text) + "<code></code>".len();
                self.push(Event::Code(text.into()), bytes);
            }
            Event::Html(html) => match &mut self.raw {
                Some(raw) if raw.len() <= MAX_RAW.0 => raw.push_str(&html),
                Some(_) => self.page.shortened = true,
                None => self.raw_block(&html),
            },
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.footnote(&label),
            Event::TaskListMarker(done) => self.html(if done { "☑ " } else { "☐ " }),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.push(event, 6),
        }
    }

    fn start(&mut self, tag: Tag<'c>, range: &Range<usize>) {
        let left_out = matches!(tag, Tag::FootnoteDefinition(_))
            || (!self.options.my_notes && self.open.is_empty() && self.in_my_notes(range.start));
        if left_out {
            self.skipped = 1;
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.page.shortened = true;
            if let Tag::Image { dest_url, .. } = tag {
                self.start_picture(&dest_url);
            } else {
                self.open.push(Open::Nothing);
            }
            return;
        }
        let unsourced = self.unsourced.contains(&range.start);
        match tag {
            Tag::Paragraph if unsourced => self.open_html("<p class=\"unsourced\">", "</p>\n"),
            Tag::Item if unsourced => self.open_html("<li class=\"unsourced\">", "</li>\n"),
            Tag::Table(columns) if unsourced => {
                self.html("<div class=\"unsourced\">");
                self.push(Event::Start(Tag::Table(columns)), 16);
                self.open.push(Open::Within(TagEnd::Table, "</div>\n"));
            }
            Tag::BlockQuote(_) => {
                let is_say = self.card.say.as_ref().is_some_and(|say| say.span.start == range.start);
                let opening = if is_say { "<blockquote class=\"say\">\n" } else { "<blockquote>\n" };
                self.open_html(opening, "</blockquote>\n");
            }
            Tag::Heading { level, .. } => {
                let id =
                    self.headings.by_start.get(&range.start).map(|id| format!(" id=\"{}\"", escaped(id)));
                self.html(format!("\n<{level}{}>", id.unwrap_or_default()));
                self.open.push(Open::Event(TagEnd::Heading(level)));
            }
            Tag::CodeBlock(_) => self.open_event(Tag::CodeBlock(CodeBlockKind::Indented)),
            Tag::HtmlBlock => {
                self.raw = Some(String::new());
                self.open.push(Open::Nothing);
            }
            Tag::TableCell => {
                self.cells += 1;
                if self.cells > MAX_CELLS {
                    self.page.shortened = true;
                    self.skipped = 1;
                } else {
                    self.open_event(Tag::TableCell);
                }
            }
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url),
            Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. }
                if !LinkTarget::wiki(&dest_url).is_attachment() =>
            {
                // Nothing is embedded: an embedded card is a link to it, so cards cannot hold each other for ever.
                self.link(LinkType::WikiLink { has_pothole: true }, &dest_url);
            }
            Tag::Image { dest_url, .. } => self.start_picture(&dest_url),
            tag => self.open_event(tag),
        }
    }

    fn end(&mut self) {
        while let Some(open) = self.open.pop() {
            let bare = matches!(open, Open::Bare(_));
            self.close(open);
            if !bare {
                break;
            }
        }
        if let Some(raw) = self.raw.take() {
            self.raw_block(&raw);
        }
    }

    fn close_all(&mut self) {
        if let Some(picture) = self.picture.take() {
            self.placeholder(&picture);
        }
        if let Some(raw) = self.raw.take() {
            self.raw_block(&raw);
        }
        while let Some(open) = self.open.pop() {
            self.close(open);
        }
    }

    fn close(&mut self, open: Open) {
        match open {
            Open::Event(tag) => self.push(Event::End(tag), 8),
            Open::Within(tag, html) => {
                self.push(Event::End(tag), 8);
                self.html(html);
            }
            Open::Html(html) => self.html(html),
            Open::Bare(name) => self.html(format!("</{name}>")),
            Open::Outside { host, text } => {
                self.html("</a>");
                if poses_as_another(&text, &host) {
                    self.html(format!("<span class=\"link-host\"> ({})</span>", escaped(&host)));
                }
            }
            Open::Nothing => {}
        }
    }

    fn open_event(&mut self, tag: Tag<'c>) {
        let end = tag.to_end();
        self.push(Event::Start(tag), 16);
        self.open.push(Open::Event(end));
    }

    fn open_html(&mut self, opening: &'static str, closing: &'static str) {
        self.html(opening);
        self.open.push(Open::Html(closing));
    }

    fn html(&mut self, html: impl Into<CowStr<'c>>) {
        let html = html.into();
        // The wall writes a `rel` of its own into every link.
        let bytes = html.len() + if html.contains("<a ") { 32 } else { 0 };
        self.push(Event::InlineHtml(html), bytes);
    }

    fn push(&mut self, event: Event<'c>, bytes: usize) {
        self.bytes += bytes;
        self.page.events.push(event);
    }

    /// Writes text; the verb of a typed link is set apart.
    fn text(&mut self, text: &str, range: &Range<usize>) {
        let shown = fitting(text, MAX_HTML.saturating_sub(self.bytes));
        if let Some(Open::Outside { text, .. }) = self.open.last_mut() {
            text.push_str(shown);
        }
        if shown.len() < text.len() {
            self.bytes = MAX_HTML;
        }
        let links = &self.card.typed_links;
        let verb = links.get(links.partition_point(|link| link.verb_span.end <= range.start));
        let verb = verb
            .map(|link| &link.verb_span)
            .filter(|verb| verb.start < range.end && text.len() == range.len());
        let Some(verb) = verb else {
            self.plain(shown);
            return;
        };
        let start = verb.start.saturating_sub(range.start).min(shown.len());
        let end = (verb.end.min(range.end) - range.start).min(shown.len());
        let (Some(before), Some(inside), Some(after)) =
            (shown.get(..start), shown.get(start..end), shown.get(end..))
        else {
            self.plain(shown);
            return;
        };
        self.plain(before);
        self.html("<strong class=\"verb\">");
        self.plain(inside);
        self.html("</strong>");
        self.plain(after);
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            let text = visible(text).into_owned();
            let bytes = cost(&text);
            self.push(Event::Text(text.into()), bytes);
        }
    }

    /// Keeps bare formatting tags, balanced with what they stand in; every other tag goes and its text stays.
    fn inline_html(&mut self, html: &str) {
        let Some((name, closes)) = wall::bare_tag(html) else { return };
        if name == "br" {
            self.push(Event::HardBreak, 6);
        } else if closes {
            if matches!(self.open.last(), Some(Open::Bare(open)) if *open == name) {
                self.open.pop();
                self.html(format!("</{name}>"));
            }
        } else if self.tags < MAX_TAGS && self.open.len() < MAX_DEPTH {
            self.tags += 1;
            self.html(format!("<{name}>"));
            self.open.push(Open::Bare(name));
        } else {
            self.page.shortened = true;
        }
    }

    /// Writes a block of raw HTML. Each is cleaned alone, so that what it leaves open ends with it.
    fn raw_block(&mut self, raw: &str) {
        let tags = raw.bytes().filter(|b| *b == b'<').count();
        self.tags += tags;
        let clean = if raw.len() <= MAX_RAW.0 && tags <= MAX_RAW.1 && self.tags <= MAX_TAGS {
            wall::clean_fragment(visible(raw).as_ref())
        } else {
            self.page.shortened = true;
            let room = MAX_HTML.saturating_sub(self.bytes).min(MAX_RAW.0);
            format!("<pre><code>{}</code></pre>", escaped(fitting(raw, room)))
        };
        let bytes = clean.len();
        self.push(Event::Html(clean.into()), bytes);
    }

    fn in_my_notes(&self, offset: usize) -> bool {
        // Sections of the same name may hold each other, but they start in order.
        let after = self.my_notes.partition_point(|section| section.start <= offset);
        self.my_notes
            .get(..after)
            .is_some_and(|before| before.iter().any(|section| section.contains(&offset)))
    }
}
