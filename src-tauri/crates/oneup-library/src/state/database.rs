//! The one way to open `state.db`: its pragmas, its tables, and how an older file is brought up to them.
//!
//! What was acknowledged survives a kill and a power cut: every transaction is flushed before it returns (write-ahead
//! log, synchronous FULL). A file whose bytes are wrong is put aside and begun anew; a lock, a missing right or a full
//! disk is never taken for that.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::error::LibraryError;

/// Marks the file as One-Up's own: “1Up1” in ASCII.
pub(crate) const APPLICATION_ID: i32 = 0x3155_7031;

/// The form of the tables; an older file is brought up to it, a newer one is refused.
pub(crate) const VERSION: i32 = 3;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// The log beside the file is cut back to this many bytes after a large transaction, as a first look at a library is.
const LARGEST_LOG: i64 = 4 * 1024 * 1024;

/// What brings a file from each form to the next, in order; a line that was released is never changed again.
const STEPS: [&str; 3] = [
    "
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
",
    "
CREATE TABLE library (
    id    INTEGER PRIMARY KEY,
    scope TEXT NOT NULL UNIQUE       -- the library folder, as acts name it
) STRICT;
CREATE TABLE card (
    id      INTEGER PRIMARY KEY,
    library INTEGER NOT NULL REFERENCES library (id),
    key     TEXT NOT NULL,           -- the full id, pack/id
    UNIQUE (library, key)
) STRICT;
CREATE TABLE version (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    card   INTEGER NOT NULL REFERENCES card (id),
    path   TEXT NOT NULL,
    at     TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('here', 'outside')),
    who    TEXT NOT NULL,            -- the front, or what is known of the other program
    why    TEXT NOT NULL,
    base   INTEGER REFERENCES version (id),  -- whose text packs this one; NULL where it is packed alone
    length INTEGER NOT NULL,         -- bytes of the text
    text   BLOB NOT NULL
) STRICT;
CREATE INDEX version_by_card ON version (card, id);
CREATE TABLE binned (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    card   INTEGER NOT NULL REFERENCES card (id),
    path   TEXT NOT NULL,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,
    length INTEGER NOT NULL,
    text   BLOB NOT NULL
) STRICT;
CREATE TABLE draft (
    card   INTEGER PRIMARY KEY REFERENCES card (id),
    path   TEXT NOT NULL,
    at     TEXT NOT NULL,
    base   TEXT,                     -- what the editor began from; NULL for a card that has no file yet
    text   TEXT NOT NULL
) STRICT;
CREATE TABLE review (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    card   INTEGER NOT NULL REFERENCES card (id),
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,
    why    TEXT NOT NULL CHECK (why <> '')
) STRICT;
CREATE INDEX review_by_card ON review (card, id);
",
    "
CREATE TABLE undoing (
    card INTEGER PRIMARY KEY REFERENCES card (id),
    at   TEXT NOT NULL,
    text TEXT NOT NULL               -- what the editor takes back, in its own form
) STRICT;
",
];

/// `state.db`, open. Several processes may have it open; they write one after the other.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) connection: Connection,
    path: PathBuf,
}

impl Database {
    /// Opens the file in a folder, or begins one. A file that is not a database any more, or another program's, is
    /// put aside under another name, never deleted, and a new one is begun.
    ///
    /// # Errors
    /// [`LibraryError::StateTooNew`] for a file of a later version, [`LibraryError::DiskFull`], or what the database
    /// or the operating system refused.
    pub(crate) fn open(folder: &Path) -> Result<Self, LibraryError> {
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

    /// Begins to write, waiting for another process that does.
    ///
    /// # Errors
    /// What the database refused.
    pub(crate) fn write(&mut self) -> Result<Transaction<'_>, LibraryError> {
        let refused = refused("write", &self.path);
        begin(&mut self.connection).map_err(refused)
    }

    /// Names the operation of a refusal by this file.
    pub(crate) fn refused(
        &self,
        operation: &'static str,
    ) -> impl Fn(rusqlite::Error) -> LibraryError + use<> {
        refused(operation, &self.path)
    }

    fn open_at(path: &Path) -> Result<Self, LibraryError> {
        let refused = refused("open", path);
        let mut connection = Connection::open(path).map_err(&refused)?;
        let prepare = || {
            connection.busy_timeout(PATIENCE)?;
            let version = version_of_own(&connection)?;
            if version <= VERSION {
                keep_a_log(&connection)?;
                connection.pragma_update(None, "synchronous", "FULL")?;
                connection.pragma_update(None, "journal_size_limit", LARGEST_LOG)?;
                connection.pragma_update(None, "foreign_keys", true)?;
                connection.pragma_update(None, "cell_size_check", true)?;
                connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
                connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            }
            Ok(version)
        };
        let version: i32 = prepare().map_err(&refused)?;
        if version > VERSION {
            return Err(LibraryError::StateTooNew { path: path.to_owned() });
        }
        if version < VERSION {
            bring_up(&mut connection).map_err(&refused)?;
        }
        keep_private(path);
        Ok(Self { connection, path: path.to_owned() })
    }
}

/// Reads the form of the tables, and refuses a database that another program made in the way damage is told: it is
/// put aside for the same reason.
///
/// All is read in one statement: a file that another process begins at this moment is seen before or after, never as
/// one that has tables and belongs to nobody.
fn version_of_own(connection: &Connection) -> rusqlite::Result<i32> {
    let (version, id, tables): (i32, i32, i64) = connection.query_row(
        "SELECT (SELECT user_version FROM pragma_user_version), \
                (SELECT application_id FROM pragma_application_id), \
                (SELECT count(*) FROM sqlite_schema)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let is_new = (version, id, tables) == (0, 0, 0);
    if id == APPLICATION_ID || is_new {
        return Ok(version);
    }
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB);
    Err(rusqlite::Error::SqliteFailure(code, Some("it is another program's database".to_owned())))
}

