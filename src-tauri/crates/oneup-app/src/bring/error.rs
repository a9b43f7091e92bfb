//! Why something cannot be brought or exported; each is the user's to mend, and nothing was written.

use std::path::PathBuf;

use oneup_exchange::TableError;
use thiserror::Error;

/// Why something cannot be brought or exported.
#[derive(Debug, Error)]
pub enum BringError {
    /// A file cannot be read as a table.
    #[error("{file} cannot be imported: {source}")]
    NoTable {
        /// The file.
        file: String,
        /// What is wrong with it.
        source: TableError,
    },
    /// What was named is no file.
    #[error("{} is no file", path.display())]
    NoFile {
        /// What was named.
        path: PathBuf,
    },
    /// A folder holds more than is imported at once.
    #[error("{folder} holds more than {most}, the most that is imported at once")]
    TooMuch {
        /// The folder.
        folder: String,
        /// The most.
        most: String,
    },
    /// A wish about a table names something that there is not.
    #[error("“{word}” is no {what}; there is {known}")]
    BadWish {
        /// What was given.
        word: String,
        /// What it was to be.
        what: &'static str,
        /// What there is.
        known: String,
    },
    /// Two columns are to fill one key.
    #[error("two columns are to become the {field} of a card")]
    FieldTwice {
        /// The key.
        field: &'static str,
    },
    /// What was chosen was done already, or was not looked at.
    #[error("what was chosen waits for nothing any more")]
    NoSuchChoice,
    /// There is nothing to do.
    #[error("no card would be made of {name}")]
    Nothing {
        /// The folder or file.
        name: String,
    },
    /// An export would be read as part of what is exported.
    #[error("{} is inside the library", path.display())]
    TargetInside {
        /// The folder.
        path: PathBuf,
    },
}

impl BringError {
    /// What the user can do, where the error does not say so itself.
    pub(crate) fn remedy(&self) -> Option<&'static str> {
        match self {
            // It says so itself.
            Self::NoTable { .. } => None,
            Self::NoFile { .. } => Some("Name a table that was saved as CSV."),
            Self::TooMuch { .. } => Some("Import its folders one after the other, or open it in place."),
            Self::BadWish { .. } => Some("Name one of these."),
            Self::FieldTwice { .. } => Some("Let one of them become a section, or leave it out."),
            Self::NoSuchChoice => Some("Choose the folder or file again."),
            Self::Nothing { .. } => Some("The report says why for each file or row."),
            Self::TargetInside { .. } => Some("Choose a folder outside the library."),
        }
    }
}
