//! Every rule of the lint: a card that breaks it, and where it says so.

use jiff::civil::{Date, date};
use oneup_cards::{
    Card, Catalog, Finding, Level, LintContext, PackManifest, Status, Vocabulary, lint, lint_pack,
};

const TODAY: Date = date(2026, 11, 22);

/// Cards that links in the tests lead to.
fn neighbours() -> Vec<Card> {
    [
        ("packs/core/stops.md", "---\nid: stops\ntype: challenge\ntitle: Stops\n---\n"),
        ("packs/core/wave.md", "---\nid: wave\ntype: force\ntitle: Wave\n---\n"),
        ("packs/core/time.md", "---\nid: time\ntype: factor\ntitle: Time\n---\n"),
        ("packs/core/boss.md", "---\nid: boss\ntype: role\ntitle: Boss\n---\n"),
        ("packs/core/a/twin.md", "---\nid: twin-a\ntype: note\ntitle: Twin A\n---\n"),
        ("packs/core/b/twin.md", "---\nid: twin-b\ntype: note\ntitle: Twin B\n---\n"),
    ]
    .map(|(path, text)| Card::parse(path, text))
    .to_vec()
}

fn manifest() -> PackManifest {
    let manifest = PackManifest::parse(
        "id = \"core\"\nname = \"Core\"\nversion = \"1\"\nschema = 1\nown_hosts = [\"acme.example\"]\n[vocabulary.industry]\nmanufacturing = [\"Manufacturing\"]\n",
    );
    manifest.unwrap_or_else(|error| panic!("{error}"))
}

fn judged(text: &str, publishing: bool) -> Vec<Finding> {
    let card = Card::parse("packs/core/x.md", text);
    let mut cards = neighbours();
    cards.push(card.clone());
    let catalog = Catalog::new(&cards);
    let pack = manifest();
    let vocabulary = Vocabulary::gather([&pack], &cards);
    let ctx = LintContext {
        today: Some(TODAY),
        lookup: &catalog,
        pack: Some(&pack),
        vocabulary: Some(&vocabulary),
        publishing,
    };
    lint(&card, &ctx)
}

/// The findings of a card as `rule line`, in order.
fn rules(text: &str) -> Vec<String> {
    judged(text, false).iter().map(|finding| format!("{} {}", finding.rule, finding.line)).collect()
}

/// A card of a type with nothing wrong but what `body` does.
fn card(kind: &str, body: &str) -> String {
    format!("---\nid: x\ntype: {kind}\ntitle: A claim\n---\n\n> What do you see?\n\n{body}\n")
}

#[test]
fn every_card_has_a_name_and_a_short_title() {
    assert_eq!(rules("---\nlang: en\n---\n"), ["missing-id 1", "missing-title 1", "missing-type 1"]);
    assert!(rules("# A plain file\n").is_empty());
    let long = "a".repeat(91);
    assert_eq!(rules(&format!("---\nid: x\ntype: note\ntitle: {long}\n---\n")), ["title-length 4"]);
    assert_eq!(rules("---\nid: x\ntype: note\ntitle: Scrap falls by 12%\n---\n"), ["title-figure 4"]);
    assert_eq!(rules("---\nid: stops\ntype: note\ntitle: T\n---\n"), ["duplicate-id 2"]);
}

#[test]
fn the_say_line_is_short_sourced_and_no_pitch() {
    let approach = |say: &str| format!("---\nid: x\ntype: approach\ntitle: T\n---\n\n{say}\n");
    assert_eq!(rules(&approach("Text.")), ["say-line-missing 6"]);
    assert_eq!(rules(&approach(&format!("> {}", "word ".repeat(46)))), ["say-line-length 7"]);
    for pitch in ["Our product helps.", "We are the leading maker.", "Acme knows plants."] {
        assert_eq!(rules(&approach(&format!("> {pitch}"))), ["say-line-pitch 7"], "{pitch}");
    }
    assert!(rules(&approach("> Your products wait; our serviceman agrees on nothing.")).len() <= 1);
    assert_eq!(rules(&approach("> Scrap is 12%.")), ["say-line-figure 7"]);
    let stands =
        "> Scrap is 12%.\n\nIt is 12 % here.[^a]\n\n[^a]: [T](https://t.example). P. Checked 2026-11-01.";
    assert!(rules(&approach(stands)).is_empty(), "{:?}", rules(&approach(stands)));
    assert_eq!(rules(&approach("> One.\n>\n> Two.")), ["say-line-paragraphs 7"]);
    assert!(rules(&approach("> [!note]\n> One.\n\n> Two.")).is_empty(), "a callout is not the say line");
    for kind in ["note", "term", "role", "context"] {
        assert!(rules(&format!("---\nid: x\ntype: {kind}\ntitle: T\n---\nText\n")).is_empty(), "{kind}");
    }
}

