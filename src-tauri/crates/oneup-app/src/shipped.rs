//! The packs that are shipped inside the program, so that a first start needs neither network nor installer.

use oneup_library::PackFile;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::AppError;

#[derive(RustEmbed)]
#[folder = "../../../content"]
#[include = "*/*.md"]
#[include = "*/pack.toml"]
struct Content;

/// A pack inside the program.
pub struct ShippedPack {
    files: Vec<(String, EmbeddedFile)>,
}

impl ShippedPack {
    /// Finds a shipped pack by its id.
    ///
    /// # Errors
    /// [`AppError::UnknownPack`] with the packs that there are.
    pub fn find(id: &str) -> Result<Self, AppError> {
        let files: Vec<_> = Content::iter()
            .filter_map(|path| {
                let within = path.strip_prefix(id)?.strip_prefix('/')?.to_owned();
                Some((within, Content::get(&path)?))
            })
            .collect();
        if files.is_empty() {
            return Err(AppError::UnknownPack { id: id.to_owned(), known: Self::ids() });
        }
        Ok(Self { files })
    }

    /// The ids of all shipped packs.
    #[must_use]
    pub fn ids() -> Vec<String> {
        let mut ids: Vec<String> =
            Content::iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Its files, as the library lays them out.
    #[must_use]
    pub fn files(&self) -> Vec<PackFile<'_>> {
        self.files.iter().map(|(path, file)| PackFile { path, bytes: &file.data }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_is_inside_and_an_unknown_pack_is_told() {
        let core = ShippedPack::find("core").unwrap();
        assert!(core.files().iter().any(|file| file.path == "pack.toml"));
        assert!(core.files().iter().filter(|file| file.path != "pack.toml").count() >= 24);
        let unknown = ShippedPack::find("cor").err();
        assert!(
            matches!(&unknown, Some(AppError::UnknownPack { known, .. }) if *known == ShippedPack::ids()),
            "{unknown:?}"
        );
    }
}
