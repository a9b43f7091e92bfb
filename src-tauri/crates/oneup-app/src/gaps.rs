//! The gaps of the library in words: what is missing, and the one act that closes it.

use oneup_cards::{CardType, Verb};
use oneup_prepare::{Act, Gap, GapQuery, LinkAt};

use crate::app::App;
use crate::clock::today;
use crate::contract::{CardToMake, FirstLink, GapCount, GapKind, GapRow, GapsPage, GapsRequest, count};
use crate::error::AppError;
use crate::map::{face, filter};
use crate::words::in_words;

/// The most gaps that are returned at once.
pub const MOST_GAPS: u32 = 100_000;

impl App {
    /// Finds what is missing among the cards.
    ///
    /// # Errors
    /// [`AppError::NoLibrary`], [`AppError::TooMany`], or what the folder or the index refused.
    pub fn gaps_page(&self, request: &GapsRequest) -> Result<GapsPage, AppError> {
        if request.limit > MOST_GAPS {
            return Err(AppError::TooMany { asked: request.limit, most: MOST_GAPS });
        }
        let query = GapQuery {
            filter: filter(&request.industry, &request.role),
            kinds: request.kinds.iter().map(|kind| kind.known()).collect(),
            today: today(),
            skip: request.skip as usize,
            limit: request.limit as usize,
        };
        let session = self.session()?;
        let found = self.noticing_damage(session.graph(|graph| (graph.gaps(&query), graph.len())));
        let (gaps, cards) = found?;
        let counted = |(kind, number): (oneup_prepare::GapKind, usize)| {
            let kind = GapKind::of(kind);
            GapCount { kind, label: kind.label().to_owned(), count: count(number) }
        };
        Ok(GapsPage {
            rows: gaps.rows.into_iter().map(row).collect(),
            counts: gaps.counts.into_iter().map(counted).collect(),
            total: count(gaps.total),
            cards: count(cards),
            partial: session.is_partial(),
        })
    }
}

/// A gap in words.
pub(crate) fn row(gap: Gap) -> GapRow {
    let kind = GapKind::of(gap.kind);
    let (sentence, act) = (sentence(&gap), order(&gap.act, gap.card.kind));
    let make = to_make(&gap);
    GapRow { kind, sentence, act, line: line(&gap.act), make, card: face(gap.card) }
}

/// What is missing, said of the card.
fn sentence(gap: &Gap) -> String {
    let link = match &gap.act {
        Act::Retarget(link)
        | Act::Choose { link, .. }
        | Act::Replace(link)
        | Act::WriteBecause(link)
        | Act::SourceLink(link) => Some(written(link)),
        _ => None,
    };
    let link = link.unwrap_or_default();
    let weakest = || match gap.chains {
        1 => "the weakest place of one chain".to_owned(),
        chains => format!("the weakest place of {chains} chains"),
    };
    match (gap.kind, &gap.act) {
        (oneup_prepare::GapKind::DeadTarget, _) => format!("{link} leads to no card."),
        (oneup_prepare::GapKind::UnclearTarget, Act::Choose { among, .. }) => {
            let among: Vec<String> = among.iter().map(ToString::to_string).collect();
            format!("{link} may mean any of {}.", among.join(", "))
        }
        (oneup_prepare::GapKind::UnclearTarget, _) => format!("{link} may mean more than one card."),
        (oneup_prepare::GapKind::LeadsToWithdrawn, _) => {
            format!("{link} leads to a card that is withdrawn.")
        }
        (oneup_prepare::GapKind::LinkWithoutBecause, _) => format!("{link} gives no reason."),
        (oneup_prepare::GapKind::ChainContested, _) => format!("It is contested: {}.", weakest()),
        (oneup_prepare::GapKind::ChainUnsourced, Act::SourceLink(_)) => {
            format!("{link} has no source: {}.", weakest())
        }
        (oneup_prepare::GapKind::ChainUnsourced, _) => {
            format!("What it claims has no source: {}.", weakest())
        }
        (oneup_prepare::GapKind::ChainStale, _) => format!("Its review is overdue: {}.", weakest()),
        (oneup_prepare::GapKind::ForceCausesNothing, _) => "It leads to no challenge.".to_owned(),
        (oneup_prepare::GapKind::ChallengeRaisesNothing, _) => "It raises no decision factor.".to_owned(),
        (oneup_prepare::GapKind::ChallengeCostsNobody, _) => "It costs nobody.".to_owned(),
        (oneup_prepare::GapKind::ChallengeWithoutQuestion, _) => "No question brings it up.".to_owned(),
        (oneup_prepare::GapKind::FactorUnweighed, _) => "No role weighs it.".to_owned(),
        (oneup_prepare::GapKind::QuestionTeachesNothing, _) => "It teaches the client nothing.".to_owned(),
        (oneup_prepare::GapKind::ConversationWithoutCommitment, _) => {
            "It ends with no commitment.".to_owned()
        }
        (oneup_prepare::GapKind::Orphan, _) => "Nothing leads to it or from it.".to_owned(),
    }
}

