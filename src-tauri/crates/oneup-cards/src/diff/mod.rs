//! What changed between two versions of a card: part by part, inside a part line by line, inside a line word by word.

mod hunks;
mod take;
mod words;

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use hunks::slice;
pub(crate) use hunks::{Hunk, hunks, lines};
pub use take::take_part;

use crate::parts::{Key, Place, Shape, Tile, can_split_front, outline, tiles};

/// What happened to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its text changed.
    Changed,
    /// Its text is the same and it stands elsewhere.
    Moved,
}

/// A part of a card that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The part.
    pub place: Place,
    /// What happened to it.
    pub kind: ChangeKind,
    /// Whether it stands elsewhere than before, beside the other parts.
    pub moved: bool,
    /// The lines of the part, the unchanged ones included; none for a part that only moved.
    pub lines: Vec<LineChange>,
}

/// What happened to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// It stands in both versions.
    Same,
    /// It stands in the new version only.
    Added,
    /// It stood in the old version only.
    Removed,
}

/// A line of a part that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineChange {
    /// What happened to it.
    pub kind: LineKind,
    /// Its pieces; put together they are the line, without its line end.
    pub words: Vec<WordChange>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordChange {
    /// The text.
    pub text: String,
    /// Whether it stands in one version only.
    pub changed: bool,
}

impl LineChange {
    /// The line's text.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// Compares two versions of a text. The answer is empty exactly when they are the same, byte for byte.
///
/// Parts come in the order of the new version; what was removed stands where it stood.
#[must_use]
pub fn diff(old: &str, new: &str) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let shape = Shape::of(new);
    let (level_old, level_new) = (shape.level(old), shape.level(new));
    let (outline_old, outline_new) = (outline(&level_old), outline(&level_new));
    let by_key = [&outline_old, &outline_new].iter().all(|side| !side.has_front() || can_split_front(side));
    let (before, after) = (tiles(&outline_old, by_key), tiles(&outline_new, by_key));
    let mut changes = compare(&before, &after);
    if changes.is_empty() || Shape::of(old) != shape {
        let kind = ChangeKind::Changed;
        changes.push(Change { place: Place::LineEnds, kind, moved: false, lines: Vec::new() });
    }
    changes
}

fn compare(before: &[Tile<'_>], after: &[Tile<'_>]) -> Vec<Change> {
    let old: HashMap<&Key, &Tile<'_>> = before.iter().map(|tile| (&tile.key, tile)).collect();
    let kept: HashSet<&Key> = after.iter().map(|tile| &tile.key).collect();
    let moved = moved(before, after);
    let mut removed = before.iter().peekable();
    let mut changes = Vec::new();
    for tile in after {
        let Some(was) = old.get(&tile.key) else {
            changes.push(change(tile, ChangeKind::Added, "", tile.text));
            continue;
        };
        if !moved.contains(&tile.key) {
            // Everything up to the old place of this part has been told; what of it is gone comes first.
            while let Some(gone) = removed.next_if(|gone| gone.key != tile.key) {
                if !kept.contains(&gone.key) {
                    changes.push(change(gone, ChangeKind::Removed, gone.text, ""));
                }
            }
            removed.next();
        }
        let moved = moved.contains(&tile.key);
        if was.text != tile.text {
            changes.push(Change { moved, ..change(tile, ChangeKind::Changed, was.text, tile.text) });
        } else if moved {
            let place = tile.key.place.clone();
            changes.push(Change { place, kind: ChangeKind::Moved, moved, lines: Vec::new() });
        }
    }
    let rest = removed.filter(|gone| !kept.contains(&gone.key));
    changes.extend(rest.map(|gone| change(gone, ChangeKind::Removed, gone.text, "")));
    changes
}

fn change(tile: &Tile<'_>, kind: ChangeKind, old: &str, new: &str) -> Change {
    Change { place: tile.key.place.clone(), kind, moved: false, lines: line_changes(old, new) }
}

/// The parts that no longer stand in the order of the others: as few as explain the new order.
fn moved<'k>(before: &'k [Tile<'_>], after: &'k [Tile<'_>]) -> HashSet<&'k Key> {
    let was: HashMap<&Key, usize> = before.iter().enumerate().map(|(n, tile)| (&tile.key, n)).collect();
    let (places, keys): (Vec<usize>, Vec<&Key>) =
        after.iter().filter_map(|tile| was.get(&tile.key).map(|n| (*n, &tile.key))).unzip();
    let still: HashSet<usize> = hunks::rising(&places).into_iter().collect();
    keys.into_iter().enumerate().filter(|(n, _)| !still.contains(n)).map(|(_, key)| key).collect()
}

/// Compares two texts line by line, without looking for parts.
#[must_use]
pub fn line_changes(old: &str, new: &str) -> Vec<LineChange> {
    let (before, after) = (lines(old), lines(new));
    let mut changes = Vec::new();
    let mut at = 0;
    for hunk in hunks(&before, &after) {
        changes.extend(
            slice(&before, &(at..hunk.before.start)).iter().map(|line| words::whole(line, LineKind::Same)),
        );
        let (removed, added) = (slice(&before, &hunk.before), slice(&after, &hunk.after));
        words::mark(removed, added, &mut changes);
        at = hunk.before.end;
    }
    let rest = slice(&before, &(at..before.len() as u32));
    changes.extend(rest.iter().map(|line| words::whole(line, LineKind::Same)));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> Vec<String> {
        diff(old, new)
            .iter()
            .map(|c| format!("{:?} {}{}", c.kind, c.place, if c.moved { " +moved" } else { "" }))
            .collect()
    }

    #[test]
    fn each_part_is_told_with_what_happened_to_it() {
        let old =
            "---\nid: a\ntitle: Old\ntags: [x]\n---\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n\n[^n]: N\n";
        let new =
            "---\nid: a\ntitle: New\nrole: coo\n---\n\n## C\n\nc\n\n## A\n\na\n\n## D\n\nd\n\n[^n]: N2\n";
        assert_eq!(
            told(old, new),
            [
                "Changed `title`",
                "Added `role`",
                "Removed `tags`",
                "Moved “C” +moved",
                "Added “D”",
                "Removed “B”",
                "Changed the source `n`",
            ]
        );
    }

    #[test]
    fn inside_a_line_the_words_are_marked() {
        let changes = line_changes("same\nThe plant stops at night.\n", "same\nThe plant stops at noon.\n");
        let marked: Vec<(LineKind, Vec<&str>)> = changes
            .iter()
            .map(|line| {
                (line.kind, line.words.iter().filter(|w| w.changed).map(|w| w.text.as_str()).collect())
            })
            .collect();
        assert_eq!(
            marked,
            [(LineKind::Same, vec![]), (LineKind::Removed, vec!["night"]), (LineKind::Added, vec!["noon"]),]
        );
        assert_eq!(changes[2].text(), "The plant stops at noon.");
    }

    #[test]
    fn line_ends_alone_are_told_as_such() {
        assert_eq!(told("a\nb\n", "a\r\nb\r\n"), ["Changed the line ends"]);
        assert_eq!(told("a\n", "\u{feff}a\n"), ["Changed the line ends"]);
        assert_eq!(told("a", "a\n"), ["Changed the line ends"]);
        assert_eq!(told("a", "a"), Vec::<String>::new());
    }
}
