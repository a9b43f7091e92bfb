//! Latencies as a table shows them.

use std::fmt;

/// Times of one kind of query.
#[derive(Debug, Default)]
pub(crate) struct Latencies {
    micros: Vec<u64>,
}

impl Latencies {
    /// Adds one time.
    pub(crate) fn add(&mut self, micros: u64) {
        let place = self.micros.partition_point(|known| *known <= micros);
        self.micros.insert(place, micros);
    }

    /// The time that so many percent of all stay within, in milliseconds.
    pub(crate) fn within(&self, percent: usize) -> f64 {
        let rank = (self.micros.len() * percent).div_ceil(100).max(1) - 1;
        self.micros.get(rank).map_or(0.0, |micros| *micros as f64 / 1e3)
    }

    /// Median, 95 percent and slowest, as in a sentence.
    pub(crate) fn in_words(&self) -> String {
        format!("{:.1} / {:.1} / {:.1}", self.within(50), self.within(95), self.within(100))
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.2} | {:.2} | {:.2}", self.within(50), self.within(95), self.within(100))
    }
}

#[cfg(test)]
mod tests {
    use super::Latencies;

    #[test]
    fn percentiles_are_times_that_occurred() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.to_string(), "0.00 | 0.00 | 0.00");
        for micros in (1..=100).rev() {
            latencies.add(micros * 1000);
        }
        assert_eq!(latencies.to_string(), "50.00 | 95.00 | 100.00");
        assert_eq!(latencies.in_words(), "50.0 / 95.0 / 100.0");
    }
}
