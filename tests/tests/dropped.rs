//! What another program drops on the real window: cards are asked about and copied, everything else is refused, and
//! the window stays where it is.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod small_library;

use std::path::PathBuf;

use atspi_common::{Role, State};
use oneup_testkit::TempLibrary;
use oneup_tests::{Accessible, Dropped, Node, OtherProgram, Program, Stand};
use tempfile::TempDir;

use crate::small_library::small_library;

const DIALOG: &str = "Copy these files into your cards?";
/// The name that a file browser gives to a list of addresses.
const FILES: &str = "text/uri-list";

/// An open window, a reader of it and another program beside it.
struct Beside {
    other: OtherProgram,
    reader: Accessible,
    _program: Program,
    stand: Stand,
    library: TempLibrary,
    place: TempDir,
}

impl Beside {
    fn begin() -> Self {
        let (library, home) = small_library();
        let place = tempfile::tempdir().unwrap();
        let stand = Stand::start().with_bus(place.path());
        let program = stand.open(&home, &[]);
        let (reader, other) = (Accessible::of(&stand), OtherProgram::on(&stand));
        let beside = Self { other, reader, _program: program, stand, library, place };
        beside.wait("the cards", |page| {
            let list = page.find(Role::ListBox, "Cards found")?;
            list.all().any(|row| row.name.contains("Overtime climbs")).then_some(())
        });
        beside
    }

    fn wait<T>(&self, what: &str, find: impl Fn(&Node) -> Option<T>) -> T {
        self.reader.wait_for(what, find)
    }

    /// Drops something on the middle of the window.
    fn drop(&self, offered: &Offer<'_>) -> Dropped {
        let window = self.stand.windows().remove(0);
        self.other.drop_on(&window, self.stand.geometry(&window), offered)
    }

    /// Writes a file outside the library and returns its address as a file browser writes it.
    fn file(&self, name: &str, text: &str) -> String {
        let file = self.place.path().join(name);
        std::fs::write(&file, text).unwrap();
        format!("file://{}\r\n", file.display()).replace(' ', "%20").replace('ü', "%C3%BC")
    }

    /// Waits for the question about what was dropped.
    fn question(&self, about: &str) -> Node {
        self.wait(about, |page| page.find(Role::Dialog, DIALOG).filter(|asked| asked.says(about)).cloned())
    }

    fn is_gone(&self) {
        self.wait("the question to go", |page| page.find(Role::Dialog, DIALOG).is_none().then_some(()));
    }

    /// The files of the library that are the user's own.
    fn cards(&self) -> Vec<String> {
        let mine: PathBuf = self.library.root().join("mine");
        let names = std::fs::read_dir(mine).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }
}

/// What is dragged, by the names of the forms in which it can be had.
type Offer<'a> = [(&'a str, &'a [u8])];

const CARD: &str = "---\nid: new-roster\ntype: note\ntitle: A new roster helps\n---\nText.\n";

#[test]
fn a_file_that_is_dropped_becomes_a_card_once_its_user_agrees() {
    let beside = Beside::begin();
    let file = beside.file("neue übersicht.md", CARD);
    assert_eq!(beside.drop(&[(FILES, file.as_bytes()), ("text/plain", file.as_bytes())]), Dropped::Taken);
    let question = beside.question("neue übersicht.md");
    assert!(question.is(State::Modal), "{}", question.outline());
    // A key held a moment too long takes nothing.
    beside.wait("the keyboard on Cancel", |page| {
        page.find(Role::Button, "Cancel").filter(|cancel| cancel.is(State::Focused)).map(|_| ())
    });
    assert_eq!(beside.cards(), ["night-stops.md", "overtime.md"], "nothing is copied before the answer");
    let _ = beside.stand.xdotool(&["key", "Tab"]);
    beside.wait("the keyboard on Copy", |page| {
        page.find(Role::Button, "Copy").filter(|copy| copy.is(State::Focused)).map(|_| ())
    });
    let _ = beside.stand.xdotool(&["key", "Return"]);
    beside.is_gone();
    beside.wait("the card in the list", |page| {
        let list = page.find(Role::ListBox, "Cards found")?;
        list.all().any(|row| row.name.contains("A new roster helps")).then_some(())
    });
    let cards = beside.cards();
    assert_eq!(cards.len(), 3, "{cards:?}");
    let name = cards.iter().find(|name| !["night-stops.md", "overtime.md"].contains(&name.as_str())).unwrap();
    let copy = std::fs::read_to_string(beside.library.root().join("mine").join(name)).unwrap();
    assert!(copy.contains("A new roster helps"), "{copy}");
}

#[test]
fn escape_leaves_what_was_dropped_where_it_is() {
    let beside = Beside::begin();
    let file = beside.file("card.md", CARD);
    assert_eq!(beside.drop(&[(FILES, file.as_bytes())]), Dropped::Taken);
    beside.question("card.md");
    let _ = beside.stand.xdotool(&["key", "Escape"]);
    beside.is_gone();
    // The keyboard is back where it was, and the next drop is asked about anew.
    let _ = beside.stand.xdotool(&["type", "overtime"]);
    beside.wait("the text in the search box", |page| {
        (page.find(Role::ComboBox, "Search cards")?.text == "overtime").then_some(())
    });
    assert_eq!(beside.drop(&[(FILES, file.as_bytes())]), Dropped::Taken);
    beside.question("card.md");
    assert_eq!(beside.cards(), ["night-stops.md", "overtime.md"]);
}

#[test]
fn what_is_no_card_is_refused_by_name_and_the_page_stays() {
    let beside = Beside::begin();
    let picture = beside.file("plan.png", "not a card");
    let address = "https://example.org/card.md\r\n";
    let page = "<h1>Another page</h1><script>document.title = 'taken'</script>";
    let offers: [(&str, &Offer<'_>); 3] = [
        ("plan.png", &[(FILES, picture.as_bytes())]),
        // A link from a browser: it is neither fetched nor followed.
        ("https://example.org/card.md", &[(FILES, address.as_bytes()), ("text/plain", address.as_bytes())]),
        ("file:", &[(FILES, b"file://\r\n")]),
    ];
    for (name, offered) in offers {
        assert_eq!(beside.drop(offered), Dropped::Taken, "{name}");
        let question = beside.wait(name, |page| page.find(Role::Dialog, DIALOG).cloned());
        assert!(question.find(Role::Button, "Copy").is_none(), "{}", question.outline());
        let _ = beside.stand.xdotool(&["key", "Escape"]);
        beside.is_gone();
    }
    // What is marked on a page of another program is not for this one. It is settled when what comes after it is.
    let _ = beside.drop(&[("text/html", page.as_bytes()), ("text/plain", b"Another page")]);
    let file = beside.file("card.md", CARD);
    assert_eq!(beside.drop(&[(FILES, file.as_bytes())]), Dropped::Taken);
    let question = beside.question("card.md");
    assert_eq!(
        question.all().filter(|node| node.role == Role::ListItem).count(),
        1,
        "{}",
        question.outline()
    );
    let now = beside.reader.now();
    assert_eq!(now.of_role(Role::DocumentWeb)[0].name, "Library – One-Up");
    assert!(!now.says("Another page"), "{}", now.outline());
    assert_eq!(beside.cards(), ["night-stops.md", "overtime.md"]);
}
