//! Moves or removes a file that another program may be saving at the same moment.
//!
//! A file to be removed leaves its name before it is looked at for the last time: what another program writes under
//! the name from then on is another file and stays. A move never takes the place of another file.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use crate::beneath::{Folder, random_name, rename_to_free};
use crate::error::LibraryError;
use crate::folder::Library;
use crate::replace::Outcome;
use crate::write::{inside, split};

impl Library {
    /// Moves a file to a path that is free, folders included, and returns where it stands. Another spelling of the
    /// same name counts as free.
    ///
    /// # Errors
    /// [`LibraryError::Exists`] where the new path is taken, [`LibraryError::Gone`] or [`LibraryError::Missing`]
    /// where the file or the library is not there any more, [`LibraryError::Outside`] for a path that leaves the
    /// library, [`LibraryError::Io`] for a link, or what the operating system refused. The file then stands as it was.
    pub fn move_file(&self, from: &str, to: &str) -> Result<PathBuf, LibraryError> {
        let (old_folder, old) = self.place_of(from)?;
        old_folder.require_file(&old).map_err(|error| self.gone_or(error, from))?;
        let relative = inside(to)?;
        let (parent, new) = split(&relative, to)?;
        let new_folder = self.folder()?.enter(parent)?;
        let moved = match rename_to_free(&old_folder.dir, &old, &new_folder.dir, new) {
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
                move_in_steps(&old_folder, &old, &new_folder, new)
            }
            moved => moved,
        };
        match moved {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let is_spelling = old_folder.path_of(new) == new_folder.path_of(new)
                    && old_folder.is_other_spelling(&old, new).map_err(old_folder.refused("move", &old))?;
                if !is_spelling {
                    return Err(LibraryError::Exists { path: new_folder.path_of(new) });
                }
                old_folder
                    .dir
                    .rename(&old, &new_folder.dir, new)
                    .map_err(old_folder.refused("move", &old))?;
            }
            moved => {
                moved.map_err(|error| self.gone_or(old_folder.refused("move", &old)(error), from))?;
            }
        }
        new_folder.sync()?;
        old_folder.sync()?;
        Ok(self.root().join(&relative))
    }

    /// Removes a file that holds what is expected.
    ///
    /// # Errors
    /// [`LibraryError::Gone`] or [`LibraryError::Missing`] where the file or the library is not there any more,
    /// [`LibraryError::Outside`] for a path that leaves the library, [`LibraryError::Io`] for a link or a file that
    /// may not be written, or what the operating system refused. The file then stands as it was.
    pub fn remove_file(&self, path: &str, expected: &[u8]) -> Result<Outcome, LibraryError> {
        let (folder, name) = self.place_of(path)?;
        folder.remove(&name, expected).map_err(|error| self.gone_or(error, path))
    }

    /// Takes a file away again that still holds what was written; one that is gone already is no failure.
    ///
    /// # Errors
    /// [`LibraryError::Changed`] where it holds something else, [`LibraryError::Outside`] for a path that leaves the
    /// library, or what the operating system refused. The file then stands as it was.
    pub fn take_back_file(&self, path: &str, written: &[u8]) -> Result<(), LibraryError> {
        match self.remove_file(path, written) {
            Ok(Outcome::Done) | Err(LibraryError::Gone { .. }) => Ok(()),
            Ok(Outcome::Changed { .. }) | Err(LibraryError::TooLarge { .. }) => {
                Err(LibraryError::Changed { path: self.root().join(path) })
            }
            Err(error) => Err(error),
        }
    }

    fn gone_or(&self, error: LibraryError, path: &str) -> LibraryError {
        if matches!(error, LibraryError::Gone { .. }) { self.gone(path) } else { error }
    }
}

impl Folder {
    fn remove(&self, name: &OsStr, expected: &[u8]) -> Result<Outcome, LibraryError> {
        self.require_writable(name)?;
        if !self.holds(name, expected).map_err(self.refused("read", name))? {
            return self.theirs(name);
        }
        let hidden = random_name();
        let hidden = OsStr::new(&hidden);
        let refused = self.refused("remove", name);
        self.dir.rename(name, &self.dir, hidden).map_err(&refused)?;
        self.settle_removal(name, hidden, expected)
    }

