//! The windows: shown when their page is there, kept on their own page, brought up when they are asked for.

use std::io;

use oneup_app::HostError;
use oneup_app::contract::Wish;
use tauri::utils::config::WindowConfig;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{
    AppHandle, DragDropEvent, Manager as _, PhysicalPosition, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, Window, WindowEvent,
};

use crate::commands::Application;
use crate::desktop::Desktop;
use crate::host::refused;
use crate::tray;

/// The label that the configuration and the capability file give the first window.
pub(crate) const LABEL: &str = "main";
/// More windows than this nobody finds again.
const MOST_WINDOWS: usize = 12;
/// How far a window stands from the one it was opened in, in pixels.
const STEP: i32 = 32;

/// Opens the first window as `tauri.conf.json` describes it, where it stood last.
pub(crate) fn open_first(handle: &AppHandle) -> tauri::Result<()> {
    let window = build(handle, &described(handle)?)?;
    let desktop = Desktop::of(handle);
    if !desktop.is_safe {
        desktop.places.restore(&window);
    }
    Ok(())
}

/// Opens another window beside the one used last, on a card or on the library, and returns its label. Not to be
/// called on the main thread.
pub(crate) fn open_another(handle: &AppHandle, card: Option<&str>) -> Result<String, HostError> {
    let windows = handle.webview_windows();
    if windows.len() >= MOST_WINDOWS {
        let why = format!("{MOST_WINDOWS} windows are open already; close one first");
        return Err(HostError::Refused(io::Error::other(why)));
    }
    let desktop = Desktop::of(handle);
    let number = {
        let mut state = desktop.lock();
        state.newest += 1;
        state.newest
    };
    let mut config = described(handle).map_err(refused)?;
    config.label = format!("window-{number}");
    if let Some(card) = card {
        config.url = WebviewUrl::App(format!("index.html#card={}", percent_encoded(card)).into());
    }
    let window = build(handle, &config).map_err(refused)?;
    if let Some(beside) = windows.get(&desktop.window_used_last())
        && let Ok(at) = beside.outer_position()
        && let Err(error) = window.set_position(PhysicalPosition::new(at.x + STEP, at.y + STEP))
    {
        tracing::warn!(%error, "the new window stands where the system put it");
    }
    Ok(config.label)
}

/// Brings the window used last before the user and returns its label. Not to be called on the main thread.
pub(crate) fn raise(handle: &AppHandle) -> String {
    let desktop = Desktop::of(handle);
    let used_last = desktop.window_used_last();
    let window = handle
        .get_webview_window(&used_last)
        .or_else(|| handle.get_webview_window(LABEL))
        .or_else(|| handle.webview_windows().into_values().next());
    let Some(window) = window else { return used_last };
    let label = window.label().to_owned();
    let is_loaded = {
        let mut state = desktop.lock();
        state.starts_hidden = false;
        state.loaded.contains(&label)
    };
    // One that is still loading is shown when its page is there.
    if is_loaded {
        bring_up(&window);
    }
    label
}

/// Ends the program as the user asked.
pub(crate) fn quit(handle: &AppHandle) {
    remember(handle, LABEL);
    handle.exit(0);
}

/// Keeps track of the windows; called on the main thread.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    let (handle, label) = (window.app_handle(), window.label());
    match event {
        WindowEvent::Focused(true) => label.clone_into(&mut Desktop::of(handle).lock().used_last),
        // The program may be killed later on without a word.
        WindowEvent::Focused(false) => remember(handle, label),
        WindowEvent::CloseRequested { api, .. } => {
            remember(handle, label);
            if stays_in_tray(handle, label) {
                api.prevent_close();
                if let Err(error) = window.hide() {
                    tracing::warn!(%error, "the window could not be hidden");
                }
            }
        }
        WindowEvent::Destroyed => forget(handle, label),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            let (handle, label, paths) = (handle.clone(), label.to_owned(), paths.clone());
            std::thread::spawn(move || {
                let application = handle.state::<std::sync::Arc<Application>>();
                let offered = application.app().offer_drop(paths);
                application.app().wish(&label, Wish::Dropped(offered));
            });
        }
        _ => {}
    }
}

fn described(handle: &AppHandle) -> tauri::Result<WindowConfig> {
    let described = handle.config().app.windows.iter().find(|window| window.label == LABEL);
    described.cloned().ok_or(tauri::Error::WindowNotFound)
}

