//! Links on a page: to cards inside the app, to headings of the card, to the outside by number, and to sources.

use pulldown_cmark::LinkType;
use url::Url;

use super::{Layout, MAX_ADDRESS, MAX_LINKS, Open};
use crate::link::{LinkTarget, in_app_address};
use crate::render::text::{escaped, slug};
use crate::render::wall::ID_PREFIX;
use crate::resolve::Resolution;

impl Layout<'_, '_> {
    pub(super) fn link(&mut self, link_type: LinkType, dest: &str) {
        self.links += 1;
        let target = match link_type {
            LinkType::WikiLink { .. } => Some(LinkTarget::wiki(dest)),
            LinkType::Email => None,
            _ => LinkTarget::markdown(dest, &self.card.path),
        };
        if self.links > MAX_LINKS || dest.len() > MAX_ADDRESS {
            self.page.shortened = true;
            self.open.push(Open::Nothing);
        } else if let Some(target) = target {
            self.card_link(&target);
        } else if let Some(heading) = dest.strip_prefix('#') {
            self.heading_link(heading);
        } else if link_type == LinkType::Email {
            self.outside_link(&format!("mailto:{dest}"));
        } else {
            self.outside_link(dest);
        }
    }

    fn card_link(&mut self, target: &LinkTarget) {
        if target.is_own_heading() {
            self.heading_link(target.heading.as_deref().unwrap_or(""));
            return;
        }
        if target.is_attachment() {
            self.marked("dead-link", "Attached files are not shown here");
            return;
        }
        match (self.resolve)(target) {
            Resolution::Found(card) => {
                let mut address = in_app_address(&card.full_id);
                if let Some(heading) = &target.heading {
                    address.push('#');
                    address.push_str(&slug(heading));
                }
                self.html(format!("<a href=\"{}\" title=\"{}\">", escaped(&address), escaped(&card.title)));
                self.open.push(Open::Html("</a>"));
            }
            Resolution::Missing => self.marked("dead-link", &format!("No card is called {}", target.raw)),
            Resolution::Ambiguous(cards) => {
                let ids: Vec<String> = cards.iter().take(6).map(|card| card.full_id.to_string()).collect();
                self.marked("ambiguous-link", &format!("May mean {}", ids.join(" or ")));
            }
        }
    }

    fn marked(&mut self, class: &str, title: &str) {
        self.html(format!("<span class=\"{class}\" title=\"{}\">", escaped(title)));
        self.open.push(Open::Html("</span>"));
    }

    fn heading_link(&mut self, heading: &str) {
        let id = format!("{ID_PREFIX}{}", slug(heading));
        if self.headings.ids.contains(&id) {
            self.html(format!("<a href=\"#{}\">", escaped(&id)));
            self.open.push(Open::Html("</a>"));
        } else {
            self.open.push(Open::Nothing);
        }
    }

    /// Opens a link to the outside when its address is one; anything else stays plain text.
    fn outside_link(&mut self, dest: &str) {
        let url = Url::parse(dest).ok().filter(|url| matches!(url.scheme(), "https" | "http" | "mailto"));
        let Some(url) = url else {
            self.open.push(Open::Nothing);
            return;
        };
        let host = url.host_str().map_or_else(|| "e-mail".to_owned(), str::to_owned);
        let number = self.page.external.len();
        let opening = format!(
            "<a data-link=\"{number}\" href=\"{}\" title=\"{}\">",
            escaped(url.as_str()),
            escaped(&host)
        );
        self.html(opening);
        self.page.external.push(url.into());
        self.open.push(Open::Outside { host, text: String::new() });
    }

    pub(super) fn footnote(&mut self, label: &str) {
        if let Some(number) = self.numbers.get(&label.to_lowercase()) {
            let mark = format!(
                "<sup class=\"source-ref\"><a href=\"#{ID_PREFIX}source-{number}\">{number}</a></sup>"
            );
            self.html(mark);
        }
    }
}
