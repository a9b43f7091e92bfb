//! The same queries for One-Up and its rivals in one run: what each takes, and how One-Up stands to it.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::project::Project;

use super::corpus::Section;
use super::figures::Latencies;
use super::oneup::Batch;
use super::peers::{self, BARE, FLEXSEARCH, FTS5_ALL, FTS5_ANY, MINISEARCH, Peer};
use super::queries::{self, QuerySet};

/// How many cards are saved one by one.
const SAVES: usize = 30;

/// What one engine took.
struct Taken {
    index_seconds: f64,
    disk_megabytes: f64,
    own_megabytes: Option<f64>,
    open_and_first_ms: Option<f64>,
    save: Latencies,
}

/// Asks a batch all queries and gives the times of each kind.
pub(crate) fn ask_all(batch: &mut Batch, sets: &[QuerySet]) -> Result<Vec<Latencies>, Failure> {
    let mut times = Vec::with_capacity(sets.len());
    for set in sets {
        let mut latencies = Latencies::default();
        for query in &set.queries {
            latencies.add(batch.ask(query, 20, true)?.micros);
        }
        times.push(latencies);
    }
    Ok(times)
}

/// Measures the rivals on these sections and prints them beside what One-Up took for the same queries.
pub(crate) fn against_peers(
    project: &Project,
    place: &Path,
    sections: &[Section],
    sets: &[QuerySet],
    ours: &[Latencies],
) -> Result<(), Failure> {
    let file = place.join("sections.jsonl");
    peers::write_sections(&file, sections)?;
    let mut all = Vec::new();
    for peer in [BARE, FTS5_ALL, FTS5_ANY, MINISEARCH, FLEXSEARCH] {
        all.push((peer, measure(project, &place.join(peer.name), &file, sections, sets, peer)?));
    }
    println!(
        "\n| rival, from text in memory | index, s | on disk, MB | own memory, MB | open to first answer, ms | saved → found, ms p50 / p95 / slowest |"
    );
    println!("|---|---|---|---|---|---|");
    for (peer, (taken, _)) in &all {
        let or_none =
            |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0}"));
        println!(
            "| {} | {:.1} | {:.0} | {} | {} | {} |",
            peer.name,
            taken.index_seconds,
            taken.disk_megabytes,
            or_none(taken.own_megabytes),
            or_none(taken.open_and_first_ms),
            taken.save.in_words(),
        );
    }
    println!("\n| ms, p50 / p95 / slowest (One-Up's time as a share of it) | One-Up | {} |", names(&all));
    println!("|{}", "---|".repeat(all.len() + 2));
    for (place, (set, own)) in sets.iter().zip(ours).enumerate() {
        let cells = all.iter().filter_map(|(_, (_, times))| Some(beside(own, times.get(place)?)));
        println!("| {} | {} | {} |", set.name, own.in_words(), cells.collect::<Vec<_>>().join(" | "));
    }
    Ok(())
}

fn names(all: &[(Peer, (Taken, Vec<Latencies>))]) -> String {
    all.iter().map(|(peer, _)| peer.name).collect::<Vec<_>>().join(" | ")
}

/// The times of a rival, and ours as a share of them at the median and at 95 percent.
fn beside(own: &Latencies, rival: &Latencies) -> String {
    let share = |percent| own.within(percent) / rival.within(percent).max(0.001);
    format!("{} ({:.2} / {:.2})", rival.in_words(), share(50), share(95))
}

fn measure(
    project: &Project,
    folder: &Path,
    file: &Path,
    sections: &[Section],
    sets: &[QuerySet],
    peer: Peer,
) -> Result<(Taken, Vec<Latencies>), Failure> {
    let mut ready = peer.make(project, folder, file)?;
    let times = ask_all(&mut ready.batch, sets)?;
    let own_megabytes = ready.batch.megabytes().map(|(own, _)| own);
    let mut save = Latencies::default();
    for (number, section) in sections.iter().take(SAVES).enumerate() {
        let found = format!("savedsection{number}");
        let mut fresh: Value = serde_json::from_str(&peers::line(section)).unwrap_or_default();
        fresh["id"] = json!(found);
        fresh["title"] = json!(format!("{found} {}", section.title));
        let begun = Instant::now();
        ready.batch.tell(&json!({ "save": fresh }))?;
        ready.batch.ask(&format!("{found} "), 20, false)?;
        save.add(begun.elapsed().as_micros() as u64);
    }
    ready.batch.end()?;
    let disk_megabytes = bytes_of(folder)? as f64 / 1e6;
    let open_and_first_ms = if peer.lasts {
        let begun = Instant::now();
        let mut opened = peer.open(project, folder)?;
        opened.batch.ask(&queries::first_word(sections), 20, true)?;
        let taken = begun.elapsed().as_secs_f64() * 1e3;
        opened.batch.end()?;
        Some(taken)
    } else {
        None
    };
    let index_seconds = ready.seconds;
    Ok((Taken { index_seconds, disk_megabytes, own_megabytes, open_and_first_ms, save }, times))
}

/// The bytes of the files in a folder; a rival that keeps nothing on disk has none.
fn bytes_of(folder: &Path) -> Result<u64, Failure> {
    if !folder.exists() {
        return Ok(0);
    }
    let mut bytes = 0;
    for entry in fs::read_dir(folder).map_err(Failure::file("read", folder))? {
        let entry = entry.map_err(Failure::file("read", folder))?;
        bytes += entry.metadata().map_err(Failure::file("read", &entry.path()))?.len();
    }
    Ok(bytes)
}
