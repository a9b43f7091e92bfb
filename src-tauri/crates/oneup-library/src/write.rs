//! Writes new files so that a crash, a full disk or another program leaves the whole file or none.
//!
//! A file is written beside its place, flushed to the disk and then linked into place under its name only where
//! that name is still free: nothing that exists is ever overwritten from here. How an existing file is replaced is
//! told in `replace.rs`, how it is moved or removed in `withdraw.rs`.

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::beneath::{Folder, Temporary};
use crate::error::LibraryError;
use crate::folder::Library;

/// One file of a pack, as it is to be laid out.
#[derive(Debug, Clone)]
pub struct PackFile<'a> {
    /// The path within the pack folder, with `/` between its parts.
    pub path: &'a str,
    /// The contents.
    pub bytes: &'a [u8],
}

impl Library {
    /// Writes a new file at a path within the library, folders included, and returns where it stands.
    ///
    /// # Errors
    /// [`LibraryError::Exists`] where a file of that name is there, [`LibraryError::Outside`] for a path that
    /// leaves the library, [`LibraryError::DiskFull`], [`LibraryError::Io`] for a path through a link, or what the
    /// operating system refused.
    pub fn create_file(&self, path: &str, bytes: &[u8]) -> Result<PathBuf, LibraryError> {
        let relative = inside(path)?;
        let (parent, name) = split(&relative, path)?;
        let folder = self.folder()?.enter(parent)?;
        folder.require_free(name)?;
        Temporary::file(&folder, name, bytes)?.place(&folder, name)?;
        Ok(self.root().join(&relative))
    }

    /// Makes a folder at a path within the library; one that is there stays.
    ///
    /// # Errors
    /// Those of [`Library::create_file`].
    pub fn create_folder(&self, path: &str) -> Result<(), LibraryError> {
        self.folder()?.enter(&inside(path)?).map(drop)
    }

    /// Takes a folder away again that is empty; one that holds something by now, or is gone, stays as it is.
    ///
    /// # Errors
    /// [`LibraryError::Outside`] for a path that leaves the library, or what the operating system refused.
    pub fn take_back_folder(&self, path: &str) -> Result<(), LibraryError> {
        let (folder, name) = match self.place_of(path) {
            Err(LibraryError::Gone { .. }) => return Ok(()),
            place => place?,
        };
        match folder.dir.remove_dir(&name) {
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty | ErrorKind::NotADirectory
                ) =>
            {
                Ok(())
            }
            removed => removed.map_err(|source| LibraryError::io("remove", &folder.path_of(&name), source)),
        }
    }

    /// Adds a pack: its files under `packs/<pack>/`, and the same files as a pristine copy under
    /// `.oneup/base/<pack>/`. Either the whole pack appears or nothing does.
    ///
    /// # Errors
    /// [`LibraryError::Exists`] where the pack folder is there (it may hold the rep's own edits), and the errors
    /// of [`Library::create_file`].
    pub fn add_pack(&self, pack: &str, files: &[PackFile<'_>]) -> Result<PathBuf, LibraryError> {
        let relative = inside(pack)?;
        let name = match relative.file_name() {
            Some(name) if name == relative => name,
            _ => return Err(LibraryError::Outside { path: pack.to_owned() }),
        };
        let packs = self.folder()?.enter(Path::new("packs"))?;
        packs.require_free(name)?;
        let base = self.folder()?.enter(&Path::new(".oneup").join("base"))?;
        // Both copies are complete and on the disk before either takes its name.
        let staged_base = stage(&base, &base.path_of(name), files)?;
        let staged_pack = stage(&base, &packs.path_of(name), files)?;
        base.clear(name)?;
        staged_base.place(&base, name)?;
        if let Err(error) = staged_pack.place(&packs, name) {
            base.clear(name)?;
            return Err(error);
        }
        Ok(packs.path_of(name))
    }

    /// The folder of the library, for the verbs that write.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn folder(&self) -> Result<Folder, LibraryError> {
        Folder::new(self.dir(), self.root())
    }

    /// The folder that holds the file at a path, which must be there, and the name of the file in it.
    ///
    /// # Errors
    /// [`LibraryError::Missing`] where the library itself is gone, [`LibraryError::Gone`] where only this folder is,
    /// [`LibraryError::Outside`] for a path that leaves the library, or what the operating system refused.
    pub(crate) fn place_of(&self, path: &str) -> Result<(Folder, OsString), LibraryError> {
        let relative = inside(path)?;
        let (parent, name) = split(&relative, path)?;
        match self.folder()?.find(parent) {
            Ok(folder) => Ok((folder, name.to_owned())),
            Err(LibraryError::Gone { .. }) => Err(self.gone(path)),
            Err(error) => Err(error),
        }
    }

    /// Says of a file that is gone whether the library went with it.
    pub(crate) fn gone(&self, path: &str) -> LibraryError {
        if self.is_in_place() {
            return LibraryError::Gone { path: self.root().join(path) };
        }
        LibraryError::Missing { path: self.root().to_owned() }
    }
}

