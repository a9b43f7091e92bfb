//! A card, as the index is told of it.

use oneup_cards::Card;
use oneup_search::{CardDocument, Fingerprint};

use crate::clock::days_since_1970;

/// Names what the index depends on in this crate and in the parser: another value builds every index anew.
pub(crate) const STAMP: &str = concat!("cards ", env!("CARGO_PKG_VERSION"), " document 1");

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
        status: card.shown_status(&card.findings).as_str().to_owned(),
        industry: front.industry.clone(),
        role: front.role.clone(),
        stage: front.stage.clone(),
        region: front.region.clone(),
        tags: front.tags.clone(),
        body: card.searchable_text(),
        link_keys: card.link_keys_of(),
        links_to,
        stale_on: card.stale_on().map(days_since_1970),
        unsourced: u32::try_from(card.unsourced.len()).unwrap_or(u32::MAX),
        fingerprint: Fingerprint::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
