//! What the tests of single verbs begin with: an application for one command on an empty library of its own.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::app::App;
use crate::home::Home;

/// A folder that goes with the test, with `home` and `library` in it.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) app: App,
}

/// Makes the folder, the library and the application.
pub(crate) fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::locate(Some(&folder.path().join("home"))).unwrap();
    let app = App::new(home, "a test");
    app.create_library_at(&folder.path().join("library"), &[]).unwrap();
    Place { folder, app }
}
