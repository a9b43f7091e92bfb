//! Bringing one's own: folders and tables looked at before anything is done, imported as one act, and everything
//! exported as plain files.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SkippedFile;

/// What is brought, and what is to become of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BringKind {
    /// A folder of notes that becomes the library where it stands.
    InPlace,
    /// A folder of notes that is copied into the library.
    Folder,
    /// A table, of which each row becomes a card.
    Table,
}

/// Asks the user for a folder or a table to bring.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ChooseBringRequest {
    /// What is to become of it.
    pub kind: BringKind,
}

/// What the user chose.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct BringChosen {
    /// Its number, for the requests that follow; none where the dialog was closed.
    pub id: Option<u32>,
}

/// Asks what bringing it would do; nothing is written.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct LookAtBringRequest {
    /// The number of what was chosen.
    pub id: u32,
    /// How a table is to be read; the guess where it is left out.
    #[ts(optional)]
    pub table: Option<TableWish>,
}

/// How a table is to be read.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct TableWish {
    /// `comma`, `semicolon` or `tab`; found out where it is left out.
    #[ts(optional)]
    pub delimiter: Option<String>,
    /// How its letters are written, such as `UTF-8`; found out where it is left out.
    #[ts(optional)]
    pub encoding: Option<String>,
    /// What a card is whose row does not say; a note where it is left out.
    #[ts(optional)]
    pub kind: Option<String>,
    /// What single columns become, by their number from 0; the guess for all others.
    #[serde(default)]
    pub columns: Vec<ColumnWish>,
}

/// What one column is to become.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ColumnWish {
    /// Its number, from 0.
    pub column: u32,
    /// The field.
    pub field: String,
}

/// What bringing it would do.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BringPage {
    /// The number of what was chosen.
    pub id: u32,
    /// What is to become of it.
    pub kind: BringKind,
    /// The name of the folder or file.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// How many cards there would be.
    pub cards: u32,
    /// How many of them of each type, the most first.
    pub types: Vec<TypeCount>,
    /// The cards that would be made; at most the first 200.
    pub made: Vec<BroughtRow>,
    /// Files and rows like a card there is, which are left as they are.
    pub duplicates: RemarkList,
    /// Files and rows of which no card would be made.
    pub left_out: RemarkList,
    /// What is carried, but not as it was.
    pub remarks: RemarkList,
    /// The conventions of other programs that were found, and what becomes of each.
    pub conventions: Vec<ConventionRow>,
    /// What is left alone: programs' folders, pictures and other files.
    pub alone: Vec<AloneRow>,
    /// How the table was read, where it is one.
    pub table: Option<TableRead>,
}

/// How many cards of a type there would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TypeCount {
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many.
    pub count: u32,
}

/// A card that would be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BroughtRow {
    /// The file or row it is made of.
    pub place: String,
    /// Where it would stand in the library.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Remarks, the first by their words, the rest by their number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct RemarkList {
    /// At most the first 200.
    pub rows: Vec<RemarkRow>,
    /// How many there are in all.
    pub total: u32,
}

/// Something that is not carried, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RemarkRow {
    /// The file, row or line.
    pub place: String,
    /// What about it.
    pub what: String,
    /// What the user can do.
    pub remedy: String,
}

/// A convention of another program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ConventionRow {
    /// What it is.
    pub what: String,
    /// What becomes of it.
    pub becomes: String,
    /// How often it was found.
    pub count: u32,
    /// In how many files.
    pub files: u32,
    /// The first places.
    pub places: Vec<String>,
}

/// Files that are left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AloneRow {
    /// What they are: the ending of their names, or the name of a program's folder.
    pub what: String,
    /// How many.
    pub count: u32,
}

/// How a table was read.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TableRead {
    /// Its rows.
    pub rows: u32,
    /// What stands between its cells.
    pub delimiter: String,
    /// How its letters are written.
    pub encoding: String,
    /// What a card is whose row does not say.
    pub kind: String,
    /// Its columns.
    pub columns: Vec<ColumnRead>,
    /// The fields that a column can become.
    pub fields: Vec<String>,
    /// The encodings that can be chosen.
    pub encodings: Vec<String>,
    /// The delimiters that can be chosen.
    pub delimiters: Vec<String>,
}

/// A column and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ColumnRead {
    /// Its name.
    pub name: String,
    /// What it becomes.
    pub field: String,
    /// Its first cell that is not empty.
    pub sample: String,
}

/// Asks for what was looked at to be done, exactly as it was shown.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct BringRequest {
    /// The number of what was chosen.
    pub id: u32,
}

/// What bringing it came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Brought {
    /// How many cards were made; 0 where the folder became the library.
    pub made: u32,
    /// The key of the first card that was made.
    pub first: Option<String>,
    /// What can be undone, in words; none where nothing was written.
    pub words: Option<String>,
}

/// Asks the user for a folder to export to.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct ChooseExportRequest {}

/// What an export would copy, or copied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct ExportPage {
    /// Its number, for [`ExportRequest`]; none where the dialog was closed.
    pub id: Option<u32>,
    /// The folder that is made.
    pub target: String,
    /// How many cards.
    pub cards: u32,
    /// How many other files.
    pub others: u32,
    /// How many bytes, in thousands.
    pub kilobytes: u32,
    /// What is not copied, each with the reason; at most the first 200.
    pub left_out: Vec<SkippedFile>,
    /// How many are not copied in all.
    pub left_out_total: u32,
}

/// Asks for an export that was looked at.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ExportRequest {
    /// Its number.
    pub id: u32,
}
