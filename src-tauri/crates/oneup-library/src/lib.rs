//! Cards on disk.
//!
//! A [`Library`] is a folder of Markdown. This crate lists its files ([`Library::scan`]), reads one
//! ([`Library::read`]), says when to look again ([`Watch`]), and writes new files so that a crash or a full disk
//! leaves either the whole file or none ([`Library::create_file`], [`Library::add_pack`]). What was done is kept in an
//! [`ActLog`], so that it can be taken back.
//!
//! What is *in* a file is none of its business: that is `oneup-cards`. What was found before is kept by whoever
//! asks; [`compare`] tells a scan from such a memory. Nothing is ever written into a folder by merely opening it.

mod acts;
mod beneath;
mod compare;
mod error;
mod folder;
mod links;
mod scan;
mod stamp;
mod watch;
mod write;

pub use acts::{ActLog, NewAct, RecordedAct, StackEnd};
pub use compare::{Difference, Known, compare};
pub use error::LibraryError;
pub use folder::{Library, Part};
pub use scan::{FileEntry, Scan, Skipped};
pub use stamp::Stamp;
pub use watch::{Wake, Watch, WatchHandle};
pub use write::PackFile;
