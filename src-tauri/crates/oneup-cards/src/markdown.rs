//! The one place that says which Markdown a card is written in, so that index, lint and page cannot disagree.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

/// Reads Markdown into events with byte ranges relative to `text`.
///
/// Raw HTML is read as such (the page decides what of it is kept). Mathematics, heading attributes, smart
/// punctuation and callouts are deliberately off: the first two are syntax a card does not have, the third
/// would make the text differ from what was written, the last reads well as a block quote.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_WIKILINKS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter()
}
