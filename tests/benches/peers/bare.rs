//! The engine and little more: the floor that the ranking of One-Up must beat.
//!
//! A schema of title, tags and body with English stems, a field of unstemmed words as vocabulary, the best field of
//! each word, and three stages: all words with the last one completed, then words one error away where the library
//! hardly knows what was typed, then any word.

#![allow(clippy::missing_docs_in_private_items, reason = "a program of the bench")]

mod protocol;

use std::collections::BTreeMap;
use std::path::Path;

use protocol::{Failed, Peer, Section, words_of};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, FuzzyTermQuery, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
    TokenStream as _,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

const ENOUGH: usize = 5;
const COMPLETIONS: usize = 48;
const CORRECTED_FROM: usize = 4;

struct Bare {
    index: Index,
    reader: IndexReader,
    writer: Option<IndexWriter>,
    stems: TextAnalyzer,
    id: Field,
    words: Field,
    body: Field,
    weighted: [(Field, f32); 3],
}

/// A typed word: the stems it may be met by, each with what it counts.
type Wanted = Vec<(String, f32)>;

impl Bare {
    fn over(index: Index) -> Result<Self, Failed> {
        let stems = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(64))
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .filter(Stemmer::new(Language::English))
            .build();
        let plain = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(64))
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build();
        index.tokenizers().register("stems", stems.clone());
        index.tokenizers().register("plain", plain);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let field = |name| index.schema().get_field(name);
        let (id, words, body) = (field("id")?, field("words")?, field("body")?);
        let weighted = [(field("title")?, 4.0), (field("tags")?, 2.0), (body, 1.0)];
        Ok(Self { index, reader, writer: None, stems, id, words, body, weighted })
    }

    fn document(&self, card: Section) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        for text in [&card.title, &card.tags, &card.body] {
            document.add_text(self.words, text);
        }
        let texts = [card.title, card.tags, card.body];
        for ((field, _), text) in self.weighted.iter().zip(texts) {
            document.add_text(*field, text);
        }
        document.add_text(self.id, card.id);
        document
    }

    fn stem(&mut self, word: &str) -> Option<String> {
        let mut stream = self.stems.token_stream(word);
        stream.advance().then(|| stream.token().text.clone())
    }

    /// The commonest words of the library that an automaton or a range lets through.
    fn known(&self, word: &str, unfinished: bool, error: bool) -> Result<Vec<(String, u64)>, Failed> {
        let mut counts: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
        let term = Term::from_field_text(self.words, word);
        for segment in self.reader.searcher().segment_readers() {
            let index = segment.inverted_index(self.words)?;
            if error {
                let query = if unfinished { FuzzyTermQuery::new_prefix } else { FuzzyTermQuery::new };
                let mut found =
                    index.terms().search(query(term.clone(), 1, true).automaton()?).into_stream()?;
                while found.advance() {
                    *counts.entry(found.key().to_vec()).or_default() += u64::from(found.value().doc_freq);
                }
            } else {
                let mut found =
                    index.terms().range().ge(word).le(format!("{word}\u{10FFFF}")).into_stream()?;
                while found.advance() {
                    *counts.entry(found.key().to_vec()).or_default() += u64::from(found.value().doc_freq);
                }
            }
        }
        let mut known: Vec<(String, u64)> = counts
            .into_iter()
            .filter_map(|(word, cards)| Some((String::from_utf8(word).ok()?, cards)))
            .collect();
        known.sort_by_key(|(_, cards)| std::cmp::Reverse(*cards));
        known.truncate(COMPLETIONS);
        Ok(known)
    }

    fn cards_with(&self, word: &str) -> Result<u64, Failed> {
        Ok(self.reader.searcher().doc_freq(&Term::from_field_text(self.words, word))?)
    }

    /// The best field of each word, for all words or for any.
    fn query(&self, wanted: &[Wanted], all: bool) -> Box<dyn Query> {
        let clauses: Vec<Box<dyn Query>> = wanted
            .iter()
            .map(|stems| {
                let choices = stems.iter().flat_map(|(stem, counts)| {
                    self.weighted.iter().map(move |(field, weight)| {
                        let term = Term::from_field_text(*field, stem);
                        let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
                        Box::new(BoostQuery::new(Box::new(term), weight * counts)) as Box<dyn Query>
                    })
                });
                Box::new(DisjunctionMaxQuery::with_tie_breaker(choices.collect(), 0.1)) as Box<dyn Query>
            })
            .collect();
        Box::new(if all { BooleanQuery::intersection(clauses) } else { BooleanQuery::union(clauses) })
    }
}

