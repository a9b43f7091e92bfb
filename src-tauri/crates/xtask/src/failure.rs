//! Why a command of the project stopped, and what would mend it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// What went wrong while a command of the project ran. Every message ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something was looked at and is not as it has to be.
    #[error("{what}\n  to mend it: {remedy}")]
    Wrong {
        /// What is not right, and where.
        what: String,
        /// What would mend it.
        remedy: String,
    },
    /// A program could not be started at all.
    #[error("`{line}` could not be started: {source}\n  to mend it: {remedy}")]
    NotStarted {
        /// The program and its arguments.
        line: String,
        /// What the system said.
        source: io::Error,
        /// What would mend it.
        remedy: String,
    },
    /// A program ran and reported a failure.
    #[error("`{line}` failed ({status})\n  to mend it: {remedy}")]
    Ended {
        /// The program and its arguments.
        line: String,
        /// How it ended.
        status: ExitStatus,
        /// What would mend it.
        remedy: String,
    },
    /// A file or folder could not be read or written.
    #[error("cannot {verb} {}: {source}\n  to mend it: {}", path.display(), file_remedy(source))]
    File {
        /// What was tried, such as “read”.
        verb: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Failure {
    /// Says what is not right and what would mend it.
    pub fn wrong(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Wrong { what: what.into(), remedy: remedy.into() }
    }

    /// Wraps what the system said about a file: `.map_err(Failure::file("read", path))`.
    pub fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { verb, path, source }
    }
}

fn file_remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "run as a user who may do that, or choose another place",
        io::ErrorKind::StorageFull => "free some space on that disk, or choose another place",
        _ => "see what the system says above",
    }
}
