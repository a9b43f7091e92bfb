//! What holds for every graph, however its links run: circles, wrong types, dead ends, cards that link to themselves.

#[cfg(test)]
mod arbitrary;

use std::collections::HashMap;

use arbitrary::{TODAY, closed, graph_records};
use oneup_cards::{CardType, FullId, Status, Verb};
use oneup_prepare::{
    CardGraph, CardRecord, Chain, ChainQuery, Chains, End, Filter, GapKind, GapQuery, Gaps, Map, MapQuery,
    Neighbourhood, NeighbourhoodQuery, Target, WeakPlace, Weakness,
};
use proptest::prelude::*;

fn chains(graph: &CardGraph, filter: &Filter, limit: usize) -> Chains {
    graph.chains(&ChainQuery { audience: filter.clone(), through: None, today: TODAY, limit })
}

fn gaps(graph: &CardGraph, filter: &Filter) -> Gaps {
    let filter = filter.clone();
    graph.gaps(&GapQuery { filter, kinds: Vec::new(), today: TODAY, skip: 0, limit: usize::MAX })
}

fn map(graph: &CardGraph, filter: &Filter, limit: usize) -> Map {
    graph.map(&MapQuery { filter: filter.clone(), today: TODAY, limit })
}

fn around(graph: &CardGraph, of: &FullId, depth: usize) -> Option<Neighbourhood> {
    graph.neighbourhood(&NeighbourhoodQuery { of: of.clone(), depth, today: TODAY, limit: 1_000 })
}

/// Everything the graph can say.
fn pages(graph: &CardGraph, ids: &[FullId]) -> (Chains, Gaps, Map, Map, Vec<Option<Neighbourhood>>) {
    let all = Filter::default();
    let some = Filter { role: vec!["c1".to_owned(), "x".to_owned()], ..Filter::default() };
    (
        chains(graph, &some, 7),
        gaps(graph, &all),
        map(graph, &all, 3),
        map(graph, &some, 100),
        ids.iter().map(|id| around(graph, id, 2)).collect(),
    )
}

/// Walks every path the slow way: for each record its links, for each challenge its links.
fn counted_by_hand(records: &[CardRecord]) -> (u64, u64) {
    let by_id: HashMap<&FullId, &CardRecord> = records.iter().map(|record| (&record.id, record)).collect();
    let (mut complete, mut broken) = (0, 0);
    for force in records.iter().filter(|record| record.kind == CardType::Force) {
        let effects = force.links.iter().filter(|l| matches!(l.verb, Some(Verb::Causes | Verb::Worsens)));
        for effect in effects {
            let challenge = match &effect.target {
                Target::Card(id) => by_id.get(id),
                Target::Missing(_) | Target::Unclear { .. } => None,
                Target::Commitment(_) => continue,
            };
            let Some(challenge) = challenge else {
                broken += 1;
                continue;
            };
            if challenge.kind != CardType::Challenge {
                continue;
            }
            for raised in challenge.links.iter().filter(|link| link.verb == Some(Verb::Raises)) {
                match &raised.target {
                    Target::Card(id) if by_id.get(id).is_some_and(|c| c.kind == CardType::Factor) => {
                        complete += 1;
                    }
                    Target::Card(id) if by_id.contains_key(id) => {}
                    Target::Commitment(_) => {}
                    _ => broken += 1,
                }
            }
        }
    }
    (complete, broken)
}

