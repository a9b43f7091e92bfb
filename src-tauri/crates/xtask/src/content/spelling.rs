//! Spelling: every word that an author wrote is in the American dictionary or in the project's own list.
//!
//! The cards are in American English. A word that only the British dictionary knows is told as such, since a pack in
//! two spellings reads as if two people had never met; any other unknown word is a slip, or a name for the list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use oneup_app::{Finding, WrittenWord};
use spellbook::Dictionary;

use super::finding;
use crate::failure::Failure;
use crate::setup::dictionaries::{self, FOLDERS_VARIABLE};

/// How British spelling differs, as pieces of a word and what American has in their place.
const RESPELT: [(&str, &str); 19] = [
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("tre", "ter"),
    ("bre", "ber"),
    ("ogue", "og"),
    ("mme", "m"),
    ("nce", "nse"),
    ("ll", "l"),
    ("l", "ll"),
    ("pp", "p"),
    ("ae", "e"),
    ("oe", "e"),
    ("eing", "ing"),
    ("ement", "ment"),
    ("que", "ck"),
    ("ey", "ay"),
    ("ough", "ow"),
    ("yre", "ire"),
];

/// The file, beside the packs, with the words that no dictionary has: names and terms, sorted, one a line.
pub(super) const WORD_LIST: &str = "words.txt";

/// What a language's dictionary makes of a word.
pub(super) struct Speller {
    american: Dictionary,
    british: Dictionary,
}

/// How a word fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slip {
    /// It is right in British English; the American spelling.
    British(String),
    /// No dictionary has it; what may be meant.
    Unknown(Option<String>),
}

impl Speller {
    /// Reads the dictionaries of this system.
    pub(super) fn of_system() -> Result<Self, Failure> {
        let (american, british) = (files("en_US")?, files("en_GB")?);
        let text = |(rules, words): &(String, String)| Self::dictionary(rules, words);
        Ok(Self { american: text(&american)?, british: text(&british)? })
    }

    /// Takes the texts of the two files of each dictionary.
    #[cfg(test)]
    pub(super) fn of(american: (&str, &str), british: (&str, &str)) -> Result<Self, Failure> {
        let dictionary = |(rules, words)| Self::dictionary(rules, words);
        Ok(Self { american: dictionary(american)?, british: dictionary(british)? })
    }

    fn dictionary(rules: &str, words: &str) -> Result<Dictionary, Failure> {
        Dictionary::new(rules, words).map_err(|error| {
            Failure::wrong(format!("a dictionary of this system cannot be read: {error}"), "install it again")
        })
    }

    /// Whether a word is right, or no word but a figure or a single letter.
    pub(super) fn knows(&self, word: &str) -> bool {
        let word = plain(word);
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_word = letters > 1 && !word.contains(|c: char| c.is_ascii_digit());
        !is_word || self.american.check(&word) || self.american.check(owner(&word))
    }

    /// Says how a word that is not known fails.
    pub(super) fn slip(&self, word: &str) -> Slip {
        let word = plain(word);
        if let Some(american) = self.american_of(&word) {
            return Slip::British(american);
        }
        let mut near = Vec::new();
        self.american.suggest(&word, &mut near);
        Slip::Unknown(near.into_iter().next())
    }

    /// The American spelling of a word that only the British dictionary has: it differs in one piece. Without that,
    /// the word is merely one that the American dictionary lacks, as dictionaries of different years do.
    fn american_of(&self, word: &str) -> Option<String> {
        if !self.british.check(word) {
            return None;
        }
        RESPELT.iter().find_map(|(british, american)| {
            word.match_indices(british).find_map(|(at, piece)| {
                let (before, after) = (word.get(..at)?, word.get(at + piece.len()..)?);
                Some([before, american, after].concat()).filter(|spelling| self.american.check(spelling))
            })
        })
    }
}

/// The words that no dictionary has, each with its line.
#[derive(Debug, Default)]
pub(super) struct WordList {
    words: BTreeMap<String, u32>,
    /// Lines that stand before the one above them, or repeat it.
    unsorted: Vec<(u32, String)>,
}

impl WordList {
    pub(super) fn of(text: &str) -> Self {
        let mut list = Self::default();
        let mut above = String::new();
        for (line, word) in (1..).zip(text.lines()) {
            if !above.is_empty() && order(word) <= order(&above) {
                list.unsorted.push((line, word.to_owned()));
            }
            word.clone_into(&mut above);
            list.words.entry(word.to_owned()).or_insert(line);
        }
        list
    }

    /// The entry that lets a word pass: itself, or at the start of a sentence its small form; an `'s` may follow.
    fn entry(&self, word: &str) -> Option<&str> {
        let word = plain(word);
        let stem = owner(&word);
        let small = stem.to_lowercase();
        [stem, small.as_str()].into_iter().find_map(|form| Some(self.words.get_key_value(form)?.0.as_str()))
    }
}

/// Letters before case, so that `EDI` stands beside `edge`.
fn order(word: &str) -> (String, &str) {
    (word.to_lowercase(), word)
}

/// What is misspelled in the files, and what is wrong with the list itself.
pub(super) fn findings(
    files: &[(String, Vec<WrittenWord>)],
    speller: &Speller,
    list: &WordList,
    list_path: &Path,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for (path, words) in files {
        for word in words {
            // The list comes first: a word on it that a newer dictionary has is still needed elsewhere.
            if let Some(entry) = list.entry(&word.text) {
                used.insert(entry);
                continue;
            }
            if *known.entry(&word.text).or_insert_with(|| speller.knows(&word.text)) {
                continue;
            }
            let at = (word.at.line, word.at.column);
            found.push(match speller.slip(&word.text) {
                Slip::British(american) => {
                    let message =
                        format!("`{}` is British spelling, and the cards are in American", word.text);
                    finding("british-spelling", path, at, message, format!("Write `{american}`"))
                }
                Slip::Unknown(near) => {
                    let message = format!("the dictionary does not have `{}`", word.text);
                    let remedy = format!("add it to {WORD_LIST} if it is a name or a term");
                    let remedy = match near {
                        Some(near) => format!("Write `{near}`, or {remedy}"),
                        None => format!("Mend it, or {remedy}"),
                    };
                    finding("spelling", path, at, message, remedy)
                }
            });
        }
    }
    let path = list_path.display().to_string();
    for (line, word) in &list.unsorted {
        let message = format!("`{word}` is out of order, or stands there twice");
        found.push(finding("word-list-order", &path, (*line, 1), message, "Sort the list".to_owned()));
    }
    for (word, line) in list.words.iter().filter(|(word, _)| !used.contains(word.as_str())) {
        let message = format!("no card needs `{word}`");
        found.push(finding(
            "word-list-unused",
            &path,
            (*line, 1),
            message,
            "Take it off the list".to_owned(),
        ));
    }
    found
}

/// A word without the ending that says whose something is.
fn owner(word: &str) -> &str {
    word.strip_suffix("'s").unwrap_or(word)
}

/// A word as dictionaries write it: with a straight apostrophe.
fn plain(word: &str) -> String {
    word.replace('\u{2019}', "'")
}

/// The texts of the two files of a dictionary: its rules and its words.
fn files(language: &str) -> Result<(String, String), Failure> {
    let Some(files) = dictionaries::find(language) else {
        return Err(Failure::wrong(
            format!("this machine has no dictionary {language}"),
            format!("put {language}.aff and {language}.dic into a folder and name it in {FOLDERS_VARIABLE}"),
        ));
    };
    let read = |path: &Path| fs::read_to_string(path).map_err(Failure::file("read", path));
    Ok((read(&files.rules)?, read(&files.words)?))
}