/// A link as the card reads: “causes Night stops”.
fn written(link: &LinkAt) -> String {
    match link.verb {
        Some(verb) => format!("“{} {}”", verb.phrase(), link.to),
        None => format!("The link “{}”", link.to),
    }
}

/// What closes the gap of a card of a type, as an order.
fn order(act: &Act, kind: CardType) -> String {
    match act {
        Act::AddLink { verb: Verb::EndsWith, .. } => "Write what both sides commit to".to_owned(),
        Act::AddLink { verb: Verb::Costs, .. } => "Link the role that pays, and say how".to_owned(),
        Act::AddLink { verb: Verb::WeighedBy, .. } => {
            "Link the role that weighs it, with a weight".to_owned()
        }
        Act::AddLink { verb, to } => {
            let types: Vec<&str> = to.iter().map(|kind| kind.as_str()).collect();
            format!("Link the {} this {} {}", types.join(" or "), kind.as_str(), verb.phrase())
        }
        Act::AddLinkHere { verb, from } => format!("Write a {} that {} it", from.as_str(), verb.phrase()),
        Act::Connect => "Link it to another card, or another card to it".to_owned(),
        Act::Retarget(_) => "Make the card, or name another".to_owned(),
        Act::Choose { .. } => "Say which card is meant, as pack/id".to_owned(),
        Act::Replace(_) => "Lead the link to a card in use".to_owned(),
        Act::WriteBecause(_) => "Write the because".to_owned(),
        Act::SourceLink(_) => "Put a source to the link".to_owned(),
        Act::SourceCard => "Put a source to its claims".to_owned(),
        Act::Confirm => "Check its sources, then say it is still true, or change it".to_owned(),
        Act::Settle => "Decide what it is contested for".to_owned(),
    }
}

fn line(act: &Act) -> Option<u32> {
    match act {
        Act::Retarget(link)
        | Act::Choose { link, .. }
        | Act::Replace(link)
        | Act::WriteBecause(link)
        | Act::SourceLink(link) => Some(link.line),
        _ => None,
    }
}

/// The card that would close the gap, where one to be made does.
fn to_make(gap: &Gap) -> Option<CardToMake> {
    match &gap.act {
        Act::AddLinkHere { verb, from } => Some(CardToMake {
            kind: from.as_str().to_owned(),
            title: String::new(),
            link: Some(FirstLink {
                verb: verb.phrase().to_owned(),
                to: gap.card.id.to_string(),
                title: gap.card.title.clone(),
            }),
        }),
        // Only a name that is an id in words becomes the card that the link asks for.
        Act::Retarget(LinkAt { verb, to, .. }) if !to.contains('/') => {
            let kind = verb.and_then(|verb| verb.target_types().first().copied()).unwrap_or(CardType::Note);
            let title = if to.contains(' ') { to.clone() } else { in_words(to) };
            Some(CardToMake { kind: kind.as_str().to_owned(), title, link: None })
        }
        _ => None,
    }
}

/// Says the kinds of the contract and of the graph once, with what each is called.
macro_rules! kinds {
    ($($name:ident $label:literal;)*) => {
        impl GapKind {
            /// Every kind, in the order in which gaps are listed.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// What the kind is called, in the plural.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            fn of(kind: oneup_prepare::GapKind) -> Self {
                match kind { $(oneup_prepare::GapKind::$name => Self::$name,)* }
            }

            fn known(self) -> oneup_prepare::GapKind {
                match self { $(Self::$name => oneup_prepare::GapKind::$name,)* }
            }
        }
    };
}

kinds! {
    DeadTarget "Links that lead to no card";
    UnclearTarget "Links that may mean more than one card";
    LeadsToWithdrawn "Links to withdrawn cards";
    LinkWithoutBecause "Links without a because";
    ChainContested "Chains held by a contested card";
    ChainUnsourced "Chains held by a claim without a source";
    ChainStale "Chains held by an overdue card";
    ForceCausesNothing "Forces that lead to no challenge";
    ChallengeRaisesNothing "Challenges that raise no factor";
    ChallengeCostsNobody "Challenges that cost nobody";
    ChallengeWithoutQuestion "Challenges no question brings up";
    FactorUnweighed "Factors nobody weighs";
    QuestionTeachesNothing "Questions that teach nothing";
    ConversationWithoutCommitment "Conversations without a commitment";
    Orphan "Cards nothing leads to or from";
}

impl GapKind {
    /// The kind as the contract and the command name it.
    #[must_use]
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|name| Some(name.as_str()?.replace('_', "-")))
            .unwrap_or_default()
    }
}
