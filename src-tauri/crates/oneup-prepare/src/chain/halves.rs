//! The two halves of every chain through a challenge: what leads to it, and what it raises.

use oneup_cards::{CardType, Verb};

use crate::graph::{CardGraph, Edge, To};

/// One link of a chain and the card at its outer end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Half<'g> {
    /// The force or factor; `None` where the link is dead.
    pub(crate) card: Option<u32>,
    /// The place of the link among those of the card it stands in.
    pub(crate) nth: u32,
    pub(crate) edge: &'g Edge,
}

impl CardGraph {
    /// Every link by which a force leads to this challenge.
    pub(crate) fn halves_before(&self, challenge: u32) -> impl Iterator<Item = Half<'_>> {
        self.links_to(challenge).filter_map(|(from, nth, edge)| {
            (is_effect(edge) && self.is(from, CardType::Force)).then_some(Half {
                card: Some(from),
                nth,
                edge,
            })
        })
    }

    /// Every link by which this challenge raises a factor, dead ones too.
    pub(crate) fn halves_after(&self, challenge: u32) -> impl Iterator<Item = Half<'_>> {
        let raised = self.halves_of(challenge).filter(|half| half.edge.verb == Some(Verb::Raises));
        raised.filter(|half| match half.card {
            Some(card) => self.is(card, CardType::Factor),
            None => half.edge.is_dead(&self.nodes),
        })
    }

    /// The links by which a force leads nowhere.
    pub(crate) fn dead_effects(&self, force: u32) -> impl Iterator<Item = Half<'_>> {
        self.halves_of(force).filter(|half| is_effect(half.edge) && half.edge.is_dead(&self.nodes))
    }

    /// Every link of a card, with the card it leads to.
    fn halves_of(&self, slot: u32) -> impl Iterator<Item = Half<'_>> {
        let links = self.node(slot).map_or(&[][..], |node| &node.links);
        (0..).zip(links).map(|(nth, edge)| Half { card: self.end(edge), nth, edge })
    }

    /// Whether a card is there and of this type.
    pub(crate) fn is(&self, slot: u32, kind: CardType) -> bool {
        self.facts(slot).is_some_and(|card| card.kind == kind)
    }

    /// The card a link leads to, if it is there.
    pub(crate) fn end(&self, edge: &Edge) -> Option<u32> {
        match edge.to {
            To::Card(slot) => self.facts(slot).map(|_| slot),
            To::Missing(_) | To::Unclear { .. } | To::Commitment(_) => None,
        }
    }

    /// The target of a link as a page shows it where there is no card: as written, or the id that is missing.
    pub(crate) fn written(&self, edge: &Edge) -> String {
        match &edge.to {
            To::Card(slot) => self.node(*slot).map(|node| node.id.to_string()).unwrap_or_default(),
            To::Missing(text) | To::Unclear { written: text, .. } | To::Commitment(text) => text.to_string(),
        }
    }
}

fn is_effect(edge: &Edge) -> bool {
    matches!(edge.verb, Some(Verb::Causes | Verb::Worsens))
}
