//! What One-Up does outside its window: the menu of its tray, the keys that work from anywhere, the entry that starts it
//! at login.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod small_library;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use atspi_common::{Role, State};
use oneup_tests::{Accessible, Cli, Node, OtherProgram, Stand, TrayMenu};

use crate::small_library::small_library;

/// The symbol of the letter o, and Control with Alt, as X numbers them.
const LETTER_O: u32 = 0x6f;
const CONTROL_ALT: u16 = 0b1100;

/// Opens the settings by keyboard and waits until the program has told what the desktop offers.
fn open_settings(stand: &Stand, reader: &Accessible, told: &str) -> Node {
    reader.wait_for("the search box", |page| page.find(Role::ComboBox, "Search cards").map(|_| ()));
    let _ = stand.xdotool(&["key", "ctrl+comma"]);
    reader.wait_for(told, |page| {
        // What opens links is found out last.
        let is_settled = ["Install One-Up from its package", "The system opens these links with One-Up."]
            .iter()
            .any(|links| page.says(links));
        let is_there = page.find(Role::Heading, "Settings").is_some() && page.says(told);
        (is_there && is_settled).then(|| page.clone())
    })
}

#[test]
fn the_lines_of_the_tray_bring_the_window_back_and_end_it() {
    let (_library, home) = small_library();
    Cli::at(&home).configure("tray = true\nkeep_running = true");
    let settings = tempfile::tempdir().unwrap();
    let stand = Stand::start().with_tray(settings.path());
    let mut program = stand.open(&home, &[]);
    let window = stand.windows().remove(0);
    let menu = TrayMenu::of(&stand);
    assert_eq!(menu.lines(), ["Open One-Up", "Search", "New card…", "Quit"]);
    let close = || {
        stand.close(&window);
        stand.wait_for("the window to be gone", |stand| stand.windows().is_empty());
    };
    close();
    menu.click("Open One-Up");
    stand.wait_for("the window", |stand| stand.windows().contains(&window));
    close();
    menu.click("New card…");
    let reader = Accessible::of(&stand);
    reader.wait_for("the dialog", |page| {
        let dialog = page.find(Role::Dialog, "New card")?;
        dialog.find(Role::Entry, "Title").filter(|title| title.is(State::Focused)).map(|_| ())
    });
    assert!(stand.windows().contains(&window));
    stand.bring_to_front(&window);
    // A window that has just come in front may get its first key later than it is told so.
    reader.wait_for("the dialog to be gone", |page| {
        let _ = stand.xdotool(&["key", "Escape"]);
        page.find(Role::Dialog, "New card").is_none().then_some(())
    });
    close();
    menu.click("Search");
    stand.wait_for("the window", |stand| stand.windows().contains(&window));
    stand.bring_to_front(&window);
    let _ = stand.xdotool(&["type", "overtime"]);
    reader.wait_for("the text in the search box", |page| {
        (page.find(Role::ComboBox, "Search cards")?.text == "overtime").then_some(())
    });
    menu.click("Quit");
    assert!(program.wait().success());
}

#[test]
fn the_test_of_the_keys_from_anywhere_says_that_they_arrive() {
    let (_library, home) = small_library();
    Cli::at(&home).configure("global_shortcut = \"Ctrl+Alt+O\"");
    let place = tempfile::tempdir().unwrap();
    let stand = Stand::start().with_bus(place.path());
    let _program = stand.open(&home, &[]);
    let reader = Accessible::of(&stand);
    let page = open_settings(&stand, &reader, "The system has given these keys to One-Up.");
    reader.press(page.find_anywhere(Role::Button, "Test").unwrap());
    let outcome = |page: &Node, text: &str| {
        let outcome = page.all().find(|node| node.role == Role::StatusBar && node.says(text))?;
        Some(outcome.clone())
    };
    let listening = reader.wait_for("the test to listen", |page| outcome(page, "Press Control Alt O now."));
    assert_eq!(listening.attribute("live"), "polite", "{}", listening.outline());
    let _ = stand.xdotool(&["key", "ctrl+alt+o"]);
    reader.wait_for("the keys to be heard", |page| outcome(page, "Heard: the keys work."));
    assert!(reader.now().find(Role::Heading, "Settings").is_some(), "a test leaves the page as it is");
    // Afterwards the keys do again what they are for.
    let _ = stand.xdotool(&["key", "ctrl+alt+o"]);
    reader.wait_for("the search box", |page| page.find(Role::ComboBox, "Search cards").map(|_| ()));
}

