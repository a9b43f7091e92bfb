//! The real window as a screen reader has it: names, roles, states and their order, read over the bus of accessibility
//! while the window is used by keyboard.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod fixture;

use atspi_common::{Role, State};
use oneup_testkit::TempLibrary;
use oneup_tests::{Accessible, Node, Place, Program, Stand};
use tempfile::TempDir;

use crate::fixture::fixture;

/// An open window with a reader beside it.
struct Reading {
    reader: Accessible,
    _program: Program,
    stand: Stand,
    _library: TempLibrary,
    _place: TempDir,
}

impl Reading {
    /// Opens the window and waits until its search box has the keyboard and all cards are listed.
    fn begin() -> Self {
        let (library, home) = fixture();
        let place = tempfile::tempdir().unwrap();
        let stand = Stand::start().with_bus(place.path());
        let program = stand.open(&home, &[]);
        let reader = Accessible::of(&stand);
        let reading = Self { reader, _program: program, stand, _library: library, _place: place };
        reading.wait("the search box to have the keyboard, and all cards", |page| {
            (searches(page) && options(page).len() == 7).then_some(())
        });
        reading
    }

    fn wait<T>(&self, what: &str, find: impl Fn(&Node) -> Option<T>) -> T {
        self.reader.wait_for(what, find)
    }

    fn key(&self, keys: &str) {
        let _ = self.stand.xdotool(&["key", keys]);
    }

    fn type_text(&self, text: &str) {
        let _ = self.stand.xdotool(&["type", text]);
    }

    /// Presses a button and waits until the page has come to rest on what is looked for.
    fn go(&self, button: &str, heading: &str) -> Node {
        let button = self.wait(button, |page| page.find(Role::Button, button).cloned());
        self.reader.press(&button);
        self.wait(heading, |page| page.find(Role::Heading, heading).map(|_| page.clone()))
    }
}

/// Whether the keyboard is in the search box: then either it or the row that Enter would open is told.
fn searches(page: &Node) -> bool {
    let told = page.focused();
    told.is_some_and(|told| told.name == "Search cards" || told.attribute("xml-roles") == "option")
}

fn options(page: &Node) -> Vec<Node> {
    let list = page.find(Role::ListBox, "Cards found");
    list.map(|list| list.all().filter(|node| node.role == Role::ListItem).cloned().collect())
        .unwrap_or_default()
}

/// The heading of the card in the reading pane.
fn card_heading(page: &Node) -> Option<String> {
    let reading = page.find(Role::Landmark, "Reading pane")?;
    let heading = reading.all().find(|node| node.role == Role::Heading && node.attribute("level") == "1")?;
    Some(heading.name.clone())
}

/// The numbers in a text.
fn numbers(text: &str) -> Vec<u32> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

