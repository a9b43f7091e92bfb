//! The application as its fronts meet it: made once, then called through the contract.
//!
//! A front that stays (the window, a batch of queries, the development server) is *at the desk*: `desk.rs` keeps its
//! library open and its index equal to the files. A front that asks once ([`App::new`]) opens what it needs when it
//! needs it.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use oneup_library::{ActLog, Library, LibraryError};

use crate::bell::Bell;
use crate::bring::Offers;
use crate::config::Config;
use crate::contract::{ChangedNoun, IndexState, LibraryStatus, Settings, SkippedFile, Wish, count};
use crate::desk::{Desk, StartOptions};
use crate::drops::Drops;
use crate::error::AppError;
use crate::home::Home;
use crate::host::Host;
use crate::keeper::{Kept, Progress};
use crate::keeping::Watching;
use crate::kept::KeptState;
use crate::lock::{Patience, WriterLock};
use crate::session::Session;
use crate::shipped::ShippedPack;
use crate::skipped;
use crate::tasks::TaskBoard;
use crate::writing::Sitting;

/// The application. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) home: Home,
    pub(crate) holder: String,
    pub(crate) bell: Arc<Bell>,
    pub(crate) desk: RwLock<Desk>,
    /// One set-up at a time: opening and creating libraries from several threads must not interleave.
    pub(crate) set_up: Mutex<()>,
    pub(crate) tasks: Arc<TaskBoard>,
    /// The log of acts, once it was needed.
    pub(crate) acts: Mutex<Option<ActLog>>,
    /// What is kept about the cards of the open library, once it was needed.
    pub(crate) state: Mutex<Option<KeptState>>,
    /// The act of the sitting that saved last.
    pub(crate) sitting: Mutex<Option<Sitting>>,
    /// The number of the next editor.
    pub(crate) sessions: AtomicU32,
    /// Dropped files that wait for the user's word.
    pub(crate) drops: Mutex<Drops>,
    /// What the user chose to bring or to export to, and was looked at.
    pub(crate) offers: Mutex<Offers>,
    pub(crate) options: StartOptions,
    /// One change of the settings file at a time: each reads it and writes it again.
    pub(crate) config: Mutex<()>,
    /// The settings that the desktop has taken over.
    pub(crate) applied: Mutex<Option<Settings>>,
}

impl App {
    /// Makes the application for one command and no longer: nothing is opened or kept until it is asked for.
    #[must_use]
    pub fn new(home: Home, holder: &str) -> Self {
        Self::made(home, holder, StartOptions::default())
    }

    pub(crate) fn made(home: Home, holder: &str, options: StartOptions) -> Self {
        let bell: Arc<Bell> = Arc::default();
        Self(Arc::new(Inner {
            home,
            holder: holder.to_owned(),
            tasks: Arc::new(TaskBoard::new(Arc::clone(&bell))),
            bell,
            desk: RwLock::default(),
            set_up: Mutex::default(),
            acts: Mutex::default(),
            state: Mutex::default(),
            sitting: Mutex::default(),
            sessions: AtomicU32::new(1),
            drops: Mutex::default(),
            offers: Mutex::default(),
            options,
            config: Mutex::default(),
            applied: Mutex::default(),
        }))
    }

