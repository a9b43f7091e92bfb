//! The one place that compares two lists of lines or words, so that history and merge see the same changes.

use std::collections::HashMap;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

pub(crate) use imara_diff::Hunk;

/// The longest run, both sides counted, that is compared line by line. The time of that grows with the square of the
/// run, and a hostile file has no other limit; a run this long without one line of its own was written anew.
const MAX_RUN: usize = 8_000;

/// The runs that differ, in order.
///
/// Lists longer than [`MAX_RUN`] are cut first where a line stands once on both sides.
pub(crate) fn hunks(before: &[&str], after: &[&str]) -> Vec<Hunk> {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (end_before, end_after) = (before.len() - tail, after.len() - tail);
    let mut found = Vec::new();
    let (mut at_before, mut at_after) = (head, head);
    let anchors = if end_before + end_after - 2 * head > MAX_RUN {
        anchors(before, head..end_before, after, head..end_after)
    } else {
        Vec::new()
    };
    for (anchor_before, anchor_after) in anchors.into_iter().chain([(end_before, end_after)]) {
        run(before, at_before..anchor_before, after, at_after..anchor_after, &mut found);
        (at_before, at_after) = (anchor_before + 1, anchor_after + 1);
    }
    found
}

fn run(before: &[&str], old: Range<usize>, after: &[&str], new: Range<usize>, found: &mut Vec<Hunk>) {
    let shift = |range: &Range<u32>, by: usize| range.start + by as u32..range.end + by as u32;
    if old.is_empty() && new.is_empty() {
        return;
    }
    if old.is_empty() || new.is_empty() || old.len() + new.len() > MAX_RUN {
        let whole = |range: &Range<usize>| range.start as u32..range.end as u32;
        found.push(Hunk { before: whole(&old), after: whole(&new) });
        return;
    }
    let mut input = InternedInput::default();
    input.update_before(before.get(old.clone()).unwrap_or(&[]).iter().copied());
    input.update_after(after.get(new.clone()).unwrap_or(&[]).iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    found.extend(
        diff.hunks().map(|hunk| Hunk {
            before: shift(&hunk.before, old.start),
            after: shift(&hunk.after, new.start),
        }),
    );
}

/// The lines that stand once on both sides and in the same order: their places, before and after.
fn anchors(before: &[&str], old: Range<usize>, after: &[&str], new: Range<usize>) -> Vec<(usize, usize)> {
    let after_places = once(after, new);
    let mut pairs: Vec<(usize, usize)> = once(before, old)
        .into_iter()
        .filter_map(|(line, at)| Some((at?, after_places.get(&line).copied().flatten()?)))
        .collect();
    pairs.sort_unstable();
    let places: Vec<usize> = pairs.iter().map(|(_, after)| *after).collect();
    rising(&places).into_iter().filter_map(|n| pairs.get(n).copied()).collect()
}

fn once<'t>(list: &[&'t str], range: Range<usize>) -> HashMap<&'t str, Option<usize>> {
    let mut places = HashMap::new();
    for (n, line) in list.iter().enumerate().take(range.end).skip(range.start) {
        places.entry(*line).and_modify(|place| *place = None).or_insert(Some(n));
    }
    places
}

/// The longest run of rising numbers in a list without repeats: where its members stand.
pub(super) fn rising(numbers: &[usize]) -> Vec<usize> {
    // `tails[n]` ends the run of n + 1 that ends lowest; `previous` leads from each member to the one before it.
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (n, number) in numbers.iter().enumerate() {
        let length = tails.partition_point(|tail| numbers.get(*tail).is_some_and(|ends| ends < number));
        previous.push(length.checked_sub(1).and_then(|before| tails.get(before).copied()));
        match tails.get_mut(length) {
            Some(tail) => *tail = n,
            None => tails.push(n),
        }
    }
    let mut run: Vec<usize> =
        std::iter::successors(tails.last().copied(), |n| previous.get(*n).copied().flatten()).collect();
    run.reverse();
    run
}

/// The lines of a text, each with its line end.
pub(crate) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A part of a list that a hunk names.
pub(crate) fn slice<'s, 't>(list: &'s [&'t str], range: &Range<u32>) -> &'s [&'t str] {
    list.get(range.start as usize..range.end as usize).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut_where_a_line_is_its_own() {
        let list = |changed: usize| -> Vec<String> {
            (0..20_000).map(|n| if n == changed { "new".to_owned() } else { format!("{n}") }).collect()
        };
        let (before, after) = (list(10), list(19_000));
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        let after: Vec<&str> = after.iter().map(String::as_str).collect();
        let found: Vec<_> =
            hunks(&before, &after).into_iter().map(|hunk| (hunk.before, hunk.after)).collect();
        assert_eq!(found, [(10..11, 10..11), (19_000..19_001, 19_000..19_001)]);
    }

    #[test]
    fn the_longest_rising_run_is_found() {
        assert_eq!(rising(&[2, 0, 1, 3]), [1, 2, 3]);
        assert_eq!(rising(&[]), Vec::<usize>::new());
        assert_eq!(rising(&[3, 2, 1]), [2]);
    }
}
