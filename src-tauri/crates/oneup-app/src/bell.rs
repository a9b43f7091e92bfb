//! Tells waiting fronts that something changed, by noun and by revision.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::contract::{ChangedNoun, Changes};

/// How long a front waits at most before it asks again; it also bounds how long a closing program waits for it.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// The revisions at which each noun changed last.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    last: Mutex<Last>,
    rung: Condvar,
}

#[derive(Debug, Default, Clone, Copy)]
struct Last {
    cards: u32,
    library: u32,
    revision: u32,
}

impl Bell {
    /// Tells that a noun changed.
    pub(crate) fn ring(&self, noun: ChangedNoun) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.revision = last.revision.wrapping_add(1);
        match noun {
            ChangedNoun::Cards => last.cards = last.revision,
            ChangedNoun::Library => last.library = last.revision,
        }
        self.rung.notify_all();
    }

    /// Waits until something changed after a revision, or for about twenty seconds.
    pub(crate) fn wait(&self, since: u32) -> Changes {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, _) = self
            .rung
            .wait_timeout_while(last, LONGEST_WAIT, |last| last.revision <= since)
            .unwrap_or_else(PoisonError::into_inner);
        let changed = [(ChangedNoun::Cards, last.cards), (ChangedNoun::Library, last.library)];
        Changes {
            revision: last.revision,
            changed: changed.into_iter().filter(|(_, at)| *at > since).map(|(noun, _)| noun).collect(),
        }
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
        let first = bell.wait(0);
        assert_eq!(first.changed, [ChangedNoun::Library]);
        let ringer = Arc::clone(&bell);
        let ring = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            ringer.ring(ChangedNoun::Cards);
        });
        let second = bell.wait(first.revision);
        assert_eq!(second.changed, [ChangedNoun::Cards]);
        assert!(second.revision > first.revision);
        ring.join().unwrap();
    }
}
