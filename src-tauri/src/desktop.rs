//! What the desktop around the windows offers, and what of it is on.
//!
//! One value holds it for all windows. The settings say what is wanted; what the system refuses is kept here in the
//! words the user is told, so that nothing fails without a word.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Instant;

use oneup_app::contract::{ApiError, DesktopStatus, Facility, Settings};
use oneup_app::handover::{HandoverError, Listening, Message, Stay};
use oneup_app::{FALLBACK_LINK, HOME_VARIABLE, Home, dispatch};
use serde_json::Value;
use tauri::tray::TrayIcon;
use tauri::{AppHandle, Manager as _};

use crate::arguments::Arguments;
use crate::commands::Application;
use crate::host::DesktopHost;
use crate::login::Login;
use crate::placement::Places;
use crate::{activation, links, shortcut, tray, window};

/// What all windows share of the desktop.
pub(crate) struct Desktop {
    /// Where the windows stood last.
    pub(crate) places: Places,
    /// Where the pages keep what they remember, such as the commands used lately: with all else in the data folder.
    pub(crate) page_data: PathBuf,
    /// Whether everything outside the window is left alone.
    pub(crate) is_safe: bool,
    login: Login,
    state: Mutex<State>,
}

/// What changes while the program runs.
pub(crate) struct State {
    pub(crate) tray: Facility,
    pub(crate) tray_icon: Option<TrayIcon>,
    pub(crate) shortcut: Facility,
    /// The keys that are listened for now.
    pub(crate) shortcut_keys: String,
    /// The window that tests the shortcut, and until when.
    pub(crate) testing: Option<(String, Instant)>,
    pub(crate) keep_running: bool,
    /// Whether the first window waits in the tray.
    pub(crate) starts_hidden: bool,
    /// The windows whose page has loaded, so that none is shown as a white sheet.
    pub(crate) loaded: Vec<String>,
    pub(crate) used_last: String,
    /// The number of the newest window.
    pub(crate) newest: u32,
    login: Facility,
    login_wanted: bool,
    links: Facility,
    one_instance: Facility,
    listening: Option<Listening>,
}

impl Desktop {
    /// What is known before anything is asked of the system.
    pub(crate) fn new(home: &Home, arguments: &Arguments) -> Self {
        let is_elsewhere =
            arguments.home.is_some() || std::env::var_os(HOME_VARIABLE).is_some_and(|home| !home.is_empty());
        let safe = || if arguments.safe { left_alone() } else { Facility::Off };
        let state = State {
            tray: safe(),
            tray_icon: None,
            shortcut: safe(),
            shortcut_keys: String::new(),
            testing: None,
            keep_running: false,
            starts_hidden: arguments.hidden,
            loaded: Vec::new(),
            used_last: window::LABEL.to_owned(),
            newest: 1,
            login: safe(),
            login_wanted: false,
            links: Facility::Off,
            one_instance: Facility::Off,
            listening: None,
        };
        Self {
            places: Places::at(home.dir()),
            page_data: home.dir().join("pages"),
            is_safe: arguments.safe,
            login: Login::new(is_elsewhere.then(|| home.dir())),
            state: Mutex::new(state),
        }
    }

    /// The one of this program.
    pub(crate) fn of(handle: &AppHandle) -> Arc<Self> {
        Arc::clone(&handle.state::<Arc<Self>>())
    }

    /// What the fronts are told.
    pub(crate) fn status(&self) -> DesktopStatus {
        let state = self.lock();
        DesktopStatus {
            present: true,
            tray: state.tray.clone(),
            global_shortcut: state.shortcut.clone(),
            open_at_login: state.login.clone(),
            links: state.links.clone(),
            one_instance: state.one_instance.clone(),
            fallback_link: FALLBACK_LINK.to_owned(),
        }
    }

    /// The window that had the keyboard last.
    pub(crate) fn window_used_last(&self) -> String {
        self.lock().used_last.clone()
    }

