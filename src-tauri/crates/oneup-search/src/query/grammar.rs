//! The query language, as people guess it from other search boxes. There are no mistakes in it: what cannot be
//! understood is searched as words, and that is said.
//!
//! ```text
//! query    = { unit [ OR unit ] }         OR joins its two neighbours; all else must be met together
//! unit     = [ - ] ( word | phrase | operator | "(" query ")" )
//! phrase   = " words "
//! operator = name : value                 without spaces, or the value in quotation marks
//! ```

use super::operator::{FieldName, Test, named};
use super::parse::{Group, is_quote, read_open_phrase, read_phrase, read_words};

/// Parentheses deeper than this are read as if they were not there.
const DEEPEST: usize = 12;

/// The most operators of one query that are looked at.
const MOST_TESTS: usize = 32;

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// All of these.
    All(Vec<Node>),
    /// Any of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A word, compound or phrase.
    Words(Group),
    /// What an operator asks for.
    Test(Test),
}

/// Tells which values of a field a typed value means; with `true`, as a beginning.
pub(crate) type Values<'a> = &'a dyn Fn(FieldName, &str, bool) -> Vec<String>;

/// What the text of a query is made of.
enum Item {
    Open,
    Close,
    Or,
    Not,
    Words(Vec<Group>),
    Test(Test),
}

/// Reads a query into what all must be met, with what there is to say about it.
pub(crate) fn read(query: &str, values: Values<'_>, notes: &mut Vec<String>) -> Vec<Node> {
    let items = Lexer { query, at: 0, values, notes, tests: 0 }.items();
    sequence(&mut items.into_iter(), 0)
}

fn sequence(items: &mut impl Iterator<Item = Item>, depth: usize) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::new();
    let (mut joins, mut negates) = (false, false);
    while let Some(item) = items.next() {
        let mut node = match item {
            Item::Close if depth > 0 => break,
            Item::Open if depth < DEEPEST => Node::all(sequence(items, depth + 1)),
            Item::Open | Item::Close => continue,
            Item::Or => {
                joins = !all.is_empty();
                continue;
            }
            Item::Not => {
                negates = true;
                continue;
            }
            Item::Words(groups) => Node::all(groups.into_iter().map(Node::Words).collect()),
            Item::Test(test) => Node::Test(test),
        };
        if std::mem::take(&mut negates) {
            node = Node::Not(Box::new(node));
        }
        if node.is_empty() {
            continue;
        }
        match all.last_mut().filter(|_| std::mem::take(&mut joins)) {
            Some(Node::Any(choices)) => choices.push(node),
            Some(before) => {
                let first = std::mem::replace(before, Node::All(Vec::new()));
                *before = Node::Any(vec![first, node]);
            }
            None => all.push(node),
        }
    }
    all
}

impl Node {
    /// Several nodes as one.
    fn all(mut nodes: Vec<Self>) -> Self {
        match (nodes.len(), nodes.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                nodes.push(last);
                Self::All(nodes)
            }
            (_, None) => Self::All(nodes),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::All(nodes) => nodes.is_empty(),
            Self::Not(node) => node.is_empty(),
            Self::Any(_) | Self::Words(_) | Self::Test(_) => false,
        }
    }
}

struct Lexer<'a> {
    query: &'a str,
    at: usize,
    values: Values<'a>,
    notes: &'a mut Vec<String>,
    tests: usize,
}

