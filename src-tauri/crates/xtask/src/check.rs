//! `cargo xtask check`: everything that can be said about the code without running its tests.
//!
//! One line per step with its seconds; the first step that fails ends it. What is quick comes first.

use std::time::Instant;

use crate::builds;
use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;
use crate::setup::packages;
use crate::setup::pages::{self, Pages};
use crate::setup::tools::{self, CARGO_DENY};
use crate::{layers, layout};

/// The day the shipped cards are proof-read for, so that a green build does not turn red by itself.
const CARDS_CHECKED_ON: &str = "2026-11-23";

type Step = (&'static str, fn(&Project) -> Result<(), Failure>);

const STEPS: &[Step] = &[
    ("top level", layout::check),
    ("layers", layers::check),
    ("format", format),
    ("system packages", |_| packages::ensure(packages::WINDOW)),
    ("packages of the pages", pages::install),
    ("lint of the pages", |project| page_script(project, "lint")),
    ("types of the pages", |project| page_script(project, "check")),
    // The window embeds its pages, so its code cannot be looked at without them.
    ("pages", |project| pages::build(project, Pages::Window)),
    ("clippy", clippy),
    ("documentation", documentation),
    ("generated files", generated_files),
    ("shipped cards", shipped_cards),
    ("fuzz targets", fuzz_targets),
    ("licences and sources", licences),
];

/// Runs every step in order.
///
/// # Errors
/// Fails with the first step that does.
pub fn check(project: &Project) -> Result<(), Failure> {
    let begin = Instant::now();
    for (name, step) in STEPS {
        let begin = Instant::now();
        if let Err(failure) = step(project) {
            println!("failed  {name}");
            return Err(failure);
        }
        println!("ok      {name} ({:.1} s)", begin.elapsed().as_secs_f32());
    }
    println!("all checks passed ({:.0} s)", begin.elapsed().as_secs_f32());
    Ok(())
}

fn format(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), "type: cargo fmt --all").args(["fmt", "--all", "--check"]).run()
}

fn page_script(project: &Project, script: &str) -> Result<(), Failure> {
    let remedy = "mend what is named above; `npm run format` in ui/ mends the format";
    Call::npm(&project.path("ui"), remedy).args(["run", "--silent", script]).run()
}

fn clippy(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), "mend what clippy names above, or allow it there with a reason")
        .args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--features", "xtask/app"])
        .args(["--", "--deny", "warnings"])
        .run()
}

fn documentation(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), "mend the comments that rustdoc names above")
        .args(["doc", "--quiet", "--locked", "--workspace", "--no-deps", "--features", "xtask/app"])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .run()
}

fn generated_files(project: &Project) -> Result<(), Failure> {
    builds::debug(project)?;
    Call::new(project.program("debug", "xtask-app"), "type: cargo xtask generate")
        .args(["generate", "--check"])
        .run()
}

fn shipped_cards(project: &Project) -> Result<(), Failure> {
    Call::new(project.program("debug", "xtask-app"), "mend what is named above")
        .args(["content", "--today", CARDS_CHECKED_ON])
        .run()
}

fn fuzz_targets(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), "mend what cargo names above")
        .args(["check", "--quiet", "--manifest-path", "tests/fuzz/Cargo.toml"])
        .run()
}

fn licences(project: &Project) -> Result<(), Failure> {
    let program = tools::ensure(project, CARGO_DENY)?;
    Call::new(program, "choose another crate, or allow it in .deny.toml with a reason")
        .folder(project.root())
        .args(["--log-level", "error", "--all-features", "--config", ".deny.toml"])
        .args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"])
        .run()
}
