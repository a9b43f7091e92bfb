//! The log as the window shows it, and as a person who helps may see it.
//!
//! What is copied for support is made of what is known to be harmless and not of what is left when names are taken
//! out: versions, counts, states, and of each line of the log its time, its level and the part of the program that
//! wrote it with the words up to the first quote, path, address, value or name. The rest of the line is left out.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::app::App;
use crate::contract::{IndexState, LogLevel, LogLine, LogPage, SupportText, TaskState};
use crate::error::AppError;

/// The files of the log, the older first.
const FILES: [&str; 2] = ["desktop.log.1", "desktop.log"];

/// The most lines that are shown at once.
const MOST_LINES: usize = 2_000;

/// How much of the end of each file is read.
const TAIL: u64 = 512 * 1024;

/// How many lines of the log are copied for support.
const SUPPORT_LINES: usize = 200;

impl App {
    /// Reads the newest lines of the log; none where nothing was written yet.
    ///
    /// # Errors
    /// What the operating system refused.
    pub(crate) fn log_page(&self, lines: usize) -> Result<LogPage, AppError> {
        let folder = self.home().logs_dir();
        let mut all = Vec::new();
        for name in FILES {
            let path = folder.join(name);
            let text = tail_of(&path).map_err(|source| AppError::io("read", &path, source))?;
            all.extend(text.lines().map(line_of));
        }
        let from = all.len().saturating_sub(lines.min(MOST_LINES));
        Ok(LogPage { folder: folder.display().to_string(), lines: all.split_off(from) })
    }

    /// Writes down what a person who helps may see.
    ///
    /// # Errors
    /// As [`App::log_page`].
    pub(crate) fn text_for_support(&self) -> Result<SupportText, AppError> {
        let status = self.library_status();
        let mut left_out = 0;
        let mut text = format!(
            "One-Up {}\nSystem: {} {}\nSafe mode: {}\nLibrary: {}\nCards: {}\nFiles passed over: {}\nIndex: {}\n",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            if self.is_safe() { "yes" } else { "no" },
            if status.path.is_some() { "set" } else { "none" },
            status.cards,
            status.skipped_total,
            index_word(&status.index),
        );
        for task in self.0.tasks.all().tasks {
            text.push_str(&format!("Task: {:?}, {}\n", task.kind, task_word(&task.state)));
        }
        text.push_str("\nLog:\n");
        for line in self.log_page(SUPPORT_LINES)?.lines {
            // What goes on from the line before quotes it.
            let (words, was_cut) =
                if line.at.is_empty() { (String::new(), true) } else { without_names(&line.text) };
            left_out += u32::from(was_cut);
            if !words.is_empty() {
                text.push_str(&format!("{} {:?} {words}\n", line.at, line.level));
            }
        }
        Ok(SupportText { text, left_out })
    }
}

fn index_word(state: &IndexState) -> String {
    match state {
        IndexState::Absent => "none".to_owned(),
        IndexState::Building { done, total } => format!("being built, {done} of {total}"),
        IndexState::Ready => "up to date".to_owned(),
        IndexState::Paused { left } => format!("stopped with {left} left"),
        IndexState::Failed { error } => format!("failed ({:?})", error.code),
    }
}

fn task_word(state: &TaskState) -> String {
    match state {
        TaskState::Running { done, total } => format!("at {done} of {total}"),
        TaskState::Stopping => "stopping".to_owned(),
        TaskState::Done { done, left_out_total, .. } => {
            format!("done, {done} files, {left_out_total} left out")
        }
        TaskState::Cancelled { done, total } => format!("stopped at {done} of {total}"),
        TaskState::Failed { error } => format!("failed ({:?})", error.code),
    }
}

/// Reads the end of a file, from the beginning of a line; nothing where there is no file.
fn tail_of(path: &Path) -> std::io::Result<String> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    let from = length.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(TAIL).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let whole = if from == 0 { 0 } else { text.find('\n').map_or(text.len(), |at| at + 1) };
    Ok(text[whole..].to_owned())
}

