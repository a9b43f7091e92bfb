//! Keeps the index equal to the files, reading as little as it can.
//!
//! A scan of names and times says what may have changed; only that is read, and only what really differs is
//! indexed. The same verb serves the first build of ten thousand cards, the catching-up at a start, and the single
//! save of another editor.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use oneup_library::{Difference, FileEntry, Library, Skipped, Stamp};
use oneup_search::{CardDocument, CardIndex, Effort, Fingerprint, IndexWriter, RebuildWriter, SearchError};

use crate::copies::Copies;
use crate::document;
use crate::error::AppError;
use crate::reading::{NotRead, read_card_of};

/// From this many files on, the whole machine is put to work.
const MANY: usize = 500;
/// A long build makes what it has findable after this time, then after twice as long, and so on.
const FIRST_LOOK: Duration = Duration::from_secs(4);

/// What one run did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Files that were read.
    pub read: usize,
    /// Cards that were put into the index, new or in place of what they were.
    pub put: usize,
    /// Cards that were taken out of the index.
    pub removed: usize,
    /// Whether conflict copies came or went.
    pub copies: bool,
}

impl Kept {
    /// Whether anything can be found now that could not be found before, or the other way round.
    #[must_use]
    pub fn changed_anything(&self) -> bool {
        self.put + self.removed > 0 || self.copies
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub done: usize,
    /// Files to read.
    pub total: usize,
}

/// Keeps one index equal to one library.
pub(crate) struct Keeper {
    index: CardIndex,
    known: HashMap<String, Fingerprint>,
    unreadable: BTreeMap<String, (Stamp, String)>,
    passed_over: Vec<Skipped>,
    copies: Copies,
    /// The cards that were put into the index and not handed on yet, by path.
    fresh: Vec<String>,
}

impl Keeper {
    /// Reads from the index what it knows of the library.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] where the index cannot be read.
    pub(crate) fn begin(index: CardIndex) -> Result<Self, SearchError> {
        let known = index.fingerprints()?.into_iter().collect();
        Ok(Self {
            index,
            known,
            unreadable: BTreeMap::new(),
            passed_over: Vec::new(),
            copies: Copies::default(),
            fresh: Vec::new(),
        })
    }

    /// Builds a new index of the whole library beside the one in `dir`, and puts it in its place when it is
    /// complete; the old one answers until then.
    ///
    /// # Errors
    /// What the folder or the index refused, or [`AppError::CutOff`]; the old index then stays.
    pub(crate) fn rebuild(
        library: &Library,
        dir: &Path,
        progress: &mut dyn FnMut(Progress),
        stop: &AtomicBool,
    ) -> Result<(Self, Kept), AppError> {
        let scan = library.scan_until(stop)?.ok_or(AppError::CutOff)?;
        let (files, copies) = Copies::part(library, scan.files);
        let mut pen = Pen::new(RebuildWriter::begin(dir, document::STAMP)?, library);
        let (mut known, mut unreadable, mut fresh) = (HashMap::new(), BTreeMap::new(), Vec::new());
        let mut kept = Kept::default();
        let mut intake = Intake {
            known: &mut known,
            unreadable: &mut unreadable,
            fresh: &mut fresh,
            pen: &mut pen,
            kept: &mut kept,
        };
        intake.read_all(library, &files, progress, stop)?;
        if stop.load(Ordering::Relaxed) {
            return Err(AppError::CutOff);
        }
        let index = pen.finish()?;
        // Whoever asks for a building anew is told what there is, whatever was known before.
        kept.copies = copies.list().next().is_some();
        Ok((Self { index, known, unreadable, passed_over: scan.skipped, copies, fresh }, kept))
    }

    /// The index that is kept.
    #[must_use]
    pub(crate) fn index(&self) -> &CardIndex {
        &self.index
    }

    /// Looks at the whole folder and brings the index up to it.
    ///
    /// `progress` is told every file that was read; `stop` cuts the run off, keeping what is done.
    ///
    /// # Errors
    /// What the folder or the index refused. The index then stands as it was last committed.
    pub(crate) fn catch_up(
        &mut self,
        library: &Library,
        progress: &mut dyn FnMut(Progress),
        stop: &AtomicBool,
    ) -> Result<Kept, AppError> {
        let scan = library.scan_until(stop)?.ok_or(AppError::CutOff)?;
        self.passed_over = scan.skipped;
        let (files, copies) = Copies::part(library, scan.files);
        let are_others = copies != self.copies;
        self.copies = copies;
        let difference = oneup_library::compare(&self.stamps(), &files);
        let mut kept = self.apply(library, difference, progress, stop)?;
        kept.copies = are_others;
        Ok(kept)
    }

