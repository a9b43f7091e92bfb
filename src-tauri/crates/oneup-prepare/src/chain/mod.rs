//! Chains: from an external force over a challenge to a decision factor, each step with its reason.
//!
//! A path has two steps by the verbs that make it (`causes` or `worsens`, then `raises`), so no cycle of links can make
//! it longer. How many paths there are is counted without walking them; only the best are made.

mod find;
mod halves;
mod terms;

use jiff::civil::Date;
use oneup_cards::{FullId, Verb};

use crate::filter::Filter;
use crate::record::CardFace;
use crate::weakness::WeakPlace;

pub(crate) use halves::Half;
pub use terms::Term;

/// Which chains are wanted.
#[derive(Debug, Clone)]
pub struct ChainQuery {
    /// Whom the chains are for. It orders and does not exclude: where no chain fits, the nearest comes first and
    /// carries the term that says so.
    pub audience: Filter,
    /// Only chains through this card.
    pub through: Option<FullId>,
    /// The day it is.
    pub today: Date,
    /// The most chains to answer, [`MAX_CHAINS`] at most.
    pub limit: usize,
}

/// The most chains one answer holds; nobody reads more, and the work stays bounded whatever is asked.
pub const MAX_CHAINS: usize = 1_000;

/// The best chains, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chains {
    /// The best first: by score, then by the ids of force, challenge and factor.
    pub best: Vec<Chain>,
    /// All of them, shown or not.
    pub counted: Counted,
}

/// How many chains there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Chains whose three cards are there.
    pub complete: u64,
    /// Paths that end at a dead link.
    pub broken: u64,
}

/// One chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The force it starts from.
    pub force: CardFace,
    /// To the challenge, then to the factor; a path that is broken at its first step has one.
    pub steps: Vec<Step>,
    /// Its weakest place; of equals the first along the chain. `None` when nothing is weak.
    pub weakest: Option<WeakPlace>,
    /// The sum of its terms.
    pub score: i32,
    /// Why it stands where it stands: each term with its points, over the whole chain.
    pub terms: Vec<(Term, i32)>,
}

/// One step of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The verb.
    pub verb: Verb,
    /// The reason, when one is written.
    pub because: Option<String>,
    /// How many sources stand with the link.
    pub sources: u32,
    /// The line of the link in the file of the card it stands in.
    pub line: u32,
    /// Where it leads.
    pub to: End,
}

/// Where a step leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// A card.
    Card(CardFace),
    /// Nowhere: the target as written.
    Dead(String),
}

impl Chain {
    /// Whether the three cards of the chain are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.steps.len() == 2 && self.steps.iter().all(|step| matches!(step.to, End::Card(_)))
    }
}
