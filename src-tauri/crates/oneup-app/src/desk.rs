//! What a front that stays keeps: the library open, its index equal to the files, the right to write them.
//!
//! One process has that right. Another one reads what the first commits, and takes its place when it has ended.

use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use crate::app::{App, Inner};
use crate::contract::{ApiError, ChangedNoun};
use crate::error::AppError;
use crate::home::Home;
use crate::keeping::Watching;
use crate::lock::{Patience, WriterLock};
use crate::session::{Followed, Session};

/// How often a process that may only read looks for what the writing one did, and whether it has ended.
const FOLLOW_EVERY: Duration = Duration::from_millis(500);

/// What a start may be told to do otherwise.
#[derive(Debug, Clone, Copy, Default)]
pub struct StartOptions {
    /// Leaves looks, shortcuts and everything outside the window at their defaults.
    pub safe: bool,
}

/// What is open now. The watching ends before the lock is given up.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) session: Option<Arc<Session>>,
    pub(crate) watching: Option<Watching>,
    pub(crate) lock: Option<WriterLock>,
    /// Why there is no session, where there should be one.
    pub(crate) failure: Option<ApiError>,
    /// Whether the front stays; nothing is then opened on the way of a query.
    pub(crate) stays: bool,
}

impl App {
    /// Starts the application for a front that stays: opens the library that is set and keeps its index equal to
    /// the files from then on. It never fails; what could not be done is in the status.
    #[must_use]
    pub fn start(home: Home, holder: &str) -> Self {
        Self::start_with(home, holder, StartOptions::default())
    }

    /// As [`App::start`], with what this start is told to do otherwise.
    #[must_use]
    pub fn start_with(home: Home, holder: &str, options: StartOptions) -> Self {
        let app = Self::made(home, holder, options);
        app.desk_mut(|desk| desk.stays = true);
        {
            let _one_at_a_time = app.0.set_up.lock().unwrap_or_else(PoisonError::into_inner);
            app.open_or_say_why();
        }
        app.follow_if_reader();
        app
    }

    /// Opens the library that is set, and starts to keep it where this process may write. The caller holds the
    /// set-up lock.
    pub(crate) fn open_configured(&self) -> Result<(), AppError> {
        // The old watching writes the same index; it ends, outside the desk's lock, before the new one begins.
        drop(self.desk_mut(|desk| (desk.watching.take(), desk.session.take())));
        let refused = self.take_lock().err();
        let root = match self.root() {
            Ok(root) => root,
            Err(AppError::NoLibrary) => {
                self.desk_mut(|desk| desk.failure = None);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let bell = Arc::clone(&self.0.bell);
        let (session, watching) = match refused {
            None => {
                let session = Session::open_to_write(&self.0.home, &root, bell)?;
                let watching = Watching::start(&session, &self.0.tasks)?;
                (session, Some(watching))
            }
            Some(because) => (Session::open_to_read(&self.0.home, &root, bell, because.to_string())?, None),
        };
        self.desk_mut(|desk| {
            desk.session = Some(session);
            desk.watching = watching;
            desk.failure = None;
        });
        self.0.bell.ring(ChangedNoun::Library);
        self.0.bell.ring(ChangedNoun::Cards);
        Ok(())
    }

    fn open_or_say_why(&self) {
        if let Err(error) = self.open_configured() {
            self.desk_mut(|desk| desk.failure = Some(error.into()));
            self.0.bell.ring(ChangedNoun::Library);
        }
    }

    /// Takes the right to write, unless this process has it.
    fn take_lock(&self) -> Result<(), AppError> {
        if self.with_desk(|desk| desk.lock.is_some()) {
            return Ok(());
        }
        let lock = WriterLock::take(&self.0.home, &self.0.holder, Patience::None)?;
        self.desk_mut(|desk| desk.lock = Some(lock));
        Ok(())
    }

    /// Where another process writes: reads what it commits, and takes its place when it has ended.
    fn follow_if_reader(&self) {
        if self.with_desk(|desk| desk.lock.is_some()) {
            return;
        }
        let inner: Weak<Inner> = Arc::downgrade(&self.0);
        let spawned = std::thread::Builder::new().name("follower".to_owned()).spawn(move || {
            loop {
                std::thread::sleep(FOLLOW_EVERY);
                let Some(app) = inner.upgrade().map(App) else { return };
                let _one_at_a_time = app.0.set_up.lock().unwrap_or_else(PoisonError::into_inner);
                if app.take_lock().is_ok() {
                    app.open_or_say_why();
                    return;
                }
                match app.with_desk(|desk| desk.session.clone()).map(|session| session.follow()) {
                    Some(Followed::Same) => {}
                    // The writing process has another library now, or has only now set one up.
                    Some(Followed::AnotherLibrary) | None => app.open_or_say_why(),
                }
            }
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "changes that another process makes will not be seen");
        }
    }
}
