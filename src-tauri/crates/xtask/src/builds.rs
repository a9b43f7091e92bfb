//! The two builds that every command uses, so that nothing is compiled twice: cargo compiles a crate again whenever
//! another choice of packages gives it another set of features.

use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;
use crate::setup::packages;
use crate::setup::pages::{self, Pages};

const REMEDY: &str = "mend what cargo names above";

/// The packages and features of the debug build; the tests are run with the same.
pub const DEBUG: &[&str] = &["--workspace", "--exclude", "oneup-desktop", "--features", "xtask/app"];

/// The packages of the release build.
pub const RELEASE: &[&str] =
    &["--release", "--locked", "--package", "oneup-desktop", "--package", "oneup-cli"];

/// Builds the pages, the window and the command as they are shipped, and sets the machine up for that.
///
/// # Errors
/// Fails where something is missing that cannot be installed here, and where one of the builds fails.
pub fn release(project: &Project) -> Result<(), Failure> {
    packages::ensure(packages::WINDOW)?;
    pages::install(project)?;
    pages::build(project, Pages::Window)?;
    Call::cargo(project.root(), REMEDY).arg("build").args(RELEASE).run()
}

/// Builds the `oneup` command alone as it is shipped, which needs neither pages nor a window.
///
/// # Errors
/// Fails where the build fails.
pub fn release_command(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), REMEDY)
        .args(["build", "--release", "--locked", "--package", "oneup-cli"])
        .run()
}

/// Builds the library crates with their tests, the `oneup` command and `xtask-app`, without optimising them.
///
/// # Errors
/// Fails where the build fails.
pub fn debug(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), REMEDY)
        .arg("build")
        .args(DEBUG)
        // Not this program itself, which some systems cannot replace while it runs.
        .args(["--lib", "--tests", "--bin", "oneup", "--bin", "xtask-app"])
        .run()
}
