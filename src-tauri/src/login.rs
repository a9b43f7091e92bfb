//! Starting at login: off unless the user turns it on, and told as the system has it.

use std::path::Path;

use oneup_app::contract::Facility;

#[cfg(not(target_os = "linux"))]
use self::elsewhere::Entry;
#[cfg(target_os = "linux")]
use crate::login_entry::Entry;
use crate::refusal::Refusal;

/// The entry of this program among those that start at login.
pub(crate) struct Login {
    entry: Result<Entry, Refusal>,
}

impl Login {
    /// The entry for a data folder, where it is not the usual one.
    pub(crate) fn new(home: Option<&Path>) -> Self {
        let mut arguments = vec!["--hidden".to_owned()];
        if let Some(home) = home {
            arguments.extend(["--home".to_owned(), home.display().to_string()]);
        }
        Self { entry: entry(&arguments) }
    }

    /// Turns it on or off and says what came of it.
    pub(crate) fn set(&self, wanted: bool) -> Facility {
        let done = self.entry().and_then(|entry| if wanted { entry.turn_on() } else { entry.turn_off() });
        done.map_or_else(|refused| refused, |()| self.status())
    }

    /// Says how the system has it.
    pub(crate) fn status(&self) -> Facility {
        match self.entry().and_then(Entry::is_on) {
            Ok(true) => Facility::On,
            Ok(false) => Facility::Off,
            Err(refused) => refused,
        }
    }

    fn entry(&self) -> Result<&Entry, Facility> {
        self.entry.as_ref().map_err(|why| refused(&why.to_string()))
    }
}

fn entry(arguments: &[String]) -> Result<Entry, Refusal> {
    let program = std::env::current_exe().map_err(Refusal::of)?;
    let program = program.to_str().ok_or_else(|| Refusal::of("the path of the program cannot be written"))?;
    // Inside an AppImage the program stands in a folder that is gone after this run.
    let image = std::env::var("APPIMAGE").ok().filter(|image| cfg!(target_os = "linux") && !image.is_empty());
    Entry::of(image.as_deref().unwrap_or(program), arguments)
}

/// Says what the system said.
pub(crate) fn refused(why: &str) -> Facility {
    Facility::Refused {
        why: format!("The system refused: {why}."),
        instead: "Add One-Up in the settings of the system to what starts at login.".to_owned(),
    }
}

/// The entry on the systems whose own is no file that users edit.
#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use auto_launch::{AutoLaunch, AutoLaunchBuilder};
    use oneup_app::contract::Facility;

    use super::refused;
    use crate::refusal::Refusal;

    /// The entry, whether it is there or not.
    pub(super) struct Entry(AutoLaunch);

    impl Entry {
        /// The entry that starts a program with these arguments.
        ///
        /// Tauri's plugin around `auto-launch` puts neither a path nor an argument into quotation marks.
        pub(super) fn of(program: &str, arguments: &[String]) -> Result<Self, Refusal> {
            let arguments: Vec<String> = arguments.iter().map(|argument| quoted(argument)).collect();
            AutoLaunchBuilder::new()
                .set_app_name("One-Up")
                .set_app_path(&quoted(program))
                .set_args(&arguments)
                .build()
                .map(Self)
                .map_err(Refusal::of)
        }

        /// Whether the system starts the program.
        pub(super) fn is_on(&self) -> Result<bool, Facility> {
            self.0.is_enabled().map_err(|error| refused(&error.to_string()))
        }

        /// Writes the entry.
        pub(super) fn turn_on(&self) -> Result<(), Facility> {
            self.0.enable().map_err(|error| refused(&error.to_string()))
        }

        /// Takes the entry away.
        pub(super) fn turn_off(&self) -> Result<(), Facility> {
            self.0.disable().map_err(|error| refused(&error.to_string()))
        }
    }

    /// Writes a word as the system reads it back. macOS keeps a list, where each stands alone.
    fn quoted(word: &str) -> String {
        if cfg!(windows) && !word.starts_with("--") { format!("\"{word}\"") } else { word.to_owned() }
    }
}
