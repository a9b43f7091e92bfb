//! Rules for a pack as a whole: a set of challenges small enough to know, and what the pack is really about.

use std::collections::BTreeMap;

use super::LintContext;
use super::words::LEGACY_TAGS;
use crate::card::Card;
use crate::finding::{Finding, Level, sort};
use crate::position::Position;
use crate::vocabulary::{CardType, Status};

/// The most ready challenges an industry should have: more than a rep can keep in mind.
pub(crate) const MAX_CHALLENGES: usize = 12;

/// Judges the cards of one pack together; each card's own rules are those of [`lint`](super::lint).
#[must_use]
pub fn lint_pack(cards: &[Card], ctx: &LintContext<'_>) -> Vec<Finding> {
    let path = match ctx.pack {
        Some(pack) => format!("packs/{}/pack.toml", pack.id),
        None => "mine".to_owned(),
    };
    let mut findings = Vec::new();
    let mut finding = |level, rule, message: String, remedy: &str| {
        findings.push(Finding::new(level, rule, &path, Position::START, message, remedy));
    };
    for (industry, count) in challenges_by_industry(cards) {
        if count > MAX_CHALLENGES {
            let message = format!(
                "{count} ready challenges in the industry `{industry}`; {MAX_CHALLENGES} are the most a rep can know"
            );
            finding(
                Level::Warning,
                "too-many-challenges",
                message,
                "Merge those that the client would call by the same name",
            );
        }
    }
    if is_micro_selling(cards) {
        let message =
            "most cards carry tags of the legacy topics, so the pack is labelled micro-selling".to_owned();
        finding(
            Level::Note,
            "micro-selling",
            message,
            "Add cards about the client's world: forces, challenges, factors, questions",
        );
    }
    for key in ctx.pack.map_or(&[][..], |pack| pack.unknown_keys.as_slice()) {
        let message = format!("this version does not know the key `{key}`");
        finding(Level::Note, "unknown-key", message, "Check its spelling; it is kept as it is");
    }
    sort(&mut findings);
    findings
}

/// Whether most cards of a pack carry tags of the legacy topics.
#[must_use]
pub fn is_micro_selling(cards: &[Card]) -> bool {
    let is_legacy =
        |tag: &String| LEGACY_TAGS.contains(&tag.trim().to_lowercase().replace(' ', "-").as_str());
    let legacy = cards.iter().filter(|card| card.front.tags.iter().any(is_legacy)).count();
    legacy * 2 > cards.len()
}

fn challenges_by_industry(cards: &[Card]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    let ready = |card: &&Card| card.kind == CardType::Challenge && card.status() == Status::Ready;
    for card in cards.iter().filter(ready) {
        for industry in &card.front.industry {
            *counts.entry(industry.as_str()).or_insert(0) += 1;
        }
    }
    counts
}
