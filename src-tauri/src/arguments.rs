//! The few words the window's program understands; everything else belongs to the `oneup` command.

use std::error::Error;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

/// An argument that the window does not understand.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ArgumentError {
    argument: OsString,
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let argument = self.argument.display();
        write!(
            formatter,
            "`{argument}` is not understood here; the window takes `--home DIR` and nothing else"
        )
    }
}

impl Error for ArgumentError {}

/// Reads the data folder that `--home` names, if it is there.
pub(crate) fn home(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<PathBuf>, ArgumentError> {
    let mut home = None;
    while let Some(argument) = arguments.next() {
        if argument != "--home" {
            return Err(ArgumentError { argument });
        }
        let Some(folder) = arguments.next().filter(|folder| !folder.is_empty()) else {
            return Err(ArgumentError { argument });
        };
        home = Some(PathBuf::from(folder));
    }
    Ok(home)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::PathBuf;

    use super::home;

    fn read(arguments: &[&str]) -> Result<Option<PathBuf>, String> {
        home(arguments.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_home_is_optional_and_the_last_one_counts() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["--home", "a", "--home", "b"]), Ok(Some(PathBuf::from("b"))));
    }

    #[test]
    fn anything_else_is_named_and_refused() {
        assert!(read(&["--home"]).is_err_and(|message| message.contains("`--home`")));
        assert!(read(&["--home", ""]).is_err());
        assert!(read(&["card.md"]).is_err_and(|message| message.contains("`card.md`")));
    }
}
