//! From what a person calls a card to the one card that is meant.

use oneup_cards::{Card, LinkKey, PackId};
use oneup_search::CardEntry;

use crate::app::App;
use crate::error::AppError;
use crate::reading::read_card;

impl App {
    /// Finds the one card that an id means: `pack/id`, or a bare id in the rep's own cards, then in all packs; where
    /// no card carries it now, the one that carried it earlier.
    ///
    /// # Errors
    /// [`AppError::NoSuchCard`], or [`AppError::ManyCards`] with the list.
    pub fn resolve_id(&self, id: &str) -> Result<CardEntry, AppError> {
        let index = self.session()?.index();
        for key in [LinkKey::full(id), LinkKey::id(id), LinkKey::was(id)] {
            let found = index.find_by_keys(&[key.as_str().to_owned()]).map_err(AppError::from);
            let mut found = self.noticing_damage(found)?;
            if found.iter().any(|entry| entry.pack == PackId::MINE) {
                found.retain(|entry| entry.pack == PackId::MINE);
            }
            if found.len() > 1 {
                let found =
                    found.into_iter().map(|entry| format!("{} ({})", entry.key, entry.path)).collect();
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
