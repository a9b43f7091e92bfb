//! Words that stand in many cards, and other words in their place: found where a person reads them (title, aliases,
//! running text, the names of links and sources) and never where the program does (ids, targets, addresses, verbs).

use std::ops::Range;

use super::error::EditError;
use crate::body::{Block, InlineLink, prose_of};
use crate::card::Card;
use crate::mention::{Sentence, sentence};

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The words.
    pub words: &'a str,
    /// Whether capital letters must be capital.
    pub match_case: bool,
    /// Whether they must be whole words.
    pub whole_words: bool,
}

/// Words that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundWords {
    /// Their bytes in the file.
    pub span: Range<usize>,
    /// Their line, from 1.
    pub line: u32,
    /// The sentence they stand in, as a reader sees it.
    pub sentence: Sentence,
}

impl Wanted<'_> {
    /// Where the words stand in a text.
    fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let wanted: Vec<char> = if self.match_case {
            self.words.chars().collect()
        } else {
            self.words.chars().flat_map(char::to_lowercase).collect()
        };
        let mut found = Vec::new();
        let mut free_from = 0;
        for (start, _) in text.char_indices() {
            if start < free_from || wanted.is_empty() {
                continue;
            }
            let Some(end) = self.end_at(text, start, &wanted) else { continue };
            if self.whole_words && !is_whole(text, &(start..end)) {
                continue;
            }
            found.push(start..end);
            free_from = end;
        }
        found
    }

    /// Where the words end that begin at a byte, if they do; a letter that folds to two is never cut in half.
    fn end_at(&self, text: &str, start: usize, wanted: &[char]) -> Option<usize> {
        let mut left = wanted;
        for (at, letter) in text.get(start..)?.char_indices() {
            let Some(_) = left.first() else { return Some(start + at) };
            let folded: Vec<char> =
                if self.match_case { vec![letter] } else { letter.to_lowercase().collect() };
            left = left.strip_prefix(&folded[..])?;
        }
        left.is_empty().then_some(text.len())
    }
}

fn is_whole(text: &str, span: &Range<usize>) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before = text.get(..span.start).and_then(|text| text.chars().next_back());
    let after = text.get(span.end..).and_then(|text| text.chars().next());
    !before.is_some_and(is_letter) && !after.is_some_and(is_letter)
}

impl Card {
    /// Finds words wherever other words can stand in their place, in the order of the file. Words that stand in the
    /// file in another form than they read (with marks of emphasis, over two lines) are passed over.
    #[must_use]
    pub fn places_of(&self, wanted: &Wanted<'_>) -> Vec<FoundWords> {
        let mut found = self.in_front(wanted);
        for prose in prose_of(self.text(), self.body().start) {
            found.extend(self.in_block(&prose.block, wanted));
        }
        found.sort_by_key(|words| words.span.start);
        found.dedup_by(|one, other| one.span.start < other.span.end);
        found
    }

    fn in_block<'b>(
        &'b self,
        block: &'b Block,
        wanted: &Wanted<'_>,
    ) -> impl Iterator<Item = FoundWords> + 'b {
        wanted.places_in(&block.text).into_iter().filter_map(|words| {
            let span = block.source(words.start)..block.source_end(words.end);
            let as_it_reads = self.text().get(span.clone()) == block.text.get(words.clone());
            let quoted =
                block.code.iter().any(|code| !apart(code, &words)) || is_address(&block.text, &words);
            let named = block.links.iter().all(|link| apart(&link.text, &words) || self.names(link, &span));
            (as_it_reads && named && !quoted).then(|| FoundWords {
                line: self.position(span.start).line,
                sentence: sentence(&block.text, words),
                span,
            })
        })
    }

    /// Whether the words are what a link reads as, and not what it leads by.
    fn names(&self, link: &InlineLink, words: &Range<usize>) -> bool {
        let before = self.text().get(link.span.start..words.start).unwrap_or("");
        let is_wiki = before.trim_start_matches('!').starts_with("[[");
        if is_wiki { before.contains('|') } else { before.starts_with(['[', '!']) && !before.contains("](") }
    }

    /// The words in the title and the aliases, where the file has them as they read.
    fn in_front(&self, wanted: &Wanted<'_>) -> Vec<FoundWords> {
        let aliases = self.front.aliases.join("\n");
        let mut found = Vec::new();
        for (key, value) in [("title", self.title.as_str()), ("aliases", aliases.as_str())] {
            let Some(key) = self.front.span(key) else { continue };
            let written = self.text().get(key.value.clone()).unwrap_or("");
            let (read, places) = (wanted.places_in(value), wanted.places_in(written));
            if read.len() != places.len() {
                continue;
            }
            found.extend(places.into_iter().zip(read).map(|(place, words)| {
                let span = key.value.start + place.start..key.value.start + place.end;
                FoundWords { line: self.position(span.start).line, sentence: sentence(value, words), span }
            }));
        }
        found
    }
}

