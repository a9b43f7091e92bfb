//! Adds and removes a typed link: one list item, in the place where the card keeps links of that kind.

use super::error::EditError;
use super::{Edit, item, line_end};
use crate::card::Card;
use crate::link::{LinkForm, LinkTarget, Object, TypedLink};
use crate::parts::Shape;
use crate::verb::{Mark, MarkKind, Verb};

/// A typed link to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink<'l> {
    /// The verb.
    pub verb: Verb,
    /// The card it leads to, as an id or `pack/id`; for `ends with` the commitment.
    pub target: &'l str,
    /// The text a reader sees in place of the target.
    pub label: Option<&'l str>,
    /// The mark, where the verb takes one.
    pub mark: Option<Mark>,
    /// The reason.
    pub because: Option<&'l str>,
}

/// Writes a typed link below the last one of its verb, else below the last of any, else in a section of its own before
/// the reader's notes and the sources.
///
/// # Errors
/// Returns [`EditError`] when a card of this type does not use the verb, the verb needs a mark or reason, a text
/// cannot stand in a link, or the card says so already.
pub fn add_link(text: &str, link: &NewLink<'_>) -> Result<Edit, EditError> {
    let card = Card::parse("", text);
    check(&card, link)?;
    if let Some(same) =
        card.typed_links.iter().find(|old| old.verb == link.verb && leads_to(old, link.target))
    {
        return Err(EditError::LinkExists { line: same.line });
    }
    let words = written(link);
    let end = Shape::of(text).line_end();
    let same_verb = card.typed_links.iter().rfind(|old| old.verb == link.verb);
    let beside = same_verb.or_else(|| card.typed_links.iter().rfind(|old| !old.verb.allowed_on_all()));
    let edit = match beside.and_then(|old| item::around(text, &old.span)) {
        Some(item) => below(text, item.lines.end, &format!("{}{words}", item.prefix), end),
        None => in_a_section(&card, link.verb, &words, end),
    };
    let added = |now: &Card| {
        let mut left: Vec<_> = now.typed_links.iter().map(said).collect();
        let new = now.typed_links.iter().position(|new| {
            new.verb == link.verb
                && leads_to(new, link.target)
                && new.mark == link.mark
                && new.because.is_some() == link.because.is_some()
        });
        new.is_some_and(|new| {
            left.remove(new);
            left == card.typed_links.iter().map(said).collect::<Vec<_>>()
        })
    };
    verified(&card, edit, added)
}

/// Removes a typed link: its list item with what is nested under it.
///
/// # Errors
/// Returns [`EditError`] when there is no such link, more than one fits, or another link is nested under it.
pub fn remove_link(text: &str, verb: Verb, target: &str) -> Result<Edit, EditError> {
    let card = Card::parse("", text);
    let mut found =
        card.typed_links.iter().enumerate().filter(|(_, link)| link.verb == verb && leads_to(link, target));
    let Some((n, link)) = found.next() else {
        return Err(EditError::NoSuchLink { verb, target: target.to_owned() });
    };
    if let Some((_, second)) = found.next() {
        let target = target.to_owned();
        return Err(EditError::LinkTwice { verb, target, first: link.line, second: second.line });
    }
    let item = item::around(text, &link.span).ok_or(EditError::Spills { line: link.line })?;
    let mut span = item.lines;
    let before = text.get(..span.start).unwrap_or("");
    let after = text.get(span.end..).unwrap_or("");
    let blank_above = before.is_empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n");
    let blank_below = after.starts_with('\n') || after.starts_with("\r\n");
    if blank_above && blank_below {
        span.end = line_end(text, span.end);
    }
    let removed = |now: &Card| {
        let mut left: Vec<_> = card.typed_links.iter().map(said).collect();
        left.remove(n);
        left == now.typed_links.iter().map(said).collect::<Vec<_>>()
    };
    verified(&card, Edit::remove(span), removed)
}

impl Verb {
    /// Whether a card of any type may use the verb: such links stand anywhere and say nothing of a list.
    fn allowed_on_all(self) -> bool {
        matches!(self, Self::Contradicts | Self::Supersedes | Self::SeeAlso)
    }

