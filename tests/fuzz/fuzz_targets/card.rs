//! Any bytes are a card with findings or a refusal: reading, judging and rendering never panic, every place lies in
//! the file on a character, and the page is inert and stays so.
#![no_main]

#[path = "../../../src-tauri/crates/oneup-cards/tests/inert/mod.rs"]
mod inert;

use std::ops::Range;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use oneup_cards::{
    Card, Catalog, LintContext, RenderOptions, Vocabulary, lint, lint_pack, render, resolve, sanitise,
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(card) = Card::parse_bytes("packs/core/forces/a.md", bytes) else { return };
    check_places(&card);

    let other = Card::parse("packs/core/b.md", "---\nid: b\ntype: challenge\ntitle: B\nwas: [c]\n---\n");
    let cards = [card, other];
    let card = &cards[0];
    let catalog = Catalog::new(&cards);
    let vocabulary = Vocabulary::gather([], &cards);
    let ctx = LintContext {
        today: Some(date(2026, 11, 22)),
        lookup: &catalog,
        pack: None,
        vocabulary: Some(&vocabulary),
        publishing: true,
    };
    let findings = lint(card, &ctx);
    let lines = card.text().split('\n').count() as u32;
    assert!(findings.iter().all(|finding| (1..=lines).contains(&finding.line) && finding.column > 0));
    assert!(findings.is_sorted_by_key(|finding| (finding.line, finding.column)));
    assert!(lint_pack(&cards, &ctx).iter().all(|finding| finding.line == 1));
    let stale = card.stale_on();
    assert!(stale.is_none_or(|day| card.is_stale(day)));

    for options in [RenderOptions::default(), RenderOptions::default().without_my_notes()] {
        let page = render(card, &|target| resolve(target, card.pack(), &[], &catalog), options);
        inert::assert_inert(&page.html);
        assert_eq!(sanitise(&page.html), page.html);
    }
});

fn check_places(card: &Card) {
    let whole = |range: &Range<usize>| {
        assert!(card.text().get(range.clone()).is_some(), "{range:?} is no piece of the text")
    };
    card.front.range.iter().for_each(whole);
    card.front.keys.iter().flat_map(|key| [&key.key, &key.value]).for_each(whole);
    card.say.iter().map(|say| &say.span).for_each(whole);
    card.sections.iter().flat_map(|section| [&section.span, &section.content]).for_each(whole);
    card.links.iter().map(|link| &link.span).for_each(whole);
    card.typed_links.iter().flat_map(|link| [&link.span, &link.verb_span]).for_each(whole);
    card.sources.iter().map(|source| &source.span).for_each(whole);
    card.unsourced.iter().map(|figure| &figure.span).for_each(whole);
}
