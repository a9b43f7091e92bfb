//! What is kept about the cards of one library beside the cards themselves: their versions, the bin, unsaved drafts,
//! what can be undone in an editor, and reviews, in `state.db`.
//!
//! No conversation, person or account is in it; it works while the journal is locked. A card is known by its full id
//! (`pack/id`), so that what is kept of it follows the file wherever it is moved.

mod bin;
mod database;
mod drafts;
mod packing;
mod reviews;
mod thinning;
mod undoing;
mod versions;
mod why;

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::error::LibraryError;

pub use bin::BinnedCard;
pub(crate) use database::Database;
pub use drafts::{Draft, NewDraft};
pub use reviews::{NewReview, Review};
pub use versions::{NewVersion, SeenText, Version};
pub use why::{Origin, Why};

/// What is kept about the cards of one library.
#[derive(Debug)]
pub struct LibraryState {
    database: Database,
    library: i64,
}

impl LibraryState {
    /// Opens what is kept in a data folder about the library that acts call `scope`, or begins it. A file that is
    /// not a database any more is put aside under another name, never deleted, and a new one is begun.
    ///
    /// # Errors
    /// [`LibraryError::StateTooNew`] for a file of a later version, [`LibraryError::DiskFull`], or what the
    /// database or the operating system refused.
    pub fn open(folder: &Path, scope: &str) -> Result<Self, LibraryError> {
        let mut database = Database::open(folder)?;
        let found = find_library(&database.connection, scope).map_err(database.refused("read"))?;
        let library = match found {
            Some(library) => library,
            None => begin_library(&mut database, scope)?,
        };
        Ok(Self { database, library })
    }

    /// Lets everything that is kept of a card follow it to a new id. Where that id has a history of its own, both
    /// become one; where both have a draft, the one under the old id stays there.
    ///
    /// # Errors
    /// What the database refused.
    pub fn follow(&mut self, old: &str, new: &str) -> Result<(), LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            let (Some(from), false) = (find_card(transaction, library, old)?, old == new) else {
                return Ok(());
            };
            let Some(to) = find_card(transaction, library, new)? else {
                transaction.execute("UPDATE card SET key = ?1 WHERE id = ?2", params![new, from])?;
                return Ok(());
            };
            for table in ["version", "binned", "review"] {
                transaction.execute(&format!("UPDATE {table} SET card = ?1 WHERE card = ?2"), [to, from])?;
            }
            for table in ["draft", "undoing"] {
                transaction.execute(
                    &format!("UPDATE OR IGNORE {table} SET card = ?1 WHERE card = ?2"),
                    [to, from],
                )?;
            }
            Ok(())
        })
    }

    /// Whether a text, or a text that begins with these bytes, is kept here: as a version, in the bin, or as a draft
    /// or what a draft began from. This reads much; it is meant for the rare file that a kill left behind.
    ///
    /// # Errors
    /// What the database refused.
    pub fn holds(&self, beginning: &[u8]) -> Result<bool, LibraryError> {
        if beginning.is_empty() {
            return Ok(true);
        }
        let refused = self.database.refused("read");
        Ok(self.draft_holds(beginning).map_err(&refused)?
            || self.version_holds(beginning).map_err(&refused)?
            || self.bin_holds(beginning).map_err(&refused)?)
    }

    /// Does something as one transaction, which is on the disk when this returns.
    fn write<T>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LibraryError> {
        let refused = self.database.refused("write");
        let transaction = self.database.write()?;
        let output = act(&transaction).map_err(&refused)?;
        transaction.commit().map_err(&refused)?;
        Ok(output)
    }

    /// Reads something.
    fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        query(&self.database.connection).map_err(self.database.refused("read"))
    }
}

fn find_library(connection: &Connection, scope: &str) -> rusqlite::Result<Option<i64>> {
    connection.query_row("SELECT id FROM library WHERE scope = ?1", [scope], |row| row.get(0)).optional()
}

/// Gives a library its number; another process may have done so meanwhile.
fn begin_library(database: &mut Database, scope: &str) -> Result<i64, LibraryError> {
    let refused = database.refused("write");
    let transaction = database.write()?;
    let begin = || {
        let add = "INSERT INTO library (scope) VALUES (?1) ON CONFLICT (scope) DO NOTHING";
        transaction.execute(add, [scope])?;
        transaction.query_row("SELECT id FROM library WHERE scope = ?1", [scope], |row| row.get(0))
    };
    let library = begin().map_err(&refused)?;
    transaction.commit().map_err(&refused)?;
    Ok(library)
}

fn find_card(connection: &Connection, library: i64, key: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM card WHERE library = ?1 AND key = ?2")?
        .query_row(params![library, key], |row| row.get(0))
        .optional()
}

