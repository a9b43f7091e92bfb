//! Whether cards are still true: saying so, and the queue of those to be looked at.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Says that a card is still true.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct StillTrueRequest {
    /// The card.
    pub key: String,
    /// What makes one say so: a link or a sentence.
    pub why: String,
    /// The day of the next review, as 2027-02-28; as far off as its type allows where none is named.
    #[ts(optional)]
    #[serde(default)]
    pub review_by: Option<String>,
    /// Who says so; the card then names them.
    #[ts(optional)]
    #[serde(default)]
    pub by: Option<String>,
}

/// A card that was found to be still true.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Reviewed {
    /// The full id.
    pub key: String,
    /// The day of the next review.
    pub review_by: String,
    /// What was done, as undo names it.
    pub words: String,
}

/// Asks for the cards that should be looked at.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ReviewQueueRequest {
    /// How many to pass over.
    #[serde(default)]
    pub offset: u32,
    /// How many to return at most.
    pub limit: u32,
}

/// The cards that should be looked at, the most pressing first.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReviewQueue {
    /// How many there are.
    pub total: u32,
    /// Those asked for.
    pub cards: Vec<ReviewRow>,
}

/// A card that should be looked at.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReviewRow {
    /// The full id, or the path where two cards carry it.
    pub key: String,
    /// The title.
    pub title: String,
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The pack.
    pub pack: String,
    /// What is wrong with it.
    pub marks: Vec<ReviewMark>,
    /// For how many days it has been stale.
    pub overdue_days: u32,
    /// When it is needed next, as an ISO time.
    pub next_use: Option<String>,
    /// How often it failed in a conversation.
    pub bad_outcomes: u32,
    /// When somebody last said that it was still true, and why.
    pub last: Option<LastReview>,
}

/// One thing that is wrong with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum ReviewMark {
    /// Its review has passed, or its sources are too old.
    Stale,
    /// Figures without a source.
    Unsourced {
        /// How many.
        figures: u32,
    },
    /// Somebody doubts it.
    Contested,
    /// It was taken back.
    Withdrawn,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LastReview {
    /// When, as an ISO time with its zone.
    pub at: String,
    /// Who.
    pub who: String,
    /// What made them say so.
    pub why: String,
}
