//! `oneup card gaps`: what is missing among the cards, and what closes each gap.

use std::fmt::Write as _;

use oneup_app::contract::{GapKind, GapsPage, GapsRequest};
use oneup_app::{App, AppError};

use crate::args::Gaps;
use crate::output::{End, Output, counted};

pub(crate) fn run(app: &App, output: &Output, wanted: &Gaps) -> Result<End, AppError> {
    output.catch_up(app)?;
    let page = app.gaps_page(&GapsRequest {
        industry: wanted.industry.clone(),
        role: wanted.role.clone(),
        kinds: wanted.kind.clone(),
        skip: 0,
        limit: wanted.limit,
    })?;
    output.answer(&page, in_words);
    Ok(End::Done)
}

/// One kind after the other: how many there are, then each with its card and what closes it.
fn in_words(page: &GapsPage) -> String {
    if page.total == 0 {
        return format!("Nothing is missing in {}.", counted(page.cards, "card", "cards"));
    }
    let mut text = String::new();
    let mut last: Option<GapKind> = None;
    for row in &page.rows {
        if last.replace(row.kind) != Some(row.kind)
            && let Some(count) = page.counts.iter().find(|count| count.kind == row.kind)
        {
            let _ = writeln!(text, "\n{} ({})", count.label, count.count);
        }
        let place = row.line.map(|line| format!(", line {line}")).unwrap_or_default();
        let _ = writeln!(text, "  {} · {}{place}", row.card.title, row.card.key);
        let _ = writeln!(text, "    {} {}.", row.sentence, row.act);
    }
    let shown = page.rows.len();
    let left_out = usize::try_from(page.total).map_or(0, |total| total.saturating_sub(shown));
    if left_out > 0 {
        let _ = writeln!(text, "\n{left_out} more; ask for them with --limit {}.", page.total);
    }
    text.trim_start().to_owned()
}

/// Reads the name of a kind, as `factor-unweighed`.
pub(crate) fn kind(name: &str) -> Result<GapKind, UnknownKind> {
    GapKind::ALL.iter().copied().find(|kind| kind.name() == name).ok_or(UnknownKind)
}

/// Says that a word names no kind of gap.
#[derive(Debug)]
pub(crate) struct UnknownKind;

impl std::error::Error for UnknownKind {}

impl std::fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known: Vec<String> = GapKind::ALL.iter().map(|kind| kind.name()).collect();
        write!(f, "a gap is one of: {}", known.join(", "))
    }
}
