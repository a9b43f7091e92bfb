//! Cards that get another file, are split or made one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ChangedPart;

/// Asks for the file of a card to get another name.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct RenameCardRequest {
    /// The card.
    pub key: String,
    /// The name of the file, with or without `.md`.
    pub name: String,
    /// Only says what would come of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// Asks for the file of a card to stand in another folder.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct MoveCardRequest {
    /// The card.
    pub key: String,
    /// The folder within the library.
    pub folder: String,
    /// Only says what would come of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// What moving a file comes to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardMoved {
    /// The full id after the move.
    pub key: String,
    /// Where the file stood.
    pub from: String,
    /// Where it stands, or would.
    pub to: String,
    /// The links that lose it.
    pub lost: Vec<LostLink>,
    /// Whether it is done.
    pub done: bool,
}

/// A link that does not find a card any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LostLink {
    /// The card it stands in.
    pub key: String,
    /// The title of that card.
    pub title: String,
    /// What the link says.
    pub link: String,
    /// Whether One-Up loses it too, and not only other programs, which go by the name of the file.
    pub here: bool,
}

/// Asks for the sections of a card.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct CardSectionsRequest {
    /// The card.
    pub key: String,
}

/// The sections of a card that can become cards of their own.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardSections {
    /// The sections, in order.
    pub sections: Vec<SectionRow>,
}

/// One section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SectionRow {
    /// Its heading.
    pub heading: String,
    /// 1 for the first of this heading, 2 for the next.
    pub number: u32,
}

/// Asks for a section to become a card of its own.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct SplitCardRequest {
    /// The card.
    pub key: String,
    /// The heading of the section.
    pub section: String,
    /// Which of those with this heading; the first where none is named.
    #[ts(optional)]
    #[serde(default)]
    pub number: Option<u32>,
    /// The title of the new card.
    pub title: String,
    /// Only says what would come of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// What making a section a card of its own comes to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardSplit {
    /// The full id of the new card.
    pub key: String,
    /// Where it stands, or would.
    pub path: String,
    /// What it says.
    pub text: String,
    /// What becomes of the card that it is cut out of.
    pub parts: Vec<ChangedPart>,
    /// What was done, as undo names it.
    pub words: String,
    /// Whether it is done.
    pub done: bool,
}

/// Asks for two cards to become one.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct MergeCardsRequest {
    /// The card that goes to the bin.
    pub from: String,
    /// The card that takes its text.
    pub into: String,
    /// Only says what would come of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// What joining two cards came to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardsMerged {
    /// The full id of the card that has both texts.
    pub key: String,
    /// Where it stands.
    pub path: String,
    /// What was done, as undo names it.
    pub words: String,
    /// How many other cards had a link mended.
    pub mended: u32,
    /// Links that could not be mended.
    pub lost: Vec<LostLink>,
    /// What becomes of the card that takes the text.
    pub parts: Vec<ChangedPart>,
    /// Whether it is done.
    pub done: bool,
}
