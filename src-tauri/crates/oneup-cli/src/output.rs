//! How the command speaks: text for people, or one JSON document; progress on a terminal; exit codes.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oneup_app::contract::{ApiError, ErrorCode, Marked};
use oneup_app::{AppError, Progress};
use serde::Serialize;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It is done.
    Done,
    /// It is done, and there are findings.
    Findings,
    /// What was typed makes no sense.
    WrongUse,
    /// It could not be done.
    Failed,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        Self::from(match end {
            End::Done => 0,
            End::Findings => 1,
            End::WrongUse => 2,
            End::Failed => 4,
        })
    }
}

/// Where the answers go.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    /// Speaks JSON, or to people.
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints an answer: as JSON, or as the text that `human` makes of it.
    pub(crate) fn answer<T: Serialize>(&self, answer: &T, human: impl FnOnce(&T) -> String) {
        if self.json {
            line(&serde_json::to_string_pretty(answer).unwrap_or_default());
        } else {
            let text = human(answer);
            if !text.is_empty() {
                line(text.trim_end_matches('\n'));
            }
        }
    }

    /// Whether JSON is wanted.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Says what failed, with the remedy, and how the run ends for it.
    pub(crate) fn failure(&self, error: AppError) -> End {
        self.refused(&error.into())
    }

    /// As [`Output::failure`], for an error that has its outer face already.
    pub(crate) fn refused(&self, error: &ApiError) -> End {
        if self.json {
            #[derive(Serialize)]
            struct Failure<'a> {
                error: &'a ApiError,
            }
            warning(&serde_json::to_string(&Failure { error }).unwrap_or_default());
        } else {
            warning(&format!("oneup: {}", error.message));
            if let Some(hint) = &error.hint {
                warning(&format!("       {hint}"));
            }
        }
        match error.code {
            ErrorCode::WrongUse | ErrorCode::CardMissing => End::WrongUse,
            ErrorCode::NoLibrary
            | ErrorCode::LibraryMissing
            | ErrorCode::Busy
            | ErrorCode::NeedsWindow
            | ErrorCode::IndexUnreadable
            | ErrorCode::Failed => End::Failed,
        }
    }

    /// A bar on a terminal, nothing elsewhere.
    pub(crate) fn progress(&self) -> impl FnMut(Progress) + use<> {
        let visible = std::io::stderr().is_terminal() && !self.json;
        let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("Reading cards {bar:40} {pos} of {len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        move |progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
            if progress.done == progress.total {
                bar.finish_and_clear();
            }
        }
    }
}

/// Prints a line on standard output. A reader that has gone away, as `head` does, is no failure.
pub(crate) fn line(text: &str) {
    let _ = writeln!(anstream::stdout().lock(), "{text}");
}

/// Prints a line on standard error.
pub(crate) fn warning(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// The text without its marks.
pub(crate) fn plain(marked: &Marked) -> String {
    marked.parts.iter().map(|part| part.text.as_str()).collect()
}

/// The text with what matched in bold; a terminal's control characters in it are made harmless.
pub(crate) fn bold(marked: &Marked) -> String {
    let style = anstyle::Style::new().bold();
    marked
        .parts
        .iter()
        .map(|part| {
            let text = harmless(&part.text);
            if part.hit { format!("{style}{text}{style:#}") } else { text }
        })
        .collect()
}

/// Takes out what could steer a terminal: a card is foreign text (threat A9).
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => ' ',
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                '\u{fffd}'
            }
            c => c,
        })
        .collect()
}

/// “1 card”, “2 cards”.
pub(crate) fn counted(count: impl Into<u64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a9_a_title_cannot_steer_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{202e}d"), "a\u{fffd}[2Jb c\u{fffd}d");
    }

    #[test]
    fn counts_read_as_a_person_would_say_them() {
        assert_eq!(
            (counted(1u32, "card", "cards"), counted(0u32, "card", "cards")),
            ("1 card".into(), "0 cards".into())
        );
    }
}
