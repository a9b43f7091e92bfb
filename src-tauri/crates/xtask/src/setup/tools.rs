//! Programs that cargo installs for this checkout alone, below `target/tools`, at one version each.

use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;

/// A program from crates.io.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Stands between a `WebDriver` client and the driver of the platform's page engine.
pub const TAURI_DRIVER: Tool = Tool { name: "tauri-driver", version: "2.1.0" };
/// Checks licences, banned crates and where crates come from.
pub const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };
/// Runs fuzz targets.
pub const CARGO_FUZZ: Tool = Tool { name: "cargo-fuzz", version: "0.13.2" };

/// Installs a tool unless this very version is there, and returns its path.
///
/// # Errors
/// Fails where it cannot be fetched or built.
pub fn ensure(project: &Project, tool: Tool) -> Result<PathBuf, Failure> {
    let Tool { name, version } = tool;
    let root = project.target("tools");
    let program = root.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let installed = fs::read_to_string(root.join(".crates.toml")).unwrap_or_default();
    if !(program.is_file() && installed.contains(&format!("\"{name} {version} ("))) {
        println!("installing {name} {version}");
        let remedy = "look at cargo's message above; without a connection this has to wait";
        // Unoptimised: each runs for seconds and would build for minutes.
        Call::cargo(project.root(), remedy)
            .args(["install", "--quiet", "--locked", "--debug", "--version", version, "--root"])
            .arg(&root)
            .arg(name)
            .env("CARGO_TARGET_DIR", root.join("build"))
            .run()?;
    }
    Ok(program)
}
