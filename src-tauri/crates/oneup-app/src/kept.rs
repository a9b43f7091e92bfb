//! What is kept about the cards of the open library beside the cards: opened at the first use, for as long as that
//! library is the one that is open.

use std::sync::PoisonError;

use oneup_library::{LibraryError, LibraryState};

use crate::app::App;
use crate::error::AppError;

/// The state of one library, with the name that its acts know the library by.
pub(crate) struct KeptState {
    scope: String,
    state: LibraryState,
}

impl App {
    /// Uses what is kept about the cards of the open library.
    pub(crate) fn with_state<T>(
        &self,
        use_state: impl FnOnce(&mut LibraryState) -> Result<T, LibraryError>,
    ) -> Result<T, AppError> {
        let scope = self.scope().ok_or(AppError::NoLibrary)?;
        let mut slot = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = if let Some(kept) = slot.take().filter(|kept| kept.scope == scope) {
            kept
        } else {
            self.0.home.ensure()?;
            KeptState { state: LibraryState::open(self.0.home.dir(), &scope)?, scope }
        };
        Ok(use_state(&mut slot.insert(kept).state)?)
    }
}
