//! Which places are the weakest of how many chains, counted without walking the chains.
//!
//! A chain through a challenge is a half before it, the challenge, and a half after it. The weakest place of all is the
//! worst of three worsts, the first of equals; so for each half it is enough to know how many halves on the other side
//! are no worse, which a count by weakness tells.

use std::collections::HashMap;

use jiff::civil::Date;
use oneup_cards::CardType;

use super::GapKind;
use super::find::Found;
use crate::chain::Half;
use crate::graph::CardGraph;
use crate::weakness::Weakness;

/// For each weak place, of how many complete chains it is the weakest.
#[derive(Default)]
pub(super) struct WeakPlaces {
    cards: HashMap<u32, u64>,
    /// Links of forces, by card and place: no other link of a chain can lack a source.
    links: HashMap<u32, Vec<(u32, u64)>>,
}

/// The worst of a half, and whether the link is it.
#[derive(Clone, Copy)]
struct Worst {
    weakness: Option<Weakness>,
    in_link: bool,
}

/// How many halves there are of each weakness, the sound ones first.
struct Levels([u64; 7]);

impl Levels {
    fn of(halves: impl Iterator<Item = Option<Weakness>>) -> Self {
        let mut counts = [0; 7];
        for weakness in halves {
            if let Some(count) = counts.get_mut(level(weakness)) {
                *count += 1;
            }
        }
        Self(counts)
    }

    fn up_to(&self, weakness: Option<Weakness>) -> u64 {
        self.0.iter().take(level(weakness) + 1).sum()
    }

    fn below(&self, weakness: Option<Weakness>) -> u64 {
        self.0.iter().take(level(weakness)).sum()
    }
}

fn level(weakness: Option<Weakness>) -> usize {
    weakness.map_or(0, |weakness| weakness as usize + 1)
}

impl WeakPlaces {
    /// Adds the gaps of one card, whose own weakness is given.
    pub(super) fn gaps_of(&self, slot: u32, weakness: Option<Weakness>, found: &mut Vec<Found>) {
        if let (Some(kind), Some(chains)) = (weakness.and_then(gap_of), self.cards.get(&slot)) {
            found.push(Found { slot, kind, nth: None, chains: *chains });
        }
        let links = self.links.get(&slot).map_or(&[][..], Vec::as_slice);
        found.extend(links.iter().map(|(nth, chains)| Found {
            slot,
            kind: GapKind::ChainUnsourced,
            nth: Some(*nth),
            chains: *chains,
        }));
    }

    fn add_card(&mut self, slot: u32, chains: u64) {
        if chains > 0 {
            *self.cards.entry(slot).or_default() += chains;
        }
    }
}

impl CardGraph {
    pub(super) fn weak_places(&self, today: Date) -> WeakPlaces {
        let mut places = WeakPlaces::default();
        for challenge in self.order.iter().copied().filter(|slot| self.in_use(*slot, CardType::Challenge)) {
            self.count_through(challenge, today, &mut places);
        }
        // Forces come to a challenge in no order.
        for links in places.links.values_mut() {
            links.sort_unstable();
        }
        places
    }

    fn count_through(&self, challenge: u32, today: Date, places: &mut WeakPlaces) {
        let middle = self.facts(challenge).and_then(|card| card.weakness(today));
        let before: Vec<(u32, Half<'_>, Worst)> = self
            .halves_before(challenge)
            .filter_map(|half| Some((self.card_in_use(&half, CardType::Force)?, half)))
            .map(|(card, half)| (card, half, self.worst(card, &half, true, today)))
            .collect();
        let after: Vec<(u32, Worst)> = self
            .halves_after(challenge)
            .filter_map(|half| Some((self.card_in_use(&half, CardType::Factor)?, half)))
            .map(|(card, half)| (card, self.worst(card, &half, false, today)))
            .collect();
        let levels_before = Levels::of(before.iter().map(|(_, _, worst)| worst.weakness));
        let levels_after = Levels::of(after.iter().map(|(_, worst)| worst.weakness));

        for (force, half, worst) in before.iter().filter(|(_, _, worst)| worst.weakness >= middle) {
            let chains = levels_after.up_to(worst.weakness);
            if !worst.in_link {
                places.add_card(*force, chains);
            } else if worst.weakness == Some(Weakness::Unsourced) && chains > 0 {
                places.links.entry(*force).or_default().push((half.nth, chains));
            }
        }
        if middle.is_some() {
            places.add_card(challenge, levels_before.below(middle) * levels_after.up_to(middle));
        }
        for (factor, worst) in after.iter().filter(|(_, worst)| worst.weakness > middle && !worst.in_link) {
            places.add_card(*factor, levels_before.below(worst.weakness));
        }
    }

    fn card_in_use(&self, half: &Half<'_>, kind: CardType) -> Option<u32> {
        half.card.filter(|card| self.in_use(*card, kind))
    }

    /// The worst of a half; of equals what comes first along the chain.
    fn worst(&self, card: u32, half: &Half<'_>, card_first: bool, today: Date) -> Worst {
        let of_card = self.facts(card).and_then(|card| card.weakness(today));
        let of_link = half.edge.weakness(&self.nodes);
        let in_link = if card_first { of_link > of_card } else { of_link >= of_card };
        Worst { weakness: of_card.max(of_link), in_link }
    }
}

/// The gap a chain has for a card with this weakness; the other weaknesses are gaps without a chain.
fn gap_of(weakness: Weakness) -> Option<GapKind> {
    match weakness {
        Weakness::Stale => Some(GapKind::ChainStale),
        Weakness::Unsourced => Some(GapKind::ChainUnsourced),
        Weakness::Contested => Some(GapKind::ChainContested),
        Weakness::NoBecause | Weakness::Withdrawn | Weakness::Dead => None,
    }
}
