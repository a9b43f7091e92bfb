//! What the user can set: the same names in the window and in `config.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the settings.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct SettingsRequest {}

/// The settings as they stand in the file, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SettingsPage {
    /// Each value, or its default where the file has none that can be used.
    pub settings: Settings,
    /// The file they are kept in.
    pub file: String,
    /// Values of the file that cannot be used; they were left as they are and the default holds.
    pub problems: Vec<SettingProblem>,
    /// Whether this start leaves looks, shortcuts and everything outside the window at their defaults.
    pub safe_mode: bool,
}

/// Every setting but the library, which has commands of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own on the page and in the file")]
pub struct Settings {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// More contrast, or as the system has it.
    pub contrast: Contrast,
    /// How close things stand.
    pub density: Density,
    /// Whether things move, or as the system has it.
    pub motion: Motion,
    /// The face of what is read.
    pub reading_font: ReadingFont,
    /// The size of everything, in percent: 50 to 300.
    pub zoom: u32,
    /// Whether the window has a bar of menus.
    pub menu_bar: bool,
    /// Whether One-Up shows in the tray of the desktop.
    pub tray: bool,
    /// Whether closing the last window leaves One-Up in the tray.
    pub keep_running: bool,
    /// Whether One-Up starts when the user logs in.
    pub open_at_login: bool,
    /// The keys that bring the search box up from anywhere, such as `Ctrl+Alt+Space`; empty for none.
    pub global_shortcut: String,
    /// Keys of single commands that differ from the defaults: command id to keys, empty for none.
    pub shortcuts: BTreeMap<String, String>,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark ink on light ground.
    Light,
    /// Light ink on dark ground.
    Dark,
}

/// How far ink and ground stand apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// As the system has it.
    #[default]
    System,
    /// As far as they can.
    More,
}

/// How close things stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// With room between them.
    #[default]
    Comfortable,
    /// More on the screen.
    Compact,
}

/// Whether things move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    /// As the system has it.
    #[default]
    System,
    /// Nothing moves.
    Reduced,
}

/// The face of what is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadingFont {
    /// The face of a book.
    #[default]
    Serif,
    /// The face of the window.
    Sans,
}

/// A value of the settings file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SettingProblem {
    /// The name of the setting, as in the file.
    pub name: String,
    /// One sentence: what is wrong and what holds instead.
    pub message: String,
    /// What would mend it.
    pub remedy: String,
}

/// Asks for one setting to be changed.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ChangeSettingRequest {
    /// The setting and its new value.
    pub change: SettingChange,
}

/// One setting and the value it is to have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(tag = "name", content = "value", rename_all = "snake_case")]
pub enum SettingChange {
    /// [`Settings::theme`].
    Theme(Theme),
    /// [`Settings::contrast`].
    Contrast(Contrast),
    /// [`Settings::density`].
    Density(Density),
    /// [`Settings::motion`].
    Motion(Motion),
    /// [`Settings::reading_font`].
    ReadingFont(ReadingFont),
    /// [`Settings::zoom`].
    Zoom(u32),
    /// [`Settings::menu_bar`].
    MenuBar(bool),
    /// [`Settings::tray`].
    Tray(bool),
    /// [`Settings::keep_running`].
    KeepRunning(bool),
    /// [`Settings::open_at_login`].
    OpenAtLogin(bool),
    /// [`Settings::global_shortcut`].
    GlobalShortcut(String),
    /// All of [`Settings::shortcuts`].
    Shortcuts(BTreeMap<String, String>),
}
