//! Finds figures: numbers a client may ask the source of. Plain counts and dates are not figures.

use std::ops::Range;

use crate::position::offset_in;

const CURRENCY_SIGNS: &str = "$€£¥₹₩₽₺₴₪฿";
const CURRENCY_WORDS: &[&str] = &[
    "usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "cad", "aud", "sek", "nok", "dkk", "pln", "czk",
    "dollar", "dollars", "euro", "euros", "pound", "pounds", "franc", "francs", "yen", "rupees", "cents",
];
const SCALES: &[&str] =
    &["thousand", "million", "millions", "billion", "billions", "trillion", "m", "bn", "k", "mn"];
const NUMBER_WORDS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "forty", "fifty", "hundred", "thousand",
];
const CHANGES: &[&str] = &["doubled", "tripled", "trebled", "quadrupled", "halved"];

/// One word of a text, white space and brackets around it left out.
struct Word<'t> {
    at: usize,
    text: &'t str,
}

/// Finds the figures of a text, in order.
///
/// A figure is a number with a percent sign or word, a number with a currency, "one in four" (also "out of"), or
/// a number in a text that speaks of a change from year to year.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !could_hold_one(text) {
        return found;
    }
    let words = words(text);
    let yearly = speaks_of_years(&words);
    for (n, word) in words.iter().enumerate() {
        let next = |k: usize| words.get(n + k).map_or("", |w| w.text);
        let end_of = |k: usize| words.get(n + k).map_or(word.at + word.text.len(), |w| w.at + w.text.len());
        let before = n.checked_sub(1).and_then(|k| words.get(k)).map_or("", |w| w.text);
        let end = if is_percent(word.text) || has_currency(word.text) {
            Some(end_of(0))
        } else if has_digit(word.text) {
            if is_percent_word(next(1)) || (same(next(1), "per") && same(next(2), "cent")) {
                Some(end_of(if same(next(1), "per") { 2 } else { 1 }))
            } else if is_currency(next(1)) {
                Some(end_of(1))
            } else if is_any(next(1), SCALES) && is_currency(next(2)) {
                Some(end_of(2))
            } else if is_currency(before) || (yearly && !is_year(word.text)) {
                Some(end_of(0))
            } else {
                None
            }
        } else if yearly && is_any(word.text, CHANGES) {
            Some(end_of(0))
        } else {
            None
        };
        let end = end.or_else(|| {
            let ratio = |k: usize| is_count(word.text) && is_count(next(k)) && !is_year(next(k));
            if same(next(1), "in") && ratio(2) {
                Some(end_of(2))
            } else if same(next(1), "out") && same(next(2), "of") && ratio(3) {
                Some(end_of(3))
            } else {
                None
            }
        });
        if let Some(end) = end {
            found.push(word.at..end);
        }
    }
    found
}

/// Writes a figure so that the same figure elsewhere compares equal.
pub(crate) fn normal(figure: &str) -> String {
    figure.chars().filter(|c| !c.is_whitespace() && *c != ',').flat_map(char::to_lowercase).collect()
}

/// A quick look that spares most paragraphs the reading: no digit, no sign, no "in", no "out".
fn could_hold_one(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit() || b == b'%' || b == b'$' || b >= 0xC2)
        || text.contains(" in ")
        || text.contains(" out of ")
        || text.contains("year")
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for part in text.split_whitespace() {
        let at = offset_in(text, part);
        let opening = part.len() - part.trim_start_matches(['(', '[', '"', '“', '‘', '\'', '«', '„']).len();
        let closing = ['.', ',', ';', ':', ')', ']', '"', '”', '’', '\'', '»', '!', '?', '…'];
        let word = part.get(opening..).unwrap_or("").trim_end_matches(closing);
        if !word.is_empty() {
            words.push(Word { at: at + opening, text: word });
        }
    }
    words
}

fn speaks_of_years(words: &[Word<'_>]) -> bool {
    let year_words =
        |w: &Word<'_>| ["year-on-year", "year-over-year", "yoy", "y/y"].iter().any(|term| same(w.text, term));
    words.iter().any(year_words)
        || words.windows(3).any(|three| {
            matches!(three, [a, b, c] if same(a.text, "year")
                && (same(b.text, "on") || same(b.text, "over")) && same(c.text, "year"))
        })
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

fn is_percent(word: &str) -> bool {
    has_digit(word) && word.contains(['%', '‰', '٪', '％'])
}

fn is_percent_word(word: &str) -> bool {
    word.starts_with(['%', '‰']) || is_any(word, &["percent", "percentage", "pct", "pp"])
}

fn has_currency(word: &str) -> bool {
    if !has_digit(word) {
        return false;
    }
    if word.contains(|c| CURRENCY_SIGNS.contains(c)) {
        return true;
    }
    let letters = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
    letters.len() == 3 && is_any(letters, CURRENCY_WORDS)
}

fn is_currency(word: &str) -> bool {
    is_any(word, CURRENCY_WORDS) || (word.chars().count() == 1 && CURRENCY_SIGNS.contains(word))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_count(word: &str) -> bool {
    is_any(word, NUMBER_WORDS) || (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b','))
}

fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|item| same(word, item))
}

fn same(word: &str, other: &str) -> bool {
    word.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(text: &str) -> Vec<&str> {
        find(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn figures_are_found_where_a_client_would_ask_for_the_source() {
        for (text, expected) in [
            ("Scrap fell by 12%.", "12%"),
            ("Scrap fell by 12 % in May", "12 %"),
            ("about 12.5 per cent of orders", "12.5 per cent"),
            ("about 3 percent", "3 percent"),
            ("It costs $4,000 a night", "$4,000"),
            ("It costs 4 million euros", "4 million euros"),
            ("It costs EUR 400", "400"),
            ("costs 400€", "400€"),
            ("One in four people who maintain plants", "One in four"),
            ("in 3 out of 10 plants", "3 out of 10"),
            ("Orders rose 7 year on year", "7"),
            ("(Orders doubled year-on-year)", "doubled"),
        ] {
            assert_eq!(figures(text), [expected], "{text}");
        }
    }

    #[test]
    fn counts_dates_and_names_are_not_figures() {
        for text in [
            "Three debriefs say so",
            "since 2019, in March 2026",
            "the 12 steps of ISO 9001",
            "one in the morning",
            "born one in 2024",
            "year on year it gets harder",
            "weighed by the plant manager 4/5",
            "",
        ] {
            assert!(figures(text).is_empty(), "{text}: {:?}", figures(text));
        }
    }
}
