//! Gives each known key its type; what does not fit becomes a finding at its line, and the card lives on.

use std::ops::Range;

use serde_saphyr::Location;

use super::block::{Block, MAX_BYTES};
use super::yaml::{self, Entry, Value};
use super::{FrontMatter, KeySpan};
use crate::date::PartialDate;
use crate::finding::{Finding, Level};
use crate::ids::CardId;
use crate::position::{Lines, Position};
use crate::vocabulary::{Sale, Status, Visibility};

/// Reads the front matter of `text` found at `block`; findings go to `findings`.
pub(crate) fn read(
    path: &str,
    text: &str,
    lines: &Lines<'_>,
    block: &Block,
    findings: &mut Vec<Finding>,
) -> FrontMatter {
    let mut front = FrontMatter { range: Some(block.whole.clone()), ..FrontMatter::default() };
    let mut reader = Reader { path, text, lines, block, findings };
    if block.yaml.len() > MAX_BYTES {
        let message = format!(
            "the front matter is {} KiB long; at most {} KiB are read",
            block.yaml.len() / 1024,
            MAX_BYTES / 1024
        );
        let remedy =
            "Move the text below the second `---`, or check that the second `---` stands where you meant it";
        reader.note("front-matter-size", block.whole.start, message, remedy);
        return front;
    }
    match yaml::read(text.get(block.yaml.clone()).unwrap_or("")) {
        Ok(entries) => reader.fill(&mut front, entries),
        Err(unread) => {
            let offset = unread.at.map_or(block.whole.start, |(line, column)| reader.offset_of(line, column));
            reader.note(
                "front-matter",
                offset,
                format!("the front matter cannot be read: {}", unread.reason),
                "Write one `key: value` on each line between the two `---`, and put text with special signs in quotation marks",
            );
        }
    }
    front
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    lines: &'a Lines<'a>,
    block: &'a Block,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn fill(&mut self, front: &mut FrontMatter, entries: Vec<Entry>) {
        let starts: Vec<usize> = entries.iter().map(|entry| self.offset(entry.key_at)).collect();
        for (n, entry) in entries.into_iter().enumerate() {
            let key = starts.get(n).copied().unwrap_or(self.block.yaml.start);
            let end = starts.get(n + 1).copied().unwrap_or(self.block.yaml.end);
            let span = self.span(&entry, key, end);
            let twice = front.span(&entry.key).map(|first| first.line);
            front.keys.push(span);
            match twice {
                Some(line) => self.note(
                    "front-matter-twice",
                    key,
                    format!("`{}` is written twice; line {line} counts", entry.key),
                    "Keep one of the two lines",
                ),
                None => self.set(front, entry),
            }
        }
    }

    fn set(&mut self, front: &mut FrontMatter, entry: Entry) {
        match entry.key.as_str() {
            "id" => front.id = self.id(&entry),
            "type" => front.kind = self.scalar(entry),
            "title" => front.title = self.scalar(entry),
            "aliases" => front.aliases = self.list(entry),
            "industry" => front.industry = self.list(entry),
            "role" => front.role = self.list(entry),
            "stage" => front.stage = self.list(entry),
            "region" => front.region = self.list(entry),
            "tags" => front.tags = self.list(entry),
            "sale" => front.sale = self.word(&entry, Sale::parse, Sale::ALL, Sale::as_str),
            "status" => front.status = self.word(&entry, Status::parse, Status::ALL, Status::as_str),
            "visibility" => {
                front.visibility = self.word(&entry, Visibility::parse, Visibility::ALL, Visibility::as_str);
            }
            "author" => front.author = self.scalar(entry),
            "review_by" => front.review_by = self.date(&entry),
            "verified_on" => front.verified_on = self.date(&entry),
            "verified_by" => front.verified_by = self.scalar(entry),
            "owner" => front.owner = self.scalar(entry),
            "credits" => front.credits = self.list(entry),
            "superseded_by" => front.superseded_by = self.scalar(entry),
            "reason" => front.reason = self.scalar(entry),
            "lang" => front.lang = self.scalar(entry),
            "translation_of" => front.translation_of = self.scalar(entry),
            "was" => front.was = self.list(entry),
            // Other programs keep their own keys in the same place; they are none of our business.
            _ => {}
        }
    }

    /// Takes a text; anything YAML reads as something else is a finding, never a silent conversion.
    fn scalar(&mut self, entry: Entry) -> Option<String> {
        let offset = self.offset(entry.value_at);
        self.text_of(&entry.key, entry.value, offset)
    }

    fn list(&mut self, entry: Entry) -> Vec<String> {
        let offset = self.offset(entry.value_at);
        match entry.value {
            Value::List(items) => items
                .into_iter()
                .filter_map(|(item, at)| {
                    let offset = self.offset(at);
                    self.text_of(&entry.key, item, offset)
                })
                .collect(),
            single => self.text_of(&entry.key, single, offset).into_iter().collect(),
        }
    }

    fn text_of(&mut self, key: &str, value: Value, offset: usize) -> Option<String> {
        let (what, remedy) = match value {
            Value::Text(text) if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') => {
                (format!("`{key}` holds a control character"), "Remove it and type the text again")
            }
            Value::Text(text) => {
                let trimmed = text.trim();
                return (!trimmed.is_empty()).then(|| trimmed.to_owned());
            }
            Value::Null if !self.source_at(offset).starts_with(['~', 'n', 'N']) => return None,
            Value::Null => (
                format!("`{key}` must be text, but YAML reads what stands there as nothing"),
                "Put the value in quotation marks, or remove the line",
            ),
            Value::Typed(kind) => (
                format!("`{key}` must be text, but YAML reads what stands there as {kind}"),
                "Put the value in quotation marks",
            ),
            Value::List(_) => (format!("`{key}` takes one text, not a list"), "Keep one value"),
            Value::Nested => {
                (format!("`{key}` takes text, not keys of its own"), "Write the value on the key's line")
            }
        };
        self.note("front-matter-type", offset, what, remedy);
        None
    }

    fn id(&mut self, entry: &Entry) -> Option<CardId> {
        let offset = self.offset(entry.value_at);
        let text = self.text_of("id", entry.value.clone(), offset)?;
        match CardId::slug(&text) {
            Ok(id) => Some(id),
            Err(bad) => {
                let remedy = "Write an id such as `technicians-retire`, and never change it afterwards";
                self.note("id", offset, bad.to_string(), remedy);
                None
            }
        }
    }

    fn date(&mut self, entry: &Entry) -> Option<PartialDate> {
        let offset = self.offset(entry.value_at);
        // A bare year is a number to YAML and a date to us: its digits are read as they stand.
        let text = match &entry.value {
            Value::Typed(_) => {
                self.source_at(offset).split([' ', '#', '\r', '\n']).next().unwrap_or("").to_owned()
            }
            other => self.text_of(&entry.key, other.clone(), offset)?,
        };
        let date = PartialDate::parse(&text);
        if date.is_none() {
            let message = format!("`{}` is not a date: `{text}`", entry.key);
            self.note("front-matter-date", offset, message, "Write 2026, 2026-02 or 2026-02-10");
        }
        date
    }

    fn word<T: Copy>(
        &mut self,
        entry: &Entry,
        parse: impl Fn(&str) -> Option<T>,
        all: &[T],
        show: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let offset = self.offset(entry.value_at);
        let text = self.text_of(&entry.key, entry.value.clone(), offset)?;
        let word = parse(&text);
        if word.is_none() {
            let known: Vec<&str> = all.iter().map(|word| show(*word)).collect();
            self.findings.push(Finding::new(
                Level::Warning,
                "unknown-value",
                self.path,
                self.lines.position(offset),
                format!("`{}` has a value this version does not know: `{text}`", entry.key),
                format!("Write one of: {}", known.join(", ")),
            ));
        }
        word
    }

    fn note(&mut self, rule: &'static str, offset: usize, message: String, remedy: &str) {
        let at: Position = self.lines.position(offset);
        self.findings.push(Finding::new(Level::Error, rule, self.path, at, message, remedy));
    }

    /// The byte offset in the file of a place the YAML reader names.
    fn offset(&self, at: Location) -> usize {
        let bytes = at.span().byte_offset().and_then(|offset| usize::try_from(offset).ok());
        match bytes {
            Some(offset) => (self.block.yaml.start + offset).min(self.block.yaml.end),
            None => self.offset_of(at.line() as usize, at.column() as usize),
        }
    }

    fn offset_of(&self, line: usize, column: usize) -> usize {
        let first = self.lines.line(self.block.yaml.start) as usize;
        let start = self.lines.start_of(first + line.saturating_sub(1));
        let rest = self.text.get(start..).unwrap_or("");
        let offset = start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(n, _)| n);
        offset.min(self.block.yaml.end)
    }

    fn source_at(&self, offset: usize) -> &str {
        self.text.get(offset..self.block.yaml.end).unwrap_or("")
    }

    /// The place of an entry: `key` is where its key starts, `end` where the next entry does.
    fn span(&self, entry: &Entry, key: usize, end: usize) -> KeySpan {
        let source = self.text.get(key..end).unwrap_or("");
        // A quoted key is longer in the file than in memory, so its end is looked for at the colon after it.
        let name = source.find(&entry.key).map_or(0, |at| at + entry.key.len());
        let colon = name + source.get(name..).and_then(|rest| rest.find(':')).unwrap_or(0);
        let key_end = source.get(..colon).map_or(colon, |before| before.trim_end().len());
        let value = value_range(source, (colon + 1).min(source.len()));
        KeySpan {
            name: entry.key.clone(),
            key: key..key + key_end,
            value: key + value.start..key + value.end,
            line: self.lines.line(key),
        }
    }
}

/// Finds the value in an entry's source: blank lines and whole-line comments after it belong to nobody.
fn value_range(source: &str, from: usize) -> Range<usize> {
    let mut end = from;
    let mut at = from;
    for line in source.get(from..).unwrap_or("").split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() && (at == from || !text.starts_with('#')) {
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    let value = source.get(from..end).unwrap_or("");
    from + (value.len() - value.trim_start().len())..end
}
