//! The window of One-Up: sets Tauri up around the application and does nothing else.
//!
//! The page may call the commands of the contract and nothing more; every one of them is answered by `oneup-app`.
//! What is chosen here is the wall around the page: no plugin answers the page, the page cannot leave its own
//! address, and no second window opens.

mod arguments;
mod commands;
mod host;
mod logs;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use oneup_app::Home;
use tauri::Manager as _;

use crate::commands::Application;

/// Shows the window until the user closes it.
///
/// Ends with 2 where the arguments are wrong and with 4 where the window could not be opened.
#[must_use]
pub fn run() -> ExitCode {
    let explicit = match arguments::home(std::env::args_os().skip(1)) {
        Ok(explicit) => explicit,
        Err(error) => return refuse(2, &error),
    };
    let home = match Home::locate(explicit.as_deref()) {
        Ok(home) => home,
        Err(error) => return refuse(4, &error),
    };
    if let Err(error) = logs::start(&home.logs_dir()) {
        // The window is worth more than its log.
        eprintln!("oneup-desktop: no log is written: {error}");
    }
    let application = Arc::new(Application::new(home));
    application.start_ahead();
    let shown = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .setup(|app| {
            app.manage(application);
            window::open(app.handle())?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(4, &error),
    }
}

/// Says on the terminal and in the log why there is no window.
fn refuse(code: u8, error: &dyn std::error::Error) -> ExitCode {
    eprintln!("oneup-desktop: {error}");
    tracing::error!(%error, "the window was not opened");
    ExitCode::from(code)
}