fn faces(chain: &Chain) -> impl Iterator<Item = &oneup_prepare::CardFace> {
    let ends = chain.steps.iter().filter_map(|step| match &step.to {
        End::Card(card) => Some(card),
        End::Dead(_) => None,
    });
    std::iter::once(&chain.force).chain(ends)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_the_records_changes_nothing(
        (records, mixed) in graph_records().prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle()))
    ) {
        let ids: Vec<FullId> = records.iter().map(|record| record.id.clone()).collect();
        let built = pages(&CardGraph::build(records), &ids);
        prop_assert_eq!(&built, &pages(&CardGraph::build(mixed.clone()), &ids));
        let mut grown = CardGraph::default();
        for record in mixed {
            grown.put(record);
        }
        prop_assert_eq!(&built, &pages(&grown, &ids));
    }

    #[test]
    fn changing_cards_one_by_one_comes_to_the_same_as_building_anew(
        before in graph_records(), after in graph_records()
    ) {
        let ids: Vec<FullId> = before.iter().chain(&after).map(|record| record.id.clone()).collect();
        let mut changed = CardGraph::build(before.clone());
        for record in &before {
            if after.iter().all(|other| other.id != record.id) {
                prop_assert!(changed.remove(&record.id));
            }
        }
        for record in after.clone() {
            changed.put(record);
        }
        prop_assert_eq!(changed.len(), after.len());
        prop_assert_eq!(pages(&changed, &ids), pages(&CardGraph::build(after), &ids));
    }

    #[test]
    fn chains_are_counted_as_by_hand_and_the_best_are_the_first_of_all(
        records in graph_records(), limit in 0..9_usize
    ) {
        let graph = CardGraph::build(records.clone());
        let filter = Filter { role: vec!["x".to_owned()], ..Filter::default() };
        let all = chains(&graph, &filter, 1_000);
        prop_assert_eq!((all.counted.complete, all.counted.broken), counted_by_hand(&records));
        let total = (all.counted.complete + all.counted.broken).min(1_000) as usize;
        prop_assert_eq!(all.best.len(), total);
        prop_assert!(all.best.is_sorted_by(|a, b| a.score >= b.score));
        for chain in &all.best {
            prop_assert_eq!(chain.score, chain.terms.iter().map(|(_, points)| points).sum::<i32>());
            let worst_card = faces(chain).filter_map(|card| card.weakness).max();
            prop_assert!(chain.weakest.as_ref().map(WeakPlace::weakness) >= worst_card);
        }
        let best = chains(&graph, &filter, limit);
        prop_assert_eq!(&best.best[..], &all.best[..limit.min(total)]);
        prop_assert_eq!(best.counted, all.counted);
    }

    #[test]
    fn chains_through_a_card_are_those_of_all_that_name_it(records in graph_records()) {
        let graph = CardGraph::build(records.clone());
        let all = chains(&graph, &Filter::default(), 1_000);
        prop_assume!(all.best.len() < 1_000);
        for record in &records {
            let query = ChainQuery {
                audience: Filter::default(),
                through: Some(record.id.clone()),
                today: TODAY,
                limit: 1_000,
            };
            let through = graph.chains(&query);
            let expected: Vec<Chain> =
                all.best.iter().filter(|chain| faces(chain).any(|card| card.id == record.id)).cloned().collect();
            prop_assert_eq!(&through.best, &expected);
            let counted = through.counted.complete + through.counted.broken;
            prop_assert_eq!(counted, expected.len() as u64);
        }
    }

    #[test]
    fn a_weak_place_is_counted_once_for_each_chain_it_is_the_weakest_of(records in graph_records()) {
        let graph = CardGraph::build(records);
        let all = chains(&graph, &Filter::default(), 1_000);
        prop_assume!(all.best.len() < 1_000);
        let mut expected: HashMap<(GapKind, FullId, Option<u32>), u64> = HashMap::new();
        let in_use = |chain: &&Chain| {
            chain.is_complete() && faces(chain).all(|card| card.status != Status::Withdrawn)
        };
        for chain in all.best.iter().filter(in_use) {
            let key = match chain.weakest.clone() {
                Some(WeakPlace::Card { id, weakness: Weakness::Contested }) => (GapKind::ChainContested, id, None),
                Some(WeakPlace::Card { id, weakness: Weakness::Unsourced }) => (GapKind::ChainUnsourced, id, None),
                Some(WeakPlace::Card { id, weakness: Weakness::Stale }) => (GapKind::ChainStale, id, None),
                Some(WeakPlace::Link { from, line, weakness: Weakness::Unsourced }) => {
                    (GapKind::ChainUnsourced, from, Some(line))
                }
                None | Some(WeakPlace::Link { weakness: Weakness::NoBecause, .. }) => continue,
                Some(other) => panic!("a complete chain in use cannot have {other:?}"),
            };
            *expected.entry(key).or_default() += 1;
        }
        let found = gaps(&graph, &Filter::default());
        let found: HashMap<_, u64> = found
            .rows
            .iter()
            .filter(|gap| gap.chains > 0)
            .map(|gap| {
                let line = match &gap.act {
                    oneup_prepare::Act::SourceLink(link) => Some(link.line),
                    _ => None,
                };
                ((gap.kind, gap.card.id.clone(), line), gap.chains)
            })
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn doing_what_a_gap_asks_for_removes_it(records in graph_records()) {
        let graph = CardGraph::build(records.clone());
        let found = gaps(&graph, &Filter::default());
        prop_assert_eq!(found.total, found.rows.len());
        for gap in &found.rows {
            prop_assert_ne!(gap.card.status, Status::Withdrawn);
            let mended = gaps(&CardGraph::build(closed(&records, gap)), &Filter::default());
            let same = |other: &&oneup_prepare::Gap| {
                other.kind == gap.kind && other.card.id == gap.card.id && other.act == gap.act
            };
            prop_assert_eq!(mended.rows.iter().find(same), None, "{:?}", gap);
        }
    }

    #[test]
    fn a_map_leaves_nothing_out_without_saying_so(records in graph_records(), limit in 0..6_usize) {
        let graph = CardGraph::build(records.clone());
        let whole = map(&graph, &Filter::default(), usize::MAX);
        let capped = map(&graph, &Filter::default(), limit);
        prop_assert_eq!(whole.lines_left_out, 0);
        prop_assert_eq!(capped.lines.len() + capped.lines_left_out, whole.lines.len());
        for (column, all) in capped.columns.iter().zip(&whole.columns) {
            let of_type = records.iter().filter(|record| record.kind == column.kind).count();
            prop_assert_eq!((all.rows.len(), all.left_out), (of_type, 0));
            prop_assert_eq!(column.rows.len(), of_type.min(limit));
            prop_assert_eq!(column.rows.len() + column.left_out, of_type);
        }
        for line in &capped.lines {
            prop_assert!(line.from < capped.columns[line.column].rows.len());
            prop_assert!(line.to < capped.columns[line.column + 1].rows.len());
        }
        let ends: usize = capped.columns.iter().flat_map(|c| &c.rows).map(|row| row.lines_in).sum();
        prop_assert_eq!(ends, capped.lines.len());
    }

    #[test]
    fn a_deeper_neighbourhood_only_adds(records in graph_records()) {
        let graph = CardGraph::build(records.clone());
        let Some(first) = records.first() else { return Ok(()) };
        let near = around(&graph, &first.id, 1).expect("the card is there");
        let far = around(&graph, &first.id, usize::MAX).expect("the card is there");
        prop_assert_eq!(&far.cards[..near.cards.len()], &near.cards[..]);
        prop_assert!(far.cards.is_sorted_by_key(|near| near.distance));
        prop_assert!(far.cards.len() <= records.len());
    }
}
