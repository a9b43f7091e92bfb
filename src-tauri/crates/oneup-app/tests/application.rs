//! The application on real folders: what it indexes, what it answers, what it does when things go wrong.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use oneup_app::contract::{ErrorCode, FacetName, Filter, IndexState, SearchRequest};
use oneup_app::{App, AppError, CardType, Home, LintRequest, NewCard, NoDesktop};
use oneup_testkit::{CardText, TempLibrary};
use serde_json::json;

fn home_of(library: &TempLibrary) -> Home {
    Home::locate(Some(&library.beside("home"))).unwrap()
}

/// The application for one command, on this library, with its index up to date.
fn opened(library: &TempLibrary) -> App {
    let app = App::new(home_of(library), "a test");
    app.open_library_at(&library.root()).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    app
}

fn found(app: &App, q: &str) -> Vec<String> {
    let request = SearchRequest { q: q.to_owned(), limit: 50, ..SearchRequest::default() };
    app.find(&request, true).unwrap().hits.into_iter().map(|hit| hit.key).collect()
}

/// Waits until a condition holds, at most two seconds: the time the product promises.
fn within_two_seconds(mut holds: impl FnMut() -> bool) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    holds()
}

fn chain() -> TempLibrary {
    TempLibrary::new()
        .with(
            "mine/technicians-retire.md",
            CardText::new(CardType::Force, "technicians-retire")
                .title("Technicians retire faster than plants replace them")
                .key("industry", "[manufacturing]")
                .body("- causes [[night-stops|Night stops]] because fewer people can diagnose[^own]")
                .body("[^own]: Own experience. Three debriefs, checked 2026-09-04, inference.")
                .to_string(),
        )
        .with(
            "mine/night-stops.md",
            CardText::new(CardType::Challenge, "night-stops")
                .title("Night stops last longer")
                .body("One in four stops happens at night. See <https://example.org/night>.")
                .to_string(),
        )
}

#[test]
fn the_whole_way_from_a_file_to_its_page() {
    let library = chain();
    let app = opened(&library);
    assert_eq!(found(&app, "nigh"), ["mine/night-stops", "mine/technicians-retire"]);
    let page = app.card_page("mine/night-stops").unwrap();
    assert_eq!(page.backlinks.len(), 1);
    assert_eq!(page.backlinks[0].phrase, "is caused by");
    assert_eq!(page.backlinks[0].because.as_deref(), Some("fewer people can diagnose"));
    assert_eq!(page.unsourced.len(), 1, "one in four, and no source");
    let force = app.card_page("mine/technicians-retire").unwrap();
    assert_eq!(force.links[0].verb, "causes");
    assert_eq!(force.links[0].target.as_ref().unwrap().key.as_deref(), Some("mine/night-stops"));
    assert_eq!(force.links[0].sources, [1]);
    assert!(force.sources[0].own_experience);
}

#[test]
fn starting_again_reads_nothing_that_is_known() {
    let library = chain();
    drop(opened(&library));
    std::thread::sleep(Duration::from_millis(50));
    let app = App::new(home_of(&library), "a test");
    app.catch_up(&mut |_| {}).unwrap();
    let again = App::new(home_of(&library), "a test").catch_up(&mut |_| {}).unwrap().unwrap();
    assert_eq!((again.read, again.put, again.removed), (0, 0, 0));
}

#[test]
fn a_kept_library_follows_saves_renames_deletes_and_a_switched_folder() {
    let library = chain();
    opened(&library);
    let app = App::start(home_of(&library), "a test that stays");
    assert!(within_two_seconds(|| found(&app, "night stops").len() == 2));

    library.write("mine/new.md", "# A compressor\n\nTrips on the hottest days.\n");
    assert!(within_two_seconds(|| found(&app, "compressor") == ["mine/mine/new"]), "a save");

    fs::rename(library.path("mine/new.md"), library.path("mine/renamed.md")).unwrap();
    assert!(within_two_seconds(|| found(&app, "compressor") == ["mine/mine/renamed"]), "a rename");

    fs::create_dir(library.path("mine/sub")).unwrap();
    fs::rename(library.path("mine/renamed.md"), library.path("mine/sub/renamed.md")).unwrap();
    fs::rename(library.path("mine/sub"), library.path("mine/moved")).unwrap();
    assert!(
        within_two_seconds(|| found(&app, "compressor") == ["mine/mine/moved/renamed"]),
        "a folder renamed"
    );

    fs::remove_file(library.path("mine/moved/renamed.md")).unwrap();
    assert!(within_two_seconds(|| found(&app, "compressor").is_empty()), "a delete");

    let other = library.beside("other");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("only.md"), "# A turbine\n").unwrap();
    fs::rename(library.root(), library.beside("old")).unwrap();
    fs::rename(&other, library.root()).unwrap();
    assert!(within_two_seconds(|| found(&app, "turbine") == ["mine/only"]), "a folder switched under it");
    assert!(within_two_seconds(|| found(&app, "night stops").is_empty()), "and what was there is gone");
}

