//! Decides which links a scan follows: none that leads outside the library, and none to what the scan finds anyway.
//!
//! A folder is found by its own name first, so a link to it adds nothing, and links to links multiply: thirty
//! folders with two links each to the next make a billion paths. A link is followed only where it leads to what
//! the scan would otherwise leave out (as git-annex keeps its files below `.git`), and there once.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use walkdir::DirEntry;

use crate::scan::{DEEPEST, is_card_name, is_hidden};

const OUTSIDE: &str = "is a link that leads outside the library; put the file itself into the library";
const NOWHERE: &str = "is a link that leads nowhere; remove the link or bring its target back";
const FOLDER_AGAIN: &str = "is a link that leads to a folder that is already in the library; remove the link";
const FILE_AGAIN: &str = "is a link that leads to a file that is already in the library; remove the link";

/// What the links of one scan have led to so far.
#[derive(Debug)]
pub(crate) struct Links {
    real_root: PathBuf,
    reached: HashSet<PathBuf>,
    /// The depth of the link below which the walk is now.
    below: Option<usize>,
}

impl Links {
    /// Begins a scan of the folder.
    ///
    /// # Errors
    /// What the operating system said where the folder cannot be resolved.
    pub(crate) fn within(root: &Path) -> io::Result<Self> {
        Ok(Self { real_root: fs::canonicalize(root)?, reached: HashSet::new(), below: None })
    }

    /// Says why an entry of the walk is not to be taken; `None` where it is. Entries come in the order of the walk.
    ///
    /// What is no link and not below one costs nothing here: an ordinary library has no links.
    pub(crate) fn refuse(&mut self, entry: &DirEntry) -> Option<&'static str> {
        if self.below.is_some_and(|depth| entry.depth() <= depth) {
            self.below = None;
        }
        if self.below.is_none() && !entry.path_is_symlink() {
            return None;
        }
        let Ok(real) = fs::canonicalize(entry.path()) else { return Some(NOWHERE) };
        let Ok(inside) = real.strip_prefix(&self.real_root) else { return Some(OUTSIDE) };
        let is_folder = entry.file_type().is_dir();
        if is_found_anyway(inside, is_folder) || !self.reached.insert(real) {
            return Some(if is_folder { FOLDER_AGAIN } else { FILE_AGAIN });
        }
        if is_folder && self.below.is_none() {
            self.below = Some(entry.depth());
        }
        None
    }
}

/// Whether the walk comes to a real path without any link.
fn is_found_anyway(inside: &Path, is_folder: bool) -> bool {
    let depth = inside.components().count();
    let is_entered = if is_folder { depth < DEEPEST } else { depth <= DEEPEST && is_card_name(inside) };
    is_entered && !inside.iter().any(is_hidden)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::folder::Library;
    use crate::scan::Scan;

    fn paths(scan: &Scan) -> Vec<&str> {
        scan.files.iter().map(|file| file.path.as_str()).collect()
    }

    fn skipped(scan: &Scan) -> Vec<(&str, &str)> {
        scan.skipped.iter().map(|skipped| (skipped.path.as_str(), skipped.why.as_str())).collect()
    }

    #[test]
    fn a_circle_of_links_is_reported_and_the_rest_is_found() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("a/b")).unwrap();
        fs::write(place.path().join("a/b/card.md"), "x").unwrap();
        symlink("..", place.path().join("a/b/up")).unwrap();
        symlink("nowhere.md", place.path().join("dead.md")).unwrap();
        let scan = Library::open(place.path()).unwrap().scan().unwrap();
        assert_eq!(paths(&scan), ["a/b/card.md"]);
        assert_eq!(scan.skipped.len(), 2);
        assert_eq!(scan.skipped[0].path, "a/b/up");
        assert!(scan.skipped[0].why.contains("circle"), "{}", scan.skipped[0].why);
        assert!(scan.skipped[1].why.contains("leads nowhere"), "{}", scan.skipped[1].why);
    }

    #[test]
    fn f1_links_that_lead_outside_are_reported_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let place = tempfile::tempdir().unwrap();
        symlink(outside.path(), place.path().join("folder")).unwrap();
        symlink(outside.path().join("secret.md"), place.path().join("file.md")).unwrap();
        let scan = Library::open(place.path()).unwrap().scan().unwrap();
        assert_eq!(paths(&scan), [] as [&str; 0]);
        assert_eq!(scan.skipped.iter().map(|s| s.path.as_str()).collect::<Vec<_>>(), ["file.md", "folder"]);
    }

    #[test]
    fn f1_links_that_multiply_are_entered_once() {
        let place = tempfile::tempdir().unwrap();
        // Among folders of the user, and in a program's folder, where only a link leads.
        for parent in ["", ".hidden/"] {
            for number in 0..30 {
                let folder = place.path().join(format!("{parent}{number}"));
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join("card.md"), "x").unwrap();
                symlink(format!("../{}", number + 1), folder.join("one")).unwrap();
                symlink(format!("../{}", number + 1), folder.join("two")).unwrap();
            }
            fs::create_dir(place.path().join(format!("{parent}30"))).unwrap();
        }
        symlink(".hidden/0", place.path().join("way-in")).unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        let root = place.path().to_owned();
        std::thread::spawn(move || sender.send(Library::open(&root).unwrap().scan().unwrap()));
        let scan = receiver.recv_timeout(std::time::Duration::from_secs(20)).expect("a scan that ends");
        assert_eq!(scan.files.len(), 60, "{:?}", paths(&scan));
        assert_eq!(scan.skipped.len(), 90);
        assert!(scan.skipped.iter().all(|skipped| skipped.why == FOLDER_AGAIN), "{:?}", scan.skipped);
    }

    #[test]
    fn a_file_is_listed_once_however_many_links_lead_to_it() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join(".annex/deep")).unwrap();
        fs::write(place.path().join("card.md"), "x").unwrap();
        fs::write(place.path().join("text.txt"), "x").unwrap();
        fs::write(place.path().join(".annex/deep/kept.md"), "x").unwrap();
        symlink("card.md", place.path().join("again.md")).unwrap();
        symlink("text.txt", place.path().join("text.md")).unwrap();
        symlink(".annex", place.path().join("annex")).unwrap();
        symlink(".annex/deep", place.path().join("deep")).unwrap();
        symlink(".annex/deep/kept.md", place.path().join("kept.md")).unwrap();
        symlink("/etc/passwd", place.path().join("no-card")).unwrap();
        let scan = Library::open(place.path()).unwrap().scan().unwrap();
        let found = paths(&scan);
        assert_eq!(found.iter().filter(|path| path.ends_with("kept.md")).count(), 1, "{found:?}");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.contains(&"card.md") && found.contains(&"text.md"), "{found:?}");
        assert!(skipped(&scan).contains(&("again.md", FILE_AGAIN)), "{:?}", scan.skipped);
        assert!(!skipped(&scan).iter().any(|(path, _)| *path == "no-card"), "{:?}", scan.skipped);
    }
}
