//! The running text of a card, block by block, each with where it stands in the file: for whoever looks for words in
//! it, or for the words around a link.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::block::{Block, InlineLink, Kind};

/// A block, and whether it is part of a source.
#[derive(Debug)]
pub(crate) struct Prose {
    pub(crate) block: Block,
    pub(crate) in_source: bool,
}

/// Reads the blocks of a card's text whose body starts at a byte. Code blocks and raw HTML are no running text.
pub(crate) fn blocks(text: &str, body: usize) -> Vec<Prose> {
    let mut reading =
        Reading { found: Vec::new(), block: None, open: Vec::new(), sources: 0, in_code: false };
    for (event, range) in crate::markdown::events(text.get(body..).unwrap_or("")) {
        reading.event(event, range.start + body..range.end + body);
    }
    reading.flush();
    reading.found
}

struct Reading {
    found: Vec<Prose>,
    block: Option<Block>,
    /// The links of the block that are open, by their place in it.
    open: Vec<usize>,
    /// How many definitions of sources are open.
    sources: usize,
    in_code: bool,
}

impl Reading {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if !self.in_code => self.inline(&range).push(&text, range),
            Event::Code(text) => {
                let block = self.inline(&range);
                let start = block.text.len();
                block.push(&text, range);
                let end = block.text.len();
                block.code.push(start..end);
            }
            Event::SoftBreak | Event::HardBreak => self.inline(&range).push(" ", range),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Block::new(Kind::Paragraph, range)),
            Tag::Heading { level, .. } => self.open(Block::new(Kind::Heading(*level as u8), range)),
            Tag::TableCell => self.open(Block::new(Kind::Cell, range)),
            Tag::Link { dest_url, link_type, .. } | Tag::Image { dest_url, link_type, .. } => {
                let (dest, wiki) = (dest_url.to_string(), matches!(link_type, LinkType::WikiLink { .. }));
                let block = self.inline(&range);
                let (at, place) = (block.text.len(), block.links.len());
                block.links.push(InlineLink { text: at..at, span: range, dest, wiki });
                self.open.push(place);
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            other => {
                self.flush();
                self.in_code |= matches!(other, Tag::CodeBlock(_));
                self.sources += usize::from(matches!(other, Tag::FootnoteDefinition(_)));
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                let place = self.open.pop();
                if let Some(block) = &mut self.block {
                    let end = block.text.len();
                    if let Some(link) = place.and_then(|place| block.links.get_mut(place)) {
                        link.text.end = end;
                    }
                }
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            other => {
                self.flush();
                if other == TagEnd::CodeBlock {
                    self.in_code = false;
                }
                if other == TagEnd::FootnoteDefinition {
                    self.sources = self.sources.saturating_sub(1);
                }
            }
        }
    }

    fn open(&mut self, block: Block) {
        self.flush();
        self.block = Some(block);
    }

    /// The block that text belongs to; in a tight list the text starts one by itself.
    fn inline(&mut self, range: &Range<usize>) -> &mut Block {
        self.block.get_or_insert_with(|| Block::implicit(range.clone()))
    }

    fn flush(&mut self) {
        self.open.clear();
        if let Some(block) = self.block.take() {
            self.found.push(Prose { block, in_source: self.sources > 0 });
        }
    }
}
