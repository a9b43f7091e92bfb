//! Reading a query: which words are searched, and what a card must meet beside them.

use super::grammar::{self, Node, Values};
use crate::facts::Synonyms;
use crate::words::{Scanner, Shape, stem};

/// The longest query that is read, in characters.
pub(crate) const LONGEST_QUERY: usize = 512;

/// In how many other ways a query is said at most.
const MOST_WAYS: usize = 8;

/// The most words of one query that are searched.
pub(crate) const MOST_WORDS: usize = 24;

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    /// What is searched, in the order typed, each once.
    pub(crate) groups: Vec<Group>,
    /// What a card must meet beside the words: operators, exclusions and choices.
    pub(crate) condition: Vec<Node>,
    /// What was left out, in sentences.
    pub(crate) notes: Vec<String>,
}

/// What one typed word, compound or phrase asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// As it was typed.
    pub(crate) written: String,
    /// The folded word; for a compound its parts joined; none for a phrase.
    pub(crate) word: Option<String>,
    /// Stems that must stand side by side: the parts of a compound, a phrase, a run of characters.
    pub(crate) beside: Vec<String>,
    /// Whether it stood in quotation marks, and so is required as it is.
    pub(crate) quoted: bool,
    /// Whether more letters may follow.
    pub(crate) unfinished: bool,
    /// What was typed, where this stands for it as another word for the same.
    pub(crate) stands_for: Option<String>,
    /// Whether a card may lack it: a word of a choice ranks the cards that the choice lets through.
    pub(crate) optional: bool,
}

impl Typed {
    /// Reads a query; `values` tells which values cards have that a typed one means.
    pub(crate) fn read(query: &str, values: Values<'_>) -> Self {
        let mut notes = Vec::new();
        let kept = match query.char_indices().nth(LONGEST_QUERY) {
            Some((end, _)) => {
                notes.push(format!("Only the first {LONGEST_QUERY} characters were searched."));
                &query[..end]
            }
            None => query,
        };
        let mut groups = Vec::new();
        let mut condition = Vec::new();
        for node in grammar::read(kept, values, &mut notes) {
            lift(node, &mut groups, &mut condition);
        }
        for node in &condition {
            ranking_words(node, &mut groups);
        }
        once(&mut groups);
        if groups.len() > MOST_WORDS {
            notes.push(format!("Only the first {MOST_WORDS} words were searched."));
            groups.truncate(MOST_WORDS);
        }
        if groups.is_empty() && condition.is_empty() && notes.is_empty() && !query.trim().is_empty() {
            notes.push("There is no word in the query, so all cards are shown.".to_owned());
        }
        Self { groups, condition, notes }
    }
}

impl Group {
    fn phrase(written: String, beside: Vec<String>) -> Self {
        Self {
            written,
            word: None,
            beside,
            quoted: true,
            unfinished: false,
            stands_for: None,
            optional: false,
        }
    }
}

impl Typed {
    /// Gives the query with other words for the same in the place of those that were typed, each way it can be said
    /// by itself.
    pub(crate) fn in_other_words(&self, synonyms: &Synonyms) -> Vec<Self> {
        let typed: Vec<Option<String>> = self.groups.iter().map(replaceable).collect();
        let mut ways = Vec::new();
        for same in &synonyms.groups {
            let stems: Vec<Vec<String>> = same.iter().map(|words| stems_of(words)).collect();
            for (said, of_said) in stems.iter().enumerate().filter(|(_, stems)| !stems.is_empty()) {
                let stands = |window: &[Option<String>]| {
                    window.iter().zip(of_said).all(|(typed, stem)| typed.as_ref() == Some(stem))
                };
                let Some(at) = typed.windows(of_said.len()).position(stands) else { continue };
                let replaced = self.groups.get(at..at + of_said.len()).unwrap_or_default();
                let written: Vec<&str> = replaced.iter().map(|group| group.written.as_str()).collect();
                for (other, _) in
                    stems.iter().enumerate().filter(|(other, stems)| *other != said && !stems.is_empty())
                {
                    let mut group = Vec::new();
                    read_phrase(&same[other], &mut group);
                    for group in &mut group {
                        group.quoted = false;
                        group.stands_for = Some(written.join(" "));
                    }
                    let mut groups = self.groups.clone();
                    groups.splice(at..at + of_said.len(), group);
                    ways.push(Self { groups, condition: self.condition.clone(), notes: Vec::new() });
                    if ways.len() == MOST_WAYS {
                        return ways;
                    }
                }
            }
        }
        ways
    }
}

