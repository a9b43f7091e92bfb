//! What a front meets: a choice that is looked at and then done as it was shown, whole or not at all.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::contract::{
    BringRequest, ChooseBringRequest, ChooseExportRequest, ErrorCode, ExportRequest, LookAtBringRequest,
    TaskState,
};
use crate::host::{Choice, Host, HostError};
use crate::test_place::{Place, place};

/// A front whose user always chooses the same.
struct Chooses(PathBuf);

impl Host for Chooses {
    fn choose_folder(&self) -> Option<Choice> {
        Some(Choice::Path(self.0.clone()))
    }

    fn choose_table(&self) -> Option<Choice> {
        self.choose_folder()
    }

    fn choose_target(&self) -> Option<Choice> {
        self.choose_folder()
    }

    fn open_address(&self, _address: &str) -> Result<(), HostError> {
        Err(HostError::NoWindow)
    }
}

fn with_notes(count: usize) -> (Place, Chooses) {
    let place = place();
    let folder = place.folder.path().join("notes");
    fs::create_dir_all(folder.join("deep")).unwrap();
    for number in 0..count {
        fs::write(folder.join(format!("deep/n{number}.md")), format!("# Note {number}\n")).unwrap();
    }
    place.app.catch_up(&mut |_| {}).unwrap();
    (place, Chooses(folder))
}

fn looked(place: &Place, host: &Chooses, kind: BringKind) -> BringPage {
    let id = place.app.choose_bring(host, ChooseBringRequest { kind }).unwrap().id.unwrap();
    place.app.look_at_bring(host, LookAtBringRequest { id, table: None }).unwrap()
}

fn mine(place: &Place) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.folder.path().join("library/mine")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_choice_is_done_once_as_it_was_shown() {
    let (place, host) = with_notes(3);
    let page = looked(&place, &host, BringKind::Folder);
    assert_eq!(page.cards, 3);
    fs::write(host.0.join("later.md"), "# Later\n").unwrap();
    let brought = place.app.bring(&host, BringRequest { id: page.id }).unwrap();
    assert_eq!((brought.made, brought.first.as_deref()), (3, Some("mine/note-0")), "later.md was not shown");
    let again = place.app.bring(&host, BringRequest { id: page.id }).unwrap_err();
    assert_eq!(again.code, ErrorCode::WrongUse);
    assert!(matches!(place.app.0.tasks.all().tasks[0].state, TaskState::Done { done: 3, .. }));
    place.app.undo_last(None).unwrap();
    assert_eq!(mine(&place), Vec::<PathBuf>::new());
}

#[test]
fn a_place_that_is_taken_meanwhile_makes_the_whole_import_fail_and_leaves_nothing() {
    let (place, host) = with_notes(5);
    let page = looked(&place, &host, BringKind::Folder);
    let taken = place.folder.path().join("library/mine/deep/note-4.md");
    fs::create_dir_all(taken.parent().unwrap()).unwrap();
    fs::write(&taken, "theirs").unwrap();
    let error = place.app.bring(&host, BringRequest { id: page.id }).unwrap_err();
    assert!(error.message.contains("note-4.md is already there"), "{error:?}");
    assert_eq!(fs::read(&taken).unwrap(), b"theirs");
    assert_eq!(fs::read_dir(taken.parent().unwrap()).unwrap().count(), 1, "those made before are gone again");
    assert_eq!(place.app.acts_now().unwrap().undo, None, "and there is nothing to undo");
    // What was refused can be looked at and done again.
    let page = looked(&place, &host, BringKind::Folder);
    assert_eq!(place.app.bring(&host, BringRequest { id: page.id }).unwrap().made, 5);
}

#[test]
fn an_import_that_is_stopped_leaves_nothing() {
    let (place, host) = with_notes(5);
    let page = looked(&place, &host, BringKind::Folder);
    let (_, Offered::Bring(_, Some(plan))) = place.app.offered(page.id).unwrap() else { panic!("a plan") };
    let steps: Vec<Step> = plan
        .cards
        .iter()
        .map(|card| Step::CreateFile { path: card.path.replace("deep/", ""), text: card.text.clone() })
        .collect();
    let mut seen = 0;
    let stopped = place.app.transact_watched("x", &steps, &mut |done| {
        seen = done;
        if done == 3 { Err(AppError::CutOff) } else { Ok(()) }
    });
    assert!(matches!(stopped, Err(AppError::CutOff)), "{stopped:?}");
    assert_eq!((seen, mine(&place).len()), (3, 0));
}

#[test]
fn looking_at_a_folder_opens_it_only_when_asked_and_writes_nothing_into_it() {
    let (place, host) = with_notes(2);
    let page = looked(&place, &host, BringKind::InPlace);
    assert_eq!((page.cards, page.made.len()), (2, 0));
    assert_ne!(place.app.root().unwrap(), host.0);
    let brought = place.app.bring(&host, BringRequest { id: page.id }).unwrap();
    assert_eq!((brought, place.app.root().unwrap()), (Brought::default(), host.0.clone()));
    assert_eq!(fs::read_dir(&host.0).unwrap().count(), 1);
}

#[test]
fn what_was_not_looked_at_is_not_done() {
    let (place, host) = with_notes(1);
    let kind = BringKind::Folder;
    let id = place.app.choose_bring(&host, ChooseBringRequest { kind }).unwrap().id.unwrap();
    for id in [id, id + 1] {
        assert_eq!(place.app.bring(&host, BringRequest { id }).unwrap_err().code, ErrorCode::WrongUse);
        assert_eq!(place.app.export(&host, ExportRequest { id }).unwrap_err().code, ErrorCode::WrongUse);
    }
    assert_eq!(mine(&place).len(), 0);
}

#[test]
fn an_export_goes_into_a_new_folder_of_the_one_that_was_chosen() {
    let (place, _) = with_notes(0);
    fs::write(place.folder.path().join("library/mine/a.md"), "# A\n").unwrap();
    let host = Chooses(place.folder.path().join("out"));
    fs::create_dir(&host.0).unwrap();
    for number in 1..=2 {
        let page = place.app.choose_export(&host, ChooseExportRequest {}).unwrap();
        let done = place.app.export(&host, ExportRequest { id: page.id.unwrap() }).unwrap();
        assert_eq!((done.cards, done.target), (1, page.target));
        assert_eq!(fs::read_dir(&host.0).unwrap().count(), number);
    }
    let inside = Chooses(place.folder.path().join("library/mine"));
    let refused = place.app.choose_export(&inside, ChooseExportRequest {}).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongUse);
}
