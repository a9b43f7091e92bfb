//! The window's pages: the packages they are built from, and the pages themselves, each only when it is not fresh.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;

/// The oldest Node.js that the pages are built with.
const OLDEST_NODE: u32 = 20;

/// What the pages are made from; everything else below `ui/` is made by a tool.
const SOURCES: &[&str] = &[
    "src",
    "messages",
    "project.inlang/settings.json",
    "pseudo.inlang/settings.json",
    "index.html",
    "package.json",
    "package-lock.json",
    "svelte.config.js",
    "vite.config.ts",
    "tsconfig.json",
];

/// Which of the two builds of the pages is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// The ones inside the window.
    Window,
    /// The ones that an ordinary browser gets from the development server.
    Browser,
}

impl Pages {
    /// The npm script that builds them, and the folder it builds them into.
    #[must_use]
    pub fn script_and_folder(self) -> (&'static str, &'static str) {
        match self {
            Self::Window => ("build", "ui/dist"),
            Self::Browser => ("build:browser", "ui/dist-browser"),
        }
    }
}

/// Installs the npm packages that `package-lock.json` names, if it changed since they were installed.
///
/// # Errors
/// Fails where Node.js or npm is missing or too old, and where npm fails.
pub fn install(project: &Project) -> Result<(), Failure> {
    check_node()?;
    let ui = project.path("ui");
    let lock = ui.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(Failure::file("read", &lock))?;
    let stamp = ui.join("node_modules/.oneup-installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let remedy = "look at npm's message above; without a connection this has to wait";
    Call::npm(&ui, remedy).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run()?;
    fs::write(&stamp, wanted).map_err(Failure::file("write", &stamp))
}

/// Builds the pages, unless they are newer than everything they are made from.
///
/// # Errors
/// Fails where the build fails.
pub fn build(project: &Project, pages: Pages) -> Result<(), Failure> {
    let (script, folder) = pages.script_and_folder();
    let built = modified(&project.path(folder).join("index.html"));
    let ui = project.path("ui");
    let newest = SOURCES.iter().filter_map(|source| newest_below(&ui.join(source))).max();
    if built.is_some() && built > newest {
        return Ok(());
    }
    Call::npm(&ui, "mend what the message above names").args(["run", "--silent", script]).run()
}

fn check_node() -> Result<(), Failure> {
    let remedy = format!("install Node.js {OLDEST_NODE} or newer with npm, from your system or nodejs.org");
    let version = Call::new("node", remedy.clone()).arg("--version").read()?;
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(Failure::wrong(format!("Node.js is {}, which is too old", version.trim()), remedy)),
    }
}

/// Reads the first number of a version such as `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Finds when the newest file at or below a path was changed. That a file went is not seen by itself: what used it had
/// to be changed as well.
fn newest_below(path: &Path) -> Option<SystemTime> {
    // Written anew by every build from `messages/`.
    if path.ends_with("paraglide") {
        return None;
    }
    if path.is_file() {
        return modified(path);
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.filter_map(|entry| newest_below(&entry.path())).max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{major, modified, newest_below};

    #[test]
    fn versions_are_read_as_node_prints_them() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("22.1.0"), Some(22));
        assert_eq!(major("nightly"), None);
    }

    #[test]
    fn the_newest_file_counts_and_what_is_made_does_not() -> std::io::Result<()> {
        let root = std::env::temp_dir().join(format!("oneup-pages-{}", std::process::id()));
        fs::create_dir_all(root.join("src/paraglide"))?;
        fs::write(root.join("src/a.ts"), "a")?;
        std::thread::sleep(std::time::Duration::from_millis(20));
        let before = newest_below(&root);
        fs::write(root.join("src/paraglide/b.js"), "b")?;
        assert_eq!(newest_below(&root), before);
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(root.join("src/a.ts"), "changed")?;
        assert_eq!(newest_below(&root), modified(&root.join("src/a.ts")));
        fs::remove_dir_all(&root)
    }
}
