//! Links as cards write them: `[[target]]`, relative `.md` links and in-app addresses, plain or typed by a verb.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::ids::{CardId, FullId, PackId, without_md};
use crate::verb::{Mark, Verb};

/// The scheme of an address inside the app: `oneup://card/<pack>/<id>`.
pub const IN_APP_PREFIX: &str = "oneup://card/";

/// What a link points at, before anybody looks it up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LinkTarget {
    /// The target as written, without its heading.
    pub raw: String,
    /// The heading after `#`, when one is named.
    pub heading: Option<String>,
    /// What the written form says about the target.
    pub form: LinkForm,
}

/// The three ways to write a link to a card.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkForm {
    /// `[[name]]`: an id, an earlier id, a file stem, the end of a path, a title or an alias.
    Name,
    /// A relative link to a `.md` file, turned into a library-relative path without `.md`.
    Path(String),
    /// An in-app address, which names pack and id.
    Full(FullId),
}

impl LinkTarget {
    /// Reads the inside of `[[…]]` without its text part.
    #[must_use]
    pub fn wiki(dest: &str) -> Self {
        // Inside a table the bar before the link's text is escaped; the backslash is not part of the name.
        let dest = dest.trim_end_matches('\\').trim();
        if let Some(target) = Self::in_app(dest) {
            return target;
        }
        let (raw, heading) = split_heading(dest);
        Self { raw: raw.trim().to_owned(), heading, form: LinkForm::Name }
    }

    /// Reads the address of an ordinary link in the card at `from`; `None` when it does not lead to a card.
    #[must_use]
    pub fn markdown(dest: &str, from: &str) -> Option<Self> {
        if let Some(target) = Self::in_app(dest) {
            return Some(target);
        }
        let (raw, heading) = split_heading(dest);
        let decoded = percent_decoded(raw);
        let stem = without_md(&decoded);
        if stem.len() == decoded.len() || has_scheme(&decoded) || decoded.starts_with(['/', '\\']) {
            return None;
        }
        let path = joined(from, stem)?;
        Some(Self { raw: raw.to_owned(), heading, form: LinkForm::Path(path) })
    }

    /// Makes the target that front matter names, such as the value of `superseded_by`.
    #[must_use]
    pub fn named(text: &str) -> Self {
        let inner = text.trim().trim_start_matches("[[").trim_end_matches("]]");
        Self::wiki(inner.split('|').next().unwrap_or(inner))
    }

    /// Whether the link stays in its own card: `[[#heading]]`.
    #[must_use]
    pub fn is_own_heading(&self) -> bool {
        self.form == LinkForm::Name && self.raw.is_empty()
    }

    /// Whether the link names a file that is not a card, such as a picture.
    #[must_use]
    pub fn is_attachment(&self) -> bool {
        const ENDINGS: [&str; 17] = [
            "png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "pdf", "mp3", "wav", "ogg", "mp4",
            "webm", "mov", "csv", "canvas",
        ];
        self.raw.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.iter().any(|e| end.eq_ignore_ascii_case(e)))
    }

    fn in_app(dest: &str) -> Option<Self> {
        let (address, heading) = split_heading(dest);
        let (pack, id) = address.strip_prefix(IN_APP_PREFIX)?.split_once('/')?;
        let id = percent_decoded(id);
        let full = FullId { pack: PackId::parse(pack).ok()?, id: CardId::of_path(&id) };
        (!id.is_empty()).then(|| Self { raw: address.to_owned(), heading, form: LinkForm::Full(full) })
    }
}

/// A plain link to another card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it points at.
    pub target: LinkTarget,
    /// The text a reader sees.
    pub text: String,
    /// The bytes of the link.
    pub span: Range<usize>,
    /// Its line, from 1.
    pub line: u32,
}

/// What a typed link leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Object {
    /// Another card.
    Card {
        /// What the link points at.
        target: LinkTarget,
        /// The text a reader sees.
        text: String,
    },
    /// The commitment a conversation ends with.
    Commitment(String),
}

