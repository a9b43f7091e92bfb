//! The application: cards, library and index as one, behind the contract that every front calls.
//!
//! A front locates a [`Home`], makes an [`App`] ([`App::start`] to stay, [`App::new`] for one command) and calls the
//! commands of [`contract`], either as methods or by name through [`dispatch`]. What it must provide itself is a
//! [`Host`]. Errors inside are [`AppError`]; at the edge they are [`contract::ApiError`].

mod app;
mod bell;
mod binned;
mod bring;
mod card_acts;
mod card_commands;
mod card_page;
mod check_text;
mod clock;
mod commands;
mod config;
pub mod content;
pub mod contract;
mod copies;
pub mod deep_link;
mod desk;
mod document;
mod drops;
mod edit_card;
mod error;
mod export;
mod find_card;
mod gaps;
mod graph;
pub mod handover;
mod history;
mod home;
mod host;
mod keeper;
mod keeping;
mod kept;
mod language;
mod linked;
mod lint;
mod lock;
mod logs;
mod lookup;
mod map;
mod mentions;
mod new_card;
mod noting;
mod pictures;
mod reading;
mod rearrange;
mod refile;
mod register;
mod replacing;
mod review;
mod rewrite;
mod save_card;
mod search;
mod session;
mod settle;
mod settle_copy;
mod shipped;
mod skipped;
mod tasks;
#[cfg(test)]
mod test_place;
mod transact;
mod words;
mod writing;

pub use app::App;
pub use bring::{BringError, ImportPlan};
pub use card_acts::{CardChange, Changed, NewRelation};
pub use commands::{dispatch, dispatch_or_hand_over};
pub use desk::StartOptions;
pub use error::AppError;
pub use gaps::MOST_GAPS;
pub use home::{HOME_VARIABLE, Home};
pub use host::{Choice, FALLBACK_LINK, Host, HostError, MAIN_WINDOW, NoDesktop};
pub use keeper::{Kept, Progress};
pub use lint::{LintReport, LintRequest};
pub use new_card::{NewCard, NewCardLink};
pub use pictures::NoPicture;
pub use search::MOST_HITS;
pub use shipped::ShippedPack;

pub use oneup_cards::{CardType, Finding, Level, Verb, WordPlace, WrittenWord};
