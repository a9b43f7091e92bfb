//! Finding what was searched in the text of a card: for marks, for the snippet and for the reason of a hit.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::query::{How, Plan};
use crate::words::{Scanner, Shape, beginning, with_stem};

/// Where a text holds something that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    /// The bytes of the word.
    pub(crate) bytes: Range<usize>,
    /// Which typed word it meets, by its place in the plan.
    pub(crate) group: usize,
    /// How it meets it.
    pub(crate) how: How,
    /// The folded word.
    pub(crate) word: String,
}

/// Finds the words of a plan in texts.
pub(crate) struct Finder {
    /// For each stem the typed words it meets.
    stems: FxHashMap<String, Vec<(usize, How)>>,
    /// Sequences of stems that must stand side by side, with the typed words they meet.
    beside: Vec<(usize, Vec<String>)>,
    in_beside: FxHashSet<String>,
    /// What any word may begin with to complete a typed word.
    beginnings: Vec<(usize, String)>,
    /// The first letters of all stems: English endings never change the first letter, so that most words of a text
    /// need not be stemmed at all.
    first_letters: FxHashSet<char>,
}

impl Finder {
    /// Prepares to find what `plan` asks for; with `apart`, the parts of a compound also by themselves.
    pub(crate) fn new(plan: &Plan, apart: bool) -> Self {
        let mut stems: FxHashMap<String, Vec<(usize, How)>> = FxHashMap::default();
        let mut beside = Vec::new();
        let mut beginnings = Vec::new();
        for (group, wanted) in plan.wanted.iter().enumerate() {
            for (stem, how) in &wanted.stems {
                stems.entry(stem.clone()).or_default().push((group, *how));
            }
            if wanted.group.unfinished
                && let Some(word) = &wanted.group.word
            {
                beginnings.push((group, word.clone()));
            }
            let parts = &wanted.group.beside;
            if parts.len() > 1 {
                beside.push((group, parts.clone()));
                if apart && !wanted.group.quoted {
                    for part in parts {
                        stems.entry(part.clone()).or_default().push((group, How::Typed));
                    }
                }
            }
        }
        let in_beside: FxHashSet<String> =
            beside.iter().flat_map(|(_, parts)| parts.iter().cloned()).collect();
        let all = stems.keys().chain(&in_beside).chain(beginnings.iter().map(|(_, beginning)| beginning));
        let first_letters = all.filter_map(|stem| stem.chars().next()).collect();
        Self { stems, beside, in_beside, beginnings, first_letters }
    }

    /// Finds what was searched in the beginning of `text`, in the order of the text.
    pub(crate) fn find(&self, text: &str) -> Vec<Match> {
        let text = beginning(text);
        let mut matches = Vec::new();
        // The words that belong to a sequence, with their places, to be read for sequences afterwards.
        let mut places: Vec<(usize, Range<usize>, String)> = Vec::new();
        let mut scanner = Scanner::new(text);
        while let Some(token) = scanner.advance() {
            if !token.text.chars().next().is_some_and(|first| self.first_letters.contains(&first)) {
                continue;
            }
            with_stem(&token.text, |stem| {
                let mut meet = |group, how| {
                    let bytes = token.from..token.to;
                    matches.push(Match { bytes, group, how, word: token.text.clone() });
                };
                let known = self.stems.get(stem).map(Vec::as_slice).unwrap_or_default();
                for (group, how) in known {
                    meet(*group, *how);
                }
                for (group, beginning) in &self.beginnings {
                    if token.text.starts_with(beginning.as_str())
                        && !known.iter().any(|(other, _)| other == group)
                    {
                        meet(*group, How::Completed);
                    }
                }
                if !matches!(token.shape, Shape::Joined(_)) && self.in_beside.contains(stem) {
                    places.push((token.position, token.from..token.to, stem.to_owned()));
                }
            });
        }
        if !places.is_empty() {
            self.find_beside(text, &places, &mut matches);
            matches.sort_by_key(|found| (found.bytes.start, found.group));
        }
        matches
    }

    fn find_beside(&self, text: &str, places: &[(usize, Range<usize>, String)], matches: &mut Vec<Match>) {
        for (group, parts) in &self.beside {
            for (start, (position, bytes, _)) in places.iter().enumerate() {
                let stretch = places.get(start..start + parts.len()).unwrap_or_default();
                let meets = !stretch.is_empty()
                    && stretch
                        .iter()
                        .zip(parts)
                        .enumerate()
                        .all(|(step, ((at, _, stem), part))| *at == position + step && stem == part);
                if let (true, Some((_, last, _))) = (meets, stretch.last()) {
                    let bytes = bytes.start..last.end;
                    let word = text[bytes.clone()].to_lowercase();
                    matches.push(Match { bytes, group: *group, how: How::Typed, word });
                }
            }
        }
    }
}

/// Joins the bytes of matches into marks that do not overlap.
pub(crate) fn marks(matches: &[Match]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::with_capacity(matches.len());
    for found in matches {
        match marks.last_mut() {
            Some(last) if found.bytes.start < last.end => last.end = last.end.max(found.bytes.end),
            _ => marks.push(found.bytes.clone()),
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::Finder;
    use crate::index::CardIndex;
    use crate::query::{Plan, Typed};

    #[test]
    fn only_the_beginning_of_a_text_is_looked_through() {
        let place = tempfile::tempdir().unwrap();
        let index = CardIndex::open(place.path(), "p").unwrap().into_index();
        let plan = Plan::all_words(&Typed::read("lathe ", &|_, _, _| Vec::new()), &index.state().vocabulary)
            .unwrap();
        let finder = Finder::new(&plan, false);
        let text = "lathe ".repeat(4 * 1024 * 1024 / 6);
        let found = finder.find(&text);
        assert_eq!(found.len(), 64 * 1024 / 6);
        assert!(found.iter().all(|found| found.word == "lathe" && found.bytes.end <= 64 * 1024));
    }
}
