//! The operators of the query language: what each asks for, by which words it is written, and an example of each for
//! the page that explains them.

use std::fmt;

/// What an operator asks of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    /// One of these values in a field of the card.
    Field(FieldName, Vec<String>),
    /// A state the card is in.
    Is(State),
    /// It was used, within so many days, or never.
    Used(Used),
    /// How often it landed.
    Landed(Compare, i64),
    /// It links to this card.
    Links(String),
    /// It links to this card with this verb.
    Verb(&'static str, String),
    /// How much some role weighs it, from 1 to 5.
    Weight(Compare, i64),
    /// The day its facts were last looked at.
    Reviewed(Compare, Day),
    /// The day its file was last changed.
    Changed(Compare, Day),
}

/// A field whose values are compared as words, whatever their case and whether with spaces or hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FieldName {
    /// The type of the card.
    Type,
    /// The industry it speaks about.
    Industry,
    /// The role it is for.
    Role,
    /// The conversation it belongs to.
    Stage,
    /// The region it holds for.
    Region,
    /// A tag.
    Tag,
    /// The pack it came with.
    Pack,
    /// Draft, ready, contested or withdrawn.
    Status,
}

/// A state a card may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// Past its review.
    Stale,
    /// With figures that name no source.
    Unsourced,
    /// Contested.
    Contested,
    /// The reader's own.
    Mine,
    /// From a pack, and edited since.
    Edited,
    /// Come with the last update of a pack.
    New,
}

/// When a card was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Used {
    /// In no conversation so far.
    Never,
    /// In the last so many days.
    Within(i32),
    /// Longer ago than so many days.
    Before(i32),
}

/// How a number or a day is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    /// Smaller, or earlier.
    Less,
    /// Smaller or equal.
    AtMost,
    /// Equal.
    Equal,
    /// Greater or equal.
    AtLeast,
    /// Greater, or later.
    More,
}

/// The days that a date as it is written stands for: a year and a month stand for all their days. Days are counted
/// from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    /// The first day.
    pub(crate) first: i32,
    /// The last day.
    pub(crate) last: i32,
}

/// An operator as it is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// The name before the colon.
    pub name: &'static str,
    /// A whole example.
    pub example: &'static str,
    /// What may stand after the colon, in words.
    pub takes: &'static str,
}

const fn op(name: &'static str, example: &'static str, takes: &'static str) -> Operator {
    Operator { name, example, takes }
}

/// All operators, in the order in which they are explained.
pub const OPERATORS: &[Operator] = &[
    op("type", "type:force", "a type of card; several with commas"),
    op("industry", "industry:manufacturing", "an industry"),
    op("role", "role:plant-manager", "a role"),
    op("stage", "stage:decide-to-change", "a conversation"),
    op("region", "region:eu", "a region"),
    op("tag", "tag:staffing", "a tag"),
    op("pack", "pack:mine", "a pack; mine for your own cards"),
    op("status", "status:ready", "draft, ready, contested or withdrawn"),
    op("is", "is:stale", "stale, unsourced, contested, mine, edited or new"),
    op("used", "used:<30d", "never, or a number of days such as <30d or >90d"),
    op("landed", "landed:>2", "a number such as 3, >2 or <=1"),
    op("links", "links:challenge/overtime-climbs", "the id of a card, alone or after its type or pack"),
    op("causes", "causes:overtime-climbs", "the id of a card"),
    op("worsens", "worsens:overtime-climbs", "the id of a card"),
    op("raises", "raises:quality", "the id of a card"),
    op("costs", "costs:coo", "the id of a card"),
    op("teaches", "teaches:technicians-retire", "the id of a card"),
    op("surfaces", "surfaces:overtime-climbs", "the id of a card"),
    op("addresses", "addresses:overtime-climbs", "the id of a card"),
    op("supports", "supports:overtime-climbs", "the id of a card"),
    op("serves", "serves:overtime-climbs", "the id of a card"),
    op("weight", "weight:>3", "a number from 1 to 5 such as 4 or >3"),
    op("reviewed", "reviewed:<2026-06", "a date such as 2026, 2026-06 or 2026-06-30, with < or >"),
    op("before", "before:2026-06", "a date: cards last changed before it"),
    op("after", "after:2026-06-30", "a date: cards last changed after it"),
];

