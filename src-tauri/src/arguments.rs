//! The few words the window's program understands; everything else belongs to the `oneup` command.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use oneup_app::deep_link;
use oneup_app::handover::Activation;

/// What the program was started with.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The data folder that `--home` names.
    pub(crate) home: Option<PathBuf>,
    /// Whether looks, shortcuts and everything outside the window are left at their defaults.
    pub(crate) safe: bool,
    /// Whether the window stays in the tray at first, as at login.
    pub(crate) hidden: bool,
    /// What is to be done once the window is there, here or in the process that runs already.
    pub(crate) activation: Activation,
}

/// An argument that the window does not understand.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ArgumentError {
    /// Nothing of this name is known.
    Unknown(OsString),
    /// Something has to follow it.
    Alone(&'static str),
    /// It is no id of a command.
    NotACommand(OsString),
    /// A start does one thing.
    TwoWishes,
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(argument) => write!(
                formatter,
                "`{}` is not understood here; the window takes `--home DIR`, `--safe`, `--hidden`, \
                 `--new-window`, and one `oneup:` link or `--command ID`",
                argument.display()
            ),
            Self::Alone(name) => {
                write!(formatter, "`{name}` says nothing by itself; write it after `{name}`")
            }
            Self::NotACommand(text) => {
                write!(formatter, "`{}` is not the id of a command, such as `search.focus`", text.display())
            }
            Self::TwoWishes => write!(formatter, "a start takes one link or one command, not two"),
        }
    }
}

impl std::error::Error for ArgumentError {}

/// Reads the arguments after the program's name.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, ArgumentError> {
    let mut arguments = arguments.into_iter();
    let mut read = Arguments::default();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--home") => read.home = Some(value(&mut arguments, "--home")?.into()),
            Some("--safe") => {
                read.safe = true;
                read.activation.alone = true;
            }
            Some("--hidden") => {
                read.hidden = true;
                read.activation.hidden = true;
            }
            Some("--new-window") => read.activation.new_window = true,
            Some("--command") => {
                let id = value(&mut arguments, "--command")?;
                let id = id.into_string().map_err(ArgumentError::NotACommand)?;
                if !deep_link::is_command_id(&id) {
                    return Err(ArgumentError::NotACommand(id.into()));
                }
                one_wish(&read.activation)?;
                read.activation.command = Some(id);
            }
            // What the link says is looked at where it is followed, so that a bad one is refused in the window.
            Some(link) if deep_link::is_link(link) => {
                one_wish(&read.activation)?;
                read.activation.link = Some(link.to_owned());
            }
            _ => return Err(ArgumentError::Unknown(argument)),
        }
    }
    Ok(read)
}

fn value(
    arguments: &mut impl Iterator<Item = OsString>,
    name: &'static str,
) -> Result<OsString, ArgumentError> {
    arguments.next().filter(|value| !value.is_empty()).ok_or(ArgumentError::Alone(name))
}

fn one_wish(activation: &Activation) -> Result<(), ArgumentError> {
    if activation.link.is_some() || activation.command.is_some() {
        return Err(ArgumentError::TwoWishes);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::PathBuf;

    use super::{Arguments, read};

    fn of(arguments: &[&str]) -> Result<Arguments, String> {
        read(arguments.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn everything_is_optional_and_the_last_home_counts() -> Result<(), String> {
        assert_eq!(of(&[])?, Arguments::default());
        let all = of(&["--home", "a", "--safe", "--hidden", "--new-window", "oneup://x", "--home", "b"])?;
        assert_eq!(all.home, Some(PathBuf::from("b")));
        assert!(all.safe && all.hidden && all.activation.new_window);
        assert_eq!(all.activation.link.as_deref(), Some("oneup://x"));
        assert_eq!(of(&["--command", "search.focus"])?.activation.command.as_deref(), Some("search.focus"));
        Ok(())
    }

    #[test]
    fn anything_else_is_named_and_refused() {
        for (arguments, named) in [
            (&["--home"][..], "`--home`"),
            (&["--home", ""], "`--home`"),
            (&["card.md"], "`card.md`"),
            (&["https://example.org"], "`https://example.org`"),
            (&["--command", "rm -rf"], "`rm -rf`"),
            (&["--command"], "`--command`"),
            (&["oneup://a", "oneup://b"], "not two"),
            (&["oneup://a", "--command", "a.b"], "not two"),
            (&[""], "``"),
        ] {
            assert!(of(arguments).is_err_and(|message| message.contains(named)), "{arguments:?}");
        }
    }
}
