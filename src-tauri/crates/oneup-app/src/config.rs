//! `config.toml`: the settings as the user can read and edit them in any editor.
//!
//! A change replaces one value and leaves every comment, every unknown key and the order as they are. A value that
//! cannot be used is told and left standing; its default holds.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml_edit::{DocumentMut, Item, Table, Value};

use crate::contract::{SettingChange, SettingProblem, Settings};
use crate::error::AppError;

/// The smallest and the largest zoom, in percent.
const ZOOM: std::ops::RangeInclusive<u32> = 50..=300;

/// The longest text that is taken for keys.
const LONGEST_KEYS: usize = 64;

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: crate::contract::Theme::default(),
            contrast: crate::contract::Contrast::default(),
            density: crate::contract::Density::default(),
            motion: crate::contract::Motion::default(),
            reading_font: crate::contract::ReadingFont::default(),
            zoom: 100,
            menu_bar: false,
            tray: true,
            keep_running: false,
            open_at_login: false,
            global_shortcut: "Ctrl+Alt+Space".to_owned(),
            shortcuts: BTreeMap::new(),
        }
    }
}

/// The settings file, read.
#[derive(Debug)]
pub(crate) struct Config {
    path: PathBuf,
    document: DocumentMut,
}

impl Config {
    /// Reads the file; there need be none before the first set-up.
    ///
    /// # Errors
    /// [`AppError::Settings`] where it is not TOML, or what the operating system refused.
    pub(crate) fn read(path: &Path) -> Result<Self, AppError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(AppError::io("read", path, source)),
        };
        let document = text
            .parse()
            .map_err(|source| AppError::Settings { path: path.to_owned(), source: Box::new(source) })?;
        Ok(Self { path: path.to_owned(), document })
    }

    /// The folder of cards that is the library.
    pub(crate) fn library(&self) -> Option<PathBuf> {
        self.document.get("library").and_then(Item::as_str).map(PathBuf::from)
    }

    /// Every setting, each with its default where the file has none that can be used, and what is wrong there.
    pub(crate) fn settings(&self) -> (Settings, Vec<SettingProblem>) {
        let usual = Settings::default();
        let mut reading = Reading { document: &self.document, problems: Vec::new() };
        let settings = Settings {
            theme: reading.word("theme", "system, light or dark", usual.theme),
            contrast: reading.word("contrast", "system or more", usual.contrast),
            density: reading.word("density", "comfortable or compact", usual.density),
            motion: reading.word("motion", "system or reduced", usual.motion),
            reading_font: reading.word("reading_font", "serif or sans", usual.reading_font),
            zoom: reading.zoom(usual.zoom),
            menu_bar: reading.switch("menu_bar", usual.menu_bar),
            tray: reading.switch("tray", usual.tray),
            keep_running: reading.switch("keep_running", usual.keep_running),
            open_at_login: reading.switch("open_at_login", usual.open_at_login),
            global_shortcut: reading.keys("global_shortcut", usual.global_shortcut),
            shortcuts: reading.shortcuts(),
        };
        (settings, reading.problems)
    }

    /// Sets the library.
    pub(crate) fn set_library(&mut self, root: &Path) {
        self.set("library", Value::from(root.to_string_lossy().into_owned()));
    }

    /// Changes one setting.
    ///
    /// # Errors
    /// [`AppError::BadSetting`] for a value that the setting cannot have; nothing is then changed.
    pub(crate) fn change(&mut self, change: &SettingChange) -> Result<(), AppError> {
        match change {
            SettingChange::Theme(word) => self.set("theme", word_of(word)),
            SettingChange::Contrast(word) => self.set("contrast", word_of(word)),
            SettingChange::Density(word) => self.set("density", word_of(word)),
            SettingChange::Motion(word) => self.set("motion", word_of(word)),
            SettingChange::ReadingFont(word) => self.set("reading_font", word_of(word)),
            SettingChange::Zoom(percent) if !ZOOM.contains(percent) => {
                return Err(AppError::BadSetting {
                    name: "zoom",
                    why: format!("{percent} is not between {} and {}", ZOOM.start(), ZOOM.end()),
                });
            }
            SettingChange::Zoom(percent) => self.set("zoom", Value::from(i64::from(*percent))),
            SettingChange::MenuBar(on) => self.set("menu_bar", Value::from(*on)),
            SettingChange::Tray(on) => self.set("tray", Value::from(*on)),
            SettingChange::KeepRunning(on) => self.set("keep_running", Value::from(*on)),
            SettingChange::OpenAtLogin(on) => self.set("open_at_login", Value::from(*on)),
            SettingChange::GlobalShortcut(keys) => {
                require_keys("global_shortcut", keys)?;
                self.set("global_shortcut", Value::from(keys.as_str()));
            }
            SettingChange::Shortcuts(all) => {
                for (command, keys) in all {
                    require_keys("shortcuts", command)?;
                    require_keys("shortcuts", keys)?;
                }
                self.set_shortcuts(all);
            }
        }
        Ok(())
    }

    /// Writes the file in one step: beside, flushed, renamed.
    ///
    /// # Errors
    /// What the operating system refused; the file then stands as it was.
    pub(crate) fn write(&self) -> Result<(), AppError> {
        let write = || {
            // A link to a file elsewhere stays one; there need be no file yet.
            let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
            let folder = path.parent().unwrap_or(Path::new("."));
            let mut beside = tempfile::NamedTempFile::new_in(folder)?;
            beside.write_all(self.document.to_string().as_bytes())?;
            beside.as_file().sync_all()?;
            beside.persist(&path)?;
            Ok::<(), std::io::Error>(())
        };
        write().map_err(|source| AppError::io("write", &self.path, source))
    }

    /// Replaces a value and leaves what stands around it: the comment at the end of its line too.
    fn set(&mut self, name: &str, value: Value) {
        match self.document.get_mut(name).and_then(Item::as_value_mut) {
            Some(old) => replace(old, value),
            None => {
                self.document.insert(name, Item::Value(value));
            }
        }
    }

    fn set_shortcuts(&mut self, all: &BTreeMap<String, String>) {
        if !self.document.get("shortcuts").is_some_and(Item::is_table) {
            self.document.insert("shortcuts", Item::Table(Table::new()));
        }
        let Some(table) = self.document.get_mut("shortcuts").and_then(Item::as_table_mut) else { return };
        // What cannot be used was told as a problem and is the user's to mend.
        table.retain(|command, item| {
            let is_usable = item.as_str().is_some_and(|keys| require_keys("shortcuts", keys).is_ok());
            !is_usable || all.contains_key(command)
        });
        for (command, keys) in all {
            match table.get_mut(command).and_then(Item::as_value_mut) {
                Some(old) if old.as_str() == Some(keys) => {}
                Some(old) => replace(old, Value::from(keys.as_str())),
                None => {
                    table.insert(command, toml_edit::value(keys.as_str()));
                }
            }
        }
    }
}

