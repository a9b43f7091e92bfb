//! What the prose of a card says to the program: sections, the say line, links, sources, figures without one.

mod block;
mod contact;
mod figure;
mod item;
mod prose;
mod source;
mod walk;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

pub(crate) use block::{Block, InlineLink};
pub(crate) use contact::ContactKind;
pub(crate) use figure::normal as normal_figure;
pub(crate) use prose::{Prose, blocks as prose_of};
pub use source::Source;
pub(crate) use walk::{About, read};

use crate::finding::Finding;
use crate::link::{Link, TypedLink};
use crate::position::Position;

/// The heading of the section that is the reader's own.
pub const MY_NOTES: &str = "My notes";

/// The sentence a rep can say aloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SayLine {
    /// The sentence, without Markdown and footnote marks.
    pub text: String,
    /// How many words it has.
    pub words: u32,
    /// The bytes of the block quote.
    pub span: Range<usize>,
    /// Its line, from 1.
    pub line: u32,
}

/// A heading and all that stands under it, to the next heading of the same or a higher level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// 1 to 6; 0 for the lead, the text before the first heading.
    pub level: u8,
    /// The heading's text; empty for the lead.
    pub heading: String,
    /// 1 for the first section with this heading, 2 for the next, and so on.
    pub number: u32,
    /// The bytes from the heading to the end of the section, smaller sections included.
    pub span: Range<usize>,
    /// The bytes below the heading.
    pub content: Range<usize>,
    /// Whether nothing but headings and white space stands in it.
    pub empty: bool,
    /// Its line, from 1.
    pub line: u32,
}

impl Section {
    /// Whether this is the text before the first heading.
    #[must_use]
    pub const fn is_lead(&self) -> bool {
        self.level == 0
    }

    /// Whether this is the reader's own section, which never leaves this machine.
    #[must_use]
    pub fn is_my_notes(&self) -> bool {
        self.is_headed(MY_NOTES)
    }

    /// Whether the heading is the one given, in any case.
    #[must_use]
    pub fn is_headed(&self, heading: &str) -> bool {
        self.level > 0 && self.heading.trim().to_lowercase() == heading.to_lowercase()
    }
}

/// A paragraph, item or table that holds a figure and no footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnsourcedFigure {
    /// The text, shortened.
    pub text: String,
    /// The figure itself.
    pub figure: String,
    /// The bytes of the paragraph, item or table.
    pub span: Range<usize>,
    /// The line of the figure, from 1.
    pub line: u32,
    /// The column of the figure, from 1.
    pub column: u32,
    /// The byte at which the element starts that a page marks: the paragraph, the list item or the table.
    #[serde(skip)]
    pub(crate) mark_at: usize,
}

/// A figure of the text and what it leans on. The say line's figures are not among them: they repeat these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The figure as it is compared: lower case, without spaces and commas.
    pub normal: String,
    /// The labels of the footnotes in its paragraph, item or table; shared, since one may hold thousands of both.
    pub footnotes: Arc<[String]>,
    /// Where it stands.
    pub at: Position,
}

/// Personal data outside footnotes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contact {
    pub(crate) kind: ContactKind,
    pub(crate) offset: usize,
}

/// The figures of a text, as written.
pub(crate) fn figures(text: &str) -> Vec<String> {
    figure::find(text).into_iter().filter_map(|range| text.get(range)).map(str::to_owned).collect()
}

/// A footnote mark that no definition answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Undefined {
    pub(crate) label: String,
    pub(crate) offset: usize,
}

/// The body of a card as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Body {
    pub(crate) say: Option<SayLine>,
    pub(crate) sections: Vec<Section>,
    pub(crate) links: Vec<Link>,
    pub(crate) typed_links: Vec<TypedLink>,
    pub(crate) sources: Vec<Source>,
    /// The place of each source in the card's list, by its label in lower case.
    pub(crate) source_of: HashMap<String, usize>,
    pub(crate) unsourced: Vec<UnsourcedFigure>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) undefined: Vec<Undefined>,
    pub(crate) findings: Vec<Finding>,
    /// The body without Markdown, one block a line.
    pub(crate) plain: String,
}
