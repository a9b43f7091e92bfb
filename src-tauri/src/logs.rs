//! The log of the window's program: a file in the data folder that cannot grow without end and holds no card text.
//!
//! Only what One-Up itself reports is written, at `info` and above; libraries may speak from `warn` on. A panic is
//! logged by its place alone, because its message may quote the text that caused it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The size at which a log file is put aside; one older file is kept.
const LARGEST: u64 = 1024 * 1024;

/// Starts logging into `desktop.log` in a folder, and logs the place of every panic.
///
/// # Errors
/// Fails where the folder or the file cannot be made, or where a log was started before.
pub(crate) fn start(folder: &Path) -> io::Result<()> {
    let file = CappedFile::open(folder, "desktop.log", LARGEST)?;
    let wanted = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("oneup", LevelFilter::INFO)
        // These quote what they were given.
        .with_target("html5ever", LevelFilter::OFF)
        .with_target("tantivy", LevelFilter::ERROR);
    tracing_subscriber::registry()
        .with(wanted)
        .with(tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file)))
        .try_init()
        .map_err(io::Error::other)?;
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: "oneup_shell", place, "a part of the program stopped on a mistake of its own");
    }));
    Ok(())
}

/// A file that is renamed to `<name>.1` and begun again when it has become too large.
struct CappedFile {
    path: PathBuf,
    file: File,
    written: u64,
    largest: u64,
}

impl CappedFile {
    fn open(folder: &Path, name: &str, largest: u64) -> io::Result<Self> {
        make_private_folder(folder)?;
        let path = folder.join(name);
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let written = file.metadata()?.len();
        Ok(Self { path, file, written, largest })
    }

    /// Puts the full file aside and begins an empty one.
    fn begin_again(&mut self) -> io::Result<()> {
        let mut older = self.path.clone().into_os_string();
        older.push(".1");
        std::fs::rename(&self.path, older)?;
        self.file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        self.written = 0;
        Ok(())
    }
}

impl Write for CappedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.written > 0 && self.written + bytes.len() as u64 > self.largest {
            self.begin_again()?;
        }
        let count = self.file.write(bytes)?;
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Makes a folder, and those above it, that only this user may look into: it may be the first in the data folder.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::CappedFile;

    #[test]
    fn a_full_log_is_put_aside_once_and_begun_again() -> std::io::Result<()> {
        let folder = std::env::temp_dir().join(format!("oneup-log-{}", std::process::id()));
        let mut log = CappedFile::open(&folder, "a.log", 10)?;
        for line in ["first...\n", "second..\n", "third...\n"] {
            log.write_all(line.as_bytes())?;
        }
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        assert_eq!((read("a.log")?.as_str(), read("a.log.1")?.as_str()), ("third...\n", "second..\n"));
        drop(log);
        let mut again = CappedFile::open(&folder, "a.log", 10)?;
        again.write_all(b"fourth..\n")?;
        assert_eq!((read("a.log")?.as_str(), read("a.log.1")?.as_str()), ("fourth..\n", "third...\n"));
        std::fs::remove_dir_all(&folder)
    }
}
