//! The desktop around the window: one instance, links, second windows, the place it stands, safe mode.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod small_library;

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use oneup_tests::{Cli, Geometry, Look, Stand, Window};
use serde_json::{Value, json};

use crate::small_library::small_library;

/// Starts the window's program once more, without a session bus, and says how it ended and after how long.
fn start_again(home: &Path, arguments: &[&str]) -> (Output, Duration) {
    let begun = Instant::now();
    let ended = Command::new(std::env::var_os("ONEUP_DESKTOP").unwrap())
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("XDG_RUNTIME_DIR")
        .arg("--home")
        .arg(home)
        .args(arguments)
        .output()
        .unwrap();
    (ended, begun.elapsed())
}

/// Calls a command of the contract from inside the page.
fn call(window: &Window, command: &str, request: &Value) -> Value {
    window.run_async(&format!(
        "window.__TAURI_INTERNALS__.invoke('{command}', {{request: {request}}}).then(done, done)"
    ))
}

fn shows(window: &Window, title: &str) {
    window.wait_for(title, |window| window.texts("card-title").iter().any(|shown| shown.contains(title)));
}

#[test]
fn a_second_start_hands_its_link_over_and_ends_at_once() {
    let (_library, home) = small_library();
    let window = Window::open(&home, Look::Light);
    let mut fastest = Duration::MAX;
    for (link, title) in [
        ("oneup://card/mine/overtime", "Overtime climbs"),
        ("oneup://card/mine/night-stops", "Night stops last longer"),
        ("oneup://card/mine/overtime", "Overtime climbs"),
    ] {
        let (ended, took) = start_again(&home, &[link]);
        assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
        fastest = fastest.min(took);
        shows(&window, title);
    }
    // The fastest: the machine may have other work at one of them.
    assert!(fastest < Duration::from_millis(300), "{fastest:?}");
    let status = call(&window, "desktop", &json!({}));
    assert_eq!(status["one_instance"]["kind"], "on", "{status}");
}

#[test]
fn a_link_that_the_program_is_started_with_is_followed() {
    let (_library, home) = small_library();
    let window = Window::start_with(&home, Look::Light, &["oneup://card/mine/overtime"]);
    shows(&window, "Overtime climbs");
}

#[test]
fn a_hostile_link_is_refused_in_words_and_does_nothing() {
    let (_library, home) = small_library();
    let window = Window::open(&home, Look::Light);
    let before = window.run("return location.href");
    let (ended, _) = start_again(&home, &["oneup://card/mine/../../etc/passwd"]);
    assert_eq!(ended.status.code(), Some(0));
    window.wait_for("the refusal", |window| {
        window.run("return document.body.innerText.includes('was not followed')") == json!(true)
    });
    assert_eq!(window.run("return location.href"), before);
}

#[test]
fn wrong_arguments_end_with_a_sentence() {
    let place = tempfile::tempdir().unwrap();
    for arguments in [&["card.md"][..], &["--command", "rm -rf"], &["oneup://settings", "oneup://search"]] {
        let (ended, _) = start_again(place.path(), arguments);
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}");
        assert!(!ended.stderr.is_empty());
    }
}

#[test]
fn another_window_stands_behind_the_same_wall() {
    let (_library, home) = small_library();
    let window = Window::open(&home, Look::Light);
    let first = window.handles().remove(0);
    assert_eq!(call(&window, "open_window", &json!({"card": "mine/overtime"})), json!({}));
    window.wait_for("the other window", |window| window.handles().len() == 2);
    let other = window.handles().into_iter().find(|handle| *handle != first).unwrap();
    window.look_at(&other);
    shows(&window, "Overtime climbs");
    assert_eq!(window.run("return typeof window.__TAURI__"), json!("undefined"));
    let refused = window.run_async(
        "window.__TAURI_INTERNALS__.invoke('plugin:global-shortcut|register', {shortcuts: ['Ctrl+K']}) \
         .then(() => done('answered'), () => done('refused'))",
    );
    assert_eq!(refused, json!("refused"));
    window.look_at(&first);
    assert_ne!(window.run("return location.hash"), json!("#card=mine%2Fovertime"));
}

#[test]
fn safe_mode_leaves_everything_outside_the_window_alone() {
    let (_library, home) = small_library();
    let window = Window::start_with(&home, Look::Light, &["--safe"]);
    window.wait_for("the page", |window| {
        window.run("return document.documentElement.dataset.ready") == json!("true")
    });
    let status = call(&window, "desktop", &json!({}));
    for facility in ["tray", "global_shortcut", "open_at_login"] {
        assert_eq!(status[facility]["kind"], "refused", "{status}");
        assert!(status[facility]["why"].as_str().unwrap().contains("safe mode"), "{status}");
    }
}

