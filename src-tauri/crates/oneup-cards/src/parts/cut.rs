//! Finds where one part of a card ends and the next begins, and cuts the text there.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{CLOSE, Key, OPEN, Place, Tile, WHOLE};
use crate::body::MY_NOTES;
use crate::front_matter::{self, Found, KeySpan};
use crate::position::Lines;

/// A text with the places at which it can be cut.
pub(crate) struct Outline<'t> {
    text: &'t str,
    front: Option<Front>,
    /// The starts of the parts of the body, in order.
    cuts: Vec<Cut>,
    body: usize,
}

struct Front {
    yaml: Range<usize>,
    /// The keys, when it can be cut by key.
    keys: Option<Vec<KeySpan>>,
}

struct Cut {
    at: usize,
    key: Key,
    own: bool,
}

/// Whether the text has front matter and it can be cut by key.
pub(crate) fn can_split_front(outline: &Outline<'_>) -> bool {
    outline.front.as_ref().is_some_and(|front| front.keys.is_some())
}

impl Outline<'_> {
    /// Whether the text has front matter.
    pub(crate) const fn has_front(&self) -> bool {
        self.front.is_some()
    }
}

/// Reads the outline of a text.
pub(crate) fn outline(text: &str) -> Outline<'_> {
    let (front, body) = match front_matter::find(text) {
        Found::None { body } | Found::Unclosed { body } => (None, body),
        Found::Block(block) => {
            let keys = keys(text, &block);
            (Some(Front { yaml: block.yaml.clone(), keys }), block.whole.end)
        }
    };
    Outline { text, front, cuts: cuts(text, body), body }
}

fn keys(text: &str, block: &front_matter::Block) -> Option<Vec<KeySpan>> {
    let mut findings = Vec::new();
    let keys = front_matter::read("", text, &Lines::new(text), block, &mut findings).keys;
    let cannot = ["front-matter", "front-matter-twice", "front-matter-size"];
    let unread = findings.iter().any(|finding| cannot.contains(&finding.rule));
    let at_line_start = |key: &KeySpan| {
        key.key.start == block.yaml.start || text.get(..key.key.start).is_some_and(|t| t.ends_with('\n'))
    };
    let plain = |key: &KeySpan| !text.get(key.key.start..).is_some_and(|t| t.starts_with(['{', '?', '[']));
    let sound = !unread
        && keys.iter().all(|key| at_line_start(key) && plain(key) && key.value.end <= block.yaml.end)
        && keys.is_sorted_by(|a, b| a.value.end <= b.key.start);
    sound.then_some(keys)
}

fn cuts(text: &str, body: usize) -> Vec<Cut> {
    let mut reader = Reader {
        text,
        cuts: vec![Cut { at: body, key: Key { place: Place::Lead, piece: 0 }, own: false }],
        headings: HashMap::new(),
        labels: HashMap::new(),
        section: Place::Lead,
        pieces: 0,
        own_level: None,
        used_elsewhere: HashSet::new(),
        used_in_notes: HashSet::new(),
    };
    let mut depth = 0_usize;
    let mut heading: Option<(u8, usize, String)> = None;
    let mut footnote: Option<usize> = None;
    for (event, range) in crate::markdown::events(text.get(body..).unwrap_or("")) {
        let range = range.start + body..range.end + body;
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                heading = Some((level as u8, range.start, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, start, words)) = heading.take() {
                    reader.heading(level, start, words.trim());
                }
            }
            Event::Start(Tag::FootnoteDefinition(label)) if depth == 0 => {
                footnote = Some(depth);
                depth += 1;
                reader.footnote(&label, &range);
            }
            Event::End(TagEnd::FootnoteDefinition) if footnote == Some(depth.saturating_sub(1)) => {
                depth -= 1;
                footnote = None;
                reader.after_footnote(range.end);
            }
            Event::Start(tag) if is_container(&tag) => depth += 1,
            Event::End(tag) if is_container_end(tag) => depth = depth.saturating_sub(1),
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, _, heading)) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, _, heading)) = &mut heading {
                    heading.push(' ');
                }
            }
            Event::FootnoteReference(label) => reader.used(&label),
            _ => {}
        }
    }
    reader.finish()
}

const fn is_container(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_) | Tag::Table(_))
}

const fn is_container_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::Table
    )
}

struct Reader<'t> {
    text: &'t str,
    cuts: Vec<Cut>,
    headings: HashMap<String, u32>,
    labels: HashMap<String, u32>,
    /// The section that is open and how many pieces of it have begun.
    section: Place,
    pieces: u32,
    /// The level of `## My notes` while it is open: all that stands in it is one part.
    own_level: Option<u8>,
    used_elsewhere: HashSet<String>,
    used_in_notes: HashSet<String>,
}