/// Puts a value in the place of another and leaves what stands around it.
fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
}

/// What a setting is called in the words of the undo stack, with its new value.
pub(crate) fn words_of(change: &SettingChange) -> String {
    let on = |on: bool| if on { "on" } else { "off" };
    let word = |value: Value| value.as_str().unwrap_or_default().to_owned();
    match change {
        SettingChange::Theme(value) => format!("theme changed to {}", word(word_of(value))),
        SettingChange::Contrast(value) => format!("contrast changed to {}", word(word_of(value))),
        SettingChange::Density(value) => format!("density changed to {}", word(word_of(value))),
        SettingChange::Motion(value) => format!("motion changed to {}", word(word_of(value))),
        SettingChange::ReadingFont(value) => format!("reading font changed to {}", word(word_of(value))),
        SettingChange::Zoom(percent) => format!("zoom changed to {percent} %"),
        SettingChange::MenuBar(value) => format!("menu bar turned {}", on(*value)),
        SettingChange::Tray(value) => format!("tray turned {}", on(*value)),
        SettingChange::KeepRunning(value) => format!("keep running turned {}", on(*value)),
        SettingChange::OpenAtLogin(value) => format!("open at login turned {}", on(*value)),
        SettingChange::GlobalShortcut(keys) if keys.is_empty() => "global shortcut turned off".to_owned(),
        SettingChange::GlobalShortcut(keys) => format!("global shortcut changed to {keys}"),
        SettingChange::Shortcuts(_) => "shortcuts changed".to_owned(),
    }
}

