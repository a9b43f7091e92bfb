//! The contract between the application and its fronts: every command, its request, its response, its errors.
//!
//! `list.rs` names the commands once. The shapes are plain data: what a front needs to show, in the words it
//! shows, with nothing to compute. Counts are `u32`, because JSON numbers reach the page as doubles.

mod card;
mod error;
mod library;
mod list;
mod search;
mod typescript;

pub use card::{
    Backlink, CardPage, ChainLink, FindingLevel, FindingRow, LinkDestination, LinkRequest, LinkTargetRow,
    MetaRow, OpenLinkRequest, ReadCardRequest, SourceRow, StaleMark, UnsourcedRow,
};
pub use error::{ApiError, ErrorCode};
pub use library::{
    ChangedNoun, Changes, ChangesRequest, ChooseLibraryRequest, CreateLibraryRequest, IndexState,
    LibraryStatus, RebuildIndexRequest, SkippedFile, StatusRequest,
};
pub use search::{
    FacetGroup, FacetName, FacetValue, Filter, Hit, Marked, Part, SearchRequest, SearchResponse,
};
pub use typescript::typescript;
