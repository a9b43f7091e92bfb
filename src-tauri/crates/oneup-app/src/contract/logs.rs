//! What the program wrote about itself, and what it sent over the network.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the newest lines of the log.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ReadLogRequest {
    /// How many lines at most, counted from the end; never more than 2,000.
    pub lines: u32,
}

/// The log of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LogPage {
    /// The folder it stands in.
    pub folder: String,
    /// The lines, the oldest first.
    pub lines: Vec<LogLine>,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LogLine {
    /// When it was written, as an ISO time; empty where the line goes on from the one before.
    pub at: String,
    /// How serious it is.
    pub level: LogLevel,
    /// What it says.
    pub text: String,
}

/// How serious a line of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Something went wrong.
    Error,
    /// Something may go wrong.
    Warning,
    /// Something happened.
    Info,
}

/// Asks for what a person who helps may see.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct SupportTextRequest {}

/// What a person who helps may see: versions, counts and the log, without names, paths, titles or addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SupportText {
    /// Plain text, to be looked over before it is copied.
    pub text: String,
    /// How many lines were cut off before a name, a path, a quote or an address.
    pub left_out: u32,
}

/// Asks for every request that was sent over the network.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct NetworkLogRequest {}

/// Every request that was sent over the network. None is sent unless the user adds a source of packs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct NetworkLog {
    /// The requests, the newest first.
    pub requests: Vec<NetworkRequest>,
}

/// One request that was sent over the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NetworkRequest {
    /// When, as an ISO time with its zone.
    pub at: String,
    /// The host.
    pub host: String,
    /// What was asked for.
    pub what: String,
    /// How many bytes came back.
    pub bytes: u32,
}
