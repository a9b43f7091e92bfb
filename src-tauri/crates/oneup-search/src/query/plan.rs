//! The stages of a search: each asks for less than the one before, and its hits stand below.

use std::ops::Bound;

use rustc_hash::FxHashSet;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{TantivyError, Term};

use super::parse::{Group, Typed};
use super::vocabulary::{COMMONEST, KnownWord, Vocabulary};
use crate::schema::Fields;
use crate::words::stem;

/// A field, and what a match in it counts.
type Weighted = (fn(&Fields) -> Field, f32);

/// The fields a word is looked for in.
const FIELDS: [Weighted; 4] = [
    (|fields| fields.title, 4.0),
    (|fields| fields.aliases, 3.0),
    (|fields| fields.tags, 2.0),
    (|fields| fields.body, 1.0),
];

/// The fields that say what a card is called.
const NAMES: [Weighted; 2] = [FIELDS[0], FIELDS[1]];

/// How much a match in a field other than the best one adds.
const TIE: f32 = 0.1;

/// What a completed word counts beside the word as it was typed.
const COMPLETED: f32 = 0.9;

/// What a corrected word counts beside the word as it was typed.
const CORRECTED: f32 = 0.6;

/// What words standing side by side count beside a single word.
const BESIDE: f32 = 1.5;

/// The shortest word that is taken for a typing error, in letters.
const CORRECTED_FROM: usize = 4;

/// A word in more than one card of this many tells cards apart so badly that it alone finds none in the last stage,
const COMMON_ONE_IN: u64 = 4;

/// unless it stands in so few cards that listing them all is no burden.
const NEVER_COMMON: u64 = 500;

/// What a query asks for, word by word, at one stage.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) wanted: Vec<Wanted>,
}

/// What one typed word may be met by.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) group: Group,
    /// Stems, each once: what was typed, then the others, commonest first.
    pub(crate) stems: Vec<(String, How)>,
    /// Whether more words complete it than its stems stand for.
    has_rarer: bool,
    /// What any word may begin with to meet it, beside its stems.
    beginning: Option<String>,
    /// How many cards hold the word or one of its completions or corrections, roughly.
    pub(crate) cards: u64,
}

/// How a stem came to be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// It was typed.
    Typed,
    /// It begins with what was typed.
    Completed,
    /// It is a typing error away from what was typed.
    Corrected,
}

impl Plan {
    /// Asks for all words, the last one completed to its commonest completions.
    pub(crate) fn all_words(typed: &Typed, vocabulary: &Vocabulary) -> Result<Self, TantivyError> {
        let wanted =
            typed.groups.iter().map(|group| Wanted::new(group, vocabulary)).collect::<Result<_, _>>()?;
        Ok(Self { wanted })
    }

    /// Asks for all words as they were typed, each in the title or in another name; none if the last word is finished
    /// anyway or stands nowhere as it is.
    ///
    /// It comes before completions, so that a card called what was typed is not outdone by longer words. In the text it
    /// would be no such sign: half the library says "over" while "overtime" is being typed.
    pub(crate) fn called(&self, vocabulary: &Vocabulary) -> Result<Option<Self>, TantivyError> {
        let mut plan = self.clone();
        let Some(last) = plan.wanted.last_mut().filter(|wanted| wanted.is_being_typed()) else {
            return Ok(None);
        };
        let known = match &last.group.word {
            Some(word) => vocabulary.cards_with(word)? > 0,
            None => false,
        };
        last.stems.retain(|(_, how)| *how == How::Typed);
        last.group.unfinished = false;
        Ok(known.then_some(plan))
    }

    /// Asks for the rarer completions too; none if there are no more. A single letter after other words says so little
    /// that thousands of words would be asked for it: the stages after this one find the card by the other words.
    pub(crate) fn rarer_completions(&self) -> Option<Self> {
        let mut plan = self.clone();
        let alone = plan.wanted.len() == 1;
        let last = plan.wanted.last_mut().filter(|wanted| wanted.is_being_typed() && wanted.has_rarer)?;
        if !alone && last.group.word.as_ref().is_some_and(|word| word.chars().count() == 1) {
            return None;
        }
        last.beginning.clone_from(&last.group.word);
        Some(plan)
    }