/// Writes all files into a fresh folder, which messages name as it is to be; a failure takes it away again.
fn stage<'a>(
    beside: &'a Folder,
    to_be: &Path,
    files: &[PackFile<'_>],
) -> Result<Temporary<'a>, LibraryError> {
    let staged = Temporary::folder(beside)?;
    for file in files {
        let relative = inside(file.path)?;
        let (parent, name) = split(&relative, file.path)?;
        staged.open(to_be)?.enter(parent)?.write(name, file.bytes)?;
    }
    Ok(staged)
}

/// The folder of a path and the name in it.
///
/// # Errors
/// [`LibraryError::Outside`] where it has no name.
pub(crate) fn split<'a>(relative: &'a Path, path: &str) -> Result<(&'a Path, &'a OsStr), LibraryError> {
    let outside = || LibraryError::Outside { path: path.to_owned() };
    relative.parent().zip(relative.file_name()).ok_or_else(outside)
}

/// A path within the library: no root, no `..`, not empty, no program's folder.
///
/// # Errors
/// [`LibraryError::Outside`] for any other.
pub(crate) fn inside(path: &str) -> Result<PathBuf, LibraryError> {
    let outside = || LibraryError::Outside { path: path.to_owned() };
    let candidate = Path::new(path);
    let plain = candidate.components().all(|part| match part {
        Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
        _ => false,
    });
    if path.is_empty() || path.contains('\\') || path.contains('\0') || !plain {
        return Err(outside());
    }
    Ok(candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_new_file_is_whole_and_an_old_one_stays() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let path = library.create_file("mine/forces/a.md", b"first").unwrap();
        assert!(matches!(
            library.create_file("mine/forces/a.md", b"second"),
            Err(LibraryError::Exists { .. })
        ));
        assert_eq!(fs::read(path).unwrap(), b"first");
        let left: Vec<_> = fs::read_dir(place.path().join("mine/forces")).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing else is left behind");
    }

    #[test]
    fn a1_paths_that_leave_the_library_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(&place.path().join("library")).unwrap();
        for path in
            ["../x.md", "/etc/x.md", "a/../../x.md", "a\\..\\x.md", "", ".git/x.md", "a/\0.md", "./x.md"]
        {
            let refused = library.create_file(path, b"x");
            assert!(matches!(refused, Err(LibraryError::Outside { .. })), "{path:?} gave {refused:?}");
        }
        let refused = library.add_pack("a/b", &[]);
        assert!(matches!(refused, Err(LibraryError::Outside { .. })), "{refused:?}");
        assert!(!place.path().join("x.md").exists());
    }

    #[cfg(unix)]
    #[test]
    fn f1_a_folder_link_that_leads_outside_is_not_written_through() {
        let outside = tempfile::tempdir().unwrap();
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        std::os::unix::fs::symlink(outside.path(), place.path().join("mine/out")).unwrap();
        assert!(library.create_file("mine/out/x.md", b"x").is_err());
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_pack_appears_whole_with_its_pristine_copy() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let files = [PackFile { path: "a.md", bytes: b"a" }, PackFile { path: "sub/b.md", bytes: b"b" }];
        library.add_pack("core", &files).unwrap();
        for root in ["packs/core", ".oneup/base/core"] {
            assert_eq!(fs::read(place.path().join(root).join("sub/b.md")).unwrap(), b"b");
        }
        assert!(matches!(library.add_pack("core", &files), Err(LibraryError::Exists { .. })));
        let bad = [PackFile { path: "good.md", bytes: b"a" }, PackFile { path: "../bad.md", bytes: b"b" }];
        assert!(library.add_pack("other", &bad).is_err());
        assert!(!place.path().join("packs/other").exists());
        assert_eq!(fs::read_dir(place.path().join(".oneup/base")).unwrap().count(), 1, "no leftovers");
    }

    #[cfg(unix)]
    #[test]
    fn f1_no_pack_is_written_or_replaced_through_a_link() {
        for link in ["packs", ".oneup", ".oneup/base", ".oneup/base/core"] {
            // Once to another place, once within the library.
            for is_outside in [true, false] {
                let place = tempfile::tempdir().unwrap();
                let root = place.path().join("library");
                let library = Library::create(&root).unwrap();
                let elsewhere = if is_outside { place.path().join("else") } else { root.join("mine/else") };
                let precious = [elsewhere.join("precious"), elsewhere.join("core/precious")];
                fs::create_dir_all(elsewhere.join("base/core")).unwrap();
                fs::create_dir_all(elsewhere.join("core")).unwrap();
                fs::write(elsewhere.join("base/core/precious"), "x").unwrap();
                for file in &precious {
                    fs::write(file, "x").unwrap();
                }
                let link = root.join(link);
                fs::create_dir_all(link.parent().unwrap()).unwrap();
                if link.is_dir() {
                    fs::remove_dir(&link).unwrap();
                }
                std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
                let refused = library.add_pack("core", &[PackFile { path: "a.md", bytes: b"a" }]);
                let error = refused.expect_err("a refusal");
                // Where the folder named `packs` is the link, it is told before anything is looked at in it.
                assert!(error.to_string().contains("it is a link"), "{}: {error}", link.display());
                assert!(error.remedy().contains("Put a folder in its place"), "{}", error.remedy());
                assert!(precious.iter().all(|file| file.exists()), "{}", link.display());
                assert!(elsewhere.join("base/core/precious").exists(), "{}", link.display());
                assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 3, "{}", link.display());
                assert!(fs::symlink_metadata(root.join("packs/core")).is_err() || link.ends_with("packs"));
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn f1_a_link_within_the_library_is_not_written_through_either() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        std::os::unix::fs::symlink("../packs", place.path().join("mine/in")).unwrap();
        let error = library.create_file("mine/in/x.md", b"x").unwrap_err();
        assert!(error.to_string().contains("it is a link"), "{error}");
        assert_eq!(fs::read_dir(place.path().join("packs")).unwrap().count(), 0);
    }

    #[test]
    fn a_file_where_a_folder_is_needed_is_not_taken_for_a_card_that_is_there() {
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        fs::write(place.path().join("mine/a"), "x").unwrap();
        for error in [
            library.create_file("mine/a/b.md", b"x").unwrap_err(),
            LibraryError::io("make the folder", place.path(), std::io::ErrorKind::AlreadyExists.into()),
        ] {
            assert!(matches!(error, LibraryError::Io { .. }), "{error:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_as_readable_as_any_other() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        let path = library.create_file("mine/a.md", b"x").unwrap();
        fs::write(place.path().join("plain"), "x").unwrap();
        let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode(&path), mode(&place.path().join("plain")));
    }
}
