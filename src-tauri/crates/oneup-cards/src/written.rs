//! The words of a card as its author wrote them, one by one and with their places, for whoever proof-reads it.
//!
//! What is quoted is not the author's: a footnote with an address carries the title and the publisher of another's
//! work, and the text of a link to an address is a name. Neither is among these words; nor is code.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::body::{Block, Prose, prose_of};
use crate::card::Card;
use crate::position::{Lines, Position};

/// The keys of the front matter that hold words for a reader.
const KEYS: [&str; 3] = ["title", "aliases", "reason"];

/// A word of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenWord {
    /// The word as it is read: parts that a hyphen joins are words of their own.
    pub text: String,
    /// The text it belongs to.
    pub place: WordPlace,
    /// Where it stands in the file.
    pub at: Position,
}

/// The text that a word belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordPlace {
    /// The title, another name, or a reason in the front matter.
    FrontMatter,
    /// The text of the card, headings and the say line included.
    Text,
    /// A footnote in the author's own words.
    Footnote,
}

impl Card {
    /// The words that the author wrote, in the order of the file.
    #[must_use]
    pub fn written_words(&self) -> Vec<WrittenWord> {
        let lines = Lines::new(self.text());
        let word = |text: &str, place, offset| WrittenWord {
            text: text.to_owned(),
            place,
            at: lines.position(offset),
        };
        let mut words = Vec::new();
        for key in self.front.keys.iter().filter(|key| KEYS.contains(&key.name.as_str())) {
            let value = self.text().get(key.value.clone()).unwrap_or("");
            for (at, text) in value.unicode_word_indices() {
                words.push(word(text, WordPlace::FrontMatter, key.value.start + at));
            }
        }
        for Prose { block, in_source } in prose_of(self.text(), self.body().start) {
            let quoted = quotations(&block);
            if in_source && !quoted.is_empty() {
                continue;
            }
            let place = if in_source { WordPlace::Footnote } else { WordPlace::Text };
            for (at, text) in block.text.unicode_word_indices() {
                if !block.is_code(at) && !quoted.iter().any(|range| range.contains(&at)) {
                    words.push(word(text, place, block.source(at)));
                }
            }
        }
        words
    }
}

/// The texts of the links to addresses.
fn quotations(block: &Block) -> Vec<Range<usize>> {
    block.links.iter().filter(|link| link.is_address()).map(|link| link.text.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(String, WordPlace, u32, u32)> {
        let card = Card::parse("mine/a.md", text);
        let words = card.written_words().into_iter();
        words.map(|word| (word.text, word.place, word.at.line, word.at.column)).collect()
    }

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|(text, ..)| text).collect()
    }

    #[test]
    fn each_word_knows_its_text_and_its_place() {
        let found = words(
            "---\nid: a\ntitle: Tide\naliases: [high water]\n---\n\n> Say **it**.[^why]\n\n[^why]: Reasoned.\n",
        );
        let front = |text: &str, line, column| (text.to_owned(), WordPlace::FrontMatter, line, column);
        assert_eq!(
            found,
            [
                front("Tide", 3, 8),
                front("high", 4, 11),
                front("water", 4, 16),
                ("Say".to_owned(), WordPlace::Text, 7, 3),
                ("it".to_owned(), WordPlace::Text, 7, 9),
                ("Reasoned".to_owned(), WordPlace::Footnote, 9, 9),
            ]
        );
    }

    #[test]
    fn what_others_wrote_and_code_are_left_out() {
        assert_eq!(
            texts("See [Labour Force](https://a.example) and `kode` and <https://b.example/wrod>.\n"),
            ["See", "and", "and"]
        );
        assert_eq!(
            texts("A.[^s]\n\n[^s]: [Labour](https://a.example). Offize. Checked 2026-01-01.\n"),
            ["A"]
        );
        assert_eq!(
            texts("To [[night-stops|nights]] by [a card](b.md).\n"),
            ["To", "nights", "by", "a", "card"]
        );
    }

    #[test]
    fn parts_that_a_hyphen_joins_are_words_and_an_apostrophe_joins_one() {
        assert_eq!(
            texts("The client's follow-up isn’t late.\n"),
            ["The", "client's", "follow", "up", "isn’t", "late"]
        );
    }
}
