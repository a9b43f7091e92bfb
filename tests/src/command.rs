//! The `oneup` command as a process.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The command with a data folder of its own.
#[derive(Debug, Clone)]
pub struct Cli {
    home: PathBuf,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it printed as an error.
    pub err: String,
}

impl Cli {
    /// The command with this data folder.
    #[must_use]
    pub fn at(home: &Path) -> Self {
        Self { home: home.to_owned() }
    }

    /// A run that has not begun, for a test that needs a hand in it.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.env_remove("ONEUP_HOME").arg("--home").arg(&self.home);
        command
    }

    /// Runs it to its end.
    ///
    /// # Panics
    /// Where the command cannot be started at all.
    #[must_use]
    #[allow(clippy::expect_used, reason = "without the command there is nothing to test")]
    pub fn run<I: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Ended {
        let output = self.command().args(args).stdin(Stdio::null()).output().expect("the oneup command");
        Ended {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs it with `--json` and reads what it printed.
    ///
    /// # Panics
    /// Where it failed, or printed something else.
    #[must_use]
    #[allow(clippy::expect_used, reason = "what the command promises is what the test is about")]
    pub fn json<I: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Value {
        let args = args.into_iter().map(|arg| arg.as_ref().to_owned());
        let ended = self.run(["--json".into()].into_iter().chain(args));
        assert!(ended.code <= 1, "{ended:?}");
        serde_json::from_str(&ended.out).expect("one JSON document")
    }

    /// Adds a line to the settings of the data folder, as its user would in an editor.
    ///
    /// # Panics
    /// Where the file cannot be read or written.
    #[allow(clippy::expect_used, reason = "without its settings there is nothing to test")]
    pub fn configure(&self, line: &str) {
        let file = self.home.join("config.toml");
        let text = std::fs::read_to_string(&file).expect("the settings");
        std::fs::write(&file, format!("{line}\n{text}")).expect("the settings");
    }

    /// Starts `search --batch`.
    ///
    /// # Panics
    /// Where it cannot be started.
    #[must_use]
    #[allow(clippy::expect_used, reason = "without the command there is nothing to test")]
    pub fn batch(&self) -> Batch {
        let mut child = self
            .command()
            .args(["search", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the oneup command");
        let stdin = child.stdin.take().expect("its input");
        let stdout = BufReader::new(child.stdout.take().expect("its output"));
        Batch { child, stdin, stdout }
    }
}

/// A running `search --batch`.
#[derive(Debug)]
pub struct Batch {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Batch {
    /// Asks one query and reads its answer.
    ///
    /// # Panics
    /// Where there is none, or not a JSON object.
    pub fn ask(&mut self, q: &str) -> Value {
        self.line(&json!({"q": q, "limit": 20, "snippets": true}).to_string())
    }

    /// Sends a line and reads its answer.
    ///
    /// # Panics
    /// Where there is none, or not a JSON object.
    #[allow(clippy::expect_used, reason = "what the command promises is what the test is about")]
    pub fn line(&mut self, line: &str) -> Value {
        writeln!(self.stdin, "{line}").expect("it reads");
        let mut answer = String::new();
        self.stdout.read_line(&mut answer).expect("it answers");
        serde_json::from_str(&answer).expect("one JSON object a line")
    }

    /// The ids it answers with.
    ///
    /// # Panics
    /// As [`Batch::ask`].
    pub fn ids(&mut self, q: &str) -> Vec<String> {
        let answer = self.ask(q);
        let hits = answer["hits"].as_array().cloned().unwrap_or_default();
        hits.iter().filter_map(|hit| hit["id"].as_str().map(str::to_owned)).collect()
    }

    /// Ends it as the end of its input does, and returns its exit code.
    #[must_use]
    pub fn end(mut self) -> i32 {
        drop(self.stdin);
        self.child.wait().ok().and_then(|status| status.code()).unwrap_or(-1)
    }
}

/// The command under test.
fn binary() -> PathBuf {
    if let Some(named) = std::env::var_os("ONEUP_CLI") {
        return named.into();
    }
    // Tests run from `target/<profile>/deps`; the command is built one folder up.
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.parent()?.join("oneup")));
    beside.unwrap_or_else(|| PathBuf::from("oneup"))
}