impl Lexer<'_> {
    fn items(mut self) -> Vec<Item> {
        let mut items = Vec::new();
        let mut starts = true;
        while let Some(c) = self.query[self.at..].chars().next() {
            let after = self.at + c.len_utf8();
            if c.is_whitespace() {
                self.at = after;
                starts = true;
            } else if c == '(' || c == ')' {
                items.push(if c == '(' { Item::Open } else { Item::Close });
                self.at = after;
                starts = true;
            } else if is_quote(c) {
                items.extend(self.phrase(after));
            } else if c == '-' && starts && self.query[after..].starts_with(starts_unit) {
                items.push(Item::Not);
                self.at = after;
            } else {
                items.extend(self.word());
                starts = false;
            }
        }
        items
    }

    /// Reads a phrase that begins after its opening mark; one whose closing mark is still to come is read as a phrase
    /// and a word being typed.
    fn phrase(&mut self, from: usize) -> Vec<Item> {
        let mut groups = Vec::new();
        if let Some((end, mark)) = self.query[from..].char_indices().find(|(_, c)| is_quote(*c)) {
            read_phrase(&self.query[from..from + end], &mut groups);
            self.at = from + end + mark.len_utf8();
        } else {
            read_open_phrase(&self.query[from..], &mut groups);
            self.at = self.query.len();
        }
        if groups.is_empty() { Vec::new() } else { vec![Item::Words(groups)] }
    }

    /// Reads what stands up to the next space, parenthesis or quotation mark: a word, `OR`, or an operator.
    fn word(&mut self) -> Vec<Item> {
        let rest = &self.query[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c));
        let text = &rest[..end.unwrap_or(rest.len())];
        let is_last = text.len() == rest.len();
        if text == "OR" {
            self.at += text.len();
            return vec![Item::Or];
        }
        if let Some((name, value)) = text.split_once(':')
            && let Some(item) = self.operator(name, value, text, is_last)
        {
            return item;
        }
        self.at += text.len();
        words(text, is_last)
    }

    /// Reads an operator; none if it is not one, so that it is searched as words.
    fn operator(&mut self, name: &str, value: &str, text: &str, is_last: bool) -> Option<Vec<Item>> {
        let looks_so = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let Some(operator) = named(name).filter(|_| looks_so) else {
            let asks = looks_so && value.starts_with(|c: char| c.is_alphanumeric() || "<>=".contains(c));
            // A letter before the colon is a drive, a longer word with slashes after it an address.
            if asks && name.len() > 1 {
                self.notes.push(format!("“{name}:” is no operator, so “{text}” was searched as words."));
            }
            return None;
        };
        let mut end = self.at + text.len();
        let (mut value, mut open) = (value, is_last);
        if value.is_empty() {
            // The value may stand in quotation marks; without them it is still to be typed, or this was a word.
            let rest = &self.query[end..];
            let Some(mark) = rest.chars().next().filter(|c| is_quote(*c)) else {
                return is_last.then(|| {
                    self.at = end;
                    Vec::new()
                });
            };
            let inside = &rest[mark.len_utf8()..];
            let closing = inside.char_indices().find(|(_, c)| is_quote(*c));
            value = &inside[..closing.map_or(inside.len(), |(at, _)| at)];
            open = closing.is_none();
            end += mark.len_utf8() + value.len() + closing.map_or(0, |(_, c)| c.len_utf8());
        }
        let open = open && value.ends_with(char::is_alphanumeric);
        self.tests += 1;
        if self.tests > MOST_TESTS {
            self.notes.push(format!("Only the first {MOST_TESTS} operators were looked at."));
            self.at = end;
            return Some(Vec::new());
        }
        if let Some(test) = operator.read(value).and_then(|test| self.known(test, open)) {
            self.at = end;
            return Some(vec![Item::Test(test)]);
        }
        if open {
            self.notes.push(format!("“{name}:{value}” is not complete: {name}: takes {}.", operator.takes));
            self.at = end;
            return Some(Vec::new());
        }
        self.notes.push(format!(
            "“{name}:{value}” was searched as words: no card has that, and {name}: takes {}.",
            operator.takes
        ));
        None
    }

    /// Puts the values that cards have in the place of what was typed; none if they have none such.
    fn known(&self, test: Test, open: bool) -> Option<Test> {
        let Test::Field(field, typed) = test else { return Some(test) };
        let last = typed.len() - 1;
        let meant = typed.iter().enumerate();
        let meant: Vec<String> =
            meant.flat_map(|(place, value)| (self.values)(field, value, open && place == last)).collect();
        (!meant.is_empty()).then_some(Test::Field(field, meant))
    }
}

fn starts_unit(c: char) -> bool {
    c.is_alphanumeric() || c == '(' || is_quote(c)
}

