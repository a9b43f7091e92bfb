//! Tells waiting fronts what changed, by noun and by revision, and what the desktop asks of each window.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::contract::{ChangedNoun, Changes, Wish};

/// How long a front waits at most before it asks again; it also bounds how long a closing program waits for it.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// More wishes than this are not kept for a window that does not come for them.
const MOST_WISHES: usize = 32;

/// The revisions at which each noun changed last, and the wishes that wait for each window.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    told: Mutex<Told>,
    rung: Condvar,
}

#[derive(Debug, Default)]
struct Told {
    revision: u32,
    last: HashMap<ChangedNoun, u32>,
    windows: HashMap<String, Waiting>,
}

/// What waits for one window.
#[derive(Debug, Default)]
struct Waiting {
    wishes: Vec<Wish>,
    /// Counts its polls. Only the last one may take the wishes: a page that was loaded anew has left its old poll
    /// behind, which would take them to nobody.
    polls: u64,
}

impl Bell {
    /// Tells that a noun changed.
    pub(crate) fn ring(&self, noun: ChangedNoun) {
        let mut told = self.lock();
        told.revision = told.revision.wrapping_add(1);
        let revision = told.revision;
        told.last.insert(noun, revision);
        self.rung.notify_all();
    }

    /// Leaves a wish for a window.
    pub(crate) fn wish(&self, window: &str, wish: Wish) {
        let mut told = self.lock();
        let waiting = told.windows.entry(window.to_owned()).or_default();
        if waiting.wishes.len() < MOST_WISHES {
            waiting.wishes.push(wish);
            self.rung.notify_all();
        }
    }

    /// Forgets a window that was closed.
    pub(crate) fn forget(&self, window: &str) {
        self.lock().windows.remove(window);
        self.rung.notify_all();
    }

    /// Waits until something changed after a revision, a wish has come for the window, or for about twenty seconds.
    pub(crate) fn wait(&self, since: u32, window: &str) -> Changes {
        let mut told = self.lock();
        let waiting = told.windows.entry(window.to_owned()).or_default();
        waiting.polls += 1;
        let poll = waiting.polls;
        let is_idle = |told: &mut Told| {
            let mine = told.windows.get(window).filter(|waiting| waiting.polls == poll);
            told.revision <= since && mine.is_some_and(|waiting| waiting.wishes.is_empty())
        };
        let (mut told, _) =
            self.rung.wait_timeout_while(told, LONGEST_WAIT, is_idle).unwrap_or_else(PoisonError::into_inner);
        let wishes = match told.windows.get_mut(window) {
            Some(waiting) if waiting.polls == poll => std::mem::take(&mut waiting.wishes),
            _ => Vec::new(),
        };
        let mut changed: Vec<ChangedNoun> =
            told.last.iter().filter(|(_, at)| **at > since).map(|(noun, _)| *noun).collect();
        changed.sort_unstable();
        Changes { revision: told.revision, changed, wishes }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_waiting_front_is_told_what_changed_and_only_that() {
        let bell = Arc::new(Bell::default());
        bell.ring(ChangedNoun::Library);
        let first = bell.wait(0, "main");
        assert_eq!(first.changed, [ChangedNoun::Library]);
        let ringer = Arc::clone(&bell);
        let ring = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            ringer.ring(ChangedNoun::Cards);
        });
        let second = bell.wait(first.revision, "main");
        assert_eq!(second.changed, [ChangedNoun::Cards]);
        assert!(second.revision > first.revision);
        ring.join().unwrap();
    }

    #[test]
    fn a_wish_reaches_its_window_once_and_no_other() {
        let bell = Bell::default();
        let wish = Wish::Command { id: "search.focus".to_owned() };
        bell.wish("main", wish.clone());
        bell.ring(ChangedNoun::Cards);
        assert!(bell.wait(0, "window-2").wishes.is_empty());
        assert_eq!(bell.wait(0, "main").wishes, [wish]);
        assert!(bell.wait(0, "main").wishes.is_empty());
    }

    #[test]
    fn a_poll_that_was_left_behind_takes_no_wish() {
        let bell = Arc::new(Bell::default());
        let left = Arc::clone(&bell);
        let old = std::thread::spawn(move || left.wait(0, "main"));
        std::thread::sleep(Duration::from_millis(50));
        let newer = Arc::clone(&bell);
        let new = std::thread::spawn(move || newer.wait(0, "main"));
        std::thread::sleep(Duration::from_millis(50));
        bell.wish("main", Wish::ShortcutHeard);
        assert_eq!(new.join().unwrap().wishes, [Wish::ShortcutHeard]);
        assert!(old.join().unwrap().wishes.is_empty());
    }

    #[test]
    fn a_window_that_never_comes_is_kept_few_wishes() {
        let bell = Bell::default();
        for _ in 0..1000 {
            bell.wish("main", Wish::ShortcutHeard);
        }
        assert_eq!(bell.wait(0, "main").wishes.len(), MOST_WISHES);
    }
}
