//! Which cards a view is about: by industry, role and stage.

use std::collections::HashMap;

use oneup_cards::{CardType, Verb};

use crate::graph::{CardGraph, Facts};

/// The industries, roles and stages a view is about; an empty list means every one.
///
/// A card that names none of its own is for all. A role is also met by a challenge that costs it something and by a
/// factor it weighs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Any of these industries.
    pub industry: Vec<String>,
    /// Any of these roles, by the id of the role card inside its pack.
    pub role: Vec<String>,
    /// Any of these stages.
    pub stage: Vec<String>,
}

/// The words that cards name, each kept once; case does not matter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    numbers: HashMap<Box<str>, u32>,
}

impl Words {
    /// The numbers of words, new ones given now.
    pub(crate) fn numbers(&mut self, words: &[String]) -> Box<[u32]> {
        words.iter().map(|word| self.number(word)).collect()
    }

    fn number(&mut self, word: &str) -> u32 {
        // Cards write their words in lower case nearly always, and there are many more cards than words.
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let next = self.numbers.len() as u32;
        *self.numbers.entry(folded(word)).or_insert(next)
    }

    /// The numbers of the words that some card names; `None` when no word is asked for.
    fn known(&self, words: &[String]) -> Option<Vec<u32>> {
        (!words.is_empty())
            .then(|| words.iter().filter_map(|word| self.numbers.get(&folded(word)).copied()).collect())
    }
}

fn folded(word: &str) -> Box<str> {
    word.trim().to_lowercase().into_boxed_str()
}

/// How a card stands to one of the three questions of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// The card names what is asked for.
    Named,
    /// Nothing is asked for, or the card names nothing and so is for all.
    Open,
    /// The card names others only.
    Other,
}

/// A filter, looked up in one graph.
pub(crate) struct Asked {
    industry: Option<Vec<u32>>,
    role: Option<Vec<u32>>,
    stage: Option<Vec<u32>>,
    /// The role cards of the roles asked for.
    role_cards: Vec<u32>,
}

impl CardGraph {
    pub(crate) fn asked(&self, filter: &Filter) -> Asked {
        let roles: Vec<Box<str>> = filter.role.iter().map(|role| folded(role)).collect();
        let is_asked = |slot: &u32| {
            self.node(*slot).is_some_and(|node| {
                node.card.as_ref().is_some_and(|card| card.kind == CardType::Role)
                    && roles.contains(&folded(node.id.id.as_str()))
            })
        };
        // Without a role nothing is looked for, so that a view without a filter does not read every card for it.
        let role_cards =
            if roles.is_empty() { Vec::new() } else { self.order.iter().copied().filter(is_asked).collect() };
        Asked {
            industry: self.words.known(&filter.industry),
            role: self.words.known(&filter.role),
            stage: self.words.known(&filter.stage),
            role_cards,
        }
    }

    /// How a card stands to the roles asked for, through its words and through who pays or weighs.
    pub(crate) fn role_fit(&self, asked: &Asked, slot: u32, card: &Facts) -> Fit {
        let fit = fit(asked.role.as_deref(), &card.role);
        if fit == Fit::Named || asked.role.is_none() {
            return fit;
        }
        let concerns_them = self.links_of(slot).any(|(_, edge, to)| {
            matches!(edge.verb, Some(Verb::Costs | Verb::WeighedBy)) && asked.role_cards.contains(&to)
        });
        if concerns_them { Fit::Named } else { fit }
    }

    /// Whether a view with this filter shows the card.
    pub(crate) fn shows(&self, asked: &Asked, slot: u32) -> bool {
        self.facts(slot).is_some_and(|card| {
            asked.industry_fit(card) != Fit::Other
                && asked.stage_fit(card) != Fit::Other
                && self.role_fit(asked, slot, card) != Fit::Other
        })
    }
}

impl Asked {
    pub(crate) fn industry_fit(&self, card: &Facts) -> Fit {
        fit(self.industry.as_deref(), &card.industry)
    }

    pub(crate) fn stage_fit(&self, card: &Facts) -> Fit {
        fit(self.stage.as_deref(), &card.stage)
    }

    /// Whether the filter names a role.
    pub(crate) fn wants_a_role(&self) -> bool {
        self.role.is_some()
    }

    /// Whether a card of a role that was asked for is at this number.
    pub(crate) fn is_role(&self, slot: u32) -> bool {
        self.role_cards.contains(&slot)
    }
}

fn fit(asked: Option<&[u32]>, named: &[u32]) -> Fit {
    match asked {
        None => Fit::Open,
        Some(asked) if named.iter().any(|word| asked.contains(word)) => Fit::Named,
        Some(_) if named.is_empty() => Fit::Open,
        Some(_) => Fit::Other,
    }
}
