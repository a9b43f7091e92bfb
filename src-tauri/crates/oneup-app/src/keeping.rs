//! The thread that keeps a session's index equal to its files, from one wake of the watch to the next.
//!
//! A run that lasts is shown as a task. The user may stop it: what was read so far stays findable, and the thread
//! reads no further until it is asked to go on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use oneup_library::{Wake, Watch, WatchHandle};

use crate::contract::{IndexState, TaskKind, count};
use crate::error::AppError;
use crate::keeper::{Keeper, Kept, Progress};
use crate::noting::{Noting, Seen};
use crate::session::{Look, Session};
use crate::tasks::{TaskBoard, Work};

/// How often waiting fronts are told of progress; what is shorter is no task.
const TELL_EVERY: Duration = Duration::from_millis(150);

/// The thread that keeps a session's index; it ends when this is dropped.
pub(crate) struct Watching {
    session: Arc<Session>,
    handle: WatchHandle,
    thread: Option<JoinHandle<()>>,
    /// Ends after the thread that hands over to it.
    _noting: Noting,
}

impl Watching {
    /// Starts to keep the session's index on a thread of its own.
    pub(crate) fn start(session: &Arc<Session>, board: &Arc<TaskBoard>) -> Result<Self, AppError> {
        let watch = Watch::start(session.root());
        let handle = watch.handle();
        let (kept, tasks) = (Arc::clone(session), Arc::clone(board));
        let noting = Noting::start(session.home(), session.root())?;
        let seen = noting.seen();
        let thread = std::thread::Builder::new()
            .name("keeper".to_owned())
            .spawn(move || keep(&kept, watch, &tasks, seen.as_ref()))
            .map_err(|source| AppError::io("start a thread for", session.root(), source))?;
        Ok(Self { session: Arc::clone(session), handle, thread: Some(thread), _noting: noting })
    }

    /// Asks for the index to be built again.
    pub(crate) fn want_rebuild(&self) {
        self.session.wanted().rebuild = true;
        self.handle.wake();
    }

    /// Has what this process wrote be found at once, also where the user stopped the reading.
    pub(crate) fn wrote(&self, paths: Vec<PathBuf>) {
        self.handle.wrote(paths);
    }

    /// Asks for a look at the files now; reading that was stopped goes on.
    pub(crate) fn want_look(&self) {
        self.session.wanted().resume = true;
        self.handle.wake();
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.session.wanted().end = true;
        self.session.stop().store(true, Ordering::Relaxed);
        self.handle.stop();
        if let Some(thread) = self.thread.take() {
            // A thread that broke off has said so through the panic hook already.
            let _ = thread.join();
        }
    }
}

/// What the keeping thread does until it is stopped. Where it breaks off, the fronts are told: a library that is no
/// longer kept must not look as if it were.
fn keep(session: &Session, watch: Watch, board: &Arc<TaskBoard>, seen: Option<&Sender<Seen>>) {
    if catch_unwind(AssertUnwindSafe(|| keep_until_stopped(session, watch, board, seen))).is_err() {
        session.fail(AppError::BrokeOff);
    }
}

fn keep_until_stopped(
    session: &Session,
    mut watch: Watch,
    board: &Arc<TaskBoard>,
    seen: Option<&Sender<Seen>>,
) {
    let mut keeper: Option<Keeper> = None;
    let mut has_seen_all = false;
    let mut is_paused = false;
    loop {
        let wake = watch.wait();
        let begun = Instant::now();
        match wake {
            Wake::Stop => return,
            Wake::Look(_) if is_paused => {}
            // Before the first scan there is nothing to bring up to date; the scan finds these too.
            Wake::Look(paths) | Wake::Own(paths) => {
                if let Some(keeper) = &mut keeper {
                    look(session, keeper, &paths);
                    hand_over(seen, keeper, &mut has_seen_all, false);
                }
            }
            Wake::Scan => {
                let wanted = std::mem::take(&mut session.wanted().resume);
                let rebuild = session.wanted().rebuild;
                if !is_paused || wanted || rebuild {
                    match Run::new(session, board, rebuild).go(&mut keeper) {
                        Ended::Done => is_paused = false,
                        Ended::Paused => is_paused = true,
                        Ended::Session => return,
                    }
                    if let Some(keeper) = &mut keeper {
                        hand_over(seen, keeper, &mut has_seen_all, !is_paused);
                    }
                }
                // After the fronts were told: arming the events of a large folder takes its time.
                watch.scanned(begun.elapsed());
            }
        }
    }
}

