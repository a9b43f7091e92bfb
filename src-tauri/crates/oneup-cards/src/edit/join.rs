//! Joins the text of one card into another, section by section, so that no word of either is lost.

use std::ops::Range;

use super::error::EditError;
use super::{Edit, set};
use crate::body::{MY_NOTES, Section, Source};
use crate::card::Card;
use crate::ids::CardId;
use crate::parts::Shape;

impl Card {
    /// The text of a range without the definitions of sources in it, and those sources.
    pub(super) fn without_sources(&self, range: &Range<usize>) -> (String, Vec<&Source>) {
        let mut inside: Vec<&Source> = self
            .sources
            .iter()
            .filter(|source| range.start <= source.span.start && source.span.end <= range.end)
            .collect();
        inside.sort_by_key(|source| source.span.start);
        let (mut words, mut at) = (String::new(), range.start);
        for source in &inside {
            words.push_str(self.text().get(at..source.span.start).unwrap_or(""));
            at = source.span.end;
        }
        words.push_str(self.text().get(at..range.end).unwrap_or(""));
        (words, inside)
    }

    /// The definition of a source as it is written.
    pub(super) fn definition(&self, source: &Source) -> &str {
        self.text().get(source.span.clone()).unwrap_or("").trim_end()
    }
}

/// Joins the card `from` into the card `into` and answers the text of the latter: sections of one heading stand one
/// below the other, new ones come at the end, labels and other names are united, and `was` carries the old id, so that
/// links to it lead here. A source that both label alike and mean differently gets another label.
///
/// # Errors
/// Returns [`EditError`] when the front matter of `into` cannot be edited, or the joined text would not read as meant.
pub fn join_cards(into: &Card, from: &Card) -> Result<String, EditError> {
    let shape = Shape::of(into.text());
    let end = shape.line_end();
    let from = relabelled(into, from);
    let mut text = into.text().to_owned();
    let expected = into.sections.len();
    let mut added = 0;
    for section in from.sections.iter().filter(|section| is_outermost(&from, section)) {
        let (words, _) = from.without_sources(&section.content);
        let words = shape.with_line_ends(words.trim());
        added += from.sections.iter().filter(|inner| lies_in(inner, section)).count();
        let now = Card::parse("", &text);
        let same = now.sections.iter().find(|there| {
            there.number == 1
                && (there.is_lead() && section.is_lead()
                    || !section.is_lead() && there.is_headed(&section.heading))
        });
        let (at, words) = match same {
            Some(there) => (prose_end(&now, &there.content), words),
            None if section.is_lead() => continue,
            None => {
                let own =
                    now.sections.iter().find(|there| there.is_headed(MY_NOTES)).map(|own| own.span.start);
                let heading = from.text().get(section.span.start..section.content.start).unwrap_or("").trim();
                added += 1;
                let at = prose_end(&now, &(now.body().start..own.unwrap_or(text.len())));
                (at, format!("{heading}{end}{end}{words}"))
            }
        };
        if !words.trim().is_empty() {
            text = below(&now, at, words.trim_end(), end);
        }
    }
    let known: Vec<String> = into.sources.iter().map(|source| source.label.clone()).collect();
    for source in from.sources.iter().filter(|source| !known.contains(&source.label)) {
        let definition = shape.with_line_ends(from.definition(source));
        let is_below_another =
            Card::parse("", &text).sources.iter().any(|source| source.span.end >= text.trim_end().len());
        let gap = if is_below_another { end.to_owned() } else { end.repeat(2) };
        text = format!("{}{gap}{definition}{end}", text.trim_end());
    }
    let joined = Card::parse("", &text);
    if joined.sections.len() != expected + added {
        return Err(EditError::Spills { line: 1 });
    }
    labelled(&text, into, &from)
}

/// The card with other labels for those sources that the other card labels alike and means differently.
fn relabelled(into: &Card, from: &Card) -> Card {
    let mut text = from.text().to_owned();
    for source in &from.sources {
        let Some(other) = into.source(&source.label) else { continue };
        if other.text == source.text {
            continue;
        }
        let taken = |label: &str| into.source(label).is_some() || from.source(label).is_some();
        let free = (2..u32::MAX).map(|n| format!("{}-{n}", source.label)).find(|label| !taken(label));
        if let Some(free) = free {
            text = text.replace(&format!("[^{}]", source.label), &format!("[^{free}]"));
        }
    }
    Card::parse(&from.path, &text)
}

fn is_outermost(card: &Card, section: &Section) -> bool {
    !card.sections.iter().any(|outer| lies_in(section, outer))
}

fn lies_in(inner: &Section, outer: &Section) -> bool {
    !outer.is_lead() && outer.span.start < inner.span.start && inner.span.end <= outer.span.end
}

