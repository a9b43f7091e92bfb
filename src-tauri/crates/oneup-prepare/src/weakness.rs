//! How a chain can be weak, worst last: the one order by which every view says what is weakest.

use jiff::civil::Date;
use oneup_cards::{CardType, FullId, Status, Verb};

use crate::graph::{Edge, Facts, Node, To};

/// What is weak about a card or a link; a later one is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weakness {
    /// The card's review has passed, or nobody looked at its sources for too long.
    Stale,
    /// A figure of the card, a force, or what a force leads to stands without a source.
    Unsourced,
    /// The link lacks the reason its verb asks for.
    NoBecause,
    /// Somebody doubts the card.
    Contested,
    /// The card is no longer used.
    Withdrawn,
    /// The link leads to no card, or to more than one.
    Dead,
}

/// The place that makes a chain weak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeakPlace {
    /// A card of the chain.
    Card {
        /// The card.
        id: FullId,
        /// What is weak about it.
        weakness: Weakness,
    },
    /// A link of the chain.
    Link {
        /// The card the link stands in.
        from: FullId,
        /// Its line in that card's file.
        line: u32,
        /// What is weak about it.
        weakness: Weakness,
    },
}

impl WeakPlace {
    /// What is weak about the place.
    #[must_use]
    pub fn weakness(&self) -> Weakness {
        match self {
            Self::Card { weakness, .. } | Self::Link { weakness, .. } => *weakness,
        }
    }
}

impl Facts {
    /// The worst that can be said of the card itself.
    pub(crate) fn weakness(&self, today: Date) -> Option<Weakness> {
        let unsourced = self.unsourced_figures > 0 || (self.kind == CardType::Force && self.sources.all == 0);
        match self.status {
            Status::Withdrawn => Some(Weakness::Withdrawn),
            Status::Contested => Some(Weakness::Contested),
            Status::Draft | Status::Ready if unsourced => Some(Weakness::Unsourced),
            Status::Draft | Status::Ready => {
                self.stale_on.is_some_and(|day| today >= day).then_some(Weakness::Stale)
            }
        }
    }
}

impl Edge {
    /// Whether the link leads to no card, or to more than one.
    pub(crate) fn is_dead(&self, nodes: &[Node]) -> bool {
        match &self.to {
            To::Card(slot) => nodes.get(*slot as usize).is_none_or(|node| node.card.is_none()),
            To::Missing(_) | To::Unclear { .. } => true,
            To::Commitment(_) => false,
        }
    }

    /// The worst that can be said of the link itself, whatever state the card at its end is in.
    pub(crate) fn weakness(&self, nodes: &[Node]) -> Option<Weakness> {
        if self.is_dead(nodes) {
            return Some(Weakness::Dead);
        }
        let verb = self.verb?;
        if verb.needs_because() && self.because.is_none() {
            return Some(Weakness::NoBecause);
        }
        // What a force leads to is the claim a client will question; the other verbs rest on the card they stand in.
        (matches!(verb, Verb::Causes | Verb::Worsens) && self.sources == 0).then_some(Weakness::Unsourced)
    }
}
