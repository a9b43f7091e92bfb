//! `cargo xtask bench cards`: what a reader and an editor of a large library wait for, measured in the application.

use std::fs;

use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;

/// What the bench of cards is asked to measure.
#[derive(Debug, clap::Args)]
pub struct CardsBench {
    /// How many cards the library has.
    #[arg(long, default_value_t = 50_000)]
    cards: usize,
}

/// Lays a library out, and measures opening, saving, backlinks, gaps and the size of the history.
///
/// # Errors
/// Fails where something does not build, the disk is full, or a goal of size is missed.
pub fn cards(project: &Project, wanted: &CardsBench) -> Result<(), Failure> {
    const REMEDY: &str = "see the message above";
    let place = project.target("bench").join(format!("cards-{}", wanted.cards));
    if place.exists() {
        fs::remove_dir_all(&place).map_err(Failure::file("empty", &place))?;
    }
    fs::create_dir_all(&place).map_err(Failure::file("make", &place))?;
    Call::cargo(project.root(), REMEDY)
        .args(["bench", "--locked", "--package", "oneup-tests", "--bench", "cards"])
        .env("ONEUP_BENCH_PLACE", &place)
        .env("ONEUP_BENCH_CARDS", wanted.cards.to_string())
        .run()?;
    // A figure that does not depend on the build: the test that holds it prints it.
    println!("\nhistory of 1,000 cards with 10,000 edits, goal less than 25 MB:");
    Call::cargo(project.root(), REMEDY)
        .args(["test", "--quiet", "--locked", "--package", "oneup-library", "--test", "history"])
        .args(["--", "--nocapture", "ten_thousand_edits"])
        .run()
}
