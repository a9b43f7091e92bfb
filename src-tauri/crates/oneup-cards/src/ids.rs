//! Names of cards and packs: what `[[target]]`, `pack/id` and the journal hold on to when files move.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The longest slug, in bytes; file systems refuse names not much longer once `.md` is added.
pub const MAX_SLUG_BYTES: usize = 120;

/// Says why a text cannot name a card or a pack.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BadId {
    /// The text is empty.
    #[error("the id is empty")]
    Empty,
    /// The text is longer than [`MAX_SLUG_BYTES`].
    #[error("the id is longer than {MAX_SLUG_BYTES} letters")]
    TooLong,
    /// The text holds something other than lower-case letters, digits and single hyphens.
    #[error("the id `{0}` may hold only lower-case letters a-z, digits and single hyphens between them")]
    NotASlug(String),
}

/// The id of a card inside its pack.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardId(String);

impl CardId {
    /// Reads an id as front matter writes it.
    ///
    /// # Errors
    /// Returns [`BadId`] when the text is not a slug.
    pub fn slug(text: &str) -> Result<Self, BadId> {
        check_slug(text)?;
        Ok(Self(text.to_owned()))
    }

    /// Makes an id of a title: its letters without their accents, its digits, and hyphens between words; `None` where
    /// the title has none of them, as one in Chinese.
    #[must_use]
    pub fn of_title(title: &str) -> Option<Self> {
        let mut slug = String::new();
        for letter in title.nfd() {
            if letter.is_ascii_alphanumeric() {
                slug.push(letter.to_ascii_lowercase());
            } else if (letter.is_whitespace() || letter.is_ascii_punctuation() && letter != '\'')
                && !slug.is_empty()
                && !slug.ends_with('-')
            {
                slug.push('-');
            }
            if slug.len() >= 80 {
                break;
            }
        }
        Self::slug(slug.trim_end_matches('-')).ok()
    }

    /// Names a file that has no id: its path inside the pack (or the library) without `.md`.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        Self(without_md(path).to_owned())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of a pack: the name of its folder under `packs/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PackId(String);

impl PackId {
    /// The pack of every file outside `packs/`: the rep's own cards.
    pub const MINE: &'static str = "mine";

    /// Reads the id of a pack.
    ///
    /// # Errors
    /// Returns [`BadId`] when the text is not a slug.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        check_slug(text)?;
        Ok(Self(text.to_owned()))
    }

    /// The rep's own cards.
    #[must_use]
    pub fn mine() -> Self {
        Self(Self::MINE.to_owned())
    }

    /// Finds the pack of a library-relative path, and the path inside that pack.
    ///
    /// A folder under `packs/` whose name is not a slug is no pack: its files are the rep's own.
    #[must_use]
    pub fn of_path(path: &str) -> (Self, &str) {
        if let Some((folder, rest)) = path.strip_prefix("packs/").and_then(|inside| inside.split_once('/'))
            && folder != Self::MINE
            && let Ok(pack) = Self::parse(folder)
        {
            return (pack, rest);
        }
        (Self::mine(), path)
    }

    /// Whether these are the rep's own cards.
    #[must_use]
    pub fn is_mine(&self) -> bool {
        self.0 == Self::MINE
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PackId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        Self::parse(&text)
    }
}

impl From<PackId> for String {
    fn from(pack: PackId) -> Self {
        pack.0
    }
}

/// The id of a card among all packs, written `pack/id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FullId {
    /// The pack the card lives in.
    pub pack: PackId,
    /// The card's id inside that pack.
    pub id: CardId,
}

impl FullId {
    /// Reads `pack/id`; the id may itself hold slashes when the card has no id of its own.
    ///
    /// # Errors
    /// Returns [`BadId`] when there is no slash, the pack is not a slug, or the id is empty.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        let (pack, id) = text.split_once('/').ok_or_else(|| BadId::NotASlug(text.to_owned()))?;
        if id.is_empty() {
            return Err(BadId::Empty);
        }
        Ok(Self { pack: PackId::parse(pack)?, id: CardId(id.to_owned()) })
    }
}

impl fmt::Display for FullId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.pack, self.id)
    }
}

/// Removes the ending of a card file from a path, in any case.
pub(crate) fn without_md(path: &str) -> &str {
    match path.len().checked_sub(3).and_then(|at| path.split_at_checked(at)) {
        Some((stem, end)) if end.eq_ignore_ascii_case(".md") && !stem.is_empty() => stem,
        _ => path,
    }
}

fn check_slug(text: &str) -> Result<(), BadId> {
    if text.is_empty() {
        return Err(BadId::Empty);
    }
    if text.len() > MAX_SLUG_BYTES {
        return Err(BadId::TooLong);
    }
    let letters = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !letters || text.starts_with('-') || text.ends_with('-') || text.contains("--") {
        return Err(BadId::NotASlug(text.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_lower_case_words_joined_by_single_hyphens() {
        assert!(CardId::slug("technicians-retire-2").is_ok());
        for bad in ["", "Two", "a b", "a--b", "-a", "a-", "a/b", "ä", &"x".repeat(MAX_SLUG_BYTES + 1)] {
            assert!(CardId::slug(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_pack_follows_from_the_path() {
        assert_eq!(PackId::of_path("packs/core/forces/a.md"), (PackId("core".into()), "forces/a.md"));
        for own in
            ["mine/a.md", "a.md", "packs/a.md", "packs/My Pack/a.md", "packs/mine/a.md", "x/packs/core/a.md"]
        {
            assert!(PackId::of_path(own).0.is_mine(), "{own}");
        }
    }

    #[test]
    fn a_full_id_reads_back_what_it_shows() {
        let full = FullId::parse("core/forces/a").expect("a pack and a path");
        assert_eq!(full.to_string(), "core/forces/a");
        assert_eq!(full.id.as_str(), "forces/a");
        assert!(FullId::parse("core").is_err());
        assert!(FullId::parse("core/").is_err());
    }
}
