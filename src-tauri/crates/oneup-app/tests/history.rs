//! What a card said before, the bin, cards that are rearranged, and reviews, on real folders.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::time::{Duration, Instant};

use oneup_app::contract::{
    CompareVersionsRequest, MergeCardsRequest, PartChange, RestoreVersionRequest, ReviewMark,
    ReviewQueueRequest, SplitCardRequest, StillTrueRequest, VersionWhy,
};
use oneup_app::{App, AppError, CardType, Home, NewCard, NoDesktop};
use oneup_library::LibraryState;
use oneup_testkit::TempLibrary;

const CAUSE: &str = "---\nid: cause\ntype: force\ntitle: A cause # kept\nrole: [coo]\nreview_by: 2026-01-01\n---\n\n> Say it\n\n## One\n\nold words\n\n## Two\n\n- causes [[effect|Effect]] because of it\n";
const EFFECT: &str =
    "---\nid: effect\ntype: challenge\ntitle: An effect\n---\n\n> Say\n\n## One\n\nof the effect\n";
const NOTE: &str = "---\nid: note\ntype: note\ntitle: A note\n---\n\nSee [[cause]], [[sub-cause]] and [the file](cause.md).\n";

fn library() -> TempLibrary {
    TempLibrary::new().with("mine/cause.md", CAUSE).with("mine/effect.md", EFFECT).with("mine/note.md", NOTE)
}

fn opened(library: &TempLibrary) -> App {
    let app = App::new(Home::locate(Some(&library.beside("home"))).unwrap(), "a test");
    app.open_library_at(&library.root()).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    app
}

fn text(library: &TempLibrary, path: &str) -> String {
    fs::read_to_string(library.root().join(path)).unwrap()
}

fn undo(app: &App) -> String {
    let words = app.undo_last(None).unwrap().act.unwrap().words;
    app.catch_up(&mut |_| {}).unwrap();
    words
}

fn restore(version: u32, part: Option<&str>) -> RestoreVersionRequest {
    RestoreVersionRequest { key: "mine/cause".to_owned(), version, part: part.map(str::to_owned) }
}

#[test]
fn b16_what_another_program_saved_is_a_version_and_one_part_of_it_comes_back() {
    let library = library();
    let app = opened(&library);
    let first = app.history_of("mine/cause").unwrap().versions[0].clone();
    assert_eq!((first.why, first.here, first.current), (VersionWhy::FirstSeen, false, true));
    let edited = CAUSE.replace("old words", "new words").replace("of it", "of that");
    fs::write(library.root().join("mine/cause.md"), &edited).unwrap();
    let history = app.history_of("mine/cause").unwrap();
    assert_eq!((history.versions.len(), history.versions[0].why), (2, VersionWhy::Edit));
    assert!(!history.versions[0].here);

    let compared = CompareVersionsRequest { key: "mine/cause".to_owned(), from: first.id, to: None };
    let parts = app.compare_versions(&NoDesktop, compared).unwrap().parts;
    let told: Vec<_> = parts.iter().map(|part| (part.place.as_str(), part.kind)).collect();
    assert_eq!(told, [("“One”", PartChange::Changed), ("“Two”", PartChange::Changed)]);
    app.restore(&restore(first.id, Some("“One”"))).unwrap();
    assert_eq!(text(&library, "mine/cause.md"), CAUSE.replace("of it", "of that"));
    app.restore(&restore(first.id, None)).unwrap();
    assert_eq!(text(&library, "mine/cause.md"), CAUSE);
    let newest = app.history_of("mine/cause").unwrap().versions[0].clone();
    assert_eq!((newest.why, newest.here), (VersionWhy::Restore, true));
    assert!(undo(&app).starts_with("an earlier version brought back"));
    assert_eq!(text(&library, "mine/cause.md"), CAUSE.replace("of it", "of that"));
    assert!(matches!(app.restore(&restore(9_999, None)), Err(AppError::VersionMissing { .. })));
    assert!(matches!(app.restore(&restore(first.id, Some("x"))), Err(AppError::PartMissing { .. })));
}

