//! What stands in the folder beside the cards: files of other kinds, and what belongs to programs. Neither is ever read
//! as a card; both are told, so that nobody has to guess what became of them.

use std::path::Path;

use walkdir::WalkDir;

use crate::error::LibraryError;
use crate::folder::Library;
use crate::scan::{DEEPEST, Skipped, is_card_name, is_hidden, relative, skipped_by, written};

/// What stands beside the cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Files that are no cards, ordered by path: pictures, manifests, attachments.
    pub files: Vec<OtherFile>,
    /// Files and folders whose name begins with a dot; what is in such a folder is not told one by one.
    pub hidden: Vec<String>,
    /// What could not be looked at, or is neither file nor folder.
    pub skipped: Vec<Skipped>,
}

/// A file that is no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// The path within the library, with `/` between its parts.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

impl Library {
    /// Lists what stands beside the cards. No link is followed, and nothing is read.
    ///
    /// # Errors
    /// Only where the folder itself is gone or cannot be listed.
    pub fn beside(&self) -> Result<Beside, LibraryError> {
        let root = self.root();
        if !root.is_dir() {
            return Err(LibraryError::Missing { path: root.to_owned() });
        }
        let mut beside = Beside::default();
        let mut walk = WalkDir::new(root).min_depth(1).max_depth(DEEPEST).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    beside.skipped.push(skipped_by(root, &error));
                    continue;
                }
            };
            if is_hidden(entry.file_name()) {
                beside.hidden.push(written(root, entry.path()));
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            if !entry.file_type().is_dir() && !is_card_name(entry.path()) {
                beside.take(root, &entry);
            }
        }
        beside.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        beside.hidden.sort_unstable();
        Ok(beside)
    }
}

impl Beside {
    fn take(&mut self, root: &Path, entry: &walkdir::DirEntry) {
        let path = relative(root, entry.path());
        let metadata = entry.metadata().ok().filter(std::fs::Metadata::is_file);
        match (path, metadata) {
            (Some(path), Some(metadata)) => self.files.push(OtherFile { path, size: metadata.len() }),
            (None, _) => self.skip(root, entry, "has a name that is not valid Unicode; rename the file"),
            (_, None) => self.skip(root, entry, "is a link, or no ordinary file; put the file itself here"),
        }
    }

    fn skip(&mut self, root: &Path, entry: &walkdir::DirEntry, why: &str) {
        self.skipped.push(Skipped { path: written(root, entry.path()), why: why.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn pictures_and_programs_folders_are_told_and_cards_are_not() {
        let place = tempfile::tempdir().unwrap();
        for path in [
            "a.md",
            "img/a.png",
            "packs/core/pack.toml",
            ".obsidian/app.json",
            ".obsidian/b/c",
            "x/.trash/a.md",
        ] {
            let path = place.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let beside = Library::open(place.path()).unwrap().beside().unwrap();
        let files: Vec<_> = beside.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(files, ["img/a.png", "packs/core/pack.toml"]);
        assert_eq!(beside.hidden, [".obsidian", "x/.trash"]);
        assert_eq!(beside.skipped, []);
    }
}
