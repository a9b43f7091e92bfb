//! A card, as the index is told of it.

use oneup_cards::{Card, CardLookup, CardRef, LinkKey, LintContext, Mark, Status, TypedLink};
use oneup_search::{CardDocument, Fingerprint};

use crate::clock::days_since_1970;

/// Names what the index depends on in this crate and in the parser: another value builds every index anew.
pub(crate) const STAMP: &str = concat!("cards ", env!("CARGO_PKG_VERSION"), " document 3");

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
        verbs: verbs_of(card),
        weight: card.typed_links.iter().filter_map(weight_of).max(),
        reviewed_on: reviewed_on(card),
        // What a card is does not say when its file was changed: whoever read the file adds that.
        changed_on: None,
        stale_on: card.stale_on().map(days_since_1970),
        unsourced: crate::contract::count(card.unsourced.len()),
        fingerprint: Fingerprint::default(),
    }
}

/// The links that begin with a verb, each by the first word of its verb, with all keys it asks for.
fn verbs_of(card: &Card) -> Vec<(String, String)> {
    let mut verbs = Vec::new();
    for link in &card.typed_links {
        let verb = link.verb.phrase().split(' ').next().unwrap_or_default();
        let keys = link.target().map(oneup_cards::LinkTarget::lookup_keys).unwrap_or_default();
        verbs.extend(keys.into_iter().map(|key| (verb.to_owned(), key)));
    }
    verbs
}

fn weight_of(link: &TypedLink) -> Option<u32> {
    match link.mark {
        Some(Mark::Weight(weight)) => Some(u32::from(weight)),
        Some(Mark::Score(_)) | None => None,
    }
}

/// The day somebody last looked at what the card rests on: all of it, or one of its sources.
fn reviewed_on(card: &Card) -> Option<i32> {
    let checked = card.sources.iter().filter_map(|source| source.checked);
    checked.chain(card.front.verified_on).map(|date| days_since_1970(date.earliest())).max()
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
    fn a_card_tells_its_weight_and_the_day_it_was_last_looked_at() {
        let text = "---\nid: a\ntype: factor\ntitle: A\nverified_on: 2026-02\n---\n- weighed by [[coo]] 2/5 because b\n\
            - weighed by [[cfo]] 4/5 because c[^s]\n\n[^s]: [S](https://a.example). P. Checked 2026-03-01.\n";
        let told = of(&Card::parse("mine/a.md", text));
        assert_eq!((told.weight, told.reviewed_on), (Some(4), Some(20_513)));
    }

    #[test]
    fn a_card_tells_under_which_keys_it_is_found_and_asks() {
        let text =
            "---\nid: a\ntype: force\ntitle: A thing\n---\n- causes [[b]] because c\n\nSee [[d|there]].\n";
        let told = of(&Card::parse("mine/a.md", text));
        assert_eq!(told.key, "mine/a");
        assert!(told.link_keys.contains(&"id:a".to_owned()));
        assert!(told.links_to.contains(&"id:b".to_owned()) && told.links_to.contains(&"name:d".to_owned()));
        assert!(told.verbs.contains(&("causes".to_owned(), "id:b".to_owned())), "{:?}", told.verbs);
    }
}
