//! A table in a text file: header, rows, and where each row stands. Rows that are too short or too long are kept as
//! they are; whoever makes cards of them says what becomes of them.

use csv::{ReaderBuilder, StringRecord};
use thiserror::Error;

use crate::text::{Decoded, Encoding, NotText, decode};

/// The largest table that is read, in bytes.
pub const MAX_TABLE_BYTES: u64 = 64 * 1024 * 1024;

/// The most rows that are read.
const MOST_ROWS: usize = 50_000;

/// The most columns that are read.
const MOST_COLUMNS: usize = 500;

/// How many rows are tried with each delimiter.
const TRIED: usize = 50;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, as spreadsheets write it where the comma is the decimal point.
    Semicolon,
    /// A tab.
    Tab,
}

impl Delimiter {
    /// Every delimiter; of two that read a table alike, the first counts.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// Its name in a request.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// Finds a delimiter by its name, or as it is written.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name || name.as_bytes() == [one.byte()])
    }

    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// How a table is to be read; what is not said is found out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// How its letters are written.
    pub encoding: Option<Encoding>,
    /// What stands between its cells.
    pub delimiter: Option<Delimiter>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, the header being row 1, as a spreadsheet shows it.
    pub number: u32,
    /// The line it begins on.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of its columns.
    pub header: Vec<String>,
    /// Its rows, without those that are empty.
    pub rows: Vec<Row>,
    /// What stands between its cells.
    pub delimiter: Delimiter,
    /// How its letters are written.
    pub encoding: Encoding,
    /// Whether letters were lost, because the file is not of this encoding.
    pub is_lossy: bool,
}

/// Says why a file is no table that cards can be made of.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TableError {
    /// It is no text.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// It is larger than [`MAX_TABLE_BYTES`].
    #[error(
        "it has {bytes} bytes; a table of {} MB at most is read. Split it into several files",
        MAX_TABLE_BYTES / 1024 / 1024
    )]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// It has no rows at all.
    #[error("it is empty. Its first row must name the columns, and each row below is a card")]
    Empty,
    /// It has a header and nothing else.
    #[error("it has a header and no rows below. Each row below the first is a card")]
    NoRows,
    /// It has more rows than are read.
    #[error("it has more than {MOST_ROWS} rows. Split it into several files")]
    TooManyRows,
    /// It has more columns than are read.
    #[error(
        "its first row has {count} columns; {MOST_COLUMNS} at most are read. Take out those that are no part of the cards"
    )]
    TooManyColumns {
        /// How many.
        count: usize,
    },
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// [`TableError`] where no cards can be made of it.
    pub fn read(bytes: &[u8], reading: Reading) -> Result<Self, TableError> {
        if bytes.len() as u64 > MAX_TABLE_BYTES {
            return Err(TableError::TooLarge { bytes: bytes.len() as u64 });
        }
        let Decoded { text, encoding, is_lossy } = decode(bytes, reading.encoding)?;
        let (told, text, lines_before) = told_delimiter(&text);
        let delimiter = reading.delimiter.or(told).unwrap_or_else(|| delimiter_of(text));
        let mut records = records(text, delimiter);
        let header: Vec<String> =
            records.next().ok_or(TableError::Empty)?.iter().map(|name| name.trim().to_owned()).collect();
        if header.len() > MOST_COLUMNS {
            return Err(TableError::TooManyColumns { count: header.len() });
        }
        let mut rows = Vec::new();
        let mut lines = Lines { text, at: 0, line: lines_before + 1 };
        for (at, record) in records.enumerate() {
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if rows.len() == MOST_ROWS {
                return Err(TableError::TooManyRows);
            }
            let byte = record.position().map_or(0, csv::Position::byte);
            rows.push(Row {
                number: u32::try_from(at).unwrap_or(u32::MAX).saturating_add(2),
                line: lines.of(usize::try_from(byte).unwrap_or(usize::MAX)),
                cells,
            });
        }
        if rows.is_empty() {
            return Err(TableError::NoRows);
        }
        Ok(Self { header, rows, delimiter, encoding, is_lossy })
    }
}

