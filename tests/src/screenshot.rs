//! Pictures of the window, held against those that a person looked at and accepted.
//!
//! `ONEUP_ACCEPT_PICTURES=1` writes what is there now; look at it before committing it. A picture that differs is
//! written beside the accepted one as `<name>.new.png`.

use std::path::PathBuf;

use image::{ImageBuffer, Rgba};

/// A pixel differs when one of its colours does by more than this: text is smoothed a little differently elsewhere.
const COLOUR: u8 = 48;
/// A picture differs when more of its pixels do than this part.
const PART: f64 = 0.01;

/// Holds a picture against the accepted one of this name.
///
/// # Panics
/// Where they differ, or none was accepted yet.
#[allow(clippy::expect_used, reason = "a picture that cannot be read is a failed test")]
pub fn assert_looks(name: &str, png: &[u8]) {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/screenshots"));
    let accepted = folder.join(format!("{name}.png"));
    if std::env::var_os("ONEUP_ACCEPT_PICTURES").is_some() {
        std::fs::create_dir_all(&folder).expect("the folder of pictures");
        std::fs::write(&accepted, png).expect("the picture");
        return;
    }
    let now = read(png);
    let difference = std::fs::read(&accepted).map_or(1.0, |before| difference(&read(&before), &now));
    if difference > PART {
        let beside = folder.join(format!("{name}.new.png"));
        std::fs::write(&beside, png).expect("the picture");
        panic!(
            "{:.1} % of {name} looks different from the accepted picture: compare it with {}",
            difference * 100.0,
            beside.display()
        );
    }
}

#[allow(clippy::expect_used, reason = "a picture that cannot be read is a failed test")]
fn read(png: &[u8]) -> ImageBuffer<Rgba<u8>, Vec<u8>> {
    image::load_from_memory(png).expect("a PNG").into_rgba8()
}

/// The part of the pixels that differ; all of them where the sizes do.
fn difference(before: &ImageBuffer<Rgba<u8>, Vec<u8>>, now: &ImageBuffer<Rgba<u8>, Vec<u8>>) -> f64 {
    if before.dimensions() != now.dimensions() {
        return 1.0;
    }
    let differing = before
        .pixels()
        .zip(now.pixels())
        .filter(|(a, b)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > COLOUR))
        .count();
    differing as f64 / f64::from(before.width() * before.height())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_equals_itself_and_not_another() {
        let white = ImageBuffer::from_pixel(100, 100, Rgba([255, 255, 255, 255]));
        let mut other = white.clone();
        assert!(difference(&white, &other).abs() < f64::EPSILON);
        for x in 0..100 {
            for y in 0..5 {
                other.put_pixel(x, y, Rgba([0, 0, 0, 255]));
            }
        }
        assert!(difference(&white, &other) > PART);
        assert!(
            (difference(&white, &ImageBuffer::from_pixel(1, 1, Rgba([255, 255, 255, 255]))) - 1.0).abs()
                < 1e-9
        );
    }
}
