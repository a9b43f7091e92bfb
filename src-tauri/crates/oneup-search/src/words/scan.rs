//! Finding the words of a text, with the bytes and the place each of them takes.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::{fold, is_invisible, is_unspaced};

/// A longer word is cut here, for cards and queries alike: nobody types more of one word.
const LONGEST_WORD: usize = 64;

/// A chain of more parts than this is a list, not a compound.
const MOST_PARTS: usize = 4;

/// Endings that an apostrophe hangs on a word without making a new one.
const CONTRACTIONS: [&str; 6] = ["t", "re", "ve", "ll", "d", "m"];

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The folded word.
    pub(crate) text: String,
    /// The first byte it takes in the text.
    pub(crate) from: usize,
    /// The byte after its last.
    pub(crate) to: usize,
    /// Its place among the words.
    pub(crate) position: usize,
    /// How it stands to its neighbours.
    pub(crate) shape: Shape,
}

/// How a word stands to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A word by itself.
    Single,
    /// The parts that follow, this many, written as one word.
    Joined(usize),
    /// A part of the joined word before it.
    Part,
    /// A character of a script written without spaces.
    Unspaced,
}

/// Walks over the words of a text.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    position: usize,
    // The words of the run being read; slots are used again, so that a long text costs few allocations.
    queue: Vec<Token>,
    filled: usize,
    given: usize,
    parts: Vec<Part>,
}

/// A part of a run: its bytes, and the bytes of an ending hung on by an apostrophe.
struct Part {
    stem: Range<usize>,
    ending: Option<Range<usize>>,
    to: usize,
}

impl<'a> Scanner<'a> {
    /// Starts at the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, position: 0, queue: Vec::new(), filled: 0, given: 0, parts: Vec::new() }
    }

    /// Gives the next word.
    pub(crate) fn advance(&mut self) -> Option<&Token> {
        while self.given == self.filled {
            self.given = 0;
            self.filled = 0;
            self.read_run()?;
        }
        self.given += 1;
        self.queue.get(self.given - 1)
    }

    /// Reads the next run of word characters into the queue; none when the text has ended.
    fn read_run(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let (offset, first) = rest.char_indices().find(|(_, c)| starts_word(*c))?;
        let start = self.at + offset;
        if is_unspaced(first) {
            let end = start + first.len_utf8();
            self.at = end;
            self.push(start, end, end, None, Shape::Unspaced);
            return Some(());
        }
        self.at = self.split_run(start);
        self.queue_parts();
        Some(())
    }

    /// Splits the run that starts at `start` into parts and gives the byte after it.
    fn split_run(&mut self, start: usize) -> usize {
        self.parts.clear();
        let bytes = self.text.as_bytes();
        let mut part = start;
        let mut at = start;
        let mut was_lower = false;
        while let Some(c) = next_char(self.text, bytes, at) {
            let after = at + c.len_utf8();
            if in_word(c) {
                if was_lower && c.is_uppercase() {
                    self.parts.push(Part { stem: part..at, ending: None, to: at });
                    part = at;
                }
                was_lower = c.is_lowercase();
                at = after;
                continue;
            }
            let joins = is_hyphen(c) || is_apostrophe(c);
            let continues = next_char(self.text, bytes, after)
                .is_some_and(|next| starts_word(next) && !is_unspaced(next));
            if !joins || !continues {
                break;
            }
            was_lower = false;
            if is_apostrophe(c) {
                let end = word_end(self.text, bytes, after);
                let ending = &self.text[after..end];
                if ending.eq_ignore_ascii_case("s") {
                    self.parts.push(Part { stem: part..at, ending: None, to: end });
                    return end;
                }
                if CONTRACTIONS.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
                    self.parts.push(Part { stem: part..at, ending: Some(after..end), to: end });
                    return end;
                }
            }
            self.parts.push(Part { stem: part..at, ending: None, to: at });
            part = after;
            at = after;
        }
        if part < at {
            self.parts.push(Part { stem: part..at, ending: None, to: at });
        }
        at
    }

    fn queue_parts(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let joined = (2..=MOST_PARTS).contains(&parts.len())
            && parts
                .first()
                .is_some_and(|first| self.text[first.stem.start..].starts_with(char::is_alphabetic));
        if joined && let (Some(first), Some(last)) = (parts.first(), parts.last()) {
            let position = self.position;
            self.push(first.stem.start, first.stem.end, last.to, None, Shape::Joined(parts.len()));
            self.position = position;
            if let Some(token) = self.queue.get_mut(self.filled - 1) {
                for part in &parts[1..] {
                    fold(&self.text[part.stem.clone()], &mut token.text);
                    if let Some(ending) = &part.ending {
                        fold(&self.text[ending.clone()], &mut token.text);
                    }
                }
                cut(&mut token.text);
            }
        }
        let shape = if joined { Shape::Part } else { Shape::Single };
        for part in &parts {
            self.push(part.stem.start, part.stem.end, part.to, part.ending.clone(), shape);
        }
        self.parts = parts;
    }

    /// Adds a word folded from the bytes `from..stem_end` and perhaps an ending.
    fn push(&mut self, from: usize, stem_end: usize, to: usize, ending: Option<Range<usize>>, shape: Shape) {
        if self.filled == self.queue.len() {
            self.queue.push(Token { text: String::new(), from, to, position: 0, shape });
        }
        let token = &mut self.queue[self.filled];
        token.text.clear();
        fold(&self.text[from..stem_end], &mut token.text);
        if let Some(ending) = ending {
            fold(&self.text[ending], &mut token.text);
        }
        cut(&mut token.text);
        if token.text.is_empty() && !matches!(shape, Shape::Joined(_)) {
            return;
        }
        token.from = from;
        token.to = to;
        token.shape = shape;
        token.position = self.position;
        self.position += 1;
        self.filled += 1;
    }
}

