//! Arbitrary graphs, and what it means to do what a gap asks for.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use oneup_cards::{CardType, FullId, Mark, Status, Verb};
use oneup_prepare::{Act, CardRecord, Gap, GapKind, LinkAt, LinkRecord, SourceCount, Target};
use proptest::prelude::*;

/// The day of the tests.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// How many ids there are; a graph holds some of them, and links lead to all.
const IDS: usize = 12;

pub(crate) fn id(n: usize) -> FullId {
    FullId::parse(&format!("mine/c{n}")).expect("a name that is an id")
}

/// Up to a dozen cards with any links; types and verbs lean to those that make chains.
pub(crate) fn graph_records() -> impl Strategy<Value = Vec<CardRecord>> {
    let cards = proptest::collection::vec(proptest::option::weighted(0.85, any_card()), IDS);
    cards.prop_map(|cards| {
        let numbered = cards.into_iter().enumerate();
        numbered.filter_map(|(n, card)| card.map(|card| CardRecord { id: id(n), ..card })).collect()
    })
}

fn any_card() -> impl Strategy<Value = CardRecord> {
    let kind = prop_oneof![
        3 => Just(CardType::Force),
        3 => Just(CardType::Challenge),
        3 => Just(CardType::Factor),
        4 => proptest::sample::select(CardType::ALL),
    ];
    let status = prop_oneof![4 => Just(Status::Ready), 3 => proptest::sample::select(Status::ALL)];
    let words =
        || proptest::sample::subsequence(vec!["x".to_owned(), "Y".to_owned(), "c1".to_owned()], 0..=2);
    let stale_on = proptest::option::of((-3..3_i64).prop_map(|days| TODAY + days.days()));
    let facts = (kind, status, words(), words(), stale_on);
    let counts = (0..2_u32, 0..2_u32, prop_oneof![4 => Just(0_u32), 1 => Just(1)], any::<bool>());
    let links = proptest::collection::vec(any_link(), 0..5);
    (facts, counts, links).prop_map(|((kind, status, industry, role, stale_on), counts, mut links)| {
        for (line, link) in (10..).zip(&mut links) {
            link.line = line;
        }
        let (all, primary, unsourced_figures, has_say_line) = counts;
        CardRecord {
            id: id(0),
            kind,
            title: format!("A {kind}"),
            status,
            industry,
            role,
            stage: Vec::new(),
            stale_on,
            sources: SourceCount { all, primary: primary.min(all) },
            unsourced_figures,
            has_say_line,
            links,
        }
    })
}

fn any_link() -> impl Strategy<Value = LinkRecord> {
    let verb = prop_oneof![
        3 => Just(Some(Verb::Causes)),
        3 => Just(Some(Verb::Raises)),
        4 => proptest::sample::select(Verb::ALL).prop_map(Some),
        1 => Just(None),
    ];
    let target = prop_oneof![
        12 => (0..IDS).prop_map(|n| Target::Card(id(n))),
        1 => Just(Target::Missing("nowhere".to_owned())),
        1 => (0..IDS, 0..IDS)
            .prop_map(|(a, b)| Target::Unclear { written: "either".to_owned(), among: vec![id(a), id(b)] }),
        1 => "[ a]{0,2}".prop_map(Target::Commitment),
    ];
    let because = proptest::option::of("[ a]{0,3}");
    let mark = proptest::option::of((1..=5_u8).prop_map(Mark::Weight));
    (verb, target, mark, because, 0..2_u32).prop_map(|(verb, target, mark, because, sources)| LinkRecord {
        verb,
        target,
        mark,
        because,
        sources,
        line: 0,
    })
}

/// The records after somebody did what a gap asks for.
pub(crate) fn closed(records: &[CardRecord], gap: &Gap) -> Vec<CardRecord> {
    let mut records = records.to_vec();
    let mut made = Vec::new();
    let card = records.iter_mut().find(|record| record.id == gap.card.id).expect("the card of the gap");
    match &gap.act {
        Act::AddLink { verb, to } => {
            let target = match to.first() {
                Some(kind) => {
                    made.push(new_card(*kind));
                    Target::Card(new_card(*kind).id)
                }
                None => Target::Commitment("The client names a date".to_owned()),
            };
            card.links.push(new_link(*verb, target));
        }
        Act::AddLinkHere { verb, from } => {
            let mut other = new_card(*from);
            other.links.push(new_link(*verb, Target::Card(card.id.clone())));
            made.push(other);
        }
        Act::Connect => {
            made.push(new_card(CardType::Note));
            card.links.push(new_link(Verb::SeeAlso, Target::Card(new_card(CardType::Note).id)));
        }
        Act::Retarget(at) | Act::Replace(at) => {
            let kind =
                at.verb.and_then(|verb| verb.target_types().first().copied()).unwrap_or(CardType::Note);
            made.push(new_card(kind));
            link(card, at).target = Target::Card(new_card(kind).id);
        }
        Act::Choose { link: at, among } => link(card, at).target = Target::Card(among[0].clone()),
        Act::WriteBecause(at) => link(card, at).because = Some("it does".to_owned()),
        Act::SourceLink(at) => link(card, at).sources = 1,
        Act::SourceCard => {
            card.sources.all = 1;
            card.unsourced_figures = 0;
        }
        Act::Confirm => card.stale_on = Some(TODAY + 90.days()),
        Act::Settle => {
            assert_eq!(gap.kind, GapKind::ChainContested);
            card.status = Status::Ready;
        }
    }
    records.extend(made);
    records
}

fn link<'c>(card: &'c mut CardRecord, at: &LinkAt) -> &'c mut LinkRecord {
    card.links.iter_mut().find(|link| link.line == at.line).expect("the link of the gap")
}

fn new_card(kind: CardType) -> CardRecord {
    CardRecord {
        id: FullId::parse(&format!("mine/new-{kind}")).expect("a name that is an id"),
        kind,
        title: "New".to_owned(),
        status: Status::Ready,
        industry: Vec::new(),
        role: Vec::new(),
        stage: Vec::new(),
        stale_on: None,
        sources: SourceCount { all: 1, primary: 0 },
        unsourced_figures: 0,
        has_say_line: false,
        links: Vec::new(),
    }
}

fn new_link(verb: Verb, target: Target) -> LinkRecord {
    LinkRecord {
        verb: Some(verb),
        target,
        mark: None,
        because: Some("it does".to_owned()),
        sources: 1,
        line: 99,
    }
}
