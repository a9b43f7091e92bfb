//! `cargo xtask test`: every test there is, from a fresh checkout.
//!
//! The library crates are tested in the test profile, the window and the command as they are shipped. All runners run
//! even if one of them fails, and what failed is said again at the end.

use std::path::Path;

use crate::builds;
use crate::failure::Failure;
use crate::process::Call;
use crate::project::{Project, on_path};
use crate::service::Service;
use crate::setup::display::{Purpose, WindowStand};
use crate::setup::packages;
use crate::setup::pages::{self, Pages};

const REMEDY: &str = "look at the failing test above; `cargo xtask test NAME` runs it alone";

/// Sets the machine up and runs all tests, or the Rust tests whose name contains `filter`.
///
/// # Errors
/// Fails where the machine cannot be set up, where something does not build, and where a test fails.
pub fn test(project: &Project, filter: Option<&str>) -> Result<(), Failure> {
    builds::release(project)?;
    if cfg!(target_os = "linux") {
        packages::ensure(packages::TESTS)?;
        packages::ensure(packages::KILLS)?;
    }
    let mut failed = Vec::new();
    let mut note = |runner: &str, done: Result<(), Failure>| {
        if let Err(failure) = done {
            println!("xtask: {runner}: {failure}");
            failed.push(runner.to_owned());
        }
    };
    note("Rust tests", test_rust(project, filter));
    if filter.is_none() {
        note("tests of the shell", test_shell(project));
        note("examples in the documentation", test_documentation(project));
        let ui = project.path("ui");
        note(
            "tests of the pages",
            Call::npm(&ui, "see above").args(["run", "--silent", "test"]).on_standard_output().run(),
        );
        note("the pages in a browser", test_in_browser(project));
    }
    if failed.is_empty() {
        println!("xtask: all tests passed");
        return Ok(());
    }
    Err(Failure::wrong(format!("failed: {}", failed.join(", ")), REMEDY))
}

/// Tests the library crates and, through the real window and the real command, the whole.
fn test_rust(project: &Project, filter: Option<&str>) -> Result<(), Failure> {
    // The window is driven on Linux alone: macOS has no driver for it, and Windows has another.
    let stand =
        if cfg!(target_os = "linux") { Some(WindowStand::start(project, Purpose::Pictures)?) } else { None };
    let has_nextest = Call::cargo(project.root(), "").args(["nextest", "--version"]).succeeds();
    let runner: &[&str] =
        if has_nextest { &["nextest", "run"] } else { &["test", "--lib", "--bins", "--tests"] };
    let mut call = Call::cargo(project.root(), REMEDY)
        .args(runner)
        .args(builds::DEBUG)
        .args(["--locked", "--no-fail-fast"])
        .args(filter)
        .env("ONEUP_DESKTOP", project.program("release", "oneup-desktop"))
        .env("ONEUP_CLI", project.program("release", "oneup"))
        .on_standard_output();
    if let Some(stand) = &stand {
        for (name, value) in stand.environment() {
            call = call.env(name, value);
        }
    }
    if !has_nextest {
        // A driver opens one window at a time; nextest knows that from its configuration.
        call = call.env("RUST_TEST_THREADS", "1");
    }
    call.run()
}

/// Runs the shell's own few tests in the profile it is shipped in, since it is built in no other.
fn test_shell(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), REMEDY)
        .arg("test")
        .args(builds::RELEASE)
        .arg("--lib")
        .on_standard_output()
        .run()
}

fn test_documentation(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), REMEDY)
        .args(["test", "--doc", "--locked"])
        .args(builds::DEBUG)
        .on_standard_output()
        .run()
}

/// Runs the pages in an ordinary browser, on the real application behind the development server.
fn test_in_browser(project: &Project) -> Result<(), Failure> {
    pages::build(project, Pages::Browser)?;
    builds::debug(project)?;
    let home = project.target("test-browser-home");
    begin_with_shipped_cards(project, &home)?;
    let (_server, address) = start_server(project, &home)?;
    let mut call = Call::npm(&project.path("ui"), REMEDY)
        .args(["run", "--silent", "test:browser"])
        .env("ONEUP_SERVE_URL", address.trim())
        // Where a test plays the other program that writes.
        .env("ONEUP_SERVE_LIBRARY", home.join("library"))
        // It was started with a folder, a table and a target to choose.
        .env("ONEUP_SERVE_CHOOSES", "1")
        .on_standard_output();
    if let Some(browser) = packages::BROWSERS.iter().find_map(|name| on_path(name)) {
        call = call.env("CHROMIUM", browser);
    }
    call.run()
}

fn begin_with_shipped_cards(project: &Project, home: &Path) -> Result<(), Failure> {
    if home.exists() {
        std::fs::remove_dir_all(home).map_err(Failure::file("empty", home))?;
    }
    Call::new(project.program("release", "oneup"), "see the message above")
        .arg("--home")
        .arg(home)
        .arg("init")
        .read()?;
    Ok(())
}

fn start_server(project: &Project, home: &Path) -> Result<(Service, String), Failure> {
    let program = project.program("debug", "xtask-app");
    // What a dialog would give: a folder of notes, a table, and a folder to export to.
    let (notes, table) =
        (project.path("tests/fixtures/bring/vault"), project.path("tests/fixtures/bring/cards.csv"));
    let target = home.join("exports");
    std::fs::create_dir_all(&target).map_err(Failure::file("make", &target))?;
    let arguments = [
        "serve".as_ref(),
        "--home".as_ref(),
        home.as_os_str(),
        "--chosen-folder".as_ref(),
        notes.as_os_str(),
        "--chosen-table".as_ref(),
        table.as_os_str(),
        "--chosen-target".as_ref(),
        target.as_os_str(),
    ];
    let log = project.target("test-logs/serve.log");
    Service::start_and_read(program.as_os_str(), &arguments, &log, |line| line.starts_with("http://"))
}
