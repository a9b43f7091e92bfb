//! The contract as Tauri handlers, one command each, so that a capability can allow or refuse it by name.

use std::sync::{Arc, LazyLock};

use oneup_app::contract::{ApiError, ErrorCode};
use oneup_app::{App, Home, StartOptions, dispatch};
use serde_json::Value;
use tauri::ipc::Invoke;
use tauri::{State, WebviewWindow, Wry};

use crate::host::DesktopHost;

/// The application, started once on a thread of its own while the window is being built.
pub(crate) struct Application {
    app: LazyLock<App, Box<dyn FnOnce() -> App + Send>>,
}

impl Application {
    /// Makes an application that starts when it is first needed.
    pub(crate) fn new(home: Home, safe: bool) -> Self {
        let start = move || App::start_with(home, "the One-Up window", StartOptions { safe });
        Self { app: LazyLock::new(Box::new(start)) }
    }

    /// The application; waits for it where it is still being started.
    pub(crate) fn app(&self) -> &App {
        LazyLock::force(&self.app)
    }

    /// Starts the application off the main thread, so that the window does not wait for the library.
    pub(crate) fn start_ahead(self: &Arc<Self>) {
        let application = Arc::clone(self);
        std::thread::spawn(move || {
            application.app();
        });
    }
}

macro_rules! handlers {
    ($($(#[doc = $doc:literal])* $name:ident($request:ty) -> $response:ty;)*) => {
        $(
            $(#[doc = $doc])*
            #[tauri::command]
            async fn $name(
                window: WebviewWindow,
                application: State<'_, Arc<Application>>,
                request: Value,
            ) -> Result<Value, ApiError> {
                answer(window, &application, stringify!($name), request).await
            }
        )*

        /// Answers the page's calls.
        pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),*]
        }
    };
}
oneup_app::with_commands!(handlers);

/// Lets the application answer where it may block, and turns its panic into an answer.
///
/// The request is taken as plain JSON, so that one that does not fit is refused in the words of the application, as
/// the other fronts refuse it.
async fn answer(
    window: WebviewWindow,
    application: &Arc<Application>,
    command: &'static str,
    request: Value,
) -> Result<Value, ApiError> {
    let application = Arc::clone(application);
    let running = tauri::async_runtime::spawn_blocking(move || {
        dispatch(application.app(), &DesktopHost::of(&window), command, request)
    });
    running.await.unwrap_or_else(|_| {
        Err(ApiError {
            code: ErrorCode::Failed,
            message: "One-Up made a mistake while answering.".to_owned(),
            hint: Some("Try again. If it happens again, the log in the data folder says where.".to_owned()),
        })
    })
}
