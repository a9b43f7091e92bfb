//! Looking cards up by what is exact: ids, the keys of links, and what the files looked like.

use std::collections::HashMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, TantivyError, Term,
};

use crate::document::{CardEntry, Fingerprint};
use crate::entry;
use crate::error::SearchError;
use crate::index::{CardIndex, State};

impl CardIndex {
    /// Finds a card by its full id; of several with the same one, the last by path.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the card is listed but cannot be read.
    pub fn by_key(&self, key: &str) -> Result<Option<CardEntry>, SearchError> {
        Ok(self.entries(self.fields.key, &[key.to_owned()])?.pop())
    }

    /// Counts the cards that carry this full id; more than one is a finding.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the list of ids cannot be read.
    pub fn count_of_key(&self, key: &str) -> Result<usize, SearchError> {
        self.guarded("count the cards of an id", |state| {
            count(&state.searcher, self.fields.key, key)
                .map_err(|error| self.engine("count the cards of an id", error))
        })
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

    /// Gives the entry of every card, by path.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a card is listed but cannot be read.
    pub fn every_entry(&self) -> Result<Vec<CardEntry>, SearchError> {
        self.chosen_entries(|segment| Ok(segment.doc_ids_alive().collect()))
    }

    fn entries(&self, field: Field, keys: &[String]) -> Result<Vec<CardEntry>, SearchError> {
        self.chosen_entries(|segment| cards_with_any(segment, field, keys))
    }

    /// The entries of the cards that are chosen of each segment.
    fn chosen_entries(
        &self,
        choose: impl Fn(&SegmentReader) -> Result<Vec<DocId>, TantivyError>,
    ) -> Result<Vec<CardEntry>, SearchError> {
        self.guarded("look up a card", |state| {
            let engine = |error| self.engine("look up a card", error);
            let mut entries = Vec::new();
            for (ord, segment) in (0..).zip(state.searcher.segment_readers()) {
                let docs = choose(segment).map_err(engine)?;
                entries.extend(self.entries_of(state, ord, segment, docs)?);
            }
            entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
            Ok(entries)
        })
    }

    /// Reads the entries of cards of one segment, in the order in which they are named.
    pub(crate) fn entries_of(
        &self,
        state: &State,
        ord: u32,
        segment: &SegmentReader,
        docs: Vec<DocId>,
    ) -> Result<Vec<CardEntry>, SearchError> {
        let engine = |error| self.engine("look up a card", error);
        if docs.is_empty() {
            return Ok(Vec::new());
        }
        let column = segment.fast_fields().bytes("entry").map_err(engine)?;
        let mut packed = Vec::new();
        let read = |doc| {
            let place = column.as_ref().and_then(|column| Some((column, column.ords().first(doc)?)));
            match place {
                Some((column, place)) => {
                    packed.clear();
                    column.ord_to_bytes(place, &mut packed).map_err(|error| engine(error.into()))?;
                    entry::unpack(&packed).ok_or_else(|| {
                        SearchError::damaged(self.dir(), "the entry of a card is not what was put in")
                    })
                }
                None => self.stored_entry(state, DocAddress::new(ord, doc)),
            }
        };
        docs.into_iter().map(read).collect()
    }

    /// Reads the entry of a card from the store, where it was too large for the column.
    fn stored_entry(&self, state: &State, address: DocAddress) -> Result<CardEntry, SearchError> {
        let stored: TantivyDocument =
            state.searcher.doc(address).map_err(|error| self.engine("look up a card", error))?;
        self.fields.entry(&stored, self.dir())
    }
}

/// Counts the cards that have exactly this value in a field.
pub(crate) fn count(searcher: &Searcher, field: Field, value: &str) -> Result<usize, TantivyError> {
    let mut cards = 0;
    for segment in searcher.segment_readers() {
        visit(segment, field, value, |_| cards += 1)?;
    }
    Ok(cards)
}

/// Finds the cards of a segment that have one of the values, each once.
fn cards_with_any(
    segment: &SegmentReader,
    field: Field,
    values: &[String],
) -> Result<Vec<DocId>, TantivyError> {
    let mut docs = Vec::new();
    for value in values {
        visit(segment, field, value, |doc| docs.push(doc))?;
    }
    docs.sort_unstable();
    docs.dedup();
    Ok(docs)
}

/// Visits the cards of a segment that have a value and are not taken out.
fn visit(
    segment: &SegmentReader,
    field: Field,
    value: &str,
    mut met: impl FnMut(DocId),
) -> Result<(), TantivyError> {
    let term = Term::from_field_text(field, value);
    let postings = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)?;
    let Some(mut postings) = postings else { return Ok(()) };
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            met(postings.doc());
        }
        postings.advance();
    }
    Ok(())
}