/// Has the file keep a write-ahead log. The change needs the file for a moment alone, and for that `SQLite` does not
/// wait by itself: of processes that begin the file together, all but one are told that it is locked.
fn keep_a_log(connection: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(rusqlite::Error::SqliteFailure(error, _))
                if error.code == ErrorCode::DatabaseBusy && begun.elapsed() < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            changed => return changed,
        }
    }
}

/// Takes every step that is missing, all or nothing; another process that began at the same moment may have taken
/// them meanwhile.
fn bring_up(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = begin(connection)?;
    let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    if version < VERSION {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}

fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// Names the operation of a refusal, and tells a full disk from the rest.
fn refused(operation: &'static str, path: &Path) -> impl Fn(rusqlite::Error) -> LibraryError + use<> {
    let path = path.to_owned();
    move |source| {
        if is_full(&source) {
            return LibraryError::DiskFull { path: path.clone() };
        }
        LibraryError::State { operation, path: path.clone(), source }
    }
}

/// Where the file beside the database that its users share cannot grow, there is no room for it either.
fn is_full(error: &rusqlite::Error) -> bool {
    let extended = error.sqlite_error().map(|error| error.extended_code);
    error.sqlite_error_code() == Some(ErrorCode::DiskFull) || extended == Some(SQLITE_IOERR_SHMSIZE)
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
    use crate::acts::{ActLog, StackEnd};

    fn pragma(database: &Database, name: &str) -> i32 {
        database.connection.pragma_query_value(None, name, |row| row.get(0)).unwrap()
    }

    fn schema(database: &Database) -> Vec<String> {
        let mut found = database
            .connection
            .prepare("SELECT sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY sql")
            .unwrap();
        found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_file_of_version_1_is_brought_up_and_loses_nothing() {
        let place = tempfile::tempdir().unwrap();
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/state-version-1.db");
        std::fs::copy(old, place.path().join("state.db")).unwrap();
        let database = Database::open(place.path()).unwrap();
        assert_eq!(pragma(&database, "user_version"), VERSION);
        assert_eq!(pragma(&database, "application_id"), APPLICATION_ID);
        let new_place = tempfile::tempdir().unwrap();
        assert_eq!(schema(&database), schema(&Database::open(new_place.path()).unwrap()));
        drop(database);
        let log = ActLog::open(place.path()).unwrap();
        let words = |end, scope| log.at(end, scope).unwrap().map(|act| act.words);
        assert_eq!(words(StackEnd::Done, Some("/cards")).as_deref(), Some("Set the zoom to 120%"));
        assert_eq!(words(StackEnd::Undone, Some("/cards")).as_deref(), Some("Install core"));
        assert!(!place.path().join("state.db.damaged-1").exists());
    }

    #[test]
    fn a_file_of_version_2_is_brought_up_and_loses_nothing() {
        let place = tempfile::tempdir().unwrap();
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/state-version-2.db");
        std::fs::copy(old, place.path().join("state.db")).unwrap();
        let database = Database::open(place.path()).unwrap();
        assert_eq!(pragma(&database, "user_version"), VERSION);
        let new_place = tempfile::tempdir().unwrap();
        assert_eq!(schema(&database), schema(&Database::open(new_place.path()).unwrap()));
        drop(database);
        let mut state = crate::LibraryState::open(place.path(), "/cards").unwrap();
        assert_eq!(state.draft("mine/a").unwrap().unwrap().text, "unsaved");
        assert_eq!(state.reviews("mine/a").unwrap().len(), 1);
        state.keep_undoing("mine/a", "2026-11-22T09:00:00+01:00", "x").unwrap();
    }

    #[test]
    fn what_is_acknowledged_is_on_the_disk() {
        let place = tempfile::tempdir().unwrap();
        let database = Database::open(place.path()).unwrap();
        assert_eq!(pragma(&database, "synchronous"), 2, "FULL");
        let mode: String =
            database.connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
        assert_eq!(pragma(&database, "foreign_keys"), 1);
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_never_deleted() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("state.db"), "this is no database, and long enough to tell")
            .unwrap();
        drop(Database::open(place.path()).unwrap());
        let aside = std::fs::read_to_string(place.path().join("state.db.damaged-1")).unwrap();
        assert!(aside.starts_with("this is no database"));
    }

    #[test]
    fn a_database_of_another_program_is_put_aside() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("state.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
        let database = Database::open(place.path()).unwrap();
        assert_eq!(pragma(&database, "application_id"), APPLICATION_ID);
        let aside = Connection::open(place.path().join("state.db.damaged-1")).unwrap();
        let count: i64 = aside.query_row("SELECT count(*) FROM theirs", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 0);
    }

    #[test]
    fn a_file_of_a_later_version_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        drop(Database::open(place.path()).unwrap());
        let path = place.path().join("state.db");
        Connection::open(&path).unwrap().pragma_update(None, "user_version", VERSION + 1).unwrap();
        assert!(matches!(Database::open(place.path()), Err(LibraryError::StateTooNew { .. })));
        assert!(path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_may_not_be_written_is_no_damage() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        drop(Database::open(place.path()).unwrap());
        let path = place.path().join("state.db");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        // Who may do everything, as in a container, is refused nothing.
        if std::fs::read(&path).is_err() {
            assert!(matches!(Database::open(place.path()), Err(LibraryError::State { .. })));
        }
        assert!(!place.path().join("state.db.damaged-1").exists());
    }
}
