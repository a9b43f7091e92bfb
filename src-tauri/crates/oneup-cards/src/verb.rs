//! The verbs that start a typed link: who may use one, what it points at, and how it reads both ways.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::vocabulary::CardType::{
    self, Approach, Challenge, Concern, Context, Conversation, Factor, Force, Only, Proof, Question,
    Recommendation, Role,
};

/// A verb of the card format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// A force brings a challenge about.
    Causes,
    /// A force makes a challenge harder.
    Worsens,
    /// A force is held back by another.
    OffsetBy,
    /// A challenge makes a factor matter.
    Raises,
    /// A challenge is paid for by a role.
    Costs,
    /// A factor is weighed by a role, 1/5 to 5/5.
    WeighedBy,
    /// More of one factor is less of another.
    TradesWith,
    /// A question teaches a force.
    Teaches,
    /// A question brings a challenge or factor to light.
    Surfaces,
    /// An approach is an answer to a challenge.
    Addresses,
    /// An approach does well or badly on a factor, −2 to +2.
    Scores,
    /// A conversation cannot take place without a role.
    Needs,
    /// A conversation comes earlier than another.
    Before,
    /// A conversation closes with a commitment, given as text.
    EndsWith,
    /// A proof backs a card.
    Supports,
    /// A recommendation is the consequence of a factor.
    FollowsFrom,
    /// A concern is met by a proof or factor.
    AnsweredBy,
    /// An ONLY statement is of use against a challenge.
    Serves,
    /// An ONLY statement is proved by a proof.
    RestsOn,
    /// An ONLY statement holds in a competitive context.
    StandsIn,
    /// A card says the opposite of another.
    Contradicts,
    /// A card replaces another.
    Supersedes,
    /// A card is worth reading beside another.
    SeeAlso,
}

/// The number a typed link carries after its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// The verb takes no mark.
    None,
    /// How much a role cares for a factor, 1/5 to 5/5.
    Weight,
    /// How an approach does on a factor, −2 to +2.
    Score,
}

/// A mark as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// 1 to 5, out of five.
    Weight(u8),
    /// −2 to +2.
    Score(i8),
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weight(n) => write!(f, "{n}/5"),
            Self::Score(0) => f.write_str("0"),
            Self::Score(n) if *n < 0 => write!(f, "−{}", n.unsigned_abs()),
            Self::Score(n) => write!(f, "+{n}"),
        }
    }
}

/// One row of the table of verbs; `on` and `targets` empty mean any type.
struct Row {
    phrase: &'static str,
    inverse: &'static str,
    on: &'static [CardType],
    targets: &'static [CardType],
    because: bool,
    mark: MarkKind,
}

