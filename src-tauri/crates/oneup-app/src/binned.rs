//! Deleting a card: it goes to the bin and comes back with its path, its id and the links to it.

use oneup_cards::Card;
use oneup_library::{BinnedCard, LibraryError, Why};

use crate::app::App;
use crate::contract::{BinPage, BinRow, CardDeleted, CardWritten, ChangedNoun, count};
use crate::error::AppError;
use crate::transact::Step;

impl App {
    /// Puts a card into the bin and says which cards link to it; `dry_run` only says so.
    ///
    /// # Errors
    /// What finding or removing the file refused; a card that another program saved meanwhile stays.
    pub fn delete(&self, key: &str, dry_run: bool) -> Result<CardDeleted, AppError> {
        let now = self.card_now(key)?;
        let linked_from = self.cards_linking_to(&now)?.iter().map(super::linked::Linking::row).collect();
        let (title, path, text) = (now.card.title.clone(), now.card.path.clone(), now.card.text().to_owned());
        if !dry_run {
            let step = Step::ToBin { key: now.id.clone(), path: path.clone(), text };
            self.rewrite(&format!("card deleted: {title}"), Why::Edit, &[step])?;
        }
        Ok(CardDeleted { key: now.id, title, path, linked_from, done: !dry_run })
    }

    /// What is in the bin, the last deleted first.
    ///
    /// # Errors
    /// What the database refused.
    pub fn bin_now(&self) -> Result<BinPage, AppError> {
        let cards = self.with_state(|state| {
            let rows = state.binned()?.into_iter().map(|card| {
                let text = state.read_binned(card.id);
                (card, text)
            });
            Ok(rows.collect::<Vec<_>>())
        })?;
        Ok(BinPage { cards: cards.into_iter().map(|(card, text)| row(card, text)).collect() })
    }

    /// Lets a card in the bin stand again where it stood.
    ///
    /// # Errors
    /// [`AppError::NotInBin`], or [`LibraryError::Exists`] where another file has taken its place.
    pub fn take_out(&self, id: u32) -> Result<CardWritten, AppError> {
        let found = self.with_state(|state| state.read_binned(i64::from(id)))?;
        let (binned, text) = found.ok_or(AppError::NotInBin { id })?;
        let words = format!("card taken out of the bin: {}", Card::parse(&binned.path, &text).title);
        let (key, path) = (binned.card, binned.path);
        let step = Step::FromBin { key: key.clone(), path: path.clone(), text };
        self.rewrite(&words, Why::Restore, &[step])?;
        Ok(CardWritten { key, path, words })
    }

    /// Forgets cards in the bin for good, all where none is named.
    ///
    /// # Errors
    /// What the database refused.
    pub fn forget_bin(&self, ids: &[u32]) -> Result<BinPage, AppError> {
        self.with_state(|state| {
            for card in state.binned()? {
                if ids.is_empty() || ids.iter().any(|id| i64::from(*id) == card.id) {
                    state.forget_binned(card.id)?;
                }
            }
            Ok(())
        })?;
        self.bell().ring(ChangedNoun::Acts);
        self.bin_now()
    }
}

fn row(card: BinnedCard, text: Result<Option<(BinnedCard, String)>, LibraryError>) -> BinRow {
    let (read, problem) = match text {
        Ok(text) => (text.map(|(_, text)| Card::parse(&card.path, &text)), None),
        Err(error) => (None, Some(error.to_string())),
    };
    let (title, kind) = read.map_or_else(
        || (card.path.clone(), "note".to_owned()),
        |read| (read.title.clone(), read.kind.as_str().to_owned()),
    );
    BinRow {
        id: count(card.id),
        key: card.card,
        title,
        kind,
        path: card.path,
        at: card.at,
        who: card.who,
        problem,
    }
}