    /// The heading under which a card that has no link yet starts its list.
    const fn heading(self) -> &'static str {
        match self {
            Self::Causes | Self::Worsens | Self::OffsetBy => "Where it leads",
            Self::Raises | Self::Costs => "Who pays, and what it decides",
            Self::WeighedBy | Self::TradesWith => "How to weigh it",
            Self::Teaches | Self::Surfaces => "What it teaches",
            Self::Addresses | Self::Scores => "What it does",
            Self::Needs | Self::Before | Self::EndsWith => "Who and what next",
            Self::Supports => "What it supports",
            Self::FollowsFrom => "Why",
            Self::AnsweredBy => "What answers it",
            Self::Serves => "Serves the client",
            Self::RestsOn => "Provable",
            Self::StandsIn => "Unique",
            Self::Contradicts | Self::Supersedes | Self::SeeAlso => "See also",
        }
    }
}

/// What a link says, without where it stands.
type Said<'l> = (Verb, &'l Object, Option<Mark>, Option<&'l str>, &'l [String]);

fn said(link: &TypedLink) -> Said<'_> {
    (link.verb, &link.object, link.mark, link.because.as_deref(), &link.sources)
}

fn check(card: &Card, link: &NewLink<'_>) -> Result<(), EditError> {
    let verb = link.verb;
    if !verb.allowed_on(card.kind) {
        return Err(EditError::VerbNotAllowed { verb, kind: card.kind });
    }
    let because = link.because.map(str::trim).filter(|reason| !reason.is_empty());
    if verb.needs_because() && because.is_none() {
        return Err(EditError::NeedsBecause { verb });
    }
    let takes = match (verb.mark(), link.mark) {
        (MarkKind::Weight, Some(Mark::Weight(1..=5)))
        | (MarkKind::Score, Some(Mark::Score(-2..=2)))
        | (MarkKind::None, None) => None,
        (MarkKind::Weight, _) => Some("takes a weight from 1/5 to 5/5. Give one"),
        (MarkKind::Score, _) => Some("takes a score from −2 to +2. Give one"),
        (MarkKind::None, Some(_)) => Some("takes no mark. Leave it out"),
    };
    if let Some(takes) = takes {
        return Err(EditError::Mark { verb, takes });
    }
    let bad = |part, text: &str, reason| Err(EditError::BadLink { part, text: text.to_owned(), reason });
    let syntax = ['[', ']', '|', '\n', '\r'];
    if verb.takes_text() {
        if link.target.trim().is_empty() || link.target.contains(['\n', '\r']) {
            return bad("commitment", link.target, "write one line that says what both sides commit to");
        }
        if link.because.is_some() || link.label.is_some() {
            return bad(
                "commitment",
                link.target,
                "it takes neither a reason nor a label. Put all of it in the commitment",
            );
        }
        return Ok(());
    }
    if link.target.trim().is_empty() || link.target.contains(syntax) {
        return bad("target", link.target, "name a card by its id, without brackets or bars");
    }
    if let Some(label) = link.label.filter(|label| label.trim().is_empty() || label.contains(syntax)) {
        return bad("label", label, "write one line without brackets or bars");
    }
    match link.because {
        Some(reason) if because.is_none() || reason.contains(['\n', '\r']) || reason.contains("[[") => {
            bad("reason", reason, "write one line without links to other cards")
        }
        _ => Ok(()),
    }
}

fn written(link: &NewLink<'_>) -> String {
    if link.verb.takes_text() {
        return format!("{} {}", link.verb, link.target.trim());
    }
    let target = link.target.trim();
    let mut words = match link.label.map(str::trim).filter(|label| *label != target) {
        Some(label) => format!("{} [[{target}|{label}]]", link.verb),
        None => format!("{} [[{target}]]", link.verb),
    };
    if let Some(mark) = link.mark {
        words.push_str(&format!(" {mark}"));
    }
    if let Some(reason) = link.because {
        words.push_str(&format!(" because {}", reason.trim()));
    }
    words
}

