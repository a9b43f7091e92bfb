//! The keys that bring the search box up from anywhere.

use std::time::{Duration, Instant};

use oneup_app::contract::{Facility, Wish};
use oneup_app::deep_link::SEARCH_COMMAND;
use oneup_app::{FALLBACK_LINK, HostError};
use tauri::{AppHandle, Manager as _, Wry};
use tauri_plugin_global_shortcut::{
    Builder, Error, GlobalShortcut, GlobalShortcutExt as _, Modifiers, Shortcut, ShortcutState,
};

use crate::activation;
use crate::commands::Application;
use crate::desktop::Desktop;
use crate::refusal::Refusal;

/// How long a test listens.
const LISTENS: Duration = Duration::from_secs(10);

/// Listens for other keys, or for none. Called on the main thread.
pub(crate) fn apply(handle: &AppHandle, keys: &str, refusal: Option<Facility>) {
    let desktop = Desktop::of(handle);
    let keys = keys.trim();
    {
        let state = desktop.lock();
        if state.shortcut == Facility::On && state.shortcut_keys == keys {
            return;
        }
    }
    forget(handle);
    let facility = match (keys, refusal) {
        ("", _) => Facility::Off,
        (_, Some(refused)) => refused,
        (keys, None) => match listen(handle, keys) {
            Ok(()) => Facility::On,
            Err(why) => Facility::Refused {
                why: why.to_string(),
                instead: "Choose other keys in the settings.".to_owned(),
            },
        },
    };
    let mut state = desktop.lock();
    state.shortcut_keys = if facility == Facility::On { keys.to_owned() } else { String::new() };
    state.shortcut = facility;
}

/// Shows a window, instead of acting, when the keys are pressed within the next seconds.
pub(crate) fn test(handle: &AppHandle, label: &str) -> Result<(), HostError> {
    let desktop = Desktop::of(handle);
    let mut state = desktop.lock();
    if state.shortcut != Facility::On {
        let why = "the shortcut is off or refused, as the settings say";
        return Err(HostError::Refused(std::io::Error::other(why)));
    }
    state.testing = Some((label.to_owned(), Instant::now() + LISTENS));
    Ok(())
}

fn heard(handle: &AppHandle) {
    let tested = Desktop::of(handle).lock().testing.take();
    match tested {
        Some((label, until)) if Instant::now() < until => {
            let handle = handle.clone();
            std::thread::spawn(move || {
                let application = handle.state::<std::sync::Arc<Application>>();
                application.app().wish(&label, Wish::ShortcutHeard);
            });
        }
        _ => activation::command(handle, SEARCH_COMMAND),
    }
}

/// Starts to listen; the error is the sentence for the user.
fn listen(handle: &AppHandle, keys: &str) -> Result<(), Refusal> {
    let shortcut = parsed(keys)?;
    // Only now: on X11 the plugin looks for keys many times a second.
    if handle.try_state::<GlobalShortcut<Wry>>().is_none() {
        handle
            .plugin(Builder::<Wry>::new().build())
            .map_err(|error| Refusal::of(format_args!("The system takes no shortcut: {error}.")))?;
    }
    let listening = handle.global_shortcut().on_shortcut(shortcut, |handle, _, event| {
        if event.state == ShortcutState::Pressed {
            heard(handle);
        }
    });
    listening.map_err(|error| match error {
        Error::GlobalHotkey(_) => {
            Refusal::of(format_args!("Another program has the keys {keys}, or they cannot be had."))
        }
        other => Refusal::of(format_args!("The system refused the keys {keys}: {other}.")),
    })
}

fn forget(handle: &AppHandle) {
    if let Some(shortcuts) = handle.try_state::<GlobalShortcut<Wry>>()
        && let Err(error) = shortcuts.unregister_all()
    {
        tracing::warn!(%error, "the old shortcut is still listened for");
    }
}

/// Reads the keys. A letter alone would be taken from every program there is.
fn parsed(keys: &str) -> Result<Shortcut, Refusal> {
    let shortcut: Shortcut = keys.parse().map_err(|_| {
        Refusal::of(format_args!("{keys} is not a combination of keys such as Ctrl+Alt+Space."))
    })?;
    if (shortcut.mods - Modifiers::SHIFT).is_empty() {
        return Err(Refusal::of(format_args!(
            "{keys} would be taken from every program; it needs Ctrl, Alt or Super too."
        )));
    }
    Ok(shortcut)
}

/// Why the system would let no keys through.
pub(crate) fn refusal() -> Option<Facility> {
    let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    if !cfg!(target_os = "linux") {
        return None;
    }
    let is_wayland =
        set("WAYLAND_DISPLAY") || std::env::var("XDG_SESSION_TYPE").is_ok_and(|kind| kind == "wayland");
    (is_wayland || !set("DISPLAY")).then(|| Facility::Refused {
        why: "Wayland lets no program listen for keys outside its own window.".to_owned(),
        instead: format!(
            "In the keyboard settings of the system, add a shortcut that runs: xdg-open {FALLBACK_LINK}"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::parsed;

    #[test]
    fn keys_need_a_modifier_that_typing_does_not() {
        for keys in ["Ctrl+Alt+Space", "Ctrl+K", "Alt+F5", "Super+Shift+O", "Ctrl+Shift+Comma"] {
            assert!(parsed(keys).is_ok(), "{keys}");
        }
        for keys in ["K", "Shift+K", "Space", "Ctrl+", "Ctrl+Alt", "no keys", "Ctrl+K+L"] {
            assert!(parsed(keys).is_err(), "{keys}");
        }
    }
}
