//! What the application needs from the program it runs in, and cannot do by itself.

use std::path::PathBuf;

/// The front's side of the few commands that touch the desktop.
///
/// It is this narrow on purpose: everything else a command needs is in the application, so that the window, the
/// command line and the development server cannot differ.
pub trait Host: Send + Sync {
    /// Lets the user choose a folder. `None` where there is no window to ask in.
    fn choose_folder(&self) -> Option<Choice>;

    /// Hands an address to the user's browser or mail program.
    ///
    /// # Errors
    /// [`HostError`] where the desktop has no program for it.
    fn open_address(&self, address: &str) -> Result<(), HostError>;
}

/// What the user chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A folder.
    Folder(PathBuf),
    /// Nothing: the dialog was closed.
    Cancelled,
}

/// Why the desktop did not open an address.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// This front has no window and no desktop behind it.
    #[error("this needs the desktop window")]
    NoWindow,
    /// The desktop refused, or has no program for the address.
    #[error("the desktop could not open it: {0}")]
    Refused(#[source] std::io::Error),
}

/// A front without a desktop: the command line, the development server, tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoDesktop;

impl Host for NoDesktop {
    fn choose_folder(&self) -> Option<Choice> {
        None
    }

    fn open_address(&self, _address: &str) -> Result<(), HostError> {
        Err(HostError::NoWindow)
    }
}
