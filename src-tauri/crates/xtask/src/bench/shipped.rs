//! The cards that are shipped, as a library to search and as sections for the rivals.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::project::Project;

use super::corpus::Section;

/// Empties `place`, copies the shipped packs to `place/library` and gives their cards as sections.
pub(crate) fn lay_out(project: &Project, place: &Path) -> Result<Vec<Section>, Failure> {
    if place.exists() {
        fs::remove_dir_all(place).map_err(Failure::file("empty", place))?;
    }
    let library = place.join("library");
    fs::create_dir_all(&library).map_err(Failure::file("make", &library))?;
    let mut sections = Vec::new();
    copy(&project.path("content"), &library, &mut sections)?;
    Ok(sections)
}

/// Copies a folder with all below it and reads the cards.
fn copy(from: &Path, to: &Path, sections: &mut Vec<Section>) -> Result<(), Failure> {
    for entry in fs::read_dir(from).map_err(Failure::file("read", from))? {
        let path = entry.map_err(Failure::file("read", from))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            fs::create_dir_all(&target).map_err(Failure::file("make", &target))?;
            copy(&path, &target, sections)?;
            continue;
        }
        let text = fs::read(&path).map_err(Failure::file("read", &path))?;
        fs::write(&target, &text).map_err(Failure::file("write", &target))?;
        if path.extension().is_some_and(|extension| extension == "md") {
            sections.extend(section(&String::from_utf8_lossy(&text)));
        }
    }
    Ok(())
}

/// Reads a card as far as a rival needs it: what its own front matter says, each on one line, and its text.
fn section(card: &str) -> Option<Section> {
    let (front, body) = card.strip_prefix("---\n")?.split_once("\n---\n")?;
    let said = |name: &str| {
        let of_line = |line: &str| Some(line.strip_prefix(name)?.strip_prefix(": ")?.trim().to_owned());
        front.lines().find_map(of_line)
    };
    let title = said("title")?;
    let title = serde_json::from_str(&title).unwrap_or_else(|_| title.trim_matches('\'').to_owned());
    let tags = said("tags").unwrap_or_default();
    let tags = tags.trim_matches(['[', ']']).split(',').map(|tag| tag.trim().to_owned()).collect();
    let (folder, created) = (String::new(), String::new());
    Some(Section { id: said("id")?, title, body: body.to_owned(), tags, folder, created })
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn a_card_gives_its_id_its_title_its_tags_and_its_text() {
        let read = section("---\nid: a\ntype: force\ntitle: \"Say: no\"\ntags: [x, y z]\n---\n\nText.\n");
        let read = read.map(|section| (section.id, section.title, section.tags, section.body));
        let tags = vec!["x".to_owned(), "y z".to_owned()];
        assert_eq!(read, Some(("a".to_owned(), "Say: no".to_owned(), tags, "\nText.\n".to_owned())));
        assert!(section("no front matter").is_none());
    }
}
