//! Rules for links: they lead to one card, of the type the verb asks for, and say why where the verb needs it.

use super::Report;
use crate::finding::Level;
use crate::ids::PackId;
use crate::link::LinkTarget;
use crate::resolve::{CardRef, Resolution, resolve};
use crate::verb::MarkKind;

pub(super) fn check(report: &mut Report<'_>) {
    let card = report.card;
    for link in &card.links {
        leads_to_one(report, &link.target, link.span.start);
    }
    for typed in &card.typed_links {
        let at = typed.span.start;
        let verb = typed.verb;
        if let Some(target) = typed.target()
            && let Some(found) = leads_to_one(report, target, at)
        {
            let allowed = verb.target_types();
            if !allowed.is_empty() && !allowed.contains(&found.kind) {
                let kinds: Vec<&str> = allowed.iter().map(|kind| kind.as_str()).collect();
                let message = format!(
                    "`{verb}` leads to a {} card, and `{}` is a {}",
                    kinds.join(" or "),
                    target.raw,
                    found.kind
                );
                report.broken("verb-target", at, message, "Link a card of that type, or use another verb");
            }
        }
        if verb.needs_because() && typed.because.is_none() {
            let message = format!("`{verb} {}` gives no reason", typed.text());
            report.broken("because-missing", at, message, "Add `because` and the reason to the same item");
        }
        let mark = match verb.mark() {
            MarkKind::Weight if typed.mark.is_none() => Some("from 1/5 to 5/5"),
            MarkKind::Score if typed.mark.is_none() => Some("from −2 to +2"),
            _ => None,
        };
        if let Some(mark) = mark {
            let message = format!("`{verb} {}` has no mark", typed.text());
            report.broken("mark-missing", at, message, format!("Write a mark {mark} after the link"));
        }
        if typed.commitment().is_some_and(str::is_empty) {
            let remedy = "Write what the client commits to at the end of the conversation";
            report.broken("commitment-missing", at, "`ends with` names no commitment", remedy);
        }
    }
    for key in ["superseded_by", "translation_of"] {
        let value =
            if key == "superseded_by" { &card.front.superseded_by } else { &card.front.translation_of };
        if let Some(value) = value {
            leads_to_one(report, &LinkTarget::named(value), report.key(key));
        }
    }
}

/// Looks a link up and reports one that leads nowhere, or to several cards.
fn leads_to_one(report: &mut Report<'_>, target: &LinkTarget, at: usize) -> Option<CardRef> {
    let depends: &[PackId] = report.ctx.pack.map_or(&[], |pack| &pack.depends);
    match resolve(target, report.card.pack(), depends, report.ctx.lookup) {
        Resolution::Found(card) => Some(card),
        Resolution::Missing => {
            let message = format!("`{}` leads to no card", target.raw);
            let remedy = "Correct the name, write the card, or remove the link; a pack sees its own cards and those \
                          of the packs it depends on";
            report.broken("dead-link", at, message, remedy);
            None
        }
        Resolution::Ambiguous(cards) => {
            let paths: Vec<&str> = cards.iter().take(6).map(|card| card.path.as_str()).collect();
            let message = format!("`{}` may mean any of: {}", target.raw, paths.join(", "));
            let remedy = match cards.first() {
                Some(card) => format!("Name one of them by its pack and id, such as `{}`", card.full_id),
                None => "Name one of them by its pack and id".to_owned(),
            };
            let level = report.level();
            report.at(level.min(Level::Warning), "ambiguous-link", at, message, remedy);
            None
        }
    }
}
