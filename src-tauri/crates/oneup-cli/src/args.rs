//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use oneup_app::contract::GapKind;
use oneup_app::{CardType, MOST_GAPS, MOST_HITS};

/// Prepare a sales conversation from a library of insight cards; everything stays on this machine.
#[derive(Debug, Parser)]
#[command(name = "oneup", version, propagate_version = true)]
pub(crate) struct Args {
    /// Keep settings, index and logs in this folder instead of the platform's own (also: `ONEUP_HOME`).
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// Print one JSON document instead of text for people.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a library with the shipped cards, or set up an existing folder with them.
    Init(Init),
    /// Use any folder of Markdown as the library; nothing is written into it.
    Open(Open),
    /// Say which library is open and how its index stands.
    Status,
    /// Take back what was done last: a card that was made, a setting that was changed.
    Undo,
    /// Do again what was undone last.
    Redo,
    /// Bring the index up to the files.
    Index(Index),
    /// Search the cards.
    Search(Search),
    /// Make cards of another program's files; each row or note is told, and it can be undone.
    #[command(subcommand)]
    Import(Import),
    /// Copy everything as plain files to a folder, or the cards as a table to a file.
    Export(Export),
    /// Look into the bin, take a card out, or empty it.
    #[command(subcommand)]
    Bin(Bin),
    /// Make, show, judge and rearrange cards.
    #[command(subcommand)]
    Card(Card),
}

/// `oneup init`
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// Where the library is to be.
    #[arg(long, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,
    /// The shipped packs to start with; all of them where none is named.
    #[arg(long, value_name = "PACK,…", value_delimiter = ',')]
    pub(crate) content: Vec<String>,
}

/// `oneup open`
#[derive(Debug, clap::Args)]
pub(crate) struct Open {
    /// The folder of Markdown.
    pub(crate) folder: PathBuf,
    /// Only say what it holds and what becomes of it.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `oneup import`
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Copy a folder of notes, such as an Obsidian vault, into your own cards; links are changed to go by id.
    Vault {
        /// The folder; it stays as it is.
        folder: PathBuf,
        /// Only say what would be made, and what would not be carried.
        #[arg(long)]
        dry_run: bool,
    },
    /// Make a card of each row of a table.
    CardsCsv(CardsCsv),
}

/// `oneup import cards-csv`
#[derive(Debug, clap::Args)]
pub(crate) struct CardsCsv {
    /// The table: its first row names the columns.
    pub(crate) file: PathBuf,
    /// Only say what would be made, and what would not be carried.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What a column becomes, such as `Headline=title`; fields are listed by a dry run. May be given again.
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub(crate) column: Vec<String>,
    /// What a card is whose row does not say.
    #[arg(long = "type", value_name = "TYPE", value_parser = card_type)]
    pub(crate) kind: Option<CardType>,
    /// What stands between the cells: comma, semicolon or tab.
    #[arg(long)]
    pub(crate) delimiter: Option<String>,
    /// How the letters are written, such as utf-8, utf-16le or latin1.
    #[arg(long)]
    pub(crate) encoding: Option<String>,
}

/// `oneup export`
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The folder, which must be empty or not there yet; with --csv, the file.
    pub(crate) target: PathBuf,
    /// Only say what would be copied.
    #[arg(long, conflicts_with = "csv")]
    pub(crate) dry_run: bool,
    /// Write the cards as one table instead, a row each.
    #[arg(long)]
    pub(crate) csv: bool,
}

/// `oneup index`
#[derive(Debug, clap::Args)]
pub(crate) struct Index {
    /// Build it again from nothing; the old one answers until the new one is complete.
    #[arg(long)]
    pub(crate) rebuild: bool,
}

