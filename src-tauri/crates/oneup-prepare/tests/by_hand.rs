//! Chains, gaps, map and neighbourhood of a small library against what was worked out on paper.

#[cfg(test)]
mod library;

use library::{TODAY, id, library, records};
use oneup_cards::{CardType, Verb};
use oneup_prepare::{
    Act, CardGraph, Chain, ChainQuery, Chains, Counted, End, Filter, GapKind, GapQuery, Gaps, MapQuery,
    NeighbourhoodQuery, Target, Term, WeakPlace, Weakness,
};

fn chains(graph: &CardGraph, audience: Filter) -> Chains {
    graph.chains(&ChainQuery { audience, through: None, today: TODAY, limit: 10 })
}

fn gaps(graph: &CardGraph) -> Gaps {
    let query =
        GapQuery { filter: Filter::default(), kinds: Vec::new(), today: TODAY, skip: 0, limit: usize::MAX };
    graph.gaps(&query)
}

/// The chain as `force > challenge > factor`.
fn path(chain: &Chain) -> String {
    let mut path = chain.force.id.id.to_string();
    for step in &chain.steps {
        let to = match &step.to {
            End::Card(card) => card.id.id.to_string(),
            End::Dead(written) => format!("[{written}]"),
        };
        path = format!("{path} > {to}");
    }
    path
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The gaps as `(kind, card, chains)`.
fn listed(gaps: &Gaps) -> Vec<(GapKind, &str, u64)> {
    gaps.rows.iter().map(|gap| (gap.kind, gap.card.id.id.as_str(), gap.chains)).collect()
}

#[test]
fn the_sound_chain_comes_first_and_each_other_names_its_weakest_place() {
    let found = chains(&library(&[]), Filter::default());
    assert_eq!(found.counted, Counted { complete: 3, broken: 1 });
    let paths: Vec<String> = found.best.iter().map(path).collect();
    assert_eq!(
        paths,
        [
            "technicians-retire > stops-last-longer > time-to-restart",
            "tariffs-move-costs > overtime-climbs > unit-cost",
            "technicians-retire > overtime-climbs > unit-cost",
            "technicians-retire > stops-last-longer > [gone-factor]",
        ]
    );
    let contested = WeakPlace::Card { id: id("overtime-climbs"), weakness: Weakness::Contested };
    let weakest: Vec<_> = found.best.iter().map(|chain| chain.weakest.clone()).collect();
    let WeakPlace::Link { from, weakness, .. } = weakest[3].clone().expect("a weak place") else {
        panic!("the weakest place of a broken chain is its dead link");
    };
    assert_eq!((from, weakness), (id("stops-last-longer"), Weakness::Dead));
    assert_eq!(weakest[..3], [None, Some(contested.clone()), Some(contested)]);
    assert!(found.best[..3].iter().all(Chain::is_complete) && !found.best[3].is_complete());
}

#[test]
fn b15_each_step_carries_its_verb_its_reason_and_its_sources() {
    let found = chains(&library(&[]), Filter::default());
    let steps: Vec<_> = found.best[0]
        .steps
        .iter()
        .map(|step| (step.verb, step.because.as_deref().unwrap_or(""), step.sources))
        .collect();
    assert_eq!(
        steps,
        [
            (Verb::Causes, "fewer people can tell why a line stops", 1),
            (Verb::Raises, "each stop waits for one of few people", 0),
        ]
    );
    let worsens = found.best.iter().any(|chain| chain.steps[0].verb == Verb::Worsens);
    assert!(worsens, "both verbs make a chain");
}

#[test]
fn the_points_of_a_chain_are_the_sum_of_its_named_terms() {
    let found = chains(&library(&[]), Filter::default());
    // Three ready cards, a say line, a primary source, a question that surfaces, a role that weighs.
    let expected = [
        (Term::Ready, 6),
        (Term::SayLine, 1),
        (Term::PrimarySource, 3),
        (Term::Surfaced, 2),
        (Term::Weighed, 3),
    ];
    assert_eq!(found.best[0].terms, expected);
    assert_eq!(found.best[0].score, 15);
    // Ready force 2, say line 1, primary source 3; unsourced link; contested challenge; no because; ready factor 2.
    assert_eq!(found.best[2].score, 2 + 1 + 3 - 40 - 1_000 - 200 + 2);
    assert_eq!(found.best[1].score, 2 - 10 - 1_000 - 200 + 2);
}

#[test]
fn another_audience_gets_other_terms_and_an_unknown_one_the_nearest() {
    let graph = library(&[]);
    let plant =
        Filter { industry: words(&["Manufacturing"]), role: words(&["plant-manager"]), ..Filter::default() };
    // Named by force and challenge; the role by the force, by who pays and by who weighs.
    let chain = chains(&graph, plant).best.remove(0);
    assert_eq!(chain.terms[..2], [(Term::FitsIndustry, 12), (Term::FitsRole, 15)]);

    let trade = Filter { industry: words(&["trade"]), ..Filter::default() };
    let scores = |audience: Filter| -> Vec<(String, i32)> {
        chains(&graph, audience).best.iter().map(|chain| (path(chain), chain.score)).collect()
    };
    assert!(scores(trade).contains(&(
        "tariffs-move-costs > overtime-climbs > unit-cost".to_owned(),
        6 + 2 - 10 - 1_000 - 200 + 2
    )));
    let nobody = Filter { industry: words(&["fishing"]), ..Filter::default() };
    let nearest = chains(&graph, nobody).best.remove(0);
    assert_eq!(path(&nearest), "technicians-retire > stops-last-longer > time-to-restart");
    assert!(nearest.terms.contains(&(Term::OtherIndustry, -48)), "{:?}", nearest.terms);
}

#[test]
fn chains_through_a_card_are_all_that_pass_it() {
    let graph = library(&[]);
    let through = |name: &str| {
        let query =
            ChainQuery { audience: Filter::default(), through: Some(id(name)), today: TODAY, limit: 10 };
        graph.chains(&query).counted
    };
    assert_eq!(through("technicians-retire"), Counted { complete: 2, broken: 1 });
    assert_eq!(through("overtime-climbs"), Counted { complete: 2, broken: 0 });
    assert_eq!(through("time-to-restart"), Counted { complete: 1, broken: 0 });
    assert_eq!(through("plant-manager"), Counted::default());
    assert_eq!(through("nowhere"), Counted::default());
}

#[test]
fn every_gap_is_found_once() {
    assert_eq!(
        listed(&gaps(&library(&[]))),
        [
            (GapKind::DeadTarget, "stops-last-longer", 0),
            (GapKind::LeadsToWithdrawn, "train-on-the-old-way", 0),
            (GapKind::LinkWithoutBecause, "overtime-climbs", 0),
            (GapKind::ChainContested, "overtime-climbs", 2),
            (GapKind::ForceCausesNothing, "rules-change", 0),
            (GapKind::ChallengeCostsNobody, "overtime-climbs", 0),
            (GapKind::ChallengeWithoutQuestion, "overtime-climbs", 0),
            (GapKind::FactorUnweighed, "unit-cost", 0),
            (GapKind::QuestionTeachesNothing, "who-finds-the-fault", 0),
            (GapKind::ConversationWithoutCommitment, "decide-to-change", 0),
            (GapKind::Orphan, "lonely-story", 0),
        ]
    );
}

#[test]
fn what_the_worst_hid_shows_once_it_is_mended() {
    let settled = ("overtime-climbs", "status: contested", "status: ready");
    let reason = ("overtime-climbs", "- raises [[unit-cost]]", "- raises [[unit-cost]] because it is paid");
    let found = gaps(&library(&[settled, reason]));
    let of_chains: Vec<_> = found.rows.iter().filter(|gap| gap.chains > 0).collect();
    let named: Vec<_> = of_chains.iter().map(|gap| (gap.kind, gap.card.id.id.as_str(), gap.chains)).collect();
    assert_eq!(
        named,
        [(GapKind::ChainUnsourced, "technicians-retire", 1), (GapKind::ChainStale, "tariffs-move-costs", 1),]
    );
    let Act::SourceLink(link) = &of_chains[0].act else { panic!("a link wants a source") };
    assert_eq!((link.verb, link.target.clone()), (Some(Verb::Worsens), Some(id("overtime-climbs"))));
    assert_eq!(of_chains[1].act, Act::Confirm);
}

#[test]
fn each_gap_says_the_one_act_that_closes_it() {
    let found = gaps(&library(&[]));
    let act = |kind| &found.rows.iter().find(|gap| gap.kind == kind).expect("a gap of the kind").act;
    let Act::Retarget(link) = act(GapKind::DeadTarget) else { panic!("a dead link is led elsewhere") };
    assert_eq!((link.to.as_str(), &link.target), ("gone-factor", &None));
    let file: Vec<&str> = library::CARDS[3].2.lines().collect();
    assert!(
        file[1].contains("gone-factor"),
        "the second line of the body, after id, three keys, `---` and a blank"
    );
    assert_eq!(link.line, 9);
    assert_eq!(
        *act(GapKind::ForceCausesNothing),
        Act::AddLink { verb: Verb::Causes, to: &[CardType::Challenge] }
    );
    assert_eq!(*act(GapKind::ConversationWithoutCommitment), Act::AddLink { verb: Verb::EndsWith, to: &[] });
    assert_eq!(
        *act(GapKind::ChallengeWithoutQuestion),
        Act::AddLinkHere { verb: Verb::Surfaces, from: CardType::Question }
    );
    let Act::Replace(link) = act(GapKind::LeadsToWithdrawn) else { panic!("a withdrawn card is replaced") };
    assert_eq!(link.target, Some(id("old-way")));
}

#[test]
fn a_page_of_gaps_counts_what_it_does_not_show() {
    let graph = library(&[]);
    let query = |kinds: &[GapKind], skip, limit| {
        let filter = Filter::default();
        graph.gaps(&GapQuery { filter, kinds: kinds.to_vec(), today: TODAY, skip, limit })
    };
    let all = gaps(&graph);
    assert_eq!(all.total, 11);
    assert_eq!(all.counts.iter().map(|(_, count)| count).sum::<usize>(), 11);
    assert_eq!(query(&[], 2, 3).rows, all.rows[2..5]);
    let orphans = query(&[GapKind::Orphan], 0, 5);
    assert_eq!((orphans.total, orphans.counts), (1, all.counts));
    let filter = Filter { industry: words(&["trade"]), ..Filter::default() };
    let trade = graph.gaps(&GapQuery { filter, kinds: Vec::new(), today: TODAY, skip: 0, limit: 99 });
    assert!(trade.rows.iter().all(|gap| gap.card.id != id("stops-last-longer")), "another industry");
    assert_eq!(trade.total, 10, "cards that name no industry are for all");
}

#[test]
fn a_link_that_may_mean_two_cards_asks_which() {
    let mut cards = records(&[]);
    let among = vec![id("unit-cost"), id("time-to-restart")];
    cards[4].links[0].target = Target::Unclear { written: "cost".to_owned(), among };
    let found = gaps(&CardGraph::build(cards));
    let gap = found.rows.iter().find(|gap| gap.kind == GapKind::UnclearTarget).expect("the gap");
    let Act::Choose { link, among } = &gap.act else { panic!("one of the two is chosen") };
    assert_eq!(link.to, "cost");
    assert_eq!(*among, [id("time-to-restart"), id("unit-cost")]);
}

#[test]
fn the_map_has_three_columns_and_the_reason_on_each_line() {
    let map = library(&[]).map(&MapQuery { filter: Filter::default(), today: TODAY, limit: 10 });
    let names = map
        .columns
        .each_ref()
        .map(|column| column.rows.iter().map(|row| row.card.id.id.to_string()).collect::<Vec<_>>());
    // `overtime-climbs` comes before `stops-last-longer` by id; what has no line comes last.
    assert_eq!(names[0], ["tariffs-move-costs", "technicians-retire", "rules-change"]);
    assert_eq!(names[1], ["overtime-climbs", "stops-last-longer", "old-way"]);
    assert_eq!(names[2], ["unit-cost", "time-to-restart"]);
    let lines: Vec<_> =
        map.lines.iter().map(|line| (line.column, line.from, line.to, line.verb, line.weakness)).collect();
    assert_eq!(
        lines,
        [
            (0, 0, 0, Verb::Causes, None),
            (0, 1, 0, Verb::Worsens, Some(Weakness::Unsourced)),
            (0, 1, 1, Verb::Causes, None),
            (1, 0, 0, Verb::Raises, Some(Weakness::NoBecause)),
            (1, 1, 1, Verb::Raises, None),
        ]
    );
    assert_eq!(map.lines[0].because.as_deref(), Some("late parts are made up for at night"));
    let row = &map.columns[1].rows[0];
    assert_eq!((row.lines_in, row.lines_out, row.card.weakness), (2, 1, Some(Weakness::Contested)));
}

#[test]
fn a_capped_map_keeps_what_is_linked_most_and_counts_the_rest() {
    let map = library(&[]).map(&MapQuery { filter: Filter::default(), today: TODAY, limit: 1 });
    let kept = map.columns.each_ref().map(|column| column.rows[0].card.id.id.to_string());
    // Three lines meet at the one challenge, two at the other; of two forces with one line to it the first by id.
    assert_eq!(kept, ["tariffs-move-costs", "overtime-climbs", "unit-cost"]);
    assert_eq!(map.columns.each_ref().map(|column| column.left_out), [2, 2, 1]);
    assert_eq!((map.lines.len(), map.lines_left_out), (2, 3));
}

#[test]
fn a_role_filter_follows_who_pays_and_who_weighs() {
    let filter = Filter { role: words(&["plant-manager"]), ..Filter::default() };
    let graph = library(&[("time-to-restart", "type: factor", "type: factor\nrole: [cfo]")]);
    let names = |filter: Filter| {
        let map = graph.map(&MapQuery { filter, today: TODAY, limit: 10 });
        map.columns[2].rows.iter().map(|row| row.card.id.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(filter), ["unit-cost", "time-to-restart"], "weighed by the plant manager");
    let coo = Filter { role: words(&["coo"]), ..Filter::default() };
    assert_eq!(names(coo), ["unit-cost"], "it names another role, and no such role weighs it");
}

#[test]
fn a_neighbourhood_goes_ring_by_ring_both_ways() {
    let graph = library(&[]);
    let around = |depth, limit| {
        let query = NeighbourhoodQuery { of: id("unit-cost"), depth, today: TODAY, limit };
        graph.neighbourhood(&query).expect("the card is there")
    };
    let two = around(2, 10);
    let cards: Vec<_> = two.cards.iter().map(|near| (near.card.id.id.as_str(), near.distance)).collect();
    assert_eq!(
        cards,
        [("unit-cost", 0), ("overtime-climbs", 1), ("tariffs-move-costs", 2), ("technicians-retire", 2)]
    );
    let lines: Vec<_> = two.lines.iter().map(|line| (line.from, line.to, line.verb)).collect();
    assert_eq!(lines, [(1, 0, Some(Verb::Raises)), (2, 1, Some(Verb::Causes)), (3, 1, Some(Verb::Worsens))]);
    let capped = around(2, 3);
    assert_eq!((capped.cards.len(), capped.left_out, capped.lines.len()), (3, 1, 2));
    let query = NeighbourhoodQuery { of: id("nowhere"), depth: 2, today: TODAY, limit: 9 };
    assert_eq!(graph.neighbourhood(&query), None);
}

#[test]
fn a_card_that_comes_brings_dead_links_to_life_and_one_that_goes_kills_them() {
    let named = |name: &str| records(&[]).into_iter().find(|record| record.id == id(name)).expect("a card");
    let mut graph = library(&[]);
    assert!(graph.remove(&id("time-to-restart")));
    assert!(!graph.remove(&id("time-to-restart")));
    assert_eq!(chains(&graph, Filter::default()).counted, Counted { complete: 2, broken: 2 });
    let dead = gaps(&graph);
    assert_eq!(dead.counts[0], (GapKind::DeadTarget, 2));
    graph.put(named("time-to-restart"));
    assert_eq!(chains(&graph, Filter::default()), chains(&library(&[]), Filter::default()));
    assert_eq!(graph.len(), 13);
}
