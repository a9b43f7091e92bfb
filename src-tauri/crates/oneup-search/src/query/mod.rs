//! From what was typed to what the engine is asked, in stages.

mod parse;
mod plan;
mod vocabulary;

pub(crate) use parse::Typed;
pub(crate) use plan::{How, Plan, Wanted};
pub(crate) use vocabulary::Vocabulary;

/// What is searched, and how much of the answer is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// What was typed. Empty asks for all cards by title. A last letter or digit leaves the last word unfinished, so
    /// that it is completed; a space or a quotation mark after it finishes it.
    pub query: String,
    /// How many hits to return.
    pub limit: usize,
    /// How many hits to pass over first.
    pub offset: usize,
    /// What the hits are narrowed to.
    pub filters: Filters,
    /// Whether to count the facets.
    pub facets: bool,
    /// Whether to cut snippets.
    pub snippets: bool,
    /// Today, in days since 1970-01-01: what makes a card stale.
    pub today: i32,
}

/// What the hits are narrowed to: any value within a list, every list that is not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Card types.
    pub kind: Vec<String>,
    /// Industries.
    pub industry: Vec<String>,
    /// Roles.
    pub role: Vec<String>,
    /// Stages.
    pub stage: Vec<String>,
    /// Statuses.
    pub status: Vec<String>,
    /// Packs.
    pub pack: Vec<String>,
}

impl SearchRequest {
    /// Makes a request for the first twenty hits with snippets.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), limit: 20, snippets: true, ..Self::default() }
    }
}
