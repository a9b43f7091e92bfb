//! Sets and removes one key of the front matter.

use super::error::EditError;
use super::value::{Written, find};
use super::write::{Spot, Style, scalar};
use super::{Edit, line_end, line_start, list};
use crate::date::PartialDate;
use crate::front_matter::{self, Block, Found, KeySpan, Value, read_yaml};
use crate::ids::CardId;
use crate::parts::Shape;
use crate::position::Lines;
use crate::vocabulary::{CardType, Sale, Status, Visibility};

/// The keys that take a list.
const LISTS: [&str; 8] = ["aliases", "industry", "role", "stage", "region", "tags", "credits", "was"];
/// The keys that take a date.
const DATES: [&str; 2] = ["review_by", "verified_on"];
/// The other keys that take one text.
const TEXTS: [&str; 13] = [
    "id",
    "type",
    "title",
    "sale",
    "status",
    "visibility",
    "author",
    "verified_by",
    "owner",
    "superseded_by",
    "reason",
    "lang",
    "translation_of",
];

/// What a file without front matter is given when its first key is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The id that it keeps from then on.
    pub id: CardId,
    /// What the card is.
    pub kind: CardType,
}

/// Sets a key of the front matter to one value or a list of values.
///
/// The value keeps the form it has in the file: quotation marks where the new value allows them, brackets or lines
/// for a list, the comment behind it. A new key comes last. A file without front matter is given one with `identity`.
///
/// # Errors
/// Returns [`EditError`] when the key does not take the values, is the id, or stands in a form that cannot be changed
/// without touching more.
pub fn set(text: &str, key: &str, values: &[&str], identity: Option<&Identity>) -> Result<Edit, EditError> {
    check_key(key)?;
    check_values(key, values)?;
    let Some(front) = read(text)? else {
        return start(text, key, values, identity);
    };
    let edit = match front.find(key)? {
        Some((span, old)) => {
            if key == "id"
                && let Some(Simple::Text(id)) = old
            {
                return if values == [id.as_str()] {
                    Ok(Edit::insert(span.value.start, ""))
                } else {
                    Err(EditError::IdIsFixed { line: span.line })
                };
            }
            change(text, &front, span, old, values)?
        }
        None => append(text, &front, key, values),
    };
    verified(text, &front, key, Some(values), edit)
}

/// Removes a key and its value; the comment above it stays.
///
/// # Errors
/// Returns [`EditError`] when there is no such key, it is the id, or it cannot be removed without touching more.
pub fn unset(text: &str, key: &str) -> Result<Edit, EditError> {
    let front = read(text)?.ok_or_else(|| EditError::NoSuchKey { key: key.to_owned() })?;
    let (span, _) = front.find(key)?.ok_or_else(|| EditError::NoSuchKey { key: key.to_owned() })?;
    if key == "id" {
        return Err(EditError::IdIsFixed { line: span.line });
    }
    let limit = front.end_of(span);
    let mut end = line_end(text, span.value.end.max(span.key.end)).min(limit);
    if text.get(span.value.clone()).is_some_and(|value| value.starts_with(['|', '>'])) {
        // In a text of several lines a line that starts with `#` is no comment.
        let mut at = end;
        while at < limit {
            let line = text.get(at..line_end(text, at)).unwrap_or("");
            at += line.len().max(1);
            if line.starts_with([' ', '\t']) && !line.trim().is_empty() {
                end = at;
            }
        }
    }
    verified(text, &front, key, None, Edit::remove(line_start(text, span.key.start)..end))
}

/// A value without its place, to compare two readings by.
#[derive(Debug, Clone, PartialEq)]
enum Simple {
    Nothing,
    Text(String),
    Typed(&'static str),
    List(Vec<Simple>),
    Nested,
}

impl From<Value> for Simple {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Text(text) => Self::Text(text),
            Value::Typed(kind) => Self::Typed(kind),
            Value::List(items) => Self::List(items.into_iter().map(|(item, _)| item.into()).collect()),
            Value::Nested => Self::Nested,
        }
    }
}

struct Front {
    block: Block,
    keys: Vec<KeySpan>,
    values: Vec<(String, Simple)>,
}

impl Front {
    fn find(&self, key: &str) -> Result<Option<(&KeySpan, Option<&Simple>)>, EditError> {
        let mut found = self.keys.iter().filter(|span| span.name == key);
        let Some(first) = found.next() else {
            return Ok(None);
        };
        if let Some(second) = found.next() {
            return Err(EditError::KeyTwice { key: key.to_owned(), line: second.line });
        }
        let value = self.values.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        Ok(Some((first, value)))
    }

