//! What the tests of several crates share: libraries in temporary folders, and cards built in a line.
//!
//! A dev-dependency only. It builds real folders and real files; it stands in for nothing.

mod card;
mod library;

pub use card::CardText;
pub use library::TempLibrary;
