//! Long work: how far it is, how it is stopped, what it came to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ApiError, SkippedFile};

/// Asks for the long work of this start.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct TasksRequest {}

/// The long work of this start, the newest first; what ended long ago is dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Tasks {
    /// Each piece of work.
    pub tasks: Vec<Task>,
}

/// One piece of long work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Task {
    /// Its number.
    pub id: u32,
    /// What it does.
    pub kind: TaskKind,
    /// How far it is, or what it came to.
    pub state: TaskState,
    /// When it began, as an ISO time with its zone.
    pub began: String,
}

/// What a piece of long work does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Reads the files that are new or changed.
    ReadFiles,
    /// Builds the index again from all files.
    RebuildIndex,
    /// Looks at notes or a table that may be brought.
    LookAtBring,
    /// Makes cards of notes or of a table.
    Bring,
    /// Copies everything as plain files.
    Export,
}

/// How far a piece of long work is, or what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TaskState {
    /// It goes on.
    Running {
        /// Files done.
        done: u32,
        /// Files to do; 0 while that is being found out.
        total: u32,
    },
    /// It was asked to stop and has not yet.
    Stopping,
    /// It came to its end.
    Done {
        /// Files done.
        done: u32,
        /// Files that were passed over, each with the reason; at most the first 200.
        left_out: Vec<SkippedFile>,
        /// How many were passed over in all.
        left_out_total: u32,
    },
    /// The user stopped it.
    Cancelled {
        /// Files done before; what they hold can be found.
        done: u32,
        /// Files there were to do.
        total: u32,
    },
    /// It failed.
    Failed {
        /// What happened and what would mend it.
        error: ApiError,
    },
}

/// Asks for a piece of work to be stopped.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct CancelTaskRequest {
    /// Its number.
    pub id: u32,
}

/// Asks for the files to be looked at now, and for reading that was stopped to go on.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct RefreshIndexRequest {}
