//! Where One-Up keeps what is not a card: settings, the index, logs.
//!
//! `--home DIR` or `ONEUP_HOME` puts everything into one folder (tests, a stick to carry around); otherwise the
//! platform's own folder is used. The folder belongs to the user alone.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The environment variable that moves everything to one folder.
pub const HOME_VARIABLE: &str = "ONEUP_HOME";

/// The data folder of One-Up.
#[derive(Debug, Clone)]
pub struct Home {
    dir: PathBuf,
    suggested_library: PathBuf,
}

/// What the user has set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Settings {
    /// The folder of cards that is the library.
    pub library: Option<PathBuf>,
}

impl Home {
    /// Finds the data folder: the one named, the one in `ONEUP_HOME`, or the platform's own.
    ///
    /// # Errors
    /// [`AppError::NoHome`] where the platform has no such folder for this user.
    pub fn locate(named: Option<&Path>) -> Result<Self, AppError> {
        let from_environment =
            || std::env::var_os(HOME_VARIABLE).filter(|v| !v.is_empty()).map(PathBuf::from);
        if let Some(dir) = named.map(Path::to_owned).or_else(from_environment) {
            let dir = std::path::absolute(&dir)
                .map_err(|source| AppError::io("resolve the data folder", &dir, source))?;
            return Ok(Self { suggested_library: dir.join("library"), dir });
        }
        let folders = directories::ProjectDirs::from("", "", "one-up").ok_or(AppError::NoHome)?;
        let documents = directories::UserDirs::new()
            .map(|user| user.document_dir().unwrap_or(user.home_dir()).to_owned())
            .ok_or(AppError::NoHome)?;
        Ok(Self { dir: folders.data_dir().to_owned(), suggested_library: documents.join("One-Up") })
    }

    /// The folder itself.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the index of the cards stands.
    #[must_use]
    pub fn index_dir(&self) -> PathBuf {
        self.dir.join("index")
    }

    /// Where logs are written.
    #[must_use]
    pub fn logs_dir(&self) -> PathBuf {
        self.dir.join("logs")
    }

    /// Where a new library is made unless the user says otherwise.
    #[must_use]
    pub fn suggested_library(&self) -> &Path {
        &self.suggested_library
    }

    /// Makes the folder, for this user alone.
    pub(crate) fn ensure(&self) -> Result<(), AppError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.dir).map_err(|source| AppError::io("make the data folder", &self.dir, source))
    }

    /// Reads the settings; none are written yet before the first set-up.
    ///
    /// # Errors
    /// [`AppError::Settings`] where the file cannot be understood, or what the operating system refused.
    pub fn settings(&self) -> Result<Settings, AppError> {
        let path = self.settings_path();
        match fs::read_to_string(&path) {
            Ok(text) => {
                toml::from_str(&text).map_err(|source| AppError::Settings { path, source: Box::new(source) })
            }
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
            Err(source) => Err(AppError::io("read", &path, source)),
        }
    }

    /// Changes the settings in one step: written beside, flushed, renamed. Keys that this version does not know
    /// are kept.
    pub(crate) fn change_settings(&self, change: &Settings) -> Result<(), AppError> {
        self.ensure()?;
        let path = self.settings_path();
        let mut table: toml::Table = match fs::read_to_string(&path) {
            Ok(text) => text
                .parse()
                .map_err(|source| AppError::Settings { path: path.clone(), source: Box::new(source) })?,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => toml::Table::new(),
            Err(source) => return Err(AppError::io("read", &path, source)),
        };
        if let Some(library) = &change.library {
            table.insert("library".to_owned(), toml::Value::String(library.to_string_lossy().into_owned()));
        }
        let write = || {
            let mut beside = tempfile::NamedTempFile::new_in(&self.dir)?;
            beside.write_all(table.to_string().as_bytes())?;
            beside.as_file().sync_all()?;
            beside.persist(&path)?;
            Ok::<(), std::io::Error>(())
        };
        write().map_err(|source| AppError::io("write", &path, source))
    }

    fn settings_path(&self) -> PathBuf {
        self.dir.join("config.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_keep_keys_they_do_not_know() {
        let place = tempfile::tempdir().unwrap();
        let home = Home::locate(Some(place.path())).unwrap();
        assert_eq!(home.settings().unwrap(), Settings::default());
        fs::write(place.path().join("config.toml"), "theme = \"dark\"\nlibrary = \"/old\"\n").unwrap();
        home.change_settings(&Settings { library: Some("/new".into()) }).unwrap();
        assert_eq!(home.settings().unwrap().library.as_deref(), Some(Path::new("/new")));
        assert!(fs::read_to_string(place.path().join("config.toml")).unwrap().contains("theme = \"dark\""));
    }

    #[test]
    fn broken_settings_are_named_and_not_overwritten() {
        let place = tempfile::tempdir().unwrap();
        let home = Home::locate(Some(place.path())).unwrap();
        fs::write(place.path().join("config.toml"), "library = [").unwrap();
        assert!(matches!(home.settings(), Err(AppError::Settings { .. })));
        assert!(home.change_settings(&Settings { library: Some("/new".into()) }).is_err());
        assert_eq!(fs::read_to_string(place.path().join("config.toml")).unwrap(), "library = [");
    }
}
