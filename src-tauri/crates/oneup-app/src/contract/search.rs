//! What is typed into the search box, and what comes back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A query with its filters.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct SearchRequest {
    /// What was typed. Empty means every card, by title.
    pub q: String,
    /// How many hits to return, at most 1,000.
    pub limit: u32,
    /// How many hits to pass over first.
    pub offset: u32,
    /// Chosen facet values: any value within one facet, all facets together.
    pub filters: Vec<Filter>,
    /// Whether facet counts are wanted.
    pub facets: bool,
}

/// The chosen values of one facet.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct Filter {
    /// The facet.
    pub facet: FacetName,
    /// The values, any of which may match.
    pub values: Vec<String>,
}

/// What cards can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FacetName {
    /// The type of the card.
    Type,
    /// The industry it speaks about.
    Industry,
    /// The role it is for.
    Role,
    /// The conversation it belongs to.
    Stage,
    /// Draft, ready, contested or withdrawn.
    Status,
    /// The pack it came with.
    Pack,
}

/// The answer to one query.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SearchResponse {
    /// How many cards match in all; exact.
    pub total: u32,
    /// The best of them, in order.
    pub hits: Vec<Hit>,
    /// The counts by facet, where they were asked for.
    pub facets: Vec<FacetGroup>,
    /// Whether the index is still being built, so that cards may be missing.
    pub partial: bool,
    /// Said about the query itself, such as that it was shortened.
    pub notes: Vec<String>,
    /// Time inside the program for this query, in microseconds.
    pub micros: u32,
}

/// One card that was found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Hit {
    /// What names the card in every call: its full id `pack/id`, or its path where two cards carry one id.
    pub key: String,
    /// The id within the pack.
    pub id: String,
    /// The path within the library.
    pub path: String,
    /// The title, with what matched.
    pub title: Marked,
    /// The type of the card.
    #[serde(rename = "type")]
    pub kind: String,
    /// The pack it came with; `mine` for the rep's own.
    pub pack: String,
    /// Draft, ready, contested or withdrawn.
    pub status: String,
    /// Whether its review date has passed or its sources were checked too long ago.
    pub stale: bool,
    /// How many figures in it have no source.
    pub unsourced: u32,
    /// How well it matched, comparable within one answer only.
    pub score: f32,
    /// The place in the text that matched, where there is one.
    pub snippet: Option<Marked>,
    /// One sentence: why this card is here.
    pub why: String,
}

/// A text in parts, some of which matched the query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Marked {
    /// The parts in order; together they are the whole text.
    pub parts: Vec<Part>,
}

/// A stretch of text that matched, or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Whether it matched.
    pub hit: bool,
}

/// One facet with its counts.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FacetGroup {
    /// The facet.
    pub name: FacetName,
    /// Its values, most frequent first.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FacetValue {
    /// The value as cards carry it.
    pub value: String,
    /// How a person would write it.
    pub label: String,
    /// How many cards would be left with it.
    pub count: u32,
    /// Whether it is chosen now.
    pub chosen: bool,
}
