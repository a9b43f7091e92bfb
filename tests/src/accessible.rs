//! The window as assistive programs read it: the tree of names and roles on the bus of accessibility.
//!
//! The tree is asked for child by child, as screen readers ask: the list of children that GTK gives at once leaves
//! the page out, which another process answers for.

use std::collections::HashMap;
use std::iter;
use std::time::{Duration, Instant};

use atspi_common::{Role, State, StateSet};
use futures_util::future::{LocalBoxFuture, try_join, try_join_all, try_join3, try_join5};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::connection::Builder;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};
use zbus::{Connection, block_on};

use crate::Stand;

/// The program that is read, as it is called on the bus.
const PROGRAM: &str = "oneup-desktop";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const ACTION: &str = "org.a11y.atspi.Action";
const COMPONENT: &str = "org.a11y.atspi.Component";
const TEXT: &str = "org.a11y.atspi.Text";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// How long a test waits for what the user would wait for.
const PATIENCE: Duration = Duration::from_secs(15);
/// Deeper than this no page of ours is.
const DEEPEST: usize = 64;

/// A reader of the window of one stand.
pub struct Accessible {
    bus: Connection,
}

/// Where something is on the bus: the name of its program and its path there.
type At = (String, OwnedObjectPath);

/// Something in the window, with all that is in it, as it was when it was read.
#[derive(Debug, Clone)]
pub struct Node {
    at: At,
    /// What it is.
    pub role: Role,
    /// What it is called.
    pub name: String,
    /// The text that stands in it itself.
    pub text: String,
    /// What the page tells besides, such as `level` or `posinset`.
    pub attributes: HashMap<String, String>,
    /// What is in it, in the order in which it is read out.
    pub children: Vec<Node>,
    /// Where it stands on the screen; nothing where it is not drawn.
    pub place: Option<Place>,
    states: StateSet,
}

/// Where something stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

#[allow(clippy::expect_used, reason = "what cannot be read cannot be tested")]
impl Accessible {
    /// Reads the stand whose session bus has started.
    ///
    /// # Panics
    /// Where there is no session bus or nothing on it that assistive programs talk to.
    #[must_use]
    pub fn of(stand: &Stand) -> Self {
        let session = stand.bus();
        let asked = session.call_method(
            Some("org.a11y.Bus"),
            "/org/a11y/bus",
            Some("org.a11y.Bus"),
            "GetAddress",
            &(),
        );
        let address: String =
            asked.and_then(|reply| reply.body().deserialize()).expect("the bus of accessibility");
        let bus = Builder::address(address.as_str()).expect("the bus of accessibility");
        Self { bus: block_on(bus.build()).expect("the bus of accessibility") }
    }