/// `oneup search`
#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// What to look for. A last word that ends in a letter is completed; a space after it keeps it as it is.
    #[arg(required_unless_present = "batch", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,
    /// How many cards to show.
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HITS)))]
    pub(crate) limit: u32,
    /// Say for each card how its place came about.
    #[arg(long)]
    pub(crate) explain: bool,
    /// Read queries from standard input, one JSON object a line, and answer each with a line.
    #[arg(long, conflicts_with_all = ["query", "explain"])]
    pub(crate) batch: bool,
}

/// `oneup card`
#[derive(Debug, Subcommand)]
pub(crate) enum Card {
    /// Write a new draft of your own.
    New {
        /// What it is.
        #[arg(value_parser = card_type)]
        kind: CardType,
        /// The claim it makes.
        title: String,
        /// Its id; made from the title otherwise.
        #[arg(long)]
        id: Option<String>,
    },
    /// Show a card.
    Show {
        /// Its id, or `pack/id`.
        id: String,
        /// Print the safe HTML of its body.
        #[arg(long)]
        html: bool,
    },
    /// Show where a card leads and what leads to it.
    Links {
        /// Its id, or `pack/id`.
        id: String,
    },
    /// Give a key of the front matter a value, or several; it can be undone.
    Set {
        /// The card: its id, or `pack/id`.
        id: String,
        /// The key, as in `status`.
        key: String,
        /// Its values.
        #[arg(required = true, allow_hyphen_values = true)]
        values: Vec<String>,
    },
    /// Take a key out of the front matter; it can be undone.
    Unset {
        /// The card: its id, or `pack/id`.
        id: String,
        /// The key.
        key: String,
    },
    /// Add a link with a verb, such as `causes`; it can be undone.
    Link {
        /// The card: its id, or `pack/id`.
        id: String,
        /// The verb, as a card writes it; `see-also` is understood too.
        verb: String,
        /// The card it leads to; for `ends with`, the commitment.
        target: String,
        /// How much: 1/5 to 5/5 for a weight, −2 to +2 for a score.
        #[arg(long, allow_hyphen_values = true)]
        mark: Option<String>,
        /// The reason.
        #[arg(long, value_name = "TEXT")]
        because: Option<String>,
    },
    /// Remove a link with a verb; it can be undone.
    Unlink {
        /// The card: its id, or `pack/id`.
        id: String,
        /// The verb.
        verb: String,
        /// The card it leads to.
        target: String,
    },
    /// List what is missing among the cards, each with what closes it.
    Gaps(Gaps),
    #[command(flatten)]
    Keeping(Keeping),
    /// Judge cards: the library, or the files, folders and ids named.
    Lint {
        /// Files, folders or ids.
        what: Vec<String>,
        /// Count warnings as errors too.
        #[arg(long, value_name = "LEVEL")]
        deny: Option<Deny>,
        /// The day on which freshness is judged, as 2026-11-22; today otherwise.
        #[arg(long, value_name = "DATE")]
        today: Option<jiff::civil::Date>,
    },
}

