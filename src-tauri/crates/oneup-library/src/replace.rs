//! Replaces the text of a file that another program may be saving at the same moment.
//!
//! The new text is written beside the file and flushed. Then both change places in one step, and only then is what
//! stood under the name looked at for the last time: the file holds the old text or the new one, whole, at every moment,
//! and what another program saved in between is never overwritten, since it is swapped out and back again.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read};

use cap_std::fs::{Dir, Metadata};
use oneup_cards::MAX_CARD_BYTES;

use crate::beneath::{Folder, Temporary, rename_to_free};
use crate::error::LibraryError;
use crate::folder::{Library, reading};

/// What became of a write to a file that was expected to hold a certain text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a file that another program changed was not written"]
pub enum Outcome {
    /// It is done, and on the disk.
    Done,
    /// Another program has saved the file: it stands as that program left it.
    Changed {
        /// What it holds now.
        theirs: Vec<u8>,
    },
}

impl Library {
    /// Replaces the text of a file that holds what is expected. Rights, owner and marks of the file are kept. A
    /// program that has the file open and writes to it without saving anew may be mid-way: then `theirs` is, too,
    /// and what it writes further goes to the file.
    ///
    /// # Errors
    /// [`LibraryError::Gone`] or [`LibraryError::Missing`] where the file or the library is not there any more,
    /// [`LibraryError::Outside`] for a path that leaves the library, [`LibraryError::DiskFull`],
    /// [`LibraryError::TooLarge`] where the file by now holds more than any card may, [`LibraryError::Io`] for a link
    /// or a file that may not be written, or what the operating system refused. The file is then as it was; only
    /// where flushing its folder is refused may it hold either text.
    pub fn replace_file(&self, path: &str, expected: &[u8], new: &[u8]) -> Result<Outcome, LibraryError> {
        let (folder, name) = self.place_of(path)?;
        match folder.replace(&name, expected, new) {
            Err(LibraryError::Gone { .. }) => Err(self.gone(path)),
            replaced => replaced,
        }
    }
}

impl Library {
    /// Says whether a file can be replaced, as far as that can be known without trying.
    ///
    /// # Errors
    /// What [`Library::replace_file`] would refuse before it writes.
    pub fn check_writable(&self, path: &str) -> Result<(), LibraryError> {
        let (folder, name) = self.place_of(path)?;
        match folder.require_writable(&name) {
            Err(LibraryError::Gone { .. }) => Err(self.gone(path)),
            looked => looked.map(drop),
        }
    }
}

