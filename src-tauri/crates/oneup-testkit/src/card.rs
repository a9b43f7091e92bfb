//! The text of a card, built in a line.

use std::fmt::{self, Write as _};

use oneup_cards::CardType;

/// The text of a card as a person would have written it.
#[derive(Debug, Clone)]
pub struct CardText {
    kind: CardType,
    id: String,
    title: String,
    keys: Vec<(String, String)>,
    body: String,
}

impl CardText {
    /// A draft of this type, whose title is its id in words.
    #[must_use]
    pub fn new(kind: CardType, id: &str) -> Self {
        Self { kind, id: id.to_owned(), title: id.replace('-', " "), keys: Vec::new(), body: String::new() }
    }

    /// Gives it a title.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Adds a key of the front matter, its value written as YAML.
    #[must_use]
    pub fn key(mut self, key: &str, value: &str) -> Self {
        self.keys.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Adds to the body.
    #[must_use]
    pub fn body(mut self, text: &str) -> Self {
        let _ = writeln!(self.body, "\n{text}");
        self
    }
}

impl fmt::Display for CardText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "---\nid: {}\ntype: {}\ntitle: {}", self.id, self.kind.as_str(), self.title)?;
        for (key, value) in &self.keys {
            writeln!(f, "{key}: {value}")?;
        }
        write!(f, "---\n{}", self.body)
    }
}

#[cfg(test)]
mod tests {
    use oneup_cards::Card;

    use super::*;

    #[test]
    fn a_built_card_reads_back() {
        let text =
            CardText::new(CardType::Force, "prices-climb").key("industry", "[manufacturing]").body("Words.");
        let card = Card::parse("mine/prices-climb.md", &text.to_string());
        assert_eq!((card.kind, card.title.as_str()), (CardType::Force, "prices climb"));
        assert_eq!(card.front.industry, ["manufacturing"]);
        assert_eq!(card.searchable_text(), "Words.");
    }
}
