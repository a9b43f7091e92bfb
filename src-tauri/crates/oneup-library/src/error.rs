//! What can go wrong with a folder of cards, each with the path and the operation.

use std::io;
use std::path::{Path, PathBuf};

use oneup_cards::MAX_CARD_BYTES;

/// A failure on the library folder or one of its files.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The library folder does not exist.
    #[error("the library folder {} is not there", path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The path is a file, not a folder.
    #[error("{} is not a folder", path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// The file is already there and stays as it is.
    #[error("{} is already there", path.display())]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// The path would leave the library folder.
    #[error("{path} does not stay inside the library")]
    Outside {
        /// The path as given.
        path: String,
    },
    /// The disk has no room left; nothing was changed.
    #[error("no room is left on the disk to write {}", path.display())]
    DiskFull {
        /// What was to be written.
        path: PathBuf,
    },
    /// The file was changed since, so that taking it back would lose what another program wrote.
    #[error("{} was changed since", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The file is not there any more.
    #[error("{} is not there any more", path.display())]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// The text is larger than any card may be.
    #[error("the text of {card} is larger than {} MiB, the most that a card may have", MAX_CARD_BYTES / 1024 / 1024)]
    TooLarge {
        /// The full id of the card, or the path of its file.
        card: String,
    },
    /// A review that says nothing about why the card is still true.
    #[error("the review of {card} does not say why it is still true")]
    NoReason {
        /// The full id of the card.
        card: String,
    },
    /// The bytes of one kept text are wrong; the others are read as before.
    #[error("the text of {card} kept at {at} is damaged")]
    DamagedText {
        /// The full id of the card.
        card: String,
        /// When it was kept.
        at: String,
    },
    /// The state of the library was written by a later version.
    #[error("{} was written by a later version of One-Up", path.display())]
    StateTooNew {
        /// The file.
        path: PathBuf,
    },
    /// The database that holds the state of the library refused the operation.
    #[error("could not {operation} {}: {source}", path.display())]
    State {
        /// What was tried, as a verb.
        operation: &'static str,
        /// The file.
        path: PathBuf,
        /// What the database said.
        source: rusqlite::Error,
    },
    /// The operating system refused the operation.
    #[error("could not {operation} {}: {source}", path.display())]
    Io {
        /// What was tried, as a verb.
        operation: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl LibraryError {
    /// Names the operation and the path of an I/O error, and tells a full disk from the rest.
    pub(crate) fn io(operation: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Io { operation, path, source },
        }
    }

    /// Says what the user can do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Missing { .. } => {
                "Put the folder back, or choose another one with `oneup open DIR`.".to_owned()
            }
            Self::NotAFolder { .. } => "Name a folder of Markdown files.".to_owned(),
            Self::Exists { .. } => "Choose another name; what is there was left as it is.".to_owned(),
            Self::Outside { .. } => "Use a path below the library folder, without “..”.".to_owned(),
            Self::DiskFull { .. } => "Free some room and try again; nothing was lost.".to_owned(),
            Self::Changed { .. } => {
                "It was left as it is; what was done before can still be undone.".to_owned()
            }
            Self::Gone { .. } => "Save its text as a new card, or bring the file back.".to_owned(),
            Self::TooLarge { .. } => "Split the card, or keep the text outside the library.".to_owned(),
            Self::NoReason { .. } => "Give a link or a sentence.".to_owned(),
            Self::DamagedText { .. } => {
                "Choose another version; only this one cannot be read any more.".to_owned()
            }
            Self::StateTooNew { .. } => "Start the later version; the file was left as it is.".to_owned(),
            Self::State { path, .. } => {
                format!(
                    "Check the disk and the rights on {}, then try again; no card was touched.",
                    path.display()
                )
            }
            Self::Io { source, path, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                format!("Give yourself the right to use {}, then try again.", path.display())
            }
            Self::Io { source, path, .. } if source.kind() == io::ErrorKind::NotADirectory => {
                format!("Move {} away. Put a folder in its place, then try again.", path.display())
            }
            Self::Io { .. } => "Check the disk and the folder, then try again.".to_owned(),
        }
    }
}
