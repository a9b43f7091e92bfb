//! What was done to the library and the settings, kept so that it can be taken back: the undo stack, in `state.db`.
//!
//! This file keeps the order and the words. What an act consists of is written and read by whoever performs acts;
//! here it is a text. An act that belongs to one library is not offered while another is open.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use crate::error::LibraryError;

/// Marks the file as One-Up's own: “1Up1” in ASCII.
const APPLICATION_ID: i32 = 0x3155_7031;

/// The form of the tables; an older file is brought up to it, a newer one is refused.
const VERSION: i32 = 1;

/// Acts beyond this many are forgotten, the oldest first.
const MOST_ACTS: u32 = 1_000;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(5);

const TABLES: &str = "
CREATE TABLE act (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,            -- ISO time with its zone
    who    TEXT NOT NULL,            -- the front that did it
    words  TEXT NOT NULL,
    scope  TEXT,                     -- the library folder it belongs to; NULL for any
    steps  TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX act_by_scope ON act (undone, scope, id);
";

/// The log of acts. Several processes may have it open; they write one after the other.
#[derive(Debug)]
pub struct ActLog {
    connection: Connection,
    path: PathBuf,
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
        let path = folder.join("state.db");
        match Self::open_at(&path) {
            Err(LibraryError::State { source, .. }) if is_damage(&source) => {
                let aside = put_aside(&path)?;
                tracing::warn!(aside = %aside.display(), "state.db was damaged; it was put aside and begun anew");
                Self::open_at(&path)
            }
            opened => opened,
        }
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
        let refused = refused("write", &self.path);
        let transaction = begin(&mut self.connection).map_err(&refused)?;
        let write = || {
            transaction.execute(
                "DELETE FROM act WHERE undone = 1 AND (scope IS NULL OR ?1 IS NULL OR scope = ?1)",
                [act.scope],
            )?;
            transaction.execute(
                "INSERT INTO act (at, who, words, scope, steps) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![act.at, act.who, act.words, act.scope, act.steps],
            )?;
            transaction.execute("DELETE FROM act WHERE id <= (SELECT max(id) FROM act) - ?1", [MOST_ACTS])
        };
        write().map_err(&refused)?;
        let output = effect()?;
        if let Err(error) = transaction.commit() {
            undo_effect();
            return Err(refused(error).into());
        }
        Ok(output)
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
        let refused = refused("write", &self.path);
        let transaction = begin(&mut self.connection).map_err(&refused)?;
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
        let forgotten = self.connection.execute("DELETE FROM act WHERE id = ?1", [id]);
        forgotten.map(drop).map_err(refused("write", &self.path))
    }

    /// The act at one end of the stack, as far as it belongs to this library or to none.
    ///
    /// # Errors
    /// What the database refused.
    pub fn at(&self, end: StackEnd, scope: Option<&str>) -> Result<Option<RecordedAct>, LibraryError> {
        at_end(&self.connection, end, scope).map_err(refused("read", &self.path))
    }

    fn open_at(path: &Path) -> Result<Self, LibraryError> {
        let refused = refused("open", path);
        let mut connection = Connection::open(path).map_err(&refused)?;
        let prepare = || {
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "trusted_schema", false)?;
            connection.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0))
        };
        let version = prepare().map_err(&refused)?;
        if version > VERSION {
            return Err(LibraryError::StateTooNew { path: path.to_owned() });
        }
        if version == 0 {
            make_tables(&mut connection).map_err(&refused)?;
        }
        keep_private(path);
        Ok(Self { connection, path: path.to_owned() })
    }
}

/// Makes the tables, all or nothing; another process that began at the same moment may have made them meanwhile.
fn make_tables(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = begin(connection)?;
    let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == 0 {
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}

/// Begins to write, waiting for another process that does.
fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
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

/// Names the operation of a refusal, and tells a full disk from the rest.
fn refused(operation: &'static str, path: &Path) -> impl Fn(rusqlite::Error) -> LibraryError {
    let path = path.to_owned();
    move |source| match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => LibraryError::DiskFull { path: path.clone() },
        _ => LibraryError::State { operation, path: path.clone(), source },
    }
}

/// Only what says that the bytes themselves are wrong; a lock, a right or a full disk never does.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Moves a damaged file, with what belongs to it, to a name that is free.
fn put_aside(path: &Path) -> Result<PathBuf, LibraryError> {
    let named = |number: u32, ending: &str| path.with_file_name(format!("state.db.damaged-{number}{ending}"));
    let number = (1..10_000).find(|number| !named(*number, "").exists()).unwrap_or(10_000);
    for ending in ["-wal", "-shm", ""] {
        let from = path.with_file_name(format!("state.db{ending}"));
        match std::fs::rename(&from, named(number, ending)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            moved => moved.map_err(|source| LibraryError::io("put aside", &from, source))?,
        }
    }
    Ok(named(number, ""))
}

/// For this user alone; the folder is so already, and a right that cannot be set is no reason not to work.
fn keep_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o600);
        if let Err(error) = std::fs::set_permissions(path, private) {
            tracing::warn!(%error, "state.db could not be made private");
        }
    }
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
        let kept: u32 = log.connection.query_row("SELECT count(*) FROM act", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 40);
    }

    #[test]
    fn what_was_recorded_is_there_at_the_next_start_and_the_file_is_ours() {
        let place = tempfile::tempdir().unwrap();
        record(&mut ActLog::open(place.path()).unwrap(), "one", None);
        let log = ActLog::open(place.path()).unwrap();
        assert_eq!(words_at(&log, StackEnd::Done, None).as_deref(), Some("one"));
        let id: i32 = log.connection.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap();
        assert_eq!(id, APPLICATION_ID);
    }

    #[test]
    fn only_so_many_acts_are_kept() {
        let place = tempfile::tempdir().unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        log.connection.pragma_update(None, "synchronous", "OFF").unwrap();
        for number in 0..MOST_ACTS + 5 {
            record(&mut log, &number.to_string(), None);
        }
        let kept: u32 = log.connection.query_row("SELECT count(*) FROM act", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, MOST_ACTS);
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_never_deleted() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("state.db"), "this is no database, and long enough to tell")
            .unwrap();
        let mut log = ActLog::open(place.path()).unwrap();
        record(&mut log, "one", None);
        let aside = std::fs::read_to_string(place.path().join("state.db.damaged-1")).unwrap();
        assert!(aside.starts_with("this is no database"));
    }

    #[test]
    fn a_file_of_a_later_version_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        drop(ActLog::open(place.path()).unwrap());
        let path = place.path().join("state.db");
        Connection::open(&path).unwrap().pragma_update(None, "user_version", VERSION + 1).unwrap();
        assert!(matches!(ActLog::open(place.path()), Err(LibraryError::StateTooNew { .. })));
        assert!(path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_may_not_be_written_is_no_damage() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        drop(ActLog::open(place.path()).unwrap());
        let path = place.path().join("state.db");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        // Who may do everything, as in a container, is refused nothing.
        if std::fs::read(&path).is_err() {
            assert!(matches!(ActLog::open(place.path()), Err(LibraryError::State { .. })));
        }
        assert!(!place.path().join("state.db.damaged-1").exists());
    }
}
