//! What holds for the merge of any three texts, and of cards that two people edited; and that no text makes it slow.

mod merged;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use merged::assert_merge_keeps_every_word;
use oneup_cards::merge::{Choice, merge};
use oneup_cards::{Place, diff};
use proptest::prelude::*;

/// Lines of cards, well and badly formed.
const LINES: &[&str] = &[
    "---",
    "id: a",
    "title: T",
    "title: U",
    "tags: [a, b]",
    "tags: [b, c]",
    "tags:",
    "- a",
    "  - b",
    "role: *x",
    "was: &x [a]",
    "# comment",
    "status: ready",
    "note: |",
    "  # inside",
    "",
    "",
    "# H",
    "## H",
    "## My notes",
    "### Sub",
    "## Careful",
    "text",
    "more text",
    "> say",
    "- causes [[x]] because y",
    "  nested",
    "[^a]: A",
    "[^b]: B",
    "text[^a]",
    "text[^b]",
    "```",
    "<!--",
    "-->",
    "Setext",
    "===",
    "| a |",
    "\u{feff}",
    "Ärzte 生产",
];
const ENDS: &[&str] = &["\n", "\n", "\n", "\n", "\r\n", "", "\r"];

fn text() -> impl Strategy<Value = String> {
    let line = (prop::sample::select(LINES), prop::sample::select(ENDS))
        .prop_map(|(line, end)| format!("{line}{end}"));
    prop::collection::vec(line, 0..24).prop_map(|lines| lines.concat())
}

/// A change of a text by whole lines.
#[derive(Debug, Clone)]
struct Change {
    at: usize,
    removed: usize,
    added: Vec<&'static str>,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = (0..30_usize, 0..3_usize, prop::collection::vec(prop::sample::select(LINES), 0..3))
        .prop_map(|(at, removed, added)| Change { at, removed, added });
    prop::collection::vec(change, 0..4)
}

fn changed(text: &str, changes: &[Change], crlf: bool) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for change in changes {
        let at = change.at.min(lines.len());
        let end = (at + change.removed).min(lines.len());
        lines.splice(at..end, change.added.iter().map(|line| format!("{line}\n")));
    }
    let text = lines.concat();
    if crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

/// A card of several parts, each of which can be written anew.
fn card(parts: &[String; 6]) -> String {
    let [title, tag, lead, first, second, source] = parts;
    format!(
        "---\nid: a # fixed\ntitle: {title}\nindustry:\n  - x\n  - {tag}\nother: 'kept'\n---\n\n{lead}\n\n## First\n\n{first}\n\n## Second\n\n{second}\n\n[^s]: {source}\n"
    )
}

fn word() -> impl Strategy<Value = String> {
    "[a-z]{3,8}( [a-z]{3,8}){0,4}".prop_map(String::from)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_three_texts_keep_every_word(base in text(), mine in text(), theirs in text()) {
        assert_merge_keeps_every_word(&base, &mine, &theirs);
    }

    #[test]
    fn two_edits_of_one_text_keep_every_word(
        base in text(), mine in changes(), theirs in changes(), crlf in any::<[bool; 2]>(),
    ) {
        let mine = changed(&base, &mine, crlf[0]);
        let theirs = changed(&base, &theirs, crlf[1]);
        assert_merge_keeps_every_word(&base, &mine, &theirs);
    }

    #[test]
    fn edits_of_different_parts_are_both_made(
        old in prop::array::uniform6(word()), new in prop::array::uniform6(word()), side in any::<[bool; 6]>(),
    ) {
        let pick = |mine: bool| -> [String; 6] {
            std::array::from_fn(|n| if side[n] == mine { new[n].clone() } else { old[n].clone() })
        };
        let merged = merge(&card(&old), &card(&pick(true)), &card(&pick(false)));
        prop_assert_eq!(merged.text(), Some(card(&new)));
        prop_assert_eq!(merged.taken.is_empty(), (0..6).all(|n| side[n] || old[n] == new[n]));
    }

    #[test]
    fn a_difference_is_told_exactly_when_there_is_one(old in text(), new in text()) {
        prop_assert_eq!(diff::diff(&old, &new).is_empty(), old == new);
        prop_assert!(diff::diff(&old, &old).is_empty());
    }

    #[test]
    fn the_lines_of_a_difference_are_the_two_texts(old in text(), new in text()) {
        let lines = diff::line_changes(&old, &new);
        let side = |without: diff::LineKind| -> Vec<String> {
            lines.iter().filter(|line| line.kind != without).map(diff::LineChange::text).collect()
        };
        let plain = |text: &str| -> Vec<String> {
            text.split_inclusive('\n')
                .map(|line| line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line).to_owned())
                .collect()
        };
        prop_assert_eq!(side(diff::LineKind::Added), plain(&old));
        prop_assert_eq!(side(diff::LineKind::Removed), plain(&new));
    }
}

