//! The grammar of a typed link: a verb, one link, perhaps a mark, perhaps `because` and a reason.

use crate::link::{LinkTarget, Object, TypedLink};
use crate::position::Lines;
use crate::verb::{Mark, MarkKind, Verb, starts_with_phrase};
use crate::vocabulary::CardType;

use super::block::{Block, InlineLink};

/// What a list item's first paragraph turned out to be.
pub(crate) struct Reading {
    pub(crate) typed: Option<TypedLink>,
    pub(crate) complaints: Vec<Complaint>,
}

/// Something about an item that its author should know, with the byte of the file it concerns.
pub(crate) struct Complaint {
    pub(crate) rule: &'static str,
    pub(crate) offset: usize,
    pub(crate) message: String,
    pub(crate) remedy: &'static str,
    /// Whether it spoils the link (a warning, an error on a ready card) or is only worth knowing.
    pub(crate) spoils: bool,
}

/// Reads the first paragraph of a list item of a card of type `kind`.
///
/// `cards` are the links in it that lead to cards, in order.
pub(crate) fn read(
    block: &Block,
    cards: &[(&InlineLink, LinkTarget)],
    kind: CardType,
    lines: &Lines<'_>,
) -> Reading {
    let mut reading = Reading { typed: None, complaints: Vec::new() };
    let lead = block.text.len() - block.text.trim_start().len();
    let text = block.text.get(lead..).unwrap_or("");
    let verb = Verb::leading(text, kind);

    if let Some((verb, length)) = verb.filter(|(verb, _)| verb.takes_text()) {
        let commitment = text.get(length..).unwrap_or("").trim().trim_start_matches(':').trim();
        let link = typed(block, verb, lead, length, Object::Commitment(tidy(commitment)), lines);
        reading.typed = Some(link);
        return reading;
    }
    let Some((first, target)) = cards.first() else {
        return reading;
    };
    let Some((verb, length)) = verb.filter(|(_, n)| is_blank(block.text.get(lead + n..first.text.start)))
    else {
        reading.complaints.extend(unknown_verb(block, first, kind, lead));
        return reading;
    };

    let shown = block.text.get(first.text.clone()).unwrap_or("").trim().to_owned();
    let object = Object::Card { target: target.clone(), text: shown };
    let mut link = typed(block, verb, lead, length, object, lines);
    let tail = Tail { block, from: first.text.end };
    tail.read(&mut link, &mut reading.complaints);
    for (extra, target) in cards.iter().skip(1) {
        reading.complaints.push(Complaint {
            rule: "second-link",
            offset: extra.span.start,
            message: format!("a typed link has one target; `{}` is read as a plain link", target.raw),
            remedy: "Give each target a list item of its own",
            spoils: false,
        });
    }
    reading.typed = Some(link);
    reading
}

fn typed(
    block: &Block,
    verb: Verb,
    lead: usize,
    length: usize,
    object: Object,
    lines: &Lines<'_>,
) -> TypedLink {
    TypedLink {
        verb,
        object,
        mark: None,
        because: None,
        sources: block.notes.clone(),
        span: block.span.clone(),
        verb_span: block.source(lead)..block.source_end(lead + length),
        line: lines.line(block.span.start),
    }
}

/// What stands after the link.
struct Tail<'b> {
    block: &'b Block,
    from: usize,
}

impl Tail<'_> {
    fn read(&self, link: &mut TypedLink, complaints: &mut Vec<Complaint>) {
        let mut rest = self.block.text.get(self.from..).unwrap_or("").trim_start();
        if let Some((mark, length)) = leading_mark(rest) {
            let after = rest.get(length..).unwrap_or("");
            match (link.verb.mark(), mark) {
                (MarkKind::Weight, Ok(Mark::Weight(_))) | (MarkKind::Score, Ok(Mark::Score(_))) => {
                    link.mark = mark.ok();
                }
                (MarkKind::None, _) => {
                    self.complain(complaints, "mark", rest, format!("`{}` takes no mark", link.verb));
                }
                (MarkKind::Weight, _) => {
                    self.complain(
                        complaints,
                        "mark",
                        rest,
                        "a weight is a whole number from 1/5 to 5/5".to_owned(),
                    );
                }
                (MarkKind::Score, _) => {
                    self.complain(
                        complaints,
                        "mark",
                        rest,
                        "a score is a whole number from −2 to +2".to_owned(),
                    );
                }
            }
            rest = after.trim_start();
        }
        let reason = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        if let Some(length) = starts_with_phrase(reason, "because") {
            let because = tidy(reason.get(length..).unwrap_or("").trim_start_matches([':', ',']));
            link.because = Some(because).filter(|text| !text.is_empty());
        } else if rest.chars().any(char::is_alphanumeric) {
            complaints.push(Complaint {
                rule: "typed-link-tail",
                offset: self.block.source(self.block.text.len() - rest.len()),
                message: format!(
                    "the words after the link are not read: `{}`",
                    super::walk::shortened(rest, 60)
                ),
                remedy: "Start the reason with `because`, or move the words to a paragraph of their own",
                spoils: false,
            });
        }
    }

    fn complain(&self, complaints: &mut Vec<Complaint>, rule: &'static str, rest: &str, message: String) {
        complaints.push(Complaint {
            rule,
            offset: self.block.source(self.block.text.len() - rest.len()),
            message,
            remedy: "Write 1/5 to 5/5 after `weighed by`, −2 to +2 after `scores`, and nothing after other verbs",
            spoils: true,
        });
    }
}

