//! Conflict copies among the files of a library: what a sync tool left beside a card where two machines had saved it.
//! They are kept out of the index, so that nobody finds a card twice, and are listed to be merged.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use oneup_library::{ConflictCopy, FileEntry, Library, Twin};

use crate::reading::read_card;

/// The conflict copies of a library, by path.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Copies(BTreeMap<String, ConflictCopy>);

impl Copies {
    /// Parts what a look at the whole folder found into cards and copies.
    pub(crate) fn part(library: &Library, files: Vec<FileEntry>) -> (Vec<FileEntry>, Self) {
        if !files.iter().any(|file| may_be_copy(&file.path)) {
            return (files, Self::default());
        }
        let paths: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let mut found = Self::default();
        for file in &files {
            found.take(&file.path, recognise(library, &file.path, |twin| paths.contains(twin)));
        }
        let mut cards = files;
        cards.retain(|file| !found.0.contains_key(&file.path));
        (cards, found)
    }

    /// Looks at one file anew; says whether it is a copy.
    pub(crate) fn look(&mut self, library: &Library, path: &str) -> bool {
        let stands = |twin: &str| library.root().join(twin).is_file();
        self.take(path, if stands(path) { recognise(library, path, stands) } else { None })
    }

    /// Every copy with what it is a copy of.
    pub(crate) fn list(&self) -> impl Iterator<Item = (&String, &ConflictCopy)> {
        self.0.iter()
    }

    /// The files whose standing may be another one now that these came, changed or went: the copies beside them, and
    /// cards whose name begins as theirs does.
    pub(crate) fn touched<'a>(
        &self,
        library: &Library,
        paths: &[PathBuf],
        known: impl Iterator<Item = &'a String>,
    ) -> Vec<PathBuf> {
        let stems: Vec<String> = paths
            .iter()
            .filter_map(|path| path.strip_prefix(library.root()).ok()?.to_str())
            .filter_map(|path| path.replace('\\', "/").rsplit_once('.').map(|(stem, _)| stem.to_owned()))
            .collect();
        if stems.is_empty() {
            return Vec::new();
        }
        let is_near = |path: &str| stems.iter().any(|stem| path.starts_with(stem.as_str()));
        let copies = self.0.keys().filter(|path| is_near(path));
        let cards = known.filter(|path| is_near(path) && may_be_copy(path));
        let near =
            copies.map(|path| library.root().join(path)).chain(cards.map(|path| library.root().join(path)));
        near.filter(|path| !paths.contains(path)).collect()
    }

    fn take(&mut self, path: &str, copy: Option<ConflictCopy>) -> bool {
        match copy {
            Some(copy) => {
                self.0.insert(path.to_owned(), copy);
                true
            }
            None => {
                self.0.remove(path);
                false
            }
        }
    }
}

/// Whether the name is one that a sync tool may have given; nearly no name is.
fn may_be_copy(path: &str) -> bool {
    ConflictCopy::recognise(path, |_| Twin::SameId).is_some()
}

/// Recognises a copy; files are only read where the name is one that a sync tool gives.
fn recognise(library: &Library, path: &str, stands: impl Fn(&str) -> bool) -> Option<ConflictCopy> {
    let id_of = |path: &str| read_card(library, path).ok().and_then(|(card, _)| card.front.id.clone());
    let mut own = None;
    ConflictCopy::recognise(path, |twin| {
        if !stands(twin) {
            return Twin::Missing;
        }
        let own = own.get_or_insert_with(|| id_of(path));
        if own.is_some() && *own == id_of(twin) { Twin::SameId } else { Twin::Other }
    })
}
