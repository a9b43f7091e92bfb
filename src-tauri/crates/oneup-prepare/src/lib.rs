//! What a library of cards comes to when it is read together: chains, the map, and the gaps.
//!
//! Everything here is a pure function. The caller says what each card is ([`CardRecord`]), its links already looked
//! up, and gets pages back as plain values. There is no file, no index and no clock: today is an argument.
//!
//! [`CardGraph`] is built once and kept; a saved card is [put](CardGraph::put) into it, a deleted one
//! [removed](CardGraph::remove). On it stand the three views:
//!
//! - [`CardGraph::chains`]: the best paths force → challenge → factor, each with its reasons and its weakest place;
//! - [`CardGraph::map`] and [`CardGraph::neighbourhood`]: what leads to what, laid out so that lines cross little;
//! - [`CardGraph::gaps`]: what is missing, each with the one act that closes it.
//!
//! The answers do not depend on the order in which the records came.

mod chain;
mod filter;
mod gaps;
mod graph;
mod map;
mod neighbourhood;
mod read;
mod record;
mod weakness;

pub use chain::{Chain, ChainQuery, Chains, Counted, End, MAX_CHAINS, Step, Term};
pub use filter::Filter;
pub use gaps::{Act, Gap, GapKind, GapQuery, Gaps, LinkAt};
pub use graph::CardGraph;
pub use map::{Column, Line, Map, MapQuery, Row};
pub use neighbourhood::{Neighbour, NeighbourLine, Neighbourhood, NeighbourhoodQuery};
pub use record::{CardFace, CardRecord, LinkRecord, SourceCount, Target};
pub use weakness::{WeakPlace, Weakness};
