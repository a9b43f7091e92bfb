//! What can still be undone in the editor of a card, so that a start does not take that away. What it says is the
//! editor's own; here it is a text.

use oneup_cards::MAX_CARD_BYTES;
use rusqlite::{OptionalExtension, params};

use crate::error::LibraryError;
use crate::state::{LibraryState, card};

/// Of how many cards this is kept; of those edited longest ago it is forgotten.
const MOST_CARDS: u32 = 50;

/// The longest text of a card's editor: the text of the card, and what the editor keeps to take it back.
const LONGEST: usize = MAX_CARD_BYTES + 1024 * 1024;

impl LibraryState {
    /// Keeps what can be undone in the editor of a card, in place of what was kept before.
    ///
    /// # Errors
    /// [`LibraryError::TooLarge`], [`LibraryError::DiskFull`], or what the database refused; what was kept stays then.
    pub fn keep_undoing(&mut self, key: &str, at: &str, undoing: &str) -> Result<(), LibraryError> {
        if undoing.len() > LONGEST {
            return Err(LibraryError::TooLarge { card: key.to_owned() });
        }
        let library = self.library;
        self.write(|transaction| {
            let card = card(transaction, library, key)?;
            transaction
                .prepare_cached("INSERT OR REPLACE INTO undoing (card, at, text) VALUES (?1, ?2, ?3)")?
                .execute(params![card, at, undoing])?;
            transaction.execute(
                "DELETE FROM undoing WHERE card NOT IN
                 (SELECT card FROM undoing ORDER BY julianday(at) DESC, card = ?2 DESC LIMIT ?1)",
                params![MOST_CARDS, card],
            )?;
            Ok(())
        })
    }

    /// What can still be undone in the editor of a card.
    ///
    /// # Errors
    /// What the database refused.
    pub fn undoing(&self, key: &str) -> Result<Option<String>, LibraryError> {
        self.read(|connection| {
            let query = "SELECT text FROM undoing JOIN card ON card.id = undoing.card
                         WHERE library = ?1 AND key = ?2";
            connection.query_row(query, params![self.library, key], |row| row.get(0)).optional()
        })
    }

    /// Forgets what can be undone in the editor of a card.
    ///
    /// # Errors
    /// What the database refused.
    pub fn forget_undoing(&mut self, key: &str) -> Result<(), LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            let query = "DELETE FROM undoing
                         WHERE card = (SELECT id FROM card WHERE library = ?1 AND key = ?2)";
            transaction.execute(query, params![library, key]).map(drop)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::{AT, state};

    #[test]
    fn it_outlives_the_program_follows_the_card_and_can_be_forgotten() {
        let place = tempfile::tempdir().unwrap();
        state(&place).keep_undoing("mine/a", AT, "one").unwrap();
        state(&place).keep_undoing("mine/a", AT, "two").unwrap();
        let mut after = state(&place);
        assert_eq!(after.undoing("mine/a").unwrap().as_deref(), Some("two"));
        assert_eq!(after.undoing("mine/b").unwrap(), None);
        after.keep_undoing("mine/b", AT, "of b").unwrap();
        after.follow("mine/a", "mine/b").unwrap();
        assert_eq!(after.undoing("mine/b").unwrap().as_deref(), Some("of b"), "the newer name's own counts");
        after.forget_undoing("mine/b").unwrap();
        assert_eq!(after.undoing("mine/b").unwrap(), None);
    }

    #[test]
    fn it_is_bounded_in_size_and_number() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let large = "x".repeat(LONGEST + 1);
        assert!(matches!(state.keep_undoing("mine/a", AT, &large), Err(LibraryError::TooLarge { .. })));
        for number in 0..MOST_CARDS + 5 {
            state.keep_undoing(&format!("mine/{number}"), AT, "x").unwrap();
        }
        let count = "SELECT count(*) FROM undoing";
        let kept: u32 = state.read(|connection| connection.query_row(count, [], |row| row.get(0))).unwrap();
        assert_eq!(kept, MOST_CARDS);
        let newest = format!("mine/{}", MOST_CARDS + 4);
        assert!(state.undoing(&newest).unwrap().is_some());
    }
}