    /// Looks at single paths and brings the index up to them.
    ///
    /// # Errors
    /// As [`Keeper::catch_up`].
    pub(crate) fn look_at(&mut self, library: &Library, paths: &[PathBuf]) -> Result<Kept, AppError> {
        let before = self.copies.clone();
        let mut paths = paths.to_vec();
        paths.extend(self.copies.touched(library, &paths, self.known.keys()));
        let (there, gone) = library.look_at(&paths);
        for path in &gone {
            self.copies.look(library, path);
        }
        let (copies, cards): (Vec<_>, Vec<_>) =
            there.into_iter().partition(|file| self.copies.look(library, &file.path));
        let changed = cards.into_iter().filter(|file| !self.is_known(file)).collect();
        let gone = gone
            .into_iter()
            .chain(copies.into_iter().map(|file| file.path))
            .filter(|path| self.known.contains_key(path) || self.unreadable.contains_key(path))
            .collect();
        let mut kept =
            self.apply(library, Difference { changed, gone }, &mut |_| {}, &AtomicBool::new(false))?;
        kept.copies = before != self.copies;
        Ok(kept)
    }

    /// The conflict copies in the library.
    #[must_use]
    pub(crate) fn copies(&self) -> &Copies {
        &self.copies
    }

    /// Everything in the library that cannot be found, with the reason, by path.
    #[must_use]
    pub(crate) fn skipped(&self) -> Vec<Skipped> {
        let unreadable =
            self.unreadable.iter().map(|(path, (_, why))| Skipped { path: path.clone(), why: why.clone() });
        let mut all: Vec<Skipped> = self.passed_over.iter().cloned().chain(unreadable).collect();
        all.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// The cards that were put into the index since this was asked last, by path.
    pub(crate) fn take_fresh(&mut self) -> Vec<String> {
        std::mem::take(&mut self.fresh)
    }

    /// All cards, by path.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.known.keys().cloned().collect()
    }

    fn stamps(&self) -> oneup_library::Known {
        let readable = self.known.iter().map(|(path, fingerprint)| (path.clone(), Stamp(fingerprint.stamp)));
        let unreadable = self.unreadable.iter().map(|(path, (stamp, _))| (path.clone(), *stamp));
        readable.chain(unreadable).collect()
    }

    fn is_known(&self, file: &FileEntry) -> bool {
        file.stamp.is_settled() && self.known.get(&file.path).is_some_and(|known| known.stamp == file.stamp.0)
    }

    fn apply(
        &mut self,
        library: &Library,
        difference: Difference,
        progress: &mut dyn FnMut(Progress),
        stop: &AtomicBool,
    ) -> Result<Kept, AppError> {
        let outcome = self.apply_all(library, difference, progress, stop);
        if outcome.is_err() {
            // The index holds what it was last committed with, so that is what is known; the rest is read again.
            self.unreadable.clear();
            self.known = self.index.fingerprints()?.into_iter().collect();
        }
        outcome
    }

    fn apply_all(
        &mut self,
        library: &Library,
        difference: Difference,
        progress: &mut dyn FnMut(Progress),
        stop: &AtomicBool,
    ) -> Result<Kept, AppError> {
        let mut kept = Kept::default();
        let many = difference.changed.len() >= MANY;
        let mut pen = Pen::old(&self.index, many, library);
        let mut intake = Intake {
            known: &mut self.known,
            unreadable: &mut self.unreadable,
            fresh: &mut self.fresh,
            pen: &mut pen,
            kept: &mut kept,
        };
        for path in difference.gone {
            intake.unreadable.remove(&path);
            intake.forget(&path)?;
        }
        let read = intake.read_all(library, &difference.changed, progress, stop);
        // What was read before a failure or a cut is committed all the same: it is true.
        pen.finish()?;
        read?;
        Ok(kept)
    }
}

/// Takes in files: reads and parses on as many threads as the work deserves, and writes from its own.
struct Intake<'k> {
    known: &'k mut HashMap<String, Fingerprint>,
    unreadable: &'k mut BTreeMap<String, (Stamp, String)>,
    fresh: &'k mut Vec<String>,
    pen: &'k mut Pen,
    kept: &'k mut Kept,
}

