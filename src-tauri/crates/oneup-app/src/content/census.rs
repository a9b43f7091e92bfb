//! The numbers by which one judges a pack: what it holds, how far its chains reach, and what its claims stand on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use oneup_cards::{Card, CardType, PackId, PartialDate, WordPlace};
use oneup_prepare::{CardGraph, ChainQuery, Filter};

use super::rules::has_address;

/// Words that an adult reads silently in a minute, in English non-fiction (Brysbaert 2019, a mean over 190 studies).
const WORDS_A_MINUTE: u64 = 238;

/// The longest a card may take to read: three of them fit into the minutes before a meeting.
pub const MOST_SECONDS: u64 = 120;

/// What a pack comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackCensus {
    /// The pack's id.
    pub pack: String,
    /// How many cards there are of each type that there is, in the order of the types.
    pub cards: Vec<(CardType, usize)>,
    /// Chains from a force of this pack over a challenge to a factor, wherever the two stand; each chain is so counted
    /// in one pack only.
    pub chains: u64,
    /// Those that end at a dead link.
    pub broken_chains: u64,
    /// Figures with a source that can be opened beside them.
    pub figures_with_source: usize,
    /// Figures without.
    pub figures_without: usize,
    /// The source that was looked at longest ago.
    pub oldest_check: Option<OldestCheck>,
    /// Different addresses that are cited.
    pub addresses: usize,
    /// Those at a host that `primary_hosts` of the pack lists.
    pub primary: usize,
    /// How long a card takes to read: the one in the middle of all.
    pub usual_seconds: u64,
    /// How long the longest takes, and its id.
    pub longest: Option<(u64, String)>,
}

/// When the source was checked that was checked longest ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldestCheck {
    /// The date as it is written.
    pub checked: String,
    /// The card's id inside its pack.
    pub card: String,
}

impl PackCensus {
    pub(super) fn take(
        pack: &PackId,
        cards: &[&Card],
        hosts: &[String],
        graph: &CardGraph,
        today: Date,
    ) -> Self {
        let mut kinds: BTreeMap<usize, (CardType, usize)> = BTreeMap::new();
        for card in cards {
            let place = CardType::ALL.iter().position(|kind| *kind == card.kind).unwrap_or(usize::MAX);
            kinds.entry(place).or_insert((card.kind, 0)).1 += 1;
        }
        let mut census = Self {
            pack: pack.to_string(),
            cards: kinds.into_values().collect(),
            chains: 0,
            broken_chains: 0,
            figures_with_source: 0,
            figures_without: 0,
            oldest_check: oldest_check(cards),
            addresses: 0,
            primary: 0,
            usual_seconds: 0,
            longest: None,
        };
        for force in cards.iter().filter(|card| card.kind == CardType::Force) {
            let through = Some(force.full_id());
            let counted =
                graph.chains(&ChainQuery { audience: Filter::default(), through, today, limit: 0 }).counted;
            census.chains += counted.complete;
            census.broken_chains += counted.broken;
        }
        for card in cards {
            let (with, without): (Vec<_>, Vec<_>) =
                card.figures().iter().partition(|figure| has_address(card, figure));
            census.figures_with_source += with.len();
            census.figures_without += without.len();
        }
        let sources = || cards.iter().flat_map(|card| &card.sources);
        let addresses: BTreeSet<&str> = sources().filter_map(|source| source.address.as_deref()).collect();
        census.addresses = addresses.len();
        let at_primary = sources().filter(|source| source.is_at(hosts));
        census.primary =
            at_primary.filter_map(|source| source.address.as_deref()).collect::<BTreeSet<_>>().len();

        let mut seconds: Vec<(u64, String)> =
            cards.iter().map(|card| (seconds_to_read(card), card.id().to_string())).collect();
        seconds.sort_unstable();
        census.usual_seconds = seconds.get(seconds.len() / 2).map_or(0, |(seconds, _)| *seconds);
        census.longest = seconds.pop();
        census
    }
}

/// How long the text of a card takes to read, without its footnotes.
pub(super) fn seconds_to_read(card: &Card) -> u64 {
    let words = card.written_words().iter().filter(|word| word.place == WordPlace::Text).count() as u64;
    (words * 60).div_ceil(WORDS_A_MINUTE)
}

fn oldest_check(cards: &[&Card]) -> Option<OldestCheck> {
    let dated = cards.iter().flat_map(|card| {
        card.sources.iter().filter_map(|source| Some((source.checked?, card.id().to_string())))
    });
    let oldest = dated.min_by(|(a, card), (b, other)| {
        PartialDate::earliest(*a).cmp(&PartialDate::earliest(*b)).then_with(|| card.cmp(other))
    });
    oldest.map(|(checked, card)| OldestCheck { checked: checked.to_string(), card })
}