/// Reads the character at a byte, quickly for the usual ones.
fn next_char(text: &str, bytes: &[u8], at: usize) -> Option<char> {
    match bytes.get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text[at..].chars().next(),
        None => None,
    }
}

fn word_end(text: &str, bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(c) = next_char(text, bytes, at).filter(|c| in_word(*c)) {
        at += c.len_utf8();
    }
    at
}

fn starts_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_unspaced(c) }
}

fn in_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    !is_unspaced(c) && (c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c))
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2BC}')
}

fn cut(word: &mut String) {
    if word.len() > LONGEST_WORD {
        word.truncate(word.floor_char_boundary(LONGEST_WORD));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Scanner, Shape};

    fn words(text: &str) -> Vec<(String, usize)> {
        let mut scanner = Scanner::new(text);
        let mut found = Vec::new();
        while let Some(token) = scanner.advance() {
            found.push((token.text.clone(), token.position));
        }
        found
    }

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn punctuation_separates_and_figures_are_kept() {
        assert_eq!(
            texts("type:force (24h) 3.5% — C3491_b"),
            ["type", "force", "24h", "3", "5", "c3491", "b"]
        );
    }

    #[test]
    fn parts_of_a_compound_are_words_and_so_is_the_whole() {
        assert_eq!(
            words("pay over-time now"),
            [
                ("pay".into(), 0),
                ("overtime".into(), 1),
                ("over".into(), 1),
                ("time".into(), 2),
                ("now".into(), 3)
            ]
        );
        assert_eq!(texts("PowerPoint"), ["powerpoint", "power", "point"]);
        assert_eq!(texts("d’usine"), ["dusine", "d", "usine"]);
        assert_eq!(texts("COVID-19"), ["covid19", "covid", "19"]);
        assert_eq!(texts("2026-02-10"), ["2026", "02", "10"]);
        assert_eq!(texts("a-b-c-d-e"), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn apostrophes_of_english_leave_one_word() {
        assert_eq!(texts("the plant's don't they’re"), ["the", "plant", "dont", "theyre"]);
    }

    #[test]
    fn scripts_without_spaces_give_single_characters() {
        assert_eq!(texts("技術者 retire工場"), ["技", "術", "者", "retire", "工", "場"]);
        let mut scanner = Scanner::new("工");
        assert_eq!(scanner.advance().map(|token| token.shape), Some(Shape::Unspaced));
    }

    #[test]
    fn emoji_hold_no_word() {
        assert!(texts("🙂👩‍👩‍👧 — …").is_empty());
    }

    proptest! {
        #[test]
        fn every_word_lies_on_character_bounds_in_order(text in "\\PC{0,80}") {
            let mut scanner = Scanner::new(&text);
            let mut position = 0;
            while let Some(token) = scanner.advance() {
                prop_assert!(text.get(token.from..token.to).is_some_and(|written| !written.is_empty()));
                prop_assert!(token.position >= position);
                position = token.position;
            }
        }
    }
}
