//! The window of One-Up: sets Tauri up around the application and does nothing else.
//!
//! The page may call the commands of the contract and nothing more; every one of them is answered by `oneup-app`.
//! What is chosen here is the wall around the page: no plugin answers the page, the page cannot leave its own
//! address, and it opens no window by itself. Everything outside the page (tray, menus, the shortcut that works from
//! anywhere, start at login) is done from here, and `desktop.rs` says what the system refuses.

mod activation;
mod arguments;
mod commands;
mod desktop;
mod host;
mod links;
mod login;
#[cfg(target_os = "linux")]
mod login_entry;
mod logs;
mod menus;
#[cfg(target_os = "linux")]
mod page_process;
#[cfg(target_os = "linux")]
mod painting;
mod placement;
mod refusal;
mod shortcut;
mod tray;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use oneup_app::Home;
use oneup_app::handover::{self, Claim, HandoverError};
use tauri::{AppHandle, Manager as _, RunEvent};

use crate::arguments::Arguments;
use crate::commands::Application;
use crate::desktop::Desktop;

/// Shows the window until the user closes it.
///
/// Ends with 2 where the arguments are wrong and with 4 where the window could not be opened. Where One-Up runs on
/// the data folder already, it hands over what it was started for and ends with 0.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(2, &error),
    };
    let home = match Home::locate(arguments.home.as_deref()) {
        Ok(home) => home,
        Err(error) => return refuse(4, &error),
    };
    let claimed = match handover::claim(&home, &arguments.activation) {
        Ok(Claim::HandedOver) => return ExitCode::SUCCESS,
        Err(error @ (HandoverError::NoAnswer | HandoverError::RunsAlready | HandoverError::Refused(_))) => {
            return refuse(4, &error);
        }
        Ok(Claim::Stays(stay)) => Ok(stay),
        // A data folder that cannot be written can still be read.
        Err(error) => Err(error),
    };
    if let Err(error) = logs::start(&home.logs_dir()) {
        // The window is worth more than its log.
        eprintln!("oneup-desktop: no log is written: {error}");
    }
    show(home, arguments, claimed)
}

fn show(home: Home, arguments: Arguments, claimed: Result<handover::Stay, HandoverError>) -> ExitCode {
    #[cfg(target_os = "linux")]
    {
        // The tray is read out by this name.
        gtk::glib::set_application_name("One-Up");
        painting::suit_the_machine();
    }
    let desktop = Arc::new(Desktop::new(&home, &arguments));
    let application = Arc::new(Application::new(home, arguments.safe));
    application.start_ahead();
    let activation = arguments.activation;
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .on_window_event(window::on_event)
        .on_menu_event(|handle, event| menus::on_event(handle, event.id().as_ref()))
        .setup(move |app| {
            app.manage(application);
            app.manage(desktop);
            desktop::listen(app.handle(), claimed);
            window::open_first(app.handle())?;
            desktop::take_settings_over(app.handle());
            activation::fulfil(app.handle(), activation);
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            let code = app.run_return(|handle, event| on_run_event(handle, &event));
            u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => refuse(4, &error),
    }
}

fn on_run_event(handle: &AppHandle, event: &RunEvent) {
    match event {
        RunEvent::Exit => Desktop::of(handle).stop_listening(),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for url in urls {
                activation::follow(handle, url.as_str());
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => {
            window::raise(handle);
        }
        _ => {}
    }
}

/// Says on the terminal and in the log why there is no window.
fn refuse(code: u8, error: &dyn std::error::Error) -> ExitCode {
    eprintln!("oneup-desktop: {error}");
    tracing::error!(%error, "the window was not opened");
    ExitCode::from(code)
}
