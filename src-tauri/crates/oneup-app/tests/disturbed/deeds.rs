//! Every act that changes cards, each on the same small library, as the process does them that is then disturbed.

use std::fs;
use std::path::Path;

use oneup_app::contract::{
    ApiError, CardSaved, EditCardRequest, EditedCard, KeepDraftRequest, MergeCardsRequest,
    ResolveCardRequest, RestoreVersionRequest, SaveCardRequest, SplitCardRequest, StillTrueRequest,
};
use oneup_app::{App, CardChange, NoDesktop};

use crate::looks::{app_at, library_of};

pub(crate) const CAUSE: &str = "mine/cause.md";
const KEY: &str = "mine/cause";

/// What a user does, each on its own copy of the same library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
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
    pub(crate) const ALL: [Self; 13] = [
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

    /// Whether a text was typed for it.
    pub(crate) fn is_typed(self) -> bool {
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

pub(crate) fn typed() -> String {
    cause().replace("old words", "words that were typed")
}

/// What another program saved while the editor was open.
pub(crate) fn theirs(deed: Deed) -> Option<String> {
    match deed {
        Deed::Merge => Some(cause().replace("> Say it", "> Say it, they say")),
        Deed::Settle => Some(cause().replace("old words", "their words")),
        _ => None,
    }
}

pub(crate) fn edited(app: &App) -> EditedCard {
    app.edit_card(&NoDesktop, EditCardRequest { key: KEY.to_owned() }).unwrap()
}

/// Lays out the library that every deed begins with; returns the version that an edit of it begins from.
pub(crate) fn lay_out(place: &Path) -> u32 {
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

/// Does it. What was typed is safe once that was said.
pub(crate) fn perform(deed: Deed, place: &Path, began: u32, say: impl Fn(&str)) -> Result<(), ApiError> {
    let app = app_at(place);
    let key = KEY.to_owned();
    match deed {
        Deed::Save | Deed::Merge | Deed::Settle => {
            let draft = KeepDraftRequest { key: key.clone(), version: began, text: Some(typed()) };
            app.keep_draft(&NoDesktop, draft)?;
            say("safe");
            save_and_settle(&app, began, &typed())?;
        }
        Deed::Rename => drop(app.rename_file(KEY, "root-cause", false)?),
        Deed::Move => drop(app.move_file_of(KEY, "mine/deep/er", false)?),
        Deed::Restore => {
            let version = app.history_of(KEY)?.versions.last().unwrap().id;
            app.restore(&RestoreVersionRequest { key, version, part: None })?;
        }
        Deed::Delete => drop(app.delete(KEY, false)?),
        Deed::TakeOut => drop(app.take_out(app.bin_now()?.cards[0].id)?),
        Deed::Split => {
            let title = "Where it leads".to_owned();
            app.split(&SplitCardRequest {
                key,
                section: "Two".to_owned(),
                number: None,
                title,
                dry_run: false,
            })?;
        }
        Deed::Join => drop(app.merge(&MergeCardsRequest {
            from: key,
            into: "mine/effect".to_owned(),
            dry_run: false,
        })?),
        Deed::Set => {
            let set = CardChange::Set { key: "industry".to_owned(), values: vec!["cement".to_owned()] };
            app.change_card(KEY, &set)?;
        }
        Deed::StillTrue => {
            let why = "asked the plant manager".to_owned();
            let review_by = Some("2099-01-31".to_owned());
            app.confirm(&StillTrueRequest { key, why, review_by, by: None })?;
        }
        Deed::Undo => drop(app.undo_last(None)?.act.unwrap()),
    }
    Ok(())
}

/// Saves a text, and lets both stand where another program's does not fit.
pub(crate) fn save_and_settle(app: &App, version: u32, text: &str) -> Result<(), ApiError> {
    let (key, text) = (KEY.to_owned(), text.to_owned());
    let request = SaveCardRequest { key: key.clone(), session: 1, version, text: text.clone() };
    if let CardSaved::Conflict { theirs, parts } = app.save_card(&NoDesktop, request)? {
        let both = |mine: &Option<String>, theirs: &Option<String>| {
            mine.clone().unwrap_or_default() + theirs.as_deref().unwrap_or_default()
        };
        let choices = parts.iter().map(|part| both(&part.mine, &part.theirs)).collect();
        let settled = ResolveCardRequest { key, session: 1, version, theirs, text, choices };
        let settled = app.resolve_card(&NoDesktop, settled)?;
        assert!(matches!(settled, CardSaved::Merged { .. }));
    }
    Ok(())
}
