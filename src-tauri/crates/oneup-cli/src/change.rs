//! `oneup card set|unset|link|unlink`: single changes of a card, each of which `oneup undo` takes back.

use std::fmt::Write as _;

use oneup_app::{App, AppError, CardChange, Changed, Level};

use crate::output::{End, Output, warning};

/// Makes the change, says what it came to, and ends as lint would on the card.
pub(crate) fn run(app: &App, output: &Output, id: &str, change: &CardChange) -> Result<End, AppError> {
    output.catch_up(app)?;
    let changed = app.change_card(id, change)?;
    if changed.changed
        && let Err(error) = app.catch_up(&mut output.progress())
    {
        warning(&format!("oneup: the card is written, but cannot be found as it is now: {error}"));
    }
    output.answer(&changed, in_words);
    let has_errors = changed.findings.iter().any(|finding| finding.level == Level::Error);
    Ok(if has_errors { End::Findings } else { End::Done })
}

fn in_words(changed: &Changed) -> String {
    let mut text = if changed.changed {
        changed.words.clone()
    } else {
        format!("{} says so already; nothing was written.", changed.id)
    };
    for finding in &changed.findings {
        let _ = write!(text, "\n{finding}");
    }
    text
}
