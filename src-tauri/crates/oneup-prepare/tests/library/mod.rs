//! A library of thirteen small cards whose chains and gaps were worked out by hand.
//!
//! `technicians-retire` is sound and leads over `stops-last-longer` to `time-to-restart`, the one chain without a fault.
//! `overtime-climbs` is contested and lacks nearly everything; two forces lead to it. Each other card has one fault.

use jiff::civil::{Date, date};
use oneup_cards::{Card, Catalog, FullId, Status, resolve};
use oneup_prepare::{CardGraph, CardRecord};

/// The day of the tests.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// Front matter and body of each card, by id.
pub(crate) const CARDS: [(&str, &str, &str); 13] = [
    (
        "technicians-retire",
        "type: force\nstatus: ready\nindustry: [manufacturing]\nrole: [plant-manager]\nreview_by: 2027-02-28",
        "> May I share what changes when they go?\n\n\
         - causes [[stops-last-longer]] because fewer people can tell why a line stops[^a]\n\
         - worsens [[overtime-climbs]] because the same few are called in\n\n\
         [^a]: [Labour force by age](https://data.stats.example/18b). Statistics. Checked 2026-11-01.",
    ),
    (
        "tariffs-move-costs",
        "type: force\nstatus: ready\nindustry: [trade]\nreview_by: 2026-01-31",
        "- causes [[overtime-climbs]] because late parts are made up for at night[^a]\n\n\
         [^a]: [Tariff tables](https://paper.example/1). The Paper. Checked 2026-01-01.",
    ),
    (
        "rules-change",
        "type: force\nreview_by: 2027-02-28",
        "New rules come.[^a]\n\n[^a]: [The rules](https://law.example/1). Gazette. Checked 2026-11-01.",
    ),
    (
        "stops-last-longer",
        "type: challenge\nstatus: ready\nindustry: [manufacturing]",
        "- raises [[time-to-restart]] because each stop waits for one of few people\n\
         - raises [[gone-factor]] because this factor was never written\n\
         - costs [[plant-manager]] because the hour is missed in the shipment",
    ),
    ("overtime-climbs", "type: challenge\nstatus: contested\nreason: doubted", "- raises [[unit-cost]]"),
    ("old-way", "type: challenge\nstatus: withdrawn\nreason: outdated", "Nobody does this now."),
    (
        "time-to-restart",
        "type: factor\nstatus: ready",
        "- weighed by [[plant-manager]] 5/5 because the line is theirs",
    ),
    ("unit-cost", "type: factor\nstatus: ready", "What one piece costs."),
    ("who-finds-the-fault", "type: question\nstatus: ready", "- surfaces [[stops-last-longer]]"),
    ("decide-to-change", "type: conversation\nstatus: ready", "- needs [[plant-manager]]"),
    ("plant-manager", "type: role\nstatus: ready\ntitle: The plant manager", "Answers for output."),
    ("train-on-the-old-way", "type: approach\nstatus: ready", "- addresses [[old-way]]"),
    ("lonely-story", "type: proof\nstatus: ready", "A story nobody has used."),
];

/// The id of one of the cards.
pub(crate) fn id(name: &str) -> FullId {
    FullId::parse(&format!("mine/{name}")).expect("a name that is an id")
}

/// The cards, each after a change to its text: `(id, from, to)`.
pub(crate) fn records(changes: &[(&str, &str, &str)]) -> Vec<CardRecord> {
    let cards: Vec<Card> = CARDS
        .iter()
        .map(|(name, front, body)| {
            let mut text = format!("---\nid: {name}\n{front}\n---\n\n{body}\n");
            for (_, from, to) in changes.iter().filter(|(changed, _, _)| changed == name) {
                assert!(text.contains(from), "{name} has no `{from}`");
                text = text.replace(from, to);
            }
            Card::parse(&format!("mine/{name}.md"), &text)
        })
        .collect();
    let catalog = Catalog::new(&cards);
    let primary = ["stats.example".to_owned()];
    cards
        .iter()
        .map(|card| {
            let status = card.front.status.unwrap_or(Status::Draft);
            CardRecord::read(card, status, &primary, &|target| resolve(target, card.pack(), &[], &catalog))
        })
        .collect()
}

/// The library, each card after a change to its text.
pub(crate) fn library(changes: &[(&str, &str, &str)]) -> CardGraph {
    CardGraph::build(records(changes))
}
