//! Copies the library as plain files to a folder elsewhere: all of it or none.
//!
//! Everything a person put there is copied byte for byte: cards, pictures, manifests and other files. What begins with
//! a dot belongs to programs and stays. The copy is laid out under a hidden name beside its place and takes that name
//! when it is complete and on the disk.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::beneath::{Folder, Temporary};
use crate::error::LibraryError;
use crate::folder::{Library, Part};
use crate::scan::Skipped;
use crate::write::{inside, split};

/// The largest file that is copied, in bytes; a film beside the cards is better copied by hand.
const LARGEST: u64 = 512 * 1024 * 1024;

/// What an export would copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportPlan {
    /// The paths of cards, then of other files, each within the library.
    pub cards: Vec<String>,
    /// The paths of everything else.
    pub others: Vec<String>,
    /// How many bytes they have in all.
    pub bytes: u64,
    /// What would not be copied, each with the reason.
    pub left_out: Vec<Skipped>,
}

impl Library {
    /// Says what an export would copy.
    ///
    /// # Errors
    /// Only where the folder itself is gone or cannot be listed.
    pub fn plan_export(&self) -> Result<ExportPlan, LibraryError> {
        let (scan, beside) = (self.scan()?, self.beside()?);
        let mut plan = ExportPlan::default();
        let files = scan.files.into_iter().map(|file| (true, file.path, file.size));
        let others = beside.files.into_iter().map(|file| (false, file.path, file.size));
        for (is_card, path, size) in files.chain(others) {
            if size > LARGEST {
                let why = format!("is larger than {} MB; copy it yourself", LARGEST / 1024 / 1024);
                plan.left_out.push(Skipped { path, why });
                continue;
            }
            plan.bytes += size;
            if is_card { plan.cards.push(path) } else { plan.others.push(path) }
        }
        plan.left_out.extend(scan.skipped);
        plan.left_out.extend(beside.skipped);
        plan.left_out.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        plan.left_out.dedup_by(|a, b| a.path == b.path);
        Ok(plan)
    }

    /// Copies what the plan names to a folder that is not there yet, or is there and empty. Returns what could not be
    /// read any more; `None` once `stop` is set, and then nothing is left behind.
    ///
    /// # Errors
    /// [`LibraryError::Exists`] where the folder holds something, [`LibraryError::Missing`] where the folder around it
    /// is not there, [`LibraryError::DiskFull`], or what the operating system refused. Nothing is left behind.
    pub fn export(
        &self,
        plan: &ExportPlan,
        target: &Path,
        progress: &mut dyn FnMut(usize),
        stop: &AtomicBool,
    ) -> Result<Option<Vec<Skipped>>, LibraryError> {
        let (around, name) = around(target)?;
        require_empty(target)?;
        let staged = Temporary::folder(&around)?;
        let mut gone = Vec::new();
        {
            let folder = staged.open(target)?;
            for (done, path) in plan.cards.iter().chain(&plan.others).enumerate() {
                if stop.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                match self.read(path, LARGEST) {
                    Ok((bytes, Part::Whole)) => copy(&folder, path, &bytes)?,
                    Ok((_, Part::Beginning)) => gone.push(skipped(path, "has grown too large meanwhile")),
                    Err(error) => gone.push(skipped(path, &error.to_string())),
                }
                progress(done + 1);
            }
        }
        require_empty(target)?;
        if target.is_dir() {
            fs::remove_dir(target).map_err(|source| LibraryError::io("replace", target, source))?;
        }
        staged.place(&around, name)?;
        Ok(Some(gone))
    }
}

fn copy(folder: &Folder, path: &str, bytes: &[u8]) -> Result<(), LibraryError> {
    let relative = inside(path)?;
    let (parent, name) = split(&relative, path)?;
    folder.again()?.enter(parent)?.write(name, bytes)
}

fn skipped(path: &str, why: &str) -> Skipped {
    Skipped { path: path.to_owned(), why: why.to_owned() }
}

/// The folder around a place, opened, and the name in it.
fn around(target: &Path) -> Result<(Folder, &OsStr), LibraryError> {
    let outside = || LibraryError::Outside { path: target.display().to_string() };
    let name = target.file_name().ok_or_else(outside)?;
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent: PathBuf = parent.unwrap_or(Path::new(".")).to_owned();
    if !parent.is_dir() {
        return Err(LibraryError::Missing { path: parent });
    }
    let dir = Dir::open_ambient_dir(&parent, ambient_authority())
        .map_err(|source| LibraryError::io("open", &parent, source))?;
    Ok((Folder::new(&dir, &parent)?, name))
}

fn require_empty(target: &Path) -> Result<(), LibraryError> {
    match fs::read_dir(target).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) if source.kind() != std::io::ErrorKind::NotADirectory => {
            Err(LibraryError::io("list", target, source))
        }
        Ok(false) | Err(_) => Err(LibraryError::Exists { path: target.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(place: &Path) -> Library {
        let library = Library::create(&place.join("library")).unwrap();
        for (path, bytes) in [
            ("mine/a.md", &b"\xEF\xBB\xBF# A\r\n"[..]),
            ("packs/core/pack.toml", b"id"),
            ("mine/img/a.png", b"\x89PNG\0"),
        ] {
            library.create_file(path, bytes).unwrap();
        }
        fs::create_dir(place.join("library/.oneup")).unwrap();
        library
    }

    fn export(library: &Library, target: &Path) -> Result<Option<Vec<Skipped>>, LibraryError> {
        let plan = library.plan_export()?;
        library.export(&plan, target, &mut |_| {}, &AtomicBool::new(false))
    }

    #[test]
    fn a_copy_is_the_same_byte_for_byte_and_nothing_else_is_left_behind() {
        let place = tempfile::tempdir().unwrap();
        let library = library(place.path());
        let target = place.path().join("copy");
        fs::create_dir(&target).unwrap();
        assert_eq!(export(&library, &target).unwrap(), Some(Vec::new()));
        for path in ["mine/a.md", "packs/core/pack.toml", "mine/img/a.png"] {
            assert_eq!(
                fs::read(target.join(path)).unwrap(),
                fs::read(place.path().join("library").join(path)).unwrap()
            );
        }
        assert!(!target.join(".oneup").exists());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_holds_something_is_refused_and_kept() {
        let place = tempfile::tempdir().unwrap();
        let library = library(place.path());
        let target = place.path().join("copy");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("precious"), "x").unwrap();
        assert!(matches!(export(&library, &target), Err(LibraryError::Exists { .. })));
        assert!(matches!(export(&library, &target.join("precious")), Err(LibraryError::Exists { .. })));
        assert!(matches!(export(&library, &place.path().join("no/copy")), Err(LibraryError::Missing { .. })));
        assert_eq!(fs::read_dir(&target).unwrap().count(), 1);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);
    }

    #[test]
    fn an_export_that_is_stopped_leaves_nothing() {
        let place = tempfile::tempdir().unwrap();
        let library = library(place.path());
        let plan = library.plan_export().unwrap();
        let stop = AtomicBool::new(false);
        let target = place.path().join("copy");
        let ended = library.export(&plan, &target, &mut |_| stop.store(true, Ordering::Relaxed), &stop);
        assert_eq!(ended.unwrap(), None);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
