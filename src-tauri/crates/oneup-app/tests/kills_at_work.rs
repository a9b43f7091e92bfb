//! An application that does every act on cards in turn, beside another program that saves the same files, is killed at
//! moments of time: what it said was done is kept, every file is a text that somebody wrote, whole, and nothing is
//! left over.
//!
//! The process is this program, started again. `ONEUP_KILLS` says how often it is killed.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "disturbed/looks.rs"]
mod looks;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use looks::{app_at, cards_of, library_of, sound_and_cleared, state_of};
use oneup_app::contract::{
    CardSaved, EditCardRequest, KeepDraftRequest, MergeCardsRequest, ResolveCardRequest,
    RestoreVersionRequest, SaveCardRequest, SplitCardRequest,
};
use oneup_app::{App, CardType, NewCard, NoDesktop};

const PLACE: &str = "ONEUP_WORK_PLACE";
const FIRST: &str = "ONEUP_WORK_FIRST";

/// With fewer cards than this, one is made; with more than the other, two are joined.
const FEWEST: usize = 3;
const MOST: usize = 6;

/// A card is as long as this at most before the work on it begins anew, so that a round stays short.
const LONGEST: usize = 16 * 1024;

/// Numbers that look like chance.
fn chance(number: u64) -> u64 {
    (number ^ 0x9E37_79B9)
        .wrapping_mul(6_364_136_223_846_793_005)
        .rotate_left(23)
        .wrapping_mul(0x2545_F491_4F6C_DD1D)
        >> 7
}

/// What another program makes of a text; the number says what it wrote.
fn by_another(text: &str, number: u64, fits: bool) -> String {
    let words = format!("theirs-{number}");
    if fits { format!("{text}\n## Theirs {number}\n\n{words}\n") } else { at_the_top(text, &words) }
}

/// A text with a line below its front matter.
fn at_the_top(text: &str, line: &str) -> String {
    let ends = text.rfind("\n---\n").map_or(0, |at| at + 5);
    format!("{}\n{line}\n{}", &text[..ends], &text[ends..])
}

/// The work: one act after the other, each said before and after.
struct Work<'a, Say: FnMut(&str)> {
    place: &'a Path,
    app: App,
    say: Say,
}

