//! What is remembered of a file, so that an unchanged one need not be read again.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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

    /// Takes the stamp from what the file system says at this moment.
    pub(crate) fn of(metadata: &Metadata, now: SystemTime) -> Self {
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::folder::Library;

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
}
