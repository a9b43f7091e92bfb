//! Merges one part line by line: what only one side changed is taken, what both changed apart is kept apart.

use std::ops::Range;

use crate::diff::{Hunk, hunks, lines};

/// A run of lines after the merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// Lines that stand: `theirs` says that the other side brought or removed something here.
    Agreed { text: String, theirs: bool },
    /// Lines that both sides changed, each in its own way.
    Apart { base: String, mine: String, theirs: String },
}

/// Merges three texts whose lines all end.
///
/// Changes that touch count as one: nobody has read the two sentences side by side.
pub(super) fn merge_lines(base: &str, mine: &str, theirs: &str) -> Vec<Run> {
    let (base, mine, theirs) = (lines(base), lines(mine), lines(theirs));
    let mut ours = Side::new(&base, &mine);
    let mut other = Side::new(&base, &theirs);
    let mut runs = Runs(Vec::new());
    let mut at = 0;
    while let Some(start) = [ours.next_start(), other.next_start()].into_iter().flatten().min() {
        runs.agree(&base[at..start], false);
        let mut end = start;
        ours.begin();
        other.begin();
        while ours.take(&mut end) || other.take(&mut end) {}
        match (ours.taken(start, end), other.taken(start, end)) {
            (Some(mine), None) => runs.agree(mine, false),
            (None, Some(theirs)) => runs.agree(theirs, true),
            (Some(mine), Some(theirs)) => runs.both(&base[start..end], mine, theirs),
            (None, None) => {}
        }
        at = end;
    }
    runs.agree(&base[at..], false);
    runs.0
}

/// The changes of one side while they are gone through.
struct Side<'s, 't> {
    lines: &'s [&'t str],
    hunks: Vec<Hunk>,
    next: usize,
    first: usize,
}

impl<'s, 't> Side<'s, 't> {
    fn new(base: &[&'t str], lines: &'s [&'t str]) -> Self {
        Self { lines, hunks: hunks(base, lines), next: 0, first: 0 }
    }

    fn next_start(&self) -> Option<usize> {
        self.hunks.get(self.next).map(|hunk| hunk.before.start as usize)
    }

    fn begin(&mut self) {
        self.first = self.next;
    }

    /// Takes the next change when it starts inside or at the edge of the run, and widens the run.
    fn take(&mut self, end: &mut usize) -> bool {
        let Some(hunk) = self.hunks.get(self.next).filter(|hunk| hunk.before.start as usize <= *end) else {
            return false;
        };
        *end = (*end).max(hunk.before.end as usize);
        self.next += 1;
        true
    }

    /// This side's lines for a run of the base; `None` when it left the run alone.
    fn taken(&self, start: usize, end: usize) -> Option<&'s [&'t str]> {
        let taken = self.hunks.get(self.first..self.next)?;
        let (first, last) = (taken.first()?, taken.last()?);
        let from = first.after.start as usize - (first.before.start as usize - start);
        let to = last.after.end as usize + (end - last.before.end as usize);
        self.lines.get(from..to)
    }
}

struct Runs(Vec<Run>);

impl Runs {
    fn agree(&mut self, lines: &[&str], from_theirs: bool) {
        if lines.is_empty() && !from_theirs {
            return;
        }
        match self.0.last_mut() {
            Some(Run::Agreed { text, theirs }) => {
                text.push_str(&lines.concat());
                *theirs |= from_theirs;
            }
            _ => self.0.push(Run::Agreed { text: lines.concat(), theirs: from_theirs }),
        }
    }

    fn both(&mut self, base: &[&str], mine: &[&str], theirs: &[&str]) {
        if mine == theirs {
            self.agree(mine, false);
            return;
        }
        let Range { start: head, end } = differing(mine, theirs);
        let tail = mine.len() - end;
        self.agree(&mine[..head], false);
        self.0.push(Run::Apart {
            base: base.concat(),
            mine: mine[head..end].concat(),
            theirs: theirs[head..theirs.len() - tail].concat(),
        });
        self.agree(&mine[end..], false);
    }
}

/// The part of `mine` that is not the same as in `theirs` at its start and end.
fn differing(mine: &[&str], theirs: &[&str]) -> Range<usize> {
    let head = mine.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let most = mine.len().min(theirs.len()) - head;
    let tail = mine.iter().rev().zip(theirs.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    head..mine.len() - tail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreed(text: &str, theirs: bool) -> Run {
        Run::Agreed { text: text.to_owned(), theirs }
    }

    #[test]
    fn changes_apart_are_both_taken() {
        assert_eq!(merge_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"), [agreed("A\nb\nC\n", true)]);
        assert_eq!(merge_lines("a\nb\nc\n", "b\nc\n", "a\nb\n"), [agreed("b\n", true)]);
    }

    #[test]
    fn the_same_change_is_taken_once() {
        assert_eq!(merge_lines("a\n", "b\n", "b\n"), [agreed("b\n", false)]);
    }

    #[test]
    fn changes_that_touch_stay_apart_and_shared_lines_do_not() {
        let apart = Run::Apart { base: "a\nb\n".into(), mine: "A\nb\n".into(), theirs: "a\nB\n".into() };
        assert_eq!(merge_lines("a\nb\n", "A\nb\n", "a\nB\n"), [apart]);
        assert_eq!(
            merge_lines("x\n", "new\nM\nend\n", "new\nT\nend\n"),
            [
                agreed("new\n", false),
                Run::Apart { base: "x\n".into(), mine: "M\n".into(), theirs: "T\n".into() },
                agreed("end\n", false),
            ]
        );
    }
}
