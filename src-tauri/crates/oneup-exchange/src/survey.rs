//! What a folder of notes uses of other programs' conventions, so that its owner knows before anything is done.

use std::collections::BTreeMap;

use oneup_cards::{Card, CardLookup, Catalog, PackId, Resolution, resolve};

use crate::conventions::{self, Convention, Found};
use crate::retarget;

/// How many places of each convention are told.
const PLACES: usize = 5;

/// What was found of one convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Which.
    pub convention: Convention,
    /// How often.
    pub count: usize,
    /// In how many files.
    pub files: usize,
    /// The first places, as `path:line text`.
    pub places: Vec<String>,
}

/// Surveys notes, which link among each other; the conventions in the order in which they are told.
#[must_use]
pub fn survey(notes: &[Card]) -> Vec<Survey> {
    let catalog = Catalog::new(notes);
    let mut tally: BTreeMap<Convention, Survey> = BTreeMap::new();
    for note in notes {
        let mut found = conventions::find(note);
        found.extend(retarget::links(note).iter().map(|link| judged(link, &catalog)));
        let mut met = Vec::new();
        for one in found {
            let entry = tally.entry(one.convention).or_insert_with(|| Survey {
                convention: one.convention,
                count: 0,
                files: 0,
                places: Vec::new(),
            });
            entry.count += 1;
            if !met.contains(&one.convention) {
                met.push(one.convention);
                entry.files += 1;
            }
            if entry.places.len() < PLACES {
                entry.places.push(format!("{}:{} {}", note.path, one.line, one.text).trim_end().to_owned());
            }
        }
    }
    Convention::ALL.iter().filter_map(|convention| tally.remove(convention)).collect()
}

fn judged(link: &retarget::Written, catalog: &dyn CardLookup) -> Found {
    let convention = match resolve(&link.target, &PackId::mine(), &[], catalog) {
        Resolution::Found(_) => Convention::Link,
        Resolution::Missing => Convention::DeadLink,
        Resolution::Ambiguous(_) => Convention::DoubtfulLink,
    };
    Found { convention, line: link.line, text: link.target.raw.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_judged_by_name_title_alias_and_path() {
        let notes = [
            Card::parse("Areas/Night stops.md", "---\naliases: [Stops]\n---\n# Stops at night\n"),
            Card::parse(
                "Log.md",
                "[[Night stops]] [[stops]] [[Stops at night]] [[Areas/Night stops]] [x](Areas/Night%20stops.md) [[Nobody]] [[Index]]",
            ),
            Card::parse("a/Index.md", ""),
            Card::parse("b/Index.md", ""),
        ];
        let all = survey(&notes);
        let count =
            |convention| all.iter().find(|one| one.convention == convention).map_or(0, |one| one.count);
        assert_eq!(count(Convention::Link), 5, "{all:?}");
        assert_eq!(count(Convention::DeadLink), 1);
        assert_eq!(count(Convention::DoubtfulLink), 1);
        assert_eq!(count(Convention::NoFrontMatter), 3);
        let dead = all.iter().find(|one| one.convention == Convention::DeadLink).unwrap();
        assert_eq!(dead.places, ["Log.md:1 Nobody"]);
    }
}
