//! The application is killed before every single write of an act, one after the other: at each of them every card is
//! the old text or the new one, nothing that was typed or stood is lost, and the act can be gone on with.
//!
//! The process is this program, started again under strace, which sends the SIGKILL. `ONEUP_KILLS` says how many of
//! the steps of all acts are tried; they are spread evenly. Where strace is missing or may not trace, the test is
//! passed over with a word; the one that kills at moments of time needs neither.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod killed;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use killed::{Files, app_at, cards_of, library_of, sound_and_cleared, state_of};
use oneup_app::contract::{
    CardSaved, EditCardRequest, EditedCard, KeepDraftRequest, MergeCardsRequest, ResolveCardRequest,
    RestoreVersionRequest, SaveCardRequest, SplitCardRequest, StillTrueRequest,
};
use oneup_app::{App, CardChange, NoDesktop};

const PLACE: &str = "ONEUP_STEP_PLACE";
const ACT: &str = "ONEUP_STEP_ACT";
/// The version that the edit began from.
const BEGAN: &str = "ONEUP_STEP_BEGAN";

/// Everything that changes a file or brings it to the disk.
const STEPS: &str = "write,writev,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,\
                     link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fchmod,fchown,fsetxattr,copy_file_range";

const CAUSE: &str = "mine/cause.md";
const KEY: &str = "mine/cause";

/// What a user does, each on its own copy of the same library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Save,
    Merge,
    Settle,
    Rename,
    Move,
    Restore,
    Delete,
    TakeOut,
    Split,
    Join,
    Set,
    StillTrue,
    Undo,
}

impl Deed {
    const ALL: [Self; 13] = [
        Self::Save,
        Self::Merge,
        Self::Settle,
        Self::Rename,
        Self::Move,
        Self::Restore,
        Self::Delete,
        Self::TakeOut,
        Self::Split,
        Self::Join,
        Self::Set,
        Self::StillTrue,
        Self::Undo,
    ];

    fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|deed| format!("{deed:?}") == name).unwrap()
    }

    /// Whether a text was typed for it.
    fn is_typed(self) -> bool {
        matches!(self, Self::Save | Self::Merge | Self::Settle)
    }
}

fn cause() -> String {
    let lines = "A line that can be torn.\n".repeat(600);
    format!(
        "---\nid: cause\ntype: force\ntitle: A cause # kept\n---\n\n> Say it\n\n## One\n\nold words\n\n## Two\n\n\
         - causes [[effect|Effect]] because of it\n\n## Three\n\n{lines}"
    )
}

fn typed() -> String {
    cause().replace("old words", "words that were typed")
}

/// What another program saved while the editor was open.
fn theirs(deed: Deed) -> Option<String> {
    match deed {
        Deed::Merge => Some(cause().replace("> Say it", "> Say it, they say")),
        Deed::Settle => Some(cause().replace("old words", "their words")),
        _ => None,
    }
}

fn edited(app: &App) -> EditedCard {
    app.edit_card(&NoDesktop, EditCardRequest { key: KEY.to_owned() }).unwrap()
}

/// Lays out the library that every deed begins with; returns the version that an edit of it begins from.
fn lay_out(place: &Path) -> u32 {
    let effect =
        "---\nid: effect\ntype: challenge\ntitle: An effect\n---\n\n> Say\n\n## One\n\nof the effect\n";
    let note = "---\nid: note\ntype: note\ntitle: A note\n---\n\nSee [[cause]] and [[sub-cause]].\n";
    let gone = "---\nid: gone\ntype: note\ntitle: Gone\n---\n\nIn the bin.\n";
    let app = app_at(place);
    app.create_library_at(&library_of(place), &[]).unwrap();
    let earlier = cause().replace("old words", "earlier words");
    for (path, text) in
        [(CAUSE, &*earlier), ("mine/effect.md", effect), ("mine/note.md", note), ("mine/gone.md", gone)]
    {
        fs::write(library_of(place).join(path), text).unwrap();
    }
    app.catch_up(&mut |_| ()).unwrap();
    for key in [KEY, "mine/effect", "mine/note"] {
        app.history_of(key).unwrap();
    }
    app.delete("mine/gone", false).unwrap();
    app.change_card("note", &CardChange::Set { key: "status".to_owned(), values: vec!["ready".to_owned()] })
        .unwrap();
    fs::write(library_of(place).join(CAUSE), cause()).unwrap();
    app.catch_up(&mut |_| ()).unwrap();
    edited(&app).version
}

