//! The `oneup` command as a process: timed, watched, and asked line by line.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::process::Call;

/// The command on one data folder.
#[derive(Debug)]
pub(crate) struct OneUp {
    program: PathBuf,
    home: PathBuf,
}

/// What a run of the command took.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) seconds: f64,
    pub(crate) peak_megabytes: Option<f64>,
    output: String,
}

/// An answer to one line of a batch.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) micros: u64,
    pub(crate) hits: Vec<Hit>,
}

/// A card that was found.
#[derive(Debug, Deserialize)]
pub(crate) struct Hit {
    pub(crate) id: String,
}

impl OneUp {
    /// Names the program and the data folder.
    pub(crate) fn new(program: PathBuf, home: PathBuf) -> Self {
        Self { program, home }
    }

    /// Runs the command to its end and watches its memory.
    pub(crate) fn run(&self, arguments: &[&OsStr]) -> Result<Run, Failure> {
        let begin = Instant::now();
        let mut child = self.spawn(arguments, Stdio::null())?;
        let output = child.stdout.take();
        let reader = thread::spawn(move || {
            output.map(|output| std::io::read_to_string(output).unwrap_or_default()).unwrap_or_default()
        });
        let mut peak_megabytes = None;
        let status = loop {
            // The kernel forgets the peak with the process, so the last look before the end counts.
            peak_megabytes = memory(child.id(), "VmHWM:").or(peak_megabytes);
            if let Some(status) = child.try_wait().map_err(Failure::file("wait for", &self.program))? {
                break status;
            }
            thread::sleep(Duration::from_millis(2));
        };
        let seconds = begin.elapsed().as_secs_f64();
        let output = reader.join().unwrap_or_default();
        if !status.success() {
            let line = arguments.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
            return Err(Failure::Ended {
                line: format!("oneup {line}"),
                status,
                remedy: "see its message above".to_owned(),
            });
        }
        Ok(Run { seconds, peak_megabytes, output })
    }

    /// Drops the index from the page cache, if this system can; says whether it could.
    pub(crate) fn put_index_out_of_cache(&self) -> bool {
        let files = fs::read_dir(self.home.join("index")).into_iter().flatten().flatten();
        let dropped: Vec<bool> = files
            .map(|file| {
                let mut target = std::ffi::OsString::from("if=");
                target.push(file.path());
                Call::new("dd", "").arg(target).args(["iflag=nocache", "count=0"]).succeeds()
            })
            .collect();
        !dropped.is_empty() && dropped.iter().all(|one| *one)
    }

    fn spawn(&self, arguments: &[&OsStr], input: Stdio) -> Result<Child, Failure> {
        let mut command = Command::new(&self.program);
        command.arg("--home").arg(&self.home).args(arguments).stdin(input).stdout(Stdio::piped());
        command.spawn().map_err(Failure::file("start", &self.program))
    }
}

impl Run {
    /// What it printed, as JSON.
    pub(crate) fn json(&self) -> Result<Value, Failure> {
        serde_json::from_str(&self.output).map_err(|error| {
            Failure::wrong(
                format!("`oneup --json` printed something else: {error}"),
                "run `cargo xtask test`",
            )
        })
    }
}

/// A running `oneup search --batch`.
#[derive(Debug)]
pub(crate) struct Batch {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    program: PathBuf,
}

impl Batch {
    /// Starts the batch.
    pub(crate) fn start(oneup: &OneUp) -> Result<Self, Failure> {
        let mut child = oneup.spawn(&["search".as_ref(), "--batch".as_ref()], Stdio::piped())?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => {
                Ok(Self { child, input, output: BufReader::new(output), program: oneup.program.clone() })
            }
            _ => Err(Failure::wrong("`oneup search --batch` has no input or output", "try again")),
        }
    }

    /// Asks one query and waits for its answer.
    pub(crate) fn ask(&mut self, query: &str, limit: usize, snippets: bool) -> Result<Answer, Failure> {
        let program = self.program.clone();
        let asked = json!({ "q": query, "limit": limit, "snippets": snippets });
        writeln!(self.input, "{asked}").map_err(Failure::file("ask", &program))?;
        self.input.flush().map_err(Failure::file("ask", &program))?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(Failure::file("read the answer of", &program))?;
        serde_json::from_str(&line).map_err(|error| {
            Failure::wrong(
                format!("`oneup search --batch` answered {asked} with {line:?}: {error}"),
                "see its message above",
            )
        })
    }

    /// The memory it holds now, in words.
    pub(crate) fn memory(&self) -> String {
        match (memory(self.child.id(), "RssAnon:"), memory(self.child.id(), "VmHWM:")) {
            (Some(own), Some(peak)) => {
                format!("{own:.0} MB of its own, peak with the mapped index {peak:.0} MB")
            }
            _ => "not known here".to_owned(),
        }
    }

    /// Ends the batch.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        drop(self.input);
        let status = self.child.wait().map_err(Failure::file("wait for", &self.program))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::Ended {
            line: "oneup search --batch".to_owned(),
            status,
            remedy: "see its message above".to_owned(),
        })
    }
}

/// Reads one line of what Linux says about the memory of a process, in megabytes.
fn memory(process: u32, field: &str) -> Option<f64> {
    let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}
