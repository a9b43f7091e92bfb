//! One open library: its folder, its index, and what fronts are told of both. `keeping.rs` keeps the second equal to
//! the first.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use oneup_library::{Library, Skipped};
use oneup_prepare::CardGraph;
use oneup_search::{CardIndex, Effort, Opened, ReadOpened, Reason, SearchError};

use crate::bell::Bell;
use crate::contract::{ApiError, ChangedNoun, IndexState, count};
use crate::copies::Copies;
use crate::document::STAMP;
use crate::error::AppError;
use crate::graph::KeptGraph;
use crate::home::Home;
use crate::keeper::{Keeper, Kept, Progress};
use crate::noting::{BATCH, note_now};

/// One open library.
pub(crate) struct Session {
    root: PathBuf,
    index_dir: PathBuf,
    /// Where the state of the library is kept.
    home: PathBuf,
    bell: Arc<Bell>,
    /// Absent only in a process that reads, before the writing one has indexed anything.
    index: RwLock<Option<CardIndex>>,
    state: Mutex<State>,
    /// Stops the run that is under way: at the user's wish, or because the session ends.
    stop: Arc<AtomicBool>,
    /// What the keeping thread is asked for beyond what the watch tells it.
    wanted: Mutex<Wanted>,
    /// Grows whenever the index holds other cards than before.
    turn: AtomicU64,
    graph: KeptGraph,
}

/// What the keeping thread was asked for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// To build the index again.
    pub(crate) rebuild: bool,
    /// To go on with reading that was stopped.
    pub(crate) resume: bool,
    /// To end.
    pub(crate) end: bool,
}

/// What fronts are told of the index.
struct State {
    index: IndexState,
    notice: Option<String>,
    skipped: Vec<Skipped>,
    /// Known once the folder was looked at.
    copies: Option<Copies>,
}

/// What following another process came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Followed {
    /// It keeps the same library.
    Same,
    /// It keeps another library now.
    AnotherLibrary,
}

