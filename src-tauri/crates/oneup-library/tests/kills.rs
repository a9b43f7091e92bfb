//! A process that saves, renames, deletes and restores cards is killed at random moments: every file is the old text or
//! the new one, whole; whatever it said was done is done; nothing it had in hand is lost.
//!
//! The process is this program, started again. `ONEUP_KILLS` says how often it is killed.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use oneup_library::{Library, LibraryState, NewDraft, NewVersion, Origin, Outcome, Why};

const PLACE: &str = "ONEUP_KILLS_PLACE";
const FIRST: &str = "ONEUP_KILLS_FIRST";
const AT: &str = "2026-11-22T09:00:00+01:00";
const CARDS: u64 = 3;

/// Numbers that look like chance.
fn chance(number: u64) -> u64 {
    (number ^ 0x9E37_79B9)
        .wrapping_mul(6_364_136_223_846_793_005)
        .rotate_left(23)
        .wrapping_mul(0x2545_F491_4F6C_DD1D)
}

/// The text of one save; its first line names it, the rest is long enough to be torn.
fn text(card: u64, number: u64) -> String {
    let lines = 20 + chance(number) % 1_000;
    (0..lines)
        .fold(format!("{card} {number}\n"), |text, line| text + &format!("line {line} of save {number}\n"))
}

/// The number of the save a text is of; nothing else than a whole text has one.
fn number_of(card: u64, bytes: &[u8]) -> Option<u64> {
    let first = std::str::from_utf8(bytes).ok()?.lines().next()?;
    let number = first.strip_prefix(&format!("{card} "))?.parse().ok()?;
    (text(card, number).as_bytes() == bytes).then_some(number)
}

fn key(card: u64) -> String {
    format!("mine/card-{card}")
}

fn paths(card: u64) -> [String; 2] {
    [format!("mine/card-{card}.md"), format!("mine/moved/card-{card}.md")]
}

/// Where the file of a card is, and its text.
fn find(library: &Library, card: u64) -> Option<(usize, Vec<u8>)> {
    let mut found = paths(card)
        .into_iter()
        .enumerate()
        .filter_map(|(at, path)| Some((at, fs::read(library.root().join(path)).ok()?)));
    let first = found.next();
    assert!(found.next().is_none(), "card {card} has two files");
    first
}

fn version<'a>(card: &'a str, path: &'a str, text: &'a str, why: Why) -> NewVersion<'a> {
    NewVersion { card, path, text, at: AT, origin: Origin::Here, who: "test", why }
}

/// Does one act after the other as the application does, and says after each what is done.
fn work(place: &Path, first: u64, steps: u64, mut say: impl FnMut(&str)) {
    let library = Library::open(&place.join("library")).unwrap();
    let mut state = LibraryState::open(place, "/library").unwrap();
    for number in first..first + steps {
        let card = chance(number) % CARDS;
        let (key, paths) = (key(card), paths(card));
        let (at, old) = find(&library, card).unwrap();
        let (path, other) = (&paths[at], &paths[1 - at]);
        match chance(number + 7) % 6 {
            0 => {
                library.move_file(path, other).unwrap();
                let old = String::from_utf8(old).unwrap();
                state.record_version(&version(&key, other, &old, Why::Rename)).unwrap();
                say(&format!("moved {card} {}", 1 - at));
            }
            1 => {
                let binned =
                    state.bin_card(&key, path, std::str::from_utf8(&old).unwrap(), AT, "test").unwrap();
                assert_eq!(library.remove_file(path, &old).unwrap(), Outcome::Done);
                say(&format!("deleted {card}"));
                state
                    .take_out(binned, |_, text| library.create_file(path, text.as_bytes()))
                    .unwrap()
                    .unwrap();
                say(&format!("restored {card}"));
            }
            _ => {
                let new = text(card, number);
                let base = std::str::from_utf8(&old).unwrap();
                let draft = NewDraft { card: &key, path, at: AT, base: Some(base), text: &new };
                state.put_draft(&draft).unwrap();
                say(&format!("drafted {card} {number}"));
                state.record_version(&version(&key, path, &new, Why::Edit)).unwrap();
                assert_eq!(library.replace_file(path, &old, new.as_bytes()).unwrap(), Outcome::Done);
                say(&format!("saved {card} {number}"));
                state.clear_draft(&key).unwrap();
            }
        }
    }
}

/// What is known of a card: from what the process said, and from what was found after a kill.
#[derive(Debug, Default, Clone)]
struct Done {
    /// Every text that was recorded.
    recorded: BTreeSet<u64>,
    /// The text that its file has.
    standing: u64,
    /// The text that was on its way into the file.
    drafted: Option<u64>,
}

fn note(done: &mut BTreeMap<u64, Done>, line: &str) {
    let words: Vec<&str> = line.split(' ').collect();
    let [verb, card, ..] = words[..] else { panic!("{line}") };
    let done = done.entry(card.parse().unwrap()).or_default();
    let number = || words[2].parse().unwrap();
    match verb {
        "drafted" => done.drafted = Some(number()),
        "saved" => {
            done.recorded.insert(number());
            done.standing = number();
            done.drafted = None;
        }
        "moved" | "deleted" | "restored" => {}
        _ => panic!("{line}"),
    }
}

