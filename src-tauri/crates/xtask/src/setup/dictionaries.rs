//! Where a system keeps its spelling dictionaries, in the form that hunspell reads.

use std::env;
use std::path::PathBuf;

/// The folders that distributions and macOS use, the usual one first.
const FOLDERS: [&str; 3] = ["/usr/share/hunspell", "/usr/share/myspell", "/Library/Spelling"];

/// The variable that names further folders, as hunspell itself reads it.
pub const FOLDERS_VARIABLE: &str = "DICPATH";

/// The two files of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    /// The rules by which words are formed.
    pub rules: PathBuf,
    /// The words.
    pub words: PathBuf,
}

/// Finds the dictionary of a language, such as `en_US`.
#[must_use]
pub fn find(language: &str) -> Option<Dictionary> {
    let named: Vec<PathBuf> =
        env::var_os(FOLDERS_VARIABLE).map(|folders| env::split_paths(&folders).collect()).unwrap_or_default();
    find_in(named.into_iter().chain(FOLDERS.map(PathBuf::from)), language)
}

fn find_in(mut folders: impl Iterator<Item = PathBuf>, language: &str) -> Option<Dictionary> {
    folders.find_map(|folder| {
        let file =
            |ending: &str| Some(folder.join(format!("{language}.{ending}"))).filter(|path| path.is_file());
        Some(Dictionary { rules: file("aff")?, words: file("dic")? })
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_dictionary_is_both_of_its_files() {
        let place = env::temp_dir().join(format!("oneup-dictionaries-{}", std::process::id()));
        let (half, whole) = (place.join("half"), place.join("whole"));
        for folder in [&half, &whole] {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join("en_US.dic"), "1\nword\n").unwrap();
        }
        fs::write(whole.join("en_US.aff"), "SET UTF-8\n").unwrap();
        let found = find_in([half, whole.clone()].into_iter(), "en_US");
        let missing = find_in([whole.clone()].into_iter(), "en_GB");
        fs::remove_dir_all(&place).unwrap();
        assert_eq!(found.map(|found| found.rules), Some(whole.join("en_US.aff")));
        assert_eq!(missing, None);
    }
}
