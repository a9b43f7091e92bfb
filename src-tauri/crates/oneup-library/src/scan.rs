//! Lists every file of the library that may be a card, and every one that was passed over, with the reason.
//!
//! A scan reads names and times only, never contents, so that ten thousand files take milliseconds. Folders and
//! files whose name begins with a dot (`.oneup`, `.git`, `.obsidian`) belong to programs and are left out in
//! silence; so is everything that does not end in `.md`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use crate::error::LibraryError;
use crate::folder::Library;
use crate::links::Links;
use crate::stamp::Stamp;

/// Folders nested deeper than this are reported and not entered.
pub(crate) const DEEPEST: usize = 64;

/// What a look at the whole folder found.
#[derive(Debug, Default)]
pub struct Scan {
    /// The files that may be cards, ordered by path.
    pub files: Vec<FileEntry>,
    /// What was passed over, each with the reason.
    pub skipped: Vec<Skipped>,
}

/// A file that may be a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// The path within the library, with `/` between its parts.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// What changes whenever the file does.
    pub stamp: Stamp,
}

/// Something in the library that is not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The path within the library, as far as it can be written.
    pub path: String,
    /// One sentence: what is wrong, and what would mend it.
    pub why: String,
}

impl Library {
    /// Looks at the whole folder.
    ///
    /// # Errors
    /// Only where the folder itself is gone or cannot be listed: a part of it that cannot be read is reported
    /// among `skipped`, so that one bad folder never hides the rest.
    pub fn scan(&self) -> Result<Scan, LibraryError> {
        // Nobody sets this one, so that a scan that was cut off cannot come back.
        Ok(self.scan_until(&AtomicBool::new(false))?.unwrap_or_default())
    }

