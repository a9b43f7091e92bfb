//! A card: one Markdown file, read whole. Reading never fails; what does not fit the format becomes a finding.

use std::ops::Range;

use thiserror::Error;

use crate::body::{self, Body, Figure, SayLine, Section, Source, UnsourcedFigure};
use crate::finding::{Finding, Level, sort};
use crate::front_matter::{self, Found, FrontMatter};
use crate::ids::{CardId, FullId, PackId, without_md};
use crate::link::{Link, TypedLink};
use crate::position::{Lines, Position};
use crate::vocabulary::{CardType, Status};

/// The largest file that is read as a card, in bytes.
pub const MAX_CARD_BYTES: usize = 4 * 1024 * 1024;

/// Says why a file cannot be a card at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// The file is larger than [`MAX_CARD_BYTES`].
    #[error("{path}: the file has {bytes} bytes; a card may have {} MiB at most. Split it, or keep it outside the library", MAX_CARD_BYTES / 1024 / 1024)]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// The file is not UTF-8 text.
    #[error("{path}: line {line}: the file is not UTF-8 text (byte {offset}). Save it again as UTF-8")]
    NotUtf8 {
        /// The file.
        path: String,
        /// The first byte that is not UTF-8, from 0.
        offset: usize,
        /// Its line, from 1.
        line: u32,
    },
    /// The file holds a NUL byte, which no text has.
    #[error(
        "{path}: line {line}: the file holds a NUL byte (byte {offset}), so it is not a text. Remove the byte, or the file"
    )]
    HoldsNul {
        /// The file.
        path: String,
        /// The first NUL byte, from 0.
        offset: usize,
        /// Its line, from 1.
        line: u32,
    },
}

/// A card as read from its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The library-relative path, with `/`.
    pub path: String,
    /// What the card is; `note` when the file does not say, or says a word unknown to this version.
    pub kind: CardType,
    /// The title, or else the first heading, or else the file's name.
    pub title: String,
    /// The front matter.
    pub front: FrontMatter,
    /// The sentence to say aloud.
    pub say: Option<SayLine>,
    /// The sections in order; the lead comes first, even when it is empty.
    pub sections: Vec<Section>,
    /// Plain links to other cards, in order.
    pub links: Vec<Link>,
    /// List items that start with a verb, in order.
    pub typed_links: Vec<TypedLink>,
    /// The sources in the order of their numbers.
    pub sources: Vec<Source>,
    /// Figures without a footnote.
    pub unsourced: Vec<UnsourcedFigure>,
    /// What the parser noticed, in the order of the file.
    pub findings: Vec<Finding>,
    text: String,
    body: Range<usize>,
    id: CardId,
    pack: PackId,
    pub(crate) read: Body,
}

impl Card {
    /// Reads a card from the text of the file at `path`, which is relative to the library and uses `/`.
    #[must_use]
    pub fn parse(path: &str, text: &str) -> Self {
        let lines = Lines::new(text);
        let mut findings = Vec::new();
        let (front, body_start) = front_of(path, text, &lines, &mut findings);
        let kind = kind_of(path, &front, &lines, &mut findings);
        let ready = front.status == Some(Status::Ready);
        let mut read = body::read(&body::About { path, text, body: body_start, kind, ready, lines: &lines });
        findings.append(&mut read.findings);
        sort(&mut findings);

        let (pack, inside) = PackId::of_path(path);
        Self {
            path: path.to_owned(),
            kind,
            title: title_of(path, &front, &read.sections),
            id: front.id.clone().unwrap_or_else(|| CardId::of_path(inside)),
            pack,
            say: read.say.take(),
            sections: std::mem::take(&mut read.sections),
            links: std::mem::take(&mut read.links),
            typed_links: std::mem::take(&mut read.typed_links),
            sources: std::mem::take(&mut read.sources),
            unsourced: std::mem::take(&mut read.unsourced),
            findings,
            front,
            body: body_start..text.len(),
            text: text.to_owned(),
            read,
        }
    }

