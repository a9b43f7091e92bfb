//! `cargo xtask run`: from a fresh checkout to the open window, or to the same job in the terminal.

use std::path::Path;

use serde_json::Value;

use crate::builds;
use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;

/// What a rep might type after a plant manager mentioned it; the shipped cards answer it.
const EXAMPLE: &str = "technicians retire";

/// Sets the machine up, builds the app, makes the library if there is none, and opens the window.
///
/// # Errors
/// Fails where something is missing that cannot be installed here, or where a build or the app fails.
pub fn run(project: &Project, home: Option<&Path>) -> Result<(), Failure> {
    builds::release(project)?;
    make_library(project, home)?;
    if has_display() {
        return Call::new(project.program("release", "oneup-desktop"), "see the log in the data folder")
            .args(home_arguments(home))
            .run();
    }
    println!(
        "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set): the same job in the terminal.\n"
    );
    show_in_terminal(project, home)
}

/// Makes the library with the shipped cards, unless there is one.
fn make_library(project: &Project, home: Option<&Path>) -> Result<(), Failure> {
    let said = oneup(project, home).args(["--json", "status"]).listen()?;
    if has_no_library(&said.stdout, &said.stderr) {
        return oneup(project, home).arg("init").run();
    }
    // Anything else that is wrong with it is for the window to show.
    Ok(())
}

/// Whether `oneup --json status` says that there is no library yet, as its answer or as the reason for none.
fn has_no_library(answer: &[u8], refusal: &[u8]) -> bool {
    let answer: Option<Value> = serde_json::from_slice(answer).ok();
    let refusal: Option<Value> = serde_json::from_slice(refusal).ok();
    answer.is_some_and(|answer| answer.get("path").is_some_and(Value::is_null))
        || refusal.is_some_and(|refusal| refusal["error"]["code"] == "no_library")
}

fn show_in_terminal(project: &Project, home: Option<&Path>) -> Result<(), Failure> {
    announce("oneup status");
    oneup(project, home).arg("status").run()?;
    announce(&format!("oneup search \"{EXAMPLE}\""));
    oneup(project, home).args(["search", EXAMPLE, "--limit", "5"]).run()?;
    let found = parse(&oneup(project, home).args(["--json", "search", EXAMPLE, "--limit", "1"]).read()?)?;
    let Some(id) = found.pointer("/hits/0/id").and_then(Value::as_str) else {
        println!("\nNothing in this library answers that; try `oneup search` with words of your own.");
        return Ok(());
    };
    announce(&format!("oneup card show {id}"));
    oneup(project, home).args(["card", "show", id]).run()
}

fn announce(line: &str) {
    println!("\n$ {line}");
}

/// Makes a call of the release build of the command on the given data folder.
fn oneup(project: &Project, home: Option<&Path>) -> Call {
    Call::new(project.program("release", "oneup"), "see the message above").args(home_arguments(home))
}

fn home_arguments(home: Option<&Path>) -> Vec<&std::ffi::OsStr> {
    home.map(|home| vec!["--home".as_ref(), home.as_os_str()]).unwrap_or_default()
}

fn parse(json: &str) -> Result<Value, Failure> {
    serde_json::from_str(json).map_err(|error| {
        Failure::wrong(format!("`oneup --json` printed something else: {error}"), "run `cargo xtask test`")
    })
}

fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::has_no_library;

    #[test]
    fn a_library_is_made_only_where_there_is_none() {
        let missing = br#"{"error":{"code":"no_library","message":"No library has been set up yet."}}"#;
        assert!(has_no_library(b"", missing));
        assert!(has_no_library(br#"{"path":null,"cards":0}"#, b""));
        assert!(!has_no_library(br#"{"path":"/cards","cards":3}"#, b""));
        let unplugged =
            br#"{"error":{"code":"library_missing","message":"The library folder is not there."}}"#;
        assert!(!has_no_library(b"", unplugged));
        assert!(!has_no_library(b"", b"killed"));
    }
}
