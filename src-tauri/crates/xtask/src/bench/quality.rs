//! `cargo xtask bench quality`: known-item quality. One card is wanted, and the question is how high it stands, with
//! One-Up and with its rivals, for the same queries in the same run.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::builds;
use crate::failure::Failure;
use crate::project::Project;

use super::corpus::{Corpus, Section};
use super::folder;
use super::oneup::{Batch, OneUp};
use super::peers::{self, BARE, FTS5_ALL, FTS5_ANY, MINISEARCH};
use super::queries::{question, some_words, with_other_endings, with_typo, words};
use super::random::Chance;
use super::shipped;

/// How many cards are looked for in each form.
const CARDS: usize = 200;

/// How deep the right card is looked for.
const DEPTH: usize = 20;

/// What the quality bench is asked to measure.
#[derive(Debug, clap::Args)]
pub struct QualityBench {
    /// JSON Lines with id, title, body, tags, folder and created; plain or .xz. Without it, text is made up.
    #[arg(long)]
    corpus: Option<PathBuf>,
    /// How many cards to look among; may be given more than once.
    #[arg(long, default_values_t = [100_000])]
    cards: Vec<usize>,
    /// Another number gives other queries of the same kinds, to tune on some and to judge by others.
    #[arg(long, default_value_t = 100)]
    seed: u64,
    /// Measures One-Up alone.
    #[arg(long)]
    alone: bool,
}

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
    ("natural question", |section, chance| question(&section.title, chance)),
    ("words from the body", |section, chance| some_words(&section.body, 4, chance).map(|query| query + " ")),
];

/// Measures the cards that are shipped and those of a corpus, and prints a table for each.
///
/// # Errors
/// Fails where the corpus cannot be read, the disk is full, or a program fails.
pub fn quality(project: &Project, wanted: &QualityBench) -> Result<(), Failure> {
    let most = wanted.cards.iter().copied().max().unwrap_or_default();
    let corpus = match &wanted.corpus {
        Some(path) => Corpus::read(path, most)?,
        None => Corpus::made_up(most),
    };
    builds::release_command(project)?;
    if !wanted.alone {
        peers::build(project)?;
    }
    let place = project.target("bench").join("quality");
    let shipped = shipped::lay_out(project, &place.join("shipped"))?;
    let oneup = OneUp::new(project.program("release", "oneup"), place.join("shipped/home"));
    oneup.run(&["open".as_ref(), place.join("shipped/library").as_os_str()])?;
    measure(project, wanted, &oneup, &place.join("shipped"), &shipped, "the shipped cards")?;
    for size in &wanted.cards {
        let sections = corpus.sections.get(..*size).unwrap_or(&corpus.sections);
        let place = place.join(sections.len().to_string());
        let library = place.join("library");
        folder::lay_out(&place, &library, sections)?;
        let oneup = OneUp::new(project.program("release", "oneup"), place.join("home"));
        oneup.run(&["open".as_ref(), library.as_os_str()])?;
        let kind = if wanted.corpus.is_some() { "sections of the corpus" } else { "made-up texts" };
        measure(project, wanted, &oneup, &place, sections, &format!("{} {kind}", sections.len()))?;
    }
    Ok(())
}

/// Asks everybody the same and prints what they found; every single answer is kept in a file beside the library.
fn measure(
    project: &Project,
    bench: &QualityBench,
    oneup: &OneUp,
    place: &std::path::Path,
    sections: &[Section],
    name: &str,
) -> Result<(), Failure> {
    let mut engines = vec![("One-Up", Batch::start(oneup)?)];
    if !bench.alone {
        let file = place.join("sections.jsonl");
        peers::write_sections(&file, sections)?;
        for peer in [BARE, FTS5_ANY, FTS5_ALL, MINISEARCH] {
            let ready = peer.make(project, &place.join(peer.name), &file)?;
            engines.push((peer.name, ready.batch));
        }
    }
    let wanted = wanted(sections, bench.seed);
    println!("\n## {name}: success@1 / success@5 / mean reciprocal rank / nDCG@{DEPTH}\n");
    println!("| known card by | asked | {} |", names(&engines).join(" | "));
    println!("|{}", "---|".repeat(engines.len() + 2));
    let mut kept = String::new();
    let mut all: Vec<Score> = engines.iter().map(|_| Score::default()).collect();
    for (seed, (form, make)) in (bench.seed..).zip(FORMS) {
        let mut chance = Chance::seeded(seed);
        let mut scores: Vec<Score> = engines.iter().map(|_| Score::default()).collect();
        for section in &wanted {
            let Some(query) = make(section, &mut chance) else { continue };
            let mut ranks = serde_json::Map::new();
            for (((engine, batch), score), all) in engines.iter_mut().zip(&mut scores).zip(&mut all) {
                let hits = batch.ask(&query, DEPTH, false)?.hits;
                let rank = hits.iter().position(|hit| hit.id == section.id);
                score.add(rank);
                all.add(rank);
                ranks.insert((*engine).to_owned(), json!(rank));
            }
            let asked = json!({ "form": form, "q": query, "id": section.id, "ranks": ranks });
            kept += &format!("{asked}\n");
        }
        print_row(form, &scores);
    }
    print_row("all", &all);
    let file = place.join("quality.jsonl");
    fs::write(&file, kept).map_err(Failure::file("write", &file))?;
    println!("\nevery query with the places of its card from 0: {}", project.short(&file).display());
    engines.into_iter().try_for_each(|(_, batch)| batch.end())
}

fn names(engines: &[(&'static str, Batch)]) -> Vec<&'static str> {
    engines.iter().map(|(name, _)| *name).collect()
}

fn print_row(form: &str, scores: &[Score]) {
    let asked = scores.first().map_or(0, |score| score.asked);
    let cells: Vec<String> = scores.iter().map(Score::cell).collect();
    println!("| {form} | {asked} | {} |", cells.join(" | "));
}

/// How often the right card was first, among five, and how high on average.
#[derive(Debug, Default)]
struct Score {
    asked: u32,
    first: u32,
    among_five: u32,
    reciprocal: f64,
    gain: f64,
}

impl Score {
    /// Adds one search: the place of the right card from 0, if it was found.
    fn add(&mut self, rank: Option<usize>) {
        self.asked += 1;
        self.first += u32::from(rank == Some(0));
        self.among_five += u32::from(rank.is_some_and(|rank| rank < 5));
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
        // With one right card the ideal gain is one.
        self.gain += rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 2.0).log2());
    }

    fn cell(&self) -> String {
        let of_asked = |value: f64| value / f64::from(self.asked.max(1));
        format!(
            "{:.2} / {:.2} / {:.2} / {:.2}",
            of_asked(f64::from(self.first)),
            of_asked(f64::from(self.among_five)),
            of_asked(self.reciprocal),
            of_asked(self.gain)
        )
    }
}

/// Chooses the cards to look for: titles that no other card has, of two words and more.
fn wanted(sections: &[Section], seed: u64) -> Vec<&Section> {
    let mut count: HashMap<&str, u32> = HashMap::new();
    for section in sections {
        *count.entry(section.title.as_str()).or_default() += 1;
    }
    let is_known =
        |section: &&Section| count.get(section.title.as_str()) == Some(&1) && words(&section.title).len() > 1;
    let mut known: Vec<&Section> = sections.iter().filter(is_known).collect();
    let mut chance = Chance::seeded(seed ^ 7);
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
        assert_eq!((score.asked, score.cell().as_str()), (4, "0.25 / 0.50 / 0.34 / 0.43"));
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
