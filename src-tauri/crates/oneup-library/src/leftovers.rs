//! What a kill or a power cut in the middle of a write left behind: hidden files of ours, of which one may hold the
//! only copy of somebody's text. Nothing is removed that is not known to be kept elsewhere.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use cap_std::fs::Metadata;
use oneup_cards::MAX_CARD_BYTES;
use walkdir::WalkDir;

use crate::beneath::is_temporary;
use crate::error::LibraryError;
use crate::folder::{Library, reading};
use crate::scan::{DEEPEST, is_hidden};

/// What became of the files that were left behind.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cleared {
    /// How many were removed.
    pub removed: usize,
    /// Those that still stand, by their paths within the library.
    pub left: Vec<String>,
}

impl Library {
    /// Removes what an interrupted write left behind longer ago than `age`. `keep` is given the path and the bytes of
    /// each file and says whether those are kept elsewhere, having perhaps just put them there; the file stays where
    /// they are not, and where it is larger than any card. Folders of packs that were never finished go without
    /// asking, since a pack can be installed again.
    ///
    /// # Errors
    /// [`LibraryError::Missing`] where the library is gone. A file that cannot be read or removed stays.
    pub fn clear_leftovers(
        &self,
        age: Duration,
        mut keep: impl FnMut(&str, &[u8]) -> bool,
    ) -> Result<Cleared, LibraryError> {
        if !self.root().is_dir() {
            return Err(LibraryError::Missing { path: self.root().to_owned() });
        }
        let mut cleared = Cleared::default();
        for path in self.leftovers() {
            let Ok(metadata) = self.dir().symlink_metadata(&path) else { continue };
            if last_touched(&metadata).is_none_or(|touched| {
                SystemTime::now().duration_since(touched).is_ok_and(|passed| passed < age)
            }) {
                continue;
            }
            let is_removed = if metadata.is_dir() {
                self.dir().remove_dir_all(&path).is_ok()
            } else {
                let name = path.to_string_lossy();
                self.whole(&path, &metadata).is_some_and(|bytes| bytes.is_empty() || keep(&name, &bytes))
                    && self.dir().remove_file(&path).is_ok()
            };
            if is_removed {
                cleared.removed += 1;
            } else {
                cleared.left.push(path.to_string_lossy().into_owned());
            }
        }
        Ok(cleared)
    }

    /// The paths of everything that has a name of ours, in the folders that cards and packs are in.
    fn leftovers(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut walk = WalkDir::new(self.root()).min_depth(1).max_depth(DEEPEST).into_iter();
        while let Some(entry) = walk.next() {
            let Ok(entry) = entry else { continue };
            let name = entry.file_name();
            if is_temporary(name)
                && let Ok(path) = entry.path().strip_prefix(self.root())
            {
                found.push(path.to_owned());
            }
            if entry.file_type().is_dir() && is_hidden(name) && name != ".oneup" {
                walk.skip_current_dir();
            }
        }
        found
    }

    fn whole(&self, path: &Path, metadata: &Metadata) -> Option<Vec<u8>> {
        if !metadata.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        let file = self.dir().open_with(path, &reading()).ok()?;
        file.take(MAX_CARD_BYTES as u64 + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() <= MAX_CARD_BYTES).then_some(bytes)
    }
}

/// When a file was last written or got its name: one that was swapped out a moment ago may have been written long ago.
fn last_touched(metadata: &Metadata) -> Option<SystemTime> {
    let modified = metadata.modified().ok()?.into_std();
    #[cfg(unix)]
    {
        use cap_std::fs::MetadataExt;
        let changed = Duration::new(
            u64::try_from(metadata.ctime()).unwrap_or(0),
            u32::try_from(metadata.ctime_nsec()).unwrap_or(0),
        );
        Some(modified.max(SystemTime::UNIX_EPOCH + changed))
    }
    #[cfg(not(unix))]
    Some(modified)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const HIDDEN: [&str; 4] = [
        "mine/.oneup-0000000000000001",
        "mine/deep/.oneup-0000000000000002",
        "packs/core/.oneup-0000000000000003",
        ".oneup/base/.oneup-0000000000000004",
    ];

    fn library_with_leftovers(place: &tempfile::TempDir) -> Library {
        for path in &HIDDEN[..3] {
            let file = place.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, path).unwrap();
        }
        fs::create_dir_all(place.path().join(HIDDEN[3])).unwrap();
        fs::write(place.path().join(HIDDEN[3]).join("a.md"), "half a pack").unwrap();
        for other in ["mine/.oneup-notes", "mine/a.md", ".git/.oneup-0000000000000005"] {
            let file = place.path().join(other);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "not ours").unwrap();
        }
        Library::create(place.path()).unwrap()
    }

    #[test]
    fn only_what_is_kept_elsewhere_goes() {
        let place = tempfile::tempdir().unwrap();
        let library = library_with_leftovers(&place);
        fs::write(place.path().join(HIDDEN[1]), "").unwrap();
        let cleared = library
            .clear_leftovers(Duration::ZERO, |path, bytes| {
                assert_eq!(path.as_bytes(), bytes);
                path == HIDDEN[0]
            })
            .unwrap();
        assert_eq!(cleared, Cleared { removed: 3, left: vec![HIDDEN[2].to_owned()] });
        for (path, stays) in HIDDEN.into_iter().zip([false, false, true, false]) {
            assert_eq!(place.path().join(path).exists(), stays, "{path}");
        }
        for other in ["mine/.oneup-notes", "mine/a.md", ".git/.oneup-0000000000000005"] {
            assert_eq!(fs::read(place.path().join(other)).unwrap(), b"not ours", "{other}");
        }
    }

    #[test]
    fn what_a_write_may_still_be_using_stays_though_its_text_is_old() {
        let place = tempfile::tempdir().unwrap();
        let library = library_with_leftovers(&place);
        let file = fs::File::options().write(true).open(place.path().join(HIDDEN[0])).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        let cleared =
            library.clear_leftovers(Duration::from_mins(1), |path, _| panic!("{path} is fresh")).unwrap();
        assert_eq!(cleared, Cleared::default());
        assert!(HIDDEN.iter().all(|path| place.path().join(path).exists()));
    }

    #[cfg(unix)]
    #[test]
    fn f1_a_link_with_such_a_name_leads_nowhere() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("precious"), "x").unwrap();
        let place = tempfile::tempdir().unwrap();
        let library = Library::create(place.path()).unwrap();
        for (name, target) in
            [(HIDDEN[0], outside.path().join("precious")), (HIDDEN[3], outside.path().into())]
        {
            fs::create_dir_all(place.path().join(name).parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(target, place.path().join(name)).unwrap();
        }
        let cleared = library.clear_leftovers(Duration::ZERO, |path, _| panic!("{path} was read")).unwrap();
        assert_eq!((cleared.removed, cleared.left.len()), (0, 2));
        assert!(outside.path().join("precious").exists());
    }
}