#[test]
fn d4_a_checkout_of_eight_hundred_files_is_followed() {
    let library = chain();
    opened(&library);
    let app = App::start(home_of(&library), "a test that stays");
    let first = |q: &str| found(&app, q).into_iter().next();
    library.write_many(800);
    assert!(within_two_seconds(|| app.library_status().cards == 802));
    assert_eq!(first("word799").as_deref(), Some("mine/many-799"));
    assert_eq!(first("word0").as_deref(), Some("mine/many-0"));
    fs::remove_dir_all(library.path("mine/many")).unwrap();
    assert!(within_two_seconds(|| app.library_status().cards == 2));
    assert_eq!(first("word799"), None);
}

#[test]
fn a_missing_library_is_said_and_its_return_is_noticed() {
    let library = chain();
    opened(&library);
    let away = library.beside("away");
    fs::rename(library.root(), &away).unwrap();
    let app = App::start(home_of(&library), "a test that stays");
    assert!(within_two_seconds(|| matches!(
        app.library_status().index,
        IndexState::Failed { error } if error.code == ErrorCode::LibraryMissing
    )));
    assert_eq!(found(&app, "night stops").len(), 2, "what was known can still be found");
    fs::rename(&away, library.root()).unwrap();
    assert!(within_two_seconds(|| app.library_status().index == IndexState::Ready));
}

#[test]
fn a_second_process_reads_and_takes_over_when_the_first_ends() {
    let library = chain();
    opened(&library);
    let first = App::start(home_of(&library), "the first");
    let second = App::start(home_of(&library), "the second");
    assert_eq!(found(&second, "night stops").len(), 2);
    let notice = second.library_status().notice.unwrap();
    assert!(notice.contains("the first"), "{notice}");
    match second.open_library_at(&library.root()) {
        Err(AppError::Busy { holder }) => assert!(holder.starts_with("the first"), "{holder}"),
        other => panic!("two processes write: {other:?}"),
    }
    library.write("mine/new.md", "# A compressor\n");
    assert!(within_two_seconds(|| found(&second, "compressor").len() == 1), "it sees what the first indexes");
    drop(first);
    std::thread::sleep(Duration::from_millis(1200));
    library.write("mine/newer.md", "# A turbine\n");
    assert!(within_two_seconds(|| found(&second, "turbine").len() == 1), "and goes on by itself");
}

