//! A program that runs beside the tests and surely ends with them: a display, a driver, the development server.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// How long a service may take until it answers.
const PATIENCE: Duration = Duration::from_mins(1);

/// Keeps a service in a process group of its own and ends the whole group when our end of its standard input closes.
/// That happens when the service is dropped and also when we are killed, so nothing is ever left behind. Where the
/// program ends by itself, the shell ends too.
#[cfg(unix)]
const KEEPER: &str = r#"{ "$@" </dev/null; kill -TERM 0; } &
cat >/dev/null
kill -TERM 0"#;

/// A running service; dropping it ends it and everything it started.
#[derive(Debug)]
pub struct Service {
    name: String,
    child: Child,
}

impl Service {
    /// Starts a program; what it says goes to `log`.
    ///
    /// # Errors
    /// Fails where the log cannot be written or the program cannot be started.
    pub fn start(
        program: &OsStr,
        arguments: &[&OsStr],
        environment: &[(&str, &str)],
        log: &Path,
    ) -> Result<Self, Failure> {
        Ok(Self::begin(program, arguments, environment, log, false)?.0)
    }

    /// Starts a program and waits for the first line it prints that `wanted` accepts.
    ///
    /// # Errors
    /// Fails where it cannot be started, ends, or does not print such a line in time.
    pub fn start_and_read(
        program: &OsStr,
        arguments: &[&OsStr],
        log: &Path,
        wanted: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<(Self, String), Failure> {
        let (service, output) = Self::begin(program, arguments, &[], log, true)?;
        let (send, receive) = mpsc::channel();
        if let Some(output) = output {
            thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if wanted(&line) {
                        // The reader may have lost patience; the output is read on so that nobody blocks on it.
                        let _ = send.send(line);
                    }
                }
            });
        }
        match receive.recv_timeout(PATIENCE) {
            Ok(line) => Ok((service, line)),
            Err(_) => Err(service.did_not_answer(log)),
        }
    }

    /// Waits until the service listens on a port of this machine.
    ///
    /// # Errors
    /// Fails where it ended or does not listen in time.
    pub fn wait_for_port(&mut self, port: u16, log: &Path) -> Result<(), Failure> {
        let begin = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = self.child.try_wait().is_ok_and(|status| status.is_some());
            if ended || begin.elapsed() > PATIENCE {
                return Err(self.did_not_answer(log));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn begin(
        program: &OsStr,
        arguments: &[&OsStr],
        environment: &[(&str, &str)],
        log: &Path,
        read: bool,
    ) -> Result<(Self, Option<std::process::ChildStdout>), Failure> {
        let name = Path::new(program).file_name().unwrap_or(program).to_string_lossy().into_owned();
        if let Some(folder) = log.parent() {
            std::fs::create_dir_all(folder).map_err(Failure::file("make", folder))?;
        }
        let errors = File::create(log).map_err(Failure::file("write", log))?;
        let output = errors.try_clone().map_err(Failure::file("write", log))?;
        let mut command = kept(program);
        command.args(arguments).envs(environment.iter().copied()).stdin(Stdio::piped()).stderr(errors);
        command.stdout(if read { Stdio::piped() } else { output.into() });
        let mut child = command.spawn().map_err(|source| Failure::NotStarted {
            line: name.clone(),
            source,
            remedy: "install it, or look at the line above for what the system lacks".to_owned(),
        })?;
        let output = child.stdout.take();
        Ok((Self { name, child }, output))
    }

    fn did_not_answer(&self, log: &Path) -> Failure {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        let last =
            said.lines().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(" / ");
        Failure::wrong(
            format!(
                "{} did not start: {}",
                self.name,
                if last.is_empty() { "it said nothing" } else { &last }
            ),
            format!("see {}", log.display()),
        )
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Closing its input is the request to end; see `KEEPER`.
        drop(self.child.stdin.take());
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(5) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            if cfg!(not(unix)) {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        // It does not listen, or the platform has no process groups: at least the process itself ends.
        if self.child.kill().is_ok() {
            let _ = self.child.wait();
        }
    }
}

#[cfg(unix)]
fn kept(program: &OsStr) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new("sh");
    command.args(["-c", KEEPER, "keeper"]).arg(program).process_group(0);
    command
}

#[cfg(not(unix))]
fn kept(program: &OsStr) -> Command {
    Command::new(program)
}

/// Finds a port of this machine that nobody listens on.
///
/// # Errors
/// Fails where the system gives none.
pub fn free_port() -> Result<u16, Failure> {
    let found = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    found.map(|address| address.port()).map_err(|error| {
        Failure::wrong(
            format!("no free port on this machine: {error}"),
            "close programs that hold many connections",
        )
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::PathBuf;
    use std::time::{Duration, Instant};

    use super::{Failure, Service};

    fn log(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("oneup-service-{}-{name}.log", std::process::id()))
    }

    /// Whether a process still runs; one that only waits to be cleared away does not.
    fn is_running(process: &str) -> bool {
        let look = "kill -0 $0 2>/dev/null && ! grep -qs '^State:.Z' /proc/$0/status";
        std::process::Command::new("sh")
            .args(["-c", look, process])
            .status()
            .is_ok_and(|status| status.success())
    }

    #[test]
    fn a_dropped_service_ends_with_its_grandchildren() -> Result<(), Failure> {
        let script = "sleep 300 & echo grandchild $!; wait";
        let arguments = ["-c".as_ref(), script.as_ref()];
        let log = log("ends");
        let (service, line) =
            Service::start_and_read("sh".as_ref(), &arguments, &log, |line| line.starts_with("grand"))?;
        let process = line.trim_start_matches("grandchild ").to_owned();
        assert!(is_running(&process), "{line}");
        drop(service);
        // It is told to end before the keeper ends, and is gone as soon as the system has cleared it away.
        let begin = Instant::now();
        while is_running(&process) {
            assert!(begin.elapsed() < Duration::from_secs(10), "process {process} was left behind");
            std::thread::sleep(Duration::from_millis(20));
        }
        std::fs::remove_file(&log).map_err(Failure::file("remove", &log))
    }

    #[test]
    fn a_service_that_ends_at_once_is_not_waited_for() {
        let log = log("early");
        let arguments = ["-c".as_ref(), "echo no display >&2; exit 1".as_ref()];
        let failed = Service::start_and_read("sh".as_ref(), &arguments, &log, |_| true);
        let message = failed.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("no display"), "{message}");
        let _ = std::fs::remove_file(&log);
    }
}
