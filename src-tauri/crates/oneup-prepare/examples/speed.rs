//! How long the graph and its views take over 50,000 cards with 200,000 links; run it with `--release`.
//!
//! It prints the median and the slowest of several runs each, so that a change that costs time shows as a number.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use oneup_cards::{BadId, CardType, FullId, Status, Verb};
use oneup_prepare::{
    CardGraph, CardRecord, ChainQuery, Filter, GapQuery, LinkRecord, MapQuery, NeighbourhoodQuery,
    SourceCount, Target,
};

const CARDS: u64 = 50_000;
const RUNS: usize = 11;
const TODAY: Date = date(2026, 11, 23);

fn main() -> Result<(), BadId> {
    let records = (0..CARDS).map(record).collect::<Result<Vec<_>, _>>()?;
    let links: usize = records.iter().map(|record| record.links.len()).sum();
    println!("{CARDS} cards, {links} links; median and slowest of {RUNS} runs");

    measure("build", || (), |()| CardGraph::build(records.clone()));
    measure("  of which the copy of the records", || (), |()| records.clone());
    let mut graph = CardGraph::build(records.clone());
    let one = record(CARDS / 2)?;
    measure("put one card", || one.clone(), |card| graph.put(card));

    let gaps = |kinds| GapQuery { filter: Filter::default(), kinds, today: TODAY, skip: 0, limit: 200 };
    println!("gaps: {}", graph.gaps(&gaps(Vec::new())).total);
    measure("gaps, 200 rows", || (), |()| graph.gaps(&gaps(Vec::new())));
    let every = GapQuery { limit: usize::MAX, ..gaps(Vec::new()) };
    measure("gaps, every row", || (), |()| graph.gaps(&every));

    let industry = Filter { industry: vec!["industry-3".to_owned()], ..Filter::default() };
    let manager = Filter { role: vec!["role-2".to_owned()], ..industry.clone() };
    let of_map = |filter: &Filter, limit| MapQuery { filter: filter.clone(), today: TODAY, limit };
    measure("map, 5,000 cards", || (), |()| graph.map(&of_map(&Filter::default(), 1_667)));
    measure("map, every card", || (), |()| graph.map(&of_map(&Filter::default(), usize::MAX)));
    measure("map, one industry and role", || (), |()| graph.map(&of_map(&manager, 500)));

    let chains = ChainQuery { audience: manager, through: None, today: TODAY, limit: 20 };
    println!("chains: {}", graph.chains(&chains).counted.complete);
    measure("chains, the best 20", || (), |()| graph.chains(&chains));
    let middle = records.iter().find(|record| record.kind == CardType::Challenge);
    if let Some(of) = middle.map(|record| record.id.clone()) {
        let through = ChainQuery { through: Some(of.clone()), ..chains };
        measure("chains through one card", || (), |()| graph.chains(&through));
        let around = NeighbourhoodQuery { of, depth: 2, today: TODAY, limit: 300 };
        measure("neighbourhood to depth 2", || (), |()| graph.neighbourhood(&around));
    }
    Ok(())
}

/// Prints how long `run` takes; what `prepare` does is not counted, nor is dropping what `run` answers.
fn measure<I, O>(name: &str, prepare: impl Fn() -> I, mut run: impl FnMut(I) -> O) {
    let mut times: Vec<Duration> = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let input = prepare();
        let begin = Instant::now();
        let answer = black_box(run(input));
        times.push(begin.elapsed());
        drop(answer);
    }
    times.sort_unstable();
    let at = |n: usize| times.get(n).map_or(0.0, |time| time.as_secs_f64() * 1_000.0);
    println!("{name:<36} {:>9.3} ms {:>9.3} ms", at(RUNS / 2), at(RUNS - 1));
}

/// A card of a library in which types, states and gaps are spread as by dice that always fall alike.
fn record(n: u64) -> Result<CardRecord, BadId> {
    let mut dice = Dice(n);
    let kind = kind_of(n);
    let links =
        (0..4).filter_map(|line| link(kind, line, &mut dice).transpose()).collect::<Result<_, _>>()?;
    Ok(CardRecord {
        id: id_of(n)?,
        kind,
        title: format!("What card number {n} claims about the client's world, in a sentence"),
        status: match dice.below(20) {
            0 => Status::Withdrawn,
            1 => Status::Contested,
            2..6 => Status::Draft,
            _ => Status::Ready,
        },
        industry: vec![format!("industry-{}", dice.below(12))],
        role: (0..2).map(|_| format!("role-{}", dice.below(15))).collect(),
        stage: vec![format!("stage-{}", dice.below(4))],
        stale_on: Some(TODAY - 100.days() + dice.below(400).cast_signed().days()),
        sources: SourceCount { all: 2, primary: dice.below(2) as u32 },
        unsourced_figures: u32::from(dice.below(15) == 0),
        has_say_line: dice.below(3) > 0,
        links,
    })
}

fn link(kind: CardType, line: u32, dice: &mut Dice) -> Result<Option<LinkRecord>, BadId> {
    let verb = match (kind, line) {
        (CardType::Force, 0..3) => Verb::Causes,
        (CardType::Challenge, 0..2) => Verb::Raises,
        (CardType::Challenge, 2) => Verb::Costs,
        (CardType::Factor, 0..2) => Verb::WeighedBy,
        (CardType::Question, 0) => Verb::Teaches,
        (CardType::Question, 1) => Verb::Surfaces,
        _ => Verb::SeeAlso,
    };
    let target = match verb.target_types().first() {
        Some(kind) => (0..1_000).map(|_| dice.below(CARDS)).find(|n| kind_of(*n) == *kind),
        None => Some(dice.below(CARDS)),
    };
    let Some(target) = target else { return Ok(None) };
    let target = match dice.below(50) {
        0 => Target::Missing("nowhere".to_owned()),
        _ => Target::Card(id_of(target)?),
    };
    let because = (dice.below(12) > 0).then(|| "the few who know are called in first".to_owned());
    Ok(Some(LinkRecord {
        verb: Some(verb),
        target,
        mark: None,
        because,
        sources: dice.below(4) as u32,
        line: line + 20,
    }))
}

fn kind_of(n: u64) -> CardType {
    match n % 10 {
        0..3 => CardType::Force,
        3..5 => CardType::Challenge,
        5..7 => CardType::Factor,
        7 => CardType::Question,
        8 if n % 100 == 8 => CardType::Role,
        _ => CardType::Note,
    }
}

fn id_of(n: u64) -> Result<FullId, BadId> {
    // Spread, so that neighbours by number are not neighbours by name.
    FullId::parse(&format!("core/card-{:05}", n * 37 % CARDS))
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}
