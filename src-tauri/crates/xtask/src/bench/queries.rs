//! Queries made from the text that is searched: the kinds of typing that a search box meets.

use super::corpus::Section;
use super::random::Chance;

/// Queries of one kind.
#[derive(Debug)]
pub(crate) struct QuerySet {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<String>,
}

/// Makes every set, the same for the same sections.
pub(crate) fn sets(sections: &[Section]) -> Vec<QuerySet> {
    let set = |name, seed, count: usize, make: fn(&Section, &mut Chance) -> Vec<String>| {
        let mut chance = Chance::seeded(seed);
        let mut queries: Vec<String> = Vec::new();
        // A title without a single word gives no query; the bound ends this for a corpus of nothing else.
        for _ in 0..count * 4 {
            if queries.len() >= count {
                break;
            }
            queries.extend(
                chance.one_of(sections).map(|section| make(section, &mut chance)).unwrap_or_default(),
            );
        }
        queries.truncate(count);
        QuerySet { name, queries }
    };
    vec![
        set("keystroke (a title letter by letter)", 1, 600, |section, _| letter_by_letter(&section.title)),
        set("words (1–4)", 2, 300, |section, chance| {
            let count = 1 + chance.below(4);
            some_words(&section.body, count, chance).map(|query| format!("{query} ")).into_iter().collect()
        }),
        set("one typo", 3, 200, |section, chance| {
            let words = some_words(&section.title, 3, chance);
            words.and_then(|words| with_typo(&words, chance)).into_iter().collect()
        }),
        set("natural question", 4, 150, |section, chance| {
            question(&section.title, chance).into_iter().collect()
        }),
        set("phrase", 5, 150, |section, chance| phrase(&section.body, chance).into_iter().collect()),
    ]
}

/// A common query for a first answer.
pub(crate) fn first_word(sections: &[Section]) -> String {
    let mut words = sections.iter().flat_map(|section| words(&section.title));
    words.find(|word| word.len() > 4).map_or_else(|| "card".to_owned(), str::to_owned)
}

/// Splits a text into its words of letters and digits.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 1).collect()
}

/// Picks so many different longer words of a text, in its order.
pub(crate) fn some_words(text: &str, count: usize, chance: &mut Chance) -> Option<String> {
    let mut chosen: Vec<&str> = words(text).into_iter().filter(|word| word.len() > 3).collect();
    while chosen.len() > count {
        chosen.remove(chance.below(chosen.len()));
    }
    (!chosen.is_empty()).then(|| chosen.join(" "))
}

/// Changes one letter of one longer word, once in eight times the first: two swapped, one left out, one doubled or one
/// wrong.
pub(crate) fn with_typo(text: &str, chance: &mut Chance) -> Option<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len()).filter(|at| words[*at].chars().count() > 4).collect();
    let at = *chance.one_of(&long)?;
    let mut letters: Vec<char> = words.get(at)?.chars().collect();
    let place = if chance.below(8) == 0 { 0 } else { 1 + chance.below(letters.len() - 2) };
    match chance.below(4) {
        0 => letters.swap(place, place + 1),
        1 => drop(letters.remove(place)),
        2 => letters.insert(place, letters[place]),
        _ => letters[place] = if letters[place] == 'e' { 'a' } else { 'e' },
    }
    words[at] = letters.into_iter().collect();
    Some(words.join(" "))
}

/// Asks for a title as a person would ask a person.
pub(crate) fn question(title: &str, chance: &mut Chance) -> Option<String> {
    const ASKED: &[(&str, &str)] = &[
        ("what do I need to know about ", "?"),
        ("how does ", " work?"),
        ("where can I find something on ", ""),
        ("can you tell me about ", "?"),
        ("what is the point of ", "?"),
        ("why should we care about ", " at all?"),
    ];
    let words = words(title);
    let (before, after) = chance.one_of(ASKED)?;
    (words.len() >= 2).then(|| format!("{before}{}{after}", words.join(" ").to_lowercase()))
}

/// Gives the longer words of a text other endings.
pub(crate) fn with_other_endings(text: &str) -> Option<String> {
    let changed: Vec<String> = words(text)
        .into_iter()
        .map(|word| match word.to_lowercase() {
            word if word.len() < 5 || word.ends_with(|last: char| !last.is_ascii_lowercase()) => word,
            word if word.ends_with("ing") => word[..word.len() - 3].to_owned(),
            word if word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
            word if word.ends_with('e') || word.ends_with('y') => word,
            word => word + "s",
        })
        .collect();
    (!changed.is_empty()).then(|| format!("{} ", changed.join(" ")))
}

/// Types a title from its first letter to its last, at most so far as people type.
fn letter_by_letter(title: &str) -> Vec<String> {
    let title = words(title).join(" ").to_lowercase();
    let letters = title.char_indices().map(|(at, letter)| at + letter.len_utf8());
    letters
        .take(30)
        .filter_map(|end| title.get(..end))
        .filter(|typed| !typed.ends_with(' '))
        .map(str::to_owned)
        .collect()
}

/// Takes three to five words that stand together.
fn phrase(text: &str, chance: &mut Chance) -> Option<String> {
    let line = text.lines().find(|line| words(line).len() > 8)?;
    let words: Vec<&str> =
        line.split_whitespace().filter(|word| word.chars().all(char::is_alphanumeric)).collect();
    let length = 3 + chance.below(3);
    let begin = chance.below(words.len().checked_sub(length)?);
    Some(format!("\"{}\"", words.get(begin..begin + length)?.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::super::corpus::Corpus;
    use super::{Chance, letter_by_letter, question, sets, with_other_endings, with_typo};

    #[test]
    fn every_set_is_full_and_the_same_every_time() {
        let corpus = Corpus::made_up(300);
        let (one, other) = (sets(&corpus.sections), sets(&corpus.sections));
        for (one, other) in one.iter().zip(&other) {
            assert!(one.queries.len() >= 100, "{}: {}", one.name, one.queries.len());
            assert_eq!(one.queries, other.queries, "{}", one.name);
        }
    }

    #[test]
    fn a_title_is_typed_letter_by_letter() {
        assert_eq!(letter_by_letter("An É"), ["a", "an"]);
        assert_eq!(letter_by_letter("Ab cd"), ["a", "ab", "ab c", "ab cd"]);
    }

    #[test]
    fn a_typo_changes_one_word_alone() {
        let mut chance = Chance::seeded(9);
        for _ in 0..100 {
            let typed = with_typo("the maintenance plan", &mut chance).unwrap_or_default();
            assert!(typed.starts_with("the ") && typed.ends_with(" plan"), "{typed}");
            assert_ne!(typed, "the maintenance plan");
        }
        assert_eq!(with_typo("a b c", &mut chance), None);
    }

    #[test]
    fn endings_and_questions_keep_the_words() {
        assert_eq!(
            with_other_endings("Training plans of Operator"),
            Some("train plan of operators ".to_owned())
        );
        let mut chance = Chance::seeded(1);
        assert!(question("Night stops", &mut chance).is_some_and(|asked| asked.contains(" night stops")));
        assert_eq!(question("One", &mut chance), None);
    }
}
