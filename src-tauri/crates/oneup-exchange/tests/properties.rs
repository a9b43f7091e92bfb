//! Whatever is imported: nothing panics, every row is accounted for, and what is carried reads back as it was.

use oneup_cards::{Card, CardLookup, CardRef, CardType, Catalog, LinkKey};
use oneup_exchange::{
    Known, Note, Plan, Reading, RowsWanted, Table, guess_columns, plan_notes, plan_rows, survey,
    table_of_cards,
};
use proptest::collection::vec;
use proptest::prelude::*;

struct Nothing;

impl CardLookup for Nothing {
    fn find(&self, _: &LinkKey) -> Vec<CardRef> {
        Vec::new()
    }
}

fn nothing() -> Known<'static> {
    Known { cards: &Nothing, is_taken: &|_| false }
}

fn planned(bytes: &[u8]) -> Option<(Table, Plan)> {
    let table = Table::read(bytes, Reading::default()).ok()?;
    let columns = guess_columns(&table.header);
    let wanted = RowsWanted { file: "t.csv", columns: &columns, kind: CardType::Note, folder: "mine/" };
    let plan = plan_rows(&table, &wanted, nothing());
    Some((table, plan))
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn every_row_is_a_card_or_is_told(bytes in vec(any::<u8>(), 0..2000)) {
        if let Some((table, plan)) = planned(&bytes) {
            prop_assert_eq!(
                plan.cards.len() + plan.duplicates.len() + plan.left_out.len(),
                table.rows.len()
            );
        }
    }

    #[test]
    fn every_note_is_a_card_or_is_told(notes in vec(("[a-zA-Z/ ._]{1,12}", vec(any::<u8>(), 0..300)), 0..6)) {
        let notes: Vec<Note> = notes.into_iter().map(|(path, bytes)| Note { path, bytes }).collect();
        let plan = plan_notes(&notes, "mine/", nothing());
        prop_assert_eq!(plan.cards.len() + plan.duplicates.len() + plan.left_out.len(), notes.len());
        for card in &plan.cards {
            let leaves = card.path.split('/').any(|part| part == "..");
            prop_assert!(card.path.starts_with("mine/") && !leaves, "{}", card.path);
            let read = Card::parse(&card.path, &card.text);
            prop_assert_eq!(read.id().as_str(), card.id.as_str());
        }
    }

    #[test]
    fn what_notes_say_stays_byte_for_byte_below_the_front_matter(
        body in "[ -~\n]{0,200}", name in "[A-Z][a-z]{2,8}",
    ) {
        let body = format!("x{}\n", body.replace(['[', ']'], ""));
        let note = Note { path: format!("{name}.md"), bytes: body.clone().into_bytes() };
        let plan = plan_notes(&[note], "mine/", nothing());
        prop_assert!(plan.cards[0].text.ends_with(&body), "{}", plan.cards[0].text);
    }

    #[test]
    fn rows_become_cards_that_become_the_same_rows(
        titles in vec("[a-zA-Z0-9 ,;\"'ä€#:-]{1,40}", 1..12),
        tags in vec("[a-z]{1,8}", 0..4),
        body in "[a-zA-Z0-9 ,;\"'\nä=#*-]{0,200}",
        kind in 0..CardType::ALL.len(),
    ) {
        let kind = CardType::ALL[kind];
        let mut text = "title;type;tags;body\r\n".to_owned();
        for title in &titles {
            text += &format!("{};{};{};{}\r\n", quoted(title), kind.as_str(), quoted(&tags.join("; ")), quoted(&body));
        }
        let (table, plan) = planned(text.as_bytes()).unwrap();
        let cards: Vec<Card> = plan.cards.iter().map(|card| Card::parse(&card.path, &card.text)).collect();
        for card in &cards {
            prop_assert_eq!(card.kind, kind);
            let same = |title: &String| {
                let marked = title.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(['-', '=']));
                marked.unwrap_or(title).split_whitespace().eq(card.title.split_whitespace())
            };
            prop_assert!(titles.iter().any(same), "{}", card.title);
            let marked = body.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(['-', '=']));
            let clean = marked.unwrap_or(&body).trim();
            prop_assert!(card.text().ends_with(&format!("{clean}\n")) || clean.is_empty(), "{}", card.text());
            prop_assert_eq!(card.front.tags.len(), tags.iter().collect::<std::collections::BTreeSet<_>>().len());
        }
        let named = titles.iter().filter(|title| !title.trim().is_empty()).count();
        prop_assert_eq!(plan.cards.len(), named, "{:?}", plan);
        prop_assert!(table.rows.len() >= plan.cards.len());

        // And out again, as a spreadsheet would show them, and in once more.
        let again = planned(&table_of_cards(&cards).unwrap()).unwrap().1;
        prop_assert_eq!(again.left_out, []);
        for (first, second) in plan.cards.iter().zip(&again.cards) {
            prop_assert_eq!((&first.id, &first.title, &first.kind), (&second.id, &second.title, &second.kind));
        }
    }

    #[test]
    fn a_survey_takes_any_text(texts in vec("\\PC{0,200}", 0..4)) {
        let notes: Vec<Card> =
            texts.iter().enumerate().map(|(at, text)| Card::parse(&format!("{at}.md"), text)).collect();
        for found in survey(&notes) {
            prop_assert!(found.count >= found.files && found.files >= 1 && !found.places.is_empty());
        }
    }
}

#[test]
fn hostile_cells_are_refused_or_carried_as_text() {
    let million = "x".repeat(1_000_000);
    let text = format!(
        "id,title,status,body\n../../x,Traversal,draft,b\ncon,Device,draft,b\n,Large,draft,{million}\n,{million},draft,b\n,Formula,draft,=cmd|' /C calc'!A0\n,Fence,draft,\"---\nid: other\n---\"\n,Word,brilliant,b\n,\u{202e}Turned,draft,b\n"
    );
    let (_, plan) = planned(text.as_bytes()).unwrap();
    let out: Vec<_> = plan.left_out.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(out, ["t.csv, row 2", "t.csv, row 3", "t.csv, row 4", "t.csv, row 5"]);
    assert!(plan.left_out.iter().all(|one| !one.remedy.is_empty() && one.what.len() < 300));
    let fence = plan.cards.iter().find(|card| card.title == "Fence").unwrap();
    assert_eq!(fence.id, "fence", "a fence in a cell is text of the card");
    assert!(plan.remarks.iter().any(|one| one.place == "t.csv, row 8" && one.what.contains("status")));
}

#[test]
fn a_row_like_a_card_there_is_is_a_duplicate_and_makes_nothing() {
    let there = Catalog::new(&[Card::parse("mine/a.md", "---\nid: a\ntype: note\ntitle: Alpha\n---\n")]);
    let table = Table::read(b"id,title\na,New\n,alpha\n,Beta\nb,One\nb,Two\n", Reading::default()).unwrap();
    let columns = guess_columns(&table.header);
    let wanted = RowsWanted { file: "t.csv", columns: &columns, kind: CardType::Note, folder: "mine/" };
    let plan = plan_rows(&table, &wanted, Known { cards: &there, is_taken: &|_| false });
    let ids: Vec<_> = plan.cards.iter().map(|card| card.id.as_str()).collect();
    assert_eq!((ids, plan.duplicates.len()), (vec!["beta", "b"], 3), "{:?}", plan.duplicates);
}
