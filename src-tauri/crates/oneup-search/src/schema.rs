//! What the index stores of a card, field by field, and how a card goes in and comes out.

use std::path::Path;

use tantivy::index::IndexMeta;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{IndexSettings, TantivyDocument, store::Compressor};

use crate::document::{CardDocument, CardEntry};
use crate::entry;
use crate::error::SearchError;
use crate::words;

/// The version of this schema; any change here is a new version.
const VERSION: u32 = 4;

/// A title sorts by this many bytes of its folded form; more would only swell the index.
const SORTED_BYTES: usize = 48;

/// Composes the stamp an index must bear to be read by this program: schema, words, engine, and what the caller
/// adds (the version of its parser).
pub(crate) fn stamp(caller: &str) -> String {
    let words = words::VERSION;
    let engine = tantivy::version_string();
    // The stamp ends at the first line end of a commit's payload.
    let caller = caller.replace(['\r', '\n'], " ");
    format!("schema {VERSION}, words {words}, {engine}, {caller}")
}

/// Says whether an index may be read with this stamp: it bears the stamp, or nothing was ever committed to it.
pub(crate) fn bears(metas: &IndexMeta, stamp: &str) -> bool {
    match metas.payload.as_deref() {
        Some(payload) => payload.lines().next() == Some(stamp),
        None => metas.segments.is_empty(),
    }
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) key: Field,
    pub(crate) path: Field,
    pub(crate) id: Field,
    pub(crate) title: Field,
    pub(crate) aliases: Field,
    /// Tags, industries, roles, stages and regions as words.
    pub(crate) tags: Field,
    pub(crate) body: Field,
    /// The beginning of the body, to be shown: unpacking and looking through whole books would hold a keystroke up.
    pub(crate) beginning: Field,
    /// Every word as it is written: the vocabulary for completion and for mending typing errors.
    pub(crate) words: Field,
    pub(crate) link_keys: Field,
    pub(crate) links_to: Field,
    /// What is shown of the card where a link finds it.
    pub(crate) entry: Field,
    /// The links that begin with a verb: the verb, a space and a key the link asks for.
    pub(crate) verbs: Field,
    pub(crate) kind: Field,
    pub(crate) industry: Field,
    pub(crate) role: Field,
    pub(crate) stage: Field,
    pub(crate) region: Field,
    /// Each tag as it is written, to be asked for by name.
    pub(crate) tag: Field,
    pub(crate) status: Field,
    pub(crate) pack: Field,
    /// The folded beginning of the title, to sort by.
    pub(crate) order: Field,
    pub(crate) stamp: Field,
    pub(crate) size: Field,
    pub(crate) content: Field,
    pub(crate) weight: Field,
    pub(crate) reviewed_on: Field,
    pub(crate) changed_on: Field,
    pub(crate) stale_on: Field,
    pub(crate) unsourced: Field,
}

/// Makes the schema.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut build = Schema::builder();
    let prose = |stored: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(words::STEMMED)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        if stored { options.set_stored() } else { options }
    };
    let vocabulary = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(words::PLAIN)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    );
    let fields = Fields {
        key: build.add_text_field("key", STRING | STORED),
        path: build.add_text_field("path", STRING | STORED | FAST),
        id: build.add_text_field("id", STORED),
        title: build.add_text_field("title", prose(true)),
        aliases: build.add_text_field("aliases", prose(true)),
        tags: build.add_text_field("tags", prose(true)),
        body: build.add_text_field("body", prose(false)),
        beginning: build.add_text_field("beginning", STORED),
        words: build.add_text_field("words", vocabulary),
        link_keys: build.add_text_field("link_keys", STRING | STORED),
        links_to: build.add_text_field("links_to", STRING),
        entry: build.add_bytes_field("entry", FAST),
        verbs: build.add_text_field("verbs", STRING),
        kind: build.add_text_field("kind", STRING | STORED | FAST),
        industry: build.add_text_field("industry", STRING | FAST),
        role: build.add_text_field("role", STRING | FAST),
        stage: build.add_text_field("stage", STRING | FAST),
        region: build.add_text_field("region", STRING),
        tag: build.add_text_field("tag", STRING),
        status: build.add_text_field("status", STRING | STORED | FAST),
        pack: build.add_text_field("pack", STRING | STORED | FAST),
        order: build.add_text_field("order", FAST),
        stamp: build.add_u64_field("stamp", FAST),
        size: build.add_u64_field("size", FAST),
        content: build.add_u64_field("content", FAST),
        weight: build.add_i64_field("weight", FAST),
        reviewed_on: build.add_i64_field("reviewed_on", FAST),
        changed_on: build.add_i64_field("changed_on", FAST),
        stale_on: build.add_i64_field("stale_on", STORED | FAST),
        unsourced: build.add_u64_field("unsourced", STORED | FAST),
    };
    (build.build(), fields)
}

