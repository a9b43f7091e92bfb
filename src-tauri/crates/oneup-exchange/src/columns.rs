//! What the columns of a table mean: guessed by their names, changed by the user.

use std::fmt;

/// What a column becomes in a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Nothing.
    LeaveOut,
    /// A key of the front matter.
    Key(&'static str),
    /// The sentence to say aloud.
    Say,
    /// The text of the card.
    Body,
    /// A section of the card under the column's name.
    Section,
}

/// The keys that a column can fill, each with the names under which tables have it. `id` and `title` are among them.
const KEYS: [(&str, &[&str]); 21] = [
    ("id", &["id", "slug", "key", "card id"]),
    ("type", &["type", "kind", "card type", "category"]),
    ("title", &["title", "name", "headline", "claim", "card", "subject", "front", "titel", "titre"]),
    ("aliases", &["aliases", "alias", "synonyms", "also known as"]),
    ("industry", &["industry", "industries", "sector", "branche"]),
    ("role", &["role", "roles", "persona", "stakeholder"]),
    ("stage", &["stage", "stages"]),
    ("region", &["region", "regions", "country"]),
    ("tags", &["tags", "tag", "labels", "keywords", "topics"]),
    ("sale", &["sale", "sale type"]),
    ("status", &["status", "state"]),
    ("visibility", &["visibility"]),
    ("author", &["author", "written by", "created by"]),
    ("review_by", &["review by", "review", "next review", "review date"]),
    ("verified_on", &["verified on", "verified", "last verified"]),
    ("verified_by", &["verified by", "verifier"]),
    ("owner", &["owner"]),
    ("credits", &["credits"]),
    ("reason", &["reason"]),
    ("lang", &["lang", "language"]),
    ("was", &["was", "earlier ids"]),
];

const SAY: &[&str] = &["say", "say line", "say aloud", "talk track", "pitch"];
const BODY: &[&str] = &["body", "text", "content", "notes", "note", "description", "back", "markdown"];

impl Field {
    /// Every field that a column can become.
    pub fn all() -> impl Iterator<Item = Self> {
        let keys = KEYS.iter().map(|(key, _)| Self::Key(key));
        keys.chain([Self::Say, Self::Body, Self::Section, Self::LeaveOut])
    }

    /// Its name in a request: that of the key, or `say`, `body`, `section`, `leave-out`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::LeaveOut => "leave-out",
            Self::Key(key) => key,
            Self::Say => "say",
            Self::Body => "body",
            Self::Section => "section",
        }
    }

    /// Finds a field by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|field| field.name() == name)
    }

    /// Whether several columns can become it.
    #[must_use]
    pub fn can_be_shared(&self) -> bool {
        matches!(self, Self::LeaveOut | Self::Section | Self::Body)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A column and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the table.
    pub name: String,
    /// What it becomes.
    pub field: Field,
}

/// Guesses what each column is by its name. The first of two that mean the same counts; a column that means nothing
/// here becomes a section under its own name, so that nothing is lost unasked.
#[must_use]
pub fn guess_columns(header: &[String]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for name in header {
        let guess = guess(name);
        let is_taken = !guess.can_be_shared() && columns.iter().any(|column| column.field == guess);
        let field = if is_taken { Field::Section } else { guess };
        columns.push(Column { name: name.clone(), field });
    }
    // A table without a title has one all the same: what stands first in it.
    if !columns.iter().any(|column| column.field == Field::Key("title"))
        && let Some(first) = columns.iter_mut().find(|column| column.field == Field::Section)
    {
        first.field = Field::Key("title");
    }
    columns
}

fn guess(name: &str) -> Field {
    let plain: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.is_empty() {
        return Field::LeaveOut;
    }
    let is = |names: &[&str]| names.contains(&plain.as_str());
    if is(SAY) {
        return Field::Say;
    }
    if is(BODY) {
        return Field::Body;
    }
    let key = KEYS.iter().find(|(key, names)| is(names) || key.replace('_', " ") == plain);
    key.map_or(Field::Section, |(key, _)| Field::Key(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(names: &[&str]) -> Vec<&'static str> {
        let header: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        guess_columns(&header).iter().map(|column| column.field.name()).collect()
    }

    #[test]
    fn columns_are_known_by_the_names_that_tables_give_them() {
        assert_eq!(
            guessed(&["Title", "TYPE", "Review-By", "Say line", "Description", "Keywords", ""]),
            ["title", "type", "review_by", "say", "body", "tags", "leave-out"]
        );
    }

    #[test]
    fn what_means_nothing_here_becomes_a_section_and_no_key_is_filled_twice() {
        assert_eq!(guessed(&["Name", "Title", "Objection"]), ["title", "section", "section"]);
        assert_eq!(guessed(&["Question", "Answer"]), ["title", "section"]);
    }

    #[test]
    fn a_field_is_found_again_by_its_name() {
        for field in Field::all() {
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }
}