    /// Where the entry of a key ends at the latest: at the next key, or the closing line.
    fn end_of(&self, span: &KeySpan) -> usize {
        let next =
            self.keys.iter().map(|other| other.key.start).filter(|start| *start > span.key.start).min();
        next.unwrap_or(self.block.yaml.end)
    }
}

fn read(text: &str) -> Result<Option<Front>, EditError> {
    let block = match front_matter::find(text) {
        Found::None { .. } => return Ok(None),
        Found::Unclosed { .. } => return Err(EditError::FrontMatterOpen),
        Found::Block(block) => block,
    };
    let lines = Lines::new(text);
    let mut findings = Vec::new();
    let keys = front_matter::read("", text, &lines, &block, &mut findings).keys;
    let unread = findings.into_iter().find(|f| ["front-matter", "front-matter-size"].contains(&f.rule));
    if let Some(finding) = unread {
        let reason = finding.message.trim_start_matches("the front matter cannot be read: ").to_owned();
        return Err(EditError::FrontMatterUnreadable { line: finding.line, reason });
    }
    let entries = read_yaml(text.get(block.yaml.clone()).unwrap_or("")).unwrap_or_default();
    let values = entries.into_iter().map(|entry| (entry.key, entry.value.into())).collect();
    Ok(Some(Front { block, keys, values }))
}

fn check_key(key: &str) -> Result<(), EditError> {
    let good = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if good { Ok(()) } else { Err(EditError::BadKey { key: key.to_owned() }) }
}

fn check_values(key: &str, values: &[&str]) -> Result<(), EditError> {
    let bad = |value: &str, reason: String| {
        Err(EditError::BadValue { key: key.to_owned(), value: value.to_owned(), reason })
    };
    let one_only = TEXTS.contains(&key) || DATES.contains(&key);
    if one_only && values.len() != 1 {
        return Err(EditError::OneValue { key: key.to_owned(), count: values.len() });
    }
    for value in values {
        if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            return bad(value, "it holds a control character. Type the text again without it".to_owned());
        }
        if (one_only || LISTS.contains(&key)) && value.trim() != *value {
            return bad(value, "it starts or ends with a space. Leave the space out".to_owned());
        }
        let known = match key {
            "type" => CardType::parse(value).is_none().then(|| words(CardType::ALL, CardType::as_str)),
            "status" => Status::parse(value).is_none().then(|| words(Status::ALL, Status::as_str)),
            "visibility" => {
                Visibility::parse(value).is_none().then(|| words(Visibility::ALL, Visibility::as_str))
            }
            "sale" => Sale::parse(value).is_none().then(|| words(Sale::ALL, Sale::as_str)),
            _ => None,
        };
        if let Some(known) = known {
            return bad(value, format!("write one of: {known}"));
        }
        if DATES.contains(&key) && PartialDate::parse(value).is_none() {
            return bad(value, "write a date such as 2026, 2026-02 or 2026-02-10".to_owned());
        }
        if key == "id"
            && let Err(error) = CardId::slug(value)
        {
            return bad(value, error.to_string());
        }
    }
    Ok(())
}

fn words<T: Copy>(all: &[T], show: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|word| show(*word)).collect::<Vec<_>>().join(", ")
}

/// Whether the key is written as a list when it is written anew.
fn takes_list(key: &str, values: &[&str]) -> bool {
    LISTS.contains(&key) || values.len() != 1
}

fn anew(key: &str, values: &[&str]) -> String {
    if takes_list(key, values) { list::in_brackets(values) } else { one(key, values, Style::Plain) }
}

fn one(key: &str, values: &[&str], style: Style) -> String {
    let spot = Spot { flow: false, date: DATES.contains(&key) };
    scalar(values.first().copied().unwrap_or(""), style, spot)
}

fn start(text: &str, key: &str, values: &[&str], identity: Option<&Identity>) -> Result<Edit, EditError> {
    let identity = identity.ok_or_else(|| EditError::NoFrontMatter { key: key.to_owned() })?;
    let end = Shape::of(text).line_end();
    let given = [("id", identity.id.as_str()), ("type", identity.kind.as_str())];
    let mut lines = vec!["---".to_owned()];
    for (name, value) in given.into_iter().filter(|(name, _)| *name != key) {
        lines.push(format!("{name}: {}", one(name, &[value], Style::Plain)));
    }
    lines.push(format!("{key}: {}", anew(key, values)));
    lines.push("---".to_owned());
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text.get(at..).unwrap_or("");
    let gap = if body.is_empty() || body.starts_with(['\n', '\r']) { "" } else { end };
    Ok(Edit::insert(at, format!("{}{end}{gap}", lines.join(end))))
}

