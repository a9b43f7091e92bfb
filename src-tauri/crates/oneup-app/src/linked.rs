//! Which links of other cards lead to a card, and whether they still will when it is elsewhere.

use std::collections::HashSet;

use oneup_cards::{
    Card, CardLookup, CardRef, LinkForm, LinkKey, LinkTarget, PackManifest, Resolution, resolve,
};
use oneup_search::CardIndex;

use crate::app::App;
use crate::card_page::{depends_of, manifest_of};
use crate::contract::{LinkingCard, LostLink};
use crate::error::AppError;
use crate::lookup::IndexLookup;
use crate::reading::read_card;
use crate::rewrite::CardNow;

/// A card whose links lead to another.
pub(crate) struct Linking {
    pub(crate) card: Card,
    pub(crate) targets: Vec<LinkTarget>,
    manifest: Option<PackManifest>,
}

impl App {
    /// The other cards that link to a card, by title.
    pub(crate) fn cards_linking_to(&self, now: &CardNow) -> Result<Vec<Linking>, AppError> {
        let index = self.session()?.index()?;
        let lookup = IndexLookup::new(&index);
        let mut found = Vec::new();
        let entries =
            self.noticing_damage(index.linking_to(&now.card.link_keys_of()).map_err(AppError::from))?;
        for entry in entries.into_iter().filter(|entry| entry.path != now.card.path) {
            // A card that has just gone or become unreadable links to nothing.
            let Ok((card, _)) = read_card(&now.library, &entry.path) else { continue };
            let manifest = manifest_of(&now.library, card.pack());
            let leads_here = |target: &&LinkTarget| {
                let meant = resolve(target, card.pack(), depends_of(manifest.as_ref()), &lookup);
                matches!(meant, Resolution::Found(there) if there.path == now.card.path)
            };
            let mut targets: Vec<LinkTarget> = targets_of(&card).filter(leads_here).cloned().collect();
            targets.dedup();
            if !targets.is_empty() {
                found.push(Linking { card, targets, manifest });
            }
        }
        lookup.finish()?;
        found.sort_by(|a, b| a.card.title.cmp(&b.card.title));
        Ok(found)
    }

    /// The links that will not find a card any more when it stands elsewhere, here or in programs that go by names.
    pub(crate) fn links_lost(&self, now: &CardNow, moved: &Card) -> Result<Vec<LostLink>, AppError> {
        let index = self.session()?.index()?;
        let after = After::new(&index, &[&now.card.path], moved);
        let mut lost = Vec::new();
        for linking in self.cards_linking_to(now)? {
            for target in &linking.targets {
                let here = !linking.leads_to(target, &after, &moved.path);
                if here || names_file(target, &now.card.path) && !names_file(target, &moved.path) {
                    lost.push(linking.lost(target, here));
                }
            }
        }
        // Its own links that say where a file lies, seen from where it lay.
        let paths = |card: &Card| targets_of(card).map(|target| target.form.clone()).collect::<Vec<_>>();
        let own = targets_of(&now.card).zip(paths(&now.card).into_iter().zip(paths(moved)));
        for (target, _) in own.filter(|(_, (old, new))| matches!(old, LinkForm::Path(_)) && old != new) {
            let (key, title) = (now.id.clone(), now.card.title.clone());
            lost.push(LostLink { key, title, link: target.raw.clone(), here: false });
        }
        after.lookup.finish()?;
        Ok(lost)
    }
}

impl Linking {
    pub(crate) fn row(&self) -> LinkingCard {
        LinkingCard {
            key: self.card.full_id().to_string(),
            title: self.card.title.clone(),
            kind: self.card.kind.as_str().to_owned(),
        }
    }

    pub(crate) fn lost(&self, target: &LinkTarget, here: bool) -> LostLink {
        let (key, title) = (self.card.full_id().to_string(), self.card.title.clone());
        LostLink { key, title, link: target.raw.clone(), here }
    }

    /// Whether a link of this card will lead to the card at a path.
    pub(crate) fn leads_to(&self, target: &LinkTarget, after: &After<'_>, path: &str) -> bool {
        let meant = resolve(target, self.card.pack(), depends_of(self.manifest.as_ref()), after);
        matches!(meant, Resolution::Found(there) if there.path == path)
    }
}

/// The library as it will be: some cards gone, one as it will stand.
pub(crate) struct After<'a> {
    pub(crate) lookup: IndexLookup<'a>,
    gone: HashSet<String>,
    card: CardRef,
    keys: HashSet<String>,
}

impl<'a> After<'a> {
    pub(crate) fn new(index: &'a CardIndex, gone: &[&str], card: &Card) -> Self {
        Self {
            lookup: IndexLookup::new(index),
            gone: gone.iter().map(|path| (*path).to_owned()).collect(),
            card: card.card_ref(),
            keys: card.link_keys_of().into_iter().collect(),
        }
    }
}

impl CardLookup for After<'_> {
    fn find(&self, key: &LinkKey) -> Vec<CardRef> {
        let mut found = self.lookup.find(key);
        found.retain(|card| !self.gone.contains(&card.path) && card.path != self.card.path);
        if self.keys.contains(key.as_str()) {
            found.push(self.card.clone());
        }
        found
    }
}

fn targets_of(card: &Card) -> impl Iterator<Item = &LinkTarget> {
    card.typed_links
        .iter()
        .filter_map(oneup_cards::TypedLink::target)
        .chain(card.links.iter().map(|link| &link.target))
}

/// Whether a link finds a file in programs that go by its name or path.
fn names_file(target: &LinkTarget, path: &str) -> bool {
    let bare = |text: &str| text.strip_suffix(".md").unwrap_or(text).to_lowercase();
    let (path, raw) = (bare(path), bare(&target.raw));
    match &target.form {
        LinkForm::Path(named) => bare(named) == path,
        _ => path == raw || path.ends_with(&format!("/{raw}")),
    }
}
