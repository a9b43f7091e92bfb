//! The application is killed before every single write of an act, one after the other: at each of them every card is
//! the old text or the new one, nothing that was typed or stood is lost, and the act can be gone on with.
//!
//! The process is this program, started again under strace, which sends the SIGKILL. `ONEUP_KILLS` says how many of
//! the writes of all acts are tried; they are spread evenly. Where strace is missing or may not trace, the test is
//! passed over with a word; the one that kills at moments of time needs neither.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "disturbed/deeds.rs"]
mod deeds;
#[path = "disturbed/looks.rs"]
mod looks;
#[path = "disturbed/traced.rs"]
mod traced;

use std::path::Path;

use deeds::{Deed, edited, perform, save_and_settle, typed};
use looks::{Files, app_at, cards_of, sound_and_cleared, state_of};
use traced::Stand;

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
            perform(deed, place, stand.began, |_| ()).unwrap();
            assert_eq!(&cards_of(place), after, "{told}: it can be done again");
        }
        return;
    }
    let edited = edited(&app);
    if let Some(draft) = edited.draft {
        assert_eq!(draft.text, typed(), "{told}: the draft is what was typed");
        save_and_settle(&app, draft.version, &draft.text).unwrap();
    }
    let is_there = &cards_of(place) == after;
    assert!(is_there || !said.contains("> safe"), "{told}: what was typed is offered and saved");
}

#[test]
fn a_kill_at_each_write_of_each_act_tears_and_loses_nothing() {
    let stand = Stand::begin();
    let steps =
        stand.spread(std::env::var("ONEUP_KILLS").map_or(40, |rounds| rounds.parse::<usize>().unwrap()));
    if steps.is_empty() {
        eprintln!("passed over, since nothing can be traced here");
        return;
    }
    let (mut killed, mut safe, mut done) = (0, 0, 0);
    for (deed, step, after) in &steps {
        let (place, before) = stand.reset(*deed);
        let said = stand.run(*deed, &place, Some((step, "signal=SIGKILL")));
        let told = format!("{deed:?}, killed before {} {}", step.call, step.number);
        assert!(said.contains("> begun"), "{told}: {said}");
        killed += usize::from(!said.contains("> done"));
        safe += usize::from(said.contains("> safe"));
        done += usize::from(said.contains("> done"));
        check(&stand, *deed, &place, &before, after, &said, &told);
    }
    println!("{killed} kills at single writes; {safe} texts were safe before, {done} acts done, none lost");
    assert!(killed * 10 >= steps.len() * 9, "of {} runs {killed} were killed", steps.len());
}