#[test]
fn b16_a_deleted_card_comes_back_with_its_links_whole_and_has_its_history_meanwhile() {
    let library = library();
    let app = opened(&library);
    let asked = app.delete("mine/effect", true).unwrap();
    assert_eq!(asked.linked_from[0].key, "mine/cause");
    assert!(library.root().join("mine/effect.md").exists() && !asked.done);
    app.delete("mine/effect", false).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert!(!library.root().join("mine/effect.md").exists());
    let bin = app.bin_now().unwrap().cards;
    assert_eq!((bin.len(), bin[0].title.as_str()), (1, "An effect"));
    let history = app.history_of("mine/effect").unwrap();
    assert_eq!((history.path, history.title.as_str()), (None, "An effect"));
    app.take_out(bin[0].id).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(text(&library, "mine/effect.md"), EFFECT);
    assert_eq!(app.card_page("mine/effect").unwrap().backlinks.len(), 1);
    assert!(app.bin_now().unwrap().cards.is_empty());

    assert_eq!(undo(&app), "card taken out of the bin: An effect");
    assert_eq!(app.bin_now().unwrap().cards.len(), 1);
    assert_eq!(undo(&app), "card deleted: An effect");
    assert_eq!(text(&library, "mine/effect.md"), EFFECT);
    assert!(app.bin_now().unwrap().cards.is_empty());
    app.delete("mine/effect", false).unwrap();
    assert!(app.forget_bin(&[]).unwrap().cards.is_empty());
    assert_eq!(undo(&app), "card deleted: An effect", "undo holds it still");
    assert_eq!(text(&library, "mine/effect.md"), EFFECT);
}

#[test]
fn b16_a_file_that_moves_keeps_its_id_and_says_what_other_programs_lose() {
    let library = library();
    let app = opened(&library);
    let moved = app.rename_file("mine/cause", "root-cause", true).unwrap();
    assert!(!moved.done && library.root().join("mine/cause.md").exists());
    let lost: Vec<_> = moved.lost.iter().map(|link| (link.key.as_str(), link.here)).collect();
    assert_eq!(lost, [("mine/note", false), ("mine/note", true)]);
    app.rename_file("mine/cause", "root-cause", false).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(app.card_page("mine/cause").unwrap().path, "mine/root-cause.md");
    app.move_file_of("mine/cause", "mine/deep/er", false).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(text(&library, "mine/deep/er/root-cause.md"), CAUSE);
    assert_eq!(app.card_page("mine/effect").unwrap().backlinks.len(), 1);
    for (key, name) in [("mine/cause", "../x"), ("mine/cause", ".x"), ("mine/cause", "")] {
        assert!(matches!(app.rename_file(key, name, false), Err(AppError::BadPlace { .. })), "{name}");
    }
    assert!(matches!(app.move_file_of("mine/cause", "packs/core", false), Err(AppError::BadPlace { .. })));
    undo(&app);
    undo(&app);
    assert_eq!(text(&library, "mine/cause.md"), CAUSE);
}

