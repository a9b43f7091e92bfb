//! The text in the editor that is not in its file yet, with the text the editor began from.
//!
//! With both, and whatever the file holds by then, a start after a kill can merge as the editor would have.

use oneup_cards::MAX_CARD_BYTES;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::LibraryError;
use crate::state::{LibraryState, card};

const QUERY: &str = "SELECT key, path, at, base, text FROM draft JOIN card ON card.id = draft.card";

/// A draft as it is to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewDraft<'a> {
    /// The full id of the card.
    pub card: &'a str,
    /// The path of its file within the library.
    pub path: &'a str,
    /// When, as an ISO time with its zone.
    pub at: &'a str,
    /// The text of the file the editor began from; `None` for a card that has no file yet.
    pub base: Option<&'a str>,
    /// The text in the editor.
    pub text: &'a str,
}

/// A draft as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The full id of the card.
    pub card: String,
    /// The path of its file within the library.
    pub path: String,
    /// When it was kept.
    pub at: String,
    /// The text of the file the editor began from; `None` for a card that had no file yet.
    pub base: Option<String>,
    /// The text in the editor.
    pub text: String,
}

impl LibraryState {
    /// Keeps the draft of a card in place of an earlier one; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`LibraryError::TooLarge`] for a text that no card may have, [`LibraryError::DiskFull`], or what the database
    /// refused; an earlier draft stays then.
    pub fn put_draft(&mut self, draft: &NewDraft<'_>) -> Result<(), LibraryError> {
        if [Some(draft.text), draft.base].into_iter().flatten().any(|text| text.len() > MAX_CARD_BYTES) {
            return Err(LibraryError::TooLarge { card: draft.card.to_owned() });
        }
        let library = self.library;
        self.write(|transaction| {
            let card = card(transaction, library, draft.card)?;
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO draft (card, path, at, base, text) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![card, draft.path, draft.at, draft.base, draft.text])?;
            Ok(())
        })
    }

    /// The draft of a card.
    ///
    /// # Errors
    /// What the database refused.
    pub fn draft(&self, card: &str) -> Result<Option<Draft>, LibraryError> {
        let query = format!("{QUERY} WHERE library = ?1 AND key = ?2");
        self.read(|connection| connection.query_row(&query, params![self.library, card], read).optional())
    }

    /// All drafts, the newest first: at a start, what a kill left unsaved.
    ///
    /// # Errors
    /// What the database refused.
    pub fn drafts(&self) -> Result<Vec<Draft>, LibraryError> {
        self.read(|connection| drafts(connection, self.library))
    }

    /// Forgets the draft of a card, whose text is in its file by now; there may be none.
    ///
    /// # Errors
    /// What the database refused.
    pub fn clear_draft(&mut self, card: &str) -> Result<(), LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM draft WHERE card = (SELECT id FROM card WHERE library = ?1 AND key = ?2)",
                params![library, card],
            )?;
            Ok(())
        })
    }

    /// Whether a draft, or what it began from, begins with these bytes.
    pub(super) fn draft_holds(&self, beginning: &[u8]) -> rusqlite::Result<bool> {
        let begins = |text: &str| text.as_bytes().starts_with(beginning);
        let drafts = drafts(&self.database.connection, self.library)?;
        Ok(drafts.iter().any(|draft| begins(&draft.text) || draft.base.as_deref().is_some_and(begins)))
    }
}

fn drafts(connection: &Connection, library: i64) -> rusqlite::Result<Vec<Draft>> {
    let query = format!("{QUERY} WHERE library = ?1 ORDER BY julianday(at) DESC, card");
    connection.prepare(&query)?.query_map([library], read)?.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft { card: row.get(0)?, path: row.get(1)?, at: row.get(2)?, base: row.get(3)?, text: row.get(4)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::{AT, state};

    fn draft<'a>(card: &'a str, base: Option<&'a str>, text: &'a str) -> NewDraft<'a> {
        NewDraft { card, path: "mine/a.md", at: AT, base, text }
    }

    #[test]
    fn a_draft_takes_the_place_of_the_one_before_and_is_there_after_a_start() {
        let place = tempfile::tempdir().unwrap();
        let mut before = state(&place);
        before.put_draft(&draft("mine/a", Some("base"), "one")).unwrap();
        before.put_draft(&draft("mine/a", Some("base"), "two\r\n\0three")).unwrap();
        before
            .put_draft(&NewDraft { at: "2026-11-22T09:30:00+02:00", ..draft("mine/new", None, "") })
            .unwrap();
        drop(before);
        let mut after = state(&place);
        let kept = after.draft("mine/a").unwrap().unwrap();
        assert_eq!((kept.base.as_deref(), &*kept.text), (Some("base"), "two\r\n\0three"));
        let all: Vec<_> = after.drafts().unwrap().into_iter().map(|draft| draft.card).collect();
        assert_eq!(all, ["mine/a", "mine/new"]);
        after.clear_draft("mine/a").unwrap();
        after.clear_draft("mine/a").unwrap();
        assert_eq!(after.draft("mine/a").unwrap(), None);
        assert_eq!(after.drafts().unwrap().len(), 1);
    }

    #[test]
    fn a_text_that_no_card_may_have_is_refused_and_the_draft_before_it_stays() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let largest = "x".repeat(MAX_CARD_BYTES);
        state.put_draft(&draft("mine/a", None, &largest)).unwrap();
        let larger = largest.clone() + "x";
        for refused in [
            state.put_draft(&draft("mine/a", None, &larger)),
            state.put_draft(&draft("mine/a", Some(&larger), "x")),
        ] {
            assert!(matches!(refused, Err(LibraryError::TooLarge { .. })), "{refused:?}");
        }
        assert_eq!(state.draft("mine/a").unwrap().unwrap().text.len(), MAX_CARD_BYTES);
    }
}
