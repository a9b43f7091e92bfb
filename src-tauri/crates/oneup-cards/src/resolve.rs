//! Whom a link means: one order of looking, shared by the list in memory and the index on disk.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::card::Card;
use crate::ids::{FullId, PackId, without_md};
use crate::link::{LinkForm, LinkTarget};
use crate::vocabulary::CardType;

/// The most folders of a path that a link may name.
const MAX_PATH_ENDS: usize = 16;

/// One name under which a card can be found, in the form in which it is compared.
///
/// The text form is `kind:name`, the name in Unicode's composed form, lower case, with single spaces.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkKey(String);

impl LinkKey {
    /// The key of a card's id inside its pack.
    #[must_use]
    pub fn id(id: &str) -> Self {
        Self::of("id", id)
    }

    /// The key of an id the card had earlier.
    #[must_use]
    pub fn was(id: &str) -> Self {
        Self::of("was", id)
    }

    /// The key of a card's id with its pack: `pack/id`.
    #[must_use]
    pub fn full(full: &str) -> Self {
        Self::of("full", full)
    }

    /// The key of an id the card had earlier, with its pack: `pack/id`.
    #[must_use]
    pub fn was_full(full: &str) -> Self {
        Self::of("was-full", full)
    }

    /// The key of a whole library-relative path, without `.md`.
    #[must_use]
    pub fn path(path: &str) -> Self {
        Self::of("path", without_md(path))
    }

    /// The key of a file's stem, or of the last parts of its path.
    #[must_use]
    pub fn stem(end: &str) -> Self {
        Self::of("stem", without_md(end))
    }

    /// The key of a title or an alias.
    #[must_use]
    pub fn name(name: &str) -> Self {
        Self::of("name", name)
    }

    /// The key as text, to store in an index or to ask one.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(kind: &str, name: &str) -> Self {
        let mut key = format!("{kind}:");
        let mut words = name.split_whitespace();
        if let Some(first) = words.next() {
            push_folded(&mut key, first);
        }
        for word in words {
            key.push(' ');
            push_folded(&mut key, word);
        }
        Self(key)
    }
}

impl fmt::Display for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn push_folded(key: &mut String, word: &str) {
    if word.is_ascii() {
        key.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        // Lower case may take a text out of the composed form, so that comes second.
        key.extend(word.nfc().collect::<String>().to_lowercase().nfc());
    }
}

/// What a link needs to know of the card it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CardRef {
    /// The card's id among all packs.
    pub full_id: FullId,
    /// Its library-relative path.
    pub path: String,
    /// What it is.
    pub kind: CardType,
    /// Its title.
    pub title: String,
}

/// A list of cards that answers by key.
pub trait CardLookup {
    /// Finds every card of every pack that goes by this key.
    fn find(&self, key: &LinkKey) -> Vec<CardRef>;
}

/// What looking up a link came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// One card.
    Found(CardRef),
    /// No card.
    Missing,
    /// Several cards, in the order of their paths.
    Ambiguous(Vec<CardRef>),
}

/// Finds the card a link means.
///
/// The link is looked up in the pack of the card it stands in, then in the packs that pack depends on, then in the
/// rep's own cards; in each as id, earlier id, file stem or end of path, and title or alias. `pack/id` (the id of
/// today or an earlier one), a relative path and an in-app address name one card wherever it is. Cards of the rep's
/// own have every pack to depend on.
#[must_use]
pub fn resolve(
    target: &LinkTarget,
    from: &PackId,
    depends: &[PackId],
    lookup: &dyn CardLookup,
) -> Resolution {
    let mut asked = Asked { lookup, answers: Vec::new() };
    for key in target.exact_keys() {
        if let Some(found) = one_or_more(asked.ask(&key).to_vec()) {
            return found;
        }
    }
    let keys = target.named_keys();
    let scopes: [&dyn Fn(&PackId) -> bool; 3] = [
        &|pack| pack == from,
        &|pack| !pack.is_mine() && (from.is_mine() || depends.contains(pack)),
        &|pack| pack.is_mine(),
    ];
    for in_scope in scopes {
        for key in &keys {
            let found = asked.ask(key).iter().filter(|card| in_scope(&card.full_id.pack)).cloned().collect();
            if let Some(found) = one_or_more(found) {
                return found;
            }
        }
    }
    Resolution::Missing
}

/// Remembers what was asked, so that each key costs one look-up however many packs are tried.
struct Asked<'l> {
    lookup: &'l dyn CardLookup,
    answers: Vec<(LinkKey, Vec<CardRef>)>,
}

