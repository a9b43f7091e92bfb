//! The card index: what makes ten thousand cards answer between two keystrokes.
//!
//! The index is derived from the cards and can always be made again, so it is opened with suspicion
//! ([`CardIndex::open`] checks its stamp and its files) and replaced without loss ([`RebuildWriter`]). It knows
//! nothing of files beyond its own directory and nothing of the clock: the caller passes plain values in
//! ([`CardDocument`], [`SearchRequest`]) and gets plain values back ([`SearchResults`]).
//!
//! A search goes through stages, each asking for less than the one before: all words, the last one completed; words
//! one typing error away where the library hardly knows what was typed; any word. The hits of an earlier stage always
//! stand above those of a later one.

mod answer;
mod directory;
mod document;
mod doubtful;
mod entry;
mod error;
mod facts;
mod index;
mod lookup;
mod open;
mod query;
mod reading;
mod rebuild;
mod schema;
mod words;
mod write;

pub use answer::{Explanation, FacetCount, FacetCounts, Hit, Marked, SearchResults, Stage, WEIGHTS, Weight};
pub use document::{CardDocument, CardEntry, Fingerprint};
pub use doubtful::Doubtful;
pub use error::SearchError;
pub use facts::{Facts, Outcome, Synonyms};
pub use index::CardIndex;
pub use open::{Opened, ReadOpened, Reason};
pub use query::{Filters, OPERATORS, Operator, SearchRequest};
pub use rebuild::RebuildWriter;
pub use words::stems;
pub use write::{Effort, IndexWriter};
