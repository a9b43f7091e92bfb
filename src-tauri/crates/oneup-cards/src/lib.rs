//! A One-Up card: parsed, linted, rendered, edited by span, compared and merged. No I/O and no clock: text and today's date are arguments.
//!
//! A card is a Markdown file that says what the program needs in its prose. [`Card::parse`] reads it and never
//! fails: what does not fit the format becomes a [`Finding`] with a place and a remedy.

mod body;
mod card;
mod date;
pub mod diff;
pub mod edit;
mod finding;
mod freshness;
mod front_matter;
mod ids;
mod link;
mod lint;
mod manifest;
mod markdown;
mod mention;
pub mod merge;
mod parts;
mod picture;
mod position;
mod render;
mod resolve;
mod verb;
mod vocabulary;
mod written;

pub use body::{Figure, MY_NOTES, SayLine, Section, Source, UnsourcedFigure};
pub use card::{Card, MAX_CARD_BYTES, Unreadable};
pub use date::{BadDate, PartialDate};
pub use finding::{Finding, Level};
pub use front_matter::{FrontMatter, KeySpan};
pub use ids::{BadId, CardId, FullId, MAX_SLUG_BYTES, PackId};
pub use link::{IN_APP_PREFIX, Link, LinkForm, LinkTarget, Object, TypedLink, in_app_address};
pub use lint::{LintContext, Vocabulary, is_micro_selling, lint, lint_pack};
pub use manifest::{MANIFEST_SCHEMA, ManifestError, PackManifest, PackVocabulary, WordProblem, Words};
pub use markdown::events as markdown_events;
pub use mention::{Mention, Sentence, Sentences};
pub use parts::Place;
pub use picture::{PICTURE_ENDINGS, picture_path};
pub use position::Position;
pub use render::{RenderOptions, Rendered, render, sanitise};
pub use resolve::{CardLookup, CardRef, Catalog, LinkKey, Resolution, resolve};
pub use verb::{Mark, MarkKind, Verb};
pub use vocabulary::{CardType, ClaimKind, Sale, Status, Visibility};
pub use written::{WordPlace, WrittenWord};