#[test]
fn keys_that_another_program_has_are_told_with_the_way_around() {
    let (_library, home) = small_library();
    Cli::at(&home).configure("global_shortcut = \"Ctrl+Alt+O\"");
    let place = tempfile::tempdir().unwrap();
    let stand = Stand::start().with_bus(place.path());
    let other = OtherProgram::on(&stand);
    other.keep_keys(LETTER_O, CONTROL_ALT);
    let _program = stand.open(&home, &[]);
    let reader = Accessible::of(&stand);
    let page = open_settings(&stand, &reader, "Another program has the keys Ctrl+Alt+O");
    assert!(page.find_anywhere(Role::Button, "Test").is_none(), "{}", page.outline());
    assert!(page.says("Choose other keys in the settings."), "{}", page.outline());
    assert!(page.says("oneup://"), "{}", page.outline());
    // The keys still go to the one that has them.
    let _ = stand.xdotool(&["key", "ctrl+alt+o"]);
    assert!(other.hears_keys());
    assert!(reader.now().find(Role::Heading, "Settings").is_some());
}

/// A data folder, a program and a folder of settings, each with a name that a careless entry would break.
struct AtLogin {
    stand: Stand,
    home: PathBuf,
    program: PathBuf,
    entry: PathBuf,
    settings: PathBuf,
    _library: oneup_testkit::TempLibrary,
    _place: tempfile::TempDir,
}

impl AtLogin {
    fn begin() -> Self {
        let place = tempfile::tempdir().unwrap();
        let library =
            oneup_testkit::TempLibrary::new().with("mine/a.md", "---\nid: a\ntype: note\ntitle: A\n---\n");
        let folder = place.path().join(r#"it's "my" $HOME \ folder"#);
        // Desktops do not find a program whose own path has a percent sign in it.
        let (home, settings) = (folder.join("100% data"), place.path().join("settings"));
        std::fs::create_dir_all(&home).unwrap();
        std::fs::create_dir_all(&settings).unwrap();
        let program = folder.join("oneup-desktop");
        std::fs::copy(std::env::var_os("ONEUP_DESKTOP").unwrap(), &program).unwrap();
        assert_eq!(Cli::at(&home).run([OsString::from("open"), library.root().into()]).code, 0);
        let stand = Stand::start().with_tray(place.path());
        let entry = settings.join("autostart/One-Up.desktop");
        Self { stand, home, program, entry, settings, _library: library, _place: place }
    }

    fn command(&self) -> Command {
        let mut command = self.stand.command(&self.program);
        command.arg("--home").arg(&self.home).env("XDG_CONFIG_HOME", &self.settings);
        command
    }

    /// Starts the program as the desktop does at login: by the line of the entry.
    fn log_in(&self) {
        let mut desktop = self.stand.command("gio");
        let started = desktop.arg("launch").arg(&self.entry).env("XDG_CONFIG_HOME", &self.settings).status();
        assert!(started.unwrap().success());
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.entry).unwrap()
    }
}

fn switch(page: &Node) -> Option<&Node> {
    page.find_anywhere(Role::ToggleButton, "Open at login")
}

