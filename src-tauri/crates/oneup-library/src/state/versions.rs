//! The history of each card: every text it had, with when, by which program and why.
//!
//! Rows are only added, and thinned out long after by `thinning.rs`. The first version of a run is packed alone and each of the run against it; a run ends
//! where its members grow apart or become many. So no version is read through more than one other, and a kill while a
//! version is recorded touches no older one.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::error::LibraryError;
use crate::state::packing::{Packer, pack_against, unpack};
use crate::state::why::{Origin, Why};
use crate::state::{LibraryState, card, find_card};

/// A run of versions has this many members at most, so that damage to its first leaves the rest of a long history.
const LONGEST_RUN: u32 = 32;

/// A member of a run that takes more than one part in so many of what its first takes begins a new run.
const APART: usize = 2;

const COLUMNS: &str = "version.id, path, at, origin, who, why, length";

/// A text as it is to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewVersion<'a> {
    /// The full id of the card.
    pub card: &'a str,
    /// Its path within the library.
    pub path: &'a str,
    /// The whole text of the file.
    pub text: &'a str,
    /// When, as an ISO time with its zone.
    pub at: &'a str,
    /// Here or outside.
    pub origin: Origin,
    /// The front, or what is known of the other program.
    pub who: &'a str,
    /// Why.
    pub why: Why,
}

/// A text found on the disk, which may have been seen before.
#[derive(Debug, Clone, Copy)]
pub struct SeenText<'a> {
    /// The full id of the card.
    pub card: &'a str,
    /// Its path within the library.
    pub path: &'a str,
    /// The whole text of the file.
    pub text: &'a str,
}

/// A version as it was recorded; its text is read by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, in the order of recording.
    pub id: i64,
    /// Where the file was.
    pub path: String,
    /// When.
    pub at: String,
    /// Here or outside.
    pub origin: Origin,
    /// The front, or what is known of the other program.
    pub who: String,
    /// Why.
    pub why: Why,
    /// How long the text is, in bytes.
    pub bytes: u64,
}

impl LibraryState {
    /// Records a text of a card and returns the number of its version, which is on the disk then. The same text at
    /// the same path twice in a row is one version.
    ///
    /// # Errors
    /// [`LibraryError::DiskFull`], or what the database refused.
    pub fn record_version(&mut self, version: &NewVersion<'_>) -> Result<i64, LibraryError> {
        let library = self.library;
        self.write(|transaction| Ok(add(transaction, library, &mut new_packer()?, version)?.id))
    }

