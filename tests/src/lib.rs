//! What the acceptance tests stand on: the `oneup` command as a process, and the real window through `WebDriver`.
//!
//! Nothing here stands in for anything: the command is the one that users run (`ONEUP_CLI`, or the one built beside
//! the tests), and the window is the release binary (`ONEUP_DESKTOP`), driven as assistive programs would.

mod command;
mod screenshot;
mod stand;
mod window;

pub use command::{Batch, Cli, Ended};
pub use screenshot::assert_looks;
pub use stand::{Geometry, Program, Stand};
pub use window::{Look, Window};
