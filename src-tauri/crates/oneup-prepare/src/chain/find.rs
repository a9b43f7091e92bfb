//! Finds the best chains without walking all of them.
//!
//! Points add up, so the best pairs through a challenge come from its best halves: the pair of the i-th half before and
//! the j-th after cannot be among the best n when i·j pairs that are no worse come before it. A challenge with ten
//! thousand forces and ten thousand factors costs two sorted lists, not a hundred million paths.

use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::civil::Date;
use oneup_cards::CardType;

use super::halves::Half;
use super::{Chain, ChainQuery, Chains, Counted, End, MAX_CHAINS, Step, Term};
use crate::filter::Asked;
use crate::graph::CardGraph;
use crate::weakness::WeakPlace;

/// A half with its points.
#[derive(Clone, Copy)]
struct Scored<'g> {
    half: Half<'g>,
    points: i32,
}

/// A path before it is made into words.
struct Path<'g> {
    score: i32,
    force: u32,
    first: Half<'g>,
    challenge: Option<u32>,
    second: Option<Half<'g>>,
}

impl CardGraph {
    /// Finds the best chains for an audience.
    #[must_use]
    pub fn chains(&self, query: &ChainQuery) -> Chains {
        let mut search = Search {
            graph: self,
            asked: self.asked(&query.audience),
            today: query.today,
            points: HashMap::new(),
        };
        let through = match &query.through {
            None => None,
            Some(id) => match self.number(id).filter(|slot| self.facts(*slot).is_some()) {
                None => return Chains { best: Vec::new(), counted: Counted::default() },
                found => found,
            },
        };
        let (paths, counted) = search.best(through, query.limit.min(MAX_CHAINS));
        Chains { best: paths.iter().filter_map(|path| search.chain(path)).collect(), counted }
    }
}

struct Search<'g> {
    graph: &'g CardGraph,
    asked: Asked,
    today: Date,
    /// What each card brings, worked out once.
    points: HashMap<u32, i32>,
}

