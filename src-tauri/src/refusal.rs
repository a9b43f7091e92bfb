//! Why the system refused something, as a sentence for the user.

use std::fmt;

/// A sentence that says why the desktop does not offer something.
#[derive(Debug, Clone)]
pub(crate) struct Refusal(String);

impl Refusal {
    /// Takes the sentence.
    pub(crate) fn of(why: impl fmt::Display) -> Self {
        Self(why.to_string())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}
