//! What a search finds, in which order, and what it says about it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Library, card};
use oneup_search::{CardDocument, Filters, Marked, SearchRequest, Stage};

fn plant() -> Library {
    let mut apprentice =
        card("apprentices", "Apprentices leave early", "Every second one leaves within a year.");
    apprentice.aliases = vec!["Trainee turnover".to_owned()];
    apprentice.tags = vec!["staffing".to_owned()];
    Library::of([
        card("retire", "Technicians retire", "Experienced technicians leave the plant, and downtime rises."),
        card("night", "Night stops last longer", "Fewer people can mend a line at night, so downtime grows."),
        card("overtime", "Overtime cost climbs", "The same few are called in."),
        card("cafe", "The café is closed at night", "Nobody cooks."),
        card("asia", "技術者が退職する", "工場の技術者が減っている。"),
        apprentice,
    ])
}

fn marked(text: &Marked) -> Vec<&str> {
    text.marks.iter().map(|mark| &text.text[mark.clone()]).collect()
}

#[test]
fn an_unfinished_word_is_completed_and_a_finished_one_is_not() {
    let library = plant();
    assert_eq!(library.ids("techn")[0], "retire");
    let results = library.search("techn ");
    assert!(results.hits.iter().all(|hit| hit.stage != Stage::AllWords), "{:?}", results.hits);
    assert_eq!(library.ids("\"techn\"").len(), 0);
}

#[test]
fn other_endings_find_the_same_card() {
    let library = plant();
    for query in ["retirement ", "retired ", "retiring technician "] {
        assert_eq!(library.ids(query)[0], "retire", "{query}");
    }
}

#[test]
fn other_spellings_find_the_same_card() {
    let library = plant();
    for (query, id) in
        [("cafe ", "cafe"), ("CAFÉ ", "cafe"), ("over-time ", "overtime"), ("overtime ", "overtime")]
    {
        assert_eq!(library.ids(query)[0], id, "{query}");
    }
    let hyphenated = Library::of([card("a", "Over-time is paid", "")]);
    for query in ["overtime ", "over time ", "over-time", "overti"] {
        assert_eq!(hyphenated.ids(query), ["a"], "{query}");
    }
}

#[test]
fn text_without_spaces_is_found_by_any_stretch_of_it() {
    let library = plant();
    assert_eq!(library.ids("技術"), ["asia"]);
    assert_eq!(library.ids("術者"), ["asia"]);
    assert_eq!(marked(&library.search("退職").hits[0].title), ["退職"]);
    // The characters are there, but not side by side.
    assert!(library.search("退者").hits.iter().all(|hit| hit.stage == Stage::AnyWord));
}

#[test]
fn one_typing_error_is_mended_where_the_word_is_unknown() {
    let library = plant();
    for query in ["tehcnicians ", "tecnicians ", "techniciians ", "technucians ", "tehcn"] {
        let hit = library.search(query).hits.into_iter().next().unwrap();
        assert_eq!((hit.id.as_str(), hit.stage), ("retire", Stage::Corrected), "{query}");
    }
    // Three letters are too few to guess from.
    assert!(library.ids("nihgt ").contains(&"night".to_owned()));
    assert!(library.ids("nxg ").is_empty());
}

#[test]
fn two_typing_errors_are_mended_in_a_longer_word_and_one_in_a_compound() {
    let library = Library::of([card("a", "PowerPoint for technicians", ""), card("b", "Night stops", "")]);
    for query in ["tecnicans ", "etchnicains ", "tecnican", "PowerPiont ", "powerpiont "] {
        let hits = library.search(query).hits;
        let hit = hits.first().unwrap_or_else(|| panic!("{query} found nothing"));
        assert_eq!((hit.id.as_str(), hit.stage), ("a", Stage::Corrected), "{query}");
    }
    assert!(library.ids("nghits ").iter().all(|id| id != "b"), "two errors in a short word are another word");
}

