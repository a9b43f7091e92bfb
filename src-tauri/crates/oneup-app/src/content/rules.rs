//! What is asked of a card that ships beyond what lint asks of every card, and of the hosts that a pack calls primary.

use std::collections::BTreeSet;

use oneup_cards::{Card, Figure, Finding, Level, Position, Source};

use super::census::{MOST_SECONDS, seconds_to_read};
use crate::lint::Shelf;

/// Judges one card; the findings carry the card's own path.
pub(super) fn of_card(card: &Card) -> Vec<Finding> {
    let mut findings = Vec::new();
    for figure in card.figures() {
        // Without any footnote it is an unsourced figure, which lint reports.
        if !figure.footnotes.is_empty() && !has_address(card, figure) {
            let message = format!("no source of the figure `{}` can be opened", figure.normal);
            let remedy = "Cite where it was read, or say the same as reasoning, without the number";
            findings.push(Finding::new(
                Level::Warning,
                "figure-without-address",
                &card.path,
                figure.at,
                message,
                remedy,
            ));
        }
    }
    let seconds = seconds_to_read(card);
    if seconds > MOST_SECONDS {
        let message = format!("it takes {seconds} seconds to read; {MOST_SECONDS} are the most");
        let remedy = "Cut what the rep does not need before the meeting, or split the card";
        findings.push(Finding::new(
            Level::Warning,
            "reading-time",
            &card.path,
            key(card, "title"),
            message,
            remedy,
        ));
    }
    findings
}

/// Whether a figure leans on a source that can be opened.
pub(super) fn has_address(card: &Card, figure: &Figure) -> bool {
    let sources = figure.footnotes.iter().filter_map(|label| card.source(label));
    sources.into_iter().any(|source| source.address.is_some())
}

/// Holds the packs' lists of primary hosts against each other and against what the cards cite.
pub(super) fn of_hosts(shelf: &Shelf) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (pack, (manifest, file)) in &shelf.packs {
        let shown = file.display().to_string();
        let sources = || {
            let cards = shelf.cards.iter().filter(|card| card.pack() == pack);
            cards.flat_map(|card| &card.sources)
        };
        let mut found = |rule, message: String, remedy: &str| {
            findings.push(Finding::new(Level::Warning, rule, &shown, Position::START, message, remedy));
        };
        for (n, host) in manifest.primary_hosts.iter().enumerate() {
            // A host below another that is listed, or listed twice, adds nothing.
            let alone = |source: &&Source| {
                let (before, after) = manifest.primary_hosts.split_at(n);
                let others = [before, after.get(1..).unwrap_or_default()].concat();
                source.is_at(std::slice::from_ref(host)) && !source.is_at(&others)
            };
            if !sources().any(|source| alone(&source)) {
                let message = format!("no card needs the primary host `{host}`");
                found("primary-host-unused", message, "Take it off the list");
            }
        }
        let others = shelf.packs.iter().filter(|(other, _)| *other != pack);
        let elsewhere: Vec<String> =
            others.flat_map(|(_, (manifest, _))| manifest.primary_hosts.iter().cloned()).collect();
        let missed: BTreeSet<String> = sources()
            .filter(|source| source.is_at(&elsewhere) && !source.is_at(&manifest.primary_hosts))
            .filter_map(Source::host)
            .collect();
        for host in missed {
            let message = format!("another pack calls the host `{host}` primary, and this one cites it");
            found("primary-host-missing", message, "List it here too, or strike it there");
        }
    }
    findings
}

/// Where a key of the front matter stands, or else the start of the file.
pub(super) fn key(card: &Card, key: &str) -> Position {
    card.front.span(key).map_or(Position::START, |span| card.position(span.value.start))
}
