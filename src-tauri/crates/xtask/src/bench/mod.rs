//! `cargo xtask bench`: the release build of the command, measured as its user would use it.

mod cards;
mod corpus;
mod figures;
mod folder;
mod oneup;
mod peers;
mod quality;
mod queries;
mod race;
mod random;
mod shipped;
mod window;

use std::path::PathBuf;
use std::time::Instant;

use crate::builds;
use crate::failure::Failure;
use crate::project::Project;

use corpus::{Corpus, Section};
use figures::Latencies;
use oneup::{Batch, OneUp};

pub use cards::{CardsBench, cards};
pub use quality::{QualityBench, quality};
pub use window::{WindowBench, window};

/// What the search bench is asked to measure.
#[derive(Debug, clap::Args)]
pub struct SearchBench {
    /// JSON Lines with id, title, body, tags, folder and created; plain or .xz. Without it, text is made up.
    #[arg(long)]
    corpus: Option<PathBuf>,
    /// How many cards to measure with; may be given more than once.
    #[arg(long, default_values_t = [10_000, 100_000])]
    cards: Vec<usize>,
    /// Measures other search engines on the same text with the same queries.
    #[arg(long)]
    peers: bool,
}

/// How often a start to the first answer is measured.
const STARTS: usize = 9;

/// Lays the corpus out as a folder, indexes it, asks it, and prints what came out.
///
/// # Errors
/// Fails where the corpus cannot be read, the disk is full, or the command fails.
pub fn search(project: &Project, wanted: &SearchBench) -> Result<(), Failure> {
    let most = wanted.cards.iter().copied().max().unwrap_or_default();
    let corpus = if let Some(path) = &wanted.corpus {
        Corpus::read(path, most)?
    } else {
        println!(
            "No corpus was given (--corpus FILE): this text is made up, and says little about real cards."
        );
        Corpus::made_up(most)
    };
    builds::release_command(project)?;
    if wanted.peers {
        peers::build(project)?;
    }
    let mut sizes: Vec<usize> = wanted.cards.iter().map(|size| (*size).min(corpus.sections.len())).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for size in sizes {
        measure(project, corpus.sections.get(..size).unwrap_or(&corpus.sections), wanted.peers)?;
    }
    Ok(())
}

/// Measures one library of these sections and prints its table.
fn measure(project: &Project, sections: &[Section], peers: bool) -> Result<(), Failure> {
    let place = project.target("bench").join(sections.len().to_string());
    let library = place.join("library");
    println!("\n## {} cards\n", sections.len());
    let bytes = folder::lay_out(&place, &library, sections)?;
    println!("laid out: {:.1} MB of Markdown in {}", megabytes(bytes), project.short(&library).display());

    let oneup = OneUp::new(project.program("release", "oneup"), place.join("home"));
    let opened = oneup.run(&["open".as_ref(), library.as_os_str()])?;
    println!("open (first, with the index made): {:.2} s", opened.seconds);
    let rebuilt = oneup.run(&["--json", "index", "--rebuild"].map(AsRef::as_ref))?;
    let report = rebuilt.json()?;
    let cards = report["cards"].as_u64().unwrap_or_default();
    if cards != sections.len() as u64 {
        let skipped = report["skipped"].get(0).map(ToString::to_string).unwrap_or_default();
        println!("of {} sections {cards} were indexed; the first that was not: {skipped}", sections.len());
    }
    println!(
        "index: {:.2} s ({:.2} s with start), {:.1} MB on disk, peak memory {}",
        report["seconds"].as_f64().unwrap_or_default(),
        rebuilt.seconds,
        megabytes(report["bytes"].as_u64().unwrap_or_default()),
        rebuilt.peak_megabytes.map_or_else(|| "not known here".to_owned(), |peak| format!("{peak:.0} MB")),
    );
    print_starts(&oneup, sections)?;

    let mut batch = Batch::start(&oneup)?;
    println!("\n| ms inside the program, 20 hits with snippets | queries | p50 | p95 | slowest |");
    println!("|---|---|---|---|---|");
    let sets = queries::sets(sections);
    let times = race::ask_all(&mut batch, &sets)?;
    for (set, latencies) in sets.iter().zip(&times) {
        println!("| {} | {} | {latencies} |", set.name, set.queries.len());
    }
    println!("\nmemory at the end of these queries: {}", batch.memory());
    batch.end()?;
    if peers {
        race::against_peers(project, &place, sections, &sets, &times)?;
    }
    Ok(())
}

/// Prints how long it takes from the start of a process to its first answer, with the index out of the page cache and
/// in it: for one command, which looks at every file first, and for a front that stays and answers from its index.
fn print_starts(oneup: &OneUp, sections: &[Section]) -> Result<(), Failure> {
    let query = queries::first_word(sections);
    print_start(oneup, "a front that stays", || {
        let begin = Instant::now();
        let mut batch = Batch::start(oneup)?;
        batch.ask(&query, 20, true)?;
        let micros = begin.elapsed().as_micros() as u64;
        batch.end()?;
        Ok(micros)
    })?;
    print_start(oneup, "one command", || {
        let begin = Instant::now();
        oneup.run(&["--json", "search", &query, "--limit", "20"].map(AsRef::as_ref))?;
        Ok(begin.elapsed().as_micros() as u64)
    })
}

fn print_start(oneup: &OneUp, what: &str, start: impl Fn() -> Result<u64, Failure>) -> Result<(), Failure> {
    let cold = if oneup.put_index_out_of_cache() { Some(start()?) } else { None };
    let mut warm = Latencies::default();
    for _ in 0..STARTS {
        warm.add(start()?);
    }
    let cold = cold.map_or_else(|| "not measurable here".to_owned(), |cold| format!("{} ms", cold / 1000));
    println!("start to first answer, {what}: cold {cold}; warm p50 / p95 / slowest {} ms", warm.in_words());
    Ok(())
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