#[test]
fn open_at_login_writes_an_entry_that_starts_it_and_takes_it_away() {
    let at_login = AtLogin::begin();
    let (stand, home) = (&at_login.stand, &at_login.home);
    Cli::at(home).configure("tray = false");
    let reader = Accessible::of(stand);
    let mut program = stand.open_by(&mut at_login.command());
    let page = open_settings(stand, &reader, "One-Up starts when you start it.");
    assert!(!at_login.entry.exists() && !switch(&page).unwrap().is(State::Checked));
    reader.press(switch(&page).unwrap());
    reader.wait_for("the switch to be on", |page| {
        let on = switch(page)?.is(State::Checked) && page.says("One-Up starts when you log in.");
        on.then_some(())
    });
    assert!(at_login.entry.exists(), "it is told, so it is there");
    stand.close(&stand.windows()[0]);
    assert!(program.wait().success());

    // Without a tray it would be out of reach, so it is shown; and it is the same program on the same data.
    at_login.log_in();
    stand.wait_for("the window", |stand| !stand.windows().is_empty());
    let window = stand.windows().remove(0);
    let id = stand.xdotool(&["getwindowpid", &window]);
    let line = std::fs::read(Path::new("/proc").join(id.trim()).join("cmdline")).unwrap();
    let words: Vec<&[u8]> = line.split(|byte| *byte == 0).filter(|word| !word.is_empty()).collect();
    let wanted = [&at_login.program.display().to_string(), "--hidden", "--home", &home.display().to_string()];
    assert_eq!(words, wanted.map(str::as_bytes));
    stand.close(&window);
    stand.wait_for("its end", |_| !Path::new("/proc").join(id.trim()).join("exe").exists());

    // With a tray it waits there.
    let file = home.join("config.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("tray = false"), "{text}");
    std::fs::write(&file, text.replace("tray = false", "tray = true")).unwrap();
    at_login.log_in();
    let menu = TrayMenu::of(stand);
    assert!(stand.windows().is_empty(), "it starts out of sight");
    menu.click("Open One-Up");
    stand.wait_for("the window", |stand| !stand.windows().is_empty());
    let page = open_settings(stand, &reader, "One-Up starts when you log in.");
    reader.press(switch(&page).unwrap());
    reader
        .wait_for("the switch to be off", |page| page.says("One-Up starts when you start it.").then_some(()));
    assert!(!at_login.entry.exists());
    menu.click("Quit");
    stand.wait_for("its end", |stand| stand.windows().is_empty());
}

#[test]
fn an_entry_that_its_user_changed_is_told_and_never_written_over() {
    let at_login = AtLogin::begin();
    let theirs = "[Desktop Entry]\nType=Application\nName=One-Up\nExec=nice oneup-desktop\n";
    std::fs::create_dir_all(at_login.entry.parent().unwrap()).unwrap();
    std::fs::write(&at_login.entry, theirs).unwrap();
    let stand = &at_login.stand;
    let _program = stand.open_by(&mut at_login.command());
    let reader = Accessible::of(stand);
    let page = open_settings(stand, &reader, "is not as One-Up wrote it, so it is left as it is.");
    assert_eq!(at_login.text(), theirs);
    reader.press(switch(&page).unwrap());
    reader.wait_for("the switch to be on", |page| switch(page)?.is(State::Checked).then_some(()));
    let page = reader.wait_for("the refusal", |page| {
        page.says("is not as One-Up wrote it, so it is left as it is.").then(|| page.clone())
    });
    assert_eq!(at_login.text(), theirs);
    // Off takes it away, as is said; on writes it anew.
    assert!(page.says("Turn this off, which takes it away"), "{}", page.outline());
    reader.press(switch(&page).unwrap());
    reader.wait_for("the entry to be gone", |page| {
        (page.says("One-Up starts when you start it.") && !at_login.entry.exists()).then(|| page.clone())
    });
    reader.press(switch(&reader.now()).unwrap());
    reader.wait_for("the entry", |page| page.says("One-Up starts when you log in.").then_some(()));
    assert!(at_login.text().contains("--hidden"), "{}", at_login.text());
}
