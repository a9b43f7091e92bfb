//! What can be undone and redone, and what is left as it is.

use std::fs;
use std::path::PathBuf;

use oneup_cards::CardType;

use super::*;
use crate::contract::Theme;
use crate::new_card::NewCard;
use crate::test_place::{Place, place};

impl Place {
    fn make_card(&self, title: &str) -> PathBuf {
        let card = NewCard { kind: CardType::Force, title: title.to_owned(), id: None, link: None };
        self.app.write_new_card(&card).unwrap().1
    }

    fn theme(&self) -> Theme {
        self.app.settings_now().theme
    }
}

#[test]
fn cards_and_settings_are_undone_and_redone_from_one_stack_with_their_words() {
    let place = place();
    let card = place.make_card("Prices climb");
    let text = fs::read(&card).unwrap();
    place.app.set(SettingChange::Theme(Theme::Dark)).unwrap();
    let acts = place.app.acts_now().unwrap();
    assert_eq!(acts.undo.unwrap().words, "theme changed to dark");

    assert_eq!(place.app.undo_last(None).unwrap().act.unwrap().words, "theme changed to dark");
    assert_eq!(place.theme(), Theme::System);
    assert_eq!(place.app.undo_last(None).unwrap().act.unwrap().words, "card made: Prices climb");
    assert!(!card.exists());
    let ended = place.app.undo_last(None).unwrap();
    assert_eq!((ended.act, ended.acts.undo), (None, None), "there is nothing more, and that is no failure");

    place.app.redo_last(None).unwrap();
    assert_eq!(fs::read(&card).unwrap(), text);
    place.app.redo_last(None).unwrap();
    assert_eq!(place.theme(), Theme::Dark);
    assert_eq!(place.app.redo_last(None).unwrap().act, None);
}

#[test]
fn a_card_that_was_edited_since_is_not_taken_back() {
    let place = place();
    let card = place.make_card("Prices climb");
    fs::write(&card, "my own words").unwrap();
    assert!(matches!(place.app.undo_last(None), Err(AppError::Library(LibraryError::Changed { .. }))));
    assert_eq!(fs::read(&card).unwrap(), b"my own words");
    assert_eq!(place.app.acts_now().unwrap().undo, None, "it stands in nobody's way");
}

#[test]
fn what_was_done_before_a_card_that_was_edited_can_still_be_undone() {
    let place = place();
    place.app.set(SettingChange::Theme(Theme::Dark)).unwrap();
    let card = place.make_card("Prices climb");
    fs::write(&card, "my own words").unwrap();
    assert!(place.app.undo_last(None).is_err());
    place.app.undo_last(None).unwrap();
    assert_eq!(place.theme(), Theme::System);
}

#[test]
fn an_act_that_is_meant_is_not_mistaken_for_another() {
    let place = place();
    let card = place.make_card("Prices climb");
    let meant = place.app.acts_now().unwrap().undo.unwrap().id;
    place.app.set(SettingChange::Theme(Theme::Dark)).unwrap();
    assert!(matches!(place.app.undo_last(Some(meant)), Err(AppError::AnotherAct)));
    assert_eq!((place.theme(), card.exists()), (Theme::Dark, true));
}

#[test]
fn a_setting_that_was_edited_in_the_file_since_is_not_overwritten() {
    let place = place();
    place.app.set(SettingChange::Zoom(150)).unwrap();
    let file = place.folder.path().join("home/config.toml");
    let text = fs::read_to_string(&file).unwrap().replace("150", "175");
    fs::write(&file, &text).unwrap();
    assert!(matches!(place.app.undo_last(None), Err(AppError::SettingChanged { .. })));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_card_that_another_program_took_away_is_undone_without_a_word() {
    let place = place();
    fs::remove_file(place.make_card("Prices climb")).unwrap();
    assert!(place.app.undo_last(None).unwrap().act.is_some());
}

#[test]
fn an_act_that_is_refused_halfway_leaves_nothing() {
    let place = place();
    fs::write(place.folder.path().join("library/mine/b.md"), "theirs").unwrap();
    let step = |name: &str| Step::CreateFile { path: format!("mine/{name}.md"), text: "x".to_owned() };
    assert!(place.app.transact("two cards", &[step("a"), step("b")]).is_err());
    assert!(!place.folder.path().join("library/mine/a.md").exists());
    assert_eq!(fs::read(place.folder.path().join("library/mine/b.md")).unwrap(), b"theirs");
    assert_eq!(place.app.acts_now().unwrap().undo, None);
}

#[test]
fn a_setting_that_stays_as_it_is_is_no_act() {
    let place = place();
    place.app.set(SettingChange::Theme(Theme::System)).unwrap();
    assert_eq!(place.app.acts_now().unwrap().undo, None);
}

#[test]
fn a_card_of_another_library_is_not_undone_in_this_one() {
    let place = place();
    let card = place.make_card("Prices climb");
    let other = place.folder.path().join("other");
    fs::create_dir(&other).unwrap();
    place.app.open_library_at(&other).unwrap();
    assert_eq!(place.app.undo_last(None).unwrap().act, None);
    assert!(card.exists());
}
