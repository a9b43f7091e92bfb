//! What a card must meet beside the words, as the engine is asked for it.

use std::ops::Bound;

use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, TantivyError, Term};

use super::SearchRequest;
use super::grammar::Node;
use super::operator::{Compare, Day, FieldName, State, Test, Used};
use super::plan::Wanted;
use super::vocabulary::Vocabulary;
use crate::schema::Fields;
use crate::words::fold;

/// The pack of the reader's own cards.
const MINE: &str = "mine";

/// Makes the query of the cards that meet all parts of a condition; none if there is no condition.
pub(crate) fn query(
    condition: &[Node],
    fields: &Fields,
    vocabulary: &Vocabulary,
    request: &SearchRequest,
) -> Result<Option<Box<dyn Query>>, TantivyError> {
    if condition.is_empty() {
        return Ok(None);
    }
    let asked = Asked { fields, vocabulary, request };
    asked.all(condition).map(Some)
}

/// Finds the values of a field that a typed value means: the same words, whatever their case and whether with spaces or
/// hyphens; with `open`, those that begin so.
pub(crate) fn values(
    searcher: &Searcher,
    fields: &Fields,
    name: FieldName,
    typed: &str,
    open: bool,
) -> Result<Vec<String>, TantivyError> {
    let typed = plain(typed);
    let mut meant: Vec<String> = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field(fields, name))?;
        let mut known = index.terms().stream()?;
        while known.advance() {
            let Ok(value) = std::str::from_utf8(known.key()) else { continue };
            let spelled = plain(value);
            let fits = spelled == typed || open && spelled.starts_with(&typed);
            if fits && !meant.iter().any(|other| other == value) {
                meant.push(value.to_owned());
            }
        }
    }
    Ok(meant)
}

/// A value without case, accents, spaces and hyphens.
fn plain(value: &str) -> String {
    let mut folded = String::new();
    fold(value, &mut folded);
    folded.retain(char::is_alphanumeric);
    folded
}

fn field(fields: &Fields, name: FieldName) -> Field {
    match name {
        FieldName::Type => fields.kind,
        FieldName::Industry => fields.industry,
        FieldName::Role => fields.role,
        FieldName::Stage => fields.stage,
        FieldName::Region => fields.region,
        FieldName::Tag => fields.tag,
        FieldName::Pack => fields.pack,
        FieldName::Status => fields.status,
    }
}

struct Asked<'a> {
    fields: &'a Fields,
    vocabulary: &'a Vocabulary,
    request: &'a SearchRequest,
}

