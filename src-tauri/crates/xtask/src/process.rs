//! Runs another program: says which, where and why it failed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitStatus, Output, Stdio};

use crate::failure::Failure;

/// A program to run, with what to do should it fail.
#[derive(Debug)]
pub struct Call {
    command: Command,
    remedy: String,
}

impl Call {
    /// Makes a call of a program; `remedy` says what to do when it fails.
    pub fn new(program: impl AsRef<OsStr>, remedy: impl Into<String>) -> Self {
        Self { command: Command::new(program), remedy: remedy.into() }
    }

    /// Makes a call of the cargo that runs this program, in a folder.
    pub fn cargo(folder: &Path, remedy: impl Into<String>) -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), remedy).folder(folder)
    }

    /// Makes a call of npm in a folder.
    pub fn npm(folder: &Path, remedy: impl Into<String>) -> Self {
        Self::new(if cfg!(windows) { "npm.cmd" } else { "npm" }, remedy).folder(folder)
    }

    /// Adds one argument.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets the folder it runs in.
    #[must_use]
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sends what it writes to its standard error to our standard output, so that the closing lines of a test runner
    /// stay with everything else where only the output is kept.
    #[must_use]
    pub fn on_standard_output(mut self) -> Self {
        if let Some(output) = our_output() {
            self.command.stderr(output);
        }
        self
    }

    /// Runs it in front of the user.
    ///
    /// # Errors
    /// Fails where it cannot be started or reports a failure.
    pub fn run(mut self) -> Result<(), Failure> {
        let status = self.command.status();
        self.judge(status).map(drop)
    }

    /// Runs it without a sound and returns what it printed; what it reports as wrong is shown.
    ///
    /// # Errors
    /// Fails where it cannot be started or reports a failure.
    pub fn read(mut self) -> Result<String, Failure> {
        let Output { status, stdout, .. } = match self.command.stderr(Stdio::inherit()).output() {
            Ok(output) => output,
            Err(source) => return Err(self.not_started(source)),
        };
        self.judge(Ok(status))?;
        Ok(String::from_utf8_lossy(&stdout).into_owned())
    }

    /// Runs it without a sound and returns everything it said, however it ended.
    ///
    /// # Errors
    /// Fails where it cannot be started.
    pub fn listen(mut self) -> Result<Output, Failure> {
        self.command.output().map_err(|source| self.not_started(source))
    }

    /// Runs it without a sound and says only whether it succeeded.
    #[must_use]
    pub fn succeeds(mut self) -> bool {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.command.status().is_ok_and(|status| status.success())
    }

    fn judge(&self, status: std::io::Result<ExitStatus>) -> Result<ExitStatus, Failure> {
        match status {
            Ok(status) if status.success() => Ok(status),
            Ok(status) => Err(Failure::Ended { line: self.line(), status, remedy: self.remedy.clone() }),
            Err(source) => Err(self.not_started(source)),
        }
    }

    fn not_started(&self, source: std::io::Error) -> Failure {
        Failure::NotStarted { line: self.line(), source, remedy: self.remedy.clone() }
    }

    /// The call as a person would type it.
    fn line(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(unix)]
fn our_output() -> Option<Stdio> {
    use std::os::fd::AsFd as _;
    std::io::stdout().as_fd().try_clone_to_owned().ok().map(Stdio::from)
}

#[cfg(windows)]
fn our_output() -> Option<Stdio> {
    use std::os::windows::io::AsHandle as _;
    std::io::stdout().as_handle().try_clone_to_owned().ok().map(Stdio::from)
}

#[cfg(test)]
mod tests {
    use super::Call;

    #[test]
    fn a_failure_names_the_line_and_the_remedy() {
        let failed = Call::new("cargo", "look up").arg("no-such-verb").read();
        let message = failed.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("`cargo no-such-verb` failed") && message.contains("look up"), "{message}");
    }

    #[test]
    fn a_program_that_is_not_there_is_said_to_be_so() {
        let failed = Call::new("oneup-no-such-program", "install it").run();
        let message = failed.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("could not be started") && message.contains("install it"), "{message}");
    }
}
