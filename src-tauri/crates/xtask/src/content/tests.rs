//! The speller on dictionaries of a few words, and the whole on a pack on disk.

use std::fs;

use jiff::civil::date;

use super::spelling::Slip;
use super::*;

const RULES: &str = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n";

fn speller() -> Speller {
    Speller::of(
        (RULES, "9\ncolor\ncenter\naging\ntide\nthe\nwe\nisn't\nEngland\nrises\n"),
        (RULES, "5\ncolour\ncentre\nageing\ncyber\ntide\n"),
    )
    .unwrap()
}

#[test]
fn a_word_is_right_british_or_unknown() {
    let speller = speller();
    for right in ["tide", "Tide", "TIDE", "isn\u{2019}t", "England", "color", "tide's", "3", "50kg", "a", "–"]
    {
        assert!(speller.knows(right), "{right}");
    }
    for (wrong, slip) in [
        ("colour", Slip::British("color".to_owned())),
        ("Centre", Slip::British("Center".to_owned())),
        ("ageing", Slip::British("aging".to_owned())),
        ("tibe", Slip::Unknown(Some("tide".to_owned()))),
    ] {
        assert!(!speller.knows(wrong), "{wrong}");
        assert_eq!(speller.slip(wrong), slip, "{wrong}");
    }
    assert!(!speller.knows("england"), "a name keeps its capital");
    assert!(
        matches!(speller.slip("cyber"), Slip::Unknown(_)),
        "a word that only the newer dictionary has is not British"
    );
}

#[test]
fn a_list_is_sorted_and_each_of_its_words_is_needed() {
    let folder = Folder::new("list");
    folder.write(
        "sea/a.md",
        "---\nid: a\ntype: term\ntitle: The EDI tide\n---\n\nZephyr's tide. Tidegauge rises.\n",
    );
    let list = WordList::of("EDI\ntidegauge\nZephyr\n");
    assert_eq!(folder.findings(&list), [""; 0]);
    let list = WordList::of("tidegauge\nEDI\nneap\nZephyr\nZephyr\n");
    assert_eq!(
        folder.findings(&list),
        [
            "words.txt:2:1 word-list-order `EDI` is out of order, or stands there twice",
            "words.txt:3:1 word-list-unused no card needs `neap`",
            "words.txt:5:1 word-list-order `Zephyr` is out of order, or stands there twice",
        ]
    );
    let list = WordList::of("EDI\ntide\ntidegauge\nZephyr\n");
    assert_eq!(folder.findings(&list), [""; 0], "what a dictionary has too is needed where it has not");
}

#[test]
fn a_pack_on_disk_is_read_and_each_slip_has_its_place() {
    let folder = Folder::new("slips");
    folder.write(
        "sea/a.md",
        "---\nid: a\ntype: term\ntitle: The colour\n---\n\nWe tibe.[^a]\n\n[^a]: [Colour wrod](https://a.example). Ofice. Published 2026, checked 2026-11-20.\n",
    );
    assert_eq!(
        folder.findings(&WordList::default()),
        [
            "sea/a.md:4:12 british-spelling `colour` is British spelling, and the cards are in American",
            "sea/a.md:7:4 spelling the dictionary does not have `tibe`",
        ],
        "what a source says is not ours to spell"
    );
}

/// A folder with one pack that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Self(std::env::temp_dir().join(format!("oneup-content-{name}-{}", std::process::id())));
        folder.write("sea/pack.toml", "id = \"sea\"\nname = \"Sea\"\nversion = \"1.0.0\"\nschema = 1\n");
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn findings(&self, list: &WordList) -> Vec<String> {
        let report = proof_read(&Project::here(), &self.0, date(2026, 11, 23), &speller(), list).unwrap();
        let place = |path: &str| Path::new(path).strip_prefix(&self.0).unwrap().display().to_string();
        let say = |finding: &Finding| {
            format!(
                "{}:{}:{} {} {}",
                place(&finding.path),
                finding.line,
                finding.column,
                finding.rule,
                finding.message
            )
        };
        report.findings.iter().map(say).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
