//! Collecting the cards a stage finds: each once, all counted, the best kept.

use tantivy::collector::TopNComputer;
use tantivy::collector::sort_key::NaturalComparator;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query};
use tantivy::schema::Field;
use tantivy::{BitSet, DocAddress, DocId, Searcher, SegmentReader, TantivyError, Term};

use super::facets::Sieve;
use crate::lookup::lacking;

/// The cards found so far, by all stages together.
pub(crate) struct Found {
    /// For each segment the cards that met the query, filters aside.
    pub(crate) met: Vec<BitSet>,
    /// How many met the query, filters aside.
    pub(crate) before_filters: usize,
    /// How many passed the filters too.
    pub(crate) total: usize,
    /// What each stage added.
    pub(crate) tiers: Vec<Tier>,
    /// For each segment the only cards that may be found, if not all may.
    allowed: Option<Vec<BitSet>>,
}

/// A hit, and what found it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Which of the tiers it stands in.
    pub(crate) tier: usize,
    pub(crate) score: f32,
    pub(crate) address: DocAddress,
}

/// What one stage added.
pub(crate) struct Tier {
    /// How many cards it added.
    pub(crate) total: usize,
    /// The best of them, best first.
    pub(crate) best: Vec<(f32, DocAddress)>,
}

impl Found {
    /// Starts with nothing found.
    pub(crate) fn nothing(searcher: &Searcher) -> Self {
        let met = searcher
            .segment_readers()
            .iter()
            .map(|segment| BitSet::with_max_value(segment.max_doc()))
            .collect();
        Self { met, before_filters: 0, total: 0, tiers: Vec::new(), allowed: None }
    }

    /// Lets only the cards be found that a query finds.
    pub(crate) fn allow_only(&mut self, searcher: &Searcher, query: &dyn Query) -> Result<(), TantivyError> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut allowed = Vec::with_capacity(self.met.len());
        for segment in searcher.segment_readers() {
            let mut cards = BitSet::with_max_value(segment.max_doc());
            weight.for_each_no_score(segment, &mut |docs| {
                for doc in docs {
                    cards.insert(*doc);
                }
            })?;
            allowed.push(cards);
        }
        self.allowed = Some(allowed);
        Ok(())
    }

    fn allows(allowed: Option<&Vec<BitSet>>, segment: u32, doc: DocId) -> bool {
        allowed.is_none_or(|cards| cards.get(segment as usize).is_some_and(|cards| cards.contains(doc)))
    }

    /// Adds the cards a query finds and no earlier stage found, keeping the best `keep`.
    pub(crate) fn add(
        &mut self,
        searcher: &Searcher,
        query: &dyn Query,
        sieve: &Sieve,
        keep: usize,
    ) -> Result<(), TantivyError> {
        let statistics = Statistics { searcher };
        let weight = query.weight(EnableScoring::enabled_from_statistics_provider(&statistics, searcher))?;
        let mut best = TopNComputer::new_with_comparator(bounded(keep, searcher), NaturalComparator);
        let mut total = 0;
        for ((ord, segment), met) in (0..).zip(searcher.segment_readers()).zip(&mut self.met) {
            let before = &mut self.before_filters;
            let allowed = self.allowed.as_ref();
            weight.for_each(segment, &mut |doc, score| {
                if is_deleted(segment, doc) || !Self::allows(allowed, ord, doc) || !met.insert(doc) {
                    return;
                }
                *before += 1;
                if sieve.passes(ord, doc) {
                    total += 1;
                    best.push(score, DocAddress::new(ord, doc));
                }
            })?;
        }
        self.total += total;
        let best = best.into_sorted_vec().into_iter().map(|kept| (kept.sort_key, kept.doc)).collect();
        self.tiers.push(Tier { total, best });
        Ok(())
    }

    /// Adds all cards, in the order of their titles.
    pub(crate) fn add_everything(
        &mut self,
        searcher: &Searcher,
        sieve: &Sieve,
        keep: usize,
    ) -> Result<(), TantivyError> {
        let keep = bounded(keep, searcher);
        let mut first: Vec<(String, DocAddress)> = Vec::new();
        for ((ord, segment), met) in (0..).zip(searcher.segment_readers()).zip(&mut self.met) {
            let titles = segment.fast_fields().str("order")?.ok_or_else(|| lacking("order"))?;
            // Made this way it keeps the smallest.
            let mut top = TopNComputer::new(keep);
            let ords = titles.ords();
            for doc in segment.doc_ids_alive() {
                if !Self::allows(self.allowed.as_ref(), ord, doc) {
                    continue;
                }
                met.insert(doc);
                self.before_filters += 1;
                if sieve.passes(ord, doc) {
                    self.total += 1;
                    top.push(ords.first(doc).ok_or_else(|| lacking("order"))?, doc);
                }
            }
            for kept in top.into_vec() {
                let mut title = String::new();
                titles.ord_to_str(kept.sort_key, &mut title)?;
                first.push((title, DocAddress::new(ord, kept.doc)));
            }
        }
        first.sort_unstable();
        first.truncate(keep);
        let best = first.into_iter().map(|(_, address)| (0.0, address)).collect();
        self.tiers.push(Tier { total: self.total, best });
        Ok(())
    }

    /// Gives the hits of a page.
    pub(crate) fn page(&self, offset: usize, limit: usize) -> Vec<Place> {
        let mut skip = offset;
        let mut page = Vec::new();
        for (place, tier) in self.tiers.iter().enumerate() {
            let take = limit - page.len();
            let hits = tier.best.iter().skip(skip).take(take);
            page.extend(hits.map(|(score, address)| Place { tier: place, score: *score, address: *address }));
            skip = skip.saturating_sub(tier.total);
        }
        page
    }
}

/// The statistics ranking rests on.
///
/// Most cards have no other name and some no label, so that the average length of these fields falls below one word and
/// the only label of a card would count as a long text. No field is taken to be shorter than a word.
struct Statistics<'a> {
    searcher: &'a Searcher,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok(self.searcher.total_num_tokens(field)?.max(self.searcher.total_num_docs()?))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}

/// Walks over the members of a set.
pub(crate) fn members(set: &BitSet) -> impl Iterator<Item = DocId> + '_ {
    (0..set.max_value().div_ceil(64)).flat_map(|bucket| {
        let mut rest = set.tinyset(bucket);
        std::iter::from_fn(move || rest.pop_lowest().map(|low| bucket * 64 + low))
    })
}

fn is_deleted(segment: &SegmentReader, doc: DocId) -> bool {
    segment.alive_bitset().is_some_and(|alive| alive.is_deleted(doc))
}

/// No more can be kept than there are; a page far beyond the end must not ask for memory.
fn bounded(keep: usize, searcher: &Searcher) -> usize {
    keep.min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX)).max(1)
}