/// Every way to damage the index leads to a rebuild that is said, and never to an empty answer.
#[test]
fn i1_a_damaged_index_is_never_a_silent_empty_result() {
    type Damage = (&'static str, fn(&Path));
    let damages: [Damage; 4] = [
        ("meta.json gone", |index| fs::remove_file(index.join("meta.json")).unwrap()),
        ("a segment gone", |index| fs::remove_file(file_of(index, "store")).unwrap()),
        ("a segment cut short", |index| {
            let file = file_of(index, "idx");
            let bytes = fs::read(&file).unwrap();
            fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("meta.json garbled", |index| fs::write(index.join("meta.json"), "{").unwrap()),
    ];
    for (name, damage) in damages {
        let library = chain();
        drop(opened(&library));
        damage(&library.beside("home").join("index"));
        let app = App::start(home_of(&library), "a test that stays");
        assert!(within_two_seconds(|| found(&app, "night stops").len() == 2), "{name}");
        let notice = app.library_status().notice.unwrap_or_default();
        assert!(notice.contains("damaged"), "{name}: {notice:?}");
    }
}

fn file_of(index: &Path, extension: &str) -> std::path::PathBuf {
    fs::read_dir(index)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|found| found == extension))
        .unwrap()
}

#[test]
fn facets_count_and_filters_narrow() {
    let library = chain();
    let app = opened(&library);
    let request = SearchRequest { limit: 10, facets: true, ..SearchRequest::default() };
    let all = app.find(&request, false).unwrap();
    let types = all.facets.iter().find(|group| group.name == FacetName::Type).unwrap();
    let counts: Vec<_> = types.values.iter().map(|value| (value.value.as_str(), value.count)).collect();
    assert_eq!(counts, [("challenge", 1), ("force", 1)]);
    let only = Filter { facet: FacetName::Type, values: vec!["force".to_owned(), "role".to_owned()] };
    let narrowed = app.find(&SearchRequest { filters: vec![only], ..request }, false).unwrap();
    assert_eq!(narrowed.total, 1);
    let types = narrowed.facets.iter().find(|group| group.name == FacetName::Type).unwrap();
    let role = types.values.iter().find(|value| value.value == "role").unwrap();
    assert!(role.chosen && role.count == 0, "a chosen value stays visible, so that it can be unchosen");
}

#[test]
fn a_new_card_is_a_draft_that_overwrites_nothing() {
    let library = chain();
    let app = opened(&library);
    let card = NewCard { kind: CardType::Force, title: "Prices climb".to_owned(), id: None, link: None };
    let (id, path) = app.write_new_card(&card).unwrap();
    assert_eq!(id, "mine/prices-climb");
    let text = fs::read_to_string(&path).unwrap();
    assert!(app.write_new_card(&card).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let odd = NewCard { id: Some("../../x".to_owned()), ..card };
    assert!(matches!(app.write_new_card(&odd), Err(AppError::BadId { .. })));
}

#[test]
fn two_cards_with_one_id_are_both_found_and_said() {
    let twin = CardText::new(CardType::Note, "twin").body("The first.").to_string();
    let library =
        TempLibrary::new().with("mine/a.md", &twin).with("mine/b.md", twin.replace("first", "second"));
    let app = opened(&library);
    assert_eq!(found(&app, "twin"), ["path:mine/a.md", "path:mine/b.md"]);
    assert_eq!(found(&app, "first"), ["path:mine/a.md"], "also where only one of them is an answer");
    assert!(app.card_page("path:mine/a.md").unwrap().html.contains("The first."));
    let asked = SearchRequest { q: "first".to_owned(), limit: 5, ..SearchRequest::default() };
    assert!(!app.explain(&asked, "path:mine/a.md").unwrap().is_empty());
    let other = NewCard { kind: CardType::Note, title: "Twin".to_owned(), id: None, link: None };
    assert!(matches!(app.write_new_card(&other), Err(AppError::IdTaken { .. })), "nor is a third made");
    assert!(matches!(app.resolve_id("twin"), Err(AppError::ManyCards { .. })));
    let page = app.card_page("path:mine/b.md").unwrap();
    assert!(page.html.contains("The second."));
}

#[test]
fn a_path_is_no_way_to_read_what_is_not_a_card() {
    let library = chain().with(".git/config.md", "secret").with("notes.txt", "secret");
    let app = opened(&library);
    for key in ["path:.git/config.md", "path:notes.txt", "path:../home/config.toml", "path:/etc/passwd"] {
        assert!(matches!(app.card_page(key), Err(AppError::NoSuchCard { .. })), "{key}");
    }
}

#[test]
fn another_folder_does_not_answer_with_the_cards_of_the_first() {
    let library = chain();
    let app = opened(&library);
    let other = library.beside("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("only.md"), "# A turbine\n").unwrap();
    app.open_library_at(&other.join("")).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert!(found(&app, "night stops").is_empty());
    assert_eq!(found(&app, "turbine"), ["mine/only"]);
    app.open_library_at(&other).unwrap();
    assert_eq!(
        app.catch_up(&mut |_| {}).unwrap().unwrap().put,
        0,
        "a slash at the end names the same folder"
    );
}

#[test]
fn a_reader_follows_edits_in_place_and_a_library_that_is_switched() {
    let library = chain();
    opened(&library);
    let writer = App::start(home_of(&library), "the first");
    let reader = App::start(home_of(&library), "the second");
    assert!(within_two_seconds(|| found(&reader, "night stops").len() == 2));
    let text = fs::read_to_string(library.path("mine/night-stops.md")).unwrap();
    library.write("mine/night-stops.md", text.replace("happens at night", "happens on the compressor"));
    assert!(
        within_two_seconds(|| found(&reader, "compressor") == ["mine/night-stops"]),
        "the count stayed the same"
    );
    let other = library.beside("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("only.md"), "# A turbine\n").unwrap();
    writer.open_library_at(&other).unwrap();
    let shows = |path: &Path| reader.library_status().path.is_some_and(|shown| Path::new(&shown) == path);
    let begun = Instant::now();
    while !(shows(&other) && reader.find(&SearchRequest::default(), false).is_ok()) {
        assert!(begun.elapsed() < Duration::from_secs(4));
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(found(&reader, "night stops").is_empty());
}

#[test]
fn a_process_that_may_only_read_says_so_before_anything_is_indexed() {
    let library = chain();
    let home = home_of(&library);
    let holder = App::start(home.clone(), "the first");
    let settings = format!("library = '{}'\n", library.root().display());
    fs::write(home.dir().join("config.toml"), settings).unwrap();
    let reader = App::new(home, "the second");
    assert!(reader.catch_up(&mut |_| {}).unwrap().is_none(), "it leaves the index to the first");
    match reader.find(&SearchRequest::default(), false) {
        Err(AppError::NotIndexedYet { holder }) => assert!(holder.starts_with("the first"), "{holder}"),
        other => panic!("an empty answer would be a wrong one: {other:?}"),
    }
    drop(holder);
}

#[test]
fn lint_judges_what_it_is_named_and_never_passes_over_it_in_silence() {
    let library =
        chain().with("packs/broken/pack.toml", "id = \"broken\"\nname = 3\n").with("mine/note.txt", "x");
    let app = opened(&library);
    let lint = |what: &[&str]| {
        let what = what.iter().map(|path| library.path(path).display().to_string()).collect();
        app.lint(&LintRequest { what, today: None })
    };
    let whole = lint(&[""]).unwrap();
    assert_eq!(whole.cards, 2, "a library with a pack in it is judged whole");
    let manifest = whole.findings.iter().find(|finding| finding.rule == "pack-manifest").unwrap();
    assert_eq!(manifest.line, 2);
    assert_eq!(lint(&["mine/night-stops.md", "mine/technicians-retire.md"]).unwrap().cards, 2);
    assert!(matches!(lint(&["mine/note.txt"]), Err(AppError::NotACard { .. })));
}

#[test]
fn p1_calls_of_the_wrong_form_are_typed_errors() {
    let library = chain();
    let app = opened(&library);
    for (command, request) in [
        ("nonsense", json!({})),
        ("search", json!({"q": 3})),
        ("search", json!(null)),
        ("search", json!({"q": "x", "limit": -1, "offset": 0, "filters": [], "facets": false})),
        ("read_card", json!({"key": ["x"]})),
        ("inspect_link", json!({"key": "mine/night-stops", "link": 99})),
    ] {
        let error = oneup_app::dispatch(&app, &NoDesktop, command, request).unwrap_err();
        assert_eq!(error.code, ErrorCode::WrongUse, "{command}: {error:?}");
    }
    let gone = oneup_app::dispatch(&app, &NoDesktop, "read_card", json!({"key": "mine/gone"})).unwrap_err();
    assert_eq!(gone.code, ErrorCode::CardMissing);
    let link =
        oneup_app::dispatch(&app, &NoDesktop, "inspect_link", json!({"key": "mine/night-stops", "link": 0}));
    assert_eq!(link.unwrap()["host"], "example.org");
    let open = |address: &str| {
        let request = json!({"key": "mine/night-stops", "link": 0, "address": address});
        oneup_app::dispatch(&app, &NoDesktop, "open_link", request).unwrap_err().code
    };
    assert_eq!(open("https://example.org/night"), ErrorCode::NeedsWindow);
    assert_eq!(open("https://evil.test/"), ErrorCode::WrongUse, "only what was shown is opened");
}

#[test]
fn before_the_first_set_up_everything_says_so() {
    let place = tempfile::tempdir().unwrap();
    let app = App::start(Home::locate(Some(place.path())).unwrap(), "a test that stays");
    assert_eq!(app.library_status().index, IndexState::Absent);
    assert!(matches!(app.find(&SearchRequest::default(), false), Err(AppError::NoLibrary)));
    let status = oneup_app::dispatch(&app, &NoDesktop, "create_library", json!({})).unwrap();
    assert!(status["path"].as_str().unwrap().ends_with("library"));
    assert!(within_two_seconds(|| app.library_status().cards >= 24), "the shipped cards can be found");
}

/// Calls a command as a front does.
fn called(app: &App, command: &str, request: serde_json::Value) -> serde_json::Value {
    oneup_app::dispatch(app, &NoDesktop, command, request).unwrap()
}

#[test]
fn reading_that_the_user_stops_keeps_what_was_read_and_goes_on_when_asked() {
    let mut library = TempLibrary::new();
    for number in 0..4_000 {
        let body = "Words that take a while to read. ".repeat(120);
        library = library.with(&format!("mine/n{number}.md"), format!("# Note {number}\n\n{body}\n"));
    }
    let home = home_of(&library);
    App::new(home.clone(), "a test").open_library_at(&library.root()).unwrap();
    let app = App::start(home, "a test");
    let running = || called(&app, "tasks", json!({}))["tasks"][0]["state"]["kind"] == "running";
    let begun = Instant::now();
    while !running() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the work was never shown");
        std::thread::sleep(Duration::from_millis(2));
    }
    let id = called(&app, "tasks", json!({}))["tasks"][0]["id"].clone();
    called(&app, "cancel_task", json!({ "id": id }));
    assert!(within_two_seconds(|| matches!(app.library_status().index, IndexState::Paused { .. })));
    let IndexState::Paused { left } = app.library_status().index else { panic!("it stays stopped") };
    let read = app.library_status().cards;
    assert!(left > 0 && read + left == 4_000, "{read} read, {left} left");
    assert_eq!(called(&app, "tasks", json!({}))["tasks"][0]["state"]["kind"], "cancelled");
    // A save by another program does not set it going again behind the user's back.
    fs::write(library.root().join("mine/n0.md"), "# Another\n").unwrap();
    std::thread::sleep(Duration::from_millis(600));
    assert!(matches!(app.library_status().index, IndexState::Paused { .. }));
    called(&app, "refresh_index", json!({}));
    let begun = Instant::now();
    while app.library_status().index != IndexState::Ready || app.library_status().cards < 4_000 {
        assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", app.library_status());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(found(&app, "Another"), ["mine/mine/n0"]);
}

#[test]
fn a_rebuild_that_the_user_stops_leaves_the_old_index_answering() {
    let mut library = TempLibrary::new();
    for number in 0..2_000 {
        let body = "Words that take a while to read. ".repeat(120);
        library = library.with(&format!("mine/n{number}.md"), format!("# Note {number}\n\n{body}\n"));
    }
    let home = home_of(&library);
    let once = App::new(home.clone(), "a test");
    once.open_library_at(&library.root()).unwrap();
    once.catch_up(&mut |_| {}).unwrap();
    drop(once);
    let app = App::start(home, "a test");
    assert!(within_two_seconds(|| app.library_status().index == IndexState::Ready));
    called(&app, "rebuild_index", json!({}));
    assert!(within_two_seconds(|| called(&app, "tasks", json!({}))["tasks"][0]["kind"] == "rebuild_index"));
    let id = called(&app, "tasks", json!({}))["tasks"][0]["id"].clone();
    called(&app, "cancel_task", json!({ "id": id }));
    let ended = || called(&app, "tasks", json!({}))["tasks"][0]["state"]["kind"] == "cancelled";
    assert!(within_two_seconds(ended), "{}", called(&app, "tasks", json!({})));
    assert_eq!(app.library_status().index, IndexState::Ready);
    assert_eq!(app.library_status().cards, 2_000);
}

#[test]
fn a_setting_is_changed_told_and_undone_through_the_contract() {
    let library = chain();
    let app = opened(&library);
    let page = called(&app, "change_setting", json!({"change": {"name": "theme", "value": "dark"}}));
    assert_eq!(page["settings"]["theme"], "dark");
    assert_eq!(called(&app, "undo", json!({}))["act"]["words"], "theme changed to dark");
    assert_eq!(called(&app, "settings", json!({}))["settings"]["theme"], "system");
    let wrong = json!({"change": {"name": "theme", "value": "purple"}});
    let refused = oneup_app::dispatch(&app, &NoDesktop, "change_setting", wrong).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongUse);
}

#[test]
fn safe_mode_leaves_the_settings_at_their_defaults_and_the_file_as_it_is() {
    let library = chain();
    let home = home_of(&library);
    called(&opened(&library), "change_setting", json!({"change": {"name": "theme", "value": "dark"}}));
    let app = App::start_with(home, "a test", oneup_app::StartOptions { safe: true });
    assert_eq!(app.settings_now().theme, oneup_app::contract::Theme::System);
    let page = called(&app, "settings", json!({}));
    assert_eq!((&page["safe_mode"], &page["settings"]["theme"]), (&json!(true), &json!("dark")));
}
