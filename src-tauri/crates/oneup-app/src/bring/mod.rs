//! Brings one's own: a folder of notes or a table is looked at first, and then done as it was shown, as one act.
//!
//! The page is told a number and never gives a path. What is shown is kept until it is done or something else is
//! chosen, so that nobody agrees to one thing and gets another; what has changed in the library meanwhile makes the
//! act fail as a whole.

mod commands;
mod error;
mod notes;
mod page;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use oneup_exchange::Plan;
use oneup_library::ExportPlan;

pub use error::BringError;

use crate::app::App;
use crate::contract::{BringKind, BringPage, Brought, ChangedNoun, TableWish, TaskKind, count};
use crate::error::AppError;
use crate::tasks::Work;
use crate::transact::Step;

/// How many choices wait; an older one that was never done is forgotten.
const WAITING: usize = 4;

/// What the user chose and was looked at.
#[derive(Debug, Default)]
pub(crate) struct Offers {
    last: u32,
    waiting: Vec<Offer>,
}

#[derive(Debug, Clone)]
struct Offer {
    id: u32,
    path: PathBuf,
    what: Offered,
}

#[derive(Debug, Clone)]
pub(crate) enum Offered {
    /// To be brought; the plan once it was looked at.
    Bring(BringKind, Option<Arc<Plan>>),
    /// To be exported to.
    Export(Arc<ExportPlan>),
}

/// What an import would do: what a front shows, and what is done.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    /// What a front shows.
    pub page: BringPage,
    pub(crate) plan: Arc<Plan>,
}

impl App {
    /// Says what a folder would be as the library, where it stands. Nothing is written, and it is not opened.
    ///
    /// # Errors
    /// What the folder refused.
    pub fn look_at_folder(&self, folder: &Path) -> Result<BringPage, AppError> {
        self.working(TaskKind::LookAtBring, |work, cut| notes::in_place(folder, 0, work, cut))
    }

    /// Says which cards would be made of a folder of notes.
    ///
    /// # Errors
    /// What the folder, the library or its index refused.
    pub fn plan_folder(&self, folder: &Path) -> Result<ImportPlan, AppError> {
        self.working(TaskKind::LookAtBring, |work, cut| self.planned_notes(folder, 0, work, cut))
    }

    /// Says which cards would be made of a table.
    ///
    /// # Errors
    /// [`AppError::Bring`] where it is none, and what the file, the library or its index refused.
    pub fn plan_table(&self, file: &Path, wish: &TableWish) -> Result<ImportPlan, AppError> {
        self.planned_rows(file, wish, 0)
    }

    /// Makes the cards of a plan, all or none, as one act.
    ///
    /// # Errors
    /// [`AppError::CutOff`] at the user's wish, or what the folder refused; nothing is left behind then.
    pub fn import(&self, plan: &ImportPlan) -> Result<Brought, AppError> {
        self.make_planned(&plan.page.name, &plan.plan)
    }

    fn make_planned(&self, name: &str, plan: &Plan) -> Result<Brought, AppError> {
        if plan.cards.is_empty() {
            return Err(BringError::Nothing { name: name.to_owned() }.into());
        }
        let files = plan
            .cards
            .iter()
            .map(|card| Step::CreateFile { path: card.path.clone(), text: card.text.clone() });
        let steps: Vec<Step> = self.new_folders(plan)?.into_iter().chain(files).collect();
        let words = match plan.cards.len() {
            1 => format!("1 card imported from {name}"),
            count => format!("{count} cards imported from {name}"),
        };
        let total = count(plan.cards.len());
        let folders = steps.len() - plan.cards.len();
        self.working(TaskKind::Bring, |work, cut| {
            self.transact_watched(&words, &steps, &mut |done| {
                work.progress(count(done.saturating_sub(folders)), total);
                if cut.load(Ordering::Relaxed) { Err(AppError::CutOff) } else { Ok(()) }
            })?;
            Ok((Brought { made: total, first: first_key(plan), words: Some(words.clone()) }, total))
        })
    }

    /// The folders that the cards need and the library lacks, outer ones first; they go with the cards when the act is
    /// taken back.
    fn new_folders(&self, plan: &Plan) -> Result<Vec<Step>, AppError> {
        let root = self.session()?.root().to_owned();
        let mut missing = BTreeSet::new();
        for card in &plan.cards {
            for (at, _) in card.path.match_indices('/') {
                let folder = card.path.get(..at).unwrap_or("");
                if !missing.contains(folder) && root.join(folder).symlink_metadata().is_err() {
                    missing.insert(folder.to_owned());
                }
            }
        }
        Ok(missing.into_iter().map(|path| Step::CreateFolder { path }).collect())
    }

