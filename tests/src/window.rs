//! The real window, driven through `WebDriver` as a user's hands and eyes would.
//!
//! `cargo xtask test` starts a display and two drivers on it, one for each look, and says where they are
//! (`ONEUP_DRIVER_URL`, `ONEUP_DRIVER_URL_DARK`); the window is the release binary (`ONEUP_DESKTOP`). A driver serves
//! one window at a time, so windows take turns.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, Capabilities, Key, WebDriver, WindowHandle};
use tokio::runtime::Runtime;

/// The look of the desktop that the window opens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A light desktop.
    Light,
    /// A dark desktop.
    Dark,
}

/// An open window. It closes when this is dropped.
pub struct Window {
    driver: Option<WebDriver>,
    runtime: Runtime,
    _turn: File,
}

/// How long a test waits for what the user would wait for.
const PATIENCE: Duration = Duration::from_secs(10);

#[allow(clippy::expect_used, reason = "what cannot be driven cannot be tested")]
impl Window {
    /// Opens the window on a data folder and waits until its search box answers.
    ///
    /// # Panics
    /// Where there is no driver, no binary or no answer.
    #[must_use]
    pub fn open(home: &Path, look: Look) -> Self {
        let window = Self::start(home, look);
        window.wait_for("the search box to answer", |window| {
            window.run("return document.documentElement.dataset.ready") == json!("true")
        });
        window
    }

    /// Opens the window and waits for nothing.
    ///
    /// # Panics
    /// Where there is no driver or no binary.
    #[must_use]
    pub fn start(home: &Path, look: Look) -> Self {
        Self::start_with(home, look, &[])
    }

    /// Opens the window with more arguments than its data folder and waits for nothing.
    ///
    /// # Panics
    /// Where there is no driver or no binary.
    #[must_use]
    pub fn start_with(home: &Path, look: Look, more: &[&str]) -> Self {
        let home = home.display().to_string();
        let arguments: Vec<&str> = ["--home", &home].into_iter().chain(more.iter().copied()).collect();
        Self::start_program(&needed("ONEUP_DESKTOP"), &arguments, look)
    }

    /// Opens the window of any program that stands on the same framework, and waits for nothing.
    ///
    /// # Panics
    /// Where there is no driver or no such program.
    #[must_use]
    pub fn start_program(program: &str, arguments: &[&str], look: Look) -> Self {
        let url = needed(if look == Look::Light { "ONEUP_DRIVER_URL" } else { "ONEUP_DRIVER_URL_DARK" });
        let turn =
            File::create(std::env::temp_dir().join("oneup-window.turn")).expect("a file to take turns by");
        turn.lock().expect("a turn");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut capabilities = Capabilities::new();
        let options = json!({"application": program, "args": arguments});
        let _ = capabilities.set("browserName", "wry");
        let _ = capabilities.set("tauri:options", options);
        let driver = runtime.block_on(WebDriver::new(&url, capabilities)).expect("the window");
        Self { driver: Some(driver), runtime, _turn: turn }
    }

    /// The names of all windows of the program.
    ///
    /// # Panics
    /// Where the driver refuses.
    #[must_use]
    pub fn handles(&self) -> Vec<String> {
        let handles = self.block(self.driver().windows());
        handles.iter().map(ToString::to_string).collect()
    }

    /// Turns to another window of the program.
    ///
    /// # Panics
    /// Where there is none of this name.
    pub fn look_at(&self, handle: &str) {
        self.block(self.driver().switch_to_window(WindowHandle::from(handle.to_owned())));
    }

    /// Sets the size of the window.
    ///
    /// # Panics
    /// Where the driver refuses.
    pub fn resize(&self, width: u32, height: u32) {
        self.block(self.driver().set_window_rect(0, 0, width, height));
        self.wait_for("the size", |window| {
            window.run("return [innerWidth, innerHeight]") == json!([width, height])
        });
    }

    /// Types into whatever has the keyboard.
    ///
    /// # Panics
    /// Where nothing has it.
    pub fn type_keys(&self, keys: &str) {
        self.block(async { self.driver().active_element().await?.send_keys(keys).await });
    }

    /// Presses one key on whatever has the keyboard.
    ///
    /// # Panics
    /// Where nothing has it.
    pub fn press(&self, key: Key) {
        self.block(async { self.driver().active_element().await?.send_keys(key + "").await });
    }

    /// Clicks the first element of this test id.
    ///
    /// # Panics
    /// Where there is none.
    pub fn click(&self, test_id: &str) {
        self.block(async { self.driver().find(by(test_id)).await?.click().await });
    }

    /// The texts of all elements of this test id.
    ///
    /// # Panics
    /// Where the driver refuses.
    #[must_use]
    pub fn texts(&self, test_id: &str) -> Vec<String> {
        self.strings(&format!(
            "return [...document.querySelectorAll('[data-testid=\"{test_id}\"]')].map(e => e.innerText)"
        ))
    }

    /// The values of an attribute on all elements of this test id.
    ///
    /// # Panics
    /// Where the driver refuses.
    #[must_use]
    pub fn attributes(&self, test_id: &str, attribute: &str) -> Vec<String> {
        self.strings(&format!(
            "return [...document.querySelectorAll('[data-testid=\"{test_id}\"]')]\
             .map(e => e.getAttribute('{attribute}') ?? '')"
        ))
    }

    /// Runs a script in the page, as an attacker who got in would, and returns what it returns.
    ///
    /// # Panics
    /// Where the driver refuses.
    #[must_use]
    pub fn run(&self, script: &str) -> Value {
        self.block(async { Ok(self.driver().execute(script, Vec::<Value>::new()).await?.json().clone()) })
    }

    /// Runs a script that calls `done` with its result.
    ///
    /// # Panics
    /// Where the driver refuses, or `done` is never called.
    #[must_use]
    pub fn run_async(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        self.block(async {
            Ok(self.driver().execute_async(script, Vec::<Value>::new()).await?.json().clone())
        })
    }

    /// Takes a picture of the page as it is now, fonts and results settled.
    ///
    /// # Panics
    /// Where the driver refuses.
    #[must_use]
    pub fn picture(&self) -> Vec<u8> {
        let _ = self.run_async("document.fonts.ready.then(() => setTimeout(() => done(true), 400))");
        self.block(self.driver().screenshot_as_png())
    }

    /// Waits until a condition holds.
    ///
    /// # Panics
    /// Where it does not within ten seconds.
    pub fn wait_for(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    fn strings(&self, script: &str) -> Vec<String> {
        serde_json::from_value(self.run(script)).expect("a list of texts")
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("the window is open until it is dropped")
    }

    fn block<T>(&self, work: impl Future<Output = WebDriverResult<T>>) -> T {
        self.runtime.block_on(work).expect("the driver")
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // A window that has closed by itself is closed.
            let _ = self.runtime.block_on(driver.quit());
        }
    }
}

/// What the environment says, where the harness has set it.
fn needed(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set; run this through `cargo xtask`"))
}

fn by(test_id: &str) -> By {
    By::Css(format!("[data-testid=\"{test_id}\"]"))
}
