//! The application as its fronts meet it: started once, then called through the contract.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Duration;

use oneup_library::{Library, LibraryError};

use crate::bell::Bell;
use crate::contract::{ApiError, IndexState, LibraryStatus, SkippedFile};
use crate::error::AppError;
use crate::home::{Home, Settings};
use crate::keeper::{Kept, Progress};
use crate::lock::{self, WriterLock};
use crate::session::{Session, Watching};
use crate::shipped::ShippedPack;

/// How often a process that may only read looks for what the writing one did, and whether it has ended.
const FOLLOW_EVERY: Duration = Duration::from_millis(500);
/// How many passed-over files a front is shown; the rest is counted.
const SHOWN_SKIPPED: usize = 200;

/// The application. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    home: Home,
    holder: String,
    bell: Arc<Bell>,
    desk: RwLock<Desk>,
    /// One set-up at a time: opening and creating libraries from several windows must not interleave.
    set_up: Mutex<()>,
}

/// What is open now. The watching ends before the lock is given up.
#[derive(Default)]
struct Desk {
    session: Option<Arc<Session>>,
    watching: Option<Watching>,
    lock: Option<WriterLock>,
    failure: Option<ApiError>,
}

impl App {
    /// Starts the application for a front that stays: opens the library that is set and keeps its index equal to
    /// the files from then on. It never fails; what could not be done is in the status.
    #[must_use]
    pub fn start(home: Home, holder: &str) -> Self {
        let app = Self::new(home, holder);
        app.take_lock();
        if let Err(error) = app.open_configured() {
            app.desk_mut(|desk| desk.failure = Some(error.into()));
        }
        app.follow_if_reader();
        app
    }

    /// Starts the application for one command and no longer: nothing is opened or kept until it is asked for.
    #[must_use]
    pub fn new(home: Home, holder: &str) -> Self {
        Self(Arc::new(Inner {
            home,
            holder: holder.to_owned(),
            bell: Arc::default(),
            desk: RwLock::default(),
            set_up: Mutex::default(),
        }))
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
        let session = self.open_session()?;
        match self.writer_lock() {
            Err(AppError::Busy { .. }) => Ok(None),
            Err(error) => Err(error),
            Ok(_lock) => session.catch_up_once(progress).map(Some),
        }
    }

    /// As [`App::catch_up`], but the index is built again from nothing, and another writer is an error.
    ///
    /// # Errors
    /// [`AppError::Busy`] too.
    pub fn rebuild(&self, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let _lock = self.writer_lock()?;
        self.open_session()?.rebuild_once(progress)
    }

    /// As [`App::catch_up`], but another writer is an error.
    ///
    /// # Errors
    /// [`AppError::Busy`] too.
    pub fn index(&self, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let _lock = self.writer_lock()?;
        self.open_session()?.catch_up_once(progress)
    }

    /// Makes a folder with the shipped packs named and sets it as the library. A folder that is there keeps all it
    /// holds; a pack that is there is left as it is. Returns the packs that were added.
    ///
    /// # Errors
    /// [`AppError::Busy`], [`AppError::UnknownPack`], or what the operating system refused.
    pub fn create_library_at(&self, root: &Path, packs: &[String]) -> Result<Vec<String>, AppError> {
        let _one_at_a_time = self.0.set_up.lock().unwrap_or_else(PoisonError::into_inner);
        let _lock = self.writer_lock()?;
        let root = std::path::absolute(root).map_err(|source| AppError::io("resolve", root, source))?;
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
        let _lock = self.writer_lock()?;
        let root = std::path::absolute(root).map_err(|source| AppError::io("resolve", root, source))?;
        Library::open(&root)?;
        self.set_library(&root)?;
        Ok(root)
    }

    /// The state of the library, as fronts show it.
    #[must_use]
    pub fn library_status(&self) -> LibraryStatus {
        let suggested_path = self.0.home.suggested_library().display().to_string();
        self.with_desk(|desk| {
            let Some(session) = &desk.session else {
                let index = match &desk.failure {
                    Some(error) => IndexState::Failed { error: error.clone() },
                    None => IndexState::Absent,
                };
                let set = self.0.home.settings().ok().and_then(|settings| settings.library);
                return LibraryStatus {
                    path: set.map(|path| path.display().to_string()),
                    cards: 0,
                    skipped: Vec::new(),
                    skipped_total: 0,
                    index,
                    notice: None,
                    suggested_path,
                };
            };
            let (index, notice, skipped) = session.told();
            LibraryStatus {
                path: Some(session.root().display().to_string()),
                cards: u32::try_from(session.index().count()).unwrap_or(u32::MAX),
                skipped_total: u32::try_from(skipped.len()).unwrap_or(u32::MAX),
                skipped: skipped
                    .into_iter()
                    .take(SHOWN_SKIPPED)
                    .map(|skipped| SkippedFile { path: skipped.path, why: skipped.why })
                    .collect(),
                index,
                notice,
                suggested_path,
            }
        })
    }

