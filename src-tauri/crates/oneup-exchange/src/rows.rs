//! Cards of the rows of a table, one a row.

use std::collections::BTreeMap;

use oneup_cards::edit::{self, Identity};
use oneup_cards::{Card, CardType, MAX_CARD_BYTES};

use crate::columns::{Column, Field};
use crate::intake::{Intake, Known, Refused};
use crate::plan::{NewFile, Plan, Remark};
use crate::table::{Row, Table};
use crate::write::unguarded;

/// The longest cell that can be a key of the front matter, in letters.
const LONGEST_KEY: usize = 2_000;

/// The longest cell that can be text of a card, in letters.
const LONGEST_TEXT: usize = 200_000;

/// The keys that take a list.
const LISTS: [&str; 8] = ["aliases", "industry", "role", "stage", "region", "tags", "credits", "was"];

/// The keys that take a word or a date; what is none is told and not carried.
const CHECKED: [&str; 5] = ["status", "visibility", "sale", "review_by", "verified_on"];

/// How cards are made of rows.
#[derive(Debug, Clone)]
pub struct RowsWanted<'w> {
    /// The name of the file, for messages.
    pub file: &'w str,
    /// What each column becomes, in the order of the table.
    pub columns: &'w [Column],
    /// What a card is whose row does not say.
    pub kind: CardType,
    /// The folder of the library that takes the cards, with `/` at its end.
    pub folder: &'w str,
}

/// Says which cards would be made of the rows of a table.
#[must_use]
pub fn plan_rows(table: &Table, wanted: &RowsWanted<'_>, known: Known<'_>) -> Plan {
    let mut plan = Plan::default();
    let mut intake = Intake::new(known);
    if table.is_lossy {
        plan.remarks.push(Remark::new(
            wanted.file,
            format!("some letters cannot be read as {}; � stands in their place", table.encoding.name()),
            "Choose another encoding",
        ));
    }
    for (at, column) in
        wanted.columns.iter().enumerate().filter(|(_, column)| column.field == Field::LeaveOut)
    {
        let filled = |row: &&Row| row.cells.get(at).is_some_and(|cell| !cell.trim().is_empty());
        let filled = table.rows.iter().filter(filled).count();
        if filled > 0 {
            plan.remarks.push(Remark::new(
                format!("{}, column “{}”", wanted.file, column.name),
                format!("is left out; it has text in {filled} of {} rows", table.rows.len()),
                "Choose what it becomes, if it is to be carried",
            ));
        }
    }
    for row in &table.rows {
        let place = format!("{}, row {}", wanted.file, row.number);
        match new_card(table, row, &place, wanted, &mut intake, &mut plan.remarks) {
            Ok(card) => plan.cards.push(card),
            Err(refused) => refused.note(&mut plan),
        }
    }
    plan
}

/// What the cells of a row come to.
#[derive(Default)]
struct Sorted {
    keys: BTreeMap<&'static str, String>,
    say: String,
    body: Vec<String>,
    sections: Vec<(String, String)>,
}

fn new_card(
    table: &Table,
    row: &Row,
    place: &str,
    wanted: &RowsWanted<'_>,
    intake: &mut Intake<'_>,
    remarks: &mut Vec<Remark>,
) -> Result<NewFile, Refused> {
    let mut told = Vec::new();
    let sorted = sort(table, row, place, wanted, &mut told)?;
    let title = sorted.keys.get("title").cloned().unwrap_or_default();
    if title.is_empty() {
        return Err(left_out(place, "has no title", "Fill the column that is the title"));
    }
    let kind = kind_of(&sorted, place, wanted.kind, &mut told);
    let own = sorted.keys.get("id").map(String::as_str).filter(|id| !id.is_empty());
    let berth = intake.berth(place, own, &title, wanted.folder)?;
    let identity = Identity { id: berth.id.clone(), kind };
    let refused = |error: edit::EditError| left_out(place, &error.to_string(), "Change the cell");
    let mut text = edit::set("", "title", &[&title], Some(&identity)).map_err(refused)?.apply("");
    for (key, value) in sorted.keys.iter().filter(|(key, _)| !["id", "title", "type"].contains(key)) {
        let values = if LISTS.contains(key) { items(value) } else { vec![value.as_str()] };
        match edit::set(&text, key, &values, None) {
            Ok(edit) => text = edit.apply(&text),
            Err(error) if CHECKED.contains(key) => told.push(Remark::new(
                place,
                format!("its {key} is not carried: {error}"),
                "Change the cell, or set it on the card afterwards",
            )),
            Err(error) => return Err(refused(error)),
        }
    }
    if !sorted.keys.contains_key("status") {
        text = edit::set(&text, "status", &["draft"], None).map_err(refused)?.apply(&text);
    }
    text.push_str(&prose(&sorted));
    if text.len() > MAX_CARD_BYTES {
        return Err(left_out(place, "would make a card of more than 4 MB", "Split the row"));
    }
    remarks.append(&mut told);
    let card = Card::parse(&berth.path, &text);
    Ok(NewFile {
        place: place.to_owned(),
        path: berth.path,
        id: berth.id.to_string(),
        title: card.title.clone(),
        kind: kind.as_str().to_owned(),
        text,
    })
}

