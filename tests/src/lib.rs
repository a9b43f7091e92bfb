//! What the acceptance tests stand on: the `oneup` command as a process, and the real window through `WebDriver`.
//!
//! Nothing here stands in for anything: the command is the one that users run (`ONEUP_CLI`, or the one built beside
//! the tests), and the window is the release binary (`ONEUP_DESKTOP`), driven through `WebDriver` or, on a display of
//! its own, by keys, read as assistive programs read it.

#[cfg(target_os = "linux")]
mod accessible;
mod command;
#[cfg(target_os = "linux")]
mod other_program;
mod screenshot;
#[cfg(target_os = "linux")]
mod stand;
#[cfg(target_os = "linux")]
mod tray_menu;
mod window;

#[cfg(target_os = "linux")]
pub use accessible::{Accessible, Node, Place};
pub use command::{Batch, Cli, Ended};
#[cfg(target_os = "linux")]
pub use other_program::{Dropped, OtherProgram};
pub use screenshot::assert_looks;
#[cfg(target_os = "linux")]
pub use stand::{Geometry, Program, Stand};
#[cfg(target_os = "linux")]
pub use tray_menu::TrayMenu;
pub use window::{Look, Window};
