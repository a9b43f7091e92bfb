//! The tray: One-Up's small menu in the bar of the desktop.
//!
//! On Linux a tray is a program on the session bus that shows what others offer. Where none runs, or the library that
//! talks to it is missing, nothing would be seen, so that is found out first and said.

use oneup_app::contract::Facility;
use tauri::menu::MenuBuilder;
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager as _};

use crate::activation;
use crate::desktop::Desktop;
use crate::refusal::Refusal;
use crate::window;

/// What the ids of the tray's lines begin with.
pub(crate) const PREFIX: &str = "tray:";
const OPEN: &str = "tray:open";
const QUIT: &str = "tray:quit";

/// Puts the tray up or takes it down. Called on the main thread.
pub(crate) fn apply(handle: &AppHandle, wanted: bool, refusal: Option<Facility>) {
    let desktop = Desktop::of(handle);
    let is_there = desktop.lock().tray_icon.is_some();
    let (icon, facility) = match (wanted, refusal) {
        (false, _) => (None, Facility::Off),
        (true, Some(refused)) => (None, refused),
        (true, None) if is_there => return,
        (true, None) => match put_up(handle) {
            Ok(icon) => (Some(icon), Facility::On),
            Err(why) => (None, refused(&why.to_string())),
        },
    };
    let before = {
        let mut state = desktop.lock();
        state.tray = facility;
        std::mem::replace(&mut state.tray_icon, icon)
    };
    if let Some(before) = before {
        // It stays in the list of the program until it is taken out there too.
        handle.remove_tray_by_id(before.id());
    }
}

/// Whether the tray is up and somebody shows it, at this moment.
pub(crate) fn is_shown(desktop: &Desktop) -> bool {
    desktop.lock().tray == Facility::On && refusal().is_none()
}

/// Does what a line of the tray's menu says.
pub(crate) fn on_event(handle: &AppHandle, id: &str) {
    match id {
        OPEN => {
            let handle = handle.clone();
            std::thread::spawn(move || window::raise(&handle));
        }
        QUIT => window::quit(handle),
        other => {
            if let Some(command) = other.strip_prefix(PREFIX) {
                activation::command(handle, command);
            }
        }
    }
}

fn put_up(handle: &AppHandle) -> Result<TrayIcon, Refusal> {
    let make = || -> tauri::Result<TrayIcon> {
        let menu = MenuBuilder::new(handle)
            .text(OPEN, "Open One-Up")
            .text("tray:search.focus", "Search")
            .text("tray:card.new", "New card…")
            .separator()
            .text(QUIT, "Quit")
            .build()?;
        let mut tray = TrayIconBuilder::with_id("one-up").menu(&menu).tooltip("One-Up");
        if let Some(icon) = handle.default_window_icon() {
            tray = tray.icon(icon.clone());
        }
        if let Ok(folder) = handle.path().temp_dir() {
            // Linux shows a picture from a file; it is taken away with the tray.
            tray = tray.temp_dir_path(folder.join(format!("one-up-{}", std::process::id())));
        }
        tray.build(handle)
    };
    // The library is loaded on first use, by code that breaks off where it is missing.
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(make));
    match outcome {
        Ok(icon) => icon.map_err(|error| Refusal::of(format_args!("The system refused the tray: {error}."))),
        Err(_) => Err(Refusal::of("The library for the tray, libayatana-appindicator3, is not installed.")),
    }
}

fn refused(why: &str) -> Facility {
    Facility::Refused {
        why: why.to_owned(),
        instead: "Close the window when you are done; starting One-Up again brings it back.".to_owned(),
    }
}

/// Why the system would show no tray.
#[cfg(not(target_os = "linux"))]
pub(crate) fn refusal() -> Option<Facility> {
    None
}

/// Why the system would show no tray.
#[cfg(target_os = "linux")]
pub(crate) fn refusal() -> Option<Facility> {
    if !session_bus::is_there() {
        return Some(refused("There is no session bus, over which Linux shows a tray."));
    }
    match session_bus::shows_trays() {
        Ok(true) => None,
        Ok(false) => Some(Facility::Refused {
            why: "No program shows a tray on this desktop.".to_owned(),
            instead: "On GNOME, turn on the extension AppIndicator and KStatusNotifierItem Support."
                .to_owned(),
        }),
        Err(error) => {
            tracing::warn!(%error, "the session bus did not answer");
            Some(refused("The session bus, over which Linux shows a tray, does not answer."))
        }
    }
}

/// What is asked of the session bus.
#[cfg(target_os = "linux")]
mod session_bus {
    use std::path::Path;

    use gtk::gio::prelude::*;
    use gtk::gio::{BusType, Cancellable, DBusCallFlags, DBusConnection, bus_get_sync};
    use gtk::glib::{self, Variant, VariantTy};

    /// The program that knows what trays there are.
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    /// It answers at once or not at all.
    const PATIENCE_IN_MILLISECONDS: i32 = 500;

    /// Whether a bus runs. Asking without would start one.
    pub(super) fn is_there() -> bool {
        let named = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty());
        named
            || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|place| Path::new(&place).join("bus").exists())
    }

    /// Whether a program shows trays.
    pub(super) fn shows_trays() -> Result<bool, glib::Error> {
        let bus = bus_get_sync(BusType::Session, None::<&Cancellable>)?;
        let owned = ask(
            &bus,
            ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner"),
            &(WATCHER,).to_variant(),
            "(b)",
        )?;
        if owned.get::<(bool,)>() != Some((true,)) {
            return Ok(false);
        }
        let host = ask(
            &bus,
            (WATCHER, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties", "Get"),
            &(WATCHER, "IsStatusNotifierHostRegistered").to_variant(),
            "(v)",
        )?;
        Ok(host.get::<(Variant,)>().and_then(|(value,)| value.get::<bool>()) == Some(true))
    }

    fn ask(
        bus: &DBusConnection,
        (name, path, interface, method): (&str, &str, &str, &str),
        parameters: &Variant,
        reply: &str,
    ) -> Result<Variant, glib::Error> {
        let reply = VariantTy::new(reply).ok();
        let flags = DBusCallFlags::NO_AUTO_START;
        bus.call_sync(
            Some(name),
            path,
            interface,
            method,
            Some(parameters),
            reply,
            flags,
            PATIENCE_IN_MILLISECONDS,
            None::<&Cancellable>,
        )
    }
}
