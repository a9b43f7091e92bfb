//! The desktop around the window: what it offers, what it asks of the page, and what the page asks of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what the desktop offers.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct DesktopRequest {}

/// What the desktop around this front offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DesktopStatus {
    /// Whether there is a desktop at all; a browser has none.
    pub present: bool,
    /// The tray.
    pub tray: Facility,
    /// The keys that work from anywhere.
    pub global_shortcut: Facility,
    /// Starting at login.
    pub open_at_login: Facility,
    /// Links that begin with `oneup:`.
    pub links: Facility,
    /// Whether another start hands over to this one.
    pub one_instance: Facility,
    /// The address that a system shortcut or another program can open to get the search box.
    pub fallback_link: String,
}

/// One thing a desktop may offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Facility {
    /// It is on and works as far as the system says.
    On,
    /// It is off in the settings.
    Off,
    /// The system refuses it.
    Refused {
        /// One sentence: why.
        why: String,
        /// What can be done instead.
        instead: String,
    },
    /// This front has no desktop.
    Absent,
}

/// Asks for the menus of the window to be these.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct ShowMenuRequest {
    /// The menus from left to right.
    pub menus: Vec<Menu>,
    /// Whether they are seen at once; otherwise they come with F10 or the platform's own way.
    pub visible: bool,
}

/// One menu.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
pub struct Menu {
    /// What it is called.
    pub title: String,
    /// Its lines.
    pub items: Vec<MenuItem>,
}

/// One line of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MenuItem {
    /// A command of the page.
    Command {
        /// Its id; it comes back in [`Wish::Command`].
        id: String,
        /// What it is called.
        label: String,
        /// The keys that are shown beside it, as in `Ctrl+K`; absent for none.
        keys: Option<String>,
        /// Whether it can be chosen now.
        enabled: bool,
    },
    /// A line between groups.
    Separator,
}

/// Said when the menus stand.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct MenuShown {}

/// Asks for another window.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct OpenWindowRequest {
    /// The card it is to show; absent for the library.
    pub card: Option<String>,
}

/// Said when the other window is there.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct WindowOpened {}

/// Asks for the global shortcut to be listened for: the user is told to press it now. Whether it was heard comes as
/// [`Wish::ShortcutHeard`].
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
pub struct TestShortcutRequest {}

/// Something from outside the page that the page is to do. It is told once, to one window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Wish {
    /// A command of the page, chosen in a menu, in the tray, or by the global shortcut.
    Command {
        /// Its id.
        id: String,
    },
    /// A link asked for a card to be shown.
    OpenCard {
        /// The key of the card, as it stands in the link.
        key: String,
    },
    /// A link asked for a search.
    Search {
        /// The query.
        query: String,
    },
    /// A link asks for a new card; nothing is written before the user agrees.
    NewCard {
        /// The type of the card.
        #[serde(rename = "type")]
        #[ts(rename = "type")]
        card_type: String,
        /// Its title.
        title: String,
    },
    /// A link that is not understood.
    RefusedLink {
        /// One sentence: the link, cut short, and what is wrong with it.
        message: String,
    },
    /// Files were dropped on the window; nothing is done before the user agrees.
    Dropped(DroppedFiles),
    /// The global shortcut was heard while it was being tested.
    ShortcutHeard,
}

/// Files that were dropped on the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DroppedFiles {
    /// Its number, for [`AnswerDropRequest`].
    pub id: u32,
    /// The name of the folder that would become the library, where one folder was dropped.
    pub folder: Option<String>,
    /// The names of the Markdown files that would be copied into `mine/`.
    pub cards: Vec<String>,
    /// The names of the pictures that a card which is being written could take.
    pub pictures: Vec<String>,
    /// Files that can be neither, each with the reason.
    pub refused: Vec<super::SkippedFile>,
}

/// Answers whether dropped files are to be taken.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct AnswerDropRequest {
    /// The number of the drop.
    pub id: u32,
    /// Whether the user agreed.
    pub accept: bool,
}

/// What taking dropped files came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct DropTaken {
    /// The keys of the cards that were copied.
    pub cards: Vec<String>,
    /// Files that were not taken, each with the reason.
    pub left_out: Vec<super::SkippedFile>,
}

/// Asks for a new card of the rep's own.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct NewCardRequest {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its title: the claim it makes.
    pub title: String,
    /// Its id; made from the title where none is given.
    #[ts(optional)]
    #[serde(default)]
    pub id: Option<String>,
    /// A link that it has from the start.
    #[ts(optional)]
    #[serde(default)]
    pub link: Option<FirstLink>,
}

/// A link that a new card has from the start.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, TS)]
pub struct FirstLink {
    /// Its verb, such as “surfaces”.
    pub verb: String,
    /// The full id of the card it leads to.
    pub to: String,
    /// The title of that card, which the link reads as.
    pub title: String,
}

/// A card that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NewCardMade {
    /// What names it in every call.
    pub key: String,
    /// Where its file stands.
    pub path: String,
}
