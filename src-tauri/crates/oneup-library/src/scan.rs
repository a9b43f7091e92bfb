//! Lists every file of the library that may be a card, and every one that was passed over, with the reason.
//!
//! A scan reads names and times only, never contents, so that ten thousand files take milliseconds. Folders and
//! files whose name begins with a dot (`.oneup`, `.git`, `.obsidian`) belong to programs and are left out in
//! silence; so is everything that does not end in `.md`.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use crate::error::LibraryError;
use crate::folder::Library;

/// Folders nested deeper than this are reported and not entered.
const DEEPEST: usize = 64;

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

/// What the file system says about a file's last change, folded into one number.
///
/// It covers the times of the last change of contents and of the entry, the size and the identity of the file.
/// Two equal settled stamps mean an unchanged file. A stamp is *unsettled* while the file was changed so shortly
/// before it was taken that another change could leave the same times; such a file is read again next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp(pub u64);

impl Stamp {
    /// The stamp that equals no other file's: read the file again.
    pub const UNSETTLED: Self = Self(0);

    /// Whether a later equal stamp proves that the file is unchanged.
    #[must_use]
    pub fn is_settled(self) -> bool {
        self != Self::UNSETTLED
    }

    fn of(metadata: &Metadata, now: SystemTime) -> Self {
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        let mut last = modified;
        let mut hasher = DefaultHasher::new();
        (modified, metadata.len()).hash(&mut hasher);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            (metadata.ctime(), metadata.ctime_nsec(), metadata.dev(), metadata.ino()).hash(&mut hasher);
            let changed = Duration::new(
                u64::try_from(metadata.ctime()).unwrap_or(0),
                u32::try_from(metadata.ctime_nsec()).unwrap_or(0),
            );
            last = last.max(UNIX_EPOCH + changed);
        }
        // A file system that keeps whole seconds (or two, as FAT does) shows it by their fractions.
        let whole_seconds = last.duration_since(UNIX_EPOCH).is_ok_and(|since| since.subsec_nanos() == 0);
        let grain = if whole_seconds { Duration::from_secs(2) } else { Duration::from_millis(20) };
        match now.duration_since(last) {
            Ok(age) if age > grain => Self(hasher.finish().max(1)),
            _ => Self::UNSETTLED,
        }
    }
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
        let root = self.root();
        if !root.is_dir() {
            return Err(LibraryError::Missing { path: root.to_owned() });
        }
        let real_root =
            std::fs::canonicalize(root).map_err(|source| LibraryError::io("resolve", root, source))?;
        let now = SystemTime::now();
        let mut scan = Scan::default();
        let mut leads_out = Vec::new();
        let walk =
            WalkDir::new(root).follow_links(true).max_depth(DEEPEST).into_iter().filter_entry(|entry| {
                if entry.depth() == 0 {
                    return true;
                }
                if entry.file_name().to_string_lossy().starts_with('.') {
                    return false;
                }
                if entry.path_is_symlink() && !stays_inside(entry.path(), &real_root) {
                    leads_out.push(entry.path().to_owned());
                    return false;
                }
                true
            });
        for entry in walk {
            match entry {
                Ok(entry) if entry.depth() == 0 => {}
                Ok(entry) => take(&mut scan, root, &entry, now),
                Err(error) if error.depth() == 0 => return Err(root_error(root, error)),
                Err(error) => scan.skipped.push(skipped_by(root, &error)),
            }
        }
        scan.skipped.extend(leads_out.into_iter().map(|path| Skipped {
            path: written(root, &path),
            why: "is a link that leads outside the library; put the file itself into the library".to_owned(),
        }));
        scan.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        scan.skipped.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(scan)
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

/// Takes one entry of the walk into the scan.
fn take(scan: &mut Scan, root: &Path, entry: &DirEntry, now: SystemTime) {
    if entry.file_type().is_dir() {
        if entry.depth() == DEEPEST {
            scan.skipped.push(Skipped {
                path: written(root, entry.path()),
                why: format!("is nested more than {DEEPEST} folders deep; move it further up"),
            });
        }
        return;
    }
    if !is_card_name(entry.path()) {
        return;
    }
    let Some(path) = relative(root, entry.path()) else {
        scan.skipped.push(Skipped {
            path: written(root, entry.path()),
            why: "has a name that is not valid Unicode; rename the file".to_owned(),
        });
        return;
    };
    if !entry.file_type().is_file() {
        scan.skipped.push(Skipped {
            path,
            why: "is not an ordinary file (a pipe, socket or device); take it out of the library".to_owned(),
        });
        return;
    }
    match entry.metadata() {
        Ok(metadata) => {
            scan.files.push(FileEntry { path, size: metadata.len(), stamp: Stamp::of(&metadata, now) });
        }
        Err(error) => scan.skipped.push(skipped_by(root, &error)),
    }
}

/// Whether a link's target lies inside the library. A dangling link stays, so that the walk reports it.
fn stays_inside(link: &Path, real_root: &Path) -> bool {
    std::fs::canonicalize(link).map_or(true, |target| target.starts_with(real_root))
}

fn is_card_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// The path within the library with `/` between its parts; `None` where it is outside or not valid Unicode.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

/// The path within the library as far as it can be written.
fn written(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

fn skipped_by(root: &Path, error: &walkdir::Error) -> Skipped {
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

    #[cfg(unix)]
    #[test]
    fn a_circle_of_links_is_reported_and_the_rest_is_found() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("a/b")).unwrap();
        fs::write(place.path().join("a/b/card.md"), "x").unwrap();
        std::os::unix::fs::symlink("..", place.path().join("a/b/up")).unwrap();
        std::os::unix::fs::symlink("nowhere.md", place.path().join("dead.md")).unwrap();
        let scan = Library::open(place.path()).unwrap().scan().unwrap();
        assert_eq!(paths(&scan), ["a/b/card.md"]);
        assert_eq!(scan.skipped.len(), 2);
        assert_eq!(scan.skipped[0].path, "a/b/up");
        assert!(scan.skipped[0].why.contains("circle"), "{}", scan.skipped[0].why);
        assert!(scan.skipped[1].why.contains("leads nowhere"), "{}", scan.skipped[1].why);
    }

    #[cfg(unix)]
    #[test]
    fn f1_links_that_lead_outside_are_reported_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let place = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), place.path().join("folder")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.md"), place.path().join("file.md")).unwrap();
        let scan = Library::open(place.path()).unwrap().scan().unwrap();
        assert_eq!(paths(&scan), [] as [&str; 0]);
        assert_eq!(scan.skipped.iter().map(|s| s.path.as_str()).collect::<Vec<_>>(), ["file.md", "folder"]);
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
    fn a_fresh_file_is_unsettled_and_settles() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.md"), "x").unwrap();
        let library = Library::open(place.path()).unwrap();
        let metadata = fs::metadata(place.path().join("a.md")).unwrap();
        assert!(!Stamp::of(&metadata, metadata.modified().unwrap()).is_settled());
        std::thread::sleep(Duration::from_millis(60));
        let first = library.scan().unwrap().files[0].stamp;
        assert!(first.is_settled());
        assert_eq!(library.scan().unwrap().files[0].stamp, first);
        fs::write(place.path().join("a.md"), "y").unwrap();
        std::thread::sleep(Duration::from_millis(60));
        assert_ne!(library.scan().unwrap().files[0].stamp, first, "same size, other contents");
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
}
