//! Bytes into text, whatever program saved them: with a byte order mark or without, in UTF-8, UTF-16 or an old code
//! page.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use thiserror::Error;

/// How the letters of a file are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encodings that a front offers; any other that a label names is understood too.
    pub const OFFERED: [Self; 4] = [
        Self(encoding_rs::UTF_8),
        Self(encoding_rs::UTF_16LE),
        Self(encoding_rs::UTF_16BE),
        Self(encoding_rs::WINDOWS_1252),
    ];

    /// Finds an encoding by a label such as `utf-8` or `latin1`.
    #[must_use]
    pub fn named(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label(label.as_bytes()).map(Self)
    }

    /// Its name; what people call Latin-1 is windows-1252, as in every browser.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// How it was written.
    pub encoding: Encoding,
    /// Whether letters were lost, because the bytes are not of this encoding.
    pub is_lossy: bool,
}

/// Says why a file is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotText {
    /// It holds the letter zero, which no text holds.
    #[error("it is not a text: it holds the letter zero. Save it as text, or as CSV, first")]
    Binary,
}

/// Reads bytes as text: in the encoding asked for, or else in the one that its mark or its bytes tell.
///
/// # Errors
/// [`NotText`] where it is a picture, a program or a spreadsheet of another format.
pub fn decode(bytes: &[u8], wanted: Option<Encoding>) -> Result<Decoded, NotText> {
    let encoding = wanted.map_or_else(|| encoding_of(bytes), |wanted| wanted.0);
    // A mark at the start says more than a guess, and as much as a wish that it agrees with.
    let (text, encoding, is_lossy) = if wanted.is_some() {
        let (text, is_lossy) = encoding.decode_with_bom_removal(bytes);
        (text, encoding, is_lossy)
    } else {
        encoding.decode(bytes)
    };
    if text.contains('\0') {
        return Err(NotText::Binary);
    }
    Ok(Decoded { text: text.into_owned(), encoding: Encoding(encoding), is_lossy })
}

fn encoding_of(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return encoding_rs::UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Text in UTF-16 of a Western language has a zero in every other byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let beginning = bytes.get(..bytes.len().min(4096) & !1)?;
    let pairs = beginning.chunks_exact(2);
    let count = pairs.len();
    let (mut first, mut second) = (0, 0);
    for pair in pairs {
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.get(1) == Some(&0));
    }
    match (count > 1, second * 2 > count && first == 0, first * 2 > count && second == 0) {
        (true, true, _) => Some(encoding_rs::UTF_16LE),
        (true, _, true) => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> (String, &'static str, bool) {
        let decoded = decode(bytes, None).unwrap();
        (decoded.text, decoded.encoding.name(), decoded.is_lossy)
    }

    #[test]
    fn what_the_usual_programs_save_is_read_as_it_was_meant() {
        let text = "Größe;Prüfung\r\n";
        assert_eq!(told(text.as_bytes()), (text.into(), "UTF-8", false));
        assert_eq!(told(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), (text.into(), "UTF-8", false));
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(told(&little), (text.into(), "UTF-16LE", false));
        assert_eq!(told(&big), (text.into(), "UTF-16BE", false));
        assert_eq!(told(&[b"\xFF\xFE", little.as_slice()].concat()), (text.into(), "UTF-16LE", false));
        assert_eq!(told(&[b"\xFE\xFF", big.as_slice()].concat()), (text.into(), "UTF-16BE", false));
        let latin = b"Gr\xF6\xDFe;Pr\xFCfung, sehr gro\xDFe St\xFCckzahl\r\n";
        assert_eq!(told(latin).1, "windows-1252");
        assert!(told(latin).0.starts_with("Größe;Prüfung"));
    }

    #[test]
    fn a_wish_is_followed_and_what_is_lost_by_it_is_said() {
        let wished = decode("é".as_bytes(), Encoding::named("latin1")).unwrap();
        assert_eq!((wished.text.as_str(), wished.is_lossy), ("Ã©", false));
        assert!(decode(b"\xFF\xFE\xFD", Encoding::named("utf-8")).unwrap().is_lossy);
        assert_eq!(Encoding::named("klingon"), None);
    }

    #[test]
    fn a_picture_is_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None), Err(NotText::Binary));
    }
}
