//! Any bytes, as a table and as a note: every row and note is a card or is told, each card reads back with its id and
//! stays where it may stand, and a survey counts no more files than there are.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oneup_cards::{Card, CardLookup, CardRef, CardType, LinkKey};
use oneup_exchange::{
    Known, Note, Plan, Reading, RowsWanted, Table, guess_columns, plan_notes, plan_rows, survey, table_of_cards,
};

struct Nothing;

impl CardLookup for Nothing {
    fn find(&self, _: &LinkKey) -> Vec<CardRef> {
        Vec::new()
    }
}

fn assert_whole(plan: &Plan, asked: usize) {
    assert_eq!(plan.cards.len() + plan.duplicates.len() + plan.left_out.len(), asked);
    for card in &plan.cards {
        assert!(card.path.starts_with("mine/") && !card.path.split('/').any(|part| part == ".."));
        assert_eq!(Card::parse(&card.path, &card.text).id().as_str(), card.id);
    }
}

fuzz_target!(|bytes: &[u8]| {
    let known = Known { cards: &Nothing, is_taken: &|_| false };
    if let Ok(table) = Table::read(bytes, Reading::default()) {
        let columns = guess_columns(&table.header);
        let wanted = RowsWanted { file: "t.csv", columns: &columns, kind: CardType::Note, folder: "mine/" };
        let plan = plan_rows(&table, &wanted, known);
        assert_whole(&plan, table.rows.len());
        let cards: Vec<Card> = plan.cards.iter().map(|card| Card::parse(&card.path, &card.text)).collect();
        assert!(table_of_cards(&cards).is_ok());
    }
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let notes = [
        Note { path: "Notes/One.md".to_owned(), bytes: first.to_vec() },
        Note { path: "Two.md".to_owned(), bytes: second.to_vec() },
    ];
    assert_whole(&plan_notes(&notes, "mine/", known), notes.len());
    let cards: Vec<Card> =
        notes.iter().filter_map(|note| Card::parse_bytes(&note.path, &note.bytes).ok()).collect();
    assert!(survey(&cards).iter().all(|found| found.files <= cards.len() && found.files <= found.count));
});
