//! Rules for every card: what it is called, what it says aloud, what it claims, how fresh it is.

use std::collections::HashSet;

use super::{Report, words};
use crate::body::{ContactKind, normal_figure};
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::position::Position;
use crate::resolve::LinkKey;
use crate::vocabulary::{CardType, ClaimKind, Status};

/// The longest title, in characters.
pub(crate) const MAX_TITLE: usize = 90;
/// The longest say line, in words.
pub(crate) const MAX_SAY_WORDS: u32 = 45;

/// Ways in which a sentence praises a company instead of teaching the client something.
const PITCHES: [&str; 21] = [
    "our product",
    "our solution",
    "our platform",
    "our company",
    "our software",
    "our service",
    "our offering",
    "our tool",
    "our technology",
    "our customers",
    "our team",
    "we offer",
    "we sell",
    "we provide",
    "we are the leading",
    "we are a leading",
    "market leader",
    "best in class",
    "best-in-class",
    "world-class",
    "our unique",
];

pub(super) fn check(report: &mut Report<'_>) {
    names(report);
    title(report);
    duplicate(report);
    say_line(report);
    figures(report);
    contacts(report);
    footnotes(report);
    status(report);
    freshness(report);
    words::check(report);
}

/// A file without front matter is a note that needs none; one with front matter says what it is.
fn names(report: &mut Report<'_>) {
    let front = &report.card.front;
    if front.range.is_none() {
        return;
    }
    let missing = [
        (
            "missing-id",
            "id",
            front.id.is_none() && front.span("id").is_none_or(|span| span.value.is_empty()),
            "Write an id such as `technicians-retire`, and never change it afterwards",
        ),
        (
            "missing-type",
            "type",
            front.kind.is_none(),
            "Say what the card is: `type: force`, or `type: note` for anything else",
        ),
        (
            "missing-title",
            "title",
            front.title.is_none(),
            "Write the claim the card makes in one short sentence",
        ),
    ];
    for (rule, key, absent, remedy) in missing {
        if absent {
            report.broken(rule, 0, format!("the card has no {key}"), remedy);
        }
    }
}

fn title(report: &mut Report<'_>) {
    let Some(title) = &report.card.front.title else { return };
    let at = report.key("title");
    let length = title.chars().count();
    if length > MAX_TITLE {
        let message = format!("the title has {length} characters; {MAX_TITLE} are the most");
        report.broken("title-length", at, message, "Shorten it to the one claim the card makes");
    }
    if let Some(figure) = crate::body::figures(title).into_iter().next() {
        let message = format!("the title holds a figure: `{figure}`");
        report.broken("title-figure", at, message, "Put the figure in the text, with its footnote");
    }
}

fn duplicate(report: &mut Report<'_>) {
    let card = report.card;
    let full = card.full_id();
    let others: Vec<String> = report
        .ctx
        .lookup
        .find(&LinkKey::full(&full.to_string()))
        .into_iter()
        .filter(|other| other.path != card.path && other.full_id == full)
        .map(|other| other.path)
        .collect();
    if !others.is_empty() {
        let message = format!("the id `{full}` is also that of {}", others.join(", "));
        report.at(
            Level::Error,
            "duplicate-id",
            report.key("id"),
            message,
            "Give one of the cards another id",
        );
    }
}

fn say_line(report: &mut Report<'_>) {
    let card = report.card;
    if !card.kind.has_say_line() && card.say.is_none() {
        return;
    }
    let Some(say) = &card.say else {
        let remedy = "Write what the rep can say aloud as a block quote (`> …`) before the first heading";
        report.broken("say-line-missing", card.body().start, "the card has no say line", remedy);
        return;
    };
    let at = say.span.start;
    if say.words > MAX_SAY_WORDS {
        let message = format!("the say line has {} words; {MAX_SAY_WORDS} are the most", say.words);
        report.broken("say-line-length", at, message, "Cut it to what can be said in one breath and a half");
    }
    if card.kind.has_say_line()
        && let Some(pitch) = pitch(&say.text, report)
    {
        let message = format!("the say line pitches a company: `{pitch}`");
        report.broken(
            "say-line-pitch",
            at,
            message,
            "Say what the client can learn about their own world instead",
        );
    }
    let sourced: HashSet<&str> = card
        .read
        .figures
        .iter()
        .filter(|figure| !figure.footnotes.is_empty())
        .map(|figure| figure.normal.as_str())
        .collect();
    for figure in crate::body::figures(&say.text) {
        if !sourced.contains(normal_figure(&figure).as_str()) {
            let message =
                format!("the figure `{figure}` of the say line stands nowhere else with a footnote");
            report.broken("say-line-figure", at, message, "Repeat the figure in the text with its source");
        }
    }
}