/// Puts a text in the place of words that [`Card::places_of`] found. With `as_found`, it begins with a capital where
/// they do.
///
/// # Errors
/// [`EditError::Spills`] with the line where the card would be another one, lead elsewhere, or read otherwise than the
/// words say.
pub fn replace_words(
    card: &Card,
    places: &[Range<usize>],
    with: &str,
    as_found: bool,
) -> Result<String, EditError> {
    let mut text = card.text().to_owned();
    let mut sorted: Vec<&Range<usize>> = places.iter().collect();
    sorted.sort_by_key(|place| std::cmp::Reverse(place.start));
    for place in &sorted {
        let line = card.position(place.start).line;
        let Some(found) = text.get((*place).clone()).filter(|_| !with.contains(['\n', '\r'])) else {
            return Err(EditError::Spills { line });
        };
        let new = if as_found { beginning_as(found, with) } else { with.to_owned() };
        text.replace_range((*place).clone(), &new);
    }
    let now = Card::parse(&card.path, &text);
    let line = sorted.last().map_or(1, |place| card.position(place.start).line);
    let reads = frame(&now) == frame(card) && front_reads(card, &now, places, with);
    if reads { Ok(text) } else { Err(EditError::Spills { line }) }
}

/// The words with a capital at their beginning where what was found has one; only where that makes them no longer.
fn beginning_as(found: &str, with: &str) -> String {
    let mut rest = with.chars();
    let is_capital = found.chars().next().is_some_and(char::is_uppercase);
    let Some(first) = rest.next().filter(|first| is_capital && first.is_lowercase()) else {
        return with.to_owned();
    };
    let capital: String = first.to_uppercase().collect();
    if capital.len() == first.len_utf8() { capital + rest.as_str() } else { with.to_owned() }
}

/// Everything of a card that the program goes by, and that words in it have no part in.
fn frame(card: &Card) -> Vec<String> {
    let mut frame = vec![card.full_id().to_string(), card.kind.as_str().to_owned()];
    for key in &card.front.keys {
        frame.push(key.name.clone());
        if key.name != "title" && key.name != "aliases" {
            frame.push(card.text().get(key.value.clone()).unwrap_or("").to_owned());
        }
    }
    frame.push(card.front.aliases.len().to_string());
    frame.push(card.sections.len().to_string());
    for link in &card.typed_links {
        let target = link.target().map(|target| &target.raw);
        frame.push(format!("{} {target:?} {:?} {}", link.verb, link.mark, link.because.is_some()));
    }
    frame.extend(card.links.iter().map(|link| link.target.raw.clone()));
    for source in &card.sources {
        let dates = (&source.published, &source.checked);
        frame.push(format!("{} {:?} {dates:?}", source.label, source.address));
    }
    frame
}

/// Whether title and aliases read as the words in their place say, and not as YAML would take them: whatever YAML
/// drops, cuts or escapes makes them shorter or longer than the words do.
fn front_reads(card: &Card, now: &Card, places: &[Range<usize>], with: &str) -> bool {
    let reads = |key: &str, before: usize, after: usize| {
        let value = card.front.span(key).map_or(0..0, |key| key.value.clone());
        let inside = places.iter().filter(|place| value.start <= place.start && place.end <= value.end);
        let (count, gone) = inside.fold((0, 0), |(count, gone), place| (count + 1, gone + place.len()));
        count == 0 || before + count * with.len() == after + gone
    };
    let length = |card: &Card| card.front.aliases.iter().map(String::len).sum();
    reads("title", card.title.len(), now.title.len()) && reads("aliases", length(card), length(now))
}

