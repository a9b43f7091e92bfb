//! What an import would do, before it is done.

/// A card that would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// The file or row it is made of.
    pub place: String,
    /// Where it would stand in the library.
    pub path: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The word of its type.
    pub kind: String,
    /// The whole file.
    pub text: String,
}

/// Something that is not carried, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The file, row or line.
    pub place: String,
    /// What about it.
    pub what: String,
    /// What the user can do.
    pub remedy: String,
}

impl Remark {
    /// Makes a remark.
    #[must_use]
    pub fn new(place: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), remedy: remedy.into() }
    }
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The cards that would be made.
    pub cards: Vec<NewFile>,
    /// Files and rows of which no card would be made, because the library has one like it.
    pub duplicates: Vec<Remark>,
    /// Files and rows of which no card would be made for another reason.
    pub left_out: Vec<Remark>,
    /// What is carried, but not as it was.
    pub remarks: Vec<Remark>,
}
