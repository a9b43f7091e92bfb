//! What is shown of a card that a link finds, packed into one column: following a link must not unpack whole cards.
//!
//! The texts stand first, one after the other, then the length of each, then their number. The path is the first of
//! them, so that neighbours in the sorted column share their beginning.

use crate::document::{CardDocument, CardEntry};

/// The engine cuts a value of a column at 65,535 bytes. A larger entry, which no honest card has, is left to the store.
const LARGEST: usize = 60_000;

/// How many bytes a number takes.
const NUMBER: usize = size_of::<u32>();

/// Packs the entry of a card; none if it is too large for a column.
pub(crate) fn pack(card: &CardDocument) -> Option<Vec<u8>> {
    let parts = [&card.path, &card.key, &card.kind, &card.title, &card.pack, &card.id];
    let mut packed = Vec::new();
    let mut lengths = Vec::new();
    let mut count = 0_u32;
    for part in parts.into_iter().chain(&card.link_keys) {
        packed.extend_from_slice(part.as_bytes());
        lengths.extend_from_slice(&u32::try_from(part.len()).ok()?.to_le_bytes());
        count += 1;
    }
    packed.extend_from_slice(&lengths);
    packed.extend_from_slice(&count.to_le_bytes());
    (packed.len() <= LARGEST).then_some(packed)
}

/// Unpacks an entry; none if the bytes are not what [`pack`] made.
pub(crate) fn unpack(packed: &[u8]) -> Option<CardEntry> {
    let (rest, count) = packed.split_last_chunk::<NUMBER>()?;
    let lengths_at = rest.len().checked_sub(number(*count)?.checked_mul(NUMBER)?)?;
    let (texts, lengths) = rest.split_at(lengths_at);
    let mut texts = std::str::from_utf8(texts).ok()?;
    let mut parts = Vec::with_capacity(lengths.len() / NUMBER);
    for length in lengths.as_chunks::<NUMBER>().0 {
        let (part, after) = texts.split_at_checked(number(*length)?)?;
        parts.push(part.to_owned());
        texts = after;
    }
    let mut parts = parts.into_iter();
    let entry = CardEntry {
        path: parts.next()?,
        key: parts.next()?,
        kind: parts.next()?,
        title: parts.next()?,
        pack: parts.next()?,
        id: parts.next()?,
        link_keys: parts.collect(),
    };
    texts.is_empty().then_some(entry)
}

fn number(bytes: [u8; NUMBER]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use proptest::prelude::*;

    use super::{LARGEST, pack, unpack};
    use crate::document::CardDocument;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(
            path in "\\PC{0,20}", title in "\\PC{0,40}", link_keys in prop::collection::vec("\\PC{0,9}", 0..5)
        ) {
            let card = CardDocument { path, title, link_keys, kind: "force".to_owned(), ..CardDocument::default() };
            let entry = unpack(&pack(&card).unwrap()).unwrap();
            prop_assert_eq!(entry.path, card.path);
            prop_assert_eq!(entry.title, card.title);
            prop_assert_eq!(entry.kind, "force");
            prop_assert_eq!(entry.link_keys, card.link_keys);
        }

        #[test]
        fn other_bytes_are_no_entry_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            prop_assert!(unpack(&bytes).is_none());
        }
    }

    #[test]
    fn an_entry_too_large_for_a_column_is_not_packed() {
        let card = CardDocument { title: "x".repeat(LARGEST), ..CardDocument::default() };
        assert!(pack(&card).is_none());
    }
}
