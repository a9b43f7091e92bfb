//! The second program behind `cargo xtask`: what needs the application itself.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::bench::{self, CardsBench, QualityBench, SearchBench, WindowBench};
use xtask::content::{self, Proofs};
use xtask::generate;
use xtask::project::Project;
use xtask::serve::{self, Serving};

/// The verbs of `cargo xtask` that stand on the application.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Writes the files that are made from the contract.
    Generate {
        /// Compares them and writes nothing.
        #[arg(long)]
        check: bool,
    },
    /// Serves the pages to an ordinary browser on this machine, on the real application.
    Serve(Serving),
    /// Proof-reads packs of cards and prints what each comes to; whatever is to be mended is a failure.
    Content(Proofs),
    /// Measures the release build as its user would.
    Bench {
        #[command(subcommand)]
        bench: Bench,
    },
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// Measures index time, size, opening and latencies; with `--peers` beside other engines.
    Search(SearchBench),
    /// Measures opening, saving, backlinks, gaps and history in a large library, beside the goals.
    Cards(CardsBench),
    /// Measures how high a card stands that is looked for, beside other engines.
    Quality(QualityBench),
    /// Measures start, typing, page changes, scrolling and rest of the real window, beside a bare one.
    Window(WindowBench),
}

fn main() -> ExitCode {
    let project = Project::here();
    let done = match Arguments::parse().verb {
        Verb::Generate { check: true } => generate::compare(&project),
        Verb::Generate { check: false } => generate::write(&project),
        Verb::Serve(serving) => serve::serve(&project, &serving),
        Verb::Content(proofs) => content::content(&project, &proofs),
        Verb::Bench { bench: Bench::Search(wanted) } => bench::search(&project, &wanted),
        Verb::Bench { bench: Bench::Cards(wanted) } => bench::cards(&project, &wanted),
        Verb::Bench { bench: Bench::Quality(wanted) } => bench::quality(&project, &wanted),
        Verb::Bench { bench: Bench::Window(wanted) } => bench::window(&project, &wanted),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
