//! The one act that closes a gap, as data: a page turns it into words and a button.

use oneup_cards::{CardType, FullId, Verb};

use super::GapKind;
use super::find::Found;
use crate::graph::{CardGraph, Edge, To};

/// What closes a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Write a link with this verb into the card.
    AddLink {
        /// The verb.
        verb: Verb,
        /// The types it may lead to; empty where the verb takes text.
        to: &'static [CardType],
    },
    /// Write a link with this verb, leading to the card, into a card of another type.
    AddLinkHere {
        /// The verb.
        verb: Verb,
        /// The type of the card to write it into.
        from: CardType,
    },
    /// Write any link into the card or to it.
    Connect,
    /// Name a card that is there, make the one that is named, or take the link out.
    Retarget(LinkAt),
    /// Choose which card the link means.
    Choose {
        /// The link.
        link: LinkAt,
        /// The cards it may mean.
        among: Vec<FullId>,
    },
    /// Lead the link to a card that is in use.
    Replace(LinkAt),
    /// Write the reason.
    WriteBecause(LinkAt),
    /// Put a source to a link.
    SourceLink(LinkAt),
    /// Put a source to the card's claims.
    SourceCard,
    /// Look at the sources again and say that the card is still true, or change it.
    Confirm,
    /// Decide what the card is contested for.
    Settle,
}

/// A link, so that a page can name it and an editor can find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAt {
    /// Its line in the file of the gap's card.
    pub line: u32,
    /// Its verb; `None` for a plain link.
    pub verb: Option<Verb>,
    /// The title of the card it leads to, or else the target as written.
    pub to: String,
    /// The card it leads to, when that is there.
    pub target: Option<FullId>,
}

impl CardGraph {
    /// The act that closes what was found; `None` where the card has no link that the gap could mean.
    pub(super) fn act(&self, found: &Found) -> Option<Act> {
        let edge = || found.nth.and_then(|nth| self.node(found.slot)?.links.get(nth as usize));
        let link = || edge().map(|edge| self.link_at(edge));
        let add = |verb: Verb| Some(Act::AddLink { verb, to: verb.target_types() });
        match found.kind {
            GapKind::DeadTarget => link().map(Act::Retarget),
            GapKind::UnclearTarget => {
                let To::Unclear { among, .. } = &edge()?.to else { return None };
                Some(Act::Choose { link: link()?, among: among.to_vec() })
            }
            GapKind::LeadsToWithdrawn => link().map(Act::Replace),
            GapKind::LinkWithoutBecause => link().map(Act::WriteBecause),
            GapKind::ChainContested => Some(Act::Settle),
            GapKind::ChainUnsourced => Some(link().map_or(Act::SourceCard, Act::SourceLink)),
            GapKind::ChainStale => Some(Act::Confirm),
            GapKind::ForceCausesNothing => add(Verb::Causes),
            GapKind::ChallengeRaisesNothing => add(Verb::Raises),
            GapKind::ChallengeCostsNobody => add(Verb::Costs),
            GapKind::ChallengeWithoutQuestion => {
                Some(Act::AddLinkHere { verb: Verb::Surfaces, from: CardType::Question })
            }
            GapKind::FactorUnweighed => add(Verb::WeighedBy),
            GapKind::QuestionTeachesNothing => add(Verb::Teaches),
            GapKind::ConversationWithoutCommitment => add(Verb::EndsWith),
            GapKind::Orphan => Some(Act::Connect),
        }
    }

    fn link_at(&self, edge: &Edge) -> LinkAt {
        let target = self.end(edge).and_then(|slot| self.node(slot));
        LinkAt {
            line: edge.line,
            verb: edge.verb,
            to: match target.and_then(|node| node.card.as_ref()) {
                Some(card) => card.title.to_string(),
                None => self.written(edge),
            },
            target: target.map(|node| FullId::clone(&node.id)),
        }
    }
}
