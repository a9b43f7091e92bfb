//! Merges a list in the front matter as the set it is: what one side added or removed does not touch the rest.

use crate::edit;
use crate::front_matter::{Value, read_yaml};

/// A list after the merge.
pub(super) enum List {
    /// Both sides' additions and removals fit together.
    Merged(String),
    /// Both replaced the same value, each by another; the text takes in both.
    Apart { both: String },
}

/// Merges the key's part as a list, written the way mine writes it; `None` when one of the three is no plain list, or
/// theirs holds a comment that would be lost.
pub(super) fn merge_list(name: &str, base: Option<&str>, mine: &str, theirs: &str) -> Option<List> {
    let old = base.map_or(Some(Vec::new()), items)?;
    let (ours, other) = (items(mine)?, items(theirs)?);
    if comments(theirs).any(|comment| !mine.contains(comment)) {
        return None;
    }
    let without = |list: &[String], held: &[String]| -> Vec<String> {
        list.iter().filter(|item| !held.contains(item)).cloned().collect()
    };
    let (we_removed, they_removed) = (without(&old, &ours), without(&old, &other));
    let (we_added, they_added) = (without(&ours, &old), without(&other, &old));
    let mut merged = without(&ours, &they_removed);
    merged.extend(without(&they_added, &ours));

    let text = written(name, mine, &merged)?;
    let replaced_the_same = we_removed.iter().any(|item| they_removed.contains(item));
    let differ = we_added != they_added && !we_added.is_empty() && !they_added.is_empty();
    Some(if replaced_the_same && differ { List::Apart { both: text } } else { List::Merged(text) })
}

/// The values of a key's part, when it is a list of different texts.
fn items(part: &str) -> Option<Vec<String>> {
    let [entry] = <[_; 1]>::try_from(read_yaml(part).ok()?).ok()?;
    let Value::List(values) = entry.value else { return None };
    let mut items = Vec::with_capacity(values.len());
    for (value, _) in values {
        match value {
            Value::Text(text) if !items.contains(&text) => items.push(text),
            _ => return None,
        }
    }
    Some(items)
}

fn comments(part: &str) -> impl Iterator<Item = &str> {
    part.lines().filter_map(|line| line.find('#').and_then(|at| line.get(at..)))
}

fn written(name: &str, part: &str, items: &[String]) -> Option<String> {
    let fence = if part.contains("\r\n") { "---\r\n" } else { "---\n" };
    let file = format!("{fence}{part}{fence}");
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let edited = edit::set(&file, name, &items, None).ok()?.apply(&file);
    Some(edited.strip_prefix(fence)?.strip_suffix(fence)?.to_owned())
}
