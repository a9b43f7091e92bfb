//! The register of challenges of an industry: a small, finite set, or nobody keeps them apart in a conversation. Who
//! writes one more than that is told, and which one it could be joined with.

use oneup_cards::{Card, CardType, Finding, Level, Position, Status};
use oneup_search::{Filters, SearchRequest};

use crate::app::App;
use crate::error::AppError;

/// An industry has so many active challenges at most before the writer is warned.
const MOST_ACTIVE: usize = 12;

/// So many of them are looked at to find out.
const MOST_COUNTED: usize = 200;

impl App {
    /// Warns where a challenge joins an industry that has enough of them without it; cards that were withdrawn do not
    /// count.
    pub(crate) fn crowded_industries(&self, card: &Card) -> Result<Vec<Finding>, AppError> {
        if card.kind != CardType::Challenge || card.status() == Status::Withdrawn {
            return Ok(Vec::new());
        }
        let index = self.session()?.index()?;
        let at = card
            .front
            .span("industry")
            .map_or(Position { line: 1, column: 1 }, |span| Position { line: span.line, column: 1 });
        let active =
            [Status::Draft, Status::Ready, Status::Contested].map(|status| status.as_str().to_owned());
        let mut findings = Vec::new();
        for industry in &card.front.industry {
            // By the title of this card, those come first that say something alike.
            let asked = |query: &str, limit| {
                let filters = Filters {
                    kind: vec![CardType::Challenge.as_str().to_owned()],
                    industry: vec![industry.clone()],
                    status: active.to_vec(),
                    ..Filters::default()
                };
                let request =
                    SearchRequest { query: query.to_owned(), limit, filters, ..SearchRequest::default() };
                self.noticing_damage(index.search(&request).map_err(AppError::from))
            };
            let others = asked("", MOST_COUNTED)?.hits.iter().filter(|hit| hit.path != card.path).count();
            if others < MOST_ACTIVE {
                continue;
            }
            let alike = asked(&format!("{} ", card.title), 2)?.hits;
            let remedy = alike.iter().find(|hit| hit.path != card.path).map_or_else(
                || "Join two that say the same, or withdraw one".to_owned(),
                |hit| {
                    format!(
                        "Join it with one that says the same, such as {} ({}), or withdraw one",
                        hit.title.text, hit.key
                    )
                },
            );
            let message = format!(
                "{industry} has {} active challenges; more than {MOST_ACTIVE} are not kept apart in a conversation",
                others + 1
            );
            findings.push(Finding::new(Level::Warning, "crowded-register", &card.path, at, message, remedy));
        }
        Ok(findings)
    }
}
