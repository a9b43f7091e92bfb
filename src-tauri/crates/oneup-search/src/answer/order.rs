//! Ordering the best cards of a stage: by what the engine says of their words, by how the words stand in them, and by
//! what is known of them beside their words.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, InvertedIndexReader, Searcher, TantivyError, Term};

use super::standing::{Outcomes, Standing};
use super::weights::{BEGINS, CLOSE, EXACT, TITLE};
use crate::query::{Plan, Wanted};
use crate::schema::Fields;

/// How many of the best hits are looked at.
pub(crate) const HEAD: usize = 60;

/// How many forms of one word are looked for.
const FORMS: usize = 12;

/// How many words of a text are looked at: about as many as are looked through to show why a card was found.
const FIRST_WORDS: u32 = 12_000;

/// What the head of a list is ordered by.
pub(crate) struct Order<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) fields: &'a Fields,
    pub(crate) plan: &'a Plan,
    pub(crate) today: i32,
    pub(crate) outcomes: &'a Outcomes,
}

/// How the words of a query stand in one card, each part from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Shape {
    /// How close they stand together.
    pub(crate) close: f32,
    /// How much of the title is in the query, by how much of the query is in the title.
    pub(crate) title: f32,
    /// Whether the title begins with what was typed, as far as the title holds it.
    pub(crate) begins: f32,
    /// How much of the query stands in the card as it was typed.
    pub(crate) exact: f32,
}

impl Shape {
    /// What a score is multiplied by.
    fn factor(self) -> f32 {
        (1.0 + CLOSE.most * self.close)
            * (1.0 + TITLE.most * self.title)
            * (1.0 + BEGINS.most * self.begins)
            * (1.0 + EXACT.most * self.exact)
    }
}

impl Order<'_> {
    /// Orders the head of a list anew.
    pub(crate) fn apply(&self, best: &mut [(f32, DocAddress)]) -> Result<(), TantivyError> {
        let head = best.len().min(HEAD);
        let Some(head) = best.get_mut(..head) else { return Ok(()) };
        let mut places: Vec<(DocAddress, usize)> =
            head.iter().enumerate().map(|(place, (_, address))| (*address, place)).collect();
        places.sort_unstable();
        for of_segment in places.chunk_by(|one, other| one.0.segment_ord == other.0.segment_ord) {
            let Some((DocAddress { segment_ord, .. }, _)) = of_segment.first() else { continue };
            let docs: Vec<DocId> = of_segment.iter().map(|(address, _)| address.doc_id).collect();
            let shapes = self.shapes(*segment_ord, &docs)?;
            let standing = Standing::of(self.searcher, *segment_ord)?;
            for ((address, place), shape) in of_segment.iter().zip(shapes) {
                let moved = standing.moved(address.doc_id, self.today, self.outcomes.get(address));
                if let Some((score, _)) = head.get_mut(*place) {
                    *score *= shape.factor() * (1.0 + moved.share());
                }
            }
        }
        head.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(())
    }

    /// Measures how the words stand in each of the cards of a segment, which are named in order.
    fn shapes(&self, segment: u32, docs: &[DocId]) -> Result<Vec<Shape>, TantivyError> {
        let groups = self.plan.wanted.len();
        let cards = self.searcher.num_docs() as f32;
        let tells: Vec<f32> =
            self.plan.wanted.iter().map(|wanted| (1.0 + cards / (1.0 + wanted.cards as f32)).ln()).collect();
        let told: f32 = tells.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let reader = self.searcher.segment_reader(segment);
        let in_title = self.standing(segment, self.fields.title, docs)?;
        let in_body = if groups < 2 { Vec::new() } else { self.standing(segment, self.fields.body, docs)? };
        let lengths = reader.get_fieldnorms_reader(self.fields.title)?;
        let exact = self.exact(segment, docs, &tells)?;
        let mut shapes = Vec::with_capacity(docs.len());
        for (place, doc) in docs.iter().enumerate() {
            let positions = in_title.get(place).map(Vec::as_slice).unwrap_or_default();
            let share = share_of(positions, &tells);
            let mut words = positions.len();
            words -= positions.windows(2).filter(|pair| pair[0].0 == pair[1].0).count();
            let cover = (words as f32 / lengths.fieldnorm(*doc).max(1) as f32).min(1.0);
            // Common words stand close together everywhere, so closeness counts by what the words tell.
            let near = in_body
                .get(place)
                .map_or(0.0, |positions| closest(positions, groups) * share_of(positions, &tells));
            shapes.push(Shape {
                close: (closest(positions, groups) * share).max(near) / told,
                title: cover * share / told,
                begins: begins(positions, groups) * share / told,
                exact: exact.get(place).copied().unwrap_or_default() / told,
            });
        }
        Ok(shapes)
    }

    /// Gathers where in one field the words stand, for each card in the order of the text.
    fn standing(
        &self,
        segment: u32,
        field: Field,
        docs: &[DocId],
    ) -> Result<Vec<Vec<(u32, usize)>>, TantivyError> {
        let mut standing: Vec<Vec<(u32, usize)>> = vec![Vec::new(); docs.len()];
        let index = self.searcher.segment_reader(segment).inverted_index(field)?;
        for (group, wanted) in self.plan.wanted.iter().enumerate() {
            gather(&index, field, wanted, group, docs, &mut standing)?;
        }
        for positions in &mut standing {
            positions.sort_unstable();
        }
        Ok(standing)
    }

    /// Adds up for each card how much those words tell that stand in it as they were typed.
    fn exact(&self, segment: u32, docs: &[DocId], tells: &[f32]) -> Result<Vec<f32>, TantivyError> {
        let mut exact = vec![0.0; docs.len()];
        let field = self.fields.words;
        let index = self.searcher.segment_reader(segment).inverted_index(field)?;
        for (wanted, tells) in self.plan.wanted.iter().zip(tells) {
            let Some(word) = &wanted.group.word else { continue };
            let term = Term::from_field_text(field, word);
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            for (doc, exact) in docs.iter().zip(&mut exact) {
                let reached = if postings.doc() < *doc { postings.seek(*doc) } else { postings.doc() };
                if reached == *doc {
                    *exact += tells;
                }
            }
        }
        Ok(exact)
    }
}

