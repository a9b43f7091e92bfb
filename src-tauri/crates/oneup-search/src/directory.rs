//! The index's directory as files: what may stand beside it, what must stand in it, and what it costs.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tantivy::index::{IndexMeta, SegmentComponent};
use tantivy::{Index, directory::INDEX_WRITER_LOCK};

use crate::error::SearchError;

/// The engine's list of segments; without it there is no index.
pub(crate) const META: &str = "meta.json";

/// Stands in the directory while no writer is open. If it is missing at opening, the last writer was cut off.
const CLEAN: &str = "clean";

/// What follows the name of an index that was moved aside, before its number.
const DAMAGED: &str = ".damaged-";

/// What every file of a segment ends with.
const FOOTER_MAGIC: [u8; 4] = 1337_u32.to_le_bytes();

/// How often what seems damaged is looked at before it is believed,
pub(crate) const LOOKS: usize = 3;

/// and how long to wait in between: a writer's commit and its clearing away take less.
pub(crate) const PAUSE: Duration = Duration::from_millis(50);

/// Gives the directory a rebuild is made in.
pub(crate) fn rebuilt(dir: &Path) -> PathBuf {
    sibling(dir, ".rebuild")
}

/// Gives the directory the old index waits in while a rebuilt one takes its place.
pub(crate) fn replaced(dir: &Path) -> PathBuf {
    sibling(dir, ".replaced")
}

/// Says whether a directory holds an index: none at all is the ordinary first time.
pub(crate) fn exists(dir: &Path) -> Result<bool, SearchError> {
    match fs::metadata(dir) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => Err(io_error("open", dir, io::ErrorKind::NotADirectory.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(io_error("open", dir, error)),
    }
}

/// Says whether a directory holds segments or a list of them; a directory that was only just made holds neither.
pub(crate) fn has_index_files(dir: &Path) -> Result<bool, SearchError> {
    for entry in fs::read_dir(dir).map_err(|error| io_error("list the files", dir, error))? {
        let entry = entry.map_err(|error| io_error("list the files", dir, error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') && name != CLEAN {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Says whether a writer, here or in another process, is open on the directory.
///
/// Whoever only looks shares the lock, so that two who look do not take each other for a writer. A writer that opens at
/// that instant tries again.
pub(crate) fn is_being_written(dir: &Path) -> Result<bool, SearchError> {
    let path = dir.join(&INDEX_WRITER_LOCK.filepath);
    let file = match File::options().write(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(io_error("look at the writer's lock", &path, error)),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(io_error("look at the writer's lock", &path, error)),
    }
}

/// Says whether the last writer was closed in order.
pub(crate) fn is_clean(dir: &Path) -> Result<bool, SearchError> {
    let path = dir.join(CLEAN);
    path.try_exists().map_err(|error| io_error("look for the mark of an orderly end", &path, error))
}

/// Notes that no writer is open any more.
pub(crate) fn mark_clean(dir: &Path) -> Result<(), SearchError> {
    let path = dir.join(CLEAN);
    File::create(&path).map(drop).map_err(|error| io_error("write the mark of an orderly end", &path, error))
}

/// Notes that a writer is open.
pub(crate) fn mark_open(dir: &Path) -> Result<(), SearchError> {
    let path = dir.join(CLEAN);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(io_error("remove the mark of an orderly end", &path, error))
        }
        _ => Ok(()),
    }
}

/// Checks that every file the segments need is there, and that its end is; a file cut short while it is mapped would
/// end the program, so it is looked for before anything is mapped. With `contents`, the checksums are worked out too.
///
/// Not found this way: a byte changed while the last writer was closed in order. The engine meets most of those as an
/// error when it reads the place, and that is reported as damage then.
pub(crate) fn check(index: &Index, metas: &IndexMeta, dir: &Path, contents: bool) -> Result<(), SearchError> {
    for segment in &metas.segments {
        let mut parts = vec![
            SegmentComponent::Terms,
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::FieldNorms,
            SegmentComponent::FastFields,
            SegmentComponent::Store,
        ];
        if segment.has_deletes() {
            parts.push(SegmentComponent::Delete);
        }
        for part in parts {
            let name = segment.relative_path(part);
            check_end(&dir.join(&name), dir)?;
            if contents {
                let sound = index
                    .directory()
                    .validate_checksum(&name)
                    .map_err(|error| SearchError::engine("check", dir, error.into()))?;
                if !sound {
                    return Err(SearchError::damaged(
                        dir,
                        format!("the content of {} has changed", name.display()),
                    ));
                }
            }
        }
    }
    Ok(())
}

/// Moves a damaged index aside and gives the name it has now. Only the last one is kept: an index can always be made
/// again, and what is left of an earlier accident only fills the disk.
pub(crate) fn move_aside(dir: &Path) -> Result<PathBuf, SearchError> {
    let earlier = damaged_siblings(dir)?;
    let number = earlier.iter().map(|(number, _)| *number).max().unwrap_or(0).saturating_add(1);
    let aside = sibling(dir, &format!("{DAMAGED}{number}"));
    fs::rename(dir, &aside).map_err(|error| io_error("move the damaged index aside", dir, error))?;
    for (_, path) in earlier {
        remove(&path)?;
    }
    Ok(aside)
}

/// Removes a directory with all it holds; one that is not there is fine.
pub(crate) fn remove(dir: &Path) -> Result<(), SearchError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error("remove", dir, error)),
        _ => Ok(()),
    }
}

