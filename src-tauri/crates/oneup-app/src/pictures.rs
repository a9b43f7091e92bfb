//! Pictures of cards: taken in by what their bytes are, kept beside the card, and handed out by number.
//!
//! A picture goes into the folder `pictures` beside the card, under the name of the card's file and a part of the
//! picture's own fingerprint, so that the same picture is kept once and no name comes from outside. It stays there
//! when the text that names it is taken back: what can be undone can be done again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use imagesize::ImageType;
use oneup_library::{Library, LibraryError, Part};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::contract::{
    CardPicture, CardPictureRequest, KeepPictureRequest, PictureGiven, PictureKept, count,
};
use crate::error::AppError;
use crate::new_card::slug_of;

/// The largest picture that is taken or shown, in bytes: in Base64 it fits where the largest card does.
pub(crate) const LARGEST: usize = 6 * 1024 * 1024;

/// The most points of a picture. A small file can say that it is larger than the memory.
const MOST_POINTS: usize = 50_000_000;

/// The folder beside a card that pictures go into.
const FOLDER: &str = "pictures";

/// How many bytes are searched for the sign of an SVG, to name the reason.
const SNIFFED: usize = 4096;

/// How many hexadecimal digits of the fingerprint the name carries.
const DIGITS: usize = 12;

/// Why something is not taken for a picture.
#[derive(Debug, thiserror::Error)]
pub enum NoPicture {
    /// It is none of the kinds that are shown.
    #[error("this is no PNG, JPEG, GIF or WebP picture")]
    Unknown,
    /// It is SVG.
    #[error("an SVG picture is a document that can hold scripts, so none is shown")]
    Svg,
    /// It has too many bytes.
    #[error("the picture is larger than {} MB", LARGEST / 1024 / 1024)]
    TooLarge,
    /// It has too many points.
    #[error("the picture has {width} × {height} points, and {} million are the most", MOST_POINTS / 1_000_000)]
    TooManyPoints {
        /// How many points wide it is.
        width: usize,
        /// How many points high it is.
        height: usize,
    },
    /// What came is no Base64.
    #[error("the picture did not arrive whole")]
    Broken,
    /// The card names no such picture.
    #[error("the card has no picture of this number")]
    NoSuchNumber,
}

/// What the bytes of a picture say.
struct Looked {
    media: &'static str,
    ending: &'static str,
    width: usize,
    height: usize,
}

impl App {
    /// Keeps a picture beside a card and says how the card names it. The same picture is kept once.
    pub(crate) fn keep_picture_of(&self, request: &KeepPictureRequest) -> Result<PictureKept, AppError> {
        let bytes = match &request.picture {
            PictureGiven::Pasted { data } => bytes_of(data)?,
            PictureGiven::Dropped { drop, number } => self.dropped_picture(*drop, *number)?,
        };
        let looked = look_at(&bytes)?;
        let library = self.session()?.library()?;
        let card = self.resolve_id(&request.key)?.path;
        let (folder, file) = card.rsplit_once('/').unwrap_or(("", &card));
        let stem = slug_of(file.strip_suffix(".md").unwrap_or(file));
        let stem = if stem.is_empty() { "picture" } else { &stem };
        let path = format!("{FOLDER}/{stem}-{}.{}", fingerprint(&bytes), looked.ending);
        let file = if folder.is_empty() { path.clone() } else { format!("{folder}/{path}") };
        match library.create_file(&file, &bytes) {
            Err(LibraryError::Exists { .. }) if holds(&library, &file, &bytes) => {}
            written => drop(written?),
        }
        Ok(PictureKept { path, file })
    }

    /// Reads a picture that a card names.
    pub(crate) fn picture_of(&self, request: &CardPictureRequest) -> Result<CardPicture, AppError> {
        let pictures = self.open_card(&request.key)?.rendered.pictures;
        let number = usize::try_from(request.picture).unwrap_or(usize::MAX);
        let path = pictures.get(number).ok_or(NoPicture::NoSuchNumber)?;
        let (bytes, part) = self.session()?.library()?.read(path, LARGEST as u64)?;
        if part == Part::Beginning {
            return Err(NoPicture::TooLarge.into());
        }
        let looked = look_at(&bytes)?;
        Ok(CardPicture {
            media: looked.media.to_owned(),
            data: BASE64.encode(&bytes),
            width: count(looked.width),
            height: count(looked.height),
        })
    }
}

fn bytes_of(data: &str) -> Result<Vec<u8>, NoPicture> {
    // Before it is decoded: what is too large takes no memory twice.
    if data.len() / 4 * 3 > LARGEST + 2 {
        return Err(NoPicture::TooLarge);
    }
    BASE64.decode(data).map_err(|_| NoPicture::Broken)
}

/// Says what a picture is, by its bytes alone: no name and no header of its sender counts.
fn look_at(bytes: &[u8]) -> Result<Looked, NoPicture> {
    if bytes.len() > LARGEST {
        return Err(NoPicture::TooLarge);
    }
    let (media, ending) = match imagesize::image_type(bytes) {
        Ok(ImageType::Png) => ("image/png", "png"),
        Ok(ImageType::Jpeg) => ("image/jpeg", "jpg"),
        Ok(ImageType::Gif) => ("image/gif", "gif"),
        Ok(ImageType::Webp) => ("image/webp", "webp"),
        _ if is_svg(bytes) => return Err(NoPicture::Svg),
        _ => return Err(NoPicture::Unknown),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| NoPicture::Unknown)?;
    if size.width.saturating_mul(size.height) > MOST_POINTS {
        return Err(NoPicture::TooManyPoints { width: size.width, height: size.height });
    }
    Ok(Looked { media, ending, width: size.width, height: size.height })
}

