//! What counts in the order of cards beside the words themselves: every weight with its reason, in one table.
//!
//! A stage puts its cards above those of the next, whatever these weights say. Within a stage the engine's score of
//! the words comes first; each weight here multiplies it by one and a bounded share.

/// A weight of the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// What it is about.
    pub name: &'static str,
    /// The most it changes a score, as a share of it.
    pub most: f32,
    /// Why it is there, and why no more of it.
    pub why: &'static str,
}

const fn weight(name: &'static str, most: f32, why: &'static str) -> Weight {
    Weight { name, most, why }
}

/// Words of the text that stand close together.
pub(crate) const CLOSE: Weight = weight(
    "closeness",
    1.0,
    "Words that stand side by side in a text mean one thing together. More would help words from a text and hurt \
     whole questions.",
);

/// A title that is wholly spoken of.
pub(crate) const TITLE: Weight = weight(
    "title",
    2.0,
    "A card whose whole title is in the query is the card that is meant, even inside a long question.",
);

/// A title that begins with what was typed.
pub(crate) const BEGINS: Weight = weight(
    "beginning",
    0.3,
    "Titles are typed from their beginning. A word in the middle of a title is as good a word, so it is no more.",
);

/// Words as they were typed, not only their stems.
pub(crate) const EXACT: Weight = weight(
    "exact words",
    0.3,
    "Who types “planning” more likely means a card that says so than one that says “plan”; either is right.",
);

/// A card that is ready.
pub(crate) const READY: Weight = weight(
    "ready",
    0.03,
    "Of two cards that match alike the one that was checked comes first; a draft that matches better stays above.",
);

/// A card past its review.
pub(crate) const STALE: Weight =
    weight("stale", -0.03, "Of two cards that match alike the fresh one comes first.");

/// A card that was withdrawn.
pub(crate) const WITHDRAWN: Weight =
    weight("withdrawn", -0.06, "It is kept for history; whoever looks for it by its words still finds it.");

/// How often a card landed, fell flat or was wrong.
pub(crate) const OUTCOME: Weight = weight(
    "outcomes",
    0.04,
    "What worked in your own conversations comes first of two cards that match alike. It grows with what is known: \
     one conversation proves little.",
);

/// All weights, as they are explained.
pub const WEIGHTS: &[Weight] = &[CLOSE, TITLE, BEGINS, EXACT, READY, STALE, WITHDRAWN, OUTCOME];
