//! Deleting a card, and the bin it goes to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a card to be put into the bin.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct DeleteCardRequest {
    /// The card.
    pub key: String,
    /// Only says what would come of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// What deleting a card comes to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardDeleted {
    /// The full id.
    pub key: String,
    /// The title.
    pub title: String,
    /// Where its file is or was.
    pub path: String,
    /// The cards that link to it.
    pub linked_from: Vec<LinkingCard>,
    /// Whether it is done.
    pub done: bool,
}

/// A card that links to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LinkingCard {
    /// The full id.
    pub key: String,
    /// The title.
    pub title: String,
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Asks what is in the bin.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct BinRequest {}

/// What is in the bin, the last deleted first.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BinPage {
    /// The cards.
    pub cards: Vec<BinRow>,
}

/// A card in the bin.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BinRow {
    /// Its number in the bin.
    pub id: u32,
    /// Its full id.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where its file was.
    pub path: String,
    /// When it was deleted, as an ISO time with its zone.
    pub at: String,
    /// The front that deleted it.
    pub who: String,
    /// Why it cannot be read any more.
    pub problem: Option<String>,
}

/// Asks for a card in the bin to stand again where it stood.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct TakeFromBinRequest {
    /// Its number in the bin.
    pub id: u32,
}

/// Asks for what is in the bin to be forgotten for good.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct EmptyBinRequest {
    /// The cards that are meant; all where none is named.
    #[serde(default)]
    pub ids: Vec<u32>,
}