/// Hands over what was read to be noted; after the first look at the whole folder, every card there is.
fn hand_over(seen: Option<&Sender<Seen>>, keeper: &mut Keeper, has_seen_all: &mut bool, whole: bool) {
    let fresh = keeper.take_fresh();
    let Some(seen) = seen else { return };
    // Where the other thread has broken off, it has said so.
    if !fresh.is_empty() {
        let _ = seen.send(Seen::Read(fresh));
    }
    if whole && !*has_seen_all {
        *has_seen_all = true;
        let _ = seen.send(Seen::All(keeper.paths()));
    }
}

/// Brings the index up to single paths.
fn look(session: &Session, keeper: &mut Keeper, paths: &[PathBuf]) {
    match session.library().and_then(|library| keeper.look_at(&library, paths)) {
        Ok(kept) => session.settle(&kept, keeper, Look::Part),
        Err(error) => {
            session.fail(error);
        }
    }
}

/// One look at the whole folder, or one building of the index.
struct Run<'s> {
    session: &'s Session,
    board: &'s Arc<TaskBoard>,
    rebuild: bool,
    work: Option<Work>,
    last: Progress,
}

/// How a run ended.
enum Ended {
    /// By itself, or by the user where there is nothing to go on with.
    Done,
    /// By the user: files were left unread.
    Paused,
    /// With the session.
    Session,
}

impl<'s> Run<'s> {
    fn new(session: &'s Session, board: &'s Arc<TaskBoard>, rebuild: bool) -> Self {
        let work = rebuild.then(|| board.begin(TaskKind::RebuildIndex, session.stop()));
        Self { session, board, rebuild, work, last: Progress { done: 0, total: 0 } }
    }

    fn go(mut self, keeper: &mut Option<Keeper>) -> Ended {
        let (before, _, _) = self.session.told();
        let outcome = self.run(keeper);
        if self.session.wanted().end {
            if let Some(work) = self.work {
                work.cancelled(count(self.last.done), count(self.last.total));
            }
            return Ended::Session;
        }
        let was_stopped = self.session.stop().load(Ordering::Relaxed);
        let is_whole = outcome.is_ok() && self.last.done >= self.last.total;
        let failed_otherwise = matches!(&outcome, Err(error) if !matches!(error, AppError::CutOff));
        let stop = Arc::clone(self.session.stop());
        let ended = if was_stopped && !is_whole && !failed_otherwise {
            self.stopped(before)
        } else {
            self.came_to(outcome, keeper.as_ref())
        };
        // Once the task has ended no wish to stop can reach it; one that came too late must not stop the next run.
        stop.store(false, Ordering::Relaxed);
        ended
    }

    fn came_to(self, outcome: Result<Kept, AppError>, keeper: Option<&Keeper>) -> Ended {
        match (outcome, keeper) {
            (Ok(kept), Some(keeper)) => {
                self.session.settle(&kept, keeper, Look::Whole);
                if let Some(work) = self.work {
                    work.done(count(kept.read), &keeper.skipped());
                }
            }
            (Ok(_), None) => {}
            (Err(error), _) => {
                let told = self.session.fail(error);
                if let Some(work) = self.work {
                    work.failed(told);
                }
            }
        }
        Ended::Done
    }

    fn run(&mut self, keeper: &mut Option<Keeper>) -> Result<Kept, AppError> {
        let (session, rebuild) = (self.session, self.rebuild);
        let mut told = Instant::now();
        let mut progress = |progress: Progress| {
            self.last = progress;
            if told.elapsed() > TELL_EVERY {
                told = Instant::now();
                session.show_progress(progress);
                self.work
                    .get_or_insert_with(|| self.board.begin(TaskKind::ReadFiles, session.stop()))
                    .progress(count(progress.done), count(progress.total));
            }
        };
        if rebuild {
            // Asked for once, tried once: a rebuild that fails or is stopped is not tried again by itself.
            session.wanted().rebuild = false;
            let (new, kept) = session.rebuild(&mut progress)?;
            *keeper = Some(new);
            return Ok(kept);
        }
        let mut keeping = match keeper.take() {
            Some(keeping) => keeping,
            None => session.begin(&mut progress)?,
        };
        let outcome = session.catch_up(&mut keeping, &mut progress);
        *keeper = Some(keeping);
        outcome
    }

    fn stopped(self, before: IndexState) -> Ended {
        let (done, total) = (count(self.last.done), count(self.last.total));
        if let Some(work) = self.work {
            work.cancelled(done, total);
        }
        if self.rebuild {
            // The old index answers on.
            self.session.restore(before);
            return Ended::Done;
        }
        self.session.pause(total.saturating_sub(done));
        Ended::Paused
    }
}
