//! One card while it is written: what the editor starts from, what it keeps, and what a save came to.
//!
//! The text that an edit began from is named by the number of its version, so that nothing large goes both ways.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ApiError, FindingLevel};

/// Asks for a card to be edited.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct EditCardRequest {
    /// How the answer named it.
    pub key: String,
}

/// Everything an editor of one card starts from.
#[derive(Debug, Clone, Serialize, TS)]
pub struct EditedCard {
    /// What names the card in the calls that follow.
    pub key: String,
    /// The path within the library.
    pub path: String,
    /// The title as text.
    pub title: String,
    /// The language of the card where it is not the library's.
    pub lang: Option<String>,
    /// The text of the file.
    pub text: String,
    /// The number of the version that holds this text.
    pub version: u32,
    /// Why the file cannot be written, where it cannot.
    pub refused: Option<ApiError>,
    /// Text that was not saved when the program ended.
    pub draft: Option<CardDraft>,
    /// What could be undone in the editor when it was last left, in the editor's own form.
    pub undo: Option<String>,
    /// The number of this editor, which its saves carry: they can be taken back together.
    pub session: u32,
    /// Every verb.
    pub verbs: Vec<VerbRow>,
    /// The keys of the front matter.
    pub keys: Vec<KeyRow>,
    /// The values that keys may have, by key.
    pub vocabularies: BTreeMap<String, Vec<VocabularyRow>>,
}

/// Text of the editor that is not in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CardDraft {
    /// The text.
    pub text: String,
    /// The version it began from.
    pub version: u32,
    /// When it was kept, as an ISO time with its zone.
    pub at: String,
}

/// One verb of the card format.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VerbRow {
    /// The verb as a card writes it.
    pub phrase: String,
    /// One sentence on what it says.
    pub help: String,
    /// The types of card that may use it; none means any.
    pub on: Vec<String>,
    /// The types it may point at; none means any.
    pub targets: Vec<String>,
    /// The number it asks for after its target.
    pub mark: Option<MarkName>,
    /// Whether it asks for a reason.
    pub because: bool,
    /// Whether it takes words in place of a card.
    pub takes_text: bool,
}

/// The number that a verb asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MarkName {
    /// One to five, out of five.
    Weight,
    /// −2 to +2.
    Score,
}

/// One key of the front matter.
#[derive(Debug, Clone, Serialize, TS)]
pub struct KeyRow {
    /// The key.
    pub key: String,
    /// One sentence on what it is for.
    pub help: String,
}

/// One value that a key may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct VocabularyRow {
    /// The value as a card writes it.
    pub value: String,
    /// The value in words.
    pub label: String,
    /// Other words for it.
    pub synonyms: Vec<String>,
}

/// Asks for the text of the editor to become the text of the file.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct SaveCardRequest {
    /// What names the card.
    pub key: String,
    /// The number of the editor.
    pub session: u32,
    /// The version the text began from.
    pub version: u32,
    /// The text of the editor.
    pub text: String,
}

/// Asks what the text of the editor and the file as it is now come to; nothing is written.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct MergeCardRequest {
    /// What names the card.
    pub key: String,
    /// The version the text began from.
    pub version: u32,
    /// The text of the editor.
    pub text: String,
}

/// What became of a text of the editor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CardSaved {
    /// Nobody else wrote: the text stands as it was given.
    Saved {
        /// The version to go on from.
        version: u32,
    },
    /// Another program had written too, and both fit together.
    Merged {
        /// The version to go on from.
        version: u32,
        /// Both, put together.
        text: String,
        /// Where something came from the other side, in words.
        taken: Vec<String>,
    },
    /// Another program changed the same place in another way: the file stands as that program left it.
    Conflict {
        /// The version that holds the other text.
        theirs: u32,
        /// Each place that must be settled, in the order of the file.
        parts: Vec<ConflictPart>,
    },
}

/// A place that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ConflictPart {
    /// Where it stands, in words.
    pub place: String,
    /// What both started from; absent where it is new.
    pub base: Option<String>,
    /// What the editor has; absent where it was taken out.
    pub mine: Option<String>,
    /// What the file has; absent where it was taken out.
    pub theirs: Option<String>,
    /// Whether both can stand, one after the other.
    pub joinable: bool,
}

/// Settles a conflict and writes the outcome.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ResolveCardRequest {
    /// What names the card.
    pub key: String,
    /// The number of the editor.
    pub session: u32,
    /// The version the text began from.
    pub version: u32,
    /// The version that holds the other text.
    pub theirs: u32,
    /// The text of the editor.
    pub text: String,
    /// What shall stand in each part, in their order; an empty text leaves the part out.
    pub choices: Vec<String>,
}

/// Asks for the text of the editor to be kept, in case the program ends before it is saved.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct KeepDraftRequest {
    /// What names the card.
    pub key: String,
    /// The version the text began from.
    pub version: u32,
    /// The text of the editor; absent where it is not wanted any more.
    pub text: Option<String>,
}

/// Said when a draft is on the disk, or gone.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct DraftKept {}

/// Asks for what can be undone in the editor to be kept.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct KeepUndoRequest {
    /// What names the card.
    pub key: String,
    /// What can be undone, in the editor's own form; absent where nothing can be any more.
    pub undo: Option<String>,
}

/// Said when it is on the disk, or gone.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct UndoKept {}

/// Asks what is wrong with a text before it is saved.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct CheckTextRequest {
    /// What names the card.
    pub key: String,
    /// The text of the editor.
    pub text: String,
}

/// A text as the program reads it. Offsets count UTF-16 units.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CheckedText {
    /// The title as text.
    pub title: String,
    /// The type that the text has.
    #[serde(rename = "type")]
    #[ts(rename = "type")]
    pub kind: String,
    /// Every key of the front matter with its values, in the order of the file.
    pub fields: Vec<FieldRow>,
    /// What is wrong, in reading order.
    pub findings: Vec<TextFinding>,
}

/// A key of the front matter as a text has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FieldRow {
    /// The key.
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
}

/// What is wrong at a place of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TextFinding {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// Error, warning or note.
    pub level: FindingLevel,
    /// What is wrong, and what would mend it.
    pub message: String,
    /// The key of the front matter that it is about.
    pub key: Option<String>,
    /// The one edit that mends it, where there is one.
    pub mend: Option<TextMend>,
}

/// An edit that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TextMend {
    /// What it does, in a few words.
    pub label: String,
    /// Where the text that goes begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// What comes in its place.
    pub insert: String,
}

/// Asks for a text with one key of its front matter changed.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ChangeKeyRequest {
    /// What names the card.
    pub key: String,
    /// The text of the editor.
    pub text: String,
    /// The key of the front matter.
    pub name: String,
    /// The values it is to have; none takes the key out.
    pub values: Vec<String>,
}

/// A text that was changed; nothing was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangedText {
    /// The text as it is then.
    pub text: String,
}