/// Gives the settings of a new index.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// Gives the tokenizers the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(words::STEMMED, words::stemmed());
    tokenizers.register(words::PLAIN, words::plain());
    tokenizers
}

impl Fields {
    /// Writes a card as the engine's document.
    pub(crate) fn document(&self, card: CardDocument) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        if let Some(packed) = entry::pack(&card) {
            document.add_bytes(self.entry, &packed);
        }
        document.add_text(self.beginning, words::beginning(&card.body));
        let mut order = String::new();
        words::fold(&card.title, &mut order);
        order.truncate(order.floor_char_boundary(SORTED_BYTES));
        document.add_text(self.order, order);
        for text in [&card.title, &card.body] {
            document.add_text(self.words, text);
        }
        for alias in card.aliases {
            document.add_text(self.words, &alias);
            document.add_text(self.aliases, alias);
        }
        let labels =
            card.tags.iter().chain(&card.industry).chain(&card.role).chain(&card.stage).chain(&card.region);
        for label in labels {
            document.add_text(self.words, label);
            document.add_text(self.tags, label);
        }
        let facets = [
            (self.industry, card.industry),
            (self.role, card.role),
            (self.stage, card.stage),
            (self.region, card.region),
            (self.tag, card.tags),
        ];
        for (field, values) in facets {
            for value in values {
                document.add_text(field, value);
            }
        }
        for key in card.link_keys {
            document.add_text(self.link_keys, key);
        }
        for key in card.links_to {
            document.add_text(self.links_to, key);
        }
        for (verb, key) in card.verbs {
            document.add_text(self.verbs, format!("{verb} {key}"));
        }
        for (field, value) in [
            (self.key, card.key),
            (self.path, card.path),
            (self.id, card.id),
            (self.title, card.title),
            (self.body, card.body),
            (self.kind, card.kind),
            (self.status, card.status),
            (self.pack, card.pack),
        ] {
            document.add_text(field, value);
        }
        document.add_u64(self.stamp, card.fingerprint.stamp);
        document.add_u64(self.size, card.fingerprint.size);
        document.add_u64(self.content, card.fingerprint.content);
        let numbers = [
            (self.weight, card.weight.map(i64::from)),
            (self.reviewed_on, card.reviewed_on.map(i64::from)),
            (self.changed_on, card.changed_on.map(i64::from)),
            (self.stale_on, card.stale_on.map(i64::from)),
        ];
        for (field, number) in numbers {
            if let Some(number) = number {
                document.add_i64(field, number);
            }
        }
        document.add_u64(self.unsourced, u64::from(card.unsourced));
        document
    }

    /// Reads the entry of a stored card.
    pub(crate) fn entry(&self, stored: &TantivyDocument, dir: &Path) -> Result<CardEntry, SearchError> {
        Ok(CardEntry {
            key: required(stored, self.key, dir)?.to_owned(),
            path: required(stored, self.path, dir)?.to_owned(),
            kind: required(stored, self.kind, dir)?.to_owned(),
            title: required(stored, self.title, dir)?.to_owned(),
            pack: required(stored, self.pack, dir)?.to_owned(),
            id: required(stored, self.id, dir)?.to_owned(),
            link_keys: texts(stored, self.link_keys).map(str::to_owned).collect(),
        })
    }
}

/// Reads a text every card has; its absence means the store does not hold what was put in.
pub(crate) fn required<'a>(
    stored: &'a TantivyDocument,
    field: Field,
    dir: &Path,
) -> Result<&'a str, SearchError> {
    texts(stored, field)
        .next()
        .ok_or_else(|| SearchError::damaged(dir, "a stored card lacks a part that every card has"))
}

/// Reads the stored texts of a field.
pub(crate) fn texts(stored: &TantivyDocument, field: Field) -> impl Iterator<Item = &str> {
    stored.get_all(field).filter_map(|value| value.as_str())
}
