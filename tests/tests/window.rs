//! The real window: the main job by keyboard alone, the states a user can meet, and how it looks.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod fixture;

use std::fs;
use std::time::{Duration, Instant};

use oneup_tests::{Cli, Look, Window, assert_looks};
use serde_json::json;
use thirtyfour::Key;

use crate::fixture::fixture;

/// Waits until the rows are those of the query in the box, and returns their card ids.
fn rows_for(window: &Window, first: &str) -> Vec<String> {
    window.wait_for(first, |window| {
        window.attributes("result-row", "data-key").first().is_some_and(|k| k == first)
    });
    window.attributes("result-row", "data-key")
}

#[test]
fn the_main_job_by_keyboard_alone() {
    let (_library, home) = fixture();
    let window = Window::open(&home, Look::Light);
    assert_eq!(
        window.run("return document.activeElement.dataset.testid"),
        json!("search-box"),
        "the search box has the keyboard at the start"
    );
    window.type_keys("nigt sto");
    rows_for(&window, "mine/night-stops");
    window.wait_for("the card", |w| w.texts("card-title").iter().any(|title| title.contains("Night stops")));
    let pane = window.texts("reading-pane").join(" ");
    assert!(pane.contains("One in four stops happens at night."), "{pane}");
    let backlinks = window.texts("backlink-row").join(" ");
    assert!(
        backlinks.contains("is caused by") && backlinks.contains("fewer people can diagnose"),
        "{backlinks}"
    );
    assert_eq!(window.texts("unsourced-row").len(), 1);

    window.press(Key::Enter);
    window.wait_for("the pane to have the keyboard", |w| {
        w.run("return document.activeElement.closest('[data-testid=\"reading-pane\"]') !== null")
            == json!(true)
    });
    window.press(Key::Escape);
    window.wait_for("the box to have it again", |w| {
        w.run("return document.activeElement.dataset.testid") == json!("search-box")
    });
    window.press(Key::Escape);
    window.wait_for("all cards again", |w| w.attributes("result-row", "data-key").len() == 7);
    let selected = || window.run("return document.querySelector('[aria-selected=true]')?.dataset.key");
    let first = selected();
    window.press(Key::Down);
    window.wait_for("the next row", |_| selected() != first);
    window.press(Key::Up);
    window.wait_for("the first row", |_| selected() == first);
}

/// Presses a key together with Control.
fn with_control(window: &Window, key: &str) {
    window.type_keys(&format!("{}{key}{}", Key::Control.value(), Key::Null.value()));
}

/// Presses an arrow together with Alt.
fn with_alt(window: &Window, arrow: &Key) {
    window.type_keys(&format!("{}{}{}", Key::Alt.value(), arrow.value(), Key::Null.value()));
}

fn has_keyboard(window: &Window, selector: &str) -> bool {
    window.run(&format!("return document.activeElement.closest({selector:?}) !== null")) == json!(true)
}

/// Presses Tab until the keyboard is where it is wanted: what cannot be reached so cannot be used without a mouse.
fn tab_to(window: &Window, selector: &str) {
    for _ in 0..80 {
        if has_keyboard(window, selector) {
            return;
        }
        window.press(Key::Tab);
    }
    panic!("{selector} cannot be reached with Tab");
}

#[test]
fn start_find_read_follow_a_link_go_back_change_a_setting_and_undo_by_keyboard_alone() {
    let (_library, home) = fixture();
    let window = Window::open(&home, Look::Light);
    let title = |part: &str| {
        window.wait_for(part, |w| w.texts("card-title").iter().any(|title| title.contains(part)));
    };
    window.type_keys("technicians");
    rows_for(&window, "mine/technicians-retire");
    window.press(Key::Enter);
    title("Experienced technicians");
    window.wait_for("the pane to have the keyboard", |w| has_keyboard(w, "[data-place=pane]"));

    tab_to(&window, "[data-testid=reading-pane] a[href^='oneup://card/'], [data-testid=link-row] button");
    window.press(Key::Enter);
    title("Night stops");
    with_alt(&window, &Key::Left);
    title("Experienced technicians");
    with_alt(&window, &Key::Right);
    title("Night stops");

    with_control(&window, "k");
    window.wait_for("the palette", |w| has_keyboard(w, "[data-testid=palette]"));
    window.type_keys("settings");
    window.press(Key::Enter);
    window.wait_for("the settings", |w| !w.texts("settings-file").is_empty());
    let theme = || window.run("return document.documentElement.dataset.theme ?? 'system'");
    assert_eq!(theme(), json!("system"));
    tab_to(&window, "[data-testid=theme] [role=radio]");
    window.press(Key::Right);
    window.press(Key::Right);
    window.wait_for("the dark theme", |_| theme() == json!("dark"));
    let file = home.join("config.toml");
    window
        .wait_for("the file to say so", |_| fs::read_to_string(&file).unwrap().contains("theme = \"dark\""));

    with_control(&window, "z");
    window.wait_for("the undo", |_| theme() != json!("dark"));
    window.wait_for("the words", |w| w.texts("toast").join(" ").contains("Undone: theme changed to dark"));
    with_alt(&window, &Key::Left);
    title("Night stops");
}

