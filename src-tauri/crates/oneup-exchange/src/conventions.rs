//! The conventions of other programs that a note uses, each found where it stands and outside of code.

use std::ops::Range;

use oneup_cards::{Card, CardType, markdown_events};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

/// A convention of another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Convention {
    /// `[[note]]` and relative links that lead to one card.
    Link,
    /// A link that leads nowhere.
    DeadLink,
    /// A link that could mean several cards.
    DoubtfulLink,
    /// `[[note#^block]]`.
    BlockLink,
    /// `![[note]]`.
    EmbeddedNote,
    /// `![[picture.png]]`, `![](picture.png)` and links to other files.
    Attachment,
    /// `#tag` in the text.
    InlineTag,
    /// `> [!note]`.
    Callout,
    /// `%%comment%%`.
    Comment,
    /// `==marked==`.
    Highlight,
    /// `key:: value`.
    InlineField,
    /// A query of Dataview, Tasks or Logseq.
    Query,
    /// `<% … %>` and `{{…}}`.
    Template,
    /// `((block))` and `^block`.
    BlockId,
    /// `$…$` in a block of its own.
    Mathematics,
    /// A file without front matter.
    NoFrontMatter,
    /// Front matter that cannot be read.
    UnreadFrontMatter,
    /// A key of the front matter that has no meaning here.
    UnknownKey,
    /// A type that is none here.
    UnknownType,
    /// An id that no card can have.
    UnfitId,
}

impl Convention {
    /// Every convention, in the order in which they are told.
    pub const ALL: [Self; 20] = [
        Self::NoFrontMatter,
        Self::UnreadFrontMatter,
        Self::UnfitId,
        Self::UnknownType,
        Self::UnknownKey,
        Self::Link,
        Self::DeadLink,
        Self::DoubtfulLink,
        Self::BlockLink,
        Self::EmbeddedNote,
        Self::Attachment,
        Self::InlineTag,
        Self::Callout,
        Self::Comment,
        Self::Highlight,
        Self::InlineField,
        Self::Query,
        Self::Template,
        Self::BlockId,
        Self::Mathematics,
    ];

    /// What it is, in words.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Link => "Links between notes, by name, title, alias or path",
            Self::DeadLink => "Links that lead to no note",
            Self::DoubtfulLink => "Links that could mean several notes",
            Self::BlockLink => "Links to a block ([[note#^block]])",
            Self::EmbeddedNote => "Notes shown inside others (![[note]])",
            Self::Attachment => "Pictures and other files in the text",
            Self::InlineTag => "Tags in the text (#tag)",
            Self::Callout => "Callouts (> [!note])",
            Self::Comment => "Comments (%%…%%)",
            Self::Highlight => "Highlights (==…==)",
            Self::InlineField => "Fields in the text (key:: value)",
            Self::Query => "Queries (Dataview, Tasks, Logseq)",
            Self::Template => "Templates (<% … %>, {{…}})",
            Self::BlockId => "Names of blocks (^block, ((block)))",
            Self::Mathematics => "Mathematics ($$…$$)",
            Self::NoFrontMatter => "Notes without front matter",
            Self::UnreadFrontMatter => "Notes whose front matter cannot be read",
            Self::UnknownKey => "Keys of the front matter that One-Up does not use",
            Self::UnknownType => "Types that One-Up does not know",
            Self::UnfitId => "Ids that no card can have",
        }
    }

    /// What becomes of it in a folder that is opened in place.
    #[must_use]
    pub const fn in_place(self) -> &'static str {
        match self {
            Self::Link => "They are followed.",
            Self::DeadLink => "They are shown as dead until the note is made.",
            Self::DoubtfulLink => "They are shown as dead, with the notes they could mean.",
            Self::BlockLink => "They lead to the note; the block is not looked for.",
            Self::EmbeddedNote => "They are shown as links.",
            Self::Attachment => "They stay in the text as they are.",
            Self::InlineTag => "They are text: search finds the word, the filter for tags does not.",
            Self::Callout => "They are shown as quotations, and are never taken for the say line.",
            Self::Comment | Self::Highlight | Self::InlineField | Self::Template | Self::BlockId => {
                "They are shown as the text they are."
            }
            Self::Query => "They are shown as code or text; nothing is computed.",
            Self::Mathematics => "It is shown as the text it is.",
            Self::NoFrontMatter => {
                "Each is a card of the type note; its path is its id, its first heading or file name its title."
            }
            Self::UnreadFrontMatter => "Each is a note; the card says which line to mend.",
            Self::UnknownKey => "They are kept byte for byte and not used.",
            Self::UnknownType => "They are kept; each card is read as a note.",
            Self::UnfitId => "They are kept and not used: the path of the file is the id.",
        }
    }

    /// What becomes of it when the notes are copied into the library.
    #[must_use]
    pub const fn imported(self) -> &'static str {
        match self {
            Self::Link => "They lead to the new cards by id; the words stay.",
            Self::DeadLink | Self::DoubtfulLink => "They stay as they are, and lead nowhere.",
            Self::Attachment => "The files are not copied; the text that names them stays.",
            Self::InlineTag => "They stay in the text, and are added to the tags of the card.",
            Self::NoFrontMatter => "Each becomes a card of the type note, with an id and a title.",
            Self::UnreadFrontMatter | Self::UnfitId => "The notes are left out.",
            other => other.in_place(),
        }
    }
}

