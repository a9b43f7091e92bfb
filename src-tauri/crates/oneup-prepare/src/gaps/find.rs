//! Finds every gap, card by card, and makes the page that was asked for.

use oneup_cards::{CardType, Status, Verb};

use super::{Gap, GapKind, GapQuery, Gaps};
use crate::graph::{CardGraph, Edge, Facts, To};

/// A gap before it is made into words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) slot: u32,
    pub(super) kind: GapKind,
    /// The link it is about, by its place in the card.
    pub(super) nth: Option<u32>,
    pub(super) chains: u64,
}

/// What a type of card cannot do without: a link with one of the verbs.
const NEEDED: [(CardType, &[Verb], GapKind); 6] = [
    (CardType::Force, &[Verb::Causes, Verb::Worsens], GapKind::ForceCausesNothing),
    (CardType::Challenge, &[Verb::Raises], GapKind::ChallengeRaisesNothing),
    (CardType::Challenge, &[Verb::Costs], GapKind::ChallengeCostsNobody),
    (CardType::Factor, &[Verb::WeighedBy], GapKind::FactorUnweighed),
    (CardType::Question, &[Verb::Teaches], GapKind::QuestionTeachesNothing),
    (CardType::Conversation, &[Verb::EndsWith], GapKind::ConversationWithoutCommitment),
];

impl CardGraph {
    /// Finds what is missing.
    #[must_use]
    pub fn gaps(&self, query: &GapQuery) -> Gaps {
        let asked = self.asked(&query.filter);
        let weak = self.weak_places(query.today);
        let mut found = Vec::new();
        for slot in self.order.iter().copied().filter(|slot| self.shows(&asked, *slot)) {
            let Some(card) = self.facts(slot).filter(|card| card.status != Status::Withdrawn) else {
                continue;
            };
            self.gaps_of(slot, card, &mut found);
            weak.gaps_of(slot, card.weakness(query.today), &mut found);
        }
        // Stable: the cards stay in the order of their ids, the links in the order of the file.
        found.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| b.chains.cmp(&a.chains)));
        let counts = found.chunk_by(|a, b| a.kind == b.kind);
        let counts = counts.filter_map(|same| Some((same.first()?.kind, same.len()))).collect();
        if !query.kinds.is_empty() {
            found.retain(|gap| query.kinds.contains(&gap.kind));
        }
        let rows = found.iter().skip(query.skip).take(query.limit).filter_map(|found| {
            let card = self.face(found.slot, query.today)?;
            Some(Gap { card, kind: found.kind, chains: found.chains, act: self.act(found)? })
        });
        Gaps { rows: rows.collect(), counts, total: found.len() }
    }

    fn gaps_of(&self, slot: u32, card: &Facts, found: &mut Vec<Found>) {
        let before = found.len();
        let mut add = |kind, nth| found.push(Found { slot, kind, nth, chains: 0 });
        let links = self.node(slot).map_or(&[][..], |node| &node.links);
        for (nth, edge) in (0..).zip(links) {
            if let Some(kind) = self.gap_of_link(edge) {
                add(kind, Some(nth));
            }
            if edge.verb.is_some_and(Verb::needs_because) && edge.because.is_none() {
                add(GapKind::LinkWithoutBecause, Some(nth));
            }
        }
        for (kind, verbs, gap) in NEEDED {
            if card.kind == kind && !links.iter().any(|edge| self.meets(edge, verbs)) {
                add(gap, None);
            }
        }
        let is_asked = || {
            self.links_to(slot).any(|(from, _, edge)| {
                edge.verb == Some(Verb::Surfaces) && self.in_use(from, CardType::Question)
            })
        };
        if card.kind == CardType::Challenge && !is_asked() {
            add(GapKind::ChallengeWithoutQuestion, None);
        }
        // Plain notes and words of the method stand alone by right; a card with another gap is told of that one.
        let may_stand_alone = matches!(card.kind, CardType::Note | CardType::Term);
        if !may_stand_alone && found.len() == before && self.is_orphan(slot) {
            found.push(Found { slot, kind: GapKind::Orphan, nth: None, chains: 0 });
        }
    }

    /// What is wrong with where a link leads.
    fn gap_of_link(&self, edge: &Edge) -> Option<GapKind> {
        match &edge.to {
            To::Missing(_) => Some(GapKind::DeadTarget),
            To::Unclear { .. } => Some(GapKind::UnclearTarget),
            To::Commitment(_) => None,
            To::Card(slot) => match self.facts(*slot) {
                None => Some(GapKind::DeadTarget),
                Some(card) => {
                    let relies_on_it = edge.verb.is_some_and(|verb| !verb.target_types().is_empty());
                    (relies_on_it && card.status == Status::Withdrawn).then_some(GapKind::LeadsToWithdrawn)
                }
            },
        }
    }

    /// Whether a link is the one a type needs. One that leads nowhere, or to a withdrawn card, counts: it is a gap of
    /// its own, and mending it is the act.
    fn meets(&self, edge: &Edge, verbs: &[Verb]) -> bool {
        edge.verb.is_some_and(|verb| {
            verbs.contains(&verb)
                && match &edge.to {
                    To::Commitment(text) => !text.trim().is_empty(),
                    To::Missing(_) | To::Unclear { .. } => true,
                    To::Card(slot) => {
                        self.facts(*slot).is_none_or(|card| verb.target_types().contains(&card.kind))
                    }
                }
        })
    }

    /// Whether no other card leads here and this one leads to no other.
    fn is_orphan(&self, slot: u32) -> bool {
        let goes_out = self.links_of(slot).any(|(_, _, to)| to != slot);
        let comes_in = self.links_to(slot).any(|(from, _, _)| from != slot);
        !goes_out && !comes_in
    }
}
