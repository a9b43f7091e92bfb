//! Rules of each type: what a card of that type must say before a rep can rely on it.

use super::Report;
use crate::card::Card;
use crate::link::TypedLink;
use crate::verb::Verb;
use crate::vocabulary::CardType;

pub(super) fn check(report: &mut Report<'_>) {
    match report.card.kind {
        CardType::Force => force(report),
        CardType::Challenge => {
            needs(report, Verb::Costs, "Add an item `costs [[role]] because …`: who pays for it, and how");
            needs(report, Verb::Raises, "Add an item `raises [[factor]] because …`");
        }
        CardType::Factor => {
            headings(report, CardType::Factor.headings());
            needs(report, Verb::WeighedBy, "Add an item `weighed by [[role]] 4/5 because …`");
        }
        CardType::Question => {
            if !uses(report.card, &[Verb::Teaches, Verb::Surfaces]) {
                let remedy = "Add an item `teaches [[force]]` or `surfaces [[challenge]]`";
                report.broken(
                    "question-aim",
                    start(report),
                    "the question says neither what it teaches nor what it surfaces",
                    remedy,
                );
            }
        }
        CardType::Conversation => {
            needs(report, Verb::EndsWith, "Add an item `ends with` and the commitment");
            needs(report, Verb::Needs, "Add an item `needs [[role]]`: who has to be there");
            headings(report, &["Advice"]);
        }
        CardType::Recommendation => headings(report, CardType::Recommendation.headings()),
        CardType::Only => {
            only_form(report);
            headings(report, CardType::Only.headings());
        }
        CardType::Approach
        | CardType::Role
        | CardType::Proof
        | CardType::Concern
        | CardType::Context
        | CardType::Term
        | CardType::Note => {}
    }
}

fn force(report: &mut Report<'_>) {
    let card = report.card;
    let effects: Vec<&TypedLink> =
        card.typed_links.iter().filter(|link| matches!(link.verb, Verb::Causes | Verb::Worsens)).collect();
    if effects.is_empty() {
        let remedy = "Add an item `causes [[challenge]] because …` or `worsens [[challenge]] because …`, with a footnote";
        report.broken(
            "force-effect",
            start(report),
            "the force neither causes nor worsens a challenge",
            remedy,
        );
    }
    for effect in effects.into_iter().filter(|effect| effect.sources.is_empty()) {
        let message = format!("`{} {}` has no source", effect.verb, effect.text());
        report.broken("force-effect-source", effect.span.start, message, "Add a footnote mark to the reason");
    }
    let own_hosts = report.ctx.pack.map_or(&[][..], |pack| pack.own_hosts.as_slice());
    if !card.sources.iter().any(|source| source.host().is_some() && !source.is_at(own_hosts)) {
        let message = "the force has no source outside our own company";
        report.broken(
            "force-outside-source",
            start(report),
            message,
            "Add a source that the client would trust",
        );
    }
}

fn only_form(report: &mut Report<'_>) {
    let card = report.card;
    let lead = card.sections.first().and_then(|lead| card.text().get(lead.span.clone())).unwrap_or("");
    let says_so = |text: &str| {
        let text =
            text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace(['*', '_'], "");
        text.split_once("we are the only ").is_some_and(|(_, rest)| rest.contains(" that "))
    };
    if !says_so(&card.title) && !says_so(lead) {
        let message = "the card does not say its ONLY statement";
        report.broken(
            "only-form",
            start(report),
            message,
            "Write \u{201c}We are the ONLY … that …\u{201d} before the first heading",
        );
    }
}

fn headings(report: &mut Report<'_>, wanted: &[&str]) {
    let card = report.card;
    for heading in wanted {
        match card.section(heading) {
            None => {
                let message = format!("the heading `{heading}` is missing");
                report.broken(
                    "heading-missing",
                    start(report),
                    message,
                    format!("Add a section `## {heading}`"),
                );
            }
            Some(section) if section.empty => {
                let message = format!("nothing stands under the heading `{heading}`");
                report.broken(
                    "heading-empty",
                    section.span.start,
                    message,
                    "Write at least one line below it",
                );
            }
            Some(_) => {}
        }
    }
}

fn needs(report: &mut Report<'_>, verb: Verb, remedy: &str) {
    if !uses(report.card, &[verb]) {
        let message = format!("the {} has no `{verb}`", report.card.kind);
        report.broken("verb-missing", start(report), message, remedy);
    }
}

fn uses(card: &Card, verbs: &[Verb]) -> bool {
    card.typed_links.iter().any(|link| verbs.contains(&link.verb))
}

/// Where a finding about the card as a whole stands: at its type.
fn start(report: &Report<'_>) -> usize {
    report.key("type")
}
