//! Cards on disk.
//!
//! A [`Library`] is a folder of Markdown. This crate lists its files ([`Library::scan`]), reads one
//! ([`Library::read`]), says when to look again ([`Watch`]), and writes new files so that a crash or a full disk
//! leaves either the whole file or none ([`Library::create_file`], [`Library::add_pack`]). It replaces, moves and removes
//! a file only while it holds what its writer believes it does ([`Library::replace_file`], [`Library::move_file`],
//! [`Library::remove_file`]). What was done is kept in an [`ActLog`], so that it can be taken back; what cards said
//! before, what was deleted and what is not saved yet in a [`LibraryState`].
//!
//! What is *in* a file is none of its business: that is `oneup-cards`. What was found before is kept by whoever
//! asks; [`compare`] tells a scan from such a memory. Nothing is ever written into a folder by merely opening it.

mod acts;
mod attributes;
mod beneath;
mod beside;
mod compare;
mod conflict;
mod error;
mod export;
mod folder;
mod ground;
mod leftovers;
mod links;
mod replace;
mod scan;
mod stamp;
mod state;
mod watch;
mod withdraw;
mod write;

pub use acts::{ActLog, NewAct, RecordedAct, StackEnd};
pub use beside::{Beside, OtherFile};
pub use compare::{Difference, Known, compare};
pub use conflict::{ConflictCopy, SyncTool, Twin};
pub use error::LibraryError;
pub use export::ExportPlan;
pub use folder::{Library, Part};
pub use leftovers::Cleared;
pub use replace::Outcome;
pub use scan::{FileEntry, Scan, Skipped};
pub use stamp::Stamp;
pub use state::{
    BinnedCard, Draft, LibraryState, NewDraft, NewReview, NewVersion, Origin, Review, SeenText, Version, Why,
};
pub use watch::{Wake, Watch, WatchHandle};
pub use write::PackFile;