#[test]
fn start_find_read_and_follow_a_link_are_told_to_a_screen_reader() {
    let reading = Reading::begin();
    let page = reading.reader.now();
    let landmarks: Vec<&str> =
        page.of_role(Role::Landmark).iter().map(|landmark| landmark.attribute("xml-roles")).collect();
    for wanted in ["banner", "navigation", "search", "main", "complementary", "contentinfo"] {
        assert!(landmarks.contains(&wanted), "{wanted} among {landmarks:?}");
    }
    let frame = page.of_role(Role::Frame);
    assert!(frame.len() == 1 && frame[0].name == "One-Up", "{}", page.outline());
    assert_eq!(page.of_role(Role::DocumentWeb)[0].name, "Library – One-Up");
    let search = page.find(Role::ComboBox, "Search cards").unwrap();
    assert!(search.is(State::Editable) && search.is(State::Expandable), "{}", search.outline());
    assert_eq!(search.attribute("autocomplete"), "list");

    // Find: a list whose rows say their names, their places and how many there are.
    reading.type_text("stops");
    let (found, count) = reading.wait("the cards found", |page| {
        let found = options(page);
        let count = page.all().find(|node| node.role == Role::StatusBar && node.is(State::Showing))?;
        let says = numbers(&count.text) == [u32::try_from(found.len()).ok()?];
        (found.first()?.name.contains("Night stops") && says).then(|| (found.clone(), count.clone()))
    });
    assert!(found.len() > 1, "{found:?}");
    assert_eq!((count.attribute("live"), count.attribute("atomic")), ("polite", "true"), "{count:?}");
    for (at, row) in found.iter().enumerate() {
        assert_eq!(row.attribute("posinset"), (at + 1).to_string(), "{}", row.outline());
        assert_eq!(row.attribute("setsize"), found.len().to_string(), "{}", row.outline());
        assert_eq!(row.is(State::Selected), at == 0, "{}", row.outline());
    }
    let tops: Vec<i32> = found.iter().filter_map(|row| Some(row.place?.y)).collect();
    assert!(tops.len() == found.len() && tops.is_sorted(), "{tops:?}");
    // The row that Enter would open is told while the keyboard stays in the box.
    reading.key("Down");
    let row = reading.wait("the second row to be told", |page| {
        options(page).into_iter().find(|row| row.attribute("posinset") == "2" && row.is(State::Focused))
    });
    assert!(row.is(State::Selected), "{}", row.outline());
    reading.type_text(" last");
    reading.wait("the text in the box", |page| {
        (page.find(Role::ComboBox, "Search cards")?.text == "stops last").then_some(())
    });

    // Read: the card has a heading, and the keyboard is in it.
    reading.wait("the first row again", |page| {
        let first = options(page).into_iter().next()?;
        (first.is(State::Selected) && first.name.contains("Night stops")).then_some(())
    });
    reading.key("Return");
    reading.wait("the keyboard in the pane", |page| {
        let reading = page.find(Role::Landmark, "Reading pane")?;
        let title = card_heading(page)?;
        (title.contains("Night stops") && reading.focused().is_some()).then_some(())
    });

    // Follow a link: it says where it leads.
    let backlink = "Experienced technicians retire faster than plants replace them";
    let mut steps = 0;
    while reading.reader.now().focused().is_none_or(|control| control.name != backlink) {
        steps += 1;
        assert!(steps < 20, "{}", reading.reader.now().outline());
        step(&reading);
    }
    reading.key("Return");
    reading.wait("the linked card", |page| (card_heading(page)? == backlink).then_some(()));
}

/// Presses Tab and waits until something else has the keyboard.
fn step(reading: &Reading) -> Node {
    let had = reading.reader.now().focused().cloned();
    reading.key("Tab");
    reading.wait("the next control", |page| {
        let has = page.focused()?;
        (has.is(State::Showing) && had.as_ref().is_none_or(|had| !had.is_same_as(has))).then(|| has.clone())
    })
}

#[test]
fn tab_goes_through_the_window_in_the_order_in_which_it_is_read() {
    let reading = Reading::begin();
    reading.type_text("technicians");
    reading.wait("the card", |page| card_heading(page)?.contains("technicians").then_some(()));
    let page = reading.reader.now();
    let order = page.controls();
    let at = |control: &Node| order.iter().position(|other| other.is_same_as(control));
    let mut before = at(page.find(Role::ComboBox, "Search cards").unwrap()).unwrap();
    // As far as the pane, past the header, the filters and the list.
    let mut seen = Vec::new();
    loop {
        let control = step(&reading);
        let now = at(&control).unwrap_or_else(|| panic!("{control:?} is not read out"));
        assert!(now > before, "{:?} comes before {:?}", control.name, order[before].name);
        before = now;
        seen.push(control.name.clone());
        if control.name == "Reading pane" || control.role == Role::Link {
            break;
        }
    }
    for wanted in
        ["Clear the search", "Go to the settings", "Type", "Manufacturing 1 card", "Force My cards Exp"]
    {
        assert!(seen.iter().any(|name| name.starts_with(wanted)), "{wanted} among {seen:?}");
    }
}

