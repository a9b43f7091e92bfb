//! A small library of cards for the tests of the index.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;

use oneup_search::{CardDocument, CardIndex, Effort, Opened, SearchRequest, SearchResults};

/// The stamp the tests open with.
pub(crate) const STAMP: &str = "parser 1";

/// A card of type force with an id, a title and a body.
pub(crate) fn card(id: &str, title: &str, body: &str) -> CardDocument {
    CardDocument {
        key: format!("mine/{id}"),
        path: format!("mine/{id}.md"),
        id: id.to_owned(),
        pack: "mine".to_owned(),
        kind: "force".to_owned(),
        title: title.to_owned(),
        status: "ready".to_owned(),
        body: body.to_owned(),
        link_keys: vec![id.to_owned(), title.to_lowercase()],
        ..CardDocument::default()
    }
}

/// Opens the index in `dir`, new or not.
pub(crate) fn open(dir: &Path) -> CardIndex {
    CardIndex::open(dir, STAMP).unwrap().into_index()
}

/// Opens the index in `dir`, which must be sound and filled.
pub(crate) fn reopen(dir: &Path) -> CardIndex {
    match CardIndex::open(dir, STAMP).unwrap() {
        Opened::Ready(index) => index,
        Opened::Created(_, reason) => panic!("the index was made anew: {reason:?}"),
    }
}

/// Puts cards into the index and makes them visible.
pub(crate) fn fill(index: &CardIndex, cards: impl IntoIterator<Item = CardDocument>) {
    let mut writer = index.writer(Effort::Edit).unwrap();
    for card in cards {
        writer.put(card).unwrap();
    }
    writer.commit("filled").unwrap();
    writer.close().unwrap();
    index.refresh().unwrap();
}

/// An index in a directory of its own, filled with cards.
pub(crate) struct Library {
    pub(crate) index: CardIndex,
    pub(crate) place: tempfile::TempDir,
}

impl Library {
    pub(crate) fn of(cards: impl IntoIterator<Item = CardDocument>) -> Self {
        let place = tempfile::tempdir().unwrap();
        let index = open(&place.path().join("index"));
        fill(&index, cards);
        Self { index, place }
    }

    pub(crate) fn search(&self, query: &str) -> SearchResults {
        self.index.search(&SearchRequest::new(query)).unwrap()
    }

    /// The ids a query finds, in order.
    pub(crate) fn ids(&self, query: &str) -> Vec<String> {
        self.search(query).hits.into_iter().map(|hit| hit.id).collect()
    }
}
