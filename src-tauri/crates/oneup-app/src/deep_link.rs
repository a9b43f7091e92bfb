//! Links that begin with `oneup:`, read as data.
//!
//! Any page, mail or program can open such a link, so nothing here is done: a link becomes a [`Wish`], which the page
//! shows or asks about. What is not understood to the letter is refused with a sentence. No part of a link is ever
//! used as a path or a program.

use oneup_cards::CardType;
use url::Url;

use crate::contract::Wish;

/// The longest link that is looked at.
const LONGEST: usize = 2_048;
/// The longest query or title, in letters.
const LONGEST_TEXT: usize = 512;
/// How much of a refused link is shown.
const SHOWN: usize = 80;

/// The command of the page that puts the keyboard into the search box.
pub const SEARCH_COMMAND: &str = "search.focus";
/// The command of the page that shows the settings.
pub const SETTINGS_COMMAND: &str = "go.settings";

/// Why a link was not followed, as the end of a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Misread(String);

impl Misread {
    fn of(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// Reads a link; what cannot be understood becomes [`Wish::RefusedLink`].
#[must_use]
pub fn wish_of(link: &str) -> Wish {
    understood(link).unwrap_or_else(|why| Wish::RefusedLink {
        message: format!("The link “{}” was not followed: {why}.", shown(link)),
    })
}

/// Whether a text is meant as a link of ours.
#[must_use]
pub fn is_link(text: &str) -> bool {
    text.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("oneup:"))
}

/// Whether a text can be the id of a command of the page.
#[must_use]
pub fn is_command_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    text.len() <= 64 && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(fits)
}

fn understood(link: &str) -> Result<Wish, Misread> {
    if link.len() > LONGEST {
        return Err(Misread::of(format!("it is longer than {LONGEST} letters")));
    }
    if link.chars().any(is_hidden) || link.contains(['\\', ' ']) {
        return Err(Misread::of("it holds letters that cannot be seen, or that no link may hold"));
    }
    if link.split(['/', '?', '#']).any(is_step) {
        return Err(Misread::of("it holds steps such as `..`"));
    }
    let url = Url::parse(link).map_err(|_| Misread::of("it is not a link"))?;
    if url.scheme() != "oneup" {
        return Err(Misread::of("it does not begin with `oneup:`"));
    }
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.fragment().is_none()
        && !link.contains('@');
    let (true, Some(noun)) = (plain, url.host_str()) else {
        return Err(Misread::of("it is not of the form `oneup://card/pack/id`"));
    };
    let steps = steps_of(&url)?;
    let mut values = Values::of(&url)?;
    let wish = match (noun, steps.as_slice()) {
        ("card", [_, _, ..]) => Wish::OpenCard { key: steps.join("/") },
        ("search", []) => match values.take("q").filter(|query| !query.trim().is_empty()) {
            Some(query) => Wish::Search { query },
            None => Wish::Command { id: SEARCH_COMMAND.to_owned() },
        },
        ("new", []) => new_card(&mut values)?,
        ("settings", []) => Wish::Command { id: SETTINGS_COMMAND.to_owned() },
        ("card", _) => return Err(Misread::of("it names no card: `oneup://card/pack/id` does")),
        ("search" | "new" | "settings", _) => return Err(Misread::of("it goes on after what it asks for")),
        _ => return Err(Misread::of("this version knows `card`, `search`, `new` and `settings` only")),
    };
    values.all_taken().map(|()| wish)
}

fn new_card(values: &mut Values) -> Result<Wish, Misread> {
    let named = values.take("type").unwrap_or_default();
    let title = values.take("title").unwrap_or_default().trim().to_owned();
    let kind = CardType::ALL.iter().find(|kind| kind.as_str() == named);
    match (kind, title.is_empty()) {
        (Some(kind), false) => Ok(Wish::NewCard { card_type: kind.as_str().to_owned(), title }),
        (None, _) => Err(Misread::of("its `type` is not a type of card")),
        (_, true) => Err(Misread::of("it gives the card no `title`")),
    }
}

/// The decoded steps of the path, without the empty one that a closing slash makes.
fn steps_of(url: &Url) -> Result<Vec<String>, Misread> {
    let path = url.path().strip_prefix('/').unwrap_or_default();
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Ok(Vec::new());
    }
    path.split('/')
        .map(|step| {
            let step = decoded(step)?;
            if step.is_empty() || is_step(&step) || step.contains(['/', '\\', '%']) {
                return Err(Misread::of("a part of it is empty or disguised"));
            }
            Ok(step)
        })
        .collect()
}

/// The values after the question mark, each name once.
struct Values(Vec<(String, String)>);

impl Values {
    fn of(url: &Url) -> Result<Self, Misread> {
        let mut values: Vec<(String, String)> = Vec::new();
        for pair in url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if values.iter().any(|(there, _)| there == name) {
                return Err(Misread::of("it says one thing twice"));
            }
            let value = decoded(&value.replace('+', " "))?;
            if value.chars().count() > LONGEST_TEXT {
                return Err(Misread::of(format!("a text in it is longer than {LONGEST_TEXT} letters")));
            }
            values.push((name.to_owned(), value));
        }
        Ok(Self(values))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(there, _)| there == name)?;
        Some(self.0.swap_remove(at).1)
    }

    fn all_taken(&self) -> Result<(), Misread> {
        if self.0.is_empty() { Ok(()) } else { Err(Misread::of("it asks for something that is not known")) }
    }
}

