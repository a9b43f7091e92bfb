//! What the application asks of a desktop: a folder dialog and the user's own browser. Both are opened from here,
//! so the page needs no permission for either and never holds a path.

use std::io;

use oneup_app::contract::{DesktopStatus, Settings, ShowMenuRequest};
use oneup_app::{Choice, Host, HostError};
use tauri::{AppHandle, Manager as _, WebviewWindow};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};

use crate::desktop::Desktop;
use crate::{desktop, menus, shortcut, window};

/// The desktop around one window.
pub(crate) struct DesktopHost {
    handle: AppHandle,
    label: String,
}

impl DesktopHost {
    /// Makes the host of one running window.
    pub(crate) fn of(window: &WebviewWindow) -> Self {
        Self { handle: window.app_handle().clone(), label: window.label().to_owned() }
    }

    /// Makes a host for a command that another process has handed over: the window used last stands for it.
    pub(crate) fn of_another_process(handle: &AppHandle) -> Self {
        Self { handle: handle.clone(), label: Desktop::of(handle).window_used_last() }
    }
}

impl DesktopHost {
    /// A dialog of the window that asks.
    fn dialog(&self, title: &str) -> FileDialogBuilder<tauri::Wry> {
        let dialog = self.handle.dialog().file().set_title(title);
        match self.handle.get_webview_window(&self.label) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

fn chosen(path: Option<FilePath>) -> Choice {
    path.and_then(|path| path.into_path().ok()).map_or(Choice::Cancelled, Choice::Path)
}

impl Host for DesktopHost {
    fn choose_folder(&self) -> Option<Choice> {
        Some(chosen(self.dialog("Choose a folder of Markdown cards").blocking_pick_folder()))
    }

    fn choose_table(&self) -> Option<Choice> {
        let dialog = self.dialog("Choose a table").add_filter("CSV", &["csv", "tsv", "tab", "txt"]);
        Some(chosen(dialog.blocking_pick_file()))
    }

    fn choose_target(&self) -> Option<Choice> {
        Some(chosen(self.dialog("Choose where the copy is to stand").blocking_pick_folder()))
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

    fn window(&self) -> &str {
        &self.label
    }

    fn desktop(&self) -> DesktopStatus {
        Desktop::of(&self.handle).status()
    }

    fn settings_changed(&self, settings: &Settings) {
        desktop::settings_changed(&self.handle, settings.clone());
    }

    fn show_menu(&self, menus: &ShowMenuRequest) -> Result<(), HostError> {
        menus::show(&self.handle, &self.label, menus).map_err(refused)
    }

    fn open_window(&self, card: Option<&str>) -> Result<(), HostError> {
        window::open_another(&self.handle, card).map(drop)
    }

    fn test_shortcut(&self) -> Result<(), HostError> {
        shortcut::test(&self.handle, &self.label)
    }
}

/// What the window system said, as the application takes it.
pub(crate) fn refused(error: tauri::Error) -> HostError {
    HostError::Refused(io::Error::other(error))
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
