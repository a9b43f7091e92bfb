//! Lint over files, folders, packs and the library: what `oneup card lint` and the gate of the content run.
//!
//! It needs no library to be set up. What a path names decides what links can mean:
//! 1. a folder with a `pack.toml`, or with folders that have one, is those packs, and links go among them;
//! 2. any other folder is a library of its own;
//! 3. a file stands in the nearest such folder above it, so that its links are judged as they will be;
//! 4. an id names a card of the library that is set up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use oneup_cards::{Card, Catalog, Finding, Level, LintContext, PackId, PackManifest, Position, Vocabulary};
use oneup_library::Library;

use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::reading::{ManifestProblem, NotRead, read_card_as, read_manifest};

/// What is to be judged.
#[derive(Debug, Clone, Default)]
pub struct LintRequest {
    /// Files, folders or ids; none means the library that is set up.
    pub what: Vec<String>,
    /// The day on which freshness is judged; without one, today.
    pub today: Option<Date>,
}

/// What lint found.
#[derive(Debug, Clone, Default)]
pub struct LintReport {
    /// How many cards were judged.
    pub cards: usize,
    /// The findings in the order of the files; their paths are as the user named them.
    pub findings: Vec<Finding>,
}

impl LintReport {
    /// How many findings there are of a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }
}

impl App {
    /// Judges cards and packs.
    ///
    /// # Errors
    /// [`AppError::NoSuchCard`] for a name that is neither a file, a folder nor a card, [`AppError::NotACard`] for a
    /// file that a library would leave out, and what the files refused.
    pub fn lint(&self, request: &LintRequest) -> Result<LintReport, AppError> {
        let today = request.today.unwrap_or_else(clock::today);
        // Files of one folder are judged together, so that naming many of them reads the folder once.
        let mut shelves: BTreeMap<PathBuf, Option<BTreeSet<PathBuf>>> = BTreeMap::new();
        if request.what.is_empty() {
            shelves.insert(self.root()?, None);
        }
        for what in &request.what {
            let path = Path::new(what);
            if path.is_dir() {
                shelves.insert(path.to_owned(), None);
            } else {
                let (folder, file) = if path.is_file() {
                    (shelf_around(path)?, absolute(path)?)
                } else {
                    let root = self.root()?;
                    let card = self.resolve_id(what)?;
                    (root.clone(), root.join(card.path))
                };
                if let Some(only) = shelves.entry(folder).or_insert_with(|| Some(BTreeSet::new())) {
                    only.insert(file);
                }
            }
        }
        let mut report = LintReport::default();
        for (folder, only) in shelves {
            Shelf::of_folder(&folder)?.judge(only.as_ref(), today, &mut report)?;
        }
        Ok(report)
    }
}

/// Cards that stand together, so that links among them can be resolved.
pub(crate) struct Shelf {
    pub(crate) cards: Vec<Card>,
    /// Where each card's file is, by its path within the shelf.
    pub(crate) places: BTreeMap<String, PathBuf>,
    /// The manifests that could be read, each with its file.
    pub(crate) packs: BTreeMap<PackId, (PackManifest, PathBuf)>,
    /// Found before any card is judged: broken manifests and files that are no cards.
    findings: Vec<(PathBuf, Finding)>,
}

impl Shelf {
    /// Everything in a folder.
    pub(crate) fn of_folder(folder: &Path) -> Result<Self, AppError> {
        let mut shelf =
            Self { cards: Vec::new(), places: BTreeMap::new(), packs: BTreeMap::new(), findings: Vec::new() };
        if folder.join("pack.toml").is_file() {
            shelf.add_pack(folder)?;
            return Ok(shelf);
        }
        let inner = pack_folders(folder)?;
        let is_library = ["mine", "packs", ".oneup"].iter().any(|name| folder.join(name).is_dir());
        if is_library || inner.is_empty() {
            shelf.add(folder, "")?;
            for pack in pack_folders(&folder.join("packs"))? {
                shelf.add_manifest(&pack)?;
            }
        } else {
            for pack in inner {
                shelf.add_pack(&pack)?;
            }
        }
        Ok(shelf)
    }

    fn add_pack(&mut self, folder: &Path) -> Result<(), AppError> {
        let name = match self.add_manifest(folder)? {
            Some(id) => id.to_string(),
            None => folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        };
        self.add(folder, &format!("packs/{name}/"))
    }

    /// Reads a pack's manifest; a broken one is a finding, and its cards are judged without it.
    fn add_manifest(&mut self, folder: &Path) -> Result<Option<PackId>, AppError> {
        let path = folder.join("pack.toml");
        let (at, what) = match read_manifest(folder) {
            Ok(manifest) => {
                let id = manifest.id.clone();
                self.packs.insert(id.clone(), (manifest, path));
                return Ok(Some(id));
            }
            Err(ManifestProblem::Refused(error)) => return Err(error.into()),
            Err(ManifestProblem::NotText) => {
                (Position::START, "pack.toml is no UTF-8 text of ordinary size".to_owned())
            }
            Err(ManifestProblem::Wrong(error)) => (error.at(), error.to_string()),
        };
        let shown = path.display().to_string();
        let finding = Finding::new(Level::Error, "pack-manifest", &shown, at, what, "Mend pack.toml");
        self.findings.push((path, finding));
        Ok(None)
    }

