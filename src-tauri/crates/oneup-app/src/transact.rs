//! The one door through which writes go: each is done, recorded with its reverse, and told to the fronts.
//!
//! It needs no right to write the index: the log of acts has a lock of its own, and processes take turns at it.
//! What an act consists of is a list of steps. A step says what it does and how it is taken back; taking back what
//! is not there any more does nothing, so that a start after a kill needs no repair.

use std::path::PathBuf;
use std::sync::PoisonError;

use oneup_library::{ActLog, LibraryError, NewAct, Outcome, RecordedAct, StackEnd};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::clock;
use crate::config::{value_of, words_of};
use crate::contract::{Act, Acts, ChangedNoun, SettingChange, Undone, count};
use crate::error::AppError;

/// One step of an act.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub(crate) enum Step {
    /// A new file in the library.
    CreateFile {
        /// The path within the library.
        path: String,
        /// What is written.
        text: String,
    },
    /// A new folder in the library.
    CreateFolder {
        /// The path within the library.
        path: String,
    },
    /// Another text of a file of the library.
    ReplaceFile {
        /// The path within the library.
        path: String,
        /// What it held.
        before: String,
        /// What it is to hold.
        after: String,
    },
    /// Another path of a file of the library.
    MoveFile {
        /// Where it stood.
        from: String,
        /// Where it is to stand.
        to: String,
        /// The full id of the card at the old path.
        key_before: String,
        /// The full id of the card at the new path; it differs only where the file names none.
        key_after: String,
    },
    /// A card that goes to the bin.
    ToBin {
        /// Its full id.
        key: String,
        /// Where it stood.
        path: String,
        /// What it said.
        text: String,
    },
    /// A card that comes back from the bin.
    FromBin {
        /// Its full id.
        key: String,
        /// Where it is to stand.
        path: String,
        /// What it says.
        text: String,
    },
    /// Somebody's word that a card is still true.
    Review {
        /// Its full id.
        key: String,
        /// When.
        at: String,
        /// Who.
        who: String,
        /// What made them say so.
        why: String,
    },
    /// Another value of a setting.
    Setting {
        /// What it was.
        before: SettingChange,
        /// What it is to be.
        after: SettingChange,
    },
}

impl Step {
    /// The files of the library that it writes or takes away.
    fn paths(&self) -> Vec<&str> {
        match self {
            Self::CreateFile { path, .. }
            | Self::ReplaceFile { path, .. }
            | Self::ToBin { path, .. }
            | Self::FromBin { path, .. } => vec![path],
            Self::MoveFile { from, to, .. } => vec![from, to],
            Self::CreateFolder { .. } | Self::Review { .. } | Self::Setting { .. } => Vec::new(),
        }
    }
}

/// Which way a step is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Do,
    TakeBack,
}

impl App {
    /// Does an act, records how it is taken back, and tells the fronts what changed. It is done as a whole or not
    /// at all.
    ///
    /// # Errors
    /// What a step was refused by; what was done before it has been taken back.
    pub(crate) fn transact(&self, words: &str, steps: &[Step]) -> Result<(), AppError> {
        self.transact_watched(words, steps, &mut |_| Ok(()))
    }

    /// As [`App::transact`], asking after each step whether to go on.
    ///
    /// # Errors
    /// What `watch` said too; what was done before it has been taken back.
    pub(crate) fn transact_watched(
        &self,
        words: &str,
        steps: &[Step],
        watch: &mut dyn FnMut(usize) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let recorded = serde_json::to_string(steps).map_err(AppError::BadRequest)?;
        let scope = self.scope_of(steps);
        let act = NewAct {
            at: &clock::now_iso(),
            who: &self.0.holder,
            words,
            scope: scope.as_deref(),
            steps: &recorded,
        };
        self.settle_first(steps)?;
        let recorded = self.with_acts(|acts| {
            acts.record(
                &act,
                || self.go_watched(steps, Way::Do, watch),
                || self.go_back_quietly(steps, Way::Do),
            )
        });
        if let Err(error) = recorded {
            self.unsettle(steps);
            return Err(error);
        }
        self.settle_rest(steps);
        self.tell(steps);
        Ok(())
    }

    /// Changes one setting.
    pub(crate) fn set(&self, change: SettingChange) -> Result<(), AppError> {
        let (now, _) = self.0.home.config()?.settings();
        let before = value_of(&now, &change);
        if before == change {
            return Ok(());
        }
        self.transact(&words_of(&change), &[Step::Setting { before, after: change }])
    }

