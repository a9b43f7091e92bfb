//! The one window: shown when its page is there, and kept on its own page.

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Url, WebviewWindowBuilder};

/// The label that the configuration and the capability file give the window.
pub(crate) const LABEL: &str = "main";

/// Opens the window as `tauri.conf.json` describes it.
///
/// It stays hidden until the page has loaded, so that nobody sees a white sheet flash before a dark page.
pub(crate) fn open(handle: &AppHandle) -> tauri::Result<()> {
    let described = handle.config().app.windows.iter().find(|window| window.label == LABEL);
    let Some(described) = described else { return Err(tauri::Error::WindowNotFound) };
    WebviewWindowBuilder::from_config(handle, described)?
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                let shown = window.show().and_then(|()| window.set_focus());
                if let Err(error) = shown {
                    tracing::error!(%error, "the window could not be shown");
                }
            }
        })
        .build()?;
    Ok(())
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

    use super::is_own_page;

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
}
