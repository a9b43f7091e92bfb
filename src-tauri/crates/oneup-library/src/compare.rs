//! Tells what changed between what was known of the library and what a scan finds now.

use std::collections::HashMap;

use crate::scan::FileEntry;
use crate::stamp::Stamp;

/// What is known of a file: the stamp it had when it was last read.
pub type Known = HashMap<String, Stamp>;

/// What has to be read again, and what is gone.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files that are new, changed, or too fresh to be sure of.
    pub changed: Vec<FileEntry>,
    /// Paths at which there is no file any more.
    pub gone: Vec<String>,
}

impl Difference {
    /// Whether nothing has to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty()
    }
}

/// Compares what is known with the files of a scan.
#[must_use]
pub fn compare(known: &Known, files: &[FileEntry]) -> Difference {
    let mut still_there = 0;
    let mut changed = Vec::new();
    for file in files {
        let before = known.get(&file.path);
        still_there += usize::from(before.is_some());
        if !(file.stamp.is_settled() && before == Some(&file.stamp)) {
            changed.push(file.clone());
        }
    }
    let mut gone = Vec::new();
    // Only a shrunken library needs the second look.
    if still_there < known.len() {
        let there: std::collections::HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        gone = known.keys().filter(|path| !there.contains(path.as_str())).cloned().collect();
        gone.sort_unstable();
    }
    Difference { changed, gone }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(path: &str, stamp: u64) -> FileEntry {
        FileEntry { path: path.to_owned(), size: 1, stamp: Stamp(stamp) }
    }

    #[test]
    fn new_changed_gone_and_unsettled_are_told() {
        let known: Known = [("same", 1), ("edited", 2), ("gone", 3), ("fresh", 0)]
            .map(|(p, s)| (p.to_owned(), Stamp(s)))
            .into();
        let files = [file("edited", 9), file("fresh", 0), file("new", 4), file("same", 1)];
        let difference = compare(&known, &files);
        assert_eq!(difference.changed, [file("edited", 9), file("fresh", 0), file("new", 4)]);
        assert_eq!(difference.gone, ["gone"]);
    }

    proptest! {
        #[test]
        fn applying_a_difference_leaves_none(
            before in proptest::collection::btree_map("[a-e]", 1..4u64, 0..5),
            after in proptest::collection::btree_map("[a-e]", 1..4u64, 0..5),
        ) {
            let mut known: Known = before.into_iter().map(|(p, s)| (p, Stamp(s))).collect();
            let files: Vec<FileEntry> = after.iter().map(|(p, s)| file(p, *s)).collect();
            let difference = compare(&known, &files);
            for entry in difference.changed {
                known.insert(entry.path, entry.stamp);
            }
            for path in difference.gone {
                known.remove(&path);
            }
            prop_assert!(compare(&known, &files).is_empty());
            prop_assert_eq!(known.len(), files.len());
        }
    }
}
