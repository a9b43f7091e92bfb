//! What the system has to have, and how this system gets it.
//!
//! Each need is checked by what uses it (a program, or a library that pkg-config knows) and not by the name of a
//! package, so that a machine that has it from elsewhere is left alone.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::process::Call;
use crate::project::on_path;
use crate::setup::dictionaries;

/// Something the system has to have.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    probe: Probe,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Probe {
    /// Any one of these programs.
    Program(&'static [&'static str]),
    /// A library with its headers, by its pkg-config name.
    Library(&'static str),
    /// A service that the session bus starts, by its name there.
    Service(&'static str),
    /// A dictionary, by the name of its language.
    Dictionary(&'static str),
}

/// What the window is built with on Linux.
pub const WINDOW: &[Need] = &[
    Need { probe: Probe::Program(&["cc"]), debian: "build-essential", fedora: "gcc", arch: "base-devel" },
    Need {
        probe: Probe::Program(&["c++"]),
        debian: "build-essential",
        fedora: "gcc-c++",
        arch: "base-devel",
    },
    Need {
        probe: Probe::Program(&["pkg-config"]),
        debian: "pkg-config",
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
    },
    Need {
        probe: Probe::Library("webkit2gtk-4.1"),
        debian: "libwebkit2gtk-4.1-dev",
        fedora: "webkit2gtk4.1-devel",
        arch: "webkit2gtk-4.1",
    },
];

/// What kills the application before a single write, or refuses it one.
pub const KILLS: &[Need] =
    &[Need { probe: Probe::Program(&["strace"]), debian: "strace", fedora: "strace", arch: "strace" }];

/// What the real window and the pages in a browser are tested with on Linux.
pub const TESTS: &[Need] = &[
    Need {
        probe: Probe::Program(&["Xvfb"]),
        debian: "xvfb",
        fedora: "xorg-x11-server-Xvfb",
        arch: "xorg-server-xvfb",
    },
    Need {
        probe: Probe::Program(&["WebKitWebDriver"]),
        debian: "webkit2gtk-driver",
        fedora: "webkit2gtk-driver",
        arch: "webkitgtk-6.0",
    },
    // Where a window stands, and what has the keyboard, is up to a window manager.
    Need { probe: Probe::Program(&["openbox"]), debian: "openbox", fedora: "openbox", arch: "openbox" },
    Need { probe: Probe::Program(&["xdotool"]), debian: "xdotool", fedora: "xdotool", arch: "xdotool" },
    // A tray is shown by a panel, over a session bus.
    Need {
        probe: Probe::Program(&["dbus-daemon"]),
        debian: "dbus-daemon",
        fedora: "dbus-daemon",
        arch: "dbus",
    },
    Need { probe: Probe::Program(&["dbus-send"]), debian: "dbus-bin", fedora: "dbus-tools", arch: "dbus" },
    Need {
        probe: Probe::Program(&["xfce4-panel"]),
        debian: "xfce4-panel",
        fedora: "xfce4-panel",
        arch: "xfce4-panel",
    },
    // The window is read as a screen reader reads it, over a bus of its own.
    Need {
        probe: Probe::Service("org.a11y.Bus"),
        debian: "at-spi2-core",
        fedora: "at-spi2-core",
        arch: "at-spi2-core",
    },
    // Starts what stands in an entry, as a desktop does at login.
    Need { probe: Probe::Program(&["gio"]), debian: "libglib2.0-bin", fedora: "glib2", arch: "glib2" },
    Need { probe: Probe::Program(BROWSERS), debian: "chromium", fedora: "chromium", arch: "chromium" },
];

/// What the shipped cards are proof-read with on Linux.
pub const CONTENT: &[Need] = &[
    Need {
        probe: Probe::Dictionary("en_US"),
        debian: "hunspell-en-us",
        fedora: "hunspell-en-US",
        arch: "hunspell-en_us",
    },
    Need {
        probe: Probe::Dictionary("en_GB"),
        debian: "hunspell-en-gb",
        fedora: "hunspell-en-GB",
        arch: "hunspell-en_gb",
    },
];

/// The browsers that the pages are tested in; the first that is there is taken.
pub const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Where every Linux keeps what its session bus can start.
const SERVICES: &str = "/usr/share/dbus-1/services";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Debian,
    Fedora,
    Arch,
    OtherLinux,
    MacOs,
    Windows,
}

/// Checks the needs and installs what is missing where that is possible without a question.
///
/// # Errors
/// Fails with the exact line to type where it cannot install, and where the installation fails.
pub fn ensure(needs: &[Need]) -> Result<(), Failure> {
    let system = System::here();
    match system {
        System::MacOs => ensure_on_macos(),
        System::Windows => ensure_on_windows(),
        _ => {
            let missing: Vec<Need> = needs.iter().filter(|need| !need.is_met()).copied().collect();
            if missing.is_empty() {
                return Ok(());
            }
            let packages = packages_for(system, &missing);
            if system == System::Debian { install_with_apt(&packages) } else { Err(ask(system, &packages)) }
        }
    }
}

impl Need {
    fn is_met(&self) -> bool {
        match self.probe {
            Probe::Program(names) => names.iter().any(|name| on_path(name).is_some()),
            Probe::Library(name) => Call::new("pkg-config", "").args(["--exists", name]).succeeds(),
            Probe::Service(name) => Path::new(SERVICES).join(format!("{name}.service")).exists(),
            Probe::Dictionary(language) => dictionaries::find(language).is_some(),
        }
    }
}

impl System {
    fn here() -> Self {
        match std::env::consts::OS {
            "macos" => Self::MacOs,
            "windows" => Self::Windows,
            // A system without this file is one we know no package names of.
            _ => Self::of(&fs::read_to_string("/etc/os-release").unwrap_or_default()),
        }
    }

    /// Reads the family of a Linux from its `os-release`.
    fn of(os_release: &str) -> Self {
        let value = |key: &str| {
            let line = os_release.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
            line.unwrap_or_default().trim_matches('"').to_owned()
        };
        let names = format!("{} {}", value("ID"), value("ID_LIKE"));
        let is = |name: &str| names.split_whitespace().any(|word| word == name);
        if is("debian") || is("ubuntu") {
            Self::Debian
        } else if is("fedora") || is("rhel") {
            Self::Fedora
        } else if is("arch") {
            Self::Arch
        } else {
            Self::OtherLinux
        }
    }
}

/// Names the packages once each, in the order of the needs.
fn packages_for(system: System, missing: &[Need]) -> Vec<&'static str> {
    let mut packages = Vec::new();
    for need in missing {
        let package = match system {
            System::Fedora => need.fedora,
            System::Arch => need.arch,
            _ => need.debian,
        };
        if !packages.contains(&package) {
            packages.push(package);
        }
    }
    packages
}

