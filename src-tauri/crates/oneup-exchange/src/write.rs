//! Cards as a table, one a row, which a spreadsheet shows and an import reads again.

use csv::{QuoteStyle, WriterBuilder};
use oneup_cards::Card;

use crate::columns::Field;

/// Writes cards as a table in UTF-8 with a byte order mark, by which spreadsheets know it. A cell that a spreadsheet
/// would take for a formula begins with an apostrophe.
///
/// # Errors
/// None in practice: it is written into memory.
pub fn table_of_cards(cards: &[Card]) -> Result<Vec<u8>, csv::Error> {
    let mut out =
        WriterBuilder::new().quote_style(QuoteStyle::Necessary).from_writer(b"\xEF\xBB\xBF".to_vec());
    let keys: Vec<&str> =
        Field::all().filter_map(|field| if let Field::Key(key) = field { Some(key) } else { None }).collect();
    out.write_record(keys.iter().copied().chain(["body"]))?;
    for card in cards {
        let body = card.text().get(card.body()).unwrap_or("").trim_matches(['\r', '\n']).to_owned();
        out.write_record(keys.iter().map(|key| value(card, key)).chain([body]).map(guarded))?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

fn value(card: &Card, key: &str) -> String {
    let front = &card.front;
    let list = |items: &[String]| items.join("\n");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date =
        |date: &Option<oneup_cards::PartialDate>| date.as_ref().map_or_else(String::new, ToString::to_string);
    match key {
        "id" => card.id().to_string(),
        "type" => front.kind.clone().unwrap_or_else(|| card.kind.as_str().to_owned()),
        "title" => card.title.clone(),
        "aliases" => list(&front.aliases),
        "industry" => list(&front.industry),
        "role" => list(&front.role),
        "stage" => list(&front.stage),
        "region" => list(&front.region),
        "tags" => list(&front.tags),
        "credits" => list(&front.credits),
        "was" => list(&front.was),
        "sale" => front.sale.map_or("", |sale| sale.as_str()).to_owned(),
        "status" => front.status.map_or("", |status| status.as_str()).to_owned(),
        "visibility" => front.visibility.map_or("", |visibility| visibility.as_str()).to_owned(),
        "author" => text(&front.author),
        "verified_by" => text(&front.verified_by),
        "owner" => text(&front.owner),
        "reason" => text(&front.reason),
        "lang" => text(&front.lang),
        "review_by" => date(&front.review_by),
        "verified_on" => date(&front.verified_on),
        _ => String::new(),
    }
}

fn guarded(cell: String) -> String {
    if is_formula(&cell) { format!("'{cell}") } else { cell }
}

/// A cell as it was before it was guarded.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Whether a spreadsheet would compute a cell, behind whatever guards stand before it already.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c1_no_cell_is_a_formula_and_each_comes_back_as_it_was() {
        for cell in ["=1+1", "+49", "-5", "@x", "'=1", "''=1", "plain", "it's", "'quoted'", ""] {
            let out = guarded(cell.to_owned());
            assert!(!out.starts_with(['=', '+', '-', '@']), "{out}");
            assert_eq!(unguarded(&out), cell);
        }
    }
}
