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
            Self::Review { .. } | Self::Setting { .. } => Vec::new(),
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
            acts.record(&act, || self.go(steps, Way::Do), || self.go_back_quietly(steps, Way::Do))
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
        let order: Vec<&Step> = match way {
            Way::Do => steps.iter().collect(),
            Way::TakeBack => steps.iter().rev().collect(),
        };
        for (at, step) in order.iter().enumerate() {
            if let Err(error) = self.go_one(step, way) {
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
mod tests {
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
        assert_eq!(
            (ended.act, ended.acts.undo),
            (None, None),
            "there is nothing more, and that is no failure"
        );

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
}
