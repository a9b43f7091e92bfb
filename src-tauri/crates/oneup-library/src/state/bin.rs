//! Deleted cards, kept until they are forgotten on purpose.
//!
//! A card is put here before its file is removed and leaves only after its file stands again: a kill in between leaves
//! it in both places, never in none.

use rusqlite::{OptionalExtension, Row, params};

use crate::error::LibraryError;
use crate::state::packing::{Packer, unpack};
use crate::state::{LibraryState, card};

const COLUMNS: &str = "binned.id, key, path, at, who, length";

/// A deleted card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinnedCard {
    /// Its number in the bin.
    pub id: i64,
    /// Its full id.
    pub card: String,
    /// Where its file was.
    pub path: String,
    /// When it was deleted.
    pub at: String,
    /// The front that deleted it, or what is known of the other program.
    pub who: String,
    /// How long its text is, in bytes.
    pub bytes: u64,
}

impl LibraryState {
    /// Puts a card into the bin and returns its number there; it is on the disk then.
    ///
    /// # Errors
    /// [`LibraryError::DiskFull`], or what the database refused.
    pub fn bin_card(
        &mut self,
        key: &str,
        path: &str,
        text: &str,
        at: &str,
        who: &str,
    ) -> Result<i64, LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            let packed = Packer::new()
                .and_then(|mut packer| packer.pack(text))
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
            let card = card(transaction, library, key)?;
            transaction.execute(
                "INSERT INTO binned (card, path, at, who, length, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![card, path, at, who, text.len(), packed],
            )?;
            Ok(transaction.last_insert_rowid())
        })
    }

    /// What is in the bin, the last deleted first.
    ///
    /// # Errors
    /// What the database refused.
    pub fn binned(&self) -> Result<Vec<BinnedCard>, LibraryError> {
        self.read(|connection| {
            let query = format!(
                "SELECT {COLUMNS} FROM binned JOIN card ON card.id = binned.card
                 WHERE library = ?1 ORDER BY binned.id DESC"
            );
            connection.prepare(&query)?.query_map([self.library], binned)?.collect()
        })
    }

    /// A card in the bin with its text; `None` where there is none of that number.
    ///
    /// # Errors
    /// [`LibraryError::DamagedText`] where its bytes are wrong, or what the database refused.
    pub fn read_binned(&self, id: i64) -> Result<Option<(BinnedCard, String)>, LibraryError> {
        let found = self.read(|connection| {
            let query = format!(
                "SELECT {COLUMNS}, text FROM binned JOIN card ON card.id = binned.card
                 WHERE binned.id = ?1 AND library = ?2"
            );
            let of = |row: &Row<'_>| Ok((binned(row)?, row.get::<_, Vec<u8>>(6)?));
            connection.query_row(&query, [id, self.library], of).optional()
        })?;
        let Some((card, packed)) = found else { return Ok(None) };
        match unpack(None, &packed, usize::try_from(card.bytes).unwrap_or(usize::MAX)) {
            Ok(text) => Ok(Some((card, text))),
            Err(_) => Err(LibraryError::DamagedText { card: card.card, at: card.at }),
        }
    }

    /// Takes a card out of the bin: `restore` writes its file, and only once it has does the card leave the bin.
    /// Returns what `restore` did, or `None` where there is no card of that number.
    ///
    /// # Errors
    /// What `restore` refused, and those of [`LibraryState::read_binned`]; the card is then still in the bin.
    pub fn take_out<T, E: From<LibraryError>>(
        &mut self,
        id: i64,
        restore: impl FnOnce(&BinnedCard, &str) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        let Some((card, text)) = self.read_binned(id)? else { return Ok(None) };
        let output = restore(&card, &text)?;
        self.forget_binned(id)?;
        Ok(Some(output))
    }

    /// Forgets a card in the bin for good; one that is not there any more is no failure.
    ///
    /// # Errors
    /// What the database refused.
    pub fn forget_binned(&mut self, id: i64) -> Result<(), LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM binned WHERE id = ?1 AND card IN (SELECT id FROM card WHERE library = ?2)",
                [id, library],
            )?;
            Ok(())
        })
    }

    /// Forgets for good what was deleted before a moment, given as an ISO time with its zone, and returns how many
    /// cards that were. What cannot be compared with the moment stays.
    ///
    /// # Errors
    /// What the database refused.
    pub fn forget_binned_before(&mut self, moment: &str) -> Result<usize, LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM binned WHERE julianday(at) < julianday(?1)
                 AND card IN (SELECT id FROM card WHERE library = ?2)",
                params![moment, library],
            )
        })
    }

    /// Whether a card in the bin begins with these bytes.
    pub(super) fn bin_holds(&self, beginning: &[u8]) -> rusqlite::Result<bool> {
        let mut query = self.database.connection.prepare(
            "SELECT binned.length, text FROM binned JOIN card ON card.id = binned.card
             WHERE library = ?1 AND binned.length >= ?2",
        )?;
        let mut rows = query.query(params![self.library, beginning.len()])?;
        while let Some(row) = rows.next()? {
            let (length, packed): (usize, Vec<u8>) = (row.get(0)?, row.get(1)?);
            if unpack(None, &packed, length).is_ok_and(|text| text.as_bytes().starts_with(beginning)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn binned(row: &Row<'_>) -> rusqlite::Result<BinnedCard> {
    Ok(BinnedCard {
        id: row.get(0)?,
        card: row.get(1)?,
        path: row.get(2)?,
        at: row.get(3)?,
        who: row.get(4)?,
        bytes: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::{AT, state};

    #[test]
    fn a_deleted_card_comes_back_whole_and_leaves_the_bin_only_then() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let text = "---\r\nid: a\r\n---\r\n\u{feff}Text 😀, no newline";
        let id = state.bin_card("mine/a", "mine/forces/a.md", text, AT, "window").unwrap();
        let listed = state.binned().unwrap();
        let expected = BinnedCard {
            id,
            card: "mine/a".into(),
            path: "mine/forces/a.md".into(),
            at: AT.into(),
            who: "window".into(),
            bytes: text.len() as u64,
        };
        assert_eq!(listed, [expected]);
        let refused = state
            .take_out(id, |card, _| Err::<(), _>(LibraryError::Exists { path: card.path.clone().into() }));
        assert!(matches!(refused, Err(LibraryError::Exists { .. })));
        assert_eq!(state.binned().unwrap().len(), 1, "what could not be written is still in the bin");
        let written = state.take_out(id, |_, text| Ok::<_, LibraryError>(text.to_owned())).unwrap();
        assert_eq!(written.as_deref(), Some(text));
        assert_eq!(state.binned().unwrap(), []);
        let gone = state.take_out(id, |_, _| -> Result<(), LibraryError> { panic!("it is not there") });
        assert_eq!(gone.unwrap(), None);
    }

    #[test]
    fn the_old_is_forgotten_whatever_zone_it_was_deleted_in() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        // 10:30 in Berlin is before 10:00 in London, though it reads later.
        for (card, at) in [
            ("mine/old", "2026-11-01T10:30:00+01:00"),
            ("mine/new", "2026-11-01T10:30:00+00:00"),
            ("mine/unclear", "lately"),
        ] {
            state.bin_card(card, "mine/a.md", card, at, "window").unwrap();
        }
        assert_eq!(state.forget_binned_before("not a moment").unwrap(), 0);
        assert_eq!(state.forget_binned_before("2026-11-01T10:00:00Z").unwrap(), 1);
        let left: Vec<_> = state.binned().unwrap().into_iter().map(|card| card.card).collect();
        assert_eq!(left, ["mine/unclear", "mine/new"]);
    }

    #[test]
    fn a_damaged_text_is_told_and_the_others_are_read() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let bad = state.bin_card("mine/bad", "mine/a.md", "bad", AT, "window").unwrap();
        let good = state.bin_card("mine/good", "mine/a.md", "good", AT, "window").unwrap();
        state
            .database
            .connection
            .execute("UPDATE binned SET text = zeroblob(9) WHERE id = ?1", [bad])
            .unwrap();
        let error = state.read_binned(bad).unwrap_err();
        assert!(matches!(&error, LibraryError::DamagedText { card, .. } if card == "mine/bad"), "{error}");
        assert_eq!(state.read_binned(good).unwrap().unwrap().1, "good");
    }
}
