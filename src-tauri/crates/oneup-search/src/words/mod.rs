//! How text becomes words, the same for cards and for queries.
//!
//! A word is a run of letters and digits, folded to lower case without accents. Parts joined by a hyphen, an
//! apostrophe or a change of case (`over-time`, `d'usine`, `PowerPoint`) are words of their own and, joined, one
//! more word at the place of the first, so that either spelling finds the other. Scripts that are written without
//! spaces give one word for each character; a query then asks for them side by side.

mod fold;
mod scan;
mod stem;

pub(crate) use fold::fold;
pub(crate) use scan::{Scanner, Shape};
pub(crate) use stem::{stem, with_stem};

use tantivy::tokenizer::{TextAnalyzer, Token as EngineToken, TokenStream, Tokenizer};

/// How many bytes of a text are looked through to show why its card was found. Ten thousand words are more than any
/// card has that is meant to be read; what lies beyond is found all the same.
const LOOKED_THROUGH: usize = 64 * 1024;

/// The cut moves back this many bytes at most, so that it leaves no half of a word, which would be another word.
const CUT_BACK: usize = 128;

/// Cuts off what is not looked through.
pub(crate) fn beginning(text: &str) -> &str {
    let cut = &text[..text.floor_char_boundary(LOOKED_THROUGH)];
    if cut.len() == text.len() {
        return text;
    }
    match cut.rfind(char::is_whitespace).filter(|space| cut.len() - space < CUT_BACK) {
        Some(space) => &cut[..space],
        None => cut,
    }
}

/// Says whether something may have been cut off a text.
pub(crate) fn is_cut(beginning: &str) -> bool {
    beginning.len() + CUT_BACK > LOOKED_THROUGH - char::MAX.len_utf8()
}

/// The version of the rules in this module; a change of any of them is a new version, and so a new index.
pub(crate) const VERSION: u32 = 1;

/// The name under which the engine knows the stemmed words.
pub(crate) const STEMMED: &str = "stemmed";

/// The name under which the engine knows the words as they are written, folded only.
pub(crate) const PLAIN: &str = "plain";

/// Makes the analyser of stemmed words.
pub(crate) fn stemmed() -> TextAnalyzer {
    TextAnalyzer::builder(Words { stemmed: true, token: EngineToken::default() }).build()
}

/// Makes the analyser of words as they are written.
pub(crate) fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(Words { stemmed: false, token: EngineToken::default() }).build()
}

/// The stems of a text's words in their order, as the index takes them; of joined parts each is a word.
#[must_use]
pub fn stems(text: &str) -> Vec<String> {
    let mut scanner = Scanner::new(text);
    let mut stems = Vec::new();
    while let Some(found) = scanner.advance() {
        if !matches!(found.shape, Shape::Joined(_)) {
            stems.push(stem(&found.text));
        }
    }
    stems
}

/// The tokenizer the engine calls.
#[derive(Clone)]
struct Words {
    stemmed: bool,
    token: EngineToken,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { scanner: Scanner::new(text), stemmed: self.stemmed, token: &mut self.token }
    }
}

/// The words of one text, in the form the engine asks for.
struct WordStream<'a> {
    scanner: Scanner<'a>,
    stemmed: bool,
    token: &'a mut EngineToken,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(found) = self.scanner.advance() else { return false };
        self.token.offset_from = found.from;
        self.token.offset_to = found.to;
        self.token.position = found.position;
        self.token.text.clear();
        if self.stemmed {
            with_stem(&found.text, |stem| self.token.text.push_str(stem));
        } else {
            self.token.text.push_str(&found.text);
        }
        true
    }

    fn token(&self) -> &EngineToken {
        self.token
    }

    fn token_mut(&mut self) -> &mut EngineToken {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[test]
    fn stems_stand_in_order_and_joined_parts_are_not_told_twice() {
        assert_eq!(stems("Retired pilots pay over-time"), ["retir", "pilot", "pay", "over", "time"]);
        assert_eq!(stems("— !"), [""; 0]);
    }
}
