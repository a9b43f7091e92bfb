//! A display of its own with a window manager, for what a driver hides: where a window stands, what closing it does,
//! and keys pressed outside the page.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

/// How long a test waits for what the user would wait for.
const PATIENCE: Duration = Duration::from_secs(15);

/// A display of 1280 by 1024 pixels with openbox on it.
#[derive(Debug)]
pub struct Stand {
    display: String,
    /// The address of a session bus, where there is one.
    bus: Option<String>,
    /// In the order in which they have to end.
    running: Vec<Child>,
}

/// The window's program, running on a stand.
#[derive(Debug)]
pub struct Program {
    child: Child,
}

/// Where a window stands and how large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

#[allow(clippy::expect_used, reason = "what cannot be set up cannot be tested")]
impl Stand {
    /// Starts the display and the window manager.
    ///
    /// # Panics
    /// Where a program is missing.
    #[must_use]
    pub fn start() -> Self {
        let mut screen = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb");
        let mut number = String::new();
        let out = screen.stdout.take().expect("what Xvfb prints");
        BufReader::new(out).read_line(&mut number).expect("the number of the display");
        let mut stand = Self { display: format!(":{}", number.trim()), bus: None, running: vec![screen] };
        let manager =
            stand.command("openbox").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("openbox");
        stand.running.insert(0, manager);
        stand.wait_for("the window manager", |stand| !stand.xdotool(&["get_num_desktops"]).is_empty());
        stand
    }

    /// Starts a session bus, as a desktop has it. What it starts in turn, such as the bus of assistive programs, keeps
    /// its files in the folder.
    ///
    /// # Panics
    /// Where a program is missing.
    #[must_use]
    pub fn with_bus(mut self, folder: &Path) -> Self {
        let mut bus = self
            .command("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .env("XDG_CONFIG_HOME", folder)
            .env("XDG_RUNTIME_DIR", folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon");
        let mut address = String::new();
        let out = bus.stdout.take().expect("what the bus prints");
        BufReader::new(out).read_line(&mut address).expect("the address of the bus");
        self.bus = Some(address.trim().to_owned());
        self.running.insert(0, bus);
        self
    }

    /// Starts a session bus and on it a panel that shows trays.
    ///
    /// # Panics
    /// Where a program is missing.
    #[must_use]
    pub fn with_tray(self, settings: &Path) -> Self {
        let mut stand = self.with_bus(settings);
        let panel = stand
            .command("xfce4-panel")
            .env("XDG_CONFIG_HOME", settings)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xfce4-panel");
        stand.running.insert(0, panel);
        stand.wait_for("the panel", |stand| {
            stand.of_the_tray("IsStatusNotifierHostRegistered").contains("true")
        });
        stand
    }

    /// The name of the display.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// A connection to the session bus.
    ///
    /// # Panics
    /// Where there is no session bus.
    pub fn bus(&self) -> Connection {
        let address = self.bus.as_deref().expect("a session bus");
        Builder::address(address).and_then(Builder::build).expect("the session bus")
    }

    /// What the bus says of a property of what shows trays.
    ///
    /// # Panics
    /// Where dbus-send is missing.
    #[must_use]
    pub fn of_the_tray(&self, property: &str) -> String {
        let watcher = "org.kde.StatusNotifierWatcher";
        let answer = self
            .command("dbus-send")
            .args(["--session", "--print-reply", &format!("--dest={watcher}"), "/StatusNotifierWatcher"])
            .arg("org.freedesktop.DBus.Properties.Get")
            .args([format!("string:{watcher}"), format!("string:{property}")])
            .stderr(Stdio::null())
            .output()
            .expect("dbus-send");
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// A command on this display, without anything of the desktop that runs the test: no session bus but the stand's.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.display)
            .env("GDK_BACKEND", "x11")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("XDG_RUNTIME_DIR")
            .env_remove("XDG_SESSION_TYPE")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null());
        if let Some(bus) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", bus);
        }
        command
    }

    /// The window's program on a data folder.
    ///
    /// # Panics
    /// Where `ONEUP_DESKTOP` is not set.
    #[must_use]
    pub fn desktop(&self, home: &Path, arguments: &[&str]) -> Command {
        let program = std::env::var_os("ONEUP_DESKTOP")
            .expect("ONEUP_DESKTOP is not set; run this through `cargo xtask test`");
        let mut command = self.command(program);
        command.arg("--home").arg(home).args(arguments).stderr(Stdio::null());
        command
    }

    /// Starts the window's program and waits until its window is seen.
    ///
    /// # Panics
    /// Where it is not seen in time.
    #[must_use]
    pub fn open(&self, home: &Path, arguments: &[&str]) -> Program {
        self.open_by(&mut self.desktop(home, arguments))
    }

    /// Starts the window's program by a command and waits until its window is seen.
    ///
    /// # Panics
    /// Where it is not seen in time.
    #[must_use]
    pub fn open_by(&self, command: &mut Command) -> Program {
        let before = self.windows().len();
        let child = command.spawn().expect("the window's program");
        self.wait_for("the window", |stand| stand.windows().len() > before);
        Program { child }
    }

    /// The windows that are seen now.
    #[must_use]
    pub fn windows(&self) -> Vec<String> {
        let found = self.xdotool(&["search", "--onlyvisible", "--class", "oneup-desktop"]);
        // GTK talks to other programs through windows of one pixel that nobody sees.
        let is_seen = |window: &&str| self.place_of(window).is_some_and(|place| place.width > 1);
        found.lines().filter(is_seen).map(str::to_owned).collect()
    }

    /// Where a window stands.
    ///
    /// # Panics
    /// Where there is no such window.
    #[must_use]
    pub fn geometry(&self, window: &str) -> Geometry {
        self.place_of(window).unwrap_or_else(|| panic!("there is no window {window}"))
    }

    fn place_of(&self, window: &str) -> Option<Geometry> {
        let told = self.xdotool(&["getwindowgeometry", "--shell", window]);
        let value = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.and_then(|number| number.parse().ok())
        };
        Some(Geometry { x: value("X")?, y: value("Y")?, width: value("WIDTH")?, height: value("HEIGHT")? })
    }

    /// Does something with the mouse, the keys or the windows of the display.
    ///
    /// # Panics
    /// Where xdotool is missing.
    #[must_use]
    pub fn xdotool(&self, arguments: &[&str]) -> String {
        let answer = self.command("xdotool").args(arguments).stderr(Stdio::null()).output().expect("xdotool");
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// Puts a window in front, where keys go to it: the host of a tray may be there instead.
    ///
    /// # Panics
    /// Where it does not come in time.
    pub fn bring_to_front(&self, window: &str) {
        self.wait_for("the window in front", |stand| {
            let _ = stand.xdotool(&["windowactivate", "--sync", window]);
            stand.xdotool(&["getactivewindow"]).trim() == window
        });
    }

    /// Closes a window as its user would.
    ///
    /// # Panics
    /// Where it does not come in front in time.
    pub fn close(&self, window: &str) {
        self.bring_to_front(window);
        let _ = self.xdotool(&["key", "alt+F4"]);
    }

    /// Waits until a condition holds.
    ///
    /// # Panics
    /// Where it does not in time.
    pub fn wait_for(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        for child in &mut self.running {
            end(child);
        }
    }
}

impl Program {
    /// Waits until it has ended by itself.
    ///
    /// # Panics
    /// Where it has not in time.
    pub fn wait(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return status,
                _ => assert!(begun.elapsed() < PATIENCE, "the program goes on"),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The number of its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Ends a process; one that has ended already is ended.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
