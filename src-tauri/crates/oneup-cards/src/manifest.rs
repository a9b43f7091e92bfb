//! `pack.toml`: what a pack is called, what it stands on, and the words its cards may use.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::ids::{BadId, PackId};
use crate::position::{Lines, Position};

/// The newest form of `pack.toml` this version reads.
pub const MANIFEST_SCHEMA: u32 = 1;

/// A word list: each slug with its label and synonyms.
pub type Words = BTreeMap<String, Vec<String>>;

/// What `pack.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PackManifest {
    /// The pack's id, which is the name of its folder.
    pub id: PackId,
    /// Its name for people.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The form of this file.
    pub schema: u32,
    /// The languages of its cards.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The packs its links may lead to.
    #[serde(default)]
    pub depends: Vec<PackId>,
    /// The licence of its text.
    #[serde(default)]
    pub licence: Option<String>,
    /// Hosts of the company that writes the pack; they are no independent source.
    #[serde(default)]
    pub own_hosts: Vec<String>,
    /// Hosts that publish figures first-hand.
    #[serde(default)]
    pub primary_hosts: Vec<String>,
    /// The words its cards may use.
    #[serde(default)]
    pub vocabulary: PackVocabulary,
    /// Keys this version does not know.
    #[serde(skip)]
    pub unknown_keys: Vec<String>,
}

/// The word lists of a pack. Roles and stages are cards and are not listed here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct PackVocabulary {
    /// Industries.
    #[serde(default)]
    pub industry: Words,
    /// Regions.
    #[serde(default)]
    pub region: Words,
    /// Tags.
    #[serde(default)]
    pub tag: Words,
}

/// Says why `pack.toml` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// The text is not TOML, or a key is missing or of the wrong kind.
    #[error("pack.toml: line {}, column {}: {message}", .at.line, .at.column)]
    Toml {
        /// Where.
        at: Position,
        /// What the reader said.
        message: String,
    },
    /// The file is written for a newer version of the program.
    #[error(
        "pack.toml: schema {found} is newer than this version reads ({MANIFEST_SCHEMA}); update One-Up to use the pack"
    )]
    NewerSchema {
        /// The schema the file names.
        found: u32,
    },
    /// The pack calls itself `mine`, which means the rep's own cards.
    #[error(
        "pack.toml: a pack may not be called `mine`: that name means the rep's own cards. Choose another id"
    )]
    Reserved,
    /// A word of a vocabulary has no label or is not a slug.
    #[error("pack.toml: [vocabulary.{list}] `{word}`: {problem}")]
    Word {
        /// The list.
        list: &'static str,
        /// The word.
        word: String,
        /// What is wrong with it.
        problem: WordProblem,
    },
}

/// Says what is wrong with a word of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordProblem {
    /// The list after it is empty.
    #[error("write at least a label: `word = [\"Label\"]`")]
    NoLabel,
    /// It is not a slug.
    #[error(transparent)]
    NotASlug(#[from] BadId),
}

impl PackManifest {
    /// Reads the text of `pack.toml`. Unknown keys are kept by name and otherwise ignored, so that a pack made by a
    /// later version still opens.
    ///
    /// # Errors
    /// Returns [`ManifestError`] when the text is not TOML, lacks `id`, `name`, `version` or `schema`, or breaks a
    /// rule of the format.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let toml_error = |error: &toml::de::Error| {
            let at = error.span().map_or(Position::START, |span| Lines::new(text).position(span.start));
            ManifestError::Toml { at, message: error.message().to_owned() }
        };
        let table: toml::Table = text.parse().map_err(|error| toml_error(&error))?;
        let mut manifest: Self = toml::from_str(text).map_err(|error| toml_error(&error))?;
        if manifest.schema > MANIFEST_SCHEMA {
            return Err(ManifestError::NewerSchema { found: manifest.schema });
        }
        if manifest.id.is_mine() {
            return Err(ManifestError::Reserved);
        }
        let lists = &manifest.vocabulary;
        for (list, words) in [("industry", &lists.industry), ("region", &lists.region), ("tag", &lists.tag)] {
            for (word, labels) in words {
                let wrong = |problem| ManifestError::Word { list, word: word.clone(), problem };
                // The rule for a word is the rule for an id: it stands in file names and queries.
                PackId::parse(word).map_err(|bad| wrong(bad.into()))?;
                if labels.is_empty() {
                    return Err(wrong(WordProblem::NoLabel));
                }
            }
        }
        manifest.unknown_keys = table.keys().filter(|key| !KNOWN.contains(&key.as_str())).cloned().collect();
        Ok(manifest)
    }
}

const KNOWN: [&str; 10] = [
    "id",
    "name",
    "version",
    "schema",
    "languages",
    "depends",
    "licence",
    "own_hosts",
    "primary_hosts",
    "vocabulary",
];

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"core\"\nname = \"Core\"\nversion = \"1.0.0\"\nschema = 1\nown_hosts = [\"acme.example\"]\n\n[vocabulary.industry]\nmanufacturing = [\"Manufacturing\", \"plants\"]\n";

    #[test]
    fn a_manifest_is_read() {
        let manifest = PackManifest::parse(&format!("colour = 1\n{GOOD}")).expect("a manifest");
        assert_eq!(manifest.id.as_str(), "core");
        assert_eq!(manifest.vocabulary.industry["manufacturing"], ["Manufacturing", "plants"]);
        assert_eq!(manifest.unknown_keys, ["colour"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let error = PackManifest::parse("id = \"core\"\nname = 3\n").expect_err("a number is no name");
        assert!(matches!(error, ManifestError::Toml { at: Position { line: 2, .. }, .. }), "{error}");
        assert!(PackManifest::parse("id = ").is_err());
        assert!(PackManifest::parse(&GOOD.replace("core", "Core Pack")).is_err());
        assert_eq!(PackManifest::parse(&GOOD.replace("\"core\"", "\"mine\"")), Err(ManifestError::Reserved));
        assert!(matches!(
            PackManifest::parse(&GOOD.replace("schema = 1", "schema = 9")),
            Err(ManifestError::NewerSchema { found: 9 })
        ));
        assert!(matches!(
            PackManifest::parse(&GOOD.replace("[\"Manufacturing\", \"plants\"]", "[]")),
            Err(ManifestError::Word { problem: WordProblem::NoLabel, .. })
        ));
    }
}
