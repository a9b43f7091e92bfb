//! What becomes of each part of a card once the walk has read it to its end.

use std::ops::Range;
use std::sync::Arc;

use super::{Container, Walk, shortened};
use crate::body::block::{Block, InlineLink, Kind};
use crate::body::{Contact, ContactKind, Figure, SayLine, Section, Undefined, UnsourcedFigure, figure, item};
use crate::finding::{Finding, Level};
use crate::link::{Link, LinkTarget};
use crate::vocabulary::CardType;

impl Walk<'_> {
    pub(super) fn section(&mut self, level: u8, block: &Block) {
        let start = block.span.start;
        let sections = &mut self.body.sections;
        while let Some(n) = self.open_sections.last().copied() {
            let Some(section) = sections.get_mut(n).filter(|s| s.is_lead() || s.level >= level) else {
                break;
            };
            section.span.end = start;
            section.content.end = start;
            self.open_sections.pop();
        }
        if self.own_notes.is_some_and(|own| level <= own) {
            self.own_notes = None;
        }
        let heading = block.text.trim().to_owned();
        let number = self.headings.entry(heading.to_lowercase()).or_insert(0);
        *number += 1;
        let end = self.about.text.len();
        let section = Section {
            level,
            number: *number,
            span: start..end,
            content: block.span.end.min(end)..end,
            empty: true,
            line: self.about.lines.line(start),
            heading,
        };
        if section.is_my_notes() && self.own_notes.is_none() {
            self.own_notes = Some(level);
        }
        self.open_sections.push(sections.len());
        sections.push(section);
    }

    /// Reads the block as a typed link when it is the first paragraph of a list item.
    ///
    /// Answers the number of the link that became a typed one, among the block's links to cards.
    pub(super) fn first_of_item(&mut self, block: &Block) -> Option<usize> {
        match self.containers.last_mut() {
            Some(Container::Item { first_read, .. }) if !*first_read && self.footnotes == 0 => {
                *first_read = true;
            }
            _ => return None,
        }
        let about = self.about;
        let cards: Vec<(&InlineLink, LinkTarget)> = card_links(block, about.path).collect();
        let reading = item::read(block, &cards, about.kind, about.lines);
        for complaint in reading.complaints {
            let level = match (complaint.rule, complaint.spoils && about.ready) {
                (_, true) => Level::Error,
                ("unknown-verb" | "typed-link-tail", _) => Level::Note,
                _ => Level::Warning,
            };
            let at = about.lines.position(complaint.offset);
            let finding =
                Finding::new(level, complaint.rule, about.path, at, complaint.message, complaint.remedy);
            self.body.findings.push(finding);
        }
        let typed = reading.typed?;
        let takes_link = typed.target().is_some();
        self.body.typed_links.push(typed);
        takes_link.then_some(0)
    }

    pub(super) fn links(&mut self, block: &Block, typed: Option<usize>) {
        let about = self.about;
        for (n, (link, target)) in card_links(block, about.path).enumerate() {
            if typed == Some(n) {
                continue;
            }
            self.body.links.push(Link {
                text: block.text.get(link.text.clone()).unwrap_or("").trim().to_owned(),
                span: link.span.clone(),
                line: about.lines.line(link.span.start),
                target,
            });
        }
        if self.footnotes == 0 {
            let mail = block.links.iter().find(|link| link.dest.starts_with("mailto:"));
            self.body
                .contacts
                .extend(mail.map(|link| Contact { kind: ContactKind::Email, offset: link.span.start }));
        }
    }

    pub(super) fn define(&mut self, block: &Block) {
        let definition = self.containers.iter_mut().rev().find_map(|container| match container {
            Container::Footnote(definition) => Some(definition),
            _ => None,
        });
        let Some(definition) = definition else { return };
        if !definition.text.is_empty() {
            definition.text.push(' ');
        }
        let at = definition.text.len();
        if definition.link.is_none() {
            definition.link = block
                .links
                .iter()
                .find(|link| link.is_address())
                .map(|link| (at + link.text.start..at + link.text.end, link.dest.clone()));
        }
        definition.text.push_str(&block.text);
    }

    pub(super) fn figures(&mut self, block: &Block) {
        if matches!(block.kind, Kind::Heading(_)) || self.own_notes.is_some() || self.is_say_line(block) {
            return;
        }
        let found = figure::find(&block.text);
        // Most paragraphs hold no figure, and some hold very many marks.
        let footnotes: Arc<[String]> =
            if found.is_empty() { Arc::default() } else { block.notes.as_slice().into() };
        let mut first = None;
        for range in found.into_iter().filter(|range| !block.is_code(range.start)) {
            let text = block.text.get(range.clone()).unwrap_or("");
            let offset = block.source(range.start);
            self.body.figures.push(Figure {
                normal: figure::normal(text),
                footnotes: Arc::clone(&footnotes),
                at: self.about.lines.position(offset),
            });
            first.get_or_insert((offset, text.to_owned()));
        }
        let table = self.containers.iter_mut().rev().find_map(|container| match container {
            Container::Table { figure, notes, text, .. } => Some((figure, notes, text)),
            _ => None,
        });
        match (table, first) {
            (Some((figure, notes, text)), first) => {
                notes.extend(block.notes.iter().cloned());
                if figure.is_none() {
                    *figure = first;
                }
                if text.len() < 200 {
                    text.push_str(&block.text);
                    text.push(' ');
                }
            }
            (None, Some(first)) if block.notes.is_empty() => {
                // Text in a tight list has no paragraph of its own, so the item is what a page can mark.
                let mark_at = match self.containers.last() {
                    Some(Container::Item { start, .. }) if block.is_implicit => *start,
                    _ => block.span.start,
                };
                self.unsourced(block.span.clone(), first, &block.text, mark_at);
            }
            _ => {}
        }
    }

    /// Ends a table: a footnote in any of its cells stands beside all its figures, `first_figure` and those after it.
    pub(super) fn table(
        &mut self,
        span: Range<usize>,
        figure: Option<(usize, String)>,
        notes: &[String],
        (first_figure, text): (usize, &str),
    ) {
        let footnotes: Arc<[String]> = notes.into();
        for figure in self.body.figures.iter_mut().skip(first_figure) {
            figure.footnotes = Arc::clone(&footnotes);
        }
        if let Some(figure) = figure.filter(|_| notes.is_empty()) {
            let mark_at = span.start;
            self.unsourced(span, figure, text, mark_at);
        }
    }

    fn unsourced(
        &mut self,
        span: Range<usize>,
        (offset, figure): (usize, String),
        text: &str,
        mark_at: usize,
    ) {
        let at = self.about.lines.position(offset);
        let text = shortened(text, 80);
        self.body.unsourced.push(UnsourcedFigure {
            text,
            figure,
            span,
            line: at.line,
            column: at.column,
            mark_at,
        });
    }

    /// Whether a block becomes the say line when its quote ends; the figures of that one have a rule of their own.
    fn is_say_line(&self, block: &Block) -> bool {
        let [Container::Quote { paragraphs, .. }] = self.containers.as_slice() else {
            return false;
        };
        paragraphs.is_empty() && self.may_hold_say_line() && !is_callout(block)
    }

    /// Whether a block quote that stands here by itself may hold the say line.
    fn may_hold_say_line(&self) -> bool {
        self.body.say.is_none() && self.body.sections.len() == 1 && self.about.kind != CardType::Note
    }

    /// Reads a block quote that ended: the first of the lead is the say line, unless it is a callout.
    pub(super) fn quote(&mut self, span: Range<usize>, paragraphs: Vec<Block>) {
        if !self.containers.is_empty() || !self.may_hold_say_line() {
            return;
        }
        let lines = self.about.lines;
        let mut paragraphs = paragraphs.into_iter();
        let Some(first) = paragraphs.next().filter(|first| !is_callout(first)) else {
            return;
        };
        if paragraphs.next().is_some() {
            self.body.findings.push(Finding::new(
                Level::Warning,
                "say-line-paragraphs",
                self.about.path,
                lines.position(span.start),
                "the say line is one paragraph; only its first is read",
                "Keep one paragraph in the first block quote and move the rest below it",
            ));
        }
        let text = first.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = text.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).count() as u32;
        let line = lines.line(span.start);
        self.body.say = Some(SayLine { text, words, span, line });
    }

    /// Finds `[^label]` that stayed text: the reader of Markdown leaves it so where no definition answers it.
    pub(super) fn undefined_marks(&mut self, block: &Block) {
        let mut from = 0;
        while let Some(start) = block.text.get(from..).and_then(|rest| rest.find("[^")).map(|at| from + at) {
            from = start + 2;
            let label = block.text.get(from..).unwrap_or("");
            let Some(length) = label
                .find([']', '[', ' ', '\n'])
                .filter(|at| label.get(*at..).unwrap_or("").starts_with(']'))
            else {
                continue;
            };
            let offset = block.source(start);
            let escaped =
                offset.checked_sub(1).and_then(|at| self.about.text.as_bytes().get(at)) == Some(&b'\\');
            if length > 0 && !escaped && !block.is_code(start) {
                let label = label.get(..length).unwrap_or("").to_owned();
                self.body.undefined.push(Undefined { label, offset });
            }
        }
    }
}

fn card_links<'b>(block: &'b Block, path: &'b str) -> impl Iterator<Item = (&'b InlineLink, LinkTarget)> {
    block.links.iter().filter_map(move |link| {
        let target = if link.wiki {
            Some(LinkTarget::wiki(&link.dest))
        } else {
            LinkTarget::markdown(&link.dest, path)
        };
        Some((link, target.filter(|target| !target.is_own_heading() && !target.is_attachment())?))
    })
}

/// Whether a quote that starts with this block is a callout: `> [!note]`.
fn is_callout(first: &Block) -> bool {
    first.text.trim_start().starts_with("[!")
}
