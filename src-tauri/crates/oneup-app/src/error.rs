//! The inner face of an error, and the one place where it gets its outer face.

use std::io;
use std::path::{Path, PathBuf};

use oneup_cards::Unreadable;
use oneup_cards::edit::EditError;
use oneup_cards::merge::BadChoice;
use oneup_library::LibraryError;
use oneup_search::SearchError;

use crate::bring::BringError;
use crate::contract::{ApiError, ErrorCode};
use crate::host::HostError;
use crate::pictures::NoPicture;

/// Everything that can go wrong in the application.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The platform names no folder for programs' data, and none was given.
    #[error("this system names no folder for the data of programs")]
    NoHome,
    /// No library has been set up yet.
    #[error("no library has been set up yet")]
    NoLibrary,
    /// A front that stays could not open its library; what happened has its outer face already.
    #[error("{}", .0.message)]
    NotStarted(ApiError),
    /// This process may only read, and the one that writes has not indexed the library yet.
    #[error("{holder}, and has not indexed the cards yet")]
    NotIndexedYet {
        /// Who writes, and that it does.
        holder: String,
    },
    /// The path cannot be written down.
    #[error("the path {} is not valid Unicode, so it cannot be kept in the settings", path.display())]
    UnwritablePath {
        /// The path.
        path: PathBuf,
    },
    /// A file that was named is not a card.
    #[error("{} is not a card that One-Up reads", path.display())]
    NotACard {
        /// The file.
        path: PathBuf,
    },
    /// More was asked for than is given at once.
    #[error("{asked} cards were asked for; {most} is the most at once")]
    TooMany {
        /// How many were asked for.
        asked: u32,
        /// How many there can be.
        most: u32,
    },
    /// The address of a link is another than the one that was shown.
    #[error("the link leads to {now} now, which is not what was shown")]
    AnotherAddress {
        /// Where it leads.
        now: String,
    },
    /// The program broke off at something it should have withstood.
    #[error("One-Up made a mistake while it read the library")]
    BrokeOff,
    /// Another process holds the data folder.
    #[error("{holder} is using this data folder")]
    Busy {
        /// Who holds it.
        holder: String,
    },
    /// The settings cannot be understood; they were left as they are.
    #[error("the settings in {} cannot be understood: {source}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What the parser said.
        source: Box<toml_edit::TomlError>,
    },
    /// A setting cannot have this value.
    #[error("“{name}” cannot be set so: {why}")]
    BadSetting {
        /// The setting, as in the file.
        name: &'static str,
        /// What is wrong with the value.
        why: String,
    },
    /// The act that is meant is not the one that would be undone or done again.
    #[error("something else was done since")]
    AnotherAct,
    /// A setting has a third value by now.
    #[error("the setting was changed since: {what}")]
    SettingChanged {
        /// What it is now.
        what: String,
    },
    /// What was done was recorded by another version.
    #[error("this was done by another version of One-Up and cannot be taken back by this one: {0}")]
    ActOfAnotherVersion(#[source] serde_json::Error),
    /// What was chosen cannot be brought or exported.
    #[error(transparent)]
    Bring(#[from] BringError),
    /// The dropped files were answered for already.
    #[error("these dropped files wait for no answer any more")]
    NoSuchDrop,
    /// The text names no type of card.
    #[error("“{kind}” is no type of card; there is {known}")]
    NoSuchType {
        /// What was given.
        kind: String,
        /// What there is.
        known: String,
    },
    /// No shipped pack has this id.
    #[error("there is no shipped pack “{id}”; there is {}", known.join(", "))]
    UnknownPack {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No card answers to this id.
    #[error("no card answers to “{id}”")]
    NoSuchCard {
        /// What was asked for.
        id: String,
    },
    /// More than one card answers to this id.
    #[error("more than one card answers to “{id}”: {}", found.join(", "))]
    ManyCards {
        /// What was asked for.
        id: String,
        /// The full ids of all that answer.
        found: Vec<String>,
    },
    /// A card carries this id already.
    #[error("the id {id} is that of {path} already")]
    IdTaken {
        /// The full id.
        id: String,
        /// The card that carries it.
        path: String,
    },
    /// The text cannot be an id.
    #[error("“{id}” cannot be the id of a card: {why}")]
    BadId {
        /// What was given.
        id: String,
        /// The rule it breaks.
        why: String,
    },
    /// The file cannot be read as a card.
    #[error("{path} cannot be read as a card: {source}")]
    UnreadableCard {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: Unreadable,
    },
    /// The card has no link of this number.
    #[error("{key} has no link number {link}")]
    NoSuchLink {
        /// The card.
        key: String,
        /// The number asked for.
        link: u32,
    },
    /// The address may not be opened.
    #[error("{address} is not an address that One-Up opens")]
    RefusedAddress {
        /// The address.
        address: String,
    },
    /// The text that an edit began from is not kept.
    #[error("the text of {key} that this was written from is not kept any more")]
    NoSuchVersion {
        /// The card.
        key: String,
    },
    /// The word is no verb.
    #[error("“{word}” is no verb; there is {known}")]
    NoSuchVerb {
        /// What was given.
        word: String,
        /// What there is.
        known: String,
    },
    /// The text is no mark.
    #[error("“{text}” is no mark")]
    BadMark {
        /// What was given.
        text: String,
    },
    /// No version of the card has this number.
    #[error("{key} has no version {version}")]
    VersionMissing {
        /// The card.
        key: String,
        /// The number asked for.
        version: u32,
    },
    /// One part of a version cannot be brought back by itself.
    #[error("{place} cannot be brought back by itself")]
    PartMissing {
        /// The part asked for.
        place: String,
    },
    /// Nothing in the bin has this number.
    #[error("nothing in the bin has the number {id}")]
    NotInBin {
        /// The number asked for.
        id: u32,
    },
    /// A file cannot be called or placed so.
    #[error("“{name}” cannot be where a card stands: {why}")]
    BadPlace {
        /// What was given.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A card cannot be made one with itself.
    #[error("{key} is one card already")]
    SameCard {
        /// The card.
        key: String,
    },
    /// No conflict copy of a card is at a path.
    #[error("{path} is no conflict copy of a card")]
    NoSuchCopy {
        /// The path.
        path: String,
    },
    /// The text is no day.
    #[error("“{text}” is no day")]
    BadDay {
        /// What was given.
        text: String,
    },
    /// A text cannot be edited so.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The choices do not settle the conflict.
    #[error(transparent)]
    Choice(#[from] BadChoice),
    /// The words that were to become a link stand there no more.
    #[error("“{words}” does not stand there in {from} any more")]
    MentionGone {
        /// The words.
        words: String,
        /// The card they stood in.
        from: String,
    },
    /// The words that were to be replaced stand there no more.
    #[error("“{words}” does not stand in {path} as it did")]
    WordsMoved {
        /// The words.
        words: String,
        /// The card.
        path: String,
    },
    /// There are no words to look for.
    #[error("no words were given to look for, or more than a line")]
    NoWords,
    /// Something is not taken or shown as a picture.
    #[error(transparent)]
    Picture(#[from] NoPicture),
    /// A request that does not have the form of the contract.
    #[error("the request is not of the form the command takes: {0}")]
    BadRequest(#[source] serde_json::Error),
    /// No command has this name.
    #[error("there is no command “{0}”")]
    UnknownCommand(String),
    /// The work was cut off at the user's wish.
    #[error("the work was cut off; what was there before stays")]
    CutOff,
    /// The folder of cards.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The index of the cards.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The desktop.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The operating system refused an operation on the data folder.
    #[error("could not {operation} {}: {source}", path.display())]
    Io {
        /// What was tried, as a verb.
        operation: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl AppError {
    /// Names the operation and the path of an I/O error.
    pub(crate) fn io(operation: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { operation, path: path.to_owned(), source }
    }

    /// The code a front may act on.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotStarted(error) => error.code,
            Self::NoLibrary => ErrorCode::NoLibrary,
            Self::Busy { .. } | Self::NotIndexedYet { .. } | Self::Search(SearchError::Busy { .. }) => {
                ErrorCode::Busy
            }
            Self::NoSuchCard { .. } => ErrorCode::CardMissing,
            Self::UnknownPack { .. }
            | Self::ManyCards { .. }
            | Self::BadId { .. }
            | Self::IdTaken { .. }
            | Self::NoSuchLink { .. }
            | Self::BadSetting { .. }
            | Self::AnotherAct
            | Self::NoSuchDrop
            | Self::NoSuchType { .. }
            | Self::UnwritablePath { .. }
            | Self::NotACard { .. }
            | Self::TooMany { .. }
            | Self::AnotherAddress { .. }
            | Self::BadRequest(_)
            | Self::UnknownCommand(_)
            | Self::NoSuchVerb { .. }
            | Self::BadMark { .. }
            | Self::Edit(_)
            | Self::Choice(_)
            | Self::MentionGone { .. }
            | Self::VersionMissing { .. }
            | Self::PartMissing { .. }
            | Self::NotInBin { .. }
            | Self::NoSuchCopy { .. }
            | Self::BadPlace { .. }
            | Self::SameCard { .. }
            | Self::BadDay { .. }
            | Self::WordsMoved { .. }
            | Self::NoWords
            | Self::Picture(_)
            | Self::Bring(_)
            | Self::Library(
                LibraryError::Outside { .. } | LibraryError::TooLarge { .. } | LibraryError::NoReason { .. },
            ) => ErrorCode::WrongUse,
            Self::Library(LibraryError::Missing { .. } | LibraryError::NotAFolder { .. }) => {
                ErrorCode::LibraryMissing
            }
            Self::Host(HostError::NoWindow) => ErrorCode::NeedsWindow,
            Self::Search(SearchError::Damaged { .. }) => ErrorCode::IndexUnreadable,
            Self::NoHome
            | Self::Settings { .. }
            | Self::SettingChanged { .. }
            | Self::ActOfAnotherVersion(_)
            | Self::UnreadableCard { .. }
            | Self::RefusedAddress { .. }
            | Self::CutOff
            | Self::BrokeOff
            | Self::NoSuchVersion { .. }
            | Self::Library(
                LibraryError::Exists { .. }
                | LibraryError::Changed { .. }
                | LibraryError::Gone { .. }
                | LibraryError::DamagedText { .. }
                | LibraryError::StateTooNew { .. }
                | LibraryError::State { .. }
                | LibraryError::DiskFull { .. }
                | LibraryError::Io { .. },
            )
            | Self::Search(SearchError::Io { .. } | SearchError::Engine { .. })
            | Self::Host(HostError::Refused(_))
            | Self::Io { .. } => ErrorCode::Failed,
        }
    }

    /// Whether what an act did was changed by somebody else since, so that taking it back would lose that.
    pub(crate) fn is_changed_since(&self) -> bool {
        matches!(
            self,
            Self::SettingChanged { .. }
                | Self::Library(
                    LibraryError::Changed { .. } | LibraryError::Gone { .. } | LibraryError::Exists { .. }
                )
        )
    }

    /// What the user can do about it.
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotStarted(error) => return error.hint.clone(),
            Self::NotIndexedYet { .. } => "Try again in a moment.",
            Self::UnwritablePath { .. } => "Rename the folder, or choose another.",
            Self::NotACard { .. } => {
                "Name a file that ends in .md, is not hidden, and lies in its own folder."
            }
            Self::TooMany { .. } => "Ask for fewer, and for the rest afterwards.",
            Self::AnotherAddress { .. } => "The card was changed meanwhile; open the link again.",
            Self::BrokeOff => "Start One-Up again; the log in the data folder says where it happened.",
            Self::NoHome => "Name a folder with --home DIR.",
            Self::NoLibrary => {
                "Run `oneup init` for a new library, or `oneup open DIR` for a folder you have."
            }
            Self::Busy { .. } | Self::Search(SearchError::Busy { .. }) => {
                "Close it, or let it do this; reading and searching go on meanwhile. Nothing was changed."
            }
            Self::Settings { .. } => "Mend the file or move it away; it was left as it is.",
            Self::AnotherAct => "Take that back first, or leave both as they are.",
            Self::SettingChanged { .. } => "It was left as it is; what was done before can still be undone.",
            Self::ActOfAnotherVersion(_) => "Take it back with that version.",
            Self::NoSuchDrop => "Drop them again.",
            Self::NoSuchType { .. } | Self::NoSuchVerb { .. } => "Name one of these.",
            Self::BadSetting { .. } => "Choose another value; the setting stands as it was.",
            Self::UnknownPack { .. } => "Name one of the packs that are shipped.",
            Self::NoSuchCard { .. } => {
                "Look for it with `oneup search`; it may have been renamed or taken away."
            }
            Self::ManyCards { .. } => "Name one of them as it stands there.",
            Self::BadId { .. } => "Use small letters, digits and hyphens, as in night-stops-last-longer.",
            Self::IdTaken { .. } => "Give the new card another id with --id.",
            Self::UnreadableCard { .. } => "Save the file as UTF-8 text of ordinary size.",
            Self::NoSuchLink { .. } | Self::Picture(NoPicture::NoSuchNumber) => {
                "The card was changed meanwhile; open it again."
            }
            Self::RefusedAddress { .. } => "Only http, https and mail addresses are opened.",
            Self::MentionGone { .. } => "The card was changed meanwhile; look at the mentions again.",
            Self::NoSuchVersion { .. } => "Open the card again; what you wrote is kept.",
            Self::BadMark { .. } => "Write 1/5 to 5/5 for a weight, −2 to +2 for a score.",
            Self::VersionMissing { .. } => "Look at the history again, and choose one that it lists.",
            Self::PartMissing { .. } => "Bring the whole version back, or copy the part out of it.",
            Self::NoSuchCopy { .. } => {
                "Look at the list of conflict copies again; it may be settled already."
            }
            Self::NotInBin { .. } => "Look at the bin again; the card may stand in the library already.",
            Self::BadPlace { .. } => "Use a plain name, and a folder of the same pack; nothing was moved.",
            Self::SameCard { .. } => "Name two cards.",
            Self::BadDay { .. } => "Write it as 2027-02-28.",
            Self::WordsMoved { .. } => "The card was changed meanwhile; look again.",
            Self::NoWords => "Type the words as they stand in the cards.",
            Self::Picture(NoPicture::TooLarge | NoPicture::TooManyPoints { .. }) => {
                "Make it smaller in a program for pictures, and try again."
            }
            Self::Picture(NoPicture::Svg | NoPicture::Unknown) => {
                "Save it as PNG, JPEG, GIF or WebP in a program for pictures, and take that."
            }
            Self::Picture(NoPicture::Broken) => "Copy it again.",
            Self::Bring(error) => return error.remedy().map(str::to_owned),
            // Edits and choices say what to do themselves.
            Self::Edit(_)
            | Self::Choice(_)
            | Self::BadRequest(_)
            | Self::UnknownCommand(_)
            | Self::CutOff => {
                return None;
            }
            Self::Library(error) => return Some(error.remedy()),
            Self::Search(SearchError::Damaged { .. }) => {
                "Build it again with `oneup index --rebuild`; the cards themselves are not touched."
            }
            Self::Search(SearchError::Io { .. } | SearchError::Engine { .. }) | Self::Io { .. } => {
                "Check the room on the disk and the rights on the folder, then try again; nothing was lost."
            }
            Self::Host(HostError::NoWindow) => "Do this in the desktop window.",
            Self::Host(HostError::Refused(_)) => "Copy the address and open it yourself.",
        };
        Some(hint.to_owned())
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        (&error).into()
    }
}

impl From<&AppError> for ApiError {
    fn from(error: &AppError) -> Self {
        if error.code() == ErrorCode::Failed {
            tracing::error!(?error, "a command failed");
        }
        Self { code: error.code(), message: sentence(&error.to_string()), hint: error.hint() }
    }
}

/// Makes a sentence of an error's words, which begin small because they may stand inside another sentence. An id or a
/// path at their beginning stays as it is: with another letter it would name another card.
fn sentence(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_name = first.contains(['/', '\\', '.', ':']);
    let mut letters = text.chars();
    let mut out = String::new();
    if !is_name && let Some(letter) = letters.next() {
        out.extend(letter.to_uppercase());
    }
    out.push_str(letters.as_str());
    if !out.ends_with(['.', '!', '?']) {
        out.push('.');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_at_the_edge_names_the_place_and_the_remedy() {
        let error: ApiError = AppError::from(LibraryError::Missing { path: "/cards".into() }).into();
        assert_eq!(error.code, ErrorCode::LibraryMissing);
        assert_eq!(error.message, "The library folder /cards is not there.");
        assert!(error.hint.unwrap().contains("oneup open"));
    }

    #[test]
    fn a_name_at_the_beginning_of_a_sentence_keeps_its_letters() {
        let error: ApiError = AppError::VersionMissing { key: "mine/stops".to_owned(), version: 9 }.into();
        assert_eq!(error.message, "mine/stops has no version 9.");
        assert_eq!(sentence("no room is left"), "No room is left.");
    }

    #[test]
    fn a_full_disk_is_never_taken_for_a_damaged_index() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let error = AppError::Search(SearchError::Io {
            operation: "write",
            path: "/index".into(),
            source: std::sync::Arc::new(full),
        });
        assert_eq!(error.code(), ErrorCode::Failed);
    }
}
