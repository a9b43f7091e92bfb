//! Brings one part of a card back as another version has it, and leaves the rest as it is.

use std::collections::HashSet;

use super::diff;
use crate::parts::{Key, Place, Shape, Tile, can_split_front, outline, tiles};

/// The text `now` with one part as `then` has it: its words there, nothing where it does not stand there, and where
/// `now` has lost it, below the part that it stood below. `None` where that cannot be done without touching more: the
/// part is none of either text, or the front matter of one of them cannot be read by key.
#[must_use]
pub fn take_part(now: &str, then: &str, place: &Place) -> Option<String> {
    let shape = Shape::of(now);
    let (level_now, level_then) = (shape.level(now), shape.level(then));
    let (outline_now, outline_then) = (outline(&level_now), outline(&level_then));
    let by_key = [&outline_now, &outline_then].iter().all(|side| !side.has_front() || can_split_front(side));
    let (here, there) = (tiles(&outline_now, by_key), tiles(&outline_then, by_key));
    let wanted = |tile: &&Tile<'_>| tile.key.place == *place;
    if here.iter().chain(&there).filter(wanted).count() == 0 {
        return None;
    }
    let mut texts: Vec<(&Key, &str)> =
        here.iter().filter(|tile| !wanted(tile)).map(|tile| (&tile.key, tile.text)).collect();
    for (at, tile) in there.iter().enumerate().filter(|(_, tile)| wanted(tile)) {
        texts.insert(spot(&here, &there, &texts, at), (&tile.key, tile.text));
    }
    let text = shape.finish(texts.iter().map(|(_, text)| *text).collect());
    is_taken(now, then, &text, place).then_some(text)
}

/// Where a part of the other version belongs: where it stands in this one, else below what it stood below there.
fn spot(here: &[Tile<'_>], there: &[Tile<'_>], texts: &[(&Key, &str)], at: usize) -> usize {
    let below = |key: &Key| texts.iter().position(|(known, _)| *known == key).map(|found| found + 1);
    let key = there.get(at).map(|tile| &tile.key);
    let place_now = key.and_then(|key| {
        let stands = here.iter().position(|tile| tile.key == *key)?;
        here.get(..stands)?.iter().rev().find_map(|tile| below(&tile.key)).or(Some(0))
    });
    let neighbour_then = || there.get(..at)?.iter().rev().find_map(|tile| below(&tile.key));
    place_now.or_else(neighbour_then).unwrap_or(0)
}

/// Whether the part is now as it was then, and no other part is another than before.
fn is_taken(now: &str, then: &str, text: &str, place: &Place) -> bool {
    let left = diff(text, then);
    let before: HashSet<Place> = diff(now, then).into_iter().map(|change| change.place).collect();
    left.iter().all(|change| change.place != *place || change.lines.is_empty())
        && left.iter().all(|change| before.contains(&change.place) || change.lines.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const THEN: &str = "---\nid: a\n# why\ntitle: Old\ntags: [x]\n---\n\nlead\n\n## A\n\nold a\n\n## B\n\nb[^n]\n\n[^n]: Old source\n";
    const NOW: &str = "---\nid: a\ntitle: New # kept\nrole: coo\n---\n\nlead\n\n## A\n\nnew a\n\n## C\n\nc[^n]\n\n[^n]: New source\n";

    fn section(heading: &str) -> Place {
        Place::Section { heading: heading.to_owned(), number: 1 }
    }

    fn key(name: &str) -> Place {
        Place::Key { name: name.to_owned() }
    }

    #[test]
    fn one_part_comes_back_and_every_other_byte_stays() {
        let cases = [
            (section("A"), NOW.replace("new a", "old a")),
            (section("B"), NOW.replace("## C", "## B\n\nb[^n]\n\n## C")),
            (section("C"), NOW.replace("\n## C\n\nc[^n]\n", "")),
            (key("title"), NOW.replace("New # kept", "Old")),
            (key("tags"), NOW.replace("kept\n", "kept\ntags: [x]\n")),
            (key("role"), NOW.replace("role: coo\n", "")),
            (Place::Footnote { label: "n".to_owned(), number: 1 }, NOW.replace("New source", "Old source")),
        ];
        for (place, expected) in cases {
            assert_eq!(take_part(NOW, THEN, &place).as_deref(), Some(&*expected), "{place}");
        }
        assert_eq!(take_part(NOW, THEN, &section("D")), None);
    }

    #[test]
    fn the_line_ends_stay_those_of_the_file() {
        let now = NOW.replace('\n', "\r\n");
        let expected = now.replace("new a", "old a");
        assert_eq!(take_part(&now, THEN, &section("A")), Some(expected));
    }

    proptest! {
        #[test]
        fn what_is_taken_differs_no_more(
            now in "(#? ?[abc]\n|\n|\\[\\^[xy]\\]: [abc]\n|---\n|[ab]: [12]\n){0,12}",
            then in "(#? ?[abc]\n|\n|\\[\\^[xy]\\]: [abc]\n|---\n|[ab]: [12]\n){0,12}",
        ) {
            for change in diff(&now, &then) {
                if let Some(text) = take_part(&now, &then, &change.place) {
                    let left = diff(&text, &then);
                    prop_assert!(left.iter().all(|c| c.place != change.place || c.lines.is_empty()), "{:?}", left);
                }
            }
        }
    }
}