impl Asked<'_> {
    fn all(&self, nodes: &[Node]) -> Result<Box<dyn Query>, TantivyError> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for node in nodes {
            clauses.push(match node {
                Node::Not(node) => (Occur::MustNot, self.node(node)?),
                node => (Occur::Must, self.node(node)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn node(&self, node: &Node) -> Result<Box<dyn Query>, TantivyError> {
        match node {
            Node::All(nodes) => self.all(nodes),
            Node::Any(nodes) => {
                let choices = nodes.iter().map(|node| self.node(node)).collect::<Result<_, _>>()?;
                Ok(Box::new(BooleanQuery::union(choices)))
            }
            Node::Not(_) => self.all(std::slice::from_ref(node)),
            Node::Words(group) => {
                let wanted = Wanted::new(group, self.vocabulary)?.with_all_completions();
                Ok(wanted.alone(self.fields, false))
            }
            Node::Test(test) => Ok(self.test(test)),
        }
    }

    fn test(&self, test: &Test) -> Box<dyn Query> {
        let fields = self.fields;
        match test {
            Test::Field(name, values) => any_of(field(fields, *name), values),
            Test::Is(state) => self.state(*state),
            Test::Used(used) => self.used(*used),
            Test::Landed(compare, number) => {
                let outcomes = &self.request.facts.outcomes;
                let passes = |landed: u32| compare.passes(i64::from(landed), *number, *number);
                // A card that was never used landed no time.
                let chosen = |(_, outcome): &(&String, &crate::Outcome)| passes(outcome.landed) != passes(0);
                let keys = outcomes.iter().filter(chosen).map(|(key, _)| key);
                if passes(0) { not(any_of(fields.key, keys)) } else { any_of(fields.key, keys) }
            }
            Test::Links(target) => any_of(fields.links_to, keys_of(target)),
            Test::Verb(verb, target) => {
                any_of(fields.verbs, keys_of(target).iter().map(|key| format!("{verb} {key}")))
            }
            Test::Weight(compare, number) => range(fields.weight, *compare, *number, *number),
            Test::Reviewed(compare, day) => days(fields.reviewed_on, *compare, *day),
            Test::Changed(compare, day) => days(fields.changed_on, *compare, *day),
        }
    }

    fn state(&self, state: State) -> Box<dyn Query> {
        let fields = self.fields;
        let facts = &self.request.facts;
        let today = i64::from(self.request.today);
        match state {
            State::Stale => range(fields.stale_on, Compare::AtMost, today, today),
            State::Unsourced => {
                let one = Term::from_field_u64(fields.unsourced, 1);
                Box::new(RangeQuery::new(Bound::Included(one), Bound::Unbounded))
            }
            State::Contested => any_of(fields.status, ["contested"]),
            State::Mine => any_of(fields.pack, [MINE]),
            State::Edited => any_of(fields.key, &facts.edited),
            State::New => any_of(fields.key, &facts.new),
        }
    }

    fn used(&self, used: Used) -> Box<dyn Query> {
        let outcomes = &self.request.facts.outcomes;
        let today = self.request.today;
        let key = self.fields.key;
        let within = |days: &i32| {
            let since = today.saturating_sub(*days);
            outcomes.iter().filter(move |(_, outcome)| outcome.last_used >= since).map(|(key, _)| key)
        };
        match used {
            Used::Never => not(any_of(key, outcomes.keys())),
            Used::Within(days) => any_of(key, within(&days)),
            Used::Before(days) => {
                let recent: Vec<&String> = within(&days).collect();
                any_of(key, outcomes.keys().filter(|key| !recent.contains(key)))
            }
        }
    }
}

/// The keys under which links may ask for a card: its id, alone or after its pack or its type.
fn keys_of(target: &str) -> Vec<String> {
    let last = target.rsplit('/').next().unwrap_or(target);
    let mut names = vec![target, last];
    names.dedup();
    let forms = |name: &&str| ["id:", "name:", "full:", "stem:", ""].map(|form| format!("{form}{name}"));
    names.iter().flat_map(forms).collect()
}

fn any_of(field: Field, values: impl IntoIterator<Item = impl AsRef<str>>) -> Box<dyn Query> {
    let mut terms: Vec<Term> =
        values.into_iter().map(|value| Term::from_field_text(field, value.as_ref())).collect();
    match (terms.len(), terms.pop()) {
        (_, None) => Box::new(EmptyQuery),
        (1, Some(only)) => Box::new(TermQuery::new(only, IndexRecordOption::Basic)),
        (_, Some(last)) => {
            terms.push(last);
            Box::new(TermSetQuery::new(terms))
        }
    }
}

fn not(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, query)]))
}

fn days(field: Field, compare: Compare, day: Day) -> Box<dyn Query> {
    range(field, compare, i64::from(day.first), i64::from(day.last))
}

/// The cards whose number passes a comparison with the numbers from `first` to `last`.
fn range(field: Field, compare: Compare, first: i64, last: i64) -> Box<dyn Query> {
    let at = |number| Term::from_field_i64(field, number);
    let (from, to) = match compare {
        Compare::Less => (Bound::Unbounded, Bound::Excluded(at(first))),
        Compare::AtMost => (Bound::Unbounded, Bound::Included(at(last))),
        Compare::Equal => (Bound::Included(at(first)), Bound::Included(at(last))),
        Compare::AtLeast => (Bound::Included(at(first)), Bound::Unbounded),
        Compare::More => (Bound::Excluded(at(last)), Bound::Unbounded),
    };
    Box::new(RangeQuery::new(from, to))
}