    /// Asks for words one typing error away where the library hardly knows what was typed; none if it knows all.
    pub(crate) fn corrected(
        &self,
        vocabulary: &Vocabulary,
        cards: u64,
    ) -> Result<Option<Self>, TantivyError> {
        let mut plan = self.clone();
        let mut changed = false;
        for wanted in &mut plan.wanted {
            let group = &wanted.group;
            let Some(word) = group
                .word
                .clone()
                .filter(|word| !group.quoted && !group.optional && word.chars().count() >= CORRECTED_FROM)
            else {
                continue;
            };
            if wanted.cards > hardly_known(cards) {
                continue;
            }
            let corrections = vocabulary.correct(&word, group.unfinished)?;
            let before = wanted.stems.len();
            wanted.add(&corrections, How::Corrected);
            wanted.cards += corrections.iter().map(|word| u64::from(word.cards)).sum::<u64>();
            changed |= wanted.stems.len() > before;
        }
        Ok(changed.then_some(plan))
    }

    /// Makes the query that all words must meet.
    pub(crate) fn every(&self, fields: &Fields) -> Box<dyn Query> {
        self.all_within(fields, &FIELDS)
    }

    /// Makes the query that all words must meet in what the card is called.
    pub(crate) fn every_in_names(&self, fields: &Fields) -> Box<dyn Query> {
        self.all_within(fields, &NAMES)
    }

    fn all_within(&self, fields: &Fields, within: &[Weighted]) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(self.wanted.len() + 1);
        for wanted in &self.wanted {
            let occur = if wanted.group.optional { Occur::Should } else { Occur::Must };
            clauses.push((occur, wanted.query(fields, within)));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::Should) {
            // The condition finds the cards, its words rank them.
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// Makes the query that one telling word must meet; none if that asks for no more than all words do.
    ///
    /// What stands in quotation marks stays required. A word that a large part of all cards hold ranks but does not
    /// find, unless there is no other.
    pub(crate) fn any(&self, fields: &Fields, cards: u64) -> Option<Box<dyn Query>> {
        let free: Vec<&Wanted> =
            self.wanted.iter().filter(|wanted| !wanted.group.quoted && !wanted.group.optional).collect();
        let required = self.wanted.iter().filter(|wanted| !wanted.group.optional).count();
        if required < 2 && free.iter().all(|wanted| wanted.group.beside.is_empty()) || free.is_empty() {
            return None;
        }
        let tells = |wanted: &Wanted| {
            let found = wanted.cards > 0 || !wanted.group.beside.is_empty();
            found && wanted.cards <= (cards / COMMON_ONE_IN).max(NEVER_COMMON)
        };
        let some_tell = free.iter().any(|wanted| tells(wanted));
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut finding: Vec<Box<dyn Query>> = Vec::new();
        for wanted in &self.wanted {
            if wanted.group.optional {
                clauses.push((Occur::Should, wanted.query_apart(fields)));
            } else if wanted.group.quoted {
                clauses.push((Occur::Must, wanted.query(fields, &FIELDS)));
            } else if tells(wanted) || !some_tell {
                finding.push(wanted.query_apart(fields));
            } else {
                clauses.push((Occur::Should, wanted.query_apart(fields)));
            }
        }
        let required = self.wanted.iter().any(|wanted| wanted.group.quoted && !wanted.group.optional);
        let occur = if required { Occur::Should } else { Occur::Must };
        clauses.push((occur, Box::new(BooleanQuery::union(finding))));
        Some(Box::new(BooleanQuery::new(clauses)))
    }
}

impl Wanted {
    /// Asks for a word as it was typed and, if it is unfinished, for its commonest completions.
    pub(crate) fn new(group: &Group, vocabulary: &Vocabulary) -> Result<Self, TantivyError> {
        let mut wanted =
            Self { group: group.clone(), stems: Vec::new(), has_rarer: false, beginning: None, cards: 0 };
        let Some(word) = &group.word else { return Ok(wanted) };
        wanted.stems.push((stem(word), How::Typed));
        if group.unfinished {
            let completions = vocabulary.complete(word)?;
            wanted.cards = completions.iter().map(|word| u64::from(word.cards)).sum();
            wanted.has_rarer = completions.len() == COMMONEST;
            wanted.add(&completions, How::Completed);
        } else {
            wanted.cards = vocabulary.cards_with(word)?;
        }
        Ok(wanted)
    }

