//! Cutting the stretch of a body that shows best why a card was found.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::Marked;
use super::marks::{Match, marks};

/// How many characters a snippet shows.
const LENGTH: usize = 160;

/// A cut moves this many bytes at most to stand between words.
const SLACK: usize = 24;

/// Cuts a snippet around the densest matches; without matches, the beginning of the body.
pub(crate) fn snippet(body: &str, matches: &[Match]) -> Option<Marked> {
    if body.trim().is_empty() {
        return None;
    }
    let core = densest(matches).unwrap_or(0..0);
    let window = widen(body, &core);
    let inside: Vec<Range<usize>> = marks(matches)
        .into_iter()
        .filter(|mark| mark.start >= window.start && mark.end <= window.end)
        .collect();
    let mut cut = Cut::default();
    if !body[..window.start].trim().is_empty() {
        cut.out.text.push('…');
    }
    let mut at = window.start;
    for mark in inside {
        cut.plain(&body[at..mark.start]);
        let start = cut.out.text.len();
        cut.plain(&body[mark.clone()]);
        if start < cut.out.text.len() {
            cut.out.marks.push(start..cut.out.text.len());
        }
        at = mark.end;
    }
    cut.plain(&body[at..window.end]);
    let end = cut.out.text.trim_end().len();
    cut.out.text.truncate(end);
    // A mark may have ended in the white space that is gone.
    for mark in &mut cut.out.marks {
        mark.end = mark.end.min(end);
    }
    cut.out.marks.retain(|mark| mark.start < mark.end);
    if !body[window.end..].trim().is_empty() {
        cut.out.text.push('…');
    }
    Some(cut.out)
}

/// Finds the stretch, no longer than a snippet, that holds the most different typed words, then the most words.
fn densest(matches: &[Match]) -> Option<Range<usize>> {
    let mut best: Option<((usize, usize), Range<usize>)> = None;
    let mut end = 0;
    for (start, first) in matches.iter().enumerate() {
        end = end.max(start);
        while matches.get(end).is_some_and(|next| next.bytes.end <= first.bytes.start + LENGTH) {
            end += 1;
        }
        let inside = &matches[start..end.max(start + 1)];
        let mut groups: Vec<usize> = inside.iter().map(|found| found.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let worth = (groups.len(), inside.len());
        if best.as_ref().is_none_or(|(known, _)| worth > *known) {
            let last = inside.iter().map(|found| found.bytes.end).max().unwrap_or(first.bytes.end);
            best = Some((worth, first.bytes.start..last));
        }
    }
    best.map(|(_, bytes)| bytes)
}

/// Widens a stretch to the length of a snippet, a third of the room before it, and moves the cuts between words.
fn widen(body: &str, core: &Range<usize>) -> Range<usize> {
    let room = LENGTH.saturating_sub(body[core.clone()].chars().count());
    let before = back(body, core.start, room / 3);
    let used = body[before..core.start].chars().count();
    let after = forward(body, core.end, room - used);
    let left = room - used - body[core.end..after].chars().count();
    let before = back(body, before, left);
    cut_before(body, before, core.start)..cut_after(body, after, core.end)
}

fn back(text: &str, from: usize, chars: usize) -> usize {
    text[..from].char_indices().rev().take(chars).last().map_or(from, |(at, _)| at)
}

fn forward(text: &str, from: usize, chars: usize) -> usize {
    text[from..].char_indices().nth(chars).map_or(text.len(), |(at, _)| from + at)
}

/// Moves the beginning of a snippet forward to stand between words, or at least between what a reader sees as letters.
fn cut_before(text: &str, at: usize, limit: usize) -> usize {
    if at == 0 || text[..at].ends_with(char::is_whitespace) {
        return at;
    }
    let space = text[at..limit].char_indices().find(|(_, c)| c.is_whitespace());
    if let Some((offset, c)) = space.filter(|(offset, _)| *offset <= SLACK) {
        return at + offset + c.len_utf8();
    }
    between_letters(text, at, |cursor| cursor.next_boundary(text, 0).ok().flatten()).min(limit)
}

/// Moves the end of a snippet back to stand between words, or at least between what a reader sees as letters.
fn cut_after(text: &str, at: usize, limit: usize) -> usize {
    if at == text.len() || text[at..].starts_with(char::is_whitespace) {
        return at;
    }
    let space = text[limit..at].char_indices().rev().find(|(_, c)| c.is_whitespace());
    if let Some((offset, _)) = space.filter(|(offset, _)| limit + offset + SLACK >= at) {
        return limit + offset;
    }
    between_letters(text, at, |cursor| cursor.prev_boundary(text, 0).ok().flatten()).max(limit)
}

fn between_letters(text: &str, at: usize, step: impl Fn(&mut GraphemeCursor) -> Option<usize>) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) { at } else { step(&mut cursor).unwrap_or(at) }
}

