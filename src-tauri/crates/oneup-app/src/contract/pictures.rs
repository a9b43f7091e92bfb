//! The pictures of cards: kept beside them, and shown from there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a picture to be kept beside a card.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct KeepPictureRequest {
    /// What names the card.
    pub key: String,
    /// The picture.
    pub picture: PictureGiven,
}

/// Where a picture comes from.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PictureGiven {
    /// From the clipboard, or from a page.
    Pasted {
        /// Its bytes in Base64.
        data: String,
    },
    /// From files that were dropped on the window.
    Dropped {
        /// The drop.
        drop: u32,
        /// Which of its pictures, from 0.
        number: u32,
    },
}

/// Where a picture is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PictureKept {
    /// How the card names it.
    pub path: String,
    /// Its path within the library.
    pub file: String,
}

/// Asks for a picture that a card names.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
pub struct CardPictureRequest {
    /// The card, as an answer named it.
    pub key: String,
    /// The number of the picture in the card's HTML.
    pub picture: u32,
}

/// A picture that a card names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CardPicture {
    /// What kind of picture its bytes are: `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub media: String,
    /// Its bytes in Base64.
    pub data: String,
    /// How many points wide it is.
    pub width: u32,
    /// How many points high it is.
    pub height: u32,
}
