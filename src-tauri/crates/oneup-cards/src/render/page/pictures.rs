//! Pictures on a page: each is a line of text, and one that lies in the library has a number by which it is asked for.

use pulldown_cmark::Event;
use url::Url;

use super::{Layout, MAX_PICTURES};
use crate::picture::picture_path;
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

    /// Writes a line in place of a picture. A remote one is not loaded, since that would tell its host who reads the
    /// card; one of the library is asked for by its number, so that no page can name a file.
    pub(super) fn placeholder(&mut self, picture: &Picture) {
        if self.page.pictures.len() < MAX_PICTURES
            && let Some(path) = picture_path(&picture.address, &self.card.path, self.card.pack())
        {
            let described = match picture.description.trim() {
                "" => path.rsplit('/').next().unwrap_or_default(),
                description => description,
            };
            let number = self.page.pictures.len();
            self.html(format!(
                "<span class=\"picture\" data-picture=\"{number}\">{}</span>",
                escaped(described)
            ));
            self.page.pictures.push(path);
            return;
        }
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
