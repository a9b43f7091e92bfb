//! What the index is told about a card: plain values, so that this crate needs no parser.

/// One card as it is indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardDocument {
    /// The full id, `pack/id`.
    pub key: String,
    /// The path of the card's file; a second document with the same path replaces the first.
    pub path: String,
    /// The id within the pack.
    pub id: String,
    /// The pack the card belongs to (`mine` for the reader's own).
    pub pack: String,
    /// The card's type.
    pub kind: String,
    /// The title.
    pub title: String,
    /// Other names of the card.
    pub aliases: Vec<String>,
    /// The status: draft, ready, contested, withdrawn.
    pub status: String,
    /// The industries the card belongs to.
    pub industry: Vec<String>,
    /// The roles the card speaks to.
    pub role: Vec<String>,
    /// The stages of the conversation it serves.
    pub stage: Vec<String>,
    /// The regions it holds for.
    pub region: Vec<String>,
    /// Free tags.
    pub tags: Vec<String>,
    /// The body as plain text.
    pub body: String,
    /// The keys under which links find this card.
    pub link_keys: Vec<String>,
    /// The keys this card's own links ask for.
    pub links_to: Vec<String>,
    /// The links that begin with a verb: the verb, and a key the link asks for.
    pub verbs: Vec<(String, String)>,
    /// The highest weight that a role gives it, from 1 to 5.
    pub weight: Option<u32>,
    /// The day, counted from 1970-01-01, its facts were last looked at.
    pub reviewed_on: Option<i32>,
    /// The day, counted from 1970-01-01, its file was last changed.
    pub changed_on: Option<i32>,
    /// The day, counted from 1970-01-01, from which the card is stale; none if it never is.
    pub stale_on: Option<i32>,
    /// How many figures in it have no source.
    pub unsourced: u32,
    /// What the file looked like when it was read.
    pub fingerprint: Fingerprint,
}

/// What a card's file looked like when it was indexed: equal means nothing to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// What changes whenever the file does, as the caller takes it from the file system.
    pub stamp: u64,
    /// The size of the file in bytes.
    pub size: u64,
    /// A hash of its content.
    pub content: u64,
}

/// A card found by an exact key rather than by a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEntry {
    /// The full id, `pack/id`.
    pub key: String,
    /// The path of the card's file.
    pub path: String,
    /// The card's type.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The pack it belongs to.
    pub pack: String,
    /// The id within the pack.
    pub id: String,
    /// The keys under which links find it.
    pub link_keys: Vec<String>,
}