/// Builds a window behind the wall that all of them stand behind.
///
/// It stays hidden until the page has loaded, so that nobody sees a white sheet flash before a dark page.
fn build(handle: &AppHandle, config: &WindowConfig) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::from_config(handle, config)?
        .data_directory(Desktop::of(handle).page_data.clone())
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                page_is_there(&window);
            }
        })
        .build()?;
    #[cfg(target_os = "linux")]
    {
        crate::page_process::mend(&window)?;
        let of_the_menu = window.clone();
        window.run_on_main_thread(move || {
            if let Err(error) = crate::menus::come_with_f10(&of_the_menu) {
                tracing::warn!(%error, "F10 does not show the hidden menus");
            }
        })?;
    }
    Ok(window)
}

fn page_is_there(window: &WebviewWindow) {
    let desktop = Desktop::of(window.app_handle());
    let is_wanted = {
        let mut state = desktop.lock();
        let label = window.label().to_owned();
        let is_first = !state.loaded.contains(&label);
        if is_first {
            state.loaded.push(label);
        }
        is_first && !state.starts_hidden
    };
    if is_wanted {
        bring_up(window);
    }
}

fn bring_up(window: &WebviewWindow) {
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::error!(%error, "the window could not be shown");
    }
}

fn remember(handle: &AppHandle, label: &str) {
    let desktop = Desktop::of(handle);
    if label == LABEL
        && !desktop.is_safe
        && let Some(window) = handle.get_webview_window(label)
    {
        desktop.places.remember(&window);
    }
}

/// Whether closing this window leaves the program in the tray: it is the last one, the user wants it, and the tray can
/// be seen.
fn stays_in_tray(handle: &AppHandle, label: &str) -> bool {
    let desktop = Desktop::of(handle);
    let is_last = handle
        .webview_windows()
        .into_values()
        .all(|window| window.label() == label || !window.is_visible().unwrap_or(false));
    is_last && desktop.lock().keep_running && tray::is_shown(&desktop)
}

fn forget(handle: &AppHandle, label: &str) {
    {
        let desktop = Desktop::of(handle);
        let mut state = desktop.lock();
        state.loaded.retain(|loaded| loaded != label);
        if state.testing.as_ref().is_some_and(|(testing, _)| testing == label) {
            state.testing = None;
        }
    }
    let (handle, label) = (handle.clone(), label.to_owned());
    std::thread::spawn(move || {
        handle.state::<std::sync::Arc<Application>>().app().window_closed(&label);
    });
}

/// Writes a text so that it can stand in an address and mean nothing there.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

/// Whether an address is the page itself or Tauri's isolation frame, whose scheme has a random end.
///
/// Frames ask through the same door as the window, which is why the isolation frame has to be let through.
fn is_own_page(address: &Url) -> bool {
    let own_scheme = address.scheme() == "tauri" || address.scheme().starts_with("isolation-");
    let own_host = match address.host_str() {
        Some("localhost") => own_scheme,
        // Windows knows no schemes of one's own and gets these hosts instead.
        Some(host) if cfg!(windows) => {
            host == "tauri.localhost" || (host.starts_with("isolation-") && host.ends_with(".localhost"))
        }
        _ => false,
    };
    own_host && address.port().is_none() && address.username().is_empty()
}

#[cfg(test)]
mod tests {
    use tauri::Url;

    use super::{is_own_page, percent_encoded};

    fn allowed(address: &str) -> bool {
        Url::parse(address).is_ok_and(|address| is_own_page(&address))
    }

    #[test]
    #[cfg(not(windows))]
    fn the_page_stays_where_it_is() {
        assert!(allowed("tauri://localhost/"));
        assert!(allowed("tauri://localhost/index.html#/card/core/a"));
        assert!(allowed("isolation-5c1f7a3e-0f0e-4a57-9d3c-2f9a3a0f4d11://localhost"));
        for address in [
            "https://example.org/",
            "http://localhost/",
            "http://tauri.localhost/",
            "http://tauri.localhost.example.org/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "tauri://example.org/",
            "tauri://localhost:8080/",
            "blob:tauri://localhost/1",
        ] {
            assert!(!allowed(address), "{address}");
        }
    }

    #[test]
    fn a_key_means_nothing_in_an_address() {
        assert_eq!(percent_encoded("core/night-stops"), "core%2Fnight-stops");
        assert_eq!(percent_encoded("mine/a b#c?d&é"), "mine%2Fa%20b%23c%3Fd%26%C3%A9");
    }
}