/// Looks at everything as the next start would, and puts it in order. Returns how many leftovers there were.
fn check(place: &Path, done: &mut BTreeMap<u64, Done>, read: &mut BTreeMap<i64, u64>) -> usize {
    let library = Library::open(&place.join("library")).unwrap();
    let mut state = LibraryState::open(place, "/library").unwrap();
    assert!(!place.join("state.db.damaged-1").exists());
    let database = rusqlite::Connection::open(place.join("state.db")).unwrap();
    let verdict: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");

    for card in 0..CARDS {
        let done = done.entry(card).or_default();
        let key = key(card);
        let mut versions = BTreeSet::new();
        for version in state.versions(&key).unwrap() {
            // Each is read at the first check after it was recorded, and once more at the end.
            versions.insert(*read.entry(version.id).or_insert_with(|| {
                let text = state.read_version(version.id).unwrap().unwrap();
                number_of(card, text.as_bytes()).unwrap()
            }));
        }
        assert!(versions.is_superset(&done.recorded), "{key}: what was acknowledged is in the history");

        let bytes = if let Some((_, bytes)) = find(&library, card) {
            bytes
        } else {
            let binned = state.binned().unwrap();
            let Some(last) = binned.iter().find(|binned| binned.card == key) else {
                panic!("{key} has no file and is not in the bin");
            };
            let path = state.take_out(last.id, |card, text| library.create_file(&card.path, text.as_bytes()));
            fs::read(path.unwrap().unwrap()).unwrap()
        };
        let number = number_of(card, &bytes).unwrap_or_else(|| panic!("{key} is torn"));
        assert!(
            number == done.standing || Some(number) == done.drafted,
            "{key} has text {number} where {} stood, and {:?} was on its way",
            done.standing,
            done.drafted
        );
        // A card may be in the bin and have its file; it is never in neither.
        for binned in state.binned().unwrap().iter().filter(|binned| binned.card == key) {
            state.forget_binned(binned.id).unwrap();
        }
        if let Some(drafted) = done.drafted.take() {
            let draft = state.draft(&key).unwrap().map(|draft| draft.text);
            let is_kept = versions.contains(&drafted) || draft.as_deref() == Some(&text(card, drafted));
            assert!(is_kept, "{key}: draft {drafted} is lost");
        }
        // What was under way may have been done without having been said.
        done.recorded.extend(&versions);
        done.standing = number;
    }
    let cleared = library.clear_leftovers(Duration::ZERO, |_, bytes| state.holds(bytes).unwrap()).unwrap();
    for card in 0..CARDS {
        state.clear_draft(&key(card)).unwrap();
    }
    assert_eq!(cleared.left, [""; 0], "what is left behind is kept elsewhere");
    cleared.removed
}

fn begin(place: &Path) {
    let library = Library::create(&place.join("library")).unwrap();
    let mut state = LibraryState::open(place, "/library").unwrap();
    for card in 0..CARDS {
        let path = &paths(card)[0];
        library.create_file(path, text(card, 0).as_bytes()).unwrap();
        state.record_version(&version(&key(card), path, &text(card, 0), Why::FirstSeen)).unwrap();
    }
}

/// Without a place to work in, the process that is otherwise killed works undisturbed.
#[test]
fn what_is_done_undisturbed_is_done() {
    if let Some(place) = std::env::var_os(PLACE) {
        let first = std::env::var(FIRST).unwrap().parse().unwrap();
        let mut out = std::io::stdout();
        return work(Path::new(&place), first, u64::MAX / 2, |line| {
            writeln!(out, "> {line}").and_then(|()| out.flush()).unwrap();
        });
    }
    let place = tempfile::tempdir().unwrap();
    begin(place.path());
    let mut done = BTreeMap::new();
    work(place.path(), 1, 60, |line| note(&mut done, line));
    assert_eq!(check(place.path(), &mut done, &mut BTreeMap::new()), 0, "nothing is left behind");
    assert_eq!(done.values().map(|done| done.recorded.len() as u64).sum::<u64>() - CARDS, saves(60));
}

/// How many of the first steps are saves.
fn saves(steps: u64) -> u64 {
    (1..=steps).filter(|number| chance(number + 7) % 6 > 1).count() as u64
}

#[test]
fn what_was_done_before_a_kill_is_done_and_nothing_is_torn_or_lost() {
    let rounds: u64 = std::env::var("ONEUP_KILLS").map_or(40, |rounds| rounds.parse().unwrap());
    let place = tempfile::tempdir().unwrap();
    begin(place.path());
    let (mut done, mut read) = (BTreeMap::new(), BTreeMap::new());
    let (mut acts, mut leftovers) = (0, 0);
    let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    println!("the moments follow from {seed}");
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "what_is_done_undisturbed_is_done", "--nocapture"])
            .env(PLACE, place.path())
            .env(FIRST, (1 + round * 1_000_000).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (at_work, begun) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let lines = out.split(b'\n').map_while(Result::ok);
            // The last line may be cut off; what it would have said is then not said.
            let acts =
                lines.filter_map(|line| String::from_utf8(line).ok()?.strip_prefix("> ").map(str::to_owned));
            acts.inspect(|_| at_work.send(()).unwrap_or_default()).collect::<Vec<_>>()
        });
        // Most are killed at work, some while they start.
        let is_at_work = round % 8 != 0;
        if is_at_work {
            begun.recv_timeout(Duration::from_secs(20)).unwrap();
        }
        std::thread::sleep(Duration::from_micros(chance(u64::from(seed) + round) % 60_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let said = reader.join().unwrap();
        drop(begun);
        for line in &said {
            note(&mut done, line);
        }
        acts += said.len() as u64;
        leftovers += check(place.path(), &mut done, &mut read);
    }
    check(place.path(), &mut done, &mut BTreeMap::new());
    println!("{rounds} kills, {acts} acts acknowledged, {leftovers} leftovers cleared");
    assert!(acts > rounds, "the process was killed before it began: {acts}");
}
