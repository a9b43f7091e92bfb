//! The library and its index, as a front shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ApiError, Wish};

/// Asks for the state of the library.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct StatusRequest {}

/// The library that is open, and how its index stands.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LibraryStatus {
    /// The library folder as the user knows it; absent before the first set-up.
    pub path: Option<String>,
    /// How many cards can be found now.
    pub cards: u32,
    /// Files that were passed over, each with the reason; at most the first 200.
    pub skipped: Vec<SkippedFile>,
    /// How many files were passed over in all.
    pub skipped_total: u32,
    /// The state of the index.
    pub index: IndexState,
    /// A notice that the user should read once, such as an index that was found damaged and is built again.
    pub notice: Option<String>,
    /// The folder that `create_library` would make.
    pub suggested_path: String,
}

/// How far the index is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IndexState {
    /// There is no library yet.
    Absent,
    /// Files are being read; results may be partial.
    Building {
        /// Files read so far.
        done: u32,
        /// Files to read in this run.
        total: u32,
    },
    /// Every file that could be read can be found.
    Ready,
    /// The user stopped the reading; what was read before can be found.
    Paused {
        /// Files that were not read.
        left: u32,
    },
    /// The library or its index cannot be used; searches answer from what is there, if anything.
    Failed {
        /// What happened and what would mend it.
        error: ApiError,
    },
}

/// A file of the library that is not a card that can be found, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SkippedFile {
    /// The path within the library.
    pub path: String,
    /// One sentence: what is wrong, and what would mend it.
    pub why: String,
}

/// Asks to be told when something changed after a revision.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ChangesRequest {
    /// The last revision that the front has seen; 0 at the start.
    pub since: u32,
}

/// What changed, by noun; the front decides what to refresh.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Changes {
    /// The revision to ask from next time.
    pub revision: u32,
    /// What changed since the revision that was asked from.
    pub changed: Vec<ChangedNoun>,
    /// What the desktop asks of this window, in the order of asking; each is told once.
    pub wishes: Vec<Wish>,
}

/// The nouns that can change under a front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangedNoun {
    /// Cards were added, edited or taken away.
    Cards,
    /// The library was switched, or its index moved on.
    Library,
    /// A setting was changed, here, in another window or in the file.
    Settings,
    /// Long work began, went on or ended.
    Tasks,
    /// Something can be undone or redone that could not before.
    Acts,
    /// What the desktop offers changed.
    Desktop,
}

/// Asks the user for a folder.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct ChooseLibraryRequest {}

/// Asks for a new library with the shipped cards.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct CreateLibraryRequest {}

/// Asks for a new index from the files.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct RebuildIndexRequest {}