/// What is done in the process that is killed.
fn perform(deed: Deed, place: &Path, began: u32, say: impl Fn(&str)) {
    let app = app_at(place);
    let key = KEY.to_owned();
    match deed {
        Deed::Save | Deed::Merge | Deed::Settle => {
            let draft = KeepDraftRequest { key: key.clone(), version: began, text: Some(typed()) };
            app.keep_draft(&NoDesktop, draft).unwrap();
            say("safe");
            save_and_settle(&app, began, &typed());
        }
        Deed::Rename => drop(app.rename_file(KEY, "root-cause", false).unwrap()),
        Deed::Move => drop(app.move_file_of(KEY, "mine/deep/er", false).unwrap()),
        Deed::Restore => {
            let version = app.history_of(KEY).unwrap().versions.last().unwrap().id;
            app.restore(&RestoreVersionRequest { key, version, part: None }).unwrap();
        }
        Deed::Delete => drop(app.delete(KEY, false).unwrap()),
        Deed::TakeOut => drop(app.take_out(app.bin_now().unwrap().cards[0].id).unwrap()),
        Deed::Split => {
            let title = "Where it leads".to_owned();
            app.split(&SplitCardRequest { key, section: "Two".to_owned(), number: None, title }).unwrap();
        }
        Deed::Join => {
            app.merge(&MergeCardsRequest { from: key, into: "mine/effect".to_owned() }).unwrap();
        }
        Deed::Set => {
            let set = CardChange::Set { key: "industry".to_owned(), values: vec!["cement".to_owned()] };
            app.change_card(KEY, &set).unwrap();
        }
        Deed::StillTrue => {
            let why = "asked the plant manager".to_owned();
            let review_by = Some("2099-01-31".to_owned());
            app.confirm(&StillTrueRequest { key, why, review_by, by: None }).unwrap();
        }
        Deed::Undo => drop(app.undo_last(None).unwrap().act.unwrap()),
    }
}

/// Saves a text, and lets both stand where another program's does not fit.
fn save_and_settle(app: &App, version: u32, text: &str) {
    let (key, text) = (KEY.to_owned(), text.to_owned());
    let request = SaveCardRequest { key: key.clone(), version, text: text.clone() };
    if let CardSaved::Conflict { theirs, parts } = app.save_card(&NoDesktop, request).unwrap() {
        let both = |mine: &Option<String>, theirs: &Option<String>| {
            mine.clone().unwrap_or_default() + theirs.as_deref().unwrap_or_default()
        };
        let choices = parts.iter().map(|part| both(&part.mine, &part.theirs)).collect();
        let settled = ResolveCardRequest { key, version, theirs, text, choices };
        let settled = app.resolve_card(&NoDesktop, settled).unwrap();
        assert!(matches!(settled, CardSaved::Merged { .. }));
    }
}

#[test]
fn the_process_that_is_killed() {
    let Some(place) = std::env::var_os(PLACE) else { return };
    let say = |word: &str| {
        let mut out = std::io::stdout();
        writeln!(out, "> {word}").and_then(|()| out.flush()).unwrap();
    };
    let began = std::env::var(BEGAN).unwrap().parse().unwrap();
    // strace counts on each thread by itself, and the first that comes to a number is killed; so that the test
    // runner's own words do not come to it first, this thread says more than those do.
    (0..20).for_each(|_| say("about to begin"));
    say("begun");
    perform(Deed::named(&std::env::var(ACT).unwrap()), Path::new(&place), began, say);
    say("done");
}

/// Where the rounds are, beside what each of them begins with.
struct Stand {
    folder: tempfile::TempDir,
    began: u32,
}

/// A write: which call, and which of those with this name on the thread that does the deed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    call: String,
    number: usize,
}

impl Stand {
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The settings name the library by its path, so it is laid out where the rounds find it.
        let place = folder.path().join("place");
        fs::create_dir(&place).unwrap();
        let began = lay_out(&place);
        fs::rename(&place, folder.path().join("kept")).unwrap();
        Self { folder, began }
    }

    /// Puts the library down as it was laid out, with what another program saved since.
    fn reset(&self, deed: Deed) -> (std::path::PathBuf, Files) {
        let place = self.folder.path().join("place");
        if place.exists() {
            fs::remove_dir_all(&place).unwrap();
        }
        let copied = Command::new("cp").arg("-a").arg(self.folder.path().join("kept")).arg(&place).status();
        assert!(copied.unwrap().success());
        if let Some(theirs) = theirs(deed) {
            fs::write(library_of(&place).join(CAUSE), theirs).unwrap();
        }
        let before = cards_of(&place);
        (place, before)
    }

    /// Does the deed in another process, which is killed at a step; returns what it said.
    fn run(&self, deed: Deed, place: &Path, at: Option<&Step>) -> String {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o"]).arg(self.log()).arg("-e").arg(format!("trace={STEPS}"));
        if let Some(Step { call, number }) = at {
            strace.args(["-e", &format!("inject={call}:signal=SIGKILL:when={number}")]);
        }
        let child = strace
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "the_process_that_is_killed", "--nocapture", "--test-threads=1"])
            .env(PLACE, place)
            .env(ACT, format!("{deed:?}"))
            .env(BEGAN, self.began.to_string())
            .stdin(Stdio::null())
            .output();
        child.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
    }

    fn log(&self) -> std::path::PathBuf {
        self.folder.path().join("trace")
    }

    /// Every write of a deed that is not disturbed, in order; none where nothing can be traced here.
    fn steps(&self, deed: Deed, place: &Path) -> Vec<Step> {
        if !self.run(deed, place, None).contains("> done") {
            return Vec::new();
        }
        let log = fs::read_to_string(self.log()).unwrap();
        let calls = log.lines().filter_map(|line| {
            let (thread, call) = line.split_once(' ')?;
            Some((thread, call.trim_start(), call.trim_start().split_once('(')?.0))
        });
        let (mut counts, mut steps) = (BTreeMap::new(), BTreeMap::<&str, Vec<Step>>::new());
        let mut begun = None;
        for (thread, line, call) in calls {
            let number: &mut usize = counts.entry((thread, call)).or_default();
            *number += 1;
            if line.contains("> begun") {
                begun = Some(thread);
            } else if line.contains("> done") {
                break;
            } else if begun.is_some() && !line.contains("\"> ") {
                let step = Step { call: call.to_owned(), number: *number };
                steps.entry(thread).or_default().push(step);
            }
        }
        begun.and_then(|thread| steps.remove(thread)).unwrap_or_default()
    }
}

