//! Reads one card, or the manifest of a pack: the one place where a file becomes either, or a reason why not.

use std::hash::{DefaultHasher, Hasher};
use std::io::ErrorKind;
use std::path::Path;

use oneup_cards::{Card, MAX_CARD_BYTES, ManifestError, PackManifest, Unreadable};
use oneup_library::{Library, LibraryError, Part};

use crate::error::AppError;

/// The largest file that is read.
const LIMIT: u64 = MAX_CARD_BYTES as u64;

/// Why a file did not become a card.
#[derive(Debug)]
pub(crate) enum NotRead {
    /// It is not there any more.
    Gone,
    /// It is no text, or too large to be a card.
    NoCard(Unreadable),
    /// The operating system refused.
    Refused(LibraryError),
}

impl NotRead {
    /// Says why, and what would mend it, for a list that shows the path beside it.
    pub(crate) fn why(&self) -> String {
        match self {
            Self::Gone => "is not there any more".to_owned(),
            Self::NoCard(unreadable) => {
                let whole = unreadable.to_string();
                whole.split_once(": ").map_or(whole.clone(), |(_, why)| why.to_owned())
            }
            Self::Refused(error) => format!("{error}. {}", error.remedy()),
        }
    }

    /// The same as an error of a command that asked for this card.
    pub(crate) fn of(self, path: &str) -> AppError {
        match self {
            Self::Gone => AppError::NoSuchCard { id: path.to_owned() },
            Self::NoCard(source) => AppError::UnreadableCard { path: path.to_owned(), source },
            Self::Refused(error) => error.into(),
        }
    }
}

/// Reads the card at a path of the library, with a hash of its contents.
pub(crate) fn read_card(library: &Library, path: &str) -> Result<(Card, u64), NotRead> {
    read_as(library, path, path)
}

/// As [`read_card`], for a file whose size is known: one that is too large is not touched.
pub(crate) fn read_card_of(library: &Library, path: &str, size: u64) -> Result<(Card, u64), NotRead> {
    read_card_as(library, path, size, path)
}

/// As [`read_card_of`], as if the file stood at another path.
pub(crate) fn read_card_as(
    library: &Library,
    path: &str,
    size: u64,
    stands_at: &str,
) -> Result<(Card, u64), NotRead> {
    if size > LIMIT { Err(too_large(path, size)) } else { read_as(library, path, stands_at) }
}

/// Why the manifest of a pack cannot be used.
#[derive(Debug)]
pub(crate) enum ManifestProblem {
    /// The operating system refused.
    Refused(LibraryError),
    /// It is no text, or too large.
    NotText,
    /// It breaks a rule of the format.
    Wrong(ManifestError),
}

/// Reads the manifest of the pack in a folder.
pub(crate) fn read_manifest(folder: &Path) -> Result<PackManifest, ManifestProblem> {
    let library = Library::open(folder).map_err(ManifestProblem::Refused)?;
    let (bytes, part) = library.read("pack.toml", LIMIT).map_err(ManifestProblem::Refused)?;
    let text =
        String::from_utf8(bytes).ok().filter(|_| part == Part::Whole).ok_or(ManifestProblem::NotText)?;
    PackManifest::parse(&text).map_err(ManifestProblem::Wrong)
}

fn read_as(library: &Library, path: &str, stands_at: &str) -> Result<(Card, u64), NotRead> {
    match library.read(path, LIMIT) {
        Ok((bytes, Part::Whole)) => {
            let mut hasher = DefaultHasher::new();
            hasher.write(&bytes);
            let card = Card::parse_bytes(stands_at, &bytes).map_err(NotRead::NoCard)?;
            Ok((card, hasher.finish()))
        }
        Ok((_, Part::Beginning)) => Err(too_large(path, LIMIT + 1)),
        Err(LibraryError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Err(NotRead::Gone),
        Err(error) => Err(NotRead::Refused(error)),
    }
}

fn too_large(path: &str, bytes: u64) -> NotRead {
    NotRead::NoCard(Unreadable::TooLarge { path: path.to_owned(), bytes })
}