impl<'g> Search<'g> {
    fn best(&mut self, through: Option<u32>, limit: usize) -> (Vec<Path<'g>>, Counted) {
        let mut counted = Counted::default();
        let mut paths = Vec::new();
        for challenge in self.challenges(through) {
            let passes = |half: &Half<'_>, kind| {
                through.is_none_or(|card| !self.graph.is(card, kind) || half.card == Some(card))
            };
            let before: Vec<Half<'g>> =
                self.graph.halves_before(challenge).filter(|half| passes(half, CardType::Force)).collect();
            let after: Vec<Half<'g>> =
                self.graph.halves_after(challenge).filter(|half| passes(half, CardType::Factor)).collect();
            let dead = after.iter().filter(|half| half.card.is_none()).count() as u64;
            counted.complete += before.len() as u64 * (after.len() as u64 - dead);
            counted.broken += before.len() as u64 * dead;
            self.pairs(challenge, before, after, limit, &mut paths);
            self.keep_best(&mut paths, limit, limit * 4);
        }
        for force in self.forces(through) {
            for first in self.graph.dead_effects(force) {
                counted.broken += 1;
                let score = self.card_points(force) + self.link_points(&first);
                paths.push(Path { score, force, first, challenge: None, second: None });
            }
            self.keep_best(&mut paths, limit, limit * 4);
        }
        self.keep_best(&mut paths, limit, 0);
        (paths, counted)
    }

    /// Adds every pair of halves that can be among the best.
    fn pairs(
        &mut self,
        challenge: u32,
        before: Vec<Half<'g>>,
        after: Vec<Half<'g>>,
        limit: usize,
        paths: &mut Vec<Path<'g>>,
    ) {
        let before = self.sorted(before);
        let after = self.sorted(after);
        let middle = self.card_points(challenge);
        for (i, first) in before.iter().enumerate() {
            for (j, second) in after.iter().enumerate() {
                if (i + 1) * (j + 1) > limit {
                    break;
                }
                let Some(force) = first.half.card else { continue };
                paths.push(Path {
                    score: first.points + middle + second.points,
                    force,
                    first: first.half,
                    challenge: Some(challenge),
                    second: Some(second.half),
                });
            }
        }
    }

    fn sorted(&mut self, halves: Vec<Half<'g>>) -> Vec<Scored<'g>> {
        let mut scored: Vec<Scored<'g>> = halves
            .into_iter()
            .map(|half| {
                let card = half.card.map_or(0, |card| self.card_points(card));
                Scored { half, points: card + self.link_points(&half) }
            })
            .collect();
        scored.sort_unstable_by(|a, b| {
            b.points.cmp(&a.points).then_with(|| self.compare_halves(&a.half, &b.half))
        });
        scored
    }

    /// Cuts the list to the best, once it has grown to a size.
    fn keep_best(&self, paths: &mut Vec<Path<'g>>, limit: usize, grown_to: usize) {
        if paths.len() <= grown_to {
            return;
        }
        paths.sort_unstable_by(|a, b| self.compare(a, b));
        paths.truncate(limit);
    }

    fn compare(&self, a: &Path<'_>, b: &Path<'_>) -> Ordering {
        let id = |slot: Option<u32>| slot.and_then(|slot| self.graph.node(slot)).map(|node| &node.id);
        b.score
            .cmp(&a.score)
            .then_with(|| self.compare_halves(&a.first, &b.first))
            .then_with(|| self.graph.by_id(a.force, b.force))
            .then_with(|| id(a.challenge).cmp(&id(b.challenge)))
            .then_with(|| match (&a.second, &b.second) {
                (Some(a), Some(b)) => self.compare_halves(a, b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            })
    }

    fn compare_halves(&self, a: &Half<'_>, b: &Half<'_>) -> Ordering {
        let id = |half: &Half<'_>| half.card.and_then(|slot| self.graph.node(slot)).map(|node| &node.id);
        id(a).cmp(&id(b)).then_with(|| a.nth.cmp(&b.nth))
    }

    /// The challenges that a chain through a card can pass.
    fn challenges(&self, through: Option<u32>) -> Vec<u32> {
        let graph = self.graph;
        let Some(card) = through else {
            return graph.order.iter().copied().filter(|slot| graph.is(*slot, CardType::Challenge)).collect();
        };
        let mut found: Vec<u32> = match graph.facts(card).map(|card| card.kind) {
            Some(CardType::Challenge) => vec![card],
            Some(CardType::Force) => graph.links_of(card).map(|(_, _, to)| to).collect(),
            Some(CardType::Factor) => graph.links_to(card).map(|(from, _, _)| from).collect(),
            _ => Vec::new(),
        };
        found.retain(|slot| graph.is(*slot, CardType::Challenge));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The forces whose dead links belong to the answer.
    fn forces(&self, through: Option<u32>) -> Vec<u32> {
        match through {
            Some(card) => {
                Some(card).filter(|card| self.graph.is(*card, CardType::Force)).into_iter().collect()
            }
            None => self
                .graph
                .order
                .iter()
                .copied()
                .filter(|slot| self.graph.is(*slot, CardType::Force))
                .collect(),
        }
    }

    fn card_terms(&self, slot: u32) -> Vec<Term> {
        let graph = self.graph;
        graph
            .facts(slot)
            .map(|card| graph.card_terms(&self.asked, slot, card, self.today))
            .unwrap_or_default()
    }

    fn card_points(&mut self, slot: u32) -> i32 {
        if let Some(points) = self.points.get(&slot) {
            return *points;
        }
        let points = self.card_terms(slot).into_iter().map(Term::points).sum();
        self.points.insert(slot, points);
        points
    }

    fn link_term(&self, half: &Half<'_>) -> Option<Term> {
        half.edge.weakness(&self.graph.nodes).map(Term::Weak)
    }

    fn link_points(&self, half: &Half<'_>) -> i32 {
        self.link_term(half).map_or(0, Term::points)
    }

    /// Puts a path into words.
    fn chain(&self, path: &Path<'_>) -> Option<Chain> {
        let mut steps = vec![self.step(&path.first, path.challenge)?];
        if let Some(second) = &path.second {
            steps.push(self.step(second, second.card)?);
        }
        let cards = [Some(path.force), path.challenge, path.second.and_then(|half| half.card)];
        let halves = [Some(path.first), path.second];
        let mut all: Vec<Term> = cards.iter().flatten().flat_map(|slot| self.card_terms(*slot)).collect();
        all.extend(halves.iter().flatten().filter_map(|half| self.link_term(half)));
        all.sort_unstable();
        let mut terms: Vec<(Term, i32)> = Vec::new();
        for term in all {
            match terms.last_mut() {
                Some((last, points)) if *last == term => *points += term.points(),
                _ => terms.push((term, term.points())),
            }
        }
        Some(Chain {
            force: self.graph.face(path.force, self.today)?,
            steps,
            weakest: self.weakest(path),
            score: path.score,
            terms,
        })
    }

    fn step(&self, half: &Half<'_>, to: Option<u32>) -> Option<Step> {
        let to = match to {
            Some(slot) => End::Card(self.graph.face(slot, self.today)?),
            None => End::Dead(self.graph.written(half.edge)),
        };
        Some(Step {
            verb: half.edge.verb?,
            because: half.edge.because.as_deref().map(str::to_owned),
            sources: half.edge.sources,
            line: half.edge.line,
            to,
        })
    }

    fn weakest(&self, path: &Path<'_>) -> Option<WeakPlace> {
        let card = |slot: u32| {
            let node = self.graph.node(slot)?;
            let weakness = node.card.as_ref()?.weakness(self.today)?;
            Some(WeakPlace::Card { id: (*node.id).clone(), weakness })
        };
        let link = |from: u32, half: &Half<'_>| {
            let weakness = half.edge.weakness(&self.graph.nodes)?;
            let from = (*self.graph.node(from)?.id).clone();
            Some(WeakPlace::Link { from, line: half.edge.line, weakness })
        };
        let places = [
            card(path.force),
            link(path.force, &path.first),
            path.challenge.and_then(card),
            path.challenge.zip(path.second.as_ref()).and_then(|(from, half)| link(from, half)),
            path.second.and_then(|half| half.card).and_then(card),
        ];
        places.into_iter().flatten().reduce(
            |worst, place| {
                if place.weakness() > worst.weakness() { place } else { worst }
            },
        )
    }
}
