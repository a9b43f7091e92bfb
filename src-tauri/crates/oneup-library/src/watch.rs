//! Says when to look at the library again.
//!
//! The operating system's events are hints and nothing more: they lose renames, overflow, stop at a limit, and on
//! network drives tell nothing of what other machines do. An event makes the paths it names be looked at soon; a scan of the whole folder
//! follows every event and also comes by itself now and then, so that whatever an event got wrong is put right.
//! Where no events can be had at all, scans alone find every change within two seconds, as long as one scan takes
//! no more than 0.3 seconds; see [`Watch::scanned`] for what larger libraries get there.
//!
//! `notify` is used without its debouncer: the debouncer's work is to make events trustworthy, and none is trusted.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::ground::{Identity, is_remote};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher};

/// Events that come this close together are one change: editors save in three or four steps.
const QUIET: Duration = Duration::from_millis(15);
/// A stream of events is cut here, so that a long one is answered while it lasts.
const PATIENCE: Duration = Duration::from_millis(150);
/// More paths than this are cheaper to find by a scan.
const MANY: usize = 256;
/// A scan follows an event on a file after this time.
const SETTLED: Duration = Duration::from_secs(1);
/// A scan follows an event on a folder sooner: no single path tells what moved.
const FOLDER_SETTLED: Duration = Duration::from_millis(150);
/// How often the folder itself is checked to be the same one.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// The time between scans while events are armed and none comes.
const CALM: Duration = Duration::from_secs(20);
/// Where scans alone find a change: the time from the change to the end of the scan that shows it, less the time
/// that indexing it takes.
const BLIND: Duration = Duration::from_millis(1800);
/// However long a scan takes, the next one comes after this time.
const LONGEST: Duration = Duration::from_mins(1);

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Wake {
    /// Look at these paths now; a scan will follow.
    Look(Vec<PathBuf>),
    /// Look at these paths now: the program itself has written them.
    Own(Vec<PathBuf>),
    /// Scan the whole folder, then call [`Watch::scanned`].
    Scan,
    /// Stop: the one who asked for the watch has ended it.
    Stop,
}

enum Note {
    Event(notify::Result<notify::Event>),
    Own(Vec<PathBuf>),
    Scan,
    Stop,
}

/// Speaks to a [`Watch`] from another thread.
#[derive(Debug, Clone)]
pub struct WatchHandle(Sender<Note>);

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Event(_) => "Event",
            Self::Own(_) => "Own",
            Self::Scan => "Scan",
            Self::Stop => "Stop",
        })
    }
}

impl WatchHandle {
    /// Asks for a scan now; the next [`Watch::wait`] returns [`Wake::Scan`].
    pub fn wake(&self) {
        // A watch that has ended already scans no more.
        let _ = self.0.send(Note::Scan);
    }

    /// Asks for a look at paths that were just written, without waiting for the system to tell of them; the next
    /// [`Watch::wait`] returns [`Wake::Own`].
    pub fn wrote(&self, paths: Vec<PathBuf>) {
        // A watch that has ended already looks at nothing.
        let _ = self.0.send(Note::Own(paths));
    }

    /// Ends the watch; its next [`Watch::wait`] returns [`Wake::Stop`].
    pub fn stop(&self) {
        // A watch that has ended already needs no telling.
        let _ = self.0.send(Note::Stop);
    }
}

/// A watch on one folder.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    sender: Sender<Note>,
    receiver: Receiver<Note>,
    events: Option<RecommendedWatcher>,
    identity: Option<Identity>,
    next_scan: Instant,
    last_scan: Instant,
    calm: Duration,
    has_scanned: bool,
}

impl Watch {
    /// Begins to watch a folder; it may be missing and come later. The first wake is a scan.
    ///
    /// Events are asked for only after that scan, because asking takes longer than scanning and someone waits for
    /// the first answer; a second scan then finds what changed in between.
    #[must_use]
    pub fn start(root: &Path) -> Self {
        let (sender, receiver) = channel();
        Self {
            root: root.to_owned(),
            sender,
            receiver,
            events: None,
            identity: Identity::of(root),
            next_scan: Instant::now(),
            last_scan: Instant::now(),
            calm: CALM,
            has_scanned: false,
        }
    }