/// The bound that holds for any text of the largest size, in a build that is not optimised.
const BOUND: Duration = Duration::from_secs(20);

fn timed(base: &str, mine: &str, theirs: &str) {
    let start = Instant::now();
    let merged = merge(base, mine, theirs);
    let took = start.elapsed();
    let choices = vec![Choice::Theirs; merged.conflicts().count()];
    assert!(merged.resolve(&choices).is_ok());
    assert!(took < BOUND, "took {took:?}");
    let start = Instant::now();
    assert!(!diff::diff(base, theirs).is_empty());
    assert!(start.elapsed() < BOUND, "the difference took {:?}", start.elapsed());
}

#[test]
fn a_hundred_thousand_equal_lines_merge_in_bounded_time() {
    let same = "the same line\n".repeat(100_000);
    timed(&same, &format!("x\n{same}"), &"the same line\n".repeat(99_000));
    let mut mine = String::new();
    let mut theirs = String::new();
    for n in 0..100_000 {
        mine.push_str(if n % 2 == 0 { "the same line\n" } else { "another\n" });
        theirs.push_str(if n % 3 == 0 { "the same line\n" } else { "a third\n" });
    }
    timed(&same, &mine, &theirs);
}

#[test]
fn a_text_of_four_megabytes_merges_in_bounded_time() {
    let long = |salt: usize| {
        let mut text = String::new();
        let mut n = salt;
        while text.len() < 4 * 1024 * 1024 - 100 {
            n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let _ = writeln!(text, "{}", n % 5_000);
        }
        text
    };
    timed(&long(1), &long(2), &long(3));
    let one_line = "word ".repeat(800_000);
    timed(&one_line, &format!("{one_line}mine"), &format!("{one_line}theirs"));
    let headings = |word: &str| format!("## {word}\n\n[^a]: b\n\n").repeat(100_000);
    timed(&headings("a"), &headings("b"), &headings("c"));
}

#[test]
fn a_choice_is_asked_for_each_conflict_and_named_where_it_cannot_be() {
    let merged = merge("---\ntitle: a\n---\n", "---\ntitle: b\n---\n", "---\ntitle: c\n---\n");
    let places: Vec<&Place> = merged.conflicts().map(|conflict| &conflict.place).collect();
    assert_eq!(places, [&Place::Key { name: "title".to_owned() }]);
    assert_eq!(
        merged.resolve(&[]).map_err(|error| error.to_string()),
        Err("there are 1 conflicts and 0 choices. Choose once for each conflict, in their order".to_owned())
    );
    assert_eq!(
        merged.resolve(&[Choice::Both]).map_err(|error| error.to_string()),
        Err("`title`: only one of the two can stand here. Choose one, or write a text of your own".to_owned())
    );
    let own = merged.resolve(&[Choice::Own("title: d".to_owned())]);
    assert_eq!(own.as_deref(), Ok("---\ntitle: d\n---\n"), "the line of one's own is ended");
}
