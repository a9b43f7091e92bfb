//! The closed word lists of the card format: types, states, and who may see a card.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares a closed word list: the enum, its words as written in a card, and both directions between them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word of the list, in the order of the format's description.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as a card writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Reads the word in any case; anything else is `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str().eq_ignore_ascii_case(text.trim()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What a card is; decides which verbs it may use and which rules it must meet.
    CardType {
        /// An external force or change in the client's world.
        Force = "force",
        /// A challenge the client has, one of a small finite set.
        Challenge = "challenge",
        /// A decision factor.
        Factor = "factor",
        /// A question that teaches the client something.
        Question = "question",
        /// A way to improve the result, ours or not.
        Approach = "approach",
        /// A conversation that has to occur for the change to succeed.
        Conversation = "conversation",
        /// What a title must answer for.
        Role = "role",
        /// A story or figure from experience.
        Proof = "proof",
        /// What to do, why, and how to tell others.
        Recommendation = "recommendation",
        /// What clients fear or object to.
        Concern = "concern",
        /// A competitive context: what we declare we do to win.
        Context = "context",
        /// An ONLY statement.
        Only = "only",
        /// A word of the method, with its author.
        Term = "term",
        /// Anything else.
        Note = "note",
    }
}

words! {
    /// How far a card has come.
    Status {
        /// Still being written; the rules of its type are warnings.
        Draft = "draft",
        /// Fit for a conversation; the rules of its type are errors.
        Ready = "ready",
        /// Doubted by someone, with a reason.
        Contested = "contested",
        /// No longer used, with a reason.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Who may see a card.
    Visibility {
        /// Anyone.
        Public = "public",
        /// The rep's team.
        Team = "team",
        /// Nobody else: the card never leaves this machine.
        Private = "private",
    }
}

words! {
    /// The kind of sale a card is for.
    Sale {
        /// A sale with several people and a change inside the client.
        Complex = "complex",
        /// A simple purchase.
        Transactional = "transactional",
        /// Either.
        Both = "both",
    }
}

words! {
    /// What kind of claim a source carries.
    ClaimKind {
        /// Somebody measured or recorded it.
        Fact = "fact",
        /// It follows from facts by reasoning.
        Inference = "inference",
        /// It is taken as given.
        Assumption = "assumption",
    }
}

impl CardType {
    /// Whether a card of this type carries a sentence to say aloud.
    #[must_use]
    pub const fn has_say_line(self) -> bool {
        !matches!(self, Self::Note | Self::Term | Self::Role | Self::Context)
    }

    /// How many days a source of this type stays fresh after it was checked.
    #[must_use]
    pub const fn fresh_days(self) -> i32 {
        match self {
            Self::Force => 180,
            _ => 365,
        }
    }

    /// The headings the program reads on this type, which its rules ask for.
    #[must_use]
    pub const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Factor => &["What it is", "Why it matters", "How to weigh it"],
            Self::Conversation => &["Settles", "Advice"],
            Self::Role => &["Answers for"],
            Self::Recommendation => &["What", "Why", "How to tell others"],
            Self::Only => &["Unique", "Serves the client", "Provable"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        assert_eq!(CardType::ALL.len(), 14);
        for kind in CardType::ALL {
            assert_eq!(CardType::parse(&kind.as_str().to_uppercase()), Some(*kind));
        }
        assert_eq!(Status::parse("finished"), None);
    }
}
