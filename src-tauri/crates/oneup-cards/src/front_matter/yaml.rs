//! Reads the lines of front matter into entries with places, within a budget that a hostile file cannot exceed.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Location, Spanned};

/// A value as YAML understands it, kept apart by kind so that nothing is coerced silently.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// No value, `~` or `null`.
    Null,
    /// Text.
    Text(String),
    /// What YAML reads as something other than text, with the word for it.
    Typed(&'static str),
    /// A list.
    List(Vec<(Value, Location)>),
    /// A map, whose inside is not read.
    Nested,
}

/// One top-level key and its value.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_at: Location,
    pub(crate) value: Value,
    pub(crate) value_at: Location,
}

/// Why the front matter as a whole cannot be read.
#[derive(Debug)]
pub(crate) struct Unread {
    pub(crate) reason: String,
    /// The line and column inside the front matter, when the reader knows them.
    pub(crate) at: Option<(usize, usize)>,
}

/// Reads front matter; empty lines alone are no entries.
pub(crate) fn read(yaml: &str) -> Result<Vec<Entry>, Unread> {
    if yaml.lines().all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    let budget = serde_saphyr::budget! {
        max_depth: 32,
        max_documents: 1,
        max_events: 10_000,
        max_nodes: 5_000,
        max_anchors: 64,
        max_aliases: 64,
        max_merge_keys: 0,
        max_recorded_anchor_events: 1_000,
        max_recorded_anchor_bytes: 64 * 1024,
        max_total_scalar_bytes: 256 * 1024,
        max_total_comment_bytes: 64 * 1024,
    };
    let options = serde_saphyr::options! {
        budget: budget,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 2_000,
            max_replay_stack_depth: 8,
            max_alias_expansions_per_anchor: 64,
        },
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Entries>(yaml, options) {
        Ok(entries) => Ok(entries.0),
        Err(error) => Err(Unread {
            at: error.location().map(|at| (at.line() as usize, at.column() as usize)).filter(|at| at.0 > 0),
            reason: first_sentence(&error.without_snippet().to_string()),
        }),
    }
}

/// Keeps the reader's reason and drops the place it repeats, which a finding already carries.
fn first_sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or("").trim();
    let line = line.split(" at line ").next().unwrap_or(line);
    line.trim_end_matches(['.', ':', ',']).chars().take(200).collect()
}

struct Entries(Vec<Entry>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("lines of `key: value`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<Spanned<String>>()? {
                    let value = map.next_value::<Spanned<Value>>()?;
                    entries.push(Entry {
                        key: key.value,
                        key_at: key.referenced,
                        value: value.value,
                        value_at: value.referenced,
                    });
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
                Ok(Value::Text(text))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Value, E> {
                Ok(Value::Typed("yes or no"))
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Value, E> {
                Ok(Value::Typed("a number"))
            }

            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Value, E> {
                Ok(Value::Typed("a number"))
            }

            fn visit_i128<E: de::Error>(self, _: i128) -> Result<Value, E> {
                Ok(Value::Typed("a number"))
            }

            fn visit_u128<E: de::Error>(self, _: u128) -> Result<Value, E> {
                Ok(Value::Typed("a number"))
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Value, E> {
                Ok(Value::Typed("a number"))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element::<Spanned<Value>>()? {
                    items.push((item.value, item.referenced));
                }
                Ok(Value::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Value::Nested)
            }
        }
        deserializer.deserialize_any(Any)
    }
}
