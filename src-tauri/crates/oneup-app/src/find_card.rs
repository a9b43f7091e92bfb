//! From what a person calls a card to the one card that is meant.

use oneup_cards::{Card, LinkKey, PackId};
use oneup_search::CardEntry;

use crate::app::App;
use crate::error::AppError;
use crate::reading::read_card;

/// What a card is named by where its id does not tell it from another: this, then its path.
pub(crate) const BY_PATH: &str = "path:";

impl App {
    /// Finds the card that an answer named.
    pub(crate) fn resolve_key(&self, key: &str) -> Result<CardEntry, AppError> {
        let index = self.session()?.index()?;
        let found = match key.strip_prefix(BY_PATH) {
            // Only what the index knows: a path is no way to read other files of the folder.
            Some(path) => index
                .find_by_keys(&[LinkKey::path(path).as_str().to_owned()])
                .map(|found| found.into_iter().find(|entry| entry.path == path)),
            None => index.by_key(key),
        };
        self.noticing_damage(found.map_err(AppError::from))?
            .ok_or_else(|| AppError::NoSuchCard { id: key.to_owned() })
    }

    /// Finds the one card that an id means: `pack/id`, or a bare id in the rep's own cards, then in all packs; where
    /// no card carries it now, the one that carried it earlier.
    ///
    /// # Errors
    /// [`AppError::NoSuchCard`], or [`AppError::ManyCards`] with the list.
    pub fn resolve_id(&self, id: &str) -> Result<CardEntry, AppError> {
        if id.starts_with(BY_PATH) {
            return self.resolve_key(id);
        }
        let index = self.session()?.index()?;
        for key in [LinkKey::full(id), LinkKey::was_full(id), LinkKey::id(id), LinkKey::was(id)] {
            let found = index.find_by_keys(&[key.as_str().to_owned()]).map_err(AppError::from);
            let mut found = self.noticing_damage(found)?;
            if found.iter().any(|entry| entry.pack == PackId::MINE) {
                found.retain(|entry| entry.pack == PackId::MINE);
            }
            if found.len() > 1 {
                let found = found.into_iter().map(|entry| format!("{BY_PATH}{}", entry.path)).collect();
                return Err(AppError::ManyCards { id: id.to_owned(), found });
            }
            if let Some(entry) = found.pop() {
                return Ok(entry);
            }
        }
        Err(AppError::NoSuchCard { id: id.to_owned() })
    }

    /// Reads the card that an id means, with its text.
    ///
    /// # Errors
    /// As [`App::resolve_id`], and what the file refused.
    pub fn card_text(&self, id: &str) -> Result<Card, AppError> {
        let entry = self.resolve_id(id)?;
        let read = read_card(&self.session()?.library()?, &entry.path);
        read.map(|(card, _)| card).map_err(|not_read| not_read.of(id))
    }
}