/// The line that a user types where we may not install.
fn line_to_type(system: System, packages: &[&str]) -> String {
    let packages = packages.join(" ");
    match system {
        System::Fedora => format!("sudo dnf install {packages}"),
        System::Arch => format!("sudo pacman -S --needed {packages}"),
        System::OtherLinux => {
            format!("install what your system calls these (Debian's names): {packages}")
        }
        _ => format!("sudo apt-get update && sudo apt-get install --no-install-recommends {packages}"),
    }
}

fn ask(system: System, packages: &[&str]) -> Failure {
    Failure::wrong(
        format!("this machine lacks {}", packages.join(", ")),
        format!("type: {}", line_to_type(system, packages)),
    )
}

fn install_with_apt(packages: &[&str]) -> Result<(), Failure> {
    let is_root = Call::new("id", "").arg("-u").read().is_ok_and(|user| user.trim() == "0");
    let may_sudo = !is_root && Call::new("sudo", "").args(["-n", "true"]).succeeds();
    if on_path("apt-get").is_none() || !(is_root || may_sudo) {
        return Err(ask(System::Debian, packages));
    }
    println!("installing {}", packages.join(", "));
    let apt = |arguments: &[&str]| {
        let remedy = format!("type: {}", line_to_type(System::Debian, packages));
        let prefix: &[&str] = if is_root { &["env"] } else { &["sudo", "-n", "env"] };
        Call::new(prefix[0], remedy)
            .args(&prefix[1..])
            .args([
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "--quiet=2",
                "--option",
                "DPkg::Lock::Timeout=300",
            ])
            .args(arguments)
    };
    apt(&["update"]).run()?;
    apt(&["install", "--yes", "--no-install-recommends"]).args(packages).run()
}

fn ensure_on_macos() -> Result<(), Failure> {
    if Call::new("xcode-select", "").arg("--print-path").succeeds() {
        return Ok(());
    }
    Err(Failure::wrong("this machine lacks the command line developer tools", "type: xcode-select --install"))
}

fn ensure_on_windows() -> Result<(), Failure> {
    // The page engine registers itself here; Windows 11 ships it.
    let key = r"SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let is_registered =
        |root: &str| Call::new("reg", "").args(["query", &format!(r"{root}\{key}")]).succeeds();
    if is_registered("HKLM") || is_registered("HKCU") {
        return Ok(());
    }
    Err(Failure::wrong(
        "this machine lacks the WebView2 runtime, which shows the page",
        "type: winget install --id Microsoft.EdgeWebView2Runtime",
    ))
}

#[cfg(test)]
mod tests {
    use super::{CONTENT, Probe, System, TESTS, WINDOW, line_to_type, packages_for};

    #[test]
    fn families_are_read_from_os_release() {
        assert_eq!(System::of("PRETTY_NAME=\"x\"\nID=debian\n"), System::Debian);
        assert_eq!(System::of("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), System::Debian);
        assert_eq!(System::of("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"), System::Fedora);
        assert_eq!(System::of("ID=arch\n"), System::Arch);
        assert_eq!(System::of("VERSION_ID=12\nID=nixos\n"), System::OtherLinux);
        assert_eq!(System::of(""), System::OtherLinux);
    }

    #[test]
    fn the_line_to_type_names_each_package_once() {
        let all: Vec<_> = WINDOW.iter().chain(TESTS).copied().collect();
        let line = line_to_type(System::Debian, &packages_for(System::Debian, &all));
        assert_eq!(
            line,
            "sudo apt-get update && sudo apt-get install --no-install-recommends build-essential pkg-config \
             libwebkit2gtk-4.1-dev xvfb webkit2gtk-driver openbox \
             xdotool dbus-daemon dbus-bin xfce4-panel at-spi2-core libglib2.0-bin chromium"
        );
        let line = line_to_type(System::Fedora, &packages_for(System::Fedora, WINDOW));
        assert_eq!(line, "sudo dnf install gcc gcc-c++ pkgconf-pkg-config webkit2gtk4.1-devel");
        let line = line_to_type(System::Arch, &packages_for(System::Arch, CONTENT));
        assert_eq!(line, "sudo pacman -S --needed hunspell-en_us hunspell-en_gb");
    }

    #[test]
    fn a_need_that_is_met_by_any_of_its_programs_is_met() {
        let need = |names| super::Need { probe: Probe::Program(names), debian: "", fedora: "", arch: "" };
        assert!(need(&["oneup-no-such-program", "cargo"]).is_met());
        assert!(!need(&["oneup-no-such-program"]).is_met());
    }
}