impl Asked<'_> {
    fn ask(&mut self, key: &LinkKey) -> &[CardRef] {
        let at = self.answers.iter().position(|(asked, _)| asked == key).unwrap_or_else(|| {
            self.answers.push((key.clone(), self.lookup.find(key)));
            self.answers.len() - 1
        });
        self.answers.get(at).map_or(&[], |(_, found)| found.as_slice())
    }
}

fn one_or_more(mut found: Vec<CardRef>) -> Option<Resolution> {
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    match found.len() {
        0 => None,
        1 => found.pop().map(Resolution::Found),
        _ => Some(Resolution::Ambiguous(found)),
    }
}

impl LinkTarget {
    /// The keys this link asks for, in order, as text.
    #[must_use]
    pub fn lookup_keys(&self) -> Vec<String> {
        self.exact_keys().into_iter().chain(self.named_keys()).map(|key| key.0).collect()
    }

    /// Keys that name one card in whatever pack it is.
    fn exact_keys(&self) -> Vec<LinkKey> {
        match &self.form {
            LinkForm::Full(full) => {
                let full = full.to_string();
                vec![LinkKey::full(&full), LinkKey::was_full(&full)]
            }
            LinkForm::Path(path) => vec![LinkKey::path(path)],
            LinkForm::Name if self.raw.contains('/') => {
                vec![LinkKey::full(&self.raw), LinkKey::was_full(&self.raw)]
            }
            LinkForm::Name => Vec::new(),
        }
    }

    /// Keys that mean a card of the pack, the packs it depends on, or the rep's own.
    fn named_keys(&self) -> Vec<LinkKey> {
        match &self.form {
            // The card may have moved to another pack and kept its id as an earlier one, and the file a path names
            // may have moved.
            LinkForm::Full(full) => vec![LinkKey::was(full.id.as_str())],
            LinkForm::Path(path) => vec![LinkKey::stem(path.rsplit('/').next().unwrap_or(path))],
            LinkForm::Name => {
                let raw = self.raw.as_str();
                vec![LinkKey::id(raw), LinkKey::was(raw), LinkKey::stem(raw), LinkKey::name(raw)]
            }
        }
    }
}

impl Card {
    /// What a link needs to know of this card.
    #[must_use]
    pub fn card_ref(&self) -> CardRef {
        CardRef {
            full_id: self.full_id(),
            path: self.path.clone(),
            kind: self.kind,
            title: self.title.clone(),
        }
    }

    /// Every key under which a link finds this card, as text.
    #[must_use]
    pub fn link_keys_of(&self) -> Vec<String> {
        let mut keys = vec![
            LinkKey::id(self.id().as_str()),
            LinkKey::full(&self.full_id().to_string()),
            LinkKey::path(&self.path),
        ];
        for id in &self.front.was {
            keys.extend([LinkKey::was(id), LinkKey::was_full(&format!("{}/{id}", self.pack()))]);
        }
        let stem = without_md(&self.path);
        let ends = stem.rmatch_indices('/').map(|(at, _)| stem.get(at + 1..).unwrap_or(stem));
        keys.extend(ends.chain([stem]).take(MAX_PATH_ENDS).map(LinkKey::stem));
        keys.push(LinkKey::name(&self.title));
        keys.extend(self.front.aliases.iter().map(|alias| LinkKey::name(alias)));
        let mut texts: Vec<String> = keys.into_iter().map(|key| key.0).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }
}

/// A list of cards in memory.
#[derive(Debug, Default)]
pub struct Catalog {
    cards: Vec<CardRef>,
    by_key: HashMap<String, Vec<usize>>,
}

impl Catalog {
    /// Lists cards under all their names.
    #[must_use]
    pub fn new(cards: &[Card]) -> Self {
        Self::of(cards.iter().map(|card| (card.card_ref(), card.link_keys_of())))
    }

    /// Lists cards, each with the keys under which links find it, as [`Card::link_keys_of`] says them.
    #[must_use]
    pub fn of(cards: impl IntoIterator<Item = (CardRef, Vec<String>)>) -> Self {
        let mut catalog = Self::default();
        for (card, keys) in cards {
            let at = catalog.cards.len();
            catalog.cards.push(card);
            for key in keys {
                catalog.by_key.entry(key).or_default().push(at);
            }
        }
        catalog
    }
}

