//! What was done to the library and the settings, kept so that it can be taken back: the undo stack, in `state.db`.
//!
//! This file keeps the order and the words. What an act consists of is written and read by whoever performs acts;
//! here it is a text. An act that belongs to one library is not offered while another is open.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::LibraryError;
use crate::state::Database;

/// Acts beyond this many are forgotten, the oldest first.
const MOST_ACTS: u32 = 1_000;

/// The log of acts. Several processes may have it open; they write one after the other.
#[derive(Debug)]
pub struct ActLog {
    database: Database,
}

/// An act as it is to be recorded.
#[derive(Debug, Clone)]
pub struct NewAct<'a> {
    /// When it is done, as an ISO time with its zone.
    pub at: &'a str,
    /// The front that does it.
    pub who: &'a str,
    /// What it is, in the words of the user.
    pub words: &'a str,
    /// The library it belongs to; `None` for one that belongs to no library.
    pub scope: Option<&'a str>,
    /// What it consists of.
    pub steps: &'a str,
}

/// An act as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedAct {
    /// Its number, in the order of doing.
    pub id: i64,
    /// When it was done.
    pub at: String,
    /// What it was.
    pub words: String,
}

/// Which end of the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StackEnd {
    /// What would be undone next.
    Done,
    /// What would be redone next.
    Undone,
}

impl ActLog {
    /// Opens the log in a folder, or begins one. A file that is not a database any more is put aside under another
    /// name, never deleted, and a new one is begun.
    ///
    /// # Errors
    /// [`LibraryError::StateTooNew`] for a file of a later version, [`LibraryError::DiskFull`], or what the
    /// database or the operating system refused.
    pub fn open(folder: &Path) -> Result<Self, LibraryError> {
        Ok(Self { database: Database::open(folder)? })
    }

    /// Records an act and forgets what was undone before it, as one with `effect`: where that fails, nothing is
    /// recorded and nothing forgotten. Other processes wait meanwhile.
    ///
    /// # Errors
    /// What `effect` refused, or [`LibraryError`] where the record could not be kept; `undo_effect` has then been
    /// called.
    pub fn record<T, E: From<LibraryError>>(
        &mut self,
        act: &NewAct<'_>,
        effect: impl FnOnce() -> Result<T, E>,
        undo_effect: impl FnOnce(),
    ) -> Result<T, E> {
        let refused = self.database.refused("write");
        let transaction = self.database.write()?;
        insert(&transaction, act).map_err(&refused)?;
        let output = effect()?;
        if let Err(error) = transaction.commit() {
            undo_effect();
            return Err(refused(error).into());
        }
        Ok(output)
    }

    /// Records an act whose effect is there already, as a save is, and returns its number. Where `onto` is the act that
    /// would be undone next, it takes the new one in: its words, its time and its steps become those of the new one.
    ///
    /// # Errors
    /// What the database refused.
    pub fn note(&mut self, act: &NewAct<'_>, onto: Option<i64>) -> Result<i64, LibraryError> {
        let refused = self.database.refused("write");
        let transaction = self.database.write()?;
        let write = || {
            let last = at_end(&transaction, StackEnd::Done, act.scope)?.map(|last| last.id);
            match onto.filter(|onto| last == Some(*onto)) {
                Some(onto) => {
                    transaction.execute(FORGET_UNDONE, [act.scope])?;
                    transaction.execute(
                        "UPDATE act SET at = ?1, words = ?2, steps = ?3 WHERE id = ?4",
                        params![act.at, act.words, act.steps, onto],
                    )?;
                    Ok(onto)
                }
                None => insert(&transaction, act),
            }
        };
        let id = write().map_err(&refused)?;
        transaction.commit().map_err(&refused)?;
        Ok(id)
    }

    /// Moves the act at one end of the stack to the other, as one with `effect`, which is given its steps: where that
    /// fails, it stays where it is. Returns the act with its steps, or `None` where there is none.
    ///
    /// # Errors
    /// As [`ActLog::record`].
    pub fn travel<E: From<LibraryError>>(
        &mut self,
        from: StackEnd,
        scope: Option<&str>,
        effect: impl FnOnce(&RecordedAct, &str) -> Result<(), E>,
        undo_effect: impl FnOnce(&str),
    ) -> Result<Option<(RecordedAct, String)>, E> {
        let refused = self.database.refused("write");
        let transaction = self.database.write()?;
        let Some(act) = at_end(&transaction, from, scope).map_err(&refused)? else { return Ok(None) };
        let move_it = || -> rusqlite::Result<String> {
            let undone = from == StackEnd::Done;
            transaction.execute("UPDATE act SET undone = ?1 WHERE id = ?2", params![undone, act.id])?;
            transaction.query_row("SELECT steps FROM act WHERE id = ?1", [act.id], |row| row.get(0))
        };
        let steps = move_it().map_err(&refused)?;
        effect(&act, &steps)?;
        if let Err(error) = transaction.commit() {
            undo_effect(&steps);
            return Err(refused(error).into());
        }
        Ok(Some((act, steps)))
    }

