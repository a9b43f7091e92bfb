//! `oneup undo|redo`: the one stack of what was done, which the window and the command share.
//!
//! Where another process holds the data folder, it is that one that takes the act back.

use oneup_app::{App, dispatch_or_hand_over};
use serde_json::{Value, json};

use crate::output::{End, Output};

pub(crate) fn undo(app: &App, output: &Output) -> End {
    travel(app, output, "undo", "Undone", "There is nothing to undo.")
}

pub(crate) fn redo(app: &App, output: &Output) -> End {
    travel(app, output, "redo", "Done again", "There is nothing to redo.")
}

fn travel(app: &App, output: &Output, command: &str, said: &str, nothing: &str) -> End {
    match dispatch_or_hand_over(app, command, &json!({})) {
        Ok(undone) => {
            output.answer(&undone, |undone: &Value| match undone["act"]["words"].as_str() {
                Some(words) => format!("{said}: {words}"),
                None => nothing.to_owned(),
            });
            End::Done
        }
        Err(error) => output.refused(&error),
    }
}