/// Where the prose of a range ends: before the definitions of sources that close it.
fn prose_end(card: &Card, range: &Range<usize>) -> usize {
    let text = card.text();
    let trimmed = |end: usize| {
        let inside = text.get(range.start..end).unwrap_or("").trim_end();
        range.start + inside.len()
    };
    let mut end = trimmed(range.end);
    while let Some(last) =
        card.sources.iter().find(|source| trimmed(source.span.end) == end && source.span.start >= range.start)
    {
        end = trimmed(last.span.start);
    }
    end
}

/// The text with a passage below what ends at a place.
fn below(card: &Card, at: usize, passage: &str, end: &str) -> String {
    let text = card.text();
    let rest = text.get(at..).unwrap_or("").trim_start_matches(['\r', '\n']);
    let above = text.get(..at).unwrap_or("");
    let gap = if rest.is_empty() { end.to_owned() } else { end.repeat(2) };
    Edit {
        span: at..text.len(),
        replacement: format!("{end}{}{passage}{gap}{rest}", if above.ends_with('\n') { "" } else { end }),
    }
    .apply(text)
}

fn labelled(text: &str, into: &Card, from: &Card) -> Result<String, EditError> {
    let mut names = vec![from.title.clone()];
    names.extend(from.front.aliases.iter().cloned());
    names.retain(|name| !name.trim().is_empty() && *name != into.title);
    let mut was: Vec<String> = from.front.was.clone();
    if CardId::slug(from.id().as_str()).is_ok() {
        was.insert(0, from.id().as_str().to_owned());
    }
    was.retain(|id| id != into.id().as_str());
    let (old, new) = (&into.front, &from.front);
    let lists = [
        ("aliases", &old.aliases, &names),
        ("industry", &old.industry, &new.industry),
        ("role", &old.role, &new.role),
        ("stage", &old.stage, &new.stage),
        ("region", &old.region, &new.region),
        ("tags", &old.tags, &new.tags),
        ("credits", &old.credits, &new.credits),
        ("was", &old.was, &was),
    ];
    let mut text = text.to_owned();
    for (key, old, new) in lists {
        let mut all: Vec<&str> = old.iter().map(String::as_str).collect();
        for value in new {
            if !all.contains(&value.as_str()) {
                all.push(value);
            }
        }
        if all.len() > old.len() {
            text = set(&text, key, &all, None)?.apply(&text);
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTO: &str = "---\nid: a\ntype: force\ntitle: A\nrole: [coo]\n---\n\n> Say a\n\n## One\n\none a[^n]\n\n## My notes\n\nmine a\n\n[^n]: N of a\n";
    const FROM: &str = "---\nid: b\ntype: force\ntitle: B\nrole: [coo, cfo]\nwas: [c]\n---\n\n> Say b\n\n## One\n\none b[^n]\n\n## Two\n\ntwo b\n\n### Below\n\nbelow b\n\n## My notes\n\nmine b\n\n[^n]: N of b\n";

    fn joined(into: &str, from: &str) -> String {
        join_cards(&Card::parse("mine/a.md", into), &Card::parse("mine/b.md", from)).unwrap()
    }

    #[test]
    fn sections_of_one_heading_stand_one_below_the_other_and_new_ones_before_the_notes() {
        assert_eq!(
            joined(INTO, FROM),
            "---\nid: a\ntype: force\ntitle: A\nrole: [coo, cfo]\naliases: [B]\nwas: [b, c]\n---\n\n> Say a\n\n> Say b\n\n## One\n\none a[^n]\n\none b[^n-2]\n\n## Two\n\ntwo b\n\n### Below\n\nbelow b\n\n## My notes\n\nmine a\n\nmine b\n\n[^n]: N of a\n[^n-2]: N of b\n"
        );
    }

    #[test]
    fn every_line_of_both_survives_whatever_ends_them() {
        for (into, from) in
            [(INTO.replace('\n', "\r\n"), FROM.to_owned()), (INTO.to_owned(), FROM.replace('\n', "\r\n"))]
        {
            let text = joined(&into, &from);
            for line in
                ["> Say a", "> Say b", "one a[^n]", "one b[^n-2]", "below b", "mine b", "[^n-2]: N of b"]
            {
                assert!(text.lines().any(|there| there == line), "{line}: {text:?}");
            }
            let pairs = text.matches("\r\n").count();
            assert!(pairs == 0 || pairs == text.matches('\n').count(), "{text:?}");
        }
    }

    #[test]
    fn a_fence_that_is_never_closed_is_refused() {
        let open = INTO.replace("one a[^n]", "```\none a");
        let cards = [Card::parse("mine/a.md", &open), Card::parse("mine/b.md", FROM)];
        assert!(join_cards(&cards[0], &cards[1]).is_err());
    }
}
