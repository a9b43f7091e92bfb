//! What a card said before: its versions, what differs between two of them, and bringing one back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the versions of a card.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct CardHistoryRequest {
    /// How the answer named the card; the full id of one that is gone.
    pub key: String,
}

/// The versions of a card, the newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardHistory {
    /// How it was asked for.
    pub key: String,
    /// The title, of the newest version where the file is gone.
    pub title: String,
    /// The path within the library; absent where the file is gone.
    pub path: Option<String>,
    /// The versions.
    pub versions: Vec<VersionRow>,
}

/// One version of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VersionRow {
    /// Its number.
    pub id: u32,
    /// When it was seen or written, as an ISO time with its zone.
    pub at: String,
    /// Whether One-Up wrote it.
    pub here: bool,
    /// The program that wrote it, as far as it is known.
    pub who: String,
    /// Why it came to be.
    pub why: VersionWhy,
    /// Where the file stood.
    pub path: String,
    /// How long it is.
    pub bytes: u32,
    /// Whether the file holds this text now.
    pub current: bool,
}

/// Why a card got a new text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VersionWhy {
    /// It was there when One-Up first looked.
    FirstSeen,
    /// Somebody edited it.
    Edit,
    /// Two edits were merged.
    Merge,
    /// An earlier text was brought back.
    Restore,
    /// The file got another name or place.
    Rename,
    /// The card was split.
    Split,
    /// Two cards were made one.
    MergeOfCards,
    /// A new version of its pack came in.
    PackUpdate,
    /// It came from a debrief.
    Promoted,
    /// It was found in a file that a kill had left behind.
    Recovered,
}

/// Asks what differs between two versions.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct CompareVersionsRequest {
    /// The card.
    pub key: String,
    /// The older version.
    pub from: u32,
    /// The newer one; what the file holds now where none is named.
    #[ts(optional)]
    #[serde(default)]
    pub to: Option<u32>,
}

/// What differs between two versions, part by part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Comparison {
    /// The parts that differ.
    pub parts: Vec<ChangedPart>,
}

/// A part of a card that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChangedPart {
    /// Where it stands, in words; it names the part where one is restored.
    pub place: String,
    /// What happened to it.
    pub kind: PartChange,
    /// Whether it stands elsewhere than before.
    pub moved: bool,
    /// Its lines, the unchanged ones included.
    pub lines: Vec<ChangedLine>,
}

/// What happened to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartChange {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its text changed.
    Changed,
    /// It stands elsewhere.
    Moved,
}

/// A line of a part that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChangedLine {
    /// What happened to it.
    pub kind: LineChange,
    /// Its pieces.
    pub words: Vec<ChangedWords>,
}

/// What happened to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineChange {
    /// It stands in both versions.
    Same,
    /// It stands in the newer one only.
    Added,
    /// It stands in the older one only.
    Removed,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChangedWords {
    /// The text.
    pub text: String,
    /// Whether it stands in one version only.
    pub changed: bool,
}

/// Asks for an earlier text of a card to be brought back.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct RestoreVersionRequest {
    /// The card.
    pub key: String,
    /// The version.
    pub version: u32,
    /// The one part to bring back, by its place; all of it where none is named.
    #[ts(optional)]
    #[serde(default)]
    pub part: Option<String>,
}

/// A card that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CardWritten {
    /// The full id.
    pub key: String,
    /// The path within the library.
    pub path: String,
    /// What was done, as undo names it.
    pub words: String,
}