impl Reader<'_> {
    fn heading(&mut self, level: u8, start: usize, words: &str) {
        if self.own_level.is_some_and(|own| level > own) {
            return;
        }
        let own = words.to_lowercase() == MY_NOTES.to_lowercase();
        self.own_level = own.then_some(level);
        let number = self.headings.entry(words.to_lowercase()).or_insert(0);
        *number += 1;
        self.section = Place::Section { heading: words.to_owned(), number: *number };
        self.pieces = 0;
        self.cut(start, Key { place: self.section.clone(), piece: 0 }, own);
    }

    fn footnote(&mut self, label: &str, range: &Range<usize>) {
        if self.own_level.is_some() {
            return;
        }
        let number = self.labels.entry(label.to_lowercase()).or_insert(0);
        *number += 1;
        let place = Place::Footnote { label: label.to_owned(), number: *number };
        self.cut(range.start, Key { place, piece: 0 }, false);
    }

    fn after_footnote(&mut self, end: usize) {
        if self.own_level.is_some() {
            return;
        }
        let before = self.text.get(..end).unwrap_or("");
        let rest = self.text.get(end..).unwrap_or("");
        let at =
            if before.ends_with('\n') { end } else { end + rest.find('\n').map_or(rest.len(), |n| n + 1) };
        self.pieces += 1;
        let key = Key { place: self.section.clone(), piece: self.pieces };
        self.cut(at, key, false);
    }

    fn used(&mut self, label: &str) {
        let set = if self.own_level.is_some() { &mut self.used_in_notes } else { &mut self.used_elsewhere };
        set.insert(label.to_lowercase());
    }

    /// Cuts at the start of the line of `at`, or above the blank lines before it.
    fn cut(&mut self, at: usize, key: Key, own: bool) {
        let floor = self.cuts.last().map_or(0, |cut| cut.at);
        let line = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |feed| feed + 1);
        let line = line.max(floor);
        let above = self.text.get(floor..line).unwrap_or("");
        let at = floor + without_blank_lines(above).len();
        self.cuts.push(Cut { at, key, own });
    }

    fn finish(mut self) -> Vec<Cut> {
        let end = Key { place: Place::End, piece: 0 };
        self.cut(self.text.len(), end, false);
        for cut in &mut self.cuts {
            if let Place::Footnote { label, .. } = &cut.key.place {
                let label = label.to_lowercase();
                cut.own = self.used_in_notes.contains(&label) && !self.used_elsewhere.contains(&label);
            }
        }
        self.cuts
    }
}

/// Leaves out the blank lines at the end of a text that ends with a line end.
fn without_blank_lines(text: &str) -> &str {
    if !text.is_empty() && !text.ends_with('\n') {
        return text;
    }
    let words = text.trim_end_matches([' ', '\t', '\r', '\n']);
    let rest = text.get(words.len()..).unwrap_or("");
    match rest.find('\n') {
        _ if words.is_empty() => words,
        Some(feed) => text.get(..words.len() + feed + 1).unwrap_or(text),
        None => text,
    }
}

/// Cuts a text into its parts, the front matter by key or as a whole; empty parts are left out.
pub(crate) fn tiles<'t>(outline: &Outline<'t>, by_key: bool) -> Vec<Tile<'t>> {
    let mut tiles = Vec::new();
    let text = outline.text;
    let mut push = |range: Range<usize>, place: Place, piece: u32, own: bool| {
        let text = text.get(range).unwrap_or("");
        if !text.is_empty() {
            tiles.push(Tile { key: Key { place, piece }, text, own });
        }
    };
    match &outline.front {
        Some(Front { yaml, keys: Some(keys) }) if by_key => {
            push(0..yaml.start, Place::FrontMatter, OPEN, false);
            let mut at = yaml.start;
            for key in keys {
                push(at..key.key.start, Place::Comment { above: key.name.clone() }, 0, false);
                let end = line_end(text, key.value.end.max(key.key.end), yaml.end);
                push(key.key.start..end, Place::Key { name: key.name.clone() }, 0, false);
                at = end;
            }
            push(at..yaml.end, Place::Comment { above: String::new() }, 0, false);
            push(yaml.end..outline.body, Place::FrontMatter, CLOSE, false);
        }
        Some(_) => push(0..outline.body, Place::FrontMatter, WHOLE, false),
        // A byte order mark belongs to no part.
        None => push(0..outline.body, Place::LineEnds, 0, false),
    }
    let ends = outline.cuts.iter().skip(1).map(|cut| cut.at).chain([text.len()]);
    for (cut, end) in outline.cuts.iter().zip(ends) {
        push(cut.at..end, cut.key.place.clone(), cut.key.piece, cut.own);
    }
    tiles
}

/// The end of the line in which `at` stands, its line feed included.
fn line_end(text: &str, at: usize, limit: usize) -> usize {
    let rest = text.get(at..limit).unwrap_or("");
    at + rest.find('\n').map_or(rest.len(), |feed| feed + 1)
}
