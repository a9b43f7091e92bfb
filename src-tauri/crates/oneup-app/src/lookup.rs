//! Answers what a link means from the index, so that no list of all cards has to be kept in memory.

use std::cell::RefCell;

use oneup_cards::{CardLookup, CardRef, CardType, FullId, LinkKey};
use oneup_search::{CardEntry, CardIndex, SearchError};

/// Looks links up in the index, by the same keys and in the same order as the list in memory does.
pub(crate) struct IndexLookup<'a> {
    index: &'a CardIndex,
    failure: RefCell<Option<SearchError>>,
}

impl<'a> IndexLookup<'a> {
    /// Looks up in this index.
    pub(crate) fn new(index: &'a CardIndex) -> Self {
        Self { index, failure: RefCell::new(None) }
    }

    /// Says whether every answer could be given: a link must not look dead because the index is damaged.
    ///
    /// # Errors
    /// The first failure there was.
    pub(crate) fn finish(self) -> Result<(), SearchError> {
        self.failure.into_inner().map_or(Ok(()), Err)
    }
}

impl CardLookup for IndexLookup<'_> {
    fn find(&self, key: &LinkKey) -> Vec<CardRef> {
        match self.index.find_by_keys(&[key.as_str().to_owned()]) {
            Ok(entries) => entries.iter().filter_map(card_ref).collect(),
            Err(error) => {
                self.failure.borrow_mut().get_or_insert(error);
                Vec::new()
            }
        }
    }
}

/// What a link needs to know of a card in the index.
pub(crate) fn card_ref(entry: &CardEntry) -> Option<CardRef> {
    Some(CardRef {
        full_id: FullId::parse(&entry.key).ok()?,
        path: entry.path.clone(),
        kind: CardType::parse(&entry.kind)?,
        title: entry.title.clone(),
    })
}
