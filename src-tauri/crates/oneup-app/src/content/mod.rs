//! A proof-reader for the packs of a folder, before they are shipped: what lint, the gap view and a careful reader
//! would say of them together, and the numbers by which one judges a pack.
//!
//! It has no rule twice. Lint judges each card, the graph finds chains and gaps; what is added here needs the packs
//! as a whole:
//! - a figure must lean on a source with an address (lint takes any footnote, since a rep may write from experience);
//! - a card is read within [`MOST_SECONDS`];
//! - two cards of one type must not say the same unless one names the other (`alike`);
//! - a host that one pack calls primary is primary in every pack, and one that nobody cites is listed by none.
//!
//! Spelling needs dictionaries, which the program does not carry: [`Content::words`] gives the words to whoever has
//! some.

mod alike;
mod census;
mod rules;
#[cfg(test)]
mod tests;

use std::path::Path;

use jiff::civil::Date;
use oneup_cards::{Card, Catalog, Finding, Level, PackManifest, Position, WrittenWord};
use oneup_prepare::{CardGraph, CardRecord, Filter, GapQuery};

use crate::error::AppError;
use crate::gaps;
use crate::graph;
use crate::lint::{LintReport, Shelf};

pub use alike::{ALIKE_FROM, Alike, AlikeBy};
pub use census::{MOST_SECONDS, OldestCheck, PackCensus};

/// How many of the nearest pairs are told, findings or not: enough to see how far the limit is from the next one.
const NEAREST: usize = 6;

/// The packs of a folder, read.
pub struct Content {
    shelf: Shelf,
}

/// What the proof-reader has to say.
#[derive(Debug)]
pub struct ContentReport {
    /// The packs by id.
    pub packs: Vec<PackCensus>,
    /// The pairs of cards that say the most similar things, the most similar first.
    pub nearest: Vec<Alike>,
    /// What is to be mended, by file and place; what lint calls a note is left out.
    pub findings: Vec<Finding>,
}

impl Content {
    /// Reads the packs of a folder.
    ///
    /// # Errors
    /// What the files refused.
    pub fn read(folder: &Path) -> Result<Self, AppError> {
        Ok(Self { shelf: Shelf::of_folder(folder)? })
    }

    /// Judges and counts, as of a day.
    ///
    /// # Errors
    /// What the files refused.
    pub fn report(&self, today: Date) -> Result<ContentReport, AppError> {
        let catalog = Catalog::new(&self.shelf.cards);
        let records: Vec<CardRecord> =
            self.shelf.cards.iter().map(|card| graph::record(card, self.manifest(card), &catalog)).collect();
        let compared = alike::compare(&self.shelf.cards, &records);
        let graph = CardGraph::build(records);

        let mut lint = LintReport::default();
        self.shelf.judge(None, today, &mut lint)?;
        let mut findings = lint.findings;
        findings.retain(|finding| finding.level != Level::Note);
        findings.extend(self.gaps(&graph, today));
        findings.extend(self.shelf.cards.iter().flat_map(rules::of_card).map(|finding| self.placed(finding)));
        findings.extend(rules::of_hosts(&self.shelf));
        findings.extend(compared.iter().filter_map(|pair| self.too_alike(pair)));
        findings
            .sort_by(|a, b| (&a.path, a.line, a.column, a.rule).cmp(&(&b.path, b.line, b.column, b.rule)));

        let packs = self.shelf.packs.keys().map(|pack| {
            let cards: Vec<&Card> = self.shelf.cards.iter().filter(|card| card.pack() == pack).collect();
            let hosts = self.shelf.packs.get(pack).map_or(&[][..], |(manifest, _)| &manifest.primary_hosts);
            PackCensus::take(pack, &cards, hosts, &graph, today)
        });
        Ok(ContentReport {
            packs: packs.collect(),
            nearest: compared.into_iter().take(NEAREST).collect(),
            findings,
        })
    }

    /// Every file with the words that its author wrote.
    pub fn words(&self) -> impl Iterator<Item = (String, Vec<WrittenWord>)> {
        self.shelf.cards.iter().map(|card| (self.shown(&card.path), card.written_words()))
    }

    fn manifest(&self, card: &Card) -> Option<&PackManifest> {
        self.shelf.packs.get(card.pack()).map(|(manifest, _)| manifest)
    }

    /// A file as the user named its folder.
    fn shown(&self, path: &str) -> String {
        self.shelf.places.get(path).map_or_else(|| path.to_owned(), |place| place.display().to_string())
    }

    fn placed(&self, finding: Finding) -> Finding {
        Finding { path: self.shown(&finding.path), ..finding }
    }

    /// What the gap view lists, as findings of the cards that have the gaps.
    fn gaps(&self, graph: &CardGraph, today: Date) -> Vec<Finding> {
        let query =
            GapQuery { filter: Filter::default(), kinds: Vec::new(), today, skip: 0, limit: usize::MAX };
        let found = graph.gaps(&query).rows.into_iter().map(|gap| {
            let id = gap.card.id.clone();
            let card = self.shelf.cards.iter().find(|card| card.full_id() == id);
            let row = gaps::row(gap);
            let at = Position { line: row.line.unwrap_or(1), column: 1 };
            let path = card.map_or_else(|| id.to_string(), |card| self.shown(&card.path));
            Finding::new(Level::Warning, "gap", &path, at, row.sentence.trim_end_matches('.'), row.act)
        });
        found.collect()
    }

    fn too_alike(&self, pair: &Alike) -> Option<Finding> {
        if !pair.is_finding() {
            return None;
        }
        let card = self.shelf.cards.iter().find(|card| card.full_id().to_string() == pair.second)?;
        let what = match pair.by {
            AlikeBy::Title => "title",
            AlikeBy::SayLine => "say line",
        };
        let message = format!(
            "its {what} says nearly what that of `{}` says ({:.2}; {ALIKE_FROM} is the limit)",
            pair.first, pair.likeness
        );
        let remedy = "Merge the two, link one to the other, or say what is particular to each";
        let path = self.shown(&card.path);
        Some(Finding::new(Level::Warning, "alike", &path, rules::key(card, "title"), message, remedy))
    }
}
