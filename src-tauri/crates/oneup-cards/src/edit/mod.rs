//! Edits of a card's text by span: one place changes, and every byte outside it stays as it was.
//!
//! Each function answers an [`Edit`] and has read the card again with it: what was meant to change has changed, and
//! nothing else a reader of the card would see. Where that cannot be promised the edit is refused, with the line and
//! what to do instead.

mod error;
mod front;
mod item;
mod join;
mod links;
mod list;
mod mention;
mod prose;
mod split;
mod value;
mod words;
mod write;

use std::ops::Range;

use serde::Serialize;

pub use error::EditError;
pub use front::{Identity, set, unset};
pub use join::join_cards;
pub use links::{NewLink, add_link, remove_link};
pub use mention::link_words;
pub use prose::{replace_section, set_say_line};
pub use split::{Halves, NewPart, split_section};
pub use words::{FoundWords, Wanted, replace_words};

/// One replacement in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The bytes that go.
    pub span: Range<usize>,
    /// What comes in their place.
    pub replacement: String,
}

impl Edit {
    /// Makes the edit that inserts a text.
    fn insert(at: usize, replacement: impl Into<String>) -> Self {
        Self { span: at..at, replacement: replacement.into() }
    }

    /// Makes the edit that removes a span.
    const fn remove(span: Range<usize>) -> Self {
        Self { span, replacement: String::new() }
    }

    /// The text with the edit made. The span must lie in the text the edit was made for.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let before = text.get(..self.span.start).unwrap_or(text);
        let after = text.get(self.span.end..).unwrap_or("");
        [before, &self.replacement, after].concat()
    }

    /// Whether the edit leaves the text as it is.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.span.is_empty() && self.replacement.is_empty()
    }
}

/// The end of the line in which `at` stands, its line feed included.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find('\n').map_or(rest.len(), |feed| feed + 1)
}

/// The start of the line in which `at` stands.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |feed| feed + 1)
}
