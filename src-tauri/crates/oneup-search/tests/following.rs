//! How a process that may only read follows the one that writes: it changes nothing, and pays nothing while nothing
//! happens.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant, SystemTime};

use common::{STAMP, card, fill, open, reopen};
use oneup_search::{CardIndex, Effort, ReadOpened, RebuildWriter, SearchError, SearchRequest};

fn place() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("index");
    (place, dir)
}

fn read(dir: &Path) -> CardIndex {
    match CardIndex::open_for_reading(dir, STAMP).unwrap() {
        ReadOpened::Ready(index) => index,
        ReadOpened::NotYet => panic!("there is no index to read"),
    }
}

fn is_not_yet(dir: &Path, stamp: &str) -> bool {
    matches!(CardIndex::open_for_reading(dir, stamp).unwrap(), ReadOpened::NotYet)
}

/// Everything below a folder, with what would show a change.
fn everything(folder: &Path) -> Vec<(PathBuf, u64, SystemTime)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let about = fs::metadata(&path).unwrap();
        if about.is_dir() {
            found.extend(everything(&path));
        }
        found.push((path, about.len(), about.modified().unwrap()));
    }
    found.sort();
    found
}

#[test]
fn reading_changes_nothing_in_the_directory_nor_beside_it() {
    let (place, dir) = place();
    fill(&open(&dir), [card("a", "Night stops", "")]);
    // As a writer leaves it that was cut off, with the lock files cleared away.
    for name in ["clean", ".tantivy-meta.lock", ".tantivy-writer.lock"] {
        fs::remove_file(dir.join(name)).unwrap();
    }
    let before = everything(place.path());
    let index = read(&dir);
    assert_eq!(index.search(&SearchRequest::new("night")).unwrap().total, 1);
    assert!(!index.refresh().unwrap());
    assert!(is_not_yet(&dir, "another parser"));
    let refused = index.writer(Effort::Edit).err().unwrap();
    assert!(matches!(refused, SearchError::Io { .. }), "{refused}");
    assert!(refused.to_string().contains("opened for reading only"), "{refused}");
    assert_eq!(everything(place.path()), before);
}

#[test]
fn an_index_that_is_not_there_yet_is_not_made_by_a_reader() {
    let (place, dir) = place();
    assert!(is_not_yet(&dir, STAMP));
    fs::create_dir(&dir).unwrap();
    assert!(is_not_yet(&dir, STAMP));
    assert_eq!(everything(place.path()).len(), 1);
    let index = open(&dir);
    assert!(is_not_yet(&dir, STAMP), "nothing was committed");
    fill(&index, [card("a", "Night stops", "")]);
    assert_eq!(read(&dir).count(), 1);
    assert!(is_not_yet(&dir, "another parser"));
}

#[test]
fn a_reader_leaves_an_exchange_of_indexes_to_the_writer() {
    let (place, dir) = place();
    fill(&open(&dir), [card("a", "Night stops", "")]);
    let replaced = place.path().join("index.replaced");
    let reader = read(&dir);
    fs::rename(&dir, &replaced).unwrap();
    assert!(is_not_yet(&dir, STAMP));
    assert!(!reader.refresh().unwrap(), "who reads already goes on with what there was");
    assert_eq!(reader.payload().unwrap().as_deref(), Some("filled"));
    assert_eq!(reader.search(&SearchRequest::new("night")).unwrap().total, 1);
    assert!(replaced.is_dir() && !dir.exists());
    assert_eq!(reopen(&dir).count(), 1);
}

#[test]
fn damage_is_believed_only_after_several_looks_and_then_left_where_it_is() {
    let (place, dir) = place();
    fill(&open(&dir), [card("a", "Night stops", "")]);
    let (list, away) = (dir.join("meta.json"), place.path().join("meta.json"));
    fs::rename(&list, &away).unwrap();
    let before = everything(place.path());
    let begun = Instant::now();
    let error = CardIndex::open_for_reading(&dir, STAMP).unwrap_err();
    assert!(matches!(error, SearchError::Damaged { .. }), "{error}");
    assert!(begun.elapsed() >= Duration::from_millis(100));
    assert_eq!(everything(place.path()), before);

    // What is in order again by the next look was never damaged.
    let mending = spawn(move || {
        sleep(Duration::from_millis(20));
        fs::rename(&away, &list).unwrap();
    });
    assert_eq!(read(&dir).count(), 1);
    mending.join().unwrap();
}

#[test]
fn a_reader_sees_commits_and_rebuilds_and_is_told_when_there_was_none() {
    let (_place, dir) = place();
    let index = open(&dir);
    fill(&index, [card("a", "Night stops", "")]);
    let reader = read(&dir);
    assert!(!reader.refresh().unwrap());
    fill(&index, [card("b", "Night shift", "")]);
    assert!(reader.refresh().unwrap());
    assert!(!reader.refresh().unwrap());
    assert_eq!(reader.search(&SearchRequest::new("night")).unwrap().total, 2);

    let mut rebuild = RebuildWriter::begin(&dir, STAMP).unwrap();
    rebuild.put(card("c", "Night rebuilt", "")).unwrap();
    rebuild.finish("filled").unwrap();
    assert!(reader.refresh().unwrap());
    assert_eq!(reader.search(&SearchRequest::new("night")).unwrap().hits[0].id, "c");
}

#[test]
fn a_commit_that_changes_no_card_is_still_told() {
    let (_place, dir) = place();
    let index = open(&dir);
    fill(&index, [card("a", "Night stops", "")]);
    let reader = read(&dir);
    let mut writer = index.writer(Effort::Edit).unwrap();
    writer.commit("of another library").unwrap();
    assert!(reader.refresh().unwrap());
    assert_eq!(reader.payload().unwrap().as_deref(), Some("of another library"));
}

#[test]
fn an_index_made_anew_by_another_version_is_not_read_by_this_one() {
    let (_place, dir) = place();
    fill(&open(&dir), [card("a", "Night stops", "")]);
    let reader = read(&dir);
    assert!(matches!(reader.refresh(), Ok(false)));
    fill(&CardIndex::open(&dir, "another parser").unwrap().into_index(), [card("b", "Other", "")]);
    let error = reader.refresh().unwrap_err();
    assert!(error.to_string().contains("another version"), "{error}");
    assert_eq!(reader.search(&SearchRequest::new("night")).unwrap().total, 1, "the last state stays in use");
}

#[test]
fn a_writer_waits_for_one_who_only_looks() {
    let (_place, dir) = place();
    let index = open(&dir);
    fill(&index, [card("a", "Night stops", "")]);
    let lock = File::open(dir.join(".tantivy-writer.lock")).unwrap();
    lock.lock_shared().unwrap();
    let looking = spawn(move || {
        sleep(Duration::from_millis(60));
        drop(lock);
    });
    assert!(index.writer(Effort::Edit).is_ok());
    looking.join().unwrap();
}
