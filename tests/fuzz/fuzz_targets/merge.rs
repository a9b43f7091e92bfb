//! Any three texts merge without losing a word of either side or making up a line, and every difference is told.
//! The input is the three texts with a byte 0xFF between them, which no text holds.
#![no_main]

#[path = "../../../src-tauri/crates/oneup-cards/tests/merged/mod.rs"]
mod merged;

use libfuzzer_sys::fuzz_target;
use oneup_cards::diff::diff;

fuzz_target!(|bytes: &[u8]| {
    let mut texts = bytes.splitn(3, |byte| *byte == 0xFF).map(std::str::from_utf8);
    let (Some(Ok(base)), Some(Ok(mine)), Some(Ok(theirs))) = (texts.next(), texts.next(), texts.next())
    else {
        return;
    };
    merged::assert_merge_keeps_every_word(base, mine, theirs);
    assert_eq!(diff(mine, theirs).is_empty(), mine == theirs);
});
