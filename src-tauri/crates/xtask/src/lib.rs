//! The project's own commands. The first program, `xtask`, sets a machine up, runs, tests and checks; the second,
//! `xtask-app`, is built on the application: the development server, the generated files and the benches.

pub mod builds;
pub mod failure;
pub mod process;
pub mod project;

pub mod campaign;
pub mod check;
pub mod layers;
pub mod layout;
pub mod run;
pub mod service;
pub mod setup;
pub mod test;

#[cfg(feature = "app")]
pub mod bench;
#[cfg(feature = "app")]
pub mod content;
#[cfg(feature = "app")]
pub mod generate;
#[cfg(feature = "app")]
pub mod serve;