#[test]
fn b16_a_card_is_split_and_two_are_joined_with_their_links_whole() {
    let library = library();
    let app = opened(&library);
    let split = SplitCardRequest {
        key: "mine/cause".to_owned(),
        section: "Two".to_owned(),
        number: None,
        title: "Where it leads".to_owned(),
        dry_run: true,
    };
    let asked = app.split(&split).unwrap();
    assert!(asked.text.contains("causes [[effect|Effect]]") && !asked.done, "{}", asked.text);
    assert!(asked.parts.iter().any(|part| part.place == "“Two”"));
    assert_eq!(text(&library, "mine/cause.md"), CAUSE);
    let split = SplitCardRequest { dry_run: false, ..split };
    assert_eq!(app.split(&split).unwrap().path, "mine/where-it-leads.md");
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(app.card_page("mine/effect").unwrap().backlinks[0].key, "mine/where-it-leads");
    let cause = app.card_page("mine/cause").unwrap();
    assert_eq!(cause.links[0].target.as_ref().unwrap().key.as_deref(), Some("mine/where-it-leads"));

    let merge =
        MergeCardsRequest { from: "mine/cause".to_owned(), into: "mine/effect".to_owned(), dry_run: true };
    let asked = app.merge(&merge).unwrap();
    assert!(!asked.done && !asked.parts.is_empty());
    assert_eq!(text(&library, "mine/effect.md"), EFFECT);
    let merge = MergeCardsRequest { dry_run: false, ..merge };
    app.merge(&merge).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(app.resolve_id("cause").unwrap().key, "mine/effect");
    assert!(app.card_page("mine/effect").unwrap().backlinks.iter().any(|link| link.key == "mine/note"));
    let joined = text(&library, "mine/effect.md");
    assert!(joined.contains("of the effect\n\nold words") && joined.contains("was: [cause]"), "{joined}");
    assert_eq!(app.bin_now().unwrap().cards[0].key, "mine/cause");
    undo(&app);
    assert_eq!(text(&library, "mine/effect.md"), EFFECT);
    undo(&app);
    assert_eq!(text(&library, "mine/cause.md"), CAUSE);
    assert!(!library.root().join("mine/where-it-leads.md").exists());
    assert!(app.bin_now().unwrap().cards.is_empty());
}

#[test]
fn b16_still_true_asks_why_moves_the_review_and_is_undone() {
    let library = library();
    let app = opened(&library);
    let queue = || app.queue(&ReviewQueueRequest { offset: 0, limit: 10 }).unwrap();
    let before = queue();
    assert_eq!((before.total, before.cards[0].marks.as_slice()), (1, &[ReviewMark::Stale][..]));
    assert!(before.cards[0].overdue_days > 300);
    let mut request = StillTrueRequest {
        key: "mine/cause".to_owned(),
        why: " ".to_owned(),
        review_by: Some("2099-01-31".to_owned()),
        by: Some("Anna".to_owned()),
    };
    assert!(app.confirm(&request).is_err());
    request.why = "asked the plant manager".to_owned();
    app.confirm(&request).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    let now = text(&library, "mine/cause.md");
    assert!(now.starts_with(&CAUSE[..CAUSE.find("2026").unwrap()]), "{now}");
    assert!(now.contains("review_by: 2099-01-31") && now.contains("verified_by: Anna"), "{now}");
    assert_eq!(queue().total, 0);
    assert_eq!(undo(&app), "still true: A cause");
    assert_eq!(text(&library, "mine/cause.md"), CAUSE);
    assert_eq!(queue().cards[0].last, None);
}

#[test]
fn b16_a_front_that_stays_notes_every_card_and_what_others_save() {
    let library = library();
    let app = App::start(Home::locate(Some(&library.beside("home"))).unwrap(), "a window");
    app.open_library_at(&library.root()).unwrap();
    let within = |holds: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !holds() && begun.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(holds());
    };
    within(&|| app.card_page("mine/cause").is_ok());
    let scope = library.root().to_string_lossy().into_owned();
    let state = LibraryState::open(app.home().dir(), &scope).unwrap();
    within(&|| state.noted_paths().unwrap().len() == 3);
    fs::write(library.root().join("mine/cause.md"), CAUSE.replace("old", "new")).unwrap();
    fs::remove_file(library.root().join("mine/effect.md")).unwrap();
    within(&|| app.card_page("mine/effect").is_err());
    assert_eq!(app.history_of("mine/effect").unwrap().versions.len(), 1, "it was noted before it went");
    within(&|| app.history_of("mine/cause").is_ok_and(|history| history.versions.len() == 2));
}

#[test]
fn b16_a_card_made_here_has_its_first_version_from_here() {
    let library = library();
    let app = opened(&library);
    let card = NewCard { kind: CardType::Note, title: "Made here".to_owned(), id: None, link: None };
    app.write_new_card(&card).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    let versions = app.history_of("mine/made-here").unwrap().versions;
    let told: Vec<_> = versions.iter().map(|version| (version.why, version.here)).collect();
    assert_eq!(told, [(VersionWhy::FirstSeen, true)]);
}