#[test]
fn only_the_say_line_may_leave_its_figure_to_the_text() {
    let approach = |lead: &str| {
        let source = "[^a]: [T](https://t.example). P. Checked 2026-11-01.";
        rules(&format!("---\nid: x\ntype: approach\ntitle: T\n---\n\n{lead}\n\nText.[^a]\n\n{source}\n"))
    };
    for callout in ["> [!note] Scrap rose 40%.", "> [!note]\n> Scrap rose 40%."] {
        let line = 6 + callout.lines().count();
        assert_eq!(
            approach(&format!("{callout}\n\n> What do you see?")),
            [format!("unsourced-figure {line}")],
            "{callout}"
        );
    }
    assert_eq!(approach("> What do you see?\n\n> Scrap rose 40%."), ["unsourced-figure 9"]);
    assert_eq!(
        approach("> What do you see?\n>\n> Scrap rose 40%."),
        ["say-line-paragraphs 7", "unsourced-figure 9"]
    );
    let sourced = "> [!note] Scrap rose 40%.[^a]\n\n> Scrap rose 40%. What do you see?";
    assert!(approach(sourced).is_empty(), "{:?}", approach(sourced));
}

#[test]
fn figures_people_and_footnotes() {
    let approach = |body: &str| card("approach", body);
    assert_eq!(rules(&approach("Scrap is 12% here.")), ["unsourced-figure 9"]);
    for person in
        ["ann@plant.example", "[mail](mailto:ann@plant.example)", "+41 44 123 45 67", "12 Long Mill Road"]
    {
        assert_eq!(rules(&approach(&format!("Ask {person} first."))), ["personal-data 9"], "{person}");
    }
    let in_footnote = "Text.[^a]\n\n[^a]: [T](https://t.example). P, ann@plant.example. Checked 2026-11-01.";
    assert!(rules(&approach(in_footnote)).is_empty());
    assert_eq!(rules(&approach("Text.[^a]")), ["footnote-undefined 9"]);
    assert!(rules(&approach("Code `[^a]` and \\[^b].")).is_empty());
    assert_eq!(
        rules(&approach("Text.\n\n[^a]: [T](https://t.example). Checked 2026-11-01.")),
        ["footnote-unused 11"]
    );
    assert_eq!(rules(&approach("Text.[^a]\n\n[^a]: A book. Checked 2026-11-01.")), ["source-address 11"]);
    assert_eq!(rules(&approach("Text.[^a]\n\n[^a]: [T](https://t.example).")), ["source-checked 11"]);
    assert_eq!(
        rules(&approach("Text.[^a]\n\n[^a]: [T](https://t.example). Checked 2026-13.")),
        ["footnote-date 11"]
    );
    assert_eq!(
        rules(&approach(
            "Text.[^a]\n\n[^a]: Own experience. Checked 2026-11.\n\n[^A]: Own experience. Checked 2026-11."
        )),
        ["footnote-twice 13"]
    );
}

#[test]
fn links_lead_to_one_card_of_the_right_type() {
    let question = |body: &str| card("question", body);
    assert_eq!(rules(&question("- teaches [[nowhere]]")), ["dead-link 9"]);
    assert_eq!(rules(&question("- teaches [[time]]")), ["verb-target 9"]);
    assert!(rules(&question("- teaches [[wave]]\n- surfaces [[time]]")).is_empty());
    let both = judged(&question("- teaches [[wave]]\n\nSee [[twin]]."), false);
    assert_eq!((both.len(), both[0].rule), (1, "ambiguous-link"));
    assert!(both[0].message.contains("packs/core/a/twin.md, packs/core/b/twin.md"), "{}", both[0].message);
    let old = "---\nid: x\ntype: note\ntitle: T\nsuperseded_by: nowhere\n---\n";
    assert_eq!(rules(old), ["dead-link 5"]);
}

#[test]
fn verbs_say_why_and_how_much() {
    let factor = "## What it is\n\na\n\n## Why it matters\n\nb\n\n## How to weigh it\n\n";
    assert!(rules(&card("factor", &format!("{factor}- weighed by [[boss]] 4/5 because c"))).is_empty());
    assert_eq!(
        rules(&card("factor", &format!("{factor}- weighed by [[boss]]"))),
        ["because-missing 19", "mark-missing 19"]
    );
    assert_eq!(rules(&card("approach", "- scores [[time]] +1")), ["because-missing 9"]);
    assert_eq!(rules(&card("approach", "- scores [[time]] because x")), ["mark-missing 9"]);
}

