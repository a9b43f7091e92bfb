//! What is missing among the cards, each with the one act that closes it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CardFace, FirstLink};

/// Asks for gaps.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct GapsRequest {
    /// Only gaps of cards of any of these industries; empty means every one.
    #[serde(default)]
    pub industry: Vec<String>,
    /// Only gaps of cards of any of these roles; empty means every one.
    #[serde(default)]
    pub role: Vec<String>,
    /// Only these kinds; empty means every one.
    #[serde(default)]
    pub kinds: Vec<GapKind>,
    /// How many gaps to pass over.
    #[serde(default)]
    pub skip: u32,
    /// The most gaps to answer.
    pub limit: u32,
}

/// A page of gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GapsPage {
    /// The gaps, one kind after the other in the order of `counts`.
    pub rows: Vec<GapRow>,
    /// How many there are of each kind, whichever were asked for; kinds without gaps are left out.
    pub counts: Vec<GapCount>,
    /// How many there are of the kinds asked for.
    pub total: u32,
    /// How many cards were looked at.
    pub cards: u32,
    /// Whether cards may be missing, because the library is still being read.
    pub partial: bool,
}

/// How many gaps of one kind there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GapCount {
    /// The kind.
    pub kind: GapKind,
    /// What the kind is called.
    pub label: String,
    /// How many.
    pub count: u32,
}

/// One gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct GapRow {
    /// The card that has it.
    pub card: CardFace,
    /// The kind.
    pub kind: GapKind,
    /// What is missing, in one sentence about the card.
    pub sentence: String,
    /// What closes it, as an order.
    pub act: String,
    /// The line of the card's file that it is about.
    pub line: Option<u32>,
    /// The card to make, where making one closes the gap; otherwise the card itself is to be changed.
    pub make: Option<CardToMake>,
}

/// A card that would close a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CardToMake {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its title, where the gap names one.
    pub title: String,
    /// Its link to the card that has the gap.
    pub link: Option<FirstLink>,
}

/// What can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// A link leads to no card.
    DeadTarget,
    /// A link may mean more than one card.
    UnclearTarget,
    /// A link leads to a card that is no longer used.
    LeadsToWithdrawn,
    /// A link lacks its reason.
    LinkWithoutBecause,
    /// The weakest place of a chain is contested.
    ChainContested,
    /// The weakest place of a chain lacks a source.
    ChainUnsourced,
    /// The weakest place of a chain is stale.
    ChainStale,
    /// A force causes nothing.
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
