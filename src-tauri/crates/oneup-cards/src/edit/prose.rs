//! Replaces the text of one section, or the sentence to say aloud.

use std::ops::Range;

use super::error::EditError;
use super::{Edit, line_end, line_start};
use crate::body::Section;
use crate::card::Card;
use crate::parts::Shape;
use crate::vocabulary::CardType;

/// Replaces the text below a heading, smaller sections included; an empty heading names the text before the first one.
///
/// # Errors
/// Returns [`EditError`] when there is no such section, or the new text would change how the rest of the card reads.
pub fn replace_section(text: &str, heading: &str, number: u32, new: &str) -> Result<Edit, EditError> {
    let card = Card::parse("", text);
    let wanted = |section: &&Section| {
        section.number == number
            && if heading.is_empty() { section.is_lead() } else { section.is_headed(heading) }
    };
    let no_section = || EditError::NoSuchSection { heading: heading.to_owned(), number };
    let place = card.sections.iter().position(|section| wanted(&section)).ok_or_else(no_section)?;
    let section = card.sections.get(place).ok_or_else(no_section)?;
    let shape = Shape::of(text);
    let new = shape.with_line_ends(new.trim_end().trim_start_matches(['\n', '\r']));
    let edit = match core(text, &section.content) {
        Some(span) => Edit { span, replacement: new.clone() },
        None => fill(text, section.content.clone(), &new, shape.line_end()),
    };
    let now = Card::parse("", &edit.apply(text));
    let spills = EditError::Spills { line: section.line };
    let Some(after) = now.sections.get(place) else {
        return Err(spills);
    };
    let stays = now.sections.get(..place).map(heads) == card.sections.get(..place).map(heads)
        && (after.level, &after.heading) == (section.level, &section.heading)
        && now.text().get(after.content.clone()).map(str::trim) == Some(new.trim())
        && rest(&now, after) == rest(&card, section)
        && now.front == card.front;
    if stays { Ok(edit) } else { Err(spills) }
}

/// Sets the sentence to say aloud: the first block quote of the lead, or a new one at its start.
///
/// # Errors
/// Returns [`EditError`] when cards of this type have no say line, or the sentence cannot stand as one.
pub fn set_say_line(text: &str, sentence: &str) -> Result<Edit, EditError> {
    let card = Card::parse("", text);
    if card.kind == CardType::Note {
        return Err(EditError::NoSayLine { kind: card.kind });
    }
    let words = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = Shape::of(text).line_end();
    let edit = if let Some(say) = &card.say {
        Edit { span: first_paragraph(text, &say.span), replacement: format!("> {words}") }
    } else {
        let at = card.body().start;
        let body = text.get(at..).unwrap_or("");
        let opened = if text.get(..at).is_some_and(|t| !t.is_empty() && !t.ends_with(['\n', '\u{feff}'])) {
            end
        } else {
            ""
        };
        let below = if body.is_empty() || body.starts_with(['\n', '\r']) { "" } else { end };
        Edit::insert(at, format!("{opened}{end}> {words}{end}{below}"))
    };
    let line = card.position(edit.span.start).line;
    let now = Card::parse("", &edit.apply(text));
    let said = now.say.as_ref().is_some_and(|say| !say.text.is_empty());
    let same_place = match (&card.say, &now.say) {
        (Some(old), Some(new)) => old.span.start == new.span.start,
        _ => true,
    };
    let stays =
        said && same_place && heads(&now.sections) == heads(&card.sections) && now.front == card.front;
    if stays { Ok(edit) } else { Err(EditError::Spills { line }) }
}

fn heads(sections: &[Section]) -> Vec<(u8, String)> {
    sections.iter().map(|section| (section.level, section.heading.clone())).collect()
}

/// What stands below a section: its text, and its headings as they are read.
fn rest(card: &Card, section: &Section) -> (String, Vec<(u8, String)>) {
    let end = section.span.end;
    let below: Vec<Section> =
        card.sections.iter().filter(|s| s.span.start >= end && !s.is_lead()).cloned().collect();
    (card.text().get(end..).unwrap_or("").to_owned(), heads(&below))
}

/// The lines of a section that are not blank at its start and end, without the last line's end.
fn core(text: &str, content: &Range<usize>) -> Option<Range<usize>> {
    let inside = text.get(content.clone())?;
    let used = inside.trim_end();
    if used.is_empty() {
        return None;
    }
    let first = content.start + (used.len() - used.trim_start().len());
    Some(line_start(text, first).max(content.start)..content.start + used.len())
}

/// Writes into a section in which nothing stands.
fn fill(text: &str, content: Range<usize>, new: &str, end: &str) -> Edit {
    if new.is_empty() {
        return Edit::insert(content.start, "");
    }
    let before = text.get(..content.start).unwrap_or("");
    let opened = if before.is_empty() || before.ends_with(['\n', '\u{feff}']) { "" } else { end };
    let above = if before.trim_start_matches('\u{feff}').is_empty() { "" } else { end };
    let inside = text.get(content.clone()).unwrap_or("");
    let last = text.len() == content.end;
    // The line end that the heading's own line still lacks stands first in the section.
    let (at, opened) = match inside.find('\n') {
        Some(feed) if !opened.is_empty() => (content.start + feed + 1, ""),
        _ => (content.start, opened),
    };
    let more = text.get(at..content.end).unwrap_or("");
    let below = if more.contains('\n') || last { "" } else { end };
    Edit::insert(at, format!("{opened}{above}{new}{end}{below}"))
}

/// The first paragraph of a block quote, without its last line's end.
fn first_paragraph(text: &str, quote: &Range<usize>) -> Range<usize> {
    let mut end = quote.start;
    let mut at = quote.start;
    while at < quote.end {
        let next = line_end(text, at);
        let line = text.get(at..next).unwrap_or("");
        if line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty() {
            break;
        }
        end = at + line.trim_end().len();
        at = next;
    }
    quote.start..end
}