impl Folder {
    fn replace(&self, name: &OsStr, expected: &[u8], new: &[u8]) -> Result<Outcome, LibraryError> {
        self.require_writable(name)?;
        if !self.holds(name, expected).map_err(self.refused("read", name))? {
            return self.theirs(name);
        }
        let fresh = Temporary::successor(self, name, new)?;
        match exchange(&self.dir, fresh.name(), name) {
            Ok(()) => self.settle(fresh, name, expected, new),
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
                self.rename_over(&fresh, name, expected)
            }
            Err(error) => Err(self.refused("put in place", name)(error)),
        }
    }

    /// Looks at what was swapped out, and puts it back where that is not what was expected.
    fn settle(
        &self,
        swapped_out: Temporary<'_>,
        name: &OsStr,
        expected: &[u8],
        new: &[u8],
    ) -> Result<Outcome, LibraryError> {
        let is_expected = || -> Result<bool, LibraryError> {
            let look = || self.holds(swapped_out.name(), expected).map_err(self.refused("read", name));
            if !look()? {
                return Ok(false);
            }
            self.sync()?;
            // A program that had opened the file before may have written into it while the disk was flushed.
            look()
        };
        match is_expected() {
            Ok(true) => Ok(Outcome::Done),
            Ok(false) => self.put_back(swapped_out, name, new),
            Err(error) => {
                swapped_out.keep();
                Err(error)
            }
        }
    }

    /// Gives the file that another program saved its name again. Where yet another text was saved meanwhile, that one
    /// stands, being the last, and the earlier one is kept under its hidden name.
    fn put_back(&self, theirs: Temporary<'_>, name: &OsStr, new: &[u8]) -> Result<Outcome, LibraryError> {
        let swapped = match exchange(&self.dir, theirs.name(), name) {
            // Saved and then deleted by another program; what it saved is not ours to let go.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                rename_to_free(&self.dir, theirs.name(), &self.dir, name)
            }
            swapped => swapped,
        };
        if let Err(error) = swapped {
            theirs.keep();
            return Err(self.refused("put back", name)(error));
        }
        let is_ours = match self.holds(theirs.name(), new) {
            Ok(is_ours) => is_ours,
            Err(error) if error.kind() == ErrorKind::NotFound => true,
            Err(error) => {
                theirs.keep();
                return Err(self.refused("read", name)(error));
            }
        };
        if !is_ours {
            let last = exchange(&self.dir, theirs.name(), name);
            tracing::warn!(path = %self.path_of(theirs.name()).display(), "two saves met a third; one is kept aside");
            theirs.keep();
            last.map_err(self.refused("put back", name))?;
        }
        self.sync()?;
        self.theirs(name)
    }

    /// Where two files cannot change places in one step: what was saved between the last look and the renaming, a
    /// moment, is lost to the other program's own undo.
    fn rename_over(
        &self,
        fresh: &Temporary<'_>,
        name: &OsStr,
        expected: &[u8],
    ) -> Result<Outcome, LibraryError> {
        if !self.holds(name, expected).map_err(self.refused("read", name))? {
            return self.theirs(name);
        }
        self.dir.rename(fresh.name(), &self.dir, name).map_err(self.refused("put in place", name))?;
        self.sync()?;
        Ok(Outcome::Done)
    }

    /// What another program left under a name.
    ///
    /// # Errors
    /// [`LibraryError::Gone`], [`LibraryError::TooLarge`], or what the operating system refused.
    pub(crate) fn theirs(&self, name: &OsStr) -> Result<Outcome, LibraryError> {
        let mut theirs = Vec::new();
        self.dir
            .open_with(name, &reading())
            .and_then(|file| file.take(MAX_CARD_BYTES as u64 + 1).read_to_end(&mut theirs))
            .map_err(self.refused("read", name))?;
        if theirs.len() > MAX_CARD_BYTES {
            return Err(LibraryError::TooLarge { card: self.path_of(name).display().to_string() });
        }
        Ok(Outcome::Changed { theirs })
    }

    /// Whether a file holds exactly these bytes.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn holds(&self, name: &OsStr, expected: &[u8]) -> io::Result<bool> {
        let file = self.dir.open_with(name, &reading())?;
        if file.metadata()?.len() != expected.len() as u64 {
            return Ok(false);
        }
        let mut bytes = Vec::with_capacity(expected.len() + 1);
        file.take(expected.len() as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes == expected)
    }

    /// Refuses what is not an ordinary file that this user may write.
    ///
    /// # Errors
    /// [`LibraryError::Gone`], [`LibraryError::Io`] for a link, a folder or a file without the right to write, or what
    /// the operating system refused.
    pub(crate) fn require_writable(&self, name: &OsStr) -> Result<Metadata, LibraryError> {
        let metadata = self.require_file(name)?;
        let read_only = || io::Error::new(ErrorKind::PermissionDenied, "it is read-only");
        // Who may do everything, as in a container, is refused nothing; that the file is marked still counts.
        let allowed =
            if metadata.permissions().readonly() { Err(read_only()) } else { may_write(&self.dir, name) };
        allowed.map_err(self.refused("write", name))?;
        Ok(metadata)
    }

    /// Refuses what is not an ordinary file.
    ///
    /// # Errors
    /// [`LibraryError::Gone`], [`LibraryError::Io`] for anything else, or what the operating system refused.
    pub(crate) fn require_file(&self, name: &OsStr) -> Result<Metadata, LibraryError> {
        let what = match self.look(name)? {
            None => return Err(LibraryError::Gone { path: self.path_of(name) }),
            Some(metadata) if metadata.is_file() => return Ok(metadata),
            Some(metadata) if metadata.is_symlink() => "it is a link, and nothing is written through a link",
            Some(_) => "it is a folder, pipe, socket or device, not an ordinary file",
        };
        let source = io::Error::new(ErrorKind::Unsupported, what);
        Err(LibraryError::io("write", &self.path_of(name), source))
    }

    /// Names the operation of a refusal, and tells a file that is gone from the rest.
    pub(crate) fn refused(
        &self,
        operation: &'static str,
        name: &OsStr,
    ) -> impl Fn(io::Error) -> LibraryError + use<> {
        let path = self.path_of(name);
        move |source| match source.kind() {
            ErrorKind::NotFound => LibraryError::Gone { path: path.clone() },
            _ => LibraryError::io(operation, &path, source),
        }
    }
}

