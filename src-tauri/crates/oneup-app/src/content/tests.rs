//! Each rule fails on a pack made for it, and the numbers are those of a pack one can count by hand.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use jiff::civil::date;
use oneup_testkit::{CardText, TempLibrary};

use super::*;
use oneup_cards::CardType;

fn pack(id: &str, hosts: &str) -> String {
    format!("id = \"{id}\"\nname = \"{id}\"\nversion = \"1.0.0\"\nschema = 1\nprimary_hosts = [{hosts}]\n")
}

fn report(library: &TempLibrary) -> ContentReport {
    Content::read(&library.root()).unwrap().report(date(2026, 11, 23)).unwrap()
}

/// The findings of a rule: the file's name and what is said.
fn found(library: &TempLibrary, rule: &str) -> Vec<(String, String)> {
    let findings = report(library).findings.into_iter().filter(|finding| finding.rule == rule);
    findings
        .map(|finding| {
            let name = finding.path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            (name, format!("{} {}:{}", finding.message, finding.line, finding.column))
        })
        .collect()
}

fn names(library: &TempLibrary, rule: &str) -> Vec<String> {
    found(library, rule).into_iter().map(|(name, _)| name).collect()
}

fn question(id: &str, title: &str, say: &str) -> String {
    CardText::new(CardType::Question, id).title(title).body(&format!("> {say}")).to_string()
}

/// Two packs whose cards all differ, as the ground on which a pair stands out.
fn two_packs() -> TempLibrary {
    TempLibrary::new()
        .with("packs/sea/pack.toml", pack("sea", ""))
        .with("packs/land/pack.toml", pack("land", ""))
        .with(
            "packs/sea/anchor.md",
            question(
                "anchor",
                "How the anchor held last winter can matter more than its weight",
                "Which bay would you trust in a gale?",
            ),
        )
        .with(
            "packs/land/barn.md",
            question(
                "barn",
                "How old the barn is can matter more than how large",
                "If the roof went tonight, whom would you call?",
            ),
        )
        .with(
            "packs/land/fence.md",
            question(
                "fence",
                "How high the fence is can matter less than what it keeps out",
                "What would walk in if it were gone?",
            ),
        )
}

#[test]
fn two_cards_that_say_the_same_are_found_and_two_of_the_same_form_are_not() {
    let library = two_packs()
        .with(
            "packs/sea/cash.md",
            question(
                "cash",
                "How long the cash is out can matter more than how much it is",
                "When do you see the money?",
            ),
        )
        .with(
            "packs/land/money.md",
            question(
                "money",
                "How much cash it is can matter less than how long it is out",
                "Who signs for it?",
            ),
        )
        // The same form and another subject.
        .with(
            "packs/land/roads.md",
            question("roads", "How long the road is can matter more than how wide", "Where does it flood?"),
        );
    let alike = found(&library, "alike");
    assert_eq!(alike.len(), 1, "{alike:?}");
    let (name, message) = alike.first().unwrap();
    assert_eq!(name, "cash.md");
    assert!(message.starts_with("its title says nearly what that of `land/money` says ("), "{message}");
    assert!(message.ends_with("4:8"), "{message}");

    let nearest = report(&library).nearest;
    let [first, second, ..] = nearest.as_slice() else { panic!("{nearest:?}") };
    assert_eq!((first.first.as_str(), first.second.as_str()), ("land/money", "sea/cash"));
    assert!(second.likeness < ALIKE_FROM && second.likeness > 0.2, "a near miss is near: {second:?}");
}

#[test]
fn say_lines_are_compared_too_and_a_link_between_the_two_settles_it() {
    let say = "Staying as you are is a choice. Shall we write down what it costs in a year?";
    let again = "To stay as you are is also a choice. Shall we write down what a year of it costs?";
    let library = two_packs()
        .with("packs/sea/stay.md", question("stay", "Moored boats rot", say))
        .with("packs/land/keep.md", question("keep", "Old walls stand", again));
    let alike = found(&library, "alike");
    assert!(
        matches!(alike.as_slice(), [(name, message)] if name == "stay.md" && message.starts_with("its say line")),
        "{alike:?}"
    );

    let linked = question("stay", "Moored boats rot", say) + "\n- see also [[land/keep]]\n";
    library.write("packs/sea/stay.md", linked);
    library.write("packs/sea/pack.toml", pack("sea", "") + "depends = [\"land\"]\n");
    assert_eq!(names(&library, "alike"), [""; 0]);
    assert!(report(&library).nearest.first().unwrap().linked);

    // Another type says it in its own way.
    library.write(
        "packs/sea/stay.md",
        CardText::new(CardType::Concern, "stay").body(&format!("> {say}")).to_string(),
    );
    assert_eq!(names(&library, "alike"), [""; 0]);
}

#[test]
fn a_figure_that_leans_on_nothing_one_can_open_is_found() {
    let library = TempLibrary::new().with("packs/sea/pack.toml", pack("sea", "")).with(
        "packs/sea/tide.md",
        "---\nid: tide\ntype: term\ntitle: Tide\n---\n\nHalf of them, 50%, say so.[^why]\n\nAnd 7% do.[^count]\n\n\
         | Port | Share |\n|---|---|\n| Cove | 12% |\n| Bay[^count] | few |\n\n\
         [^why]: Reasoned from the moon, checked 2026-11-20.\n\
         [^count]: [Tides](https://sea.example/t). Tide Office. Published 2026, checked 2026-11-21.\n",
    );
    let figures = found(&library, "figure-without-address");
    assert_eq!(
        figures,
        [("tide.md".to_owned(), "no source of the figure `50%` can be opened 7:15".to_owned())]
    );
    let census = report(&library).packs.pop().unwrap();
    assert_eq!((census.figures_with_source, census.figures_without), (2, 1));
    assert_eq!(census.oldest_check.unwrap().checked, "2026-11-20");
    assert_eq!(names(&library, "unsourced-figure"), [""; 0], "lint takes any footnote");
}

