//! Which cards somebody should look at again.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Library, card, fill};
use oneup_search::{CardDocument, Effort};

#[test]
fn cards_that_are_stale_unsourced_contested_or_withdrawn_are_found_by_path() {
    let one = |id: &str| card(id, id, "body");
    let library = Library::of([
        one("sound"),
        CardDocument { stale_on: Some(101), ..one("stale-tomorrow") },
        CardDocument { stale_on: Some(100), ..one("stale-today") },
        CardDocument { unsourced: 2, ..one("figures") },
    ]);
    let state = |word: &str| CardDocument { status: word.to_owned(), ..one(word) };
    fill(&library.index, ["contested", "withdrawn", "draft"].map(state));
    let found = library.index.doubtful(100).unwrap();
    let told: Vec<_> = found.iter().map(|card| (&*card.entry.id, card.stale_on, card.unsourced)).collect();
    assert_eq!(
        told,
        [("contested", None, 0), ("figures", None, 2), ("stale-today", Some(100), 0), ("withdrawn", None, 0)]
    );
    assert_eq!(found[0].status, "contested");

    let mut writer = library.index.writer(Effort::Edit).unwrap();
    writer.remove("mine/figures.md");
    writer.commit("filled").unwrap();
    writer.close().unwrap();
    library.index.refresh().unwrap();
    assert!(library.index.doubtful(100).unwrap().iter().all(|card| card.entry.id != "figures"));
}
