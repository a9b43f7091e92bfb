//! Reading a query. There are no operators and so no mistakes: punctuation separates words, and only quotation marks
//! mean something.

use crate::words::{Scanner, Shape, stem};

/// The longest query that is read, in characters.
pub(crate) const LONGEST_QUERY: usize = 512;

/// The most words of one query that are searched.
pub(crate) const MOST_WORDS: usize = 24;

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    /// What is searched, in the order typed, each once.
    pub(crate) groups: Vec<Group>,
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
}

impl Typed {
    /// Reads a query.
    pub(crate) fn read(query: &str) -> Self {
        let mut notes = Vec::new();
        let kept = match query.char_indices().nth(LONGEST_QUERY) {
            Some((end, _)) => {
                notes.push(format!("Only the first {LONGEST_QUERY} characters were searched."));
                &query[..end]
            }
            None => query,
        };
        let mut groups = Vec::new();
        let quotes: Vec<&str> = kept.split(is_quote).collect();
        let last = quotes.len() - 1;
        for (index, text) in quotes.iter().enumerate() {
            // Every second stretch is quoted; one whose closing mark is still to come is read as a phrase and a
            // word being typed.
            if index % 2 == 0 {
                read_words(text, index == last, &mut groups);
            } else if index < last {
                read_phrase(text, &mut groups);
            } else {
                read_open_phrase(text, &mut groups);
            }
        }
        once(&mut groups);
        if groups.len() > MOST_WORDS {
            notes.push(format!("Only the first {MOST_WORDS} words were searched."));
            groups.truncate(MOST_WORDS);
        }
        if groups.is_empty() && !query.trim().is_empty() {
            notes.push("There is no word in the query, so all cards are shown.".to_owned());
        }
        Self { groups, notes }
    }
}

/// Says whether a character opens or closes a phrase.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn read_words(text: &str, is_last: bool, groups: &mut Vec<Group>) {
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
                });
            }
        }
        run_end = (token.shape == Shape::Unspaced).then_some(token.to);
    }
    for group in groups.iter_mut().filter(|group| group.beside.len() < 2 && !group.quoted) {
        group.beside.clear();
    }
}

fn read_phrase(text: &str, groups: &mut Vec<Group>) {
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
        1 => groups.push(Group { written, word, beside: Vec::new(), quoted: true, unfinished: false }),
        _ => groups.push(Group { written, word: None, beside, quoted: true, unfinished: false }),
    }
}

/// Reads a phrase whose closing mark is still to come.
fn read_open_phrase(text: &str, groups: &mut Vec<Group>) {
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
            Some(other) => other.quoted |= group.quoted,
            None => kept.push(group),
        }
    }
    *groups = kept;
}

#[cfg(test)]
mod tests {
    use super::{Group, Typed};

    fn groups(query: &str) -> Vec<Group> {
        Typed::read(query).groups
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
        let long = Typed::read(&"abc ".repeat(200));
        assert!(long.notes.iter().any(|note| note.contains("512")), "{:?}", long.notes);
        assert_eq!(long.groups.len(), 1);
        let many = Typed::read(&(0..60).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" "));
        assert!(many.notes.iter().any(|note| note.contains("24 words")), "{:?}", many.notes);
        assert!(!Typed::read("🙂").notes.is_empty());
        assert!(Typed::read("  ").notes.is_empty());
    }

    #[test]
    fn operators_of_other_programs_are_words() {
        let words: Vec<_> =
            groups("type:force AND (a* OR /b/)").into_iter().filter_map(|group| group.word).collect();
        assert_eq!(words, ["type", "force", "and", "a", "or", "b"]);
    }
}
