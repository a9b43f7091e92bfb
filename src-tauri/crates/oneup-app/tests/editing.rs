//! A card is edited while other programs write to it and while this one is killed: nothing that was typed is lost, and
//! nothing that another program saved.
//!
//! The process that is killed is this program, started again. `ONEUP_KILLS` says how often.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use oneup_app::contract::{
    CardSaved, ChangeKeyRequest, CheckTextRequest, EditCardRequest, EditedCard, ErrorCode, KeepDraftRequest,
    MergeCardRequest, ResolveCardRequest, SaveCardRequest,
};
use oneup_app::{App, CardChange, Home, NewRelation, NoDesktop};

const TEXT: &str = "---\nid: stops\ntype: force\ntitle: Stops last longer\nstatus: draft\n---\n\n> Say it.\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n";

struct Place {
    folder: tempfile::TempDir,
    app: App,
}

fn app_at(folder: &Path) -> App {
    App::new(Home::locate(Some(&folder.join("home"))).unwrap(), "a test")
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let app = app_at(folder.path());
    app.create_library_at(&folder.path().join("library"), &[]).unwrap();
    fs::write(folder.path().join("library/mine/stops.md"), TEXT).unwrap();
    let night = "---\nid: night\ntype: challenge\ntitle: Night stops\nstatus: draft\n---\n";
    fs::write(folder.path().join("library/mine/night.md"), night).unwrap();
    app.catch_up(&mut |_| ()).unwrap();
    Place { folder, app }
}

impl Place {
    fn file(&self) -> PathBuf {
        self.folder.path().join("library/mine/stops.md")
    }

    fn read(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn edit(&self) -> EditedCard {
        self.app.edit_card(&NoDesktop, EditCardRequest { key: "mine/stops".to_owned() }).unwrap()
    }

    fn save(&self, version: u32, text: &str) -> Result<CardSaved, oneup_app::contract::ApiError> {
        let request =
            SaveCardRequest { key: "mine/stops".to_owned(), session: 1, version, text: text.to_owned() };
        self.app.save_card(&NoDesktop, request)
    }
}

#[test]
fn a_text_is_saved_as_it_was_typed_and_goes_on_from_there() {
    let place = place();
    let card = place.edit();
    assert_eq!((card.text.as_str(), card.path.as_str()), (TEXT, "mine/stops.md"));
    assert!(card.refused.is_none() && card.draft.is_none());
    let first = TEXT.replace("First.", "First, and more.");
    let CardSaved::Saved { version } = place.save(card.version, &first).unwrap() else { panic!() };
    assert_eq!(place.read(), first);
    let second = first.replace("Second.", "Second, too.");
    assert!(matches!(place.save(version, &second).unwrap(), CardSaved::Saved { .. }));
    assert_eq!(place.read(), second);
    assert!(place.edit().draft.is_none());
}

#[test]
fn what_another_program_saved_meanwhile_is_merged_and_told_by_its_place() {
    let place = place();
    let card = place.edit();
    let theirs = TEXT.replace("Second.", "Second, by them.");
    fs::write(place.file(), &theirs).unwrap();
    let mine = TEXT.replace("First.", "First, by me.");
    let both = mine.replace("Second.", "Second, by them.");
    let preview = MergeCardRequest { key: card.key, version: card.version, text: mine.clone() };
    let CardSaved::Merged { text, .. } = place.app.merge_card(&NoDesktop, preview).unwrap() else { panic!() };
    assert_eq!((text.as_str(), place.read().as_str()), (both.as_str(), theirs.as_str()));
    let CardSaved::Merged { text, taken, version } = place.save(card.version, &mine).unwrap() else {
        panic!()
    };
    assert_eq!((text.as_str(), place.read().as_str()), (both.as_str(), both.as_str()));
    assert_eq!(taken, ["“Two”"]);
    assert!(matches!(place.save(version, &both).unwrap(), CardSaved::Saved { .. }));
}

#[test]
fn a_true_conflict_writes_nothing_keeps_both_and_is_settled_by_choice() {
    let place = place();
    let card = place.edit();
    let theirs = TEXT.replace("First.", "First, by them.");
    fs::write(place.file(), &theirs).unwrap();
    let mine = TEXT.replace("First.", "First, by me.");
    let CardSaved::Conflict { theirs: other, parts } = place.save(card.version, &mine).unwrap() else {
        panic!()
    };
    assert_eq!(place.read(), theirs);
    assert_eq!(place.edit().draft.unwrap().text, mine, "the text outlives the program");
    assert_eq!((parts.len(), parts[0].place.as_str()), (1, "“One”"));
    assert_eq!(parts[0].mine.as_deref(), Some("First, by me.\n"));
    let request = |choices: &[&str]| ResolveCardRequest {
        key: "mine/stops".to_owned(),
        session: 1,
        version: card.version,
        theirs: other,
        text: mine.clone(),
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
    };
    let refused = place.app.resolve_card(&NoDesktop, request(&[])).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongUse);
    let settled = place.app.resolve_card(&NoDesktop, request(&["First, by me.\nFirst, by them.\n"])).unwrap();
    let CardSaved::Merged { text, .. } = settled else { panic!() };
    assert_eq!(text, TEXT.replace("First.", "First, by me.\nFirst, by them."));
    assert_eq!(place.read(), text);
    assert!(place.edit().draft.is_none());
}

