//! The steps of a write, each through a handle on the folder in which it happens and never through a joined path.
//!
//! A link planted in the library, even one that is swapped in between a check and the use, can so not lead a write
//! or a removal outside it (threat F1). A link among the folders of a path is refused outright: what it leads to
//! inside the library has a name of its own.

use std::ffi::OsStr;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, File, Metadata, OpenOptions};

use crate::attributes;
use crate::error::LibraryError;
use crate::folder::reading;

/// A folder of the library that is open.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) dir: Dir,
    /// For messages only.
    path: PathBuf,
}

impl Folder {
    /// Takes an open folder under the name it has in messages.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn new(dir: &Dir, path: &Path) -> Result<Self, LibraryError> {
        let dir = dir.try_clone().map_err(|source| LibraryError::io("open", path, source))?;
        Ok(Self { dir, path: path.to_owned() })
    }

    /// The same folder once more.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn again(&self) -> Result<Self, LibraryError> {
        Self::new(&self.dir, &self.path)
    }

    /// Enters the folder at a plain path below this one; what is missing of it is made.
    ///
    /// # Errors
    /// [`LibraryError::Io`] where a part of the path is a link or a file, [`LibraryError::DiskFull`], or what the
    /// operating system refused.
    pub(crate) fn enter(mut self, relative: &Path) -> Result<Self, LibraryError> {
        for name in relative {
            self = self.step(name)?;
        }
        Ok(self)
    }

    /// Enters the folder at a plain path below this one, which must be there: nothing is made.
    ///
    /// # Errors
    /// [`LibraryError::Gone`] where a part of the path is missing, [`LibraryError::Io`] where one is a link or a file,
    /// or what the operating system refused.
    pub(crate) fn find(mut self, relative: &Path) -> Result<Self, LibraryError> {
        for name in relative {
            if self.look(name)?.is_none() {
                return Err(LibraryError::Gone { path: self.path_of(name) });
            }
            self = self.step(name)?;
        }
        Ok(self)
    }

    /// The path of an entry, for messages.
    pub(crate) fn path_of(&self, name: &OsStr) -> PathBuf {
        self.path.join(name)
    }

    /// Refuses where the name is taken, by whatever it may be.
    ///
    /// # Errors
    /// [`LibraryError::Exists`], or what the operating system refused.
    pub(crate) fn require_free(&self, name: &OsStr) -> Result<(), LibraryError> {
        match self.look(name)? {
            Some(_) => Err(LibraryError::Exists { path: self.path_of(name) }),
            None => Ok(()),
        }
    }

    /// Writes a file that must not exist yet and flushes it to the disk. It may stay half-written where that fails:
    /// this is for a folder that is then taken away as a whole.
    ///
    /// # Errors
    /// [`LibraryError::DiskFull`], or what the operating system refused.
    pub(crate) fn write(&self, name: &OsStr, bytes: &[u8]) -> Result<(), LibraryError> {
        self.begin(name)
            .and_then(|file| fill(file, bytes))
            .map_err(|source| LibraryError::io("write", &self.path_of(name), source))?;
        self.sync()
    }

    /// Takes away a folder with all that is in it; there may be none.
    ///
    /// # Errors
    /// [`LibraryError::Io`] where the name is a link or a file, or what the operating system refused.
    pub(crate) fn clear(&self, name: &OsStr) -> Result<(), LibraryError> {
        match self.look(name)? {
            None => Ok(()),
            Some(metadata) if !metadata.is_dir() => Err(no_folder(&self.path_of(name), &metadata)),
            Some(_) => self
                .dir
                .remove_dir_all(name)
                .map_err(|source| LibraryError::io("replace", &self.path_of(name), source)),
        }
    }

    /// Enters one folder below, made where it is missing.
    fn step(&self, name: &OsStr) -> Result<Self, LibraryError> {
        let path = self.path_of(name);
        match self.look(name)? {
            Some(metadata) if !metadata.is_dir() => return Err(no_folder(&path, &metadata)),
            Some(_) => {}
            None => {
                match self.dir.create_dir(name) {
                    // Another program was faster; what it made is looked at when it is opened.
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                    made => made.map_err(|source| LibraryError::io("make the folder", &path, source))?,
                }
                self.sync()?;
            }
        }
        let dir = open_no_link(&self.dir, name).map_err(|source| LibraryError::io("open", &path, source))?;
        Ok(Self { dir, path })
    }

    fn begin(&self, name: &OsStr) -> io::Result<File> {
        self.dir.open_with(name, OpenOptions::new().write(true).create_new(true))
    }

    /// Looks at an entry, never through a link; `None` where there is none.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn look(&self, name: &OsStr) -> Result<Option<Metadata>, LibraryError> {
        match self.dir.symlink_metadata(name) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(LibraryError::io("look at", &self.path_of(name), source)),
        }
    }

    /// Flushes the folder, so that the names in it survive a power cut.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn sync(&self) -> Result<(), LibraryError> {
        #[cfg(unix)]
        self.dir
            .open(".")
            .and_then(|folder| folder.sync_all())
            .map_err(|source| LibraryError::io("flush", &self.path, source))?;
        Ok(())
    }
}

