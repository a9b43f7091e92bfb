//! The gaps of a library: what is missing, where, and the one act that closes it.
//!
//! One cause is one gap. A force whose only link is dead has a dead link, and does not also lead nowhere; a chain is
//! named for its weakest place only, since nothing else about it matters until that is mended. A withdrawn card has no
//! gaps, and a card that links to one does.

mod act;
mod find;
mod weak;

use jiff::civil::Date;

use crate::filter::Filter;
use crate::record::CardFace;

pub use act::{Act, LinkAt};

/// Which gaps are wanted.
#[derive(Debug, Clone)]
pub struct GapQuery {
    /// Only gaps of these cards.
    pub filter: Filter,
    /// Only gaps of these kinds; empty means every one.
    pub kinds: Vec<GapKind>,
    /// The day it is.
    pub today: Date,
    /// How many gaps to pass over.
    pub skip: usize,
    /// The most gaps to answer.
    pub limit: usize,
}

/// A page of gaps, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gaps {
    /// The gaps in the order of [`GapKind`]; of one kind, those that weaken more chains first, then by the card's id.
    pub rows: Vec<Gap>,
    /// How many gaps of each kind the cards of the filter have, whichever kinds were asked for; kinds without gaps are
    /// left out.
    pub counts: Vec<(GapKind, usize)>,
    /// How many gaps there are of the kinds asked for.
    pub total: usize,
}

/// One gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The card that has it.
    pub card: CardFace,
    /// What is missing.
    pub kind: GapKind,
    /// How many complete chains have their weakest place here; 0 for the kinds that are not about chains.
    pub chains: u64,
    /// What closes it.
    pub act: Act,
}

/// What can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapKind {
    /// A link leads to no card.
    DeadTarget,
    /// A link may mean more than one card.
    UnclearTarget,
    /// A link of the method leads to a card that is no longer used.
    LeadsToWithdrawn,
    /// A link lacks the reason its verb asks for.
    LinkWithoutBecause,
    /// The weakest place of a chain is a contested card.
    ChainContested,
    /// The weakest place of a chain lacks a source.
    ChainUnsourced,
    /// The weakest place of a chain is a stale card.
    ChainStale,
    /// A force causes and worsens nothing.
    ForceCausesNothing,
    /// A challenge raises no factor.
    ChallengeRaisesNothing,
    /// A challenge costs nobody.
    ChallengeCostsNobody,
    /// No question surfaces a challenge.
    ChallengeWithoutQuestion,
    /// Nobody weighs a factor.
    FactorUnweighed,
    /// A question teaches nothing.
    QuestionTeachesNothing,
    /// A conversation ends with no commitment.
    ConversationWithoutCommitment,
    /// Nothing leads to the card or from it.
    Orphan,
}

impl GapKind {
    /// Every kind, in order.
    pub const ALL: [Self; 15] = [
        Self::DeadTarget,
        Self::UnclearTarget,
        Self::LeadsToWithdrawn,
        Self::LinkWithoutBecause,
        Self::ChainContested,
        Self::ChainUnsourced,
        Self::ChainStale,
        Self::ForceCausesNothing,
        Self::ChallengeRaisesNothing,
        Self::ChallengeCostsNobody,
        Self::ChallengeWithoutQuestion,
        Self::FactorUnweighed,
        Self::QuestionTeachesNothing,
        Self::ConversationWithoutCommitment,
        Self::Orphan,
    ];
}
