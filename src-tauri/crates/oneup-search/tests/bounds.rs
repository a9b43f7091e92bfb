//! What a huge card may cost: a keystroke must not wait for whole books.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs;

use common::{Library, card};
use oneup_search::{CardDocument, SearchRequest};

const HUGE: usize = 4 * 1024 * 1024;

/// How much of a text is kept to be shown, and so at most looked through.
const SHOWN: u64 = 64 * 1024;

/// A text of 4 MiB that holds some words at its beginning and others at its end, and in between only marks, so that it
/// is soon indexed, in no order, so that it cannot be stored in less.
fn huge(n: usize) -> String {
    const MARKS: &[u8; 16] = b"-+*/=<>|~^#%&!?;";
    let mut text = format!("lathe number {n} stands still at night ");
    let end = " a gasket fails";
    let mut dice = n as u64 + 1;
    while text.len() + end.len() < HUGE {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        text.extend(dice.to_le_bytes().map(|byte| char::from(MARKS[usize::from(byte % 16)])));
    }
    text + end
}

#[test]
fn of_twenty_huge_notes_only_the_beginnings_are_kept_to_be_looked_through() {
    let library = Library::of((0..20).map(|n| card(&format!("c{n}"), &format!("Note {n}"), &huge(n))));
    let stored: u64 = fs::read_dir(library.index.dir())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "store"))
        .map(|entry| entry.metadata().unwrap().len())
        .sum();
    assert!(stored < 21 * SHOWN, "{stored} bytes of text can be looked through");

    let results = library.search("lathe night ");
    assert_eq!(results.total, 20);
    for hit in &results.hits {
        assert_eq!(hit.why, "“lathe”, “night” in the text.");
        assert!(hit.snippet.as_ref().unwrap().text.starts_with("lathe number"));
    }
}

#[test]
fn a_word_beyond_the_beginning_is_found_and_told_as_such() {
    let library = Library::of([card("a", "Note", &huge(1)), card("b", "Short", "a lathe")]);
    let why = |query: &str| library.search(query).hits[0].why.clone();
    assert_eq!(why("gasket "), "“gasket” further on in the text.");
    assert_eq!(why("lathe gasket "), "“lathe” in the text; “gasket” further on in the text.");
    assert_eq!(why("\"gasket fails\""), "“gasket fails” further on in the text.");
    assert_eq!(why("gaskte "), "“gaskte” further on in the text.");
    // In a card that was looked through to its end a missing word is missing.
    let hits = library.search("lathe gasket hamster ").hits;
    let short = hits.iter().find(|hit| hit.id == "b").unwrap();
    assert_eq!(short.why, "“lathe” in the text; without “gasket”, “hamster”.");
    let long = hits.iter().find(|hit| hit.id == "a").unwrap();
    assert_eq!(long.why, "“lathe” in the text; “gasket” further on in the text; without “hamster”.");
}

#[test]
fn a_text_is_cut_between_characters() {
    let library = Library::of(
        (0..4).map(|n| card(&format!("c{n}"), "Note", &format!("{}{}", "x".repeat(n), "技".repeat(30_000)))),
    );
    assert_eq!(library.search("note ").total, 4);
}

#[test]
fn two_cards_of_one_id_are_told_apart_from_single_ones() {
    let twin = CardDocument { path: "mine/copy.md".to_owned(), ..card("a", "Night stops again", "") };
    let library = Library::of([card("a", "Night stops", ""), twin, card("b", "Night shift", "")]);
    let twins = |query: &str| -> Vec<(String, bool)> {
        let hits = library.index.search(&SearchRequest::new(query)).unwrap().hits;
        hits.into_iter().map(|hit| (hit.path, hit.twins)).collect()
    };
    assert!(twins("stops ").iter().all(|(_, twins)| *twins));
    assert_eq!(twins("shift ")[0], ("mine/b.md".to_owned(), false));
    assert_eq!(library.index.count_of_key("mine/a").unwrap(), 2);
    assert_eq!(library.index.count_of_key("mine/b").unwrap(), 1);
    assert_eq!(library.index.count_of_key("mine/none").unwrap(), 0);

    let mut writer = library.index.writer(oneup_search::Effort::Edit).unwrap();
    writer.remove("mine/copy.md");
    writer.commit("").unwrap();
    library.index.refresh().unwrap();
    assert_eq!(library.index.count_of_key("mine/a").unwrap(), 1, "what was taken out does not count");
    assert!(twins("night ").iter().all(|(_, twins)| !twins));
}
