//! The rules a card must meet, told one finding at a time. Nothing here stops a save: it is advice with a place.
//!
//! The level follows the card: on a draft or a note a broken rule is a warning, on a card that says `ready`, and on
//! every card of a pack that is being published, it is an error. What cannot be read at all is always an error.

mod every;
mod kinds;
mod links;
mod pack;
mod words;

use jiff::civil::Date;

pub use pack::{is_micro_selling, lint_pack};
pub use words::Vocabulary;

use crate::card::Card;
use crate::finding::{Finding, Level, sort};
use crate::manifest::PackManifest;
use crate::position::Lines;
use crate::resolve::CardLookup;
use crate::vocabulary::{CardType, Status};

/// What a card is held against.
#[derive(Clone, Copy)]
pub struct LintContext<'a> {
    /// The day on which freshness is judged; without one it is not.
    pub today: Option<Date>,
    /// Where links are looked up.
    pub lookup: &'a dyn CardLookup,
    /// The manifest of the card's pack; the rep's own cards have none.
    pub pack: Option<&'a PackManifest>,
    /// The words the card may use; without them its words are not judged.
    pub vocabulary: Option<&'a Vocabulary>,
    /// Whether the card is about to be published: drafts are then judged like ready cards.
    pub publishing: bool,
}

/// Judges one card; what the parser found comes along. The findings stand in reading order.
#[must_use]
pub fn lint(card: &Card, ctx: &LintContext<'_>) -> Vec<Finding> {
    let lines = Lines::new(card.text());
    let mut report = Report { card, ctx, lines: &lines, findings: card.findings.clone() };
    every::check(&mut report);
    links::check(&mut report);
    kinds::check(&mut report);
    let mut findings = report.findings;
    sort(&mut findings);
    findings
}

/// The findings of one card while they are gathered.
struct Report<'r> {
    card: &'r Card,
    ctx: &'r LintContext<'r>,
    lines: &'r Lines<'r>,
    findings: Vec<Finding>,
}

impl Report<'_> {
    /// The level of a broken rule on this card.
    fn level(&self) -> Level {
        let judged = self.card.status() == Status::Ready || self.ctx.publishing;
        if judged && self.card.kind != CardType::Note { Level::Error } else { Level::Warning }
    }

    /// Reports a broken rule.
    fn broken(
        &mut self,
        rule: &'static str,
        offset: usize,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.at(self.level(), rule, offset, message, remedy);
    }

    fn at(
        &mut self,
        level: Level,
        rule: &'static str,
        offset: usize,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let at = self.lines.position(offset);
        self.findings.push(Finding::new(level, rule, &self.card.path, at, message, remedy));
    }

    /// Where a key of the front matter stands, or else the start of the file.
    fn key(&self, key: &str) -> usize {
        self.card.front.span(key).map_or(0, |span| span.value.start)
    }
}
