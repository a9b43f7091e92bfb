//! What holds for any text at all: reading never panics, places lie in the file, pages are inert and stay so.

mod inert;

use std::ops::Range;

use oneup_cards::{
    Card, Catalog, LinkTarget, LintContext, RenderOptions, Resolution, lint, render, sanitise,
};
use proptest::prelude::*;

/// Pieces of cards, well and badly formed; strung together they reach further than letters at random.
const PIECES: &[&str] = &[
    "---\n",
    "id: a\n",
    "type: force\n",
    "title: \"x\"\n",
    "status: ready\n",
    "tags: [a, b]\n",
    "was: &a [b]\n",
    "role: *a\n",
    "review_by: 2026\n",
    "a: {b: c}\n",
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "\t",
    "# H\n",
    "## My notes\n",
    "> ",
    "- ",
    "1. ",
    "- causes [[x|y]] because z\n",
    "- scores [[x]] −2\n",
    "ends with ",
    "weighed by ",
    " 4/5 ",
    "because ",
    "[[",
    "]]",
    "|",
    "#h",
    "[^a]",
    "[^a]: ",
    "[T](https://a.example)",
    "](",
    "[",
    "]",
    "(",
    ")",
    "![",
    "<b>",
    "</b>",
    "<img src=x onerror=y>",
    "<script>",
    "<!--",
    "-->",
    "<div>",
    "</p>",
    "<a href=\"javascript:x\">",
    "javascript:x",
    "```",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "| a | b |\n|---|---|\n",
    "12% ",
    "one in four ",
    "$5 ",
    "a@b.example ",
    "+41 44 123 45 67 ",
    "checked 2026-08-30, ",
    "Published 2026-99. ",
    "Own experience. ",
    "\u{202e}",
    "\u{feff}",
    "e\u{301}",
    "👩‍👩‍👧",
    "ß",
    "&#0;",
    "&lt;",
    "\\",
    "\u{0}",
    "word ",
];

fn card_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,12}".prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn is_whole(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_lies_in_the_file_on_a_character(text in card_text()) {
        let card = Card::parse("packs/core/a.md", &text);
        prop_assert!(card.front.keys.iter().all(|key| is_whole(&text, &key.key) && is_whole(&text, &key.value)));
        prop_assert!(card.front.range.iter().all(|range| is_whole(&text, range)));
        prop_assert!(card.say.iter().all(|say| is_whole(&text, &say.span)));
        prop_assert!(card.sections.iter().all(|s| is_whole(&text, &s.span) && is_whole(&text, &s.content)));
        prop_assert!(card.links.iter().all(|link| is_whole(&text, &link.span)));
        prop_assert!(card.typed_links.iter().all(|l| is_whole(&text, &l.span) && is_whole(&text, &l.verb_span)));
        prop_assert!(card.sources.iter().all(|source| is_whole(&text, &source.span)));
        prop_assert!(card.unsourced.iter().all(|figure| is_whole(&text, &figure.span)));
        prop_assert!(is_whole(&text, &card.body()));
        prop_assert_eq!(card.text(), text.as_str());
    }

    #[test]
    fn sections_cover_the_body_in_order(text in card_text()) {
        let card = Card::parse("packs/core/a.md", &text);
        prop_assert!(card.sections.first().is_some_and(oneup_cards::Section::is_lead));
        prop_assert!(card.sections.is_sorted_by_key(|section| section.span.start));
        prop_assert!(card.sections.iter().all(|s| s.span.start <= s.content.start && s.content.end == s.span.end));
    }

    #[test]
    fn a_page_is_inert_and_stays_so(text in card_text()) {
        let card = Card::parse("packs/core/a.md", &text);
        let page = render(&card, &|_: &LinkTarget| Resolution::Found(card.card_ref()), RenderOptions::default());
        inert::assert_inert(&page.html);
        prop_assert_eq!(sanitise(&page.html), page.html);
    }

    #[test]
    fn the_wall_makes_any_html_inert_and_is_a_fixed_point(html in card_text()) {
        let clean = sanitise(&html);
        let again = sanitise(&clean);
        prop_assert_eq!(&again, &clean);
    }

    #[test]
    fn findings_stand_in_order_and_in_the_file(text in card_text()) {
        let card = Card::parse("packs/core/a.md", &text);
        let catalog = Catalog::new(std::slice::from_ref(&card));
        let ctx = LintContext { today: None, lookup: &catalog, pack: None, vocabulary: None, publishing: true };
        let findings = lint(&card, &ctx);
        let last = text.split('\n').count() as u32;
        prop_assert!(findings.iter().all(|finding| (1..=last).contains(&finding.line)));
        prop_assert!(findings.is_sorted_by_key(|finding| (finding.line, finding.column)));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(card) = Card::parse_bytes("mine/a.md", &bytes) {
            prop_assert_eq!(card.text().as_bytes(), bytes.as_slice());
        }
    }
}
