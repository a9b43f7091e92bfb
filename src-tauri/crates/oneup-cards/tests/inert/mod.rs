//! What "inert" means for a rendered card: the tests and the fuzz target hold every page against the same list.

const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
];
const ATTRIBUTES: &[&str] = &["class", "data-link", "data-picture", "href", "id", "rel", "start", "title"];
const CLASSES: &[&str] =
    &["say", "unsourced", "verb", "source-ref", "dead-link", "ambiguous-link", "picture", "link-host"];
const ADDRESSES: &[&str] = &["https://", "http://", "mailto:", "oneup://card/", "#md-"];

/// Panics when the HTML holds an element, attribute, class, id or address that a card may not bring to a page.
pub(crate) fn assert_inert(html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = end_of_tag(rest).unwrap_or_else(|| panic!("a tag that never ends: <{rest}"));
        let (tag, after) = rest.split_at(end);
        rest = &after[1..];
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "the element <{name}> in {html}");
        for (name, value) in self::attributes(attributes) {
            assert!(ATTRIBUTES.contains(&name), "the attribute {name} in <{tag}>");
            match name {
                "class" => {
                    assert!(value.split(' ').all(|class| CLASSES.contains(&class)), "the class {value}");
                }
                "id" => assert!(value.starts_with("md-"), "the id {value}"),
                "href" => {
                    assert!(ADDRESSES.iter().any(|start| value.starts_with(start)), "the address {value}");
                }
                "data-link" | "data-picture" => {
                    assert!(value.bytes().all(|b| b.is_ascii_digit()), "the number {value}");
                }
                _ => {}
            }
        }
    }
}

/// Where a tag ends: at the first `>` outside quotation marks.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|b| {
        quoted ^= b == b'"';
        b == b'>' && !quoted
    })
}

fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        rest = after.trim_start();
        Some((name.trim(), value))
    })
}
