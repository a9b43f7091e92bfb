//! A display nobody sees and drivers for the window on it, for tests on machines with and without a screen.

use std::path::Path;

use crate::failure::Failure;
use crate::project::{Project, on_path};
use crate::service::{Service, free_port};
use crate::setup::tools::{self, TAURI_DRIVER};

/// What windows are driven for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To take pictures of them. For each the driver waits for the next frame, and where the page is painted without
    /// layers, as on machines without a graphics processor, one at rest has none to come: it keeps its layers.
    Pictures,
    /// To measure them as they are on this machine.
    Speed,
}

/// A display with two drivers on it, one whose windows are light and one whose windows are dark.
#[derive(Debug)]
pub struct WindowStand {
    display: String,
    light: String,
    dark: String,
    /// In the order in which they have to end: the drivers before the display they draw on.
    _services: [Service; 3],
}

impl WindowStand {
    /// Starts a display and the drivers on free ports.
    ///
    /// # Errors
    /// Fails where a program is missing or does not start.
    pub fn start(project: &Project, purpose: Purpose) -> Result<Self, Failure> {
        let tauri_driver = tools::ensure(project, TAURI_DRIVER)?;
        let logs = project.target("test-logs");
        let arguments = ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"];
        let arguments = arguments.map(AsRef::as_ref);
        let (screen, number) =
            Service::start_and_read("Xvfb".as_ref(), &arguments, &logs.join("display.log"), is_number)?;
        let display = format!(":{}", number.trim());
        let (light_driver, light) =
            start_driver(&tauri_driver, &display, "Adwaita", purpose, &logs.join("driver.log"))?;
        let (dark_driver, dark) =
            start_driver(&tauri_driver, &display, "Adwaita:dark", purpose, &logs.join("driver-dark.log"))?;
        Ok(Self { display, light, dark, _services: [light_driver, dark_driver, screen] })
    }

    /// What the window tests need to know: where the display and the two drivers are.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, &str); 3] {
        [("DISPLAY", &self.display), ("ONEUP_DRIVER_URL", &self.light), ("ONEUP_DRIVER_URL_DARK", &self.dark)]
    }
}

fn start_driver(
    program: &Path,
    display: &str,
    theme: &str,
    purpose: Purpose,
    log: &Path,
) -> Result<(Service, String), Failure> {
    let native = on_path("WebKitWebDriver").ok_or_else(|| {
        Failure::wrong(
            "WebKitWebDriver is not there",
            "run `cargo xtask test`, which installs it where it can",
        )
    })?;
    let (port, native_port) = (free_port()?, free_port()?);
    let (port_text, native_port_text) = (port.to_string(), native_port.to_string());
    let arguments = [
        "--port".as_ref(),
        port_text.as_ref(),
        "--native-port".as_ref(),
        native_port_text.as_ref(),
        "--native-driver".as_ref(),
        native.as_os_str(),
    ];
    let mut environment =
        vec![("DISPLAY", display), ("GDK_BACKEND", "x11"), ("GTK_THEME", theme), ("LC_ALL", "C.UTF-8")];
    if purpose == Purpose::Pictures {
        environment.push(("WEBKIT_DISABLE_COMPOSITING_MODE", "0"));
    }
    let mut service = Service::start(program.as_os_str(), &arguments, &environment, log)?;
    service.wait_for_port(port, log)?;
    Ok((service, format!("http://127.0.0.1:{port}")))
}

fn is_number(line: &str) -> bool {
    !line.trim().is_empty() && line.trim().bytes().all(|byte| byte.is_ascii_digit())
}
