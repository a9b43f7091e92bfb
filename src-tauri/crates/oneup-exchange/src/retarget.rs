//! Changes where the links of a note lead and nothing else: the words a reader sees stay as they are.

use std::ops::Range;

use oneup_cards::{Card, LinkTarget, markdown_events};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// A link of a note, as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    /// What it points at.
    pub(crate) target: LinkTarget,
    /// Its line, from 1.
    pub(crate) line: u32,
    /// Whether it is a `[[…]]`, which takes a name; else it takes the path of a file.
    pub(crate) is_wiki: bool,
    /// Whether its target can be changed where it stands.
    pub(crate) is_movable: bool,
    span: Range<usize>,
    in_table: bool,
}

/// Every link of a note that leads to another note, in order.
pub(crate) fn links(card: &Card) -> Vec<Written> {
    let start = card.body().start;
    let body = card.text().get(start..).unwrap_or("");
    let (mut all, mut tables) = (Vec::new(), 0usize);
    for (event, range) in markdown_events(body) {
        let span = start + range.start..start + range.end;
        let (link_type, dest) = match event {
            Event::Start(Tag::Table(_)) => {
                tables += 1;
                continue;
            }
            Event::End(TagEnd::Table) => {
                tables = tables.saturating_sub(1);
                continue;
            }
            Event::Start(
                Tag::Link { link_type, dest_url, .. }
                | Tag::Image { link_type: link_type @ LinkType::WikiLink { .. }, dest_url, .. },
            ) => (link_type, dest_url),
            _ => continue,
        };
        let is_wiki = matches!(link_type, LinkType::WikiLink { .. });
        let target =
            if is_wiki { Some(LinkTarget::wiki(&dest)) } else { LinkTarget::markdown(&dest, &card.path) };
        let Some(target) = target.filter(|target| !target.is_own_heading() && !target.is_attachment()) else {
            continue;
        };
        all.push(Written {
            target,
            line: card.position(span.start).line,
            is_wiki,
            is_movable: is_wiki || link_type == LinkType::Inline,
            span,
            in_table: tables > 0,
        });
    }
    all
}

/// The text of a note with new targets: `to` names each link's, or leaves it as it is.
pub(crate) fn retargeted(card: &Card, to: impl Fn(&Written) -> Option<String>) -> String {
    let mut text = card.text().to_owned();
    for link in links(card).iter().rev().filter(|link| link.is_movable) {
        let Some(new) = to(link) else { continue };
        let Some(written) = text.get(link.span.clone()) else { continue };
        let changed = if link.is_wiki { wiki(written, link, &new) } else { inline(written, link, &new) };
        if let Some(changed) = changed {
            text.replace_range(link.span.clone(), &changed);
        }
    }
    text
}

fn wiki(written: &str, link: &Written, new: &str) -> Option<String> {
    let open = written.find("[[")? + 2;
    let inner = written.get(open..written.len().checked_sub(2)?)?;
    let heading = link.target.heading.as_ref().map_or_else(String::new, |heading| format!("#{heading}"));
    let label = match inner.split_once('|') {
        Some((_, label)) => label,
        None => inner.trim(),
    };
    let bar = if link.in_table { "\\|" } else { "|" };
    Some(format!("{}{new}{heading}{bar}{label}]]", written.get(..open)?))
}

fn inline(written: &str, link: &Written, new: &str) -> Option<String> {
    let raw = link.target.raw.as_str();
    let close = written.rfind(raw)?;
    let before = written.get(..close)?;
    // The address is the last thing in the link but for a title; an address in brackets may hold spaces.
    before.ends_with(['(', '<']).then_some(())?;
    Some(format!("{before}{}{}", address(new), written.get(close + raw.len()..)?))
}

/// A path as an address: what would end it is percent-encoded.
fn address(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' => address.push_str("%20"),
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '%' => address.push_str("%25"),
            '#' => address.push_str("%23"),
            c => address.push(c),
        }
    }
    address
}

/// The way from the folder of one path to another, as a link writes it.
pub(crate) fn way(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len().saturating_sub(1).min(to.len().saturating_sub(1));
    let shared = from.iter().zip(&to).take(folders).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len().saturating_sub(1) - shared);
    format!("{up}{}", to.get(shared..).unwrap_or(&[]).join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_target_changes_and_the_words_stay() {
        for (before, after) in [
            ("a [[Night stops]] b", "a [[x|Night stops]] b"),
            ("[[Night stops|they *last*]]", "[[x|they *last*]]"),
            ("[[Night stops#Cost of it]]", "[[x#Cost of it|Night stops#Cost of it]]"),
            ("![[Night stops]]", "![[x|Night stops]]"),
            ("| a |\n|---|\n| [[Night stops]] |", "| a |\n|---|\n| [[x\\|Night stops]] |"),
            ("[a *b*](../Night%20stops.md \"t\")", "[a *b*](x \"t\")"),
            ("[a](Night%20stops.md#cost)", "[a](x#cost)"),
            (
                "`[[Night stops]]` [[#here]] [[shot.png]] [x](https://e.org/a.md)",
                "`[[Night stops]]` [[#here]] [[shot.png]] [x](https://e.org/a.md)",
            ),
        ] {
            let card = Card::parse("mine/a/b.md", before);
            assert_eq!(retargeted(&card, |_| Some("x".to_owned())), after);
        }
    }

    #[test]
    fn the_way_from_file_to_file_is_relative() {
        assert_eq!(way("mine/a/b.md", "mine/a/c.md"), "c.md");
        assert_eq!(way("mine/a/b.md", "mine/c/d.md"), "../c/d.md");
        assert_eq!(way("b.md", "mine/d.md"), "mine/d.md");
        assert_eq!(way("mine/a/b.md", "d.md"), "../../d.md");
    }
}
