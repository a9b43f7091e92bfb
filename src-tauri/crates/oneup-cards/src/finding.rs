//! What is wrong with a card, where, and what would mend it. Nothing here ever stops a file from being read.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::position::Position;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The card is not fit for a conversation.
    Error,
    /// The card should be mended.
    Warning,
    /// Worth knowing.
    Note,
}

impl Level {
    /// The level as a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One finding of the parser or the lint.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub level: Level,
    /// The rule's name, stable, in kebab case.
    pub rule: &'static str,
    /// The library-relative path of the file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub remedy: String,
}

impl Finding {
    /// Makes a finding of the rule named; it stands at `at` in the file `path`.
    #[must_use]
    pub fn new(
        level: Level,
        rule: &'static str,
        path: &str,
        at: Position,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            level,
            rule,
            path: path.to_owned(),
            line: at.line,
            column: at.column,
            message: message.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { level, rule, path, line, column, message, remedy } = self;
        write!(f, "{path}:{line}:{column}: {level} [{rule}]: {message}. {remedy}.")
    }
}

/// Puts findings in reading order: by file, place, weight and rule.
pub(crate) fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (&a.path, a.line, a.column, a.level, a.rule, &a.message)
            .cmp(&(&b.path, b.line, b.column, b.level, b.rule, &b.message))
    });
    findings.dedup();
}
