//! What a start, a link, the tray or the shortcut asks of the window: it is brought up and told as a wish.

use oneup_app::contract::Wish;
use oneup_app::deep_link;
use oneup_app::handover::Activation;
use tauri::{AppHandle, Manager as _};

use crate::commands::Application;
use crate::window;

/// Brings a window up and tells it what a start was for.
///
/// It returns at once: the application may still be starting, and whoever asks waits for an answer.
pub(crate) fn activate(handle: &AppHandle, activation: Activation) {
    if activation.hidden {
        // A start at login that finds the program running has nothing to show.
        return;
    }
    let handle = handle.clone();
    std::thread::spawn(move || {
        let label = match activation.new_window.then(|| window::open_another(&handle, None)) {
            Some(Ok(label)) => label,
            // There is a window for the wish all the same.
            Some(Err(error)) => {
                tracing::warn!(%error, "no other window was opened");
                window::raise(&handle)
            }
            None => window::raise(&handle),
        };
        tell(&handle, &label, &activation);
    });
}

/// Tells the first window what this start was for.
pub(crate) fn fulfil(handle: &AppHandle, activation: Activation) {
    if activation.link.is_none() && activation.command.is_none() {
        return;
    }
    let handle = handle.clone();
    std::thread::spawn(move || tell(&handle, window::LABEL, &activation));
}

/// Brings a window up and lets it follow a link.
#[cfg(target_os = "macos")]
pub(crate) fn follow(handle: &AppHandle, link: &str) {
    activate(handle, Activation { link: Some(link.to_owned()), ..Activation::default() });
}

/// Brings a window up and lets it do one of its commands.
pub(crate) fn command(handle: &AppHandle, id: &str) {
    activate(handle, Activation { command: Some(id.to_owned()), ..Activation::default() });
}

fn tell(handle: &AppHandle, label: &str, activation: &Activation) {
    let application = handle.state::<std::sync::Arc<Application>>();
    if let Some(link) = &activation.link {
        application.app().wish(label, deep_link::wish_of(link));
    }
    // What another process hands over is looked at again here.
    if let Some(id) = activation.command.as_ref().filter(|id| deep_link::is_command_id(id)) {
        application.app().wish(label, Wish::Command { id: id.clone() });
    }
}
