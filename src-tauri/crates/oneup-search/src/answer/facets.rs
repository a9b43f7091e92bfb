//! Narrowing by facets, and counting them.

use rustc_hash::FxHashMap;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Searcher, TERMINATED, TantivyError, Term};

use super::collect::members;
use super::{FacetCount, FacetCounts};
use crate::lookup::lacking;
use crate::query::Filters;
use crate::schema::Fields;

/// How many values of one facet are listed.
const MOST_VALUES: usize = 200;

/// The facets: the name the caller sees, the name of the column, and whether every card has a value in it.
const FACETS: [(&str, &str, bool); 6] = [
    ("type", "kind", true),
    ("industry", "industry", false),
    ("role", "role", false),
    ("stage", "stage", false),
    ("status", "status", true),
    ("pack", "pack", true),
];

/// The filters of a request, as sets of cards.
pub(crate) struct Sieve {
    /// For each facet with a selection, its place in [`FACETS`] and for each segment the cards that have it.
    selected: Vec<(usize, Vec<BitSet>)>,
}

impl Sieve {
    /// Finds the cards that have what the filters select.
    pub(crate) fn new(searcher: &Searcher, fields: &Fields, filters: &Filters) -> Result<Self, TantivyError> {
        let chosen = [
            (fields.kind, &filters.kind),
            (fields.industry, &filters.industry),
            (fields.role, &filters.role),
            (fields.stage, &filters.stage),
            (fields.status, &filters.status),
            (fields.pack, &filters.pack),
        ];
        let mut selected = Vec::new();
        for (place, (field, values)) in chosen.into_iter().enumerate() {
            if !values.is_empty() {
                selected.push((place, cards_with_any(searcher, field, values)?));
            }
        }
        Ok(Self { selected })
    }

    /// Says whether a card has what every filter selects.
    pub(crate) fn passes(&self, segment: u32, doc: DocId) -> bool {
        self.selected.iter().all(|(_, cards)| holds(cards, segment, doc))
    }

    /// Says whether a card has what every filter but that of one facet selects.
    fn passes_others(&self, facet: usize, segment: u32, doc: DocId) -> bool {
        self.selected.iter().all(|(place, cards)| *place == facet || holds(cards, segment, doc))
    }

    /// Counts the values of each facet over the cards that met the query.
    pub(crate) fn count(
        &self,
        searcher: &Searcher,
        met: &[BitSet],
    ) -> Result<Vec<FacetCounts>, TantivyError> {
        FACETS
            .iter()
            .enumerate()
            .map(|(place, (facet, column, required))| {
                let mut counts: FxHashMap<String, usize> = FxHashMap::default();
                for ((ord, segment), met) in (0..).zip(searcher.segment_readers()).zip(met) {
                    let values = match segment.fast_fields().str(column)? {
                        Some(values) => values,
                        None if *required => return Err(lacking(column)),
                        None => continue,
                    };
                    let mut by_ord = vec![0_usize; values.num_terms()];
                    for doc in members(met).filter(|doc| self.passes_others(place, ord, *doc)) {
                        // A card that says one value twice has it once.
                        let mut last = None;
                        for value in values.term_ords(doc) {
                            let place = usize::try_from(value).unwrap_or(usize::MAX);
                            if last.replace(value) != Some(value)
                                && let Some(count) = by_ord.get_mut(place)
                            {
                                *count += 1;
                            }
                        }
                    }
                    let mut text = String::new();
                    for (value, count) in (0..).zip(by_ord).filter(|(_, count)| *count > 0) {
                        text.clear();
                        values.ord_to_str(value, &mut text)?;
                        *counts.entry(text.clone()).or_default() += count;
                    }
                }
                Ok(FacetCounts { facet, values: most_frequent(counts) })
            })
            .collect()
    }
}

fn holds(cards: &[BitSet], segment: u32, doc: DocId) -> bool {
    cards.get(segment as usize).is_some_and(|cards| cards.contains(doc))
}

fn cards_with_any(searcher: &Searcher, field: Field, values: &[String]) -> Result<Vec<BitSet>, TantivyError> {
    searcher
        .segment_readers()
        .iter()
        .map(|segment| {
            let mut cards = BitSet::with_max_value(segment.max_doc());
            let index = segment.inverted_index(field)?;
            for value in values {
                let term = Term::from_field_text(field, value);
                if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
                    while postings.doc() != TERMINATED {
                        cards.insert(postings.doc());
                        postings.advance();
                    }
                }
            }
            Ok(cards)
        })
        .collect()
}

fn most_frequent(counts: FxHashMap<String, usize>) -> Vec<FacetCount> {
    let mut values: Vec<FacetCount> =
        counts.into_iter().map(|(value, cards)| FacetCount { value, cards }).collect();
    values.sort_unstable_by(|a, b| b.cards.cmp(&a.cards).then_with(|| a.value.cmp(&b.value)));
    values.truncate(MOST_VALUES);
    values
}