fn read_fingerprints(
    segment: &SegmentReader,
    known: &mut HashMap<String, Fingerprint>,
) -> Result<(), TantivyError> {
    let columns = segment.fast_fields();
    let paths = columns.str("path")?.ok_or_else(|| lacking("path"))?;
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
        let path = ord.and_then(|ord| by_ord.get_mut(ord)).ok_or_else(|| lacking("path"))?;
        let of =
            |column: &tantivy::columnar::Column<u64>, name| column.first(doc).ok_or_else(|| lacking(name));
        let fingerprint = Fingerprint {
            stamp: of(&stamps, "stamp")?,
            size: of(&size, "size")?,
            content: of(&content, "content")?,
        };
        known.insert(std::mem::take(path), fingerprint);
    }
    Ok(())
}

/// Says that a column lacks what every card has: a sound index never does.
pub(crate) fn lacking(column: &str) -> TantivyError {
    let what = format!("the column of {column} lacks a card");
    TantivyError::DataCorruption(tantivy::error::DataCorruption::comment_only(what))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use tantivy::TantivyDocument;

    use crate::index::CardIndex;
    use crate::query::SearchRequest;
    use crate::schema;
    use crate::{CardDocument, Effort, SearchError};

    /// An index of one card whose document lacks the columns named.
    fn lacking(columns: &[&str]) -> (tempfile::TempDir, CardIndex) {
        let place = tempfile::tempdir().unwrap();
        let index = CardIndex::open(place.path(), "p").unwrap().into_index();
        let whole =
            index.fields.document(CardDocument { title: "Night".to_owned(), ..CardDocument::default() });
        let (schema, _) = schema::schema();
        let mut document = TantivyDocument::default();
        for (field, value) in whole.field_values() {
            if !columns.contains(&schema.get_field_name(field)) {
                document.add_field_value(field, value);
            }
        }
        let mut writer = index.index.writer_with_num_threads::<TantivyDocument>(1, 15_000_000).unwrap();
        writer.add_document(document).unwrap();
        let mut commit = writer.prepare_commit().unwrap();
        commit.set_payload(&format!("{}\n", index.stamp()));
        commit.commit().unwrap();
        index.refresh().unwrap();
        (place, index)
    }

    #[test]
    fn a_missing_column_is_damage_and_not_an_empty_answer() {
        for column in ["path", "stamp", "size", "content"] {
            let (_place, index) = lacking(&[column]);
            let error = index.fingerprints().unwrap_err();
            assert!(matches!(error, SearchError::Damaged { .. }), "{column}: {error}");
        }
        let (_place, index) = lacking(&["order"]);
        let error = index.search(&SearchRequest::new("")).unwrap_err();
        assert!(matches!(error, SearchError::Damaged { .. }), "{error}");
        let (_place, index) = lacking(&["status"]);
        let facets = SearchRequest { facets: true, ..SearchRequest::new("night") };
        let error = index.search(&facets).unwrap_err();
        assert!(matches!(error, SearchError::Damaged { .. }), "{error}");
    }

    #[test]
    fn an_entry_comes_from_the_column_and_a_huge_one_from_the_store() {
        let (_place, bare) = lacking(&["title"]);
        assert_eq!(bare.by_key("").unwrap().unwrap().title, "Night", "the store does not hold it");

        let place = tempfile::tempdir().unwrap();
        let index = CardIndex::open(place.path(), "p").unwrap().into_index();
        let mut writer = index.writer(Effort::Edit).unwrap();
        let huge = CardDocument { id: "b".to_owned(), title: "x".repeat(70_000), ..CardDocument::default() };
        for id in ["a", "b"] {
            let card = if id == "a" { CardDocument::default() } else { huge.clone() };
            writer.put(CardDocument { path: id.to_owned(), key: id.to_owned(), ..card }).unwrap();
        }
        writer.commit("").unwrap();
        writer.close().unwrap();
        index.refresh().unwrap();
        assert_eq!(index.by_key("a").unwrap().unwrap().path, "a");
        assert_eq!(index.by_key("b").unwrap().unwrap().title.len(), 70_000);
    }
}
