//! By which side and for what reason a card got a text, in the words in which that is kept.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// Which side of the fence a text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Written by One-Up.
    Here,
    /// Found on the disk, written by another program.
    Outside,
}

/// Why a card got a new text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was there when One-Up first looked.
    FirstSeen,
    /// Somebody edited it.
    Edit,
    /// It was saved by itself while somebody wrote.
    Writing,
    /// Two edits were merged.
    Merge,
    /// An earlier version was restored.
    Restore,
    /// The card got another file name or id.
    Rename,
    /// The card was split.
    Split,
    /// Two cards were made one.
    MergeOfCards,
    /// A new version of its pack came in.
    PackUpdate,
    /// It came from a debrief.
    Promoted,
    /// It was found in a file that a kill had left behind.
    Recovered,
}

impl Origin {
    /// The word it is kept and handed on as.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Outside => "outside",
        }
    }
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::FirstSeen,
        Self::Edit,
        Self::Writing,
        Self::Merge,
        Self::Restore,
        Self::Rename,
        Self::Split,
        Self::MergeOfCards,
        Self::PackUpdate,
        Self::Promoted,
        Self::Recovered,
    ];

    /// The words it is kept and handed on as.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FirstSeen => "first seen",
            Self::Edit => "edit",
            Self::Writing => "writing",
            Self::Merge => "merge",
            Self::Restore => "restore",
            Self::Rename => "rename",
            Self::Split => "split",
            Self::MergeOfCards => "merge of cards",
            Self::PackUpdate => "pack update",
            Self::Promoted => "promoted",
            Self::Recovered => "recovered",
        }
    }
}

impl FromSql for Origin {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        let known = [Self::Here, Self::Outside].into_iter().find(|origin| origin.word() == word);
        known.ok_or(FromSqlError::InvalidType)
    }
}

impl FromSql for Why {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let words = value.as_str()?;
        Self::ALL.into_iter().find(|why| why.words() == words).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for Origin {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.word().into())
    }
}

impl ToSql for Why {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.words().into())
    }
}
