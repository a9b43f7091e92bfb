//! A card, as the index is told of it.

use oneup_cards::{Card, CardLookup, CardRef, LinkKey, LintContext, Status};
use oneup_search::{CardDocument, Fingerprint};

use crate::clock::days_since_1970;

/// Names what the index depends on in this crate and in the parser: another value builds every index anew.
pub(crate) const STAMP: &str = concat!("cards ", env!("CARGO_PKG_VERSION"), " document 2");

/// The rule of lint that needs the whole library.
const DEAD_LINK: &str = "dead-link";

/// Turns a card into what the index is told of it.
pub(crate) fn of(card: &Card) -> CardDocument {
    let front = &card.front;
    let mut links_to: Vec<String> = card
        .typed_links
        .iter()
        .filter_map(|link| link.target())
        .chain(card.links.iter().map(|link| &link.target))
        .flat_map(oneup_cards::LinkTarget::lookup_keys)
        .collect();
    links_to.sort_unstable();
    links_to.dedup();
    CardDocument {
        key: card.full_id().to_string(),
        path: card.path.clone(),
        id: card.id().as_str().to_owned(),
        pack: card.pack().as_str().to_owned(),
        kind: card.kind.as_str().to_owned(),
        title: card.title.clone(),
        aliases: front.aliases.clone(),
        status: shown_status(card).as_str().to_owned(),
        industry: front.industry.clone(),
        role: front.role.clone(),
        stage: front.stage.clone(),
        region: front.region.clone(),
        tags: front.tags.clone(),
        body: card.searchable_text(),
        link_keys: card.link_keys_of(),
        links_to,
        stale_on: card.stale_on().map(days_since_1970),
        unsourced: crate::contract::count(card.unsourced.len()),
        fingerprint: Fingerprint::default(),
    }
}

/// The full id of the card that a text is at a path.
pub(crate) fn key_at(path: &str, text: &str) -> String {
    Card::parse(path, text).full_id().to_string()
}

/// The status as lists show it: a card that says `ready` and has errors of its own is a draft. Whether its links lead
/// anywhere is known only beside the whole library; the reading pane says that.
pub(crate) fn shown_status(card: &Card) -> Status {
    struct Nothing;
    impl CardLookup for Nothing {
        fn find(&self, _key: &LinkKey) -> Vec<CardRef> {
            Vec::new()
        }
    }
    if card.status() != Status::Ready {
        return card.status();
    }
    let context =
        LintContext { today: None, lookup: &Nothing, pack: None, vocabulary: None, publishing: false };
    let mut findings = oneup_cards::lint(card, &context);
    findings.retain(|finding| finding.rule != DEAD_LINK);
    card.shown_status(&findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_card_with_errors_of_its_own_is_a_draft_in_lists() {
        let ready = "---\nid: a\ntype: term\ntitle: A word\nstatus: ready\nauthor: Us\n---\nSee [[b]].\n";
        assert_eq!(
            of(&Card::parse("mine/a.md", ready)).status,
            "ready",
            "where [[b]] leads is not known here"
        );
        let unsourced = ready.replace("See", "One in four. See");
        assert_eq!(of(&Card::parse("mine/a.md", &unsourced)).status, "draft");
    }

    #[test]
    fn a_card_tells_under_which_keys_it_is_found_and_asks() {
        let text =
            "---\nid: a\ntype: force\ntitle: A thing\n---\n- causes [[b]] because c\n\nSee [[d|there]].\n";
        let told = of(&Card::parse("mine/a.md", text));
        assert_eq!(told.key, "mine/a");
        assert!(told.link_keys.contains(&"id:a".to_owned()));
        assert!(told.links_to.contains(&"id:b".to_owned()) && told.links_to.contains(&"name:d".to_owned()));
    }
}
