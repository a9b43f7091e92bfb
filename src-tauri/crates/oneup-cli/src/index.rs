//! `oneup index`.

use std::time::Instant;

use oneup_app::contract::SkippedFile;
use oneup_app::{App, AppError};
use serde::Serialize;

use crate::args::Index;
use crate::output::{End, Output, counted};

/// What the index is after the run.
#[derive(Serialize)]
struct Indexed {
    cards: u32,
    seconds: f64,
    bytes: u64,
    skipped: Vec<SkippedFile>,
}

pub(crate) fn run(app: &App, output: &Output, index: &Index) -> Result<End, AppError> {
    let begun = Instant::now();
    let mut progress = output.progress();
    if index.rebuild {
        app.rebuild(&mut progress)?
    } else {
        app.index(&mut progress)?
    };
    let indexed = Indexed {
        cards: app.library_status().cards,
        seconds: (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
        bytes: app.index_bytes()?,
        skipped: app.skipped()?,
    };
    output.answer(&indexed, |indexed| {
        let mut text = format!(
            "{} in {:.2} s, {:.1} MB on disk\n",
            counted(indexed.cards, "card", "cards"),
            indexed.seconds,
            indexed.bytes as f64 / 1e6
        );
        for skipped in &indexed.skipped {
            text += &format!("passed over {}: {}\n", &skipped.path, skipped.why);
        }
        text
    });
    Ok(End::Done)
}
