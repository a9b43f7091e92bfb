//! What holds for every merge of any three texts; the property tests and the fuzz target ask the same.

use std::collections::{BTreeSet, HashMap};

use oneup_cards::merge::{Choice, Conflict, Merge, Part, merge};

/// Asserts everything that holds for a merge.
pub(crate) fn assert_merge_keeps_every_word(base: &str, mine: &str, theirs: &str) {
    let merged = merge(base, mine, theirs);
    settled(&merged);
    no_line_that_nobody_wrote(&merged, [base, mine, theirs]);
    changes_of_one_side_survive(&merged, [base, mine, theirs]);
    assert_eq!(merge(base, mine, theirs), merged, "the same three texts merge the same way");
    for text in [base, mine, theirs] {
        is_text(&merge(text, text, text), text);
        is_text(&merge(base, text, text), text);
        is_text(&merge(base, base, text), text);
        is_text(&merge(base, text, base), text);
    }
    let notes = |conflict: &Conflict| conflict.place.to_string().to_lowercase().starts_with("“my notes”");
    assert!(!merged.conflicts().any(notes), "the reader's notes are never a conflict");
}

fn is_text(merged: &Merge, text: &str) {
    assert_eq!(merged.text().as_deref(), Some(text));
}

/// One side of a conflict.
type Side = fn(&Conflict) -> &str;

/// Every way of settling the conflicts puts exactly the parts together, and nothing else.
fn settled(merged: &Merge) {
    let conflicts: Vec<&Conflict> = merged.conflicts().collect();
    assert_eq!(merged.is_clean(), conflicts.is_empty());
    assert_eq!(merged.text().is_some(), merged.is_clean());
    let all = |choice: Choice| merged.resolve(&vec![choice; conflicts.len()]);
    let both = conflicts.iter().all(|conflict| conflict.both.is_some());
    assert_eq!(all(Choice::Both).is_ok(), both);
    let sides: [(Choice, Side); 2] = [(Choice::Mine, |c| &c.mine), (Choice::Theirs, |c| &c.theirs)];
    for (choice, side) in sides {
        let Ok(text) = all(choice) else { panic!("either side can always stand") };
        let parts: String = merged
            .parts
            .iter()
            .map(|part| match part {
                Part::Agreed { text } | Part::Woven { text } => text.as_str(),
                Part::Conflict(conflict) => side(conflict),
            })
            .collect();
        assert_eq!(
            text.trim_start_matches('\u{feff}').trim_end(),
            parts.trim_start_matches('\u{feff}').trim_end()
        );
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let frame = |c: char| c.is_whitespace() || c == '\u{feff}';
    text.split('\n').map(move |line| line.trim_matches(frame)).filter(|line| !line.is_empty())
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn no_line_that_nobody_wrote(merged: &Merge, texts: [&str; 3]) {
    let written: BTreeSet<&str> = texts.into_iter().flat_map(lines).collect();
    let known: BTreeSet<&str> = texts.into_iter().flat_map(words).collect();
    let is_written = |text: &str| {
        for line in lines(text) {
            assert!(written.contains(line), "nobody wrote {line:?}");
        }
    };
    for part in &merged.parts {
        match part {
            Part::Agreed { text } => is_written(text),
            // A list takes in values of both sides, so its line may be new; its words may not.
            Part::Woven { text } => assert!(words(text).is_subset(&known), "nobody wrote a word of {text:?}"),
            Part::Conflict(conflict) => {
                for text in [&conflict.base, &conflict.mine, &conflict.theirs] {
                    is_written(text);
                }
            }
        }
    }
}

fn changes_of_one_side_survive(merged: &Merge, [base, mine, theirs]: [&str; 3]) {
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let mut woven = String::new();
    for part in &merged.parts {
        match part {
            Part::Agreed { text } => kept.extend(lines(text)),
            Part::Woven { text } => woven.push_str(text),
            Part::Conflict(conflict) => kept.extend(lines(&conflict.mine).chain(lines(&conflict.theirs))),
        }
    }
    let in_list = |line: &str| {
        !woven.is_empty()
            && (line.contains('[') || line.contains(']') || line.starts_with('-') || line.contains(':'))
    };
    let old: BTreeSet<&str> = lines(base).collect();
    for line in lines(mine).chain(lines(theirs)).filter(|line| !old.contains(line)) {
        assert!(kept.contains(line) || in_list(line), "{line:?} is lost");
    }
    let mut count: HashMap<&str, usize> = HashMap::new();
    lines(base).for_each(|line| *count.entry(line).or_default() += 1);
    let (mine, theirs): (BTreeSet<&str>, BTreeSet<&str>) = (lines(mine).collect(), lines(theirs).collect());
    for (line, _) in
        count.into_iter().filter(|(line, n)| *n == 1 && mine.contains(line) && theirs.contains(line))
    {
        assert!(kept.contains(line) || in_list(line), "{line:?}, which nobody removed, is lost");
    }
}
