//! Saves the text of an editor, so that neither what was typed nor what another program wrote is ever lost.
//!
//! The text is a draft on the disk before anything else happens, then a version, then the file; the draft goes last.
//! Where the file is no longer what the edit began from, both are merged. What does not fit together is not written:
//! the file stays as the other program left it, and the text stays a draft until the user has settled it.

use oneup_cards::edit::EditError;
use oneup_cards::merge::{Choice, Merge, merge};
use oneup_cards::{Card, MAX_CARD_BYTES};
use oneup_library::{Library, LibraryError, NewDraft, NewVersion, Origin, Outcome, Part, Why};

use crate::app::App;
use crate::clock::now_iso;
use crate::contract::{
    CardSaved, ChangedNoun, ConflictPart, KeepDraftRequest, MergeCardRequest, ResolveCardRequest,
    SaveCardRequest, count,
};
use crate::error::AppError;
use crate::noting::ANOTHER_PROGRAM;
use crate::writing::Saved;

/// How often a file that another program goes on saving is merged before the save gives up.
const MOST_TRIES: usize = 8;

/// What saves nothing belongs to no sitting.
const NO_SESSION: u32 = 0;

/// The text that an edit began from, and where its file is.
struct Base {
    path: String,
    text: String,
}

/// An editor's text with what it began from.
struct Edit<'a> {
    session: u32,
    key: &'a str,
    base: Base,
    text: &'a str,
}

impl App {
    /// Saves a text.
    pub(crate) fn save_text(&self, request: &SaveCardRequest) -> Result<CardSaved, AppError> {
        let edit = self.edit_of(request.session, &request.key, request.version, &request.text)?;
        self.put_draft(&edit)?;
        refuse_another_id(&edit)?;
        self.write(&edit)
    }

    /// Says what a text and its file come to; nothing is written but the version that another program left.
    pub(crate) fn preview_merge(&self, request: &MergeCardRequest) -> Result<CardSaved, AppError> {
        let edit = self.edit_of(NO_SESSION, &request.key, request.version, &request.text)?;
        let now = text_at(&self.session()?.library()?, &edit.base.path)?;
        if now == edit.base.text {
            return Ok(CardSaved::Saved { version: request.version });
        }
        let theirs = self.record(&edit, &now, Origin::Outside, Why::Edit)?;
        let merged = merge(&edit.base.text, edit.text, &now);
        Ok(match merged.text() {
            Some(text) => CardSaved::Merged { version: theirs, text, taken: taken(&merged) },
            None => conflict(theirs, &merged),
        })
    }

    /// Settles a conflict and saves the outcome.
    pub(crate) fn resolve_text(&self, request: ResolveCardRequest) -> Result<CardSaved, AppError> {
        let edit = self.edit_of(request.session, &request.key, request.version, &request.text)?;
        let theirs = self.base_of(&request.key, request.theirs)?;
        let choices: Vec<Choice> = request.choices.into_iter().map(Choice::Own).collect();
        let text = merge(&edit.base.text, edit.text, &theirs.text).resolve(&choices)?;
        self.put_draft(&edit)?;
        // From here on it is an edit of the text that the other program left.
        let settled = Edit { session: request.session, key: &request.key, base: theirs, text: &text };
        refuse_another_id(&settled)?;
        Ok(match self.write(&settled)? {
            CardSaved::Saved { version } => CardSaved::Merged { version, text, taken: Vec::new() },
            // The other program has saved once more: what was settled is the draft now.
            outcome => {
                if matches!(outcome, CardSaved::Conflict { .. }) {
                    self.put_draft(&settled)?;
                }
                outcome
            }
        })
    }

    /// Keeps the text of an editor, or forgets it.
    pub(crate) fn keep_text(&self, request: &KeepDraftRequest) -> Result<(), AppError> {
        let Some(text) = &request.text else {
            return self.with_state(|state| state.clear_draft(&request.key));
        };
        self.put_draft(&self.edit_of(NO_SESSION, &request.key, request.version, text)?)
    }