impl Verb {
    /// Every verb.
    pub const ALL: &'static [Self] = &[
        Self::Causes,
        Self::Worsens,
        Self::OffsetBy,
        Self::Raises,
        Self::Costs,
        Self::WeighedBy,
        Self::TradesWith,
        Self::Teaches,
        Self::Surfaces,
        Self::Addresses,
        Self::Scores,
        Self::Needs,
        Self::Before,
        Self::EndsWith,
        Self::Supports,
        Self::FollowsFrom,
        Self::AnsweredBy,
        Self::Serves,
        Self::RestsOn,
        Self::StandsIn,
        Self::Contradicts,
        Self::Supersedes,
        Self::SeeAlso,
    ];

    /// The verb as a card writes it.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        self.row().phrase
    }

    /// The verb read from the other end, as the target's page says it.
    #[must_use]
    pub fn inverse_phrase(self) -> &'static str {
        self.row().inverse
    }

    /// Whether a card of this type may use the verb.
    #[must_use]
    pub fn allowed_on(self, kind: CardType) -> bool {
        let on = self.row().on;
        on.is_empty() || on.contains(&kind)
    }

    /// The types the verb may point at; empty means any (and for `ends with`, that it takes text instead).
    #[must_use]
    pub fn target_types(self) -> &'static [CardType] {
        self.row().targets
    }

    /// Whether the verb is incomplete without a `because`.
    #[must_use]
    pub fn needs_because(self) -> bool {
        self.row().because
    }

    /// The mark the verb must carry.
    #[must_use]
    pub fn mark(self) -> MarkKind {
        self.row().mark
    }

    /// Whether the verb is followed by text instead of a link.
    #[must_use]
    pub fn takes_text(self) -> bool {
        self == Self::EndsWith
    }

    /// Finds the longest verb allowed on `kind` that `text` starts with, and how many bytes of `text` it takes.
    ///
    /// The case does not matter, any white space stands for one space, and the verb must end at a word's end.
    #[must_use]
    pub fn leading(text: &str, kind: CardType) -> Option<(Self, usize)> {
        Self::ALL
            .iter()
            .filter(|verb| verb.allowed_on(kind))
            .filter_map(|verb| Some((*verb, starts_with_phrase(text, verb.phrase())?)))
            .max_by_key(|(_, length)| *length)
    }

    fn row(self) -> Row {
        const NO: MarkKind = MarkKind::None;
        let row =
            |phrase, inverse, on, targets, because, mark| Row { phrase, inverse, on, targets, because, mark };
        match self {
            Self::Causes => row("causes", "is caused by", &[Force], &[Challenge], true, NO),
            Self::Worsens => row("worsens", "is worsened by", &[Force], &[Challenge], true, NO),
            Self::OffsetBy => row("offset by", "offsets", &[Force], &[Force], false, NO),
            Self::Raises => row("raises", "is raised by", &[Challenge], &[Factor], true, NO),
            Self::Costs => row("costs", "pays for", &[Challenge], &[Role], true, NO),
            Self::WeighedBy => row("weighed by", "weighs", &[Factor], &[Role], true, MarkKind::Weight),
            Self::TradesWith => row("trades with", "trades with", &[Factor], &[Factor], false, NO),
            Self::Teaches => row("teaches", "is taught by", &[Question], &[Force], false, NO),
            Self::Surfaces => row("surfaces", "is surfaced by", &[Question], &[Challenge, Factor], false, NO),
            Self::Addresses => row("addresses", "is addressed by", &[Approach], &[Challenge], false, NO),
            Self::Scores => row("scores", "is scored by", &[Approach], &[Factor], true, MarkKind::Score),
            Self::Needs => row("needs", "is needed in", &[Conversation], &[Role], false, NO),
            Self::Before => row("before", "comes after", &[Conversation], &[Conversation], false, NO),
            Self::EndsWith => row("ends with", "ends", &[Conversation], &[], false, NO),
            Self::Supports => row("supports", "is supported by", &[Proof], &[], false, NO),
            Self::FollowsFrom => row("follows from", "leads to", &[Recommendation], &[Factor], false, NO),
            Self::AnsweredBy => row("answered by", "answers", &[Concern], &[Proof, Factor], false, NO),
            Self::Serves => row("serves", "is served by", &[Only], &[Challenge], false, NO),
            Self::RestsOn => row("rests on", "proves", &[Only], &[Proof], false, NO),
            Self::StandsIn => row("stands in", "is the setting of", &[Only], &[Context], false, NO),
            Self::Contradicts => row("contradicts", "is contradicted by", &[], &[], false, NO),
            Self::Supersedes => row("supersedes", "is superseded by", &[], &[], false, NO),
            Self::SeeAlso => row("see also", "is referred to by", &[], &[], false, NO),
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase())
    }
}

/// Matches `phrase` (lower-case words) at the start of `text`; answers how many bytes of `text` it took.
pub(crate) fn starts_with_phrase(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text;
    for (n, word) in phrase.split(' ').enumerate() {
        if n > 0 {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        let (head, tail) = rest.split_at_checked(word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = tail;
    }
    let ends_a_word = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_');
    ends_a_word.then(|| text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_found_in_any_case_and_spacing() {
        assert_eq!(Verb::leading("Causes x", CardType::Force), Some((Verb::Causes, 6)));
        assert_eq!(Verb::leading("OFFSET\n  by x", CardType::Force), Some((Verb::OffsetBy, 11)));
        assert_eq!(Verb::leading("causeses x", CardType::Force), None);
        assert_eq!(Verb::leading("causes x", CardType::Factor), None);
        assert_eq!(Verb::leading("see also", CardType::Note), Some((Verb::SeeAlso, 8)));
    }

    #[test]
    fn every_verb_reads_both_ways() {
        for verb in Verb::ALL {
            assert!(!verb.phrase().is_empty() && !verb.inverse_phrase().is_empty());
        }
        assert!(Verb::Causes.needs_because() && !Verb::Teaches.needs_because());
        assert_eq!(Verb::WeighedBy.mark(), MarkKind::Weight);
    }

    #[test]
    fn a_mark_shows_its_sign() {
        assert_eq!(Mark::Score(-2).to_string(), "−2");
        assert_eq!(Mark::Score(2).to_string(), "+2");
        assert_eq!(Mark::Weight(4).to_string(), "4/5");
    }
}
