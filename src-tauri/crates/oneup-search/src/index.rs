//! An open card index: the state it answers from, and how it comes by a newer one.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::sleep;

use tantivy::index::{IndexMeta, SegmentId};
use tantivy::{Index, IndexReader, Opstamp, ReloadPolicy, Searcher, TantivyError};

use crate::answer::{self, Outcomes};
use crate::directory::{self, LOOKS, PAUSE};
use crate::error::SearchError;
use crate::facts::Facts;
use crate::query::Vocabulary;
use crate::schema::{self, Fields};
use crate::write::{Effort, IndexWriter};

/// An open card index. Cloning gives another handle to the same index.
#[derive(Clone)]
pub struct CardIndex {
    pub(crate) index: Index,
    pub(crate) fields: Fields,
    dir: Arc<Path>,
    stamp: Arc<str>,
    reader: IndexReader,
    state: Arc<RwLock<Arc<State>>>,
}

/// The index as of one commit; queries that run keep the state they began with.
pub(crate) struct State {
    pub(crate) searcher: Searcher,
    pub(crate) vocabulary: Vocabulary,
    commit: Commit,
    /// Where the cards with outcomes stand, for the facts that were last handed in.
    outcomes: RwLock<Option<(Arc<Facts>, Arc<Outcomes>)>>,
}

/// What tells the states of an index apart.
#[derive(Debug, PartialEq, Eq)]
struct Commit {
    opstamp: Opstamp,
    payload: Option<String>,
    /// The segments, each with the last removal it knows of. A merge changes them without a commit; a rebuilt index
    /// has others even where all the rest is equal.
    segments: Vec<(SegmentId, Option<Opstamp>)>,
}

impl CardIndex {
    /// Takes the index over from the one that opened it.
    pub(crate) fn new(index: Index, fields: Fields, dir: &Path, stamp: &str) -> Result<Self, SearchError> {
        let engine = |error| SearchError::engine("open", dir, error);
        // Looked at before the reader is: a commit between the two is then read once more, never missed.
        let commit = Commit::of(index.load_metas().map_err(engine)?);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(engine)?;
        let state = Arc::new(RwLock::new(State::of(&reader, &fields, commit)));
        Ok(Self { index, fields, dir: dir.into(), stamp: stamp.into(), reader, state })
    }

    /// Gives a writer.
    ///
    /// # Errors
    /// [`SearchError::Busy`] while another writer, here or in another process, is open; [`SearchError::Io`] when the
    /// operating system refuses.
    pub fn writer(&self, effort: Effort) -> Result<IndexWriter, SearchError> {
        IndexWriter::open(self, effort)
    }

    /// Makes what was committed since visible to searches, and says whether there was anything new: a commit, or a
    /// merge of what was there. Where nothing is new it costs no more than reading the list of segments. While a
    /// rebuilt index takes the place of this one, there is nothing new.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the newest commit cannot be read; the state before it stays in use.
    pub fn refresh(&self) -> Result<bool, SearchError> {
        let mut looked = 1;
        loop {
            match self.load_newest() {
                // A writer may clear files away, or a rebuilt index take the place, between two looks.
                Err(error) if looked < LOOKS && error.may_pass() => {
                    looked += 1;
                    sleep(PAUSE);
                }
                answer => return answer,
            }
        }
    }