#[test]
fn a_card_that_takes_too_long_to_read_is_found() {
    let long = |words: usize| CardText::new(CardType::Term, "long").body(&"tide ".repeat(words)).to_string();
    let library =
        TempLibrary::new().with("packs/sea/pack.toml", pack("sea", "")).with("packs/sea/long.md", long(477));
    assert_eq!(found(&library, "reading-time").len(), 1);
    library.write("packs/sea/long.md", long(476));
    assert_eq!(names(&library, "reading-time"), [""; 0]);
    assert_eq!(report(&library).packs.pop().unwrap().longest, Some((120, "long".to_owned())));
}

#[test]
fn lists_of_primary_hosts_are_held_to_what_is_cited_and_to_each_other() {
    let cites = |id: &str, host: &str| {
        let note =
            format!("Told.[^a]\n\n[^a]: [T](https://www.{host}/a). P. Published 2026, checked 2026-11-20.");
        CardText::new(CardType::Term, id).body(&note).to_string()
    };
    let library = TempLibrary::new()
        .with("packs/sea/pack.toml", pack("sea", "\"tides.example\", \"gone.example\""))
        .with("packs/land/pack.toml", pack("land", "\"www.soil.example\", \"soil.example\""))
        .with("packs/sea/a.md", cites("a", "tides.example"))
        .with("packs/sea/b.md", cites("b", "gossip.example"))
        .with("packs/land/c.md", cites("c", "tides.example"))
        .with("packs/land/d.md", cites("d", "soil.example"));
    let unused: Vec<String> =
        found(&library, "primary-host-unused").into_iter().map(|(_, what)| what).collect();
    assert_eq!(
        unused,
        [
            "no card needs the primary host `www.soil.example` 1:1",
            "no card needs the primary host `soil.example` 1:1",
            "no card needs the primary host `gone.example` 1:1",
        ],
        "of two that cover each other neither is needed"
    );
    let missing = found(&library, "primary-host-missing");
    assert!(matches!(missing.as_slice(), [(_, what)] if what.contains("`www.tides.example`")), "{missing:?}");
    let packs = report(&library).packs;
    let shares: Vec<_> =
        packs.iter().map(|pack| (pack.pack.as_str(), pack.primary, pack.addresses)).collect();
    assert_eq!(shares, [("land", 1, 2), ("sea", 1, 2)]);
}

#[test]
fn what_lint_and_the_gap_view_find_is_found_and_notes_are_not() {
    let challenge = CardText::new(CardType::Challenge, "drift")
        .key("status", "ready")
        .body("> Where does it drift?")
        .body("- raises [[nowhere]] because it moves\n- costs [[pilot]] because he waits\n\nTold.[^a]\n\n[^a]: Reasoned, checked 2026-11-20.");
    let library = TempLibrary::new()
        .with("packs/sea/pack.toml", pack("sea", ""))
        .with("packs/sea/drift.md", challenge.to_string())
        .with("packs/sea/pilot.md", CardText::new(CardType::Role, "pilot").to_string());
    let report = report(&library);
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"dead-link"), "{rules:?}");
    let gaps = found(&library, "gap");
    assert!(
        gaps.iter().any(|(name, what)| name == "drift.md" && what.starts_with("No question brings it up")),
        "{gaps:?}"
    );
    assert!(report.findings.iter().all(|finding| finding.level != Level::Note), "{:?}", report.findings);
}

#[test]
fn chains_are_counted_in_the_pack_of_their_force() {
    let link = |kind, id: &str, line: &str| CardText::new(kind, id).body("> Word.").body(line).to_string();
    let library = TempLibrary::new()
        .with("packs/sea/pack.toml", pack("sea", ""))
        .with("packs/land/pack.toml", pack("land", "") + "depends = [\"sea\"]\n")
        .with(
            "packs/sea/wind.md",
            link(CardType::Force, "wind", "- causes [[drift]] because it blows\n- causes [[gone]] because"),
        )
        .with(
            "packs/land/rain.md",
            link(CardType::Force, "rain", "- worsens [[drift]] because it hides the shore"),
        )
        .with(
            "packs/sea/drift.md",
            link(CardType::Challenge, "drift", "- raises [[cost]] because\n- raises [[time]] because"),
        )
        .with("packs/sea/cost.md", link(CardType::Factor, "cost", ""))
        .with("packs/sea/time.md", link(CardType::Factor, "time", ""));
    let packs = report(&library).packs;
    let chains: Vec<_> =
        packs.iter().map(|pack| (pack.pack.as_str(), pack.chains, pack.broken_chains)).collect();
    assert_eq!(chains, [("land", 2, 0), ("sea", 2, 1)]);
    let kinds = &packs.last().unwrap().cards;
    assert_eq!(kinds, &[(CardType::Force, 1), (CardType::Challenge, 1), (CardType::Factor, 2)]);
}
