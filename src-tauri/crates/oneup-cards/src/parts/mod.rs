//! The parts of a card that history and merge compare: front matter by key, the body by heading, sources by label.
//!
//! The parts tile the text: put together in order they are the file again, byte for byte. Blank lines belong to the
//! part below them, so that a section added at the end of a file leaves the one above it untouched.

mod cut;
mod shape;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use cut::{Outline, can_split_front, outline, tiles};
pub(crate) use shape::Shape;

/// Where in a card something changed, in words a reader of the card knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Place {
    /// The front matter as a whole: its `---` lines, or all of it where it cannot be read by key.
    FrontMatter,
    /// One key of the front matter with its value.
    Key {
        /// The key.
        name: String,
    },
    /// Comments and blank lines above a key.
    Comment {
        /// The key below them; empty for those above the closing `---`.
        above: String,
    },
    /// The text before the first heading.
    Lead,
    /// A heading and the text under it, to the next heading of any level.
    Section {
        /// The heading.
        heading: String,
        /// 1 for the first section with this heading, 2 for the next, and so on.
        number: u32,
    },
    /// A footnote definition.
    Footnote {
        /// The label.
        label: String,
        /// 1 for the first definition of this label, 2 for the next, and so on.
        number: u32,
    },
    /// The blank lines at the end of the file.
    End,
    /// The line ends, the last line's end, or the byte order mark.
    LineEnds,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FrontMatter => f.write_str("the front matter"),
            Self::Key { name } => write!(f, "`{name}`"),
            Self::Comment { above } if above.is_empty() => {
                f.write_str("the comment at the end of the front matter")
            }
            Self::Comment { above } => write!(f, "the comment above `{above}`"),
            Self::Lead => f.write_str("the text before the first heading"),
            Self::Section { heading, number: 1 } => write!(f, "“{heading}”"),
            Self::Section { heading, number } => write!(f, "“{heading}” ({number})"),
            Self::Footnote { label, number: 1 } => write!(f, "the source `{label}`"),
            Self::Footnote { label, number } => write!(f, "the source `{label}` ({number})"),
            Self::End => f.write_str("the blank lines at the end"),
            Self::LineEnds => f.write_str("the line ends"),
        }
    }
}

impl Place {
    /// Whether the place lies in the front matter.
    #[must_use]
    pub const fn is_front(&self) -> bool {
        matches!(self, Self::FrontMatter | Self::Key { .. } | Self::Comment { .. })
    }
}

/// What tells one part from another inside a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) place: Place,
    /// A section is cut in pieces where a source stands in its middle; the fences are two pieces of one place.
    pub(crate) piece: u32,
}

/// The pieces of [`Place::FrontMatter`].
pub(crate) const OPEN: u32 = 0;
/// See [`OPEN`].
pub(crate) const CLOSE: u32 = 1;
/// See [`OPEN`]; the whole front matter as one part.
pub(crate) const WHOLE: u32 = 2;

/// One part of a file.
#[derive(Debug, Clone)]
pub(crate) struct Tile<'t> {
    pub(crate) key: Key,
    pub(crate) text: &'t str,
    /// Whether it is the reader's own: `## My notes` and the sources used only there.
    pub(crate) own: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<String> {
        tiles(&outline(text), true).iter().map(|tile| format!("{}={:?}", tile.key.place, tile.text)).collect()
    }

    #[test]
    fn a_card_is_cut_by_key_heading_and_label() {
        let text = "---\nid: a\n# why\ntags: [x] # c\n\n---\n\n> Say\n\n## H\n\ntext[^a]\n\n[^a]: A\n\nmore\n\n## H\n\n## My notes\n\n### Sub\n\n[^b]: own [^b]\n\n";
        assert_eq!(
            places(text),
            [
                "the front matter=\"---\\n\"",
                "`id`=\"id: a\\n\"",
                "the comment above `tags`=\"# why\\n\"",
                "`tags`=\"tags: [x] # c\\n\"",
                "the comment at the end of the front matter=\"\\n\"",
                "the front matter=\"---\\n\"",
                "the text before the first heading=\"\\n> Say\\n\"",
                "“H”=\"\\n## H\\n\\ntext[^a]\\n\"",
                "the source `a`=\"\\n[^a]: A\\n\"",
                "“H”=\"\\nmore\\n\"",
                "“H” (2)=\"\\n## H\\n\"",
                "“My notes”=\"\\n## My notes\\n\\n### Sub\\n\\n[^b]: own [^b]\\n\"",
                "the blank lines at the end=\"\\n\"",
            ]
        );
    }

    #[test]
    fn a_source_used_only_in_my_notes_is_the_readers_own() {
        let text = "a[^x]\n\n[^y]: Y\n\n[^x]: X\n\n## My notes\n\nb[^y] [^x]\n";
        let found = outline(text);
        let own: Vec<String> = tiles(&found, true)
            .iter()
            .filter(|tile| tile.own)
            .map(|tile| tile.key.place.to_string())
            .collect();
        assert_eq!(own, ["the source `y`", "“My notes”"]);
    }

    #[test]
    fn front_matter_that_cannot_be_read_is_one_part() {
        for front in ["a: [", "a: 1\na: 2", "{a: b}", "? a\n: b"] {
            let text = format!("---\n{front}\n---\nx\n");
            assert!(!can_split_front(&outline(&text)), "{front}");
            assert_eq!(tiles(&outline(&text), false).len(), 2, "{front}");
        }
    }
}
