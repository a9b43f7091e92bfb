//! Writing: cards go in one by one and appear together, with one commit.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use rustc_hash::{FxHashSet, FxHasher};
use tantivy::Term;

use crate::directory;
use crate::document::CardDocument;
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::schema::Fields;

/// How much of the machine a writer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// The whole library at once: two threads and 200 MB between them.
    Rebuild,
    /// A few cards while the reader works: one thread and 15 MB.
    Edit,
}

/// Writes cards into an index. What was not committed when it is dropped is gone, as if it had never been put.
pub struct IndexWriter {
    // Dropped in this order: the mark of an orderly end comes after the writer's own end.
    writer: tantivy::IndexWriter,
    mark: OpenMark,
    stamp: String,
    fields: Fields,
    /// The paths put into an index that was empty before. Only there a card need not be looked for in every segment
    /// before it is put.
    put: Option<FxHashSet<u64>>,
}

/// Stands for an open writer; its end is the mark that the directory was left in order.
struct OpenMark {
    dir: Arc<Path>,
}

impl IndexWriter {
    /// Opens a writer on `index`.
    pub(crate) fn open(index: &CardIndex, effort: Effort) -> Result<Self, SearchError> {
        let (threads, bytes) = effort.threads_and_bytes();
        let writer = take(index, threads, bytes)?;
        directory::mark_open(index.dir())?;
        let mark = OpenMark { dir: index.dir().into() };
        // Of a commit that was cut off, files may stand under the very names that the next one gives to its own.
        let cleared = writer.garbage_collect_files().wait();
        cleared.map_err(|error| index.engine("clear away what was never committed", error))?;
        let metas = index.index.load_metas().map_err(|error| index.engine("read the last commit", error))?;
        let put = metas.segments.is_empty().then(FxHashSet::default);
        Ok(Self { writer, mark, stamp: index.stamp().to_owned(), fields: index.fields, put })
    }

    /// Puts a card in, in place of the one with the same path.
    ///
    /// # Errors
    /// [`SearchError::Io`] or [`SearchError::Engine`] when the disk fails or is full; what was committed stays.
    pub fn put(&mut self, card: CardDocument) -> Result<(), SearchError> {
        let known = match &mut self.put {
            Some(put) => !put.insert(BuildHasherDefault::<FxHasher>::default().hash_one(&card.path)),
            None => true,
        };
        if known {
            self.remove(&card.path);
        }
        let document = self.fields.document(card);
        self.writer
            .add_document(document)
            .map_err(|error| SearchError::engine("write a card", &self.mark.dir, error))?;
        Ok(())
    }

    /// Takes the card with this path out; it is fine if there is none.
    pub fn remove(&mut self, path: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.path, path));
    }

    /// Takes all cards out.
    ///
    /// # Errors
    /// [`SearchError::Engine`] when the engine refuses.
    pub fn clear(&mut self) -> Result<(), SearchError> {
        self.writer
            .delete_all_documents()
            .map_err(|error| SearchError::engine("remove all cards", &self.mark.dir, error))?;
        Ok(())
    }

    /// Makes everything put and removed so far last, with `payload`, what the caller wants to know of this state of
    /// the library when it opens the index again. Searches see it after [`CardIndex::refresh`].
    ///
    /// # Errors
    /// [`SearchError::Io`] or [`SearchError::Engine`] when the disk fails or is full; the commit before it stays.
    pub fn commit(&mut self, payload: &str) -> Result<(), SearchError> {
        let engine = |error| SearchError::engine("commit", &self.mark.dir, error);
        let mut commit = self.writer.prepare_commit().map_err(engine)?;
        // The stamp and the cards it speaks for become valid in the same instant.
        commit.set_payload(&format!("{}\n{payload}", self.stamp));
        commit.commit().map_err(engine)?;
        Ok(())
    }

    /// Ends the writer when its merges have finished; dropping it cuts them off, which costs time later but no card.
    ///
    /// # Errors
    /// [`SearchError::Engine`] when a merge failed; what was committed stays.
    pub fn close(self) -> Result<(), SearchError> {
        let Self { writer, mark, .. } = self;
        writer.wait_merging_threads().map_err(|error| SearchError::engine("merge segments", &mark.dir, error))
    }
}

/// Takes the writer's lock. It may be held for an instant by one who only looks whether there is a writer, so it is
/// tried for a fifth of a second.
fn take(index: &CardIndex, threads: usize, bytes: usize) -> Result<tantivy::IndexWriter, SearchError> {
    const TRIES: usize = 9;
    const PAUSE: Duration = Duration::from_millis(25);
    let mut tried = 1;
    loop {
        let taken = index.index.writer_with_num_threads(threads, bytes);
        match taken.map_err(|error| index.engine("open a writer", error)) {
            Err(SearchError::Busy { .. }) if tried < TRIES => {
                tried += 1;
                sleep(PAUSE);
            }
            answer => return answer,
        }
    }
}

impl Effort {
    fn threads_and_bytes(self) -> (usize, usize) {
        match self {
            Self::Rebuild => (2, 200_000_000),
            // The least the engine takes.
            Self::Edit => (1, 15_000_000),
        }
    }
}

impl Drop for OpenMark {
    fn drop(&mut self) {
        if let Err(error) = directory::mark_clean(&self.dir) {
            // Without it the next opening works out the checksums: slower, not wrong.
            tracing::warn!(%error, "could not mark the index as left in order");
        }
    }
}
