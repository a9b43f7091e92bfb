//! The edges that the design allows between the project's crates, checked from what cargo itself reports.

use serde::Deserialize;

use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;

/// Each crate and the crates it may stand on. A crate that is not named here is refused, so that a new one gets its
/// place in the design before it gets its first line.
const MAY_USE: &[(&str, &[&str])] = &[
    ("oneup-cards", &[]),
    ("oneup-library", &["oneup-cards"]),
    ("oneup-search", &["oneup-cards"]),
    ("oneup-prepare", &["oneup-cards"]),
    ("oneup-exchange", &["oneup-cards"]),
    ("oneup-app", &["oneup-cards", "oneup-exchange", "oneup-library", "oneup-search", "oneup-prepare"]),
    ("oneup-cli", &["oneup-app"]),
    ("oneup-desktop", &["oneup-app"]),
    ("oneup-testkit", &["oneup-cards", "oneup-library"]),
    ("oneup-tests", &["oneup-app"]),
    ("xtask", &["oneup-app"]),
];

/// The crate that tests may use anywhere, and nothing else may.
const FOR_TESTS: &str = "oneup-testkit";

/// The only crate that knows the window's framework.
const SHELL: &str = "oneup-desktop";

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// `None` for an ordinary dependency, else `dev` or `build`.
    kind: Option<String>,
    /// Set where it is a crate of this project.
    path: Option<String>,
}

/// Checks every edge between the crates of the workspace.
///
/// # Errors
/// Fails with each edge that the design does not allow.
pub fn check(project: &Project) -> Result<(), Failure> {
    let remedy = "mend the manifest that cargo names above";
    let text = Call::cargo(project.root(), remedy)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .read()?;
    let forbidden = forbidden_edges(&text)?;
    if forbidden.is_empty() {
        return Ok(());
    }
    let remedy =
        "take the dependency out, or move what is needed to a crate that may have it (see layers.rs)";
    Err(Failure::wrong(forbidden.join("\n"), remedy))
}

/// Reads cargo's report and names the edges that are not allowed, one sentence each.
fn forbidden_edges(metadata: &str) -> Result<Vec<String>, Failure> {
    let metadata: Metadata = serde_json::from_str(metadata).map_err(|error| {
        Failure::wrong(
            format!("cargo's metadata is not as expected: {error}"),
            "update layers.rs to this cargo",
        )
    })?;
    let mut forbidden = Vec::new();
    for package in &metadata.packages {
        let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == package.name) else {
            forbidden.push(format!("{} has no place in the design yet", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            if let Some(why) = objection(&package.name, may_use, dependency) {
                forbidden.push(format!("{} may not use {}: {why}", package.name, dependency.name));
            }
        }
    }
    Ok(forbidden)
}

/// Says why a crate may not have a dependency, if it may not.
fn objection(package: &str, may_use: &[&str], dependency: &Dependency) -> Option<&'static str> {
    let name = dependency.name.as_str();
    if is_framework(name) {
        return (package != SHELL).then_some("only oneup-desktop knows the window's framework");
    }
    dependency.path.as_ref()?;
    if name == FOR_TESTS {
        let is_for_tests = dependency.kind.as_deref() == Some("dev");
        return (!is_for_tests).then_some("it is for tests, as a dev-dependency");
    }
    (!may_use.contains(&name)).then_some("the design has no such edge")
}

fn is_framework(name: &str) -> bool {
    matches!(name, "tauri" | "wry" | "tao") || name.starts_with("tauri-")
}

#[cfg(test)]
mod tests {
    use super::forbidden_edges;

    /// One package with one dependency, as cargo reports it.
    fn report(package: &str, dependency: &str, kind: &str, is_ours: bool) -> String {
        let kind = if kind == "normal" { "null".to_owned() } else { format!("\"{kind}\"") };
        let path = if is_ours { "\"/x\"" } else { "null" };
        format!(
            r#"{{"packages":[{{"name":"{package}","version":"0.1.0","dependencies":
            [{{"name":"{dependency}","kind":{kind},"path":{path},"req":"*"}}]}}]}}"#
        )
    }

    fn objections(package: &str, dependency: &str, kind: &str, is_ours: bool) -> usize {
        forbidden_edges(&report(package, dependency, kind, is_ours)).map_or(99, |found| found.len())
    }

    #[test]
    fn the_edges_of_the_design_are_allowed() {
        for (package, dependency) in [
            ("oneup-desktop", "oneup-app"),
            ("oneup-cli", "oneup-app"),
            ("oneup-app", "oneup-search"),
            ("oneup-search", "oneup-cards"),
            ("xtask", "oneup-app"),
            ("oneup-testkit", "oneup-library"),
        ] {
            assert_eq!(objections(package, dependency, "normal", true), 0, "{package} → {dependency}");
        }
        assert_eq!(objections("oneup-tests", "oneup-testkit", "dev", true), 0);
        assert_eq!(objections("oneup-cards", "serde", "normal", false), 0);
        assert_eq!(objections("oneup-desktop", "tauri-build", "build", false), 0);
    }

    #[test]
    fn every_other_edge_is_refused() {
        for (package, dependency) in [
            ("oneup-search", "oneup-library"),
            ("oneup-library", "oneup-search"),
            ("oneup-cards", "oneup-app"),
            ("oneup-cli", "oneup-search"),
            ("oneup-desktop", "oneup-cards"),
            ("oneup-app", "oneup-cli"),
            ("oneup-app", "oneup-testkit"),
            ("xtask", "oneup-cards"),
        ] {
            assert_eq!(objections(package, dependency, "normal", true), 1, "{package} → {dependency}");
        }
        assert_eq!(objections("oneup-library", "oneup-search", "dev", true), 1);
    }

    #[test]
    fn only_the_shell_knows_the_framework() {
        for dependency in ["tauri", "tauri-plugin-dialog", "wry"] {
            assert_eq!(objections("oneup-app", dependency, "normal", false), 1, "{dependency}");
            assert_eq!(objections("oneup-tests", dependency, "dev", false), 1, "{dependency}");
        }
    }

    #[test]
    fn a_crate_without_a_place_is_refused() {
        assert_eq!(objections("oneup-journal", "serde", "normal", false), 1);
    }
}
