//! Where a list item stands: its marker, its lines, and what is nested under it.

use std::ops::Range;

use super::{line_end, line_start};

/// A list item found by its first paragraph.
pub(super) struct Item {
    /// The start of its first line up to its text: white space, marker, white space.
    pub(super) prefix: String,
    /// Its lines with everything nested under it; the blank lines below belong to nobody.
    pub(super) lines: Range<usize>,
}

/// Finds the item whose first paragraph is `paragraph`; `None` where its line does not start with a list marker.
pub(super) fn around(text: &str, paragraph: &Range<usize>) -> Option<Item> {
    let start = line_start(text, paragraph.start);
    let head = text.get(start..paragraph.start)?;
    let prefix = head.get(..marker(head)?)?;
    let in_quote = prefix.contains('>');
    let last = text.get(..paragraph.end)?.trim_end().len();
    let mut end = line_end(text, last);
    let mut at = end;
    while !in_quote && at < text.len() {
        let next = line_end(text, at);
        let line = text.get(at..next)?;
        if !line.trim().is_empty() {
            if width(line) < prefix.chars().count() {
                break;
            }
            end = next;
        }
        at = next;
    }
    Some(Item { prefix: prefix.to_owned(), lines: start..end })
}

/// The length of a list marker with the white space around it, at the start of a line.
fn marker(line: &str) -> Option<usize> {
    let words = line.trim_start_matches([' ', '\t', '>']);
    let digits = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = if digits.len() < words.len() {
        digits.strip_prefix(['.', ')'])?
    } else {
        words.strip_prefix(['-', '*', '+'])?
    };
    let rest = after.trim_start_matches([' ', '\t']);
    (rest.len() < after.len()).then(|| line.len() - rest.len())
}

/// How far a line is indented, a tab counting to the next fourth column.
fn width(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .fold(0, |width, c| if c == '\t' { width / 4 * 4 + 4 } else { width + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_ends_where_its_nested_blocks_end() {
        let text = "- a b\n  more\n\n  nested\n    - deeper\n\n- next\n";
        let item = around(text, &(2..12)).expect("an item");
        assert_eq!(
            (item.prefix.as_str(), text.get(item.lines)),
            ("- ", Some("- a b\n  more\n\n  nested\n    - deeper\n"))
        );
        let item = around("1) **x** y", &(5..10)).expect("an item");
        assert_eq!(item.prefix, "1) ");
        assert!(around("x y", &(2..3)).is_none());
    }
}
