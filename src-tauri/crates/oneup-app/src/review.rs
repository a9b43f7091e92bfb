//! “Still true”, and the queue of the cards that somebody should look at.

use std::collections::HashMap;

use jiff::ToSpan as _;
use oneup_cards::PartialDate;
use oneup_cards::edit::set;
use oneup_library::{Review, Why};

use crate::app::App;
use crate::clock::{days_since_1970, now_iso, today};
use crate::contract::{
    LastReview, ReviewMark, ReviewQueue, ReviewQueueRequest, ReviewRow, Reviewed, StillTrueRequest, count,
};
use crate::error::AppError;
use crate::find_card::BY_PATH;
use crate::search::MOST_HITS;
use crate::transact::Step;

impl App {
    /// Records who found a card to be still true, when and why, and moves the day of its next review.
    ///
    /// # Errors
    /// [`oneup_library::LibraryError::NoReason`] where nothing says why, [`AppError::BadDay`], [`AppError::Edit`], or
    /// what the file refused.
    pub fn confirm(&self, request: &StillTrueRequest) -> Result<Reviewed, AppError> {
        let now = self.card_now(&request.key)?;
        let why = request.why.trim();
        if why.is_empty() {
            return Err(oneup_library::LibraryError::NoReason { card: now.id }.into());
        }
        let review_by = match request.review_by.as_deref().map(str::trim).filter(|day| !day.is_empty()) {
            Some(day) => {
                PartialDate::parse(day).ok_or_else(|| AppError::BadDay { text: day.to_owned() })?.to_string()
            }
            None => today().saturating_add(now.card.kind.fresh_days().days()).to_string(),
        };
        let by = request.by.as_deref().map(str::trim).filter(|by| !by.is_empty());
        let mut after = now.card.text().to_owned();
        let verified_on = today().to_string();
        let mut changes = vec![("review_by", review_by.as_str()), ("verified_on", verified_on.as_str())];
        changes.extend(by.map(|by| ("verified_by", by)));
        for (key, value) in changes {
            after = set(&after, key, &[value], None)?.apply(&after);
        }
        let words = format!("still true: {}", now.card.title);
        let who = by.unwrap_or(&self.0.holder).to_owned();
        let mut steps = vec![Step::Review { key: now.id.clone(), at: now_iso(), who, why: why.to_owned() }];
        if after != now.card.text() {
            let (path, before) = (now.card.path.clone(), now.card.text().to_owned());
            steps.push(Step::ReplaceFile { path, before, after });
        }
        self.rewrite(&words, Why::Edit, &steps)?;
        Ok(Reviewed { key: now.id, review_by, words })
    }

    /// The cards that should be looked at: those that are needed next first, then those that failed, then the longest
    /// overdue.
    ///
    /// # Errors
    /// [`AppError::TooMany`], or what the index or the database refused.
    pub fn queue(&self, request: &ReviewQueueRequest) -> Result<ReviewQueue, AppError> {
        if request.limit > MOST_HITS {
            return Err(AppError::TooMany { asked: request.limit, most: MOST_HITS });
        }
        let index = self.session()?.index()?;
        let day = days_since_1970(today());
        let found = self.noticing_damage(index.doubtful(day).map_err(AppError::from))?;
        let reviews = self.with_state(|state| state.latest_reviews())?;
        let last: HashMap<&str, &Review> =
            reviews.iter().map(|review| (review.card.as_str(), review)).collect();
        let mut carried: HashMap<String, u32> = HashMap::new();
        for card in &found {
            *carried.entry(card.entry.key.clone()).or_default() += 1;
        }
        let mut cards: Vec<ReviewRow> = found
            .into_iter()
            .map(|card| {
                let overdue = card.stale_on.filter(|since| *since <= day).map(|since| day - since);
                let last = last.get(card.entry.key.as_str()).map(|review| told(review));
                let is_one = carried.get(&card.entry.key) == Some(&1);
                let mut marks = Vec::new();
                marks.extend((card.status == "withdrawn").then_some(ReviewMark::Withdrawn));
                marks.extend((card.status == "contested").then_some(ReviewMark::Contested));
                marks.extend(overdue.map(|_| ReviewMark::Stale));
                marks.extend(
                    (card.unsourced > 0).then_some(ReviewMark::Unsourced { figures: card.unsourced }),
                );
                ReviewRow {
                    key: if is_one { card.entry.key } else { format!("{BY_PATH}{}", card.entry.path) },
                    title: card.entry.title,
                    kind: card.entry.kind,
                    pack: card.entry.pack,
                    marks,
                    overdue_days: count(overdue.unwrap_or(0)),
                    // Known once meetings and debriefs are kept.
                    next_use: None,
                    bad_outcomes: 0,
                    last,
                }
            })
            .collect();
        cards.sort_by(|a, b| pressing(a).cmp(&pressing(b)));
        let total = count(cards.len());
        let cards = cards.into_iter().skip(request.offset as usize).take(request.limit as usize).collect();
        Ok(ReviewQueue { total, cards })
    }
}

/// What comes first when cards are put in order of how pressing they are.
fn pressing(card: &ReviewRow) -> impl Ord + '_ {
    use std::cmp::Reverse;
    let unplanned = card.next_use.is_none();
    let marks = Reverse(card.marks.len());
    (unplanned, &card.next_use, Reverse(card.bad_outcomes), Reverse(card.overdue_days), marks, &card.title)
}

fn told(review: &Review) -> LastReview {
    LastReview { at: review.at.clone(), who: review.who.clone(), why: review.why.clone() }
}