/// Adds a key below the last line of the front matter that is not blank.
fn append(text: &str, front: &Front, key: &str, values: &[&str]) -> Edit {
    let yaml = text.get(front.block.yaml.clone()).unwrap_or("");
    let used = yaml.trim_end();
    let at = if used.is_empty() {
        front.block.yaml.start
    } else {
        line_end(text, front.block.yaml.start + used.len()).min(front.block.yaml.end)
    };
    let fence = text.get(..front.block.yaml.start).unwrap_or("");
    let end = if fence.ends_with("\r\n") { "\r\n" } else { "\n" };
    Edit::insert(at, format!("{key}: {}{end}", anew(key, values)))
}

fn change(
    text: &str,
    front: &Front,
    span: &KeySpan,
    old: Option<&Simple>,
    values: &[&str],
) -> Result<Edit, EditError> {
    let key = span.name.as_str();
    let not_safe = |what| EditError::NotSafe { key: key.to_owned(), line: span.line, what };
    let written = find(text, span, front.end_of(span)).map_err(not_safe)?;
    let items: Vec<Option<String>> = match old {
        Some(Simple::List(items)) => items
            .iter()
            .map(|item| if let Simple::Text(text) = item { Some(text.clone()) } else { None })
            .collect(),
        _ => Vec::new(),
    };
    let is_text = TEXTS.contains(&key) || DATES.contains(&key);
    let with_comment = "holds a comment between its values that would be lost";
    match written {
        Written::Nothing(at) => Ok(Edit::insert(at, format!(" {}", anew(key, values)))),
        Written::One(value) if values.len() == 1 => {
            if old == Some(&Simple::Text(values.concat())) {
                return Ok(Edit::insert(value.span.start, ""));
            }
            Ok(Edit { replacement: one(key, values, value.style), span: value.span })
        }
        Written::One(value) => Ok(Edit { span: value.span, replacement: list::in_brackets(values) }),
        Written::Flow { .. } | Written::Block { .. } if is_text => {
            Err(not_safe("holds a list where one value belongs"))
        }
        Written::Flow { inside, items: spans } if spans.len() == items.len() => {
            list::flow(text, &inside, &spans, &items, values).ok_or_else(|| not_safe(with_comment))
        }
        Written::Block { after_colon, items: spans } if spans.len() == items.len() => {
            list::block(text, after_colon, &spans, &items, values).ok_or_else(|| not_safe(with_comment))
        }
        Written::Flow { .. } | Written::Block { .. } => {
            Err(not_safe("holds a list that is written unusually"))
        }
    }
}

/// Reads the front matter again with the edit made: the key has its value, everything else is as it was.
fn verified(
    text: &str,
    front: &Front,
    key: &str,
    values: Option<&[&str]>,
    edit: Edit,
) -> Result<Edit, EditError> {
    let line = Lines::new(text).line(edit.span.start);
    let refused = EditError::NotSafe {
        key: key.to_owned(),
        line,
        what: "is written in a way that ties it to other lines",
    };
    let edited = edit.apply(text);
    let Ok(Some(now)) = read(&edited) else {
        return Err(refused);
    };
    let body = |text: &str, block: &Block| text.get(block.whole.end..).map(str::to_owned);
    let others = |front: &Front| -> Vec<(String, Simple)> {
        front.values.iter().filter(|(name, _)| name != key).cloned().collect()
    };
    let value = now.values.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    let as_meant = match (values, value) {
        (None, value) => value.is_none(),
        (Some(values), Some(Simple::List(items))) => {
            items.len() == values.len()
                && items.iter().zip(values).all(|(item, value)| *item == Simple::Text((*value).to_owned()))
        }
        (Some([value]), Some(Simple::Text(text))) => text == value,
        // A year is a number to YAML and a date to a card.
        (Some([_]), Some(Simple::Typed(_))) => DATES.contains(&key),
        _ => false,
    };
    let same_body = body(text, &front.block) == body(&edited, &now.block);
    if as_meant && same_body && others(front) == others(&now) { Ok(edit) } else { Err(refused) }
}
