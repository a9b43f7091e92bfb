//! From what was typed to what the engine is asked, in stages.

mod condition;
mod grammar;
mod operator;
mod parse;
mod plan;
mod vocabulary;

use std::cell::Cell;
use std::sync::Arc;

use tantivy::query::Query;
use tantivy::{Searcher, TantivyError};

use crate::facts::{Facts, Synonyms};
use crate::schema::Fields;

pub use operator::{OPERATORS, Operator};
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
    /// What is known about the cards beside their text.
    pub facts: Arc<Facts>,
    /// Words that mean the same.
    pub synonyms: Arc<Synonyms>,
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

/// Reads a query beside the values that cards have.
pub(crate) fn read(searcher: &Searcher, fields: &Fields, query: &str) -> Result<Typed, TantivyError> {
    let failed = Cell::new(None);
    let typed = Typed::read(query, &|name, value, open| {
        condition::values(searcher, fields, name, value, open).unwrap_or_else(|error| {
            failed.set(Some(error));
            Vec::new()
        })
    });
    failed.take().map_or(Ok(typed), Err)
}

/// Makes the query of what a card must meet beside the words; none if there is no such thing.
pub(crate) fn condition(
    typed: &Typed,
    fields: &Fields,
    vocabulary: &Vocabulary,
    request: &SearchRequest,
) -> Result<Option<Box<dyn Query>>, TantivyError> {
    condition::query(&typed.condition, fields, vocabulary, request)
}
