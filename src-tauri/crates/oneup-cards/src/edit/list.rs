//! Changes a list where it differs and nowhere else, in the form the file gives it.

use std::ops::Range;

use super::value::Scalar;
use super::write::{Spot, Style, scalar};
use super::{Edit, line_end, line_start};

/// What differs between the items that stand and those wanted.
struct Difference<'v> {
    removed: Range<usize>,
    added: &'v [&'v str],
}

fn difference<'v>(old: &[Option<String>], new: &'v [&'v str]) -> Difference<'v> {
    let same = |(old, new): &(&Option<String>, &&str)| old.as_deref() == Some(**new);
    let head = old.iter().zip(new).take_while(same).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(same).count();
    Difference { removed: head..old.len() - tail, added: new.get(head..new.len() - tail).unwrap_or(&[]) }
}

/// The style of items that join the others: theirs, when they agree on one.
fn style(items: &[Scalar]) -> Style {
    match items.first() {
        Some(first) if items.iter().all(|item| item.style == first.style) => first.style,
        _ => Style::Plain,
    }
}

fn written(values: &[&str], style: Style, flow: bool) -> Vec<String> {
    values.iter().map(|value| scalar(value, style, Spot { flow, date: false })).collect()
}

/// Writes a whole list in brackets.
pub(super) fn in_brackets(values: &[&str]) -> String {
    format!("[{}]", written(values, Style::Plain, true).join(", "))
}

/// Changes `[a, b]`; `old` are the values of `items`, `None` for what is no text.
pub(super) fn flow(
    text: &str,
    inside: &Range<usize>,
    items: &[Scalar],
    old: &[Option<String>],
    new: &[&str],
) -> Option<Edit> {
    let Difference { removed, added } = difference(old, new);
    let gone = items.get(removed.clone())?;
    let added = written(added, style(items), true);
    let before = removed.start.checked_sub(1).and_then(|n| items.get(n));
    let after = items.get(removed.end);
    let edit = match (gone.first().zip(gone.last()), added.is_empty()) {
        (None, true) => Edit::insert(inside.start, ""),
        (None, false) => match (before, after) {
            (Some(before), _) => {
                let gap = gap(text, items);
                let insert = format!("{gap}{}", added.join(&gap));
                Edit::insert(before.span.end, insert)
            }
            (None, Some(after)) => {
                let gap = gap(text, items);
                let insert = format!("{}{gap}", added.join(&gap));
                Edit::insert(after.span.start, insert)
            }
            (None, None) => Edit::insert(inside.start, added.join(", ")),
        },
        (Some((first, last)), false) => {
            Edit { span: first.span.start..last.span.end, replacement: added.join(&gap(text, items)) }
        }
        (Some((first, last)), true) => Edit::remove(match (before, after) {
            (Some(before), _) => before.span.end..last.span.end,
            (None, Some(after)) => first.span.start..after.span.start,
            (None, None) => inside.clone(),
        }),
    };
    // A comment between the items belongs to the reader.
    let lost = text.get(edit.span.clone())?;
    let in_items = |at: usize| gone.iter().any(|item| item.span.contains(&(edit.span.start + at)));
    let comment = lost.match_indices('#').any(|(at, _)| !in_items(at));
    (!comment).then_some(edit)
}

/// What the file writes between two items.
fn gap(text: &str, items: &[Scalar]) -> String {
    let between = match items {
        [first, second, ..] => text.get(first.span.end..second.span.start).unwrap_or(", "),
        _ => ", ",
    };
    let simple = between.starts_with(',') && between.chars().skip(1).all(char::is_whitespace);
    if simple { between.to_owned() } else { ", ".to_owned() }
}

/// Changes a list of lines `- a`.
pub(super) fn block(
    text: &str,
    after_colon: usize,
    items: &[Scalar],
    old: &[Option<String>],
    new: &[&str],
) -> Option<Edit> {
    let Difference { removed, added } = difference(old, new);
    let added = written(added, style(items), false);
    let gone = items.get(removed.clone())?;
    let model = items.first()?;
    let prefix = text.get(line_start(text, model.span.start)..model.span.start)?;
    let end_of_line = line_end_of(text, model);
    let lines = added.iter().flat_map(|item| [prefix, item, end_of_line]).collect::<String>();
    if new.is_empty() && !items.is_empty() {
        let span = after_colon..items.last()?.span.end;
        let comment = text.get(span.clone())?.lines().any(|line| line.trim_start().starts_with('#'));
        return (!comment).then(|| Edit { span, replacement: " []".to_owned() });
    }
    Some(match (gone, added.as_slice()) {
        ([], []) => Edit::insert(after_colon, ""),
        ([], _) => {
            let at = match removed.start.checked_sub(1).and_then(|n| items.get(n)) {
                Some(before) => line_end(text, before.span.end),
                None => line_start(text, model.span.start),
            };
            Edit::insert(at, lines)
        }
        // One for one: a comment behind the value stays.
        ([item], [value]) => Edit { span: item.span.clone(), replacement: value.clone() },
        ([first, ..], _) => {
            let last = gone.last()?;
            let span = line_start(text, first.span.start)..line_end(text, last.span.end);
            Edit { span, replacement: lines }
        }
    })
}

fn line_end_of(text: &str, item: &Scalar) -> &'static str {
    let line = text.get(item.span.end..line_end(text, item.span.end)).unwrap_or("");
    if line.ends_with("\r\n") { "\r\n" } else { "\n" }
}
