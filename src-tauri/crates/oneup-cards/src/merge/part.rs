//! Merges one part: a key, a section, a source.

use super::lines::{Run, merge_lines};
use super::sets::{List, merge_list};
use super::{Conflict, Merge, Part};
use crate::parts::{Key, Place, Tile};

/// One part on all three sides; `None` where it does not stand.
#[derive(Clone, Copy)]
pub(super) struct Sides<'s, 't> {
    pub(super) base: Option<&'s Tile<'t>>,
    pub(super) mine: Option<&'s Tile<'t>>,
    pub(super) theirs: Option<&'s Tile<'t>>,
}

/// Merges a part and appends the outcome.
pub(super) fn merge_part(key: &Key, sides: Sides<'_, '_>, merge: &mut Merge) {
    let text = |tile: Option<&Tile<'_>>| tile.map(|tile| tile.text.to_owned());
    let (base, mine, theirs) = (text(sides.base), text(sides.mine), text(sides.theirs));
    let old = base.clone().unwrap_or_default();
    if mine == theirs || base == theirs {
        merge.agree(&mine.unwrap_or_default());
        return;
    }
    if base == mine {
        merge.agree(&theirs.unwrap_or_default());
        merge.take(&key.place);
        return;
    }
    let own = [sides.mine, sides.theirs].into_iter().flatten().all(|tile| tile.own);
    let (mine, theirs) = match (mine, theirs) {
        (Some(mine), Some(theirs)) => (mine, theirs),
        // One side removed what the other went on writing.
        (mine, theirs) if own => {
            if mine.is_none() {
                merge.take(&key.place);
            }
            merge.agree(&mine.or(theirs).unwrap_or_default());
            return;
        }
        (mine, theirs) => {
            let (mine, theirs) = (mine.unwrap_or_default(), theirs.unwrap_or_default());
            let both = (!key.place.is_front()).then(|| format!("{mine}{theirs}"));
            merge.conflict(Conflict { place: key.place.clone(), base: old, mine, theirs, both });
            return;
        }
    };
    if key.place == Place::FrontMatter && [&mine, &theirs].iter().all(|fence| fence.trim_end() == "---") {
        merge.agree(&mine);
        return;
    }
    if let Place::Key { name } = &key.place {
        let list = merge_list(name, sides.base.map(|tile| tile.text), &mine, &theirs);
        match list {
            Some(List::Merged(text)) => {
                if text != mine {
                    merge.take(&key.place);
                }
                merge.parts.push(Part::Woven { text });
            }
            Some(List::Apart { both }) => {
                let both = Some(both);
                merge.conflict(Conflict { place: key.place.clone(), base: old, mine, theirs, both });
            }
            // A value of several lines is one value: half of one and half of the other is a third.
            None => {
                merge.conflict(Conflict { place: key.place.clone(), base: old, mine, theirs, both: None });
            }
        }
        return;
    }
    by_lines(key, own, [&old, &mine, &theirs], merge);
}

fn by_lines(key: &Key, own: bool, [base, mine, theirs]: [&str; 3], merge: &mut Merge) {
    for run in merge_lines(base, mine, theirs) {
        match run {
            Run::Agreed { text, theirs } => {
                merge.agree(&text);
                if theirs {
                    merge.take(&key.place);
                }
            }
            Run::Apart { mine, theirs, .. } if own => {
                merge.agree(&mine);
                merge.agree(&theirs);
                merge.take(&key.place);
            }
            Run::Apart { base, mine, theirs } => {
                let one_only = matches!(key.place, Place::FrontMatter | Place::Footnote { .. });
                let both = (!one_only).then(|| format!("{mine}{theirs}"));
                merge.conflict(Conflict { place: key.place.clone(), base, mine, theirs, both });
            }
        }
    }
}

impl Merge {
    fn conflict(&mut self, conflict: Conflict) {
        self.parts.push(Part::Conflict(conflict));
    }
}
