//! What can go wrong with an index, sorted by what helps: mend it, wait, or rebuild.
//!
//! The sorting matters more than the words. Only [`SearchError::Damaged`] may ever lead to a rebuild;
//! a lock, a missing permission or a full disk says nothing about the index and must not cost it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

/// An error of the card index.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SearchError {
    /// Another writer holds the index.
    #[error("the card index in {} is being written by another process; try again when it has finished", path.display())]
    Busy {
        /// The directory of the index.
        path: PathBuf,
    },
    /// The operating system refused: permission, full disk, a failing device.
    #[error("cannot {operation} in the card index at {}: {source}", path.display())]
    Io {
        /// What was tried.
        operation: &'static str,
        /// The file or directory it was tried on.
        path: PathBuf,
        /// What the operating system answered.
        source: Arc<io::Error>,
    },
    /// The files of the index contradict each other or their checksums.
    #[error("the card index in {} is damaged ({what}); rebuild it, the cards themselves are not touched", path.display())]
    Damaged {
        /// The directory of the index.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The engine refused for a reason that is neither the disk nor the data.
    #[error("the search engine could not {operation}: {detail}")]
    Engine {
        /// What was tried.
        operation: &'static str,
        /// What the engine answered.
        detail: String,
    },
}

impl SearchError {
    /// Sorts an input or output error: data that contradicts itself is damage, everything else is the system's.
    pub(crate) fn io(operation: &'static str, path: &Path, dir: &Path, source: io::Error) -> Self {
        Self::shared_io(operation, path, dir, Arc::new(source))
    }

    /// Sorts an error of the engine that came up during `operation` on the index in `dir`.
    pub(crate) fn engine(operation: &'static str, dir: &Path, error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy { path: dir.to_owned() },
            TantivyError::LockFailure(LockError::IoError(source), _) => {
                Self::Io { operation: "take the writer's lock", path: dir.to_owned(), source }
            }
            TantivyError::IoError(source) => Self::shared_io(operation, dir, dir, source),
            TantivyError::OpenReadError(error) => Self::open_read(operation, dir, error),
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
                Self::Io { operation, path: dir.join(filepath), source: io_error }
            }
            TantivyError::OpenDirectoryError(error) => Self::open_directory(operation, dir, error),
            TantivyError::DataCorruption(what) => Self::damaged(dir, format!("{what:?}")),
            TantivyError::IncompatibleIndex(what) => Self::damaged(dir, format!("{what:?}")),
            TantivyError::DeserializeError(what) => Self::damaged(dir, what.to_string()),
            other => Self::Engine { operation, detail: other.to_string() },
        }
    }

    /// Says what was found broken in the index of `dir`.
    pub(crate) fn damaged(dir: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { path: dir.to_owned(), what: what.into() }
    }

    /// Says whether the index may have been changing hands just then, so that another look may find it sound.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Damaged { .. } => true,
            Self::Io { source, .. } => source.kind() == io::ErrorKind::NotFound,
            Self::Busy { .. } | Self::Engine { .. } => false,
        }
    }

    fn shared_io(operation: &'static str, path: &Path, dir: &Path, source: Arc<io::Error>) -> Self {
        match source.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::NotFound => {
                Self::damaged(dir, format!("{}: {source}", path.display()))
            }
            _ => Self::Io { operation, path: path.to_owned(), source },
        }
    }

    fn open_read(operation: &'static str, dir: &Path, error: OpenReadError) -> Self {
        match error {
            OpenReadError::FileDoesNotExist(file) => {
                Self::damaged(dir, format!("the file {} is missing", file.display()))
            }
            OpenReadError::IoError { io_error, filepath } => {
                Self::shared_io(operation, &dir.join(filepath), dir, io_error)
            }
            OpenReadError::IncompatibleIndex(what) => Self::damaged(dir, format!("{what:?}")),
        }
    }

    fn open_directory(operation: &'static str, dir: &Path, error: OpenDirectoryError) -> Self {
        let source = match error {
            OpenDirectoryError::DoesNotExist(_) => Arc::new(io::Error::from(io::ErrorKind::NotFound)),
            OpenDirectoryError::NotADirectory(_) => Arc::new(io::Error::from(io::ErrorKind::NotADirectory)),
            OpenDirectoryError::FailedToCreateTempDir(source)
            | OpenDirectoryError::IoError { io_error: source, .. } => source,
        };
        Self::Io { operation, path: dir.to_owned(), source }
    }
}