#[test]
fn a_file_that_is_gone_or_read_only_loses_no_text() {
    let place = place();
    let card = place.edit();
    let mine = TEXT.replace("First.", "Only here.");
    let mut rights = fs::metadata(place.file()).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(place.file(), rights).unwrap();
    assert!(place.edit().refused.unwrap().message.contains("stops.md"));
    let refused = place.save(card.version, &mine).unwrap_err();
    assert!(refused.message.contains("stops.md") && refused.hint.is_some(), "{refused:?}");
    assert_eq!(place.read(), TEXT);
    assert_eq!(place.edit().draft.unwrap().text, mine);
    fs::remove_file(place.file()).unwrap();
    let gone = place.save(card.version, &mine).unwrap_err();
    assert!(gone.message.contains("not there any more"), "{gone:?}");
    fs::write(place.file(), TEXT).unwrap();
    let draft = place.edit().draft.unwrap();
    assert!(matches!(place.save(draft.version, &draft.text).unwrap(), CardSaved::Saved { .. }));
    assert_eq!(place.read(), mine);
}

#[test]
fn another_id_is_refused_and_broken_front_matter_is_not() {
    let place = place();
    let card = place.edit();
    let renamed = TEXT.replace("id: stops", "id: halts");
    assert_eq!(place.save(card.version, &renamed).unwrap_err().code, ErrorCode::WrongUse);
    assert_eq!((place.read().as_str(), place.edit().draft.unwrap().text), (TEXT, renamed));
    let broken = TEXT.replace("status: draft", "status: [dra");
    let CardSaved::Saved { version } = place.save(card.version, &broken).unwrap() else { panic!() };
    assert_eq!(place.read(), broken);
    assert!(matches!(place.save(version, TEXT).unwrap(), CardSaved::Saved { .. }));
}

#[test]
fn a_draft_is_kept_until_it_is_not_wanted() {
    let place = place();
    let card = place.edit();
    let keep = |text: Option<&str>| KeepDraftRequest {
        key: card.key.clone(),
        version: card.version,
        text: text.map(str::to_owned),
    };
    place.app.keep_draft(&NoDesktop, keep(Some("half a wo"))).unwrap();
    let again = app_at(place.folder.path());
    let offered = again.edit_card(&NoDesktop, EditCardRequest { key: card.key.clone() }).unwrap();
    let draft = offered.draft.unwrap();
    assert_eq!((draft.text.as_str(), draft.version), ("half a wo", card.version));
    place.app.keep_draft(&NoDesktop, keep(None)).unwrap();
    assert!(place.edit().draft.is_none());
}

#[test]
fn a_text_is_judged_and_its_keys_are_changed_before_it_is_saved() {
    let place = place();
    let card = place.edit();
    let text = TEXT.replace("First.", "See [[nowhere]].");
    let check = CheckTextRequest { key: card.key.clone(), text: text.clone() };
    let checked = place.app.check_text(&NoDesktop, check).unwrap();
    assert_eq!((checked.kind.as_str(), checked.fields[3].key.as_str()), ("force", "status"));
    let dead = checked
        .findings
        .iter()
        .find(|finding| text.get(finding.from as usize..finding.to as usize) == Some("[[nowhere]]"));
    assert!(dead.is_some(), "{:?}", checked.findings);
    let change = |name: &str, values: &[&str]| ChangeKeyRequest {
        key: card.key.clone(),
        text: text.clone(),
        name: name.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let changed = place.app.change_key(&NoDesktop, change("status", &["ready"])).unwrap();
    assert_eq!(changed.text, text.replace("status: draft", "status: ready"));
    let removed = place.app.change_key(&NoDesktop, change("status", &[])).unwrap();
    assert_eq!(removed.text, text.replace("status: draft\n", ""));
    assert_eq!(place.app.change_key(&NoDesktop, change("owner", &[])).unwrap().text, text);
    let refused = place.app.change_key(&NoDesktop, change("status", &["done"])).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongUse);
    assert_eq!(place.read(), TEXT);
}

