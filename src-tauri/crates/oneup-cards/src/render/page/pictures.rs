//! Pictures on a page: none is loaded yet, and a line of text says so in its place.

use pulldown_cmark::Event;
use url::Url;

use super::Layout;
use crate::render::text::{cut, escaped};

/// A picture while its description is read.
pub(super) struct Picture {
    address: String,
    description: String,
    depth: usize,
}

impl Layout<'_, '_> {
    pub(super) fn start_picture(&mut self, dest: &str) {
        self.picture = Some(Picture { address: dest.to_owned(), description: String::new(), depth: 1 });
    }

    pub(super) fn picture_event(&mut self, event: &Event<'_>) {
        let Some(picture) = &mut self.picture else { return };
        match event {
            Event::Start(_) => picture.depth += 1,
            Event::End(_) => picture.depth -= 1,
            Event::Text(text) | Event::Code(text) if picture.description.len() < 500 => {
                picture.description.push_str(cut(text, 500));
            }
            _ => {}
        }
        if picture.depth == 0
            && let Some(picture) = self.picture.take()
        {
            self.placeholder(&picture);
        }
    }

    /// Writes a line in place of a picture. None is loaded: a remote one would tell its host who reads the card,
    /// and a local one could be any file.
    pub(super) fn placeholder(&mut self, picture: &Picture) {
        let url = Url::parse(&picture.address).ok();
        let host =
            url.as_ref().filter(|url| matches!(url.scheme(), "https" | "http")).and_then(Url::host_str);
        let what = match host {
            Some(host) => format!("picture on {host}, not loaded"),
            None => "picture, not shown".to_owned(),
        };
        let described = match picture.description.trim() {
            "" => what,
            description => format!("{what}: {description}"),
        };
        let title = cut(&picture.address, 200);
        let html =
            format!("<span class=\"picture\" title=\"{}\">[{}]</span>", escaped(title), escaped(&described));
        self.html(html);
    }
}
