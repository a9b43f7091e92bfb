//! A card, as the index is told of it.

use jiff::civil::date;
use oneup_cards::{Card, Unreadable};
use oneup_search::{CardDocument, Fingerprint};

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

/// Counts a day as the index does.
pub(crate) fn days_since_1970(day: jiff::civil::Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// Says why a file is not a card, without its path, which the list shows beside it.
pub(crate) fn why_skipped(unreadable: &Unreadable) -> String {
    let whole = unreadable.to_string();
    whole.split_once(": ").map_or(whole.clone(), |(_, why)| why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days_since_1970(date(1970, 1, 1)), 0);
        assert_eq!(days_since_1970(date(2026, 11, 22)), 20_779);
        assert_eq!(days_since_1970(date(1969, 12, 31)), -1);
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