    /// Forgets an act that cannot be taken back any more.
    ///
    /// # Errors
    /// What the database refused.
    pub fn forget(&mut self, id: i64) -> Result<(), LibraryError> {
        let forgotten = self.database.connection.execute("DELETE FROM act WHERE id = ?1", [id]);
        forgotten.map(drop).map_err(self.database.refused("write"))
    }

    /// The act at one end of the stack, as far as it belongs to this library or to none.
    ///
    /// # Errors
    /// What the database refused.
    pub fn at(&self, end: StackEnd, scope: Option<&str>) -> Result<Option<RecordedAct>, LibraryError> {
        at_end(&self.database.connection, end, scope).map_err(self.database.refused("read"))
    }
}

/// A new act forgets what was undone before it.
const FORGET_UNDONE: &str =
    "DELETE FROM act WHERE undone = 1 AND (scope IS NULL OR ?1 IS NULL OR scope = ?1)";

fn insert(connection: &Connection, act: &NewAct<'_>) -> rusqlite::Result<i64> {
    connection.execute(FORGET_UNDONE, [act.scope])?;
    connection.execute(
        "INSERT INTO act (at, who, words, scope, steps) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![act.at, act.who, act.words, act.scope, act.steps],
    )?;
    let id = connection.last_insert_rowid();
    connection.execute("DELETE FROM act WHERE id <= (SELECT max(id) FROM act) - ?1", [MOST_ACTS])?;
    Ok(id)
}

fn at_end(
    connection: &Connection,
    end: StackEnd,
    scope: Option<&str>,
) -> rusqlite::Result<Option<RecordedAct>> {
    let order = match end {
        StackEnd::Done => "WHERE undone = 0 AND (scope IS NULL OR scope = ?1) ORDER BY id DESC",
        StackEnd::Undone => "WHERE undone = 1 AND (scope IS NULL OR scope = ?1) ORDER BY id ASC",
    };
    let query = format!("SELECT id, at, words FROM act {order} LIMIT 1");
    connection.query_row(&query, [scope], recorded).optional()
}

