//! Settles conflict copies: a card and what a sync tool left beside it become one text, and the copy goes to the bin.
//!
//! What both started from is not known, so nothing is taken for removed: what one of them has alone stays, and what
//! both have differently is the user's to choose.

use oneup_cards::Card;
use oneup_cards::diff::diff;
use oneup_cards::edit::EditError;
use oneup_cards::merge::{Choice, Merge, Part, merge};
use oneup_library::{ConflictCopy, Library, LibraryError, SyncTool, Why};

use crate::app::App;
use crate::contract::{CardWritten, ConflictCopies, CopyCompared, CopyRow, SettleCopyRequest};
use crate::copies::Copies;
use crate::document::key_at;
use crate::error::AppError;
use crate::history::part_row;
use crate::reading::read_card;
use crate::save_card::conflict_parts;
use crate::transact::Step;

/// A card and a conflict copy of it, as their files have them now.
struct Pair {
    card: Card,
    copy: Card,
    row: CopyRow,
    /// Names both texts.
    seen: String,
}

impl App {
    /// The conflict copies of the library, by path.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], or what the folder refused.
    pub fn conflict_copies_now(&self) -> Result<ConflictCopies, AppError> {
        let library = self.session()?.library()?;
        let copies = self.copies_of(&library)?;
        // One whose card has gone or cannot be read meanwhile is a matter of the next look at the folder.
        let row = |(path, copy): (&String, &ConflictCopy)| {
            let (card, _) = read_card(&library, &copy.of).ok()?;
            self.row(path, copy, &card).ok()
        };
        Ok(ConflictCopies { copies: copies.list().filter_map(row).collect() })
    }

    /// Says what a card and a conflict copy of it come to; nothing is written.
    ///
    /// # Errors
    /// [`AppError::NoSuchCopy`], or what the files refused.
    pub fn compare_with_copy(&self, path: &str) -> Result<CopyCompared, AppError> {
        let pair = self.pair(path)?;
        let merged = pair.merged();
        let as_it_is = put_together(&merged);
        Ok(CopyCompared {
            same: pair.card.text() == pair.copy.text(),
            taken: diff(pair.card.text(), &as_it_is).iter().map(part_row).collect(),
            parts: conflict_parts(&merged),
            copy: pair.row,
            seen: pair.seen,
        })
    }

    /// Settles a conflict copy, which can be undone.
    ///
    /// # Errors
    /// [`AppError::NoSuchCopy`], [`LibraryError::Changed`] where either was saved since it was shown,
    /// [`AppError::Choice`], [`EditError::IdIsFixed`], or what the files refused.
    pub fn settle_with_copy(&self, request: SettleCopyRequest) -> Result<CardWritten, AppError> {
        let pair = self.pair(&request.path)?;
        let before = pair.card.text().to_owned();
        if pair.seen != request.seen {
            let path = self.session()?.library()?.root().join(&pair.copy.path);
            return Err(LibraryError::Changed { path }.into());
        }
        let title = pair.card.title.clone();
        let (after, words) = match request.choices {
            None => (before.clone(), format!("conflict copy put into the bin: {title}")),
            Some(choices) => {
                let choices: Vec<Choice> = choices.into_iter().map(Choice::Own).collect();
                (pair.merged().resolve(&choices)?, format!("conflict copy merged: {title}"))
            }
        };
        let joined = Card::parse(&pair.card.path, &after);
        if joined.front.id != pair.card.front.id {
            let line = joined.front.span("id").map_or(1, |span| span.line);
            return Err(EditError::IdIsFixed { line }.into());
        }
        let (key, path) = (pair.card.full_id().to_string(), pair.card.path.clone());
        let copy = pair.copy.path.clone();
        // The copy first: so its text stands in the history of the card before what came of both.
        let step = Step::ToBin {
            key: key_at(&copy, pair.copy.text()),
            path: copy,
            text: pair.copy.text().to_owned(),
        };
        let mut steps = vec![step];
        if after != before {
            steps.push(Step::ReplaceFile { path: path.clone(), before, after });
        }
        self.rewrite(&words, Why::Merge, &steps)?;
        Ok(CardWritten { key, path, words })
    }

    fn pair(&self, path: &str) -> Result<Pair, AppError> {
        let library = self.session()?.library()?;
        let mut copies = Copies::default();
        let found = copies.look(&library, path).then(|| copies.list().next().map(|(_, copy)| copy.clone()));
        let missing = || AppError::NoSuchCopy { path: path.to_owned() };
        let copy = found.flatten().ok_or_else(missing)?;
        let (card, said) = read_card(&library, &copy.of).map_err(|not_read| not_read.of(&copy.of))?;
        let (other, also) = read_card(&library, path).map_err(|not_read| not_read.of(path))?;
        let row = self.row(path, &copy, &card)?;
        Ok(Pair { card, copy: other, row, seen: format!("{said:x}-{also:x}") })
    }

    fn row(&self, path: &str, copy: &ConflictCopy, card: &Card) -> Result<CopyRow, AppError> {
        Ok(CopyRow {
            path: path.to_owned(),
            of: copy.of.clone(),
            key: self.state_key(card)?,
            title: card.title.clone(),
            kind: card.kind.as_str().to_owned(),
            tool: tool_name(copy.tool).to_owned(),
        })
    }

    /// What the last look at the folder found; a process that only reads looks itself.
    fn copies_of(&self, library: &Library) -> Result<Copies, AppError> {
        match self.session()?.copies() {
            Some(copies) => Ok(copies),
            None => Ok(Copies::part(library, library.scan()?.files).1),
        }
    }
}

impl Pair {
    fn merged(&self) -> Merge {
        merge("", self.card.text(), self.copy.text())
    }
}

/// The merged text with the card's own side of each conflict.
fn put_together(merged: &Merge) -> String {
    merged
        .parts
        .iter()
        .map(|part| match part {
            Part::Agreed { text } | Part::Woven { text } => text.as_str(),
            Part::Conflict(conflict) => conflict.mine.as_str(),
        })
        .collect()
}

fn tool_name(tool: SyncTool) -> &'static str {
    match tool {
        SyncTool::Dropbox => "Dropbox",
        SyncTool::Syncthing => "Syncthing",
        SyncTool::Nextcloud => "Nextcloud",
        SyncTool::OneDrive => "OneDrive",
        SyncTool::ICloud => "iCloud",
        SyncTool::GoogleDrive => "Google Drive",
        SyncTool::Resilio => "Resilio Sync",
    }
}
