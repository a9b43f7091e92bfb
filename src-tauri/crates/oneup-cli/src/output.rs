//! How the command speaks: text for people, or one JSON document; progress on a terminal; exit codes.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oneup_app::contract::{ApiError, ErrorCode, Marked};
use oneup_app::{App, AppError, Progress};
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

impl End {
    /// How a run ends for an error of this code.
    pub(crate) fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::WrongUse | ErrorCode::CardMissing => Self::WrongUse,
            ErrorCode::NoLibrary
            | ErrorCode::LibraryMissing
            | ErrorCode::Busy
            | ErrorCode::NeedsWindow
            | ErrorCode::IndexUnreadable
            | ErrorCode::Failed => Self::Failed,
        }
    }
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
            json_line(&serde_json::to_string_pretty(answer).unwrap_or_default());
        } else {
            let text = human(answer);
            if !text.is_empty() {
                let _ =
                    writeln!(anstream::stdout().lock(), "{}", for_a_terminal(text.trim_end_matches('\n')));
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
            let _ = writeln!(
                std::io::stderr().lock(),
                "{}",
                serde_json::to_string(&Failure { error }).unwrap_or_default()
            );
        } else {
            warning(&format!("oneup: {}", error.message));
            if let Some(hint) = &error.hint {
                warning(&format!("       {hint}"));
            }
        }
        End::of(error.code)
    }

    /// Brings the index up to the files for a command that only reads. What keeps it from that is said, and the
    /// command goes on with what the index holds.
    ///
    /// # Errors
    /// Where there is no library, or its folder is not there.
    pub(crate) fn catch_up(&self, app: &App) -> Result<(), AppError> {
        match app.catch_up(&mut self.progress()) {
            Err(error) if error.code() == ErrorCode::Failed => {
                let error: ApiError = error.into();
                warning(&format!("oneup: {} The answer may be out of date.", error.message));
                Ok(())
            }
            other => other.map(|_| ()),
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

/// Prints a line of JSON. A reader that has gone away, as `head` does, is no failure.
fn json_line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints a line on standard error.
pub(crate) fn warning(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", for_a_terminal(text));
}

/// The styles that this program uses; a card may use them too without doing harm.
const STYLES: [&str; 3] = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m"];

/// Takes out what could steer a terminal or turn the text around: cards, file names and errors are foreign text
/// (threat A9). Everything for people passes here, so that no caller can forget it.
fn for_a_terminal(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(style) = STYLES.iter().find(|style| rest.starts_with(**style)) {
            safe.push_str(style);
            rest = rest.get(style.len()..).unwrap_or_default();
            continue;
        }
        let steers = letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        safe.push(if steers { '\u{fffd}' } else { letter });
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    safe
}

/// The text without its marks.
pub(crate) fn plain(marked: &Marked) -> String {
    marked.parts.iter().map(|part| part.text.as_str()).collect()
}

/// The text on one line, with what matched in bold.
pub(crate) fn bold(marked: &Marked) -> String {
    let style = anstyle::Style::new().bold();
    marked
        .parts
        .iter()
        .map(|part| {
            let text = part.text.replace('\n', " ");
            if part.hit { format!("{style}{text}{style:#}") } else { text }
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
        let ours = format!("{}bold{:#}", anstyle::Style::new().bold(), anstyle::Style::new().bold());
        assert_eq!(for_a_terminal(&ours), ours);
        assert_eq!(
            for_a_terminal("a\u{1b}[2Jb\nc\u{202e}d\u{9b}31m\r"),
            "a\u{fffd}[2Jb\nc\u{fffd}d\u{fffd}31m\u{fffd}"
        );
    }

    #[test]
    fn counts_read_as_a_person_would_say_them() {
        assert_eq!(
            (counted(1u32, "card", "cards"), counted(0u32, "card", "cards")),
            ("1 card".into(), "0 cards".into())
        );
    }
}