/// The present value of the setting that a change names.
pub(crate) fn value_of(settings: &Settings, change: &SettingChange) -> SettingChange {
    match change {
        SettingChange::Theme(_) => SettingChange::Theme(settings.theme),
        SettingChange::Contrast(_) => SettingChange::Contrast(settings.contrast),
        SettingChange::Density(_) => SettingChange::Density(settings.density),
        SettingChange::Motion(_) => SettingChange::Motion(settings.motion),
        SettingChange::ReadingFont(_) => SettingChange::ReadingFont(settings.reading_font),
        SettingChange::Zoom(_) => SettingChange::Zoom(settings.zoom),
        SettingChange::MenuBar(_) => SettingChange::MenuBar(settings.menu_bar),
        SettingChange::Tray(_) => SettingChange::Tray(settings.tray),
        SettingChange::KeepRunning(_) => SettingChange::KeepRunning(settings.keep_running),
        SettingChange::OpenAtLogin(_) => SettingChange::OpenAtLogin(settings.open_at_login),
        SettingChange::GlobalShortcut(_) => SettingChange::GlobalShortcut(settings.global_shortcut.clone()),
        SettingChange::Shortcuts(_) => SettingChange::Shortcuts(settings.shortcuts.clone()),
    }
}

/// The word of an enumeration as the contract and the file both write it.
fn word_of(value: &impl serde::Serialize) -> Value {
    let word = serde_json::to_value(value).ok();
    Value::from(word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
}

fn require_keys(name: &'static str, keys: &str) -> Result<(), AppError> {
    if keys.len() <= LONGEST_KEYS && !keys.chars().any(char::is_control) {
        return Ok(());
    }
    Err(AppError::BadSetting { name, why: "this is too long to be keys".to_owned() })
}

/// Reads values and gathers what is wrong with them.
struct Reading<'d> {
    document: &'d DocumentMut,
    problems: Vec<SettingProblem>,
}