    fn edit_of<'a>(
        &self,
        session: u32,
        key: &'a str,
        version: u32,
        text: &'a str,
    ) -> Result<Edit<'a>, AppError> {
        Ok(Edit { session, key, base: self.base_of(key, version)?, text })
    }

    /// The text of a version of this card, and where its file is.
    fn base_of(&self, key: &str, version: u32) -> Result<Base, AppError> {
        let version = i64::from(version);
        let found = self.with_state(|state| {
            let versions = state.versions(key)?;
            let known = versions.iter().any(|known| known.id == version);
            let text = if known { state.read_version(version)? } else { None };
            Ok(text.zip(versions.into_iter().next().map(|newest| newest.path)))
        })?;
        found
            .map(|(text, path)| Base { path, text })
            .ok_or_else(|| AppError::NoSuchVersion { key: key.to_owned() })
    }

    fn put_draft(&self, edit: &Edit<'_>) -> Result<(), AppError> {
        let Edit { key, base, text, .. } = edit;
        let draft = NewDraft { card: key, path: &base.path, at: &now_iso(), base: Some(&base.text), text };
        self.with_state(|state| state.put_draft(&draft))
    }

    fn record(&self, edit: &Edit<'_>, text: &str, origin: Origin, why: Why) -> Result<u32, AppError> {
        let path = &edit.base.path;
        if origin == Origin::Here {
            return self.keep_as(edit.key, path, text, why).map(count);
        }
        let (at, who) = (now_iso(), ANOTHER_PROGRAM);
        let version = NewVersion { card: edit.key, path, text, at: &at, origin, who, why };
        self.with_state(|state| state.record_version(&version)).map(count)
    }

    /// Brings the text into the file, together with what another program wrote meanwhile.
    fn write(&self, edit: &Edit<'_>) -> Result<CardSaved, AppError> {
        let library = self.session()?.library()?;
        let path = &edit.base.path;
        for _ in 0..MOST_TRIES {
            let now = text_at(&library, path)?;
            let together = if now == edit.base.text || now == edit.text {
                None
            } else {
                let theirs = self.record(edit, &now, Origin::Outside, Why::Edit)?;
                let merged = merge(&edit.base.text, edit.text, &now);
                let Some(text) = merged.text() else {
                    // Kept as a version too: a draft is gone once it is saved.
                    self.record(edit, edit.text, Origin::Here, Why::Edit)?;
                    return Ok(conflict(theirs, &merged));
                };
                Some((text, taken(&merged)))
            };
            let (text, why) = match &together {
                Some((text, _)) => (text.as_str(), Why::Merge),
                None => (edit.text, Why::Writing),
            };
            let version = self.record(edit, text, Origin::Here, why)?;
            if text != now {
                match library.replace_file(path, now.as_bytes(), text.as_bytes())? {
                    Outcome::Done => {
                        self.wrote_card(&library, path);
                        self.note_saved(&Saved { session: edit.session, path, before: &now, after: text });
                    }
                    Outcome::Changed { .. } => continue,
                }
            }
            // The text is in the file: a draft that stays says the same, and is no reason to call that a failure.
            if let Err(error) = self.with_state(|state| state.clear_draft(edit.key)) {
                tracing::warn!(%error, path, "the draft of a card that was saved stays");
            }
            return Ok(match together {
                Some((text, taken)) => CardSaved::Merged { version, text, taken },
                None => CardSaved::Saved { version },
            });
        }
        Err(LibraryError::Changed { path: library.root().join(path) }.into())
    }

    fn wrote_card(&self, library: &Library, path: &str) {
        self.wrote(vec![library.root().join(path)]);
        self.bell().ring(ChangedNoun::Cards);
    }
}

/// The text of a file of the library.
pub(crate) fn text_at(library: &Library, path: &str) -> Result<String, AppError> {
    let gone = || LibraryError::Gone { path: library.root().join(path) };
    let (bytes, part) = match library.read(path, MAX_CARD_BYTES as u64) {
        Err(LibraryError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(gone().into());
        }
        read => read?,
    };
    if part == Part::Beginning {
        return Err(LibraryError::TooLarge { card: path.to_owned() }.into());
    }
    Card::parse_bytes(path, &bytes)
        .map(|card| card.text().to_owned())
        .map_err(|source| AppError::UnreadableCard { path: path.to_owned(), source })
}

/// Links hold on to an id, so typing another one over it is no way to rename a card.
fn refuse_another_id(edit: &Edit<'_>) -> Result<(), AppError> {
    let path = &edit.base.path;
    let (before, after) = (Card::parse(path, &edit.base.text), Card::parse(path, edit.text));
    match (&before.front.id, &after.front.id) {
        (Some(before), Some(now)) if before != now => {
            let line = after.front.span("id").map_or(1, |span| span.line);
            Err(EditError::IdIsFixed { line }.into())
        }
        _ => Ok(()),
    }
}

fn taken(merge: &Merge) -> Vec<String> {
    merge.taken.iter().map(ToString::to_string).collect()
}

fn conflict(theirs: u32, merge: &Merge) -> CardSaved {
    CardSaved::Conflict { theirs, parts: conflict_parts(merge) }
}

/// The places that must be settled, as fronts show them.
pub(crate) fn conflict_parts(merge: &Merge) -> Vec<ConflictPart> {
    let stands = |text: &String| (!text.is_empty()).then(|| text.clone());
    merge
        .conflicts()
        .map(|conflict| ConflictPart {
            place: conflict.place.to_string(),
            base: stands(&conflict.base),
            mine: stands(&conflict.mine),
            theirs: stands(&conflict.theirs),
            joinable: conflict.both.is_some(),
        })
        .collect()
}
