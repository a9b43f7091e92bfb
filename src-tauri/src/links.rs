//! Whether links that begin with `oneup:` come to this program. The installer registers them; nothing is registered
//! from here, so that a trial leaves no trace.

use oneup_app::contract::Facility;

/// Asks the system who opens such links. It starts another program and may take a while.
#[cfg(target_os = "linux")]
pub(crate) fn status() -> Facility {
    let asked = std::process::Command::new("xdg-mime")
        .args(["query", "default", "x-scheme-handler/oneup"])
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .output();
    match asked {
        Ok(answer) => told_by(&String::from_utf8_lossy(&answer.stdout)),
        Err(_) => refused("This system has no xdg-mime, which knows what program opens a link."),
    }
}

/// Asks the system who opens such links.
#[cfg(windows)]
pub(crate) fn status() -> Facility {
    let asked = std::process::Command::new("reg")
        .args(["query", r"HKCR\oneup\shell\open\command", "/ve"])
        .stdin(std::process::Stdio::null())
        .output();
    match asked {
        Ok(answer) if String::from_utf8_lossy(&answer.stdout).contains("oneup-desktop") => Facility::On,
        _ => refused("No program, or another one, opens these links."),
    }
}

/// Asks the system who opens such links: it knows those of an installed bundle.
#[cfg(target_os = "macos")]
pub(crate) fn status() -> Facility {
    match std::env::current_exe() {
        Ok(program) if program.to_string_lossy().contains(".app/") => Facility::On,
        _ => refused("Links come to an installed One-Up only."),
    }
}

/// Reads the name of the entry that `xdg-mime` prints; the package installs ours under the name of the product.
#[cfg(target_os = "linux")]
fn told_by(printed: &str) -> Facility {
    match printed.trim() {
        entry if entry.eq_ignore_ascii_case("one-up.desktop") => Facility::On,
        "" => refused("No program is registered for these links."),
        _ => refused("Another program is registered for these links."),
    }
}

fn refused(why: &str) -> Facility {
    Facility::Refused {
        why: why.to_owned(),
        instead:
            "Install One-Up from its package, which registers them; or start `oneup-desktop` with the link."
                .to_owned(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use oneup_app::contract::Facility;

    use super::told_by;

    #[test]
    fn only_our_own_entry_counts() {
        assert_eq!(told_by("One-Up.desktop\n"), Facility::On);
        for other in ["", "\n", "browser.desktop\n", "one-up.desktop.example\n"] {
            assert!(matches!(told_by(other), Facility::Refused { .. }), "{other:?}");
        }
    }
}