impl<Say: FnMut(&str)> Work<'_, Say> {
    fn go_on(&mut self, first: u64, acts: u64) {
        for number in first..first + acts {
            self.app.catch_up(&mut |_| ()).unwrap();
            let keys = self.keys();
            if keys.len() < FEWEST {
                self.make(number);
                continue;
            }
            let key = keys[usize::try_from(chance(number)).unwrap() % keys.len()].clone();
            match chance(number + 7) % 16 {
                0 => self.rename(&key, number),
                1 => self.move_(&key, number),
                2 => self.restore(&key, number),
                3 | 4 => self.delete_and_take_out(&key, number),
                5 if keys.len() < MOST => self.split(&key, number),
                5 | 6 if keys.len() > FEWEST => self.join(&keys, &key, number),
                7 => self.undo(number),
                8..=10 => self.save_beside_another(&key, number, true),
                11 | 12 => self.save_beside_another(&key, number, false),
                _ => self.save(&key, number),
            }
        }
    }

    fn done(&mut self, what: &str, number: u64) {
        (self.say)(&format!("done {number} {what}"));
    }

    fn keys(&self) -> Vec<String> {
        cards_of(self.place)
            .into_values()
            .map(|bytes| {
                let text = String::from_utf8(bytes).unwrap();
                let id = text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().trim();
                format!("mine/{id}")
            })
            .collect()
    }

    fn make(&mut self, number: u64) {
        let title = format!("A card {number}");
        let card = NewCard { kind: CardType::Note, title, id: Some(format!("card-{number}")), link: None };
        self.app.write_new_card(&card).unwrap();
        self.done("made", number);
    }

    /// Opens a card to be edited as the window does; a draft that a kill left is where it goes on.
    fn begin(&self, key: &str) -> (String, u32, String) {
        let card = self.app.edit_card(&NoDesktop, EditCardRequest { key: key.to_owned() }).unwrap();
        let (version, text) =
            card.draft.map_or((card.version, card.text), |draft| (draft.version, draft.text));
        (card.key, version, text)
    }

    fn type_(&mut self, key: &str, version: u32, text: &str, number: u64) -> String {
        let begins = if text.len() > LONGEST { &text[..text.rfind("\n---\n").unwrap() + 5] } else { text };
        let typed = at_the_top(begins, &format!("typed-{number}"));
        let text = Some(typed.clone());
        self.app.keep_draft(&NoDesktop, KeepDraftRequest { key: key.to_owned(), version, text }).unwrap();
        (self.say)(&format!("kept {number} typed-{number}"));
        typed
    }

    fn finish(&mut self, key: &str, version: u32, text: &str, number: u64) {
        let (key, text) = (key.to_owned(), text.to_owned());
        let request = SaveCardRequest { key: key.clone(), session: 1, version, text: text.clone() };
        let how = match self.app.save_card(&NoDesktop, request).unwrap() {
            CardSaved::Saved { .. } => "saved",
            CardSaved::Merged { .. } => "merged",
            CardSaved::Conflict { theirs, parts } => {
                let both = |mine: &Option<String>, theirs: &Option<String>| {
                    mine.clone().unwrap_or_default() + theirs.as_deref().unwrap_or_default()
                };
                let choices = parts.iter().map(|part| both(&part.mine, &part.theirs)).collect();
                let settled = ResolveCardRequest { key, session: 1, version, theirs, text, choices };
                self.app.resolve_card(&NoDesktop, settled).unwrap();
                "settled"
            }
        };
        self.done(how, number);
    }

    fn save(&mut self, key: &str, number: u64) {
        let (key, version, text) = self.begin(key);
        let typed = self.type_(&key, version, &text, number);
        self.finish(&key, version, &typed, number);
    }

    fn save_beside_another(&mut self, key: &str, number: u64, fits: bool) {
        let (key, version, text) = self.begin(key);
        let typed = self.type_(&key, version, &text, number);
        let card = self.app.edit_card(&NoDesktop, EditCardRequest { key: key.clone() }).unwrap();
        let file = library_of(self.place).join(&card.path);
        let theirs = by_another(&card.text, number, fits);
        // Said first: what another program saves is no word of this one, but it must not be lost either.
        (self.say)(&format!("theirs {number} {}", serde_json::to_string(&theirs).unwrap()));
        let beside = file.with_extension("swp");
        fs::write(&beside, &theirs).and_then(|()| fs::rename(beside, file)).unwrap();
        (self.say)(&format!("kept {number} theirs-{number}"));
        self.finish(&key, version, &typed, number);
    }

    fn rename(&mut self, key: &str, number: u64) {
        self.app.rename_file(key, &format!("file-{number}"), false).unwrap();
        self.done("renamed", number);
    }

    fn move_(&mut self, key: &str, number: u64) {
        self.app.move_file_of(key, &format!("mine/folder-{}", number % 3), false).unwrap();
        self.done("moved", number);
    }

    fn restore(&mut self, key: &str, number: u64) {
        let versions = self.app.history_of(key).unwrap().versions;
        let version = versions[usize::try_from(chance(number + 3)).unwrap() % versions.len()].id;
        self.app.restore(&RestoreVersionRequest { key: key.to_owned(), version, part: None }).unwrap();
        self.done("restored", number);
    }

    fn delete_and_take_out(&mut self, key: &str, number: u64) {
        self.app.delete(key, false).unwrap();
        self.done("deleted", number);
        let binned = self.app.bin_now().unwrap().cards[0].id;
        self.app.take_out(binned).unwrap();
        self.done("taken out", number);
    }

    fn split(&mut self, key: &str, number: u64) {
        let Some(section) = self.app.sections_of(key).unwrap().sections.into_iter().next() else { return };
        let (key, title) = (key.to_owned(), format!("Part {number}"));
        let request = SplitCardRequest {
            key,
            section: section.heading,
            number: Some(section.number),
            title,
            dry_run: false,
        };
        self.app.split(&request).unwrap();
        self.done("split", number);
    }

    fn join(&mut self, keys: &[String], key: &str, number: u64) {
        let into = keys.iter().find(|other| *other != key).unwrap().clone();
        self.app.merge(&MergeCardsRequest { from: key.to_owned(), into, dry_run: false }).unwrap();
        self.done("joined", number);
    }

    /// An act whose files were changed since is refused, and that is as it should be.
    fn undo(&mut self, number: u64) {
        if self.app.undo_last(None).is_ok_and(|undone| undone.act.is_some()) {
            self.done("undone", number);
        }
    }
}

#[test]
fn the_process_that_is_killed() {
    let Some(place) = std::env::var_os(PLACE) else { return };
    let place = Path::new(&place);
    let mut out = std::io::stdout();
    let say = |line: &str| writeln!(out, "> {line}").and_then(|()| out.flush()).unwrap();
    let first = std::env::var(FIRST).unwrap().parse().unwrap();
    Work { place, app: app_at(place), say }.go_on(first, u64::MAX / 2);
}

/// What is known from what the process said.
#[derive(Default)]
struct Known {
    acts: BTreeMap<String, usize>,
    /// Words that must be found somewhere from now on.
    words: BTreeSet<String>,
    /// Texts that another program was about to save.
    theirs: BTreeSet<String>,
    /// Texts of versions and of the bin, by the words in them.
    read: BTreeSet<(bool, i64)>,
    texts: BTreeSet<String>,
    found: BTreeSet<String>,
}