#[test]
fn every_control_has_a_name_and_is_read_where_it_is_seen() {
    let reading = Reading::begin();
    reading.type_text("technicians");
    let library =
        reading.wait("the card", |page| card_heading(page)?.contains("technicians").then(|| page.clone()));
    assert_controls("the library", &library, 25);

    reading.key("ctrl+k");
    let palette = reading.wait("the palette", |page| {
        page.find(Role::Dialog, "Commands").filter(|dialog| dialog.focused().is_some()).cloned()
    });
    assert!(palette.is(State::Modal), "{}", palette.outline());
    assert_controls("the palette", &palette, 2);
    reading.key("Escape");
    reading.wait("the palette to close", |page| page.find(Role::Dialog, "Commands").is_none().then_some(()));

    reading.key("ctrl+n");
    let dialog = reading.wait("the dialog", |page| {
        page.find(Role::Dialog, "New card").filter(|dialog| dialog.focused().is_some()).cloned()
    });
    assert!(dialog.is(State::Modal), "{}", dialog.outline());
    assert!(dialog.find(Role::Entry, "Title").is_some_and(|title| title.is(State::Focused)));
    assert_controls("the dialog", &dialog, 4);
    reading.key("Escape");
    reading.wait("the dialog to close", |page| page.find(Role::Dialog, "New card").is_none().then_some(()));

    let settings = reading.go("Go to the settings", "Settings");
    assert_controls("the settings", &settings, 20);
    let groups: Vec<&str> = settings
        .all()
        .filter(|node| node.attribute("xml-roles") == "radiogroup")
        .map(|group| &*group.name)
        .collect();
    assert!(groups.contains(&"Theme") && groups.contains(&"Density"), "{groups:?}");
    let activity = reading.go("Go to the activity page", "Activity");
    assert_controls("the activity", &activity, 8);
}

/// Checks that all that takes the keyboard says what it is, and that none is read before what stands above it in its
/// column or before it in its line.
fn assert_controls(what: &str, page: &Node, at_least: usize) {
    let controls = page.controls();
    assert!(controls.len() >= at_least, "{what} has {}:\n{}", controls.len(), page.outline());
    for control in &controls {
        assert!(!control.name.trim().is_empty(), "a {:?} of {what} has no name: {control:?}", control.role);
    }
    for pair in controls.windows(2) {
        let (Some(first), Some(next)) = (pair[0].place, pair[1].place) else { continue };
        assert!(
            is_in_order(first, next),
            "in {what}, {:?} at {first:?} is read before {:?} at {next:?}",
            pair[0].name,
            pair[1].name
        );
    }
}

/// Whether what is read next stands below, in the next column, or further along the line.
fn is_in_order(first: Place, next: Place) -> bool {
    let is_above = next.y + next.height <= first.y;
    let is_beside = next.y < first.y + first.height && first.y < next.y + next.height;
    let is_in_next_column = next.x >= first.x + first.width;
    if is_above { is_in_next_column } else { !is_beside || next.x >= first.x }
}

#[test]
fn what_was_done_is_announced_without_taking_the_keyboard() {
    let reading = Reading::begin();
    reading.wait("a card", card_heading);
    reading.key("ctrl+shift+l");
    let notice = reading.wait("the notice", |page| {
        let region = page.find(Role::Landmark, "Notices")?;
        region.all().find(|node| node.role == Role::ListItem && node.text.contains("Link")).cloned()
    });
    assert_eq!(notice.attribute("container-live"), "polite", "{notice:?}");
    assert!(notice.find(Role::Button, "Dismiss").is_some(), "{}", notice.outline());
    reading.type_text("z");
    reading.wait("the text in the box", |page| {
        (page.find(Role::ComboBox, "Search cards")?.text == "z").then_some(())
    });
    // The region was there before: what comes into one that appears with it is not read out.
    let quiet = Reading::begin().reader.now();
    let region = quiet.all().find(|node| node.name == "Notices").map(Node::outline).unwrap_or_default();
    assert!(region.contains("\"live\": \"polite\""), "{}", quiet.outline());
}
