//! Any text is a query: it is answered, with marks on characters and a reason for every hit, and never breaks the
//! engine off.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use oneup_search::{CardDocument, CardIndex, Effort, SearchRequest};

/// A few cards with what operators ask for.
fn index() -> &'static CardIndex {
    static INDEX: OnceLock<CardIndex> = OnceLock::new();
    INDEX.get_or_init(|| {
        let place = tempfile::tempdir().expect("a folder for the index").keep();
        let index = CardIndex::open(&place, "fuzz").expect("an index").into_index();
        let mut writer = index.writer(Effort::Edit).expect("a writer");
        for (id, kind, title) in
            [("a", "force", "Night stops last longer"), ("b", "challenge", "技術者が退職する"), ("c", "note", "Über-alles 3.5%")]
        {
            let card = CardDocument {
                key: format!("mine/{id}"),
                path: format!("mine/{id}.md"),
                id: id.to_owned(),
                pack: "mine".to_owned(),
                kind: kind.to_owned(),
                title: title.to_owned(),
                status: "ready".to_owned(),
                tags: vec!["labour shortage".to_owned()],
                body: "why a line stops, and who knows".to_owned(),
                ..CardDocument::default()
            };
            writer.put(card).expect("a card goes in");
        }
        writer.commit("").expect("a commit");
        writer.close().expect("an end");
        index.refresh().expect("the cards show");
        index
    })
}

fuzz_target!(|query: &str| {
    let found = index().search(&SearchRequest::new(query)).expect("every query is answered");
    assert!(found.notes.iter().all(|note| note.ends_with('.')));
    for hit in found.hits {
        assert!(hit.why.ends_with('.'));
        for text in [Some(hit.title), hit.snippet].into_iter().flatten() {
            assert!(text.marks.iter().all(|mark| text.text.get(mark.clone()).is_some()));
        }
    }
});