/// Whether this user may write a file: asked without opening it, which other programs would notice.
#[cfg(unix)]
fn may_write(dir: &Dir, name: &OsStr) -> io::Result<()> {
    use rustix::fs::{Access, AtFlags, accessat};
    Ok(accessat(dir, name, Access::WRITE_OK, AtFlags::empty())?)
}

/// Whether this user may write a file.
#[cfg(not(unix))]
fn may_write(dir: &Dir, name: &OsStr) -> io::Result<()> {
    dir.open_with(name, cap_std::fs::OpenOptions::new().write(true)).map(drop)
}

/// Lets two files of a folder change places in one step.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(dir: &Dir, one: &OsStr, other: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::renameat_with(dir, one, dir, other, rustix::fs::RenameFlags::EXCHANGE)?)
}

/// There is no such step here.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Dir, _: &OsStr, _: &OsStr) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use cap_std::ambient_authority;

    use super::*;

    const NAME: &str = "a.md";

    fn folder(place: &Path) -> Folder {
        Folder::new(&Dir::open_ambient_dir(place, ambient_authority()).unwrap(), place).unwrap()
    }

    fn hidden(place: &Path) -> Vec<Vec<u8>> {
        let entries = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| !path.ends_with(NAME)).map(|path| fs::read(path).unwrap()).collect()
    }

    fn changed(theirs: &[u8]) -> Outcome {
        Outcome::Changed { theirs: theirs.to_vec() }
    }

    #[test]
    fn a_file_is_replaced_while_it_holds_what_is_expected() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let path = library.create_file("mine/a.md", b"old").unwrap();
        assert_eq!(library.replace_file("mine/a.md", b"old", b"new").unwrap(), Outcome::Done);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(library.replace_file("mine/a.md", b"old", b"newer").unwrap(), changed(b"new"));
        assert_eq!(library.replace_file("mine/a.md", b"old and more", b"newer").unwrap(), changed(b"new"));
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(hidden(path.parent().unwrap()), [b""; 0], "nothing else is left behind");
        assert!(matches!(library.replace_file("../a.md", b"", b""), Err(LibraryError::Outside { .. })));
    }

    #[test]
    fn what_is_saved_between_the_look_and_the_exchange_stands_again() {
        for theirs in ["theirs", "", "old but longer"] {
            let place = tempfile::tempdir().unwrap();
            let folder = folder(place.path());
            fs::write(place.path().join(NAME), "old").unwrap();
            let fresh = Temporary::successor(&folder, NAME.as_ref(), b"new").unwrap();
            fs::write(place.path().join(NAME), theirs).unwrap();
            exchange(&folder.dir, fresh.name(), NAME.as_ref()).unwrap();
            let outcome = folder.settle(fresh, NAME.as_ref(), b"old", b"new").unwrap();
            assert_eq!(outcome, changed(theirs.as_bytes()));
            assert_eq!(fs::read(place.path().join(NAME)).unwrap(), theirs.as_bytes());
            assert_eq!(hidden(place.path()), [b""; 0]);
        }
    }

    #[test]
    fn of_two_saves_in_between_the_last_stands_and_the_first_is_kept() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(place.path());
        fs::write(place.path().join(NAME), "theirs").unwrap();
        let fresh = Temporary::successor(&folder, NAME.as_ref(), b"new").unwrap();
        exchange(&folder.dir, fresh.name(), NAME.as_ref()).unwrap();
        fs::write(place.path().join(NAME), "theirs again").unwrap();
        let outcome = folder.put_back(fresh, NAME.as_ref(), b"new").unwrap();
        assert_eq!(outcome, changed(b"theirs again"));
        assert_eq!(fs::read(place.path().join(NAME)).unwrap(), b"theirs again");
        assert_eq!(hidden(place.path()), [b"theirs"]);
    }

    #[test]
    fn what_is_saved_and_then_deleted_stands_again() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(place.path());
        fs::write(place.path().join(NAME), "theirs").unwrap();
        let fresh = Temporary::successor(&folder, NAME.as_ref(), b"new").unwrap();
        exchange(&folder.dir, fresh.name(), NAME.as_ref()).unwrap();
        fs::remove_file(place.path().join(NAME)).unwrap();
        assert_eq!(folder.put_back(fresh, NAME.as_ref(), b"new").unwrap(), changed(b"theirs"));
        assert_eq!(hidden(place.path()), [b""; 0]);
    }

    #[test]
    fn without_an_exchange_the_file_is_replaced_after_a_last_look() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(place.path());
        fs::write(place.path().join(NAME), "old").unwrap();
        let replace = |expected: &[u8]| {
            let fresh = Temporary::successor(&folder, NAME.as_ref(), b"new").unwrap();
            folder.rename_over(&fresh, NAME.as_ref(), expected).unwrap()
        };
        assert_eq!(replace(b"another"), changed(b"old"));
        assert_eq!(replace(b"old"), Outcome::Done);
        assert_eq!(fs::read(place.path().join(NAME)).unwrap(), b"new");
        assert_eq!(hidden(place.path()), [b""; 0]);
    }

    #[test]
    fn a_file_or_a_library_that_is_gone_is_told_and_nothing_is_made() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("library");
        let library = Library::create(&root).unwrap();
        for path in ["mine/a.md", "mine/no/such/a.md"] {
            let gone = library.replace_file(path, b"old", b"new");
            assert!(
                matches!(&gone, Err(LibraryError::Gone { path: at }) if *at == root.join(path)),
                "{gone:?}"
            );
        }
        assert_eq!(fs::read_dir(root.join("mine")).unwrap().count(), 0);
        fs::remove_dir_all(&root).unwrap();
        let gone = library.replace_file("mine/a.md", b"old", b"new");
        assert!(matches!(&gone, Err(LibraryError::Missing { path }) if *path == root), "{gone:?}");
        assert!(!root.exists());
        // Made anew by another program, as a checkout does: the handle leads to the folder that is gone.
        Library::create(&root).unwrap().create_file("mine/a.md", b"old").unwrap();
        if cfg!(unix) {
            let gone = library.replace_file("mine/a.md", b"old", b"new");
            assert!(matches!(&gone, Err(LibraryError::Missing { path }) if *path == root), "{gone:?}");
        }
    }

    #[test]
    fn a_file_larger_than_any_card_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let large = vec![b'x'; MAX_CARD_BYTES + 1];
        fs::write(place.path().join(NAME), &large).unwrap();
        let refused = library.replace_file(NAME, b"old", b"new");
        assert!(matches!(refused, Err(LibraryError::TooLarge { .. })), "{refused:?}");
        assert_eq!(fs::read(place.path().join(NAME)).unwrap(), large);
    }

    #[cfg(unix)]
    #[test]
    fn f1_a_link_a_folder_and_a_pipe_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        fs::write(place.path().join("real.md"), "old").unwrap();
        std::os::unix::fs::symlink("real.md", place.path().join("link.md")).unwrap();
        std::os::unix::fs::symlink("mine", place.path().join("linked")).unwrap();
        fs::write(place.path().join("mine/a.md"), "old").unwrap();
        fs::create_dir(place.path().join("folder.md")).unwrap();
        let pipe = place.path().join("pipe.md");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for (name, why) in [
            ("link.md", "it is a link"),
            ("linked/a.md", "it is a link"),
            ("folder.md", "not an ordinary file"),
            ("pipe.md", "not an ordinary file"),
        ] {
            let errors = [
                library.replace_file(name, b"old", b"new").unwrap_err(),
                library.remove_file(name, b"old").unwrap_err(),
                library.move_file(name, "b.md").unwrap_err(),
            ];
            for error in errors {
                assert!(error.to_string().contains(why), "{name}: {error}");
            }
        }
        assert_eq!(fs::read(place.path().join("real.md")).unwrap(), b"old");
        assert_eq!(fs::read(place.path().join("mine/a.md")).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn rights_are_kept_and_a_read_only_file_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let path = library.create_file("a.md", b"old").unwrap();
        for mode in [0o600, 0o640, 0o664, 0o755] {
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(library.replace_file("a.md", b"old", b"new").unwrap(), Outcome::Done);
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        for error in [
            library.replace_file("a.md", b"new", b"newer").unwrap_err(),
            library.remove_file("a.md", b"new").unwrap_err(),
        ] {
            assert!(error.to_string().contains("read-only"), "{error}");
            assert!(error.remedy().contains("Give yourself the right"), "{}", error.remedy());
        }
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 3, "nothing else is left behind");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn marks_of_other_programs_are_kept() {
        use rustix::fs::{XattrFlags, getxattr, setxattr};
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let path = library.create_file("a.md", b"old").unwrap();
        // A file system without marks has none to keep.
        if setxattr(&path, "user.colour", b"red", XattrFlags::empty()).is_ok() {
            assert_eq!(library.replace_file("a.md", b"old", b"new").unwrap(), Outcome::Done);
            let mut value = [0; 16];
            let length = getxattr(&path, "user.colour", &mut value[..]).unwrap();
            assert_eq!(&value[..length], b"red");
        }
    }
}
