//! What a search answers, and how the answer is made.

mod collect;
mod explain;
mod facets;
mod marks;
mod order;
mod search;
mod snippet;
mod standing;
mod weights;
mod why;

use std::ops::Range;

pub use explain::Explanation;
pub(crate) use standing::{Outcomes, outcomes};
pub use weights::{WEIGHTS, Weight};

/// The answer to a search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    /// How many cards the search finds in all: paging through them gives exactly this many.
    pub total: usize,
    /// The hits of the page that was asked for, best first.
    pub hits: Vec<Hit>,
    /// For each facet its values with counts; empty unless asked for.
    pub facets: Vec<FacetCounts>,
    /// The last stage that was needed.
    pub stage: Stage,
    /// What the reader should know about the search, in sentences: what was cut or left out.
    pub notes: Vec<String>,
}

/// A stage of a search. Hits of an earlier stage stand above those of a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing was asked for: all cards, by title.
    Everything,
    /// All words, the last one completed.
    AllWords,
    /// All words, some of them in other words for the same.
    OtherWords,
    /// All words, where words the library hardly knows may hold one typing error.
    Corrected,
    /// Any of the words.
    AnyWord,
}

/// A card that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The full id, `pack/id`.
    pub key: String,
    /// Whether another card carries the same full id, so that only the path tells them apart.
    pub twins: bool,
    /// The id within the pack.
    pub id: String,
    /// The path of the card's file.
    pub path: String,
    /// The pack.
    pub pack: String,
    /// The card's type.
    pub kind: String,
    /// The title, with what was searched marked in it.
    pub title: Marked,
    /// The status.
    pub status: String,
    /// Whether the card is past its review on the day of the request.
    pub stale: bool,
    /// How many figures in it have no source.
    pub unsourced: u32,
    /// The stage that found it.
    pub stage: Stage,
    /// Higher stands above lower; it means nothing beyond this one answer.
    pub score: f32,
    /// A stretch of the body around what was searched; none without a body, or unless asked for.
    pub snippet: Option<Marked>,
    /// Why this card is here, in one sentence.
    pub why: String,
}

/// A text with marks in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// The marked bytes: in order, apart from each other, on character bounds.
    pub marks: Vec<Range<usize>>,
}

/// How many of the found cards have each value of a facet, all filters applied but this facet's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet: `type`, `industry`, `role`, `stage`, `status` or `pack`.
    pub facet: &'static str,
    /// Its values, most frequent first.
    pub values: Vec<FacetCount>,
}

/// A value of a facet with its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// How many of the found cards have it.
    pub cards: usize,
}
