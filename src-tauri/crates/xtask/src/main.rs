//! `cargo xtask`: what a person types to run, test and check the project.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::failure::Failure;
use xtask::process::Call;
use xtask::project::Project;
use xtask::{builds, campaign, check, run, test};

/// Runs, tests and checks One-Up.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Sets the machine up, builds the app and opens its window.
    Run {
        /// The folder to keep everything in, instead of the platform's own.
        #[arg(long)]
        home: Option<PathBuf>,
    },
    /// Sets the machine up and runs all tests, those of the real window included.
    Test {
        /// Runs only the Rust tests whose name contains this, and not those of the pages.
        filter: Option<String>,
    },
    /// Checks format, lints, documentation, layers, generated files, licences and the shipped cards.
    Check,
    /// Runs a campaign that takes as long as it is given.
    Campaign {
        #[command(subcommand)]
        campaign: Campaign,
    },
    /// Writes the files that are made from the contract; `--check` only compares them.
    #[command(disable_help_flag = true)]
    Generate(Rest),
    /// Serves the pages to an ordinary browser on this machine, on the real application.
    #[command(disable_help_flag = true)]
    Serve(Rest),
    /// Proof-reads the shipped cards and prints what each pack comes to.
    #[command(disable_help_flag = true)]
    Content(Rest),
    /// Measures search, the quality of what it finds, work on cards, or the window, on a corpus.
    #[command(disable_help_flag = true)]
    Bench(Rest),
}

#[derive(Debug, Subcommand)]
enum Campaign {
    /// Feeds every fuzz target for a while.
    Fuzz {
        /// How long, for all targets together.
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Kills the library and the application at work, and refuses their writes, again and again.
    Kills {
        /// How often at each level.
        #[arg(long, default_value_t = 500)]
        rounds: u32,
    },
}

/// What is handed on as it is.
#[derive(Debug, clap::Args)]
struct Rest {
    /// See `--help`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

fn main() -> ExitCode {
    let project = Project::here();
    let done = match Arguments::parse().verb {
        Verb::Run { home } => run::run(&project, home.as_deref()),
        Verb::Test { filter } => test::test(&project, filter.as_deref()),
        Verb::Check => check::check(&project),
        Verb::Campaign { campaign: Campaign::Fuzz { minutes } } => campaign::fuzz(&project, minutes),
        Verb::Campaign { campaign: Campaign::Kills { rounds } } => campaign::kills(&project, rounds),
        Verb::Generate(rest) => in_second_program(&project, "generate", &rest),
        Verb::Serve(rest) => in_second_program(&project, "serve", &rest),
        Verb::Content(rest) => in_second_program(&project, "content", &rest),
        Verb::Bench(rest) => in_second_program(&project, "bench", &rest),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the program that stands on the application and lets it do the rest.
fn in_second_program(project: &Project, verb: &str, rest: &Rest) -> Result<(), Failure> {
    builds::debug(project)?;
    Call::new(project.program("debug", "xtask-app"), "see the message above")
        .arg(verb)
        .args(&rest.arguments)
        .run()
}
