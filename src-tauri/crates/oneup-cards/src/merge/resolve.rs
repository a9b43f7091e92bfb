//! The reader's choices: each conflict is settled by one, and the text is put together.

use thiserror::Error;

use super::{Conflict, Merge, Part};

/// What shall stand in the place of a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// What stands on this side.
    Mine,
    /// What stands on the other side.
    Theirs,
    /// Both, mine first.
    Both,
    /// A text of the reader's own.
    Own(String),
}

/// Says why choices do not settle a merge.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BadChoice {
    /// There is not one choice for each conflict.
    #[error(
        "there are {conflicts} conflicts and {choices} choices. Choose once for each conflict, in their order"
    )]
    Count {
        /// How many conflicts there are.
        conflicts: usize,
        /// How many choices were made.
        choices: usize,
    },
    /// Both cannot stand in this place.
    #[error("{place}: only one of the two can stand here. Choose one, or write a text of your own")]
    OneOnly {
        /// The place, in words.
        place: String,
    },
}

impl Merge {
    /// Whether there is nothing to choose.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.conflicts().next().is_none()
    }

    /// The conflicts in the order of the file.
    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.parts.iter().filter_map(|part| match part {
            Part::Conflict(conflict) => Some(conflict),
            Part::Agreed { .. } | Part::Woven { .. } => None,
        })
    }

    /// The merged text; `None` while there are conflicts.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.is_clean().then(|| self.shape.finish(self.put_together(|_, _| String::new())))
    }

    /// Settles each conflict by the choice of the same number and puts the text together.
    ///
    /// # Errors
    /// Returns [`BadChoice`] when there is not one choice for each conflict, or both were chosen where only one can
    /// stand.
    pub fn resolve(&self, choices: &[Choice]) -> Result<String, BadChoice> {
        let conflicts = self.conflicts().count();
        if conflicts != choices.len() {
            return Err(BadChoice::Count { conflicts, choices: choices.len() });
        }
        let settled = self
            .conflicts()
            .zip(choices)
            .map(|(conflict, choice)| match choice {
                Choice::Mine => Ok(conflict.mine.clone()),
                Choice::Theirs => Ok(conflict.theirs.clone()),
                Choice::Both => conflict
                    .both
                    .clone()
                    .ok_or_else(|| BadChoice::OneOnly { place: conflict.place.to_string() }),
                Choice::Own(text) => Ok(self.shape.with_line_ends(text)),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let text = self.put_together(|_, n| settled.get(n).cloned().unwrap_or_default());
        Ok(self.shape.finish(text))
    }

    /// Puts the parts in order; `settle` gives the text of a conflict and is told its number.
    pub(super) fn put_together(&self, settle: impl Fn(&Conflict, usize) -> String) -> String {
        let mut text = String::new();
        let mut n = 0;
        for part in &self.parts {
            match part {
                Part::Agreed { text: more } | Part::Woven { text: more } => text.push_str(more),
                Part::Conflict(conflict) => {
                    let more = settle(conflict, n);
                    text.push_str(&more);
                    // The last line of a reader's own text must not run into the next part.
                    if !more.is_empty() && !more.ends_with('\n') {
                        text.push_str(self.shape.line_end());
                    }
                    n += 1;
                }
            }
        }
        text
    }
}