    /// Counts the cards.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.state().searcher.num_docs()
    }

    /// Gives what the caller said, with the commit that is searched, about the library it reflects; none before the
    /// first.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the commit is not one that a writer of this program made.
    pub fn payload(&self) -> Result<Option<String>, SearchError> {
        let state = self.state();
        let Some(payload) = &state.commit.payload else { return Ok(None) };
        match payload.split_once('\n') {
            Some((_, told)) => Ok(Some(told.to_owned())),
            None => Err(SearchError::damaged(&self.dir, "the last commit does not say what it reflects")),
        }
    }

    /// Gives the size of the index on disk in bytes.
    ///
    /// # Errors
    /// [`SearchError::Io`] when the directory cannot be read.
    pub fn bytes_on_disk(&self) -> Result<u64, SearchError> {
        directory::bytes(&self.dir)
    }

    /// Gives the directory of the index.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn stamp(&self) -> &str {
        &self.stamp
    }

    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sorts an error of the engine.
    pub(crate) fn engine(&self, operation: &'static str, error: TantivyError) -> SearchError {
        SearchError::engine(operation, &self.dir, error)
    }

    fn load_newest(&self) -> Result<bool, SearchError> {
        if !directory::exists(&self.dir)? {
            return Ok(false);
        }
        let engine = |error| self.engine("read the newest commit", error);
        let metas = self.index.load_metas().map_err(engine)?;
        if !schema::bears(&metas, &self.stamp) {
            return Err(SearchError::Engine {
                operation: "read the newest commit",
                detail: "the index was made anew by another version of the program".to_owned(),
            });
        }
        let commit = Commit::of(metas);
        if self.state().commit == commit {
            return Ok(false);
        }
        self.reader.reload().map_err(engine)?;
        let state = State::of(&self.reader, &self.fields, commit);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        Ok(true)
    }

    /// Runs a reading of the index; where the engine breaks off in the middle, its files are not what it wrote.
    pub(crate) fn guarded<T>(
        &self,
        operation: &'static str,
        read: impl FnOnce(&Arc<State>) -> Result<T, SearchError>,
    ) -> Result<T, SearchError> {
        let state = self.state();
        catch_unwind(AssertUnwindSafe(|| read(&state))).unwrap_or_else(|panic| {
            let told = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no reason given");
            tracing::error!(operation, told, "the search engine broke off");
            Err(SearchError::damaged(&self.dir, format!("could not {operation}: {told}")))
        })
    }
}

impl fmt::Debug for CardIndex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CardIndex")
            .field("dir", &self.dir)
            .field("stamp", &self.stamp)
            .finish_non_exhaustive()
    }
}

impl State {
    /// Tells where the cards with outcomes stand; looked up once for the same facts.
    pub(crate) fn outcomes(&self, fields: &Fields, facts: &Arc<Facts>) -> tantivy::Result<Arc<Outcomes>> {
        if let Some((known, outcomes)) = &*self.outcomes.read().unwrap_or_else(PoisonError::into_inner)
            && Arc::ptr_eq(known, facts)
        {
            return Ok(Arc::clone(outcomes));
        }
        let found = Arc::new(answer::outcomes(&self.searcher, fields, facts)?);
        if !facts.outcomes.is_empty() {
            *self.outcomes.write().unwrap_or_else(PoisonError::into_inner) =
                Some((Arc::clone(facts), Arc::clone(&found)));
        }
        Ok(found)
    }

    /// Takes the newest state the reader knows, and collects its dearest completions beside the caller's work.
    fn of(reader: &IndexReader, fields: &Fields, commit: Commit) -> Arc<Self> {
        let searcher = reader.searcher();
        let vocabulary = Vocabulary::new(searcher.clone(), fields.words);
        let state = Arc::new(Self { searcher, vocabulary, commit, outcomes: RwLock::default() });
        let warmed = Arc::downgrade(&state);
        let spawned = std::thread::Builder::new().name("search vocabulary".to_owned()).spawn(move || {
            // A state that was replaced before this began is not worth it.
            if let Some(state) = warmed.upgrade()
                && let Err(error) = state.vocabulary.remember_single_letters()
            {
                tracing::warn!(%error, "could not collect the completions of single letters ahead");
            }
        });
        if let Err(error) = spawned {
            // They are then collected by the first search that needs them.
            tracing::debug!(%error, "no thread for the completions of single letters");
        }
        state
    }
}

impl Commit {
    fn of(metas: IndexMeta) -> Self {
        let mut segments: Vec<_> =
            metas.segments.iter().map(|segment| (segment.id(), segment.delete_opstamp())).collect();
        segments.sort_unstable();
        Self { opstamp: metas.opstamp, payload: metas.payload, segments }
    }
}