/// Adds the positions at which the forms of a word stand in each of the cards.
fn gather(
    index: &InvertedIndexReader,
    field: Field,
    wanted: &Wanted,
    group: usize,
    docs: &[DocId],
    standing: &mut [Vec<(u32, usize)>],
) -> Result<(), TantivyError> {
    let stems = wanted.stems.iter().map(|(stem, _)| stem).take(FORMS);
    let mut positions = Vec::new();
    for stem in stems.chain(wanted.group.beside.first()) {
        let term = Term::from_field_text(field, stem);
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
            continue;
        };
        for (doc, standing) in docs.iter().zip(standing.iter_mut()) {
            let reached = if postings.doc() < *doc { postings.seek(*doc) } else { postings.doc() };
            if reached == *doc {
                postings.positions(&mut positions);
                let near = positions.iter().take_while(|position| **position < FIRST_WORDS);
                standing.extend(near.map(|position| (*position, group)));
            }
        }
    }
    Ok(())
}

/// Adds up how much those words tell that stand at some position.
fn share_of(positions: &[(u32, usize)], tells: &[f32]) -> f32 {
    let mut present = vec![false; tells.len()];
    for (_, group) in positions {
        present[*group] = true;
    }
    present.iter().zip(tells).filter(|(is, _)| **is).map(|(_, tells)| tells).sum()
}

/// Measures how many words from the first on are those of the query, one after the other: the share of them.
fn begins(positions: &[(u32, usize)], groups: usize) -> f32 {
    let mut next = 0;
    let mut last = None;
    for (position, _) in positions {
        if *position == next {
            next += 1;
            last = Some(*position);
        } else if last != Some(*position) {
            break;
        }
    }
    (next as f32 / groups.max(1) as f32).min(1.0)
}

/// Measures the shortest stretch that holds the most different words: their number against the words it spans, as a
/// share of all words asked for.
fn closest(positions: &[(u32, usize)], groups: usize) -> f32 {
    let mut counts = vec![0_usize; groups];
    let present = {
        let mut seen = vec![false; groups];
        for (_, group) in positions {
            seen[*group] = true;
        }
        seen.into_iter().filter(|seen| *seen).count()
    };
    if present < 2 {
        return 0.0;
    }
    let mut shortest = u32::MAX;
    let mut inside = 0;
    let mut start = 0;
    for (end_position, end_group) in positions {
        inside += usize::from(counts[*end_group] == 0);
        counts[*end_group] += 1;
        while inside == present {
            let (start_position, start_group) = positions[start];
            shortest = shortest.min(end_position - start_position + 1);
            counts[start_group] -= 1;
            inside -= usize::from(counts[start_group] == 0);
            start += 1;
        }
    }
    let present = present as f32;
    (present / shortest as f32).min(1.0) * (present / groups as f32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::{FIRST_WORDS, Order, closest};
    use crate::answer::standing::Outcomes;
    use crate::index::CardIndex;
    use crate::query::{Plan, Typed};
    use crate::{CardDocument, Effort};

    #[test]
    fn only_the_first_words_of_a_text_are_looked_at() {
        let place = tempfile::tempdir().unwrap();
        let index = CardIndex::open(place.path(), "p").unwrap().into_index();
        let mut writer = index.writer(Effort::Edit).unwrap();
        writer.put(CardDocument { body: "spare parts ".repeat(20_000), ..CardDocument::default() }).unwrap();
        writer.commit("").unwrap();
        writer.close().unwrap();
        index.refresh().unwrap();
        let state = index.state();
        let plan =
            Plan::all_words(&Typed::read("spare parts ", &|_, _, _| Vec::new()), &state.vocabulary).unwrap();
        let order = Order {
            searcher: &state.searcher,
            fields: &index.fields,
            plan: &plan,
            today: 0,
            outcomes: &Outcomes::default(),
        };
        let standing = order.standing(0, index.fields.body, &[0]).unwrap();
        assert_eq!(standing[0].len(), FIRST_WORDS as usize);
    }

    #[test]
    fn closer_is_nearer_to_one() {
        let beside = closest(&[(4, 0), (5, 1)], 2);
        let apart = closest(&[(4, 0), (14, 1)], 2);
        assert!((beside - 1.0).abs() < 1e-6);
        assert!(apart < beside && apart > 0.0);
        assert!(closest(&[(4, 0), (5, 0)], 2).abs() < 1e-6);
        assert!((closest(&[(1, 0), (9, 1), (10, 0)], 2) - 1.0).abs() < 1e-6);
    }
}
