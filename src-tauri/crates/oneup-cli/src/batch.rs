//! `oneup search --batch`: JSON Lines in, JSON Lines out, one process for many queries.

use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use oneup_app::contract::{ApiError, IndexState, SearchRequest};
use oneup_app::{App, AppError};
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
    if let Some(error) = first_look(app) {
        return output.refused(&error);
    }
    let mut end = End::Done;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (at, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let Ok(line) = line else { break };
        // A line that is no UTF-8 is a wrong query among others, not the end of them.
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        let answered = match answer(app, &line) {
            Ok(answer) => serde_json::to_string(&answer),
            Err(error) => {
                let error: ApiError = error.into();
                // A failure weighs more than a wrong line.
                end = if end == End::Failed { end } else { End::of(error.code) };
                serde_json::to_string(&Failure { line: at + 1, error })
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

/// Waits for the first look at the folder, so that a card saved just before is found; but on a large library no
/// longer than this, if there is an index to answer from.
const FIRST_LOOK: Duration = Duration::from_millis(250);

/// Waits until there is something true to answer from.
fn first_look(app: &App) -> Option<ApiError> {
    let begun = Instant::now();
    loop {
        let status = app.library_status();
        match status.index {
            IndexState::Ready | IndexState::Paused { .. } => return None,
            // What the index holds can be searched, whatever keeps it from holding more.
            IndexState::Building { .. } if status.cards > 0 && begun.elapsed() > FIRST_LOOK => return None,
            IndexState::Failed { .. } if status.cards > 0 => return None,
            IndexState::Building { .. } => std::thread::sleep(Duration::from_millis(1)),
            IndexState::Absent => return Some(AppError::NoLibrary.into()),
            IndexState::Failed { error } => return Some(error),
        }
    }
}
