//! The side of an act that is kept beside the cards: the bin, reviews, and the history that follows a file.
//!
//! The log of acts holds the database while the steps of an act are gone, so this side comes before or after. What
//! must never be in neither place, a deleted card, is in the bin before its file goes.

use oneup_library::{LibraryError, LibraryState, NewReview, Why};

use crate::app::App;
use crate::clock::now_iso;
use crate::error::AppError;
use crate::transact::{Step, Way};

impl App {
    /// What must be kept before the files of an act are touched.
    pub(crate) fn settle_first(&self, steps: &[Step]) -> Result<(), AppError> {
        self.settle_those(steps, Way::Do, Step::is_kept_first)
    }

    /// Takes that back where the act was refused.
    pub(crate) fn unsettle(&self, steps: &[Step]) {
        if let Err(error) = self.settle_those(steps, Way::TakeBack, Step::is_kept_first) {
            tracing::error!(%error, "what was kept of an act that was refused stays");
        }
    }

    /// What follows once the files of an act were written.
    pub(crate) fn settle_rest(&self, steps: &[Step]) {
        self.settle_quietly(steps, Way::Do, |step| !step.is_kept_first());
    }

    /// What follows an act that was undone or done again: texts that stand again are versions too.
    pub(crate) fn settle_travelled(&self, steps: &[Step], way: Way) {
        self.settle_quietly(steps, way, |_| true);
        for step in steps {
            let Step::ReplaceFile { path, before, after } = step else { continue };
            let text = if way == Way::Do { after } else { before };
            if let Err(error) = self.keep(path, text, Why::Restore) {
                tracing::warn!(%error, path, "a version could not be recorded");
            }
        }
    }

    fn settle_quietly(&self, steps: &[Step], way: Way, which: impl Fn(&Step) -> bool) {
        if let Err(error) = self.settle_those(steps, way, which) {
            tracing::error!(%error, "the files of an act were written, but not all that is kept beside them");
        }
    }

    fn settle_those(&self, steps: &[Step], way: Way, which: impl Fn(&Step) -> bool) -> Result<(), AppError> {
        let kept: Vec<&Step> = steps.iter().filter(|step| step.is_kept_beside() && which(step)).collect();
        if kept.is_empty() {
            return Ok(());
        }
        let (at, who) = (now_iso(), self.0.holder.clone());
        self.with_state(|state| kept.into_iter().try_for_each(|step| settle(state, step, way, &at, &who)))
    }
}

impl Step {
    fn is_kept_beside(&self) -> bool {
        matches!(
            self,
            Self::ToBin { .. } | Self::FromBin { .. } | Self::Review { .. } | Self::MoveFile { .. }
        )
    }

    fn is_kept_first(&self) -> bool {
        matches!(self, Self::ToBin { .. } | Self::Review { .. })
    }
}

fn settle(state: &mut LibraryState, step: &Step, way: Way, at: &str, who: &str) -> Result<(), LibraryError> {
    match (step, way) {
        (Step::ToBin { key, path, text }, Way::Do) | (Step::FromBin { key, path, text }, Way::TakeBack) => {
            state.bin_card(key, path, text, at, who).map(drop)
        }
        (Step::ToBin { key, path, text }, Way::TakeBack) | (Step::FromBin { key, path, text }, Way::Do) => {
            forget(state, key, path, text)
        }
        (Step::Review { key, at, who, why }, Way::Do) => {
            state.review(&NewReview { card: key, at, who, why }).map(drop)
        }
        (Step::Review { key, at, who, why }, Way::TakeBack) => {
            let reviews = state.reviews(key)?;
            let meant = reviews.iter().find(|one| one.at == *at && one.who == *who && one.why == why.trim());
            meant.map_or(Ok(()), |review| state.take_back_review(review.id))
        }
        (Step::MoveFile { key_before, key_after, .. }, Way::Do) => state.follow(key_before, key_after),
        (Step::MoveFile { key_before, key_after, .. }, Way::TakeBack) => state.follow(key_after, key_before),
        _ => Ok(()),
    }
}

/// Lets a card leave the bin that stands in the library again; the bin may have been emptied since.
fn forget(state: &mut LibraryState, key: &str, path: &str, text: &str) -> Result<(), LibraryError> {
    let same = state.binned()?.into_iter().filter(|card| card.card == key && card.path == path);
    for card in same {
        if state.read_binned(card.id)?.is_some_and(|(_, kept)| kept == text) {
            return state.forget_binned(card.id);
        }
    }
    Ok(())
}
