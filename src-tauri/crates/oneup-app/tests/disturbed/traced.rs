//! Runs an act in a process of its own under strace, which counts its writes and lets something befall one of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::deeds::{CAUSE, Deed, lay_out, perform, theirs};
use crate::looks::{Files, cards_of, library_of};

const PLACE: &str = "ONEUP_STEP_PLACE";
const ACT: &str = "ONEUP_STEP_ACT";
/// The version that the edit began from.
const BEGAN: &str = "ONEUP_STEP_BEGAN";

/// Everything that changes a file or brings it to the disk.
const STEPS: &str = "write,writev,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,\
                     link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fchmod,fchown,fsetxattr,copy_file_range";

#[test]
fn the_process_that_is_disturbed() {
    let Some(place) = std::env::var_os(PLACE) else { return };
    let say = |word: &str| {
        let mut out = std::io::stdout();
        writeln!(out, "> {word}").and_then(|()| out.flush()).unwrap();
    };
    let began = std::env::var(BEGAN).unwrap().parse().unwrap();
    // strace counts on each thread by itself, and lets it befall the first that comes to a number; so that the test
    // runner's own words do not come to it first, this thread says more than those do.
    (0..20).for_each(|_| say("about to begin"));
    say("begun");
    let act = std::env::var(ACT).unwrap();
    let deed = Deed::ALL.into_iter().find(|deed| format!("{deed:?}") == act).unwrap();
    match perform(deed, Path::new(&place), began, say) {
        Ok(()) => say("done"),
        Err(error) => say(&format!("refused {}", serde_json::to_string(&error).unwrap())),
    }
}

/// Where the rounds are, beside what each of them begins with.
pub(crate) struct Stand {
    folder: tempfile::TempDir,
    /// The version that an edit begins from.
    pub(crate) began: u32,
}

/// A write: which call, and which of those with this name on the thread that does the deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) call: String,
    pub(crate) number: usize,
}

impl Stand {
    pub(crate) fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The settings name the library by its path, so it is laid out where the rounds find it.
        let place = folder.path().join("place");
        fs::create_dir(&place).unwrap();
        let began = lay_out(&place);
        fs::rename(&place, folder.path().join("kept")).unwrap();
        Self { folder, began }
    }

    /// Puts the library down as it was laid out, with what another program saved since.
    pub(crate) fn reset(&self, deed: Deed) -> (PathBuf, Files) {
        let place = self.folder.path().join("place");
        if place.exists() {
            fs::remove_dir_all(&place).unwrap();
        }
        let copied = Command::new("cp").arg("-a").arg(self.folder.path().join("kept")).arg(&place).status();
        assert!(copied.unwrap().success());
        if let Some(theirs) = theirs(deed) {
            fs::write(library_of(&place).join(CAUSE), theirs).unwrap();
        }
        let before = cards_of(&place);
        (place, before)
    }

    /// Does the deed in another process, and lets something befall it at a step; returns what it said.
    pub(crate) fn run(&self, deed: Deed, place: &Path, at: Option<(&Step, &str)>) -> String {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o"]).arg(self.log()).arg("-e").arg(format!("trace={STEPS}"));
        if let Some((Step { call, number }, what)) = at {
            strace.args(["-e", &format!("inject={call}:{what}:when={number}")]);
        }
        let child = strace
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "traced::the_process_that_is_disturbed", "--nocapture", "--test-threads=1"])
            .env(PLACE, place)
            .env(ACT, format!("{deed:?}"))
            .env(BEGAN, self.began.to_string())
            .stdin(Stdio::null())
            .output();
        child.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("trace")
    }

    /// Every write of a deed that is not disturbed, in order; none where nothing can be traced here.
    pub(crate) fn steps(&self, deed: Deed, place: &Path) -> Vec<Step> {
        if !self.run(deed, place, None).contains("> done") {
            return Vec::new();
        }
        let log = fs::read_to_string(self.log()).unwrap();
        let calls = log.lines().filter_map(|line| {
            let (thread, call) = line.split_once(' ')?;
            Some((thread, call.trim_start(), call.trim_start().split_once('(')?.0))
        });
        let (mut counts, mut steps) = (BTreeMap::new(), BTreeMap::<&str, Vec<Step>>::new());
        let mut begun = None;
        for (thread, line, call) in calls {
            let number: &mut usize = counts.entry((thread, call)).or_default();
            *number += 1;
            if line.contains("> begun") {
                begun = Some(thread);
            } else if line.contains("> done") {
                break;
            } else if begun.is_some() && !line.contains("\"> ") {
                let step = Step { call: call.to_owned(), number: *number };
                steps.entry(thread).or_default().push(step);
            }
        }
        begun.and_then(|thread| steps.remove(thread)).unwrap_or_default()
    }

    /// So many of all writes of all acts, spread evenly, with what the files are afterwards where nothing befalls them;
    /// none where nothing can be traced here.
    pub(crate) fn spread(&self, rounds: usize) -> Vec<(Deed, Step, Files)> {
        let mut all = Vec::new();
        for deed in Deed::ALL {
            let (place, before) = self.reset(deed);
            let steps = self.steps(deed, &place);
            if steps.is_empty() {
                return Vec::new();
            }
            let after = cards_of(&place);
            assert!(after != before, "{deed:?} changes something");
            all.extend(steps.into_iter().map(|step| (deed, step, after.clone())));
        }
        println!("{} acts have {} writes", Deed::ALL.len(), all.len());
        let rounds = rounds.min(all.len());
        (0..rounds).map(|round| all[round * all.len() / rounds].clone()).collect()
    }
}
