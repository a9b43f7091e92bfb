//! The card format as an editor offers it: verbs, keys and words, each with a sentence that says what it is for.

use std::collections::BTreeMap;

use oneup_cards::{CardType, MarkKind, Sale, Status, Verb, Visibility};
use oneup_library::Library;

use crate::app::App;
use crate::contract::{FacetName, Filter, KeyRow, MarkName, SearchRequest, VerbRow, VocabularyRow};
use crate::error::AppError;
use crate::reading::{read_card, read_manifest};
use crate::search::MOST_HITS;
use crate::words::{in_words, role_in_words};

/// The keys of the front matter and what each is for.
const KEYS: [(&str, &str); 23] = [
    ("id", "What links hold on to. Made once and never changed."),
    ("type", "What the card is; it decides which verbs the card may use."),
    ("title", "The claim the card makes, in one short sentence without a figure."),
    ("aliases", "Other names under which the card is found."),
    ("industry", "The industries it speaks about."),
    ("role", "The roles it is for."),
    ("stage", "The conversations it belongs to."),
    ("region", "The regions it holds in."),
    ("tags", "Words of your own."),
    ("sale", "Whether it is for a complex sale, a transactional one, or both."),
    ("status", "Draft, ready, contested or withdrawn."),
    ("reason", "Why it is contested or withdrawn."),
    ("visibility", "Who may see it; a private card never leaves this machine."),
    ("author", "Whose idea it is."),
    ("review_by", "The day to look at the card again."),
    ("verified_on", "When it was last checked against the world."),
    ("verified_by", "Who checked it."),
    ("owner", "Who keeps it up to date."),
    ("credits", "Who helped."),
    ("superseded_by", "The card that replaces this one."),
    ("lang", "The language it is written in, as in `en` or `de`."),
    ("translation_of", "The card it is a translation of."),
    ("was", "Earlier ids, so that old links still lead here."),
];

/// The keys of the front matter, in the order of the format.
pub(crate) fn keys() -> Vec<KeyRow> {
    KEYS.iter().map(|(key, help)| KeyRow { key: (*key).to_owned(), help: (*help).to_owned() }).collect()
}

/// Every verb, in the order of the format.
pub(crate) fn verbs() -> Vec<VerbRow> {
    let words = |kinds: &[CardType]| kinds.iter().map(|kind| kind.as_str().to_owned()).collect::<Vec<_>>();
    Verb::ALL
        .iter()
        .map(|verb| {
            let on: Vec<CardType> =
                CardType::ALL.iter().copied().filter(|kind| verb.allowed_on(*kind)).collect();
            VerbRow {
                phrase: verb.phrase().to_owned(),
                help: help_of(*verb).to_owned(),
                on: if on.len() == CardType::ALL.len() { Vec::new() } else { words(&on) },
                targets: words(verb.target_types()),
                mark: match verb.mark() {
                    MarkKind::None => None,
                    MarkKind::Weight => Some(MarkName::Weight),
                    MarkKind::Score => Some(MarkName::Score),
                },
                because: verb.needs_because(),
                takes_text: verb.takes_text(),
            }
        })
        .collect()
}

fn help_of(verb: Verb) -> &'static str {
    match verb {
        Verb::Causes => "This force brings the challenge about.",
        Verb::Worsens => "This force makes the challenge harder.",
        Verb::OffsetBy => "This force is held back by the other.",
        Verb::Raises => "This challenge makes the factor matter.",
        Verb::Costs => "This challenge is paid for by the role.",
        Verb::WeighedBy => "The role weighs this factor, from 1/5 to 5/5.",
        Verb::TradesWith => "More of this factor is less of the other.",
        Verb::Teaches => "This question teaches the client the force.",
        Verb::Surfaces => "This question brings the challenge or factor to light.",
        Verb::Addresses => "This approach is an answer to the challenge.",
        Verb::Scores => "This approach does well or badly on the factor, from −2 to +2.",
        Verb::Needs => "This conversation cannot take place without the role.",
        Verb::Before => "This conversation comes earlier than the other.",
        Verb::EndsWith => "This conversation closes with the commitment, given as text.",
        Verb::Supports => "This proof backs the card.",
        Verb::FollowsFrom => "This recommendation is the consequence of the factor.",
        Verb::AnsweredBy => "This concern is met by the proof or factor.",
        Verb::Serves => "This statement is of use against the challenge.",
        Verb::RestsOn => "This statement is proved by the proof.",
        Verb::StandsIn => "This statement holds in the competitive context.",
        Verb::Contradicts => "This card says the opposite of the other.",
        Verb::Supersedes => "This card replaces the other.",
        Verb::SeeAlso => "The other card is worth reading beside this one.",
    }
}

