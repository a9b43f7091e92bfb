//! Saves of one sitting as one act and one version. Whoever writes is saved every few moments; what they want to take
//! back, or to find again in the history, is what they wrote, not the moments.
//!
//! A sitting ends when the editor is left, or when nothing was saved for a while. Another program that saves in between
//! ends the act too: what it wrote must not be taken back with it.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use jiff::ToSpan as _;
use oneup_cards::Card;
use oneup_library::{NewAct, Origin, Version, Why};

use crate::app::App;
use crate::clock::{iso, now_iso};
use crate::contract::{ChangedNoun, UndoKept};
use crate::error::AppError;
use crate::transact::Step;

/// After this long without a save a new sitting begins.
const PAUSE: Duration = Duration::from_mins(5);

/// The act of the sitting that saved last.
pub(crate) struct Sitting {
    session: u32,
    act: i64,
    path: String,
    before: String,
    after: String,
    saved: Instant,
}

/// A save as it went into the file.
pub(crate) struct Saved<'a> {
    /// The editor it came from.
    pub(crate) session: u32,
    pub(crate) path: &'a str,
    /// What the file held.
    pub(crate) before: &'a str,
    /// What it holds now.
    pub(crate) after: &'a str,
}

impl App {
    /// A number for an editor that is opened.
    pub(crate) fn new_session(&self) -> u32 {
        self.0.sessions.fetch_add(1, Ordering::Relaxed)
    }

    /// Lets a save be taken back, together with those of its sitting before. The text is in the file by now and kept as
    /// a version, so a log of acts that refuses is no reason to say that the save failed.
    pub(crate) fn note_saved(&self, saved: &Saved<'_>) {
        if let Err(error) = self.note_sitting(saved) {
            tracing::warn!(%error, path = saved.path, "a save cannot be taken back from outside the editor");
        }
        self.bell().ring(ChangedNoun::Acts);
    }

    fn note_sitting(&self, saved: &Saved<'_>) -> Result<(), AppError> {
        let mut slot = self.0.sitting.lock().unwrap_or_else(PoisonError::into_inner);
        let going_on = slot.take().filter(|sitting| {
            sitting.session == saved.session
                && sitting.path == saved.path
                && sitting.after == saved.before
                && sitting.saved.elapsed() < PAUSE
        });
        let (onto, before) = match going_on {
            Some(sitting) => (Some(sitting.act), sitting.before),
            None => (None, saved.before.to_owned()),
        };
        let step = |before: &str| Step::ReplaceFile {
            path: saved.path.to_owned(),
            before: before.to_owned(),
            after: saved.after.to_owned(),
        };
        let words = format!("card edited: {}", Card::parse(saved.path, saved.after).title);
        let (act, is_same) = self.note_act(&words, &[step(&before)], onto)?;
        let before = if onto.is_some() && !is_same {
            // Something else was done in between: the act holds this save alone.
            self.note_act(&words, &[step(saved.before)], Some(act))?;
            saved.before.to_owned()
        } else {
            before
        };
        *slot = Some(Sitting {
            session: saved.session,
            act,
            path: saved.path.to_owned(),
            before,
            after: saved.after.to_owned(),
            saved: Instant::now(),
        });
        Ok(())
    }

    /// Records an act that is done, onto another where that would be undone next; says its number, and whether it is
    /// the other's.
    fn note_act(&self, words: &str, steps: &[Step], onto: Option<i64>) -> Result<(i64, bool), AppError> {
        let recorded = serde_json::to_string(steps).map_err(AppError::BadRequest)?;
        let (at, scope) = (now_iso(), self.scope());
        let who = &self.0.holder;
        let act = NewAct { at: &at, who, words, scope: scope.as_deref(), steps: &recorded };
        let id = self.with_acts(|acts| acts.note(&act, onto).map_err(AppError::from))?;
        Ok((id, onto == Some(id)))
    }

    /// Keeps what can be undone in the editor of a card, or forgets it.
    pub(crate) fn keep_undoing_of(&self, key: &str, undo: Option<&str>) -> Result<UndoKept, AppError> {
        self.with_state(|state| match undo {
            Some(undo) => state.keep_undoing(key, &now_iso(), undo),
            None => state.forget_undoing(key),
        })?;
        Ok(UndoKept {})
    }

    /// Thins out what was saved in sittings that ended a day ago or longer.
    pub(crate) fn thin_out(&self, key: &str) -> Result<(), AppError> {
        let now = jiff::Zoned::now();
        let yesterday = iso(&now.checked_sub(1.day()).unwrap_or(now));
        let pause = u32::try_from(PAUSE.as_secs()).unwrap_or(u32::MAX);
        let gone = self.with_state(|state| state.thin_out(key, &yesterday, pause))?;
        if gone > 0 {
            tracing::debug!(gone, "versions of one sitting were thinned out");
        }
        Ok(())
    }
}

/// Of versions, the newest first, those that stand at the end of a sitting, and all that were not made in one.
pub(crate) fn ends_of_sittings(versions: Vec<Version>) -> Vec<Version> {
    let mut shown: Vec<Version> = Vec::new();
    let mut newer: Option<Version> = None;
    for version in versions {
        if !newer.as_ref().is_some_and(|newer| is_one_sitting(&version, newer)) {
            shown.push(version.clone());
        }
        newer = Some(version);
    }
    shown
}

fn is_one_sitting(older: &Version, newer: &Version) -> bool {
    let written = |version: &Version| version.why == Why::Writing && version.origin == Origin::Here;
    let at = |version: &Version| version.at.parse::<jiff::Timestamp>().ok();
    let apart = at(older).zip(at(newer)).map(|(older, newer)| newer.duration_since(older));
    written(older)
        && written(newer)
        && older.who == newer.who
        && older.path == newer.path
        && apart.is_some_and(|apart| apart.unsigned_abs() <= PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: i64, minute: u32, why: Why) -> Version {
        Version {
            id,
            path: "mine/a.md".to_owned(),
            at: format!("2026-11-22T09:{minute:02}:00+01:00"),
            origin: Origin::Here,
            who: "the window".to_owned(),
            why,
            bytes: 1,
        }
    }

    #[test]
    fn of_a_sitting_its_end_is_shown() {
        let versions = vec![
            version(7, 30, Why::Writing),
            version(6, 29, Why::Writing),
            version(5, 28, Why::Merge),
            version(4, 27, Why::Writing),
            version(3, 5, Why::Writing),
            version(2, 1, Why::Writing),
            version(1, 0, Why::Edit),
        ];
        let shown: Vec<i64> = ends_of_sittings(versions).iter().map(|version| version.id).collect();
        assert_eq!(shown, [7, 5, 4, 3, 1]);
        let mut other = vec![version(2, 1, Why::Writing), version(1, 0, Why::Writing)];
        other[1].who = "another window".to_owned();
        assert_eq!(ends_of_sittings(other).len(), 2);
    }
}
