//! A library of two cards, for the tests of several programs that are about something else than cards.

use std::ffi::OsString;
use std::path::PathBuf;

use oneup_testkit::TempLibrary;
use oneup_tests::Cli;

/// A library of two cards, set up in a data folder.
pub(crate) fn small_library() -> (TempLibrary, PathBuf) {
    let card = |id: &str, title: &str| format!("---\nid: {id}\ntype: note\ntitle: {title}\n---\nText.\n");
    let library = TempLibrary::new()
        .with("mine/night-stops.md", card("night-stops", "Night stops last longer"))
        .with("mine/overtime.md", card("overtime", "Overtime climbs"));
    let home = library.beside("home");
    let opened = Cli::at(&home).run([OsString::from("open"), library.root().into()]);
    assert_eq!(opened.code, 0, "{opened:?}");
    (library, home)
}
