//! Why an edit is refused: what stands in the way, on which line, and what to do instead.

use thiserror::Error;

use crate::verb::Verb;
use crate::vocabulary::CardType;

/// Says why a text is not edited.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EditError {
    /// The front matter is opened and never closed.
    #[error("line 1: the front matter is never closed. Write a line `---` after its last key first")]
    FrontMatterOpen,
    /// The front matter is no YAML that can be read.
    #[error("line {line}: the front matter cannot be read: {reason}. Mend that line first")]
    FrontMatterUnreadable {
        /// The line in the file.
        line: u32,
        /// What the reader says.
        reason: String,
    },
    /// The file has no front matter and no id was given to start one.
    #[error(
        "the file has no front matter in which `{key}` could stand. Give the card an id and a type first"
    )]
    NoFrontMatter {
        /// The key.
        key: String,
    },
    /// The key cannot be written as one.
    #[error("`{key}` cannot be a key. Use letters a-z, digits, `_` and `-`, and start with a letter")]
    BadKey {
        /// The key.
        key: String,
    },
    /// The key does not stand in the front matter.
    #[error("the card has no `{key}`, so there is nothing to remove")]
    NoSuchKey {
        /// The key.
        key: String,
    },
    /// The key is written twice.
    #[error("line {line}: `{key}` is written twice. Remove one of the two lines first")]
    KeyTwice {
        /// The key.
        key: String,
        /// The second line.
        line: u32,
    },
    /// The id of a card never changes.
    #[error("line {line}: the id of a card never changes, since links hold on to it. Leave it as it is")]
    IdIsFixed {
        /// Its line.
        line: u32,
    },
    /// The key does not take the value.
    #[error("`{key}` does not take `{value}`: {reason}")]
    BadValue {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// What is wrong and what it takes.
        reason: String,
    },
    /// The key takes one value.
    #[error("`{key}` takes one value, and {count} were given. Give one; to remove the key, unset it")]
    OneValue {
        /// The key.
        key: String,
        /// How many were given.
        count: usize,
    },
    /// What stands there cannot be changed by span.
    #[error("line {line}: `{key}` {what}, so it is not changed from here. Change it in the file")]
    NotSafe {
        /// The key.
        key: String,
        /// Its line.
        line: u32,
        /// What stands in the way.
        what: &'static str,
    },
    /// Cards of this type do not use the verb.
    #[error("`{verb}` is not a verb of a {kind} card. Use one of: {}", phrases(*.kind))]
    VerbNotAllowed {
        /// The verb.
        verb: Verb,
        /// The type of the card.
        kind: CardType,
    },
    /// The verb is incomplete without a reason.
    #[error("`{verb}` needs a reason. Say why, after `because`")]
    NeedsBecause {
        /// The verb.
        verb: Verb,
    },
    /// The mark does not fit the verb.
    #[error("`{verb}` {takes}")]
    Mark {
        /// The verb.
        verb: Verb,
        /// What the verb takes.
        takes: &'static str,
    },
    /// A part of the link cannot be written.
    #[error("the {part} `{text}` cannot stand in a link: {reason}")]
    BadLink {
        /// Target, label, reason or commitment.
        part: &'static str,
        /// The text.
        text: String,
        /// What is wrong and what to do.
        reason: &'static str,
    },
    /// The link stands there already.
    #[error("line {line}: the card says so already. Edit that line to change its words")]
    LinkExists {
        /// Its line.
        line: u32,
    },
    /// There is no such link.
    #[error("the card has no link `{verb} {target}`. Its links are listed by `card links`")]
    NoSuchLink {
        /// The verb.
        verb: Verb,
        /// The target asked for.
        target: String,
    },
    /// More than one link fits.
    #[error("lines {first} and {second} both say `{verb} {target}`. Remove one of them in the file")]
    LinkTwice {
        /// The verb.
        verb: Verb,
        /// The target asked for.
        target: String,
        /// The first line.
        first: u32,
        /// The second line.
        second: u32,
    },
    /// There is no such section.
    #[error("the card has no section “{heading}” ({number}). Check the heading, or add it in the file")]
    NoSuchSection {
        /// The heading.
        heading: String,
        /// Which of those with this heading.
        number: u32,
    },
    /// The section is the reader's own.
    #[error("line {line}: your notes stay with their card. Copy what you need into a new card instead")]
    OwnSection {
        /// Its line.
        line: u32,
    },
    /// Cards of this type have no line to say aloud.
    #[error("a {kind} card has no say line. Write the sentence as text, or give the card another type")]
    NoSayLine {
        /// The type of the card.
        kind: CardType,
    },
    /// The text would change how the rest of the card reads.
    #[error(
        "line {line}: the new text does not stay in its place: it would change how the rest of the card reads. \
         Close code fences and comments, keep headings below the section's own, and try again"
    )]
    Spills {
        /// Where it was to stand.
        line: u32,
    },
}

fn phrases(kind: CardType) -> String {
    let verbs = Verb::ALL.iter().filter(|verb| verb.allowed_on(kind));
    verbs.map(|verb| verb.phrase()).collect::<Vec<_>>().join(", ")
}
