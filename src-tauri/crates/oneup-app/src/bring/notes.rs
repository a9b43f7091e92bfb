//! Reads a folder of notes that is no library yet: through the same door as the library itself, so that no link leads
//! out of it and no pipe or device is opened.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use oneup_cards::Card;
use oneup_exchange::{Convention, Known, Note, Plan, Remark, plan_notes, survey};
use oneup_library::{Beside, FileEntry, Library, Part, Skipped};

use super::page::{conventions, name_of, page_of, types_of};
use super::{BringError, ImportPlan};
use crate::app::App;
use crate::contract::{AloneRow, BringKind, BringPage, count};
use crate::error::AppError;
use crate::lookup::IndexLookup;
use crate::reading::read_card_of;
use crate::tasks::Work;

/// The most notes that are imported at once.
const MOST_NOTES: usize = 20_000;

/// The most bytes that are imported at once: they are held in memory until the user agrees.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Folders in which Logseq keeps older versions of its pages; they are no notes.
const OLDER_VERSIONS: [&str; 2] = ["logseq/bak/", "logseq/.recycle/"];

/// How many endings of other files are told.
const ENDINGS: usize = 12;

/// A folder that was looked at.
struct Looked {
    library: Library,
    files: Vec<FileEntry>,
    left_out: Vec<Remark>,
    alone: Vec<AloneRow>,
}

/// Says what a folder would be as the library.
pub(super) fn in_place(
    folder: &Path,
    id: u32,
    work: &Work,
    cut: &AtomicBool,
) -> Result<(BringPage, u32), AppError> {
    let mut looked = look(folder)?;
    let mut cards = Vec::with_capacity(looked.files.len());
    let files = std::mem::take(&mut looked.files);
    for (at, file) in files.iter().enumerate() {
        watch(work, cut, at, files.len())?;
        match read_card_of(&looked.library, &file.path, file.size) {
            Ok((card, _)) => cards.push(card),
            Err(not_read) => looked.left_out.push(Remark::new(&file.path, not_read.why(), "")),
        }
    }
    let mut page =
        page_of(id, BringKind::InPlace, folder, &Plan { left_out: looked.left_out, ..Plan::default() });
    page.cards = count(cards.len());
    page.types = types_of(cards.iter().map(|card| card.kind.as_str()));
    page.conventions = conventions(survey(&cards), Convention::in_place);
    page.duplicates = super::page::remarks(&twice(&cards));
    page.alone = looked.alone;
    Ok((page, count(cards.len())))
}

impl App {
    /// Says which cards would be made of a folder of notes.
    pub(super) fn planned_notes(
        &self,
        folder: &Path,
        id: u32,
        work: &Work,
        cut: &AtomicBool,
    ) -> Result<(ImportPlan, u32), AppError> {
        let mut looked = look(folder)?;
        let files = std::mem::take(&mut looked.files);
        let too_much = |most: String| BringError::TooMuch { folder: name_of(folder), most };
        let bytes: u64 = files.iter().map(|file| file.size).sum();
        if files.len() > MOST_NOTES {
            return Err(too_much(format!("{MOST_NOTES} notes")).into());
        }
        if bytes > MOST_BYTES {
            return Err(too_much(format!("{} MB", MOST_BYTES / 1024 / 1024)).into());
        }
        let mut notes = Vec::with_capacity(files.len());
        for (at, file) in files.iter().enumerate() {
            watch(work, cut, at, files.len())?;
            // One byte more than a card may have: that it is too large is said with all other reasons.
            match looked.library.read(&file.path, oneup_cards::MAX_CARD_BYTES as u64 + 1) {
                Ok((bytes, Part::Whole | Part::Beginning)) => {
                    notes.push(Note { path: file.path.clone(), bytes });
                }
                Err(error) => {
                    looked.left_out.push(Remark::new(&file.path, error.to_string(), error.remedy()));
                }
            }
        }
        let found: Vec<Card> =
            notes.iter().filter_map(|note| Card::parse_bytes(&note.path, &note.bytes).ok()).collect();
        let mut plan = self.knowing(|known| plan_notes(&notes, "mine/", known))?;
        looked.left_out.append(&mut plan.left_out);
        plan.left_out = looked.left_out;
        let mut page = page_of(id, BringKind::Folder, folder, &plan);
        page.conventions = conventions(survey(&found), Convention::imported);
        page.alone = looked.alone;
        Ok((ImportPlan { page, plan: Arc::new(plan) }, count(notes.len())))
    }