fn sort(
    table: &Table,
    row: &Row,
    place: &str,
    wanted: &RowsWanted<'_>,
    told: &mut Vec<Remark>,
) -> Result<Sorted, Refused> {
    let surplus = row.cells.iter().skip(table.header.len()).filter(|cell| !cell.trim().is_empty()).count();
    if surplus > 0 {
        return Err(left_out(
            place,
            &format!("has {} cells where the header has {}", row.cells.len(), table.header.len()),
            "Put text that holds the delimiter or a line break in quotation marks",
        ));
    }
    if row.cells.len() < table.header.len() {
        told.push(Remark::new(
            place,
            format!("has {} cells where the header has {}", row.cells.len(), table.header.len()),
            "The cells that are missing are taken for empty; look at the card",
        ));
    }
    let mut sorted = Sorted::default();
    for (column, cell) in wanted.columns.iter().zip(&row.cells) {
        let cell = unguarded(cell);
        let is_text = matches!(column.field, Field::Body | Field::Section | Field::LeaveOut);
        let limit = if is_text { LONGEST_TEXT } else { LONGEST_KEY };
        let letters = cell.chars().count();
        if letters > limit && column.field != Field::LeaveOut {
            return Err(left_out(
                place,
                &format!("has {letters} letters in “{}”; {limit} at most fit there", column.name),
                "Shorten the cell, or let the column become a section",
            ));
        }
        let value = if is_text { clean_text(cell) } else { clean_line(cell) };
        if value.is_empty() {
            continue;
        }
        match column.field {
            Field::LeaveOut => {}
            Field::Key(key) if LISTS.contains(&key) => {
                sorted.keys.insert(key, clean_text(cell));
            }
            Field::Key(key) => {
                sorted.keys.insert(key, value);
            }
            Field::Say => sorted.say = value,
            Field::Body => sorted.body.push(value),
            Field::Section => sorted.sections.push((clean_line(&column.name), value)),
        }
    }
    Ok(sorted)
}

fn kind_of(sorted: &Sorted, place: &str, otherwise: CardType, told: &mut Vec<Remark>) -> CardType {
    let Some(word) = sorted.keys.get("type") else { return otherwise };
    CardType::parse(&word.to_lowercase()).unwrap_or_else(|| {
        let known: Vec<&str> = CardType::ALL.iter().map(|kind| kind.as_str()).collect();
        told.push(Remark::new(
            place,
            format!("“{word}” is no type of card; it becomes a {}", otherwise.as_str()),
            format!("Write one of: {}", known.join(", ")),
        ));
        otherwise
    })
}

/// The cells that are text, as the body of a card.
fn prose(sorted: &Sorted) -> String {
    let mut text = String::new();
    if !sorted.say.is_empty() {
        text += &format!("\n> {}\n", sorted.say);
    }
    for body in &sorted.body {
        text += &format!("\n{body}\n");
    }
    for (heading, body) in &sorted.sections {
        text += &format!("\n## {heading}\n\n{body}\n");
    }
    text
}

/// The items of a list in one cell: a line each, or else parted by semicolons, bars or commas.
fn items(value: &str) -> Vec<&str> {
    let delimiter = ['\n', ';', '|', ','].into_iter().find(|letter| value.contains(*letter));
    let parts = value.split(delimiter.unwrap_or('\n'));
    let mut items: Vec<&str> = Vec::new();
    for item in parts.map(str::trim).filter(|item| !item.is_empty()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items
}

fn clean_text(cell: &str) -> String {
    let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = cell.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

fn clean_line(cell: &str) -> String {
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn left_out(place: &str, what: &str, remedy: &str) -> Refused {
    Refused::LeftOut(Remark::new(place, what, remedy))
}
