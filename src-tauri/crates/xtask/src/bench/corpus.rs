//! The text that is measured: a file of JSON Lines that somebody else wrote, or made-up text.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use lzma_rust2::XzReader;
use serde::Deserialize;

use crate::failure::Failure;

use super::random::Chance;

/// One piece of text, which becomes one card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) body: String,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    #[serde(default)]
    pub(crate) folder: String,
    #[serde(default)]
    pub(crate) created: String,
}

/// All sections that are measured.
#[derive(Debug)]
pub(crate) struct Corpus {
    pub(crate) sections: Vec<Section>,
}

impl Corpus {
    /// Reads at most so many sections from a file of JSON Lines, packed with xz if its name says so.
    pub(crate) fn read(path: &Path, most: usize) -> Result<Self, Failure> {
        let file = File::open(path).map_err(Failure::file("read the corpus", path))?;
        let is_packed = path.extension().is_some_and(|extension| extension == "xz");
        let text: Box<dyn Read> =
            if is_packed { Box::new(XzReader::new(BufReader::new(file), true)) } else { Box::new(file) };
        let mut sections = Vec::new();
        for (index, line) in BufReader::with_capacity(1 << 20, text).lines().take(most).enumerate() {
            let line = line.map_err(Failure::file("read the corpus", path))?;
            let section = serde_json::from_str(&line).map_err(|error| {
                Failure::wrong(
                    format!("{}, line {}: not a section: {error}", path.display(), index + 1),
                    "give one JSON object a line with id, title and body, and where known tags, folder, created",
                )
            })?;
            sections.push(section);
        }
        if sections.is_empty() {
            return Err(Failure::wrong(
                format!("{} holds no sections", path.display()),
                "choose another corpus",
            ));
        }
        Ok(Self { sections })
    }

    /// Makes text up from syllables, with words as unevenly frequent as in real text.
    pub(crate) fn made_up(count: usize) -> Self {
        let mut chance = Chance::seeded(11);
        let words: Vec<String> = (0..20_000).map(|_| made_up_word(&mut chance)).collect();
        let sections = (0..count).map(|number| made_up_section(number, &words, &mut chance)).collect();
        Self { sections }
    }
}

fn made_up_section(number: usize, words: &[String], chance: &mut Chance) -> Section {
    let mut text = |length: usize| {
        // The square of an even chance prefers the first words, as common words are preferred.
        let pick = |chance: &mut Chance| chance.below(words.len()) * chance.below(words.len()) / words.len();
        let chosen: Vec<&str> =
            (0..length).filter_map(|_| words.get(pick(chance)).map(String::as_str)).collect();
        chosen.join(" ")
    };
    let title = text(6);
    let tags = text(3).split(' ').map(str::to_owned).collect();
    let body = (0..6).map(|_| format!("{}.", text(25))).collect::<Vec<_>>().join("\n\n");
    Section {
        id: format!("made-up-{number:06}"),
        title,
        body,
        tags,
        folder: format!("folder-{}", number % 40),
        created: "2026-01-01".to_owned(),
    }
}

fn made_up_word(chance: &mut Chance) -> String {
    const SYLLABLES: &[&str] = &[
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we",
        "xi", "zo", "sta", "tre", "pli", "gro", "shu",
    ];
    (0..2 + chance.below(3)).filter_map(|_| chance.one_of(SYLLABLES)).copied().collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Corpus, Failure};

    fn file(name: &str, text: &[u8]) -> Result<PathBuf, Failure> {
        let path = std::env::temp_dir().join(format!("oneup-corpus-{}-{name}", std::process::id()));
        std::fs::write(&path, text).map_err(Failure::file("write", &path))?;
        Ok(path)
    }

    #[test]
    fn sections_are_read_up_to_the_number_wanted() -> Result<(), Failure> {
        let line = br#"{"id":"a","title":"A","body":"x","path":"ignored"}"#;
        let path = file("plain.jsonl", &[line, &b"\n"[..], line, &b"\n"[..]].concat())?;
        assert_eq!(Corpus::read(&path, 1)?.sections.len(), 1);
        assert_eq!(Corpus::read(&path, 10)?.sections.len(), 2);
        std::fs::remove_file(&path).map_err(Failure::file("remove", &path))
    }

    #[test]
    fn what_is_not_a_corpus_is_refused_with_its_line() -> Result<(), Failure> {
        let message =
            |path: &PathBuf| Corpus::read(path, 10).err().map(|error| error.to_string()).unwrap_or_default();
        let broken = file("broken.jsonl", b"{\"id\":\"a\",\"title\":\"A\",\"body\":\"x\"}\nnot json\n")?;
        assert!(message(&broken).contains("line 2"), "{}", message(&broken));
        let empty = file("empty.jsonl", b"")?;
        assert!(message(&empty).contains("no sections"));
        let not_packed = file("text.jsonl.xz", b"{}")?;
        assert!(message(&not_packed).contains("cannot read the corpus"), "{}", message(&not_packed));
        assert!(message(&"/no/such/corpus.jsonl".into()).contains("/no/such/corpus.jsonl"));
        for path in [broken, empty, not_packed] {
            std::fs::remove_file(&path).map_err(Failure::file("remove", &path))?;
        }
        Ok(())
    }

    #[test]
    fn made_up_text_is_the_same_every_time() {
        let (one, other) = (Corpus::made_up(20), Corpus::made_up(20));
        assert_eq!(one.sections, other.sections);
        assert!(one.sections.iter().all(|section| section.title.split(' ').count() == 6));
    }
}
