//! What the application asks of a desktop: a folder dialog and the user's own browser. Both are opened from here,
//! so the page needs no permission for either and never holds a path.

use std::io;

use oneup_app::{Choice, Host, HostError};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_dialog::DialogExt as _;

/// The desktop the window runs on.
pub(crate) struct DesktopHost {
    handle: AppHandle,
}

impl DesktopHost {
    /// Makes the host of one running window.
    pub(crate) fn new(handle: AppHandle) -> Self {
        Self { handle }
    }
}

impl Host for DesktopHost {
    fn choose_folder(&self) -> Option<Choice> {
        let mut dialog = self.handle.dialog().file().set_title("Choose a folder of Markdown cards");
        if let Some(window) = self.handle.get_webview_window(crate::window::LABEL) {
            dialog = dialog.set_parent(&window);
        }
        let chosen = dialog.blocking_pick_folder().and_then(|chosen| chosen.into_path().ok());
        Some(chosen.map_or(Choice::Cancelled, Choice::Folder))
    }

    fn open_address(&self, address: &str) -> Result<(), HostError> {
        // The application allows these three too; this door is checked on its own, because whatever passes it is
        // handed to another program.
        if !is_for_a_browser(address) {
            return Err(HostError::Refused(io::Error::from(io::ErrorKind::InvalidInput)));
        }
        tauri_plugin_opener::open_url(address, None::<&str>)
            .map_err(|error| HostError::Refused(io::Error::other(error)))
    }
}

/// Whether an address is one that a browser or a mail program opens, written without anything to hide behind.
fn is_for_a_browser(address: &str) -> bool {
    let Ok(parsed) = tauri::Url::parse(address) else { return false };
    let plain = address.chars().all(|letter| !letter.is_control() && !letter.is_whitespace());
    plain
        && match parsed.scheme() {
            "http" | "https" => parsed.has_host(),
            "mailto" => !parsed.path().is_empty(),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::is_for_a_browser;

    #[test]
    fn only_the_web_and_mail_are_opened() {
        for address in ["https://example.org/a?b#c", "http://example.org", "mailto:someone@example.org"] {
            assert!(is_for_a_browser(address), "{address}");
        }
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://example.org",
            "smb://example.org/share",
            "vbscript:x",
            "oneup://card/core/a",
            "mailto:",
            "--version",
            "/usr/bin/true",
            "example.org",
            "https://example.org/\nx",
            " https://example.org",
            "",
        ] {
            assert!(!is_for_a_browser(address), "{address}");
        }
    }
}
