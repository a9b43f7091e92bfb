//! `oneup search --batch`: JSON Lines in, JSON Lines out, one process for many queries.

use std::io::{BufRead, Write};

use oneup_app::contract::{ApiError, ChangesRequest, IndexState, SearchRequest};
use oneup_app::{App, AppError, NoDesktop};
use serde::{Deserialize, Serialize};

use crate::output::{End, Output};
use crate::search::Answer;

/// One query.
#[derive(Deserialize)]
struct Query {
    q: String,
    #[serde(default = "twenty")]
    limit: u32,
    #[serde(default)]
    snippets: bool,
}

/// What is answered where there is no answer.
#[derive(Serialize)]
struct Failure {
    line: usize,
    error: ApiError,
}

const fn twenty() -> u32 {
    20
}

pub(crate) fn run(app: &App, output: &Output) -> End {
    if let Some(error) = first_build(app) {
        return output.refused(&error);
    }
    let mut end = End::Done;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (at, line) in std::io::stdin().lock().lines().enumerate() {
        let Ok(line) = line else { break };
        if line.trim().is_empty() {
            continue;
        }
        let answered = match answer(app, &line) {
            Ok(answer) => serde_json::to_string(&answer),
            Err(error) => {
                end = End::WrongUse;
                serde_json::to_string(&Failure { line: at + 1, error: error.into() })
            }
        };
        let Ok(answered) = answered else { continue };
        // Each answer is whole and on its way before the next query is read; a reader that has gone ends the run.
        if writeln!(out, "{answered}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    end
}

fn answer(app: &App, line: &str) -> Result<Answer, AppError> {
    let query: Query = serde_json::from_str(line).map_err(AppError::BadRequest)?;
    let request = SearchRequest { q: query.q.clone(), limit: query.limit, ..SearchRequest::default() };
    Ok(Answer::of(query.q, app.find(&request, query.snippets)?))
}

/// Waits while the very first index is built: an empty answer from it would be a wrong one.
fn first_build(app: &App) -> Option<ApiError> {
    let mut since = 0;
    loop {
        let status = app.library_status();
        match status.index {
            IndexState::Ready => return None,
            // What the index holds can be searched, whatever keeps it from holding more.
            IndexState::Building { .. } | IndexState::Failed { .. } if status.cards > 0 => return None,
            IndexState::Building { .. } => {}
            IndexState::Absent => return Some(AppError::NoLibrary.into()),
            IndexState::Failed { error } => return Some(error),
        }
        if let Ok(changes) = app.changes(&NoDesktop, ChangesRequest { since }) {
            since = changes.revision;
        }
    }
}