/// Operators whose name is the verb of a link.
const VERBS: &[&str] =
    &["causes", "worsens", "raises", "costs", "teaches", "surfaces", "addresses", "supports", "serves"];

/// Finds an operator by the name before its colon, whatever its case.
pub(crate) fn named(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| operator.name.eq_ignore_ascii_case(name))
}

impl Operator {
    /// Reads what stands after the colon; none if it is not something this operator takes.
    pub(crate) fn read(&self, value: &str) -> Option<Test> {
        if let Some(field) = FieldName::named(self.name) {
            let values: Vec<String> = value
                .split(',')
                .map(str::trim)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
                .collect();
            return (!values.is_empty()).then_some(Test::Field(field, values));
        }
        if let Some(verb) = VERBS.iter().find(|verb| **verb == self.name) {
            return target(value).map(|target| Test::Verb(verb, target));
        }
        let (compare, bare) = compared(value);
        match self.name {
            "is" => State::named(value).map(Test::Is),
            "used" => used(value).map(Test::Used),
            "landed" => number(bare).map(|number| Test::Landed(compare, number)),
            "links" => target(value).map(Test::Links),
            "weight" => number(bare).map(|number| Test::Weight(compare, number)),
            "reviewed" => Day::read(bare).map(|day| Test::Reviewed(compare, day)),
            "before" => Day::read(value).map(|day| Test::Changed(Compare::Less, day)),
            "after" => Day::read(value).map(|day| Test::Changed(Compare::More, day)),
            _ => None,
        }
    }
}

impl FieldName {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "type" => Self::Type,
            "industry" => Self::Industry,
            "role" => Self::Role,
            "stage" => Self::Stage,
            "region" => Self::Region,
            "tag" => Self::Tag,
            "pack" => Self::Pack,
            "status" => Self::Status,
            _ => return None,
        })
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Type => "type",
            Self::Industry => "industry",
            Self::Role => "role",
            Self::Stage => "stage",
            Self::Region => "region",
            Self::Tag => "tag",
            Self::Pack => "pack",
            Self::Status => "status",
        })
    }
}

impl State {
    fn named(name: &str) -> Option<Self> {
        const STATES: &[(&str, State)] = &[
            ("stale", State::Stale),
            ("unsourced", State::Unsourced),
            ("contested", State::Contested),
            ("mine", State::Mine),
            ("edited", State::Edited),
            ("new", State::New),
        ];
        STATES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, state)| *state)
    }
}

impl Compare {
    /// The numbers that pass, from the first to the last of what is compared with.
    pub(crate) fn passes(self, value: i64, first: i64, last: i64) -> bool {
        match self {
            Self::Less => value < first,
            Self::AtMost => value <= last,
            Self::Equal => (first..=last).contains(&value),
            Self::AtLeast => value >= first,
            Self::More => value > last,
        }
    }
}

impl Day {
    /// Reads a year, a month or a day; none if there is no such day.
    fn read(written: &str) -> Option<Self> {
        let parts: Vec<&str> = written.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        if !matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2]) {
            return None;
        }
        let all: Option<Vec<i32>> = parts.iter().map(|part| digits(part)?.parse().ok()).collect();
        match all?.as_slice() {
            [year] => Some(Self { first: day(*year, 1, 1)?, last: day(*year, 12, 31)? }),
            [year, month] => {
                let (next_year, next_month) = if *month == 12 { (*year + 1, 1) } else { (*year, *month + 1) };
                Some(Self { first: day(*year, *month, 1)?, last: day(next_year, next_month, 1)? - 1 })
            }
            [year, month, number] => {
                let month_of = Self::read(&written[..7])?;
                let first = day(*year, *month, *number)?;
                (first <= month_of.last).then_some(Self { first, last: first })
            }
            _ => None,
        }
    }
}