    /// Does long work as a task: what it comes to is told on the board, and its wish to stop is `cut`.
    pub(crate) fn working<T>(
        &self,
        kind: TaskKind,
        work: impl FnOnce(&Work, &AtomicBool) -> Result<(T, u32), AppError>,
    ) -> Result<T, AppError> {
        let cut: Arc<AtomicBool> = Arc::default();
        let task = self.0.tasks.begin(kind, &cut);
        match work(&task, &cut) {
            Ok((output, done)) => {
                task.done(done, &[]);
                Ok(output)
            }
            Err(error) => {
                match &error {
                    AppError::CutOff => task.cancelled(0, 0),
                    error => task.failed(error.into()),
                }
                Err(error)
            }
        }
    }

    /// Keeps a choice, and gives its number.
    pub(crate) fn offer(&self, path: PathBuf, what: Offered) -> u32 {
        let mut offers = self.0.offers.lock().unwrap_or_else(PoisonError::into_inner);
        offers.last += 1;
        let id = offers.last;
        offers.waiting.push(Offer { id, path, what });
        if offers.waiting.len() > WAITING {
            offers.waiting.remove(0);
        }
        id
    }

    /// The choice with a number.
    pub(crate) fn offered(&self, id: u32) -> Result<(PathBuf, Offered), AppError> {
        let offers = self.0.offers.lock().unwrap_or_else(PoisonError::into_inner);
        let found = offers.waiting.iter().find(|offer| offer.id == id);
        Ok(found.map(|offer| (offer.path.clone(), offer.what.clone())).ok_or(BringError::NoSuchChoice)?)
    }

    /// Remembers what a choice was shown to come to.
    fn looked_at(&self, id: u32, plan: Arc<Plan>) {
        let mut offers = self.0.offers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Offer { what: Offered::Bring(_, shown), .. }) =
            offers.waiting.iter_mut().find(|offer| offer.id == id)
        {
            *shown = Some(plan);
        }
    }

    /// Forgets a choice that was done.
    pub(crate) fn settle_offer(&self, id: u32) {
        self.0.offers.lock().unwrap_or_else(PoisonError::into_inner).waiting.retain(|offer| offer.id != id);
    }

    /// Looks at what was chosen.
    pub(crate) fn look_at_choice(&self, id: u32, wish: Option<&TableWish>) -> Result<BringPage, AppError> {
        let (path, what) = self.offered(id)?;
        let Offered::Bring(kind, _) = what else { return Err(BringError::NoSuchChoice.into()) };
        let planned = match kind {
            BringKind::InPlace => {
                let look = |work: &Work, cut: &AtomicBool| notes::in_place(&path, id, work, cut);
                let page = self.working(TaskKind::LookAtBring, look)?;
                self.looked_at(id, Arc::default());
                return Ok(page);
            }
            BringKind::Folder => {
                let look = |work: &Work, cut: &AtomicBool| self.planned_notes(&path, id, work, cut);
                self.working(TaskKind::LookAtBring, look)?
            }
            BringKind::Table => self.planned_rows(&path, wish.unwrap_or(&TableWish::default()), id)?,
        };
        self.looked_at(id, Arc::clone(&planned.plan));
        Ok(planned.page)
    }

    /// Does what was looked at.
    pub(crate) fn bring_choice(&self, id: u32) -> Result<Brought, AppError> {
        let (path, what) = self.offered(id)?;
        let Offered::Bring(kind, Some(plan)) = what else { return Err(BringError::NoSuchChoice.into()) };
        let brought = if kind == BringKind::InPlace {
            self.open_library_at(&path)?;
            self.bell().ring(ChangedNoun::Library);
            Brought::default()
        } else {
            self.make_planned(&page::name_of(&path), &plan)?
        };
        self.settle_offer(id);
        Ok(brought)
    }
}

/// The key of the first card of a plan.
fn first_key(plan: &Plan) -> Option<String> {
    let first = plan.cards.first()?;
    Some(oneup_cards::Card::parse(&first.path, &first.text).full_id().to_string())
}

#[cfg(test)]
mod tests;