    /// What speaks to this watch from another thread.
    #[must_use]
    pub fn handle(&self) -> WatchHandle {
        WatchHandle(self.sender.clone())
    }

    /// Waits until there is something to do.
    pub fn wait(&mut self) -> Wake {
        loop {
            let now = Instant::now();
            if now >= self.next_scan {
                return Wake::Scan;
            }
            let first = self.receiver.recv_timeout(HEARTBEAT.min(self.next_scan - now));
            match first {
                Ok(Note::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stop,
                Ok(Note::Scan) => return Wake::Scan,
                Ok(Note::Own(paths)) => return Wake::Own(paths),
                Err(RecvTimeoutError::Timeout) => {
                    if self.was_switched() {
                        return Wake::Scan;
                    }
                }
                Ok(Note::Event(event)) => {
                    if let Some(wake) = self.gather(event) {
                        return wake;
                    }
                }
            }
        }
    }

    /// Tells how long the scan took, from which the time of the next one follows.
    ///
    /// With events, scans take at most a two-hundredth of the time, so that an idle library costs no measurable
    /// processor time, but come every minute at the latest. Without events, a change that just misses one scan is
    /// seen by the end of the next: up to 0.3 seconds a scan, the pause leaves that within two seconds. A larger
    /// library is not scanned without a break: the pause is then four times the scan, a change is found within
    /// six times its length, and a scan of ten seconds or more is followed by a pause of up to a minute.
    pub fn scanned(&mut self, took: Duration) {
        let is_first = !std::mem::replace(&mut self.has_scanned, true);
        if is_first {
            self.arm();
        }
        self.last_scan = Instant::now();
        let pause = match &self.events {
            Some(_) if is_first => FOLDER_SETTLED,
            Some(_) => calm_pause(self.calm, took),
            None => blind_pause(took),
        };
        self.next_scan = self.last_scan + pause;
    }

    /// Collects the events that belong together and decides what they are worth.
    fn gather(&mut self, first: notify::Result<notify::Event>) -> Option<Wake> {
        let begun = Instant::now();
        let mut paths: Vec<PathBuf> = Vec::new();
        let mut own: Vec<PathBuf> = Vec::new();
        let mut unsure = false;
        let mut next = Some(first);
        loop {
            match next.take() {
                Some(Ok(event)) if is_mere_reading(event.kind) => {}
                Some(Ok(event)) => {
                    unsure |= event.need_rescan();
                    for path in event.paths {
                        if !paths.contains(&path) {
                            paths.push(path);
                        }
                    }
                }
                Some(Err(_)) => unsure = true,
                None => {}
            }
            if begun.elapsed() > PATIENCE || paths.len() > MANY {
                break;
            }
            match self.receiver.recv_timeout(QUIET) {
                Ok(Note::Event(event)) => next = Some(event),
                Ok(Note::Scan) => unsure = true,
                // Somebody waits for these; what else was told of is found by the scan that follows.
                Ok(Note::Own(written)) => {
                    own = written;
                    break;
                }
                Ok(Note::Stop) | Err(RecvTimeoutError::Disconnected) => return Some(Wake::Stop),
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        paths.retain(|path| !in_hidden_folder(&self.root, path));
        if paths.is_empty() && !unsure {
            return own_wake(own);
        }
        let only_files = paths.iter().all(|path| path.extension().is_some());
        let follow = if unsure || paths.len() > MANY || !only_files { FOLDER_SETTLED } else { SETTLED };
        // A long stream of events must not be answered by scan upon scan.
        let soonest = self.last_scan + FOLDER_SETTLED * 2;
        self.next_scan = self.next_scan.min((Instant::now() + follow).max(soonest));
        if !own.is_empty() {
            return own_wake(own);
        }
        if unsure || paths.len() > MANY { None } else { Some(Wake::Look(paths)) }
    }

    /// Whether another folder stands under the name since the last look; if so, watches that one.
    fn was_switched(&mut self) -> bool {
        let identity = Identity::of(&self.root);
        if identity == self.identity {
            return false;
        }
        self.identity = identity;
        self.arm();
        true
    }

    /// Asks the operating system for events. Where it refuses (a limit) or could tell only half (a network drive),
    /// scans take over.
    fn arm(&mut self) {
        self.events = None;
        if is_remote(&self.root) {
            tracing::info!(
                "the library is on a network drive; it is scanned every two seconds instead of watched"
            );
            return;
        }
        let sender = self.sender.clone();
        let told = move |event| {
            // The receiver is gone only when the watch itself is.
            let _ = sender.send(Note::Event(event));
        };
        match armed(&self.root, told) {
            Ok(watcher) => self.events = Some(watcher),
            Err(error) => {
                tracing::warn!(%error, "no file events; the library is scanned every two seconds instead");
            }
        }
    }
}

/// Has a folder and all below it reported. Links are not followed: they may lead anywhere, a whole home folder
/// included, and what they lead to within the library is reported under its own name.
fn armed(root: &Path, told: impl notify::EventHandler) -> notify::Result<RecommendedWatcher> {
    let mut watcher = RecommendedWatcher::new(told, Config::default().with_follow_symlinks(false))?;
    watcher.watch(root, RecursiveMode::Recursive)?;
    Ok(watcher)
}

fn own_wake(own: Vec<PathBuf>) -> Option<Wake> {
    (!own.is_empty()).then_some(Wake::Own(own))
}

fn calm_pause(calm: Duration, took: Duration) -> Duration {
    took.saturating_mul(200).max(calm).min(LONGEST)
}

fn blind_pause(took: Duration) -> Duration {
    BLIND.saturating_sub(took.saturating_mul(2)).max(took.saturating_mul(4)).min(LONGEST)
}

/// Opening and reading a file changes nothing; our own reading would wake us for ever.
fn is_mere_reading(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// Whether a path lies in a folder that belongs to a program, as `.git` does. The temporary file of a save is
/// hidden too, but the name it takes afterwards comes with its own event.
fn in_hidden_folder(root: &Path, path: &Path) -> bool {
    path.strip_prefix(root).is_ok_and(|relative| {
        relative.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Waits for a wake that names the path, or for a scan that follows; both must come within two seconds.
    fn is_told_of(watch: &mut Watch, path: &Path) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(2) {
            match watch.wait() {
                Wake::Look(paths) if paths.iter().any(|named| named == path) => return true,
                Wake::Look(_) | Wake::Own(_) => {}
                Wake::Scan => return true,
                Wake::Stop => return false,
            }
        }
        false
    }

    fn started(root: &Path) -> Watch {
        let mut watch = Watch::start(root);
        for nth in ["the first wake is a scan", "once events are armed another follows"] {
            assert_eq!(watch.wait(), Wake::Scan, "{nth}");
            watch.scanned(Duration::ZERO);
        }
        watch
    }

    #[test]
    fn a_change_between_the_first_scan_and_the_arming_is_found_by_the_second() {
        let place = tempfile::tempdir().unwrap();
        let library = crate::folder::Library::open(place.path()).unwrap();
        let mut watch = Watch::start(place.path());
        assert_eq!(watch.wait(), Wake::Scan);
        assert_eq!(library.scan().unwrap().files.len(), 0);
        fs::write(place.path().join("a.md"), "x").unwrap();
        watch.scanned(Duration::ZERO);
        assert_eq!(watch.wait(), Wake::Scan);
        assert_eq!(library.scan().unwrap().files.len(), 1);
    }

    #[test]
    fn a_save_by_rename_is_told_and_a_scan_follows() {
        let place = tempfile::tempdir().unwrap();
        let mut watch = started(place.path());
        fs::write(place.path().join("a.md.tmp"), "x").unwrap();
        fs::rename(place.path().join("a.md.tmp"), place.path().join("a.md")).unwrap();
        assert!(is_told_of(&mut watch, &place.path().join("a.md")));
        let begun = Instant::now();
        while watch.wait() != Wake::Scan {
            assert!(begun.elapsed() < Duration::from_secs(2));
        }
    }

    #[test]
    fn what_the_program_wrote_itself_is_looked_at_at_once() {
        let place = tempfile::tempdir().unwrap();
        let mut watch = started(place.path());
        let written = vec![place.path().join("a.md")];
        watch.handle().wrote(written.clone());
        assert_eq!(watch.wait(), Wake::Own(written));
    }

    #[test]
    fn a_folder_switched_under_the_name_is_noticed_and_watched() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("library");
        fs::create_dir(&root).unwrap();
        let mut watch = started(&root);
        fs::rename(&root, place.path().join("old")).unwrap();
        fs::create_dir(&root).unwrap();
        let begun = Instant::now();
        while watch.wait() != Wake::Scan {
            assert!(begun.elapsed() < Duration::from_secs(2));
        }
        watch.scanned(Duration::ZERO);
        fs::write(root.join("b.md"), "x").unwrap();
        assert!(is_told_of(&mut watch, &root.join("b.md")));
    }

    #[test]
    fn without_events_scans_come_within_two_seconds() {
        let place = tempfile::tempdir().unwrap();
        let mut watch = started(place.path());
        watch.events = None;
        watch.scanned(Duration::from_millis(15));
        let begun = Instant::now();
        assert_eq!(watch.wait(), Wake::Scan);
        assert!(begun.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn a_change_is_found_within_two_seconds_while_a_scan_is_short() {
        for took in [0, 15, 100, 300].map(Duration::from_millis) {
            let found = took + blind_pause(took) + took;
            assert!(found < Duration::from_secs(2), "{took:?} a scan: {found:?}");
        }
        assert_eq!(
            blind_pause(Duration::from_secs(5)),
            Duration::from_secs(20),
            "a fifth of the time at most"
        );
        assert_eq!(blind_pause(Duration::MAX), LONGEST);
        assert_eq!(calm_pause(CALM, Duration::from_millis(15)), CALM);
        assert_eq!(calm_pause(CALM, Duration::from_secs(5)), LONGEST);
    }

    #[test]
    fn events_that_are_armed_and_never_come_do_not_hide_a_change() {
        let place = tempfile::tempdir().unwrap();
        let library = crate::folder::Library::open(place.path()).unwrap();
        let mut watch = Watch::start(place.path());
        assert_eq!(watch.wait(), Wake::Scan);
        // As after the first scan, but with a source that says nothing.
        watch.has_scanned = true;
        watch.events = Some(armed(place.path(), |_| {}).unwrap());
        watch.calm = Duration::from_millis(300);
        watch.scanned(Duration::ZERO);
        fs::write(place.path().join("a.md"), "x").unwrap();
        let begun = Instant::now();
        assert_eq!(watch.wait(), Wake::Scan);
        let waited = begun.elapsed();
        assert!(waited > Duration::from_millis(200) && waited < Duration::from_secs(2), "{waited:?}");
        assert_eq!(library.scan().unwrap().files.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_happens_behind_a_link_does_not_wake() {
        let outside = tempfile::tempdir().unwrap();
        let place = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), place.path().join("out")).unwrap();
        let mut watch = started(place.path());
        fs::write(outside.path().join("a.md"), "x").unwrap();
        assert_eq!(woken_within(&mut watch, Duration::from_millis(400)), Wake::Stop);
    }

    #[test]
    fn reading_and_programs_folders_do_not_wake() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.md"), "x").unwrap();
        fs::create_dir(place.path().join(".git")).unwrap();
        let mut watch = started(place.path());
        fs::read(place.path().join("a.md")).unwrap();
        fs::write(place.path().join(".git/index"), "x").unwrap();
        assert_eq!(woken_within(&mut watch, Duration::from_millis(400)), Wake::Stop);
    }

    /// The first wake, or [`Wake::Stop`] where none comes in time.
    fn woken_within(watch: &mut Watch, time: Duration) -> Wake {
        let handle = watch.handle();
        let ender = std::thread::spawn(move || {
            std::thread::sleep(time);
            handle.stop();
        });
        let wake = watch.wait();
        ender.join().unwrap();
        wake
    }
}
