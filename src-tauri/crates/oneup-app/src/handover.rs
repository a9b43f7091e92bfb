//! One window process for each data folder: a second start hands over what it was started for, and a command that may
//! not write lets the process that may do it.
//!
//! Which process stays is settled by an operating-system lock, which ends with the process however that ends. It
//! listens on a local socket that only this user can open: one line of JSON comes in, one goes out. No session bus
//! and no network is needed. Whatever comes in is hostile: its size, its time and the number of clients are bounded,
//! and only the commands named in [`HANDED_OVER`] are let through.

mod address;

use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use interprocess::local_socket::traits::{ListenerExt as _, Stream as _};
use interprocess::local_socket::{Listener, ListenerOptions, Stream};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{ApiError, ErrorCode};
use crate::error::AppError;
use crate::home::Home;

use self::address::Address;

/// The commands that another process may have done here: those that write and need no window to ask in.
pub const HANDED_OVER: &[&str] =
    &["undo", "redo", "change_setting", "new_card", "rebuild_index", "refresh_index", "cancel_task"];

/// The longest line either side reads.
const LONGEST: u64 = 64 * 1024;
/// How long one side waits for the line of the other: what is asked for takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a command may take: some write a file.
const PATIENCE_FOR_AN_ANSWER: Duration = Duration::from_secs(10);
/// How long a second start waits for the first to listen; the first may have begun a moment ago.
const PATIENCE_FOR_A_START: Duration = Duration::from_secs(5);
/// How many clients are heard at once; more are turned away.
const MOST_CLIENTS: usize = 16;

/// What one process asks of the one that stays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Shows the window and does what the second start was for.
    Activate(Activation),
    /// Does a command of the contract, one of [`HANDED_OVER`].
    Call {
        /// The command.
        command: String,
        /// Its request.
        request: Value,
    },
}

/// What the program was started for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Activation {
    /// A link that begins with `oneup:`, not yet looked at.
    #[serde(default)]
    pub link: Option<String>,
    /// A command of the page.
    #[serde(default)]
    pub command: Option<String>,
    /// Whether another window is wanted.
    #[serde(default)]
    pub new_window: bool,
    /// Whether nothing is to be shown: a start at login.
    #[serde(default)]
    pub hidden: bool,
    /// Whether it must not join a process that runs already: safe mode would not be safe there.
    #[serde(default)]
    pub alone: bool,
}

/// Why a message was not handed over, or why nobody can hand one over here.
#[derive(Debug, thiserror::Error)]
pub enum HandoverError {
    /// Another process stays, and this one is of use only by itself.
    #[error("One-Up runs on this data folder already; quit it there, then start it in safe mode")]
    RunsAlready,
    /// Another process stays, and does not listen or answer.
    #[error("One-Up runs on this data folder already but does not answer; end it, then start again")]
    NoAnswer,
    /// The other process answered that it could not.
    #[error("One-Up runs already but refused: {}", .0.message)]
    Refused(ApiError),
    /// The operating system refused.
    #[error("could not {operation}: {source}")]
    Io {
        /// What was tried.
        operation: &'static str,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The data folder cannot be made.
    #[error(transparent)]
    Home(#[from] AppError),
}

/// What came of being started.
#[derive(Debug)]
pub enum Claim {
    /// This process stays.
    Stays(Stay),
    /// Another one stays and has taken the message.
    HandedOver,
}

/// The right to be the one that stays, until it is dropped.
#[derive(Debug)]
pub struct Stay {
    home: Home,
    _lock: File,
}

/// A socket that is listened on, until it is dropped.
#[derive(Debug)]
pub struct Listening {
    address: Address,
    stop: Arc<AtomicBool>,
    _stay: Stay,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Done(Value),
    Failed(ApiError),
}

/// Claims the place of the process that stays; where another has it, hands the activation over to that one.
///
/// # Errors
/// [`HandoverError::NoAnswer`] where another process has the place and is silent; otherwise what keeps this one from
/// claiming anything, with which a window can be opened all the same.
pub fn claim(home: &Home, activation: &Activation) -> Result<Claim, HandoverError> {
    home.ensure()?;
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(home.dir().join("window.lock"))
        .map_err(failed("open the lock of the window"))?;
    let begun = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Claim::Stays(Stay { home: home.clone(), _lock: lock })),
            Err(TryLockError::WouldBlock) if activation.alone => return Err(HandoverError::RunsAlready),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(source)) => return Err(failed("lock the window's place")(source)),
        }
        match ask(home, &Message::Activate(activation.clone()), PATIENCE) {
            Asked::Answered(Ok(_)) => return Ok(Claim::HandedOver),
            Asked::Answered(Err(error)) => return Err(HandoverError::Refused(error)),
            Asked::Nobody | Asked::Silent if begun.elapsed() > PATIENCE_FOR_A_START => {
                return Err(HandoverError::NoAnswer);
            }
            Asked::Nobody | Asked::Silent => thread::sleep(Duration::from_millis(25)),
        }
    }
}

/// Lets the process that stays do a command; `None` where none listens.
///
/// # Errors
/// The command's own errors, and `failed` where the process took the command and fell silent: whether it was done is
/// then not known, and it must not be done again here.
#[must_use]
pub fn call(home: &Home, command: &str, request: Value) -> Option<Result<Value, ApiError>> {
    let message = Message::Call { command: command.to_owned(), request };
    match ask(home, &message, PATIENCE_FOR_AN_ANSWER) {
        Asked::Nobody => None,
        Asked::Answered(answer) => Some(answer),
        Asked::Silent => Some(Err(ApiError {
            code: ErrorCode::Failed,
            message: "The One-Up window took this over and has not answered.".to_owned(),
            hint: Some("Look in the window whether it was done before you try again.".to_owned()),
        })),
    }
}