    /// Records what was found on the disk as far as it was not seen before, all at once: a text of a card without a
    /// history as first seen, one that differs from the newest version as an edit outside. Returns how many versions
    /// that made.
    ///
    /// # Errors
    /// [`LibraryError::DiskFull`], or what the database refused; nothing is recorded then.
    pub fn note_unseen(
        &mut self,
        at: &str,
        who: &str,
        batch: &[SeenText<'_>],
    ) -> Result<usize, LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            let mut packer = new_packer()?;
            let mut made = 0;
            for seen in batch {
                let SeenText { card, path, text } = *seen;
                let is_known = find_card(transaction, library, card)?
                    .map(|card| last(transaction, card))
                    .transpose()?
                    .flatten()
                    .is_some();
                let why = if is_known { Why::Edit } else { Why::FirstSeen };
                let version = NewVersion { card, path, text, at, origin: Origin::Outside, who, why };
                made += usize::from(add(transaction, library, &mut packer, &version)?.is_new);
            }
            Ok(made)
        })
    }

    /// The versions of a card, the newest first.
    ///
    /// # Errors
    /// What the database refused.
    pub fn versions(&self, card: &str) -> Result<Vec<Version>, LibraryError> {
        self.read(|connection| {
            let query = format!(
                "SELECT {COLUMNS} FROM version JOIN card ON card.id = version.card
                 WHERE library = ?1 AND key = ?2 ORDER BY version.id DESC"
            );
            connection.prepare(&query)?.query_map(params![self.library, card], version)?.collect()
        })
    }

    /// The text of a version; `None` where this library has none of that number.
    ///
    /// # Errors
    /// [`LibraryError::DamagedText`] for a version whose bytes are wrong, which says nothing about the others, or
    /// what the database refused.
    pub fn read_version(&self, id: i64) -> Result<Option<String>, LibraryError> {
        let found = self.read(|connection| {
            let query = "SELECT key, at FROM version JOIN card ON card.id = version.card
                         WHERE version.id = ?1 AND library = ?2";
            let of = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
            let Some((card, at)) = connection.query_row(query, [id, self.library], of).optional()? else {
                return Ok(None);
            };
            Ok(Some(text_of(connection, id)?.ok_or(LibraryError::DamagedText { card, at })))
        })?;
        found.transpose()
    }

    /// Where each card of which a version is kept stood when that was last noted: what is not among these paths has
    /// not been seen yet.
    ///
    /// # Errors
    /// What the database refused.
    pub fn noted_paths(&self) -> Result<HashSet<String>, LibraryError> {
        self.read(|connection| {
            let query = "SELECT path FROM version WHERE id IN (
                             SELECT max(version.id) FROM version JOIN card ON card.id = version.card
                             WHERE library = ?1 GROUP BY card)";
            connection.prepare(query)?.query_map([self.library], |row| row.get(0))?.collect()
        })
    }

    /// Whether a version begins with these bytes.
    pub(super) fn version_holds(&self, beginning: &[u8]) -> rusqlite::Result<bool> {
        let connection = &self.database.connection;
        let mut query = connection.prepare(
            "SELECT version.id FROM version JOIN card ON card.id = version.card
             WHERE library = ?1 AND length >= ?2 ORDER BY version.id DESC",
        )?;
        let mut rows = query.query(params![self.library, beginning.len()])?;
        while let Some(row) = rows.next()? {
            let text = text_of(connection, row.get(0)?)?;
            if text.is_some_and(|text| text.as_bytes().starts_with(beginning)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

struct Added {
    id: i64,
    is_new: bool,
}

/// The newest version of a card, as far as the next one needs it.
struct Last {
    id: i64,
    base: Option<i64>,
    path: String,
}

fn add(
    transaction: &Transaction<'_>,
    library: i64,
    alone: &mut Packer,
    new: &NewVersion<'_>,
) -> rusqlite::Result<Added> {
    let card = card(transaction, library, new.card)?;
    let last = last(transaction, card)?;
    if let Some(last) = &last
        && last.path == new.path
        && text_of(transaction, last.id)?.as_deref() == Some(new.text)
    {
        return Ok(Added { id: last.id, is_new: false });
    }
    let first_of_run = last.map(|last| last.base.unwrap_or(last.id));
    let (base, packed) =
        match first_of_run.map(|first| join(transaction, card, first, new.text)).transpose()? {
            Some(Some((first, packed))) => (Some(first), packed),
            Some(None) | None => (None, alone.pack(new.text).map_err(unpackable)?),
        };
    transaction
        .prepare_cached(
            "INSERT INTO version (card, path, at, origin, who, why, base, length, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            card,
            new.path,
            new.at,
            new.origin,
            new.who,
            new.why,
            base,
            new.text.len(),
            packed
        ])?;
    Ok(Added { id: transaction.last_insert_rowid(), is_new: true })
}

/// Packs a text as a member of a run; `None` where it is to begin a new one.
fn join(
    transaction: &Transaction<'_>,
    card: i64,
    first: i64,
    text: &str,
) -> rusqlite::Result<Option<(i64, Vec<u8>)>> {
    let run: u32 = transaction
        .prepare_cached("SELECT count(*) FROM version WHERE card = ?1 AND id >= ?2")?
        .query_row([card, first], |row| row.get(0))?;
    if run >= LONGEST_RUN {
        return Ok(None);
    }
    // A first that is damaged packs nothing any more.
    let Some(base) = text_of(transaction, first)? else { return Ok(None) };
    let packed = pack_against(&base, text).map_err(unpackable)?;
    let whole: usize = transaction
        .prepare_cached("SELECT length(text) FROM version WHERE id = ?1")?
        .query_row([first], |row| row.get(0))?;
    Ok((packed.len() * APART <= whole || packed.len() < 64).then_some((first, packed)))
}

fn last(connection: &Connection, card: i64) -> rusqlite::Result<Option<Last>> {
    connection
        .prepare_cached("SELECT id, base, path FROM version WHERE card = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([card], |row| Ok(Last { id: row.get(0)?, base: row.get(1)?, path: row.get(2)? }))
        .optional()
}

/// The text of a version that exists; `None` where its bytes are wrong.
fn text_of(connection: &Connection, id: i64) -> rusqlite::Result<Option<String>> {
    let mut query = connection.prepare_cached("SELECT base, length, text FROM version WHERE id = ?1")?;
    let (base, length, packed): (Option<i64>, usize, Vec<u8>) =
        query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let Some(base) = base else { return Ok(unpack(None, &packed, length).ok()) };
    let (length_of_base, packed_base): (usize, Vec<u8>) =
        query.query_row([base], |row| Ok((row.get(1)?, row.get(2)?)))?;
    let Ok(base) = unpack(None, &packed_base, length_of_base) else { return Ok(None) };
    Ok(unpack(Some(&base), &packed, length).ok())
}

fn new_packer() -> rusqlite::Result<Packer> {
    Packer::new().map_err(unpackable)
}

/// Packing fails for want of memory only.
fn unpackable(error: std::io::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}

fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    Ok(Version {
        id: row.get(0)?,
        path: row.get(1)?,
        at: row.get(2)?,
        origin: row.get(3)?,
        who: row.get(4)?,
        why: row.get(5)?,
        bytes: row.get(6)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::state::tests::{AT, edit, state};

    /// A text of a few kilobytes in which number `n` stands in one of its lines.
    fn text(n: usize) -> String {
        let line = |at: usize| format!("- line {at} says {} about the night shift\n", at * 7919 % 1009);
        (0..60).map(|at| if at == n % 60 { format!("- edit {n}\n") } else { line(at) }).collect()
    }

    fn texts(state: &LibraryState, card: &str) -> Vec<String> {
        let versions = state.versions(card).unwrap();
        versions.iter().map(|version| state.read_version(version.id).unwrap().unwrap()).collect()
    }

    fn damage(state: &LibraryState, id: i64) {
        let change = "UPDATE version SET text = CAST(x'28b52ffd' || substr(text, 9) AS BLOB) WHERE id = ?1";
        assert_eq!(state.database.connection.execute(change, [id]).unwrap(), 1);
    }

    #[test]
    fn a_path_is_noted_while_it_is_that_of_the_newest_version() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        assert!(state.noted_paths().unwrap().is_empty());
        state.record_version(&edit("mine/a", "one")).unwrap();
        state.record_version(&edit("mine/b", "of b")).unwrap();
        state.record_version(&NewVersion { path: "mine/sub/a.md", ..edit("mine/a", "one") }).unwrap();
        state.record_version(&NewVersion { path: "mine/b.md", ..edit("mine/b", "of b") }).unwrap();
        let expected = ["mine/b.md", "mine/sub/a.md"].map(str::to_owned);
        assert_eq!(state.noted_paths().unwrap(), HashSet::from(expected));
    }

    #[test]
    fn every_version_comes_back_with_who_when_and_why() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let expected: Vec<String> = (0..9 * Why::ALL.len()).map(text).collect();
        for (text, why) in expected.iter().zip(Why::ALL.into_iter().cycle()) {
            let origin = if why == Why::FirstSeen { Origin::Outside } else { Origin::Here };
            state.record_version(&NewVersion { origin, why, ..edit("mine/a", text) }).unwrap();
        }
        state.record_version(&edit("mine/b", "another card")).unwrap();
        assert!(texts(&state, "mine/a").iter().eq(expected.iter().rev()));
        let newest = &state.versions("mine/a").unwrap()[0];
        assert_eq!(
            (newest.why, newest.origin, &*newest.at, &*newest.who, &*newest.path, newest.bytes),
            (
                Why::Recovered,
                Origin::Here,
                AT,
                "window",
                "mine/a.md",
                expected[expected.len() - 1].len() as u64
            )
        );
        let whole: u32 = state
            .database
            .connection
            .query_row("SELECT count(*) FROM version WHERE base IS NULL", [], |row| row.get(0))
            .unwrap();
        assert_eq!(whole, 1 + 100_u32.div_ceil(LONGEST_RUN), "runs are packed, and not without end");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn whatever_is_recorded_is_read_again(edits in prop::collection::vec(("[ab]{0,400}", any::<bool>()), 1..50)) {
            let place = tempfile::tempdir().unwrap();
            let mut state = state(&place);
            state.database.connection.pragma_update(None, "synchronous", "OFF").unwrap();
            let mut expected: Vec<String> = Vec::new();
            for (text, is_appended) in edits {
                let last = expected.last().filter(|_| is_appended).cloned().unwrap_or_default();
                let text = last + &text;
                state.record_version(&edit("mine/a", &text)).unwrap();
                expected.push(text);
            }
            expected.dedup();
            expected.reverse();
            prop_assert_eq!(texts(&state, "mine/a"), expected);
        }
    }

    #[test]
    fn the_same_text_twice_in_a_row_is_one_version_and_a_move_is_one_more() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let first = state.record_version(&edit("mine/a", "one")).unwrap();
        assert_eq!(state.record_version(&edit("mine/a", "one")).unwrap(), first);
        state.record_version(&edit("mine/a", "two")).unwrap();
        state.record_version(&edit("mine/a", "one")).unwrap();
        state.record_version(&NewVersion { path: "mine/b.md", ..edit("mine/a", "one") }).unwrap();
        assert_eq!(texts(&state, "mine/a"), ["one", "one", "two", "one"]);
    }

    #[test]
    fn what_is_found_on_the_disk_is_noted_once_and_told_from_what_is_known() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        state.record_version(&edit("mine/known", "as it was")).unwrap();
        let path = "mine/a.md";
        let batch = [
            SeenText { card: "mine/known", path, text: "as another program left it" },
            SeenText { card: "mine/new", path, text: "new" },
            SeenText { card: "mine/new", path, text: "new" },
        ];
        assert_eq!(state.note_unseen(AT, "another program", &batch).unwrap(), 2);
        assert_eq!(state.note_unseen(AT, "another program", &batch).unwrap(), 0);
        let newest = |card| state.versions(card).unwrap().remove(0);
        assert_eq!((newest("mine/known").why, newest("mine/known").origin), (Why::Edit, Origin::Outside));
        assert_eq!((newest("mine/new").why, newest("mine/new").origin), (Why::FirstSeen, Origin::Outside));
        assert_eq!(state.versions("mine/new").unwrap().len(), 1);
    }

    #[test]
    fn a_damaged_version_is_told_and_the_others_are_read() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let ids: Vec<i64> =
            (0..5).map(|n| state.record_version(&edit("mine/a", &text(n))).unwrap()).collect();
        damage(&state, ids[2]);
        let error = state.read_version(ids[2]).unwrap_err();
        assert!(matches!(&error, LibraryError::DamagedText { card, at } if card == "mine/a" && at == AT));
        for (n, id) in ids.iter().enumerate().filter(|(n, _)| *n != 2) {
            assert_eq!(state.read_version(*id).unwrap().unwrap(), text(n));
        }
        assert_eq!(state.versions("mine/a").unwrap().len(), 5, "it is still listed");
    }

    #[test]
    fn a_history_goes_on_after_its_first_version_was_damaged() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let ids: Vec<i64> =
            (0..3).map(|n| state.record_version(&edit("mine/a", &text(n))).unwrap()).collect();
        damage(&state, ids[0]);
        for id in &ids {
            assert!(matches!(state.read_version(*id), Err(LibraryError::DamagedText { .. })));
        }
        let next = state.record_version(&edit("mine/a", &text(2))).unwrap();
        assert_ne!(next, ids[2], "what cannot be read is not taken for the same");
        assert_eq!(state.read_version(next).unwrap().unwrap(), text(2));
        assert_eq!(state.read_version(next + 1).unwrap(), None);
    }

    #[test]
    fn a_text_that_grew_apart_begins_a_new_run() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        state.record_version(&edit("mine/a", &text(0))).unwrap();
        let chance = |n: u64| (n * n).wrapping_mul(6_364_136_223_846_793_005) >> 59;
        let other: String = (0..3_000).map(|n| char::from(b'A' + chance(n) as u8)).collect();
        let id = state.record_version(&edit("mine/a", &other)).unwrap();
        let base: Option<i64> = state
            .database
            .connection
            .query_row("SELECT base FROM version WHERE id = ?1", [id], |row| row.get(0))
            .unwrap();
        assert_eq!(base, None);
    }
}
