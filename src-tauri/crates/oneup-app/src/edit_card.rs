//! Opens a card to be edited: its text and version, what a kill left unsaved, and why it cannot be written.

use oneup_cards::Card;
use oneup_library::{LibraryState, NewVersion, Origin, SeenText, Why};

use crate::app::App;
use crate::clock::now_iso;
use crate::contract::{ApiError, CardDraft, EditedCard, count};
use crate::error::AppError;
use crate::find_card::BY_PATH;
use crate::language::{keys, verbs};
use crate::noting::ANOTHER_PROGRAM;
use crate::reading::read_card;

impl App {
    /// Opens a card to be edited. What its file says is a version from now on.
    pub(crate) fn edited_card(&self, key: &str) -> Result<EditedCard, AppError> {
        let library = self.session()?.library()?;
        let entry = self.resolve_id(key)?;
        let (card, _) = read_card(&library, &entry.path).map_err(|not_read| not_read.of(key))?;
        let key = self.state_key(&card)?;
        let refused =
            library.check_writable(&card.path).err().map(|error| ApiError::from(AppError::from(error)));
        self.thin_out(&key)?;
        let at = now_iso();
        let (version, draft, undo) = self.with_state(|state| {
            let seen = SeenText { card: &key, path: &card.path, text: card.text() };
            state.note_unseen(&at, ANOTHER_PROGRAM, &[seen])?;
            let version = state.versions(&key)?.first().map(|newest| newest.id);
            let draft = draft_of(state, &key, card.text())?;
            Ok((version, draft, state.undoing(&key)?))
        })?;
        Ok(EditedCard {
            version: version.map(count).ok_or_else(|| AppError::NoSuchVersion { key: key.clone() })?,
            key,
            path: card.path.clone(),
            title: card.title.clone(),
            lang: card.front.lang.clone(),
            text: card.text().to_owned(),
            refused,
            draft,
            undo,
            session: self.new_session(),
            verbs: verbs(),
            keys: keys(),
            vocabularies: self.vocabularies(&library)?,
        })
    }

    /// What the card is kept by: its full id, or its path where two cards carry that id.
    pub(crate) fn state_key(&self, card: &Card) -> Result<String, AppError> {
        let full = card.full_id().to_string();
        let index = self.session()?.index()?;
        let carried = self.noticing_damage(index.count_of_key(&full).map_err(AppError::from))?;
        Ok(if carried > 1 { format!("{BY_PATH}{}", card.path) } else { full })
    }
}

/// What a kill left unsaved; a draft that says what the file says is none.
fn draft_of(
    state: &mut LibraryState,
    key: &str,
    text: &str,
) -> Result<Option<CardDraft>, oneup_library::LibraryError> {
    let Some(draft) = state.draft(key)? else { return Ok(None) };
    if draft.text == text {
        state.clear_draft(key)?;
        return Ok(None);
    }
    let base = draft.base.unwrap_or_default();
    let mut began = None;
    for version in state.versions(key)? {
        if version.bytes == base.len() as u64
            && state.read_version(version.id)?.as_deref() == Some(base.as_str())
        {
            began = Some(version.id);
            break;
        }
    }
    let began = match began {
        Some(version) => version,
        None => state.record_version(&NewVersion {
            card: key,
            path: &draft.path,
            text: &base,
            at: &draft.at,
            origin: Origin::Here,
            who: ANOTHER_PROGRAM,
            why: Why::Recovered,
        })?,
    };
    Ok(Some(CardDraft { text: draft.text, version: count(began), at: draft.at }))
}
