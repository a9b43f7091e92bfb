//! The names of a card's headings inside its page, so that links can lead to them.

use std::collections::{HashMap, HashSet};

use super::MAX_IDS;
use crate::card::Card;
use crate::render::text::slug;
use crate::render::wall::ID_PREFIX;

/// The ids of a card's headings inside the page.
pub(super) struct Headings {
    pub(super) by_start: HashMap<usize, String>,
    pub(super) ids: HashSet<String>,
}

impl Headings {
    /// Gives each heading an id of its own; of equal ones the second gets a number.
    pub(super) fn new(card: &Card) -> Self {
        let mut headings = Self { by_start: HashMap::new(), ids: HashSet::new() };
        let mut next: HashMap<String, u32> = HashMap::new();
        for section in card.sections.iter().filter(|section| !section.is_lead()).take(MAX_IDS) {
            // The sources of the card have ids too; a heading cannot take one.
            let base = match slug(&section.heading) {
                slug if slug.starts_with("source-") => format!("{ID_PREFIX}heading-{slug}"),
                slug => format!("{ID_PREFIX}{slug}"),
            };
            let mut id = base.clone();
            let number = next.entry(base.clone()).or_insert(1);
            while headings.ids.contains(&id) {
                *number += 1;
                id = format!("{base}-{number}");
            }
            headings.ids.insert(id.clone());
            headings.by_start.insert(section.span.start, id);
        }
        headings
    }
}
