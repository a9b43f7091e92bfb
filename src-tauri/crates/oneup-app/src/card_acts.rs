//! Single changes of a card from outside an editor: a key set or taken out, a link added or removed.
//!
//! Each is an edit of one place, goes through the one door for writes so that it can be undone, and is recorded as a
//! version. What lint finds in the card afterwards comes back with it.

use oneup_cards::edit::{self, Edit, NewLink};
use oneup_cards::{Card, Finding, Mark, MarkKind, Verb};
use oneup_library::Why;
use serde::Serialize;

use crate::app::App;
use crate::check_text::identity;
use crate::error::AppError;
use crate::reading::read_card;
use crate::transact::Step;

/// One change of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardChange {
    /// Gives a key of the front matter these values.
    Set {
        /// The key.
        key: String,
        /// Its values.
        values: Vec<String>,
    },
    /// Takes a key out of the front matter.
    Unset {
        /// The key.
        key: String,
    },
    /// Adds a typed link.
    Link(NewRelation),
    /// Removes a typed link.
    Unlink {
        /// The verb, as a card writes it.
        verb: String,
        /// The card it leads to.
        target: String,
    },
}

/// A typed link to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRelation {
    /// The verb, as a card writes it.
    pub verb: String,
    /// The card it leads to, or the words where the verb takes words.
    pub target: String,
    /// The mark, as a card writes it.
    pub mark: Option<String>,
    /// The reason.
    pub because: Option<String>,
}

/// What a change came to.
#[derive(Debug, Clone, Serialize)]
pub struct Changed {
    /// The full id of the card.
    pub id: String,
    /// Its path within the library.
    pub path: String,
    /// Whether anything was written: the card may have said so already.
    pub changed: bool,
    /// What was done, in words.
    pub words: String,
    /// What lint finds in the card now.
    pub findings: Vec<Finding>,
}

impl App {
    /// Changes a card, which can be undone.
    ///
    /// # Errors
    /// [`AppError::Edit`] where the card cannot be changed so, [`AppError::NoSuchVerb`], [`AppError::BadMark`], and
    /// what finding or writing the file refused.
    pub fn change_card(&self, id: &str, change: &CardChange) -> Result<Changed, AppError> {
        let library = self.session()?.library()?;
        let entry = self.resolve_id(id)?;
        let (card, _) = read_card(&library, &entry.path).map_err(|not_read| not_read.of(id))?;
        let before = card.text();
        let (edit, words) = self.edit_for(&card, change)?;
        let after = edit.apply(before);
        let words = format!("{}: {words}", card.title);
        let key = self.state_key(&card)?;
        if after != before {
            self.note_as(&key, &card.path, before)?;
            self.keep_as(&key, &card.path, &after, Why::Edit)?;
            let step = Step::ReplaceFile {
                path: card.path.clone(),
                before: before.to_owned(),
                after: after.clone(),
            };
            self.transact(&words, &[step])?;
        }
        let findings = self.findings_in(&Card::parse(&card.path, &after))?;
        Ok(Changed { id: key, path: card.path.clone(), changed: after != before, words, findings })
    }

    /// The edit of the text, and what it does in words.
    fn edit_for(&self, card: &Card, change: &CardChange) -> Result<(Edit, String), AppError> {
        let text = card.text();
        Ok(match change {
            CardChange::Set { key, values } => {
                let given: Vec<&str> = values.iter().map(String::as_str).collect();
                let edit = edit::set(text, key, &given, identity(&card.path, text).as_ref())?;
                (edit, format!("{key} set to {}", values.join(", ")))
            }
            CardChange::Unset { key } => (edit::unset(text, key)?, format!("{key} taken out")),
            CardChange::Link(link) => {
                let verb = verb_of(&link.verb)?;
                let other = if verb.takes_text() { None } else { Some(self.resolve_id(&link.target)?) };
                let target = other.as_ref().map_or(link.target.clone(), |other| {
                    if other.pack == card.pack().as_str() { other.id.clone() } else { other.key.clone() }
                });
                let edit = edit::add_link(
                    text,
                    &NewLink {
                        verb,
                        target: &target,
                        label: other.as_ref().map(|other| other.title.as_str()),
                        mark: link.mark.as_deref().map(|text| mark_of(verb, text)).transpose()?,
                        because: link.because.as_deref(),
                    },
                )?;
                (edit, format!("{verb} {target} added"))
            }
            CardChange::Unlink { verb, target } => {
                let verb = verb_of(verb)?;
                let edit = edit::remove_link(text, verb, target).or_else(|error| {
                    // The card may name the other by its full id, or the user by its id alone.
                    let other = self.resolve_id(target).map_err(|_| error.clone())?;
                    edit::remove_link(text, verb, &other.id)
                        .or_else(|_| edit::remove_link(text, verb, &other.key))
                        .map_err(|_| error)
                })?;
                (edit, format!("{verb} {target} removed"))
            }
        })
    }
}

fn verb_of(word: &str) -> Result<Verb, AppError> {
    let wanted = word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    // In a shell it is easier to write `see-also`.
    let same = |verb: &&Verb| verb.phrase() == wanted || verb.phrase().replace(' ', "-") == wanted;
    Verb::ALL.iter().find(same).copied().ok_or_else(|| AppError::NoSuchVerb {
        word: word.to_owned(),
        known: Verb::ALL.iter().map(|verb| verb.phrase()).collect::<Vec<_>>().join(", "),
    })
}

fn mark_of(verb: Verb, text: &str) -> Result<Mark, AppError> {
    let bad = || AppError::BadMark { text: text.to_owned() };
    let trimmed = text.trim();
    match (verb.mark(), trimmed.strip_suffix("/5")) {
        (MarkKind::Weight | MarkKind::None, Some(weight)) => {
            weight.parse().ok().filter(|weight| (1..=5).contains(weight)).map(Mark::Weight).ok_or_else(bad)
        }
        (_, None) => trimmed
            .replace('−', "-")
            .trim_start_matches('+')
            .parse()
            .ok()
            .filter(|score| (-2..=2).contains(score))
            .map(Mark::Score)
            .ok_or_else(bad),
        (MarkKind::Score, Some(_)) => Err(bad()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_marks_are_read_as_a_person_types_them() {
        assert_eq!(verb_of("See  also").unwrap(), Verb::SeeAlso);
        assert_eq!(verb_of("weighed-by").unwrap(), Verb::WeighedBy);
        assert!(verb_of("likes").unwrap_err().to_string().contains("causes"));
        assert_eq!(mark_of(Verb::WeighedBy, "4/5").unwrap(), Mark::Weight(4));
        assert_eq!(mark_of(Verb::Scores, "−2").unwrap(), Mark::Score(-2));
        assert_eq!(mark_of(Verb::Scores, "+1").unwrap(), Mark::Score(1));
        for (verb, text) in [(Verb::WeighedBy, "6/5"), (Verb::Scores, "3"), (Verb::Scores, "4/5")] {
            assert!(mark_of(verb, text).is_err(), "{text}");
        }
    }
}
