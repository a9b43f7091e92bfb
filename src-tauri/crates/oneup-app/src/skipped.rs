//! Files that were passed over, as every front is told of them: the first by name, the rest by number.

use oneup_library::Skipped;

use crate::contract::{SkippedFile, count};

/// How many are told by name.
const TOLD: usize = 200;

/// Those that are told by name, and how many there are in all.
pub(crate) fn told(skipped: &[Skipped]) -> (Vec<SkippedFile>, u32) {
    (skipped.iter().take(TOLD).cloned().map(SkippedFile::from).collect(), count(skipped.len()))
}

impl From<Skipped> for SkippedFile {
    fn from(skipped: Skipped) -> Self {
        Self { path: skipped.path, why: skipped.why }
    }
}
