//! One open library: its folder, its index, and the thread that keeps the second equal to the first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use oneup_library::{Library, Skipped, Wake, Watch, WatchHandle};
use oneup_search::{CardIndex, Effort, Opened, ReadOpened, Reason, SearchError};

use crate::bell::Bell;
use crate::contract::{ApiError, ChangedNoun, IndexState};
use crate::document::STAMP;
use crate::error::AppError;
use crate::home::Home;
use crate::keeper::{Keeper, Kept, Progress};

/// How often waiting fronts are told of progress.
const TELL_EVERY: Duration = Duration::from_millis(150);

/// One open library.
pub(crate) struct Session {
    root: PathBuf,
    index_dir: PathBuf,
    bell: Arc<Bell>,
    /// Absent only in a process that reads, before the writing one has indexed anything.
    index: RwLock<Option<CardIndex>>,
    state: Mutex<State>,
    cut: AtomicBool,
    rebuild_wanted: AtomicBool,
}

/// What fronts are told of the index.
struct State {
    index: IndexState,
    notice: Option<String>,
    skipped: Vec<Skipped>,
}

/// The thread that keeps a session's index; it ends when this is dropped.
pub(crate) struct Watching {
    session: Arc<Session>,
    handle: WatchHandle,
    thread: Option<JoinHandle<()>>,
}

/// What following another process came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Followed {
    /// It keeps the same library.
    Same,
    /// It keeps another library now.
    AnotherLibrary,
}

/// Before the first look at the folder nobody knows whether the index is up to it.
const NOT_LOOKED_YET: IndexState = IndexState::Building { done: 0, total: 0 };

impl Session {
    /// Opens the index of a library to write it: an empty one where there is none that can be used. The caller
    /// holds the writer's lock.
    pub(crate) fn open_to_write(home: &Home, root: &Path, bell: Arc<Bell>) -> Result<Arc<Self>, AppError> {
        home.ensure()?;
        let opened = match CardIndex::open(&home.index_dir(), STAMP)? {
            Opened::Ready(index) => emptied_of_another(index, root)?,
            created @ Opened::Created(..) => created,
        };
        let notice = match &opened {
            Opened::Ready(_) => None,
            Opened::Created(_, reason) => notice_of(reason),
        };
        Ok(Self::new(home, root, bell, Some(opened.into_index()), NOT_LOOKED_YET, notice))
    }

    /// Opens the index of a library to read it as another process keeps it; nothing is written.
    pub(crate) fn open_to_read(
        home: &Home,
        root: &Path,
        bell: Arc<Bell>,
        because: String,
    ) -> Result<Arc<Self>, AppError> {
        let index = readable(&home.index_dir(), root)?;
        let state = if index.is_some() { IndexState::Ready } else { NOT_LOOKED_YET };
        Ok(Self::new(home, root, bell, index, state, Some(because)))
    }

    fn new(
        home: &Home,
        root: &Path,
        bell: Arc<Bell>,
        index: Option<CardIndex>,
        state: IndexState,
        notice: Option<String>,
    ) -> Arc<Self> {
        Arc::new(Self {
            root: root.to_owned(),
            index_dir: home.index_dir(),
            bell,
            index: RwLock::new(index),
            state: Mutex::new(State { index: state, notice, skipped: Vec::new() }),
            cut: AtomicBool::new(false),
            rebuild_wanted: AtomicBool::new(false),
        })
    }

    /// The library folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Opens the folder. Each use opens it anew, because another folder may stand under the name since.
    pub(crate) fn library(&self) -> Result<Library, AppError> {
        Ok(Library::open(&self.root)?)
    }

