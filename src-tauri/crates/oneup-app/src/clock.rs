//! The one place where the application asks what day it is.

use jiff::civil::{Date, date};

/// The day it is where the user is.
pub(crate) fn today() -> Date {
    jiff::Zoned::now().date()
}

/// The moment it is, as an ISO time with its zone.
pub(crate) fn now_iso() -> String {
    iso(&jiff::Zoned::now())
}

/// A moment as an ISO time with its zone.
pub(crate) fn iso(moment: &jiff::Zoned) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Counts a day as the index does.
pub(crate) fn days_since_1970(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days_since_1970(date(1970, 1, 1)), 0);
        assert_eq!(days_since_1970(date(2026, 11, 22)), 20_779);
        assert_eq!(days_since_1970(date(1969, 12, 31)), -1);
    }
}