/// The stem of a typed word that other words may stand for.
fn replaceable(group: &Group) -> Option<String> {
    let plain = !group.quoted && !group.optional && group.beside.is_empty();
    group.word.as_ref().filter(|_| plain).map(|word| stem(word))
}

fn stems_of(words: &str) -> Vec<String> {
    let mut scanner = Scanner::new(words);
    let mut stems = Vec::new();
    while let Some(token) = scanner.advance() {
        if !matches!(token.shape, Shape::Joined(_)) {
            stems.push(stem(&token.text));
        }
    }
    stems
}

/// Takes the words that must all be met out of a part of a query; what is left is a condition.
fn lift(node: Node, groups: &mut Vec<Group>, condition: &mut Vec<Node>) {
    match node {
        Node::Words(group) => groups.push(group),
        Node::All(nodes) => nodes.into_iter().for_each(|node| lift(node, groups, condition)),
        Node::Any(_) | Node::Not(_) | Node::Test(_) => condition.push(node),
    }
}

/// Adds the words of a condition that speak for a card.
fn ranking_words(node: &Node, groups: &mut Vec<Group>) {
    match node {
        Node::Words(group) => groups.push(Group { optional: true, ..group.clone() }),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| ranking_words(node, groups)),
        Node::Not(_) | Node::Test(_) => {}
    }
}

/// Says whether a character opens or closes a phrase.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

pub(super) fn read_words(text: &str, is_last: bool, groups: &mut Vec<Group>) {
    let ends_open = is_last && text.chars().next_back().is_some_and(char::is_alphanumeric);
    let mut scanner = Scanner::new(text);
    let mut run_end = None;
    let mut parts_left = 0;
    while let Some(token) = scanner.advance() {
        let unfinished = ends_open && token.to == text.len();
        match token.shape {
            Shape::Part => {
                parts_left -= 1;
                if let Some(group) = groups.last_mut() {
                    group.beside.push(stem(&token.text));
                    if parts_left == 0 {
                        group.unfinished = unfinished;
                    }
                }
            }
            Shape::Unspaced => match groups.last_mut().filter(|_| run_end == Some(token.from)) {
                Some(group) => {
                    group.written.push_str(&text[token.from..token.to]);
                    group.word = None;
                    group.beside.push(token.text.clone());
                }
                None => groups.push(Group {
                    written: text[token.from..token.to].to_owned(),
                    word: Some(token.text.clone()),
                    beside: vec![token.text.clone()],
                    quoted: false,
                    unfinished: false,
                    stands_for: None,
                    optional: false,
                }),
            },
            Shape::Single | Shape::Joined(_) => {
                if let Shape::Joined(parts) = token.shape {
                    parts_left = parts;
                }
                groups.push(Group {
                    written: text[token.from..token.to].to_owned(),
                    word: Some(token.text.clone()),
                    beside: Vec::new(),
                    quoted: false,
                    unfinished: unfinished && token.shape == Shape::Single,
                    stands_for: None,
                    optional: false,
                });
            }
        }
        run_end = (token.shape == Shape::Unspaced).then_some(token.to);
    }
    for group in groups.iter_mut().filter(|group| group.beside.len() < 2 && !group.quoted) {
        group.beside.clear();
    }
}

pub(super) fn read_phrase(text: &str, groups: &mut Vec<Group>) {
    let mut beside = Vec::new();
    let mut word = None;
    let mut scanner = Scanner::new(text);
    while let Some(token) = scanner.advance() {
        if !matches!(token.shape, Shape::Joined(_)) {
            beside.push(stem(&token.text));
            word = Some(token.text.clone());
        }
    }
    let written = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match beside.len() {
        0 => {}
        1 => groups.push(Group { word, ..Group::phrase(written, Vec::new()) }),
        _ => groups.push(Group::phrase(written, beside)),
    }
}

/// Reads a phrase whose closing mark is still to come.
pub(super) fn read_open_phrase(text: &str, groups: &mut Vec<Group>) {
    let start_of_last =
        text.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    read_phrase(&text[..start_of_last], groups);
    read_words(&text[start_of_last..], true, groups);
}