    /// A handle on the index as it is now.
    ///
    /// # Errors
    /// [`AppError::NotIndexedYet`] in a process that reads, before the writing one has indexed anything.
    pub(crate) fn index(&self) -> Result<CardIndex, AppError> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        index.ok_or_else(|| AppError::NotIndexedYet {
            holder: self
                .lock()
                .notice
                .clone()
                .unwrap_or_else(|| "another process keeps the library".to_owned()),
        })
    }

    /// What fronts are told of the index: its state, a notice, what was passed over.
    pub(crate) fn told(&self) -> (IndexState, Option<String>, Vec<Skipped>) {
        let state = self.lock();
        (state.index.clone(), state.notice.clone(), state.skipped.clone())
    }

    /// Whether cards may be missing from an answer.
    pub(crate) fn is_partial(&self) -> bool {
        !matches!(self.lock().index, IndexState::Ready)
    }

    /// Brings the index up to the files once, on the caller's thread.
    pub(crate) fn catch_up_once(&self, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let mut keeper = self.begin(progress)?;
        let kept = self.catch_up(&mut keeper, progress)?;
        self.settle(&kept, &keeper, Look::Whole);
        Ok(kept)
    }

    /// Builds the index again from the files once, on the caller's thread.
    pub(crate) fn rebuild_once(&self, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let (keeper, kept) = self.rebuild(progress)?;
        self.settle(&kept, &keeper, Look::Whole);
        Ok(kept)
    }

    /// Asks the keeping thread to build the index again.
    pub(crate) fn want_rebuild(&self, watching: &Watching) {
        self.rebuild_wanted.store(true, Ordering::Relaxed);
        watching.handle.wake();
    }

    /// Follows another process that writes the index: reads what it committed since.
    pub(crate) fn follow(&self) -> Followed {
        let before = self.index.read().unwrap_or_else(PoisonError::into_inner).clone();
        let outcome = match before {
            None => readable(&self.index_dir, &self.root).map(|index| {
                let came = index.is_some();
                *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
                came
            }),
            Some(index) => match index.refresh().and_then(|changed| Ok((changed, index.payload()?))) {
                Ok((_, payload)) if payload.as_deref() != Some(&*self.root.to_string_lossy()) => {
                    return Followed::AnotherLibrary;
                }
                Ok((changed, _)) => Ok(changed),
                Err(error) => Err(error.into()),
            },
        };
        match outcome {
            Ok(changed) => {
                let is_there = self.index.read().unwrap_or_else(PoisonError::into_inner).is_some();
                let state = if is_there { IndexState::Ready } else { NOT_LOOKED_YET };
                let before = std::mem::replace(&mut self.lock().index, state.clone());
                if changed {
                    self.bell.ring(ChangedNoun::Cards);
                }
                if changed || before != state {
                    self.bell.ring(ChangedNoun::Library);
                }
            }
            Err(error) => self.fail(error),
        }
        Followed::Same
    }

    fn begin(&self, progress: &mut dyn FnMut(Progress)) -> Result<Keeper, AppError> {
        match Keeper::begin(self.index()?) {
            Err(SearchError::Damaged { what, .. }) => {
                self.lock().notice = Some(damaged_notice(&what));
                Ok(self.rebuild(progress)?.0)
            }
            other => Ok(other?),
        }
    }

    fn catch_up(&self, keeper: &mut Keeper, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let library = self.library()?;
        match keeper.catch_up(&library, progress, &self.cut) {
            Err(AppError::Search(SearchError::Damaged { what, .. })) => {
                self.lock().notice = Some(damaged_notice(&what));
                let (rebuilt, kept) = self.rebuild(progress)?;
                *keeper = rebuilt;
                Ok(kept)
            }
            other => other,
        }
    }

    fn rebuild(&self, progress: &mut dyn FnMut(Progress)) -> Result<(Keeper, Kept), AppError> {
        let library = self.library()?;
        let (keeper, kept) = Keeper::rebuild(&library, &self.index_dir, progress, &self.cut)?;
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Some(keeper.index().clone());
        // Whatever asked for it meanwhile has it now.
        self.rebuild_wanted.store(false, Ordering::Relaxed);
        Ok((keeper, kept))
    }

    /// Records what a run came to and tells the fronts. Only a look at the whole folder mends a failure.
    fn settle(&self, kept: &Kept, keeper: &Keeper, look: Look) {
        let before = {
            let mut state = self.lock();
            state.skipped = keeper.skipped();
            let before = state.index.clone();
            if look == Look::Whole {
                state.index = IndexState::Ready;
            }
            before
        };
        if kept.changed_anything() {
            self.bell.ring(ChangedNoun::Cards);
        }
        if kept.read > 0 || look == Look::Whole && before != IndexState::Ready {
            self.bell.ring(ChangedNoun::Library);
        }
    }

    fn fail(&self, error: AppError) {
        let error: ApiError = error.into();
        let failed = IndexState::Failed { error };
        let changed = {
            let mut state = self.lock();
            let changed = state.index != failed;
            state.index = failed;
            changed
        };
        if changed {
            self.bell.ring(ChangedNoun::Library);
        }
    }

    fn show_progress(&self, progress: Progress) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.lock().index = IndexState::Building { done: count(progress.done), total: count(progress.total) };
        self.bell.ring(ChangedNoun::Library);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watching {
    /// Starts to keep the session's index on a thread of its own.
    pub(crate) fn start(session: &Arc<Session>) -> Result<Self, AppError> {
        let watch = Watch::start(session.root());
        let handle = watch.handle();
        let kept = Arc::clone(session);
        let thread = std::thread::Builder::new()
            .name("keeper".to_owned())
            .spawn(move || keep(&kept, watch))
            .map_err(|source| AppError::io("start a thread for", session.root(), source))?;
        Ok(Self { session: Arc::clone(session), handle, thread: Some(thread) })
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.session.cut.store(true, Ordering::Relaxed);
        self.handle.stop();
        if let Some(thread) = self.thread.take() {
            // A thread that broke off has said so through the panic hook already.
            let _ = thread.join();
        }
    }
}

