//! The cards around one card, ring by ring, with every link between them.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use oneup_cards::{FullId, Mark, Verb};

use crate::graph::{CardGraph, Edge};
use crate::record::CardFace;
use crate::weakness::Weakness;

/// Whose neighbourhood is wanted.
#[derive(Debug, Clone)]
pub struct NeighbourhoodQuery {
    /// The card in the middle.
    pub of: FullId,
    /// How many links away a card may be.
    pub depth: usize,
    /// The day it is.
    pub today: Date,
    /// The most cards to answer, the one in the middle included.
    pub limit: usize,
}

/// A card and what is around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbourhood {
    /// The card itself, then ring after ring; in a ring by type, then by id.
    pub cards: Vec<Neighbour>,
    /// The links between these cards, by the places of their ends. A plain link is left out where the same card leads
    /// to the same target by a verb, or has a plain link to it already.
    pub lines: Vec<NeighbourLine>,
    /// How many cards within the depth are not among them.
    pub left_out: usize,
}

/// One card of a neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The card.
    pub card: CardFace,
    /// How many links away it is.
    pub distance: usize,
}

/// One link of a neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourLine {
    /// The place of the card it stands in.
    pub from: usize,
    /// The place of the card it leads to.
    pub to: usize,
    /// Its verb; `None` for a plain link.
    pub verb: Option<Verb>,
    /// Its mark.
    pub mark: Option<Mark>,
    /// Its reason.
    pub because: Option<String>,
    /// How many sources stand with it.
    pub sources: u32,
    /// Its line in the file.
    pub line: u32,
    /// What is weak about the link itself.
    pub weakness: Option<Weakness>,
}

impl CardGraph {
    /// Finds what is around a card; `None` when the card is not there.
    #[must_use]
    pub fn neighbourhood(&self, query: &NeighbourhoodQuery) -> Option<Neighbourhood> {
        let middle = self.number(&query.of).filter(|slot| self.facts(*slot).is_some())?;
        let found = self.rings(middle, query.depth);
        let kept: Vec<(u32, usize)> = found.iter().copied().take(query.limit).collect();
        let places: HashMap<u32, usize> = kept.iter().enumerate().map(|(n, (slot, _))| (*slot, n)).collect();
        let card = |(slot, distance): &(u32, usize)| {
            self.face(*slot, query.today).map(|card| Neighbour { card, distance: *distance })
        };
        let mut lines = Vec::new();
        for (from, (slot, _)) in kept.iter().enumerate() {
            self.lines_of(*slot, from, &places, &mut lines);
        }
        Some(Neighbourhood {
            cards: kept.iter().filter_map(card).collect(),
            lines,
            left_out: found.len() - kept.len(),
        })
    }

    /// Every card within the depth, each once and with its distance, whatever circles the links make.
    fn rings(&self, middle: u32, depth: usize) -> Vec<(u32, usize)> {
        let mut seen = HashSet::from([middle]);
        let mut found = vec![(middle, 0)];
        let mut ring = vec![middle];
        for distance in 1..=depth {
            let mut next = Vec::new();
            for card in ring {
                let out = self.links_of(card).map(|(_, _, to)| to);
                let into = self.links_to(card).map(|(from, _, _)| from);
                next.extend(out.chain(into).filter(|slot| seen.insert(*slot)));
            }
            if next.is_empty() {
                break;
            }
            let kind = |slot: u32| self.facts(slot).map(|card| card.kind);
            next.sort_by(|a, b| kind(*a).cmp(&kind(*b)).then_with(|| self.by_id(*a, *b)));
            found.extend(next.iter().map(|slot| (*slot, distance)));
            ring = next;
        }
        found
    }

    /// Adds the links of one card to the others, in the order of their ends.
    fn lines_of(&self, slot: u32, from: usize, places: &HashMap<u32, usize>, lines: &mut Vec<NeighbourLine>) {
        let mut found: Vec<(usize, bool, u32, &Edge)> = self
            .links_of(slot)
            .filter_map(|(nth, edge, to)| Some((*places.get(&to)?, edge.verb.is_none(), nth, edge)))
            .collect();
        found.sort_unstable_by_key(|(to, plain, nth, _)| (*to, *plain, *nth));
        let mut last = None;
        for (to, plain, _, edge) in found {
            let repeats = plain && last == Some(to);
            last = Some(to);
            if !repeats {
                lines.push(NeighbourLine {
                    from,
                    to,
                    verb: edge.verb,
                    mark: edge.mark,
                    because: edge.because.as_deref().map(str::to_owned),
                    sources: edge.sources,
                    line: edge.line,
                    weakness: edge.weakness(&self.nodes),
                });
            }
        }
    }
}
