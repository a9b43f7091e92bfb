//! Making the index anew beside the one in use.
//!
//! The new index is written in `<dir>.rebuild`. When it is complete the old one is renamed to `<dir>.replaced`, the new
//! one takes its name, and the old one is removed. A crash before the renames leaves the old index as it was; a crash
//! between them is finished by the next [`CardIndex::open`], which knows a complete rebuild by the mark its writer
//! leaves at an orderly end. Searches on the old index go on throughout.

use std::path::{Path, PathBuf};

use crate::directory;
use crate::document::CardDocument;
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::open::{check_completed, create_empty, open_completed};
use crate::schema;
use crate::write::{Effort, IndexWriter};

/// Writes a new index beside the one in use.
pub struct RebuildWriter {
    writer: IndexWriter,
    dir: PathBuf,
    stamp: String,
}

impl RebuildWriter {
    /// Begins a rebuild of the index in `dir`; what an earlier one left unfinished is removed.
    ///
    /// # Errors
    /// [`SearchError::Busy`] when another rebuild is under way, [`SearchError::Io`] when the operating system refuses.
    pub fn begin(dir: &Path, stamp: &str) -> Result<Self, SearchError> {
        let beside = directory::rebuilt(dir);
        if directory::exists(&beside)? {
            if directory::is_being_written(&beside)? {
                return Err(SearchError::Busy { path: beside });
            }
            directory::remove(&beside)?;
        }
        directory::make(&beside)?;
        let stamp = schema::stamp(stamp);
        let writer = create_empty(&beside, &stamp)?.writer(Effort::Rebuild)?;
        Ok(Self { writer, dir: dir.to_owned(), stamp })
    }

    /// Puts a card in, in place of the one with the same path.
    ///
    /// # Errors
    /// [`SearchError::Io`] or [`SearchError::Engine`] when the disk fails or is full; the old index is untouched.
    pub fn put(&mut self, card: CardDocument) -> Result<(), SearchError> {
        self.writer.put(card)
    }

    /// Completes the new index and puts it in the place of the old one.
    ///
    /// Handles to the old index go on answering from it on systems that let open files be renamed; on Windows they must
    /// be dropped before.
    ///
    /// # Errors
    /// [`SearchError::Busy`] when the old index is being written, [`SearchError::Io`] when the operating system
    /// refuses, [`SearchError::Damaged`] when the new index does not hold what was written; each time the old index
    /// stays in place.
    pub fn finish(mut self, payload: &str) -> Result<CardIndex, SearchError> {
        self.writer.commit(payload)?;
        self.writer.close()?;
        let old = directory::exists(&self.dir)?;
        if old && directory::is_being_written(&self.dir)? {
            return Err(SearchError::Busy { path: self.dir });
        }
        let beside = directory::rebuilt(&self.dir);
        // What cannot be read must not take the place of what can.
        check_completed(&beside, &self.stamp)?;
        let replaced = directory::replaced(&self.dir);
        if old {
            directory::remove(&replaced)?;
            directory::rename(&self.dir, &replaced)?;
        }
        directory::rename(&beside, &self.dir)?;
        directory::remove(&replaced)?;
        open_completed(&self.dir, &self.stamp)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::fs;

    use super::RebuildWriter;
    use crate::{CardDocument, CardIndex, Effort, Opened, SearchError};

    #[test]
    fn a_new_index_that_cannot_be_read_does_not_take_the_place_of_the_old() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("index");
        let old = CardIndex::open(&dir, "p").unwrap().into_index();
        let mut writer = old.writer(Effort::Edit).unwrap();
        writer.put(CardDocument::default()).unwrap();
        writer.commit("old").unwrap();
        writer.close().unwrap();

        let mut rebuild = RebuildWriter::begin(&dir, "p").unwrap();
        rebuild.put(CardDocument::default()).unwrap();
        rebuild.writer.commit("").unwrap();
        for entry in fs::read_dir(place.path().join("index.rebuild")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "store") {
                fs::remove_file(path).unwrap();
            }
        }
        let error = rebuild.finish("new").unwrap_err();
        assert!(matches!(error, SearchError::Damaged { .. }), "{error}");
        match CardIndex::open(&dir, "p").unwrap() {
            Opened::Ready(index) => assert_eq!(index.payload().unwrap().as_deref(), Some("old")),
            Opened::Created(_, reason) => panic!("the old index is gone: {reason:?}"),
        }
    }
}
