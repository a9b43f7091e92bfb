//! Every single write of every act is refused once: the disk is full, a right is missing, the disk is read-only or
//! broken. The act says so in a sentence with the place and the remedy, or is done all the same; the cards are as
//! before or as after, never in between, and what was typed is kept.
//!
//! The process is this program, started again under strace, which lets the calls fail. `ONEUP_FAULTS` says how many of
//! the writes are tried; each of them meets one of the refusals in turn.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "disturbed/deeds.rs"]
mod deeds;
#[path = "disturbed/looks.rs"]
mod looks;
#[path = "disturbed/traced.rs"]
mod traced;

use std::collections::BTreeMap;
use std::path::Path;

use deeds::{Deed, edited, perform, save_and_settle, typed};
use looks::{Files, app_at, cards_of, sound_and_cleared, state_of};
use serde_json::Value;
use traced::{Stand, Step};

const REFUSALS: [&str; 4] = ["ENOSPC", "EACCES", "EROFS", "EIO"];

/// What the process was told, where it was refused.
fn refusal(said: &str) -> Option<Value> {
    said.lines().find_map(|line| serde_json::from_str(line.strip_prefix("> refused ")?).ok())
}

fn says_where_and_what_to_do(error: &Value, place: &Path, told: &str) {
    let (message, hint) = (error["message"].as_str().unwrap(), error["hint"].as_str().unwrap_or_default());
    let names = |path: &Path| message.contains(&*path.to_string_lossy());
    assert!(names(place) && message.ends_with('.'), "{told}: it names the place: {message}");
    assert!(hint.ends_with('.') && hint.split(' ').count() > 3, "{told}: it names a remedy: {hint}");
}

/// What the process left, and what can be done once the disk is well again.
fn check(stand: &Stand, deed: Deed, place: &Path, [before, after]: [&Files; 2], said: &str, told: &str) {
    let found = cards_of(place);
    if said.contains("> done") {
        assert_eq!(&found, after, "{told}: what was said to be done is done");
    } else {
        // Only where flushing is refused may it stand either way, but then for all files.
        let is_flush = told.contains("sync");
        assert!(&found == before || is_flush && &found == after, "{told}: {:?} is half done", found.keys());
    }
    // What may not be taken away, or may be all that outlives a power cut, stays until a later start takes it away.
    let left = sound_and_cleared(place, told);
    assert!(
        left == 0 || told.contains("unlink") || told.contains("sync"),
        "{told}: {left} files are left behind"
    );
    if said.contains("> safe") && &found != after {
        assert!(state_of(place).holds(typed().as_bytes()).unwrap(), "{told}: what was typed is lost");
    }
    let app = app_at(place);
    app.catch_up(&mut |_| ()).unwrap();
    if !deed.is_typed() {
        if &found == before {
            perform(deed, place, stand.began, |_| ()).unwrap();
        }
        assert_eq!(&cards_of(place), after, "{told}: it can be done again");
    } else if let Some(draft) = edited(&app).draft {
        save_and_settle(&app, draft.version, &draft.text).unwrap();
        assert_eq!(&cards_of(place), after, "{told}: what was typed is offered and saved");
    } else {
        assert!(&found == after || !said.contains("> safe"), "{told}: what was typed is offered");
    }
}

#[test]
fn a_write_that_is_refused_is_told_and_leaves_nothing_half_done() {
    let stand = Stand::begin();
    let rounds = std::env::var("ONEUP_FAULTS").map_or(40, |rounds| rounds.parse::<usize>().unwrap());
    let steps: Vec<(Deed, Step, Files)> = stand.spread(rounds);
    if steps.is_empty() {
        eprintln!("passed over, since nothing can be traced here");
        return;
    }
    let mut outcomes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (round, (deed, step, after)) in steps.iter().enumerate() {
        let refused = REFUSALS[round % REFUSALS.len()];
        let (place, before) = stand.reset(*deed);
        let said = stand.run(*deed, &place, Some((step, &format!("error={refused}"))));
        let told = format!("{deed:?}, {refused} at {} {}", step.call, step.number);
        let error = refusal(&said);
        assert!(said.contains("> done") || error.is_some(), "{told}: {said}");
        if let Some(error) = &error {
            says_where_and_what_to_do(error, &place, &told);
        }
        let outcome = if error.is_some() { "refused" } else { "done all the same" };
        *outcomes.entry((refused, outcome)).or_default() += 1;
        check(&stand, *deed, &place, [&before, after], &said, &told);
    }
    println!("{} writes were refused, nothing half done, no text lost: {outcomes:?}", steps.len());
    assert!(outcomes.keys().any(|(_, outcome)| *outcome == "refused"));
}
