//! Reads a table of which each row becomes a card.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use oneup_cards::CardType;
use oneup_exchange::{
    Column, Delimiter, Encoding, Field, MAX_TABLE_BYTES, Reading, RowsWanted, Table, TableError,
    guess_columns, plan_rows,
};

use super::page::{name_of, page_of};
use super::{BringError, ImportPlan};
use crate::app::App;
use crate::contract::{BringKind, ColumnRead, TableRead, TableWish, count};
use crate::error::AppError;

/// The longest sample of a column, in letters.
const SAMPLE: usize = 120;

impl App {
    /// Says which cards would be made of a table, read as wished.
    pub(super) fn planned_rows(
        &self,
        file: &Path,
        wish: &TableWish,
        id: u32,
    ) -> Result<ImportPlan, AppError> {
        let name = name_of(file);
        let reading = Reading {
            encoding: wished(wish.encoding.as_deref(), "encoding", Encoding::named, &names_of_encodings())?,
            delimiter: wished(
                wish.delimiter.as_deref(),
                "delimiter",
                Delimiter::named,
                &names_of_delimiters(),
            )?,
        };
        let kind = wished(wish.kind.as_deref(), "type of card", CardType::parse, &names_of_types())?;
        let kind = kind.unwrap_or(CardType::Note);
        let bytes = read(file)?;
        let table = Table::read(&bytes, reading)
            .map_err(|source| BringError::NoTable { file: name.clone(), source })?;
        let columns = columns_of(&table, wish)?;
        let wanted = RowsWanted { file: &name, columns: &columns, kind, folder: "mine/" };
        let plan = self.knowing(|known| plan_rows(&table, &wanted, known))?;
        let mut page = page_of(id, BringKind::Table, file, &plan);
        page.table = Some(TableRead {
            rows: count(table.rows.len()),
            delimiter: table.delimiter.name().to_owned(),
            encoding: table.encoding.name().to_owned(),
            kind: kind.as_str().to_owned(),
            columns: columns.iter().enumerate().map(|(at, column)| read_column(&table, at, column)).collect(),
            fields: Field::all().map(|field| field.name().to_owned()).collect(),
            encodings: names_of_encodings(),
            delimiters: names_of_delimiters(),
        });
        Ok(ImportPlan { page, plan: Arc::new(plan) })
    }
}

/// Reads a file that is an ordinary one; a pipe would never end.
fn read(file: &Path) -> Result<Vec<u8>, AppError> {
    let refused = |source| AppError::io("read", file, source);
    let metadata = fs::metadata(file).map_err(refused)?;
    if !metadata.is_file() {
        return Err(BringError::NoFile { path: file.to_owned() }.into());
    }
    if metadata.len() > MAX_TABLE_BYTES {
        let source = TableError::TooLarge { bytes: metadata.len() };
        return Err(BringError::NoTable { file: name_of(file), source }.into());
    }
    let mut bytes = Vec::new();
    let file_there = File::open(file).map_err(refused)?;
    file_there.take(MAX_TABLE_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

fn columns_of(table: &Table, wish: &TableWish) -> Result<Vec<Column>, BringError> {
    let mut columns = guess_columns(&table.header);
    let known = || Field::all().map(|field| field.name().to_owned()).collect::<Vec<_>>();
    for wished in &wish.columns {
        let field = Field::named(&wished.field).ok_or_else(|| BringError::BadWish {
            word: wished.field.clone(),
            what: "field of a card",
            known: known().join(", "),
        })?;
        let at = usize::try_from(wished.column).unwrap_or(usize::MAX);
        // What is chosen for one column is taken from the one that was only guessed to be it.
        let chosen = |at: usize| wish.columns.iter().any(|other| usize::try_from(other.column) == Ok(at));
        for (other, column) in columns.iter_mut().enumerate() {
            if other != at && column.field == field && !field.can_be_shared() && !chosen(other) {
                column.field = Field::Section;
            }
        }
        match columns.get_mut(at) {
            Some(column) => column.field = field,
            None => {
                return Err(BringError::BadWish {
                    word: wished.column.to_string(),
                    what: "column",
                    known: format!("0 to {}", table.header.len().saturating_sub(1)),
                });
            }
        }
    }
    for (at, column) in columns.iter().enumerate() {
        if !column.field.can_be_shared()
            && columns.iter().skip(at + 1).any(|other| other.field == column.field)
        {
            return Err(BringError::FieldTwice { field: column.field.name() });
        }
    }
    Ok(columns)
}

fn read_column(table: &Table, at: usize, column: &Column) -> ColumnRead {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.trim());
    let sample = cells.into_iter().find(|cell| !cell.is_empty()).unwrap_or("");
    ColumnRead {
        name: column.name.clone(),
        field: column.field.name().to_owned(),
        sample: sample.chars().take(SAMPLE).collect(),
    }
}

/// What a wish names; `None` where there is none.
fn wished<T>(
    word: Option<&str>,
    what: &'static str,
    named: impl Fn(&str) -> Option<T>,
    known: &[String],
) -> Result<Option<T>, BringError> {
    let found = |word: &str| {
        let bad = || BringError::BadWish { word: word.to_owned(), what, known: known.join(", ") };
        named(word).ok_or_else(bad)
    };
    word.map(found).transpose()
}

fn names_of_encodings() -> Vec<String> {
    Encoding::OFFERED.iter().map(|encoding| encoding.name().to_owned()).collect()
}

fn names_of_delimiters() -> Vec<String> {
    Delimiter::ALL.iter().map(|delimiter| delimiter.name().to_owned()).collect()
}

fn names_of_types() -> Vec<String> {
    CardType::ALL.iter().map(|kind| kind.as_str().to_owned()).collect()
}
