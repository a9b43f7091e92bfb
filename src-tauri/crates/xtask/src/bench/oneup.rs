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
        let mut command = Command::new(&oneup.program);
        command.arg("--home").arg(&oneup.home).args(["search", "--batch"]);
        Self::spawn(command)
    }

    /// Starts a program that answers line by line as `oneup search --batch` does.
    pub(crate) fn spawn(mut command: Command) -> Result<Self, Failure> {
        let program = PathBuf::from(command.get_program());
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = spawned.map_err(Failure::file("start", &program))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { child, input, output: BufReader::new(output), program }),
            _ => Err(Failure::wrong(format!("{} has no input or output", program.display()), "try again")),
        }
    }

    /// Reads a line that it says unasked.
    pub(crate) fn listen(&mut self) -> Result<Value, Failure> {
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(Failure::file("read the answer of", &self.program))?;
        serde_json::from_str(&line).map_err(|error| self.misread(&line, &error))
    }

    /// Asks one query and waits for its answer.
    pub(crate) fn ask(&mut self, query: &str, limit: usize, snippets: bool) -> Result<Answer, Failure> {
        self.tell(&json!({ "q": query, "limit": limit, "snippets": snippets }))
    }

    /// Says one line and waits for its answer.
    pub(crate) fn tell(&mut self, asked: &Value) -> Result<Answer, Failure> {
        writeln!(self.input, "{asked}").map_err(Failure::file("ask", &self.program))?;
        self.input.flush().map_err(Failure::file("ask", &self.program))?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(Failure::file("read the answer of", &self.program))?;
        serde_json::from_str(&line).map_err(|error| self.misread(&line, &error))
    }

    fn misread(&self, line: &str, error: &serde_json::Error) -> Failure {
        let program = self.program.display();
        Failure::wrong(format!("{program} answered {line:?}: {error}"), "see its message above")
    }

    /// Its own memory now and the most it ever held, in megabytes.
    pub(crate) fn megabytes(&self) -> Option<(f64, f64)> {
        Some((memory(self.child.id(), "RssAnon:")?, memory(self.child.id(), "VmHWM:")?))
    }

    /// The memory it holds now, in words.
    pub(crate) fn memory(&self) -> String {
        match self.megabytes() {
            Some((own, peak)) => {
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
            line: self.program.display().to_string(),
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
