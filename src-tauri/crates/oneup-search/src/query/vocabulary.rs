//! The words the library knows: completing a word being typed, and mending a typing error.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy::{Searcher, TantivyError};
use tantivy_fst::Automaton;

/// How many of the commonest completions of a word are searched at first.
pub(crate) const COMMONEST: usize = 48;

/// How many corrections of a word are searched.
const MOST_CORRECTIONS: usize = 32;

/// The shortest word that two typing errors are looked for in, in letters, where one explains nothing.
const TWO_ERRORS_FROM: usize = 8;

/// Completions of words up to this long are remembered: they are the dearest to collect and the commonest to ask.
const REMEMBERED_LETTERS: usize = 3;

/// A word of the library and the number of cards it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownWord {
    pub(crate) text: Box<str>,
    pub(crate) cards: u32,
}

/// The words of one state of the index; a new state gets a new vocabulary.
pub(crate) struct Vocabulary {
    searcher: Searcher,
    words: Field,
    remembered: RwLock<FxHashMap<Box<str>, Arc<[KnownWord]>>>,
}

impl Vocabulary {
    /// Takes the vocabulary from the field `words`.
    pub(crate) fn new(searcher: Searcher, words: Field) -> Self {
        Self { searcher, words, remembered: RwLock::default() }
    }

    /// Counts the cards that hold exactly this word; deleted cards may be counted until their segment is merged.
    pub(crate) fn cards_with(&self, word: &str) -> Result<u64, TantivyError> {
        let mut cards = 0;
        for segment in self.searcher.segment_readers() {
            let found = segment.inverted_index(self.words)?.terms().get(word)?;
            cards += found.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(cards)
    }

    /// Gives the commonest words that begin with `prefix`, commonest first.
    pub(crate) fn complete(&self, prefix: &str) -> Result<Arc<[KnownWord]>, TantivyError> {
        if prefix.chars().count() > REMEMBERED_LETTERS {
            return Ok(self.collect(prefix)?.into());
        }
        if let Some(known) = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(prefix) {
            return Ok(Arc::clone(known));
        }
        let words: Arc<[KnownWord]> = self.collect(prefix)?.into();
        self.remember(prefix, &words);
        Ok(words)
    }

    /// Gives the words within one typing error of `word`, a swap of neighbours being one; in a longer word that one
    /// does not explain, within two. With `unfinished`, the words that begin so.
    pub(crate) fn correct(&self, word: &str, unfinished: bool) -> Result<Vec<KnownWord>, TantivyError> {
        let near = self.within(one_error(), word, unfinished)?;
        if near.is_empty() && word.chars().count() >= TWO_ERRORS_FROM {
            return self.within(two_errors(), word, unfinished);
        }
        Ok(near)
    }

    fn within(
        &self,
        builder: &LevenshteinAutomatonBuilder,
        word: &str,
        unfinished: bool,
    ) -> Result<Vec<KnownWord>, TantivyError> {
        let automaton =
            || Errors(if unfinished { builder.build_prefix_dfa(word) } else { builder.build_dfa(word) });
        let mut counts: FxHashMap<Vec<u8>, u32> = FxHashMap::default();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.words)?;
            let mut stream = index.terms().search(automaton()).into_stream()?;
            while stream.advance() {
                if stream.key() != word.as_bytes() {
                    *counts.entry(stream.key().to_vec()).or_default() += stream.value().doc_freq;
                }
            }
        }
        let mut words: Vec<(Vec<u8>, u32)> = counts.into_iter().collect();
        words.sort_unstable();
        let mut kept = Commonest::new(MOST_CORRECTIONS);
        for (word, cards) in &words {
            kept.offer(word, *cards);
        }
        kept.into_words()
    }

    /// Collects the completions of every single letter, the dearest ones, so that the first keystroke after this
    /// state came up does not pay for it.
    pub(crate) fn remember_single_letters(&self) -> Result<(), TantivyError> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.words)?;
            let mut from = Vec::new();
            loop {
                let mut stream = index.terms().range().ge(&from).into_stream()?;
                if !stream.advance() {
                    break;
                }
                let Some(letter) =
                    std::str::from_utf8(stream.key()).ok().and_then(|word| word.chars().next())
                else {
                    break;
                };
                let letter = letter.to_string();
                self.complete(&letter)?;
                match end_of_prefix(&letter) {
                    Some(next) => from = next,
                    None => break,
                }
            }
        }
        Ok(())
    }

    /// Walks over the words that begin with `prefix`, all segments at once in the order of the alphabet, and keeps the
    /// commonest. Under a single letter of a large library stand a hundred thousand words: none is copied that is not
    /// kept.
    fn collect(&self, prefix: &str) -> Result<Vec<KnownWord>, TantivyError> {
        let segments = self.searcher.segment_readers();
        let indexes = segments
            .iter()
            .map(|segment| segment.inverted_index(self.words))
            .collect::<Result<Vec<_>, _>>()?;
        let end = end_of_prefix(prefix);
        let mut streams = Vec::with_capacity(indexes.len());
        for index in &indexes {
            let from = index.terms().range().ge(prefix);
            let mut stream = match &end {
                Some(end) => from.lt(end),
                None => from,
            }
            .into_stream()?;
            if stream.advance() {
                streams.push(stream);
            }
        }
        let mut kept = Commonest::new(COMMONEST);
        let mut word = Vec::new();
        while let Some(next) = streams.iter().map(TermStreamer::key).min() {
            word.clear();
            word.extend_from_slice(next);
            let mut cards = 0;
            streams.retain_mut(|stream| {
                let here = stream.key() == word.as_slice();
                if here {
                    cards += stream.value().doc_freq;
                }
                !here || stream.advance()
            });
            kept.offer(&word, cards);
        }
        kept.into_words()
    }

    fn remember(&self, prefix: &str, words: &Arc<[KnownWord]>) {
        let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
        remembered.insert(prefix.into(), Arc::clone(words));
    }
}

