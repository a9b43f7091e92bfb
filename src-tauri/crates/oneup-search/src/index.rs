//! An open card index: looking cards up by what is exact.

use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use crate::directory;
use crate::document::{CardEntry, Fingerprint};
use crate::error::SearchError;
use crate::query::Vocabulary;
use crate::schema::Fields;
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
}

impl CardIndex {
    /// Takes the index over from the one that opened it.
    pub(crate) fn new(index: Index, fields: Fields, dir: &Path, stamp: &str) -> Result<Self, SearchError> {
        let engine = |error| SearchError::engine("open", dir, error);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(engine)?;
        let state = Arc::new(RwLock::new(State::of(&reader, &fields)));
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

    /// Makes what was committed since visible to searches.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the newest commit cannot be read; the state before it stays in use.
    pub fn refresh(&self) -> Result<(), SearchError> {
        self.reader.reload().map_err(|error| self.engine("read the newest commit", error))?;
        let state = State::of(&self.reader, &self.fields);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        Ok(())
    }

    /// Counts the cards.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.state().searcher.num_docs()
    }

    /// Gives what the caller said with the last commit about the library it reflects; none before the first.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the list of segments cannot be read.
    pub fn payload(&self) -> Result<Option<String>, SearchError> {
        let metas = self.index.load_metas().map_err(|error| self.engine("read the last commit", error))?;
        Ok(metas
            .payload
            .as_deref()
            .and_then(|payload| payload.split_once('\n'))
            .map(|(_, rest)| rest.to_owned()))
    }

    /// Gives the size of the index on disk in bytes.
    ///
    /// # Errors
    /// [`SearchError::Io`] when the directory cannot be read.
    pub fn bytes_on_disk(&self) -> Result<u64, SearchError> {
        directory::bytes(&self.dir)
    }

    /// Finds a card by its full id.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the card is listed but cannot be read.
    pub fn by_key(&self, key: &str) -> Result<Option<CardEntry>, SearchError> {
        Ok(self.entries(self.fields.key, &[key.to_owned()])?.pop())
    }

    /// Finds the cards that a link with one of `keys` finds, by path.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a card is listed but cannot be read.
    pub fn find_by_keys(&self, keys: &[String]) -> Result<Vec<CardEntry>, SearchError> {
        self.entries(self.fields.link_keys, keys)
    }

    /// Finds the cards whose own links ask for one of `keys`, by path.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a card is listed but cannot be read.
    pub fn linking_to(&self, keys: &[String]) -> Result<Vec<CardEntry>, SearchError> {
        self.entries(self.fields.links_to, keys)
    }

    /// Gives for each card's path what its file looked like when it was indexed.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a column is missing or cannot be read.
    pub fn fingerprints(&self) -> Result<HashMap<String, Fingerprint>, SearchError> {
        self.guarded("read the fingerprints", |state| {
            let mut known = HashMap::with_capacity(usize::try_from(state.searcher.num_docs()).unwrap_or(0));
            for segment in state.searcher.segment_readers() {
                read_fingerprints(segment, &mut known)
                    .map_err(|error| self.engine("read the fingerprints", error))?;
            }
            Ok(known)
        })
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

    fn entries(&self, field: Field, keys: &[String]) -> Result<Vec<CardEntry>, SearchError> {
        self.guarded("look up a card", |state| {
            let choices = keys
                .iter()
                .map(|key| {
                    let term = Term::from_field_text(field, key);
                    Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
                })
                .collect();
            let engine = |error| self.engine("look up a card", error);
            let found =
                state.searcher.search(&BooleanQuery::union(choices), &DocSetCollector).map_err(engine)?;
            let mut entries = found
                .into_iter()
                .map(|address| {
                    let stored: TantivyDocument = state.searcher.doc(address).map_err(engine)?;
                    self.fields.entry(&stored, &self.dir)
                })
                .collect::<Result<Vec<_>, _>>()?;
            entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
            Ok(entries)
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
    /// Takes the newest state the reader knows, and collects its dearest completions beside the caller's work.
    fn of(reader: &IndexReader, fields: &Fields) -> Arc<Self> {
        let searcher = reader.searcher();
        let vocabulary = Vocabulary::new(searcher.clone(), fields.words);
        let state = Arc::new(Self { searcher, vocabulary });
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

fn read_fingerprints(
    segment: &tantivy::SegmentReader,
    known: &mut HashMap<String, Fingerprint>,
) -> Result<(), TantivyError> {
    let columns = segment.fast_fields();
    let Some(paths) = columns.str("path")? else { return Ok(()) };
    let stamps = columns.u64("stamp")?;
    let size = columns.u64("size")?;
    let content = columns.u64("content")?;
    // The paths are read once in their own order, not looked up one by one.
    let mut by_ord: Vec<String> = Vec::with_capacity(paths.num_terms());
    let mut stream = paths.dictionary().stream()?;
    while stream.advance() {
        by_ord.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    for doc in segment.doc_ids_alive() {
        let ord = paths.ords().first(doc).and_then(|ord| usize::try_from(ord).ok());
        if let Some(path) = ord.and_then(|ord| by_ord.get_mut(ord)) {
            let fingerprint = Fingerprint {
                stamp: stamps.first(doc).unwrap_or_default(),
                size: size.first(doc).unwrap_or_default(),
                content: content.first(doc).unwrap_or_default(),
            };
            known.insert(std::mem::take(path), fingerprint);
        }
    }
    Ok(())
}