#[test]
fn the_pages_and_the_palette_look_as_accepted() {
    let (_library, home) = fixture();
    for (look, name) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        let window = Window::open(&home, look);
        window.resize(1280, 800);
        with_control(&window, "k");
        window.wait_for("the palette", |w| !w.texts("palette").is_empty());
        assert_looks(&format!("palette-{name}"), &picture(&window));
        window.press(Key::Escape);
        let _ = window.run("location.hash = 'settings'");
        window.wait_for("the settings", |w| !w.texts("settings-file").is_empty());
        assert_looks(&format!("settings-{name}"), &picture(&window));
        let _ = window.run("location.hash = 'activity'");
        window.wait_for("the activity", |w| {
            w.run("return document.querySelector('[data-page=activity] h1') !== null") == json!(true)
        });
        assert_looks(&format!("activity-{name}"), &picture(&window));
    }
}

#[test]
fn sources_stale_marks_and_typed_links_are_shown() {
    let (_library, home) = fixture();
    let window = Window::open(&home, Look::Light);
    window.type_keys("technicians");
    rows_for(&window, "mine/technicians-retire");
    window.wait_for("the sources", |w| w.texts("source-row").len() == 2);
    let sources = window.texts("source-row").join(" ");
    assert!(sources.contains("National Statistics Office") && sources.contains("example.org"), "{sources}");
    let links = window.texts("link-row").join(" ");
    assert!(links.contains("causes") && links.contains("Night stops"), "{links}");
    window.press(Key::Escape);
    window.type_keys("overtime");
    rows_for(&window, "mine/overtime-climbs");
    window.wait_for("the stale mark", |w| !w.texts("stale-mark").is_empty());
}

#[test]
fn the_window_and_the_command_answer_alike() {
    let (_library, home) = fixture();
    let window = Window::open(&home, Look::Light);
    for query in ["nigh", "nigt stops", "plant", "manager answers", "overtime roster zebra", "cost"] {
        window.type_keys(query);
        let answer = Cli::at(&home).json(["search", query]);
        let hits = answer["hits"].as_array().unwrap();
        let wanted: Vec<String> =
            hits.iter().map(|hit| format!("mine/{}", hit["id"].as_str().unwrap())).collect();
        window
            .wait_for(&format!("{query}: {wanted:?}"), |w| w.attributes("result-row", "data-key") == wanted);
        let total = window.texts("total").join(" ");
        assert!(total.contains(&answer["total"].to_string()), "{query}: {total}");
        // Once clears the box; a second time would leave it.
        window.press(Key::Escape);
    }
}

#[test]
fn a_card_saved_in_another_editor_appears_by_itself() {
    let (library, home) = fixture();
    let window = Window::open(&home, Look::Light);
    window.type_keys("compressor");
    window.wait_for("no card", |w| w.attributes("result-row", "data-key").is_empty());
    let begun = Instant::now();
    library.write("mine/compressor.md", "---\nid: compressor\ntype: note\ntitle: A compressor trips\n---\n");
    rows_for(&window, "mine/compressor");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn the_first_start_offers_a_library_and_makes_it() {
    let place = tempfile::tempdir().unwrap();
    let window = Window::start(place.path(), Look::Light);
    window.wait_for("the offer", |w| !w.texts("create-library").is_empty());
    window.click("create-library");
    let number =
        |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    window.wait_for("the shipped cards", |w| w.texts("total").iter().any(|total| number(total) >= 24));
    assert!(place.path().join("library/packs/core/pack.toml").is_file());
}

#[test]
fn a_link_shows_its_host_before_anything_opens() {
    let (_library, home) = fixture();
    let window = Window::open(&home, Look::Light);
    window.type_keys("donaudampf");
    rows_for(&window, "mine/long-words");
    window.wait_for("the link", |w| {
        w.run("return document.querySelector('[data-testid=\"reading-pane\"] a[data-link]') !== null")
            == json!(true)
    });
    let _ = window.run("document.querySelector('[data-testid=\"reading-pane\"] a[data-link]').click()");
    window.wait_for("the host", |w| w.texts("link-dialog").join(" ").contains("example.org"));
    assert!(window.run("return location.href").as_str().unwrap().starts_with("tauri://localhost"));
    window.press(Key::Escape);
    window.wait_for("the dialog to close", |w| w.texts("link-dialog").is_empty());
}

#[test]
fn how_it_looks() {
    let (_library, home) = fixture();
    for (look, name) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        let window = Window::open(&home, look);
        window.resize(1280, 800);
        window.type_keys("technicians");
        rows_for(&window, "mine/technicians-retire");
        window.wait_for("the sources", |w| w.texts("source-row").len() == 2);
        assert_looks(&format!("library-wide-{name}"), &picture(&window));
        window.press(Key::Escape);
        window.type_keys("donaudampf");
        rows_for(&window, "mine/long-words");
        window.wait_for("the card", |w| w.texts("card-title").join("").contains("Donau"));
        window.resize(700, 800);
        assert_looks(&format!("long-words-narrow-{name}"), &picture(&window));
        window.press(Key::Escape);
        window.type_keys("zzzzzz");
        window.wait_for("no card", |w| w.attributes("result-row", "data-key").is_empty());
        assert_looks(&format!("nothing-found-narrow-{name}"), &picture(&window));
    }
    let place = tempfile::tempdir().unwrap();
    for (look, name) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        let window = Window::start(&place.path().join(name), look);
        window.wait_for("the offer", |w| !w.texts("create-library").is_empty());
        window.resize(1280, 800);
        assert_looks(&format!("first-start-{name}"), &picture(&window));
    }
}

/// A picture in which the temporary folder, whose name differs each time, has the name a user's would have.
fn picture(window: &Window) -> Vec<u8> {
    let _ = window.run(
        "for (const e of document.querySelectorAll('*')) for (const n of e.childNodes) \
         if (n.nodeType === 3 && n.data.includes('/tmp')) n.data = '/home/rep/Documents/One-Up'",
    );
    window.picture()
}
