//! Text on its way to a page: escaped, with nothing in it that could reorder what the reader sees.

use std::borrow::Cow;

/// Escapes text for HTML, attribute values included, and shows what would act unseen.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

/// Shows the characters that reorder or hide text; plain right-to-left writing needs none of them.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts_unseen(c) {
            shown.extend(["[U+", &format!("{:04X}", u32::from(c)), "]"]);
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Embeddings, overrides and isolates change the order of what stands around them; tags and controls are not seen.
fn acts_unseen(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
        || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// The name of a heading inside the page: its letters and digits, joined by hyphens.
pub(super) fn slug(heading: &str) -> String {
    let mut slug = String::new();
    for c in heading.chars().flat_map(char::to_lowercase).take(80) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Whether a link's text reads like an address, and not like the one it leads to.
pub(super) fn poses_as_another(text: &str, host: &str) -> bool {
    let text = text.trim().to_lowercase();
    let after_scheme = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let shown = after_scheme.split(['/', '?', '#', ':', '@']).next().unwrap_or("");
    let reads_as_address = text.contains("://")
        || (!text.contains(char::is_whitespace)
            && shown.rsplit_once('.').is_some_and(|(name, end)| {
                !name.is_empty() && end.len() >= 2 && end.chars().all(char::is_alphabetic)
            }));
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    reads_as_address && bare(shown) != bare(&host.to_lowercase())
}

/// How many bytes a text takes once it is HTML.
pub(super) fn cost(text: &str) -> usize {
    text.len() + 5 * text.bytes().filter(|b| matches!(b, b'&' | b'<' | b'>' | b'"')).count()
}

/// The start of a text that fits into a number of bytes of HTML.
pub(super) fn fitting(text: &str, room: usize) -> &str {
    if cost(text) <= room {
        return text;
    }
    let mut taken = 0;
    let fits = text.char_indices().take_while(|(at, c)| {
        taken += cost(text.get(*at..at + c.len_utf8()).unwrap_or(""));
        taken <= room
    });
    cut(text, fits.last().map_or(0, |(at, c)| at + c.len_utf8()))
}

/// Cuts a text to a number of bytes, never inside a character.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_unseen_is_shown() {
        assert_eq!(visible("good\u{202e}moc"), "good[U+202E]moc");
        assert_eq!(visible("שלום\u{200f}"), "שלום\u{200f}", "plain right-to-left text is left alone");
        assert_eq!(escaped("<a b='c' \u{7}>"), "&lt;a b=&#39;c&#39; [U+0007]&gt;");
    }

    #[test]
    fn a_text_is_cut_by_what_it_costs() {
        assert_eq!(fitting("a&ä", 100), "a&ä");
        assert_eq!(fitting("a&ä", 8), "a&");
        assert_eq!(fitting("a&ä", 2), "a");
        assert_eq!(fitting("ää", 3), "ä");
    }

    #[test]
    fn a_slug_is_never_empty() {
        assert_eq!(slug("Why it matters!"), "why-it-matters");
        assert_eq!(slug("«»"), "section");
        assert_eq!(slug("Größe 2"), "größe-2");
    }

    #[test]
    fn a_text_that_names_another_host_is_told() {
        assert!(poses_as_another("https://good.example/x", "evil.example"));
        assert!(poses_as_another("good.example", "evil.example"));
        assert!(!poses_as_another("www.good.example/x", "good.example"));
        assert!(!poses_as_another("the labour survey", "good.example"));
        assert!(!poses_as_another("Node.js is fine", "good.example"));
    }
}
