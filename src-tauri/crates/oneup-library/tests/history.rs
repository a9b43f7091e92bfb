//! How much room and time the history of a library takes: figures that only the file on the disk can show.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;
use std::time::{Duration, Instant};

use oneup_library::{LibraryState, NewDraft, SeenText};

const AT: &str = "2026-11-22T09:00:00+01:00";

/// Numbers that are the same in every run and look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// A word of a vocabulary of some thousand, as a person has it; frequent ones come more often.
    fn word(&mut self) -> String {
        let range = [40, 400, 4_000][self.below(3)];
        let mut word = Chance(self.below(range) as u64 * 7_919);
        let length = 2 + word.below(8);
        (0..length)
            .map(|at| {
                char::from(if at % 2 == 0 {
                    b"bdfghklmnprstvwz"[word.below(16)]
                } else {
                    b"aeiou"[word.below(5)]
                })
            })
            .collect()
    }

    fn sentence(&mut self) -> String {
        let length = 6 + self.below(14);
        let words: Vec<String> = (0..length).map(|_| self.word()).collect();
        format!("{}.", words.join(" "))
    }

    /// A card of one to four kilobytes, as lines.
    fn card(&mut self, id: usize) -> Vec<String> {
        let size = 1_000 + self.below(3_000);
        let mut lines = vec![format!("---\nid: card-{id}\ntype: force\ntitle: {}\n---\n", self.sentence())];
        while lines.iter().map(|line| line.len() + 1).sum::<usize>() < size {
            lines.push(self.sentence());
        }
        lines
    }
}

fn bytes_in(folder: &Path) -> u64 {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

#[test]
fn ten_thousand_edits_of_a_thousand_cards_take_less_than_25_mb() {
    let place = tempfile::tempdir().unwrap();
    let mut state = LibraryState::open(place.path(), "/cards").unwrap();
    let mut chance = Chance(1);
    let mut cards: Vec<Vec<String>> = (0..1_000).map(|id| chance.card(id)).collect();
    let texts: Vec<(String, String)> =
        cards.iter().enumerate().map(|(id, lines)| (format!("mine/card-{id}"), lines.join("\n"))).collect();
    let seen: Vec<SeenText<'_>> =
        texts.iter().map(|(card, text)| SeenText { card, path: "mine/forces/a-card.md", text }).collect();
    assert_eq!(state.note_unseen(AT, "another program", &seen).unwrap(), 1_000);
    // A hundred at once, since each transaction waits for the disk; the rows are those of as many single saves.
    for _ in 0..100 {
        let mut edits = Vec::new();
        for _ in 0..100 {
            let id = chance.below(cards.len());
            let (at, sentence) = (1 + chance.below(cards[id].len() - 1), chance.sentence());
            cards[id][at] = sentence;
            edits.push((format!("mine/card-{id}"), cards[id].join("\n")));
        }
        let seen: Vec<SeenText<'_>> =
            edits.iter().map(|(card, text)| SeenText { card, path: "mine/forces/a-card.md", text }).collect();
        assert_eq!(state.note_unseen(AT, "another program", &seen).unwrap(), 100);
    }
    for (id, lines) in cards.iter().enumerate() {
        let newest = state.versions(&format!("mine/card-{id}")).unwrap().remove(0);
        assert_eq!(state.read_version(newest.id).unwrap().unwrap(), lines.join("\n"));
    }
    let with_log = bytes_in(place.path());
    drop(state);
    let at_rest = bytes_in(place.path());
    println!("11,000 versions take {at_rest} bytes, {with_log} while the file is open");
    assert!(with_log < 25_000_000, "{with_log}");
}

#[test]
fn a_first_look_at_all_cards_and_a_draft_do_not_keep_anybody_waiting() {
    // With `ONEUP_CARDS=50000` and optimised, the largest library we promise for.
    let cards: usize = std::env::var("ONEUP_CARDS").map_or(5_000, |cards| cards.parse().unwrap());
    let place = tempfile::tempdir().unwrap();
    let mut state = LibraryState::open(place.path(), "/cards").unwrap();
    let mut chance = Chance(2);
    let texts: Vec<(String, String)> =
        (0..cards).map(|id| (format!("mine/card-{id}"), chance.card(id).join("\n"))).collect();
    let seen: Vec<SeenText<'_>> =
        texts.iter().map(|(card, text)| SeenText { card, path: "mine/forces/a-card.md", text }).collect();
    let begun = Instant::now();
    assert_eq!(state.note_unseen(AT, "another program", &seen).unwrap(), cards);
    let first = begun.elapsed();
    let begun = Instant::now();
    assert_eq!(state.note_unseen(AT, "another program", &seen).unwrap(), 0);
    let again = begun.elapsed();
    let mut drafts: Vec<Duration> = seen
        .iter()
        .take(101)
        .map(|seen| {
            let draft =
                NewDraft { card: seen.card, path: seen.path, at: AT, base: Some(seen.text), text: seen.text };
            let begun = Instant::now();
            state.put_draft(&draft).unwrap();
            begun.elapsed()
        })
        .collect();
    drafts.sort_unstable();
    println!(
        "{cards} texts: first look {first:?}, again {again:?}; {} bytes; a draft {:?}, at worst {:?}",
        bytes_in(place.path()),
        drafts[50],
        drafts[100]
    );
    // Generous, since this may run unoptimised on a busy machine; it catches what grows with the square.
    assert!(first < Duration::from_secs(30), "{first:?}");
    assert!(drafts[50] < Duration::from_millis(100), "{:?}", drafts[50]);
}