#[test]
fn each_type_has_rules_of_its_own() {
    let sourced = "[^a]: [T](https://t.example). P. Checked 2026-11-01.";
    assert_eq!(rules(&card("force", "Text.")), ["force-effect 3", "force-outside-source 3"]);
    assert_eq!(
        rules(&card("force", &format!("Text.[^a]\n\n- causes [[stops]] because x\n\n{sourced}"))),
        ["force-effect-source 11"]
    );
    let own =
        "- causes [[stops]] because x[^a]\n\n[^a]: [T](https://www.acme.example/x). P. Checked 2026-11-01.";
    assert_eq!(rules(&card("force", own)), ["force-outside-source 3"]);
    assert!(rules(&card("force", &format!("- worsens [[stops]] because x[^a]\n\n{sourced}"))).is_empty());

    assert_eq!(rules(&card("challenge", "- costs [[boss]] because x")), ["verb-missing 3"]);
    assert!(rules(&card("challenge", "- costs [[boss]] because x\n- raises [[time]] because y")).is_empty());
    assert_eq!(rules(&card("question", "Text.")), ["question-aim 3"]);
    assert_eq!(
        rules(&card("factor", "## What it is\n\n## Why it matters\n\nx")),
        ["heading-missing 3", "verb-missing 3", "heading-empty 9"]
    );
    assert_eq!(rules(&card("conversation", "- needs [[boss]]\n\n## Advice\n\nx")), ["verb-missing 3"]);
    assert_eq!(
        rules(&card("conversation", "- needs [[boss]]\n- ends with\n\n## Advice\n\nx")),
        ["commitment-missing 10"]
    );
    assert!(
        rules(&card("conversation", "- needs [[boss]]\n- ends with a date\n\n## Advice\n\nx")).is_empty()
    );
    assert_eq!(rules(&card("recommendation", "## What\n\nx\n\n## Why\n\ny")), ["heading-missing 3"]);
    let answers = "## Unique\n\nx\n\n## Serves the client\n\ny\n\n## Provable\n\nz";
    assert_eq!(rules(&card("only", answers)), ["only-form 3"]);
    assert!(rules(&card("only", &format!("We are the **ONLY** makers that stay.\n\n{answers}"))).is_empty());
}

#[test]
fn the_level_follows_the_card() {
    let level = |status: &str, publishing| {
        let text =
            format!("---\nid: x\ntype: question\ntitle: T\nreason: r\nstatus: {status}\n---\n\n> What?\n");
        let findings = judged(&text, publishing);
        let shown = Card::parse("packs/core/x.md", &text).shown_status(&findings);
        (findings[0].rule, findings[0].level, shown)
    };
    assert_eq!(level("draft", false), ("question-aim", Level::Warning, Status::Draft));
    assert_eq!(level("ready", false), ("question-aim", Level::Error, Status::Draft));
    assert_eq!(level("draft", true), ("question-aim", Level::Error, Status::Draft));
    assert_eq!(level("contested", false), ("question-aim", Level::Warning, Status::Contested));
    let note = judged("---\nid: x\ntype: note\ntitle: T\nstatus: ready\n---\n\nScrap is 5%.\n", false);
    assert_eq!(note[0].level, Level::Warning, "the rules are warnings on a note");
}

#[test]
fn freshness_status_and_words() {
    let front = |line: &str| format!("---\nid: x\ntype: note\ntitle: T\n{line}\n---\n");
    assert_eq!(rules(&front("review_by: 2026-11-21")), ["past-review 5"]);
    assert!(rules(&front("review_by: 2026-11-22")).is_empty());
    assert_eq!(judged(&front("review_by: 2026-11"), true).len(), 0);
    assert_eq!(judged(&front("review_by: 2026-10"), false)[0].level, Level::Warning);
    assert_eq!(
        judged(&front("review_by: 2026-10"), true)[0].level,
        Level::Error,
        "publishing needs a review"
    );
    let old = front("lang: en") + "x[^a]\n\n[^a]: [T](https://t.example). Checked 2024.\n";
    assert_eq!(rules(&old), ["stale-source 9"]);
    assert_eq!(rules(&front("status: withdrawn")), ["reason-missing 5"]);
    assert!(rules(&front("status: contested\nreason: x")).is_empty());
    assert_eq!(rules(&front("industry: [manufacturing, farming]")), ["unknown-value 5"]);
    assert_eq!(rules(&front("role: [boss, clerk]")), ["unknown-value 5"]);
    assert!(rules(&front("tags: [cold-call, anything]")).is_empty(), "nobody listed any tag");
}

#[test]
fn a_pack_is_judged_as_a_whole() {
    let challenge = |n: usize| {
        let text = format!(
            "---\nid: c{n}\ntype: challenge\ntitle: T\nstatus: ready\nindustry: [energy]\ntags: [Cold call]\n---\n"
        );
        Card::parse(&format!("packs/core/c{n}.md"), &text)
    };
    let cards: Vec<Card> = (0..13).map(challenge).collect();
    let catalog = Catalog::new(&cards);
    let pack = manifest();
    let ctx =
        LintContext { today: None, lookup: &catalog, pack: Some(&pack), vocabulary: None, publishing: false };
    let found: Vec<(&str, Level)> = lint_pack(&cards, &ctx).iter().map(|f| (f.rule, f.level)).collect();
    assert_eq!(found, [("too-many-challenges", Level::Warning), ("micro-selling", Level::Note)]);
    assert!(lint_pack(&neighbours(), &ctx).is_empty());
}

#[test]
fn a_finding_reads_as_a_sentence_with_its_place() {
    let findings = judged(&card("question", "- teaches [[nowhere]]"), false);
    let shown = findings[0].to_string();
    assert!(
        shown.starts_with("packs/core/x.md:9:3: warning [dead-link]: `nowhere` leads to no card. "),
        "{shown}"
    );
}
