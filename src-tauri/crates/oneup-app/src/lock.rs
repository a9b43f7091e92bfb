//! One process writes: an operating-system lock on the data folder, with the name of its holder beside it.
//!
//! The lock is the operating system's, so that it ends with the process however that ends; a file left over by a
//! killed process holds nothing. The holder's name stands in a second file, since a locked file cannot be read on
//! every platform.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::AppError;
use crate::home::Home;

/// How long to wait for another process to give up the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Not at all: the caller can go on without.
    None,
    /// As long as a single search holds it while it catches up, and a little longer.
    ForAWriter,
}

impl Patience {
    fn time(self) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::ForAWriter => Duration::from_secs(1),
        }
    }
}

/// The right to write the data folder, until it is dropped.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock for the program that `holder` names.
    ///
    /// # Errors
    /// [`AppError::Busy`] with the name of the present holder, or what the operating system refused.
    pub(crate) fn take(home: &Home, holder: &str, patience: Patience) -> Result<Self, AppError> {
        home.ensure()?;
        let path = home.dir().join("writer.lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|source| AppError::io("open the lock", &path, source))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience.time() => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => return Err(AppError::Busy { holder: holder_of(home) }),
                Err(TryLockError::Error(source)) => return Err(AppError::io("lock", &path, source)),
            }
        }
        let name = home.dir().join("writer.name");
        if let Err(error) = fs::write(&name, format!("{holder} (process {})", std::process::id())) {
            // The lock holds without the name; only who asks is told less.
            tracing::warn!(%error, "could not leave a name beside the lock");
        }
        Ok(Self { _file: file })
    }
}

/// The name that the present holder left, as far as it can be read.
pub(crate) fn holder_of(home: &Home) -> String {
    read_name(&home.dir().join("writer.name")).unwrap_or_else(|| "another One-Up process".to_owned())
}

fn read_name(path: &Path) -> Option<String> {
    let name: String = fs::read_to_string(path).ok()?.chars().filter(|c| !c.is_control()).take(120).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r3_a_second_writer_is_told_who_holds_the_folder_and_a_stale_file_holds_nothing() {
        let place = tempfile::tempdir().unwrap();
        let home = Home::locate(Some(place.path())).unwrap();
        let first = WriterLock::take(&home, "the window", Patience::None).unwrap();
        match WriterLock::take(&home, "the command line", Patience::None) {
            Err(AppError::Busy { holder }) => assert!(holder.starts_with("the window (process "), "{holder}"),
            other => panic!("the folder is held, yet: {other:?}"),
        }
        drop(first);
        assert!(place.path().join("writer.lock").exists(), "the file stays behind, as after a kill");
        WriterLock::take(&home, "the command line", Patience::None).unwrap();
    }
}
