//! What leads to what: the map of a library, and what is around one card.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the map.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct MapRequest {
    /// Only cards of any of these industries, and those for all of them; empty means every one.
    #[serde(default)]
    pub industry: Vec<String>,
    /// Only cards of any of these roles, and those for all of them; empty means every one.
    #[serde(default)]
    pub role: Vec<String>,
    /// The most cards in one column; those with the most lines are kept.
    pub limit: u32,
}

/// The map: forces, challenges and factors in three columns, and the lines between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MapPage {
    /// The three columns.
    pub columns: Vec<MapColumn>,
    /// The lines from the first column to the second, then from the second to the third, from top to bottom.
    pub lines: Vec<MapLine>,
    /// How many lines are not drawn, because a card at one end is not.
    pub lines_left_out: u32,
    /// Whether cards may be missing, because the library is still being read.
    pub partial: bool,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MapColumn {
    /// The type of its cards.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its cards from top to bottom, so that lines cross little.
    pub rows: Vec<MapRow>,
    /// How many cards are not drawn.
    pub left_out: u32,
}

/// One card of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MapRow {
    /// The card.
    pub card: CardFace,
    /// How many lines lead to it.
    pub lines_in: u32,
    /// How many lines lead from it.
    pub lines_out: u32,
}

/// A card as a page names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CardFace {
    /// The full id.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its status as shown.
    pub status: String,
    /// The worst that can be said of it.
    pub weakness: Option<Weakness>,
}

/// What is weak about a card or a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// Its review has passed, or its sources were not looked at for too long.
    Stale,
    /// Something it claims has no source.
    Unsourced,
    /// A line gives no reason.
    NoBecause,
    /// Somebody doubts the card.
    Contested,
    /// The card is no longer used.
    Withdrawn,
    /// A line leads to no card, or to more than one.
    Dead,
}

/// One line of the map: the card at `from` in its column leads to the card at `to` in the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MapLine {
    /// The column it starts in: 0 or 1.
    pub column: u32,
    /// The place of its start in that column.
    pub from: u32,
    /// The place of its end in the next column.
    pub to: u32,
    /// The verb, such as “causes”.
    pub phrase: String,
    /// The verb from the other side, such as “is caused by”.
    pub inverse: String,
    /// The reason.
    pub because: Option<String>,
    /// How many sources stand with it.
    pub sources: u32,
    /// What is weak about the line itself.
    pub weakness: Option<Weakness>,
}

/// Asks for what is around a card.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct NeighbourhoodRequest {
    /// The card, as an answer named it.
    pub key: String,
    /// How many links away a card may be.
    pub depth: u32,
    /// The most cards, the one in the middle included.
    pub limit: u32,
}

/// A card and what is around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NeighbourhoodPage {
    /// The card itself, then ring after ring.
    pub cards: Vec<Neighbour>,
    /// The links between these cards.
    pub lines: Vec<NeighbourLine>,
    /// How many cards are not among them.
    pub left_out: u32,
}

/// One card of a neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Neighbour {
    /// The card.
    pub card: CardFace,
    /// How many links away it is.
    pub distance: u32,
}

/// One link of a neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NeighbourLine {
    /// The place of the card it stands in.
    pub from: u32,
    /// The place of the card it leads to.
    pub to: u32,
    /// The verb, or “mentions”.
    pub phrase: String,
    /// The verb from the other side.
    pub inverse: String,
    /// The mark, such as “4/5”.
    pub mark: Option<String>,
    /// The reason.
    pub because: Option<String>,
    /// How many sources stand with it.
    pub sources: u32,
    /// What is weak about the link itself.
    pub weakness: Option<Weakness>,
}
