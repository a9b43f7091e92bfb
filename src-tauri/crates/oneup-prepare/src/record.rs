//! What the caller says of each card, and how a page names one.

use jiff::civil::Date;
use oneup_cards::{CardType, FullId, Mark, Status, Verb};

/// A card, as the graph is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRecord {
    /// The card's id among all packs.
    pub id: FullId,
    /// What it is.
    pub kind: CardType,
    /// Its title.
    pub title: String,
    /// Its status as lists show it.
    pub status: Status,
    /// The industries it names; none means every one.
    pub industry: Vec<String>,
    /// The roles it names; none means every one.
    pub role: Vec<String>,
    /// The stages it names; none means every one.
    pub stage: Vec<String>,
    /// The first day on which it is stale; `None` when it names no date.
    pub stale_on: Option<Date>,
    /// Its sources.
    pub sources: SourceCount,
    /// Its figures without a footnote.
    pub unsourced_figures: u32,
    /// Whether it has a sentence to say aloud.
    pub has_say_line: bool,
    /// Its links in the order of the file.
    pub links: Vec<LinkRecord>,
}

/// How many sources a card has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceCount {
    /// All of them.
    pub all: u32,
    /// Those at a host that the pack lists as primary.
    pub primary: u32,
}

/// One link of a card, already looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecord {
    /// Its verb; `None` for a plain link.
    pub verb: Option<Verb>,
    /// What it leads to.
    pub target: Target,
    /// Its mark.
    pub mark: Option<Mark>,
    /// Its reason.
    pub because: Option<String>,
    /// How many sources stand with it.
    pub sources: u32,
    /// Its line in the file, from 1.
    pub line: u32,
}

/// What a link was found to lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One card. A card that the graph does not hold makes the link dead until it does.
    Card(FullId),
    /// No card; the target as written.
    Missing(String),
    /// Several cards; the target as written, and the cards it may mean.
    Unclear {
        /// The target as written.
        written: String,
        /// The cards it may mean.
        among: Vec<FullId>,
    },
    /// No card but a text: the commitment a conversation ends with.
    Commitment(String),
}

/// A card as a page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFace {
    /// The card's id among all packs.
    pub id: FullId,
    /// What it is.
    pub kind: CardType,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: Status,
    /// What is weak about the card itself, the worst of it.
    pub weakness: Option<crate::Weakness>,
}