impl Stay {
    /// Listens from now on and answers each message on a thread of its own.
    ///
    /// # Errors
    /// [`HandoverError::Io`] where no socket can be made.
    pub fn listen(
        self,
        answer: impl Fn(Message) -> Result<Value, ApiError> + Send + Sync + 'static,
    ) -> Result<Listening, HandoverError> {
        let address = Address::of(self.home.dir());
        // Whoever left a socket here is gone: this process holds the lock.
        address.prepare().map_err(failed("make a place for the local socket"))?;
        let options = ListenerOptions::new().name(address.name().map_err(failed("name the local socket"))?);
        #[cfg(unix)]
        let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(
            options.reclaim_name(false),
            0o600,
        );
        let listener = options.create_sync().map_err(failed("open the local socket"))?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        thread::Builder::new()
            .name("handover".to_owned())
            .spawn(move || accept(&listener, &stopped, &Arc::new(answer)))
            .map_err(failed("start a thread for the local socket"))?;
        Ok(Listening { address, stop, _stay: self })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a client. It may be gone already, and the socket with it.
        let _ = self.address.name().and_then(Stream::connect);
        self.address.clear();
    }
}

/// Hears one client after the other, each on a thread of its own, until it is stopped.
fn accept<A>(listener: &Listener, stop: &AtomicBool, answer: &Arc<A>)
where
    A: Fn(Message) -> Result<Value, ApiError> + Send + Sync + 'static,
{
    let clients = Arc::new(AtomicUsize::new(0));
    for client in listener.incoming() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let Ok(client) = client else {
            // Out of file handles, mostly; asking again at once would only burn time.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        if clients.load(Ordering::Acquire) >= MOST_CLIENTS {
            continue;
        }
        clients.fetch_add(1, Ordering::AcqRel);
        let (answer, leaving) = (Arc::clone(answer), Leaving(Arc::clone(&clients)));
        let heard = thread::Builder::new().name("handover-client".to_owned()).spawn(move || {
            let _leaving = leaving;
            if let Err(error) = serve(&client, &*answer) {
                tracing::warn!(%error, "a message to the window was not understood");
            }
        });
        if let Err(error) = heard {
            tracing::warn!(%error, "no thread for a message to the window");
        }
    }
}

/// Counts a client out, also where its thread breaks off.
struct Leaving(Arc<AtomicUsize>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn serve(client: &Stream, answer: &dyn Fn(Message) -> Result<Value, ApiError>) -> io::Result<()> {
    let line = read_line(client, PATIENCE)?;
    let message: Message = serde_json::from_slice(&line)?;
    let outcome = match &message {
        Message::Call { command, .. } if !HANDED_OVER.contains(&command.as_str()) => Err(ApiError {
            code: ErrorCode::WrongUse,
            message: "this command cannot be handed over to the window".to_owned(),
            hint: None,
        }),
        _ => answer(message),
    };
    write_line(client, &outcome.map_or_else(Reply::Failed, Reply::Done))
}

/// What came of a message.
enum Asked {
    /// Nobody listens.
    Nobody,
    /// Somebody took it and did not answer in time, or not in words that are understood.
    Silent,
    /// It was answered.
    Answered(Result<Value, ApiError>),
}

/// Sends a message and waits for the answer.
fn ask(home: &Home, message: &Message, patience: Duration) -> Asked {
    let address = Address::of(home.dir());
    let Ok(stream) = address.name().and_then(Stream::connect) else { return Asked::Nobody };
    if write_line(&stream, message).is_err() {
        return Asked::Nobody;
    }
    let reply = read_line(&stream, patience).and_then(|line| Ok(serde_json::from_slice(&line)?));
    match reply {
        Ok(Reply::Done(answer)) => Asked::Answered(Ok(answer)),
        Ok(Reply::Failed(error)) => Asked::Answered(Err(error)),
        Err(_) => Asked::Silent,
    }
}

fn write_line(mut stream: &Stream, what: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    if line.len() as u64 > LONGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the message is too long"));
    }
    limit(stream.set_send_timeout(Some(PATIENCE)))?;
    stream.write_all(&line)?;
    stream.flush()
}

/// Reads up to the end of the line, at most so many bytes and so long altogether.
fn read_line(mut stream: &Stream, patience: Duration) -> io::Result<Vec<u8>> {
    let end = Instant::now() + patience;
    let mut line = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        limit(stream.set_recv_timeout(Some(left)))?;
        let count = match stream.read(&mut piece) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if let Some(at) = piece[..count].iter().position(|byte| *byte == b'\n') {
            line.extend_from_slice(&piece[..at]);
            return Ok(line);
        }
        line.extend_from_slice(&piece[..count]);
        if line.len() as u64 > LONGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
    }
}

/// Takes a time limit where the platform has one: a named pipe of Windows has none, there the number of clients is
/// the bound.
fn limit(set: io::Result<()>) -> io::Result<()> {
    if cfg!(windows) { Ok(()) } else { set }
}

fn failed(operation: &'static str) -> impl FnOnce(io::Error) -> HandoverError {
    move |source| HandoverError::Io { operation, source }
}

#[cfg(test)]
mod tests;