    /// The size of the index on disk, in bytes.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], or what the operating system refused.
    pub fn index_bytes(&self) -> Result<u64, AppError> {
        Ok(self.session()?.index().bytes_on_disk()?)
    }

    /// Every file that was passed over in the last run, with the reason.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], or what the index refused.
    pub fn skipped(&self) -> Result<Vec<SkippedFile>, AppError> {
        let (_, _, skipped) = self.session()?.told();
        Ok(skipped.into_iter().map(|skipped| SkippedFile { path: skipped.path, why: skipped.why }).collect())
    }

    /// The open library; opened now where it is not yet.
    pub(crate) fn session(&self) -> Result<Arc<Session>, AppError> {
        match self.with_desk(|desk| desk.session.clone()) {
            Some(session) => Ok(session),
            None => self.open_session(),
        }
    }

    /// Takes in what a command came to: damage that it met sets a rebuild going.
    pub(crate) fn noticing_damage<T>(&self, outcome: Result<T, AppError>) -> Result<T, AppError> {
        if let Err(AppError::Search(oneup_search::SearchError::Damaged { .. })) = &outcome {
            self.with_desk(|desk| {
                if let (Some(session), Some(watching)) = (&desk.session, &desk.watching) {
                    session.want_rebuild(watching);
                }
            });
        }
        outcome
    }

    /// Sets a rebuild going on the keeping thread.
    pub(crate) fn want_rebuild(&self) -> Result<(), AppError> {
        self.with_desk(|desk| match (&desk.session, &desk.watching) {
            (Some(session), Some(watching)) => {
                session.want_rebuild(watching);
                Ok(())
            }
            (Some(_), None) => Err(self.busy()),
            (None, _) => Err(AppError::NoLibrary),
        })
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.0.bell
    }

    /// Remembers the library, and opens it where this front stays.
    fn set_library(&self, root: &Path) -> Result<(), AppError> {
        self.0.home.change_settings(&Settings { library: Some(root.to_owned()) })?;
        if self.with_desk(|desk| desk.lock.is_some()) {
            self.open_configured()?;
        }
        Ok(())
    }

    /// Opens the session of the library that is set, and starts to keep it where this process may write.
    fn open_configured(&self) -> Result<(), AppError> {
        // The old watching writes the same index; it ends before the new one begins.
        let ended = self.desk_mut(|desk| (desk.watching.take(), desk.session.take()));
        drop(ended);
        let session = match self.open_session() {
            Ok(session) => session,
            Err(AppError::NoLibrary) => return Ok(()),
            Err(error) => return Err(error),
        };
        let may_write = self.with_desk(|desk| desk.lock.is_some());
        let watching = may_write.then(|| Watching::start(&session)).transpose()?;
        if !may_write {
            session.leave_to_another(self.busy().to_string());
        }
        self.desk_mut(|desk| {
            desk.watching = watching;
            desk.failure = None;
        });
        self.0.bell.ring(crate::contract::ChangedNoun::Library);
        self.0.bell.ring(crate::contract::ChangedNoun::Cards);
        Ok(())
    }

    fn open_session(&self) -> Result<Arc<Session>, AppError> {
        let root = self.0.home.settings()?.library.ok_or(AppError::NoLibrary)?;
        let session = Session::open(&self.0.home, &root, Arc::clone(&self.0.bell))?;
        self.desk_mut(|desk| desk.session = Some(Arc::clone(&session)));
        Ok(session)
    }

    fn take_lock(&self) {
        match WriterLock::take(&self.0.home, &self.0.holder) {
            Ok(lock) => self.desk_mut(|desk| desk.lock = Some(lock)),
            Err(error) => tracing::info!(%error, "this process reads only"),
        }
    }

    /// The right to write for one command: the one this process holds already, or one taken now.
    fn writer_lock(&self) -> Result<Option<WriterLock>, AppError> {
        if self.with_desk(|desk| desk.lock.is_some()) {
            return Ok(None);
        }
        WriterLock::take(&self.0.home, &self.0.holder).map(Some)
    }

    fn busy(&self) -> AppError {
        AppError::Busy { holder: lock::holder_of(&self.0.home) }
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
                app.take_lock();
                if app.with_desk(|desk| desk.lock.is_some()) {
                    if let Err(error) = app.open_configured() {
                        app.desk_mut(|desk| desk.failure = Some(error.into()));
                    }
                    return;
                }
                if let Some(session) = app.with_desk(|desk| desk.session.clone()) {
                    session.follow();
                }
            }
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "changes that another process makes will not be seen");
        }
    }

    fn with_desk<T>(&self, read: impl FnOnce(&Desk) -> T) -> T {
        read(&self.0.desk.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn desk_mut<T>(&self, write: impl FnOnce(&mut Desk) -> T) -> T {
        write(&mut self.0.desk.write().unwrap_or_else(PoisonError::into_inner))
    }
}