/// A convention found in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub convention: Convention,
    /// Its line, from 1.
    pub line: u32,
    /// What stands there: the tag, the key, the file that is named.
    pub text: String,
}

/// Finds every convention of a note but links to other notes, which only a list of all notes can judge.
#[must_use]
pub(crate) fn find(card: &Card) -> Vec<Found> {
    let mut finder = Finder { card, found: Vec::new(), code: false, query: false };
    finder.front();
    finder.body();
    finder.found
}

struct Finder<'c> {
    card: &'c Card,
    found: Vec<Found>,
    code: bool,
    query: bool,
}

/// The keys that mean something in a card.
const KNOWN_KEYS: [&str; 23] = [
    "id",
    "type",
    "title",
    "aliases",
    "industry",
    "role",
    "stage",
    "region",
    "tags",
    "sale",
    "status",
    "visibility",
    "author",
    "review_by",
    "verified_on",
    "verified_by",
    "owner",
    "credits",
    "superseded_by",
    "reason",
    "lang",
    "translation_of",
    "was",
];

impl Finder<'_> {
    fn note(&mut self, convention: Convention, at: usize, text: &str) {
        let line = self.card.position(at).line;
        let text: String = text.trim().chars().take(80).collect();
        self.found.push(Found { convention, line, text });
    }

    fn front(&mut self) {
        let card = self.card;
        if card.front.range.is_none() && !card.text().starts_with("---") {
            self.note(Convention::NoFrontMatter, 0, "");
        }
        if let Some(finding) = card.findings.iter().find(|finding| finding.rule.starts_with("front-matter")) {
            let (line, text) = (finding.line, finding.message.clone());
            self.found.push(Found { convention: Convention::UnreadFrontMatter, line, text });
        }
        if let Some(word) = card.front.kind.as_deref().filter(|word| CardType::parse(word).is_none()) {
            self.note(Convention::UnknownType, card.front.span("type").map_or(0, |key| key.key.start), word);
        }
        if let Some(key) =
            card.front.span("id").filter(|key| card.front.id.is_none() && !key.value.is_empty())
        {
            self.note(Convention::UnfitId, key.key.start, card.text().get(key.value.clone()).unwrap_or(""));
        }
        for key in card.front.keys.iter().filter(|key| !KNOWN_KEYS.contains(&key.name.as_str())) {
            self.note(Convention::UnknownKey, key.key.start, &key.name);
        }
    }

    fn body(&mut self) {
        let card = self.card;
        let start = card.body().start;
        let body = card.text().get(start..).unwrap_or("");
        // Neighbouring pieces of one text are joined, since `[` and `]` part them.
        let mut run: Option<Range<usize>> = None;
        let mut links = 0usize;
        for (event, range) in markdown_events(body) {
            let range = start + range.start..start + range.end;
            match event {
                Event::Text(_) if !self.code && links == 0 => match &mut run {
                    Some(run) if run.end == range.start => run.end = range.end,
                    _ => {
                        self.end_of(run.take());
                        run = Some(range);
                    }
                },
                Event::Start(tag) => {
                    self.end_of(run.take());
                    links += usize::from(matches!(tag, Tag::Link { .. } | Tag::Image { .. }));
                    self.start(&tag, &range);
                }
                Event::End(tag) => {
                    self.end_of(run.take());
                    links -= usize::from(matches!(tag, TagEnd::Link | TagEnd::Image)).min(links);
                    if tag == TagEnd::CodeBlock {
                        (self.code, self.query) = (false, false);
                    }
                }
                // A line break among them: each line is looked at by itself.
                _ => self.end_of(run.take()),
            }
        }
        self.end_of(run.take());
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::CodeBlock(kind) => {
                self.code = true;
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(word) = info.split_whitespace().next()
                    && ["dataview", "dataviewjs", "tasks", "query"].contains(&word.to_lowercase().as_str())
                {
                    self.note(Convention::Query, range.start, word);
                }
            }
            Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. } => {
                let is_file = oneup_cards::LinkTarget::wiki(dest_url).is_attachment();
                let convention = if is_file { Convention::Attachment } else { Convention::EmbeddedNote };
                self.note(convention, range.start, dest_url);
            }
            Tag::Image { dest_url, .. } if !dest_url.contains("://") && !dest_url.starts_with("data:") => {
                self.note(Convention::Attachment, range.start, dest_url);
            }
            Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. } => {
                if oneup_cards::LinkTarget::wiki(dest_url).is_attachment() {
                    self.note(Convention::Attachment, range.start, dest_url);
                } else if dest_url.contains("#^") {
                    self.note(Convention::BlockLink, range.start, dest_url);
                }
            }
            Tag::BlockQuote(_) => {
                let first = self.card.text().get(range.clone()).unwrap_or("").lines().next().unwrap_or("");
                let words = first.trim_start_matches(['>', ' ']);
                if words.starts_with("[!") && words.contains(']') {
                    self.note(Convention::Callout, range.start, words);
                }
            }
            _ => {}
        }
    }

    /// Looks at a piece of running text on one line.
    fn end_of(&mut self, run: Option<Range<usize>>) {
        let Some(run) = run else { return };
        let text = self.card.text().get(run.clone()).unwrap_or("");
        let line_start = self
            .card
            .text()
            .get(..run.start)
            .is_none_or(|before| before.is_empty() || before.ends_with('\n'));
        for (at, tag) in tags(text) {
            self.note(Convention::InlineTag, run.start + at, tag);
        }
        for (convention, mark) in [
            (Convention::Comment, "%%"),
            (Convention::Highlight, "=="),
            (Convention::Mathematics, "$$"),
            (Convention::BlockId, "(("),
            (Convention::Template, "{{"),
            (Convention::Template, "<%"),
        ] {
            if let Some(at) = text.find(mark) {
                self.note(convention, run.start + at, text.get(at..).unwrap_or(""));
            }
        }
        if let Some((key, _)) =
            text.split_once(":: ").or_else(|| text.strip_suffix("::").map(|key| (key, "")))
            && !key.is_empty()
            && key.len() <= 60
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        {
            self.note(Convention::InlineField, run.start, text);
        }
        if let Some((_, block)) = text.rsplit_once('^')
            && !block.is_empty()
            && block.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && (line_start || text.contains(" ^") || text.starts_with('^'))
        {
            self.note(Convention::BlockId, run.start, text);
        }
    }
}

