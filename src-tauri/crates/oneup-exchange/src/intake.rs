//! Gives each new card an id and a place of its own, and refuses what would be a second card of the same name.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use oneup_cards::{CardId, CardLookup, CardRef, FullId, LinkKey, PackId};

use crate::plan::{Plan, Remark};

/// Names that Windows keeps for devices, whatever ending follows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// What there is in the library already.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Its cards.
    pub cards: &'k dyn CardLookup,
    /// Whether a file stands at a path of the library.
    pub is_taken: &'k dyn Fn(&str) -> bool,
}

/// A name and a place that a new card may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Berth {
    pub(crate) id: CardId,
    pub(crate) path: String,
}

/// Why something is not taken in.
pub(crate) enum Refused {
    Duplicate(Remark),
    LeftOut(Remark),
}

impl Refused {
    pub(crate) fn note(self, plan: &mut Plan) {
        match self {
            Self::Duplicate(remark) => plan.duplicates.push(remark),
            Self::LeftOut(remark) => plan.left_out.push(remark),
        }
    }
}

/// The names that an import has given out.
pub(crate) struct Intake<'k> {
    known: Known<'k>,
    /// Id, in this import, and the place it was given to.
    ids: HashMap<String, String>,
}

impl<'k> Intake<'k> {
    pub(crate) fn new(known: Known<'k>) -> Self {
        Self { known, ids: HashMap::new() }
    }

    /// Finds a berth in a folder for a card with this title; `own` is the id that its source gives it.
    pub(crate) fn berth(
        &mut self,
        place: &str,
        own: Option<&str>,
        title: &str,
        folder: &str,
    ) -> Result<Berth, Refused> {
        if let Some(there) = self.titled(title) {
            return Err(Refused::Duplicate(Remark::new(
                place,
                format!("the library has a card of this title already: {}", there.path),
                "Give one of the two another title, or keep the one there is",
            )));
        }
        let berth = match own {
            Some(own) => self.own(place, own, folder)?,
            None => self.derived(title, folder),
        };
        self.ids.insert(berth.id.to_string(), place.to_owned());
        Ok(berth)
    }

    fn own(&self, place: &str, own: &str, folder: &str) -> Result<Berth, Refused> {
        let out = |what: String, remedy: &str| Refused::LeftOut(Remark::new(place, what, remedy));
        let id = CardId::slug(own).map_err(|why| {
            out(
                format!("its id cannot be that of a card: {why}"),
                "Write it as in night-stops-last-longer, or leave it out: an id is then made of the title",
            )
        })?;
        if is_device(id.as_str()) {
            return Err(out(
                format!("its id is {id}, and Windows lets no file be called {id}.md"),
                "Give it another id",
            ));
        }
        if let Some(there) = self.carrying(&id) {
            return Err(Refused::Duplicate(Remark::new(
                place,
                format!("the library has a card with the id {id} already: {}", there.path),
                "Give it another id, or keep the card there is",
            )));
        }
        if let Some(first) = self.ids.get(id.as_str()) {
            return Err(Refused::Duplicate(Remark::new(
                place,
                format!("{first} has the id {id} too"),
                "Give one of the two another id",
            )));
        }
        let path = format!("{folder}{id}.md");
        if (self.known.is_taken)(&path) {
            return Err(Refused::Duplicate(Remark::new(
                place,
                format!("there is a file {path} already"),
                "Give it another id, or keep the file there is",
            )));
        }
        Ok(Berth { id, path })
    }

    /// An id that is made here can be made so that nothing has it.
    fn derived(&self, title: &str, folder: &str) -> Berth {
        let base = CardId::of_title(title).map_or_else(|| nameless(title), |id| id.to_string());
        let base = if is_device(&base) { format!("{base}-card") } else { base };
        let mut number = 1;
        loop {
            let wanted = if number == 1 { base.clone() } else { format!("{base}-{number}") };
            number += 1;
            let Ok(id) = CardId::slug(&wanted) else { continue };
            let path = format!("{folder}{id}.md");
            let free = !self.ids.contains_key(id.as_str())
                && self.carrying(&id).is_none()
                && !(self.known.is_taken)(&path);
            if free {
                return Berth { id, path };
            }
        }
    }

    fn titled(&self, title: &str) -> Option<CardRef> {
        let key = LinkKey::name(title);
        self.known.cards.find(&key).into_iter().find(|card| LinkKey::name(&card.title) == key)
    }

    fn carrying(&self, id: &CardId) -> Option<CardRef> {
        let full = FullId { pack: PackId::mine(), id: id.clone() };
        self.known.cards.find(&LinkKey::full(&full.to_string())).into_iter().next()
    }
}

/// A name for a title of which no slug can be made, the same each time.
fn nameless(title: &str) -> String {
    let mut hasher = DefaultHasher::new();
    title.hash(&mut hasher);
    format!("card-{:08x}", hasher.finish() as u32)
}

/// Whether Windows keeps a name for a device.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use oneup_cards::{Card, Catalog};

    use super::*;

    #[test]
    fn a_berth_is_never_one_that_something_has() {
        let there = Card::parse("mine/a.md", "---\nid: a\ntype: note\ntitle: Alpha\n---\n");
        let catalog = Catalog::new(&[there]);
        let known = Known { cards: &catalog, is_taken: &|path| path == "mine/beta.md" };
        let mut intake = Intake::new(known);
        let mut berth = |own, title| intake.berth("x.md", own, title, "mine/");
        assert!(matches!(berth(None, "ALPHA"), Err(Refused::Duplicate(_))));
        assert!(matches!(berth(Some("a"), "Other"), Err(Refused::Duplicate(_))));
        assert!(matches!(berth(Some("beta"), "Other"), Err(Refused::Duplicate(_))));
        assert_eq!(berth(None, "Beta").ok().unwrap().path, "mine/beta-2.md");
        assert_eq!(berth(None, "Beta!").ok().unwrap().path, "mine/beta-3.md");
        assert_eq!(berth(None, "Con").ok().unwrap().path, "mine/con-card.md");
        let chinese = berth(None, "生产").ok().unwrap();
        assert!(chinese.id.as_str().starts_with("card-"));
        for own in ["../../etc/passwd", "/etc/x", "A B", "con", "lpt1", "", "a/b", "..\\x"] {
            assert!(matches!(berth(Some(own), "Gamma"), Err(Refused::LeftOut(_))), "{own}");
        }
    }
}
