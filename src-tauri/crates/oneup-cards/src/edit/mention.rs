//! Makes words that stand in a card a link to another card.

use std::ops::Range;

use super::Edit;
use super::error::EditError;
use crate::card::Card;
use crate::link::TypedLink;

/// Makes the words at `span` a link to `target`, an id or `pack/id`; what a reader sees stays as it is.
///
/// # Errors
/// Returns [`EditError`] when the words cannot stand in a link, or the rest of the card would read otherwise.
pub fn link_words(text: &str, span: Range<usize>, target: &str) -> Result<Edit, EditError> {
    let card = Card::parse("", text);
    let line = card.position(span.start).line;
    let words = text.get(span.clone()).ok_or(EditError::Spills { line })?;
    let syntax = ['[', ']', '|', '\n', '\r'];
    if words.trim().is_empty() || words.contains(syntax) {
        let reason = "choose words of one line without brackets or bars";
        return Err(EditError::BadLink { part: "label", text: words.to_owned(), reason });
    }
    // Inside a table a bar would end the cell.
    let plain = Edit { span: span.clone(), replacement: format!("[[{target}|{words}]]") };
    let in_table = Edit { span, replacement: format!("[[{target}\\|{words}]]") };
    [plain, in_table]
        .into_iter()
        .find(|edit| adds_one_link(&card, &edit.apply(text), target))
        .ok_or(EditError::Spills { line })
}

/// Whether the card reads as before with one link more, and that leads to the target.
fn adds_one_link(before: &Card, text: &str, target: &str) -> bool {
    let now = Card::parse("", text);
    let leading = |card: &Card| targets(card).filter(|raw| *raw == target).count();
    now.front == before.front
        && now.read.plain == before.read.plain
        && targets(&now).count() == targets(before).count() + 1
        && leading(&now) == leading(before) + 1
        && now.sections.len() == before.sections.len()
}

fn targets(card: &Card) -> impl Iterator<Item = &str> {
    let typed = card.typed_links.iter().filter_map(TypedLink::target);
    typed.chain(card.links.iter().map(|link| &link.target)).map(|target| target.raw.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "---\nid: a\ntype: note\ntitle: T\n---\n";

    fn linked(body: &str, words: &str) -> Result<String, EditError> {
        let text = format!("{HEAD}{body}");
        let start = text.find(words).unwrap();
        let edit = link_words(&text, start..start + words.len(), "night-stops")?;
        Ok(edit.apply(&text).replace(HEAD, ""))
    }

    #[test]
    fn words_become_a_link_and_everything_else_stays() {
        assert_eq!(
            linked("Then Night stops last.\r\n", "Night stops").unwrap(),
            "Then [[night-stops|Night stops]] last.\r\n"
        );
        assert_eq!(
            linked("| a |\n|---|\n| Night stops |\n", "Night stops").unwrap(),
            "| a |\n|---|\n| [[night-stops\\|Night stops]] |\n"
        );
    }

    #[test]
    fn what_cannot_become_a_link_is_refused() {
        assert!(linked("`Night stops`\n", "Night stops").is_err(), "code stays code");
        assert!(linked("[Night stops](https://example.org)\n", "Night stops").is_err());
        assert!(linked("Night [x] stops\n", "[x]").is_err());
        assert!(link_words("short", 3..99, "x").is_err());
    }
}