/// A file or folder under a random hidden name, complete before it takes its own; dropped, it is taken away.
#[derive(Debug)]
pub(crate) struct Temporary<'a> {
    beside: &'a Folder,
    name: String,
    is_folder: bool,
    is_kept: bool,
}

impl<'a> Temporary<'a> {
    /// Writes a file and flushes it to the disk; messages call it by the name it is to have.
    ///
    /// # Errors
    /// [`LibraryError::DiskFull`], or what the operating system refused.
    pub(crate) fn file(beside: &'a Folder, to_be: &OsStr, bytes: &[u8]) -> Result<Self, LibraryError> {
        let name = random_name();
        let refused = |source| LibraryError::io("write", &beside.path_of(to_be), source);
        let file = beside.begin(name.as_ref()).map_err(refused)?;
        let temporary = Self { beside, name, is_folder: false, is_kept: false };
        fill(file, bytes).map_err(refused)?;
        Ok(temporary)
    }

    /// Writes a file as [`Temporary::file`] does, with the rights, the owner and the attributes of the file whose
    /// place it is to take, which it has before the first byte is written.
    ///
    /// # Errors
    /// [`LibraryError::DiskFull`], or what the operating system refused.
    pub(crate) fn successor(beside: &'a Folder, of: &OsStr, bytes: &[u8]) -> Result<Self, LibraryError> {
        let name = random_name();
        let refused = |source| LibraryError::io("write", &beside.path_of(of), source);
        let predecessor = beside.dir.open_with(of, &reading()).map_err(refused)?;
        let file = beside.begin(name.as_ref()).map_err(refused)?;
        let temporary = Self { beside, name, is_folder: false, is_kept: false };
        attributes::hand_on(&predecessor, &file).map_err(refused)?;
        fill(file, bytes).map_err(refused)?;
        Ok(temporary)
    }

    /// The hidden name.
    pub(crate) fn name(&self) -> &OsStr {
        self.name.as_ref()
    }

    /// Leaves under its hidden name whatever stands there: it may be the only copy of somebody's text. What is kept
    /// is found again by [`Library::clear_leftovers`](crate::folder::Library::clear_leftovers).
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }

    /// Makes an empty folder.
    ///
    /// # Errors
    /// [`LibraryError::DiskFull`], or what the operating system refused.
    pub(crate) fn folder(beside: &'a Folder) -> Result<Self, LibraryError> {
        let name = random_name();
        beside
            .dir
            .create_dir(&name)
            .map_err(|source| LibraryError::io("make a folder in", &beside.path, source))?;
        Ok(Self { beside, name, is_folder: true, is_kept: false })
    }

    /// Enters the folder; messages call it by the path it is to have.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn open(&self, to_be: &Path) -> Result<Folder, LibraryError> {
        let folder = self.beside.step(self.name.as_ref())?;
        Ok(Folder { path: to_be.to_owned(), ..folder })
    }

    /// Gives it the name it is to have, which must be free.
    ///
    /// # Errors
    /// [`LibraryError::Exists`], or what the operating system refused.
    pub(crate) fn place(self, into: &Folder, name: &OsStr) -> Result<(), LibraryError> {
        let (from, own) = (&self.beside.dir, OsStr::new(&self.name));
        match rename_to_free(from, own, &into.dir, name) {
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
                self.place_in_steps(into, name)
            }
            renamed => renamed,
        }
        .map_err(|source| match source.kind() {
            ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => {
                LibraryError::Exists { path: into.path_of(name) }
            }
            _ => LibraryError::io("put in place", &into.path_of(name), source),
        })?;
        into.sync()
    }

    /// Not every file system can tell a free name while it renames. A link to a file is refused where the name is
    /// taken; a folder takes the place of an empty folder at most.
    fn place_in_steps(&self, into: &Folder, name: &OsStr) -> io::Result<()> {
        if self.is_folder {
            self.beside.dir.rename(&self.name, &into.dir, name)
        } else {
            self.beside.dir.hard_link(&self.name, &into.dir, name)
        }
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        let dir = &self.beside.dir;
        let removed =
            if self.is_folder { dir.remove_dir_all(&self.name) } else { dir.remove_file(&self.name) };
        match removed {
            // Renamed, it has left this name.
            Err(error) if error.kind() != ErrorKind::NotFound => {
                let path = self.beside.path_of(self.name.as_ref());
                tracing::warn!(%error, path = %path.display(), "a temporary file stays behind; it may be deleted");
            }
            _ => {}
        }
    }
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// What the name of each temporary file begins with; by the dot no scan takes what it names for a card.
const PREFIX: &str = ".oneup-";

