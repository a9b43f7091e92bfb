//! The map: forces, challenges and factors in three columns, with the reason on each line between them.
//!
//! A page draws the rows it shows and finds the ends of a line by the row's place, so five thousand cards cost no more
//! to scroll than fifty. The same rows and lines, read in order, are the list that a screen reader reads.

mod order;

use std::collections::HashMap;

use jiff::civil::Date;
use oneup_cards::{CardType, Verb};

use crate::filter::Filter;
use crate::graph::{CardGraph, Edge};
use crate::record::CardFace;
use crate::weakness::Weakness;

/// Which part of the map is wanted.
#[derive(Debug, Clone)]
pub struct MapQuery {
    /// Only these cards.
    pub filter: Filter,
    /// The day it is.
    pub today: Date,
    /// The most cards in one column; those with the most lines are kept.
    pub limit: usize,
}

/// The three columns and the lines between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// Forces, challenges, factors.
    pub columns: [Column; 3],
    /// The lines from the first column to the second, then from the second to the third; by the places of their ends.
    pub lines: Vec<Line>,
    /// How many lines of the filter's cards are not drawn, because a card at one end was left out.
    pub lines_left_out: usize,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The type of its cards.
    pub kind: CardType,
    /// Its cards from top to bottom, in an order in which lines cross little; cards without a line come last.
    pub rows: Vec<Row>,
    /// How many cards of the filter are not drawn.
    pub left_out: usize,
}

/// One card of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The card.
    pub card: CardFace,
    /// How many of the map's lines lead to it.
    pub lines_in: usize,
    /// How many of the map's lines lead from it.
    pub lines_out: usize,
}

/// One line: the card at `from` in its column `verb` the card at `to` in the next, because.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The column it starts in: 0 or 1. It ends in the next.
    pub column: usize,
    /// The place of its start in that column.
    pub from: usize,
    /// The place of its end in the next column.
    pub to: usize,
    /// The verb, which reads both ways.
    pub verb: Verb,
    /// The reason, when one is written.
    pub because: Option<String>,
    /// How many sources stand with it.
    pub sources: u32,
    /// Its line in the file of the card it starts from.
    pub line: u32,
    /// What is weak about the line itself.
    pub weakness: Option<Weakness>,
}

const KINDS: [CardType; 3] = [CardType::Force, CardType::Challenge, CardType::Factor];

/// A line before its ends have their places: two cards by number, and the link.
struct Drawn<'g> {
    from: u32,
    to: u32,
    edge: &'g Edge,
}

impl CardGraph {
    /// Lays out the map.
    #[must_use]
    pub fn map(&self, query: &MapQuery) -> Map {
        let asked = self.asked(&query.filter);
        let shown = KINDS.map(|kind| {
            let cards = self.order.iter().copied();
            cards.filter(|slot| self.is(*slot, kind) && self.shows(&asked, *slot)).collect::<Vec<u32>>()
        });
        let [forces, challenges, factors] = &shown;
        let all = [self.between(forces, challenges), self.between(challenges, factors)];
        let kept = self.kept(shown.clone(), &all, query.limit);
        let places = kept.each_ref().map(|column| places_of(column));

        let [left, middle, right] = &places;
        let lines = [ends(&all[0], left, middle), ends(&all[1], middle, right)];
        let order = order::order(kept.each_ref().map(Vec::len), &lines);
        let sorted = [0, 1, 2].map(|n| in_order(&kept[n], &order[n]));
        let rows = sorted.each_ref().map(|column| places_of(column));

        let mut drawn = Vec::new();
        for (column, lines) in all.iter().enumerate() {
            let (Some(starts), Some(ends)) = (rows.get(column), rows.get(column + 1)) else { continue };
            drawn.extend(lines.iter().filter_map(|line| {
                self.line(column, *starts.get(&line.from)?, *ends.get(&line.to)?, line.edge)
            }));
        }
        drawn.sort_by_key(|line| (line.column, line.from, line.to, line.line));
        let lines_left_out = all.iter().map(Vec::len).sum::<usize>() - drawn.len();
        let mut columns = [0, 1, 2].map(|n| Column {
            kind: KINDS[n],
            rows: sorted[n].iter().filter_map(|slot| self.row(*slot, query.today)).collect(),
            left_out: shown[n].len() - kept[n].len(),
        });
        for line in &drawn {
            if let Some(row) = columns.get_mut(line.column).and_then(|column| column.rows.get_mut(line.from))
            {
                row.lines_out += 1;
            }
            if let Some(row) =
                columns.get_mut(line.column + 1).and_then(|column| column.rows.get_mut(line.to))
            {
                row.lines_in += 1;
            }
        }
        Map { columns, lines: drawn, lines_left_out }
    }