fn pitch(say: &str, report: &Report<'_>) -> Option<String> {
    let folded = say.to_lowercase();
    if let Some(phrase) = PITCHES.iter().find(|phrase| holds_words(&folded, phrase)) {
        return Some((*phrase).to_owned());
    }
    let hosts = report.ctx.pack.map_or(&[][..], |pack| pack.own_hosts.as_slice());
    hosts.iter().find_map(|host| {
        let name = host.trim_start_matches("www.").split('.').next().unwrap_or(host).to_lowercase();
        (name.len() > 2 && holds_words(&folded, &name)).then_some(name)
    })
}

/// Whether the words stand in the text with a word's start before them; an ending such as a plural may follow.
fn holds_words(text: &str, words: &str) -> bool {
    text.match_indices(words)
        .any(|(at, _)| !text.get(..at).unwrap_or("").chars().next_back().is_some_and(char::is_alphanumeric))
}

fn figures(report: &mut Report<'_>) {
    let card = report.card;
    for unsourced in &card.unsourced {
        let message =
            format!("the figure `{}` has no source: \u{201c}{}\u{201d}", unsourced.figure, unsourced.text);
        let remedy = "Add a footnote mark such as `[^source]` and define it at the end of the card";
        let level = report.level();
        let at = Position { line: unsourced.line, column: unsourced.column };
        report.findings.push(Finding::new(level, "unsourced-figure", &card.path, at, message, remedy));
    }
}

fn contacts(report: &mut Report<'_>) {
    for contact in &report.card.read.contacts {
        let remedy = match contact.kind {
            ContactKind::Email | ContactKind::Phone => "Remove it, or keep it with the person in the journal",
            ContactKind::Postal => "Remove it, or name the town only",
        };
        let message = format!("the card holds {}", contact.kind.words());
        report.broken("personal-data", contact.offset, message, remedy);
    }
}

fn footnotes(report: &mut Report<'_>) {
    let card = report.card;
    for undefined in &card.read.undefined {
        let message = format!("the footnote mark `[^{}]` has no definition", undefined.label);
        let remedy = format!("Add a line `[^{}]: …` with the source, or remove the mark", undefined.label);
        report.broken("footnote-undefined", undefined.offset, message, remedy);
    }
    let mut seen = HashSet::new();
    let is_note = card.kind == CardType::Note;
    for source in &card.sources {
        let at = source.span.start;
        let label = source.label.as_str();
        if !seen.insert(label.to_lowercase()) {
            let message = format!("the footnote `[^{label}]` is defined twice");
            report.at(Level::Warning, "footnote-twice", at, message, "Give one of them another label");
        }
        if source.used == 0 {
            let message = format!("the footnote `[^{label}]` is never used");
            let remedy = "Put its mark beside the claim it carries, or remove it";
            report.at(Level::Warning, "footnote-unused", at, message, remedy);
        }
        for bad in &source.bad_dates {
            let message = format!("`{bad}` in the footnote `[^{label}]` is not a date");
            report.at(Level::Warning, "footnote-date", at, message, "Write 2026, 2026-02 or 2026-02-10");
        }
        if !is_note && source.address.is_none() && !source.own_experience {
            let message = format!("the source `[^{label}]` has no address");
            let remedy = "Link its title to where it can be read, or start it with `Own experience`";
            // A fact that nobody can look up is a defect; an inference says of itself that it is one.
            let level = if source.claim == ClaimKind::Fact { Level::Warning } else { Level::Note };
            report.at(level, "source-address", at, message, remedy);
        }
        if !is_note && source.checked.is_none() && source.bad_dates.is_empty() {
            let message = format!("the source `[^{label}]` does not say when it was checked");
            report.at(
                Level::Warning,
                "source-checked",
                at,
                message,
                "Add `checked` and the day somebody last looked",
            );
        }
    }
}

fn status(report: &mut Report<'_>) {
    let card = report.card;
    if matches!(card.status(), Status::Contested | Status::Withdrawn) && card.front.reason.is_none() {
        let message = format!("the card is {} and does not say why", card.status());
        report.at(
            Level::Warning,
            "reason-missing",
            report.key("status"),
            message,
            "Add `reason:` with one sentence",
        );
    }
}

fn freshness(report: &mut Report<'_>) {
    let card = report.card;
    let (Some(today), Some(stale)) = (report.ctx.today, card.stale_on()) else { return };
    if today < stale {
        return;
    }
    if let Some(review_by) = card.front.review_by {
        let level = if report.ctx.publishing { Level::Error } else { Level::Warning };
        let message = format!("the card was to be reviewed by {review_by}");
        let remedy = "Check its claims and sources, then set a new `review_by`";
        report.at(level, "past-review", report.key("review_by"), message, remedy);
    } else {
        let oldest = card
            .sources
            .iter()
            .filter(|s| s.checked.is_some())
            .min_by_key(|s| s.checked.map(PartialDate::earliest));
        let Some(source) = oldest else { return };
        let message = format!(
            "the source `[^{}]` was checked more than {} days ago",
            source.label,
            card.kind.fresh_days()
        );
        report.at(
            Level::Warning,
            "stale-source",
            source.span.start,
            message,
            "Open it again and write the new date",
        );
    }
}
