//! “Still true”: who looked at a card again, when, and what makes them say so.

use rusqlite::{Row, params};

use crate::error::LibraryError;
use crate::state::{LibraryState, card};

/// A review as it is to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewReview<'a> {
    /// The full id of the card.
    pub card: &'a str,
    /// When, as an ISO time with its zone.
    pub at: &'a str,
    /// Who looked.
    pub who: &'a str,
    /// What makes them say so: a link or a sentence.
    pub why: &'a str,
}

/// A review as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its number, in the order of recording.
    pub id: i64,
    /// The full id of the card.
    pub card: String,
    /// When.
    pub at: String,
    /// Who looked.
    pub who: String,
    /// What makes them say so.
    pub why: String,
}

impl LibraryState {
    /// Records that a card is still true and returns the number of the review.
    ///
    /// # Errors
    /// [`LibraryError::NoReason`] where nothing but white space says why, [`LibraryError::DiskFull`], or what the
    /// database refused.
    pub fn review(&mut self, review: &NewReview<'_>) -> Result<i64, LibraryError> {
        let why = review.why.trim();
        if why.is_empty() {
            return Err(LibraryError::NoReason { card: review.card.to_owned() });
        }
        let library = self.library;
        self.write(|transaction| {
            let card = card(transaction, library, review.card)?;
            transaction.execute(
                "INSERT INTO review (card, at, who, why) VALUES (?1, ?2, ?3, ?4)",
                params![card, review.at, review.who, why],
            )?;
            Ok(transaction.last_insert_rowid())
        })
    }

    /// Takes a review back, as undo does; one that is gone already is no failure.
    ///
    /// # Errors
    /// What the database refused.
    pub fn take_back_review(&mut self, id: i64) -> Result<(), LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM review WHERE id = ?1 AND card IN (SELECT id FROM card WHERE library = ?2)",
                [id, library],
            )?;
            Ok(())
        })
    }

    /// The reviews of a card, the last first.
    ///
    /// # Errors
    /// What the database refused.
    pub fn reviews(&self, card: &str) -> Result<Vec<Review>, LibraryError> {
        self.read(|connection| {
            connection
                .prepare(
                    "SELECT review.id, key, at, who, why FROM review JOIN card ON card.id = review.card
                     WHERE library = ?1 AND key = ?2 ORDER BY review.id DESC",
                )?
                .query_map(params![self.library, card], read)?
                .collect()
        })
    }

    /// The last review of each card that has one, ordered by card.
    ///
    /// # Errors
    /// What the database refused.
    pub fn latest_reviews(&self) -> Result<Vec<Review>, LibraryError> {
        self.read(|connection| {
            connection
                .prepare(
                    "SELECT max(review.id), key, at, who, why FROM review JOIN card ON card.id = review.card
                     WHERE library = ?1 GROUP BY review.card ORDER BY key",
                )?
                .query_map([self.library], read)?
                .collect()
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Review> {
    Ok(Review { id: row.get(0)?, card: row.get(1)?, at: row.get(2)?, who: row.get(3)?, why: row.get(4)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::{AT, state};

    #[test]
    fn a_review_asks_for_a_reason_and_is_listed_with_it() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let review = |card, why| NewReview { card, at: AT, who: "Anna", why };
        for empty in ["", " \n\t"] {
            let refused = state.review(&review("mine/a", empty));
            assert!(matches!(refused, Err(LibraryError::NoReason { .. })), "{refused:?}");
        }
        assert_eq!(state.reviews("mine/a").unwrap(), []);
        state.review(&review("mine/b", "asked the plant manager")).unwrap();
        state.review(&review("mine/a", "https://example.org/table-18b")).unwrap();
        let last = state.review(&review("mine/a", " read the new table ")).unwrap();
        let whys = |reviews: Vec<Review>| reviews.into_iter().map(|review| review.why).collect::<Vec<_>>();
        assert_eq!(
            whys(state.reviews("mine/a").unwrap()),
            ["read the new table", "https://example.org/table-18b"]
        );
        assert_eq!(whys(state.latest_reviews().unwrap()), ["read the new table", "asked the plant manager"]);
        state.take_back_review(last).unwrap();
        assert_eq!(state.reviews("mine/a").unwrap()[0].why, "https://example.org/table-18b");
    }
}
