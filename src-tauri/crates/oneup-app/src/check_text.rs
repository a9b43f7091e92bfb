//! Reads a text of the editor as the program will read the file: its keys, what is wrong and where, and what one edit
//! would mend. Offsets leave here as UTF-16 units, which is what a page counts in.

use oneup_cards::edit::{self, Edit, EditError, Identity};
use oneup_cards::{Card, CardId, Finding, LintContext, MY_NOTES};

use crate::app::App;
use crate::card_page::{finding_row, manifest_of};
use crate::clock::today;
use crate::contract::{
    ChangeKeyRequest, ChangedText, CheckTextRequest, CheckedText, FieldRow, TextFinding, TextMend, count,
};
use crate::error::AppError;
use crate::find_card::BY_PATH;
use crate::lookup::IndexLookup;

impl App {
    /// Says how a text reads and what is wrong with it.
    pub(crate) fn checked_text(&self, request: &CheckTextRequest) -> Result<CheckedText, AppError> {
        let card = Card::parse(&self.path_of(&request.key)?, &request.text);
        let findings = self.findings_in(&card)?;
        let units = Units::new(card.text());
        Ok(CheckedText {
            title: card.title.clone(),
            kind: card.kind.as_str().to_owned(),
            fields: fields(&card),
            findings: findings.into_iter().map(|finding| text_finding(&card, &units, finding)).collect(),
        })
    }

    /// What lint finds in a card, held against the library.
    pub(crate) fn findings_in(&self, card: &Card) -> Result<Vec<Finding>, AppError> {
        let session = self.session()?;
        let (library, index) = (session.library()?, session.index()?);
        let manifest = manifest_of(&library, card.pack());
        let lookup = IndexLookup::new(&index);
        let mut findings = oneup_cards::lint(
            card,
            &LintContext {
                today: Some(today()),
                lookup: &lookup,
                pack: manifest.as_ref(),
                vocabulary: None,
                publishing: false,
            },
        );
        self.noticing_damage(lookup.finish().map_err(AppError::from))?;
        findings.extend(self.crowded_industries(card)?);
        Ok(findings)
    }

    /// Changes one key of the front matter of a text.
    pub(crate) fn change_key_in(&self, request: &ChangeKeyRequest) -> Result<ChangedText, AppError> {
        let ChangeKeyRequest { key, text, name, values } = request;
        let edit = if values.is_empty() {
            match edit::unset(text, name) {
                // A form may say twice that a key shall go.
                Err(EditError::NoSuchKey { .. }) => return Ok(ChangedText { text: text.clone() }),
                edit => edit?,
            }
        } else {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            edit::set(text, name, &values, identity(&self.path_of(key)?, text).as_ref())?
        };
        Ok(ChangedText { text: edit.apply(text) })
    }

    /// Where the file of a card that is being edited is.
    fn path_of(&self, key: &str) -> Result<String, AppError> {
        if let Some(path) = key.strip_prefix(BY_PATH) {
            return Ok(path.to_owned());
        }
        let newest = self.with_state(|state| Ok(state.versions(key)?.into_iter().next()))?;
        newest.map(|version| version.path).ok_or_else(|| AppError::NoSuchCard { id: key.to_owned() })
    }
}

/// What a file without front matter is given with its first key: the id that its path has made it so far.
pub(crate) fn identity(path: &str, text: &str) -> Option<Identity> {
    let card = Card::parse(path, text);
    Some(Identity { id: slug_of(&card)?, kind: card.kind })
}

/// The id that the name of a card's file makes.
fn slug_of(card: &Card) -> Option<CardId> {
    let name = card.path.rsplit('/').next()?.strip_suffix(".md")?;
    CardId::slug(name).ok().or_else(|| CardId::slug(&crate::new_card::slug_of(name)).ok())
}

/// Every key with its values: as it was read where the format knows it, else as it is written.
fn fields(card: &Card) -> Vec<FieldRow> {
    let front = &card.front;
    let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect::<Vec<_>>();
    front
        .keys
        .iter()
        .map(|span| {
            let written = card.text().get(span.value.clone()).map(unquoted).filter(|text| !text.is_empty());
            let values = match span.name.as_str() {
                "aliases" => front.aliases.clone(),
                "industry" => front.industry.clone(),
                "role" => front.role.clone(),
                "stage" => front.stage.clone(),
                "region" => front.region.clone(),
                "tags" => front.tags.clone(),
                "credits" => front.credits.clone(),
                "was" => front.was.clone(),
                "title" => one(front.title.as_deref()),
                "reason" => one(front.reason.as_deref()),
                "author" => one(front.author.as_deref()),
                "verified_by" => one(front.verified_by.as_deref()),
                "owner" => one(front.owner.as_deref()),
                "superseded_by" => one(front.superseded_by.as_deref()),
                "translation_of" => one(front.translation_of.as_deref()),
                _ => one(written),
            };
            FieldRow { key: span.name.clone(), values }
        })
        .collect()
}