    /// Undoes what was done last, as far as it belongs to this library; nothing where there is nothing. Where one act
    /// is meant and another was done since, nothing is undone.
    ///
    /// # Errors
    /// [`AppError::AnotherAct`], or what a step was refused by: what was changed since stays as it is, and the act is
    /// not offered again, so that those before it can be reached.
    pub fn undo_last(&self, meant: Option<u32>) -> Result<Undone, AppError> {
        self.travel(StackEnd::Done, meant)
    }

    /// Does again what was undone last.
    ///
    /// # Errors
    /// As [`App::undo_last`].
    pub fn redo_last(&self, meant: Option<u32>) -> Result<Undone, AppError> {
        self.travel(StackEnd::Undone, meant)
    }

    /// What can be undone and redone.
    pub(crate) fn acts_now(&self) -> Result<Acts, AppError> {
        self.with_acts(|log| self.ends_of(log))
    }

    fn travel(&self, from: StackEnd, meant: Option<u32>) -> Result<Undone, AppError> {
        let way = match from {
            StackEnd::Done => Way::TakeBack,
            StackEnd::Undone => Way::Do,
        };
        let scope = self.scope();
        let (act, acts) = self.with_acts(|log| {
            let mut met = None;
            let travelled = log.travel(
                from,
                scope.as_deref(),
                |act, steps| {
                    if meant.is_some_and(|meant| i64::from(meant) != act.id) {
                        return Err(AppError::AnotherAct);
                    }
                    met = Some(act.id);
                    self.go(&steps_of(steps)?, way)
                },
                |steps| {
                    if let Ok(steps) = steps_of(steps) {
                        self.go_back_quietly(&steps, way);
                    }
                },
            );
            if let (Err(error), Some(id)) = (&travelled, met)
                && error.is_changed_since()
            {
                log.forget(id)?;
                self.bell().ring(ChangedNoun::Acts);
            }
            let act = travelled?;
            Ok::<_, AppError>((act, self.ends_of(log)?))
        })?;
        if let Some((_, steps)) = &act {
            let steps = steps_of(steps)?;
            self.settle_travelled(&steps, way);
            self.tell(&steps);
        }
        Ok(Undone { act: act.map(|(act, _)| shown(act)), acts })
    }

    /// Goes all steps one way; where one is refused, those before it are gone back.
    fn go(&self, steps: &[Step], way: Way) -> Result<(), AppError> {
        self.go_watched(steps, way, &mut |_| Ok(()))
    }

    fn go_watched(
        &self,
        steps: &[Step],
        way: Way,
        watch: &mut dyn FnMut(usize) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let order: Vec<&Step> = match way {
            Way::Do => steps.iter().collect(),
            Way::TakeBack => steps.iter().rev().collect(),
        };
        for (at, step) in order.iter().enumerate() {
            if let Err(error) = watch(at).and_then(|()| self.go_one(step, way)) {
                for gone in order[..at].iter().rev() {
                    if let Err(error) = self.go_one(gone, way.reverse()) {
                        tracing::error!(%error, "a step could not be taken back");
                    }
                }
                return Err(error);
            }
        }
        Ok(())
    }

    fn go_back_quietly(&self, steps: &[Step], way: Way) {
        if let Err(error) = self.go(steps, way.reverse()) {
            tracing::error!(%error, "an act that was not recorded could not be taken back");
        }
    }

    fn go_one(&self, step: &Step, way: Way) -> Result<(), AppError> {
        match (step, way) {
            (Step::CreateFile { path, text }, Way::Do) => {
                self.session()?.library()?.create_file(path, text.as_bytes())?;
            }
            (Step::CreateFolder { path }, Way::Do) => self.session()?.library()?.create_folder(path)?,
            (Step::CreateFolder { path }, Way::TakeBack) => {
                self.session()?.library()?.take_back_folder(path)?;
            }
            (Step::ReplaceFile { path, before, after }, Way::Do) => self.put_text(path, before, after)?,
            (Step::ReplaceFile { path, before, after }, Way::TakeBack) => {
                self.put_text(path, after, before)?;
            }
            (Step::MoveFile { from, to, .. }, Way::Do) => {
                self.session()?.library()?.move_file(from, to)?;
            }
            (Step::MoveFile { from, to, .. }, Way::TakeBack) => {
                self.session()?.library()?.move_file(to, from)?;
            }
            (Step::CreateFile { path, text } | Step::FromBin { path, text, .. }, Way::TakeBack)
            | (Step::ToBin { path, text, .. }, Way::Do) => {
                self.session()?.library()?.take_back_file(path, text.as_bytes())?;
            }
            (Step::ToBin { path, text, .. }, Way::TakeBack) | (Step::FromBin { path, text, .. }, Way::Do) => {
                self.bring_back(path, text)?;
            }
            // It is kept beside the cards; no file has a part in it.
            (Step::Review { .. }, _) => {}
            (Step::Setting { before, after }, Way::Do) => self.move_setting(before, after)?,
            (Step::Setting { before, after }, Way::TakeBack) => self.move_setting(after, before)?,
        }
        Ok(())
    }