    /// Removes what was hidden, or gives it its name back where it is not what was expected or may not be removed.
    fn settle_removal(&self, name: &OsStr, hidden: &OsStr, expected: &[u8]) -> Result<Outcome, LibraryError> {
        // A program that had opened the file before may write into it while the disk is flushed: hence two looks.
        let look = || self.holds(hidden, expected).unwrap_or(false);
        let remove = || {
            if !look() {
                return Ok(false);
            }
            self.sync()?;
            let is_expected = look();
            if is_expected {
                self.dir.remove_file(hidden).map_err(self.refused("remove", name))?;
            }
            Ok(is_expected)
        };
        let removed = remove();
        if matches!(removed, Ok(true)) {
            // It is gone. Should the disk forget that in a power cut, it stands again under its hidden name.
            if let Err(error) = self.sync() {
                tracing::warn!(%error, "a removal could not be flushed");
            }
            return Ok(Outcome::Done);
        }
        let unhidden = self.unhide(hidden, name);
        removed?;
        match unhidden {
            Ok(()) => self.sync()?,
            // Another file has the name by now. It stands; the hidden one is found again as a leftover.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                tracing::warn!(path = %self.path_of(hidden).display(), "a file whose name was taken is kept aside");
            }
            Err(error) => return Err(LibraryError::io("put back", &self.path_of(hidden), error)),
        }
        self.theirs(name)
    }

    /// Gives a file its name again, which must be free.
    fn unhide(&self, hidden: &OsStr, name: &OsStr) -> io::Result<()> {
        match rename_to_free(&self.dir, hidden, &self.dir, name) {
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
                move_in_steps(self, hidden, self, name)
            }
            done => done,
        }
    }

    /// Whether a name that is taken is only another spelling of the name of a file, on a disk that does not tell
    /// “A” from “a”: the listing then has the one and not the other. Two names of one file are both listed.
    fn is_other_spelling(&self, old: &OsStr, new: &OsStr) -> io::Result<bool> {
        for entry in self.dir.entries()? {
            if entry?.file_name() == new {
                return Ok(false);
            }
        }
        let (one, other) = (self.dir.symlink_metadata(old)?, self.dir.symlink_metadata(new)?);
        Ok(is_same_file(&one, &other, old, new))
    }
}

/// Not every file system can tell a free name while it renames; a link to a file is refused where the name is taken.
fn move_in_steps(from: &Folder, old: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
    from.dir.hard_link(old, &to.dir, new)?;
    from.dir.remove_file(old)
}