#[test]
fn single_changes_are_undone_only_while_the_file_holds_them() {
    let place = place();
    let set = |values: &[&str]| CardChange::Set {
        key: "industry".to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let changed = place.app.change_card("stops", &set(&["cement", "steel"])).unwrap();
    assert!(changed.changed);
    assert!(place.read().contains("industry: [cement, steel]"), "{}", place.read());
    assert!(!place.app.change_card("stops", &set(&["cement", "steel"])).unwrap().changed);
    let link = CardChange::Link(NewRelation {
        verb: "causes".to_owned(),
        target: "night".to_owned(),
        mark: None,
        because: Some("nobody is there".to_owned()),
    });
    place.app.change_card("stops", &link).unwrap();
    assert!(
        place.read().contains("- causes [[night|Night stops]] because nobody is there"),
        "{}",
        place.read()
    );
    place.app.undo_last(None).unwrap();
    place.app.undo_last(None).unwrap();
    assert_eq!(place.read(), TEXT);
    place.app.redo_last(None).unwrap();
    let theirs = format!("{}More.\n", place.read());
    fs::write(place.file(), &theirs).unwrap();
    assert!(place.app.undo_last(None).is_err());
    assert_eq!(place.read(), theirs);
    let unlink = CardChange::Unlink { verb: "causes".to_owned(), target: "night".to_owned() };
    assert!(place.app.change_card("stops", &unlink).is_err());
}

const KILLED: &str = "ONEUP_EDITING_PLACE";

fn numbered(number: u64) -> String {
    TEXT.replace("First.", &format!("Number {number}.")) + &"A line that can be torn.\n".repeat(400)
}

/// What is killed: types, keeps, saves, and says what it was told is safe.
#[test]
fn the_process_that_is_killed() {
    let Some(folder) = std::env::var_os(KILLED) else { return };
    let app = app_at(Path::new(&folder));
    let card = app.edit_card(&NoDesktop, EditCardRequest { key: "mine/stops".to_owned() }).unwrap();
    let number_of =
        |text: &str| -> Option<u64> { text.split("Number ").nth(1)?.split('.').next()?.parse().ok() };
    let last = card.draft.as_ref().and_then(|draft| number_of(&draft.text)).or(number_of(&card.text));
    let (key, mut version) = (card.key, card.version);
    for number in last.map_or(1, |last| last + 1).. {
        let text = numbered(number);
        let draft = KeepDraftRequest { key: key.clone(), version, text: Some(text.clone()) };
        app.keep_draft(&NoDesktop, draft).unwrap();
        println!("\nsafe {number}");
        std::io::stdout().flush().unwrap();
        let request = SaveCardRequest { key: key.clone(), session: 1, version, text };
        version = match app.save_card(&NoDesktop, request).unwrap() {
            CardSaved::Saved { version } | CardSaved::Merged { version, .. } => version,
            CardSaved::Conflict { .. } => panic!("nobody else writes"),
        };
    }
}

#[test]
fn a_kill_at_any_moment_leaves_the_text_in_the_draft_or_the_file() {
    let place = place();
    let rounds: u64 = std::env::var("ONEUP_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    let mut reached = 0;
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_process_that_is_killed", "--nocapture"])
            .env(KILLED, place.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told = |line: String| line.strip_prefix("safe ").and_then(|number| number.parse::<u64>().ok());
        let mut safe = lines.by_ref().map_while(Result::ok).find_map(told).unwrap_or_default();
        assert!(safe > reached, "round {round} came to nothing");
        std::thread::sleep(Duration::from_micros(round.wrapping_mul(7_919) % 60_000));
        child.kill().unwrap();
        child.wait().unwrap();
        safe = lines.map_while(Result::ok).filter_map(told).last().unwrap_or(safe);
        reached = safe;
        let file = place.read();
        let held = place.edit().draft.map_or_else(|| file.clone(), |draft| draft.text);
        let is_whole =
            |text: &str| text == TEXT || (1..=safe + 1).rev().any(|number| text == numbered(number));
        assert!(is_whole(&file) && is_whole(&held), "round {round}: torn");
        assert!(held == numbered(safe) || held == numbered(safe + 1), "round {round}: {safe} was lost");
    }
    assert!(reached >= rounds);
}
