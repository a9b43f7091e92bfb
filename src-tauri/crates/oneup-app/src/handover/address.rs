//! Where the window's process is reached: a socket in the data folder that only this user can open, or a named pipe
//! on Windows.
//!
//! The path of a socket may not be longer than about a hundred bytes. For a data folder that lies deeper, the socket
//! stands in a private folder of the system's own place for such things, under a name made from the folder's.

use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::Name;

/// The longest path that every Unix takes for a socket, its closing zero left out.
#[cfg(unix)]
const LONGEST_PATH: usize = 103;

/// The address of one data folder.
#[derive(Debug)]
pub(crate) struct Address {
    #[cfg(unix)]
    path: PathBuf,
    /// A private folder that has to be there first, where the data folder lies too deep.
    #[cfg(unix)]
    private: Option<PathBuf>,
    #[cfg(windows)]
    pipe: String,
}

#[cfg(unix)]
impl Address {
    /// The address of a data folder.
    pub(crate) fn of(home: &Path) -> Self {
        let path = home.join("window.sock");
        if path.as_os_str().len() <= LONGEST_PATH {
            return Self { path, private: None };
        }
        let place = std::env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|place| place.is_dir() && place.as_os_str().len() < LONGEST_PATH / 2)
            .unwrap_or_else(std::env::temp_dir);
        let private = place.join(format!("one-up-{:016x}", print_of(home)));
        Self { path: private.join("window.sock"), private: Some(private) }
    }

    /// Makes sure that a socket can be made here and that nobody else can reach into its folder. The caller knows that
    /// whoever left a socket here is gone.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
        if let Some(private) = &self.private {
            match std::fs::DirBuilder::new().mode(0o700).create(private) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            let found = std::fs::symlink_metadata(private)?;
            let mine = tempfile::NamedTempFile::new_in(private)?.as_file().metadata()?.uid();
            if !found.is_dir() || found.uid() != mine || found.mode() & 0o077 != 0 {
                return Err(io::Error::new(
                    io::ErrorKind::PermissionDenied,
                    "the folder for the local socket belongs to somebody else",
                ));
            }
        }
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Takes the socket away; it is of no use once nobody listens.
    pub(crate) fn clear(&self) {
        // What stays behind is replaced at the next start.
        let _ = std::fs::remove_file(&self.path);
    }

    /// The name as the library of local sockets takes it.
    pub(crate) fn name(&self) -> io::Result<Name<'_>> {
        use interprocess::local_socket::{GenericFilePath, ToFsName as _};
        self.path.as_path().to_fs_name::<GenericFilePath>()
    }
}

#[cfg(windows)]
impl Address {
    /// The address of a data folder. Pipes of Windows can by default be written by their owner alone.
    pub(crate) fn of(home: &Path) -> Self {
        Self { pipe: format!("one-up-{:016x}", print_of(home)) }
    }

    /// A pipe ends with its process and needs no folder.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        Ok(())
    }

    /// A pipe ends with its process.
    pub(crate) fn clear(&self) {}

    /// The name as the library of local sockets takes it.
    pub(crate) fn name(&self) -> io::Result<Name<'_>> {
        use interprocess::local_socket::{GenericNamespaced, ToNsName as _};
        self.pipe.as_str().to_ns_name::<GenericNamespaced>()
    }
}

/// A short print of a path that is the same in every version of the program (FNV-1a). It need not be hard to find
/// another path with the same print: the folder and the lock keep strangers out, not the name.
fn print_of(path: &Path) -> u64 {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |print, byte| (print ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::{Address, LONGEST_PATH, print_of};

    #[test]
    fn a_shallow_folder_has_its_socket_inside_and_a_deep_one_elsewhere() {
        assert_eq!(Address::of(Path::new("/data")).path, Path::new("/data/window.sock"));
        let deep = format!("/{}", "x".repeat(200));
        let address = Address::of(Path::new(&deep));
        assert!(address.path.as_os_str().len() <= LONGEST_PATH, "{:?}", address.path);
        assert_ne!(address.path, Address::of(Path::new(&format!("{deep}y"))).path);
        assert_eq!(print_of(Path::new("")), 0xcbf2_9ce4_8422_2325);
    }

    #[test]
    fn a_folder_that_others_can_reach_into_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let private = place.path().join("private");
        let address = Address { path: private.join("window.sock"), private: Some(private.clone()) };
        address.prepare().unwrap();
        std::fs::set_permissions(&private, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert!(address.prepare().is_err());
        std::fs::remove_dir(&private).unwrap();
        std::os::unix::fs::symlink(place.path(), &private).unwrap();
        assert!(address.prepare().is_err(), "a link may lead anywhere");
    }
}
