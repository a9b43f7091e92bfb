//! Writes one value as YAML: plain where every reader of YAML takes it for text, in quotation marks elsewhere.

use crate::date::PartialDate;
use crate::front_matter::{Value, read_yaml};

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Inside `[…]`, where a comma ends it.
    pub(super) flow: bool,
    /// Under a key that takes a date, where a date needs no quotation marks.
    pub(super) date: bool,
}

/// Writes a value, in the style asked for where the value allows it.
pub(super) fn scalar(value: &str, style: Style, spot: Spot) -> String {
    let one_line = !value.chars().any(char::is_control);
    match style {
        Style::Plain if is_plain(value, spot) => value.to_owned(),
        Style::Plain if one_line && value.contains(['"', '\\']) => single(value),
        Style::Single if one_line => single(value),
        Style::Plain | Style::Single | Style::Double => double(value),
    }
}

fn single(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

fn double(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            // A byte order mark and the separators of Unicode end a line for some readers of YAML.
            '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{85}' => text.push_str(&format!("\\u{:04X}", c as u32)),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

/// Whether a value can stand without quotation marks. The reader has the last word; before it are asked the rules of
/// the older YAML that other programs on the same files still follow.
fn is_plain(value: &str, spot: Spot) -> bool {
    if spot.date && PartialDate::parse(value).is_some() {
        return true;
    }
    let Some(first) = value.chars().next() else {
        return false;
    };
    let opens_well = first.is_alphanumeric();
    let ends_well = !value.ends_with([' ', ':', '\t']);
    let holds_syntax = value.contains(": ")
        || value.contains(" #")
        || value.chars().any(|c| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}'))
        || (spot.flow && value.contains(['[', ']', '{', '}', ',', ':', '"', '\'']));
    if !opens_well || !ends_well || holds_syntax || is_word_of_yaml(value) || looks_like_a_number(value) {
        return false;
    }
    let source = if spot.flow { format!("k: [{value}]") } else { format!("k: {value}") };
    let read = read_yaml(&source).ok().and_then(|mut entries| entries.pop()).map(|entry| entry.value);
    match read {
        Some(Value::Text(text)) => text == value,
        Some(Value::List(items)) => {
            matches!(items.as_slice(), [(Value::Text(text), _)] if spot.flow && text == value)
        }
        _ => false,
    }
}

fn is_word_of_yaml(value: &str) -> bool {
    const WORDS: [&str; 12] =
        ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity"];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Numbers of every base, sexagesimal ones, versions and dates: some reader turns each of them into a number.
fn looks_like_a_number(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_digit())
        && value.chars().all(|c| {
            c.is_ascii_hexdigit()
                || matches!(c, 'x' | 'X' | 'o' | 'O' | '_' | '.' | ':' | '-' | '+' | 'T' | 'Z' | ' ')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: Spot = Spot { flow: false, date: false };
    const FLOW: Spot = Spot { flow: true, date: false };

    #[test]
    fn only_what_every_reader_takes_for_text_is_plain() {
        for plain in ["a", "Plants stop", "it's", "3 people left", "a:b", "Ärzte", "生产", "a#b", "v2 beta"]
        {
            assert_eq!(scalar(plain, Style::Plain, BLOCK), plain);
        }
        for (value, written) in [
            ("", "\"\""),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("#a", "\"#a\""),
            ("- a", "\"- a\""),
            ("*a", "\"*a\""),
            ("no", "\"no\""),
            ("012", "\"012\""),
            ("1e3", "\"1e3\""),
            ("12:30", "\"12:30\""),
            ("2026-02-10", "\"2026-02-10\""),
            ("~", "\"~\""),
            (" a", "\" a\""),
            ("a:", "\"a:\""),
            ("\"a\"", "'\"a\"'"),
            ("[a]", "\"[a]\""),
            ("a\nb", "\"a\\nb\""),
            ("\"a\"\n", "\"\\\"a\\\"\\n\""),
        ] {
            assert_eq!(scalar(value, Style::Plain, BLOCK), written);
        }
        assert_eq!(scalar("a, b", Style::Plain, FLOW), "\"a, b\"");
        assert_eq!(scalar("2026", Style::Plain, Spot { flow: false, date: true }), "2026");
    }

    #[test]
    fn a_style_is_kept_where_the_value_allows_it() {
        assert_eq!(scalar("it's", Style::Single, BLOCK), "'it''s'");
        assert_eq!(scalar("a\nb", Style::Single, BLOCK), "\"a\\nb\"");
        assert_eq!(scalar("a", Style::Double, BLOCK), "\"a\"");
    }
}
