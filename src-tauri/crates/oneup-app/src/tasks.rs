//! Long work as fronts show it: begun by whoever does it, stopped by the user, kept a while when it has ended.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use oneup_library::Skipped;

use crate::bell::Bell;
use crate::clock;
use crate::contract::{ApiError, ChangedNoun, Task, TaskKind, TaskState, Tasks};
use crate::skipped;

/// How many pieces of work that have ended are kept to be read.
const KEPT: usize = 20;

/// The long work of this start.
#[derive(Debug)]
pub(crate) struct TaskBoard {
    bell: Arc<Bell>,
    board: Mutex<Board>,
}

#[derive(Debug, Default)]
struct Board {
    last: u32,
    /// The newest first.
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    task: Task,
    cut: Arc<AtomicBool>,
}

/// One piece of work under way. Dropped without an end, it is told to have failed.
#[derive(Debug)]
pub(crate) struct Work {
    board: Arc<TaskBoard>,
    id: u32,
    has_ended: bool,
}

impl TaskBoard {
    /// Makes an empty board that rings the bell at every change.
    pub(crate) fn new(bell: Arc<Bell>) -> Self {
        Self { bell, board: Mutex::default() }
    }

    /// Begins a piece of work. `cut` is what its worker looks at: the user's wish to stop sets it.
    pub(crate) fn begin(self: &Arc<Self>, kind: TaskKind, cut: &Arc<AtomicBool>) -> Work {
        let mut board = self.lock();
        board.last += 1;
        let id = board.last;
        let state = TaskState::Running { done: 0, total: 0 };
        let task = Task { id, kind, state, began: clock::now_iso() };
        board.entries.insert(0, Entry { task, cut: Arc::clone(cut) });
        let mut ended = 0;
        board.entries.retain(|entry| {
            let has_ended = !entry.task.state.is_under_way();
            ended += usize::from(has_ended);
            !has_ended || ended <= KEPT
        });
        drop(board);
        self.bell.ring(ChangedNoun::Tasks);
        Work { board: Arc::clone(self), id, has_ended: false }
    }

    /// Everything there is to show.
    pub(crate) fn all(&self) -> Tasks {
        Tasks { tasks: self.lock().entries.iter().map(|entry| entry.task.clone()).collect() }
    }

    /// Asks a piece of work to stop; one that has ended stays as it ended.
    pub(crate) fn cancel(&self, id: u32) {
        self.change(id, |entry| {
            if entry.task.state.is_under_way() {
                entry.cut.store(true, Ordering::Relaxed);
                entry.task.state = TaskState::Stopping;
            }
        });
    }

    fn change(&self, id: u32, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.lock().entries.iter_mut().find(|entry| entry.task.id == id) {
            change(entry);
        }
        self.bell.ring(ChangedNoun::Tasks);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work {
    /// Tells how far it is.
    pub(crate) fn progress(&self, done: u32, total: u32) {
        self.board.change(self.id, |entry| {
            if matches!(entry.task.state, TaskState::Running { .. }) {
                entry.task.state = TaskState::Running { done, total };
            }
        });
    }

    /// Tells that it came to its end, and what was left out.
    pub(crate) fn done(self, done: u32, left_out: &[Skipped]) {
        let (left_out, left_out_total) = skipped::told(left_out);
        self.end(TaskState::Done { done, left_out, left_out_total });
    }

    /// Tells that it stopped at the user's wish.
    pub(crate) fn cancelled(self, done: u32, total: u32) {
        self.end(TaskState::Cancelled { done, total });
    }

    /// Tells that it failed.
    pub(crate) fn failed(self, error: ApiError) {
        self.end(TaskState::Failed { error });
    }

    fn end(mut self, state: TaskState) {
        self.has_ended = true;
        self.board.change(self.id, |entry| entry.task.state = state);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if !self.has_ended {
            let error = crate::error::AppError::BrokeOff.into();
            self.board.change(self.id, |entry| entry.task.state = TaskState::Failed { error });
        }
    }
}

impl TaskState {
    fn is_under_way(&self) -> bool {
        matches!(self, Self::Running { .. } | Self::Stopping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board() -> Arc<TaskBoard> {
        Arc::new(TaskBoard::new(Arc::default()))
    }

    #[test]
    fn work_goes_on_is_stopped_and_says_what_it_came_to() {
        let board = board();
        let cut: Arc<AtomicBool> = Arc::default();
        let work = board.begin(TaskKind::ReadFiles, &cut);
        work.progress(3, 10);
        assert_eq!(board.all().tasks[0].state, TaskState::Running { done: 3, total: 10 });
        board.cancel(1);
        assert!(cut.load(Ordering::Relaxed), "the worker is told");
        work.progress(4, 10);
        assert_eq!(board.all().tasks[0].state, TaskState::Stopping, "it is not shown to run again");
        work.cancelled(4, 10);
        board.cancel(1);
        assert_eq!(board.all().tasks[0].state, TaskState::Cancelled { done: 4, total: 10 });
    }

    #[test]
    fn what_was_left_out_is_told_up_to_a_number_and_counted() {
        let board = board();
        let skipped = Skipped { path: "a.md".to_owned(), why: "it is too large".to_owned() };
        board.begin(TaskKind::RebuildIndex, &Arc::default()).done(5, &vec![skipped; 300]);
        match &board.all().tasks[0].state {
            TaskState::Done { done: 5, left_out, left_out_total: 300 } => assert_eq!(left_out.len(), 200),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn work_that_breaks_off_is_told_to_have_failed() {
        let board = board();
        drop(board.begin(TaskKind::ReadFiles, &Arc::default()));
        assert!(matches!(board.all().tasks[0].state, TaskState::Failed { .. }));
    }

    #[test]
    fn only_the_newest_are_kept_and_none_that_goes_on_is_dropped() {
        let board = board();
        let first = board.begin(TaskKind::ReadFiles, &Arc::default());
        for _ in 0..50 {
            board.begin(TaskKind::ReadFiles, &Arc::default()).done(1, &[]);
        }
        let tasks = board.all().tasks;
        assert!(tasks.len() <= KEPT + 2, "{}", tasks.len());
        assert_eq!(tasks.last().unwrap().id, 1);
        drop(first);
    }
}