impl Intake<'_> {
    fn read_all(
        &mut self,
        library: &Library,
        files: &[FileEntry],
        progress: &mut dyn FnMut(Progress),
        stop: &AtomicBool,
    ) -> Result<(), AppError> {
        if files.len() < 8 {
            for file in files {
                self.take(file, read_one(library, file))?;
            }
            return Ok(());
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<(&FileEntry, Outcome)>(256);
            for _ in 0..threads {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || {
                    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        // The receiver ends early when the run is cut off or fails.
                        if stop.load(Ordering::Relaxed)
                            || sender.send((file, read_one(library, file))).is_err()
                        {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            let (mut last_look, mut patience) = (Instant::now(), FIRST_LOOK);
            for (file, outcome) in receiver {
                self.take(file, outcome)?;
                progress(Progress { done: self.kept.read, total: files.len() });
                if last_look.elapsed() > patience {
                    self.pen.show()?;
                    (last_look, patience) = (Instant::now(), patience * 2);
                }
            }
            Ok(())
        })
    }

    /// Takes in what became of one file.
    fn take(&mut self, file: &FileEntry, outcome: Outcome) -> Result<(), AppError> {
        self.kept.read += 1;
        match outcome {
            Outcome::Read { card, content } => {
                self.unreadable.remove(&file.path);
                let fingerprint = Fingerprint { stamp: file.stamp.0, size: file.size, content };
                let before = self.known.insert(file.path.clone(), fingerprint);
                let same = before.is_some_and(|before| before.content == content && before.size == file.size);
                if !same {
                    self.kept.put += 1;
                    self.fresh.push(file.path.clone());
                }
                // An unchanged card is written again only to keep its new stamp, so that it is not read again.
                if !same || file.stamp.is_settled() {
                    self.pen.put(CardDocument { fingerprint, ..*card })?;
                }
            }
            Outcome::Unreadable(why) => {
                self.unreadable.insert(file.path.clone(), (file.stamp, why));
                self.forget(&file.path)?;
            }
            Outcome::Gone => self.forget(&file.path)?,
        }
        Ok(())
    }

    /// Takes a card out of the index; one that is not in it is no failure.
    fn forget(&mut self, path: &str) -> Result<(), AppError> {
        if self.known.remove(path).is_some() {
            self.pen.remove(path)?;
            self.kept.removed += 1;
        }
        Ok(())
    }
}

/// What writes.
struct Pen {
    into: Target,
    /// The folder that the index speaks of, kept with each commit.
    root: String,
}

/// Where it writes.
#[allow(clippy::large_enum_variant, reason = "one at a time, on the stack of a run over many files")]
enum Target {
    /// The index there is, opened at the first word, so that one that is up to date is not touched.
    Old { index: CardIndex, writer: Option<IndexWriter>, many: bool },
    /// A new one.
    New(RebuildWriter),
}

impl Pen {
    fn old(index: &CardIndex, many: bool, library: &Library) -> Self {
        let into = Target::Old { index: index.clone(), writer: None, many };
        Self { into, root: library.root().to_string_lossy().into_owned() }
    }

    fn new(writer: RebuildWriter, library: &Library) -> Self {
        Self { into: Target::New(writer), root: library.root().to_string_lossy().into_owned() }
    }

    fn put(&mut self, card: CardDocument) -> Result<(), SearchError> {
        match &mut self.into {
            Target::Old { index, writer, many } => opened(index, writer, *many)?.put(card),
            Target::New(writer) => writer.put(card),
        }
    }

    fn remove(&mut self, path: &str) -> Result<(), SearchError> {
        match &mut self.into {
            Target::Old { index, writer, many } => opened(index, writer, *many)?.remove(path),
            // A new index holds only what was put into it once.
            Target::New(_) => {}
        }
        Ok(())
    }

    /// Makes findable what was written so far; a new index shows itself only when it is complete.
    fn show(&mut self) -> Result<(), SearchError> {
        if let Target::Old { index, writer: Some(writer), .. } = &mut self.into {
            writer.commit(&self.root)?;
            index.refresh()?;
        }
        Ok(())
    }

    /// Makes everything findable, then lets the merges end.
    fn finish(mut self) -> Result<CardIndex, SearchError> {
        self.show()?;
        match self.into {
            Target::Old { index, writer, .. } => {
                writer.map_or(Ok(()), IndexWriter::close)?;
                Ok(index)
            }
            Target::New(writer) => writer.finish(&self.root),
        }
    }
}

fn opened<'w>(
    index: &CardIndex,
    writer: &'w mut Option<IndexWriter>,
    many: bool,
) -> Result<&'w mut IndexWriter, SearchError> {
    let open = match writer.take() {
        Some(open) => open,
        None => index.writer(if many { Effort::Rebuild } else { Effort::Edit })?,
    };
    Ok(writer.insert(open))
}

/// The day a file was last changed, as far as the file system knows.
fn changed_on(library: &Library, file: &FileEntry) -> Option<i32> {
    const DAY: u64 = 24 * 60 * 60;
    let changed = std::fs::metadata(library.root().join(&file.path)).ok()?.modified().ok()?;
    i32::try_from(changed.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs() / DAY).ok()
}

enum Outcome {
    Read { card: Box<CardDocument>, content: u64 },
    Unreadable(String),
    Gone,
}

fn read_one(library: &Library, file: &FileEntry) -> Outcome {
    let read = || {
        read_card_of(library, &file.path, file.size).map(|(card, content)| {
            let changed_on = changed_on(library, file);
            (CardDocument { changed_on, ..document::of(&card) }, content)
        })
    };
    // No file is known to break the parser; the next one that does costs its own card and not the library.
    let Ok(read) = catch_unwind(AssertUnwindSafe(read)) else {
        tracing::error!(path = file.path, "a card broke the parser");
        return Outcome::Unreadable("broke off while it was read; please report the file".to_owned());
    };
    match read {
        Ok((card, content)) => Outcome::Read { card: Box::new(card), content },
        Err(NotRead::Gone) => Outcome::Gone,
        Err(not_read) => Outcome::Unreadable(not_read.why()),
    }
}