/// Whether [`random_name`] may have given a name.
pub(crate) fn is_temporary(name: &OsStr) -> bool {
    name.to_str().and_then(|name| name.strip_prefix(PREFIX)).is_some_and(|rest| {
        rest.len() == 16 && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// A name that nothing else has.
pub(crate) fn random_name() -> String {
    format!("{PREFIX}{:016x}", RandomState::new().build_hasher().finish())
}

/// Opens a folder by its name, refusing a link even where it took the name a moment ago.
#[cfg(unix)]
fn open_no_link(dir: &Dir, name: &OsStr) -> io::Result<Dir> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = rustix::fs::openat(dir, name, flags, Mode::empty())?;
    Ok(Dir::from_std_file(folder.into()))
}

/// Opens a folder by its name. A link that took the name a moment ago may be followed, yet not out of the library.
#[cfg(not(unix))]
fn open_no_link(dir: &Dir, name: &OsStr) -> io::Result<Dir> {
    dir.open_dir(name)
}

/// Renames in one step that fails where the new name is taken.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub(crate) fn rename_to_free(from: &Dir, old: &OsStr, to: &Dir, new: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::renameat_with(from, old, to, new, rustix::fs::RenameFlags::NOREPLACE)?)
}

/// There is no such step here.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub(crate) fn rename_to_free(_: &Dir, _: &OsStr, _: &Dir, _: &OsStr) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

fn no_folder(path: &Path, metadata: &Metadata) -> LibraryError {
    let what = if metadata.is_symlink() {
        "it is a link, and nothing is written through a link"
    } else {
        "it is a file where a folder is needed"
    };
    LibraryError::io("use", path, io::Error::new(ErrorKind::NotADirectory, what))
}

#[cfg(test)]
mod tests {
    use cap_std::ambient_authority;

    use super::*;

    #[test]
    fn a_taken_name_is_left_as_it_is_and_the_temporary_goes() {
        let place = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(place.path(), ambient_authority()).unwrap();
        let folder = Folder::new(&dir, place.path()).unwrap();
        folder.write("taken.md".as_ref(), b"old").unwrap();
        let placed =
            Temporary::file(&folder, "new.md".as_ref(), b"new").unwrap().place(&folder, "taken.md".as_ref());
        assert!(matches!(placed, Err(LibraryError::Exists { .. })), "{placed:?}");
        Temporary::folder(&folder).unwrap().place(&folder, "taken.md".as_ref()).unwrap_err();
        let steps = Temporary::file(&folder, "new.md".as_ref(), b"new")
            .unwrap()
            .place_in_steps(&folder, "taken.md".as_ref());
        assert_eq!(steps.unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(place.path().join("taken.md")).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1, "no temporary is left");
        Temporary::file(&folder, "new.md".as_ref(), b"new")
            .unwrap()
            .place_in_steps(&folder, "free.md".as_ref())
            .unwrap();
        assert_eq!(std::fs::read(place.path().join("free.md")).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2, "no temporary is left");
    }

    #[test]
    fn only_names_given_here_are_taken_for_temporary() {
        assert!(is_temporary(random_name().as_ref()));
        for other in
            [".oneup", ".oneup-", ".oneup-0123456789abcdeg", ".oneup-0123456789abcdef0", "0123456789abcdef"]
        {
            assert!(!is_temporary(other.as_ref()), "{other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn f1_a_link_that_took_the_name_of_a_folder_is_not_opened() {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir(place.path().join("real")).unwrap();
        std::os::unix::fs::symlink("real", place.path().join("link")).unwrap();
        let dir = Dir::open_ambient_dir(place.path(), ambient_authority()).unwrap();
        assert!(open_no_link(&dir, "real".as_ref()).is_ok());
        assert!(open_no_link(&dir, "link".as_ref()).is_err());
    }
}