/// Decodes percent signs once. What is not UTF-8 or hides something is refused.
fn decoded(text: &str) -> Result<String, Misread> {
    let refused = || Misread::of("its percent signs stand for nothing that can be shown");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, after @ ..] = rest else { return Err(refused()) };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { return Err(refused()) };
        bytes.push(high * 16 + low);
        rest = after;
    }
    let text = String::from_utf8(bytes).map_err(|_| refused())?;
    if text.chars().any(is_hidden) { Err(refused()) } else { Ok(text) }
}

/// Whether a part of a path leads somewhere else than down.
fn is_step(part: &str) -> bool {
    let plain = part.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}

/// Whether a letter cannot be seen, or turns the ones around it about.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The beginning of a link, with what cannot be seen written out.
fn shown(link: &str) -> String {
    let mut text = String::new();
    for letter in link.chars().take(SHOWN) {
        if is_hidden(letter) {
            text.extend(letter.escape_unicode());
        } else {
            text.push(letter);
        }
    }
    if link.chars().nth(SHOWN).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn command(id: &str) -> Wish {
        Wish::Command { id: id.to_owned() }
    }

    #[test]
    fn each_kind_of_link_becomes_what_it_asks_for() {
        let card = |key: &str| Wish::OpenCard { key: key.to_owned() };
        let search = |query: &str| Wish::Search { query: query.to_owned() };
        for (link, wish) in [
            ("oneup://card/core/night-stops", card("core/night-stops")),
            ("ONEUP://card/core/night-stops/", card("core/night-stops")),
            ("oneup://card/mine/notes/My%20note", card("mine/notes/My note")),
            ("oneup://search?q=night+stops%20caf%C3%A9", search("night stops café")),
            ("oneup://search?q=50%25", search("50%")),
            ("oneup://search/", command(SEARCH_COMMAND)),
            ("oneup://search?q=", command(SEARCH_COMMAND)),
            ("oneup://settings", command(SETTINGS_COMMAND)),
        ] {
            assert_eq!(wish_of(link), wish, "{link}");
        }
        let new = Wish::NewCard { card_type: "force".to_owned(), title: "People retire".to_owned() };
        assert_eq!(wish_of("oneup://new?type=force&title=People%20retire"), new);
    }

    #[test]
    fn hostile_links_are_refused_with_a_sentence() {
        let long = format!("oneup://search?q={}", "x".repeat(3_000));
        let long_text = format!("oneup://search?q={}", "x".repeat(600));
        for link in [
            "",
            "oneup:",
            "oneup://",
            "oneup:card/core/a",
            "oneup:///etc/passwd",
            "https://example.org/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "oneup://debrief",
            "oneup://run?program=calc",
            "oneup://card",
            "oneup://card/core",
            "oneup://card/core/../../etc/passwd",
            "oneup://card/core/%2e%2e/x",
            "oneup://card/core/.%2E/x",
            "oneup://card/core/%252e%252e/x",
            "oneup://card/core/a%2fb",
            "oneup://card/core/a%5cb",
            "oneup://card/core\\a",
            "oneup://card//core/a",
            "oneup://card/core/a%00",
            "oneup://card/core/a%0a",
            "oneup://card/core/%ff",
            "oneup://card/core/%zz",
            "oneup://card/core/%4",
            "oneup://card/core/a?x=1",
            "oneup://card/core/a#top",
            "oneup://card:80/core/a",
            "oneup://me@card/core/a",
            "oneup://me:word@card/core/a",
            "oneup://search?q=a&q=b",
            "oneup://search?q=%E2%80%AEx",
            "oneup://search?q=a&x=b",
            "oneup://search/more?q=a",
            "oneup://search?q=\u{202e}x",
            "oneup://search?q=a b",
            "oneup://new",
            "oneup://new?type=force",
            "oneup://new?type=program&title=x",
            "oneup://new?title=x",
            "oneup://settings?theme=dark",
            " oneup://settings",
            &long,
            &long_text,
        ] {
            let Wish::RefusedLink { message } = wish_of(link) else { panic!("{link} was understood") };
            assert!(message.ends_with('.') && message.chars().count() < 1_200, "{message}");
            assert!(!message.chars().any(is_hidden), "{message:?}");
        }
    }

    #[test]
    fn a_command_id_is_a_plain_word() {
        for (text, fits) in [("search.focus", true), ("go.settings", true), ("", false), ("--x", false)] {
            assert_eq!(is_command_id(text), fits, "{text}");
        }
        assert!(!is_command_id("a b") && !is_command_id("a;b") && !is_command_id(&"a".repeat(65)));
        assert!(is_link("OneUp://x") && !is_link("oneupx") && !is_link("é://xy"));
    }

    proptest! {
        #[test]
        fn no_text_gets_through_that_leads_elsewhere_or_hides(text in "\\PC{0,60}|oneup://(card|search|new)[/?a-z%2e.=&\\\\]{0,40}") {
            match wish_of(&text) {
                Wish::OpenCard { key } => {
                    prop_assert!(key.split('/').count() >= 2);
                    prop_assert!(key.split('/').all(|step| !step.is_empty() && !is_step(step)));
                    prop_assert!(!key.contains('\\') && !key.chars().any(is_hidden));
                }
                Wish::Search { query } => prop_assert!(!query.chars().any(is_hidden)),
                Wish::RefusedLink { message } => prop_assert!(!message.chars().any(is_hidden)),
                _ => {}
            }
        }

        #[test]
        fn the_link_of_a_card_leads_to_that_card(pack in "[a-z][a-z0-9]{0,9}", id in "[a-z][a-z0-9-]{0,20}") {
            let key = format!("{pack}/{id}");
            prop_assert_eq!(wish_of(&format!("oneup://card/{key}")), Wish::OpenCard { key });
        }
    }
}
