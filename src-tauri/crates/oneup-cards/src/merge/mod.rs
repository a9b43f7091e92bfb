//! Merges two edits of one text against what both started from: by key, by section, by source, and by line inside.
//!
//! Nothing is guessed: what only one side changed is taken, what both changed in different ways is a conflict that
//! holds all three texts. No line comes out that nobody wrote, and no merge marker is ever written. Lines are merged
//! whole: two edits of one line are a conflict even where their words do not meet, since nobody has read them
//! together. The one exception is a list in the front matter, which merges as a set.
//!
//! The time is bounded by the length of the three texts: each part is compared twice, by an algorithm that stops
//! looking for the smallest difference in texts made to be slow.

mod lines;
mod order;
mod part;
mod resolve;
mod sets;

use std::collections::HashMap;

use serde::Serialize;

pub use resolve::{BadChoice, Choice};

use crate::diff::diff;
use crate::front_matter::{self, Found, read_yaml};
use crate::parts::{Key, Outline, Place, Shape, Tile, can_split_front, outline, tiles};
use part::{Sides, merge_part};

/// One piece of a merged text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Part {
    /// Text on which both sides agree, or that only one side changed.
    Agreed {
        /// The text.
        text: String,
    },
    /// A list whose values were put together from both sides.
    Woven {
        /// The text.
        text: String,
    },
    /// Text that both sides changed in different ways.
    Conflict(Conflict),
}

/// Text that both sides changed in different ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Where it stands.
    pub place: Place,
    /// What both started from; empty when it is new on both sides.
    pub base: String,
    /// What stands on this side; empty when it was removed here.
    pub mine: String,
    /// What stands on the other side; empty when it was removed there.
    pub theirs: String,
    /// Both kept, mine first; `None` where only one can stand, such as a title.
    pub both: Option<String>,
}

/// Two edits of one text, put together as far as they fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The pieces in order.
    pub parts: Vec<Part>,
    /// What came from the other side, in the order of the file, for the reader to be told.
    pub taken: Vec<Place>,
    shape: Shape,
}

/// Merges `mine` and `theirs`, which both started from `base`.
#[must_use]
pub fn merge(base: &str, mine: &str, theirs: &str) -> Merge {
    if mine == theirs || base == theirs {
        return Merge::whole(mine, Vec::new());
    }
    if base == mine {
        let taken = diff(mine, theirs).into_iter().map(|change| change.place).collect();
        return Merge::whole(theirs, taken);
    }
    let shapes = [base, mine, theirs].map(Shape::of);
    let shape = Shape::merged(shapes[0], shapes[1], shapes[2]);
    let level = [base, mine, theirs].map(|text| shape.level(text));
    let outlines = [outline(&level[0]), outline(&level[1]), outline(&level[2])];
    let [base, mine, theirs] = &outlines;
    let by_key = mine.has_front()
        && theirs.has_front()
        && outlines.iter().all(|side| !side.has_front() || can_split_front(side));
    let mut merge = Merge { parts: Vec::new(), taken: Vec::new(), shape };
    let mut front = merge_tiles([base, mine, theirs], by_key, true, shape);
    if by_key && !front.reads() {
        // Each key fits by itself and the whole does not, such as an alias whose anchor the other side removed.
        front = merge_tiles([base, mine, theirs], false, true, shape);
        front.set_apart([&level[0], &level[1], &level[2]]);
    }
    merge.append(front);
    merge.append(merge_tiles([base, mine, theirs], by_key, false, shape));
    if shape != shapes[1] {
        merge.taken.push(Place::LineEnds);
    }
    merge
}

/// Merges the front matter or the body.
fn merge_tiles(sides: [&Outline<'_>; 3], by_key: bool, front: bool, shape: Shape) -> Merge {
    let sides = sides.map(|side| {
        let mut tiles = tiles(side, by_key);
        tiles.retain(|tile| tile.key.place.is_front() == front);
        tiles
    });
    let keys: Vec<Vec<Key>> =
        sides.iter().map(|side| side.iter().map(|tile| tile.key.clone()).collect()).collect();
    let by_place: Vec<HashMap<&Key, &Tile<'_>>> =
        sides.iter().map(|side| side.iter().map(|tile| (&tile.key, tile)).collect()).collect();
    let mut merge = Merge { parts: Vec::new(), taken: Vec::new(), shape };
    for key in order::merged(&keys[0], &keys[1], &keys[2]) {
        let at =
            |n: usize| by_place.get(n).and_then(|side: &HashMap<&Key, &Tile<'_>>| side.get(&key)).copied();
        let tiles = Sides { base: at(0), mine: at(1), theirs: at(2) };
        let mut part = Merge { parts: Vec::new(), taken: Vec::new(), shape };
        merge_part(&key, tiles, &mut part);
        // A part that opened its file has no blank line above it, and needs one where it no longer does.
        if !front && !merge.parts.is_empty() && !part.parts.is_empty() && opens_its_file(&sides, &tiles, &key)
        {
            merge.agree(shape.line_end());
        }
        merge.append(part);
    }
    merge
}

fn opens_its_file(sides: &[Vec<Tile<'_>>; 3], tiles: &Sides<'_, '_>, key: &Key) -> bool {
    let stands = [tiles.base, tiles.mine, tiles.theirs].map(|tile| tile.is_some());
    let opens = |side: &Vec<Tile<'_>>| {
        side.first().is_some_and(|tile| tile.key == *key && !tile.text.starts_with(['\n', '\r', ' ', '\t']))
    };
    sides.iter().zip(stands).filter(|(_, stands)| *stands).all(|(side, _)| opens(side))
}

impl Merge {
    fn whole(text: &str, taken: Vec<Place>) -> Self {
        let shape = Shape::of(text);
        let text = shape.level(text).into_owned();
        Self { parts: vec![Part::Agreed { text }], taken, shape }
    }

    fn append(&mut self, other: Self) {
        for part in other.parts {
            match part {
                Part::Agreed { text } => self.agree(&text),
                part => self.parts.push(part),
            }
        }
        for place in &other.taken {
            self.take(place);
        }
    }

    fn agree(&mut self, more: &str) {
        match self.parts.last_mut() {
            _ if more.is_empty() => {}
            Some(Part::Agreed { text }) => text.push_str(more),
            _ => self.parts.push(Part::Agreed { text: more.to_owned() }),
        }
    }

    fn take(&mut self, place: &Place) {
        if self.taken.last() != Some(place) {
            self.taken.push(place.clone());
        }
    }

    /// Whether the front matter can be read whichever side is taken.
    fn reads(&self) -> bool {
        [|c: &Conflict| c.mine.clone(), |c: &Conflict| c.theirs.clone()].iter().all(|side| {
            let text = self.put_together(|conflict, _| side(conflict));
            match front_matter::find(&text) {
                Found::Block(block) => read_yaml(text.get(block.yaml).unwrap_or("")).is_ok(),
                Found::None { .. } => text.is_empty(),
                Found::Unclosed { .. } => false,
            }
        })
    }

    /// Makes the whole front matter one conflict.
    fn set_apart(&mut self, sides: [&str; 3]) {
        let [base, mine, theirs] = sides.map(|text| match front_matter::find(text) {
            Found::Block(block) => text.get(..block.whole.end).unwrap_or("").to_owned(),
            Found::None { .. } | Found::Unclosed { .. } => String::new(),
        });
        let conflict = Conflict { place: Place::FrontMatter, base, mine, theirs, both: None };
        self.parts = vec![Part::Conflict(conflict)];
        self.taken.clear();
    }
}
