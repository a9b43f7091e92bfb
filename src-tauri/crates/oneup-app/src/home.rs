//! Where One-Up keeps what is not a card: settings, the index, logs.
//!
//! `--home DIR` or `ONEUP_HOME` puts everything into one folder (tests, a stick to carry around); otherwise the
//! platform's own folder is used. The folder belongs to the user alone.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::error::AppError;

/// The environment variable that moves everything to one folder.
pub const HOME_VARIABLE: &str = "ONEUP_HOME";

/// The data folder of One-Up.
#[derive(Debug, Clone)]
pub struct Home {
    dir: PathBuf,
    suggested_library: PathBuf,
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

    /// The settings file.
    pub(crate) fn config_path(&self) -> PathBuf {
        self.dir.join("config.toml")
    }

    /// Reads the settings file; there is none before the first set-up.
    ///
    /// # Errors
    /// [`AppError::Settings`] where the file cannot be understood, or what the operating system refused.
    pub(crate) fn config(&self) -> Result<Config, AppError> {
        Config::read(&self.config_path())
    }
}
