//! The `oneup` command: the same application as the window, for terminals and scripts.
//!
//! Exit codes: 0 done, 1 findings, 2 wrong use, 3 refused, 4 failed.

mod acts;
mod args;
mod batch;
mod bring;
mod card;
mod change;
mod gaps;
mod history;
mod index;
mod library;
mod output;
mod search;

use std::process::ExitCode;

use clap::Parser;
use oneup_app::{App, AppError, Home};

use crate::args::{Args, Command};
use crate::output::{End, Output};

/// How the lock names this program to another that finds it held.
const HOLDER: &str = "the oneup command";

fn main() -> ExitCode {
    let args = Args::parse();
    let output = Output::new(args.json);
    let end = run(&args, &output).unwrap_or_else(|error| output.failure(error));
    end.into()
}

fn run(args: &Args, output: &Output) -> Result<End, AppError> {
    let home = Home::locate(args.home.as_deref())?;
    match &args.command {
        Command::Search(search) if search.batch => Ok(batch::run(&App::start(home, HOLDER), output)),
        command => {
            let app = App::new(home, HOLDER);
            match command {
                Command::Init(init) => library::init(&app, output, init),
                Command::Open(open) => library::open(&app, output, open),
                Command::Status => library::status(&app, output),
                Command::Undo => Ok(acts::undo(&app, output)),
                Command::Redo => Ok(acts::redo(&app, output)),
                Command::Index(index) => index::run(&app, output, index),
                Command::Search(search) => search::run(&app, output, search),
                Command::Import(import) => bring::import(&app, output, import),
                Command::Export(export) => bring::export(&app, output, export),
                Command::Bin(bin) => history::bin(&app, output, bin),
                Command::Card(card) => card::run(&app, output, card),
            }
        }
    }
}