    /// Waits until the window has what is looked for, and returns that.
    ///
    /// # Panics
    /// Where it has not in time.
    #[allow(clippy::must_use_candidate, reason = "to have waited is often all that is wanted")]
    pub fn wait_for<T>(&self, what: &str, find: impl Fn(&Node) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            // What changes while it is read is read again.
            let tree = block_on(self.window());
            if let Some(found) = tree.as_ref().ok().and_then(&find) {
                return found;
            }
            if begun.elapsed() > PATIENCE {
                let seen = tree.map_or_else(|error| error.to_string(), |tree| tree.outline());
                panic!("waited in vain for {what} in\n{seen}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The whole window as it is now.
    ///
    /// # Panics
    /// Where it cannot be read, since it changes all the time.
    #[must_use]
    pub fn now(&self) -> Node {
        self.wait_for("a window that can be read", |tree| Some(tree.clone()))
    }

    /// Does what a press on something does, as assistive programs do it.
    ///
    /// # Panics
    /// Where it cannot be pressed.
    pub fn press(&self, node: &Node) {
        let done: bool = block_on(self.ask(&node.at, ACTION, "DoAction", &0_i32)).expect("a press");
        assert!(done, "{:?} {:?} cannot be pressed", node.role, node.name);
    }

    async fn window(&self) -> zbus::Result<Node> {
        let desktop: At = (
            "org.a11y.atspi.Registry".to_owned(),
            OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root")?,
        );
        for number in 0..self.child_count(&desktop).await? {
            let program: At = self.ask(&desktop, ACCESSIBLE, "GetChildAtIndex", &number).await?;
            if self.name(&program).await? == PROGRAM {
                return self.read(program, 0).await;
            }
        }
        Err(zbus::Error::Failure(format!("{PROGRAM} is not among the programs that can be read")))
    }

    /// Reads something with all that is in it. Everything that does not depend on another answer is asked at once:
    /// a page of hundreds of things is read before it has changed.
    fn read(&self, at: At, depth: usize) -> LocalBoxFuture<'_, zbus::Result<Node>> {
        Box::pin(async move {
            let (role, states, interfaces, attributes, (name, count)) = try_join5(
                self.ask::<u32>(&at, ACCESSIBLE, "GetRole", &()),
                self.ask::<StateSet>(&at, ACCESSIBLE, "GetState", &()),
                self.ask::<Vec<String>>(&at, ACCESSIBLE, "GetInterfaces", &()),
                self.ask(&at, ACCESSIBLE, "GetAttributes", &()),
                try_join(self.name(&at), self.child_count(&at)),
            )
            .await?;
            let role = Role::try_from(role).unwrap_or(Role::Invalid);
            let has = |interface: &str| interfaces.iter().any(|name| name == interface);
            // Menus that are not shown hold every command there is, and nobody is read them.
            let is_hidden_bar = role == Role::MenuBar && !states.contains(State::Showing);
            let count = if is_hidden_bar || depth == DEEPEST { 0 } else { count };
            let (place, text, children) = try_join3(
                self.place(&at, has(COMPONENT)),
                self.text(&at, has(TEXT)),
                try_join_all((0..count).map(|number| self.child(&at, number, depth))),
            )
            .await?;
            let children = children.into_iter().flatten().collect();
            Ok(Node { at, role, name, text, attributes, children, place, states })
        })
    }

    async fn child(&self, of: &At, number: i32, depth: usize) -> zbus::Result<Option<Node>> {
        let child: At = self.ask(of, ACCESSIBLE, "GetChildAtIndex", &number).await?;
        let is_nothing = child.1.as_str().ends_with("/null");
        if is_nothing { Ok(None) } else { self.read(child, depth + 1).await.map(Some) }
    }

    async fn place(&self, at: &At, has: bool) -> zbus::Result<Option<Place>> {
        if !has {
            return Ok(None);
        }
        // Seen from the corner of the screen.
        let ((x, y, width, height),): ((i32, i32, i32, i32),) =
            self.ask(at, COMPONENT, "GetExtents", &0_u32).await?;
        Ok((width > 0 && height > 0).then_some(Place { x, y, width, height }))
    }

    async fn text(&self, at: &At, has: bool) -> zbus::Result<String> {
        let whole = (0_i32, -1_i32);
        if has { self.ask(at, TEXT, "GetText", &whole).await } else { Ok(String::new()) }
    }

    async fn name(&self, at: &At) -> zbus::Result<String> {
        let name: OwnedValue = self.ask(at, PROPERTIES, "Get", &(ACCESSIBLE, "Name")).await?;
        Ok(name.try_into()?)
    }

    async fn child_count(&self, at: &At) -> zbus::Result<i32> {
        let count: OwnedValue = self.ask(at, PROPERTIES, "Get", &(ACCESSIBLE, "ChildCount")).await?;
        Ok(count.try_into()?)
    }

    async fn ask<T: DeserializeOwned + Type>(
        &self,
        (program, path): &At,
        interface: &str,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> zbus::Result<T> {
        let reply = self.bus.call_method(Some(program.as_str()), path, Some(interface), method, body).await?;
        reply.body().deserialize()
    }
}

impl Node {
    /// It and all that is in it, in the order in which it is read out.
    pub fn all(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        Box::new(iter::once(self).chain(self.children.iter().flat_map(Self::all)))
    }

    /// The first of a role and a name, among what is shown.
    #[must_use]
    pub fn find(&self, role: Role, name: &str) -> Option<&Self> {
        self.all().find(|node| node.role == role && node.name == name && node.is(State::Showing))
    }

    /// The first of a role and a name, whether it is in sight or further down a page that scrolls.
    #[must_use]
    pub fn find_anywhere(&self, role: Role, name: &str) -> Option<&Self> {
        self.all().find(|node| node.role == role && node.name == name)
    }

    /// Whether a text stands somewhere, in sight or further down.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.all().any(|node| node.text.contains(text))
    }

    /// All of a role, among what is shown.
    #[must_use]
    pub fn of_role(&self, role: Role) -> Vec<&Self> {
        self.all().filter(|node| node.role == role && node.is(State::Showing)).collect()
    }

    /// The one that has the keyboard, and has nothing in it that has.
    #[must_use]
    pub fn focused(&self) -> Option<&Self> {
        self.all().filter(|node| node.is(State::Focused)).last()
    }

    /// What takes the keyboard, among what is shown, in the order in which it is read out. The frame around the page
    /// and the page itself take it only where nothing in them does.
    #[must_use]
    pub fn controls(&self) -> Vec<&Self> {
        let takes = |node: &&Self| node.is(State::Focusable) && node.is(State::Showing);
        self.all()
            .filter(takes)
            .filter(|node| !matches!(node.role, Role::ScrollPane | Role::DocumentWeb))
            .collect()
    }

    /// Whether it is in a state.
    #[must_use]
    pub fn is(&self, state: State) -> bool {
        self.states.contains(state)
    }

    /// Whether both are the same thing, read at two moments.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.at == other.at
    }

    /// An attribute; an empty text where it has none of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// All that is in it, a line each, for whoever reads that a test failed.
    #[must_use]
    pub fn outline(&self) -> String {
        let mut lines = Vec::new();
        self.outline_into(0, &mut lines);
        lines.join("\n")
    }

    fn outline_into(&self, depth: usize, lines: &mut Vec<String>) {
        let states: Vec<_> = self.states.iter().map(|state| state.to_static_str()).collect();
        lines.push(format!(
            "{:depth$}{:?} {:?} {:?} {:?} {:?} {}",
            "",
            self.role,
            self.name,
            self.text,
            self.place,
            self.attributes,
            states.join(" ")
        ));
        for child in &self.children {
            child.outline_into(depth + 1, lines);
        }
    }
}
