//! Turns a card as parsed into what the graph is told of it.

use oneup_cards::{Card, LinkTarget, Object, Resolution, Source, Status};

use crate::record::{CardRecord, LinkRecord, SourceCount, Target};

impl CardRecord {
    /// Says what the graph needs to know of a card.
    ///
    /// `status` is the one that lists show (see [`Card::shown_status`]), `primary_hosts` those of the card's pack, and
    /// `look_up` finds the card a link means. Links to pictures and to headings of the card itself are no links here.
    #[must_use]
    pub fn read(
        card: &Card,
        status: Status,
        primary_hosts: &[String],
        look_up: &dyn Fn(&LinkTarget) -> Resolution,
    ) -> Self {
        let typed = card.typed_links.iter().filter_map(|link| {
            let target = match &link.object {
                Object::Card { target, .. } => found(target, look_up)?,
                Object::Commitment(text) => Target::Commitment(text.clone()),
            };
            Some(LinkRecord {
                verb: Some(link.verb),
                target,
                mark: link.mark,
                because: link.because.clone(),
                sources: link.sources.iter().filter(|label| card.source(label).is_some()).count() as u32,
                line: link.line,
            })
        });
        let plain = card.links.iter().filter_map(|link| {
            let target = found(&link.target, look_up)?;
            Some(LinkRecord { verb: None, target, mark: None, because: None, sources: 0, line: link.line })
        });
        let mut links: Vec<LinkRecord> = typed.chain(plain).collect();
        links.sort_by_key(|link| link.line);
        let is_primary = |source: &&Source| source.is_at(primary_hosts);
        Self {
            id: card.full_id(),
            kind: card.kind,
            title: card.title.clone(),
            status,
            industry: card.front.industry.clone(),
            role: card.front.role.clone(),
            stage: card.front.stage.clone(),
            stale_on: card.stale_on(),
            sources: SourceCount {
                all: card.sources.len() as u32,
                primary: card.sources.iter().filter(is_primary).count() as u32,
            },
            unsourced_figures: card.unsourced.len() as u32,
            has_say_line: card.say.is_some(),
            links,
        }
    }
}

fn found(target: &LinkTarget, look_up: &dyn Fn(&LinkTarget) -> Resolution) -> Option<Target> {
    if target.is_own_heading() || target.is_attachment() {
        return None;
    }
    Some(match look_up(target) {
        Resolution::Found(card) => Target::Card(card.full_id),
        Resolution::Missing => Target::Missing(target.raw.clone()),
        Resolution::Ambiguous(cards) => Target::Unclear {
            written: target.raw.clone(),
            among: cards.into_iter().map(|card| card.full_id).collect(),
        },
    })
}
