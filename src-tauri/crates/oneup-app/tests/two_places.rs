//! A library that is edited in two places at once: here, as the editor does it, and by another program that writes in
//! place, renames over, deletes and makes anew, leaves conflict copies, and changes 800 files at once as a checkout
//! does. Every line that either of them wrote is found afterwards: in the card, in a version of it, or beside it.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use oneup_app::contract::{
    ApiError, CardSaved, ConflictPart, EditCardRequest, KeepDraftRequest, MergeCardRequest,
    ResolveCardRequest, SaveCardRequest, SettleCopyRequest,
};
use oneup_app::{App, Home, NoDesktop};
use oneup_library::LibraryState;
use oneup_testkit::TempLibrary;

const CARDS: usize = 6;
/// What a checkout changes, the cards that are edited among them.
const CHECKED_OUT: usize = 800;
const ROUNDS: usize = 40;

fn key(card: usize) -> String {
    format!("mine/card-{card}")
}

fn path(card: usize) -> String {
    format!("mine/card-{card}.md")
}

fn text(card: usize, more: &str) -> String {
    format!(
        "---\nid: card-{card}\ntype: note\ntitle: Card {card}\n---\n\n## Mine\n\nof {card}\n\n## Theirs\n\nof {card}\n{more}"
    )
}

fn library() -> TempLibrary {
    let library = TempLibrary::new();
    for card in 0..CHECKED_OUT {
        library.write(&path(card), text(card, ""));
    }
    library
}

fn started(library: &TempLibrary) -> App {
    let home = Home::locate(Some(&library.beside("home"))).unwrap();
    App::new(home.clone(), "a test").open_library_at(&library.root()).unwrap();
    let app = App::start(home, "a window");
    within(|| app.card_page(&key(CHECKED_OUT - 1)).is_ok());
    app
}

fn within(holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1));
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A text with a line below the heading of a section.
fn with_line(text: &str, heading: &str, line: &str) -> String {
    text.replacen(&format!("{heading}\n\n"), &format!("{heading}\n\n{line}\n"), 1)
}

/// The other program. It reads the file, changes it, and saves it in its own way.
struct Other {
    root: PathBuf,
    wrote: BTreeSet<String>,
}

impl Other {
    fn edit(&mut self, card: usize, round: usize) {
        let file = self.root.join(path(card));
        // It looks again whether the file is as it read it just before it saves, as editors do, and reads it anew
        // where it is not.
        for _ in 0..50 {
            let Ok(read) = fs::read_to_string(&file) else { continue };
            let line = format!("theirs-{card}-{round}");
            // Every third edit meets the section that is edited here.
            let heading = if round.is_multiple_of(3) { "## Mine" } else { "## Theirs" };
            let new = with_line(&read, heading, &line);
            if fs::read_to_string(&file).is_ok_and(|now| now == read) {
                self.save(&file, &new, round);
                self.wrote.insert(line);
                return;
            }
        }
    }

    fn save(&self, file: &Path, new: &str, round: usize) {
        let beside = self.root.join(format!("mine/.#swap-{round}"));
        match round % 4 {
            0 => fs::write(file, new).unwrap(),
            1 => fs::write(&beside, new).and_then(|()| fs::rename(beside, file)).unwrap(),
            2 => {
                fs::remove_file(file).unwrap();
                std::thread::sleep(Duration::from_millis(2));
                fs::write(file, new).unwrap();
            }
            _ => {
                // A tool that keeps folders alike sets one of two texts aside under a name of its own.
                let stem = file.file_stem().unwrap().to_string_lossy();
                let name = format!("{stem}.sync-conflict-20261122-{round:06}-ABCDEFG.md");
                fs::write(file.with_file_name(name), new).unwrap();
            }
        }
    }

    fn check_out(&mut self) {
        for card in 0..CHECKED_OUT {
            let file = self.root.join(path(card));
            let Ok(read) = fs::read_to_string(&file) else { continue };
            let line = format!("checked-out-{card}");
            fs::remove_file(&file).unwrap();
            fs::write(&file, with_line(&read, "## Theirs", &line)).unwrap();
            self.wrote.insert(line);
        }
    }
}

/// One card as the editor holds it: what was typed stays there until it is saved, whatever happens to the file.
struct Editor<'a> {
    app: &'a App,
    wrote: BTreeSet<String>,
    merged: usize,
    settled: usize,
    refused: usize,
}

