//! The cards that somebody should look at again: stale, with figures that have no source, contested or withdrawn.
//!
//! What says so stands in columns, so that a library of fifty thousand cards is gone through without unpacking one
//! that nobody doubts.

use tantivy::{DocId, SegmentReader, TantivyError};

use crate::document::CardEntry;
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::lookup::lacking;

/// The states of a card that ask for a look, whatever its dates say.
const DOUBTED: [&str; 2] = ["contested", "withdrawn"];

/// A card that somebody should look at again, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// The card.
    pub entry: CardEntry,
    /// Its status.
    pub status: String,
    /// The day, counted from 1970-01-01, from which it is stale; none if it never is.
    pub stale_on: Option<i32>,
    /// How many figures in it have no source.
    pub unsourced: u32,
}

impl CardIndex {
    /// Finds the cards that are stale on a day, that hold figures without a source, or that are contested or withdrawn,
    /// by path.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a column is missing or a card is listed but cannot be read.
    pub fn doubtful(&self, today: i32) -> Result<Vec<Doubtful>, SearchError> {
        let mut found = self.guarded("look for cards to be reviewed", |state| {
            let engine = |error| self.engine("look for cards to be reviewed", error);
            let mut found = Vec::new();
            for (ord, segment) in (0..).zip(state.searcher.segment_readers()) {
                let doubts = doubts_of(segment, today).map_err(engine)?;
                let docs = doubts.iter().map(|doubt| doubt.doc).collect();
                let entries = self.entries_of(state, ord, segment, docs)?;
                found.extend(entries.into_iter().zip(doubts).map(|(entry, doubt)| Doubtful {
                    entry,
                    status: doubt.status,
                    stale_on: doubt.stale_on,
                    unsourced: doubt.unsourced,
                }));
            }
            Ok(found)
        })?;
        found.sort_unstable_by(|a, b| a.entry.path.cmp(&b.entry.path));
        Ok(found)
    }
}

/// What the columns say of one card.
struct Doubt {
    doc: DocId,
    status: String,
    stale_on: Option<i32>,
    unsourced: u32,
}

fn doubts_of(segment: &SegmentReader, today: i32) -> Result<Vec<Doubt>, TantivyError> {
    let columns = segment.fast_fields();
    let status = columns.str("status")?.ok_or_else(|| lacking("status"))?;
    let stale_on = columns.i64("stale_on")?;
    let unsourced = columns.u64("unsourced")?;
    let mut doubts = Vec::new();
    let mut word = String::new();
    for doc in segment.doc_ids_alive() {
        let day = stale_on.first(doc).and_then(|day| i32::try_from(day).ok());
        let figures = unsourced.first(doc).ok_or_else(|| lacking("unsourced"))?;
        word.clear();
        if let Some(ord) = status.term_ords(doc).next() {
            status.ord_to_str(ord, &mut word)?;
        }
        if day.is_some_and(|day| day <= today) || figures > 0 || DOUBTED.contains(&word.as_str()) {
            let unsourced = u32::try_from(figures).unwrap_or(u32::MAX);
            doubts.push(Doubt { doc, status: word.clone(), stale_on: day, unsourced });
        }
    }
    Ok(doubts)
}
