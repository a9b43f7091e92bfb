//! Finds cards that say the same in nearly the same words, so that a rep does not meet one idea twice.
//!
//! The measure: the title and the say line of a card are each a vector with one number for each stem (as the search
//! index makes them), how often it stands there times how rare it is: ln((1 + n) / (1 + k)) where k of n such texts
//! have it. The likeness of two texts is the cosine of their vectors, 0 to 1, and that of two cards the greater of
//! their titles' and their say lines'. Words that every card has weigh next to nothing, so no list of stop words is
//! needed. Only cards of one type are compared: a question is meant to sound like what it brings up.
//!
//! What it cannot see is one idea in wholly different words; that stays with the people who review a pack.

use std::collections::BTreeMap;

use oneup_cards::{Card, FullId};
use oneup_prepare::{CardRecord, Target};
use oneup_search::stems;

/// From here on two cards that do not name each other are a finding. In the shipped packs the pairs above it said the
/// same, and the nearest below it had the same form and another subject.
pub const ALIKE_FROM: f64 = 0.55;

/// Two cards and how alike they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    /// The card whose id comes first.
    pub first: String,
    /// The other one.
    pub second: String,
    /// Which of their texts are alike.
    pub by: AlikeBy,
    /// How alike, 0 to 1.
    pub likeness: f64,
    /// Whether one of them links to the other, so that the reader is told of both.
    pub linked: bool,
}

/// Which texts of two cards are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlikeBy {
    /// Their titles.
    Title,
    /// What the rep says aloud.
    SayLine,
}

impl Alike {
    /// Whether the pair has to be mended.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        self.likeness >= ALIKE_FROM && !self.linked
    }
}

/// Compares every two cards of one type; the most alike come first, and pairs that share no word are left out.
pub(super) fn compare(cards: &[Card], records: &[CardRecord]) -> Vec<Alike> {
    let titles = Vectors::of(cards.iter().map(|card| card.title.as_str()));
    let says = Vectors::of(cards.iter().map(|card| card.say.as_ref().map_or("", |say| &say.text)));
    let mut found = Vec::new();
    for (a, card) in cards.iter().enumerate() {
        for (b, other) in cards.iter().enumerate().skip(a + 1).filter(|(_, other)| other.kind == card.kind) {
            let (title, say) = (titles.cosine(a, b), says.cosine(a, b));
            let (likeness, by) = if title >= say { (title, AlikeBy::Title) } else { (say, AlikeBy::SayLine) };
            if likeness <= 0.0 {
                continue;
            }
            let mut ids = [card.full_id(), other.full_id()];
            ids.sort();
            let linked =
                leads_to(records.get(a), &other.full_id()) || leads_to(records.get(b), &card.full_id());
            let [first, second] = ids.map(|id| id.to_string());
            found.push(Alike { first, second, by, likeness, linked });
        }
    }
    found.sort_by(|a, b| {
        b.likeness.total_cmp(&a.likeness).then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
    });
    found
}

fn leads_to(record: Option<&CardRecord>, id: &FullId) -> bool {
    record.is_some_and(|record| {
        record.links.iter().any(|link| matches!(&link.target, Target::Card(target) if target == id))
    })
}

/// Texts as vectors of length one over their stems. Ordered maps, so that sums are the same on every machine.
struct Vectors(Vec<BTreeMap<String, f64>>);

impl Vectors {
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut all: Vec<BTreeMap<String, f64>> = Vec::new();
        let mut known_by: BTreeMap<String, f64> = BTreeMap::new();
        for text in texts {
            let mut counts = BTreeMap::new();
            for stem in stems(text) {
                *counts.entry(stem).or_insert(0.0) += 1.0;
            }
            for stem in counts.keys() {
                *known_by.entry(stem.clone()).or_insert(0.0) += 1.0;
            }
            all.push(counts);
        }
        let texts = all.iter().filter(|counts| !counts.is_empty()).count() as f64;
        for vector in &mut all {
            for (stem, weight) in vector.iter_mut() {
                *weight *= ((1.0 + texts) / (1.0 + known_by.get(stem).copied().unwrap_or(0.0))).ln();
            }
            let length = vector.values().map(|weight| weight * weight).sum::<f64>().sqrt();
            if length > 0.0 {
                for weight in vector.values_mut() {
                    *weight /= length;
                }
            }
        }
        Self(all)
    }

    fn cosine(&self, a: usize, b: usize) -> f64 {
        let (Some(a), Some(b)) = (self.0.get(a), self.0.get(b)) else { return 0.0 };
        a.iter().filter_map(|(stem, weight)| Some(weight * b.get(stem)?)).sum()
    }
}
