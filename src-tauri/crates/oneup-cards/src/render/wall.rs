//! The wall: the only elements, attributes, classes and schemes that reach a page, whatever went wrong before it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Ids in a card's HTML start so, and can never be those of the app's own page.
pub(super) const ID_PREFIX: &str = "md-";

/// Elements of running text that raw HTML in a card may use, without any attribute.
const WORDS: [&str; 22] = [
    "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "strong", "sub", "sup", "u", "var", "br", "span",
];
/// Elements around running text that raw HTML in a card may use, without any attribute.
const BLOCKS: [&str; 27] = [
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Elements whose inside is no text for a reader.
const SILENT: [&str; 10] =
    ["script", "style", "template", "title", "noscript", "iframe", "object", "textarea", "select", "xmp"];

static PAGE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = bare();
    let headings = ["h1", "h2", "h3", "h4", "h5", "h6"].map(|heading| (heading, HashSet::from(["id"])));
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::from(headings);
    attributes.insert("a", HashSet::from(["href", "data-link", "title"]));
    attributes.insert("span", HashSet::from(["title", "data-picture"]));
    attributes.insert("ol", HashSet::from(["start"]));
    builder
        .add_tags(["a"])
        .tag_attributes(attributes)
        .allowed_classes(HashMap::from([
            ("blockquote", HashSet::from(["say"])),
            ("p", HashSet::from(["unsourced"])),
            ("li", HashSet::from(["unsourced"])),
            ("div", HashSet::from(["unsourced"])),
            ("strong", HashSet::from(["verb"])),
            ("sup", HashSet::from(["source-ref"])),
            ("span", HashSet::from(["dead-link", "ambiguous-link", "picture", "link-host"])),
        ]))
        .url_schemes(HashSet::from(["https", "http", "mailto", "oneup"]))
        .url_relative(UrlRelative::Custom(Box::new(inside_the_page)))
        .attribute_filter(|element, attribute, value| {
            let in_app = value.starts_with("oneup:") && !value.starts_with(crate::link::IN_APP_PREFIX);
            let is_number = matches!(attribute, "data-link" | "data-picture");
            let odd_number = is_number && !value.bytes().all(|b| b.is_ascii_digit());
            (!(odd_number || (element == "a" && in_app))).then_some(Cow::Borrowed(value))
        })
        .link_rel(Some("noopener noreferrer"))
        .id_prefix(Some(ID_PREFIX));
    builder
});

static FRAGMENT: LazyLock<Builder<'static>> = LazyLock::new(bare);

/// Inside the page a link may lead to the card's own headings and sources, and nowhere else.
fn inside_the_page(address: &str) -> Option<Cow<'_, str>> {
    address.strip_prefix('#').filter(|id| id.starts_with(ID_PREFIX)).map(|_| Cow::Borrowed(address))
}

/// Cleans a whole page.
///
/// A reader of HTML takes a byte order mark at the very beginning for a mark and not for text, so none is left
/// there: what the wall lets through reads the same the second time.
pub(super) fn clean(html: &str) -> String {
    PAGE.clean(html).to_string().trim_start_matches('\u{feff}').to_owned()
}

/// Cleans a piece of raw HTML from a card: its words and simple formatting stay, balanced, without attributes.
pub(super) fn clean_fragment(html: &str) -> String {
    FRAGMENT.clean(html).to_string()
}

/// The element of a bare inline tag such as `<kbd>` or `</kbd>`, and whether it closes; `None` for any other tag.
pub(super) fn bare_tag(html: &str) -> Option<(&'static str, bool)> {
    let inner = html.strip_prefix('<')?.strip_suffix('>')?;
    let (name, closes) = match inner.strip_prefix('/') {
        Some(name) => (name, true),
        None => (inner.strip_suffix('/').unwrap_or(inner), false),
    };
    WORDS.iter().find(|word| word.eq_ignore_ascii_case(name.trim())).map(|word| (*word, closes))
}

fn bare() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(WORDS.iter().chain(&BLOCKS).copied().collect())
        .clean_content_tags(SILENT.into_iter().collect())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::new())
        .strip_comments(true);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_attributes_of_a_card_pass() {
        let html = r##"<a href="https://a.example" data-link="0" onclick="x" target="_blank">a</a>
<a href="javascript:x">b</a><a href="/etc">c</a><a href="#top">d</a><a href="#md-d">e</a><a href="oneup://other/x">f</a>
<a href="oneup://card/core/x" data-link="1x">g</a><span data-picture="3" src=x>p</span><span data-picture="x">q</span><h2 id="app">h</h2><p class="say unsourced" style="x" id="p">i</p>"##;
        let expected = r##"<a href="https://a.example" data-link="0" rel="noopener noreferrer">a</a>
<a rel="noopener noreferrer">b</a><a rel="noopener noreferrer">c</a><a rel="noopener noreferrer">d</a><a href="#md-d" rel="noopener noreferrer">e</a><a rel="noopener noreferrer">f</a>
<a href="oneup://card/core/x" rel="noopener noreferrer">g</a><span data-picture="3">p</span><span>q</span><h2 id="md-app">h</h2><p class="unsourced">i</p>"##;
        assert_eq!(clean(html), expected);
    }

    #[test]
    fn no_byte_order_mark_is_left_at_the_beginning() {
        assert_eq!(clean("\u{feff}\u{feff}a\u{feff}b"), "a\u{feff}b");
        assert_eq!(clean("<img>\u{feff}a"), "a");
        assert_eq!(clean("<p>\u{feff}a"), "<p>\u{feff}a</p>");
    }

    #[test]
    fn a_fragment_keeps_its_words_and_loses_its_attributes() {
        assert_eq!(
            clean_fragment("<p class=say>a <b onclick=x>b<a href=https://x.example>c"),
            "<p>a <b>bc</b></p>"
        );
        assert_eq!(bare_tag("<KBD>"), Some(("kbd", false)));
        assert_eq!(bare_tag("</kbd>"), Some(("kbd", true)));
        assert_eq!(bare_tag("<kbd onclick=x>"), None);
        assert_eq!(bare_tag("<img>"), None);
    }
}