/// What concerns the history of a card, its file, and whether it is still true.
#[derive(Debug, Subcommand)]
pub(crate) enum Keeping {
    /// List what a card said before, or show what differs since.
    History {
        /// Its id, or `pack/id`.
        id: String,
        /// Show what differs between this version and the card now.
        #[arg(long, value_name = "VERSION")]
        diff: Option<u32>,
    },
    /// Bring an earlier text of a card back; it can be undone.
    Restore {
        /// Its id, or `pack/id`.
        id: String,
        /// The version, as `card history` numbers it.
        #[arg(value_name = "VERSION")]
        number: u32,
        /// Only this part, as `card history --diff` names it.
        #[arg(long, value_name = "PART")]
        part: Option<String>,
    },
    /// Give the file of a card another name; its id and the links to it stay.
    Rename {
        /// Its id, or `pack/id`.
        id: String,
        /// The name of the file, with or without `.md`.
        name: String,
        /// Only say which links go by the old name.
        #[arg(long)]
        dry_run: bool,
    },
    /// Put the file of a card into another folder of the library.
    Move {
        /// Its id, or `pack/id`.
        id: String,
        /// The folder.
        folder: String,
        /// Only say which links go by the old place.
        #[arg(long)]
        dry_run: bool,
    },
    /// Make a section of a card a card of its own; a link stands in its place.
    Split {
        /// Its id, or `pack/id`.
        id: String,
        /// The heading of the section.
        section: String,
        /// The title of the new card.
        title: String,
        /// Which of several sections with this heading.
        #[arg(long, value_name = "N")]
        number: Option<u32>,
        /// Only say what would come of it.
        #[arg(long)]
        dry_run: bool,
    },
    /// Join a card into another and put it into the bin; links to it lead to the other.
    Merge {
        /// The card that goes.
        from: String,
        /// The card that takes its text.
        into: String,
        /// Only say what would come of it.
        #[arg(long)]
        dry_run: bool,
    },
    /// List what a sync tool left beside cards where two machines had saved them.
    Conflicts,
    /// Merge a conflict copy into its card, and put the copy into the bin; it can be undone.
    Settle {
        /// The path of the copy, as `card conflicts` lists it.
        path: String,
        /// What stands where both have a part and have it differently. What one of them has alone always stays.
        #[arg(long, value_enum, value_name = "SIDE")]
        take: Side,
    },
    /// Put a card into the bin.
    Delete {
        /// Its id, or `pack/id`.
        id: String,
        /// Only say which cards link to it.
        #[arg(long)]
        dry_run: bool,
    },
    /// Record that a card is still true, and move the day of its next review.
    Verify {
        /// Its id, or `pack/id`.
        id: String,
        /// What makes you say so: a link or a sentence.
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// The day of the next review, as 2027-02-28.
        #[arg(long, value_name = "DATE")]
        review_by: Option<String>,
        /// Who says so; the card then names them.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// List the cards that should be looked at, the most pressing first.
    Reviews {
        /// How many to show.
        #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HITS)))]
        limit: u32,
    },
}

/// `oneup card gaps`
#[derive(Debug, clap::Args)]
pub(crate) struct Gaps {
    /// Only gaps of this kind, such as `factor-unweighed`; may be given again.
    #[arg(long, value_name = "KIND", value_parser = crate::gaps::kind)]
    pub(crate) kind: Vec<GapKind>,
    /// Only gaps of cards of this industry, and of those for all; may be given again.
    #[arg(long, value_name = "INDUSTRY")]
    pub(crate) industry: Vec<String>,
    /// Only gaps of cards of this role, and of those for all; may be given again.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Vec<String>,
    /// How many gaps to show.
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_GAPS)))]
    pub(crate) limit: u32,
}

/// `oneup bin`
#[derive(Debug, Subcommand)]
pub(crate) enum Bin {
    /// List what is in it.
    List,
    /// Let a card stand again where it stood.
    Take {
        /// Its number in the bin.
        id: u32,
    },
    /// Forget cards in it for good.
    Empty {
        /// Their numbers; all where none is named.
        ids: Vec<u32>,
    },
}

/// What `card settle --take` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// The card's own.
    Mine,
    /// The copy's.
    Theirs,
    /// Both, the card's first; where only one can stand, the card's.
    Both,
    /// The card stays as it is, with nothing of the copy.
    Nothing,
}

/// What `--deny` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings end with exit code 1 as errors do.
    Warnings,
}

fn card_type(word: &str) -> Result<CardType, UnknownType> {
    CardType::parse(word).ok_or(UnknownType)
}

/// Says that a word is no type of card.
#[derive(Debug)]
struct UnknownType;

impl std::error::Error for UnknownType {}

impl std::fmt::Display for UnknownType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known: Vec<&str> = CardType::ALL.iter().map(|kind| kind.as_str()).collect();
        write!(f, "a card is one of: {}", known.join(", "))
    }
}