impl CardLookup for Catalog {
    fn find(&self, key: &LinkKey) -> Vec<CardRef> {
        let at = self.by_key.get(key.as_str()).map_or(&[][..], Vec::as_slice);
        at.iter().filter_map(|n| self.cards.get(*n)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards() -> Vec<Card> {
        [
            ("packs/core/forces/technicians-retire.md", "---\nid: technicians-retire\ntype: force\ntitle: Technicians retire\naliases: [Retirement wave]\nwas: [old-hands-leave]\n---\n"),
            ("packs/core/a/overview.md", "---\nid: overview-a\nwas: [technicians-retire]\n---\n"),
            ("packs/core/b/overview.md", "---\nid: overview-b\n---\n"),
            ("packs/extra/technicians-retire.md", "---\nid: technicians-retire\ntitle: The extra one\n---\n"),
            ("mine/Übersicht.md", "# My view\n"),
        ]
        .map(|(path, text)| Card::parse(path, text))
        .to_vec()
    }

    fn look(target: &str, from: &str, depends: &[&str]) -> Vec<String> {
        let catalog = Catalog::new(&cards());
        let pack = |id: &str| PackId::parse(id).expect("a pack id");
        let depends: Vec<PackId> = depends.iter().map(|id| pack(id)).collect();
        match resolve(&LinkTarget::wiki(target), &pack(from), &depends, &catalog) {
            Resolution::Found(card) => vec![card.path],
            Resolution::Missing => Vec::new(),
            Resolution::Ambiguous(cards) => cards.into_iter().map(|card| card.path).collect(),
        }
    }

    #[test]
    fn a_name_is_looked_up_as_id_then_earlier_id_then_file_then_title() {
        let force = ["packs/core/forces/technicians-retire.md"];
        for target in
            ["technicians-retire", "Old-Hands-Leave", "forces/technicians-retire", "RETIREMENT  wave"]
        {
            assert_eq!(look(target, "core", &[]), force, "{target}");
        }
        assert_eq!(look("U\u{308}bersicht", "mine", &[]), ["mine/Übersicht.md"], "a decomposed name");
        assert_eq!(
            look("mine/mine/Übersicht", "core", &[]),
            ["mine/Übersicht.md"],
            "pack and path-shaped id"
        );
        assert!(look("nowhere", "core", &["extra"]).is_empty());
    }

    #[test]
    fn the_own_pack_comes_first_then_what_it_depends_on_then_mine() {
        assert_eq!(look("technicians-retire", "extra", &["core"]), ["packs/extra/technicians-retire.md"]);
        assert_eq!(look("retirement wave", "extra", &["core"]), ["packs/core/forces/technicians-retire.md"]);
        assert!(look("retirement wave", "extra", &[]).is_empty(), "a pack sees only what it depends on");
        assert_eq!(look("my view", "extra", &[]), ["mine/Übersicht.md"]);
        assert_eq!(
            look("core/technicians-retire", "extra", &[]),
            ["packs/core/forces/technicians-retire.md"]
        );
    }

    #[test]
    fn an_earlier_id_with_its_pack_is_found_from_any_pack() {
        let force = ["packs/core/forces/technicians-retire.md"];
        for target in ["core/old-hands-leave", "oneup://card/core/old-hands-leave", "Core/Old-Hands-Leave"] {
            for (from, depends) in [("core", &[][..]), ("extra", &[]), ("extra", &["core"]), ("mine", &[])] {
                assert_eq!(look(target, from, depends), force, "{target} from {from}");
            }
        }
        assert!(look("extra/old-hands-leave", "core", &[]).is_empty(), "the pack is part of the name");
        assert_eq!(
            look("core/technicians-retire", "extra", &[]),
            force,
            "a card that carries the id now comes before one that carried it"
        );
    }

    #[test]
    fn two_matches_are_both_named() {
        assert_eq!(look("overview", "core", &[]), ["packs/core/a/overview.md", "packs/core/b/overview.md"]);
        assert_eq!(look("technicians-retire", "mine", &[]).len(), 2, "the rep's own cards see every pack");
    }

    #[test]
    fn what_a_link_asks_is_what_a_card_offers() {
        for card in cards() {
            let keys = card.link_keys_of();
            for target in [card.id().to_string(), card.full_id().to_string(), card.title.clone()] {
                let asked = LinkTarget::wiki(&target).lookup_keys();
                assert!(asked.iter().any(|key| keys.contains(key)), "{target}: {asked:?} against {keys:?}");
            }
        }
    }
}
