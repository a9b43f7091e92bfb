//! The search itself: stage after stage until enough is found, then the page that was asked for.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Query};
use tantivy::schema::Value;
use tantivy::{DocAddress, DocSet, Searcher, TantivyDocument, TantivyError};

use super::collect::{Found, Place};
use super::facets::Sieve;
use super::marks::{Finder, Match, marks};
use super::order::{HEAD, Order};
use super::snippet::snippet;
use super::why::{Part, why};
use super::{Hit, Marked, SearchResults, Stage};
use crate::error::SearchError;
use crate::index::{CardIndex, State};
use crate::lookup::count;
use crate::query::{self, Plan, SearchRequest, Typed};
use crate::schema::{required, texts};
use crate::words::is_cut;

/// A stage that brings the cards found to this many is the last one.
const ENOUGH: usize = 5;

/// Why a card is listed when nothing was asked for.
const UNASKED: &str = "Nothing was asked for, so every card is listed by title.";

/// Why a card is listed that meets conditions and was searched by no word.
const MEETS: &str = "It meets what was asked; no word was searched, so these are listed by title.";

/// Said where the conditions of a query leave nothing.
const NOTHING_MEETS: &str = "No card meets all of this. Take an operator or an exclusion out, or put it in quotation marks to search it.";

/// A stage that was run, with what it asked for.
pub(crate) struct Ran {
    pub(crate) stage: Stage,
    pub(crate) plan: Plan,
}

