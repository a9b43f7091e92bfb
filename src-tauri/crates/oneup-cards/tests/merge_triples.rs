//! A table of what two people did to one text and what becomes of it, worked out by hand.

mod merged;

use merged::assert_merge_keeps_every_word;
use oneup_cards::merge::{Part, merge};

const TABLE: &str = include_str!("fixtures/merge/triples.txt");

fn shown(text: &str) -> String {
    text.replace('\r', "␍").replace('\n', "⏎")
}

#[test]
fn each_row_of_the_table_merges_as_worked_out() {
    let mut conflicts = 0;
    let mut rows = 0;
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let plain =
            |text: &str| text.replace("\\|", "|").replace('⏎', "\n").replace('␍', "\r").replace('␀', "");
        let columns: Vec<&str> = line.split(" | ").collect();
        let [name, base, mine, theirs, wanted] =
            columns.try_into().unwrap_or_else(|_| panic!("five columns: {line}"));
        let [base, mine, theirs] = [base, mine, theirs].map(plain);
        assert_merge_keeps_every_word(&base, &mine, &theirs);
        let merged = merge(&base, &mine, &theirs);
        let told = match merged.text() {
            Some(text) => shown(&text),
            None => merged
                .parts
                .iter()
                .map(|part| match part {
                    Part::Agreed { text } | Part::Woven { text } => shown(text),
                    Part::Conflict(c) => format!("«{}: {} ¦ {}»", c.place, shown(&c.mine), shown(&c.theirs)),
                })
                .collect(),
        };
        assert_eq!(told, wanted.replace("\\|", "|"), "{name}");
        rows += 1;
        conflicts += usize::from(!merged.is_clean());
    }
    assert!(rows >= 45 && conflicts >= 15, "{rows} rows, {conflicts} of them conflicts");
}
