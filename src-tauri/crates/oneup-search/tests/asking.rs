//! The query language beside an index: what each operator lets through, and what is said where it lets nothing through.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::HashMap;
use std::sync::Arc;

use common::{Library, card};
use oneup_search::{CardDocument, Facts, OPERATORS, Outcome, SearchRequest, SearchResults, Stage, Synonyms};

/// A day in 2026.
const TODAY: i32 = 20_780;

fn library() -> Library {
    let night = CardDocument {
        role: vec!["plant-manager".to_owned()],
        tags: vec!["Labour shortage".to_owned()],
        stale_on: Some(TODAY),
        links_to: vec!["id:overtime".to_owned()],
        verbs: vec![("causes".to_owned(), "id:overtime".to_owned())],
        reviewed_on: Some(20_500),
        changed_on: Some(20_600),
        ..card("night", "Night stops last longer", "Few people can mend a line at night.")
    };
    let overtime = CardDocument {
        kind: "challenge".to_owned(),
        region: vec!["eu".to_owned()],
        status: "contested".to_owned(),
        unsourced: 1,
        ..card("overtime", "Overtime cost climbs", "The same few are called in at night.")
    };
    let quality = CardDocument {
        kind: "factor".to_owned(),
        key: "plants/quality".to_owned(),
        pack: "plants".to_owned(),
        industry: vec!["manufacturing".to_owned()],
        weight: Some(4),
        changed_on: Some(20_700),
        ..card("quality", "Quality of the line", "What leaves the plant.")
    };
    Library::of([night, overtime, quality])
}

fn facts() -> Facts {
    let outcome = Outcome { last_used: TODAY - 10, landed: 3, flat: 0, wrong: 0 };
    let long_ago = Outcome { last_used: TODAY - 100, ..Outcome::default() };
    let outcomes = [("mine/night", outcome), ("mine/overtime", long_ago)];
    Facts {
        outcomes: outcomes
            .map(|(key, outcome)| (key.to_owned(), outcome))
            .into_iter()
            .collect::<HashMap<_, _>>(),
        edited: vec!["plants/quality".to_owned()],
        new: vec!["mine/overtime".to_owned()],
    }
}

fn ask(library: &Library, query: &str) -> SearchResults {
    let request = SearchRequest { today: TODAY, facts: Arc::new(facts()), ..SearchRequest::new(query) };
    library.index.search(&request).unwrap()
}

