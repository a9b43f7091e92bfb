//! Where a card speaks of another: the sentence around a link, and words that are no link yet.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::body::{Block, Prose, prose_of};
use crate::card::Card;

/// A name of fewer letters is met by chance too often to be offered as a link.
const FEWEST_LETTERS: usize = 3;

/// A sentence is shown up to this many bytes on each side of what is marked in it.
const REACH: usize = 200;

/// A sentence as a reader sees it, with the words in it that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence as plain text.
    pub text: String,
    /// The bytes of the words in it.
    pub words: Range<usize>,
}

/// Words of a card that name another card and do not link to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The bytes of the words in the file.
    pub span: Range<usize>,
    /// The sentence they stand in.
    pub sentence: Sentence,
}

/// The running text of a card, read once for all that is looked for in it.
#[derive(Debug)]
pub struct Sentences {
    blocks: Vec<Prose>,
}

impl Sentences {
    /// Reads the running text of a card.
    #[must_use]
    pub fn of(card: &Card) -> Self {
        Self { blocks: prose_of(card.text(), card.body().start) }
    }

    /// The sentence around a link, plain or typed, by the bytes it has in the file.
    #[must_use]
    pub fn around(&self, link: &Range<usize>) -> Option<Sentence> {
        // A typed link has the bytes of its whole paragraph; its own link is the first one in there.
        let holds = |block: &&Block| block.span.start <= link.start && link.start < block.span.end.max(1);
        let block = self.blocks.iter().map(|prose| &prose.block).rfind(holds)?;
        let inside = block.links.iter().find(|inline| inline.span.start >= link.start);
        let words = inside.map_or(0..0, |inline| inline.text.clone());
        Some(sentence(&block.text, words))
    }
}

impl Card {
    /// Finds words of the text that are one of `names` in any case, whole, outside links, code and sources. Words that
    /// stand in the file in another form than they read (with marks of emphasis, over two lines) are passed over, since
    /// they cannot be made a link as they stand.
    #[must_use]
    pub fn mentions_of(&self, names: &[&str]) -> Vec<Mention> {
        let names: Vec<Vec<char>> = names
            .iter()
            .map(|name| Folded::of(name).letters)
            .filter(|name| name.iter().filter(|letter| letter.is_alphanumeric()).count() >= FEWEST_LETTERS)
            .collect();
        if names.is_empty() {
            return Vec::new();
        }
        let blocks = prose_of(self.text(), self.body().start);
        let readable = blocks.iter().filter(|prose| !prose.in_source).map(|prose| &prose.block);
        readable.flat_map(|block| self.mentions_in(block, &names)).collect()
    }

    fn mentions_in(&self, block: &Block, names: &[Vec<char>]) -> Vec<Mention> {
        let folded = Folded::of(&block.text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < folded.letters.len() {
            let longest = names.iter().filter(|name| folded.reads(at, name)).map(Vec::len).max();
            let Some(length) = longest else {
                at += 1;
                continue;
            };
            let words = folded.place(at)..folded.place(at + length);
            at += length;
            found.extend(self.mention(block, words));
        }
        found
    }

    /// The mention at a place of a block, where it can be made a link.
    fn mention(&self, block: &Block, words: Range<usize>) -> Option<Mention> {
        let apart = |other: &Range<usize>| other.end <= words.start || words.end <= other.start;
        let is_free = block.links.iter().all(|link| apart(&link.text)) && block.code.iter().all(apart);
        let span = block.source(words.start)..block.source_end(words.end);
        let as_it_reads = self.text().get(span.clone()) == block.text.get(words.clone());
        (is_free && as_it_reads).then(|| Mention { span, sentence: sentence(&block.text, words) })
    }
}

/// A text in the form in which names are compared: lower case, single spaces.
struct Folded {
    letters: Vec<char>,
    /// Where each letter stands in the text, and then the text's end.
    places: Vec<usize>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self { letters: Vec::with_capacity(text.len()), places: Vec::new() };
        for (at, letter) in text.char_indices() {
            if !letter.is_whitespace() {
                folded.push(at, letter.to_lowercase());
            } else if folded.letters.last().is_some_and(|last| *last != ' ') {
                folded.push(at, [' ']);
            }
        }
        if folded.letters.last() == Some(&' ') {
            folded.letters.pop();
            let end = folded.places.pop();
            folded.places.extend(end);
        } else {
            folded.places.push(text.len());
        }
        folded
    }

    fn push(&mut self, at: usize, letters: impl IntoIterator<Item = char>) {
        for letter in letters {
            self.letters.push(letter);
            self.places.push(at);
        }
    }

