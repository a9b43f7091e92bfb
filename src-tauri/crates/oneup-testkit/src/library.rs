//! A library in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};

use oneup_cards::CardType;
use oneup_library::Library;
use tempfile::TempDir;

use crate::card::CardText;

/// A library folder that goes away with this value.
#[derive(Debug)]
pub struct TempLibrary {
    place: TempDir,
}

impl TempLibrary {
    /// Makes an empty library.
    ///
    /// # Panics
    /// Where the machine has no room for a temporary folder.
    #[must_use]
    #[allow(clippy::expect_used, reason = "a test cannot go on without its folder")]
    pub fn new() -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        Library::create(&place.path().join("library")).expect("a library in it");
        Self { place }
    }

    /// Writes a file, folders included, over whatever is there.
    ///
    /// # Panics
    /// Where the file cannot be written.
    #[must_use]
    pub fn with(self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        self.write(path, contents);
        self
    }

    /// As [`TempLibrary::with`], on a library in use.
    ///
    /// # Panics
    /// Where the file cannot be written.
    #[allow(clippy::expect_used, reason = "a test cannot go on without its file")]
    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let full = self.path(path);
        fs::create_dir_all(full.parent().unwrap_or(self.root().as_path())).expect("the folder");
        fs::write(full, contents).expect("the file");
    }

    /// Writes this many notes of a few sentences each under `mine/many/`; each has one word of its own, `word<n>`.
    ///
    /// # Panics
    /// Where a file cannot be written.
    pub fn write_many(&self, count: usize) {
        for n in 0..count {
            let text = CardText::new(CardType::Note, &format!("many-{n}"))
                .title(&format!("Note number {n}"))
                .body(&format!("Downtime on line {} costs an hour of output. See word{n}.", n % 97));
            self.write(&format!("mine/many/{n}.md"), text.to_string());
        }
    }

    /// The library folder.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.place.path().join("library")
    }

    /// A folder beside the library that goes away with it: for a data folder.
    #[must_use]
    pub fn beside(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// The full path of a file in the library.
    #[must_use]
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root().join(path)
    }
}

impl Default for TempLibrary {
    fn default() -> Self {
        Self::new()
    }
}