/// What the next start finds, and what can be done with it.
fn check(stand: &Stand, deed: Deed, place: &Path, before: &Files, after: &Files, said: &str, told: &str) {
    sound_and_cleared(place, told);
    let found = cards_of(place);
    let state = state_of(place);
    for (path, text) in &found {
        let is_whole = before.get(path) == Some(text) || after.get(path) == Some(text);
        assert!(is_whole, "{told}: {path} is neither as it was nor as it is to be");
    }
    for (path, text) in before {
        let stays = after.contains_key(path);
        assert!(!stays || found.contains_key(path), "{told}: {path} is gone");
        let is_kept = found.values().any(|found| found == text) || state.holds(text).unwrap();
        assert!(is_kept, "{told}: what {path} said is lost");
    }
    if said.contains("> safe") {
        // Once it is in the file, together with what another program wrote, it need not be kept by itself.
        let is_kept = &found == after || state.holds(typed().as_bytes()).unwrap();
        assert!(is_kept, "{told}: what was typed is lost");
    }
    if said.contains("> done") {
        assert_eq!(&found, after, "{told}: what was said to be done is done");
    }
    drop(state);

    let app = app_at(place);
    app.catch_up(&mut |_| ()).unwrap();
    if !deed.is_typed() {
        if &found == before {
            perform(deed, place, stand.began, |_| ());
            assert_eq!(&cards_of(place), after, "{told}: it can be done again");
        }
        return;
    }
    let edited = edited(&app);
    if let Some(draft) = edited.draft {
        assert_eq!(draft.text, typed(), "{told}: the draft is what was typed");
        save_and_settle(&app, draft.version, &draft.text);
    }
    let is_there = &cards_of(place) == after;
    assert!(is_there || !said.contains("> safe"), "{told}: what was typed is offered and saved");
}

#[test]
fn a_kill_at_each_write_of_each_act_tears_and_loses_nothing() {
    let stand = Stand::begin();
    let mut all = Vec::new();
    for deed in Deed::ALL {
        let (place, before) = stand.reset(deed);
        let steps = stand.steps(deed, &place);
        if steps.is_empty() {
            eprintln!("passed over, since nothing can be traced here: {deed:?}");
            return;
        }
        let after = cards_of(&place);
        assert!(after != before, "{deed:?} changes something");
        println!("{deed:?}: {} writes", steps.len());
        all.extend(steps.into_iter().map(|step| (deed, step, after.clone())));
    }
    let rounds = std::env::var("ONEUP_KILLS").map_or(40, |rounds| rounds.parse::<usize>().unwrap());
    let rounds = rounds.min(all.len());
    let (mut killed, mut safe, mut done) = (0, 0, 0);
    for round in 0..rounds {
        let (deed, step, after) = &all[round * all.len() / rounds];
        let (place, before) = stand.reset(*deed);
        let said = stand.run(*deed, &place, Some(step));
        let told = format!("{deed:?}, killed before {} {}", step.call, step.number);
        assert!(said.contains("> begun"), "{told}: {said}");
        killed += usize::from(!said.contains("> done"));
        safe += usize::from(said.contains("> safe"));
        done += usize::from(said.contains("> done"));
        check(&stand, *deed, &place, &before, after, &said, &told);
    }
    println!("{killed} kills at {} writes of {} acts; {safe} texts were safe before, {done} acts done, none lost", all.len(), Deed::ALL.len());
    assert!(killed * 10 >= rounds * 9, "of {rounds} runs {killed} were killed");
}