impl Peer for Bare {
    fn make(folder: &Path, sections: &mut dyn Iterator<Item = Section>) -> Result<Self, Failed> {
        let mut schema = Schema::builder();
        let text = |tokenizer, record, norms| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
            TextOptions::default()
                .set_indexing_options(indexing.set_index_option(record).set_fieldnorms(norms))
        };
        schema.add_text_field("id", STRING | STORED);
        for name in ["title", "tags", "body"] {
            let prose = text("stems", IndexRecordOption::WithFreqsAndPositions, true);
            schema.add_text_field(name, prose.set_stored());
        }
        schema.add_text_field("words", text("plain", IndexRecordOption::Basic, false));
        let peer = Self::over(Index::create_in_dir(folder, schema.build())?)?;
        let mut writer: IndexWriter = peer.index.writer_with_num_threads(2, 200_000_000)?;
        for card in sections {
            writer.add_document(peer.document(card))?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        peer.reader.reload()?;
        Ok(peer)
    }

    fn open(folder: &Path) -> Result<Self, Failed> {
        Self::over(Index::open_in_dir(folder)?)
    }

    fn find(&mut self, query: &str, limit: usize, snippets: bool) -> Result<Vec<String>, Failed> {
        let searcher = self.reader.searcher();
        let (typed, unfinished) = words_of(query);
        let mut wanted: Vec<Wanted> = Vec::new();
        for (place, word) in typed.iter().enumerate() {
            let mut stems = vec![(self.stem(word).unwrap_or_default(), 1.0)];
            if unfinished && place + 1 == typed.len() {
                for (known, _) in self.known(word, true, false)? {
                    let stem = self.stem(&known).unwrap_or_default();
                    if !stems.iter().any(|(other, _)| *other == stem) {
                        stems.push((stem, 0.9));
                    }
                }
            }
            wanted.push(stems);
        }
        let top =
            |query: &dyn Query| searcher.search(query, &TopDocs::with_limit(limit.max(1)).order_by_score());
        let mut asked = self.query(&wanted, true);
        let mut found = top(&asked)?;
        if found.len() < ENOUGH {
            for (place, word) in typed.iter().enumerate() {
                if word.chars().count() < CORRECTED_FROM
                    || self.cards_with(word)? > 1 + searcher.num_docs() / 50_000
                {
                    continue;
                }
                for (known, _) in self.known(word, unfinished && place + 1 == typed.len(), true)? {
                    let stem = self.stem(&known).unwrap_or_default();
                    wanted[place].push((stem, 0.6));
                }
            }
            for all in [true, false] {
                asked = self.query(&wanted, all);
                for (score, address) in top(&asked)? {
                    if found.len() < limit && !found.iter().any(|(_, known)| *known == address) {
                        found.push((score, address));
                    }
                }
                if found.len() >= ENOUGH {
                    break;
                }
            }
        }
        let cut = SnippetGenerator::create(&searcher, &asked, self.body)?;
        let mut ids = Vec::with_capacity(found.len());
        for (_, address) in found {
            let stored: TantivyDocument = searcher.doc(address)?;
            if snippets {
                std::hint::black_box(cut.snippet_from_doc(&stored));
            }
            ids.extend(stored.get_first(self.id).and_then(|id| id.as_str()).map(str::to_owned));
        }
        Ok(ids)
    }

    fn save(&mut self, card: Section) -> Result<(), Failed> {
        let document = self.document(card);
        if self.writer.is_none() {
            self.writer = Some(self.index.writer_with_num_threads(1, 15_000_000)?);
        }
        let writer = self.writer.as_mut().ok_or("no writer")?;
        writer.add_document(document)?;
        writer.commit()?;
        self.reader.reload()?;
        Ok(())
    }
}

fn main() -> Result<(), Failed> {
    protocol::run::<Bare>()
}