    /// Whether this start leaves looks, shortcuts and everything outside the window at their defaults.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.0.options.safe
    }

    /// The settings that hold now: those of the file where it can be read, and the defaults in safe mode.
    #[must_use]
    pub fn settings_now(&self) -> Settings {
        if self.is_safe() {
            return Settings::default();
        }
        self.0.home.config().map(|config| config.settings().0).unwrap_or_default()
    }

    /// Changes the settings file.
    pub(crate) fn change_config(
        &self,
        change: impl FnOnce(&mut Config) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let _one_at_a_time = self.0.config.lock().unwrap_or_else(PoisonError::into_inner);
        let mut config = self.0.home.config()?;
        change(&mut config)?;
        config.write()
    }

    /// Has the desktop take over the settings that hold now, where they differ from those it has.
    pub(crate) fn apply_settings(&self, host: &dyn Host) {
        let now = self.settings_now();
        let mut applied = self.0.applied.lock().unwrap_or_else(PoisonError::into_inner);
        if applied.as_ref() != Some(&now) {
            host.settings_changed(&now);
            *applied = Some(now);
        }
    }

    /// Leaves a wish for a window, which is told with its next news.
    pub fn wish(&self, window: &str, wish: Wish) {
        self.0.bell.wish(window, wish);
    }

    /// Forgets a window that was closed.
    pub fn window_closed(&self, window: &str) {
        self.0.bell.forget(window);
    }

    /// Tells the fronts that the desktop offers something else than before.
    pub fn desktop_changed(&self) {
        self.0.bell.ring(ChangedNoun::Desktop);
    }

    /// The data folder.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.0.home
    }

    /// Opens the library that is set and brings its index up to the files, on this thread. Where another process
    /// keeps the index, it is used as that process keeps it, and `None` is returned.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], or what the folder or the index refused.
    pub fn catch_up(&self, progress: &mut dyn FnMut(Progress)) -> Result<Option<Kept>, AppError> {
        match self.writer_lock(Patience::None) {
            Ok(lock) => self.open_session(lock.as_ref())?.catch_up_once(progress).map(Some),
            Err(error @ AppError::Busy { .. }) => {
                self.read_session(&error)?;
                Ok(None)
            }
            // A data folder that cannot be written can still be read.
            Err(error) => {
                self.read_session(&error)?;
                Err(error)
            }
        }
    }

    /// As [`App::catch_up`], but the index is built again from nothing, and another writer is an error.
    ///
    /// # Errors
    /// [`AppError::Busy`] too.
    pub fn rebuild(&self, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let lock = self.writer_lock(Patience::ForAWriter)?;
        self.open_session(lock.as_ref())?.rebuild_once(progress)
    }

    /// As [`App::catch_up`], but another writer is an error.
    ///
    /// # Errors
    /// [`AppError::Busy`] too.
    pub fn index(&self, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let lock = self.writer_lock(Patience::ForAWriter)?;
        self.open_session(lock.as_ref())?.catch_up_once(progress)
    }

    /// Makes a folder with the shipped packs named and sets it as the library. A folder that is there keeps all it
    /// holds; a pack that is there is left as it is. Returns the packs that were added.
    ///
    /// # Errors
    /// [`AppError::Busy`], [`AppError::UnknownPack`], or what the operating system refused.
    pub fn create_library_at(&self, root: &Path, packs: &[String]) -> Result<Vec<String>, AppError> {
        let _one_at_a_time = self.0.set_up.lock().unwrap_or_else(PoisonError::into_inner);
        let _lock = self.writer_lock(Patience::ForAWriter)?;
        let root = one_spelling(root)?;
        // Known before anything is made: a misspelt pack leaves no folder behind.
        let shipped: Vec<(String, ShippedPack)> = packs
            .iter()
            .map(|id| Ok((id.clone(), ShippedPack::find(id)?)))
            .collect::<Result<_, AppError>>()?;
        let library = Library::create(&root)?;
        let mut added = Vec::new();
        for (id, pack) in shipped {
            match library.add_pack(&id, &pack.files()) {
                Ok(_) => added.push(id),
                Err(LibraryError::Exists { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.set_library(&root)?;
        Ok(added)
    }

    /// Sets an existing folder as the library. Nothing is written into it.
    ///
    /// # Errors
    /// [`AppError::Busy`], or [`AppError::Library`] where the folder is missing or cannot be read.
    pub fn open_library_at(&self, root: &Path) -> Result<PathBuf, AppError> {
        let _one_at_a_time = self.0.set_up.lock().unwrap_or_else(PoisonError::into_inner);
        let _lock = self.writer_lock(Patience::ForAWriter)?;
        let root = one_spelling(root)?;
        Library::open(&root)?;
        self.set_library(&root)?;
        Ok(root)
    }

    /// The state of the library, as fronts show it.
    #[must_use]
    pub fn library_status(&self) -> LibraryStatus {
        let suggested_path = self.0.home.suggested_library().display().to_string();
        let (session, failure) = self.with_desk(|desk| (desk.session.clone(), desk.failure.clone()));
        let Some(session) = session else {
            let set = self.0.home.config().ok().and_then(|config| config.library());
            return LibraryStatus {
                path: set.map(|path| path.display().to_string()),
                cards: 0,
                skipped: Vec::new(),
                skipped_total: 0,
                index: failure.map_or(IndexState::Absent, |error| IndexState::Failed { error }),
                notice: None,
                suggested_path,
            };
        };
        let (index, notice, skipped) = session.told();
        let (skipped, skipped_total) = skipped::told(&skipped);
        LibraryStatus {
            path: Some(session.root().display().to_string()),
            cards: session.index().map_or(0, |index| count(index.count())),
            skipped,
            skipped_total,
            index,
            notice,
            suggested_path,
        }
    }

    /// The size of the index on disk, in bytes.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], or what the operating system refused.
    pub fn index_bytes(&self) -> Result<u64, AppError> {
        Ok(self.session()?.index()?.bytes_on_disk()?)
    }

    /// Every file that was passed over in the last run, with the reason.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], or what the index refused.
    pub fn skipped(&self) -> Result<Vec<SkippedFile>, AppError> {
        let (_, _, skipped) = self.session()?.told();
        Ok(skipped.into_iter().map(SkippedFile::from).collect())
    }

    /// The open library. A front that asks once opens it here, to read; a front that stays has it open already, or
    /// could not open it and says why.
    pub(crate) fn session(&self) -> Result<Arc<Session>, AppError> {
        let (session, stays, failure) =
            self.with_desk(|desk| (desk.session.clone(), desk.stays, desk.failure.clone()));
        match (session, failure) {
            (Some(session), _) => Ok(session),
            (None, Some(failure)) => Err(AppError::NotStarted(failure)),
            (None, None) if stays => Err(AppError::NoLibrary),
            (None, None) => self.read_session(&self.busy()),
        }
    }

    /// Takes in what a command came to: damage that it met sets a rebuild going.
    pub(crate) fn noticing_damage<T>(&self, outcome: Result<T, AppError>) -> Result<T, AppError> {
        if let Err(AppError::Search(oneup_search::SearchError::Damaged { .. })) = &outcome {
            self.with_desk(|desk| {
                if let Some(watching) = &desk.watching {
                    watching.want_rebuild();
                }
            });
        }
        outcome
    }

    /// Sets a rebuild going on the keeping thread.
    pub(crate) fn want_rebuild(&self) -> Result<(), AppError> {
        self.with_watching(Watching::want_rebuild)
    }

    /// Has the keeping thread look at the files now, also where the user stopped it.
    pub(crate) fn want_look(&self) -> Result<(), AppError> {
        self.with_watching(Watching::want_look)
    }

    /// Has the keeping thread, where there is one, find the files that this process has just written or taken away.
    pub(crate) fn wrote(&self, paths: Vec<PathBuf>) {
        self.with_desk(|desk| {
            if let Some(watching) = &desk.watching {
                watching.wrote(paths);
            }
        });
    }

    fn with_watching(&self, ask: impl FnOnce(&Watching)) -> Result<(), AppError> {
        self.with_desk(|desk| match (&desk.session, &desk.watching) {
            (Some(_), Some(watching)) => {
                ask(watching);
                Ok(())
            }
            (Some(_), None) => Err(self.busy()),
            (None, _) => Err(AppError::NoLibrary),
        })
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.0.bell
    }

    /// The folder that is set as the library.
    pub(crate) fn root(&self) -> Result<PathBuf, AppError> {
        self.0.home.config()?.library().ok_or(AppError::NoLibrary)
    }

    /// Opens the library to write its index; the lock is the proof that this process may.
    fn open_session(&self, _proof: Option<&WriterLock>) -> Result<Arc<Session>, AppError> {
        let session = Session::open_to_write(&self.0.home, &self.root()?, Arc::clone(&self.0.bell))?;
        self.desk_mut(|desk| desk.session = Some(Arc::clone(&session)));
        Ok(session)
    }

    /// Opens the library to read its index as another process keeps it.
    fn read_session(&self, because: &AppError) -> Result<Arc<Session>, AppError> {
        let session = Session::open_to_read(
            &self.0.home,
            &self.root()?,
            Arc::clone(&self.0.bell),
            because.to_string(),
        )?;
        self.desk_mut(|desk| desk.session = Some(Arc::clone(&session)));
        Ok(session)
    }

    /// Remembers the library, and opens it where this front stays.
    fn set_library(&self, root: &Path) -> Result<(), AppError> {
        self.0.home.ensure()?;
        self.change_config(|config| {
            config.set_library(root);
            Ok(())
        })?;
        if self.with_desk(|desk| desk.stays) {
            return self.open_configured();
        }
        // What was opened for one command speaks of the library before.
        self.desk_mut(|desk| desk.session = None);
        Ok(())
    }

    /// The right to write for one command: the one this process holds already, or one taken now.
    pub(crate) fn writer_lock(&self, patience: Patience) -> Result<Option<WriterLock>, AppError> {
        if self.with_desk(|desk| desk.lock.is_some()) {
            return Ok(None);
        }
        WriterLock::take(&self.0.home, &self.0.holder, patience).map(Some)
    }

    fn busy(&self) -> AppError {
        AppError::Busy { holder: crate::lock::holder_of(&self.0.home) }
    }

    pub(crate) fn with_desk<T>(&self, read: impl FnOnce(&Desk) -> T) -> T {
        read(&self.0.desk.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn desk_mut<T>(&self, write: impl FnOnce(&mut Desk) -> T) -> T {
        write(&mut self.0.desk.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One spelling for one folder: absolute, without a slash at its end. It is kept in the settings and compared with
/// what the index says it speaks of.
fn one_spelling(root: &Path) -> Result<PathBuf, AppError> {
    let absolute = std::path::absolute(root).map_err(|source| AppError::io("resolve", root, source))?;
    if absolute.to_str().is_none() {
        return Err(AppError::UnwritablePath { path: absolute });
    }
    Ok(absolute.components().collect())
}