/// Keeps the first of equal words; only the last of them may have been unfinished.
fn once(groups: &mut Vec<Group>) {
    let mut kept: Vec<Group> = Vec::with_capacity(groups.len());
    for group in groups.drain(..) {
        let same = |other: &Group| {
            other.word == group.word && other.beside == group.beside && other.unfinished == group.unfinished
        };
        match kept.iter_mut().find(|other| same(other)) {
            Some(other) => {
                other.quoted |= group.quoted;
                other.optional &= group.optional;
            }
            None => kept.push(group),
        }
    }
    *groups = kept;
}

#[cfg(test)]
mod tests {
    use super::{Group, Synonyms, Typed};

    fn read(query: &str) -> Typed {
        Typed::read(query, &|_, _, _| Vec::new())
    }

    fn groups(query: &str) -> Vec<Group> {
        read(query).groups
    }

    #[test]
    fn a_letter_at_the_end_leaves_the_last_word_unfinished() {
        assert!(groups("plants ret")[1].unfinished);
        assert!(!groups("plants ret")[0].unfinished);
        for finished in ["plants ret ", "plants \"ret\"", "plants ret!", "\"plants ret\""] {
            assert!(groups(finished).iter().all(|group| !group.unfinished), "{finished}");
        }
        assert!(groups("pay over-ti")[1].unfinished);
    }

    #[test]
    fn quotation_marks_keep_words_side_by_side() {
        let read = groups("“night stops” last");
        assert!(read[0].quoted && read[0].word.is_none());
        assert_eq!(read[0].beside, ["night", "stop"]);
        assert_eq!(read[1].word.as_deref(), Some("last"));
        let open = groups("\"night stops la");
        assert_eq!(open[0].beside, ["night", "stop"]);
        assert!(open[1].unfinished);
    }

    #[test]
    fn characters_without_spaces_stand_side_by_side() {
        let read = groups("技術者");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].beside, ["技", "術", "者"]);
        assert!(!read[0].unfinished);
    }

    #[test]
    fn what_is_not_searched_is_said() {
        let long = read(&"abc ".repeat(200));
        assert!(long.notes.iter().any(|note| note.contains("512")), "{:?}", long.notes);
        assert_eq!(long.groups.len(), 1);
        let many = read(&(0..60).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" "));
        assert!(many.notes.iter().any(|note| note.contains("24 words")), "{:?}", many.notes);
        assert!(!read("🙂").notes.is_empty());
        assert!(read("  ").notes.is_empty());
    }

    #[test]
    fn operators_of_other_programs_are_words() {
        let words: Vec<_> = groups("field:force AND (a* OR /b/)^2")
            .into_iter()
            .map(|group| (group.word, group.optional))
            .collect();
        let told = |word: &str, optional| (Some(word.to_owned()), optional);
        let free = ["field", "force", "and", "2"].map(|word| told(word, false));
        assert_eq!(words, [&free[..], &[told("a", true), told("b", true)]].concat());
    }

    #[test]
    fn a_query_is_said_in_other_words() {
        let same = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let groups = vec![
            same(&["labour shortage", "staffing gap", "can't hire"]),
            same(&["CFO", "chief financial officer"]),
        ];
        let synonyms = Synonyms { groups };
        let said = |query: &str| -> Vec<String> {
            let ways = read(query).in_other_words(&synonyms);
            ways.iter()
                .map(|way| {
                    way.groups.iter().map(|group| group.written.as_str()).collect::<Vec<_>>().join("|")
                })
                .collect()
        };
        assert_eq!(said("labour shortages cost "), ["staffing gap|cost", "can't hire|cost"]);
        assert_eq!(said("the cfo"), ["the|chief financial officer"]);
        assert_eq!(said("chief financial officer"), ["CFO"]);
        assert!(said("\"labour shortage\"").is_empty() && said("chief officer").is_empty());
    }

    #[test]
    fn words_within_a_choice_rank_and_do_not_find_alone() {
        let both = read("night (stop OR line) -day");
        assert_eq!(both.condition.len(), 2);
        let words: Vec<_> =
            both.groups.iter().map(|group| (group.written.as_str(), group.optional)).collect();
        assert_eq!(words, [("night", false), ("stop", true), ("line", true)]);
    }
}