    /// Reads the cards below a folder, as if it stood at `prefix` in a library.
    fn add(&mut self, folder: &Path, prefix: &str) -> Result<(), AppError> {
        let library = Library::open(folder)?;
        let scan = library.scan()?;
        for skipped in scan.skipped {
            self.is_no_card(&folder.join(&skipped.path), &skipped.why);
        }
        for file in scan.files {
            let place = folder.join(&file.path);
            // Judged where it will stand: the pack's place in a library is part of what links mean.
            let path = format!("{prefix}{}", file.path);
            match read_card_as(&library, &file.path, file.size, &path) {
                Ok((card, _)) => {
                    self.places.insert(card.path.clone(), place);
                    self.cards.push(card);
                }
                Err(NotRead::Gone) => {}
                Err(not_read) => self.is_no_card(&place, &not_read.why()),
            }
        }
        Ok(())
    }

    fn is_no_card(&mut self, place: &Path, why: &str) {
        let (what, remedy) =
            why.split_once("; ").or_else(|| why.split_once(". ")).unwrap_or((why, "Mend the file"));
        let shown = place.display().to_string();
        let finding = Finding::new(
            Level::Error,
            "unreadable",
            &shown,
            Position::START,
            what,
            remedy.trim_end_matches('.'),
        );
        self.findings.push((place.to_owned(), finding));
    }

    /// Judges all cards, or those in the files named.
    pub(crate) fn judge(
        &self,
        only: Option<&BTreeSet<PathBuf>>,
        today: Date,
        report: &mut LintReport,
    ) -> Result<(), AppError> {
        let mut met: BTreeSet<PathBuf> = BTreeSet::new();
        let mut wanted = |place: &Path| match (only, absolute(place)) {
            (None, _) => true,
            (Some(only), Ok(place)) => {
                only.contains(&place) && {
                    met.insert(place);
                    true
                }
            }
            (Some(_), Err(_)) => false,
        };
        let catalog = Catalog::new(&self.cards);
        let vocabulary = Vocabulary::gather(self.packs.values().map(|(manifest, _)| manifest), &self.cards);
        let context = |pack: &PackId| LintContext {
            today: Some(today),
            lookup: &catalog,
            pack: self.packs.get(pack).map(|(manifest, _)| manifest),
            vocabulary: Some(&vocabulary),
            publishing: false,
        };
        let mut found: Vec<Finding> = self
            .findings
            .iter()
            .filter(|(place, _)| wanted(place))
            .map(|(_, finding)| finding.clone())
            .collect();
        for card in &self.cards {
            let Some(place) = self.places.get(&card.path).filter(|place| wanted(place)) else { continue };
            report.cards += 1;
            let shown = place.display().to_string();
            found.extend(
                oneup_cards::lint(card, &context(card.pack()))
                    .into_iter()
                    .map(|finding| Finding { path: shown.clone(), ..finding }),
            );
        }
        if only.is_none() {
            for (pack, (_, manifest)) in &self.packs {
                let cards: Vec<Card> =
                    self.cards.iter().filter(|card| card.pack() == pack).cloned().collect();
                let shown = manifest.display().to_string();
                found.extend(
                    oneup_cards::lint_pack(&cards, &context(pack))
                        .into_iter()
                        .map(|finding| Finding { path: shown.clone(), ..finding }),
                );
            }
        }
        // A file that was named and not judged must not look as if it were fine.
        if let Some(path) = only.into_iter().flatten().find(|path| !met.contains(*path)) {
            return Err(AppError::NotACard { path: path.clone() });
        }
        found.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
        report.findings.extend(found);
        Ok(())
    }
}

/// The folder that a file's links are judged in: the nearest pack or library above it, else its own folder.
fn shelf_around(file: &Path) -> Result<PathBuf, AppError> {
    let file = absolute(file)?;
    let own = file.parent().unwrap_or(Path::new("/"));
    let stands_in = |folder: &&Path| folder.join("pack.toml").is_file() || folder.join("packs").is_dir();
    Ok(own.ancestors().find(stands_in).unwrap_or(own).to_owned())
}

fn absolute(path: &Path) -> Result<PathBuf, AppError> {
    std::path::absolute(path).map_err(|source| AppError::io("resolve", path, source))
}

/// The folders directly below one that are packs.
fn pack_folders(folder: &Path) -> Result<Vec<PathBuf>, AppError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(AppError::io("list", folder, source)),
    };
    let mut packs = Vec::new();
    for entry in entries {
        let path = entry.map_err(|source| AppError::io("list", folder, source))?.path();
        if path.join("pack.toml").is_file() {
            packs.push(path);
        }
    }
    packs.sort_unstable();
    Ok(packs)
}