/// Whether the words are part of an address that stands in the text as it is.
fn is_address(text: &str, words: &Range<usize>) -> bool {
    let start = text.get(..words.start).and_then(|text| text.rfind(char::is_whitespace)).unwrap_or(0);
    text.get(start..words.end).is_some_and(|token| token.contains("://"))
}

fn apart(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.end <= other.start || other.end <= one.start
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wanted(words: &str) -> Wanted<'_> {
        Wanted { words, match_case: false, whole_words: false }
    }

    fn read(text: &str) -> Card {
        Card::parse("mine/a.md", text)
    }

    const TEXT: &str = "---\nid: client-stops # client\ntype: force\ntitle: \"The client: stops\"\naliases: [Client, clients]\nowner: client\n---\n\n> Does a client ask?\n\n## The client\n\n- causes [[client-cost|What a client pays]] because the client said so[^c]\n\nSee [the client](client.md), [[client]], `client` and https://client.example.\n\n[^c]: [Client survey](https://client.example/s). Client Office. Published 2026-02, checked 2026-08-30.\n";

    #[test]
    fn words_are_replaced_where_a_person_reads_them_and_nowhere_else() {
        let card = read(TEXT);
        let places: Vec<_> = card.places_of(&wanted("client")).into_iter().map(|found| found.span).collect();
        let after = replace_words(&card, &places, "buyer", true).unwrap();
        assert_eq!(
            after,
            "---\nid: client-stops # client\ntype: force\ntitle: \"The buyer: stops\"\naliases: [Buyer, buyers]\nowner: client\n---\n\n> Does a buyer ask?\n\n## The buyer\n\n- causes [[client-cost|What a buyer pays]] because the buyer said so[^c]\n\nSee [the buyer](client.md), [[client]], `client` and https://client.example.\n\n[^c]: [Buyer survey](https://client.example/s). Buyer Office. Published 2026-02, checked 2026-08-30.\n"
        );
    }

    #[test]
    fn case_and_whole_words_are_asked_for() {
        let card = read("Client clients CLIENT subclient\n");
        let count = |match_case, whole_words| {
            card.places_of(&Wanted { words: "client", match_case, whole_words }).len()
        };
        assert_eq!([count(false, false), count(true, false), count(false, true)], [4, 2, 2]);
        assert!(card.places_of(&wanted("")).is_empty());
    }

    #[test]
    fn words_that_would_make_another_card_of_it_are_refused() {
        let card =
            read("---\nid: a\ntype: force\ntitle: Stops last\n---\n\n- causes [[b|B]] because night\n");
        let refused = |words: &str, with: &str| {
            let found = card.places_of(&wanted(words));
            assert_eq!(found.len(), 1, "{words}");
            replace_words(&card, &[found[0].span.clone()], with, false).is_err()
        };
        assert!(refused("Stops", "a: b"), "YAML would read a key");
        assert!(refused("causes", "leads to"), "the verb is the program's");
        assert!(refused("night", "[[c]]"), "another link");
        assert!(refused("night", "a\nb"));
        assert!(!refused("Stops", "Halts"));
    }

    #[test]
    fn each_place_is_shown_in_its_sentence() {
        let card = read("One. A client asks. Two.\n");
        let found = &card.places_of(&wanted("CLIENT"))[0];
        assert_eq!((found.line, found.sentence.text.as_str()), (1, "A client asks."));
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_was_wanted_and_the_rest_stays(
            body in "(ab|Ab|İ|ß|\\[\\[ab\\]\\]|\\[ab\\]\\(ab\\)|\\*|`| |\\n|- causes ){0,30}",
            with in "[xy ]{0,3}",
        ) {
            let card = read(&format!("---\nid: ab\ntype: force\ntitle: ab\n---\n{body}"));
            let places: Vec<_> = card.places_of(&wanted("AB")).into_iter().map(|found| found.span).collect();
            for place in &places {
                prop_assert_eq!(card.text()[place.clone()].to_lowercase(), "ab");
            }
            if let Ok(after) = replace_words(&card, &places, &with, true) {
                let now = read(&after);
                prop_assert_eq!(now.id(), card.id());
                let moved = |text: &str| text.to_lowercase().matches("ab").count();
                prop_assert_eq!(moved(&after), moved(card.text()) - places.len());
            }
        }
    }
}
