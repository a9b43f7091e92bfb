//! Footnote definitions are sources: who says so, where, since when, and when somebody last looked.

use std::ops::Range;

use serde::Serialize;

use crate::date::PartialDate;
use crate::position::offset_in;
use crate::vocabulary::ClaimKind;

/// One source of a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    /// The footnote's label.
    pub label: String,
    /// Its number, in the order in which the card first uses its sources, from 1.
    pub number: u32,
    /// The text of its first link.
    pub title: Option<String>,
    /// The address of its first link.
    pub address: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// When somebody last checked it.
    pub checked: Option<PartialDate>,
    /// What kind of claim it carries.
    pub claim: ClaimKind,
    /// Whether it is somebody's own experience and has no address.
    pub own_experience: bool,
    /// The whole definition as text.
    pub text: String,
    /// The bytes of the definition.
    pub span: Range<usize>,
    /// Its line, from 1.
    pub line: u32,
    /// How many footnote marks refer to it.
    pub used: u32,
    /// Words after `Published` or `checked` that are no date.
    pub(crate) bad_dates: Vec<String>,
}

impl Source {
    /// The id under which a page lists this source; the marks in the rendered text lead there.
    #[must_use]
    pub fn anchor(&self) -> String {
        format!("md-source-{}", self.number)
    }

    /// The host of the address, in lower case.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let url = url::Url::parse(self.address.as_deref()?).ok()?;
        url.host_str().map(str::to_lowercase)
    }

    /// Whether the address is at one of the hosts listed, or at one that lies under them.
    #[must_use]
    pub fn is_at(&self, hosts: &[String]) -> bool {
        self.host().is_some_and(|host| is_one_of(&host, hosts))
    }
}

/// Whether a host is one of those listed, or lies under one.
fn is_one_of(host: &str, hosts: &[String]) -> bool {
    hosts.iter().any(|listed| {
        let listed = listed.to_lowercase();
        host.strip_suffix(listed.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// A definition while it is read.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) label: String,
    pub(crate) span: Range<usize>,
    pub(crate) text: String,
    /// The first link to an address: its text's place in `text`, and the address.
    pub(crate) link: Option<(Range<usize>, String)>,
}

impl Definition {
    /// Reads the definition; `line` is where it stands.
    pub(crate) fn into_source(self, line: u32) -> Source {
        let after = self.link.as_ref().map_or(0, |(text, _)| text.end);
        let rest = self.text.get(after..).unwrap_or("");
        let own = self.text.trim_start();
        let own_experience = self.link.is_none() && starts_with_words(own, "own experience");
        let mut bad_dates = Vec::new();
        let (published_at, published) = dated(rest, "published", &mut bad_dates);
        let (checked_at, checked) = dated(rest, "checked", &mut bad_dates);
        let claim = last_word(rest).and_then(ClaimKind::parse);
        let before_dates = published_at.or(checked_at).and_then(|at| rest.get(..at));
        let office = match (before_dates, claim) {
            _ if own_experience => "",
            (Some(before), _) => before,
            (None, None) => rest,
            // Without a date the last word may be the claim, which is not part of the publisher.
            (None, Some(_)) => rest
                .trim_end_matches(is_separator)
                .rsplit_once(char::is_whitespace)
                .map_or("", |(before, _)| before),
        };
        let title = self.link.as_ref().and_then(|(text, _)| self.text.get(text.clone()));
        let address = self.link.as_ref().map(|(_, address)| address.clone());
        let by_default = if address.is_some() { ClaimKind::Fact } else { ClaimKind::Inference };
        Source {
            number: 0,
            title: title.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()),
            address,
            publisher: Some(office.trim_matches(is_separator).to_owned()).filter(|p| !p.is_empty()),
            published,
            checked,
            claim: claim.unwrap_or(by_default),
            own_experience,
            text: self.text.trim().to_owned(),
            label: self.label,
            span: self.span,
            line,
            used: 0,
            bad_dates,
        }
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '–' | '—')
}

fn starts_with_words(text: &str, words: &str) -> bool {
    crate::verb::starts_with_phrase(text, words).is_some()
}

/// Finds `keyword DATE`; answers where the keyword starts, and the date when it is one.
fn dated(text: &str, keyword: &str, bad: &mut Vec<String>) -> (Option<usize>, Option<PartialDate>) {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !word.trim_matches(is_separator).eq_ignore_ascii_case(keyword) {
            continue;
        }
        let Some(next) = words.peek().map(|next| next.trim_matches(|c: char| is_separator(c) || c == ')'))
        else {
            continue;
        };
        if let Some(date) = PartialDate::parse(next) {
            return (Some(offset_in(text, word)), Some(date));
        }
        // A digit says that a date was meant; without one it is ordinary prose ("checked by two people").
        if next.starts_with(|c: char| c.is_ascii_digit()) {
            bad.push(next.to_owned());
            return (Some(offset_in(text, word)), None);
        }
    }
    (None, None)
}

fn last_word(text: &str) -> Option<&str> {
    text.trim_end_matches(is_separator).rsplit(is_separator).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str, link: Option<(Range<usize>, &str)>) -> Source {
        let link = link.map(|(range, address)| (range, address.to_owned()));
        Definition { label: "a".into(), span: 0..0, text: text.into(), link }.into_source(1)
    }

    #[test]
    fn an_addressed_source_is_read_in_its_parts() {
        let read = source(
            "Work survey. Office of Numbers. Published 2026-02, checked 2026-08-30.",
            Some((0..11, "https://numbers.example/survey")),
        );
        assert_eq!(read.title.as_deref(), Some("Work survey"));
        assert_eq!(read.publisher.as_deref(), Some("Office of Numbers"));
        assert_eq!(read.published.map(|d| d.to_string()).as_deref(), Some("2026-02"));
        assert_eq!(read.checked.map(|d| d.to_string()).as_deref(), Some("2026-08-30"));
        assert_eq!((read.claim, read.own_experience), (ClaimKind::Fact, false));
        assert_eq!(read.host().as_deref(), Some("numbers.example"));
        let at =
            |hosts: &[&str]| read.is_at(&hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>());
        assert!(at(&["a.example", "Numbers.example"]) && at(&["example"]));
        assert!(!at(&["umbers.example", "www.numbers.example"]) && !at(&[]));
    }

    #[test]
    fn own_experience_stands_in_for_an_address() {
        let read = source("Own experience. Three debriefs, checked 2026-09-04, assumption.", None);
        assert!(read.own_experience);
        assert_eq!((read.claim, read.publisher), (ClaimKind::Assumption, None));
        assert_eq!(source("Own experience.", None).claim, ClaimKind::Inference);
    }

    #[test]
    fn a_date_that_is_none_is_kept_as_a_complaint() {
        let read =
            source("T. P. Published 2026-13-01. It was checked by us.", Some((0..1, "https://p.example")));
        assert_eq!((read.published, read.checked), (None, None));
        assert_eq!(read.bad_dates, ["2026-13-01"]);
        assert_eq!(read.publisher.as_deref(), Some("P"));
    }

    #[test]
    fn without_dates_the_claim_is_not_the_publisher() {
        let read = source("T. The Works, fact.", Some((0..1, "https://p.example")));
        assert_eq!(read.publisher.as_deref(), Some("The Works"));
        assert_eq!(read.claim, ClaimKind::Fact);
    }
}
