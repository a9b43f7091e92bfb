//! Another program on the same display: it drops things on the window over XDND, as a file browser does, and it keeps
//! keys to itself.

use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, GrabMode, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::{Geometry, Stand};

/// How long a program that is dropped on may take for its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The version of the protocol that is spoken.
const VERSION: u32 = 5;

x11rb::atom_manager! {
    /// The words of the protocol.
    Words: WordsCookie {
        XdndAware,
        XdndSelection,
        XdndTypeList,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndLeave,
        XdndDrop,
        XdndFinished,
        XdndActionCopy,
        TARGETS,
    }
}

/// A program beside the one that is tested.
pub struct OtherProgram {
    connection: RustConnection,
    words: Words,
    root: Window,
    source: Window,
}

/// What became of a drop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// The window took it.
    Taken,
    /// The window took it and then said that it did nothing with it.
    Failed,
    /// The window did not want it, so it was not let go over it.
    Unwanted,
}

/// What is dragged, in the forms in which it can be had.
type Offer<'a> = [(Atom, &'a [u8])];

#[allow(clippy::expect_used, reason = "a display that does not answer is a failed test")]
impl OtherProgram {
    /// Starts the program.
    ///
    /// # Panics
    /// Where the display does not answer.
    #[must_use]
    pub fn on(stand: &Stand) -> Self {
        let (connection, screen) = x11rb::connect(Some(stand.display())).expect("the display");
        let words = Words::new(&connection).expect("the display").reply().expect("the words");
        let root = connection.setup().roots[screen].root;
        let source = connection.generate_id().expect("a number");
        let looks = CreateWindowAux::new().override_redirect(1);
        connection
            .create_window(0, source, root, 0, 0, 1, 1, 0, WindowClass::INPUT_OUTPUT, 0, &looks)
            .expect("a window to drag from");
        Self { connection, words, root, source }
    }

    /// Drags something to the middle of a window and lets it go there.
    ///
    /// # Panics
    /// Where the window takes no drops at all, or does not answer.
    #[must_use]
    pub fn drop_on(&self, window: &str, place: Geometry, offered: &[(&str, &[u8])]) -> Dropped {
        let target: Window = window.parse().expect("the number of a window");
        let offer: Vec<(Atom, &[u8])> = offered.iter().map(|(kind, data)| (self.word(kind), *data)).collect();
        assert!(self.is_aware(target), "the window takes no drops");
        self.connection
            .set_selection_owner(self.source, self.words.XdndSelection, x11rb::CURRENT_TIME)
            .expect("what is dragged");
        self.enter(target, &offer);
        if !self.hover(target, place, &offer) {
            self.tell(target, self.words.XdndLeave, [0; 4]);
            return Dropped::Unwanted;
        }
        self.tell(target, self.words.XdndDrop, [0, x11rb::CURRENT_TIME, 0, 0]);
        let ended = self.answer(&offer, self.words.XdndFinished).expect("an end of the drop");
        if ended[1] & 1 == 1 { Dropped::Taken } else { Dropped::Failed }
    }

