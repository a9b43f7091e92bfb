//! Edits of links, sections and the say line: what becomes of a file, what is refused, and what stays as it was.

use oneup_cards::edit::{EditError, NewLink, add_link, remove_link, replace_section, set_say_line};
use oneup_cards::{Card, Mark, Verb};
use proptest::prelude::*;

const FORCE: &str = "---\ntype: force\n---\n\n> Say this.\n\n## Where it leads\n\n* causes [[a|A]] because b\n  more words\n\n  a comment\n* worsens [[c]] because d\n\n## Careful\n\nx[^s]\n\n[^s]: S\n";

fn link(verb: Verb, target: &str) -> NewLink<'_> {
    NewLink { verb, target, label: None, mark: None, because: Some("why") }
}

fn linked(text: &str, link: &NewLink<'_>) -> Result<String, String> {
    add_link(text, link).map(|edit| edit.apply(text)).map_err(|error| error.to_string())
}

fn unlinked(text: &str, verb: Verb, target: &str) -> Result<String, String> {
    remove_link(text, verb, target).map(|edit| edit.apply(text)).map_err(|error| error.to_string())
}

#[test]
fn a_link_joins_those_of_its_verb() {
    let new = NewLink { label: Some("N"), ..link(Verb::Causes, "n") };
    let wanted = FORCE.replace("  a comment\n", "  a comment\n* causes [[n|N]] because why\n");
    assert_eq!(linked(FORCE, &new), Ok(wanted.clone()));
    assert_eq!(linked(&FORCE.replace('\n', "\r\n"), &new), Ok(wanted.replace('\n', "\r\n")));
    assert_eq!(
        unlinked(&wanted, Verb::Causes, "N"),
        Ok(FORCE.to_owned()),
        "the removal takes back the addition"
    );
    let beside = linked(FORCE, &link(Verb::OffsetBy, "n"));
    assert_eq!(beside, Ok(FORCE.replace("because d\n", "because d\n* offset by [[n]] because why\n")));
}

#[test]
fn a_first_link_starts_a_section_before_sources_and_notes() {
    let factor = "---\ntype: factor\n---\n\n## What it is\n\nx[^s]\n\n[^s]: S\n\n## My notes\n\nn\n";
    let new = NewLink { mark: Some(Mark::Weight(4)), ..link(Verb::WeighedBy, "coo") };
    let wanted =
        factor.replace("x[^s]\n", "x[^s]\n\n## How to weigh it\n\n- weighed by [[coo]] 4/5 because why\n");
    assert_eq!(linked(factor, &new), Ok(wanted));
    let there = factor.replace("What it is", "How to weigh it");
    let wanted = there.replace("x[^s]\n", "x[^s]\n\n- weighed by [[coo]] 4/5 because why\n");
    assert_eq!(linked(&there, &new), Ok(wanted));
    let bare = linked("# T", &NewLink { because: None, ..link(Verb::SeeAlso, "a") });
    assert_eq!(bare, Ok("# T\n\n## See also\n\n- see also [[a]]".to_owned()));
    let ends = NewLink { because: None, ..link(Verb::EndsWith, "a date for the visit") };
    let made = linked("---\ntype: conversation\n---\n", &ends);
    assert_eq!(
        made,
        Ok("---\ntype: conversation\n---\n\n## Who and what next\n\n- ends with a date for the visit\n"
            .to_owned())
    );
}

#[test]
fn a_link_that_does_not_fit_is_refused_in_words() {
    for (new, words) in [
        (
            link(Verb::Raises, "n"),
            "`raises` is not a verb of a force card. Use one of: causes, worsens, offset by",
        ),
        (NewLink { because: None, ..link(Verb::Causes, "n") }, "needs a reason"),
        (NewLink { mark: Some(Mark::Weight(3)), ..link(Verb::Causes, "n") }, "takes no mark"),
        (link(Verb::Causes, "A]]"), "without brackets"),
        (link(Verb::Causes, "A"), "line 9: the card says so already"),
        (NewLink { because: Some("[[x]]"), ..link(Verb::Causes, "n") }, "without links"),
    ] {
        let refused = linked(FORCE, &new).expect_err("a refusal");
        assert!(refused.contains(words), "{refused} does not say {words}");
    }
    let factor = "---\ntype: factor\n---\n";
    for mark in [None, Some(Mark::Weight(6)), Some(Mark::Score(1))] {
        let refused = linked(factor, &NewLink { mark, ..link(Verb::WeighedBy, "coo") });
        assert!(refused.is_err_and(|words| words.contains("from 1/5 to 5/5")));
    }
    assert!(
        unlinked(FORCE, Verb::Causes, "zzz").is_err_and(|words| words.contains("has no link `causes zzz`"))
    );
    let twice = "---\ntype: force\n---\n\n- causes [[a]] because b\n- causes [[a]] because c\n";
    assert!(unlinked(twice, Verb::Causes, "a").is_err_and(|words| words.contains("lines 5 and 6")));
    let nested = "---\ntype: force\n---\n\n- causes [[a]] because b\n  - worsens [[c]] because d\n";
    assert!(unlinked(nested, Verb::Causes, "a").is_err(), "the nested link would be lost unasked");
}

