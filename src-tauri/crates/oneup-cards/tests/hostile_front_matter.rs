//! Hostile front matter, one test for each row of the list of threats: a finding with a line, a card that still
//! opens, and not a byte of the file lost.

use std::time::{Duration, Instant};

use oneup_cards::{Card, CardType, Level};

fn card(front: &str) -> Card {
    let text = format!("---\n{front}\n---\n\n# Still here\n");
    let start = Instant::now();
    let card = Card::parse("packs/core/a.md", &text);
    assert!(start.elapsed() < Duration::from_secs(2), "took {:?}", start.elapsed());
    assert_eq!(card.text(), text, "the text is kept as it is");
    assert!(card.searchable_text().contains("Still here"), "the body is read");
    card
}

fn rules(card: &Card) -> Vec<(&str, u32)> {
    card.findings.iter().map(|finding| (finding.rule, finding.line)).collect()
}

#[test]
fn y1_billion_laughs_end_at_the_budget() {
    let mut front = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let before = format!("*a{}, ", n - 1).repeat(9);
        front.push_str(&format!("a{n}: &a{n} [{}]\n", before.trim_end_matches(", ")));
    }
    let card = card(&front);
    assert_eq!(card.findings.len(), 1);
    assert_eq!((card.findings[0].rule, card.findings[0].level), ("front-matter", Level::Error));
    for bomb in ["[".repeat(60_000), "{a: ".repeat(15_000), "- ".repeat(30_000), "? ".repeat(30_000)] {
        assert_eq!(rules(&self::card(&format!("a: 1\nb:\n  {bomb}"))).len(), 1);
    }
}

#[test]
fn y1_a_few_aliases_are_read() {
    let card = card("id: a\nindustry: &i [manufacturing, energy]\nrole: *i");
    assert!(card.findings.is_empty(), "{:?}", card.findings);
    assert_eq!(card.front.role, ["manufacturing", "energy"]);
}

#[test]
fn y2_a_key_written_twice_is_an_error_with_its_line() {
    let card = card("id: first\ntitle: T\nid: second");
    assert_eq!(rules(&card), [("front-matter-twice", 4)]);
    assert_eq!(card.findings[0].level, Level::Error);
    assert_eq!(card.id().as_str(), "first", "the first counts, as the finding says");
    assert!(card.findings[0].message.contains("line 2 counts"), "{}", card.findings[0].message);
}

#[test]
fn y3_nothing_is_turned_into_text_unasked() {
    for value in
        ["012", "on", "no", "1e3", "~", "null", "true", "0x1F", "1_000", ".nan", "-.inf", "[a]", "{a: b}"]
    {
        let card = card(&format!("type: note\ntitle: {value}"));
        assert_eq!(
            rules(&card).last().map(|(_, line)| *line),
            Some(3).filter(|_| !card.findings.is_empty()),
            "{value}"
        );
        assert!(
            !card.findings.is_empty() && card.front.title.is_none(),
            "title: {value} gave {:?}",
            card.front.title
        );
    }
    for (value, rule) in
        [("012", "front-matter-type"), ("on", "front-matter-type"), ("Bad Id", "id"), ("-x", "id")]
    {
        let card = card(&format!("id: {value}"));
        assert_eq!(rules(&card), [(rule, 2)], "{value}");
        assert_eq!(card.id().as_str(), "a", "the path stands in for the id");
    }
    for bad in ["2024-13-45", "2024-02-30", "yes", "12", "~"] {
        let card = card(&format!("review_by: {bad}"));
        assert_eq!(card.findings.len(), 1, "{bad}: {:?}", card.findings);
        assert_eq!(card.front.review_by, None);
    }
    let quoted = card("title: \"012\"\nreview_by: 2026");
    assert!(quoted.findings.is_empty(), "{:?}", quoted.findings);
    assert_eq!(quoted.front.title.as_deref(), Some("012"));
    assert_eq!(quoted.front.review_by.map(|date| date.to_string()).as_deref(), Some("2026"));
    assert!(card("title:\nindustry:\nowner: \"\"").findings.is_empty(), "an empty value is no value");
}

