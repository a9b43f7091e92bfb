//! Finds what identifies a person: e-mail addresses, phone numbers and postal addresses have no place in a card.

use crate::position::offset_in;

/// What kind of personal data was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContactKind {
    Email,
    Phone,
    Postal,
}

impl ContactKind {
    /// The kind in words, with its article.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Phone => "a phone number",
            Self::Postal => "a postal address",
        }
    }
}

const STREETS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "lane",
    "drive",
    "boulevard",
    "blvd",
    "square",
    "terrace",
    "court",
    "parkway",
    "highway",
];
const STREET_ENDINGS: &[&str] = &["straße", "strasse", "gasse", "weg", "platz", "allee", "gatan", "straat"];

/// Finds the first of each kind in a text, with its byte offset.
pub(crate) fn find(text: &str) -> Vec<(ContactKind, usize)> {
    let mut found = Vec::new();
    if text.contains('@') {
        found.extend(email(text).map(|at| (ContactKind::Email, at)));
    }
    if text.bytes().any(|b| b.is_ascii_digit()) {
        found.extend(phone(text).map(|at| (ContactKind::Phone, at)));
        found.extend(postal(text).map(|at| (ContactKind::Postal, at)));
    }
    found
}

fn email(text: &str) -> Option<usize> {
    let around = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | ':');
    text.split(around).find_map(|word| {
        let (local, domain) = word.trim_matches('.').split_once('@')?;
        let (host, end) = domain.rsplit_once('.')?;
        let named = |s: &str| s.chars().any(char::is_alphanumeric);
        let top = end.chars().count() >= 2 && end.chars().all(char::is_alphabetic);
        (named(local) && named(host) && top).then(|| offset_in(text, word))
    })
}

/// A run of digits with the separators of phone numbers: after a `+`, or grouped as numbers are dialled.
fn phone(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let starts = *first == b'+' || *first == b'(' || first.is_ascii_digit();
        if !starts {
            at += 1;
            continue;
        }
        let run = bytes.get(at..).unwrap_or(&[]);
        let length = run
            .iter()
            .take_while(|b| b.is_ascii_digit() || matches!(b, b'+' | b' ' | b'-' | b'(' | b')' | b'/' | b'.'))
            .count();
        let candidate =
            text.get(at..at + length).unwrap_or("").trim_end_matches([' ', '-', '(', '/', '.', '+']);
        let inside_word = at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
        if !inside_word && dials(candidate) {
            return Some(at);
        }
        at += length;
    }
    None
}

fn dials(candidate: &str) -> bool {
    let digits = candidate.bytes().filter(u8::is_ascii_digit).count();
    if let Some(rest) = candidate.strip_prefix('+') {
        return (8..=15).contains(&digits) && rest.starts_with(|c: char| c.is_ascii_digit());
    }
    let groups: Vec<&str> =
        candidate.split([' ', '-', '(', ')', '/', '.']).filter(|group| !group.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let american = matches!(lengths.as_slice(), [3, 3, 4] | [1, 3, 3, 4]);
    let national = candidate.starts_with(['0', '(']) && (9..=13).contains(&digits) && groups.len() >= 2;
    // Thousands are grouped by three throughout, dates by four, two and two: neither dials.
    american || (national && !candidate.contains('.'))
}

/// A house number beside a word for a street, with a name between or before.
fn postal(text: &str) -> Option<usize> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let clean = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.len() <= 5
            && word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().filter(|c| c.is_alphabetic()).count() <= 1
    };
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    for (n, word) in words.iter().enumerate() {
        let street = clean(word);
        if STREETS.contains(&street.as_str()) && is_name(word) {
            let house = (1..=4)
                .any(|back| n.checked_sub(back).and_then(|k| words.get(k)).is_some_and(|w| is_number(w)));
            let named = n.checked_sub(1).and_then(|k| words.get(k)).is_some_and(|w| is_name(w));
            if house && named {
                return Some(offset_in(text, word));
            }
        }
        let compound = STREET_ENDINGS.iter().any(|end| street.len() > end.len() + 2 && street.ends_with(end));
        if compound && is_name(word) && words.get(n + 1).is_some_and(|w| is_number(w)) {
            return Some(offset_in(text, word));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<ContactKind> {
        find(text).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn personal_data_is_found() {
        assert_eq!(kinds("write to <ann.lee@plant.example>"), [ContactKind::Email]);
        for phone in
            ["+41 44 123 45 67", "call (555) 123-4567", "555-123-4567", "044/123 45 67", "020 7946 0958"]
        {
            assert_eq!(kinds(phone), [ContactKind::Phone], "{phone}");
        }
        for address in ["12 Long Mill Road", "at 4b Baker Street, London", "Bahnhofstrasse 12"] {
            assert_eq!(kinds(address), [ContactKind::Postal], "{address}");
        }
    }

    #[test]
    fn numbers_dates_and_handles_are_not_personal_data() {
        for text in [
            "checked 2026-08-30 and 2019-2024",
            "1 200 000 000 pieces, 1,200,000 pieces",
            "0.5 to 0.75",
            "@plantnews said so",
            "the road to 2030",
            "Main Street has 3 shops",
            "3 plants on the road",
            "a@b",
            "IP 192.168.0.1",
        ] {
            assert!(kinds(text).is_empty(), "{text}: {:?}", kinds(text));
        }
    }
}