    /// Closes the socket, so that the next start finds the place free at once.
    pub(crate) fn stop_listening(&self) {
        let listening = self.lock().listening.take();
        drop(listening);
    }

    /// What changes while the program runs. No call into the window system may be made while it is held.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Listens for second starts and for commands of other processes.
pub(crate) fn listen(handle: &AppHandle, claimed: Result<Stay, HandoverError>) {
    let answering = handle.clone();
    let listening = claimed.and_then(|stay| stay.listen(move |message| answer(&answering, message)));
    let desktop = Desktop::of(handle);
    let mut state = desktop.lock();
    match listening {
        Ok(listening) => {
            state.one_instance = Facility::On;
            state.listening = Some(listening);
        }
        Err(error) => {
            tracing::warn!(%error, "a second start opens a second window");
            state.one_instance = Facility::Refused {
                why: format!("A second start cannot hand over to this one: {error}."),
                instead: "Give this user the right to write the data folder.".to_owned(),
            };
        }
    }
}

fn answer(handle: &AppHandle, message: Message) -> Result<Value, ApiError> {
    match message {
        Message::Activate(wanted) => {
            activation::activate(handle, wanted);
            Ok(Value::Null)
        }
        Message::Call { command, request } => {
            let application = handle.state::<Arc<Application>>();
            dispatch(application.app(), &DesktopHost::of_another_process(handle), &command, request)
        }
    }
}

/// Takes the settings over at the start, off the main thread: it asks the system several things.
pub(crate) fn take_settings_over(handle: &AppHandle) {
    let handle = handle.clone();
    std::thread::spawn(move || {
        let desktop = Desktop::of(&handle);
        let application = Arc::clone(&handle.state::<Arc<Application>>());
        let settings = application.app().settings_now();
        let login = if desktop.is_safe { left_alone() } else { desktop.login.status() };
        {
            let mut state = desktop.lock();
            state.login = login;
            // What the setting says and what the system does may differ; nothing is changed before the user asks.
            state.login_wanted = settings.open_at_login;
        }
        settings_changed(&handle, settings);
        let is_stranded = {
            let state = desktop.lock();
            state.starts_hidden && state.tray != Facility::On
        };
        if is_stranded {
            window::raise(&handle);
        }
        let links = links::status();
        desktop.lock().links = links;
        application.app().desktop_changed();
    });
}

/// Takes changed settings over, and waits until they hold. Not to be called on the main thread.
pub(crate) fn settings_changed(handle: &AppHandle, settings: Settings) {
    let desktop = Desktop::of(handle);
    if desktop.is_safe {
        return;
    }
    let login_changed = {
        let mut state = desktop.lock();
        state.keep_running = settings.keep_running;
        std::mem::replace(&mut state.login_wanted, settings.open_at_login) != settings.open_at_login
    };
    if login_changed {
        let login = desktop.login.set(settings.open_at_login);
        desktop.lock().login = login;
    }
    let refusals = (tray::refusal(), shortcut::refusal());
    let (done, wait) = mpsc::channel();
    let on_main = handle.clone();
    let asked = handle.run_on_main_thread(move || {
        tray::apply(&on_main, settings.tray, refusals.0);
        shortcut::apply(&on_main, &settings.global_shortcut, refusals.1);
        // Nobody may be waiting any more.
        let _ = done.send(());
    });
    if asked.is_ok() {
        // The main thread is gone where nothing comes, and the program with it.
        let _ = wait.recv();
    }
    // What the system made of them is told too.
    handle.state::<Arc<Application>>().app().desktop_changed();
}

/// How safe mode leaves everything outside the window.
fn left_alone() -> Facility {
    Facility::Refused {
        why: "One-Up was started in safe mode, which leaves everything outside the window alone.".to_owned(),
        instead: "Start it without `--safe`.".to_owned(),
    }
}
