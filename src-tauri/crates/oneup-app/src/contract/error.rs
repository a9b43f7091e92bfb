//! The outer face of an error: what a front is told, and the codes it may act on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An error at the edge: a code to act on, a sentence for the user, and what would mend it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
pub struct ApiError {
    /// What a front may act on. No front matches on the text.
    pub code: ErrorCode,
    /// One sentence that names the place and what is wrong.
    pub message: String,
    /// What the user can do about it, where there is something.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// The kinds of failure that a front treats differently. A code exists only if a front acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No library has been set up: the window offers to create or choose one.
    NoLibrary,
    /// The library folder is not there: the window keeps the last answers and offers to choose again.
    LibraryMissing,
    /// Another process holds the data folder: the command line ends with exit 4 and keeps the input.
    Busy,
    /// The card is no longer there: the window takes it out of the list.
    CardMissing,
    /// The call itself was wrong: the command line ends with exit 2.
    WrongUse,
    /// Only the desktop window can do this: the browser shows what to do instead.
    NeedsWindow,
    /// The index cannot be read: the window offers to build it again.
    IndexUnreadable,
    /// Everything else that failed on this machine: exit 4.
    Failed,
}