    /// Keeps keys from every other program, as a program does that was there first.
    ///
    /// # Panics
    /// Where another program has them.
    pub fn keep_keys(&self, keysym: u32, modifiers: u16) {
        let (first, last) = (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let table = self.connection.get_keyboard_mapping(first, last - first + 1);
        let table = table.expect("the keys").reply().expect("the keys");
        let per_key = usize::from(table.keysyms_per_keycode);
        let at = table.keysyms.chunks(per_key).position(|symbols| symbols.contains(&keysym));
        let key = first + u8::try_from(at.expect("the key")).expect("a number of a key");
        let mode = GrabMode::ASYNC;
        self.connection
            .grab_key(true, self.root, modifiers.into(), key, mode, mode)
            .expect("the keys")
            .check()
            .expect("the keys");
    }

    /// Waits for a press of keys that it keeps to itself; false where none comes.
    ///
    /// # Panics
    /// Where the display does not answer.
    #[must_use]
    pub fn hears_keys(&self) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.connection.poll_for_event().expect("the display") {
                Some(Event::KeyPress(_)) => return true,
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
        false
    }

    /// Moves over the window until it says what it makes of what it is shown, and whether it wants it.
    fn hover(&self, target: Window, place: Geometry, offer: &Offer<'_>) -> bool {
        let begun = Instant::now();
        let (x, y) = (place.x + place.width / 2, place.y + place.height / 2);
        let mut step = 0;
        // A page looks at what is dragged before it says whether it wants it.
        while begun.elapsed() < Duration::from_secs(3) {
            step ^= 1;
            let at = (u32::try_from(x + step).unwrap_or(0) << 16) | u32::try_from(y).unwrap_or(0);
            self.tell(
                target,
                self.words.XdndPosition,
                [0, at, x11rb::CURRENT_TIME, self.words.XdndActionCopy],
            );
            let status = self.answer(offer, self.words.XdndStatus).expect("what the window makes of it");
            if status[1] & 1 == 1 {
                return true;
            }
        }
        false
    }

    fn enter(&self, target: Window, offer: &Offer<'_>) {
        let kinds: Vec<Atom> = offer.iter().map(|(kind, _)| *kind).collect();
        self.connection
            .change_property32(
                PropMode::REPLACE,
                self.source,
                self.words.XdndTypeList,
                AtomEnum::ATOM,
                &kinds,
            )
            .expect("the forms of what is dragged");
        let kind = |at: usize| kinds.get(at).copied().unwrap_or(x11rb::NONE);
        let head = (VERSION << 24) | u32::from(kinds.len() > 3);
        self.tell(target, self.words.XdndEnter, [head, kind(0), kind(1), kind(2)]);
    }

    fn tell(&self, target: Window, word: Atom, [a, b, c, d]: [u32; 4]) {
        let message = ClientMessageEvent::new(32, target, word, [self.source, a, b, c, d]);
        self.connection.send_event(false, target, EventMask::NO_EVENT, message).expect("the window");
        self.connection.flush().expect("the display");
    }

    /// Hands out what is dragged to whoever asks, until the window says a word.
    fn answer(&self, offer: &Offer<'_>, word: Atom) -> Option<[u32; 5]> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.connection.poll_for_event().expect("the display") {
                Some(Event::SelectionRequest(asked)) => self.hand_out(offer, &asked),
                Some(Event::ClientMessage(message)) if message.type_ == word => {
                    return Some(message.data.as_data32());
                }
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
        None
    }

    fn hand_out(&self, offer: &Offer<'_>, asked: &SelectionRequestEvent) {
        let property = if asked.target == self.words.TARGETS {
            let kinds: Vec<Atom> = offer.iter().map(|(kind, _)| *kind).collect();
            self.connection
                .change_property32(PropMode::REPLACE, asked.requestor, asked.property, AtomEnum::ATOM, &kinds)
                .expect("the window");
            asked.property
        } else if let Some((kind, data)) = offer.iter().find(|(kind, _)| *kind == asked.target) {
            self.connection
                .change_property8(PropMode::REPLACE, asked.requestor, asked.property, *kind, data)
                .expect("the window");
            asked.property
        } else {
            x11rb::NONE
        };
        let told = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property,
        };
        self.connection.send_event(false, asked.requestor, EventMask::NO_EVENT, told).expect("the window");
        self.connection.flush().expect("the display");
    }

    fn is_aware(&self, target: Window) -> bool {
        let property =
            self.connection.get_property(false, target, self.words.XdndAware, AtomEnum::ATOM, 0, 1);
        property.expect("the window").reply().is_ok_and(|told| told.value_len == 1)
    }

    fn word(&self, text: &str) -> Atom {
        self.connection
            .intern_atom(false, text.as_bytes())
            .expect("the display")
            .reply()
            .expect("a word")
            .atom
    }
}