#[cfg(unix)]
fn is_same_file(one: &cap_std::fs::Metadata, other: &cap_std::fs::Metadata, _: &OsStr, _: &OsStr) -> bool {
    use cap_std::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Without a number of the file, by the names.
#[cfg(not(unix))]
fn is_same_file(_: &cap_std::fs::Metadata, _: &cap_std::fs::Metadata, old: &OsStr, new: &OsStr) -> bool {
    old.to_string_lossy().to_lowercase() == new.to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn a_file_is_taken_back_only_while_it_holds_what_was_written() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let path = library.create_file("mine/a.md", b"first").unwrap();
        fs::write(&path, "edited").unwrap();
        let refused = library.take_back_file("mine/a.md", b"first");
        assert!(matches!(refused, Err(LibraryError::Changed { .. })), "{refused:?}");
        assert_eq!(fs::read(&path).unwrap(), b"edited");
        library.take_back_file("mine/a.md", b"edited").unwrap();
        assert!(!path.exists());
        library.take_back_file("mine/a.md", b"edited").unwrap();
        library.take_back_file("mine/no/such/a.md", b"edited").unwrap();
        assert_eq!(names(&place.path().join("mine")), [""; 0], "nothing else is left behind");
        assert!(library.take_back_file("../x.md", b"").is_err());
    }

    #[test]
    fn a_file_is_removed_while_it_holds_what_is_expected() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        library.create_file("mine/a.md", b"old").unwrap();
        let theirs = b"old".to_vec();
        let changed = library.remove_file("mine/a.md", b"expected").unwrap();
        assert_eq!(changed, Outcome::Changed { theirs });
        assert_eq!(library.remove_file("mine/a.md", b"old").unwrap(), Outcome::Done);
        assert_eq!(names(&place.path().join("mine")), [""; 0]);
        let gone = library.remove_file("mine/a.md", b"old");
        assert!(matches!(gone, Err(LibraryError::Gone { .. })), "{gone:?}");
    }

    #[test]
    fn what_is_saved_while_a_file_is_removed_stands_again() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let folder = library.folder().unwrap();
        let hidden = ".oneup-0000000000000001";
        let settle = || folder.settle_removal("a.md".as_ref(), hidden.as_ref(), b"old").unwrap();
        // Written into after it was hidden: it gets its name again.
        fs::write(place.path().join(hidden), "theirs").unwrap();
        assert_eq!(settle(), Outcome::Changed { theirs: b"theirs".to_vec() });
        assert_eq!(names(place.path()), ["a.md", "mine", "packs"]);
        // Saved anew under its name as well: both are kept.
        fs::write(place.path().join(hidden), "earlier").unwrap();
        assert_eq!(settle(), Outcome::Changed { theirs: b"theirs".to_vec() });
        assert_eq!(names(place.path()), [hidden, "a.md", "mine", "packs"]);
        // Saved anew under its name only: what was hidden was expected, and goes.
        fs::write(place.path().join(hidden), "old").unwrap();
        assert_eq!(settle(), Outcome::Done);
        assert_eq!(fs::read(place.path().join("a.md")).unwrap(), b"theirs");
    }

    #[test]
    fn a_file_is_moved_to_a_free_path_only() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        library.create_file("mine/a.md", b"a").unwrap();
        library.create_file("mine/b.md", b"b").unwrap();
        let taken = library.move_file("mine/a.md", "mine/b.md");
        assert!(
            matches!(&taken, Err(LibraryError::Exists { path }) if path.ends_with("mine/b.md")),
            "{taken:?}"
        );
        let moved = library.move_file("mine/a.md", "mine/forces/deep/c.md").unwrap();
        assert_eq!(fs::read(&moved).unwrap(), b"a");
        assert_eq!(names(&place.path().join("mine")), ["b.md", "forces"]);
        let gone = library.move_file("mine/a.md", "mine/d/e.md");
        assert!(matches!(gone, Err(LibraryError::Gone { .. })), "{gone:?}");
        assert!(!place.path().join("mine/d").exists(), "no folder is made for nothing");
        for (from, to) in [("../a.md", "a.md"), ("mine/b.md", "../b.md"), ("mine/b.md", "mine/../../b.md")] {
            assert!(matches!(library.move_file(from, to), Err(LibraryError::Outside { .. })), "{from} {to}");
        }
        assert!(matches!(library.move_file("mine/b.md", "mine/b.md"), Err(LibraryError::Exists { .. })));
        assert_eq!(fs::read(place.path().join("mine/b.md")).unwrap(), b"b");
    }

    #[test]
    fn another_spelling_of_a_name_is_free_and_another_file_is_not() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        library.create_file("mine/a.md", b"a").unwrap();
        library.move_file("mine/a.md", "mine/A.md").unwrap();
        assert_eq!(names(&place.path().join("mine")), ["A.md"]);
        #[cfg(unix)]
        if !place.path().join("mine/a.md").exists() {
            // Where the disk tells “A” from “a”, both may be names of one file, and neither is only a spelling.
            fs::hard_link(place.path().join("mine/A.md"), place.path().join("mine/a.md")).unwrap();
            assert!(matches!(library.move_file("mine/A.md", "mine/a.md"), Err(LibraryError::Exists { .. })));
            assert_eq!(names(&place.path().join("mine")), ["A.md", "a.md"]);
        }
    }

    #[test]
    fn without_a_rename_to_a_free_name_a_file_is_linked_and_then_let_go() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        library.create_file("a.md", b"a").unwrap();
        library.create_file("b.md", b"b").unwrap();
        let folder = library.folder().unwrap();
        let taken = move_in_steps(&folder, "a.md".as_ref(), &folder, "b.md".as_ref());
        assert_eq!(taken.unwrap_err().kind(), ErrorKind::AlreadyExists);
        move_in_steps(&folder, "a.md".as_ref(), &folder, "c.md".as_ref()).unwrap();
        assert_eq!(names(place.path()), ["b.md", "c.md", "mine", "packs"]);
    }
}