/// The snippet being put together: white space becomes single spaces, characters that only steer are left out.
#[derive(Default)]
struct Cut {
    out: Marked,
}

impl Cut {
    fn plain(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                if !self.out.text.is_empty() && !self.out.text.ends_with([' ', '…']) {
                    self.out.text.push(' ');
                }
            } else if !c.is_control() && !steers_direction(c) {
                self.out.text.push(c);
            }
        }
    }
}

/// Says whether a character turns the direction of the text around it, and so could reach beyond its snippet.
fn steers_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LENGTH, snippet};
    use crate::answer::marks::Match;
    use crate::query::How;

    fn at(body: &str, word: &str, group: usize) -> Match {
        let start = body.find(word).unwrap_or_else(|| panic!("{word} is not in the body"));
        let bytes = start..start + word.len();
        Match { bytes, group, how: How::Typed, word: word.to_owned() }
    }

    #[test]
    fn the_window_stands_where_most_typed_words_are() {
        let body = format!("alpha {} beta gamma {}", "filler ".repeat(60), "tail ".repeat(60));
        let cut = snippet(&body, &[at(&body, "alpha", 0), at(&body, "beta", 1), at(&body, "gamma", 2)])
            .unwrap_or_default();
        let marked: Vec<&str> = cut.marks.iter().map(|mark| &cut.text[mark.clone()]).collect();
        assert_eq!(marked, ["beta", "gamma"]);
        assert!(cut.text.starts_with('…') && cut.text.ends_with('…'), "{}", cut.text);
        assert!(cut.text.chars().count() <= LENGTH + 2, "{}", cut.text);
        assert!(cut.text.split_whitespace().all(|word| !word.starts_with("iller")), "{}", cut.text);
    }

    #[test]
    fn a_body_without_matches_shows_its_beginning() {
        assert_eq!(snippet("One\n\n two\tthree", &[]).map(|cut| cut.text), Some("One two three".to_owned()));
        assert_eq!(snippet(" \n", &[]), None);
    }

    #[test]
    fn a_family_is_not_torn_apart() {
        let body = "👩‍👩‍👧‍👦".repeat(60);
        let cut = snippet(&body, &[]).unwrap_or_default();
        let shown = cut.text.trim_end_matches('…');
        assert!(!shown.is_empty());
        assert_eq!(shown.len() % "👩‍👩‍👧‍👦".len(), 0, "{shown}");
    }

    proptest! {
        #[test]
        fn marks_lie_on_character_bounds(body in "\\PC{0,400}", from in 0_usize..400, length in 0_usize..30) {
            let from = body.floor_char_boundary(from.min(body.len()));
            let to = body.ceil_char_boundary((from + length).min(body.len()));
            let found = Match { bytes: from..to, group: 0, how: How::Typed, word: String::new() };
            if let Some(cut) = snippet(&body, &[found]) {
                for mark in cut.marks {
                    prop_assert!(cut.text.get(mark).is_some());
                }
            }
        }
    }
}
