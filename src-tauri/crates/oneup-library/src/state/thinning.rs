//! Thins the versions of one sitting out: whoever writes is saved every few moments, and what stands at the end of a
//! sitting is what anybody goes back to.

use rusqlite::params;

use crate::error::LibraryError;
use crate::state::{LibraryState, find_card};

impl LibraryState {
    /// Forgets the versions of a card that were saved before `before` while somebody wrote and were followed by
    /// another such version within `pause_seconds`. A version that packs others stays, and so does the newest.
    /// Returns how many went.
    ///
    /// # Errors
    /// What the database refused.
    pub fn thin_out(&mut self, card: &str, before: &str, pause_seconds: u32) -> Result<usize, LibraryError> {
        let library = self.library;
        self.write(|transaction| {
            let Some(card) = find_card(transaction, library, card)? else { return Ok(0) };
            transaction.execute(
                "DELETE FROM version WHERE id IN (
                     SELECT old.id FROM version AS old JOIN version AS new
                     ON new.id = (SELECT min(id) FROM version WHERE card = old.card AND id > old.id)
                     WHERE old.card = ?1 AND old.why = 'writing' AND new.why = 'writing'
                     AND old.origin = new.origin AND old.who = new.who AND old.path = new.path
                     AND julianday(old.at) < julianday(?2)
                     AND (julianday(new.at) - julianday(old.at)) * 86400 <= ?3 + 0.5
                     AND NOT EXISTS (SELECT 1 FROM version AS other WHERE other.base = old.id))",
                params![card, before, pause_seconds],
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::state::tests::{edit, state};
    use crate::state::{NewVersion, Why};

    #[test]
    fn of_one_sitting_its_end_stays_and_everything_else_stays_too() {
        let place = tempfile::tempdir().unwrap();
        let mut state = state(&place);
        let long = "A line that is the same in every version of this card.\n".repeat(40);
        for (minute, why) in [
            (0, Why::FirstSeen),
            (1, Why::Writing),
            (2, Why::Writing),
            (3, Why::Writing),
            (20, Why::Writing),
            (21, Why::Edit),
            (22, Why::Writing),
            (23, Why::Writing),
        ] {
            let (text, at) = (format!("{long}{minute}"), format!("2026-11-22T09:{minute:02}:00+01:00"));
            state.record_version(&NewVersion { text: &text, at: &at, why, ..edit("mine/a", "") }).unwrap();
        }
        let minutes = |state: &crate::LibraryState| -> Vec<String> {
            let versions = state.versions("mine/a").unwrap();
            for version in &versions {
                let text = state.read_version(version.id).unwrap().unwrap();
                assert!(text.starts_with(&long), "every version that stays can be read");
            }
            versions.iter().rev().map(|version| version.at[14..16].to_owned()).collect()
        };
        assert_eq!(state.thin_out("mine/a", "2026-11-22T09:00:00+01:00", 300).unwrap(), 0);
        assert_eq!(state.thin_out("mine/unknown", "2100-01-01T00:00:00Z", 300).unwrap(), 0);
        assert_eq!(state.thin_out("mine/a", "2100-01-01T00:00:00Z", 300).unwrap(), 3);
        assert_eq!(minutes(&state), ["00", "03", "20", "21", "23"]);
        assert_eq!(state.thin_out("mine/a", "2100-01-01T00:00:00Z", 300).unwrap(), 0);
    }
}