impl CardIndex {
    /// Searches the cards.
    ///
    /// Which stages run depends on the query alone, never on the filters: filters narrow what a query finds, so the
    /// counts of the facets stay true whatever is selected.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when the files of the index turn out to be broken: never a silent empty answer.
    /// [`SearchError::Io`] when the operating system refuses.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, SearchError> {
        self.guarded("search", |state| self.answer(state, request))
    }

    fn answer(&self, state: &Arc<State>, request: &SearchRequest) -> Result<SearchResults, SearchError> {
        let engine = |error| self.engine("search", error);
        let mut typed = query::read(&state.searcher, &self.fields, &request.query).map_err(engine)?;
        let sieve = Sieve::new(&state.searcher, &self.fields, &request.filters).map_err(engine)?;
        let (found, ran) = self.run(state, &typed, &sieve, request).map_err(engine)?;
        let facets = if request.facets {
            sieve.count(&state.searcher, &found.met).map_err(engine)?
        } else {
            Vec::new()
        };
        let finders: Vec<Finder> =
            ran.iter().map(|ran| Finder::new(&ran.plan, ran.stage == Stage::AnyWord)).collect();
        let hits = found
            .page(request.offset, request.limit)
            .into_iter()
            .map(|place| {
                let described = ran.get(place.tier).zip(finders.get(place.tier));
                let unasked = if typed.condition.is_empty() { UNASKED } else { MEETS };
                self.hit(&state.searcher, place, described, unasked, request)
            })
            .collect::<Result<_, _>>()?;
        let last = ran.last().map_or(Stage::Everything, |ran| ran.stage);
        if found.total == 0 && !typed.condition.is_empty() {
            typed.notes.push(NOTHING_MEETS.to_owned());
        }
        Ok(SearchResults { total: found.total, hits, facets, stage: last, notes: typed.notes })
    }

    /// Runs the stages a query needs.
    pub(crate) fn run(
        &self,
        state: &State,
        typed: &Typed,
        sieve: &Sieve,
        request: &SearchRequest,
    ) -> Result<(Found, Vec<Ran>), TantivyError> {
        let searcher = &state.searcher;
        let mut found = Found::nothing(searcher);
        let keep = request.offset.saturating_add(request.limit);
        let condition = query::condition(typed, &self.fields, &state.vocabulary, request)?;
        if let Some(condition) = &condition {
            found.allow_only(searcher, condition.as_ref())?;
        }
        if typed.groups.is_empty() {
            found.add_everything(searcher, sieve, keep)?;
            return Ok((found, Vec::new()));
        }
        // The head is ordered by closeness whatever page is asked for, so that pages fit together.
        let keep = keep.max(HEAD);
        let cards = searcher.num_docs();
        let outcomes = state.outcomes(&self.fields, &request.facts)?;
        let mut ran: Vec<Ran> = Vec::new();
        let mut step = |found: &mut Found, stage, plan: Plan, query: Box<dyn Query>| {
            found.add(searcher, query.as_ref(), sieve, keep)?;
            if let Some(tier) = found.tiers.last_mut() {
                let (plan, outcomes) = (&plan, outcomes.as_ref());
                Order { searcher, fields: &self.fields, plan, today: request.today, outcomes }
                    .apply(&mut tier.best)?;
            }
            ran.push(Ran { stage, plan });
            Ok::<_, TantivyError>(found.before_filters >= ENOUGH)
        };

        let mut plan = Plan::all_words(typed, &state.vocabulary)?;
        if let Some(called) = plan.called(&state.vocabulary)? {
            let query = called.every_in_names(&self.fields);
            step(&mut found, Stage::AllWords, called, query)?;
        }
        let mut enough = step(&mut found, Stage::AllWords, plan.clone(), plan.every(&self.fields))?;
        if !enough && let Some(wider) = plan.rarer_completions() {
            plan = wider;
            enough = step(&mut found, Stage::AllWords, plan.clone(), plan.every(&self.fields))?;
        }
        for way in typed.in_other_words(&request.synonyms) {
            let way = Plan::all_words(&way, &state.vocabulary)?;
            let query = way.every(&self.fields);
            enough = step(&mut found, Stage::OtherWords, way, query)?;
        }
        if !enough && let Some(wider) = plan.corrected(&state.vocabulary, cards)? {
            plan = wider;
            enough = step(&mut found, Stage::Corrected, plan.clone(), plan.every(&self.fields))?;
        }
        if !enough && let Some(query) = plan.any(&self.fields, cards) {
            step(&mut found, Stage::AnyWord, plan, query)?;
        }
        Ok((found, ran))
    }

    /// Reads a card that was found and says what the caller shows of it.
    fn hit(
        &self,
        searcher: &Searcher,
        place: Place,
        described: Option<(&Ran, &Finder)>,
        unasked: &str,
        request: &SearchRequest,
    ) -> Result<Hit, SearchError> {
        let fields = &self.fields;
        let engine = |error| self.engine("read a card", error);
        let stored: TantivyDocument = searcher.doc(place.address).map_err(engine)?;
        let entry = fields.entry(&stored, self.dir())?;
        let body = texts(&stored, fields.beginning).next().unwrap_or_default();
        let status = required(&stored, fields.status, self.dir())?;
        let stale_on = stored.get_first(fields.stale_on).and_then(|value| value.as_i64());
        let unsourced = stored.get_first(fields.unsourced).and_then(|value| value.as_u64()).unwrap_or(0);

        let mut in_body = Vec::new();
        let mut in_title = Vec::new();
        let mut reason = unasked.to_owned();
        let mut stage = Stage::Everything;
        let mut score = 0.0;
        if let Some((ran, finder)) = described {
            stage = ran.stage;
            score = shown(place.tier, place.score);
            in_title = finder.find(&entry.title);
            in_body = finder.find(body);
            let find_all =
                |field| texts(&stored, field).flat_map(|text| finder.find(text)).collect::<Vec<Match>>();
            let (in_aliases, in_tags) = (find_all(fields.aliases), find_all(fields.tags));
            let parts = [
                Part { name: "the title", matches: &in_title },
                Part { name: "another name", matches: &in_aliases },
                Part { name: "the labels", matches: &in_tags },
                Part { name: "the text", matches: &in_body },
            ];
            let further = if is_cut(body) {
                self.standing_further(searcher, place.address, ran, &parts).map_err(engine)?
            } else {
                Vec::new()
            };
            reason = why(&ran.plan, &parts, &further);
        }
        Ok(Hit {
            title: Marked { marks: marks(&in_title), text: entry.title },
            snippet: if request.snippets { snippet(body, &in_body) } else { None },
            twins: count(searcher, fields.key, &entry.key).map_err(engine)? > 1,
            key: entry.key,
            id: entry.id,
            path: entry.path,
            pack: entry.pack,
            kind: entry.kind,
            status: status.to_owned(),
            stale: stale_on.is_some_and(|day| day <= i64::from(request.today)),
            unsourced: u32::try_from(unsourced).unwrap_or(u32::MAX),
            stage,
            score,
            why: reason,
        })
    }

    /// Asks the index for the typed words that no part of a card shows: they may stand where the text is not looked
    /// through.
    fn standing_further(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        ran: &Ran,
        parts: &[Part<'_>],
    ) -> Result<Vec<usize>, TantivyError> {
        let segment = searcher.segment_reader(address.segment_ord);
        let mut further = Vec::new();
        for (group, wanted) in ran.plan.wanted.iter().enumerate() {
            if parts.iter().flat_map(|part| part.matches).any(|found| found.group == group) {
                continue;
            }
            let query = wanted.alone(&self.fields, ran.stage == Stage::AnyWord);
            let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
            let mut cards = weight.scorer(segment, 1.0)?;
            let at = cards.doc();
            if at == address.doc_id || at < address.doc_id && cards.seek(address.doc_id) == address.doc_id {
                further.push(group);
            }
        }
        Ok(further)
    }
}

/// Gives the score to show: within a tier what the engine says, between tiers the tier alone.
fn shown(tier: usize, score: f32) -> f32 {
    const STEP: f32 = 1000.0;
    const MOST_TIERS: usize = 16;
    MOST_TIERS.saturating_sub(tier + 1) as f32 * STEP + score.clamp(0.0, STEP - 1.0)
}