    /// The links by which the cards of one column lead to those of the next.
    fn between(&self, starts: &[u32], ends: &[u32]) -> Vec<Drawn<'_>> {
        let ends = places_of(ends);
        let links =
            starts.iter().flat_map(|from| self.links_of(*from).map(|(_, edge, to)| (*from, edge, to)));
        links
            .filter(|(_, edge, to)| {
                matches!(edge.verb, Some(Verb::Causes | Verb::Worsens | Verb::Raises))
                    && ends.contains_key(to)
            })
            .map(|(from, edge, to)| Drawn { from, to, edge })
            .collect()
    }

    /// The cards that are drawn, in the order of their ids: the challenges with the most lines, then the forces and
    /// factors with the most lines to those.
    fn kept(&self, shown: [Vec<u32>; 3], lines: &[Vec<Drawn<'_>>; 2], limit: usize) -> [Vec<u32>; 3] {
        let [forces, challenges, factors] = shown;
        let mut count: HashMap<u32, usize> = HashMap::new();
        for line in &lines[0] {
            *count.entry(line.to).or_default() += 1;
        }
        for line in &lines[1] {
            *count.entry(line.from).or_default() += 1;
        }
        let challenges = self.most(challenges, &count, limit);
        let drawn = places_of(&challenges);
        for line in lines[0].iter().filter(|line| drawn.contains_key(&line.to)) {
            *count.entry(line.from).or_default() += 1;
        }
        for line in lines[1].iter().filter(|line| drawn.contains_key(&line.from)) {
            *count.entry(line.to).or_default() += 1;
        }
        [self.most(forces, &count, limit), challenges, self.most(factors, &count, limit)]
    }

    fn most(&self, mut cards: Vec<u32>, lines: &HashMap<u32, usize>, limit: usize) -> Vec<u32> {
        if cards.len() > limit {
            let count = |slot: &u32| lines.get(slot).copied().unwrap_or(0);
            cards.sort_by_key(|slot| std::cmp::Reverse(count(slot)));
            cards.truncate(limit);
            cards.sort_by(|a, b| self.by_id(*a, *b));
        }
        cards
    }

    fn line(&self, column: usize, from: usize, to: usize, edge: &Edge) -> Option<Line> {
        Some(Line {
            column,
            from,
            to,
            verb: edge.verb?,
            because: edge.because.as_deref().map(str::to_owned),
            sources: edge.sources,
            line: edge.line,
            weakness: edge.weakness(&self.nodes),
        })
    }

    fn row(&self, slot: u32, today: Date) -> Option<Row> {
        Some(Row { card: self.face(slot, today)?, lines_in: 0, lines_out: 0 })
    }
}

fn places_of(column: &[u32]) -> HashMap<u32, usize> {
    column.iter().enumerate().map(|(place, slot)| (*slot, place)).collect()
}

/// The lines between two columns as pairs of places; lines to cards that are not drawn are left out.
fn ends(
    lines: &[Drawn<'_>],
    starts: &HashMap<u32, usize>,
    ends: &HashMap<u32, usize>,
) -> Vec<(usize, usize)> {
    lines.iter().filter_map(|line| Some((*starts.get(&line.from)?, *ends.get(&line.to)?))).collect()
}

fn in_order(column: &[u32], order: &[usize]) -> Vec<u32> {
    order.iter().filter_map(|place| column.get(*place).copied()).collect()
}
