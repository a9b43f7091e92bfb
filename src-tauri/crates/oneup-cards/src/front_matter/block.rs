//! Finds the front matter by bytes, before any Markdown is read: `---` on the very first line to the next `---`.

use std::ops::Range;

/// The most front matter that is read; real cards need less than a hundredth of it.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// Where the front matter stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The lines between the fences.
    pub(crate) yaml: Range<usize>,
    /// The fences included, to the start of the body.
    pub(crate) whole: Range<usize>,
}

/// What the first line of a file says about its front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// The file starts with text; the body starts here (after a byte order mark).
    None { body: usize },
    /// The file starts with `---` that no later line closes; all of it is body.
    Unclosed { body: usize },
    /// Front matter and a body.
    Block(Block),
}

/// Looks for front matter at the start of a file.
pub(crate) fn find(text: &str) -> Found {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text.get(start..).unwrap_or("").split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line)) else {
        return Found::None { body: start };
    };
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    for line in lines {
        let end = at + line.len();
        if is_fence(line) {
            return Found::Block(Block { yaml: yaml_start..at, whole: start..end });
        }
        at = end;
    }
    Found::Unclosed { body: start }
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches(['\n', '\r', ' ', '\t']) == "---"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_runs_from_the_first_line_to_the_next_fence() {
        assert_eq!(find("---\na: 1\n---\nb"), Found::Block(Block { yaml: 4..9, whole: 0..13 }));
        assert_eq!(find("\u{feff}---\r\n\r\n---"), Found::Block(Block { yaml: 8..10, whole: 3..13 }));
        assert_eq!(find("---\n---\n"), Found::Block(Block { yaml: 4..4, whole: 0..8 }));
    }

    #[test]
    fn a_rule_later_in_the_text_is_not_front_matter() {
        assert_eq!(find("a\n---\nb\n---\n"), Found::None { body: 0 });
        assert_eq!(find(""), Found::None { body: 0 });
        assert_eq!(find("---\na: 1\n"), Found::Unclosed { body: 0 });
        assert_eq!(find("----\na\n----\n"), Found::None { body: 0 });
    }
}