/// A list item that starts with a verb.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypedLink {
    /// The verb.
    pub verb: Verb,
    /// What follows it.
    pub object: Object,
    /// The mark after the target.
    pub mark: Option<Mark>,
    /// The reason after `because`.
    pub because: Option<String>,
    /// The labels of the item's footnotes: this link's sources.
    pub sources: Vec<String>,
    /// The bytes of the item's first paragraph.
    pub span: Range<usize>,
    /// The bytes of the verb.
    pub verb_span: Range<usize>,
    /// Its line, from 1.
    pub line: u32,
}

impl TypedLink {
    /// The card the link points at; `None` for a commitment.
    #[must_use]
    pub fn target(&self) -> Option<&LinkTarget> {
        match &self.object {
            Object::Card { target, .. } => Some(target),
            Object::Commitment(_) => None,
        }
    }

    /// The commitment a conversation ends with; `None` for a link to a card.
    #[must_use]
    pub fn commitment(&self) -> Option<&str> {
        match &self.object {
            Object::Card { .. } => None,
            Object::Commitment(text) => Some(text),
        }
    }

    /// The text a reader sees in place of the object.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.object {
            Object::Card { text, .. } | Object::Commitment(text) => text,
        }
    }
}

/// Writes the address of a card inside the app; whatever could end or change it is percent-encoded.
#[must_use]
pub fn in_app_address(card: &FullId) -> String {
    let mut address = format!("{IN_APP_PREFIX}{}/", card.pack);
    for byte in card.id.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/') {
            address.push(char::from(byte));
        } else {
            address.push('%');
            for half in [byte >> 4, byte & 15] {
                address.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    address
}

fn split_heading(dest: &str) -> (&str, Option<String>) {
    match dest.split_once('#') {
        Some((raw, heading)) => {
            (raw, Some(percent_decoded(heading).trim().to_owned()).filter(|h| !h.is_empty()))
        }
        None => (dest, None),
    }
}

/// Whether an address names a scheme (`http:` …), which a relative link to a file never does.
pub(crate) fn has_scheme(dest: &str) -> bool {
    dest.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// Decodes `%20` and its like; what does not decode to text is left as written.
pub(crate) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = after.get(2..).unwrap_or(&[]);
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Joins a relative link to the folder of the card it stands in; `None` when it climbs out of the library.
pub(crate) fn joined(from: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_link_becomes_a_library_path() {
        let target =
            LinkTarget::markdown("../roles/plant%20manager.md#Answers%20for", "packs/core/forces/a.md");
        let target = target.expect("a card link");
        assert_eq!(target.form, LinkForm::Path("packs/core/roles/plant manager".into()));
        assert_eq!(target.heading.as_deref(), Some("Answers for"));
        for other in
            ["https://example.org/a.md", "a.html", "../../../../a.md", "/etc/a.md", "file:a.md", ".md", "a"]
        {
            assert_eq!(LinkTarget::markdown(other, "packs/core/a.md"), None, "{other}");
        }
    }

    #[test]
    fn an_in_app_address_reads_back_what_it_wrote() {
        for id in ["technicians-retire", "mine/Notes & \"things\" 100%", "a#b"] {
            let full = FullId { pack: PackId::mine(), id: CardId::of_path(id) };
            let address = in_app_address(&full);
            assert!(address.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>&#".contains(&b)), "{address}");
            assert_eq!(LinkTarget::wiki(&address).form, LinkForm::Full(full));
        }
    }

    #[test]
    fn a_wiki_link_keeps_its_name_and_heading() {
        let target = LinkTarget::wiki("core/technicians-retire#Careful");
        assert_eq!(
            (target.raw.as_str(), target.heading.as_deref()),
            ("core/technicians-retire", Some("Careful"))
        );
        assert!(LinkTarget::wiki("#Careful").is_own_heading());
        assert!(LinkTarget::wiki("photo.PNG").is_attachment());
        assert_eq!(LinkTarget::named("[[a|b]]").raw, "a");
    }
}
