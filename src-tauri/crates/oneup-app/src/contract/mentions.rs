//! Words of other cards that name a card and do not link to it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Marked;

/// Asks for the mentions of a card.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct MentionsRequest {
    /// The card, as an answer named it.
    pub key: String,
}

/// The mentions of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Mentions {
    /// The mentions, one for each card that names it.
    pub rows: Vec<Mention>,
    /// Whether there may be more than these.
    pub more: bool,
}

/// Words of another card that name the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Mention {
    /// What names the other card in every call.
    pub from: String,
    /// Its title.
    pub title: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sentence, with the words as a hit.
    pub sentence: Marked,
    /// The words as they stand in the file.
    pub words: String,
    /// The byte of the file at which they stand.
    pub place: u32,
}

/// Asks for words to become a link.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct LinkMentionRequest {
    /// The card that is named.
    pub key: String,
    /// The card that names it.
    pub from: String,
    /// The words, as the mention gave them.
    pub words: String,
    /// Where they stand, as the mention gave it.
    pub place: u32,
}

/// Words that became a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MentionLinked {
    /// The path of the card that was written.
    pub path: String,
}