#[test]
fn the_window_comes_back_where_it_stood_and_never_out_of_sight() {
    let (_library, home) = small_library();
    let stand = Stand::start();
    let place = {
        let mut program = stand.open(&home, &[]);
        let window = stand.windows().remove(0);
        let _ = stand.xdotool(&["windowsize", "--sync", &window, "900", "600"]);
        let _ = stand.xdotool(&["windowmove", "--sync", &window, "210", "140"]);
        let place = stand.geometry(&window);
        stand.close(&window);
        let ended = program.wait();
        assert!(ended.success(), "{ended}");
        place
    };
    {
        let mut program = stand.open(&home, &[]);
        let window = stand.windows().remove(0);
        stand.wait_for("the same place", |stand| {
            let now = stand.geometry(&window);
            (now.x - place.x).abs() <= 2 && (now.y - place.y).abs() <= 2 && now.width == place.width
        });
        stand.close(&window);
        let ended = program.wait();
        assert!(ended.success(), "{ended}");
    }
    std::fs::write(home.join("window.json"), r#"{"x":4000,"y":-900,"width":900,"height":600}"#).unwrap();
    let _program = stand.open(&home, &[]);
    let window = stand.windows().remove(0);
    stand.wait_for("a place in sight", |stand| {
        let Geometry { x, y, width, height } = stand.geometry(&window);
        x >= 0 && y >= 0 && x + width <= 1280 && y + height <= 1024
    });
}

#[test]
fn a_shortcut_brings_the_window_up_from_anywhere() {
    let (_library, home) = small_library();
    Cli::at(&home).configure("global_shortcut = \"Ctrl+Alt+O\"");
    let stand = Stand::start();
    let _program = stand.open(&home, &[]);
    let window = stand.windows().remove(0);
    let is_seen = |stand: &Stand| stand.windows().contains(&window);
    // The keys are taken over once the window is there.
    stand.wait_for("the window to come back", |stand| {
        let _ = stand.xdotool(&["windowminimize", "--sync", &window]);
        let _ = stand.xdotool(&["key", "ctrl+alt+o"]);
        std::thread::sleep(Duration::from_millis(300));
        is_seen(stand)
    });
}

#[test]
fn in_the_tray_it_goes_on_without_a_window() {
    let (_library, home) = small_library();
    Cli::at(&home).configure("tray = true\nkeep_running = true");
    let settings = tempfile::tempdir().unwrap();
    let stand = Stand::start().with_tray(settings.path());
    let mut program = stand.open(&home, &[]);
    let items = |stand: &Stand| stand.of_the_tray("RegisteredStatusNotifierItems").contains("Notification");
    stand.wait_for("the tray", items);
    let window = stand.windows().remove(0);
    stand.close(&window);
    stand.wait_for("the window to be gone", |stand| stand.windows().is_empty());
    assert!(program.runs(), "it stays in the tray");
    assert!(stand.desktop(&home, &[]).status().unwrap().success());
    stand.wait_for("the window to be back", |stand| stand.windows().contains(&window));
    assert!(program.runs() && items(&stand));
}

#[test]
fn without_a_tray_closing_the_window_ends_it() {
    let (_library, home) = small_library();
    Cli::at(&home).configure("tray = true\nkeep_running = true");
    let stand = Stand::start();
    let mut program = stand.open(&home, &[]);
    stand.close(&stand.windows()[0]);
    assert!(program.wait().success());
}

#[test]
fn hidden_without_a_tray_is_shown_all_the_same() {
    let (_library, home) = small_library();
    let stand = Stand::start();
    let mut program = stand.open(&home, &["--hidden"]);
    assert!(program.runs());
}

#[test]
fn a_page_that_ends_is_loaded_anew() {
    let (_library, home) = small_library();
    let stand = Stand::start();
    let mut program = stand.open(&home, &[]);
    let id = program.id();
    let page = |not: Option<u32>| page_of(id).filter(|found| Some(*found) != not);
    let first = page(None).unwrap();
    assert!(Command::new("kill").args(["-KILL", &first.to_string()]).status().unwrap().success());
    stand.wait_for("another page", |_| page(Some(first)).is_some());
    assert!(program.runs());
}

/// The process that runs the page of a program.
fn page_of(program: u32) -> Option<u32> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.into_iter().find(|number| {
        let told = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        let Some((name, rest)) = told.rsplit_once(')') else { return false };
        let parent = rest.split_whitespace().nth(1).and_then(|parent| parent.parse().ok());
        // The kernel cuts names at fifteen letters.
        name.ends_with("WebKitWebProces") && parent == Some(program)
    })
}
