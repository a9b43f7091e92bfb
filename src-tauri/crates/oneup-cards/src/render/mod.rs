//! A card as HTML that is safe by construction: every element is one this module chose, and the wall checks it again.
//!
//! 1. The Markdown is read into events, with the same options as everywhere else.
//! 2. `page` rewrites the events: links are resolved, pictures become a line of text that names them, raw HTML keeps its words and
//!    simple formatting, footnotes lead to the list of sources. Depth and size are bounded here.
//! 3. The events become HTML, and `wall` lets through nothing but the elements and attributes of a card.

mod page;
mod text;
mod wall;

use serde::Serialize;

use crate::card::Card;
use crate::link::LinkTarget;
use crate::resolve::Resolution;

/// What of a card is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RenderOptions {
    /// Whether the reader's own section is part of it; `true` by default.
    pub my_notes: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { my_notes: true }
    }
}

impl RenderOptions {
    /// Leaves out the reader's own section, as a page for somebody else needs it.
    #[must_use]
    pub const fn without_my_notes(mut self) -> Self {
        self.my_notes = false;
        self
    }
}

/// A card as HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rendered {
    /// The HTML of the body. The sources are not part of it: the page lists them itself, each under
    /// [`Source::anchor`](crate::Source::anchor).
    pub html: String,
    /// The addresses that lead outside; an element with `data-link="N"` means the one at N.
    pub external: Vec<String>,
    /// The paths within the library of the pictures it names; an element with `data-picture="N"` stands in the place
    /// of the one at N. No file was looked at: it may be missing, or no picture.
    pub pictures: Vec<String>,
    /// Whether something was left out or flattened because the card is too large or too deep to show whole.
    pub shortened: bool,
}

/// Renders the body of a card; `resolve` says whom a link means.
#[must_use]
pub fn render(card: &Card, resolve: &dyn Fn(&LinkTarget) -> Resolution, options: RenderOptions) -> Rendered {
    let page = page::lay_out(card, resolve, options);
    let mut html = String::with_capacity(card.body().len() * 2);
    pulldown_cmark::html::push_html(&mut html, page.events.into_iter());
    Rendered {
        html: wall::clean(&html),
        external: page.external,
        pictures: page.pictures,
        shortened: page.shortened,
    }
}

/// Passes HTML through the wall once more. Rendered HTML comes out as it went in.
#[must_use]
pub fn sanitise(html: &str) -> String {
    wall::clean(html)
}