impl Known {
    fn note(&mut self, line: &str) {
        let (verb, rest) = line.split_once(' ').unwrap();
        let (_, what) = rest.split_once(' ').unwrap();
        match verb {
            "done" => *self.acts.entry(what.to_owned()).or_default() += 1,
            "kept" => drop(self.words.insert(what.to_owned())),
            "theirs" => drop(self.theirs.insert(serde_json::from_str(what).unwrap())),
            _ => panic!("{line}"),
        }
    }

    fn take(&mut self, text: String) {
        let is_word = |word: &&str| word.starts_with("typed-") || word.starts_with("theirs-");
        self.found.extend(text.split_whitespace().filter(is_word).map(str::to_owned));
        self.texts.insert(text);
    }

    /// Looks at everything as the next start would. Returns how many leftovers there were.
    fn check(&mut self, place: &Path, told: &str) -> usize {
        let cleared = sound_and_cleared(place, told);
        // What another program was about to save and had not renamed yet is its own affair.
        let state = state_of(place);
        let mut drafts = String::new();
        for key in keys_kept(place) {
            for version in state.versions(&key).unwrap() {
                if self.read.insert((false, version.id)) {
                    self.take(state.read_version(version.id).unwrap().unwrap());
                }
            }
            drafts += &state.draft(&key).unwrap().map(|draft| draft.text).unwrap_or_default();
        }
        for binned in state.binned().unwrap() {
            if self.read.insert((true, binned.id)) {
                self.take(state.read_binned(binned.id).unwrap().unwrap().1);
            }
        }
        for (path, bytes) in cards_of(place) {
            let text = String::from_utf8(bytes).unwrap();
            let is_whole = self.texts.contains(&text) || self.theirs.contains(&text);
            assert!(is_whole, "{told}: {path} is no text that anybody wrote:\n{text}");
            self.take(text);
        }
        for word in &self.words {
            let is_kept = self.found.contains(word) || drafts.contains(word);
            assert!(is_kept, "{told}: {word} is lost");
        }
        cleared
    }
}

/// The ids of all cards that anything is kept of.
fn keys_kept(place: &Path) -> Vec<String> {
    let database = rusqlite::Connection::open(place.join("home/state.db")).unwrap();
    let mut query = database.prepare("SELECT key FROM card").unwrap();
    query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn what_was_done_before_a_kill_at_work_is_done_and_nothing_is_torn_or_lost() {
    let rounds: u64 = std::env::var("ONEUP_KILLS").map_or(25, |rounds| rounds.parse().unwrap());
    let place = tempfile::tempdir().unwrap();
    let app = app_at(place.path());
    app.create_library_at(&library_of(place.path()), &[]).unwrap();
    let mut known = Known::default();
    // Undisturbed first: the work does what it says.
    Work { place: place.path(), app, say: |line: &str| known.note(line) }.go_on(1, 12);
    known.check(place.path(), "undisturbed");
    let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    println!("the moments follow from {seed}");
    let mut leftovers = 0;
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_process_that_is_killed", "--nocapture"])
            .env(PLACE, place.path())
            .env(FIRST, ((1 + round) * 1_000_000).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (at_work, begun) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            // The last line may be cut off; what it would have said is then not said.
            let whole = |mut out: BufReader<_>| {
                std::iter::from_fn(move || {
                    let mut line = String::new();
                    let read: std::io::Result<usize> = BufRead::read_line(&mut out, &mut line);
                    (read.is_ok_and(|read| read > 0) && line.ends_with('\n')).then_some(line)
                })
            };
            let said = whole(out).filter_map(|line| line.trim_end().strip_prefix("> ").map(str::to_owned));
            said.inspect(|_| at_work.send(()).unwrap_or_default()).collect::<Vec<_>>()
        });
        let begins = begun.recv_timeout(Duration::from_mins(1));
        assert!(begins.is_ok(), "round {round}: it did not begin");
        std::thread::sleep(Duration::from_micros(chance(u64::from(seed) + round) % 400_000));
        assert!(child.try_wait().unwrap().is_none(), "round {round}: it ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        for line in reader.join().unwrap() {
            known.note(&line);
        }
        drop(begun);
        leftovers += known.check(place.path(), &format!("round {round}"));
    }
    let done: usize = known.acts.values().sum();
    println!(
        "{rounds} kills at work, {done} acts done ({:?}), {} texts kept, none lost, {leftovers} leftovers cleared",
        known.acts,
        known.words.len()
    );
    assert!(done as u64 > rounds, "too little was done: {done}");
}
