//! Conflict copies that sync tools left beside cards: which there are, what each comes to, and settling one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ChangedPart, ConflictPart};

/// Asks for the conflict copies of the library.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct ConflictCopiesRequest {}

/// The conflict copies of the library, by path.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ConflictCopies {
    /// The copies.
    pub copies: Vec<CopyRow>,
}

/// A file that a sync tool made where two machines had saved the same card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CopyRow {
    /// The path of the copy within the library.
    pub path: String,
    /// The path of the card.
    pub of: String,
    /// What names the card.
    pub key: String,
    /// The title of the card.
    pub title: String,
    /// The type of the card.
    #[serde(rename = "type")]
    pub kind: String,
    /// The tool that names its copies so.
    pub tool: String,
}

/// Asks what a card and a conflict copy of it come to; nothing is written.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct CompareCopyRequest {
    /// The path of the copy.
    pub path: String,
}

/// A card and a conflict copy of it, put together as far as they fit.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CopyCompared {
    /// The copy.
    pub copy: CopyRow,
    /// Whether both say the same.
    pub same: bool,
    /// What the card gets from the copy without a choice.
    pub taken: Vec<ChangedPart>,
    /// What both have and have differently, in the order of the file.
    pub parts: Vec<ConflictPart>,
    /// Names both texts; settling asks for it, so that nothing is settled that nobody saw.
    pub seen: String,
}

/// Settles a conflict copy: the outcome goes into the card, and the copy into the bin.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct SettleCopyRequest {
    /// The path of the copy.
    pub path: String,
    /// What the comparison named both texts by.
    pub seen: String,
    /// What shall stand in each part, in their order; an empty text leaves the part out. Without it the card stays
    /// as it is.
    #[ts(optional)]
    #[serde(default)]
    pub choices: Option<Vec<String>>,
}
