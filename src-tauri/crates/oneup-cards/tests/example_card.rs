//! One card of each part of the format, read, judged and rendered as its author would expect.

mod inert;

use insta::assert_snapshot;
use jiff::civil::date;
use oneup_cards::{
    Card, CardType, Catalog, ClaimKind, LintContext, Mark, PackId, RenderOptions, Status, Verb, lint, render,
    resolve,
};

const CARD: &str = r"---
id: spare-parts-age
type: force
title: Makers stop stocking parts for older lines
aliases: [Obsolete spares]
industry: [manufacturing]
role: [plant-manager]
stage: [decide-to-change]
review_by: 2027-02-28
status: ready
---

> When a part of an old line breaks, it is often no longer made. Shall we look at which of your lines that would stop?

## What is happening

One in five drives in use is no longer made.[^survey] The rest is **bought used**.

## Where it leads

- Causes [[long-stops|Stops that last for days]], because nobody stocks the part[^survey]
  - a remark that is not part of the reason
- *worsens* [[overtime]] because people wait for the part and catch up later[^own]
- offset by [[rebuilt-parts]]
- [The list](../lists/parts.md#Drives)

## My notes

Ask Ann about 40% of this.

[^survey]: [Drives in service](https://numbers.example/drives). Office of Numbers. Published 2026-02, checked 2026-08-30.
[^own]: Own experience. Three debriefs, checked 2026-09-04, inference.
";

fn library() -> Vec<Card> {
    [
        ("packs/core/forces/spare-parts-age.md", CARD),
        (
            "packs/core/long-stops.md",
            "---\nid: long-stops\ntype: challenge\ntitle: Stops last for days\n---\n",
        ),
        ("packs/core/overtime.md", "---\nid: overtime\ntype: challenge\ntitle: Overtime climbs\n---\n"),
        (
            "packs/core/rebuilt-parts.md",
            "---\nid: rebuilt-parts\ntype: force\ntitle: Parts are rebuilt\n---\n",
        ),
        ("packs/core/lists/parts.md", "# Parts\n"),
    ]
    .map(|(path, text)| Card::parse(path, text))
    .to_vec()
}

#[test]
fn the_front_matter_and_the_names_are_read() {
    let card = &library()[0];
    assert!(card.findings.is_empty(), "{:?}", card.findings);
    assert_eq!(card.full_id().to_string(), "core/spare-parts-age");
    assert_eq!((card.kind, card.status()), (CardType::Force, Status::Ready));
    assert_eq!(card.title, "Makers stop stocking parts for older lines");
    assert_eq!(card.front.aliases, ["Obsolete spares"]);
    assert_eq!(card.stale_on(), Some(date(2027, 3, 1)));
    let say = card.say.as_ref().expect("a say line");
    assert_eq!((say.words, say.line), (25, 13));
    assert!(say.text.starts_with("When a part of an old line breaks"));
}

#[test]
fn sections_run_to_the_next_heading() {
    let card = &library()[0];
    let shown: Vec<String> =
        card.sections.iter().map(|s| format!("{} {:?} line {}", s.level, s.heading, s.line)).collect();
    assert_eq!(
        shown,
        [
            "0 \"\" line 12",
            "2 \"What is happening\" line 15",
            "2 \"Where it leads\" line 19",
            "2 \"My notes\" line 27"
        ]
    );
    let leads = card.section("where it leads").expect("a section");
    assert!(card.text()[leads.content.clone()].trim_start().starts_with("- Causes"));
    assert!(card.sections[3].is_my_notes());
    let twice = Card::parse("a.md", "# A\n\n## B\n\ntext\n\n## B\n\n# C\n");
    let shown: Vec<(&str, u32, bool)> =
        twice.sections.iter().map(|s| (s.heading.as_str(), s.number, s.empty)).collect();
    assert_eq!(shown, [("", 1, true), ("A", 1, false), ("B", 1, false), ("B", 2, true), ("C", 1, true)]);
    assert_eq!(&twice.text()[twice.sections[1].span.clone()], "# A\n\n## B\n\ntext\n\n## B\n\n");
}

#[test]
fn typed_links_are_read_with_their_reasons_and_sources() {
    let card = &library()[0];
    let links = &card.typed_links;
    assert_eq!(
        links.iter().map(|link| link.verb).collect::<Vec<_>>(),
        [Verb::Causes, Verb::Worsens, Verb::OffsetBy]
    );
    assert_eq!(links[0].text(), "Stops that last for days");
    assert_eq!(links[0].target().map(|target| target.raw.as_str()), Some("long-stops"));
    assert_eq!(links[0].because.as_deref(), Some("nobody stocks the part"));
    assert_eq!(links[0].sources, ["survey"]);
    assert_eq!(links[1].because.as_deref(), Some("people wait for the part and catch up later"));
    assert_eq!(&card.text()[links[1].verb_span.clone()], "worsens");
    assert_eq!((links[1].line, links[2].because.as_ref()), (23, None));
    assert_eq!(card.links.len(), 1, "the item without a verb is a plain link");
    assert_eq!((card.links[0].text.as_str(), card.links[0].line), ("The list", 25));
}

#[test]
fn marks_commitments_and_second_links() {
    let factor = Card::parse(
        "a.md",
        "---\ntype: factor\n---\n- weighed by [[boss]] 4/5 because they pay\n- weighed by [[crew]] 9/5, because\n- trades with [[x]] and [[y]]\n",
    );
    assert_eq!(factor.typed_links[0].mark, Some(Mark::Weight(4)));
    assert_eq!((factor.typed_links[1].mark, factor.typed_links[1].because.as_ref()), (None, None));
    let rules: Vec<(&str, u32)> = factor.findings.iter().map(|f| (f.rule, f.line)).collect();
    assert_eq!(rules, [("mark", 5), ("typed-link-tail", 6), ("second-link", 6)]);
    assert_eq!(factor.links.len(), 1, "the second link is a plain one");

    let approach = Card::parse(
        "a.md",
        "---\ntype: approach\n---\n1. scores [[f]] −2 because slow\n2. scores [[f]] +1\n3. scores [[f]] -1, because x\n",
    );
    let marks: Vec<Option<Mark>> = approach.typed_links.iter().map(|link| link.mark).collect();
    assert_eq!(marks, [Some(Mark::Score(-2)), Some(Mark::Score(1)), Some(Mark::Score(-1))]);

    let conversation = Card::parse(
        "a.md",
        "---\ntype: conversation\n---\n- ends with **a date** for the [[visit]]\n\n- [ ] needs [[boss]]\n",
    );
    assert_eq!(conversation.typed_links[0].commitment(), Some("a date for the visit"));
    assert_eq!(conversation.typed_links[1].verb, Verb::Needs);

    let unknown = Card::parse(
        "a.md",
        "---\ntype: force\n---\n- raises [[x]]\n- fights with [[x]]\n- [[x]] causes\n- causes\n",
    );
    assert!(unknown.typed_links.is_empty());
    assert_eq!(unknown.links.len(), 3);
    assert_eq!(unknown.findings.iter().map(|f| f.rule).collect::<Vec<_>>(), ["unknown-verb", "unknown-verb"]);
}

#[test]
fn sources_and_figures_are_read() {
    let card = &library()[0];
    let [survey, own] = card.sources.as_slice() else { panic!("two sources: {:?}", card.sources) };
    assert_eq!(survey.title.as_deref(), Some("Drives in service"));
    assert_eq!(survey.publisher.as_deref(), Some("Office of Numbers"));
    assert_eq!((survey.used, survey.number, survey.claim, survey.line), (2, 1, ClaimKind::Fact, 31));
    assert!(own.own_experience && own.claim == ClaimKind::Inference);
    assert!(card.unsourced.is_empty(), "the reader's own notes need no source: {:?}", card.unsourced);

    let bare = Card::parse(
        "a.md",
        "Prose.\n\nScrap is 12% here.\n\n- costs $5 each\n\n| a |\n|---|\n| 7% |\n\n`5%` of [^x]\n\n> 8%\n",
    );
    let found: Vec<(&str, u32, u32)> =
        bare.unsourced.iter().map(|u| (u.figure.as_str(), u.line, u.column)).collect();
    assert_eq!(found, [("12%", 3, 10), ("$5", 5, 9), ("7%", 9, 3), ("8%", 13, 3)]);
}

#[test]
fn the_words_for_the_search_hold_no_markdown() {
    assert_snapshot!(library()[0].searchable_text(), @"
    When a part of an old line breaks, it is often no longer made. Shall we look at which of your lines that would stop?
    What is happening
    One in five drives in use is no longer made. The rest is bought used.
    Where it leads
    Causes Stops that last for days, because nobody stocks the part
    a remark that is not part of the reason
    worsens overtime because people wait for the part and catch up later
    offset by rebuilt-parts
    The list
    My notes
    Ask Ann about 40% of this.
    Drives in service. Office of Numbers. Published 2026-02, checked 2026-08-30.
    Own experience. Three debriefs, checked 2026-09-04, inference.
    ");
}

#[test]
fn a_ready_card_that_keeps_the_rules_has_no_findings() {
    let cards = library();
    let catalog = Catalog::new(&cards);
    let ctx = LintContext {
        today: Some(date(2026, 11, 22)),
        lookup: &catalog,
        pack: None,
        vocabulary: None,
        publishing: false,
    };
    let findings = lint(&cards[0], &ctx);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(cards[0].shown_status(&findings), Status::Ready);
}

#[test]
fn the_page_shows_verbs_links_and_source_marks() {
    let cards = library();
    let catalog = Catalog::new(&cards);
    let pack = PackId::parse("core").expect("a pack id");
    let look = |target: &oneup_cards::LinkTarget| resolve(target, &pack, &[], &catalog);
    let page = render(&cards[0], &look, RenderOptions::default().without_my_notes());
    inert::assert_inert(&page.html);
    assert!(!page.shortened && page.external.is_empty());
    assert_snapshot!(page.html, @r##"
    <blockquote class="say">
    <p>When a part of an old line breaks, it is often no longer made. Shall we look at which of your lines that would stop?</p>
    </blockquote>

    <h2 id="md-what-is-happening">What is happening</h2>
    <p>One in five drives in use is no longer made.<sup class="source-ref"><a href="#md-source-1" rel="noopener noreferrer">1</a></sup> The rest is <strong>bought used</strong>.</p>

    <h2 id="md-where-it-leads">Where it leads</h2>
    <ul>
    <li><strong class="verb">Causes</strong> <a href="oneup://card/core/long-stops" title="Stops last for days" rel="noopener noreferrer">Stops that last for days</a>, because nobody stocks the part<sup class="source-ref"><a href="#md-source-1" rel="noopener noreferrer">1</a></sup>
    <ul>
    <li>a remark that is not part of the reason</li>
    </ul>
    </li>
    <li><em><strong class="verb">worsens</strong></em> <a href="oneup://card/core/overtime" title="Overtime climbs" rel="noopener noreferrer">overtime</a> because people wait for the part and catch up later<sup class="source-ref"><a href="#md-source-2" rel="noopener noreferrer">2</a></sup></li>
    <li><strong class="verb">offset by</strong> <a href="oneup://card/core/rebuilt-parts" title="Parts are rebuilt" rel="noopener noreferrer">rebuilt-parts</a></li>
    <li><a href="oneup://card/core/lists/parts#drives" title="Parts" rel="noopener noreferrer">The list</a></li>
    </ul>
    "##);
}

#[test]
fn a_plain_file_is_a_note_named_by_its_path() {
    let card = Card::parse("mine/ideas/Visit 3.md", "Some text.\n\n> A quote, 5%.\n");
    assert_eq!((card.kind, card.title.as_str()), (CardType::Note, "Visit 3"));
    assert_eq!(card.full_id().to_string(), "mine/mine/ideas/Visit 3");
    assert!(card.say.is_none() && card.findings.is_empty());
    assert_eq!(Card::parse("a.md", "text\n\n## First *heading*\n").title, "First heading");
    assert_eq!(Card::parse("a.md", "").searchable_text(), "");
}

#[test]
fn a_figure_knows_its_footnotes_and_one_in_a_table_those_of_the_table() {
    let card = Card::parse(
        "mine/a.md",
        "> Is 1% much?\n\nIt is 5%.[^a] It was 1,000 dollars.\n\n- 6% there\n\n| Port | Share |\n|---|---|\n| Cove | 12% |\n| Bay[^b] | few |\n\n## My notes\n\n9% for me.\n\n[^a]: A.\n\n[^b]: B.\n",
    );
    let figures: Vec<_> = card
        .figures()
        .iter()
        .map(|figure| (figure.normal.as_str(), figure.footnotes.join(" "), figure.at.line, figure.at.column))
        .collect();
    let figure = |normal, footnotes: &str, line, column| (normal, footnotes.to_owned(), line, column);
    let expected = [
        figure("1%", "", 1, 6),
        figure("5%", "a", 3, 7),
        figure("1000dollars", "a", 3, 22),
        figure("6%", "", 5, 3),
        figure("12%", "b", 9, 10),
    ];
    assert_eq!(figures, expected, "a note has no say line, so its first quote is text");
}