/// Makes a directory with all above it.
pub(crate) fn make(dir: &Path) -> Result<(), SearchError> {
    fs::create_dir_all(dir).map_err(|error| io_error("make the directory", dir, error))
}

/// Gives a directory another name, and makes the change last.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), SearchError> {
    fs::rename(from, to).map_err(|error| io_error("rename", from, error))?;
    // Not every system lets a directory be synchronised; there the name lasts as the system sees fit.
    if let Some(Ok(parent)) = to.parent().map(File::open)
        && let Err(error) = parent.sync_all()
    {
        tracing::debug!(%error, path = %to.display(), "the new name could not be synchronised");
    }
    Ok(())
}

/// Adds up the sizes of the files in a directory.
pub(crate) fn bytes(dir: &Path) -> Result<u64, SearchError> {
    let mut sum = 0;
    for entry in fs::read_dir(dir).map_err(|error| io_error("list the files", dir, error))? {
        let entry = entry.map_err(|error| io_error("list the files", dir, error))?;
        match entry.metadata() {
            Ok(file) => sum += file.len(),
            // A writer may clear files away meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io_error("measure", &entry.path(), error)),
        }
    }
    Ok(sum)
}

fn check_end(path: &Path, dir: &Path) -> Result<(), SearchError> {
    let read = || -> io::Result<[u8; 4]> {
        let mut file = File::open(path)?;
        let mut end = [0; 4];
        if file.metadata()?.len() >= 8 {
            file.seek(SeekFrom::End(-4))?;
            file.read_exact(&mut end)?;
        }
        Ok(end)
    };
    match read() {
        Ok(FOOTER_MAGIC) => Ok(()),
        Ok(_) => Err(SearchError::damaged(dir, format!("the file {} is cut short", path.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(SearchError::damaged(dir, format!("the file {} is missing", path.display())))
        }
        Err(error) => Err(SearchError::io("read", path, dir, error)),
    }
}

/// Finds what was moved aside earlier, with its numbers.
fn damaged_siblings(dir: &Path) -> Result<Vec<(u32, PathBuf)>, SearchError> {
    let Some(parent) = dir.parent() else { return Ok(Vec::new()) };
    let start = sibling(dir, DAMAGED);
    let start = start.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found = Vec::new();
    for entry in fs::read_dir(parent).map_err(|error| io_error("list the files", parent, error))? {
        let entry = entry.map_err(|error| io_error("list the files", parent, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(number) = name.strip_prefix(&start).and_then(|number| number.parse().ok()) {
            found.push((number, entry.path()));
        }
    }
    Ok(found)
}

fn sibling(dir: &Path, suffix: &str) -> PathBuf {
    let mut name = dir.file_name().map_or_else(|| OsString::from("index"), OsString::from);
    name.push(suffix);
    dir.with_file_name(name)
}

fn io_error(operation: &'static str, path: &Path, source: io::Error) -> SearchError {
    SearchError::Io { operation, path: path.to_owned(), source: source.into() }
}
