//! What the application needs from the program it runs in, and cannot do by itself.

use std::path::PathBuf;

use crate::contract::{DesktopStatus, Facility, Settings, ShowMenuRequest};

/// The front's side of the few commands that touch the desktop.
///
/// It is this narrow on purpose: everything else a command needs is in the application, so that the window, the
/// command line and the development server cannot differ.
pub trait Host: Send + Sync {
    /// Lets the user choose a folder. `None` where there is no window to ask in.
    fn choose_folder(&self) -> Option<Choice>;

    /// Lets the user choose a table. `None` where there is no window to ask in.
    fn choose_table(&self) -> Option<Choice> {
        None
    }

    /// Lets the user choose a folder that something is put into. `None` where there is no window to ask in.
    fn choose_target(&self) -> Option<Choice> {
        None
    }

    /// Hands an address to the user's browser or mail program.
    ///
    /// # Errors
    /// [`HostError`] where the desktop has no program for it.
    fn open_address(&self, address: &str) -> Result<(), HostError>;

    /// Names the window that asks, where a front has several.
    fn window(&self) -> &str {
        MAIN_WINDOW
    }

    /// Says what the desktop offers.
    fn desktop(&self) -> DesktopStatus {
        DesktopStatus {
            present: false,
            tray: Facility::Absent,
            global_shortcut: Facility::Absent,
            open_at_login: Facility::Absent,
            links: Facility::Absent,
            one_instance: Facility::Absent,
            fallback_link: FALLBACK_LINK.to_owned(),
        }
    }

    /// Takes over settings that reach beyond the page: tray, shortcut, start at login. What the system refuses is
    /// said by [`Host::desktop`] from then on.
    fn settings_changed(&self, _settings: &Settings) {}

    /// Sets the menus of the window that asks.
    ///
    /// # Errors
    /// [`HostError`] where there is no window, or the system refused.
    fn show_menu(&self, _menus: &ShowMenuRequest) -> Result<(), HostError> {
        Err(HostError::NoWindow)
    }

    /// Opens another window on a card, or on the library.
    ///
    /// # Errors
    /// [`HostError`] where there is no window, or the system refused.
    fn open_window(&self, _card: Option<&str>) -> Result<(), HostError> {
        Err(HostError::NoWindow)
    }

    /// Listens for the global shortcut for some seconds instead of acting on it.
    ///
    /// # Errors
    /// [`HostError`] where there is no desktop, or the shortcut is off or refused.
    fn test_shortcut(&self) -> Result<(), HostError> {
        Err(HostError::NoWindow)
    }
}

/// The name of the first window, and of the only one that a browser has.
pub const MAIN_WINDOW: &str = "main";

/// The link that brings up the search box, for a system shortcut where the desktop takes no global one.
pub const FALLBACK_LINK: &str = "oneup://search";

/// What the user chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A folder, or a file where one was asked for.
    Path(PathBuf),
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