/// Reads a mark at the start of `text`; `Err` holds for one of the right shape and the wrong size.
fn leading_mark(text: &str) -> Option<(Result<Mark, ()>, usize)> {
    let unsigned = text.trim_start_matches(['+', '-', '−']);
    let sign = text.get(..text.len() - unsigned.len())?;
    if sign.chars().count() > 1 {
        return None;
    }
    let digits = unsigned.len() - unsigned.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = unsigned.get(..digits).filter(|d| !d.is_empty())?;
    let after = unsigned.get(digits..)?;
    if let Some(after) = after.strip_prefix("/5") {
        if !ends_mark(after) {
            return None;
        }
        let weight = number.parse::<u8>().ok().filter(|n| sign.is_empty() && (1..=5).contains(n));
        return Some((weight.map(Mark::Weight).ok_or(()), text.len() - after.len()));
    }
    // A bare number is a mark only if nothing but the reason follows; "3 people left" is prose.
    let closes = after.trim_start_matches(['.', ',', ' ', '\n']);
    if !ends_mark(after)
        || (sign.is_empty() && !closes.is_empty() && starts_with_phrase(closes, "because").is_none())
    {
        return None;
    }
    let size = number.parse::<i8>().ok().filter(|n| *n <= 2);
    let score = size.map(|n| Mark::Score(if matches!(sign, "-" | "−") { -n } else { n }));
    Some((score.ok_or(()), text.len() - after.len()))
}

fn ends_mark(after: &str) -> bool {
    after.chars().next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '%'))
}

/// A short run of words before the link that is no verb here may be a slip worth pointing out.
fn unknown_verb(block: &Block, first: &InlineLink, kind: CardType, lead: usize) -> Option<Complaint> {
    if kind == CardType::Note {
        return None;
    }
    let head = block.text.get(lead..first.text.start)?.trim();
    let words = head.split_whitespace().count();
    let only_words = head.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '-');
    if !(1..=3).contains(&words) || !only_words {
        return None;
    }
    let known = Verb::ALL.iter().find(|verb| starts_with_phrase(head, verb.phrase()) == Some(head.len()));
    let message = match known {
        Some(verb) => format!("`{verb}` is not a verb of a {kind} card, so the item is read as a plain link"),
        None => format!("`{head}` is not a verb of a {kind} card, so the item is read as a plain link"),
    };
    Some(Complaint {
        rule: "unknown-verb",
        offset: block.source(lead),
        message,
        remedy: "Use one of the verbs of this type, or leave the plain link as it is",
        spoils: false,
    })
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.trim().is_empty())
}

/// Puts a text on one line.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_with_either_minus_sign() {
        for (text, mark, length) in [
            ("4/5 because", Mark::Weight(4), 3),
            ("+1, because", Mark::Score(1), 2),
            ("−2 because", Mark::Score(-2), "−2".len()),
            ("-2", Mark::Score(-2), 2),
            ("0 because", Mark::Score(0), 1),
        ] {
            assert_eq!(leading_mark(text), Some((Ok(mark), length)), "{text}");
        }
        for wrong in ["6/5", "0/5", "-1/5", "+3", "-9 because", "400"] {
            assert!(matches!(leading_mark(wrong), Some((Err(()), _))), "{wrong}");
        }
        for none in ["", "because", "3 people left", "2026-02", "--1", "+", "5%"] {
            assert_eq!(leading_mark(none), None, "{none}");
        }
    }
}
