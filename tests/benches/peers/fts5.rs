//! `SQLite` FTS5 as a careful programmer would use it: porter stems, folded accents, prefix indexes, weighted columns.
//! `FTS5_ANY` set asks for any word instead of all of them.

#![allow(clippy::missing_docs_in_private_items, reason = "a program of the bench")]

mod protocol;

use std::path::Path;

use protocol::{Failed, Peer, Section, words_of};
use rusqlite::{Connection, params};

struct Fts5 {
    base: Connection,
    any: bool,
}

const INSERT: &str = "INSERT INTO card (id, title, tags, body) VALUES (?, ?, ?, ?)";
const FIND: &str = "SELECT id, '' FROM card WHERE card MATCH ? ORDER BY bm25(card, 0, 4.0, 2.0, 1.0) LIMIT ?";
const FIND_WITH_SNIPPETS: &str = "SELECT id, snippet(card, 3, '[', ']', '…', 24) FROM card WHERE card MATCH ? \
     ORDER BY bm25(card, 0, 4.0, 2.0, 1.0) LIMIT ?";

impl Peer for Fts5 {
    fn make(folder: &Path, sections: &mut dyn Iterator<Item = Section>) -> Result<Self, Failed> {
        let mut peer = Self::open(folder)?;
        peer.base.execute_batch(
            "CREATE VIRTUAL TABLE card USING fts5(id UNINDEXED, title, tags, body,
             tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3');",
        )?;
        let all = peer.base.transaction()?;
        {
            let mut insert = all.prepare(INSERT)?;
            for card in sections {
                insert.execute(params![card.id, card.title, card.tags, card.body])?;
            }
        }
        all.commit()?;
        peer.base.execute("INSERT INTO card (card) VALUES ('optimize')", [])?;
        Ok(peer)
    }

    fn open(folder: &Path) -> Result<Self, Failed> {
        let base = Connection::open(folder.join("fts5.db"))?;
        base.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        Ok(Self { base, any: std::env::var_os("FTS5_ANY").is_some() })
    }

    fn find(&mut self, query: &str, limit: usize, snippets: bool) -> Result<Vec<String>, Failed> {
        let (words, unfinished) = words_of(query);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut asked: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        if let Some(last) = asked.last_mut().filter(|_| unfinished) {
            last.push('*');
        }
        let asked = asked.join(if self.any { " OR " } else { " " });
        let mut find = self.base.prepare_cached(if snippets { FIND_WITH_SNIPPETS } else { FIND })?;
        let rows = find.query_map(params![asked, i64::try_from(limit)?], |row| {
            row.get::<_, String>(1).and_then(|_| row.get::<_, String>(0))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn save(&mut self, card: Section) -> Result<(), Failed> {
        self.base.prepare_cached(INSERT)?.execute(params![card.id, card.title, card.tags, card.body])?;
        Ok(())
    }
}

fn main() -> Result<(), Failed> {
    protocol::run::<Fts5>()
}
