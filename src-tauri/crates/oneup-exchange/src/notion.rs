//! What other programs do to the names of their files: Notion adds a hash to each, Logseq writes a slash in its own way.

use std::borrow::Cow;

/// The name of a note as its program shows it, made of the stem of its file.
pub(crate) fn shown_name(stem: &str) -> Cow<'_, str> {
    let plain = without_hash(stem);
    if plain.contains("___") || plain.contains("%2F") {
        return Cow::Owned(plain.replace("___", "/").replace("%2F", "/"));
    }
    Cow::Borrowed(plain)
}

/// A name without the 32 hexadecimal digits that an export of Notion adds.
pub(crate) fn without_hash(name: &str) -> &str {
    let is_hash = |end: &str| {
        end.len() == 32 && end.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    match name.rsplit_once([' ', '-']) {
        Some((plain, end)) if is_hash(end) && !plain.trim().is_empty() => plain.trim_end(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_their_programs_show_them() {
        assert_eq!(shown_name("Night stops 0123456789abcdef0123456789abcdef"), "Night stops");
        assert_eq!(shown_name("0123456789abcdef0123456789abcdef"), "0123456789abcdef0123456789abcdef");
        assert_eq!(shown_name("Project 2026"), "Project 2026");
        assert_eq!(shown_name("Projects___Line 4"), "Projects/Line 4");
        assert_eq!(shown_name("Projects%2FLine 4"), "Projects/Line 4");
    }
}
