//! `oneup card new|show|links|gaps|lint`; those that change a card stand in `change.rs`, and what concerns its history
//! and its file in `history.rs`.

use std::fmt::Write as _;

use oneup_app::contract::CardPage;
use oneup_app::{
    App, AppError, CardChange, Level, LintReport, LintRequest, NewCard, NewRelation, dispatch_or_hand_over,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{Card, Deny};
use crate::change;
use crate::gaps;
use crate::history;
use crate::output::{End, Output, bold, counted, warning};

pub(crate) fn run(app: &App, output: &Output, card: &Card) -> Result<End, AppError> {
    match card {
        Card::New { kind, title, id } => {
            new(app, output, &NewCard { kind: *kind, title: title.clone(), id: id.clone(), link: None })
        }
        Card::Show { id, html } => show(app, output, id, *html),
        Card::Links { id } => links(app, output, id),
        Card::Set { id, key, values } => {
            change::run(app, output, id, &CardChange::Set { key: key.clone(), values: values.clone() })
        }
        Card::Unset { id, key } => change::run(app, output, id, &CardChange::Unset { key: key.clone() }),
        Card::Link { id, verb, target, mark, because } => {
            let link = NewRelation {
                verb: verb.clone(),
                target: target.clone(),
                mark: mark.clone(),
                because: because.clone(),
            };
            change::run(app, output, id, &CardChange::Link(link))
        }
        Card::Unlink { id, verb, target } => {
            let change = CardChange::Unlink { verb: verb.clone(), target: target.clone() };
            change::run(app, output, id, &change)
        }
        Card::Gaps(wanted) => gaps::run(app, output, wanted),
        Card::Keeping(wanted) => history::run(app, output, wanted),
        Card::Lint { what, deny, today } => {
            lint(app, output, &LintRequest { what: what.clone(), today: *today }, *deny)
        }
    }
}

fn new(app: &App, output: &Output, card: &NewCard) -> Result<End, AppError> {
    output.catch_up(app)?;
    let request = json!({ "type": card.kind.as_str(), "title": card.title, "id": card.id });
    let made = match dispatch_or_hand_over(app, "new_card", &request) {
        Ok(made) => Made { id: words(&made["key"]), path: words(&made["path"]) },
        Err(error) => return Ok(output.refused(&error)),
    };
    // Found at once where this process may index; otherwise the one that does sees the file by itself. Either way
    // the card is there, and that is what was asked for.
    if let Err(error) = app.catch_up(&mut output.progress()) {
        warning(&format!("oneup: the card is written, but cannot be found yet: {error}"));
    }
    output.answer(&made, |made| format!("{} is at {}", made.id, made.path));
    Ok(End::Done)
}

/// A card that was made, as it is told.
#[derive(Serialize)]
struct Made {
    id: String,
    path: String,
}

pub(crate) fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn show(app: &App, output: &Output, id: &str, html: bool) -> Result<End, AppError> {
    output.catch_up(app)?;
    let page = app.card_page(&app.resolve_id(id)?.key)?;
    let text = app.card_text(id)?.text().to_owned();
    output.answer(&page, |page| if html { page.html.clone() } else { heading(page) + &text });
    Ok(End::Done)
}

/// What must be seen before the text of a card: what it is, and whether it can be trusted.
fn heading(page: &CardPage) -> String {
    let mut heading = format!("{} · {} · {}\n", &page.key, page.kind, page.status);
    if let Some(reason) = &page.status_reason {
        let _ = writeln!(heading, "{reason}");
    }
    if let Some(stale) = &page.stale {
        let _ = writeln!(heading, "Stale since {}: {}", stale.since, stale.why);
    }
    for figure in &page.unsourced {
        let _ = writeln!(heading, "Line {}: a figure without a source: {}", figure.line, &figure.text);
    }
    heading + "\n"
}

fn links(app: &App, output: &Output, id: &str) -> Result<End, AppError> {
    #[derive(Serialize)]
    struct Links {
        links: Vec<oneup_app::contract::ChainLink>,
        backlinks: Vec<oneup_app::contract::Backlink>,
    }
    output.catch_up(app)?;
    let page = app.card_page(&app.resolve_id(id)?.key)?;
    output.answer(&Links { links: page.links, backlinks: page.backlinks }, |all| {
        let mut text = String::new();
        for link in &all.links {
            let to = match (&link.target, &link.text) {
                (Some(target), _) => match (&target.key, &target.problem) {
                    (Some(key), _) => format!("{} ({key})", target.title),
                    (None, problem) => {
                        format!("{} — {}", target.title, problem.as_deref().unwrap_or_default())
                    }
                },
                (None, text) => text.clone().unwrap_or_default(),
            };
            let _ =
                writeln!(text, "{}", relation(&link.verb, &to, link.mark.as_ref(), link.because.as_ref()));
        }
        for link in &all.backlinks {
            let from = format!("{} ({})", link.title, link.key);
            let _ = writeln!(
                text,
                "{}",
                relation(&link.phrase, &from, link.mark.as_ref(), link.because.as_ref())
            );
            // A typed link says its reason already.
            if let (None, Some(sentence)) = (&link.because, &link.sentence) {
                let _ = writeln!(text, "    {}", bold(sentence));
            }
        }
        if text.is_empty() { "Nothing leads from or to this card.".to_owned() } else { text }
    });
    Ok(End::Done)
}

fn relation(phrase: &str, other: &str, mark: Option<&String>, because: Option<&String>) -> String {
    let mark = mark.map(|mark| format!(" {mark}")).unwrap_or_default();
    let because = because.map(|because| format!("\n    because {because}")).unwrap_or_default();
    format!("{phrase} {other}{mark}{because}")
}

fn lint(app: &App, output: &Output, request: &LintRequest, deny: Option<Deny>) -> Result<End, AppError> {
    #[derive(Serialize)]
    struct Judged<'a> {
        cards: usize,
        findings: &'a [oneup_app::Finding],
    }
    if request.what.iter().any(|what| !std::path::Path::new(what).exists()) {
        output.catch_up(app)?;
    }
    let report = app.lint(request)?;
    output.answer(&Judged { cards: report.cards, findings: &report.findings }, |_| report_in_words(&report));
    let denied = deny == Some(Deny::Warnings) && report.count(Level::Warning) > 0;
    Ok(if report.count(Level::Error) > 0 || denied { End::Findings } else { End::Done })
}

fn report_in_words(report: &LintReport) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let _ = writeln!(text, "{}", &finding.to_string());
    }
    let number = |level| u64::try_from(report.count(level)).unwrap_or(u64::MAX);
    let _ = writeln!(
        text,
        "{}: {}, {}, {}",
        counted(report.cards as u64, "card", "cards"),
        counted(number(Level::Error), "error", "errors"),
        counted(number(Level::Warning), "warning", "warnings"),
        counted(number(Level::Note), "note", "notes"),
    );
    text
}
