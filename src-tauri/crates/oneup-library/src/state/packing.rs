//! How the text of a version is packed: alone, or against the text of an earlier version of the same card.
//!
//! A packed text carries its own checksum, and is packed against one other at most: damage to one version is told when
//! that version is read, and stays with it and those few that were packed against it.

use std::io;

use oneup_cards::MAX_CARD_BYTES;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

/// Strong enough that a larger number saves no more on texts of a few kilobytes, and still far below a millisecond.
const LEVEL: i32 = 9;

/// The largest text that is unpacked: twice the largest card, so that a damaged length cannot ask for all memory.
const LARGEST: usize = 2 * MAX_CARD_BYTES;

/// Packs texts alone, one after the other.
pub(super) struct Packer(Compressor<'static>);

impl Packer {
    /// Makes ready.
    ///
    /// # Errors
    /// Where there is no memory left.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(checked(Compressor::new(LEVEL)?)?))
    }

    /// Packs a text.
    ///
    /// # Errors
    /// Where there is no memory left.
    pub(super) fn pack(&mut self, text: &str) -> io::Result<Vec<u8>> {
        self.0.compress(text.as_bytes())
    }
}

/// Packs a text against another, which is needed to unpack it.
///
/// # Errors
/// Where there is no memory left.
pub(super) fn pack_against(base: &str, text: &str) -> io::Result<Vec<u8>> {
    checked(Compressor::with_dictionary(LEVEL, base.as_bytes())?)?.compress(text.as_bytes())
}

/// Unpacks a text of a known length, against another where it was packed so.
///
/// # Errors
/// Where the bytes are not what was packed, or the other text is not the one it was packed against.
pub(super) fn unpack(base: Option<&str>, packed: &[u8], length: usize) -> io::Result<String> {
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the packed text is damaged");
    if length > LARGEST {
        return Err(damaged());
    }
    let bytes = Decompressor::with_dictionary(base.unwrap_or_default().as_bytes())?
        .decompress(packed, length)
        .map_err(|_| damaged())?;
    if bytes.len() != length {
        return Err(damaged());
    }
    String::from_utf8(bytes).map_err(|_| damaged())
}

fn checked(mut compressor: Compressor<'_>) -> io::Result<Compressor<'_>> {
    compressor.set_parameter(CParameter::ChecksumFlag(true))?;
    Ok(compressor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_comes_back(base in ".{0,300}", text in ".{0,300}") {
            let alone = Packer::new().unwrap().pack(&text).unwrap();
            prop_assert_eq!(unpack(None, &alone, text.len()).unwrap(), &*text);
            let against = pack_against(&base, &text).unwrap();
            prop_assert_eq!(unpack(Some(&base), &against, text.len()).unwrap(), &*text);
        }

        #[test]
        fn a_changed_byte_never_gives_another_text(text in "[a-z ]{20,200}", at in any::<prop::sample::Index>(), bit in 0..8u32) {
            let mut packed = Packer::new().unwrap().pack(&text).unwrap();
            let at = at.index(packed.len());
            packed[at] ^= 1 << bit;
            // A bit that says nothing may be changed without loss; any other is told.
            if let Ok(read) = unpack(None, &packed, text.len()) {
                prop_assert_eq!(read, text);
            }
        }
    }

    #[test]
    fn a_small_edit_of_a_large_text_stays_small() {
        let numbers = (0..40_000u64).map(|n| n.wrapping_mul(6_364_136_223_846_793_005) >> 40);
        let base = numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
        let text = base.replacen("0 ", "0 changed ", 1) + "and more";
        assert!(pack_against(&base, &text).unwrap().len() < 300);
        assert!(Packer::new().unwrap().pack(&text).unwrap().len() > 50_000);
    }

    #[test]
    fn the_wrong_base_and_a_length_beyond_measure_are_told() {
        let base = "The night shift waits for the one who knows the line.".repeat(5);
        let packed = pack_against(&base, &format!("{base} And more.")).unwrap();
        let wrong = base.replace("night", "other");
        assert!(unpack(Some(&wrong), &packed, base.len() + 10).is_err());
        assert!(unpack(None, &packed, base.len() + 10).is_err());
        assert!(unpack(Some(&base), &packed, usize::MAX).is_err());
        assert!(unpack(Some(&base), &packed, base.len() + 11).is_err());
    }
}
