//! What each pack comes to, as a person reads it.

use oneup_app::content::{ALIKE_FROM, Alike, AlikeBy, ContentReport, PackCensus};

/// The tables of all packs, and the cards nearest to each other.
pub(super) fn of(report: &ContentReport) -> String {
    let mut text: String = report.packs.iter().map(pack).collect();
    if !report.nearest.is_empty() {
        text.push_str(&format!(
            "nearest to saying the same (a finding from {ALIKE_FROM:.2} without a link)\n"
        ));
        text.extend(report.nearest.iter().map(pair));
    }
    text
}

fn pack(census: &PackCensus) -> String {
    let all: usize = census.cards.iter().map(|(_, count)| count).sum();
    let kinds: Vec<String> =
        census.cards.iter().map(|(kind, count)| format!("{} {count}", kind.as_str())).collect();
    let share = (census.primary * 100).checked_div(census.addresses);
    let share = share.map_or(String::new(), |share| format!(" ({share} %)"));
    let check = census.oldest_check.as_ref();
    let check = check.map_or("none".to_owned(), |oldest| format!("{} ({})", oldest.checked, oldest.card));
    let longest = census.longest.as_ref();
    let longest =
        longest.map_or(String::new(), |(seconds, id)| format!(", longest {} ({id})", clock(*seconds)));
    let rows = [
        ("cards by type", kinds.join(" · ")),
        ("complete chains", format!("{} ({} broken)", census.chains, census.broken_chains)),
        (
            "figures",
            format!("{} with a source, {} without", census.figures_with_source, census.figures_without),
        ),
        ("oldest check", check),
        ("primary sources", format!("{} of {} addresses{share}", census.primary, census.addresses)),
        ("reading time", format!("usual {}{longest}", clock(census.usual_seconds))),
    ];
    let mut table = format!("{}: {all} cards\n", census.pack);
    for (name, value) in rows {
        table.push_str(&format!("  {name:<16}  {value}\n"));
    }
    table
}

fn pair(alike: &Alike) -> String {
    let by = match alike.by {
        AlikeBy::Title => "titles",
        AlikeBy::SayLine => "say lines",
    };
    let linked = if alike.linked { ", linked" } else { "" };
    format!("  {:.2} {by}{linked}: {} and {}\n", alike.likeness, alike.first, alike.second)
}

/// Seconds as minutes and seconds.
fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_one_table() {
        let census = PackCensus {
            pack: "tides".to_owned(),
            cards: vec![(oneup_app::CardType::Force, 2), (oneup_app::CardType::Term, 1)],
            chains: 4,
            broken_chains: 1,
            figures_with_source: 3,
            figures_without: 0,
            oldest_check: None,
            addresses: 0,
            primary: 0,
            usual_seconds: 61,
            longest: Some((125, "a".to_owned())),
        };
        assert_eq!(
            pack(&census),
            "tides: 3 cards\n  cards by type     force 2 · term 1\n  complete chains   4 (1 broken)\n  \
             figures           3 with a source, 0 without\n  oldest check      none\n  \
             primary sources   0 of 0 addresses\n  reading time      usual 1:01, longest 2:05 (a)\n"
        );
    }
}
