//! Where in a file something stands: byte offsets become lines and columns, counted from 1, in characters.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Position {
    /// The start of a file.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// The starts of a text's lines.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// The last offset asked for and its column: places are asked for in reading order, and a line may be
    /// megabytes long.
    last: Cell<(usize, u32)>,
}

impl<'t> Lines<'t> {
    /// Finds the lines of a text; a line ends with a line feed.
    pub(crate) fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(n, _)| n + 1));
        Self { text, starts, last: Cell::new((0, 1)) }
    }

    /// The line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The line and column of a byte offset; an offset inside a character means that character.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(0);
        let end = self.text.floor_char_boundary(offset.min(self.text.len()));
        let (from, counted) = match self.last.get() {
            (known, column) if (start..=end).contains(&known) => (known, column),
            _ => (start, 1),
        };
        let between = self.text.get(from..end).unwrap_or("");
        // A byte order mark is not a character a person sees.
        let column = counted + between.chars().filter(|c| *c != '\u{feff}').count() as u32;
        self.last.set((end, column));
        Position { line, column }
    }

    /// The byte offset at which a line starts; a line past the end starts at the end.
    pub(crate) fn start_of(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }
}

/// The byte offset in `text` of a slice taken from it.
pub(crate) fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let lines = Lines::new("ab\näö€x\n");
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        assert_eq!(lines.position(2), Position { line: 1, column: 3 });
        assert_eq!(lines.position(1), Position { line: 1, column: 2 }, "backwards too");
        assert_eq!(lines.position(3), Position { line: 2, column: 1 });
        assert_eq!(lines.position("ab\näö€".len()), Position { line: 2, column: 4 });
        assert_eq!(lines.position(4), Position { line: 2, column: 1 }, "inside a character");
        assert_eq!(lines.position(99).line, 3);
        assert_eq!(lines.start_of(2), 3);
    }
}
