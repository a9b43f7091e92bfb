//! The cards and their links by number, both ways: built once, changed card by card, asked by every view.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use oneup_cards::{CardType, FullId, Mark, Status, Verb};

use crate::filter::Words;
use crate::record::{CardFace, CardRecord, LinkRecord, SourceCount, Target};

/// The cards of a library and what leads to what.
///
/// A card keeps its number for as long as the graph lives. A number may stand for a card that is linked to and not
/// there: when the card comes, its links are alive at once, and when it goes, they are dead.
#[derive(Debug, Clone, Default)]
pub struct CardGraph {
    pub(crate) nodes: Vec<Node>,
    /// The numbers of the cards that are there, in the order of their ids: every answer starts from this order, so
    /// that none depends on how the cards came.
    pub(crate) order: Vec<u32>,
    pub(crate) words: Words,
    slots: HashMap<Arc<FullId>, u32>,
}

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) id: Arc<FullId>,
    /// `None` while the card is only linked to.
    pub(crate) card: Option<Facts>,
    pub(crate) links: Box<[Edge]>,
    /// The links that lead here, in no order of meaning.
    pub(crate) incoming: Vec<Incoming>,
}

#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) kind: CardType,
    pub(crate) title: Box<str>,
    pub(crate) status: Status,
    pub(crate) industry: Box<[u32]>,
    pub(crate) role: Box<[u32]>,
    pub(crate) stage: Box<[u32]>,
    pub(crate) stale_on: Option<Date>,
    pub(crate) sources: SourceCount,
    pub(crate) unsourced_figures: u32,
    pub(crate) has_say_line: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) verb: Option<Verb>,
    pub(crate) to: To,
    pub(crate) mark: Option<Mark>,
    pub(crate) because: Option<Box<str>>,
    pub(crate) sources: u32,
    pub(crate) line: u32,
}

#[derive(Debug, Clone)]
pub(crate) enum To {
    Card(u32),
    Missing(Box<str>),
    Unclear { written: Box<str>, among: Box<[FullId]> },
    Commitment(Box<str>),
}

/// The place of a link that leads to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Incoming {
    pub(crate) from: u32,
    /// Its place among the links of the card it stands in.
    pub(crate) nth: u32,
}

