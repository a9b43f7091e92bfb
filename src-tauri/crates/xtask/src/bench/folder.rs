//! Lays sections out as a folder of Markdown, as a user would have it.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path};

use crate::failure::Failure;

use super::corpus::Section;

/// Empties `place` and writes one file for each section below `library`; returns the bytes written.
pub(crate) fn lay_out(place: &Path, library: &Path, sections: &[Section]) -> Result<u64, Failure> {
    if place.exists() {
        fs::remove_dir_all(place).map_err(Failure::file("empty", place))?;
    }
    fs::create_dir_all(library).map_err(Failure::file("make", library))?;
    let mut made = HashSet::new();
    let mut bytes = 0;
    for section in sections {
        let folder =
            if is_plain(&section.folder) { library.join(&section.folder) } else { library.to_path_buf() };
        if made.insert(folder.clone()) {
            fs::create_dir_all(&folder).map_err(Failure::file("make", &folder))?;
        }
        let path = folder.join(format!("{}.md", file_stem(&section.id)));
        let text = markdown(section);
        bytes += text.len() as u64;
        fs::write(&path, text).map_err(Failure::file("write", &path))?;
    }
    Ok(bytes)
}

/// Writes a section as a card of type `note`.
fn markdown(section: &Section) -> String {
    let mut text = format!("---\nid: {}\ntype: note\ntitle: {}\n", section.id, quoted(&section.title));
    if !section.tags.is_empty() {
        let tags: Vec<String> = section.tags.iter().map(|tag| quoted(tag)).collect();
        let _ = writeln!(text, "tags: [{}]", tags.join(", "));
    }
    if !section.created.is_empty() {
        let _ = writeln!(text, "created: {}", quoted(&section.created));
    }
    let _ = write!(text, "---\n\n{}\n", section.body);
    text
}

/// Quotes a text for YAML. JSON's quotes are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a folder of the corpus stays below the library: a corpus is as little trusted as any other file.
fn is_plain(folder: &str) -> bool {
    Path::new(folder).components().all(|part| matches!(part, Component::Normal(_)))
}

fn file_stem(id: &str) -> String {
    id.chars()
        .map(|letter| if letter.is_alphanumeric() || "-_".contains(letter) { letter } else { '-' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Section, file_stem, is_plain, markdown};

    #[test]
    fn a_section_becomes_a_note_with_front_matter() {
        let section = Section {
            id: "c1".to_owned(),
            title: "Say \"no\": a colon".to_owned(),
            body: "Text.".to_owned(),
            tags: vec!["a".to_owned(), "b c".to_owned()],
            folder: String::new(),
            created: "2020-07-07".to_owned(),
        };
        assert_eq!(
            markdown(&section),
            "---\nid: c1\ntype: note\ntitle: \"Say \\\"no\\\": a colon\"\ntags: [\"a\", \"b c\"]\n\
             created: \"2020-07-07\"\n---\n\nText.\n"
        );
    }

    #[test]
    fn nothing_is_written_outside_the_library() {
        assert!(is_plain("cpp/odbc") && is_plain(""));
        assert!(!is_plain("../x") && !is_plain("/etc") && !is_plain("a/../../b"));
        assert_eq!(file_stem("../a"), "---a");
    }
}