fn unquoted(text: &str) -> &str {
    let inside = |mark: char| text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

fn text_finding(card: &Card, units: &Units<'_>, finding: Finding) -> TextFinding {
    let from = units.byte_at(finding.line, finding.column);
    let key = card
        .front
        .keys
        .iter()
        .find(|span| span.line == finding.line)
        .map(|span| span.name.clone())
        .or_else(|| finding.rule.strip_prefix("missing-").map(str::to_owned));
    let to = from + length_of(card.text().get(from..).unwrap_or(""), key.is_some());
    let mend = mend(card, &finding).map(|(label, edit)| TextMend {
        label,
        from: units.units(edit.span.start),
        to: units.units(edit.span.end),
        insert: edit.replacement,
    });
    let row = finding_row(finding);
    TextFinding {
        from: units.units(from),
        to: units.units(to),
        level: row.level,
        message: format!("{}. {}.", row.message, row.remedy),
        key,
        mend,
    }
}

/// How far a finding reaches: to the end of a link, of a line of the front matter, else of the word.
fn length_of(rest: &str, is_front: bool) -> usize {
    let line = rest.lines().next().unwrap_or("").trim_end();
    if is_front {
        return line.len();
    }
    if line.starts_with("[[") {
        return line.find("]]").map_or(line.len(), |end| end + 2);
    }
    line.find(char::is_whitespace).unwrap_or(line.len())
}

/// The one edit that mends a finding, where there is one that needs no knowledge of what the card means.
fn mend(card: &Card, finding: &Finding) -> Option<(String, Edit)> {
    let text = card.text();
    match finding.rule {
        "missing-id" => {
            let id = slug_of(card)?;
            let edit = edit::set(text, "id", &[id.as_str()], None).ok()?;
            Some((format!("Add `id: {id}`"), edit))
        }
        "missing-type" => {
            let edit = edit::set(text, "type", &["note"], None).ok()?;
            Some(("Add `type: note`".to_owned(), edit))
        }
        "missing-title" if !card.title.is_empty() => {
            let edit = edit::set(text, "title", &[&card.title], None).ok()?;
            Some((format!("Add the title “{}”", card.title), edit))
        }
        "heading-missing" => {
            // The rule names the heading it misses between the only two backticks of its message.
            let heading = finding.message.split('`').nth(1)?;
            Some((format!("Add “{heading}”"), section(card, heading)))
        }
        _ => None,
    }
}

/// The edit that adds an empty section: before the reader's own notes, else at the end.
fn section(card: &Card, heading: &str) -> Edit {
    let text = card.text();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if let Some(notes) = card.section(MY_NOTES) {
        let at = notes.span.start;
        return Edit { span: at..at, replacement: format!("## {heading}{end}{end}") };
    }
    let gap = if text.ends_with(&format!("{end}{end}")) {
        String::new()
    } else if text.ends_with('\n') {
        end.to_owned()
    } else {
        [end, end].concat()
    };
    Edit { span: text.len()..text.len(), replacement: format!("{gap}## {heading}{end}{end}") }
}

/// The lines of a text, to tell a line and column, a byte, and a UTF-16 unit from each other.
struct Units<'t> {
    text: &'t str,
    /// The start of each line in bytes and in units.
    lines: Vec<(usize, usize)>,
}

impl<'t> Units<'t> {
    fn new(text: &'t str) -> Self {
        let mut lines = vec![(0, 0)];
        let (mut bytes, mut units) = (0, 0);
        for line in text.split_inclusive('\n') {
            bytes += line.len();
            units += line.encode_utf16().count();
            lines.push((bytes, units));
        }
        Self { text, lines }
    }

    /// The byte at which a character of a line begins, both counted from one; a byte order mark is not counted.
    fn byte_at(&self, line: u32, column: u32) -> usize {
        let number = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
        let (start, _) = self.lines.get(number).copied().unwrap_or((self.text.len(), 0));
        let rest = self.text.get(start..).unwrap_or("");
        let marks = usize::from(rest.starts_with('\u{feff}'));
        let before = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX).saturating_add(marks);
        let line_end = rest.find('\n').unwrap_or(rest.len());
        start + rest.char_indices().nth(before).map_or(line_end, |(at, _)| at.min(line_end))
    }

    /// The unit at which a byte begins.
    fn units(&self, byte: usize) -> u32 {
        let line = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        let (start, units) = self.lines.get(line).copied().unwrap_or((0, 0));
        count(units + self.text.get(start..byte).unwrap_or("").encode_utf16().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_in_the_units_of_a_page() {
        let text = "\u{feff}a😀b\r\nÄ😀 x\n";
        let units = Units::new(text);
        let b = text.find('b').unwrap();
        assert_eq!(units.byte_at(1, 3), b, "the mark is no column");
        assert_eq!(units.units(b), 4, "the mark is one unit, the face two");
        assert_eq!(units.units(text.find('x').unwrap()), 11);
        assert_eq!(units.byte_at(2, 99), text.len() - 1);
        assert_eq!(units.units(units.byte_at(99, 1)), count(text.encode_utf16().count()));
    }

    #[test]
    fn a_mend_leaves_nothing_of_its_finding() {
        let bare = Card::parse("mine/why-stops.md", "---\nhouse: 1\n---\n\nSome text.\n");
        for rule in ["missing-id", "missing-type", "missing-title"] {
            let finding = Finding::new(
                oneup_cards::Level::Warning,
                rule,
                "",
                oneup_cards::Position::START,
                "the card has none",
                "",
            );
            let (_, edit) = mend(&bare, &finding).unwrap();
            let mended = Card::parse("mine/why-stops.md", &edit.apply(bare.text()));
            assert!(mended.front.span(rule.trim_start_matches("missing-")).is_some(), "{rule}");
        }
    }

    #[test]
    fn a_missing_section_is_added_above_the_notes_of_the_reader() {
        let card = Card::parse("mine/a.md", "# A\n\n## My notes\n\nMine.\n");
        let added = section(&card, "Careful").apply(card.text());
        assert_eq!(added, "# A\n\n## Careful\n\n## My notes\n\nMine.\n");
        let card = Card::parse("mine/a.md", "# A\r\n\r\nText.");
        let added = section(&card, "Careful").apply(card.text());
        assert_eq!(added, "# A\r\n\r\nText.\r\n\r\n## Careful\r\n\r\n");
    }
}
