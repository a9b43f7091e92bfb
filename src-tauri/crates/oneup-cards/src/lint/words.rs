//! The open word lists: industries, regions and tags come from packs, roles and stages are cards.

use std::collections::BTreeSet;

use super::Report;
use crate::card::Card;
use crate::finding::Level;
use crate::manifest::PackManifest;
use crate::vocabulary::CardType;

/// Tags of the topics that earlier sales trainings were made of.
pub(crate) const LEGACY_TAGS: [&str; 10] = [
    "cold-call",
    "funnel",
    "conflict-resolution",
    "client-resistance",
    "competitor-analysis",
    "time-management",
    "metrics",
    "closing",
    "forecasting",
    "product-knowledge",
];

/// The words that cards may use. An empty list means that nobody listed any, and nothing is held against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Industries.
    pub industry: BTreeSet<String>,
    /// Regions.
    pub region: BTreeSet<String>,
    /// Tags; those of the legacy topics are always known.
    pub tag: BTreeSet<String>,
    /// Roles: the ids of the `role` cards.
    pub role: BTreeSet<String>,
    /// Stages: the ids of the `conversation` cards.
    pub stage: BTreeSet<String>,
}

impl Vocabulary {
    /// Gathers the words of packs and of the cards at hand.
    #[must_use]
    pub fn gather<'a>(
        packs: impl IntoIterator<Item = &'a PackManifest>,
        cards: impl IntoIterator<Item = &'a Card>,
    ) -> Self {
        let mut words = Self::default();
        for pack in packs {
            words.industry.extend(pack.vocabulary.industry.keys().cloned());
            words.region.extend(pack.vocabulary.region.keys().cloned());
            words.tag.extend(pack.vocabulary.tag.keys().cloned());
        }
        for card in cards {
            match card.kind {
                CardType::Role => words.role.insert(card.id().to_string()),
                CardType::Conversation => words.stage.insert(card.id().to_string()),
                _ => false,
            };
        }
        words
    }
}

/// Reports every value that no list knows; the value itself is kept.
pub(super) fn check(report: &mut Report<'_>) {
    let Some(words) = report.ctx.vocabulary else { return };
    let front = &report.card.front;
    let lists = [
        ("industry", &front.industry, &words.industry),
        ("region", &front.region, &words.region),
        ("tags", &front.tags, &words.tag),
        ("role", &front.role, &words.role),
        ("stage", &front.stage, &words.stage),
    ];
    for (key, values, known) in lists {
        if known.is_empty() {
            continue;
        }
        for value in values {
            let legacy = key == "tags" && LEGACY_TAGS.contains(&value.as_str());
            if !legacy && !known.contains(value) {
                let remedy =
                    format!("Use one of: {}; or add the word to the list it belongs to", first_words(known));
                let message = format!("`{key}` has a value that no list knows: `{value}`");
                report.at(Level::Warning, "unknown-value", report.key(key), message, remedy);
            }
        }
    }
}

fn first_words(known: &BTreeSet<String>) -> String {
    let mut shown: Vec<&str> = known.iter().take(8).map(String::as_str).collect();
    if known.len() > shown.len() {
        shown.push("…");
    }
    shown.join(", ")
}
