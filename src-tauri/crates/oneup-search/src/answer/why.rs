//! Saying why a card was found, in one sentence that is true of that card.

use std::fmt::Write;

use super::marks::Match;
use crate::query::{How, Plan};

/// How many found forms of a word are named.
const NAMED_FORMS: usize = 3;

/// A part of the card, as the sentence calls it, with what was found there.
pub(crate) struct Part<'a> {
    pub(crate) name: &'static str,
    pub(crate) matches: &'a [Match],
}

/// Says why a card is in the answer; `further` are the typed words that stand where its text is not looked through.
pub(crate) fn why(plan: &Plan, parts: &[Part<'_>], further: &[usize]) -> String {
    // What was found as it was typed, gathered by the parts that hold it.
    let mut as_typed: Vec<(String, Vec<String>)> = Vec::new();
    let mut changed = Vec::new();
    let mut beyond = Vec::new();
    let mut missing = Vec::new();
    for (group, wanted) in plan.wanted.iter().enumerate() {
        let written = &wanted.group.written;
        let instead = wanted.group.stands_for.as_ref();
        let instead = instead.map(|typed| format!(", another word for “{typed}”,")).unwrap_or_default();
        match meeting(group, parts) {
            None if wanted.group.optional => {}
            None if further.contains(&group) => beyond.push(format!("“{written}”")),
            None => missing.push(format!("“{written}”")),
            Some(met) => match met.how {
                How::Typed => {
                    let typed = wanted.group.word.as_deref();
                    let unchanged = typed.is_none_or(|typed| met.forms.iter().any(|form| form == typed));
                    let told = if unchanged {
                        format!("“{written}”{instead}")
                    } else {
                        format!("“{written}”{instead} as {}", met.forms.join(", "))
                    };
                    match as_typed.iter_mut().find(|(places, _)| *places == met.places) {
                        Some((_, words)) => words.push(told),
                        None => as_typed.push((met.places, vec![told])),
                    }
                }
                How::Completed => {
                    changed.push(format!(
                        "completed “{written}” to {} in {}",
                        met.forms.join(", "),
                        met.places
                    ));
                }
                How::Corrected => {
                    changed.push(format!(
                        "corrected “{written}” to {} in {}",
                        met.forms.join(", "),
                        met.places
                    ));
                }
            },
        }
    }
    let mut sentence = String::new();
    for (places, words) in as_typed {
        clause(&mut sentence, &format!("{} in {places}", words.join(", ")));
    }
    for told in changed {
        clause(&mut sentence, &told);
    }
    if !beyond.is_empty() {
        clause(&mut sentence, &format!("{} further on in the text", beyond.join(", ")));
    }
    if !missing.is_empty() {
        clause(&mut sentence, &format!("without {}", missing.join(", ")));
    }
    if sentence.is_empty() {
        sentence.push_str("it meets what was asked");
    }
    sentence.push('.');
    capital(&sentence)
}

/// How a typed word was met in a card: in the best way, with the forms found, and where.
struct Meeting {
    how: How,
    forms: Vec<String>,
    places: String,
}

fn meeting(group: usize, parts: &[Part<'_>]) -> Option<Meeting> {
    let how = parts
        .iter()
        .flat_map(|part| part.matches)
        .filter(|found| found.group == group)
        .map(|found| found.how)
        .min()?;
    let mut forms: Vec<String> = Vec::new();
    let mut places: Vec<&str> = Vec::new();
    for part in parts {
        for found in part.matches.iter().filter(|found| found.group == group && found.how == how) {
            if !places.contains(&part.name) {
                places.push(part.name);
            }
            if forms.len() < NAMED_FORMS && !forms.contains(&found.word) {
                forms.push(found.word.clone());
            }
        }
    }
    let places = match places.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => places.concat(),
    };
    Some(Meeting { how, forms, places })
}

fn clause(sentence: &mut String, clause: &str) {
    let separator = if sentence.is_empty() { "" } else { "; " };
    // Writing to a string cannot fail.
    let _ = write!(sentence, "{separator}{clause}");
}

fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
