//! What a writer takes for granted around the editor: a sitting is taken back as one, what was undone outlives the
//! program, and words are replaced in many cards as one act.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::PathBuf;

use oneup_app::contract::{
    CardHistoryRequest, CardSaved, ChosenPlaces, EditCardRequest, EditedCard, ErrorCode, FindWordsRequest,
    FoundWords, KeepUndoRequest, ReplaceWordsRequest, SaveCardRequest,
};
use oneup_app::{App, Home, NoDesktop};

const TEXT: &str = "---\nid: stops\ntype: force\ntitle: Client stops last\nstatus: draft\n---\n\nFirst.\n";

struct Place {
    folder: tempfile::TempDir,
    app: App,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(Home::locate(Some(&folder.path().join("home"))).unwrap(), "a test");
    app.create_library_at(&folder.path().join("library"), &[]).unwrap();
    let place = Place { folder, app };
    place.put("stops", TEXT);
    place
}

impl Place {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("library/mine/{name}.md"))
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).unwrap();
        self.app.catch_up(&mut |_| ()).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    fn edit(&self) -> EditedCard {
        self.app.edit_card(&NoDesktop, EditCardRequest { key: "mine/stops".to_owned() }).unwrap()
    }

    fn save(&self, session: u32, version: u32, text: &str) -> u32 {
        let request =
            SaveCardRequest { key: "mine/stops".to_owned(), session, version, text: text.to_owned() };
        match self.app.save_card(&NoDesktop, request).unwrap() {
            CardSaved::Saved { version } | CardSaved::Merged { version, .. } => version,
            CardSaved::Conflict { .. } => panic!("nothing is in conflict"),
        }
    }

    fn undo(&self) -> String {
        self.app.undo_last(None).unwrap().act.unwrap().words
    }

    fn find(&self, words: &str) -> FoundWords {
        self.app.find_words(&NoDesktop, asked(words)).unwrap()
    }
}

fn asked(words: &str) -> FindWordsRequest {
    FindWordsRequest { words: words.to_owned(), ..FindWordsRequest::default() }
}

fn all_of(found: &FoundWords) -> Vec<ChosenPlaces> {
    let chosen = found.cards.iter().map(|card| ChosenPlaces {
        key: card.key.clone(),
        places: card.places.iter().map(|place| place.at).collect(),
    });
    chosen.collect()
}

#[test]
fn the_saves_of_a_sitting_are_one_act_and_one_version() {
    let place = place();
    let card = place.edit();
    let mut version = card.version;
    for words in ["First. One.", "First. One. Two.", "First. One. Two. Three."] {
        version = place.save(card.session, version, &TEXT.replace("First.", words));
    }
    let request = CardHistoryRequest { key: "mine/stops".to_owned() };
    assert_eq!(place.app.card_history(&NoDesktop, request).unwrap().versions.len(), 2);
    assert_eq!(place.undo(), "card edited: Client stops last");
    assert_eq!(place.read("stops"), TEXT);
    place.app.redo_last(None).unwrap();
    assert!(place.read("stops").contains("One. Two. Three."));
}

#[test]
fn another_editor_and_another_program_end_the_act() {
    let place = place();
    let card = place.edit();
    let mine = TEXT.replace("First.", "First, by me.");
    let version = place.save(card.session, card.version, &mine);
    let theirs = mine.replace("Client stops", "Client halts");
    place.put("stops", &theirs);
    let more = theirs.replace("by me.", "by me. More.");
    let version = place.save(card.session, version, &mine.replace("by me.", "by me. More."));
    assert_eq!(place.read("stops"), more);
    let other = place.edit();
    assert_ne!(other.session, card.session);
    place.save(other.session, version, &more.replace("More.", "More. Most."));
    for expected in [&more, &theirs] {
        place.undo();
        assert_eq!(&place.read("stops"), expected, "what the other program wrote stays");
    }
}

#[test]
fn what_can_be_undone_in_the_editor_outlives_the_program() {
    let place = place();
    let key = place.edit().key;
    let keep = |undo: Option<&str>| {
        let request = KeepUndoRequest { key: key.clone(), undo: undo.map(str::to_owned) };
        place.app.keep_undo(&NoDesktop, request)
    };
    keep(Some("steps")).unwrap();
    let again = App::new(Home::locate(Some(&place.folder.path().join("home"))).unwrap(), "another start");
    let card = again.edit_card(&NoDesktop, EditCardRequest { key: key.clone() }).unwrap();
    assert_eq!(card.undo.as_deref(), Some("steps"));
    assert_eq!(keep(Some(&"x".repeat(16 * 1024 * 1024))).unwrap_err().code, ErrorCode::WrongUse);
    keep(None).unwrap();
    assert_eq!(place.edit().undo, None);
}

#[test]
fn words_are_replaced_in_many_cards_as_one_act() {
    let place = place();
    place
        .put("b", "---\nid: client-b\ntype: note\ntitle: B\n---\nThe client pays [[client-b|the client]].\n");
    let found = place.find("client");
    assert_eq!((found.cards.len(), found.places, found.more), (2, 3, false));
    let chosen = all_of(&found);
    let request = ReplaceWordsRequest { find: asked("client"), with: "buyer".to_owned(), chosen };
    let came = place.app.replace_words(&NoDesktop, request).unwrap();
    assert_eq!((came.cards, came.places, came.left.len()), (2, 3, 0));
    assert!(place.read("stops").contains("title: Buyer stops last"), "it begins as it did");
    assert!(place.read("b").contains("id: client-b\n"));
    assert!(place.read("b").ends_with("The buyer pays [[client-b|the buyer]].\n"));
    assert_eq!(place.undo(), "“client” replaced by “buyer” in 2 cards");
    assert_eq!(place.read("stops"), TEXT);
    assert!(place.read("b").contains("The client pays"));
}

#[test]
fn a_card_that_was_changed_since_or_would_become_another_is_left_and_told() {
    let place = place();
    place.put("b", "---\nid: b\ntype: note\ntitle: B\n---\nA client.\n");
    let chosen = all_of(&place.find("client"));
    place.put("b", "---\nid: b\ntype: note\ntitle: Other\n---\nAnother text.\n");
    let request = ReplaceWordsRequest { find: asked("client"), with: "a: b".to_owned(), chosen };
    let came = place.app.replace_words(&NoDesktop, request).unwrap();
    assert_eq!((came.cards, came.left.len()), (0, 2));
    assert_eq!(place.read("stops"), TEXT);
    assert!(place.app.acts(&NoDesktop, oneup_app::contract::ActsRequest {}).unwrap().undo.is_none());
    for nothing in ["", "  ", "one\ntwo"] {
        let refused = place.app.find_words(&NoDesktop, asked(nothing)).unwrap_err();
        assert_eq!(refused.code, ErrorCode::WrongUse, "{nothing:?}");
    }
}
