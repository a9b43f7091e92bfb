//! What was done, and how it is taken back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what can be undone and redone.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct ActsRequest {}

/// The two ends of the stack of what was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Acts {
    /// What would be undone next.
    pub undo: Option<Act>,
    /// What would be redone next.
    pub redo: Option<Act>,
}

/// Something that was done and can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Act {
    /// Its number, in the order of doing.
    pub id: u32,
    /// What it was, in the words of the user: “theme changed to dark”.
    pub words: String,
    /// When it was done, as an ISO time with its zone.
    pub at: String,
}

/// Asks for the last act to be undone.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct UndoRequest {
    /// The act that is meant, where one is: if another was done since, nothing is undone.
    #[ts(optional)]
    #[serde(default)]
    pub act: Option<u32>,
}

/// Asks for the last undone act to be done again.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct RedoRequest {
    /// The act that is meant, where one is: if another stands there, nothing is done.
    #[ts(optional)]
    #[serde(default)]
    pub act: Option<u32>,
}

/// What undoing or redoing came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Undone {
    /// The act that was undone or redone; absent where there was none.
    pub act: Option<Act>,
    /// What can be undone and redone now.
    pub acts: Acts,
}