/// Whether a link leads to the card asked for, by whatever form it is written in.
fn leads_to(link: &TypedLink, asked: &str) -> bool {
    let asked = asked.trim();
    let same = |name: &str| name.to_lowercase() == asked.to_lowercase();
    match &link.object {
        Object::Commitment(text) => same(text),
        Object::Card { target: LinkTarget { raw, form, .. }, .. } => match form {
            LinkForm::Name => same(raw),
            LinkForm::Path(path) => same(path) || same(raw) || path.rsplit('/').next().is_some_and(same),
            LinkForm::Full(full) => same(&full.to_string()) || same(full.id.as_str()),
        },
    }
}

/// Inserts a line below the one that ends at `at`.
fn below(text: &str, at: usize, line: &str, end: &str) -> Edit {
    if text.get(..at).is_some_and(|before| before.ends_with('\n')) {
        Edit::insert(at, format!("{line}{end}"))
    } else {
        Edit::insert(at, format!("{end}{line}"))
    }
}

fn in_a_section(card: &Card, verb: Verb, words: &str, end: &str) -> Edit {
    let text = card.text();
    let heading = verb.heading();
    let (at, head) = match card.section(heading) {
        Some(section) => {
            let limit = last_of_text(card, section.content.start, first_below(card, section.content.clone()));
            (limit, String::new())
        }
        None => (last_of_text(card, card.body().start, notes_start(card)), format!("## {heading}{end}{end}")),
    };
    let before = text.get(..at).unwrap_or("");
    let mut insert = String::new();
    // Blank lines keep the new item out of the paragraph above, and the paragraph below out of the item.
    if !before.is_empty() && !before.ends_with('\n') {
        insert.push_str(end);
    }
    if !before.is_empty() && at > 0 {
        insert.push_str(end);
    }
    insert.push_str(&format!("{head}- {words}"));
    let after = text.get(at..).unwrap_or("");
    if before.ends_with('\n') || !after.is_empty() {
        insert.push_str(end);
    }
    if !after.is_empty() && !after.starts_with(['\n', '\r']) {
        insert.push_str(end);
    }
    Edit::insert(at, insert)
}

/// The end of a section's own text: where its first smaller section starts.
fn first_below(card: &Card, content: std::ops::Range<usize>) -> usize {
    let inside =
        card.sections.iter().map(|section| section.span.start).filter(|start| content.contains(start));
    inside.min().unwrap_or(content.end)
}

fn notes_start(card: &Card) -> usize {
    card.sections
        .iter()
        .find(|section| section.is_my_notes())
        .map_or(card.text().len(), |notes| notes.span.start)
}

/// The end of the last line between `floor` and `limit` that is text: blank lines and sources at the end do not count.
fn last_of_text(card: &Card, floor: usize, limit: usize) -> usize {
    let text = card.text();
    let mut sources: Vec<_> = card.sources.iter().map(|source| source.span.clone()).collect();
    sources.sort_by_key(|span| span.start);
    let mut end = limit;
    loop {
        let used = text.get(floor..end).unwrap_or("").trim_end();
        let last = floor + used.len();
        match sources.pop() {
            Some(source) if source.start >= last && !used.is_empty() => {}
            Some(source) if !used.is_empty() && source.end >= last && source.start >= floor => {
                end = source.start;
            }
            _ if used.is_empty() => return floor,
            _ => return line_end(text, last).min(end),
        }
    }
}

/// Reads the card again: the links are those meant, and everything else reads as before.
fn verified(card: &Card, edit: Edit, links: impl Fn(&Card) -> bool) -> Result<Edit, EditError> {
    let now = Card::parse("", &edit.apply(card.text()));
    let labels = |card: &Card| {
        let mut labels: Vec<String> = card.sources.iter().map(|source| source.label.clone()).collect();
        labels.sort();
        labels
    };
    let headings = |card: &Card| card.sections.iter().filter(|s| !s.is_lead()).count();
    let same = now.front == card.front
        && labels(&now) == labels(card)
        && now.say.as_ref().map(|say| &say.text) == card.say.as_ref().map(|say| &say.text)
        && (headings(card)..=headings(card) + 1).contains(&headings(&now));
    let line = card.position(edit.span.start).line;
    if same && links(&now) { Ok(edit) } else { Err(EditError::Spills { line }) }
}
