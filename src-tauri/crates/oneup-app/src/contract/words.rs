//! Words in many cards, and other words in their place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Marked;

/// Asks where words stand.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct FindWordsRequest {
    /// The words.
    pub words: String,
    /// Whether capital letters must be capital.
    pub match_case: bool,
    /// Whether they must be whole words.
    pub whole_words: bool,
}

/// Where words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FoundWords {
    /// The cards that hold them, by title.
    pub cards: Vec<CardWithWords>,
    /// How many places these are.
    pub places: u32,
    /// Whether there are more than these.
    pub more: bool,
    /// Why some cards could not be read.
    pub unread: Vec<super::SkippedFile>,
}

/// A card that holds the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CardWithWords {
    /// What names the card in every call.
    pub key: String,
    /// The path within the library.
    pub path: String,
    /// The title.
    pub title: String,
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Why its file cannot be written, where it cannot.
    pub refused: Option<String>,
    /// Where the words stand.
    pub places: Vec<WordPlace>,
}

/// One place of the words in a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WordPlace {
    /// Its first byte in the file.
    pub at: u32,
    /// The line, from 1.
    pub line: u32,
    /// The words as they stand there.
    pub words: String,
    /// The sentence around them.
    pub sentence: Marked,
}

/// Asks for other words at chosen places, as one act.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ReplaceWordsRequest {
    /// What was looked for.
    pub find: FindWordsRequest,
    /// What is to stand there.
    pub with: String,
    /// The chosen places.
    pub chosen: Vec<ChosenPlaces>,
}

/// The chosen places of one card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
pub struct ChosenPlaces {
    /// The card.
    pub key: String,
    /// The first byte of each place.
    pub places: Vec<u32>,
}

/// What a replacement came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WordsReplaced {
    /// How many cards were written.
    pub cards: u32,
    /// How many places.
    pub places: u32,
    /// The cards that were left as they are, by path, each with the reason.
    pub left: Vec<super::SkippedFile>,
}
