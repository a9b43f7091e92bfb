//! Explaining one hit at length, for whoever asks why a card stands where it stands.

use super::{Hit, Stage};
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::query::{self, How, SearchRequest, Wanted};

use super::facets::Sieve;

/// How many of the words searched in place of a typed one are named.
const NAMED: usize = 8;

/// Why a card stands where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Its place in the answer, counted from one.
    pub rank: usize,
    /// The hit as the search shows it.
    pub hit: Hit,
    /// How the search went and what was searched for each word, in sentences.
    pub steps: Vec<String>,
}

impl CardIndex {
    /// Explains where the card with the full id `key` stands in the answer to a request; none if it is not among the
    /// hits the request asks for.
    ///
    /// # Errors
    /// As [`CardIndex::search`].
    pub fn explain(&self, request: &SearchRequest, key: &str) -> Result<Option<Explanation>, SearchError> {
        let results = self.search(request)?;
        let Some((place, hit)) = results.hits.into_iter().enumerate().find(|(_, hit)| hit.key == key) else {
            return Ok(None);
        };
        let steps = self.guarded("explain", |state| {
            let engine = |error| self.engine("explain", error);
            let typed = query::read(&state.searcher, &self.fields, &request.query).map_err(engine)?;
            let sieve = Sieve::new(&state.searcher, &self.fields, &request.filters).map_err(engine)?;
            let (found, ran) = self.run(state, &typed, &sieve, request).map_err(engine)?;
            let mut steps = Vec::new();
            for (ran, tier) in ran.iter().zip(&found.tiers) {
                steps.push(format!("{} added {} of {} cards.", told(ran.stage), tier.total, found.total));
                if ran.stage == hit.stage {
                    steps.extend(ran.plan.wanted.iter().map(searched));
                }
            }
            Ok(steps)
        })?;
        Ok(Some(Explanation { rank: request.offset + place + 1, hit, steps }))
    }
}

fn told(stage: Stage) -> &'static str {
    match stage {
        Stage::Everything => "The list of all cards",
        Stage::AllWords => "The search for all words",
        Stage::OtherWords => "The search in other words for the same",
        Stage::Corrected => "The search for all words with one typing error",
        Stage::AnyWord => "The search for any word",
    }
}

fn searched(wanted: &Wanted) -> String {
    let of = |how: How| -> Vec<&str> {
        wanted.stems.iter().filter(|(_, known)| *known == how).map(|(stem, _)| stem.as_str()).collect()
    };
    let mut told =
        format!("For “{}” the search took the stem {}", wanted.group.written, of(How::Typed).join(", "));
    if wanted.stems.is_empty() {
        told = format!(
            "For “{}” the search took {} side by side",
            wanted.group.written,
            wanted.group.beside.join(", ")
        );
    }
    for (how, verb) in [(How::Completed, "completed it to"), (How::Corrected, "corrected it to")] {
        let stems = of(how);
        if !stems.is_empty() {
            let named = stems.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
            let more = stems.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            told.extend([", ", verb, " ", &named, &more]);
        }
    }
    told.push('.');
    told
}
