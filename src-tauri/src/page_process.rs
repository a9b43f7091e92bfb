//! `WebKit` runs the page in a process of its own. Where that ends by itself, the window would stay white.

use std::cell::Cell;
use std::time::{Duration, Instant};

use tauri::WebviewWindow;
use webkit2gtk::WebViewExt as _;

/// A page that ends again this soon would do so for ever.
const TOO_SOON: Duration = Duration::from_secs(30);

/// Loads the page anew when its process has ended.
pub(crate) fn mend(window: &WebviewWindow) -> tauri::Result<()> {
    let label = window.label().to_owned();
    window.with_webview(move |webview| {
        let mended = Cell::new(None::<Instant>);
        webview.inner().connect_web_process_terminated(move |view, reason| {
            if mended.get().is_some_and(|at| at.elapsed() < TOO_SOON) {
                tracing::error!(window = label, ?reason, "the page ended again and is left alone");
                return;
            }
            tracing::error!(window = label, ?reason, "the page ended and is loaded anew");
            mended.set(Some(Instant::now()));
            view.reload();
        });
    })
}