    /// Reads a card from the bytes of a file.
    ///
    /// # Errors
    /// Returns [`Unreadable`] when the file is too large, is not UTF-8 or holds a NUL byte.
    pub fn parse_bytes(path: &str, bytes: &[u8]) -> Result<Self, Unreadable> {
        if bytes.len() > MAX_CARD_BYTES {
            return Err(Unreadable::TooLarge { path: path.to_owned(), bytes: bytes.len() as u64 });
        }
        let line_at =
            |offset: usize| bytes.get(..offset).unwrap_or(bytes).split(|b| *b == b'\n').count() as u32;
        if let Some(offset) = bytes.iter().position(|b| *b == 0) {
            return Err(Unreadable::HoldsNul { path: path.to_owned(), offset, line: line_at(offset) });
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::parse(path, text)),
            Err(error) => {
                let offset = error.valid_up_to();
                Err(Unreadable::NotUtf8 { path: path.to_owned(), offset, line: line_at(offset) })
            }
        }
    }

    /// The card's id inside its pack: its own, or else its path without `.md`.
    #[must_use]
    pub fn id(&self) -> &CardId {
        &self.id
    }

    /// The pack the card lives in.
    #[must_use]
    pub fn pack(&self) -> &PackId {
        &self.pack
    }

    /// The id among all packs.
    #[must_use]
    pub fn full_id(&self) -> FullId {
        FullId { pack: self.pack.clone(), id: self.id.clone() }
    }

    /// The whole file, byte for byte.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes after the front matter.
    #[must_use]
    pub fn body(&self) -> Range<usize> {
        self.body.clone()
    }

    /// The status the file says; a card that says none is a draft.
    #[must_use]
    pub fn status(&self) -> Status {
        self.front.status.unwrap_or(Status::Draft)
    }

    /// The status to show: a card that says `ready` and has errors is a draft.
    #[must_use]
    pub fn shown_status(&self, findings: &[Finding]) -> Status {
        match self.status() {
            Status::Ready if findings.iter().any(|finding| finding.level == Level::Error) => Status::Draft,
            status => status,
        }
    }

    /// The section under a heading, in any case; of equal headings the first.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.is_headed(heading))
    }

    /// The figures of the text in order, each with the footnotes beside it; the reader's own notes are left out.
    #[must_use]
    pub fn figures(&self) -> &[Figure] {
        &self.read.figures
    }

    /// The source with a footnote's label, in any case.
    #[must_use]
    pub fn source(&self, label: &str) -> Option<&Source> {
        self.read.source_of.get(&label.to_lowercase()).and_then(|n| self.sources.get(*n))
    }

    /// The words of the body, one block a line: headings, paragraphs, link texts and code, without Markdown,
    /// addresses and footnote marks. The reader's own notes are part of it.
    #[must_use]
    pub fn searchable_text(&self) -> String {
        self.read.plain.trim_end().to_owned()
    }

    /// The line and column of a byte of the file.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        Lines::new(&self.text).position(offset)
    }
}

fn front_of(path: &str, text: &str, lines: &Lines<'_>, findings: &mut Vec<Finding>) -> (FrontMatter, usize) {
    match front_matter::find(text) {
        Found::None { body } => (FrontMatter::default(), body),
        Found::Unclosed { body } => {
            findings.push(Finding::new(
                Level::Error,
                "front-matter-open",
                path,
                Position::START,
                "the front matter that starts with `---` is never closed, so the whole file is read as text",
                "Write a line `---` after the last key, or remove the first line",
            ));
            (FrontMatter::default(), body)
        }
        Found::Block(block) => (front_matter::read(path, text, lines, &block, findings), block.whole.end),
    }
}

fn kind_of(path: &str, front: &FrontMatter, lines: &Lines<'_>, findings: &mut Vec<Finding>) -> CardType {
    let Some(word) = &front.kind else {
        return CardType::Note;
    };
    CardType::parse(word).unwrap_or_else(|| {
        let known: Vec<&str> = CardType::ALL.iter().map(|kind| kind.as_str()).collect();
        let offset = front.span("type").map_or(0, |span| span.value.start);
        findings.push(Finding::new(
            Level::Warning,
            "unknown-value",
            path,
            lines.position(offset),
            format!("`type` has a value this version does not know: `{word}`; the card is read as a note"),
            format!("Write one of: {}", known.join(", ")),
        ));
        CardType::Note
    })
}

fn title_of(path: &str, front: &FrontMatter, sections: &[Section]) -> String {
    let heading =
        || sections.iter().find(|section| !section.heading.is_empty()).map(|section| section.heading.clone());
    let file = || without_md(path.rsplit('/').next().unwrap_or(path)).to_owned();
    front.title.clone().or_else(heading).unwrap_or_else(file)
}
