//! Dates as cards write them: a year, a month or a day, as exact as the source is.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A date that may lack its day or its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Says that a text is not a date of the card format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write 2026, 2026-02 or 2026-02-10")]
pub struct BadDate(String);

impl PartialDate {
    /// Reads `2026`, `2026-02` or `2026-02-10`; a month or day that does not exist is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|m| digits(m, 2)).map_or(Some(None), |m| m.map(Some))?;
        let day = parts.next().map(|d| digits(d, 2)).map_or(Some(None), |d| d.map(Some))?;
        if parts.next().is_some() {
            return None;
        }
        let month = month.map(i8::try_from).transpose().ok()?;
        let day = day.map(i8::try_from).transpose().ok()?;
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    /// The first day the date can mean.
    #[must_use]
    pub fn earliest(self) -> Date {
        date(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day the date can mean.
    #[must_use]
    pub fn latest(self) -> Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.earliest(),
            (Some(_), None) => self.earliest().last_of_month(),
            _ => self.earliest().last_of_year(),
        }
    }

    /// The day after the last day the date can mean; the calendar's last day has none.
    #[must_use]
    pub fn day_after(self) -> Option<Date> {
        self.latest().checked_add(1.day()).ok()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for PartialDate {
    type Error = BadDate;

    fn try_from(text: String) -> Result<Self, BadDate> {
        Self::parse(&text).ok_or(BadDate(text))
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

fn digits(text: &str, length: usize) -> Option<i16> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_date_spans_the_days_it_can_mean() {
        let year = PartialDate::parse("2026").expect("a year");
        assert_eq!((year.earliest(), year.latest()), (date(2026, 1, 1), date(2026, 12, 31)));
        let month = PartialDate::parse("2026-02").expect("a month");
        assert_eq!((month.earliest(), month.latest()), (date(2026, 2, 1), date(2026, 2, 28)));
        let day = PartialDate::parse("2026-02-10").expect("a day");
        assert_eq!((day.earliest(), day.latest()), (date(2026, 2, 10), date(2026, 2, 10)));
        assert_eq!(PartialDate::parse("9999-12-31").and_then(PartialDate::day_after), None);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for bad in [
            "",
            "26",
            "2026-2",
            "2026-13",
            "2026-02-30",
            "2026-02-10-1",
            "2024-13-45",
            "20260210",
            "２０２６",
        ] {
            assert_eq!(PartialDate::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_date_shows_as_it_was_written() {
        for text in ["2026", "2026-02", "2026-02-10"] {
            assert_eq!(PartialDate::parse(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
    }
}