fn recorded(row: &Row<'_>) -> rusqlite::Result<RecordedAct> {
    Ok(RecordedAct { id: row.get(0)?, at: row.get(1)?, words: row.get(2)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act<'a>(words: &'a str, scope: Option<&'a str>) -> NewAct<'a> {
        NewAct { at: "2026-11-22T09:00:00Z", who: "a test", words, scope, steps: "[]" }
    }

    fn record(log: &mut ActLog, words: &str, scope: Option<&str>) {
        log.record(&act(words, scope), || Ok::<_, LibraryError>(()), || panic!("it was recorded")).unwrap();
    }

    fn undo(log: &mut ActLog) -> Option<String> {
        let travelled =
            log.travel(StackEnd::Done, None, |_, _| Ok::<_, LibraryError>(()), |_| panic!("it was recorded"));
        travelled.unwrap().map(|(act, _)| act.words)
    }

    fn words_at(log: &ActLog, end: StackEnd, scope: Option<&str>) -> Option<String> {
        log.at(end, scope).unwrap().map(|act| act.words)
    }

    #[test]
    fn acts_are_undone_from_the_last_and_redone_in_order() {
        let place = tempfile::tempdir().unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        for words in ["one", "two"] {
            record(&mut log, words, None);
        }
        for expected in ["two", "one"] {
            assert_eq!(undo(&mut log).as_deref(), Some(expected));
        }
        assert_eq!(undo(&mut log), None);
        assert_eq!(log.at(StackEnd::Done, None).unwrap(), None);
        assert_eq!(words_at(&log, StackEnd::Undone, None).as_deref(), Some("one"));
        record(&mut log, "three", None);
        assert_eq!(log.at(StackEnd::Undone, None).unwrap(), None, "a new act forgets what was undone");
    }

    #[test]
    fn an_act_takes_another_in_only_while_it_would_be_undone_next() {
        let place = tempfile::tempdir().unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        let first = log.note(&act("a", None), None).unwrap();
        assert_eq!(log.note(&act("a and b", None), Some(first)).unwrap(), first);
        assert_eq!(words_at(&log, StackEnd::Done, None).as_deref(), Some("a and b"));
        record(&mut log, "between", None);
        let second = log.note(&act("c", None), Some(first)).unwrap();
        assert_ne!(second, first);
        undo(&mut log);
        let third = log.note(&act("d", None), Some(second)).unwrap();
        assert_ne!(third, second, "what was undone takes nothing in");
        assert_eq!(log.at(StackEnd::Undone, None).unwrap(), None);
        for expected in ["d", "between", "a and b"] {
            assert_eq!(undo(&mut log).as_deref(), Some(expected));
        }
        let fourth = log.note(&act("e", None), None).unwrap();
        assert_eq!(log.note(&act("e and f", None), Some(fourth)).unwrap(), fourth);
        assert_eq!(log.at(StackEnd::Undone, None).unwrap(), None, "what was undone is forgotten");
    }

    #[test]
    fn an_act_of_another_library_is_not_offered() {
        let place = tempfile::tempdir().unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        record(&mut log, "anywhere", None);
        record(&mut log, "in a", Some("/a"));
        assert_eq!(words_at(&log, StackEnd::Done, Some("/b")).as_deref(), Some("anywhere"));
        assert_eq!(words_at(&log, StackEnd::Done, Some("/a")).as_deref(), Some("in a"));
    }

    #[test]
    fn an_effect_that_fails_is_not_recorded_and_forgets_nothing() {
        let place = tempfile::tempdir().unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        record(&mut log, "one", None);
        undo(&mut log);
        let failed = log.record(
            &act("two", None),
            || Err::<(), _>(LibraryError::Outside { path: "x".to_owned() }),
            || panic!("there is nothing to undo"),
        );
        assert!(matches!(failed, Err(LibraryError::Outside { .. })));
        assert_eq!(words_at(&log, StackEnd::Undone, None).as_deref(), Some("one"));
        assert_eq!(log.at(StackEnd::Done, None).unwrap(), None);
    }

    #[test]
    fn an_act_that_cannot_be_taken_back_stays_where_it_is() {
        let place = tempfile::tempdir().unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        record(&mut log, "one", None);
        let changed = || LibraryError::Changed { path: "a.md".into() };
        let refused = log.travel(StackEnd::Done, None, |_, _| Err(changed()), |_| panic!("nothing was done"));
        assert!(matches!(refused, Err(LibraryError::Changed { .. })));
        assert_eq!(words_at(&log, StackEnd::Done, None).as_deref(), Some("one"));
    }

    #[test]
    fn a_file_that_many_begin_at_once_is_begun_once() {
        for _ in 0..20 {
            let place = tempfile::tempdir().unwrap();
            let together = std::sync::Barrier::new(6);
            std::thread::scope(|scope| {
                for _ in 0..6 {
                    scope.spawn(|| {
                        together.wait();
                        record(&mut ActLog::open(place.path()).unwrap(), "one", None);
                    });
                }
            });
            let log = ActLog::open(place.path()).unwrap();
            let count = "SELECT count(*) FROM act";
            let kept: u32 = log.database.connection.query_row(count, [], |row| row.get(0)).unwrap();
            assert_eq!(kept, 6, "none was put aside as another program's");
        }
    }

    #[test]
    fn two_processes_record_one_after_the_other() {
        let place = tempfile::tempdir().unwrap();
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let folder = place.path().to_owned();
                std::thread::spawn(move || {
                    let mut log = ActLog::open(&folder).unwrap();
                    for _ in 0..10 {
                        record(&mut log, "one", None);
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        let log = ActLog::open(place.path()).unwrap();
        let kept: u32 =
            log.database.connection.query_row("SELECT count(*) FROM act", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 40);
    }

    #[test]
    fn what_was_recorded_is_there_at_the_next_start() {
        let place = tempfile::tempdir().unwrap();
        record(&mut ActLog::open(place.path()).unwrap(), "one", None);
        let log = ActLog::open(place.path()).unwrap();
        assert_eq!(words_at(&log, StackEnd::Done, None).as_deref(), Some("one"));
    }

    #[test]
    fn only_so_many_acts_are_kept() {
        let place = tempfile::tempdir().unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        log.database.connection.pragma_update(None, "synchronous", "OFF").unwrap();
        for number in 0..MOST_ACTS + 5 {
            record(&mut log, &number.to_string(), None);
        }
        let kept: u32 =
            log.database.connection.query_row("SELECT count(*) FROM act", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, MOST_ACTS);
    }
}