/// How much of the folder a run looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// All of it.
    Whole,
    /// Single paths.
    Part,
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
            home: home.dir().to_owned(),
            bell,
            index: RwLock::new(index),
            state: Mutex::new(State { index: state, notice, skipped: Vec::new(), copies: None }),
            stop: Arc::default(),
            wanted: Mutex::default(),
            turn: AtomicU64::new(0),
            graph: KeptGraph::default(),
        })
    }

    /// The data folder.
    pub(crate) fn home(&self) -> &Path {
        &self.home
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

    /// Looks at the graph of the cards, brought up to the index.
    ///
    /// # Errors
    /// As [`Session::index`], and what the folder or the index refused.
    pub(crate) fn graph<T>(&self, look: impl FnOnce(&CardGraph) -> T) -> Result<T, AppError> {
        let turn = self.turn.load(Ordering::Relaxed);
        self.graph.look(&self.library()?, &self.index()?, turn, look)
    }

    /// What fronts are told of the index: its state, a notice, what was passed over.
    pub(crate) fn told(&self) -> (IndexState, Option<String>, Vec<Skipped>) {
        let state = self.lock();
        (state.index.clone(), state.notice.clone(), state.skipped.clone())
    }

    /// The conflict copies that the last look at the folder found; none before the first one, nor in a process that
    /// only reads.
    pub(crate) fn copies(&self) -> Option<Copies> {
        self.lock().copies.clone()
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
        let fresh = keeper.take_fresh();
        // The first building of a large library is no change that anybody made.
        if !fresh.is_empty()
            && fresh.len() <= BATCH
            && let Err(error) = note_now(&self.home, &self.root, &fresh)
        {
            tracing::warn!(%error, "what the cards say could not be noted");
        }
        Ok(kept)
    }

    /// Builds the index again from the files once, on the caller's thread.
    pub(crate) fn rebuild_once(&self, progress: &mut dyn FnMut(Progress)) -> Result<Kept, AppError> {
        let (keeper, kept) = self.rebuild(progress)?;
        self.settle(&kept, &keeper, Look::Whole);
        Ok(kept)
    }

    /// What stops the run that is under way.
    pub(crate) fn stop(&self) -> &Arc<AtomicBool> {
        &self.stop
    }

    /// What the keeping thread is asked for, to be changed or answered.
    pub(crate) fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the fronts that the user stopped the reading.
    pub(crate) fn pause(&self, left: u32) {
        self.turn.fetch_add(1, Ordering::Relaxed);
        self.lock().index = IndexState::Paused { left };
        self.bell.ring(ChangedNoun::Cards);
        self.bell.ring(ChangedNoun::Library);
    }

    /// Tells the fronts that the index stands as it stood before a run that was stopped.
    pub(crate) fn restore(&self, before: IndexState) {
        self.lock().index = before;
        self.bell.ring(ChangedNoun::Library);
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
                    self.turn.fetch_add(1, Ordering::Relaxed);
                    self.bell.ring(ChangedNoun::Cards);
                }
                if changed || before != state {
                    self.bell.ring(ChangedNoun::Library);
                }
            }
            Err(error) => {
                self.fail(error);
            }
        }
        Followed::Same
    }

    pub(crate) fn begin(&self, progress: &mut dyn FnMut(Progress)) -> Result<Keeper, AppError> {
        match Keeper::begin(self.index()?) {
            Err(SearchError::Damaged { what, .. }) => {
                self.lock().notice = Some(damaged_notice(&what));
                Ok(self.rebuild(progress)?.0)
            }
            other => Ok(other?),
        }
    }

    pub(crate) fn catch_up(
        &self,
        keeper: &mut Keeper,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Kept, AppError> {
        let library = self.library()?;
        match keeper.catch_up(&library, progress, &self.stop) {
            Err(AppError::Search(SearchError::Damaged { what, .. })) => {
                self.lock().notice = Some(damaged_notice(&what));
                let (rebuilt, kept) = self.rebuild(progress)?;
                *keeper = rebuilt;
                Ok(kept)
            }
            other => other,
        }
    }

    pub(crate) fn rebuild(&self, progress: &mut dyn FnMut(Progress)) -> Result<(Keeper, Kept), AppError> {
        let library = self.library()?;
        let (keeper, kept) = Keeper::rebuild(&library, &self.index_dir, progress, &self.stop)?;
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Some(keeper.index().clone());
        // Whatever asked for it meanwhile has it now.
        self.wanted().rebuild = false;
        Ok((keeper, kept))
    }

    /// Records what a run came to and tells the fronts. Only a look at the whole folder mends a failure.
    pub(crate) fn settle(&self, kept: &Kept, keeper: &Keeper, look: Look) {
        let before = {
            let mut state = self.lock();
            state.skipped = keeper.skipped();
            state.copies = Some(keeper.copies().clone());
            let before = state.index.clone();
            if look == Look::Whole {
                state.index = IndexState::Ready;
            }
            before
        };
        if kept.changed_anything() {
            self.turn.fetch_add(1, Ordering::Relaxed);
            self.bell.ring(ChangedNoun::Cards);
        }
        if kept.read > 0 || look == Look::Whole && before != IndexState::Ready {
            self.bell.ring(ChangedNoun::Library);
        }
    }

    pub(crate) fn fail(&self, error: AppError) -> ApiError {
        let error: ApiError = error.into();
        let failed = IndexState::Failed { error: error.clone() };
        let changed = {
            let mut state = self.lock();
            let changed = state.index != failed;
            state.index = failed;
            changed
        };
        if changed {
            self.bell.ring(ChangedNoun::Library);
        }
        error
    }

    pub(crate) fn show_progress(&self, progress: Progress) {
        self.lock().index = IndexState::Building { done: count(progress.done), total: count(progress.total) };
        self.bell.ring(ChangedNoun::Library);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
