//! Cuts a section out of a card into a card of its own; a link to that card stands in its place.

use super::error::EditError;
use super::{line_end, line_start, replace_section, set};
use crate::body::Section;
use crate::card::Card;
use crate::ids::CardId;
use crate::parts::Shape;
use crate::vocabulary::{CardType, Visibility};

/// The card that a section becomes.
#[derive(Debug, Clone, Copy)]
pub struct NewPart<'a> {
    /// Its id.
    pub id: &'a CardId,
    /// What it is.
    pub kind: CardType,
    /// Its title.
    pub title: &'a str,
}

/// Both cards after a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halves {
    /// The card that was split: the heading stays, with a `see also` link under it.
    pub rest: String,
    /// The new card: a draft with the labels of the old one, the text of the section and the sources it uses.
    pub part: String,
}

/// Cuts a section out of a card. A source that only the section used goes with it; one that both use stands in both.
///
/// # Errors
/// Returns [`EditError`] when there is no such section, it is the reader's own, or either text would not read as meant.
pub fn split_section(
    text: &str,
    heading: &str,
    number: u32,
    part: &NewPart<'_>,
) -> Result<Halves, EditError> {
    let card = Card::parse("", text);
    let found = |section: &&Section| section.number == number && section.is_headed(heading);
    let no_section = || EditError::NoSuchSection { heading: heading.to_owned(), number };
    let section = card.sections.iter().find(found).ok_or_else(no_section)?;
    if section.is_my_notes() {
        return Err(EditError::OwnSection { line: section.line });
    }
    let end = Shape::of(text).line_end();
    let (words, inside) = card.without_sources(&section.content);
    let uses = |label: &str| words.matches(&format!("[^{label}]")).count();
    let with_it: Vec<_> = card.sources.iter().filter(|source| uses(&source.label) > 0).collect();
    let goes = |label: &str| {
        let everywhere = card.source(label).map_or(0, |source| source.used);
        everywhere > 0 && usize::try_from(everywhere).is_ok_and(|all| all <= uses(label))
    };
    let mut stands = format!("- see also {}", link(part));
    for source in inside.iter().filter(|source| !goes(&source.label)) {
        stands.push_str(&format!("{end}{end}{}", card.definition(source)));
    }
    let mut rest = replace_section(text, heading, number, &stands)?.apply(text);
    for source in with_it.iter().filter(|source| goes(&source.label)) {
        rest = without_definition(&rest, &source.label);
    }
    let sources: Vec<&str> = with_it.iter().map(|source| card.definition(source)).collect();
    Ok(Halves { part: text_of(&card, part, words.trim(), &sources, end)?, rest })
}

fn link(part: &NewPart<'_>) -> String {
    let plain = !part.title.contains(['[', ']', '|', '\n', '\r']);
    if plain { format!("[[{}|{}]]", part.id, part.title.trim()) } else { format!("[[{}]]", part.id) }
}

/// Takes the definition of a source out, which nothing refers to any more.
fn without_definition(text: &str, label: &str) -> String {
    let card = Card::parse("", text);
    let Some(source) = card.source(label).filter(|source| source.used == 0) else { return text.to_owned() };
    let start = line_start(text, source.span.start);
    let end = line_end(text, source.span.end.saturating_sub(1));
    [text.get(..start).unwrap_or(text), text.get(end..).unwrap_or("")].concat()
}

fn text_of(
    old: &Card,
    part: &NewPart<'_>,
    words: &str,
    sources: &[&str],
    end: &str,
) -> Result<String, EditError> {
    let kind = part.kind.as_str();
    let mut text =
        ["---", &format!("id: {}", part.id), &format!("type: {kind}"), "---", "", words, ""].join(end);
    for source in sources {
        text.push_str(&format!("{end}{source}{end}"));
    }
    let front = &old.front;
    let visibility = front.visibility.unwrap_or(Visibility::Public);
    let lists = [
        ("industry", &front.industry),
        ("role", &front.role),
        ("stage", &front.stage),
        ("region", &front.region),
        ("tags", &front.tags),
    ];
    let mut change = |key: &str, values: &[&str]| -> Result<(), EditError> {
        text = set(&text, key, values, None)?.apply(&text);
        Ok(())
    };
    change("title", &[part.title.trim()])?;
    for (key, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        change(key, &values.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    if let Some(sale) = front.sale {
        change("sale", &[sale.as_str()])?;
    }
    // What was not for others is not for others now.
    if visibility != Visibility::Public {
        change("visibility", &[visibility.as_str()])?;
    }
    for (key, value) in [("author", &front.author), ("lang", &front.lang)] {
        if let Some(value) = value {
            change(key, &[value])?;
        }
    }
    change("status", &["draft"])?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = "---\nid: a\ntype: force\ntitle: A\nindustry: [manufacturing]\nvisibility: private\nstatus: ready\n---\n\n> Say\n\n## One\n\none[^x] [^both]\n\n### Below\n\n- causes [[c]] because d\n\n## Two\n\ntwo[^both]\n\n[^x]: X\n[^both]: Both\n";

    fn split(text: &str, heading: &str) -> Result<Halves, EditError> {
        let id = CardId::slug("b").unwrap();
        split_section(text, heading, 1, &NewPart { id: &id, kind: CardType::Force, title: "B: it" })
    }

    #[test]
    fn the_section_goes_with_its_sources_and_a_link_stands_there() {
        let halves = split(CARD, "One").unwrap();
        assert_eq!(
            halves.rest,
            CARD.replace(
                "one[^x] [^both]\n\n### Below\n\n- causes [[c]] because d",
                "- see also [[b|B: it]]"
            )
            .replace("[^x]: X\n", "")
        );
        let part = Card::parse("mine/b.md", &halves.part);
        assert_eq!((part.title.as_str(), part.kind, part.id().as_str()), ("B: it", CardType::Force, "b"));
        assert_eq!(part.front.industry, ["manufacturing"]);
        assert_eq!(part.front.visibility, Some(Visibility::Private));
        assert_eq!(part.sources.len(), 2);
        assert_eq!(part.typed_links.len(), 1);
        assert!(halves.part.contains("one[^x] [^both]\n\n### Below"), "{}", halves.part);
    }

    #[test]
    fn a_source_that_stands_in_the_section_stays_where_others_use_it() {
        let halves = split(CARD, "Two").unwrap();
        let rest = Card::parse("", &halves.rest);
        assert_eq!(rest.sources.iter().filter(|source| source.used > 0).count(), 2, "{}", halves.rest);
        assert_eq!(Card::parse("", &halves.part).sources.len(), 1);
    }

    #[test]
    fn the_readers_own_notes_stay_and_line_ends_do() {
        let own = CARD.replace("## One", "## My notes");
        assert!(matches!(split(&own, "My notes"), Err(EditError::OwnSection { .. })));
        assert!(matches!(split(CARD, "Three"), Err(EditError::NoSuchSection { .. })));
        let halves = split(&CARD.replace('\n', "\r\n"), "One").unwrap();
        for text in [halves.rest, halves.part] {
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
        }
    }
}
