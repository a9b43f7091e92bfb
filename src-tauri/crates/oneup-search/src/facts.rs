//! What the application knows about cards and the index does not: what became of them in conversations, and what came
//! with the last update of a pack. Plain values, handed in with a search.

use std::collections::HashMap;

/// What is known about cards beside their text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// For the full id of a card what became of it; a card that is not here was never used.
    pub outcomes: HashMap<String, Outcome>,
    /// The full ids of cards from packs that were edited since.
    pub edited: Vec<String>,
    /// The full ids of cards that came with the last update of their pack.
    pub new: Vec<String>,
}

/// What became of a card in conversations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The day it was last used, counted from 1970-01-01.
    pub last_used: i32,
    /// How often it landed.
    pub landed: u32,
    /// How often it fell flat.
    pub flat: u32,
    /// How often it turned out wrong.
    pub wrong: u32,
}

/// Words that mean the same.
///
/// Each group is a list of words or short phrases; the first is what they are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// The groups.
    pub groups: Vec<Vec<String>>,
}