/// Counts the days from 1970-01-01 to a day of the Gregorian calendar; none if month or day is none.
fn day(year: i32, month: i32, day: i32) -> Option<i32> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Counted in years that begin in March, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_years = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(of_years + (153 * month + 2) / 5 + day - 1 - 719_468)
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

fn number(text: &str) -> Option<i64> {
    digits(text)?.parse().ok()
}

/// Splits the sign of a comparison off.
fn compared(value: &str) -> (Compare, &str) {
    const SIGNS: &[(&str, Compare)] = &[
        ("<=", Compare::AtMost),
        (">=", Compare::AtLeast),
        ("<", Compare::Less),
        (">", Compare::More),
        ("=", Compare::Equal),
    ];
    let of_sign = |(sign, compare): &(&str, Compare)| Some((*compare, value.strip_prefix(sign)?));
    SIGNS.iter().find_map(of_sign).unwrap_or((Compare::Equal, value))
}

fn used(value: &str) -> Option<Used> {
    if value.eq_ignore_ascii_case("never") {
        return Some(Used::Never);
    }
    let (compare, bare) = compared(value);
    let days = i32::try_from(number(bare.strip_suffix(['d', 'D']).unwrap_or(bare))?).ok()?;
    Some(match compare {
        Compare::More | Compare::AtLeast => Used::Before(days),
        Compare::Less | Compare::AtMost | Compare::Equal => Used::Within(days),
    })
}

fn target(value: &str) -> Option<String> {
    let value = value.trim_matches(['[', ']']).trim();
    (!value.is_empty()).then(|| value.to_lowercase())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::{Compare, Day, OPERATORS, State, Test, Used, day, named};

    fn read(name: &str, value: &str) -> Option<Test> {
        named(name).unwrap().read(value)
    }

    #[test]
    fn every_example_can_be_read() {
        for operator in OPERATORS {
            let (name, value) = operator.example.split_once(':').unwrap();
            assert_eq!(name, operator.name);
            assert!(operator.read(value).is_some(), "{}", operator.example);
        }
    }

    #[test]
    fn numbers_and_days_are_compared() {
        assert_eq!(read("landed", ">2"), Some(Test::Landed(Compare::More, 2)));
        assert_eq!(read("weight", "<=3"), Some(Test::Weight(Compare::AtMost, 3)));
        assert_eq!(read("landed", "many"), None);
        assert_eq!(read("used", "<30d"), Some(Test::Used(Used::Within(30))));
        assert_eq!(read("used", ">90"), Some(Test::Used(Used::Before(90))));
        assert_eq!(read("used", "NEVER"), Some(Test::Used(Used::Never)));
        assert_eq!(read("is", "Stale"), Some(Test::Is(State::Stale)));
        assert!(Compare::Less.passes(4, 5, 9) && !Compare::Less.passes(5, 5, 9));
        assert!(Compare::AtMost.passes(9, 5, 9) && Compare::More.passes(10, 5, 9));
    }

    #[test]
    fn a_date_stands_for_all_its_days() {
        assert_eq!(
            (day(1970, 1, 1), day(2000, 3, 1), day(2026, 11, 23)),
            (Some(0), Some(11_017), Some(20_780))
        );
        let day_of = |text| Day::read(text).map(|day| (day.first, day.last));
        assert_eq!(day_of("2026-02"), Some((20_485, 20_512)));
        assert_eq!(day_of("2024-02").map(|(first, last)| last - first), Some(28));
        assert_eq!(day_of("2026").map(|(first, last)| last - first), Some(364));
        assert_eq!(day_of("2026-11-23"), Some((20_780, 20_780)));
        for wrong in ["2026-13", "2026-02-30", "26", "2026-1", "soon", "", "2026-02-10-1", "+026"] {
            assert_eq!(day_of(wrong), None, "{wrong}");
        }
    }
}
