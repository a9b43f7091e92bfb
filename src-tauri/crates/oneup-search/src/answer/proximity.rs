//! Raising the cards in which the words stand close together.

use std::collections::BTreeMap;

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Searcher, TantivyError, Term};

use crate::query::{Plan, Wanted};
use crate::schema::Fields;

/// How many of the best hits are looked at.
pub(crate) const HEAD: usize = 50;

/// How many forms of one word are looked for.
const FORMS: usize = 12;

/// How many words of a text are looked at: about as many as are looked through to show why a card was found.
const FIRST_WORDS: u32 = 12_000;

/// How much words that stand right beside each other raise a score: they double it. More would help queries of words
/// from a text, and hurt whole questions.
const RAISE: f32 = 1.0;

/// Orders the head of a list anew, by score and by how close the words stand.
pub(crate) fn raise_close(
    searcher: &Searcher,
    fields: &Fields,
    plan: &Plan,
    best: &mut [(f32, DocAddress)],
) -> Result<(), TantivyError> {
    if plan.wanted.len() < 2 {
        return Ok(());
    }
    let head = best.len().min(HEAD);
    let Some(head) = best.get_mut(..head) else { return Ok(()) };
    let mut places: BTreeMap<DocAddress, usize> =
        head.iter().enumerate().map(|(place, (_, address))| (*address, place)).collect();
    let mut closeness = vec![0.0_f32; head.len()];
    for (ord, _) in (0..).zip(searcher.segment_readers()) {
        let docs: Vec<(DocId, usize)> = places
            .range(DocAddress::new(ord, 0)..=DocAddress::new(ord, DocId::MAX))
            .map(|(address, place)| (address.doc_id, *place))
            .collect();
        for field in [fields.title, fields.body] {
            if !docs.is_empty() {
                for (place, close) in closeness_in(searcher, ord, field, plan, &docs)? {
                    if let Some(known) = closeness.get_mut(place) {
                        *known = known.max(close);
                    }
                }
            }
        }
    }
    places.clear();
    let mut raised: Vec<(f32, DocAddress)> = head
        .iter()
        .zip(&closeness)
        .map(|((score, address), close)| (score * (1.0 + RAISE * close), *address))
        .collect();
    raised.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    head.copy_from_slice(&raised);
    Ok(())
}

/// Measures for each card how close the words stand in one field: 1 side by side, 0 if fewer than two stand there.
fn closeness_in(
    searcher: &Searcher,
    segment: u32,
    field: Field,
    plan: &Plan,
    docs: &[(DocId, usize)],
) -> Result<Vec<(usize, f32)>, TantivyError> {
    let mut standing: Vec<Vec<(u32, usize)>> = vec![Vec::new(); docs.len()];
    for (group, wanted) in plan.wanted.iter().enumerate() {
        gather(searcher, segment, field, wanted, group, docs, &mut standing)?;
    }
    Ok(docs
        .iter()
        .zip(&mut standing)
        .map(|((_, place), positions)| {
            positions.sort_unstable();
            (*place, closest(positions, plan.wanted.len()))
        })
        .collect())
}

/// Adds the positions at which the forms of a word stand in each of the cards.
fn gather(
    searcher: &Searcher,
    segment: u32,
    field: Field,
    wanted: &Wanted,
    group: usize,
    docs: &[(DocId, usize)],
    standing: &mut [Vec<(u32, usize)>],
) -> Result<(), TantivyError> {
    let index = searcher.segment_reader(segment).inverted_index(field)?;
    let stems = wanted.stems.iter().map(|(stem, _)| stem).take(FORMS);
    let mut positions = Vec::new();
    for stem in stems.chain(wanted.group.beside.first()) {
        let term = Term::from_field_text(field, stem);
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
            continue;
        };
        for ((doc, _), standing) in docs.iter().zip(standing.iter_mut()) {
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

    use super::{FIRST_WORDS, closest, gather};
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
        let plan = Plan::all_words(&Typed::read("spare parts "), &state.vocabulary).unwrap();
        let mut standing = vec![Vec::new()];
        for (group, wanted) in plan.wanted.iter().enumerate() {
            let docs = [(0, 0)];
            gather(&state.searcher, 0, index.fields.body, wanted, group, &docs, &mut standing).unwrap();
        }
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
