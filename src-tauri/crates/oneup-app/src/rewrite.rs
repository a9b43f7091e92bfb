//! Writes cards on behalf of a verb: as one act that can be undone, with a version of every text that comes or goes.

use oneup_cards::Card;
use oneup_library::{Library, NewVersion, Origin, SeenText, Why};

use crate::app::App;
use crate::clock::now_iso;
use crate::document::key_at;
use crate::error::AppError;
use crate::noting::ANOTHER_PROGRAM;
use crate::reading::read_card;
use crate::transact::Step;

/// A card as its file has it now.
pub(crate) struct CardNow {
    pub(crate) library: Library,
    pub(crate) card: Card,
    /// The full id, under which its history is kept.
    pub(crate) id: String,
}

impl App {
    /// Reads a card from its file.
    pub(crate) fn card_now(&self, key: &str) -> Result<CardNow, AppError> {
        let library = self.session()?.library()?;
        let path = self.resolve_key(key)?.path;
        let (card, _) = read_card(&library, &path).map_err(|not_read| not_read.of(key))?;
        Ok(CardNow { id: card.full_id().to_string(), library, card })
    }

    /// Does an act on cards. Before a file is touched, what it holds and what it is to hold are kept as versions.
    pub(crate) fn rewrite(&self, words: &str, why: Why, steps: &[Step]) -> Result<(), AppError> {
        for step in steps {
            match step {
                Step::CreateFile { path, text } => self.keep(path, text, why)?,
                Step::ReplaceFile { path, before, after } => {
                    self.note(path, before)?;
                    self.keep(path, after, why)?;
                }
                Step::ToBin { path, text, .. } => self.note(path, text)?,
                Step::CreateFolder { .. }
                | Step::MoveFile { .. }
                | Step::FromBin { .. }
                | Step::Review { .. }
                | Step::Setting { .. } => {}
            }
        }
        self.transact(words, steps)
    }

    /// Keeps a text that was found in a file, where it is not the newest version already.
    pub(crate) fn note(&self, path: &str, text: &str) -> Result<(), AppError> {
        self.note_as(&key_at(path, text), path, text)
    }

    /// As [`App::note`], for a card that is kept by another key than its full id.
    pub(crate) fn note_as(&self, key: &str, path: &str, text: &str) -> Result<(), AppError> {
        let seen = SeenText { card: key, path, text };
        self.with_state(|state| state.note_unseen(&now_iso(), ANOTHER_PROGRAM, &[seen])).map(drop)
    }

    /// Keeps a text that is written here as a version.
    pub(crate) fn keep(&self, path: &str, text: &str, why: Why) -> Result<(), AppError> {
        self.keep_as(&key_at(path, text), path, text, why).map(drop)
    }

    /// As [`App::keep`], for a card that is kept by another key than its full id; gives the number of the version.
    pub(crate) fn keep_as(&self, key: &str, path: &str, text: &str, why: Why) -> Result<i64, AppError> {
        let (at, who) = (now_iso(), &self.0.holder);
        let version = NewVersion { card: key, path, text, at: &at, origin: Origin::Here, who, why };
        self.with_state(|state| state.record_version(&version))
    }
}