/// Keeps the words that stand in the most cards; of equal ones the first offered.
struct Commonest {
    most: usize,
    /// The least common one kept is at the top.
    kept: BinaryHeap<Reverse<(u32, Reverse<Vec<u8>>)>>,
}

impl Commonest {
    fn new(most: usize) -> Self {
        Self { most, kept: BinaryHeap::with_capacity(most + 1) }
    }

    fn offer(&mut self, word: &[u8], cards: u32) {
        if self.kept.len() == self.most {
            if self.kept.peek().is_some_and(|Reverse((least, _))| cards <= *least) {
                return;
            }
            self.kept.pop();
        }
        self.kept.push(Reverse((cards, Reverse(word.to_vec()))));
    }

    fn into_words(self) -> Result<Vec<KnownWord>, TantivyError> {
        let words = self.kept.into_sorted_vec().into_iter();
        words
            .map(|Reverse((cards, Reverse(text)))| {
                let text = String::from_utf8(text).map_err(|_| {
                    io::Error::new(io::ErrorKind::InvalidData, "a word of the vocabulary is not text")
                })?;
                Ok(KnownWord { text: text.into(), cards })
            })
            .collect()
    }
}

/// The smallest key above every key that begins with `prefix`; none if there is no such key.
fn end_of_prefix(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

fn one_error() -> &'static LevenshteinAutomatonBuilder {
    static BUILDER: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    BUILDER.get_or_init(|| LevenshteinAutomatonBuilder::new(1, true))
}

fn two_errors() -> &'static LevenshteinAutomatonBuilder {
    static BUILDER: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    BUILDER.get_or_init(|| LevenshteinAutomatonBuilder::new(2, true))
}

/// Accepts the words within some typing errors of another.
struct Errors(DFA);

impl Automaton for Errors {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
