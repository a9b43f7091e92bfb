//! `pack.toml`: what a pack is called, what it stands on, and the words its cards may use.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use thiserror::Error;
use toml::de::DeTable;

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
        "pack.toml: line {}, column {}: schema {found} is newer than this version reads ({MANIFEST_SCHEMA}); update One-Up to use the pack",
        .at.line, .at.column
    )]
    NewerSchema {
        /// Where the file says so.
        at: Position,
        /// The schema the file names.
        found: u32,
    },
    /// The pack calls itself `mine`, which means the rep's own cards.
    #[error(
        "pack.toml: line {}, column {}: a pack may not be called `mine`: that name means the rep's own cards. Choose another id",
        .at.line, .at.column
    )]
    Reserved {
        /// Where the file says so.
        at: Position,
    },
    /// A word of a vocabulary has no label or is not a slug.
    #[error("pack.toml: line {}, column {}: [vocabulary.{list}] `{word}`: {problem}", .at.line, .at.column)]
    Word {
        /// Where the word stands.
        at: Position,
        /// The list.
        list: &'static str,
        /// The word.
        word: String,
        /// What is wrong with it.
        problem: WordProblem,
    },
}

impl ManifestError {
    /// The place in `pack.toml` that is wrong; [`Position::START`] where the file as a whole is.
    #[must_use]
    pub const fn at(&self) -> Position {
        match self {
            Self::Toml { at, .. }
            | Self::NewerSchema { at, .. }
            | Self::Reserved { at }
            | Self::Word { at, .. } => *at,
        }
    }
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
        let lines = Lines::new(text);
        let place =
            |span: Option<Range<usize>>| span.map_or(Position::START, |span| lines.position(span.start));
        let toml_error = |error: &toml::de::Error| ManifestError::Toml {
            at: place(error.span()),
            message: error.message().to_owned(),
        };
        let document = DeTable::parse(text).map_err(|error| toml_error(&error))?;
        let keys = document.get_ref();
        let mut manifest: Self = toml::from_str(text).map_err(|error| toml_error(&error))?;
        if manifest.schema > MANIFEST_SCHEMA {
            let at = place(key_span(keys, &["schema"]));
            return Err(ManifestError::NewerSchema { at, found: manifest.schema });
        }
        if manifest.id.is_mine() {
            return Err(ManifestError::Reserved { at: place(key_span(keys, &["id"])) });
        }
        let lists = &manifest.vocabulary;
        for (list, words) in [("industry", &lists.industry), ("region", &lists.region), ("tag", &lists.tag)] {
            for (word, labels) in words {
                let wrong = |problem| {
                    let at = place(key_span(keys, &["vocabulary", list, word]));
                    ManifestError::Word { at, list, word: word.clone(), problem }
                };
                // The rule for a word is the rule for an id: it stands in file names and queries.
                PackId::parse(word).map_err(|bad| wrong(bad.into()))?;
                if labels.is_empty() {
                    return Err(wrong(WordProblem::NoLabel));
                }
            }
        }
        manifest.unknown_keys = keys
            .keys()
            .map(|key| key.get_ref().as_ref())
            .filter(|key| !KNOWN.contains(key))
            .map(str::to_owned)
            .collect();
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

/// The bytes of the key at the end of a path of keys.
fn key_span(table: &DeTable<'_>, path: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let (key, value) = table.get_key_value(*first)?;
    if rest.is_empty() { Some(key.span()) } else { key_span(value.get_ref().as_table()?, rest) }
}

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
        assert!(matches!(
            PackManifest::parse(&GOOD.replace("\"core\"", "\"mine\"")),
            Err(ManifestError::Reserved { .. })
        ));
        assert!(matches!(
            PackManifest::parse(&GOOD.replace("schema = 1", "schema = 9")),
            Err(ManifestError::NewerSchema { found: 9, .. })
        ));
        assert!(matches!(
            PackManifest::parse(&GOOD.replace("[\"Manufacturing\", \"plants\"]", "[]")),
            Err(ManifestError::Word { problem: WordProblem::NoLabel, .. })
        ));
    }

    #[test]
    fn every_error_knows_its_place() {
        let spaced = GOOD.replace("manufacturing", "  manufacturing");
        for (text, line, column) in [
            ("id = \"core\"\nname = \n".to_owned(), 2, 8),
            (GOOD.replace("\"Core\"", "3"), 2, 8),
            (GOOD.replace("\"core\"", "\"Core Pack\""), 1, 6),
            (GOOD.replace("version = \"1.0.0\"", ""), 1, 1),
            (GOOD.replace("schema = 1", "schema = 9"), 4, 1),
            (format!("# ours\n{}", GOOD.replace("\"core\"", "\"mine\"")), 2, 1),
            (spaced.replace("[\"Manufacturing\", \"plants\"]", "[]"), 8, 3),
            (GOOD.replace("manufacturing", "\"Big Plants\""), 8, 1),
            (
                format!(
                    "vocabulary.tag.Cold = [\"Cold\"]\n{}",
                    GOOD.replace("[vocabulary.industry]\nmanufacturing", "vocabulary.industry.x")
                ),
                1,
                16,
            ),
        ] {
            let error = PackManifest::parse(&text).expect_err(&text);
            assert_eq!(error.at(), Position { line, column }, "{text}\n{error}");
            assert!(error.to_string().contains(&format!("line {line}, column {column}: ")), "{error}");
        }
    }
}
