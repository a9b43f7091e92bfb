//! The menus of a window, as the page asks for them.
//!
//! The page handles its keys itself, wherever the keyboard is. A menu that listened for them too would do everything
//! twice, or take letters out of a field, so on Linux and Windows the keys are written beside a line and no more. macOS
//! gives a menu its keys before the page, and there they are the menu's.

use oneup_app::contract::{Menu as WantedMenu, MenuItem as WantedItem, ShowMenuRequest, Wish};
use oneup_app::deep_link;
use tauri::menu::{Menu, MenuItem, MenuItemBuilder, Submenu, SubmenuBuilder};
use tauri::{AppHandle, Manager as _, Wry};

use crate::commands::Application;
use crate::desktop::Desktop;
use crate::tray;

/// What the ids of lines that belong to a page begin with; the label of the window and the command follow.
const PREFIX: &str = "page:";
/// More than this no page of ours asks for.
const MOST_MENUS: usize = 16;
const MOST_ITEMS: usize = 100;
const LONGEST_LABEL: usize = 120;

/// Sets the menus of a window.
pub(crate) fn show(handle: &AppHandle, label: &str, wanted: &ShowMenuRequest) -> tauri::Result<()> {
    let menu = Menu::new(handle)?;
    #[cfg(target_os = "macos")]
    menu.append(&standard::of_the_program(handle)?)?;
    for wanted in wanted.menus.iter().take(MOST_MENUS) {
        menu.append(&submenu(handle, label, wanted)?)?;
    }
    #[cfg(target_os = "macos")]
    {
        menu.append(&standard::of_windows(handle)?)?;
        handle.set_menu(menu).map(drop)
    }
    #[cfg(not(target_os = "macos"))]
    {
        let window = handle.get_webview_window(label).ok_or(tauri::Error::WindowNotFound)?;
        window.set_menu(menu)?;
        #[cfg(target_os = "linux")]
        gtk_menus::align_keys(&window)?;
        if wanted.visible { window.show_menu() } else { window.hide_menu() }
    }
}

/// Does what a line of a menu or of the tray says.
pub(crate) fn on_event(handle: &AppHandle, id: &str) {
    if id.starts_with(tray::PREFIX) {
        tray::on_event(handle, id);
        return;
    }
    let Some((label, command)) = id.strip_prefix(PREFIX).and_then(|rest| rest.split_once(':')) else {
        return;
    };
    // macOS has one menu for all windows; there the window before the user is meant.
    let label =
        if cfg!(target_os = "macos") { Desktop::of(handle).window_used_last() } else { label.to_owned() };
    let (handle, command) = (handle.clone(), command.to_owned());
    std::thread::spawn(move || {
        let application = handle.state::<std::sync::Arc<Application>>();
        application.app().wish(&label, Wish::Command { id: command });
    });
}

fn submenu(handle: &AppHandle, label: &str, wanted: &WantedMenu) -> tauri::Result<Submenu<Wry>> {
    let mut built = SubmenuBuilder::new(handle, plain(&wanted.title));
    for item in wanted.items.iter().take(MOST_ITEMS) {
        match item {
            WantedItem::Separator => built = built.separator(),
            WantedItem::Command { id, label: text, keys, enabled } if deep_link::is_command_id(id) => {
                let id = format!("{PREFIX}{label}:{id}");
                let item = line(handle, &id, text, keys.as_deref(), *enabled)?;
                built = built.item(&item);
            }
            WantedItem::Command { id, .. } => tracing::warn!(id, "no command has such an id"),
        }
    }
    if cfg!(target_os = "macos") && has_undo(wanted) {
        // Without these lines the keys for the clipboard do nothing there.
        built = built.separator().cut().copy().paste().select_all();
    }
    built.build()
}

fn line(
    handle: &AppHandle,
    id: &str,
    text: &str,
    keys: Option<&str>,
    enabled: bool,
) -> tauri::Result<MenuItem<Wry>> {
    if cfg!(target_os = "macos") {
        let item = || MenuItemBuilder::with_id(id, plain(text)).enabled(enabled);
        let with_keys = keys.map(|keys| item().accelerator(keys).build(handle));
        // Keys that macOS does not know are left out.
        return match with_keys {
            Some(Ok(item)) => Ok(item),
            _ => item().build(handle),
        };
    }
    MenuItemBuilder::with_id(id, with_keys(text, keys)).enabled(enabled).build(handle)
}

/// A text with its keys beside it.
fn with_keys(text: &str, keys: Option<&str>) -> String {
    match keys {
        Some(keys) => format!("{}\t{}", plain(text), plain(keys)),
        None => plain(text),
    }
}

/// A text as a menu shows it: an ampersand stands for itself, and nothing breaks the line.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_control()).take(LONGEST_LABEL);
    letters.collect::<String>().replace('&', "&&")
}

fn has_undo(menu: &WantedMenu) -> bool {
    menu.items.iter().any(|item| matches!(item, WantedItem::Command { id, .. } if id == "edit.undo"))
}

/// The menus that every program of macOS has.
#[cfg(target_os = "macos")]
mod standard {
    use tauri::menu::{Submenu, SubmenuBuilder};
    use tauri::{AppHandle, Wry};

