//! What is known of a card beside its words: freshness, quality and outcomes, each bounded.

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyError, Term};

use super::weights::{OUTCOME, READY, STALE, WITHDRAWN};
use crate::facts::{Facts, Outcome};
use crate::schema::Fields;

/// So many outcomes count half of what endless ones would.
const HALF: f32 = 3.0;

/// Outcomes of cards, by where the cards stand in one state of the index.
pub(crate) type Outcomes = FxHashMap<DocAddress, Outcome>;

/// Looks up where the cards with outcomes stand.
pub(crate) fn outcomes(
    searcher: &Searcher,
    fields: &Fields,
    facts: &Facts,
) -> Result<Outcomes, TantivyError> {
    let mut found = Outcomes::default();
    for (ord, segment) in (0..).zip(searcher.segment_readers()) {
        let index = segment.inverted_index(fields.key)?;
        for (key, outcome) in &facts.outcomes {
            let term = Term::from_field_text(fields.key, key);
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != TERMINATED {
                found.insert(DocAddress::new(ord, postings.doc()), *outcome);
                postings.advance();
            }
        }
    }
    Ok(found)
}

/// The columns of one segment that tell of freshness and quality.
pub(crate) struct Standing {
    status: Option<StrColumn>,
    ready: Option<u64>,
    withdrawn: Option<u64>,
    stale_on: Option<Column<i64>>,
}

/// What moved a card beside its words.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Moved {
    pub(crate) ready: bool,
    pub(crate) stale: bool,
    pub(crate) withdrawn: bool,
    pub(crate) outcome: f32,
}

impl Standing {
    /// Opens the columns of a segment.
    pub(crate) fn of(searcher: &Searcher, segment: u32) -> Result<Self, TantivyError> {
        let columns = searcher.segment_reader(segment).fast_fields();
        let status = columns.str("status")?;
        let ord = |value: &str| -> Result<Option<u64>, TantivyError> {
            Ok(match &status {
                Some(column) => column.dictionary().term_ord(value)?,
                None => None,
            })
        };
        let (ready, withdrawn) = (ord("ready")?, ord("withdrawn")?);
        Ok(Self { ready, withdrawn, status, stale_on: columns.column_opt::<i64>("stale_on")? })
    }

    /// Says what moves a card of the segment.
    pub(crate) fn moved(&self, doc: u32, today: i32, outcome: Option<&Outcome>) -> Moved {
        let status = self.status.as_ref().and_then(|column| column.ords().first(doc));
        let stale_on = self.stale_on.as_ref().and_then(|column| column.first(doc));
        Moved {
            ready: status.is_some() && status == self.ready,
            withdrawn: status.is_some() && status == self.withdrawn,
            stale: stale_on.is_some_and(|day| day <= i64::from(today)),
            outcome: outcome.map_or(0.0, worth),
        }
    }
}

impl Moved {
    /// The share of its score that a card gains or loses.
    pub(crate) fn share(self) -> f32 {
        let of = |holds: bool, most: f32| if holds { most } else { 0.0 };
        of(self.ready, READY.most)
            + of(self.stale, STALE.most)
            + of(self.withdrawn, WITHDRAWN.most)
            + OUTCOME.most * self.outcome
    }
}

/// What outcomes are worth, from −1 to 1: the balance of good and bad, the less the fewer there are.
fn worth(outcome: &Outcome) -> f32 {
    let (landed, bad) = (outcome.landed as f32, outcome.flat as f32 + 2.0 * outcome.wrong as f32);
    let all = landed + bad;
    if all > 0.0 { (landed - bad) / (all + HALF) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{Moved, worth};
    use crate::facts::Outcome;

    #[test]
    fn outcomes_are_bounded_and_grow_with_what_is_known() {
        let of = |landed, flat, wrong| worth(&Outcome { last_used: 0, landed, flat, wrong });
        assert!(of(0, 0, 0).abs() < f32::EPSILON);
        assert!(of(1, 0, 0) < of(9, 0, 0) && of(100_000, 0, 0) <= 1.0);
        assert!(of(0, 1, 0) > of(0, 0, 1) && of(0, 0, 100_000) >= -1.0);
    }

    #[test]
    fn all_of_it_together_is_little() {
        let best = Moved { ready: true, outcome: 1.0, ..Moved::default() };
        let worst = Moved { stale: true, withdrawn: true, outcome: -1.0, ..Moved::default() };
        assert!(best.share() < 0.1 && worst.share() > -0.14, "{} {}", best.share(), worst.share());
    }
}
