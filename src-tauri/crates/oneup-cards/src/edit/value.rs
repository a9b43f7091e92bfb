//! Finds how a value is written in the front matter, and the exact bytes of it.

use std::ops::Range;

use super::line_end;
use super::write::Style;
use crate::front_matter::KeySpan;

/// One text of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scalar {
    /// Its bytes, quotation marks included.
    pub(super) span: Range<usize>,
    pub(super) style: Style,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// Nothing stands after the colon; a value goes in here.
    Nothing(usize),
    /// A text on the key's line.
    One(Scalar),
    /// `[a, b]`: the inside of the brackets, and its items.
    Flow { inside: Range<usize>, items: Vec<Scalar> },
    /// A line `- a` for each item; `after_colon` is where the key's line goes on.
    Block { after_colon: usize, items: Vec<Scalar> },
}

type Refusal = &'static str;

const SEVERAL_LINES: Refusal = "is written over several lines";
const ANCHOR: Refusal = "holds an anchor, an alias or a tag of YAML";
const NESTED: Refusal = "holds keys or lists of its own";

/// Finds how the value of a key is written; `end` is where the entry ends at the latest.
pub(super) fn find(text: &str, key: &KeySpan, end: usize) -> Result<Written, Refusal> {
    let colon = text.get(key.key.end..end).and_then(|rest| rest.find(':')).ok_or(SEVERAL_LINES)?;
    let from = key.key.end + colon + 1;
    let line = from..line_end(text, from).min(end);
    let rest = text.get(line.clone()).unwrap_or("");
    let start = from + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let more = text.get(line.end..key.value.end.max(line.end)).unwrap_or("");
    let stands_alone =
        |written: Written| if more.trim().is_empty() { Ok(written) } else { Err(SEVERAL_LINES) };
    match text.get(start..line.end).and_then(|rest| rest.chars().next()) {
        None | Some('\r' | '\n' | '#') => {
            if more.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
                return Ok(Written::Nothing(from));
            }
            let items = block_items(text, line.end..key.value.end)?;
            Ok(Written::Block { after_colon: from, items })
        }
        Some('[') => flow(text, start, end),
        Some('|' | '>') => Err(SEVERAL_LINES),
        Some('&' | '*' | '!') => Err(ANCHOR),
        Some('{') => Err(NESTED),
        Some(_) => stands_alone(Written::One(scalar(text, start..line.end)?)),
    }
}

/// Reads a text that ends on its line, before a comment.
fn scalar(text: &str, within: Range<usize>) -> Result<Scalar, Refusal> {
    let source = text.get(within.clone()).unwrap_or("");
    let (length, style) = match source.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let length = quoted(source, quote).ok_or(SEVERAL_LINES)?;
            let style = if quote == '"' { Style::Double } else { Style::Single };
            let after = source.get(length..).unwrap_or("");
            if !after.trim().is_empty() && !after.trim_start().starts_with('#') {
                return Err(SEVERAL_LINES);
            }
            (length, style)
        }
        Some('&' | '*' | '!') => return Err(ANCHOR),
        Some('[' | '{') => return Err(NESTED),
        Some('|' | '>') => return Err(SEVERAL_LINES),
        _ => {
            let comment = [" #", "\t#"].iter().filter_map(|mark| source.find(mark)).min();
            let plain = source.get(..comment.unwrap_or(source.len())).unwrap_or(source);
            (plain.trim_end().len(), Style::Plain)
        }
    };
    Ok(Scalar { span: within.start..within.start + length, style })
}

/// The length of a quoted text that ends on this line, quotation marks included.
fn quoted(source: &str, quote: char) -> Option<usize> {
    let mut chars = source.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' => return None,
            '\\' if quote == '"' => {
                chars.next();
            }
            '\'' if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn block_items(text: &str, within: Range<usize>) -> Result<Vec<Scalar>, Refusal> {
    let mut items: Vec<Scalar> = Vec::new();
    let mut indent = None;
    let mut at = within.start;
    while at < within.end {
        let end = line_end(text, at).min(within.end);
        let line = text.get(at..end).unwrap_or("");
        let words = line.trim_start_matches(' ');
        if !(words.trim().is_empty() || words.starts_with('#')) {
            let depth = line.len() - words.len();
            let item = words
                .strip_prefix('-')
                .filter(|item| item.starts_with([' ', '\t', '\r', '\n']) || item.is_empty());
            let item = item.filter(|_| *indent.get_or_insert(depth) == depth).ok_or(SEVERAL_LINES)?;
            let value = item.trim_start_matches([' ', '\t']);
            let start = at + (line.len() - value.len());
            if value.starts_with("- ") || value.trim().is_empty() || value.starts_with('#') {
                return Err(NESTED);
            }
            items.push(scalar(text, start..end)?);
        }
        at = end;
    }
    Ok(items)
}

fn flow(text: &str, open: usize, end: usize) -> Result<Written, Refusal> {
    let mut items = Vec::new();
    let mut at = open + 1;
    loop {
        at = past_space_and_comments(text, at, end);
        match text.get(at..end).and_then(|rest| rest.chars().next()) {
            None => return Err(SEVERAL_LINES),
            Some(']') => break,
            Some(',') => at += 1,
            Some(quote @ ('"' | '\'')) => {
                let length = quoted(text.get(at..end).unwrap_or(""), quote).ok_or(SEVERAL_LINES)?;
                let style = if quote == '"' { Style::Double } else { Style::Single };
                items.push(Scalar { span: at..at + length, style });
                at += length;
            }
            Some('&' | '*' | '!') => return Err(ANCHOR),
            Some('[' | '{' | '}' | '?') => return Err(NESTED),
            Some(_) => {
                let rest = text.get(at..end).unwrap_or("");
                let stop = rest.find([',', ']', '[', '{', '}', '\n']).ok_or(SEVERAL_LINES)?;
                let plain = rest.get(..stop).unwrap_or("");
                let plain = plain.find(" #").and_then(|n| plain.get(..n)).unwrap_or(plain).trim_end();
                items.push(Scalar { span: at..at + plain.len(), style: Style::Plain });
                at += plain.len();
                if !text
                    .get(past_space_and_comments(text, at, end)..end)
                    .is_some_and(|t| t.starts_with([',', ']']))
                {
                    return Err(SEVERAL_LINES);
                }
            }
        }
    }
    let after = text.get(at + 1..line_end(text, at).min(end)).unwrap_or("").trim();
    if !after.is_empty() && !after.starts_with('#') {
        return Err(SEVERAL_LINES);
    }
    Ok(Written::Flow { inside: open + 1..at, items })
}

fn past_space_and_comments(text: &str, mut at: usize, end: usize) -> usize {
    loop {
        let rest = text.get(at..end).unwrap_or("");
        let words = rest.trim_start();
        at += rest.len() - words.len();
        if !words.starts_with('#') {
            return at;
        }
        at = line_end(text, at).min(end);
    }
}
