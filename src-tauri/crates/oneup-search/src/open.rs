//! Opening an index with suspicion: it is either sound and of this program, or replaced by an empty one.

use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;

use tantivy::Index;
use tantivy::directory::{Directory, MmapDirectory};

use crate::directory::{self, LOOKS, PAUSE};
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::reading::ReadingDirectory;
use crate::schema;

/// An opened index.
#[derive(Debug)]
pub enum Opened {
    /// The index stands as it was left.
    Ready(CardIndex),
    /// The index is empty: it has to be filled.
    Created(CardIndex, Reason),
}

/// Why an index is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There was none.
    FirstTime,
    /// The one there was made by another version of the program, and is removed.
    Outdated,
    /// The one there was damaged.
    Damaged {
        /// What was wrong with it.
        what: String,
        /// Where it is kept for whoever wants to look.
        kept: PathBuf,
    },
}

impl Opened {
    /// Gives the index, however it came about.
    #[must_use]
    pub fn into_index(self) -> CardIndex {
        match self {
            Self::Ready(index) | Self::Created(index, _) => index,
        }
    }
}

/// An index opened by a process that may only read it.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a process has one of these, and for a moment")]
pub enum ReadOpened {
    /// The index as it was last committed.
    Ready(CardIndex),
    /// There is none yet that this program can read: none at all, none committed to, or one of another version, which
    /// the process that writes replaces.
    NotYet,
}

