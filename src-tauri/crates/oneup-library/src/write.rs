//! Writes new files so that a crash, a full disk or another program leaves the whole file or none.
//!
//! A file is written beside its place, flushed to the disk and then linked into place under its name only where
//! that name is still free: nothing that exists is ever overwritten from here. Editing existing cards is not part
//! of this file on purpose; it merges.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

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
    /// leaves the library, [`LibraryError::DiskFull`], or what the operating system refused.
    pub fn create_file(&self, path: &str, bytes: &[u8]) -> Result<PathBuf, LibraryError> {
        let relative = inside(path)?;
        let full = self.root().join(&relative);
        if let Some(folder) = relative.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            self.dir()
                .create_dir_all(folder)
                .map_err(|source| LibraryError::io("make the folder", &self.root().join(folder), source))?;
        }
        write_new(&full, bytes)?;
        Ok(full)
    }

    /// Adds a pack: its files under `packs/<pack>/`, and the same files as a pristine copy under
    /// `.oneup/base/<pack>/`. Either the whole pack appears or nothing does.
    ///
    /// # Errors
    /// [`LibraryError::Exists`] where the pack folder is there (it may hold the rep's own edits), and the errors
    /// of [`Library::create_file`].
    pub fn add_pack(&self, pack: &str, files: &[PackFile<'_>]) -> Result<PathBuf, LibraryError> {
        let name = inside(pack)?;
        let target = self.root().join("packs").join(&name);
        if fs::symlink_metadata(&target).is_ok() {
            return Err(LibraryError::Exists { path: target });
        }
        let base = self.root().join(".oneup").join("base");
        for folder in [&base, &self.root().join("packs")] {
            fs::create_dir_all(folder)
                .map_err(|source| LibraryError::io("make the folder", folder, source))?;
        }
        // Both copies are complete and on the disk before either takes its name.
        let staged_base = stage(&base, files)?;
        let staged_pack = stage(&base, files)?;
        let pristine = base.join(&name);
        if pristine.exists() {
            fs::remove_dir_all(&pristine).map_err(|source| LibraryError::io("replace", &pristine, source))?;
        }
        settle(staged_base, &pristine)?;
        settle(staged_pack, &target)?;
        Ok(target)
    }
}

/// Writes all files into a fresh folder beside their place; a failure takes the folder away again.
fn stage(beside: &Path, files: &[PackFile<'_>]) -> Result<tempfile::TempDir, LibraryError> {
    let staged = tempfile::Builder::new()
        .prefix(".incoming-")
        .tempdir_in(beside)
        .map_err(|source| LibraryError::io("make a folder in", beside, source))?;
    for file in files {
        let path = staged.path().join(inside(file.path)?);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .map_err(|source| LibraryError::io("make the folder", folder, source))?;
        }
        write_new(&path, file.bytes)?;
    }
    Ok(staged)
}

/// Gives a staged folder its name.
fn settle(staged: tempfile::TempDir, target: &Path) -> Result<(), LibraryError> {
    fs::rename(staged.path(), target).map_err(|source| LibraryError::io("put in place", target, source))?;
    // The folder has moved: there is nothing left for the guard to take away.
    let _moved = staged.keep();
    sync_folder(target)
}

/// Writes a file that must not exist yet: beside it, flushed, then under its name.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), LibraryError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let refused = |source| LibraryError::io("write", path, source);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oneup-");
    // A temporary file is private by default; a card is readable as the user's other files are.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut beside = builder.tempfile_in(folder).map_err(refused)?;
    beside.write_all(bytes).map_err(refused)?;
    beside.as_file().sync_all().map_err(refused)?;
    beside.persist_noclobber(path).map_err(|error| refused(error.error))?;
    sync_folder(path)
}

/// Flushes the folder that holds a path, so that the name itself survives a power cut.
fn sync_folder(path: &Path) -> Result<(), LibraryError> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| LibraryError::io("flush", folder, source))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// A path within the library: no root, no `..`, not empty, no program's folder.
fn inside(path: &str) -> Result<PathBuf, LibraryError> {
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
            assert!(
                matches!(refused, Err(LibraryError::Outside { .. })) || path == "./x.md",
                "{path:?} gave {refused:?}"
            );
        }
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
}
