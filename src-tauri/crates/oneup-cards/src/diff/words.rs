//! Marks the words that differ inside lines that differ.

use unicode_segmentation::UnicodeSegmentation;

use super::hunks::{Hunk, hunks, slice};
use super::{LineChange, LineKind, WordChange};

/// The most words of a run of lines that are compared one by one; a longer run was written anew.
const MAX_WORDS: usize = 20_000;

/// Adds the lines that went and the lines that came, with the words marked in which they differ.
pub(super) fn mark(removed: &[&str], added: &[&str], changes: &mut Vec<LineChange>) {
    let (before, after) = (words(removed), words(added));
    let wordy = before.len() + after.len() > MAX_WORDS;
    if removed.is_empty() || added.is_empty() || wordy {
        changes.extend(removed.iter().map(|line| whole(line, LineKind::Removed)));
        changes.extend(added.iter().map(|line| whole(line, LineKind::Added)));
        return;
    }
    let hunks = hunks(&before, &after);
    changes.extend(marked(&before, hunks.iter().map(|hunk: &Hunk| &hunk.before), LineKind::Removed));
    changes.extend(marked(&after, hunks.iter().map(|hunk| &hunk.after), LineKind::Added));
}

/// A line in one piece: all of it came, went or stayed.
pub(super) fn whole(line: &str, kind: LineKind) -> LineChange {
    let mut change = LineChange { kind, words: Vec::new() };
    change.push(without_end(line), kind != LineKind::Same);
    change
}

fn without_end(line: &str) -> &str {
    line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line)
}

fn words<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    lines.iter().flat_map(|line| line.split_word_bounds()).collect()
}

fn marked<'h>(
    words: &[&str],
    differing: impl Iterator<Item = &'h std::ops::Range<u32>>,
    kind: LineKind,
) -> Vec<LineChange> {
    let mut lines = Vec::new();
    let mut line = LineChange { kind, words: Vec::new() };
    let mut push = |word: &str, changed: bool| {
        line.push(without_end(word), changed);
        if word.ends_with('\n') {
            lines.push(std::mem::replace(&mut line, LineChange { kind, words: Vec::new() }));
        }
    };
    let mut at = 0;
    for range in differing {
        for word in slice(words, &(at..range.start)) {
            push(word, false);
        }
        for word in slice(words, range) {
            push(word, true);
        }
        at = range.end;
    }
    for word in slice(words, &(at..words.len() as u32)) {
        push(word, false);
    }
    if !line.words.is_empty() {
        lines.push(line);
    }
    lines
}

impl LineChange {
    fn push(&mut self, text: &str, changed: bool) {
        if text.is_empty() {
            return;
        }
        match self.words.last_mut() {
            Some(last) if last.changed == changed => last.text.push_str(text),
            _ => self.words.push(WordChange { text: text.to_owned(), changed }),
        }
    }
}