impl Reading<'_> {
    fn word<T: DeserializeOwned>(&mut self, name: &str, words: &str, usual: T) -> T {
        let Some(item) = self.document.get(name) else { return usual };
        let read = item.as_str().and_then(|word| serde_json::from_value(word.into()).ok());
        read.unwrap_or_else(|| {
            self.problem(name, item, &format!("Write {words}, in quotation marks."));
            usual
        })
    }

    fn switch(&mut self, name: &str, usual: bool) -> bool {
        let Some(item) = self.document.get(name) else { return usual };
        item.as_bool().unwrap_or_else(|| {
            self.problem(name, item, "Write true or false, without quotation marks.");
            usual
        })
    }

    fn zoom(&mut self, usual: u32) -> u32 {
        let Some(item) = self.document.get("zoom") else { return usual };
        let percent = item.as_integer().and_then(|percent| u32::try_from(percent).ok());
        percent.filter(|percent| ZOOM.contains(percent)).unwrap_or_else(|| {
            self.problem("zoom", item, &format!("Write a number from {} to {}.", ZOOM.start(), ZOOM.end()));
            usual
        })
    }

    fn keys(&mut self, name: &'static str, usual: String) -> String {
        let Some(item) = self.document.get(name) else { return usual };
        if let Some(keys) = item.as_str().filter(|keys| require_keys(name, keys).is_ok()) {
            return keys.to_owned();
        }
        self.problem(name, item, "Write keys such as \"Ctrl+Alt+Space\", or \"\" for none.");
        usual
    }

    fn shortcuts(&mut self) -> BTreeMap<String, String> {
        let Some(item) = self.document.get("shortcuts") else { return BTreeMap::new() };
        let Some(table) = item.as_table_like() else {
            self.problem(
                "shortcuts",
                item,
                "Write a table: [shortcuts], then \"palette.open\" = \"Ctrl+K\".",
            );
            return BTreeMap::new();
        };
        let mut all = BTreeMap::new();
        for (command, item) in table.iter() {
            match item.as_str().filter(|keys| require_keys("shortcuts", keys).is_ok()) {
                Some(keys) => {
                    all.insert(command.to_owned(), keys.to_owned());
                }
                None => self.problem(
                    &format!("shortcuts.{command}"),
                    item,
                    "Write keys such as \"Ctrl+K\", or \"\" for none.",
                ),
            }
        }
        all
    }

    fn problem(&mut self, name: &str, item: &Item, remedy: &str) {
        let written: String = item.to_string().trim().chars().take(60).collect();
        self.problems.push(SettingProblem {
            name: name.to_owned(),
            message: format!("“{name}” cannot be {written}; its default holds."),
            remedy: remedy.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Density, Theme};

    fn config(text: &str) -> (tempfile::TempDir, Config) {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("config.toml");
        fs::write(&path, text).unwrap();
        (place, Config::read(&path).unwrap())
    }

    #[test]
    fn a_change_leaves_everything_else_as_it_is() {
        let text = "# mine\ntheme = 'light' # by day\nunknown = [1,\n 2]\n\n[shortcuts] # keys\n\"a.b\" = \"Ctrl+A\"\n";
        let (_place, mut config) = config(text);
        assert_eq!(config.settings().0.theme, Theme::Light);
        config.change(&SettingChange::Theme(Theme::Dark)).unwrap();
        config.write().unwrap();
        let now = fs::read_to_string(&config.path).unwrap();
        assert_eq!(now, text.replace("'light'", "\"dark\""));
    }

    #[test]
    fn every_setting_reads_back_what_was_set() {
        let (_place, mut config) = config("");
        let (usual, _) = config.settings();
        assert_eq!(usual, Settings::default());
        let changes = [
            SettingChange::Theme(Theme::Dark),
            SettingChange::Contrast(crate::contract::Contrast::More),
            SettingChange::Density(Density::Compact),
            SettingChange::Motion(crate::contract::Motion::Reduced),
            SettingChange::ReadingFont(crate::contract::ReadingFont::Sans),
            SettingChange::Zoom(150),
            SettingChange::MenuBar(true),
            SettingChange::Tray(false),
            SettingChange::KeepRunning(true),
            SettingChange::OpenAtLogin(true),
            SettingChange::GlobalShortcut(String::new()),
            SettingChange::Shortcuts(BTreeMap::from([("palette.open".to_owned(), "Ctrl+J".to_owned())])),
        ];
        for change in changes {
            let before = value_of(&config.settings().0, &change);
            assert_eq!(before, value_of(&usual, &change));
            config.change(&change).unwrap();
            config.write().unwrap();
            let read = Config::read(&config.path).unwrap();
            let (now, problems) = read.settings();
            assert_eq!(value_of(&now, &change), change);
            assert_eq!(problems, []);
            config.change(&before).unwrap();
        }
        assert_eq!(config.settings().0, usual, "each change was taken back");
    }

    #[test]
    fn a_value_that_cannot_be_used_is_told_and_left_standing() {
        let text = "theme = \"purple\"\nzoom = 1000\ntray = \"yes\"\nshortcuts = 3\nglobal_shortcut = 7\n";
        let (_place, mut config) = config(text);
        let (settings, problems) = config.settings();
        assert_eq!(settings, Settings::default());
        let names: Vec<&str> = problems.iter().map(|problem| problem.name.as_str()).collect();
        assert_eq!(names, ["theme", "zoom", "tray", "global_shortcut", "shortcuts"]);
        assert!(problems[0].message.contains("purple") && problems[0].remedy.contains("light"));
        assert!(config.change(&SettingChange::Zoom(20)).is_err());
        config.write().unwrap();
        assert_eq!(fs::read_to_string(&config.path).unwrap(), text);
    }

    #[test]
    fn a_change_of_shortcuts_leaves_the_others_their_comments_and_what_cannot_be_used() {
        let text = "[shortcuts]\n\"a\" = \"Ctrl+A\" # mine\n\"b\" = 7\n\"c\" = \"Ctrl+C\"\n";
        let (_place, mut config) = config(text);
        let all =
            BTreeMap::from([("a", "Ctrl+A"), ("d", "Ctrl+D")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        config.change(&SettingChange::Shortcuts(all)).unwrap();
        let now = config.document.to_string();
        assert_eq!(now, "[shortcuts]\n\"a\" = \"Ctrl+A\" # mine\n\"b\" = 7\nd = \"Ctrl+D\"\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_settings_file_that_is_a_link_stays_one() {
        let (place, mut config) = config("theme = \"light\"\n");
        let link = place.path().join("link.toml");
        std::os::unix::fs::symlink(&config.path, &link).unwrap();
        let real = std::mem::replace(&mut config.path, link.clone());
        config.change(&SettingChange::Theme(Theme::Dark)).unwrap();
        config.write().unwrap();
        assert!(link.is_symlink());
        assert!(fs::read_to_string(real).unwrap().contains("dark"));
    }

    #[test]
    fn broken_settings_are_named_and_not_overwritten() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("config.toml");
        fs::write(&path, "library = [").unwrap();
        assert!(matches!(Config::read(&path), Err(AppError::Settings { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "library = [");
    }
}