#[test]
fn y4_unknown_keys_and_odd_spacing_keep_their_places() {
    let text = "\u{feff}---\r\n# a comment\r\nid:   a   # why\r\ncssclasses: {wide: [1, 2]}\r\n\r\n'title' : \"T: x\"\r\ntags:\r\n  - one\r\n  - two\r\n# the end\r\n---\r\nBody\r\n";
    let card = Card::parse("mine/a.md", text);
    assert!(card.findings.is_empty(), "{:?}", card.findings);
    let at = |key: &str| {
        let span = card.front.span(key).unwrap_or_else(|| panic!("no span for {key}"));
        (&text[span.key.clone()], &text[span.value.clone()], span.line)
    };
    assert_eq!(at("id"), ("id", "a   # why", 3));
    assert_eq!(at("cssclasses"), ("cssclasses", "{wide: [1, 2]}", 4));
    assert_eq!(at("title").1, "\"T: x\"");
    assert_eq!(at("tags"), ("tags", "- one\r\n  - two", 7));
    assert_eq!(&text[card.body()], "Body\r\n");
    assert_eq!(
        (card.front.title.as_deref(), card.front.tags.as_slice()),
        (Some("T: x"), &["one".to_owned(), "two".to_owned()][..])
    );
}

#[test]
fn y5_where_front_matter_ends_is_never_guessed() {
    let open = Card::parse("mine/a.md", "---\nid: a\n\nText without a second fence\n");
    assert_eq!(rules(&open), [("front-matter-open", 1)]);
    assert!(open.searchable_text().contains("Text without a second fence"));

    let large = format!("---\n{}---\nText\n", "key: value\n".repeat(500_000));
    let large = Card::parse("mine/a.md", &large);
    assert_eq!(rules(&large), [("front-matter-size", 1)]);
    assert_eq!(large.searchable_text(), "Text");

    let inside = Card::parse("mine/a.md", "---\nid: a\n---\nText\n\n---\n\nid: b\n\n---\n");
    assert_eq!((inside.id().as_str(), inside.findings.len()), ("a", 0));
    let second = card("id: a\n...\nid: b");
    assert_eq!(rules(&second).len(), 1, "a second document is refused: {:?}", second.findings);
    let prose = card("just a sentence");
    assert_eq!(rules(&prose).len(), 1, "a text between two rules is no list of keys: {:?}", prose.findings);
}

#[test]
fn y6_tags_that_make_things_are_refused() {
    for value in ["!!python/object:os.system x", "!include /etc/passwd", "!secret x", "!!binary aGk="] {
        let card = card(&format!("title: {value}"));
        assert!(
            card.front.title.as_deref().is_none_or(|title| title == "hi"),
            "{value}: {:?}",
            card.front.title
        );
        assert!(card.front.title.is_some() || !card.findings.is_empty(), "{value}");
    }
    assert_eq!(rules(&card("<<: {a: b}\nid: a")).len(), 1, "merge keys are refused");
}

#[test]
fn y7_controls_and_halves_of_characters_are_errors() {
    for value in ["\"a\\0b\"", "\"\\ud800\"", "\"\\u0007\"", "a\u{0}b", "\"a\\x1bb\""] {
        let card = card(&format!("id: a\ntitle: {value}"));
        assert_eq!(card.findings.len(), 1, "{value:?}: {:?}", card.findings);
        assert_eq!(card.findings[0].level, Level::Error);
        assert!(card.front.title.is_none(), "{value:?}");
    }
}

#[test]
fn an_unknown_word_is_a_warning_and_is_kept() {
    let card = card("type: opinion\nstatus: finished\nsale: complex");
    assert_eq!(card.kind, CardType::Note);
    assert_eq!(card.front.kind.as_deref(), Some("opinion"));
    assert!(
        card.findings
            .iter()
            .all(|finding| finding.level == Level::Warning && finding.rule == "unknown-value")
    );
    assert_eq!(rules(&card), [("unknown-value", 2), ("unknown-value", 3)]);
}
