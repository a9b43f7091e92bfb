//! What a card said before, what differs, and bringing it back.

use oneup_cards::Card;
use oneup_cards::diff::{self, Change, ChangeKind, LineKind, diff, take_part};
use oneup_library::{Origin, Version, Why};

use crate::app::App;
use crate::contract::{
    CardHistory, CardWritten, ChangedLine, ChangedPart, ChangedWords, CompareVersionsRequest, Comparison,
    LineChange, PartChange, RestoreVersionRequest, VersionRow, VersionWhy, count,
};
use crate::error::AppError;
use crate::rewrite::CardNow;
use crate::transact::Step;
use crate::writing::ends_of_sittings;

impl App {
    /// The versions of a card, what its file holds now among them. A card that is gone has its history still.
    ///
    /// # Errors
    /// [`AppError::NoSuchCard`] where nothing is kept of it either, or what the file or the database refused.
    pub fn history_of(&self, key: &str) -> Result<CardHistory, AppError> {
        let now = self.card_if_there(key)?;
        let id = now.as_ref().map_or(key, |now| now.id.as_str());
        if let Some(now) = &now {
            self.note(&now.card.path, now.card.text())?;
        }
        let versions = self.with_state(|state| state.versions(id))?;
        let newest = versions.first().ok_or_else(|| AppError::NoSuchCard { id: key.to_owned() })?;
        let title = match &now {
            Some(now) => now.card.title.clone(),
            None => Card::parse(&newest.path, &self.version_text(key, count(newest.id))?).title,
        };
        let newest = now.is_some().then_some(newest.id);
        Ok(CardHistory {
            key: key.to_owned(),
            title,
            path: now.map(|now| now.card.path),
            versions: ends_of_sittings(versions)
                .iter()
                .map(|version| version_row(version, newest == Some(version.id)))
                .collect(),
        })
    }

    /// What differs between two versions of a card, or between one and what its file holds now.
    pub(crate) fn differences(&self, request: &CompareVersionsRequest) -> Result<Comparison, AppError> {
        let from = self.version_text(&request.key, request.from)?;
        let to = match request.to {
            Some(version) => self.version_text(&request.key, version)?,
            None => {
                self.card_if_there(&request.key)?.map(|now| now.card.text().to_owned()).unwrap_or_default()
            }
        };
        Ok(Comparison { parts: diff(&from, &to).iter().map(part_row).collect() })
    }

    /// Brings an earlier text of a card back, all of it or one part, as a version of its own that can be undone.
    ///
    /// # Errors
    /// [`AppError::VersionMissing`], [`AppError::PartMissing`], or what the file refused; where another program
    /// saved the card meanwhile, it stands as that left it.
    pub fn restore(&self, request: &RestoreVersionRequest) -> Result<CardWritten, AppError> {
        let CardNow { card, id, .. } = self.card_now(&request.key)?;
        let then = self.version_text(&request.key, request.version)?;
        let (after, what) = match &request.part {
            None => (then, "an earlier version".to_owned()),
            Some(part) => {
                let missing = || AppError::PartMissing { place: part.clone() };
                let changes = diff(&then, card.text());
                let named = |change: &&Change| change.place.to_string() == *part;
                let place = &changes.iter().find(named).ok_or_else(missing)?.place;
                (take_part(card.text(), &then, place).ok_or_else(missing)?, format!("{part} as it was"))
            }
        };
        let words = format!("{what} brought back: {}", card.title);
        if after != card.text() {
            let step = Step::ReplaceFile { path: card.path.clone(), before: card.text().to_owned(), after };
            self.rewrite(&words, Why::Restore, &[step])?;
        }
        Ok(CardWritten { key: id, path: card.path, words })
    }

    fn card_if_there(&self, key: &str) -> Result<Option<CardNow>, AppError> {
        match self.card_now(key) {
            Ok(now) => Ok(Some(now)),
            Err(AppError::NoSuchCard { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn version_text(&self, key: &str, version: u32) -> Result<String, AppError> {
        let missing = || AppError::VersionMissing { key: key.to_owned(), version };
        let id = self.card_if_there(key)?.map_or(key.to_owned(), |now| now.id);
        self.with_state(|state| {
            // A number of another card is none of this one.
            let is_its = state.versions(&id)?.iter().any(|known| known.id == i64::from(version));
            if is_its { state.read_version(i64::from(version)) } else { Ok(None) }
        })?
        .ok_or_else(missing)
    }
}

fn version_row(version: &Version, current: bool) -> VersionRow {
    VersionRow {
        id: count(version.id),
        at: version.at.clone(),
        here: version.origin == Origin::Here,
        who: version.who.clone(),
        why: match version.why {
            Why::FirstSeen => VersionWhy::FirstSeen,
            Why::Edit | Why::Writing => VersionWhy::Edit,
            Why::Merge => VersionWhy::Merge,
            Why::Restore => VersionWhy::Restore,
            Why::Rename => VersionWhy::Rename,
            Why::Split => VersionWhy::Split,
            Why::MergeOfCards => VersionWhy::MergeOfCards,
            Why::PackUpdate => VersionWhy::PackUpdate,
            Why::Promoted => VersionWhy::Promoted,
            Why::Recovered => VersionWhy::Recovered,
        },
        path: version.path.clone(),
        bytes: count(version.bytes),
        current,
    }
}

pub(crate) fn part_row(change: &Change) -> ChangedPart {
    ChangedPart {
        place: change.place.to_string(),
        kind: match change.kind {
            ChangeKind::Added => PartChange::Added,
            ChangeKind::Removed => PartChange::Removed,
            ChangeKind::Changed => PartChange::Changed,
            ChangeKind::Moved => PartChange::Moved,
        },
        moved: change.moved,
        lines: change.lines.iter().map(line_row).collect(),
    }
}

fn line_row(line: &diff::LineChange) -> ChangedLine {
    let words = line.words.iter().map(|word| ChangedWords { text: word.text.clone(), changed: word.changed });
    ChangedLine {
        kind: match line.kind {
            LineKind::Same => LineChange::Same,
            LineKind::Added => LineChange::Added,
            LineKind::Removed => LineChange::Removed,
        },
        words: words.collect(),
    }
}