/// How much of the folder a run looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// All of it.
    Whole,
    /// Single paths.
    Part,
}

/// What the keeping thread does until it is stopped. Where it breaks off, the fronts are told: a library that is no
/// longer kept must not look as if it were.
fn keep(session: &Session, watch: Watch) {
    if catch_unwind(AssertUnwindSafe(|| keep_until_stopped(session, watch))).is_err() {
        session.fail(AppError::BrokeOff);
    }
}

fn keep_until_stopped(session: &Session, mut watch: Watch) {
    let mut keeper: Option<Keeper> = None;
    loop {
        let wake = watch.wait();
        let begun = Instant::now();
        let mut told = Instant::now();
        let mut progress = |progress: Progress| {
            if told.elapsed() > TELL_EVERY {
                told = Instant::now();
                session.show_progress(progress);
            }
        };
        let (outcome, look) = match wake {
            Wake::Stop => return,
            Wake::Look(paths) => match &mut keeper {
                Some(keeper) => {
                    let outcome = session.library().and_then(|library| keeper.look_at(&library, &paths));
                    (outcome, Look::Part)
                }
                None => continue,
            },
            Wake::Scan => {
                let outcome = if session.rebuild_wanted.load(Ordering::Relaxed) {
                    session.rebuild(&mut progress).map(|(rebuilt, kept)| {
                        keeper = Some(rebuilt);
                        kept
                    })
                } else {
                    scan(session, &mut keeper, &mut progress)
                };
                (outcome, Look::Whole)
            }
        };
        let took = begun.elapsed();
        match (outcome, &keeper) {
            (Ok(kept), Some(keeper)) => session.settle(&kept, keeper, look),
            (Ok(_), None) => {}
            (Err(AppError::CutOff), _) => return,
            (Err(error), _) => session.fail(error),
        }
        if look == Look::Whole {
            // After the fronts were told: arming the events of a large folder takes its time.
            watch.scanned(took);
        }
    }
}

fn scan(
    session: &Session,
    keeper: &mut Option<Keeper>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Kept, AppError> {
    let mut keeping = match keeper.take() {
        Some(keeping) => keeping,
        None => session.begin(progress)?,
    };
    let outcome = session.catch_up(&mut keeping, progress);
    *keeper = Some(keeping);
    outcome
}

/// Empties an index that speaks of another folder: its cards must not be found in this one.
fn emptied_of_another(index: CardIndex, root: &Path) -> Result<Opened, SearchError> {
    if speaks_of(&index, root)? {
        return Ok(Opened::Ready(index));
    }
    let mut writer = index.writer(Effort::Edit)?;
    writer.clear()?;
    writer.commit(&root.to_string_lossy())?;
    writer.close()?;
    index.refresh()?;
    Ok(Opened::Created(index, Reason::FirstTime))
}

/// The index in a folder, where it can be read and speaks of this library.
fn readable(dir: &Path, root: &Path) -> Result<Option<CardIndex>, AppError> {
    match CardIndex::open_for_reading(dir, STAMP)? {
        ReadOpened::Ready(index) if speaks_of(&index, root)? => Ok(Some(index)),
        ReadOpened::Ready(_) | ReadOpened::NotYet => Ok(None),
    }
}

fn speaks_of(index: &CardIndex, root: &Path) -> Result<bool, SearchError> {
    Ok(index.payload()?.as_deref() == Some(&*root.to_string_lossy()))
}

fn notice_of(reason: &Reason) -> Option<String> {
    match reason {
        Reason::FirstTime | Reason::Outdated => None,
        Reason::Damaged { what, .. } => Some(damaged_notice(what)),
    }
}

fn damaged_notice(what: &str) -> String {
    tracing::warn!(what, "the index was damaged and is built again");
    "The index of the cards was found damaged and is built again from the files. No card was touched."
        .to_owned()
}
