//! A bare window of the same framework, for the bench to stand beside: what it costs, no application can save.

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// Marks the moment at which it is painted, as the pages of One-Up do.
const READY: &str = "addEventListener('load', () => requestAnimationFrame(() => setTimeout(() => { \
    performance.mark('ready'); document.documentElement.dataset.ready = 'true'; })))";

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let page = WebviewUrl::External("about:blank".parse()?);
            WebviewWindowBuilder::new(app, "bare", page)
                .inner_size(1280.0, 800.0)
                .initialization_script(READY)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