impl CardIndex {
    /// Opens the index in `dir` to read what another process commits. Nothing is written, renamed or removed, and no
    /// writer can be had of it.
    ///
    /// What it finds at the moment is followed with [`CardIndex::refresh`]. The ends of all files are looked at here;
    /// the checksums are the business of the process that writes.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] where several looks, with time for a writer between them, find the files contradicting
    /// each other; [`SearchError::Io`] when the operating system refuses.
    pub fn open_for_reading(dir: &Path, stamp: &str) -> Result<ReadOpened, SearchError> {
        let stamp = schema::stamp(stamp);
        let mut looked = 1;
        loop {
            if !directory::exists(dir)? {
                return Ok(ReadOpened::NotYet);
            }
            match read(dir, &stamp, May::Read) {
                Ok(Read::Sound(index)) => return Ok(ReadOpened::Ready(*index)),
                Ok(Read::Fresh(_) | Read::Nothing | Read::Outdated) => return Ok(ReadOpened::NotYet),
                // A commit and its clearing-up may lie between the look at the list and the look at its files, and an
                // exchange of indexes between any two looks.
                Err(error) if looked < LOOKS && error.may_pass() => {
                    looked += 1;
                    sleep(PAUSE);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Opens the index in `dir`, making it where there is none.
    ///
    /// `stamp` names what the caller's part of the index depends on (the version of its parser); with the versions of
    /// the schema, of the words and of the engine it must equal what the index was written with. A sound but outdated
    /// index is removed, a damaged one moved aside to `<dir>.damaged-N`; either way an empty one takes its place and
    /// the reason is told.
    ///
    /// Only the process that has the right to write the index may call this; the others call
    /// [`CardIndex::open_for_reading`].
    ///
    /// Damage is looked for where it is cheap: the list of segments, every file and its end; and after a writer was cut
    /// off also every byte. What that cannot find shows up in use as [`SearchError::Damaged`].
    ///
    /// # Errors
    /// [`SearchError::Io`] when the operating system refuses, [`SearchError::Busy`] when an index that must be replaced
    /// is being written. Neither touches the index.
    pub fn open(dir: &Path, stamp: &str) -> Result<Opened, SearchError> {
        finish_swap(dir)?;
        let stamp = schema::stamp(stamp);
        if !directory::exists(dir)? {
            return create(dir, &stamp, Reason::FirstTime);
        }
        match read_beside_writers(dir, &stamp) {
            Ok(Read::Sound(index)) => Ok(Opened::Ready(*index)),
            Ok(Read::Fresh(index)) => Ok(Opened::Created(*index, Reason::FirstTime)),
            Ok(Read::Nothing) => create(dir, &stamp, Reason::FirstTime),
            Ok(Read::Outdated) => {
                refuse_if_busy(dir)?;
                directory::remove(dir)?;
                create(dir, &stamp, Reason::Outdated)
            }
            Err(SearchError::Damaged { what, .. }) => {
                refuse_if_busy(dir)?;
                let kept = directory::move_aside(dir)?;
                create(dir, &stamp, Reason::Damaged { what, kept })
            }
            Err(error) => Err(error),
        }
    }
}

/// What a directory was found to hold.
enum Read<I> {
    /// An index that was committed to.
    Sound(Box<I>),
    /// An index that was made and never committed to.
    Fresh(Box<I>),
    /// No index.
    Nothing,
    /// An index of another version.
    Outdated,
}

/// What the opening process may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    /// Nothing but read.
    Read,
    /// Put the directory in order too.
    Write,
}

/// Reads the index of `dir`. A writer may clear files away between two looks at them; what then seems damaged is looked
/// at again before it is believed.
fn read_beside_writers(dir: &Path, stamp: &str) -> Result<Read<CardIndex>, SearchError> {
    let mut looked = 1;
    loop {
        match read(dir, stamp, May::Write) {
            Err(SearchError::Damaged { .. }) if looked < LOOKS && directory::is_being_written(dir)? => {
                looked += 1;
                sleep(PAUSE);
            }
            answer => return answer,
        }
    }
}

/// Reads the index of `dir`; damage is an error here.
fn read(dir: &Path, stamp: &str, may: May) -> Result<Read<CardIndex>, SearchError> {
    let (_, fields) = schema::schema();
    let take = |index: Box<Index>| CardIndex::new(*index, fields, dir, stamp).map(Box::new);
    Ok(match examine(dir, stamp, may)? {
        Read::Sound(index) => Read::Sound(take(index)?),
        Read::Fresh(index) => Read::Fresh(take(index)?),
        Read::Nothing => Read::Nothing,
        Read::Outdated => Read::Outdated,
    })
}

/// Examines the index of `dir` without mapping more of it than its ends.
fn examine(dir: &Path, stamp: &str, may: May) -> Result<Read<Index>, SearchError> {
    let meta = dir.join(directory::META);
    match meta.try_exists() {
        Ok(true) => {}
        Ok(false) if directory::has_index_files(dir)? => {
            return Err(SearchError::damaged(dir, "its list of segments, meta.json, is missing"));
        }
        Ok(false) => return Ok(Read::Nothing),
        Err(source) => return Err(SearchError::io("read", &meta, dir, source)),
    }
    let engine = |error| SearchError::engine("open", dir, error);
    let files: Box<dyn Directory> = match may {
        May::Read => Box::new(ReadingDirectory::open(dir).map_err(|error| engine(error.into()))?),
        May::Write => Box::new(MmapDirectory::open(dir).map_err(|error| engine(error.into()))?),
    };
    let mut index = Index::open(files).map_err(engine)?;
    let metas = index.load_metas().map_err(engine)?;
    let (schema, _) = schema::schema();
    let fresh = metas.payload.is_none() && metas.segments.is_empty();
    if index.schema() != schema || !schema::bears(&metas, stamp) {
        return Ok(Read::Outdated);
    }
    // While a writer is open its mark is missing in good order.
    let cut_off = may == May::Write && !directory::is_clean(dir)? && !directory::is_being_written(dir)?;
    directory::check(&index, &metas, dir, cut_off)?;
    if cut_off {
        directory::mark_clean(dir)?;
    }
    index.set_tokenizers(schema::tokenizers());
    let index = Box::new(index);
    Ok(if fresh { Read::Fresh(index) } else { Read::Sound(index) })
}

/// Opens the index that was just completed in `dir`; anything but a sound one is an error, and nothing is mended.
pub(crate) fn open_completed(dir: &Path, stamp: &str) -> Result<CardIndex, SearchError> {
    match read_beside_writers(dir, stamp)? {
        Read::Sound(index) => Ok(*index),
        Read::Fresh(_) | Read::Nothing | Read::Outdated => Err(not_there(dir)),
    }
}

/// Checks the index that was just completed in `dir` and lets go of it.
pub(crate) fn check_completed(dir: &Path, stamp: &str) -> Result<(), SearchError> {
    match examine(dir, stamp, May::Read)? {
        Read::Sound(_) => Ok(()),
        Read::Fresh(_) | Read::Nothing | Read::Outdated => Err(not_there(dir)),
    }
}

fn not_there(dir: &Path) -> SearchError {
    SearchError::damaged(dir, "it was just completed, and what was written is not there")
}

/// Makes an empty index in a directory that holds none.
fn create(dir: &Path, stamp: &str, reason: Reason) -> Result<Opened, SearchError> {
    directory::make(dir)?;
    create_empty(dir, stamp).map(|index| Opened::Created(index, reason))
}

/// Makes an empty index in `dir`, which must be there.
pub(crate) fn create_empty(dir: &Path, stamp: &str) -> Result<CardIndex, SearchError> {
    let (schema, fields) = schema::schema();
    let engine = |error| SearchError::engine("make", dir, error);
    let files = MmapDirectory::open(dir).map_err(|error| engine(error.into()))?;
    let mut index = Index::create(files, schema, schema::settings()).map_err(engine)?;
    index.set_tokenizers(schema::tokenizers());
    directory::mark_clean(dir)?;
    CardIndex::new(index, fields, dir, stamp)
}

fn refuse_if_busy(dir: &Path) -> Result<(), SearchError> {
    if directory::is_being_written(dir)? {
        return Err(SearchError::Busy { path: dir.to_owned() });
    }
    Ok(())
}

/// Finishes, or takes back, a change of indexes that was cut off between its two renames.
fn finish_swap(dir: &Path) -> Result<(), SearchError> {
    let replaced = directory::replaced(dir);
    let left = replaced.try_exists().map_err(|source: io::Error| SearchError::Io {
        operation: "look for a replaced index",
        path: replaced.clone(),
        source: source.into(),
    })?;
    if !left {
        return Ok(());
    }
    if !directory::exists(dir)? {
        let rebuilt = directory::rebuilt(dir);
        let complete = rebuilt.join(directory::META).is_file() && directory::is_clean(&rebuilt)?;
        directory::rename(if complete { &rebuilt } else { &replaced }, dir)?;
    }
    directory::remove(&replaced)
}