    fn place(&self, letter: usize) -> usize {
        self.places.get(letter).copied().unwrap_or(0)
    }

    /// Whether the whole words of a name stand at a letter.
    fn reads(&self, at: usize, name: &[char]) -> bool {
        let is_word = |n: usize| self.letters.get(n).is_some_and(|letter| letter.is_alphanumeric());
        let end = at + name.len();
        self.letters.get(at..end) == Some(name)
            && (at == 0 || !is_word(at - 1))
            && !is_word(end)
            // A letter that folds to two is never cut in half.
            && self.place(end) > self.place(end.saturating_sub(1))
    }
}

/// Cuts the sentence out in which the words stand.
pub(crate) fn sentence(text: &str, words: Range<usize>) -> Sentence {
    let mut start = 0;
    let mut end = text.len();
    for (at, part) in text.split_sentence_bound_indices() {
        if at <= words.start {
            start = at;
        }
        if at + part.len() >= words.end {
            end = (at + part.len()).max(words.end);
            break;
        }
    }
    let from = text.floor_char_boundary(start.max(words.start.saturating_sub(REACH)));
    let to = text.ceil_char_boundary(end.min(words.end + REACH));
    let piece = |range: Range<usize>| text.get(range).unwrap_or("");
    let before = piece(from..words.start).trim_start();
    let after = piece(words.end..to).trim_end();
    let opened = if from > start { "…" } else { "" };
    let closed = if to < end { "…" } else { "" };
    let begin = opened.len() + before.len();
    Sentence {
        text: [opened, before, piece(words.clone()), after, closed].concat(),
        words: begin..begin + words.len(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> Card {
        Card::parse("mine/a.md", &format!("---\nid: a\ntype: force\ntitle: T\n---\n{body}"))
    }

    fn words(card: &Card, names: &[&str]) -> Vec<String> {
        let found = card.mentions_of(names).into_iter();
        found.map(|mention| card.text().get(mention.span).unwrap_or("").to_owned()).collect()
    }

    #[test]
    fn words_are_found_whole_in_any_case_and_only_where_they_can_become_a_link() {
        let card = read(
            "Night stops last. Midnight stops do not, nor do [[x|night stops]], `night stops` and\n*night*\nstops.\n\n\
             ```\nnight stops\n```\n\n- NIGHT  STOPS\n\n| a |\n|---|\n| Night stops |\n\nSee.[^s]\n\n[^s]: Night stops.\n",
        );
        assert_eq!(words(&card, &["night stops"]), ["Night stops", "NIGHT  STOPS", "Night stops"]);
        assert_eq!(words(&card, &["night", "night stops"])[0], "Night stops", "the longest name counts");
        assert!(words(&card, &["at", " ", ""]).is_empty(), "too short to mean anything");
    }

    #[test]
    fn the_sentence_around_a_link_is_plain_and_marks_it() {
        let card = read(
            "One thing. We see **that** [[b|night stops]] last. More.\n\n- causes [[b|Stops]] because of age\n",
        );
        let sentences = Sentences::of(&card);
        let plain = sentences.around(&card.links[0].span).unwrap();
        assert_eq!(plain.text, "We see that night stops last.");
        assert_eq!(&plain.text[plain.words], "night stops");
        let typed = sentences.around(&card.typed_links[0].span).unwrap();
        assert_eq!(typed.text, "causes Stops because of age");
        assert_eq!(&typed.text[typed.words], "Stops");
    }

    #[test]
    fn a_very_long_sentence_is_cut_on_both_sides() {
        let long = "word ".repeat(200);
        let card = read(&format!("{long}[[b|here]] {long}\n"));
        let cut = Sentences::of(&card).around(&card.links[0].span).unwrap();
        assert!(cut.text.starts_with('…') && cut.text.ends_with('…') && cut.text.len() < 500, "{}", cut.text);
        assert_eq!(&cut.text[cut.words], "here");
    }

    proptest! {
        #[test]
        fn what_is_found_reads_as_the_name(text in "(ß|İ|[aA]b| |\\n|\\*|x){0,24}", name in "(ß|i|ab|x| ){3,6}") {
            let card = read(&text);
            for mention in card.mentions_of(&[&name]) {
                let found = card.text().get(mention.span).unwrap();
                prop_assert_eq!(Folded::of(found).letters, Folded::of(&name).letters);
                prop_assert_eq!(&mention.sentence.text[mention.sentence.words], found);
            }
        }
    }
}