    /// Plans with what the library holds already.
    pub(super) fn knowing(&self, plan: impl FnOnce(Known<'_>) -> Plan) -> Result<Plan, AppError> {
        let session = self.session()?;
        let index = session.index()?;
        let root = session.root().to_owned();
        let lookup = IndexLookup::new(&index);
        let is_taken = |path: &str| root.join(path).symlink_metadata().is_ok();
        let plan = plan(Known { cards: &lookup, is_taken: &is_taken });
        lookup.finish()?;
        Ok(plan)
    }
}

fn watch(work: &Work, cut: &AtomicBool, done: usize, total: usize) -> Result<(), AppError> {
    if cut.load(Ordering::Relaxed) {
        return Err(AppError::CutOff);
    }
    if done.is_multiple_of(64) {
        work.progress(count(done), count(total));
    }
    Ok(())
}

fn look(folder: &Path) -> Result<Looked, AppError> {
    let library = Library::open(folder)?;
    let scan = library.scan()?;
    let beside = library.beside()?;
    let is_older = |path: &str| OLDER_VERSIONS.iter().any(|folder| path.starts_with(folder));
    let (older, files): (Vec<_>, Vec<_>) = scan.files.into_iter().partition(|file| is_older(&file.path));
    let mut alone = alone(&beside);
    if !older.is_empty() {
        alone.push(AloneRow { what: "logseq/bak".to_owned(), count: count(older.len()) });
    }
    let told = |skipped: Skipped| {
        let (why, remedy) = skipped.why.split_once("; ").unwrap_or((skipped.why.as_str(), ""));
        let (first, rest) = remedy.split_at(remedy.chars().next().map_or(0, char::len_utf8));
        Remark::new(skipped.path, why, format!("{}{rest}", first.to_uppercase()))
    };
    let left_out = scan.skipped.into_iter().chain(beside.skipped).map(told).collect();
    Ok(Looked { library, files, left_out, alone })
}

/// What is left alone: programs' folders by name, other files by the ending of their names.
fn alone(beside: &Beside) -> Vec<AloneRow> {
    let mut rows: Vec<AloneRow> =
        beside.hidden.iter().map(|path| AloneRow { what: path.clone(), count: 1 }).collect();
    let mut endings: BTreeMap<String, u32> = BTreeMap::new();
    for file in &beside.files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let ending =
            name.rsplit_once('.').map_or(name.to_owned(), |(_, end)| format!(".{}", end.to_lowercase()));
        *endings.entry(ending).or_default() += 1;
    }
    let mut endings: Vec<_> = endings.into_iter().collect();
    endings.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let rest: u32 = endings.iter().skip(ENDINGS).map(|(_, count)| count).sum();
    rows.extend(endings.into_iter().take(ENDINGS).map(|(what, count)| AloneRow { what, count }));
    if rest > 0 {
        rows.push(AloneRow { what: "…".to_owned(), count: rest });
    }
    rows
}

/// Cards that carry the id of another: only one of them can be found by it.
fn twice(cards: &[Card]) -> Vec<Remark> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut remarks = Vec::new();
    for card in cards {
        match first.get(&card.full_id().to_string()) {
            Some(there) => remarks.push(Remark::new(
                &card.path,
                format!("has the id {}, which {there} has too", card.id()),
                "Give one of them another id",
            )),
            None => {
                first.insert(card.full_id().to_string(), &card.path);
            }
        }
    }
    remarks
}
