//! One card, as the reading pane shows it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Marked;

/// Asks for one card.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ReadCardRequest {
    /// How the answer named it.
    pub key: String,
}

/// Everything the reading pane shows of one card.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CardPage {
    /// How it was asked for.
    pub key: String,
    /// The path within the library.
    pub path: String,
    /// The title as text.
    pub title: String,
    /// The type of the card.
    #[serde(rename = "type")]
    pub kind: String,
    /// The pack it came with; `mine` for the rep's own.
    pub pack: String,
    /// The status as shown: a ready card with errors is shown as a draft.
    pub status: String,
    /// Why the shown status differs from what the file says, or why the card is contested or withdrawn.
    pub status_reason: Option<String>,
    /// Whose idea it is, where the card says so.
    pub author: Option<String>,
    /// The language of the card where it is not the library's.
    pub lang: Option<String>,
    /// What the rep can say aloud.
    pub say: Option<String>,
    /// The body as safe HTML, the say line and the typed links in place, the footnote definitions left out.
    pub html: String,
    /// Whether the body was too long or too deep to show whole.
    pub shortened: bool,
    /// Industry, role, stage and the other labels, in words.
    pub meta: Vec<MetaRow>,
    /// The typed links of this card.
    pub links: Vec<ChainLink>,
    /// The typed links and mentions of other cards that lead here.
    pub backlinks: Vec<Backlink>,
    /// Its sources, in the order of the file.
    pub sources: Vec<SourceRow>,
    /// Set where the card is stale.
    pub stale: Option<StaleMark>,
    /// Figures without a source.
    pub unsourced: Vec<UnsourcedRow>,
    /// What lint found.
    pub findings: Vec<FindingRow>,
}

/// One label of a card and its values.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MetaRow {
    /// The key of the front matter.
    pub name: String,
    /// Its values, in words.
    pub values: Vec<String>,
}

/// One typed link of the card, in words.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChainLink {
    /// The verb, such as “causes”.
    pub verb: String,
    /// Where it leads; absent where the verb takes a text.
    pub target: Option<LinkTargetRow>,
    /// The text where the verb takes one, as “ends with” does.
    pub text: Option<String>,
    /// The mark, such as “4/5” or “+2”.
    pub mark: Option<String>,
    /// The reason after “because”.
    pub because: Option<String>,
    /// The numbers of its sources in `sources`, counted from one.
    pub sources: Vec<u32>,
}

/// A card that a link leads to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LinkTargetRow {
    /// The full id, absent where no card or more than one answers to it.
    pub key: Option<String>,
    /// The title of the card, or what the link says.
    pub title: String,
    /// The type of the card.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Why the link leads nowhere.
    pub problem: Option<String>,
}

/// A link of another card that leads here, read from this side.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Backlink {
    /// The relation from this side, such as “is caused by”, or “is mentioned in”.
    pub phrase: String,
    /// The full id of the other card.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The mark of the link.
    pub mark: Option<String>,
    /// The reason the other card gives.
    pub because: Option<String>,
    /// The sentence of the other card that holds the link, with the words of the link as a hit.
    pub sentence: Option<Marked>,
}

/// One source of the card.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SourceRow {
    /// The number the text shows.
    pub number: u32,
    /// The anchor within the page that the text's reference leads to.
    pub anchor: String,
    /// Its title, or what the footnote says.
    pub title: String,
    /// The number by which `open_link` opens it; absent without an address.
    pub link: Option<u32>,
    /// The host of the address.
    pub host: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was last checked, as written.
    pub checked: Option<String>,
    /// Fact, inference or assumption.
    pub claim: String,
    /// Whether it is the rep's own experience.
    pub own_experience: bool,
}

/// Why and since when a card is stale.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StaleMark {
    /// The first day it was stale, as an ISO date.
    pub since: String,
    /// One sentence: what passed.
    pub why: String,
}

/// A figure without a source.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UnsourcedRow {
    /// The beginning of the paragraph it stands in.
    pub text: String,
    /// The line of the file.
    pub line: u32,
}

/// One finding of lint.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingRow {
    /// Error, warning or note.
    pub level: FindingLevel,
    /// The line of the file, from one.
    pub line: u32,
    /// The column, from one.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub remedy: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FindingLevel {
    /// Keeps a card from being ready.
    Error,
    /// Should be mended.
    Warning,
    /// Good to know.
    Note,
}

/// Names one outside link of a card.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct LinkRequest {
    /// How the answer named the card.
    pub key: String,
    /// The number of the link, as in `data-link` or in a source.
    pub link: u32,
}

/// Asks to open an outside link of a card that the user has been shown.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct OpenLinkRequest {
    /// How the answer named the card.
    pub key: String,
    /// The number of the link.
    pub link: u32,
    /// The whole address that was shown; another one is not opened.
    pub address: String,
}

/// Where an outside link leads.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LinkDestination {
    /// The host, or the address of a mail link, with any disguise made visible.
    pub host: String,
    /// The whole address.
    pub address: String,
}