impl CardGraph {
    /// Builds the graph. Of several records of one id, which a library reports on its own, the first by title is
    /// kept, so that the outcome does not depend on their order.
    #[must_use]
    pub fn build(mut records: Vec<CardRecord>) -> Self {
        records.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.title.cmp(&b.title)));
        records.dedup_by(|later, first| later.id == first.id);
        let mut graph = Self {
            nodes: Vec::with_capacity(records.len()),
            slots: HashMap::with_capacity(records.len()),
            ..Self::default()
        };
        for record in &records {
            graph.slot(&record.id);
        }
        graph.order = (0..records.len() as u32).collect();
        for (slot, record) in (0..).zip(records) {
            graph.fill(slot, record);
        }
        graph
    }

    /// Puts a card in, in place of the one with its id.
    pub fn put(&mut self, record: CardRecord) {
        let slot = self.slot(&record.id);
        self.unlink(slot);
        if let Err(at) = self.place(&record.id) {
            self.order.insert(at, slot);
        }
        self.fill(slot, record);
    }

    /// Takes a card out; links that lead to it are dead from now on. Says whether it was there.
    pub fn remove(&mut self, id: &FullId) -> bool {
        let Some(slot) = self.number(id) else {
            return false;
        };
        self.unlink(slot);
        if let Ok(at) = self.place(id) {
            self.order.remove(at);
        }
        self.nodes.get_mut(slot as usize).is_some_and(|node| node.card.take().is_some())
    }

    /// The number of cards.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no card.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The number under which a card, there or only linked to, is kept.
    pub(crate) fn number(&self, id: &FullId) -> Option<u32> {
        self.slots.get(id).copied()
    }

    pub(crate) fn node(&self, slot: u32) -> Option<&Node> {
        self.nodes.get(slot as usize)
    }

    /// What is known of a card that is there.
    pub(crate) fn facts(&self, slot: u32) -> Option<&Facts> {
        self.node(slot)?.card.as_ref()
    }

    /// The card as a page names it; `None` when it is not there.
    pub(crate) fn face(&self, slot: u32, today: Date) -> Option<CardFace> {
        let node = self.node(slot)?;
        let card = node.card.as_ref()?;
        Some(CardFace {
            id: FullId::clone(&node.id),
            kind: card.kind,
            title: card.title.to_string(),
            status: card.status,
            weakness: card.weakness(today),
        })
    }

    /// Compares two cards by id.
    pub(crate) fn by_id(&self, a: u32, b: u32) -> std::cmp::Ordering {
        self.node(a).map(|node| &node.id).cmp(&self.node(b).map(|node| &node.id))
    }

    /// The links of a card that lead to cards that are there: place, link, and the card's number.
    pub(crate) fn links_of(&self, slot: u32) -> impl Iterator<Item = (u32, &Edge, u32)> {
        let links = self.node(slot).map_or(&[][..], |node| &node.links);
        (0..).zip(links).filter_map(|(nth, edge)| match edge.to {
            To::Card(to) if self.facts(to).is_some() => Some((nth, edge, to)),
            _ => None,
        })
    }

    /// The links that lead to a card: the card each stands in, its place there, and the link.
    pub(crate) fn links_to(&self, slot: u32) -> impl Iterator<Item = (u32, u32, &Edge)> {
        let incoming = self.node(slot).map_or(&[][..], |node| &node.incoming);
        incoming.iter().filter_map(|link| {
            let edge = self.node(link.from)?.links.get(link.nth as usize)?;
            Some((link.from, link.nth, edge))
        })
    }

    /// Whether a card is there, is of this type, and is still used.
    pub(crate) fn in_use(&self, slot: u32, kind: CardType) -> bool {
        self.facts(slot).is_some_and(|card| card.kind == kind && card.status != Status::Withdrawn)
    }

    /// Where an id stands in the order, or would stand.
    fn place(&self, id: &FullId) -> Result<usize, usize> {
        self.order.binary_search_by(|slot| self.node(*slot).map(|node| &*node.id).cmp(&Some(id)))
    }

    /// The number of an id, given now if it has none.
    fn slot(&mut self, id: &FullId) -> u32 {
        if let Some(slot) = self.slots.get(id) {
            return *slot;
        }
        let slot = self.nodes.len() as u32;
        let id = Arc::new(id.clone());
        self.slots.insert(Arc::clone(&id), slot);
        self.nodes.push(Node { id, card: None, links: Box::default(), incoming: Vec::new() });
        slot
    }

    fn fill(&mut self, slot: u32, record: CardRecord) {
        let links: Box<[Edge]> = (0..)
            .zip(record.links)
            .map(|(nth, link)| self.edge(Incoming { from: slot, nth }, link))
            .collect();
        let card = Facts {
            kind: record.kind,
            title: record.title.into_boxed_str(),
            status: record.status,
            industry: self.words.numbers(&record.industry),
            role: self.words.numbers(&record.role),
            stage: self.words.numbers(&record.stage),
            stale_on: record.stale_on,
            sources: record.sources,
            unsourced_figures: record.unsourced_figures,
            has_say_line: record.has_say_line,
        };
        if let Some(node) = self.nodes.get_mut(slot as usize) {
            node.card = Some(card);
            node.links = links;
        }
    }

    fn edge(&mut self, at: Incoming, link: LinkRecord) -> Edge {
        let to = match link.target {
            Target::Card(id) => {
                let to = self.slot(&id);
                if let Some(node) = self.nodes.get_mut(to as usize) {
                    node.incoming.push(at);
                }
                To::Card(to)
            }
            Target::Missing(written) => To::Missing(written.into_boxed_str()),
            Target::Unclear { written, mut among } => {
                among.sort_unstable();
                To::Unclear { written: written.into_boxed_str(), among: among.into_boxed_slice() }
            }
            Target::Commitment(text) => To::Commitment(text.into_boxed_str()),
        };
        let because = link.because.filter(|because| !because.trim().is_empty()).map(String::into_boxed_str);
        Edge { verb: link.verb, to, mark: link.mark, because, sources: link.sources, line: link.line }
    }

    /// Takes the links of a card out of the cards they lead to.
    fn unlink(&mut self, slot: u32) {
        let links = self.nodes.get_mut(slot as usize).map(|node| std::mem::take(&mut node.links));
        for edge in links.unwrap_or_default() {
            if let To::Card(to) = edge.to
                && let Some(target) = self.nodes.get_mut(to as usize)
            {
                target.incoming.retain(|link| link.from != slot);
            }
        }
    }
}