/// Reads a line as the log writes it: time, level, the rest. A line of another form goes on from the one before.
fn line_of(line: &str) -> LogLine {
    let mut words = line.splitn(2, char::is_whitespace);
    let at = words.next().unwrap_or_default();
    let rest = words.next().unwrap_or_default().trim_start();
    let is_time = at.len() >= 20
        && at.as_bytes().get(10) == Some(&b'T')
        && at.starts_with(|c: char| c.is_ascii_digit());
    let (level, text) = match rest.split_once(char::is_whitespace) {
        Some(("ERROR", text)) => (LogLevel::Error, text),
        Some(("WARN", text)) => (LogLevel::Warning, text),
        Some(("INFO", text)) => (LogLevel::Info, text),
        _ => (LogLevel::Info, rest),
    };
    if is_time {
        LogLine { at: at.to_owned(), level, text: text.trim_start().to_owned() }
    } else {
        LogLine { at: String::new(), level: LogLevel::Info, text: line.to_owned() }
    }
}

/// Keeps of a line the words before anything that could name a person, a client, a card or a place, and says whether
/// more was there.
fn without_names(line: &str) -> (String, bool) {
    let mut words = line.split_whitespace();
    let mut kept: Vec<&str> = words.by_ref().take_while(|word| is_plain(word)).collect();
    let is_whole = kept.len() == line.split_whitespace().count();
    if !is_whole {
        kept.push("[…]");
    }
    (kept.join(" "), !is_whole)
}

/// A word of the program's own: small letters and common punctuation, a module path, or a number.
fn is_plain(word: &str) -> bool {
    let bare = word.trim_end_matches([':', ',', '.', ';', ')']).trim_start_matches('(');
    let is_module = bare.starts_with("oneup_")
        && bare.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b':'));
    let is_word = bare.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let is_number = bare.len() <= 9 && bare.bytes().all(|b| b.is_ascii_digit());
    is_module || is_word || is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_the_log_writes_it() {
        let line = line_of("2026-11-22T09:00:00.123456Z  WARN oneup_library::watch: no file events error=x");
        assert_eq!((line.level, line.at.as_str()), (LogLevel::Warning, "2026-11-22T09:00:00.123456Z"));
        assert_eq!(line.text, "oneup_library::watch: no file events error=x");
        assert_eq!(line_of("  and more of it").at, "");
        assert_eq!(line_of("").text, "");
    }

    #[test]
    fn what_is_copied_for_support_names_nobody() {
        let named = [
            "/home/anna/One-Up/mine/northgate.md",
            "C:\\Users\\anna\\cards",
            "“Northgate Foods”",
            "\"Anna Berg\"",
            "anna@northgate.example",
            "https://northgate.example/x",
            "path=mine/northgate.md",
            "Northgate",
            "+41791234567",
            "`Anna`",
            "'northgate'",
            "error=could not write northgate",
        ];
        for name in named {
            let line = format!("oneup_app::keeper: a card broke the parser {name} merger plan");
            let (text, was_cut) = without_names(&line);
            assert_eq!(text, "oneup_app::keeper: a card broke the parser […]", "{name}");
            assert!(was_cut);
            for part in ["nna", "orthgate", "Berg", "merger", "791"] {
                assert!(!text.contains(part), "{text}");
            }
        }
        assert_eq!(without_names("the library is open"), ("the library is open".to_owned(), false));
    }

    #[test]
    fn the_end_of_a_long_log_begins_with_a_whole_line() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("desktop.log");
        let line = "2026-11-22T09:00:00.123456Z  INFO oneup_shell: a line\n";
        std::fs::write(&path, line.repeat(20_000)).unwrap();
        let text = tail_of(&path).unwrap();
        assert!(text.starts_with("2026-") && text.len() as u64 <= TAIL);
        assert_eq!(tail_of(&place.path().join("none")).unwrap(), "");
    }
}
