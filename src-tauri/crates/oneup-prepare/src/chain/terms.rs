//! The table by which chains are ordered: named terms, each with its points.
//!
//! The points of a chain are the sum over its cards and links. That is what lets the best chains be found from the
//! best halves, and what lets a page say why one stands above another.

use jiff::civil::Date;
use oneup_cards::{CardType, Status, Verb};

use crate::filter::{Asked, Fit};
use crate::graph::{CardGraph, Facts};
use crate::weakness::Weakness;

/// One reason for the place of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// A card names the industry.
    FitsIndustry,
    /// A card names the role, costs it something, or is weighed by it.
    FitsRole,
    /// A card names the stage.
    FitsStage,
    /// A card names other industries only.
    OtherIndustry,
    /// A card names other roles only.
    OtherRole,
    /// A card names other stages only.
    OtherStage,
    /// A card is ready.
    Ready,
    /// A card has a sentence to say aloud.
    SayLine,
    /// The force has a primary source.
    PrimarySource,
    /// A question teaches the force.
    Taught,
    /// A question surfaces the challenge.
    Surfaced,
    /// One of the roles, or any where none is asked for, weighs the factor.
    Weighed,
    /// Something is weak.
    Weak(Weakness),
}

impl Term {
    /// What the term adds each time it holds.
    #[must_use]
    pub const fn points(self) -> i32 {
        match self {
            Self::FitsIndustry => 6,
            Self::FitsRole => 5,
            Self::FitsStage | Self::PrimarySource | Self::Taught | Self::Weighed => 3,
            Self::OtherIndustry => -24,
            Self::OtherRole => -9,
            Self::OtherStage => -6,
            Self::Ready | Self::Surfaced => 2,
            Self::SayLine => 1,
            // A worse weakness outweighs any number of lesser ones that a chain can have.
            Self::Weak(Weakness::Stale) => -10,
            Self::Weak(Weakness::Unsourced) => -40,
            Self::Weak(Weakness::NoBecause) => -200,
            Self::Weak(Weakness::Contested) => -1_000,
            Self::Weak(Weakness::Withdrawn) => -5_000,
            Self::Weak(Weakness::Dead) => -25_000,
        }
    }
}

impl CardGraph {
    /// The terms a card brings to every chain it is part of.
    pub(super) fn card_terms(&self, asked: &Asked, slot: u32, card: &Facts, today: Date) -> Vec<Term> {
        let fits = [
            (asked.industry_fit(card), Term::FitsIndustry, Term::OtherIndustry),
            (self.role_fit(asked, slot, card), Term::FitsRole, Term::OtherRole),
            (asked.stage_fit(card), Term::FitsStage, Term::OtherStage),
        ];
        let fits = fits.into_iter().filter_map(|(fit, named, other)| match fit {
            Fit::Named => Some(named),
            Fit::Open => None,
            Fit::Other => Some(other),
        });
        let asks = |verb| {
            self.links_to(slot)
                .any(|(from, _, edge)| edge.verb == Some(verb) && self.in_use(from, CardType::Question))
        };
        let holds = [
            (card.status == Status::Ready, Term::Ready),
            (card.has_say_line, Term::SayLine),
            (card.kind == CardType::Force && card.sources.primary > 0, Term::PrimarySource),
            (card.kind == CardType::Force && asks(Verb::Teaches), Term::Taught),
            (card.kind == CardType::Challenge && asks(Verb::Surfaces), Term::Surfaced),
            (card.kind == CardType::Factor && self.is_weighed(asked, slot), Term::Weighed),
        ];
        let holds = holds.into_iter().filter_map(|(holds, term)| holds.then_some(term));
        fits.chain(holds).chain(card.weakness(today).map(Term::Weak)).collect()
    }

    fn is_weighed(&self, asked: &Asked, slot: u32) -> bool {
        self.links_of(slot).any(|(_, edge, to)| {
            edge.verb == Some(Verb::WeighedBy)
                && self.in_use(to, CardType::Role)
                && (asked.is_role(to) || !asked.wants_a_role())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worse_weakness_outweighs_all_lesser_ones_of_a_chain() {
        let worst_first = [
            Weakness::Dead,
            Weakness::Withdrawn,
            Weakness::Contested,
            Weakness::NoBecause,
            Weakness::Unsourced,
            Weakness::Stale,
        ];
        for pair in worst_first.windows(2) {
            let [worse, lesser] = pair else { continue };
            // Three cards, each with one weakness at most, and two links.
            assert!(Term::Weak(*worse).points() < 3 * Term::Weak(*lesser).points(), "{worse:?} {lesser:?}");
        }
    }
}
