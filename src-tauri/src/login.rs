//! Starting at login: off unless the user turns it on, and told as the system has it.
//!
//! The entry is written by `auto-launch` itself and not by Tauri's plugin around it, because neither puts a path or an
//! argument into quotation marks, and only here can both be given with them.

use std::path::Path;

use auto_launch::{AutoLaunch, AutoLaunchBuilder};
use oneup_app::contract::Facility;

use crate::refusal::Refusal;

/// The entry of this program among those that start at login.
pub(crate) struct Login {
    entry: Result<AutoLaunch, Refusal>,
}

impl Login {
    /// The entry for a data folder, where it is not the usual one.
    pub(crate) fn new(home: Option<&Path>) -> Self {
        let mut arguments = vec!["--hidden".to_owned()];
        if let Some(home) = home {
            arguments.extend(["--home".to_owned(), quoted(&home.display().to_string())]);
        }
        Self { entry: entry(&arguments) }
    }

    /// Turns it on or off and says what came of it.
    pub(crate) fn set(&self, wanted: bool) -> Facility {
        let done = self.entry.as_ref().map_err(Clone::clone).and_then(|entry| {
            let done = if wanted { entry.enable() } else { entry.disable() };
            done.map_err(Refusal::of)
        });
        match done {
            Ok(()) => self.status(),
            Err(why) => refused(&why.to_string()),
        }
    }

    /// Says how the system has it.
    pub(crate) fn status(&self) -> Facility {
        match self.entry.as_ref().map(AutoLaunch::is_enabled) {
            Ok(Ok(true)) => Facility::On,
            Ok(Ok(false)) => Facility::Off,
            Ok(Err(error)) => refused(&error.to_string()),
            Err(why) => refused(&why.to_string()),
        }
    }
}

fn entry(arguments: &[String]) -> Result<AutoLaunch, Refusal> {
    let program = std::env::current_exe().map_err(Refusal::of)?;
    let program = program.to_str().ok_or_else(|| Refusal::of("the path of the program cannot be written"))?;
    // Inside an AppImage the program stands in a folder that is gone after this run.
    let image = std::env::var("APPIMAGE").ok().filter(|image| cfg!(target_os = "linux") && !image.is_empty());
    AutoLaunchBuilder::new()
        .set_app_name("One-Up")
        .set_app_path(&quoted(image.as_deref().unwrap_or(program)))
        .set_args(arguments)
        .build()
        .map_err(Refusal::of)
}

/// Writes a path as the system reads it back. macOS keeps a list, where each path stands alone.
fn quoted(path: &str) -> String {
    if cfg!(target_os = "macos") {
        return path.to_owned();
    }
    if cfg!(windows) {
        return format!("\"{path}\"");
    }
    // The desktop entry specification: first the rules of a command line, then those of a value in the file.
    let mut text = String::from("\"");
    for letter in path.chars() {
        match letter {
            '"' | '`' | '$' => text.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
            '\\' => text.push_str(r"\\\\"),
            '%' => text.push_str("%%"),
            '\n' => text.push_str("\\n"),
            letter => text.push(letter),
        }
    }
    text.push('"');
    text
}

fn refused(why: &str) -> Facility {
    Facility::Refused {
        why: format!("The system refused: {why}."),
        instead: "Add One-Up in the settings of the system to what starts at login.".to_owned(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_survives_the_rules_of_a_desktop_entry() {
        assert_eq!(quoted("/opt/one up/x"), r#""/opt/one up/x""#);
        assert_eq!(quoted("/a\"b$c`d"), r#""/a\\"b\\$c\\`d""#);
        assert_eq!(quoted(r"/a\b"), r#""/a\\\\b""#);
        assert_eq!(quoted("/100%"), r#""/100%%""#);
    }
}