fn ids(library: &Library, query: &str) -> Vec<String> {
    let mut ids: Vec<String> = ask(library, query).hits.into_iter().map(|hit| hit.id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn every_operator_lets_the_cards_through_that_it_names() {
    let library = library();
    for (query, found) in [
        ("type:force ", &["night"][..]),
        ("type:force,factor ", &["night", "quality"]),
        ("TYPE:Chall", &["overtime"]),
        ("industry:manufacturing ", &["quality"]),
        ("role:\"plant manager\" ", &["night"]),
        ("region:EU ", &["overtime"]),
        ("tag:labour-shortage ", &["night"]),
        ("pack:plants ", &["quality"]),
        ("status:contested ", &["overtime"]),
        ("is:stale ", &["night"]),
        ("is:unsourced ", &["overtime"]),
        ("is:contested ", &["overtime"]),
        ("is:mine ", &["night", "overtime"]),
        ("is:edited ", &["quality"]),
        ("is:new ", &["overtime"]),
        ("used:never ", &["quality"]),
        ("used:<30d ", &["night"]),
        ("used:>30d ", &["overtime"]),
        ("landed:>2 ", &["night"]),
        ("landed:<1 ", &["overtime", "quality"]),
        ("landed:0 ", &["overtime", "quality"]),
        ("links:challenge/overtime ", &["night"]),
        ("links:overtime ", &["night"]),
        ("causes:overtime ", &["night"]),
        ("weight:>3 ", &["quality"]),
        ("weight:4 ", &["quality"]),
        ("reviewed:<2026-06 ", &["night"]),
        ("after:2026-06 ", &["quality"]),
        ("before:2026-06 ", &["night"]),
    ] {
        assert_eq!(ids(&library, query), found, "{query}");
    }
    let tried =
        "type industry role region tag pack status is used landed links causes weight reviewed before after";
    let told: Vec<&str> = OPERATORS.iter().map(|operator| operator.name).collect();
    assert!(tried.split(' ').all(|name| told.contains(&name)), "an operator is not explained");
}

#[test]
fn operators_words_exclusions_and_choices_go_together() {
    let library = library();
    for (query, found) in [
        ("night -type:force ", &["overtime"][..]),
        ("night -overtime ", &["night"]),
        ("-is:mine ", &["quality"]),
        ("overtime OR quality ", &["overtime", "quality"]),
        ("(overtime OR quality) -is:contested ", &["quality"]),
        ("line (type:force OR type:factor) ", &["night", "quality"]),
        ("\"last longer\" OR is:contested ", &["night", "overtime"]),
        ("is:stale type:challenge ", &[]),
        ("overtime OR qual", &["overtime", "quality"]),
    ] {
        assert_eq!(ids(&library, query), found, "{query}");
    }
    let hits = ask(&library, "(overtime OR quality) -is:contested ").hits;
    assert!(hits[0].why.contains("“quality”") && !hits[0].why.contains("overtime"), "{}", hits[0].why);
}

#[test]
fn nothing_is_found_never_without_a_reason() {
    let library = library();
    assert!(ask(&library, "is:stale type:challenge ").notes[0].contains("No card meets"));
    let wrong = ask(&library, "colour:night ");
    assert!(wrong.total > 0 && wrong.notes[0].contains("no operator"), "{:?}", wrong.notes);
    let unknown = ask(&library, "type:night ");
    assert!(unknown.total > 0 && unknown.notes[0].contains("no card has that"), "{:?}", unknown.notes);
}

#[test]
fn of_two_cards_that_match_alike_the_ready_fresh_and_proven_one_comes_first() {
    let one = |id: &str| card(id, "Spare parts", "Late.");
    let draft = CardDocument { status: "draft".to_owned(), ..one("a-draft") };
    let stale = CardDocument { stale_on: Some(TODAY - 1), ..one("b-stale") };
    let better = CardDocument { status: "draft".to_owned(), stale_on: Some(1), ..card("title", "Spare", "") };
    let library = Library::of([draft, stale, one("c-ready"), one("d-landed"), better]);
    let mut facts = facts();
    let landed = Outcome { last_used: TODAY, landed: 4, flat: 0, wrong: 0 };
    facts.outcomes = HashMap::from([("mine/d-landed".to_owned(), landed)]);
    let request = |query: &str| SearchRequest {
        today: TODAY,
        facts: Arc::new(facts.clone()),
        ..SearchRequest::new(query)
    };
    let order = |query: &str| -> Vec<String> {
        library.index.search(&request(query)).unwrap().hits.into_iter().map(|hit| hit.id).collect()
    };
    assert_eq!(order("spare parts ")[..2], ["d-landed", "c-ready"], "the draft and the stale one come after");
    assert_eq!(order("spare ")[0], "title", "what matches better stays above whatever is known of it");
}

#[test]
fn other_words_for_the_same_find_below_what_was_typed_and_are_told() {
    let library = Library::of([
        card("typed", "What it means", "There is a labour shortage in every plant."),
        card("other", "A staffing gap at night", "Nobody comes."),
        card("neither", "Spare parts", "Late."),
    ]);
    let same = ["labour shortage", "staffing gap"].map(str::to_owned).to_vec();
    let synonyms = Arc::new(Synonyms { groups: vec![same] });
    let request = SearchRequest { synonyms, ..SearchRequest::new("labour shortage ") };
    let hits = library.index.search(&request).unwrap().hits;
    let told: Vec<_> = hits.iter().map(|hit| (hit.id.as_str(), hit.stage)).collect();
    assert_eq!(told, [("typed", Stage::AllWords), ("other", Stage::OtherWords)]);
    assert_eq!(hits[1].why, "“staffing gap”, another word for “labour shortage”, in the title.");
}
