//! `cargo xtask generate`: the files that are made from the contract and committed, so that a change of the contract
//! is seen in review and each reader of it needs no build.

use std::fmt::Write as _;
use std::fs;

use crate::failure::Failure;
use crate::project::Project;

macro_rules! command_names {
    ($($(#[doc = $doc:literal])* $name:ident($request:ty) -> $response:ty;)*) => {
        const COMMANDS: &[&str] = &[$(stringify!($name)),*];
    };
}
oneup_app::with_commands!(command_names);

/// A file made from the contract.
struct Generated {
    path: &'static str,
    text: String,
}

/// Writes every generated file that differs.
///
/// # Errors
/// Fails where a file cannot be written.
pub fn write(project: &Project) -> Result<(), Failure> {
    for file in generated() {
        if is_current(project, &file) {
            continue;
        }
        let path = project.path(file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Failure::file("make", folder))?;
        }
        fs::write(&path, &file.text).map_err(Failure::file("write", &path))?;
        println!("wrote {}", file.path);
    }
    Ok(())
}

/// Compares every generated file with what the contract makes of it.
///
/// # Errors
/// Fails with the files that differ.
pub fn compare(project: &Project) -> Result<(), Failure> {
    let differing: Vec<_> =
        generated().into_iter().filter(|file| !is_current(project, file)).map(|file| file.path).collect();
    if differing.is_empty() {
        return Ok(());
    }
    Err(Failure::wrong(
        format!("not what the contract says: {}", differing.join(", ")),
        "type: cargo xtask generate",
    ))
}

fn is_current(project: &Project, file: &Generated) -> bool {
    fs::read_to_string(project.path(file.path)).is_ok_and(|text| text.replace("\r\n", "\n") == file.text)
}

fn generated() -> [Generated; 3] {
    [
        Generated { path: "ui/src/generated/api.ts", text: oneup_app::contract::typescript() },
        Generated { path: "src-tauri/capabilities/main.json", text: capability(COMMANDS) },
        Generated { path: "src-tauri/isolation/commands.js", text: isolation_list(COMMANDS) },
    ]
}

/// Allows each command by name to the windows of the program, which all show the one page.
fn capability(commands: &[&str]) -> String {
    let mut text = String::from(
        "{\n  \"identifier\": \"main\",\n  \"description\": \"What the page may do in any window: the commands \
         of the contract, each by name, and nothing else. Written by `cargo xtask generate`.\",\n  \"windows\": \
         [\"main\", \"window-*\"],\n  \"permissions\": [\n",
    );
    let permissions: Vec<_> =
        commands.iter().map(|command| format!("    \"allow-{}\"", command.replace('_', "-"))).collect();
    let _ = write!(text, "{}\n  ]\n}}\n", permissions.join(",\n"));
    text
}

/// Names each command to the frame that every call passes through.
fn isolation_list(commands: &[&str]) -> String {
    let names: String = commands.iter().fold(String::new(), |mut names, command| {
        let _ = writeln!(names, "  '{command}',");
        names
    });
    format!(
        "// Written by `cargo xtask generate` from the contract of oneup-app. Edit that, not this.\n\
         window.__ONEUP_COMMANDS__ = [\n{names}]\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{capability, isolation_list};

    #[test]
    fn a_capability_allows_each_command_by_its_name_and_nothing_else() -> Result<(), serde_json::Error> {
        let read: serde_json::Value = serde_json::from_str(&capability(&["status", "read_card"]))?;
        assert_eq!(read["permissions"], serde_json::json!(["allow-status", "allow-read-card"]));
        assert_eq!(read["windows"], serde_json::json!(["main", "window-*"]));
        assert!(read.get("remote").is_none());
        Ok(())
    }

    #[test]
    fn the_isolation_frame_gets_the_same_names() {
        assert!(isolation_list(&["status", "read_card"]).ends_with("= [\n  'status',\n  'read_card',\n]\n"));
    }
}
