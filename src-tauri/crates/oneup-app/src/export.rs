//! Exports everything as plain files, or the cards as a table, at any time and without a lock on anything.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use oneup_cards::Card;
use oneup_exchange::table_of_cards;
use oneup_library::{ExportPlan, LibraryError, Skipped};

use crate::app::App;
use crate::bring::{BringError, Offered};
use crate::clock;
use crate::contract::{ExportPage, TaskKind, count};
use crate::error::AppError;
use crate::reading::read_card;
use crate::skipped::told;

impl App {
    /// Says what an export to a folder would copy.
    ///
    /// # Errors
    /// [`BringError::TargetInside`], or what the library refused.
    pub fn plan_export(&self, target: &Path) -> Result<(ExportPage, ExportPlan), AppError> {
        let library = self.session()?.library()?;
        let target = std::path::absolute(target).map_err(|source| AppError::io("resolve", target, source))?;
        let around = target.ancestors().find_map(|folder| folder.canonicalize().ok());
        let root = library.root().canonicalize().unwrap_or_else(|_| library.root().to_owned());
        if around.is_some_and(|around| around.starts_with(&root)) {
            return Err(BringError::TargetInside { path: target }.into());
        }
        let plan = library.plan_export()?;
        Ok((page_of(None, &target, &plan, &plan.left_out), plan))
    }

    /// Copies what was planned to a folder that is empty or not there yet, all of it or nothing.
    ///
    /// # Errors
    /// [`LibraryError::Exists`], [`AppError::CutOff`] at the user's wish, or what the operating system refused.
    pub fn export_to(&self, target: &Path, plan: &ExportPlan) -> Result<ExportPage, AppError> {
        let library = self.session()?.library()?;
        let total = count(plan.cards.len() + plan.others.len());
        self.working(TaskKind::Export, |work, cut: &AtomicBool| {
            let mut progress = |done: usize| work.progress(count(done), total);
            let gone = library.export(plan, target, &mut progress, cut)?.ok_or(AppError::CutOff)?;
            let left_out: Vec<Skipped> = plan.left_out.iter().cloned().chain(gone).collect();
            Ok((page_of(None, target, plan, &left_out), total))
        })
    }

    /// Writes all cards as a table to a file that is not there yet. Returns how many, and the cards that could not be
    /// read.
    ///
    /// # Errors
    /// [`LibraryError::Exists`], or what the operating system refused.
    pub fn export_table(&self, file: &Path) -> Result<(u32, Vec<crate::contract::SkippedFile>), AppError> {
        let library = self.session()?.library()?;
        let (mut cards, mut left_out): (Vec<Card>, Vec<Skipped>) = (Vec::new(), Vec::new());
        for entry in library.scan()?.files {
            match read_card(&library, &entry.path) {
                Ok((card, _)) => cards.push(card),
                Err(not_read) => left_out.push(Skipped { path: entry.path, why: not_read.why() }),
            }
        }
        let refused = |source| AppError::io("write", file, source);
        let table = table_of_cards(&cards).map_err(|error| refused(error.into()))?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
        beside.write_all(&table).and_then(|()| beside.as_file().sync_all()).map_err(refused)?;
        match beside.persist_noclobber(file) {
            Ok(_) => Ok((count(cards.len()), told(&left_out).0)),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(LibraryError::Exists { path: file.to_owned() }.into())
            }
            Err(error) => Err(refused(error.error)),
        }
    }

    /// Looks at an export into a folder that the user chose: a new folder in it, named by the day.
    pub(crate) fn offer_export(&self, folder: &Path) -> Result<ExportPage, AppError> {
        let target = free_name(folder);
        let (page, plan) = self.plan_export(&target)?;
        let id = self.offer(target, Offered::Export(Arc::new(plan)));
        Ok(ExportPage { id: Some(id), ..page })
    }

    /// Does an export that was looked at.
    pub(crate) fn export_choice(&self, id: u32) -> Result<ExportPage, AppError> {
        let (target, what) = self.offered(id)?;
        let Offered::Export(plan) = what else { return Err(BringError::NoSuchChoice.into()) };
        let page = self.export_to(&target, &plan)?;
        self.settle_offer(id);
        Ok(page)
    }
}

/// A name in a folder that nothing has yet.
fn free_name(folder: &Path) -> PathBuf {
    let day = clock::now_iso();
    let day = day.get(..10).unwrap_or(&day);
    let name = |number: u32| match number {
        1 => format!("One-Up cards {day}"),
        number => format!("One-Up cards {day} ({number})"),
    };
    let mut number = 1;
    while folder.join(name(number)).symlink_metadata().is_ok() {
        number += 1;
    }
    folder.join(name(number))
}

fn page_of(id: Option<u32>, target: &Path, plan: &ExportPlan, left_out: &[Skipped]) -> ExportPage {
    let (rows, total) = told(left_out);
    ExportPage {
        id,
        target: target.display().to_string(),
        cards: count(plan.cards.len()),
        others: count(plan.others.len()),
        kilobytes: count(plan.bytes.div_ceil(1000)),
        left_out: rows,
        left_out_total: total,
    }
}
