//! `oneup init`, `oneup open`, `oneup status`.

use oneup_app::contract::{IndexState, LibraryStatus};
use oneup_app::{App, AppError, ShippedPack};
use serde::Serialize;

use crate::args::{Init, Open};
use crate::output::{End, Output, counted};

/// What a set-up came to.
#[derive(Serialize)]
struct SetUp {
    library: String,
    added: Vec<String>,
    cards: u32,
    skipped: u32,
}

pub(crate) fn init(app: &App, output: &Output, init: &Init) -> Result<End, AppError> {
    let folder = init.library.clone().unwrap_or_else(|| app.home().suggested_library().to_owned());
    let packs = if init.content.is_empty() { ShippedPack::ids() } else { init.content.clone() };
    let added = app.create_library_at(&folder, &packs)?;
    set_up(app, output, added)
}

pub(crate) fn open(app: &App, output: &Output, open: &Open) -> Result<End, AppError> {
    if open.dry_run {
        return crate::bring::look(app, output, &open.folder);
    }
    app.open_library_at(&open.folder)?;
    set_up(app, output, Vec::new())
}

pub(crate) fn status(app: &App, output: &Output) -> Result<End, AppError> {
    match app.catch_up(&mut output.progress()) {
        // That there is none yet is a state too.
        Ok(_) | Err(AppError::NoLibrary) => {}
        Err(error) => return Err(error),
    }
    output.answer(&app.library_status(), status_in_words);
    Ok(End::Done)
}

fn set_up(app: &App, output: &Output, added: Vec<String>) -> Result<End, AppError> {
    app.index(&mut output.progress())?;
    let status = app.library_status();
    let set_up = SetUp {
        library: status.path.unwrap_or_default(),
        added,
        cards: status.cards,
        skipped: status.skipped_total,
    };
    output.answer(&set_up, |set_up| {
        let mut text = format!("Library: {} ({})\n", set_up.library, counted(set_up.cards, "card", "cards"));
        if !set_up.added.is_empty() {
            text += &format!("Added: {}\n", set_up.added.join(", "));
        }
        if set_up.skipped > 0 {
            text += &format!(
                "{}; `oneup status` says why.\n",
                counted(set_up.skipped, "file was passed over", "files were passed over")
            );
        }
        text
    });
    Ok(End::Done)
}

fn status_in_words(status: &LibraryStatus) -> String {
    let mut text =
        format!("Library: {}\nCards:   {}\n", status.path.as_deref().unwrap_or("none yet"), status.cards);
    let index = match &status.index {
        IndexState::Absent => "none yet".to_owned(),
        IndexState::Ready => "up to date".to_owned(),
        IndexState::Building { done, total } => format!("being built, {done} of {total} files"),
        IndexState::Paused { left } => {
            format!("stopped with {} left to read", counted(*left, "file", "files"))
        }
        IndexState::Failed { error } => error.message.clone(),
    };
    text += &format!("Index:   {index}\n");
    if let Some(notice) = &status.notice {
        text += &format!("{notice}\n");
    }
    if status.skipped_total > 0 {
        text += &format!(
            "\n{}:\n",
            counted(status.skipped_total, "file was passed over", "files were passed over")
        );
        for skipped in &status.skipped {
            text += &format!("  {}: {}\n", &skipped.path, skipped.why);
        }
        let shown = u32::try_from(status.skipped.len()).unwrap_or(u32::MAX);
        if shown < status.skipped_total {
            text += &format!("  and {} more\n", status.skipped_total - shown);
        }
    }
    text
}
