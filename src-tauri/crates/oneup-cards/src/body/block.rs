//! The text of one paragraph, item, heading or cell while it is read: what a person sees, and where it came from.

use std::ops::Range;

/// A link inside a block.
#[derive(Debug)]
pub(crate) struct InlineLink {
    /// Its text's place in [`Block::text`].
    pub(crate) text: Range<usize>,
    /// Its bytes in the file.
    pub(crate) span: Range<usize>,
    pub(crate) dest: String,
    pub(crate) wiki: bool,
}

impl InlineLink {
    /// Whether it leads out of the library, to a page of the web.
    pub(crate) fn is_address(&self) -> bool {
        let scheme = self.dest.split(':').next().unwrap_or("");
        !self.wiki && (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
    }
}

/// What kind of block a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Paragraph,
    Heading(u8),
    Cell,
}

/// A block of running text.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    /// Its bytes in the file.
    pub(crate) span: Range<usize>,
    /// Whether the Markdown has no element for it: text that stands in a tight list item.
    pub(crate) is_implicit: bool,
    /// Its text without Markdown and footnote marks.
    pub(crate) text: String,
    /// Labels of its footnote marks.
    pub(crate) notes: Vec<String>,
    pub(crate) links: Vec<InlineLink>,
    /// Where code stands in `text`, in order.
    pub(crate) code: Vec<Range<usize>>,
    /// Pieces of `text` in order: where each starts, and its bytes in the file.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Block {
    pub(crate) fn new(kind: Kind, span: Range<usize>) -> Self {
        Self {
            kind,
            span,
            is_implicit: false,
            text: String::new(),
            notes: Vec::new(),
            links: Vec::new(),
            code: Vec::new(),
            pieces: Vec::new(),
        }
    }

    /// Makes the block of a text that no element of the Markdown opened.
    pub(crate) fn implicit(span: Range<usize>) -> Self {
        Self { is_implicit: true, ..Self::new(Kind::Paragraph, span) }
    }

    pub(crate) fn push(&mut self, text: &str, source: Range<usize>) {
        self.span.end = self.span.end.max(source.end);
        self.pieces.push((self.text.len(), source));
        self.text.push_str(text);
    }

    /// Whether a byte of `text` stands in code.
    pub(crate) fn is_code(&self, at: usize) -> bool {
        let n = self.code.partition_point(|code| code.end <= at);
        self.code.get(n).is_some_and(|code| code.start <= at)
    }

    /// The byte in the file that a byte of `text` came from.
    pub(crate) fn source(&self, at: usize) -> usize {
        let n = self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let Some((start, source)) = self.pieces.get(n) else {
            return self.span.start;
        };
        let end = self.pieces.get(n + 1).map_or(self.text.len(), |(next, _)| *next);
        let within = at.saturating_sub(*start);
        // Where the file says it in other bytes (an entity, an escape), the piece's start is as near as it gets.
        if end - start == source.len() { source.start + within } else { source.start }
    }

    /// The byte in the file just after the text that ends at `at`.
    pub(crate) fn source_end(&self, at: usize) -> usize {
        let n = self.pieces.partition_point(|(start, _)| *start < at).saturating_sub(1);
        let Some((start, source)) = self.pieces.get(n) else {
            return self.span.start;
        };
        let end = self.pieces.get(n + 1).map_or(self.text.len(), |(next, _)| *next);
        if end - start == source.len() { source.start + (at - start) } else { source.end }
    }
}
