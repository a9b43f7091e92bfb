//! The keys of a card: flat YAML between two `---` lines, every key typed, every place kept for later edits.

mod block;
mod keys;
mod yaml;

use std::ops::Range;

use serde::Serialize;

pub(crate) use block::{Block, Found, find};
pub(crate) use keys::read;
pub(crate) use yaml::{Value, read as read_yaml};

use crate::date::PartialDate;
use crate::ids::CardId;
use crate::vocabulary::{Sale, Status, Visibility};

/// The front matter of a card. Everything a card leaves out is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FrontMatter {
    /// Where it stands, both `---` lines included; `None` in a file without front matter.
    pub range: Option<Range<usize>>,
    /// Every top-level key in the file's order, known or not.
    pub keys: Vec<KeySpan>,
    /// The card's own id.
    pub id: Option<CardId>,
    /// The type as written, which may be a word this version does not know.
    pub kind: Option<String>,
    /// The claim the card makes.
    pub title: Option<String>,
    /// Other names of the card.
    pub aliases: Vec<String>,
    /// Industries the card is for.
    pub industry: Vec<String>,
    /// Roles the card is for.
    pub role: Vec<String>,
    /// Conversations the card is for.
    pub stage: Vec<String>,
    /// Regions the card is for.
    pub region: Vec<String>,
    /// Free tags.
    pub tags: Vec<String>,
    /// The kind of sale the card is for.
    pub sale: Option<Sale>,
    /// How far the card has come.
    pub status: Option<Status>,
    /// Who may see the card.
    pub visibility: Option<Visibility>,
    /// Whose idea it is.
    pub author: Option<String>,
    /// When to look at it again.
    pub review_by: Option<PartialDate>,
    /// When it was last verified.
    pub verified_on: Option<PartialDate>,
    /// Who verified it.
    pub verified_by: Option<String>,
    /// Who keeps it.
    pub owner: Option<String>,
    /// Who helped.
    pub credits: Vec<String>,
    /// The card that replaces this one.
    pub superseded_by: Option<String>,
    /// Why it is contested or withdrawn.
    pub reason: Option<String>,
    /// The language it is written in.
    pub lang: Option<String>,
    /// The card it is a translation of.
    pub translation_of: Option<String>,
    /// Earlier ids.
    pub was: Vec<String>,
}

/// Where one top-level key stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeySpan {
    /// The key.
    pub name: String,
    /// The bytes of the key itself.
    pub key: Range<usize>,
    /// The bytes of its value, from its first character to its last; empty when there is none.
    pub value: Range<usize>,
    /// The line of the key, from 1.
    pub line: u32,
}

impl FrontMatter {
    /// Finds where a key stands; of a key written twice, the first.
    #[must_use]
    pub fn span(&self, key: &str) -> Option<&KeySpan> {
        self.keys.iter().find(|span| span.name == key)
    }
}