    /// Asks for every word that completes it.
    pub(crate) fn with_all_completions(mut self) -> Self {
        if self.group.unfinished {
            self.beginning.clone_from(&self.group.word);
        }
        self
    }

    /// Says whether letters may still follow that a card must have.
    fn is_being_typed(&self) -> bool {
        self.group.unfinished && !self.group.optional
    }

    fn add(&mut self, words: &[KnownWord], how: How) {
        let mut known: FxHashSet<String> = self.stems.iter().map(|(stem, _)| stem.clone()).collect();
        for word in words {
            let stem = stem(&word.text);
            if known.insert(stem.clone()) {
                self.stems.push((stem, how));
            }
        }
    }

    /// Makes the query of this word by itself; with `apart`, its parts need not stand side by side.
    pub(crate) fn alone(&self, fields: &Fields, apart: bool) -> Box<dyn Query> {
        if apart && !self.group.quoted { self.query_apart(fields) } else { self.query(fields, &FIELDS) }
    }

    /// Makes the query of this word: the best of some fields, each with its weight.
    fn query(&self, fields: &Fields, within: &[Weighted]) -> Box<dyn Query> {
        self.best_of(fields, within, self.beside_queries(fields, within))
    }

    /// Makes the query of this word where its parts need not stand side by side.
    fn query_apart(&self, fields: &Fields) -> Box<dyn Query> {
        let mut choices = self.beside_queries(fields, &FIELDS);
        for part in &self.group.beside {
            choices.extend(FIELDS.iter().map(|(field, weight)| term(field(fields), part, weight / BESIDE)));
        }
        self.best_of(fields, &FIELDS, choices)
    }

    fn beside_queries(&self, fields: &Fields, within: &[Weighted]) -> Vec<Box<dyn Query>> {
        if self.group.beside.len() < 2 {
            return Vec::new();
        }
        let phrase = |(field, weight): &Weighted| {
            let terms =
                self.group.beside.iter().map(|part| Term::from_field_text(field(fields), part)).collect();
            boosted(Box::new(PhraseQuery::new(terms)), weight * BESIDE)
        };
        within.iter().map(phrase).collect()
    }

    fn best_of(
        &self,
        fields: &Fields,
        within: &[Weighted],
        mut choices: Vec<Box<dyn Query>>,
    ) -> Box<dyn Query> {
        for (stem, how) in &self.stems {
            choices.extend(
                within.iter().map(|(field, weight)| term(field(fields), stem, weight * how.counts())),
            );
        }
        if let Some(beginning) = &self.beginning {
            choices.push(any_beginning_with(fields.words, beginning));
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(choices, TIE))
    }
}

impl How {
    fn counts(self) -> f32 {
        match self {
            Self::Typed => 1.0,
            Self::Completed => COMPLETED,
            Self::Corrected => CORRECTED,
        }
    }
}

fn term(field: Field, stem: &str, weight: f32) -> Box<dyn Query> {
    let query = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs);
    boosted(Box::new(query), weight)
}

/// Finds all cards with a word that begins so. They are not ranked by it: such words are too many to weigh.
fn any_beginning_with(words: Field, beginning: &str) -> Box<dyn Query> {
    let last = format!("{beginning}{}", char::MAX);
    Box::new(RangeQuery::new(
        Bound::Included(Term::from_field_text(words, beginning)),
        Bound::Included(Term::from_field_text(words, &last)),
    ))
}

fn boosted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

/// In how many cards a word may stand and still be taken for a typing error.
fn hardly_known(cards: u64) -> u64 {
    1 + cards / 50_000
}
