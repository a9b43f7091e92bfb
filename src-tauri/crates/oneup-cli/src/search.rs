//! `oneup search`.

use oneup_app::contract::{Hit, SearchRequest, SearchResponse};
use oneup_app::{App, AppError};
use serde::Serialize;

use crate::args::Search;
use crate::output::{End, Output, bold, counted, plain};

/// One answer, as scripts read it.
#[derive(Serialize)]
pub(crate) struct Answer {
    /// What was asked.
    pub(crate) q: String,
    /// Time inside the program for this query, in microseconds.
    pub(crate) micros: u32,
    /// How many cards match; exact.
    pub(crate) total: u32,
    /// The best of them.
    pub(crate) hits: Vec<Row>,
    /// Said only where it is so: the index is still being built, and cards may be missing.
    #[serde(skip_serializing_if = "is_whole")]
    pub(crate) partial: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_whole(partial: &bool) -> bool {
    !partial
}

/// One card that was found.
#[derive(Serialize)]
pub(crate) struct Row {
    id: String,
    title: String,
    path: String,
    #[serde(rename = "type")]
    kind: String,
    score: f32,
    snippet: Option<String>,
    why: String,
}

impl Answer {
    /// Takes what scripts are promised out of a response.
    pub(crate) fn of(q: String, response: SearchResponse) -> Self {
        let hits = response.hits.into_iter().map(Row::of).collect();
        Self { q, micros: response.micros, total: response.total, hits, partial: response.partial }
    }
}

impl Row {
    fn of(hit: Hit) -> Self {
        Self {
            title: plain(&hit.title),
            snippet: hit.snippet.as_ref().map(plain),
            id: hit.id,
            path: hit.path,
            kind: hit.kind,
            score: hit.score,
            why: hit.why,
        }
    }
}

pub(crate) fn run(app: &App, output: &Output, search: &Search) -> Result<End, AppError> {
    let q = search.query.clone().unwrap_or_default();
    output.catch_up(app)?;
    let request = SearchRequest { q: q.clone(), limit: search.limit, ..SearchRequest::default() };
    let response = app.find(&request, true)?;
    let reasons = if search.explain {
        response.hits.iter().map(|hit| app.explain(&request, &hit.key)).collect::<Result<Vec<_>, _>>()?
    } else {
        Vec::new()
    };
    if output.is_json() {
        #[derive(Serialize)]
        struct Explained {
            #[serde(flatten)]
            answer: Answer,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            explanations: Vec<Vec<String>>,
        }
        output
            .answer(&Explained { answer: Answer::of(q, response), explanations: reasons }, |_| String::new());
    } else {
        output.answer(&response, |response| in_words(response, &reasons));
    }
    Ok(End::Done)
}

fn in_words(response: &SearchResponse, reasons: &[Vec<String>]) -> String {
    let dim = anstyle::Style::new().dimmed();
    let mut text = String::new();
    for (at, hit) in response.hits.iter().enumerate() {
        let stale = if hit.stale { " · stale" } else { "" };
        let unsourced = match hit.unsourced {
            0 => String::new(),
            n => format!(" · {} without a source", counted(n, "figure", "figures")),
        };
        text += &format!(
            "{}\n  {dim}{} · {} · {}{stale}{unsourced}{dim:#}\n",
            bold(&hit.title),
            hit.kind,
            &hit.key,
            hit.status
        );
        if let Some(snippet) = &hit.snippet {
            text += &format!("  {}\n", bold(snippet));
        }
        text += &format!("  {dim}{}{dim:#}\n", &hit.why);
        for step in reasons.get(at).into_iter().flatten() {
            text += &format!("    {step}\n");
        }
    }
    let shown = u32::try_from(response.hits.len()).unwrap_or(u32::MAX);
    text += &match response.total {
        0 => "No card was found.\n".to_owned(),
        total if total > shown => format!("{shown} of {total} cards\n"),
        total => format!("{}\n", counted(total, "card", "cards")),
    };
    if response.partial {
        text += "The index is still being built, so cards may be missing. Try again in a moment.\n";
    }
    for note in &response.notes {
        text += &format!("{note}\n");
    }
    text
}
