//! The menu of the program's tray, as the panel of a desktop shows it and clicks in it.

use std::collections::HashMap;

use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};

use crate::Stand;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// The menu of the tray that stands in the panel.
#[derive(Debug)]
pub struct TrayMenu {
    proxy: Proxy<'static>,
}

#[allow(clippy::expect_used, reason = "a menu that does not answer is a failed test")]
impl TrayMenu {
    /// Waits for the program's tray and takes its menu.
    ///
    /// # Panics
    /// Where no tray comes in time, or one without a menu.
    #[must_use]
    pub fn of(stand: &Stand) -> Self {
        let bus = stand.bus();
        stand.wait_for("the tray", |_| item_of(&bus).is_some());
        let (program, path) = item_of(&bus).expect("a tray");
        let item = Proxy::new(&bus, program.clone(), path, ITEM).expect("the tray");
        let menu: OwnedObjectPath = item.get_property("Menu").expect("the menu of the tray");
        let proxy = Proxy::new(&bus, program, menu, MENU).expect("the menu of the tray");
        Self { proxy }
    }

    /// The words of its lines, from the top.
    ///
    /// # Panics
    /// Where the menu does not answer.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.numbered().into_iter().map(|(_, words)| words).collect()
    }

    /// Clicks the line with these words.
    ///
    /// # Panics
    /// Where there is no such line, or the menu does not answer.
    pub fn click(&self, words: &str) {
        let lines = self.numbered();
        let number = lines.iter().find(|(_, line)| line == words).map(|(number, _)| *number);
        let number = number.unwrap_or_else(|| panic!("{words:?} among {lines:?}"));
        let click = (number, "clicked", Value::from(0_i32), 0_u32);
        match self.proxy.call::<_, _, ()>("Event", &click) {
            Ok(()) => {}
            // A line that ends the program leaves it no time to answer.
            Err(zbus::Error::MethodError(name, ..)) if name.as_str() == NO_REPLY => {}
            Err(error) => panic!("a click on {words:?}: {error}"),
        }
    }

    fn numbered(&self) -> Vec<(i32, String)> {
        // As a panel does before it shows them.
        let _: zbus::Result<bool> = self.proxy.call("AboutToShow", &0_i32);
        let below_the_root = (0_i32, 1_i32, vec!["label"]);
        let (_, (_, _, lines)): (u32, Line) =
            self.proxy.call("GetLayout", &below_the_root).expect("the lines of the menu");
        lines.iter().filter_map(words_of).collect()
    }
}

/// What the bus says where a program ends before it answers.
const NO_REPLY: &str = "org.freedesktop.DBus.Error.NoReply";

/// A line with its number, what is told of it, and the lines below it.
type Line = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// The number and the words of a line; a separator has none.
fn words_of(line: &OwnedValue) -> Option<(i32, String)> {
    let line: &Structure<'_> = line.downcast_ref().ok()?;
    let [Value::I32(number), Value::Dict(told), ..] = line.fields() else { return None };
    let words: &str = told.get(&"label").ok()??;
    Some((*number, words.to_owned()))
}

/// The program that offers a tray, and where on the bus.
fn item_of(bus: &Connection) -> Option<(String, String)> {
    let watcher = Proxy::new(bus, WATCHER, "/StatusNotifierWatcher", WATCHER).ok()?;
    let items: Vec<String> = watcher.get_property("RegisteredStatusNotifierItems").ok()?;
    let (program, path) = items.first()?.split_once('/')?;
    Some((program.to_owned(), format!("/{path}")))
}