impl App {
    /// The values that the keys of the front matter may have: fixed lists, words of the packs, and the roles and
    /// conversations of the library.
    pub(crate) fn vocabularies(
        &self,
        library: &Library,
    ) -> Result<BTreeMap<String, Vec<VocabularyRow>>, AppError> {
        let mut lists = words_of_packs(library);
        for (key, words) in [
            ("type", fixed(CardType::ALL, CardType::as_str)),
            ("status", fixed(Status::ALL, Status::as_str)),
            ("visibility", fixed(Visibility::ALL, Visibility::as_str)),
            ("sale", fixed(Sale::ALL, Sale::as_str)),
            ("role", self.cards_as_words(library, CardType::Role)?),
            ("stage", self.cards_as_words(library, CardType::Conversation)?),
        ] {
            lists.insert(key.to_owned(), words);
        }
        Ok(lists)
    }

    /// The cards of a type as words: by id, with the title and the other names.
    fn cards_as_words(&self, library: &Library, kind: CardType) -> Result<Vec<VocabularyRow>, AppError> {
        let only = Filter { facet: FacetName::Type, values: vec![kind.as_str().to_owned()] };
        let request = SearchRequest { limit: MOST_HITS, filters: vec![only], ..SearchRequest::default() };
        let mut rows: BTreeMap<String, VocabularyRow> = BTreeMap::new();
        for hit in self.find(&request, false)?.hits {
            // A card that has gone since is no word any more.
            let Ok((card, _)) = read_card(library, &hit.path) else { continue };
            // Their titles are claims; a word is called what its id says, and is found by the rest.
            rows.entry(hit.id.clone()).or_insert_with(|| VocabularyRow {
                label: if kind == CardType::Role { role_in_words(&hit.id) } else { in_words(&hit.id) },
                value: hit.id,
                synonyms: std::iter::once(card.title).chain(card.front.aliases).collect(),
            });
        }
        Ok(rows.into_values().collect())
    }
}

fn fixed<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<VocabularyRow> {
    let row =
        |value: &str| VocabularyRow { value: value.to_owned(), label: in_words(value), synonyms: Vec::new() };
    all.iter().map(|value| row(word(*value))).collect()
}

/// The words of every pack whose manifest can be read; where two packs list a word, the label of the first holds.
fn words_of_packs(library: &Library) -> BTreeMap<String, Vec<VocabularyRow>> {
    let mut lists: BTreeMap<&str, BTreeMap<String, VocabularyRow>> = BTreeMap::new();
    let folders = std::fs::read_dir(library.root().join("packs")).into_iter().flatten().flatten();
    let mut folders: Vec<_> = folders.map(|entry| entry.path()).collect();
    folders.sort_unstable();
    for manifest in folders.iter().filter_map(|folder| read_manifest(folder).ok()) {
        let words = manifest.vocabulary;
        for (key, words) in [("industry", words.industry), ("region", words.region), ("tags", words.tag)] {
            let list = lists.entry(key).or_default();
            for (value, mut names) in words {
                let synonyms = names.split_off(names.len().min(1));
                let label = names.pop().unwrap_or_else(|| value.clone());
                let row = list.entry(value.clone()).or_insert_with(|| VocabularyRow {
                    value,
                    label,
                    synonyms: Vec::new(),
                });
                for synonym in synonyms {
                    if !row.synonyms.contains(&synonym) {
                        row.synonyms.push(synonym);
                    }
                }
            }
        }
    }
    lists.into_iter().map(|(key, list)| (key.to_owned(), list.into_values().collect())).collect()
}