    /// Gives a file another text; one that holds a third by now was saved by somebody else.
    fn put_text(&self, path: &str, from: &str, to: &str) -> Result<(), AppError> {
        let library = self.session()?.library()?;
        match library.replace_file(path, from.as_bytes(), to.as_bytes())? {
            Outcome::Done => Ok(()),
            Outcome::Changed { theirs } if theirs == to.as_bytes() => Ok(()),
            Outcome::Changed { .. } => Err(LibraryError::Changed { path: library.root().join(path) }.into()),
        }
    }

    /// Lets a file stand again; one that already does, after a kill, is as it should be.
    fn bring_back(&self, path: &str, text: &str) -> Result<(), AppError> {
        let library = self.session()?.library()?;
        match library.create_file(path, text.as_bytes()) {
            Err(LibraryError::Exists { .. })
                if library.read(path, text.len() as u64).is_ok_and(|(there, _)| there == text.as_bytes()) =>
            {
                Ok(())
            }
            written => Ok(written.map(drop)?),
        }
    }

    /// Moves a setting from one value to another; one that has a third value by now was changed by somebody else.
    fn move_setting(&self, from: &SettingChange, to: &SettingChange) -> Result<(), AppError> {
        self.change_config(|config| {
            let now = value_of(&config.settings().0, to);
            if now == *to {
                return Ok(());
            }
            if now != *from {
                return Err(AppError::SettingChanged { what: words_of(&now) });
            }
            config.change(to)
        })
    }

    fn tell(&self, steps: &[Step]) {
        let root = self.open_root();
        let written: Vec<_> =
            steps.iter().flat_map(Step::paths).filter_map(|path| Some(root.as_ref()?.join(path))).collect();
        if !written.is_empty() {
            self.wrote(written);
        }
        if steps.iter().any(|step| matches!(step, Step::Setting { .. })) {
            self.bell().ring(ChangedNoun::Settings);
        }
        self.bell().ring(ChangedNoun::Acts);
    }

    fn ends_of(&self, log: &ActLog) -> Result<Acts, AppError> {
        let scope = self.scope();
        Ok(Acts {
            undo: log.at(StackEnd::Done, scope.as_deref())?.map(shown),
            redo: log.at(StackEnd::Undone, scope.as_deref())?.map(shown),
        })
    }

    /// The library that an act belongs to; none where it touches no card.
    fn scope_of(&self, steps: &[Step]) -> Option<String> {
        let touches_cards = steps.iter().any(|step| !step.paths().is_empty());
        touches_cards.then(|| self.scope()).flatten()
    }

    /// The library that is open here; what the settings name may have been edited since.
    pub(crate) fn scope(&self) -> Option<String> {
        self.open_root().or_else(|| self.root().ok()).map(|root| root.to_string_lossy().into_owned())
    }

    fn open_root(&self) -> Option<PathBuf> {
        self.with_desk(|desk| desk.session.as_ref().map(|session| session.root().to_owned()))
    }

    /// The log of acts, opened at the first use.
    pub(crate) fn with_acts<T, E: From<LibraryError> + From<AppError>>(
        &self,
        use_log: impl FnOnce(&mut ActLog) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut slot = self.0.acts.lock().unwrap_or_else(PoisonError::into_inner);
        let log = if let Some(log) = slot.take() {
            log
        } else {
            self.0.home.ensure()?;
            ActLog::open(self.0.home.dir())?
        };
        use_log(slot.insert(log))
    }
}

impl Way {
    fn reverse(self) -> Self {
        match self {
            Self::Do => Self::TakeBack,
            Self::TakeBack => Self::Do,
        }
    }
}

/// Reads what an act consists of.
fn steps_of(steps: &str) -> Result<Vec<Step>, AppError> {
    serde_json::from_str(steps).map_err(AppError::ActOfAnotherVersion)
}

fn shown(act: RecordedAct) -> Act {
    Act { id: count(act.id), words: act.words, at: act.at }
}

#[cfg(test)]
mod tests;
