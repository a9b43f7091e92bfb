//! The library folder itself: opened once, and every path afterwards resolved beneath it.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, OpenOptions};

use crate::error::LibraryError;

/// A folder of cards that is open.
///
/// Files are read through a handle on the folder and never through a joined path, so that a link planted inside
/// the library cannot lead a read outside it (threat F1), not even one that is swapped in between a check and the
/// use. Writes go through the same handle.
#[derive(Debug)]
pub struct Library {
    root: PathBuf,
    dir: Dir,
}

/// How much of a file [`Library::read`] returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The file is larger than the limit; only its beginning was read.
    Beginning,
}

impl Library {
    /// Opens an existing folder. Nothing is written.
    ///
    /// # Errors
    /// [`LibraryError::Missing`], [`LibraryError::NotAFolder`], or what the operating system refused.
    pub fn open(root: &Path) -> Result<Self, LibraryError> {
        match fs::metadata(root) {
            Err(source) if source.kind() == io::ErrorKind::NotFound => {
                return Err(LibraryError::Missing { path: root.to_owned() });
            }
            Err(source) => return Err(LibraryError::io("look at", root, source)),
            Ok(metadata) if !metadata.is_dir() => {
                return Err(LibraryError::NotAFolder { path: root.to_owned() });
            }
            Ok(_) => {}
        }
        // A folder that can be entered but not listed would look like an empty library: refuse it here.
        fs::read_dir(root).map_err(|source| LibraryError::io("list", root, source))?;
        let dir = Dir::open_ambient_dir(root, ambient_authority())
            .map_err(|source| LibraryError::io("open", root, source))?;
        Ok(Self { root: root.to_owned(), dir })
    }

    /// Makes the folder where it is missing, with `mine/` and `packs/` in it, and opens it.
    ///
    /// # Errors
    /// What [`Library::open`] returns, or what the operating system refused.
    pub fn create(root: &Path) -> Result<Self, LibraryError> {
        for folder in [root.to_owned(), root.join("mine"), root.join("packs")] {
            fs::create_dir_all(&folder)
                .map_err(|source| LibraryError::io("make the folder", &folder, source))?;
        }
        Self::open(root)
    }

    /// The folder, as it was named when it was opened.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads the file at a path within the library, at most `limit` bytes of it.
    ///
    /// # Errors
    /// What the operating system refused; a link that leads outside the library counts as refused, and so does a
    /// pipe or a device, whose reading may never end.
    pub fn read(&self, path: &str, limit: u64) -> Result<(Vec<u8>, Part), LibraryError> {
        let refused = |source| LibraryError::io("read", &self.root.join(path), source);
        // Looked at before it is opened, since merely opening a device may set it going.
        require_file(&self.dir.metadata(path).map_err(refused)?).map_err(refused)?;
        let file = self.dir.open_with(path, &reading()).map_err(refused)?;
        // And again, in case something else has taken the name meanwhile.
        require_file(&file.metadata().map_err(refused)?).map_err(refused)?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(refused)?;
        if bytes.len() as u64 > limit {
            bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            return Ok((bytes, Part::Beginning));
        }
        Ok((bytes, Part::Whole))
    }

    /// Whether the folder that was opened is still the one at its path: a folder that was deleted, or moved away and
    /// made anew, is not, and nothing written through the handle would be found again.
    pub(crate) fn is_in_place(&self) -> bool {
        let Ok(there) = fs::metadata(&self.root) else { return false };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;

            use cap_std::fs::MetadataExt as _;
            let identity = (there.dev(), there.ino());
            self.dir.dir_metadata().is_ok_and(|opened| (opened.dev(), opened.ino()) == identity)
        }
        #[cfg(not(unix))]
        there.is_dir()
    }

    /// The handle on the folder, for the verbs of this crate that write.
    pub(crate) fn dir(&self) -> &Dir {
        &self.dir
    }
}

/// How a file is opened: a pipe without a writer does not hold the opening up.
pub(crate) fn reading() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use cap_std::fs::OpenOptionsExt;
        // The bits are few; the type is signed for historical reasons only.
        if let Ok(flags) = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()) {
            options.custom_flags(flags);
        }
    }
    options
}

fn require_file(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "it is a folder, pipe, socket or device, not an ordinary file",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_and_a_file_are_told_apart() {
        let place = tempfile::tempdir().unwrap();
        let missing = place.path().join("nowhere");
        assert!(matches!(Library::open(&missing), Err(LibraryError::Missing { path }) if path == missing));
        let file = place.path().join("note.md");
        fs::write(&file, "x").unwrap();
        assert!(matches!(Library::open(&file), Err(LibraryError::NotAFolder { path }) if path == file));
    }

    #[test]
    fn opening_a_folder_writes_nothing_into_it() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.md"), "# A").unwrap();
        let library = Library::open(place.path()).unwrap();
        library.scan().unwrap();
        let names: Vec<_> = fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["a.md"]);
    }

    #[test]
    fn a_large_file_is_read_up_to_the_limit_only() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("big.md"), vec![b'x'; 1000]).unwrap();
        let library = Library::open(place.path()).unwrap();
        assert_eq!(library.read("big.md", 1000).unwrap().1, Part::Whole);
        let (bytes, part) = library.read("big.md", 999).unwrap();
        assert_eq!((bytes.len(), part), (999, Part::Beginning));
    }

    #[cfg(unix)]
    #[test]
    fn f1_a_link_that_leads_outside_is_not_read() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let place = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.md"), place.path().join("out.md")).unwrap();
        let library = Library::open(place.path()).unwrap();
        assert!(library.read("out.md", 100).is_err());
        assert!(library.read("../secret.md", 100).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_or_a_device_is_refused_and_never_waited_for() {
        let place = tempfile::tempdir().unwrap();
        let pipe = place.path().join("pack.toml");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        std::os::unix::fs::symlink("pack.toml", place.path().join("link.md")).unwrap();
        let root = place.path().to_owned();
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let library = Library::open(&root).unwrap();
            for path in ["pack.toml", "link.md", "."] {
                sender.send(library.read(path, 100).unwrap_err().to_string()).unwrap();
            }
            // Even where it takes the name after the first look, opening it does not block.
            sender
                .send(library.dir.open_with("pack.toml", &reading()).map(|_| "opened".into()).unwrap())
                .unwrap();
        });
        let next = || receiver.recv_timeout(std::time::Duration::from_secs(10)).expect("no waiting");
        for _ in 0..3 {
            let message = next();
            assert!(message.contains("not an ordinary file"), "{message}");
        }
        assert_eq!(next(), "opened");
    }
}
