//! Conflict copies of sync tools, on real folders: never a second card, offered for merge, and nothing of them lost.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;

use oneup_app::contract::{CopyCompared, SettleCopyRequest};
use oneup_app::{App, AppError, Home};
use oneup_library::LibraryError;
use oneup_testkit::TempLibrary;

const CARD: &str = "---\nid: stops\ntype: note\ntitle: Night stops\n---\n\n> Say it\n\n## One\n\nmine here\n\n## Two\n\nthe same\n";
const COPY: &str = "---\nid: stops\ntype: note\ntitle: Night stops\n---\n\n> Say it\n\n## One\n\ntheirs there\n\n## Two\n\nthe same\n\n## Three\n\nonly there\n";

fn opened(library: &TempLibrary) -> App {
    let app = App::new(Home::locate(Some(&library.beside("home"))).unwrap(), "a test");
    app.open_library_at(&library.root()).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    app
}

fn paths(app: &App) -> Vec<(String, String, String)> {
    let copies = app.conflict_copies_now().unwrap().copies;
    copies.into_iter().map(|copy| (copy.path, copy.key, copy.tool)).collect()
}

fn settle(compared: &CopyCompared, choices: Option<Vec<String>>) -> SettleCopyRequest {
    SettleCopyRequest { path: compared.copy.path.clone(), seen: compared.seen.clone(), choices }
}

#[test]
fn b16_conflict_copies_of_every_tool_are_listed_and_are_no_second_card() {
    let names = [
        ("stops (Anna's conflicted copy 2026-11-02).md", "Dropbox"),
        ("stops (conflicted copy 2026-11-02 101112).md", "Nextcloud"),
        ("stops 2.md", "iCloud"),
        ("stops-LAPTOP.md", "OneDrive"),
        ("stops.sync-conflict-20261102-101112-ABCDEF7.md", "Syncthing"),
    ];
    let library = TempLibrary::new().with("mine/stops.md", CARD);
    for (name, _) in names {
        library.write(&format!("mine/{name}"), COPY);
    }
    // Alone it may be all that is left of a card.
    library.write("mine/alone 2.md", "---\nid: alone\n---\n");
    let app = opened(&library);
    let wanted: Vec<_> =
        names.map(|(name, tool)| (format!("mine/{name}"), "mine/stops".to_owned(), tool.to_owned())).into();
    assert_eq!(paths(&app), wanted);
    assert_eq!(app.resolve_id("stops").unwrap().path, "mine/stops.md");
    assert_eq!(app.resolve_id("alone").unwrap().path, "mine/alone 2.md");
    assert_eq!(app.history_of("mine/stops").unwrap().versions.len(), 1);
}

#[test]
fn b16_a_copy_becomes_a_card_when_it_is_all_that_is_left_and_a_copy_again_beside_its_card() {
    let copy = "mine/stops (1).md";
    let library = TempLibrary::new().with("mine/stops.md", CARD).with(copy, COPY);
    let app = opened(&library);
    assert_eq!(paths(&app).len(), 1);
    fs::remove_file(library.path("mine/stops.md")).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!((paths(&app).len(), app.resolve_id("stops").unwrap().path.as_str()), (0, copy));
    library.write("mine/stops.md", CARD);
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!((paths(&app).len(), app.resolve_id("stops").unwrap().path.as_str()), (1, "mine/stops.md"));
}

#[test]
fn b16_a_conflict_copy_is_merged_by_choice_goes_to_the_bin_and_is_undone() {
    let copy = "mine/stops-LAPTOP.md";
    let library = TempLibrary::new().with("mine/stops.md", CARD).with(copy, COPY);
    let app = opened(&library);
    let text = || fs::read_to_string(library.path("mine/stops.md")).unwrap();
    let compared = app.compare_with_copy(copy).unwrap();
    assert!(!compared.same);
    let taken: Vec<_> = compared.taken.iter().map(|part| part.place.as_str()).collect();
    assert_eq!(taken, ["“Three”"]);
    let [part] = compared.parts.as_slice() else { panic!("{:?}", compared.parts) };
    let (mine, theirs) = (part.mine.clone().unwrap(), part.theirs.clone().unwrap());
    assert!(mine.contains("mine here") && theirs.contains("theirs there"));

    app.settle_with_copy(settle(&compared, Some(vec![mine + &theirs]))).unwrap();
    let joined = text();
    for words in ["mine here", "theirs there", "the same", "only there"] {
        assert_eq!(joined.matches(words).count(), 1, "{words} in {joined}");
    }
    assert!(!joined.contains("<<<<"));
    assert!(!library.path(copy).exists());
    app.catch_up(&mut |_| {}).unwrap();
    assert!(paths(&app).is_empty());
    let history = app.history_of("mine/stops").unwrap().versions;
    assert!(history[0].current && history[0].bytes as usize == joined.len());

    app.undo_last(None).unwrap();
    assert_eq!((text().as_str(), fs::read_to_string(library.path(copy)).unwrap().as_str()), (CARD, COPY));
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(paths(&app).len(), 1);
    assert!(app.bin_now().unwrap().cards.is_empty());
}

#[test]
fn b16_nothing_is_settled_that_was_saved_since_or_is_no_copy() {
    let copy = "mine/stops-LAPTOP.md";
    let library = TempLibrary::new().with("mine/stops.md", CARD).with(copy, COPY).with("mine/b.md", "b");
    let app = opened(&library);
    let compared = app.compare_with_copy(copy).unwrap();
    library.write("mine/stops.md", CARD.replace("mine here", "mine again"));
    let refused = app.settle_with_copy(settle(&compared, None)).unwrap_err();
    assert!(matches!(refused, AppError::Library(LibraryError::Changed { .. })), "{refused}");
    assert!(library.path(copy).exists());
    for path in ["mine/b.md", "mine/stops.md", "../b.md", "mine/none-LAPTOP.md"] {
        let refused = app.compare_with_copy(path).unwrap_err();
        assert!(matches!(refused, AppError::NoSuchCopy { .. }), "{path}: {refused}");
    }
    let compared = app.compare_with_copy(copy).unwrap();
    app.settle_with_copy(settle(&compared, None)).unwrap();
    assert!(fs::read_to_string(library.path("mine/stops.md")).unwrap().contains("mine again"));
    assert_eq!(app.bin_now().unwrap().cards[0].path, copy);
}
