//! Brings a machine to where the window can be built, run and tested: system packages, pages, tools, a display.

pub mod dictionaries;
pub mod display;
pub mod packages;
pub mod pages;
pub mod tools;
