//! Search, from the contract's request to the index and back.

use std::time::Instant;

use oneup_search::Filters;

use crate::app::App;
use crate::clock::{days_since_1970, today};
use crate::contract::{
    FacetGroup, FacetName, FacetValue, Filter, Hit, Marked, Part, SearchRequest, SearchResponse,
};
use crate::error::AppError;
use crate::find_card::BY_PATH;
use crate::words::{in_words, role_in_words};

/// The most hits that are returned at once.
pub const MOST_HITS: u32 = 1000;

impl App {
    /// Answers one query. `snippets` says whether the matching places are wanted too.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], or [`AppError::Search`]; a damaged index is never an empty answer.
    pub fn find(&self, request: &SearchRequest, snippets: bool) -> Result<SearchResponse, AppError> {
        if request.limit > MOST_HITS {
            return Err(AppError::TooMany { asked: request.limit, most: MOST_HITS });
        }
        let session = self.session()?;
        let index = session.index()?;
        let begun = Instant::now();
        let asked = asked(request, snippets);
        let results = self.noticing_damage(index.search(&asked).map_err(AppError::from))?;
        let micros = crate::contract::count(begun.elapsed().as_micros());
        let facets = facet_groups(results.facets, &request.filters);
        let hits = results.hits.into_iter().map(hit).collect();
        Ok(SearchResponse {
            total: crate::contract::count(results.total),
            hits,
            facets,
            partial: session.is_partial(),
            notes: results.notes,
            micros,
        })
    }

    /// Says, in sentences, how a card came to its place in the answer; nothing where it is not in it.
    ///
    /// # Errors
    /// As [`App::find`].
    pub fn explain(&self, request: &SearchRequest, key: &str) -> Result<Vec<String>, AppError> {
        let index = self.session()?.index()?;
        let key = self.resolve_key(key)?.key;
        let explained = index.explain(&asked(request, false), &key).map_err(AppError::from);
        Ok(self.noticing_damage(explained)?.map(|explanation| explanation.steps).unwrap_or_default())
    }
}

/// The request as the index takes it.
fn asked(request: &SearchRequest, snippets: bool) -> oneup_search::SearchRequest {
    oneup_search::SearchRequest {
        query: request.q.clone(),
        limit: request.limit as usize,
        offset: request.offset as usize,
        filters: filters(&request.filters),
        facets: request.facets,
        snippets,
        today: days_since_1970(today()),
        ..oneup_search::SearchRequest::default()
    }
}

fn filters(chosen: &[Filter]) -> Filters {
    let mut filters = Filters::default();
    for filter in chosen {
        let values = match filter.facet {
            FacetName::Type => &mut filters.kind,
            FacetName::Industry => &mut filters.industry,
            FacetName::Role => &mut filters.role,
            FacetName::Stage => &mut filters.stage,
            FacetName::Status => &mut filters.status,
            FacetName::Pack => &mut filters.pack,
        };
        values.extend(filter.values.iter().cloned());
    }
    filters
}

fn hit(hit: oneup_search::Hit) -> Hit {
    Hit {
        // Two cards that carry one id are a finding, and still two cards: each is named by its path.
        key: if hit.twins { format!("{BY_PATH}{}", hit.path) } else { hit.key },
        id: hit.id,
        path: hit.path,
        title: marked(&hit.title),
        kind: hit.kind,
        pack: hit.pack,
        status: hit.status,
        stale: hit.stale,
        unsourced: hit.unsourced,
        score: hit.score,
        snippet: hit.snippet.as_ref().map(marked),
        why: hit.why,
    }
}

/// Cuts a text at its marks.
fn marked(marked: &oneup_search::Marked) -> Marked {
    let mut parts = Vec::with_capacity(marked.marks.len() * 2 + 1);
    let mut push = |from: usize, to: usize, hit: bool| {
        if let Some(text) = marked.text.get(from..to).filter(|text| !text.is_empty()) {
            parts.push(Part { text: text.to_owned(), hit });
        }
    };
    let mut end = 0;
    for mark in &marked.marks {
        push(end, mark.start, false);
        push(mark.start, mark.end, true);
        end = mark.end;
    }
    push(end, marked.text.len(), false);
    Marked { parts }
}

/// A text with one stretch of it marked.
pub(crate) fn marked_words(text: &str, words: std::ops::Range<usize>) -> Marked {
    marked(&oneup_search::Marked { text: text.to_owned(), marks: vec![words] })
}

fn facet_groups(counted: Vec<oneup_search::FacetCounts>, chosen: &[Filter]) -> Vec<FacetGroup> {
    let mut groups = Vec::with_capacity(counted.len());
    for counts in counted {
        let Some(name) = facet_name(counts.facet) else { continue };
        let is_chosen = |value: &str| {
            chosen.iter().any(|filter| filter.facet == name && filter.values.iter().any(|v| v == value))
        };
        let mut values = Vec::with_capacity(counts.values.len());
        for count in counts.values {
            values.push(FacetValue {
                label: label(name, &count.value),
                count: crate::contract::count(count.cards),
                chosen: is_chosen(&count.value),
                value: count.value,
            });
        }
        for value in chosen.iter().filter(|filter| filter.facet == name).flat_map(|filter| &filter.values) {
            // A chosen value stays visible even where nothing is left with it, so that it can be unchosen.
            if !values.iter().any(|shown| &shown.value == value) {
                values.push(FacetValue {
                    label: label(name, value),
                    value: value.clone(),
                    count: 0,
                    chosen: true,
                });
            }
        }
        groups.push(FacetGroup { name, values });
    }
    groups
}

fn facet_name(name: &str) -> Option<FacetName> {
    Some(match name {
        "type" => FacetName::Type,
        "industry" => FacetName::Industry,
        "role" => FacetName::Role,
        "stage" => FacetName::Stage,
        "status" => FacetName::Status,
        "pack" => FacetName::Pack,
        _ => return None,
    })
}

/// How a person would write a value of a facet.
fn label(facet: FacetName, value: &str) -> String {
    if facet == FacetName::Role { role_in_words(value) } else { in_words(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_whole_text_in_order() {
        let text = oneup_search::Marked { text: "night stops last".to_owned(), marks: vec![0..5, 12..16] };
        let parts = marked(&text).parts;
        assert_eq!(parts.iter().map(|part| part.text.as_str()).collect::<String>(), text.text);
        assert_eq!(parts.iter().map(|part| part.hit).collect::<Vec<_>>(), [true, false, true]);
    }
}
