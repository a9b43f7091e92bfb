//! The entry of this program among those that a Linux desktop starts at login: a file of its own.
//!
//! It is written and read here and not by `auto-launch`, which serves the other systems: that one writes below
//! `~/.config` even where the desktop reads another folder, takes any file of the name for its own, and would write
//! over one that its user has changed.

use std::io;
use std::path::{Path, PathBuf};

use gtk::glib::{self, FileError, KeyFile, KeyFileFlags};
use oneup_app::contract::Facility;

use crate::login::refused;
use crate::refusal::Refusal;

const NAME: &str = "One-Up";
const GROUP: &str = "Desktop Entry";

/// The entry, whether it is there or not.
pub(crate) struct Entry {
    file: PathBuf,
    /// What the desktop is to start.
    command: String,
}

impl Entry {
    /// The entry that starts a program with these arguments.
    #[allow(clippy::unnecessary_wraps, reason = "on other systems the entry itself may be refused")]
    pub(crate) fn of(program: &str, arguments: &[String]) -> Result<Self, Refusal> {
        let folder = glib::user_config_dir().join("autostart");
        Ok(Self::in_folder(&folder, program, arguments))
    }

    fn in_folder(folder: &Path, program: &str, arguments: &[String]) -> Self {
        let words = std::iter::once(program).chain(arguments.iter().map(String::as_str));
        let command = words.map(quoted).collect::<Vec<_>>().join(" ");
        Self { file: folder.join(format!("{NAME}.desktop")), command }
    }

    /// Whether the desktop starts the program; refused where somebody has changed the entry, which then is theirs.
    pub(crate) fn is_on(&self) -> Result<bool, Facility> {
        let entry = KeyFile::new();
        match entry.load_from_file(&self.file, KeyFileFlags::NONE) {
            Ok(()) => {}
            Err(error) if error.matches(FileError::Noent) => return Ok(false),
            Err(_) => return Err(self.changed()),
        }
        let is_left_out = entry.boolean(GROUP, "Hidden").unwrap_or(false)
            || !entry.boolean(GROUP, "X-GNOME-Autostart-enabled").unwrap_or(true);
        let is_ours = entry.string(GROUP, "Exec").is_ok_and(|command| command == self.command);
        if is_ours && !is_left_out { Ok(true) } else { Err(self.changed()) }
    }

    /// Writes the entry. One that somebody has changed is left as it is.
    pub(crate) fn turn_on(&self) -> Result<(), Facility> {
        if self.is_on()? {
            return Ok(());
        }
        let entry = KeyFile::new();
        entry.set_string(GROUP, "Type", "Application");
        entry.set_string(GROUP, "Version", "1.0");
        entry.set_string(GROUP, "Name", NAME);
        entry.set_string(GROUP, "Exec", &self.command);
        entry.set_boolean(GROUP, "StartupNotify", false);
        entry.set_boolean(GROUP, "Terminal", false);
        let folder = self.file.parent().unwrap_or(&self.file);
        std::fs::create_dir_all(folder).map_err(|error| refused(&error.to_string()))?;
        entry.save_to_file(&self.file).map_err(|error| refused(error.message()))
    }

    /// Takes the entry away, whoever wrote it: that is what its user has asked for.
    pub(crate) fn turn_off(&self) -> Result<(), Facility> {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(refused(&error.to_string())),
            _ => Ok(()),
        }
    }

    fn changed(&self) -> Facility {
        Facility::Refused {
            why: format!("{} is not as One-Up wrote it, so it is left as it is.", self.file.display()),
            instead: "Turn this off, which takes it away, and on again, which writes it anew.".to_owned(),
        }
    }
}

/// Writes one word of a command as the desktop entry specification has it read back. How a value is written in the
/// file is the file's affair.
fn quoted(word: &str) -> String {
    let mut text = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '`' | '$' | '\\' => text.extend(['\\', letter]),
            '%' => text.push_str("%%"),
            letter => text.push(letter),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use std::fs;

    use oneup_app::contract::Facility;

    use super::{Entry, quoted};

    #[test]
    fn a_word_survives_the_rules_of_a_command() {
        assert_eq!(quoted("/opt/one up/x"), r#""/opt/one up/x""#);
        assert_eq!(quoted("/a\"b$c`d"), r#""/a\"b\$c\`d""#);
        assert_eq!(quoted(r"/a\b"), r#""/a\\b""#);
        assert_eq!(quoted("/100%"), r#""/100%%""#);
    }

    #[test]
    #[allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    fn an_entry_is_written_told_and_taken_away() {
        let place = tempfile::tempdir().unwrap();
        let entry = Entry::in_folder(&place.path().join("autostart"), r"/a\b c/x", &["--hidden".to_owned()]);
        assert_eq!(entry.is_on(), Ok(false));
        entry.turn_on().unwrap();
        let text = fs::read_to_string(&entry.file).unwrap();
        // The rules of a value come on top of those of a command.
        assert!(text.contains(r#"Exec="/a\\\\b c/x" "--hidden""#), "{text}");
        assert_eq!(entry.is_on(), Ok(true));
        entry.turn_on().unwrap();
        entry.turn_off().unwrap();
        entry.turn_off().unwrap();
        assert_eq!(entry.is_on(), Ok(false));
    }

    #[test]
    #[allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    fn an_entry_that_somebody_changed_is_told_and_left_as_it_is() {
        let place = tempfile::tempdir().unwrap();
        let entry = Entry::in_folder(place.path(), "/x", &[]);
        entry.turn_on().unwrap();
        let ours = fs::read_to_string(&entry.file).unwrap();
        for changed in [
            ours.replace("/x", "nice /x"),
            format!("{ours}Hidden=true\n"),
            format!("{ours}X-GNOME-Autostart-enabled=false\n"),
            "not an entry".to_owned(),
            String::new(),
        ] {
            fs::write(&entry.file, &changed).unwrap();
            assert!(matches!(entry.is_on(), Err(Facility::Refused { .. })), "{changed}");
            assert!(entry.turn_on().is_err());
            assert_eq!(fs::read_to_string(&entry.file).unwrap(), changed);
        }
        // What its user adds besides is theirs and changes nothing.
        fs::write(&entry.file, format!("{ours}Comment[de]=Karten\n")).unwrap();
        assert_eq!(entry.is_on(), Ok(true));
        fs::write(&entry.file, "not an entry").unwrap();
        entry.turn_off().unwrap();
        assert_eq!(entry.is_on(), Ok(false));
    }
}
