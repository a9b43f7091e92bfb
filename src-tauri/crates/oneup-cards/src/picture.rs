//! Where the pictures lie that a card names: in the library, beside the card or below, and never anywhere else.

use crate::ids::PackId;
use crate::link::{has_scheme, joined, percent_decoded};

/// The endings of the kinds of picture that are shown. SVG is none of them: it is a document that can hold scripts.
pub const PICTURE_ENDINGS: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// The path within the library of the picture that the card at `from` names by an address; `None` for one that lies
/// on a network, outside the library or in another pack, is hidden, or is of no kind that is shown.
///
/// That a file is a picture is for whoever reads it to find out; here only its name is looked at.
#[must_use]
pub fn picture_path(address: &str, from: &str, pack: &PackId) -> Option<String> {
    if address.contains(['?', '#']) {
        return None;
    }
    let decoded = percent_decoded(address.trim());
    let odd = decoded.chars().any(|letter| letter.is_control() || matches!(letter, '\\' | ':'));
    if odd || has_scheme(&decoded) || decoded.starts_with('/') {
        return None;
    }
    let ending = decoded.rsplit_once('.')?.1;
    if !PICTURE_ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)) {
        return None;
    }
    let path = joined(from, &decoded)?;
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    let is_own = PackId::of_path(&path).0 == *pack;
    (!hidden && is_own).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_beside_the_card_is_found_and_every_other_address_is_not() {
        let mine = PackId::mine();
        let found = |address: &str| picture_path(address, "mine/deep/a.md", &mine);
        assert_eq!(found("pictures/a-1.png").as_deref(), Some("mine/deep/pictures/a-1.png"));
        assert_eq!(found("../my%20chart.JPEG").as_deref(), Some("mine/my chart.JPEG"));
        for refused in [
            "../../../etc/passwd.png",
            "/etc/x.png",
            "file:///etc/x.png",
            "https://tracker.example/x.png",
            "//tracker.example/x.png",
            "data:image/png;base64,AA.png",
            "card-asset://core/x.png",
            "../../packs/core/x.png",
            "../.oneup/base/x.png",
            "C:/x.png",
            "a\\..\\x.png",
            "x%00.png",
            "%2e%2e/%2e%2e/%2e%2e/x.png",
            "x.svg",
            "x.png.html",
            "x.png?y",
            "x.png#y",
            "png",
            "",
        ] {
            assert_eq!(found(refused), None, "{refused}");
        }
    }

    #[test]
    fn a_card_of_a_pack_shows_pictures_of_its_pack_only() {
        let core = PackId::parse("core").unwrap();
        let found = |address: &str| picture_path(address, "packs/core/forces/a.md", &core);
        assert_eq!(found("../pictures/x.gif").as_deref(), Some("packs/core/pictures/x.gif"));
        for refused in ["../../other/x.gif", "../../../mine/x.gif", "../../../x.gif"] {
            assert_eq!(found(refused), None, "{refused}");
        }
    }
}