/// The number of a card, which is given one where it has none yet.
fn card(transaction: &Transaction<'_>, library: i64, key: &str) -> rusqlite::Result<i64> {
    if let Some(card) = find_card(transaction, library, key)? {
        return Ok(card);
    }
    transaction
        .prepare_cached("INSERT INTO card (library, key) VALUES (?1, ?2)")?
        .execute(params![library, key])?;
    Ok(transaction.last_insert_rowid())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const AT: &str = "2026-11-22T09:00:00+01:00";

    /// The state of one library in a fresh folder.
    pub(super) fn state(place: &tempfile::TempDir) -> LibraryState {
        LibraryState::open(place.path(), "/cards").unwrap()
    }

    pub(super) fn edit<'a>(card: &'a str, text: &'a str) -> NewVersion<'a> {
        NewVersion {
            card,
            path: "mine/a.md",
            text,
            at: AT,
            origin: Origin::Here,
            who: "window",
            why: Why::Edit,
        }
    }

    #[test]
    fn each_library_sees_its_own_cards_only() {
        let place = tempfile::tempdir().unwrap();
        let mut here = state(&place);
        let version = here.record_version(&edit("mine/a", "text")).unwrap();
        here.put_draft(&NewDraft { card: "mine/a", path: "mine/a.md", at: AT, base: None, text: "draft" })
            .unwrap();
        let binned = here.bin_card("mine/a", "mine/a.md", "text", AT, "window").unwrap();
        here.review(&NewReview { card: "mine/a", at: AT, who: "me", why: "read again" }).unwrap();
        let mut there = LibraryState::open(place.path(), "/other").unwrap();
        assert_eq!(there.versions("mine/a").unwrap(), []);
        assert_eq!(there.read_version(version).unwrap(), None);
        assert_eq!(there.draft("mine/a").unwrap(), None);
        assert_eq!(there.binned().unwrap(), []);
        assert_eq!(there.read_binned(binned).unwrap(), None);
        there.forget_binned(binned).unwrap();
        there.forget_binned_before("2100-01-01T00:00:00Z").unwrap();
        there.clear_draft("mine/a").unwrap();
        assert_eq!(there.reviews("mine/a").unwrap(), []);
        assert_eq!(there.latest_reviews().unwrap(), []);
        assert!(!there.holds(b"text").unwrap());
        assert_eq!(here.binned().unwrap().len(), 1);
        assert!(here.draft("mine/a").unwrap().is_some());
    }

    #[test]
    fn what_is_kept_follows_a_card_to_its_new_id() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        state.record_version(&edit("mine/old", "one")).unwrap();
        state.follow("mine/old", "mine/new").unwrap();
        assert_eq!(state.versions("mine/old").unwrap(), []);
        assert_eq!(state.versions("mine/new").unwrap().len(), 1);
        state.follow("mine/unknown", "mine/new").unwrap();
        state.follow("mine/new", "mine/new").unwrap();

        state.record_version(&edit("mine/twin", "two")).unwrap();
        let draft = |card, text| NewDraft { card, path: "mine/a.md", at: AT, base: None, text };
        state.put_draft(&draft("mine/twin", "of the twin")).unwrap();
        state.put_draft(&draft("mine/new", "of the new")).unwrap();
        state.follow("mine/twin", "mine/new").unwrap();
        let texts: Vec<_> = state
            .versions("mine/new")
            .unwrap()
            .iter()
            .map(|version| state.read_version(version.id).unwrap().unwrap())
            .collect();
        assert_eq!(texts, ["two", "one"]);
        assert_eq!(state.draft("mine/new").unwrap().unwrap().text, "of the new");
        assert_eq!(state.draft("mine/twin").unwrap().unwrap().text, "of the twin", "neither is lost");
    }

    #[test]
    fn a_text_is_held_whole_or_by_its_beginning_wherever_it_is_kept() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        state.record_version(&edit("mine/a", "a version")).unwrap();
        state.bin_card("mine/b", "mine/b.md", "binned", AT, "window").unwrap();
        let draft =
            NewDraft { card: "mine/c", path: "mine/c.md", at: AT, base: Some("the base"), text: "drafted" };
        state.put_draft(&draft).unwrap();
        for kept in ["", "a version", "a ver", "binned", "bin", "the base", "drafted", "dra"] {
            assert!(state.holds(kept.as_bytes()).unwrap(), "{kept}");
        }
        for lost in ["a version more", "version", "x"] {
            assert!(!state.holds(lost.as_bytes()).unwrap(), "{lost}");
        }
        assert!(!state.holds(b"\xff").unwrap());
    }
}
