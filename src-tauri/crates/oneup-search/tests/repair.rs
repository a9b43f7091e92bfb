//! Every file of the index is harmed in turn, in every way a disk, a crash or a tidy user does it: the index then
//! answers as before, or says that it is damaged. It never answers with nothing.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{STAMP, card, fill, open};
use oneup_search::{CardIndex, Opened, Reason, SearchError, SearchRequest};

const CARDS: usize = 60;

/// An index whose every card says “night”.
fn filled(dir: &Path) {
    let cards = (0..CARDS).map(|n| card(&format!("c{n}"), &format!("Night stop {n}"), "a line stands still"));
    fill(&open(dir), cards);
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// Harms a copy of the index and says how it went on.
fn harmed(name: &str, harm: impl Fn(&Path)) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("index");
    filled(&dir);
    harm(&dir);
    match CardIndex::open(&dir, STAMP) {
        Ok(Opened::Ready(index)) => match index.search(&SearchRequest::new("night")) {
            Ok(found) => assert_eq!(found.total, CARDS, "{name}: cards were lost without a word"),
            Err(SearchError::Damaged { .. }) => {}
            Err(error) => panic!("{name}: {error}"),
        },
        Ok(Opened::Created(index, Reason::Damaged { kept, .. })) => {
            assert!(kept.is_dir(), "{name}: what was harmed is not kept");
            fill(&index, [card("new", "Night again", "")]);
            assert_eq!(index.search(&SearchRequest::new("night")).unwrap().total, 1, "{name}");
        }
        // Without its list of segments and with nothing else there is no index, and one is made.
        Ok(Opened::Created(_, reason)) => panic!("{name}: taken for {reason:?}"),
        Err(error) => panic!("{name}: {error}"),
    }
}

fn names() -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    filled(&place.path().join("index"));
    let files = files(&place.path().join("index"));
    // The names of segments are drawn anew for each index, their endings are not.
    let ending = |path: PathBuf| match path.extension() {
        Some(ending) => format!(".{}", ending.to_string_lossy()),
        None => path.file_name().unwrap().to_string_lossy().into_owned(),
    };
    let mut names: Vec<String> = files.into_iter().map(ending).collect();
    names.dedup();
    names.retain(|name| name != ".lock" && name != "clean");
    names
}

fn named(dir: &Path, name: &str) -> PathBuf {
    files(dir).into_iter().find(|path| path.to_string_lossy().ends_with(name)).unwrap()
}

#[test]
fn each_file_may_be_missing_cut_short_or_empty() {
    let names = names();
    assert!(names.len() >= 7, "{names:?}");
    // Which files are managed only helps to clear away what nobody needs.
    for name in names.iter().filter(|name| !name.contains("managed")) {
        harmed(&format!("{name} missing"), |dir| fs::remove_file(named(dir, name)).unwrap());
        for keep in [0, 1, 40] {
            harmed(&format!("{name} cut to {keep}"), |dir| {
                fs::OpenOptions::new().write(true).open(named(dir, name)).unwrap().set_len(keep).unwrap();
            });
        }
    }
}

#[test]
fn each_file_may_hold_other_bytes() {
    for name in names() {
        for share in [4, 2] {
            harmed(&format!("{name} with one part in {share} overwritten"), |dir| {
                let path = named(dir, &name);
                let mut bytes = fs::read(&path).unwrap();
                let end = bytes.len() / share;
                bytes[..end].fill(0xA5);
                fs::write(path, bytes).unwrap();
                // Whatever writes into these files does not end in good order.
                fs::remove_file(dir.join("clean")).unwrap();
            });
        }
    }
}

#[test]
fn each_file_may_have_changed_places_with_another() {
    let names: Vec<String> =
        names().into_iter().filter(|name| name.starts_with('.') && name != ".json").collect();
    for pair in names.windows(2) {
        harmed(&format!("{pair:?} swapped"), |dir| {
            let (one, other) = (named(dir, &pair[0]), named(dir, &pair[1]));
            let (first, second) = (fs::read(&one).unwrap(), fs::read(&other).unwrap());
            fs::write(one, second).unwrap();
            fs::write(other, first).unwrap();
            fs::remove_file(dir.join("clean")).unwrap();
        });
    }
}
