//! Known-item quality: one card is wanted, and the question is how high it stands.

use std::collections::HashMap;

use crate::failure::Failure;

use super::corpus::Section;
use super::oneup::Batch;
use super::queries::{question, some_words, with_other_endings, with_typo, words};
use super::random::Chance;

/// How many cards are looked for in each form.
const CARDS: usize = 200;

/// How deep the right card is looked for.
const DEPTH: usize = 20;

type Form = (&'static str, fn(&Section, &mut Chance) -> Option<String>);

const FORMS: &[Form] = &[
    ("exact title", |section, _| Some(format!("{} ", section.title))),
    ("title with a typo", |section, chance| with_typo(&section.title, chance).map(|query| query + " ")),
    ("unfinished title", |section, chance| Some(unfinished(&section.title, chance))),
    ("unfinished, with a typo", |section, chance| {
        let typed = with_typo(&section.title, chance)?;
        Some(unfinished(&typed, chance))
    }),
    ("some of the words", |section, chance| {
        let count = words(&section.title).len().div_ceil(2).max(2);
        some_words(&section.title, count, chance).map(|query| query + " ")
    }),
    ("other endings", |section, _| with_other_endings(&section.title)),
    ("natural question", |section, _| question(&section.title)),
    ("words from the body", |section, chance| some_words(&section.body, 4, chance).map(|query| query + " ")),
];

/// How often the right card was first, among five, and how high on average.
#[derive(Debug, Default)]
struct Score {
    asked: u32,
    first: u32,
    among_five: u32,
    reciprocal: f64,
}

/// Asks for known cards in every form and prints how high they stood.
pub(crate) fn print(batch: &mut Batch, sections: &[Section]) -> Result<(), Failure> {
    let wanted = wanted(sections);
    println!("\n| known card, in {} | asked | first | among five | mean reciprocal rank |", sections.len());
    println!("|---|---|---|---|---|");
    let mut all = Score::default();
    for (seed, (name, form)) in (100..).zip(FORMS) {
        let mut chance = Chance::seeded(seed);
        let mut score = Score::default();
        for section in &wanted {
            let Some(query) = form(section, &mut chance) else { continue };
            let hits = batch.ask(&query, DEPTH, false)?.hits;
            let rank = hits.iter().position(|hit| hit.id == section.id);
            score.add(rank);
            all.add(rank);
        }
        println!("| {name} | {} |", score.row());
    }
    println!("| all | {} |", all.row());
    Ok(())
}

impl Score {
    /// Adds one search: the place of the right card from 0, if it was found.
    fn add(&mut self, rank: Option<usize>) {
        self.asked += 1;
        self.first += u32::from(rank == Some(0));
        self.among_five += u32::from(rank.is_some_and(|rank| rank < 5));
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
    }

    fn row(&self) -> String {
        let of_asked = |value: f64| value / f64::from(self.asked.max(1));
        format!(
            "{} | {:.2} | {:.2} | {:.2}",
            self.asked,
            of_asked(f64::from(self.first)),
            of_asked(f64::from(self.among_five)),
            of_asked(self.reciprocal)
        )
    }
}

/// Chooses the cards to look for: titles that no other card has, of two words and more.
fn wanted(sections: &[Section]) -> Vec<&Section> {
    let mut count: HashMap<&str, u32> = HashMap::new();
    for section in sections {
        *count.entry(section.title.as_str()).or_default() += 1;
    }
    let is_known =
        |section: &&Section| count.get(section.title.as_str()) == Some(&1) && words(&section.title).len() > 1;
    let mut known: Vec<&Section> = sections.iter().filter(is_known).collect();
    let mut chance = Chance::seeded(7);
    for place in 0..known.len().min(CARDS) {
        let other = place + chance.below(known.len() - place);
        known.swap(place, other);
    }
    known.truncate(CARDS);
    known
}

/// Stops somewhere in the second half of a title, within a word.
fn unfinished(title: &str, chance: &mut Chance) -> String {
    let count = title.chars().count();
    let typed: String = title.chars().take(count / 2 + chance.below(count / 2) + 1).collect();
    typed.trim_end_matches(|letter: char| !letter.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Chance, Score, unfinished};

    #[test]
    fn a_score_counts_places() {
        let mut score = Score::default();
        for rank in [Some(0), Some(3), Some(9), None] {
            score.add(rank);
        }
        assert_eq!(score.row(), "4 | 0.25 | 0.50 | 0.34");
    }

    #[test]
    fn an_unfinished_title_can_be_completed() {
        let mut chance = Chance::seeded(1);
        for _ in 0..50 {
            let typed = unfinished("Night stops – last longer", &mut chance);
            assert!(typed.chars().count() > 10 && typed.ends_with(char::is_alphanumeric), "{typed}");
        }
    }
}