/// The tags in a text as Obsidian reads them: `#` at a word's start, then letters, digits, `_`, `-` and `/`, not digits
/// alone.
pub(crate) fn tags(text: &str) -> Vec<(usize, &str)> {
    let mut tags = Vec::new();
    for (at, _) in text.match_indices('#') {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let rest = text.get(at + 1..).unwrap_or("");
        let end =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/'))).unwrap_or(rest.len());
        let tag = rest.get(..end).unwrap_or("").trim_end_matches('/');
        let is_number = tag.chars().all(|c| c.is_ascii_digit() || c == '/');
        if before.is_none_or(|c| c.is_whitespace() || c == '(') && !is_number {
            tags.push((at, tag));
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Convention, u32)> {
        find(&Card::parse("a.md", text)).into_iter().map(|found| (found.convention, found.line)).collect()
    }

    #[test]
    fn each_convention_is_found_on_its_line() {
        let head = "---\ntype: note\n---\n";
        for (line, convention) in [
            ("see #tag/sub here", Convention::InlineTag),
            ("> [!warning] Mind", Convention::Callout),
            ("%%hidden%%", Convention::Comment),
            ("a ==b== c", Convention::Highlight),
            ("rating:: 5", Convention::InlineField),
            ("```dataview\nlist\n```", Convention::Query),
            ("<% tp.date.now() %>", Convention::Template),
            ("{{query todo}}", Convention::Template),
            ("A claim. ^abc-1", Convention::BlockId),
            ("![[shot.png]]", Convention::Attachment),
            ("![alt](img/shot%201.png)", Convention::Attachment),
            ("![[Other note]]", Convention::EmbeddedNote),
            ("[[Other#^abc]]", Convention::BlockLink),
            ("$$x^2$$", Convention::Mathematics),
        ] {
            let all = found(&format!("{head}\n{line}\n"));
            assert!(all.contains(&(convention, 5)), "{line}: {all:?}");
        }
    }

    #[test]
    fn code_and_addresses_hold_no_conventions() {
        let text = "---\ntype: note\n---\n`#no` and\n\n```\n#no %%x%% ==y== k:: v\n```\n\nhttps://example.org/#no #12\n\n# Heading\n\n[a](https://example.org/x.png#no)\n";
        assert_eq!(found(text), []);
    }

    #[test]
    fn front_matter_is_told_by_what_is_not_understood_of_it() {
        assert_eq!(found("# A\n"), [(Convention::NoFrontMatter, 1)]);
        assert_eq!(
            found("---\ntype: meeting\ncssclass: wide\n---\n"),
            [(Convention::UnknownType, 2), (Convention::UnknownKey, 3)]
        );
        assert_eq!(found("---\nid: ../x\ntype: note\n---\n"), [(Convention::UnfitId, 2)]);
        assert_eq!(found("---\na: [\n---\n")[0].0, Convention::UnreadFrontMatter);
    }
}