    /// Looks at the whole folder as [`Library::scan`] does; `None` once `stop` is set. Half a scan is not handed
    /// out: whoever compared it with what was there before would take the other half for deleted.
    ///
    /// # Errors
    /// Those of [`Library::scan`].
    pub fn scan_until(&self, stop: &AtomicBool) -> Result<Option<Scan>, LibraryError> {
        let root = self.root();
        if !root.is_dir() {
            return Err(LibraryError::Missing { path: root.to_owned() });
        }
        let mut links = Links::within(root).map_err(|source| LibraryError::io("resolve", root, source))?;
        let now = SystemTime::now();
        let mut scan = Scan::default();
        let mut walk = WalkDir::new(root).follow_links(true).min_depth(1).max_depth(DEEPEST).into_iter();
        while let Some(entry) = walk.next() {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            match entry {
                Ok(entry) => {
                    if !take(&mut scan, root, &entry, &mut links, now) && entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Err(error) if error.depth() == 0 => return Err(root_error(root, error)),
                Err(error) => scan.skipped.push(skipped_by(root, &error)),
            }
        }
        scan.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        scan.skipped.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(Some(scan))
    }

    /// Looks at single paths that may have changed: the files among them that are there now, and the paths at
    /// which there is none any more. Paths that a full scan would leave out are left out here too.
    #[must_use]
    pub fn look_at(&self, paths: &[PathBuf]) -> (Vec<FileEntry>, Vec<String>) {
        let now = SystemTime::now();
        let (mut there, mut gone) = (Vec::new(), Vec::new());
        for path in paths {
            let Some(relative) = relative(self.root(), path) else { continue };
            if !is_card_name(path) || relative.split('/').any(|part| part.starts_with('.')) {
                continue;
            }
            match std::fs::symlink_metadata(path) {
                Ok(metadata) if metadata.is_file() => there.push(FileEntry {
                    path: relative,
                    size: metadata.len(),
                    stamp: Stamp::of(&metadata, now),
                }),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => gone.push(relative),
                // A folder, a link, or something that may not be looked at: the scan that follows says what it is.
                Ok(_) | Err(_) => {}
            }
        }
        (there, gone)
    }
}

/// Takes one entry of the walk into the scan; `false` where a folder is not to be entered.
fn take(scan: &mut Scan, root: &Path, entry: &DirEntry, links: &mut Links, now: SystemTime) -> bool {
    let is_folder = entry.file_type().is_dir();
    if is_hidden(entry.file_name()) || !(is_folder || is_card_name(entry.path())) {
        return false;
    }
    if let Some(why) = links.refuse(entry) {
        scan.skipped.push(Skipped { path: written(root, entry.path()), why: why.to_owned() });
        return false;
    }
    if is_folder {
        if entry.depth() == DEEPEST {
            scan.skipped.push(Skipped {
                path: written(root, entry.path()),
                why: format!("is nested more than {DEEPEST} folders deep; move it further up"),
            });
        }
        return true;
    }
    let Some(path) = relative(root, entry.path()) else {
        scan.skipped.push(Skipped {
            path: written(root, entry.path()),
            why: "has a name that is not valid Unicode; rename the file".to_owned(),
        });
        return true;
    };
    if !entry.file_type().is_file() {
        scan.skipped.push(Skipped {
            path,
            why: "is not an ordinary file (a pipe, socket or device); take it out of the library".to_owned(),
        });
        return true;
    }
    match entry.metadata() {
        Ok(metadata) => {
            scan.files.push(FileEntry { path, size: metadata.len(), stamp: Stamp::of(&metadata, now) });
        }
        Err(error) => scan.skipped.push(skipped_by(root, &error)),
    }
    true
}

/// Whether a file of this name may be a card.
pub(crate) fn is_card_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// Whether a name belongs to a program, as `.git` does.
pub(crate) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// The path within the library with `/` between its parts; `None` where it is outside or not valid Unicode.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

/// The path within the library as far as it can be written.
pub(crate) fn written(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

pub(crate) fn skipped_by(root: &Path, error: &walkdir::Error) -> Skipped {
    let path = error.path().map_or_else(String::new, |path| written(root, path));
    if let Some(ancestor) = error.loop_ancestor() {
        let ancestor = written(root, ancestor);
        let ancestor = if ancestor.is_empty() { "the library folder itself" } else { ancestor.as_str() };
        return Skipped { path, why: format!("is a link back to {ancestor}, a circle; remove the link") };
    }
    let why = match error.io_error() {
        Some(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
            "may not be read; give yourself the right to read it".to_owned()
        }
        Some(source) if source.kind() == std::io::ErrorKind::NotFound => {
            "is a link that leads nowhere; remove the link or bring its target back".to_owned()
        }
        Some(source) => format!("could not be looked at ({source}); check the disk"),
        None => "could not be looked at; check the disk".to_owned(),
    };
    Skipped { path, why }
}

fn root_error(root: &Path, error: walkdir::Error) -> LibraryError {
    match error.into_io_error() {
        Some(source) if source.kind() == std::io::ErrorKind::NotFound => {
            LibraryError::Missing { path: root.to_owned() }
        }
        Some(source) => LibraryError::io("list", root, source),
        None => LibraryError::NotAFolder { path: root.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn paths(scan: &Scan) -> Vec<&str> {
        scan.files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn finds_markdown_and_leaves_out_what_belongs_to_programs() {
        let place = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("b.md", "b"),
            ("mine/a.MD", "a"),
            ("mine/picture.png", "x"),
            (".obsidian/workspace.md", "x"),
            (".oneup/base/core/a.md", "x"),
            ("mine/.hidden.md", "x"),
        ] {
            let file = place.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let scan = Library::open(place.path()).unwrap().scan().unwrap();
        assert_eq!(paths(&scan), ["b.md", "mine/a.MD"]);
        assert_eq!(scan.skipped, []);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn f7_odd_names_are_listed_or_reported() {
        use std::os::unix::ffi::OsStrExt;
        let place = tempfile::tempdir().unwrap();
        for name in ["😀.md", "two\nlines.md", "-rf.md", "a b.md"] {
            fs::write(place.path().join(name), "x").unwrap();
        }
        fs::write(place.path().join(std::ffi::OsStr::from_bytes(b"bad\xff.md")), "x").unwrap();
        let scan = Library::open(place.path()).unwrap().scan().unwrap();
        assert_eq!(scan.files.len(), 4);
        assert_eq!(scan.skipped.len(), 1);
        assert!(scan.skipped[0].why.contains("not valid Unicode"));
    }

    #[test]
    fn look_at_tells_what_is_there_and_what_is_gone() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.md"), "x").unwrap();
        let library = Library::open(place.path()).unwrap();
        let (there, gone) = library.look_at(&[
            place.path().join("a.md"),
            place.path().join("b.md"),
            place.path().join(".git/c.md"),
            place.path().join("d.txt"),
            PathBuf::from("/elsewhere/e.md"),
        ]);
        assert_eq!(there.len(), 1);
        assert_eq!(gone, ["b.md"]);
    }

    #[test]
    fn a_scan_that_is_told_to_stop_hands_out_nothing() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.md"), "x").unwrap();
        let library = Library::open(place.path()).unwrap();
        assert!(library.scan_until(&AtomicBool::new(true)).unwrap().is_none());
        assert_eq!(library.scan_until(&AtomicBool::new(false)).unwrap().unwrap().files.len(), 1);
    }
}