    pub(super) fn of_the_program(handle: &AppHandle) -> tauri::Result<Submenu<Wry>> {
        let menu = SubmenuBuilder::new(handle, "One-Up").about(None).separator().services().separator();
        menu.hide().hide_others().show_all().separator().quit().build()
    }

    pub(super) fn of_windows(handle: &AppHandle) -> tauri::Result<Submenu<Wry>> {
        SubmenuBuilder::new(handle, "Window").minimize().maximize().separator().close_window().build()
    }
}

#[cfg(target_os = "linux")]
pub(crate) use gtk_menus::come_with_f10;

/// What GTK can do with menus and Tauri does not pass on.
#[cfg(target_os = "linux")]
mod gtk_menus {
    use std::cell::RefCell;
    use std::rc::Rc;

    use gtk::gdk::ModifierType;
    use gtk::gdk::keys::{Key, constants};
    use gtk::glib::{self, Propagation};
    use gtk::prelude::*;
    use tauri::WebviewWindow;

    /// Moves the keys of each line to its right edge, where GTK shows them without listening for them.
    pub(super) fn align_keys(window: &WebviewWindow) -> tauri::Result<()> {
        let of_the_menu = window.clone();
        window.run_on_main_thread(move || {
            let Some(bar) = of_the_menu.default_vbox().ok().and_then(|column| bar_in(&column)) else {
                return;
            };
            let menus = bar.children().into_iter().filter_map(|title| title.downcast::<gtk::MenuItem>().ok());
            let menus = menus.filter_map(|title| title.submenu()?.downcast::<gtk::Menu>().ok());
            for item in menus.flat_map(|menu| menu.children()) {
                let child = item.downcast_ref::<gtk::MenuItem>().and_then(BinExt::child);
                let Some(label) = child.and_then(|child| child.downcast::<gtk::AccelLabel>().ok()) else {
                    continue;
                };
                let text = label.label();
                // Keys that GTK does not know stay in the text.
                if let Some((words, keys)) = text.split_once('\t')
                    && let Some((key, modifiers)) = keys_of(keys)
                {
                    label.set_label(words);
                    label.set_accel(key, modifiers);
                }
            }
        })
    }

    /// Lets F10 show menus that are hidden until they are used, as it opens those that are always there.
    pub(crate) fn come_with_f10(window: &WebviewWindow) -> tauri::Result<()> {
        let column = window.default_vbox()?;
        window.gtk_window()?.connect_key_press_event(move |_, key| {
            let bare = (key.state() & gtk::accelerator_get_default_mod_mask()).is_empty();
            let hidden = || bar_in(&column).filter(|bar| !bar.is_visible());
            match hidden().filter(|_| key.keyval() == constants::F10 && bare) {
                None => Propagation::Proceed,
                Some(bar) => {
                    show_until_used(&bar);
                    Propagation::Stop
                }
            }
        });
        Ok(())
    }

    fn show_until_used(bar: &gtk::MenuBar) {
        let once = Rc::new(RefCell::new(None));
        let used = Rc::clone(&once);
        let signal = bar.connect_deactivate(move |bar| {
            if let Some(signal) = used.borrow_mut().take() {
                bar.disconnect(signal);
            }
            // Afterwards: the line that was chosen is still to be told.
            let bar = bar.clone();
            glib::idle_add_local_once(move || bar.hide());
        });
        *once.borrow_mut() = Some(signal);
        bar.show();
        bar.select_first(false);
    }

    fn bar_in(column: &gtk::Box) -> Option<gtk::MenuBar> {
        column.children().into_iter().find_map(|child| child.downcast().ok())
    }

    /// Reads keys such as `Ctrl+Shift+L`; `None` for two strokes and for keys that GTK does not know.
    fn keys_of(text: &str) -> Option<(u32, ModifierType)> {
        let mut parts: Vec<&str> = text.split('+').collect();
        let key = match parts.pop()? {
            "Plus" => Key::from_unicode('+'),
            "Space" => constants::space,
            "Enter" => constants::Return,
            name => {
                let mut letters = name.chars();
                match (letters.next(), letters.next()) {
                    (Some(only), None) => Key::from_unicode(only.to_ascii_lowercase()),
                    _ => Key::from_name(name),
                }
            }
        };
        let mut modifiers = ModifierType::empty();
        for part in parts {
            modifiers |= match part {
                "Ctrl" => ModifierType::CONTROL_MASK,
                "Alt" => ModifierType::MOD1_MASK,
                "Shift" => ModifierType::SHIFT_MASK,
                "Super" | "Meta" => ModifierType::SUPER_MASK,
                _ => return None,
            };
        }
        let is_known = key != constants::VoidSymbol && *key != 0;
        is_known.then_some((*key, modifiers))
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, with_keys};

    #[test]
    fn a_label_is_shown_as_it_is_with_its_keys_beside_it() {
        assert_eq!(plain("Save & close\n"), "Save && close");
        assert_eq!(with_keys("Search", Some("Ctrl+K")), "Search\tCtrl+K");
        assert_eq!(with_keys("Search", None), "Search");
        assert_eq!(plain(&"x".repeat(500)).len(), 120);
    }
}
