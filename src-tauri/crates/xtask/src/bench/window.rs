//! `cargo xtask bench window`: lays out libraries and lets the bench of the tests measure the real window on them,
//! beside a bare window of the same framework.

use std::path::PathBuf;

use crate::bench::corpus::Corpus;
use crate::bench::folder;
use crate::bench::oneup::OneUp;
use crate::builds;
use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;
use crate::setup::display::{Purpose, WindowStand};
use crate::setup::packages;

/// What the window bench is asked to measure.
#[derive(Debug, clap::Args)]
pub struct WindowBench {
    /// JSON Lines with id, title, body, tags, folder and created; plain or .xz. Without it, text is made up.
    #[arg(long)]
    corpus: Option<PathBuf>,
    /// How many cards to measure with; may be given more than once.
    #[arg(long, default_values_t = [10_000, 50_000])]
    cards: Vec<usize>,
}

/// Measures the window and prints what came out.
///
/// # Errors
/// Fails where the corpus cannot be read, something does not build, or the window cannot be driven.
pub fn window(project: &Project, wanted: &WindowBench) -> Result<(), Failure> {
    const REMEDY: &str = "see the message above";
    builds::release(project)?;
    packages::ensure(packages::TESTS)?;
    Call::cargo(project.root(), REMEDY)
        .args(["build", "--release", "--locked", "--package", "oneup-desktop", "--example", "bare-window"])
        .run()?;
    let most = wanted.cards.iter().copied().max().unwrap_or_default();
    let corpus = match &wanted.corpus {
        Some(path) => Corpus::read(path, most)?,
        None => Corpus::made_up(most),
    };
    let mut homes = Vec::new();
    for size in &wanted.cards {
        let sections = corpus.sections.get(..*size).unwrap_or(&corpus.sections);
        let place = project.target("bench").join(sections.len().to_string());
        let library = place.join("library");
        folder::lay_out(&place, &library, sections)?;
        let home = place.join("home");
        OneUp::new(project.program("release", "oneup"), home.clone())
            .run(&["open".as_ref(), library.as_os_str()])?;
        homes.push(format!("{}={}", sections.len(), home.display()));
    }
    let stand = WindowStand::start(project, Purpose::Speed)?;
    let mut call = Call::cargo(project.root(), REMEDY)
        .args(["bench", "--profile", "dev", "--locked"])
        .args(builds::DEBUG)
        .args(["--bench", "window", "--"])
        .args(&homes)
        .env("ONEUP_DESKTOP", project.program("release", "oneup-desktop"))
        .env("ONEUP_BARE_WINDOW", project.program("release/examples", "bare-window"))
        .on_standard_output();
    for (name, value) in stand.environment() {
        call = call.env(name, value);
    }
    call.run()
}