#[test]
fn exact_stands_above_completed_and_corrected_above_any_word() {
    let library = Library::of([
        card("text", "Something else", "We plan for winter."),
        card("longer", "Planet of winter", "planet planet planet"),
        card("exact", "The plan", "winter"),
        card("half", "Winter", ""),
    ]);
    let ids = library.ids("plan");
    assert_eq!((ids[0].as_str(), ids.len()), ("exact", 3), "a card called what was typed stands first");

    let results = library.search("winter plamet ");
    let stages: Vec<_> = results.hits.iter().map(|hit| (hit.id.as_str(), hit.stage)).collect();
    assert_eq!(stages[0], ("longer", Stage::Corrected));
    assert!(stages[1..].iter().all(|(_, stage)| *stage == Stage::AnyWord), "{stages:?}");
    assert!(results.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
    assert_eq!((results.stage, results.total), (Stage::AnyWord, 4));
}

#[test]
fn enough_hits_for_all_words_end_the_search() {
    let cards = (0..6).map(|n| card(&format!("c{n}"), "Night shift", "")).chain([card("other", "Night", "")]);
    let library = Library::of(cards);
    let results = library.search("night shift ");
    assert_eq!((results.total, results.stage), (6, Stage::AllWords));
}

#[test]
fn a_title_counts_more_than_a_name_than_a_label_than_the_text() {
    let text = "What holds a line up is seldom where it is looked for.";
    let mut named = card("name", "Second", text);
    named.aliases = vec!["Bottleneck".to_owned()];
    let mut labelled = card("label", "Third", text);
    labelled.tags = vec!["bottleneck".to_owned()];
    let library = Library::of([
        card("text", "Fourth", "What holds a line up is its bottleneck, seldom where it is looked for."),
        labelled,
        named,
        card("title", "Bottleneck", text),
    ]);
    assert_eq!(library.ids("bottleneck "), ["title", "name", "label", "text"]);
}

#[test]
fn words_that_stand_close_stand_higher() {
    let filler = "some other words about shifts and machines in between ".repeat(3);
    let library = Library::of([
        card("apart", "One", &format!("spare {filler} parts")),
        card("close", "Two", &format!("{filler} spare parts")),
    ]);
    assert_eq!(library.ids("spare parts "), ["close", "apart"]);
}

#[test]
fn a_quoted_phrase_is_required_as_it_is() {
    let library =
        Library::of([card("phrase", "Night stops last longer", ""), card("apart", "It stops at night", "")]);
    assert_eq!(library.ids("\"night stops\""), ["phrase"]);
    assert_eq!(library.ids("\"night stops\" hamster"), ["phrase"]);
    assert_eq!(library.ids("“stops at night”"), ["apart"]);
    assert!(library.ids("\"stops night\"").is_empty());
}

#[test]
fn nothing_asked_lists_all_cards_by_title() {
    let library = Library::of([card("b", "Beta", ""), card("a", "alpha", ""), card("c", "Ángel", "")]);
    let results = library.search("");
    assert_eq!((results.total, results.stage), (3, Stage::Everything));
    assert_eq!(library.ids("  "), ["a", "c", "b"]);
    let mut second = SearchRequest::new("");
    (second.offset, second.limit) = (1, 1);
    assert_eq!(library.index.search(&second).unwrap().hits[0].id, "c");
}

#[test]
fn the_reason_of_a_hit_is_told_and_true() {
    let library = plant();
    let why = |query: &str| library.search(query).hits[0].why.clone();
    assert_eq!(why("technicians "), "“technicians” in the title and the text.");
    assert_eq!(
        why("technicians ret"),
        "“technicians” in the title and the text; completed “ret” to retire in the title."
    );
    assert_eq!(
        why("downtme night "),
        "“night” in the title and the text; corrected “downtme” to downtime in the text."
    );
    assert_eq!(why("retirement "), "“retirement” as retire in the title.");
    assert_eq!(why("trainee hamster "), "“trainee” in another name; without “hamster”.");
    assert_eq!(why("staffing "), "“staffing” in the labels.");
}

#[test]
fn titles_and_snippets_are_marked() {
    let library = plant();
    let hit = library.search("downtime tech").hits.into_iter().next().unwrap();
    assert_eq!(marked(&hit.title), ["Technicians"]);
    let snippet = hit.snippet.unwrap();
    assert_eq!(marked(&snippet), ["technicians", "downtime"]);
    let mut bare = SearchRequest::new("downtime");
    bare.snippets = false;
    assert!(library.index.search(&bare).unwrap().hits.iter().all(|hit| hit.snippet.is_none()));
}

#[test]
fn a_card_past_its_review_is_stale_on_that_day() {
    let dated = CardDocument { stale_on: Some(20_000), unsourced: 2, ..card("a", "Dated", "") };
    let library = Library::of([dated]);
    for (today, stale) in [(19_999, false), (20_000, true)] {
        let request = SearchRequest { today, ..SearchRequest::new("dated") };
        let hit = library.index.search(&request).unwrap().hits.remove(0);
        assert_eq!((hit.stale, hit.unsourced), (stale, 2));
    }
}

#[test]
fn filters_narrow_and_facets_ignore_their_own_filter() {
    let of = |id: &str, kind: &str, role: &str| CardDocument {
        kind: kind.to_owned(),
        role: vec![role.to_owned()],
        ..card(id, "Night stops", "")
    };
    let library =
        Library::of([of("a", "force", "coo"), of("b", "force", "manager"), of("c", "challenge", "coo")]);
    let mut request = SearchRequest { facets: true, ..SearchRequest::new("night") };
    request.filters = Filters { kind: vec!["force".to_owned()], ..Filters::default() };
    let results = library.index.search(&request).unwrap();
    assert_eq!(results.total, 2);
    let counts = |facet: &str| -> Vec<(String, usize)> {
        let found = results.facets.iter().find(|counts| counts.facet == facet).unwrap();
        found.values.iter().map(|value| (value.value.clone(), value.cards)).collect()
    };
    assert_eq!(counts("type"), [("force".to_owned(), 2), ("challenge".to_owned(), 1)]);
    assert_eq!(counts("role"), [("coo".to_owned(), 1), ("manager".to_owned(), 1)]);
    request.filters.role = vec!["coo".to_owned(), "manager".to_owned()];
    assert_eq!(library.index.search(&request).unwrap().total, 2);
    request.filters.pack = vec!["other".to_owned()];
    assert_eq!(library.index.search(&request).unwrap().total, 0);
}

#[test]
fn what_is_not_searched_is_said() {
    let library = plant();
    assert!(library.search(&"night ".repeat(200)).notes[0].contains("512"));
    assert!(library.search("🙂").notes[0].contains("no word"));
    assert!(library.search("night").notes.is_empty());
}

#[test]
fn a_card_can_be_explained() {
    let library = plant();
    let explained =
        library.index.explain(&SearchRequest::new("downtme night "), "mine/night").unwrap().unwrap();
    assert_eq!(explained.rank, 1);
    assert!(
        explained.steps.iter().any(|step| step.contains("corrected it to downtim")),
        "{:?}",
        explained.steps
    );
    assert!(library.index.explain(&SearchRequest::new("night"), "mine/none").unwrap().is_none());
}

#[test]
fn a_query_made_to_hurt_is_answered_at_once() {
    let library = plant();
    let long = "night ".repeat(20_000);
    let nested = "(".repeat(1_000);
    for query in [
        &nested,
        "a* b* c*",
        "/(.+)+$/",
        "\"",
        "\"\"\"",
        "field:*^2",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        "a b c d e f g h i j k",
        &long,
        "\0\u{202E}x",
    ] {
        // The quickest of three: the machine may be busy with other things.
        let quickest = (0..3).map(|_| {
            let start = std::time::Instant::now();
            library.search(query);
            start.elapsed()
        });
        assert!(quickest.min().unwrap().as_millis() < 100, "{query:.20}");
    }
}