/// Counts lines up to one record after the other.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line on which the record at a byte begins; what ends the line before may still come first there.
    fn of(&mut self, byte: usize) -> u32 {
        let rest = self.text.get(byte..).unwrap_or("");
        let byte = byte + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let passed = self.text.get(self.at..byte).unwrap_or("");
        let breaks = passed.bytes().filter(|letter| *letter == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.at = byte.max(self.at);
        self.line
    }
}

fn records(text: &str, delimiter: Delimiter) -> impl Iterator<Item = StringRecord> {
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(text.as_bytes());
    // A text that is valid and rows of any length leave nothing that could be refused.
    reader.into_records().map_while(Result::ok)
}

/// A first line `sep=;` is a spreadsheet's word about the delimiter, and no header.
fn told_delimiter(text: &str) -> (Option<Delimiter>, &str, u32) {
    let first = text.split_inclusive('\n').next().unwrap_or("");
    let told = first.trim_end_matches(['\r', '\n']).strip_prefix("sep=").and_then(Delimiter::named);
    match told {
        Some(told) => (Some(told), text.get(first.len()..).unwrap_or(""), 1),
        None => (None, text, 0),
    }
}

/// The delimiter by which most rows have as many cells as the header, which has several.
fn delimiter_of(text: &str) -> Delimiter {
    let score = |delimiter: Delimiter| {
        let mut rows = records(text, delimiter).take(TRIED).map(|record| record.len());
        let columns = rows.next().unwrap_or(0);
        let (alike, others) = rows.fold((0usize, 0usize), |(alike, others), cells| {
            if cells == columns { (alike + 1, others) } else { (alike, others + 1) }
        });
        if columns < 2 { (0, 0) } else { (1 + (alike + 1) * 100 / (alike + others + 1), columns) }
    };
    Delimiter::ALL.into_iter().rev().max_by_key(|one| score(*one)).unwrap_or(Delimiter::Comma)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Table {
        Table::read(text.as_bytes(), Reading::default()).unwrap()
    }

    #[test]
    fn the_delimiter_is_found_and_a_comma_in_a_sentence_is_none() {
        for (text, delimiter) in [
            ("title,type\nA,force\n", Delimiter::Comma),
            ("title;type\nPrices, wages, rents;force\n", Delimiter::Semicolon),
            ("title\ttype\nA, b; c\tforce\n", Delimiter::Tab),
            ("title\nOne column, with a comma\n", Delimiter::Comma),
        ] {
            assert_eq!(read(text).delimiter, delimiter, "{text}");
        }
        let told = read("sep=;\r\ntitle;type\r\nA;force\r\n");
        assert_eq!((told.header.len(), told.rows[0].line), (2, 3));
    }

    #[test]
    fn quoted_line_breaks_stay_in_their_cell_and_rows_keep_their_number_and_line() {
        let table = read("title,body\n\"A\",\"one\n\"\"two\"\"\nthree\"\n,\nB,x,y\nC\n");
        let rows: Vec<_> = table.rows.iter().map(|row| (row.number, row.line, row.cells.len())).collect();
        assert_eq!(rows, [(2, 2, 2), (4, 6, 3), (5, 7, 1)]);
        assert_eq!(table.rows[0].cells[1], "one\n\"two\"\nthree");
    }

    #[test]
    fn what_is_no_table_is_refused_in_words() {
        let refused = |bytes: &[u8]| Table::read(bytes, Reading::default()).unwrap_err();
        assert_eq!(refused(b""), TableError::Empty);
        assert_eq!(refused(b"title,type\n"), TableError::NoRows);
        assert_eq!(refused(b"PK\x03\x04\0\0\0"), TableError::NotText(NotText::Binary));
        assert!(matches!(refused(&b",".repeat(MOST_COLUMNS)), TableError::TooManyColumns { .. }));
        assert_eq!(refused("a\n".repeat(MOST_ROWS + 2).as_bytes()), TableError::TooManyRows);
    }
}
