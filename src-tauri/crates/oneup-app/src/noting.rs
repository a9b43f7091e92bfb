//! Notes what cards say on a thread of its own, so that their history is whole before anybody edits them here.
//!
//! What the keeping thread read is handed over by path. After the first look at the whole folder come the cards of which
//! nothing is kept yet. The thread has a connection of its own and writes in batches: a save in between waits for
//! one of them at most.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use oneup_cards::Card;
use oneup_library::{Library, LibraryError, LibraryState, NewVersion, Origin, SeenText, Why};

use crate::clock::now_iso;
use crate::error::AppError;
use crate::reading::read_card;

/// What is known of a program that changed a file: it was not this one.
pub(crate) const ANOTHER_PROGRAM: &str = "another program";

/// How many texts are noted at once.
pub(crate) const BATCH: usize = 1_000;

/// A file that an interrupted write left behind is looked at when it is this old: until then it may be in use.
const LEFT_BEHIND: Duration = Duration::from_mins(10);

/// How long a start waits before anything is noted: the window comes up meanwhile.
const AFTER_THE_START: Duration = Duration::from_secs(2);
/// How often a thread that waits looks whether it is to end.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What there is to note.
pub(crate) enum Seen {
    /// The whole folder was looked at: these are all the cards there are.
    All(Vec<String>),
    /// These were read just now.
    Read(Vec<String>),
}

/// The thread that notes; it ends when this is dropped.
pub(crate) struct Noting {
    seen: Option<Sender<Seen>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Noting {
    /// Starts to note what the cards of a library say, in the data folder `home`.
    pub(crate) fn start(home: &Path, root: &Path) -> Result<Self, AppError> {
        let (seen, waiting) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (home, root, stopped) = (home.to_owned(), root.to_owned(), Arc::clone(&stop));
        let thread = std::thread::Builder::new()
            .name("noting".to_owned())
            .spawn(move || note_until_stopped(&Place { home, root, stop: stopped }, &waiting))
            .map_err(|source| {
                AppError::io("start a thread for", Path::new("the history of cards"), source)
            })?;
        Ok(Self { seen: Some(seen), stop, thread: Some(thread) })
    }

    /// Where to hand over what was seen.
    pub(crate) fn seen(&self) -> Option<Sender<Seen>> {
        self.seen.clone()
    }
}

impl Drop for Noting {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.seen = None;
        if let Some(thread) = self.thread.take() {
            // A thread that broke off has said so through the panic hook already.
            let _ = thread.join();
        }
    }
}

/// Notes what single files say now, on the caller's thread.
pub(crate) fn note_now(home: &Path, root: &Path, paths: &[String]) -> Result<usize, LibraryError> {
    let library = Library::open(root)?;
    let mut state = LibraryState::open(home, &root.to_string_lossy())?;
    note(&library, &mut state, paths)
}

struct Place {
    home: PathBuf,
    root: PathBuf,
    stop: Arc<AtomicBool>,
}

fn note_until_stopped(place: &Place, waiting: &Receiver<Seen>) {
    place.wait(AFTER_THE_START);
    let mut is_first = true;
    while let Ok(seen) = waiting.recv() {
        let noted = match seen {
            Seen::All(paths) => {
                let noted = place.note_all(paths, is_first);
                is_first = false;
                noted
            }
            Seen::Read(paths) => place.note_some(&paths),
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "what the cards say could not be noted");
        }
        if place.stop.load(Ordering::Relaxed) {
            return;
        }
    }
}

impl Place {
    fn note_all(&self, mut paths: Vec<String>, is_first: bool) -> Result<(), LibraryError> {
        let mut state = LibraryState::open(&self.home, &self.root.to_string_lossy())?;
        if is_first {
            recover(&Library::open(&self.root)?, &mut state)?;
        }
        let noted = state.noted_paths()?;
        paths.retain(|path| !noted.contains(path));
        self.note_with(&mut state, &paths)
    }

    /// Waits, unless it is to end.
    fn wait(&self, time: Duration) {
        let begun = Instant::now();
        while begun.elapsed() < time && !self.stop.load(Ordering::Relaxed) {
            std::thread::sleep(LOOK_EVERY.min(time));
        }
    }

    fn note_some(&self, paths: &[String]) -> Result<(), LibraryError> {
        let mut state = LibraryState::open(&self.home, &self.root.to_string_lossy())?;
        self.note_with(&mut state, paths)
    }

    fn note_with(&self, state: &mut LibraryState, paths: &[String]) -> Result<(), LibraryError> {
        let library = Library::open(&self.root)?;
        for batch in paths.chunks(BATCH) {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let begun = Instant::now();
            note(&library, state, batch)?;
            // Half of one core at most: whoever works in the window comes first.
            self.wait(begun.elapsed());
        }
        Ok(())
    }
}

/// Notes one batch; a file that has gone or cannot be read meanwhile is none.
fn note(library: &Library, state: &mut LibraryState, paths: &[String]) -> Result<usize, LibraryError> {
    let cards: Vec<(String, Card)> = paths
        .iter()
        .filter_map(|path| read_card(library, path).ok())
        .map(|(card, _)| (card.full_id().to_string(), card))
        .collect();
    let texts: Vec<SeenText<'_>> =
        cards.iter().map(|(key, card)| SeenText { card: key, path: &card.path, text: card.text() }).collect();
    state.note_unseen(&now_iso(), ANOTHER_PROGRAM, &texts)
}

/// Takes the texts out of files that a kill left behind, as versions, and removes the files.
fn recover(library: &Library, state: &mut LibraryState) -> Result<(), LibraryError> {
    let cleared = library.clear_leftovers(LEFT_BEHIND, |path, bytes| {
        if state.holds(bytes).unwrap_or(false) {
            return true;
        }
        let Ok(card) = Card::parse_bytes(path, bytes) else { return false };
        let (key, at) = (card.full_id().to_string(), now_iso());
        let version = NewVersion {
            card: &key,
            path,
            text: card.text(),
            at: &at,
            origin: Origin::Here,
            who: "One-Up",
            why: Why::Recovered,
        };
        state.record_version(&version).is_ok()
    })?;
    for path in cleared.left {
        tracing::warn!(path, "a file that an interrupted write left behind was not understood and stays");
    }
    Ok(())
}
