//! What a text editor may change without touching a word: the byte order mark, the line ends, the last line's end.

use std::borrow::Cow;

const BOM: char = '\u{feff}';

/// The shape of a text. Two texts of one shape can be compared line by line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) bom: bool,
    /// Whether most lines end with a carriage return and a line feed.
    pub(crate) crlf: bool,
    /// Whether the last line is ended.
    pub(crate) ended: bool,
}

impl Shape {
    /// Reads the shape of a text; an empty text has the shape that most files have.
    pub(crate) fn of(text: &str) -> Self {
        let feeds = text.bytes().filter(|b| *b == b'\n').count();
        let pairs = text.matches("\r\n").count();
        let body = text.trim_start_matches(BOM);
        Self {
            bom: text.starts_with(BOM),
            crlf: pairs * 2 > feeds,
            ended: body.is_empty() || body.ends_with('\n'),
        }
    }

    /// The line end.
    pub(crate) const fn line_end(self) -> &'static str {
        if self.crlf { "\r\n" } else { "\n" }
    }

    /// Takes each trait from the side that changed it.
    pub(crate) const fn merged(base: Self, mine: Self, theirs: Self) -> Self {
        const fn pick(base: bool, mine: bool, theirs: bool) -> bool {
            if mine == base { theirs } else { mine }
        }
        Self {
            bom: pick(base.bom, mine.bom, theirs.bom),
            crlf: pick(base.crlf, mine.crlf, theirs.crlf),
            ended: pick(base.ended, mine.ended, theirs.ended),
        }
    }

    /// Gives `text` these line ends, an end to its last line and no byte order mark, so that it can be compared.
    ///
    /// A text that has these line ends already keeps the odd line that differs.
    pub(crate) fn level(self, text: &str) -> Cow<'_, str> {
        let own = Self::of(text);
        let body = text.strip_prefix(BOM).unwrap_or(text);
        let ended = body.is_empty() || body.ends_with('\n');
        if own.crlf == self.crlf && ended {
            return Cow::Borrowed(body);
        }
        let mut level = if own.crlf == self.crlf { body.to_owned() } else { self.with_line_ends(body) };
        if !ended {
            level.push_str(self.line_end());
        }
        Cow::Owned(level)
    }

    /// Gives every line of `text` this line end.
    pub(crate) fn with_line_ends(self, text: &str) -> String {
        let feeds = text.replace("\r\n", "\n");
        if self.crlf { feeds.replace('\n', "\r\n") } else { feeds }
    }

    /// Gives a level text this shape's byte order mark and last line.
    pub(crate) fn finish(self, mut text: String) -> String {
        if !self.ended {
            let kept = text
                .strip_suffix(self.line_end())
                .or_else(|| text.strip_suffix('\n'))
                .map_or(text.len(), str::len);
            text.truncate(kept);
        }
        if self.bom {
            text.insert(0, BOM);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_leveled_to_its_own_shape_and_finished_is_itself() {
        for text in
            ["", "a", "a\n", "a\r\nb", "\u{feff}a\r\nb\r\n", "a\nb\r\nc\n", "\u{feff}", "a\r", "a\r\nb\r"]
        {
            let shape = Shape::of(text);
            assert_eq!(shape.finish(shape.level(text).into_owned()), text, "{text:?}");
        }
    }

    #[test]
    fn line_ends_follow_the_side_that_changed_them() {
        let (lf, crlf) = (Shape::of("a\n"), Shape::of("a\r\n"));
        assert!(Shape::merged(lf, crlf, lf).crlf && Shape::merged(lf, lf, crlf).crlf);
        assert!(!Shape::merged(crlf, lf, crlf).crlf && Shape::merged(crlf, crlf, crlf).crlf);
    }
}
