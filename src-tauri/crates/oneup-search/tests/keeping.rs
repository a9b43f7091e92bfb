//! How an index is kept: written, looked up, opened again, found broken and made anew.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use common::{STAMP, card, fill, open, reopen};
use oneup_search::{
    CardDocument, CardIndex, Effort, Fingerprint, Opened, Reason, RebuildWriter, SearchError, SearchRequest,
};

fn place() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("index");
    (place, dir)
}

fn filled(dir: &Path) {
    let cards = (0..200).map(|n| {
        card(
            &format!("c{n}"),
            &format!("Night stop {n}"),
            &format!("line {n} stands still and number {} waits", n * 7),
        )
    });
    fill(&open(dir), cards);
}

/// The largest file of the index with this ending.
fn largest(dir: &Path, ending: &str) -> PathBuf {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let fitting = files.filter(|path| path.extension().is_some_and(|found| found == ending));
    fitting.max_by_key(|path| fs::metadata(path).unwrap().len()).unwrap()
}

fn flip_a_byte(path: &Path) {
    let bytes = fs::read(path).unwrap();
    let at = bytes.len() / 3;
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(&[bytes[at] ^ 0xFF]).unwrap();
}

fn assert_replaced_as_damaged(dir: &Path, part: &str) {
    match CardIndex::open(dir, STAMP).unwrap() {
        Opened::Created(index, Reason::Damaged { what, kept }) => {
            assert!(what.contains(part), "{what}");
            assert!(kept.is_dir(), "{}", kept.display());
            assert_eq!(index.count(), 0);
            fill(&index, [card("new", "Works again", "")]);
            assert_eq!(index.search(&SearchRequest::new("works")).unwrap().total, 1);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(reopen(dir).count(), 1);
}

#[test]
fn an_index_is_made_the_first_time_and_ready_the_next() {
    let (_place, dir) = place();
    assert!(matches!(CardIndex::open(&dir, STAMP).unwrap(), Opened::Created(_, Reason::FirstTime)));
    // Nothing was put into it, so it still is the first time.
    assert!(matches!(CardIndex::open(&dir, STAMP).unwrap(), Opened::Created(_, Reason::FirstTime)));
    filled(&dir);
    let index = reopen(&dir);
    assert_eq!((index.count(), index.payload().unwrap().as_deref()), (200, Some("filled")));
    assert!(index.bytes_on_disk().unwrap() > 10_000);
}

#[test]
fn another_stamp_makes_the_index_anew() {
    let (_place, dir) = place();
    filled(&dir);
    match CardIndex::open(&dir, "parser 2").unwrap() {
        Opened::Created(index, Reason::Outdated) => assert_eq!(index.count(), 0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_list_of_segments_is_damage() {
    let (_place, dir) = place();
    filled(&dir);
    fs::remove_file(dir.join("meta.json")).unwrap();
    assert_replaced_as_damaged(&dir, "meta.json");
}

#[test]
fn a_list_of_segments_that_is_not_one_is_damage() {
    let (_place, dir) = place();
    filled(&dir);
    fs::write(dir.join("meta.json"), "{\"segments\": [").unwrap();
    assert_replaced_as_damaged(&dir, "meta.json");
}

#[test]
fn a_missing_segment_file_is_damage() {
    for ending in ["term", "idx", "pos", "fieldnorm", "fast", "store"] {
        let (_place, dir) = place();
        filled(&dir);
        fs::remove_file(largest(&dir, ending)).unwrap();
        assert_replaced_as_damaged(&dir, "missing");
    }
}

#[test]
fn a_file_cut_short_is_damage() {
    for ending in ["store", "term", "fast"] {
        for keep in [0, 5, 200] {
            let (_place, dir) = place();
            filled(&dir);
            let file = fs::OpenOptions::new().write(true).open(largest(&dir, ending)).unwrap();
            file.set_len(keep).unwrap();
            assert_replaced_as_damaged(&dir, "cut short");
        }
    }
}

#[test]
fn a_changed_byte_is_found_after_a_writer_was_cut_off() {
    let (_place, dir) = place();
    filled(&dir);
    flip_a_byte(&largest(&dir, "idx"));
    fs::remove_file(dir.join("clean")).unwrap();
    assert_replaced_as_damaged(&dir, "has changed");
}

#[test]
fn a_changed_byte_met_by_a_query_is_an_error_and_not_an_empty_answer() {
    let (_place, dir) = place();
    filled(&dir);
    let store = largest(&dir, "store");
    let length = fs::metadata(&store).unwrap().len();
    let mut file = fs::OpenOptions::new().write(true).open(&store).unwrap();
    file.write_all(&vec![0xFF; usize::try_from(length / 2).unwrap()]).unwrap();
    let index = reopen(&dir);
    let error = index.search(&SearchRequest::new("night")).unwrap_err();
    assert!(matches!(error, SearchError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("rebuild it"), "{error}");
}

#[test]
fn only_the_last_damaged_index_is_kept() {
    let (place, dir) = place();
    for _ in 0..3 {
        filled(&dir);
        fs::remove_file(dir.join("meta.json")).unwrap();
        assert!(matches!(CardIndex::open(&dir, STAMP).unwrap(), Opened::Created(_, Reason::Damaged { .. })));
    }
    let kept = fs::read_dir(place.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("damaged"));
    assert_eq!(kept.count(), 1);
}

#[test]
fn what_the_system_refuses_is_not_taken_for_damage() {
    let (place, dir) = place();
    filled(&dir);
    // A directory where a file should be cannot be read, whoever runs the test.
    let meta = fs::read(dir.join("meta.json")).unwrap();
    fs::remove_file(dir.join("meta.json")).unwrap();
    fs::create_dir(dir.join("meta.json")).unwrap();
    let error = CardIndex::open(&dir, STAMP).unwrap_err();
    assert!(matches!(error, SearchError::Io { .. }), "{error:?}");
    fs::remove_dir(dir.join("meta.json")).unwrap();
    fs::write(dir.join("meta.json"), meta).unwrap();
    assert_eq!(reopen(&dir).count(), 200);

    let file = place.path().join("file");
    fs::write(&file, "kept").unwrap();
    let error = CardIndex::open(&file, STAMP).unwrap_err();
    assert!(matches!(error, SearchError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains("file"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let (_place, dir) = place();
    filled(&dir);
    let index = reopen(&dir);
    let first = index.writer(Effort::Edit).unwrap();
    let second = reopen(&dir);
    assert!(matches!(second.writer(Effort::Rebuild), Err(SearchError::Busy { .. })));
    // Reading goes on, and an outdated index that is being written is left alone.
    assert_eq!(second.search(&SearchRequest::new("night")).unwrap().total, 200);
    assert!(matches!(CardIndex::open(&dir, "parser 2"), Err(SearchError::Busy { .. })));
    drop(first);
    assert!(second.writer(Effort::Edit).is_ok());
}

#[test]
fn a_writer_that_ends_without_a_commit_leaves_the_index_as_it_was() {
    let (_place, dir) = place();
    filled(&dir);
    let index = reopen(&dir);
    let mut writer = index.writer(Effort::Edit).unwrap();
    assert!(!dir.join("clean").exists());
    writer.put(card("late", "Never committed", "")).unwrap();
    writer.remove("mine/c1.md");
    drop(writer);
    assert!(dir.join("clean").exists());
    assert_eq!(reopen(&dir).count(), 200);
}

#[test]
fn what_a_killed_writer_left_behind_does_no_harm() {
    let (_place, dir) = place();
    filled(&dir);
    fs::remove_file(dir.join("clean")).unwrap();
    fs::write(dir.join("0123456789abcdef0123456789abcdef.store"), "").unwrap();
    assert_eq!(reopen(&dir).count(), 200);
    assert!(dir.join("clean").exists());
}

#[test]
fn a_commit_that_was_cut_off_is_no_obstacle_to_the_next() {
    let (_place, dir) = place();
    filled(&dir);
    let remove_one = || {
        let index = reopen(&dir);
        let mut writer = index.writer(Effort::Edit).unwrap();
        writer.remove("mine/c1.md");
        writer.commit("removed").unwrap();
        writer.close().unwrap();
    };
    // The list of segments is the last thing that a commit writes: with the old one back, it never got there.
    let list = fs::read(dir.join("meta.json")).unwrap();
    remove_one();
    fs::write(dir.join("meta.json"), list).unwrap();
    fs::remove_file(dir.join("clean")).unwrap();
    assert_eq!(reopen(&dir).count(), 200);
    remove_one();
    assert_eq!(reopen(&dir).count(), 199);
}

#[test]
fn a_card_put_again_replaces_the_one_with_its_path() {
    for effort in [Effort::Edit, Effort::Rebuild] {
        let (_place, dir) = place();
        let index = open(&dir);
        let mut writer = index.writer(effort).unwrap();
        writer.put(card("a", "First wording", "")).unwrap();
        writer.put(card("a", "Second wording", "")).unwrap();
        writer.put(card("b", "Another", "")).unwrap();
        writer.commit("").unwrap();
        assert_eq!(index.count(), 0, "nothing shows before a refresh");
        index.refresh().unwrap();
        assert_eq!(index.count(), 2);
        writer.put(card("a", "Third wording", "")).unwrap();
        writer.remove("mine/b.md");
        writer.commit("").unwrap();
        index.refresh().unwrap();
        let found = index.search(&SearchRequest::new("wording")).unwrap();
        assert_eq!((found.total, found.hits[0].title.text.as_str()), (1, "Third wording"));
    }
}

#[test]
fn a_card_is_found_the_moment_it_is_refreshed_even_by_a_letter_that_was_remembered() {
    let (_place, dir) = place();
    let index = open(&dir);
    fill(&index, [card("a", "Alpha", "")]);
    assert_eq!(index.search(&SearchRequest::new("z")).unwrap().total, 0);
    fill(&index, [card("z", "Zulu", "")]);
    assert_eq!(index.search(&SearchRequest::new("z")).unwrap().total, 1);
}

#[test]
fn fingerprints_tell_what_was_indexed() {
    let (_place, dir) = place();
    let index = open(&dir);
    let seen = Fingerprint { stamp: u64::MAX - 4, size: 12, content: u64::MAX };
    fill(&index, [CardDocument { fingerprint: seen, ..card("a", "One", "") }, card("b", "Two", "")]);
    let known = index.fingerprints().unwrap();
    assert_eq!((known.len(), known["mine/a.md"]), (2, seen));
}

#[test]
fn links_are_looked_up_both_ways() {
    let (_place, dir) = place();
    let index = open(&dir);
    let links = CardDocument { links_to: vec!["b".to_owned()], ..card("a", "One", "") };
    fill(&index, [links, card("b", "Two", "")]);
    let target = index.find_by_keys(&["b".to_owned(), "nothing".to_owned()]).unwrap();
    assert_eq!((target.len(), target[0].key.as_str(), target[0].title.as_str()), (1, "mine/b", "Two"));
    assert_eq!(target[0].link_keys, ["b", "two"]);
    assert_eq!(index.linking_to(&["b".to_owned()]).unwrap()[0].id, "a");
    assert_eq!(index.by_key("mine/a").unwrap().unwrap().path, "mine/a.md");
    assert_eq!(index.by_key("mine/none").unwrap(), None);
    assert!(index.find_by_keys(&[]).unwrap().is_empty());
}

#[test]
fn a_rebuild_takes_the_place_of_the_old_index_when_it_is_complete() {
    let (_place, dir) = place();
    filled(&dir);
    let old = reopen(&dir);
    let mut rebuild = RebuildWriter::begin(&dir, STAMP).unwrap();
    rebuild.put(card("new", "Fresh", "")).unwrap();
    assert_eq!(old.search(&SearchRequest::new("night")).unwrap().total, 200, "searches go on meanwhile");
    assert!(matches!(RebuildWriter::begin(&dir, STAMP), Err(SearchError::Busy { .. })));
    let new = rebuild.finish("rebuilt").unwrap();
    assert_eq!((new.count(), new.payload().unwrap().as_deref()), (1, Some("rebuilt")));
    assert_eq!(reopen(&dir).count(), 1);
}

#[test]
fn a_rebuild_that_is_cut_off_leaves_the_old_index() {
    let (_place, dir) = place();
    filled(&dir);
    let mut rebuild = RebuildWriter::begin(&dir, STAMP).unwrap();
    rebuild.put(card("new", "Fresh", "")).unwrap();
    drop(rebuild);
    assert_eq!(reopen(&dir).count(), 200);
    // What it left is cleared away by the next one.
    let mut again = RebuildWriter::begin(&dir, STAMP).unwrap();
    again.put(card("new", "Fresh", "")).unwrap();
    assert_eq!(again.finish("").unwrap().count(), 1);
}

#[test]
fn a_change_of_indexes_cut_off_between_its_renames_is_finished_or_taken_back() {
    let (place, dir) = place();
    let (replaced, rebuilt) = (place.path().join("index.replaced"), place.path().join("index.rebuild"));
    filled(&dir);
    fs::rename(&dir, &replaced).unwrap();
    assert_eq!(reopen(&dir).count(), 200, "no rebuild: the old one comes back");

    fill(&open(&rebuilt), [card("new", "Fresh", "")]);
    fs::rename(&dir, &replaced).unwrap();
    assert_eq!(reopen(&dir).count(), 1, "a complete rebuild takes the place");
    assert!(!replaced.exists() && !rebuilt.exists());
}

#[test]
fn an_index_that_is_being_filled_for_the_first_time_is_left_alone_by_others() {
    let (_place, dir) = place();
    let index = open(&dir);
    let mut writer = index.writer(Effort::Edit).unwrap();
    writer.put(card("a", "One", "")).unwrap();
    assert_eq!(open(&dir).count(), 0);
    writer.commit("").unwrap();
    writer.close().unwrap();
    assert_eq!(reopen(&dir).count(), 1);
}