fn is_svg(bytes: &[u8]) -> bool {
    let beginning = bytes.get(..bytes.len().min(SNIFFED)).unwrap_or_default();
    String::from_utf8_lossy(beginning).to_ascii_lowercase().contains("<svg")
}

fn fingerprint(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut digits = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits.truncate(DIGITS);
    digits
}

fn holds(library: &Library, path: &str, bytes: &[u8]) -> bool {
    library.read(path, bytes.len() as u64).is_ok_and(|(there, _)| there == bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::contract::ErrorCode;
    use crate::test_place::{Place, place};

    /// The smallest picture there is: one point.
    const PNG: &[u8] = &[
        0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0,
        0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c,
        0x63, 0, 1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42,
        0x60, 0x82,
    ];

    fn with_card(name: &str, body: &str) -> Place {
        let place = place();
        let text = format!("---\nid: a\ntype: note\ntitle: A\n---\n{body}");
        fs::write(place.folder.path().join("library/mine").join(name), text).unwrap();
        place.app.catch_up(&mut |_| ()).unwrap();
        place
    }

    impl Place {
        fn paste(&self, bytes: &[u8]) -> Result<PictureKept, AppError> {
            let picture = PictureGiven::Pasted { data: BASE64.encode(bytes) };
            self.app.keep_picture_of(&KeepPictureRequest { key: "mine/a".to_owned(), picture })
        }

        fn show(&self, picture: u32) -> Result<CardPicture, AppError> {
            self.app.picture_of(&CardPictureRequest { key: "mine/a".to_owned(), picture })
        }
    }

    #[test]
    fn a_picture_is_kept_once_under_the_name_of_its_card_and_shown_from_there() {
        let place = with_card("My card (1).md", "\nText.\n");
        let kept = place.paste(PNG).unwrap();
        let name = kept.path.strip_prefix("pictures/my-card-1-");
        assert!(name.is_some_and(|name| name.strip_suffix(".png").is_some()), "{}", kept.path);
        let file = place.folder.path().join("library").join(&kept.file);
        assert_eq!(fs::read(&file).unwrap(), PNG);
        assert_eq!(place.paste(PNG).unwrap(), kept);
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);

        let card = place.folder.path().join("library/mine/My card (1).md");
        fs::write(&card, format!("---\nid: a\ntype: note\ntitle: A\n---\n![what]({})\n", kept.path)).unwrap();
        place.app.catch_up(&mut |_| ()).unwrap();
        let shown = place.show(0).unwrap();
        assert_eq!((shown.media.as_str(), shown.width, shown.height), ("image/png", 1, 1));
        assert_eq!(BASE64.decode(shown.data).unwrap(), PNG);
        assert!(place.show(1).is_err());
    }

    #[test]
    fn what_is_no_picture_by_its_bytes_is_refused_with_its_reason() {
        let place = with_card("a.md", "");
        let mut wide = PNG.to_vec();
        wide[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        let mut large = PNG.to_vec();
        large.resize(LARGEST + 1, 0);
        for (bytes, why) in [
            (&b"<html><script>alert(1)</script>"[..], "no PNG"),
            (b"<?xml version='1.0'?><svg xmlns='x' onload='alert(1)'/>", "SVG"),
            (b"", "no PNG"),
            (&PNG[..12], "no PNG"),
            (b"BM\0\0\0\0\0\0\0\0", "no PNG"),
            (b"%PDF-1.7", "no PNG"),
            (&wide, "100000 × 100000"),
            (&large, "larger than 6 MB"),
            (&vec![0; 100 * 1024 * 1024], "larger than 6 MB"),
        ] {
            let refused = place.paste(bytes).unwrap_err();
            assert!(refused.to_string().contains(why), "{refused}");
            assert_eq!(refused.code(), ErrorCode::WrongUse);
        }
        let broken = PictureGiven::Pasted { data: "not Base64!".to_owned() };
        let asked = KeepPictureRequest { key: "mine/a".to_owned(), picture: broken };
        assert!(place.app.keep_picture_of(&asked).unwrap_err().to_string().contains("whole"));
        assert!(!place.folder.path().join("library/mine/pictures").exists());
    }

    #[test]
    fn another_file_of_that_name_is_never_written_over() {
        let place = with_card("a.md", "");
        let kept = place.paste(PNG).unwrap();
        let file = place.folder.path().join("library").join(&kept.file);
        fs::write(&file, "mine").unwrap();
        assert!(matches!(place.paste(PNG), Err(AppError::Library(LibraryError::Exists { .. }))));
        assert_eq!(fs::read(&file).unwrap(), b"mine");
    }

    #[test]
    fn only_pictures_of_the_card_are_read_whatever_the_file_is_called() {
        let place = with_card("a.md", "![x](lie.png)\n![y](../../home/config.toml)\n![z](gone.png)\n");
        fs::write(place.folder.path().join("library/mine/lie.png"), "<svg onload=alert(1)>").unwrap();
        assert!(place.show(0).unwrap_err().to_string().contains("SVG"));
        assert!(place.show(1).is_err(), "it is not there");
        assert!(matches!(place.show(2), Err(AppError::Picture(NoPicture::NoSuchNumber))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_way_is_not_followed() {
        let place = with_card("a.md", "![x](out.png)\n");
        let outside = place.folder.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("p.png"), PNG).unwrap();
        let mine = place.folder.path().join("library/mine");
        std::os::unix::fs::symlink(&outside, mine.join("pictures")).unwrap();
        std::os::unix::fs::symlink(outside.join("p.png"), mine.join("out.png")).unwrap();
        assert!(place.paste(PNG).is_err());
        assert!(place.show(0).is_err());
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    }
}
