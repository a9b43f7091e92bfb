//! When a card goes stale: its review has passed, or nobody looked at its sources for too long.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::card::Card;
use crate::date::PartialDate;

impl Card {
    /// The first day on which the card is stale: the day after `review_by`, or, without one, the day after its
    /// oldest `checked` date has reached its type's span. `None` when the card names no date at all.
    #[must_use]
    pub fn stale_on(&self) -> Option<Date> {
        if let Some(review_by) = self.front.review_by {
            return review_by.day_after();
        }
        let oldest =
            self.sources.iter().filter_map(|source| source.checked).map(PartialDate::earliest).min()?;
        oldest.checked_add((self.kind.fresh_days() + 1).days()).ok()
    }

    /// Whether the card is stale on a day.
    #[must_use]
    pub fn is_stale(&self, today: Date) -> bool {
        self.stale_on().is_some_and(|day| today >= day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn stale_on(front: &str, checked: &[&str]) -> Option<Date> {
        let mut text = format!("---\n{front}\n---\n\nText");
        text.extend((0..checked.len()).map(|n| format!("[^{n}]")));
        text.push_str(".\n\n");
        let definition = |(n, day)| format!("[^{n}]: [T](https://a.example). P. Checked {day}.\n");
        text.extend(checked.iter().enumerate().map(definition));
        Card::parse("mine/a.md", &text).stale_on()
    }

    #[test]
    fn the_review_decides_where_there_is_one() {
        assert_eq!(stale_on("review_by: 2027-02-28", &["2020-01-01"]), Some(date(2027, 3, 1)));
        assert_eq!(stale_on("review_by: 2027-02", &[]), Some(date(2027, 3, 1)));
        assert_eq!(stale_on("review_by: 2027", &[]), Some(date(2028, 1, 1)));
    }

    #[test]
    fn else_the_source_checked_longest_ago() {
        assert_eq!(stale_on("type: force", &["2026-06-01", "2026-01-01"]), Some(date(2026, 7, 1)));
        assert_eq!(stale_on("type: factor", &["2026-01-01"]), Some(date(2027, 1, 2)));
        assert_eq!(stale_on("type: factor", &[]), None);
        let card = Card::parse("mine/a.md", "---\nreview_by: 2026-03-05\n---\n");
        assert!(!card.is_stale(date(2026, 3, 5)));
        assert!(card.is_stale(date(2026, 3, 6)));
    }
}
