//! What the tests that kill the application, or fail its writes, look at afterwards, and how: as the next start finds it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use oneup_app::{App, Home};
use oneup_library::{Library, LibraryState};

/// The files of cards, by their paths within the library.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Where the library of a place is.
pub(crate) fn library_of(place: &Path) -> PathBuf {
    place.join("library")
}

/// The application on the library of a place, as a command has it.
pub(crate) fn app_at(place: &Path) -> App {
    App::new(Home::locate(Some(&place.join("home"))).unwrap(), "a test")
}

/// What is kept about the cards of a place.
pub(crate) fn state_of(place: &Path) -> LibraryState {
    LibraryState::open(&place.join("home"), &library_of(place).to_string_lossy()).unwrap()
}

/// Every card there is; what a write left behind is none.
pub(crate) fn cards_of(place: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![library_of(place)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let is_folder = entry.file_type().unwrap().is_dir();
            if is_folder && entry.file_name() != ".oneup" {
                folders.push(entry.path());
            } else if entry.file_name().to_string_lossy().ends_with(".md") {
                let path = entry.path();
                let within = path.strip_prefix(library_of(place)).unwrap().to_string_lossy().into_owned();
                files.insert(within, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Looks at the database before anything else opens it, and clears away what interrupted writes left behind. All of
/// it must be kept elsewhere. Returns how many files that were.
pub(crate) fn sound_and_cleared(place: &Path, told: &str) -> usize {
    let home = place.join("home");
    let database = rusqlite::Connection::open(home.join("state.db")).unwrap();
    let verdict: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok", "{told}");
    drop(database);
    let state = state_of(place);
    let library = Library::open(&library_of(place)).unwrap();
    let cleared = library.clear_leftovers(Duration::ZERO, |_, bytes| state.holds(bytes).unwrap()).unwrap();
    assert_eq!(cleared.left, [""; 0], "{told}: what is left behind is kept elsewhere");
    let known =
        ["config.toml", "index", "state.db", "state.db-shm", "state.db-wal", "writer.lock", "writer.name"];
    for entry in fs::read_dir(home).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name.as_str()), "{told}: {name} is left over in the data folder");
    }
    cleared.removed
}
