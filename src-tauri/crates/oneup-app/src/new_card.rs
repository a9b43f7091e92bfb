//! A new card of the rep's own, with everything its type asks for laid out to be filled in.

use std::fmt::Write as _;
use std::path::PathBuf;

use oneup_cards::edit::{self, EditError};
use oneup_cards::{CardId, CardType, Verb};
use oneup_library::Why;

use crate::app::App;
use crate::error::AppError;
use crate::transact::Step;

/// What a new card is to be.
#[derive(Debug, Clone)]
pub struct NewCard {
    /// Its type.
    pub kind: CardType,
    /// Its title: the claim it makes.
    pub title: String,
    /// Its id; made from the title where none is given.
    pub id: Option<String>,
    /// A link that it has from the start.
    pub link: Option<NewCardLink>,
}

/// A link that a new card has from the start.
#[derive(Debug, Clone)]
pub struct NewCardLink {
    /// Its verb.
    pub verb: Verb,
    /// The full id of the card it leads to.
    pub to: String,
    /// What it reads as.
    pub title: String,
}

impl App {
    /// Writes a new draft under `mine/` and returns its full id and where it stands. Nothing that is there is
    /// overwritten.
    ///
    /// # Errors
    /// [`AppError::BadId`], [`oneup_library::LibraryError::Exists`], or what the folder refused.
    pub fn write_new_card(&self, card: &NewCard) -> Result<(String, PathBuf), AppError> {
        let library = self.session()?.library()?;
        let wanted = card.id.clone().unwrap_or_else(|| slug_of(&card.title));
        let id = CardId::slug(&wanted).map_err(|why| AppError::BadId {
            id: card.id.clone().unwrap_or(card.title.clone()),
            why: why.to_string(),
        })?;
        let full = format!("mine/{id}");
        if let Some(there) = self.card_with(&full)? {
            return Err(AppError::IdTaken { id: full, path: there });
        }
        let path = format!("mine/{id}.md");
        let words = format!("card made: {}", card.title.trim());
        let step = Step::CreateFile { path: path.clone(), text: text_of(card, &id)? };
        self.rewrite(&words, Why::FirstSeen, &[step])?;
        Ok((full, library.root().join(path)))
    }

    /// The path of the card that carries a full id; `None` too where the index cannot say yet.
    pub(crate) fn card_with(&self, full: &str) -> Result<Option<String>, AppError> {
        match self.resolve_key(full) {
            Ok(entry) => Ok(Some(entry.path)),
            Err(AppError::NoSuchCard { .. } | AppError::NotIndexedYet { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The slug of a title; empty where none can be made of it.
pub(crate) fn slug_of(title: &str) -> String {
    CardId::of_title(title).map_or_else(String::new, |id| id.to_string())
}

fn text_of(card: &NewCard, id: &CardId) -> Result<String, EditError> {
    let kind = card.kind.as_str();
    let title = yaml_text(&card.title);
    let mut text = format!("---\nid: {id}\ntype: {kind}\ntitle: {title}\nstatus: draft\n---\n");
    for block in outline(card.kind) {
        let _ = write!(text, "\n{block}\n");
    }
    let Some(link) = &card.link else { return Ok(text) };
    // Brackets and bars end a link; it then reads as the id.
    let label = Some(link.title.as_str()).filter(|title| !title.contains(['[', ']', '|', '\n', '\r']));
    let new = edit::NewLink { verb: link.verb, target: &link.to, label, mark: None, because: None };
    Ok(edit::add_link(&text, &new)?.apply(&text))
}

/// What a card of this type is asked for, as the reader will find it in the file.
fn outline(kind: CardType) -> &'static [&'static str] {
    const SAY: &str = "> ";
    match kind {
        CardType::Force => &[SAY, "## What is happening", "## Where it leads", "## Careful"],
        CardType::Challenge => &[SAY, "## What it costs", "## What it raises", "## Careful"],
        CardType::Factor => &[SAY, "## What it is", "## Why it matters", "## How to weigh it"],
        CardType::Question => &[SAY, "## What the client learns", "## Careful"],
        CardType::Approach => &[SAY, "## How it works", "## How it scores", "## Careful"],
        CardType::Conversation => &[SAY, "## Settles", "## Advice"],
        CardType::Role => &["## Answers for"],
        CardType::Recommendation => &[SAY, "## What", "## Why", "## How to tell others"],
        CardType::Only => &[SAY, "## Unique", "## Serves the client", "## Provable"],
        CardType::Proof | CardType::Concern => &[SAY, "## Careful"],
        CardType::Context | CardType::Term | CardType::Note => &[],
    }
}

/// Writes a text as a YAML scalar in double quotes, which can hold anything.
fn yaml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use oneup_cards::Card;

    use super::*;

    #[test]
    fn a_slug_is_made_of_any_title() {
        assert_eq!(slug_of("Night stops last longer!"), "night-stops-last-longer");
        assert_eq!(slug_of("Café — the owner's “view”"), "cafe-the-owners-view");
        assert_eq!(slug_of("—"), "");
    }

    #[test]
    fn the_text_of_a_new_card_reads_back_as_what_was_asked_for() {
        for kind in CardType::ALL {
            let card = NewCard { kind: *kind, title: "A \"claim\": #1\n\\".to_owned(), id: None, link: None };
            let text = text_of(&card, &CardId::slug("a-claim").unwrap()).unwrap();
            let read = Card::parse("mine/a-claim.md", &text);
            assert_eq!((read.kind, read.title.as_str()), (*kind, "A \"claim\": #1 \\"));
            assert_eq!(read.id().as_str(), "a-claim");
        }
    }
}
