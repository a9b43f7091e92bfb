//! What holds for any text.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use common::{Library, card};
use oneup_search::SearchRequest;
use proptest::prelude::*;

const TITLES: [&str; 12] = [
    "Experienced technicians retire faster than plants replace them",
    "Night stops last longer",
    "Overtime cost climbs",
    "Über-alles: the café’s PowerPoint isn’t ready",
    "Spare parts arrive late",
    "Energy prices swing from month to month",
    "技術者が退職する 2026",
    "COVID-19 changed who comes to the plant",
    "A x b 3.5%",
    "İstanbul straße ﬁne",
    "plan",
    "Planned stops are skipped",
];

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let bodies =
            ["night shift", "why a line stops, and who knows", "", "👩‍👩‍👧‍👦 Z\u{351}\u{352}algo \u{202E}abc"];
        Library::of(TITLES.iter().enumerate().map(|(n, title)| card(&format!("c{n}"), title, bodies[n % 4])))
    })
}

/// Text that tends to meet the library: its words, cut anywhere, among anything.
fn queries() -> impl Strategy<Value = String> {
    let word = (0..TITLES.len(), 0_usize..80, 0_usize..80).prop_map(|(title, a, b)| {
        let chars: Vec<char> = TITLES[title].chars().collect();
        let (a, b) = (a.min(chars.len()), b.min(chars.len()));
        chars[a.min(b)..a.max(b)].iter().collect::<String>()
    });
    prop_oneof![
        "\\PC{0,40}",
        word.clone(),
        (word, "[\"'“ \\-*:(]{0,3}\\PC{0,6}").prop_map(|(a, b)| format!("{a}{b}"))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_query_is_answered_with_marks_in_bounds(query in queries()) {
        let results = library().search(&query);
        for hit in results.hits {
            let texts = [Some(&hit.title), hit.snippet.as_ref()];
            for text in texts.into_iter().flatten() {
                let mut end = 0;
                for mark in &text.marks {
                    prop_assert!(mark.start >= end && mark.start < mark.end, "{text:?}");
                    prop_assert!(text.text.get(mark.clone()).is_some(), "{text:?}");
                    end = mark.end;
                }
            }
            prop_assert!(hit.why.ends_with('.'));
        }
    }

    #[test]
    fn paging_gives_each_hit_once_and_as_many_as_were_told(query in queries(), size in 1_usize..5) {
        let mut seen = BTreeSet::new();
        let mut scores = Vec::new();
        let mut request = SearchRequest { limit: size, ..SearchRequest::new(query) };
        let total = loop {
            let results = library().index.search(&request).unwrap();
            for hit in &results.hits {
                prop_assert!(seen.insert(hit.key.clone()), "{} came twice", hit.key);
                scores.push(hit.score);
            }
            if results.hits.is_empty() {
                break results.total;
            }
            request.offset += size;
        };
        prop_assert_eq!(seen.len(), total);
        prop_assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]));
    }

    #[test]
    fn typing_on_never_loses_the_card(title in 0..TITLES.len()) {
        let letters: Vec<char> = TITLES[title].chars().collect();
        for typed in 4.min(letters.len())..=letters.len() {
            let query: String = letters[..typed].iter().collect();
            let found = library().search(&query);
            let key = format!("mine/c{title}");
            prop_assert!(found.hits.iter().any(|hit| hit.key == key), "{query} lost {}", TITLES[title]);
        }
    }
}