#[test]
fn a_section_is_replaced_between_its_blank_lines() {
    let replaced = |heading, new| replace_section(FORCE, heading, 1, new).map(|edit| edit.apply(FORCE));
    let made = replaced("Careful", "new\n\ntext[^s]\n\n[^s]: S\n").expect("an edit");
    assert_eq!(made, FORCE.replace("x[^s]", "new\n\ntext[^s]"));
    let made = replaced("", "> Say that.").expect("an edit");
    assert_eq!(made, FORCE.replace("Say this", "Say that"));
    let empty = "# A\n## B\n";
    let filled = replace_section(empty, "B", 1, "b").map(|edit| edit.apply(empty));
    assert_eq!(filled.as_deref(), Ok("# A\n## B\n\nb\n"));
    for (heading, new) in
        [("Where it leads", "```\nopen"), ("", "## More\n"), ("Where it leads", "x\n\n## Same level\n")]
    {
        assert!(matches!(replaced(heading, new), Err(EditError::Spills { .. })), "{heading}: {new:?}");
    }
    assert!(replaced("Nowhere", "x").is_err_and(|error| error.to_string().contains("no section “Nowhere”")));
}

#[test]
fn the_say_line_is_set_or_given() {
    let said = |text: &str| set_say_line(text, "New\nwords.").map(|edit| edit.apply(text));
    assert_eq!(said(FORCE).as_deref(), Ok(FORCE.replace("Say this.", "New words.").as_str()));
    let bare = "---\r\ntype: force\r\n---\r\ntext";
    assert_eq!(said(bare).as_deref(), Ok("---\r\ntype: force\r\n---\r\n\r\n> New words.\r\n\r\ntext"));
    assert!(matches!(said("# a note\n"), Err(EditError::NoSayLine { .. })));
    assert!(matches!(set_say_line(FORCE, "[!note] x"), Err(EditError::Spills { .. })));
}

/// Blocks of a card in any order.
const BLOCKS: &[&str] = &[
    "> Say.\n",
    "## A\n",
    "## Where it leads\n",
    "### Sub\n",
    "## My notes\n",
    "text[^s]\n",
    "- causes [[x]] because y\n",
    "1. worsens [[z|Z]] because y\n   nested\n",
    "> - causes [[q]] because y\n",
    "- item\n\n  para\n",
    "[^s]: S\n",
    "```\n- causes [[no]] because y\n```\n",
    "| a |\n|---|\n",
    "<!-- c -->\n",
    "Setext\n===\n",
    "",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_link_added_is_read_and_removed_again(
        blocks in prop::collection::vec(prop::sample::select(BLOCKS), 0..10), crlf in any::<bool>(), ended in any::<bool>(),
    ) {
        let text = format!("---\ntype: force\n---\n\n{}", blocks.join("\n"));
        let text = if ended { text } else { text.trim_end().to_owned() };
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let new = link(Verb::Causes, "new-card");
        if let Ok(edit) = add_link(&text, &new) {
            prop_assert!(edit.span.is_empty(), "an addition removes nothing");
            let now = edit.apply(&text);
            prop_assert_eq!(now.contains("\r\n") && now.replace("\r\n", "").contains('\n'), false);
            let (was, is) = (Card::parse("", &text), Card::parse("", &now));
            prop_assert_eq!(is.typed_links.len(), was.typed_links.len() + 1);
            if let Ok(removal) = remove_link(&now, Verb::Causes, "new-card") {
                let back = Card::parse("", &removal.apply(&now));
                prop_assert_eq!(back.typed_links.len(), was.typed_links.len());
            }
        }
    }

    #[test]
    fn a_section_replaced_holds_the_text_and_no_other_changes(
        blocks in prop::collection::vec(prop::sample::select(BLOCKS), 0..10), n in 0..6_usize, new in "[a-z ]{1,12}",
    ) {
        let text = format!("---\ntype: force\n---\n\n{}", blocks.join("\n"));
        let card = Card::parse("", &text);
        let section = &card.sections[n % card.sections.len()];
        if let Ok(edit) = replace_section(&text, &section.heading, section.number, &new) {
            prop_assert!(edit.span.start >= section.content.start && edit.span.end <= section.content.end);
            prop_assert!(edit.apply(&text).contains(new.trim()));
        }
    }
}