fn words(text: &str, is_last: bool) -> Vec<Item> {
    let mut groups = Vec::new();
    read_words(text, is_last, &mut groups);
    if groups.is_empty() { Vec::new() } else { vec![Item::Words(groups)] }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FieldName, Node, Test, read};
    use crate::query::operator::{Compare, State};

    /// Cards of two types and one tag of two words.
    fn values(field: FieldName, value: &str, open: bool) -> Vec<String> {
        let known: &[&str] = match field {
            FieldName::Type => &["force", "challenge"],
            FieldName::Tag => &["labour shortage"],
            _ => &[],
        };
        let meant =
            known.iter().filter(|known| if open { known.starts_with(value) } else { **known == value });
        meant.map(|known| (*known).to_owned()).collect()
    }

    fn told(node: &Node) -> String {
        let list = |nodes: &[Node], between: &str| nodes.iter().map(told).collect::<Vec<_>>().join(between);
        match node {
            Node::All(nodes) => format!("({})", list(nodes, " ")),
            Node::Any(nodes) => format!("({})", list(nodes, "|")),
            Node::Not(node) => format!("-{}", told(node)),
            Node::Words(group) if group.quoted => format!("\"{}\"", group.written),
            Node::Words(group) => group.written.clone(),
            Node::Test(Test::Field(field, values)) => format!("{field}:{}", values.join(",")),
            Node::Test(Test::Is(State::Stale)) => "is:stale".to_owned(),
            Node::Test(Test::Landed(Compare::More, number)) => format!("landed:>{number}"),
            Node::Test(test) => format!("{test:?}"),
        }
    }

    fn parsed(query: &str) -> (String, Vec<String>) {
        let mut notes = Vec::new();
        let all = read(query, &values, &mut notes);
        (all.iter().map(told).collect::<Vec<_>>().join(" "), notes)
    }

    #[test]
    fn the_language_is_what_people_guess() {
        for (query, meant) in [
            ("night stops", "night stops"),
            ("“night stops” last", "\"night stops\" last"),
            ("night -stops", "night -stops"),
            ("night - stops over-time", "night stops over-time"),
            ("a b OR c d", "a (b|c) d"),
            ("a OR b OR c", "(a|b|c)"),
            ("(a b) OR c", "((a b)|c)"),
            ("-(a OR b) c", "-(a|b) c"),
            ("-\"a b\"", "-\"a b\""),
            ("type:force night", "type:force night"),
            ("TYPE:force,challenge", "type:force,challenge"),
            ("tag:\"labour shortage\" night", "tag:labour shortage night"),
            ("is:stale landed:>2", "is:stale landed:>2"),
            ("-type:force OR is:stale", "(-type:force|is:stale)"),
            ("type:chal", "type:challenge"),
        ] {
            let (read, notes) = parsed(query);
            assert_eq!((read.as_str(), notes.len()), (meant, 0), "{query}: {notes:?}");
        }
    }

    #[test]
    fn what_is_not_understood_is_words_and_said() {
        for (query, meant, said) in [
            ("colour:red cars", "(colour red) cars", "no operator"),
            ("type:nothing x", "(type nothing) x", "type: takes"),
            ("is:happy x", "(is happy) x", "stale, unsourced"),
            ("x is:hap", "x", "not complete"),
        ] {
            let (read, notes) = parsed(query);
            assert_eq!(read, meant, "{query}");
            assert!(notes.iter().any(|note| note.contains(said)), "{query}: {notes:?}");
        }
        for (query, meant) in
            [("OR a", "a"), ("a OR", "a"), ("((a", "a"), ("a))", "a"), ("()", ""), ("type:", ""), ("-", "")]
        {
            assert_eq!(parsed(query).0, meant, "{query}");
        }
        assert!(parsed("http://a.b c:/d std::vector Recordset: Lists").1.is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read(query in "[-a-c \"():OR<>,]{0,60}|\\PC{0,60}|(type:|is:|\\(|-|OR |a ){0,40}") {
            let (_, notes) = parsed(&query);
            prop_assert!(notes.iter().all(|note| note.ends_with('.')));
        }
    }
}