impl Editor<'_> {
    fn edit(&mut self, card: usize, round: usize) -> Result<(), ApiError> {
        let opened = self.app.edit_card(&NoDesktop, EditCardRequest { key: key(card) })?;
        let (version, text) =
            opened.draft.map_or((opened.version, opened.text), |draft| (draft.version, draft.text));
        let line = format!("mine-{card}-{round}");
        let text = with_line(&text, "## Mine", &line);
        let draft = KeepDraftRequest { key: opened.key.clone(), version, text: Some(text.clone()) };
        self.app.keep_draft(&NoDesktop, draft)?;
        self.wrote.insert(line);
        // Time in which the other program saves.
        std::thread::sleep(Duration::from_millis(round as u64 % 5 * 3));
        let key = opened.key;
        let preview = MergeCardRequest { key: key.clone(), version, text: text.clone() };
        self.app.merge_card(&NoDesktop, preview)?;
        self.save(key, version, text)
    }

    fn save(&mut self, key: String, version: u32, text: String) -> Result<(), ApiError> {
        let request = SaveCardRequest { key: key.clone(), session: 1, version, text: text.clone() };
        match self.app.save_card(&NoDesktop, request)? {
            CardSaved::Saved { .. } => {}
            CardSaved::Merged { .. } => self.merged += 1,
            CardSaved::Conflict { theirs, parts } => {
                self.settled += 1;
                let settled =
                    ResolveCardRequest { key, session: 1, version, theirs, text, choices: both(&parts) };
                self.app.resolve_card(&NoDesktop, settled)?;
            }
        }
        Ok(())
    }
}

/// Both texts of each part that must be settled, one after the other.
fn both(parts: &[ConflictPart]) -> Vec<String> {
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    parts.iter().map(|part| of(&part.mine) + &of(&part.theirs)).collect()
}

/// Everything there is to be read: cards and what stands beside them, versions, drafts, the bin.
fn everything(library: &TempLibrary) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(library.path("mine")).unwrap() {
        all += &fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    let home = library.beside("home");
    let state = LibraryState::open(&home, &library.root().to_string_lossy()).unwrap();
    for card in 0..CHECKED_OUT {
        for version in state.versions(&key(card)).unwrap() {
            all += &state.read_version(version.id).unwrap().unwrap();
        }
        all += &state.draft(&key(card)).unwrap().map(|draft| draft.text).unwrap_or_default();
    }
    for binned in state.binned().unwrap() {
        all += &state.read_binned(binned.id).unwrap().unwrap().1;
    }
    all
}

fn assert_none_is_lost(library: &TempLibrary, wrote: &BTreeSet<String>) {
    let all = everything(library);
    let found: BTreeSet<&str> = all.lines().collect();
    let lost: Vec<_> = wrote.iter().filter(|line| !found.contains(line.as_str())).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(!all.contains("<<<<") && !all.contains(">>>>"), "no mark of a merge is ever written");
}

#[test]
fn b16_a_library_edited_in_two_places_at_once_loses_no_line_of_either() {
    let library = library();
    let app = started(&library);
    let mut other = Other { root: library.root(), wrote: BTreeSet::new() };
    let mut editor = Editor { app: &app, wrote: BTreeSet::new(), merged: 0, settled: 0, refused: 0 };
    let is_over = AtomicBool::new(false);
    let other = std::thread::scope(|scope| {
        let theirs = scope.spawn(|| {
            let mut round = 0;
            while !is_over.load(Ordering::Relaxed) {
                other.edit(round % CARDS, round);
                if round == ROUNDS / 2 {
                    other.check_out();
                }
                round += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            other
        });
        for round in 0..ROUNDS {
            for card in 0..CARDS {
                // A file that is just not there, or saved again and again, is a refusal that keeps the text.
                if let Err(error) = editor.edit(card, round) {
                    assert!(error.hint.is_some(), "{error:?}");
                    editor.refused += 1;
                }
            }
        }
        is_over.store(true, Ordering::Relaxed);
        theirs.join().unwrap()
    });
    println!(
        "{} lines typed here, {} by the other program; {} saves merged, {} settled, {} refused and kept",
        editor.wrote.len(),
        other.wrote.len(),
        editor.merged,
        editor.settled,
        editor.refused
    );
    assert!(editor.merged > 0, "both met");
    assert!(other.wrote.len() > CHECKED_OUT);
    // What was refused is offered when the card is opened again, and saved.
    let opened = |card| app.edit_card(&NoDesktop, EditCardRequest { key: key(card) });
    for card in 0..CARDS {
        within(|| opened(card).is_ok());
        let opened = opened(card).unwrap();
        if let Some(draft) = opened.draft {
            editor.save(opened.key, draft.version, draft.text).unwrap();
        }
    }
    // What was left aside is listed, and merged into its card.
    let files = || fs::read_dir(library.path("mine")).unwrap().count();
    let aside = files() - CHECKED_OUT;
    assert!(aside > 0);
    within(|| app.conflict_copies_now().unwrap().copies.len() == aside);
    for copy in app.conflict_copies_now().unwrap().copies {
        let compared = app.compare_with_copy(&copy.path).unwrap();
        let choices = Some(both(&compared.parts));
        let request = SettleCopyRequest { path: copy.path, seen: compared.seen, choices };
        app.settle_with_copy(request).unwrap();
    }
    assert_eq!(files(), CHECKED_OUT, "each card has one file");
    let wrote: BTreeSet<String> = editor.wrote.union(&other.wrote).cloned().collect();
    assert_none_is_lost(&library, &wrote);
}
