//! A bare window of the same framework, for the bench to stand beside: what it costs, no application can save.

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// Marks the moment at which it is painted, as the pages of One-Up do.
const PAGE: &str = "data:text/html,<title>bare</title><p>bare</p><script>\
requestAnimationFrame(() => setTimeout(() => { performance.mark('ready'); \
document.documentElement.dataset.ready = 'true'; }))</script>";

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let page = WebviewUrl::External(PAGE.parse()?);
            WebviewWindowBuilder::new(app, "bare", page).inner_size(1280.0, 800.0).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
