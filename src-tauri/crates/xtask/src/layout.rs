//! The top level of the checkout: exactly what the design names, plus dot files and what git ignores.

use std::fs;

use crate::failure::Failure;
use crate::project::Project;

/// What stands at the top, apart from names that begin with a dot.
const TOP: &[&str] =
    &["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "content", "src-tauri", "tests", "ui"];

/// Compares the top level with the design.
///
/// # Errors
/// Fails with each name that is missing or does not belong there.
pub fn check(project: &Project) -> Result<(), Failure> {
    let root = project.root();
    let entries = fs::read_dir(root).map_err(Failure::file("read", root))?;
    let names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let ignore_list = project.path(".gitignore");
    let ignored = fs::read_to_string(&ignore_list).map_err(Failure::file("read", &ignore_list))?;
    let problems = problems(&names, &ignored);
    if problems.is_empty() {
        return Ok(());
    }
    let remedy = "the top level is fixed: put new things below one of its folders";
    Err(Failure::wrong(problems.join("\n"), remedy))
}

/// Names what is missing at the top and what does not belong there. What git ignores, such as cargo's target folder,
/// is not part of the project.
fn problems(names: &[String], ignored: &str) -> Vec<String> {
    let is_ignored = |name: &str| ignored.lines().any(|line| line.trim_matches('/') == name);
    let missing = TOP.iter().filter(|top| !names.iter().any(|name| name == *top));
    let strange = names
        .iter()
        .filter(|name| !name.starts_with('.') && !TOP.contains(&name.as_str()) && !is_ignored(name));
    missing
        .map(|name| format!("{name} is missing"))
        .chain(strange.map(|name| format!("{name} does not belong at the top level")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{TOP, problems};

    fn names(more: &[&str]) -> Vec<String> {
        TOP.iter().chain(more).map(ToString::to_string).collect()
    }

    #[test]
    fn the_designed_top_level_passes_with_dot_files_and_what_is_ignored() {
        let found =
            problems(&names(&[".cargo", ".gitignore", "target", "node_modules"]), "/target\nnode_modules\n");
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_or_strange_is_named() {
        let mut found = names(&["docs", "target"]);
        found.retain(|name| name != "README.md");
        assert_eq!(
            problems(&found, "/targets\n"),
            [
                "README.md is missing",
                "docs does not belong at the top level",
                "target does not belong at the top level"
            ]
        );
    }
}
