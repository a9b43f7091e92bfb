//! Other programs' files: tables and folders of notes become cards, cards become a table.
//!
//! Nothing here reads or writes a file. [`plan_rows`] and [`plan_notes`] say which cards would be made of a
//! [`Table`] or of notes, what would be left out and why ([`Plan`]); [`survey`] says which conventions of other
//! programs a folder uses, and what becomes of each; [`table_of_cards`] writes cards as a table. All of it is foreign
//! text until it has passed here: ids, names and sizes are checked, and nothing is ever made to replace a card.

mod columns;
mod conventions;
mod intake;
mod notes;
mod notion;
mod plan;
mod retarget;
mod rows;
mod survey;
mod table;
mod text;
mod write;

pub use columns::{Column, Field, guess_columns};
pub use conventions::{Convention, Found};
pub use intake::Known;
pub use notes::{Note, plan_notes};
pub use plan::{NewFile, Plan, Remark};
pub use rows::{RowsWanted, plan_rows};
pub use survey::{Survey, survey};
pub use table::{Delimiter, MAX_TABLE_BYTES, Reading, Row, Table, TableError};
pub use text::{Decoded, Encoding, NotText, decode};
pub use write::table_of_cards;
