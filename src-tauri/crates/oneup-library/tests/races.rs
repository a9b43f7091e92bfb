//! Another program saves the same file again and again while it is replaced: nothing that program saved is ever
//! overwritten unseen.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use oneup_library::{Library, LibraryError, Outcome};

const SAVES: usize = 150;

/// As Vim, Obsidian and most others save: a new file takes the name.
fn by_renaming(folder: &Path, text: &str) {
    fs::write(folder.join("beside"), text).unwrap();
    fs::rename(folder.join("beside"), folder.join("a.md")).unwrap();
}

/// As simple editors save: the file is cut to nothing and written.
fn in_place(folder: &Path, text: &str) {
    fs::write(folder.join("a.md"), text).unwrap();
}

fn race(save: fn(&Path, &str)) {
    let place = tempfile::tempdir().unwrap();
    let library = Library::open(place.path()).unwrap();
    library.create_file("a.md", b"begun").unwrap();
    let (seen, is_over) = (Mutex::new(HashSet::new()), AtomicBool::new(false));
    let see = |text: &[u8]| {
        seen.lock().unwrap().insert(text.to_vec());
    };
    let (mut done, mut changed) = (0, 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..SAVES {
                let theirs = format!("theirs {number} {}", "x".repeat(number * 7 % 5_000));
                save(place.path(), &theirs);
                let deadline = Instant::now() + Duration::from_secs(20);
                // It saves again only once what it saved was seen, so that it overwrites nothing unseen itself.
                while !seen.lock().unwrap().contains(theirs.as_bytes()) {
                    if Instant::now() > deadline {
                        is_over.store(true, Ordering::Relaxed);
                        panic!("save {number} was overwritten and never seen");
                    }
                    thread::yield_now();
                }
            }
            is_over.store(true, Ordering::Relaxed);
        });
        let mut number = 0;
        while !is_over.load(Ordering::Relaxed) {
            let expected = fs::read(place.path().join("a.md")).unwrap();
            see(&expected);
            number += 1;
            let mine = format!("mine {number}");
            match library.replace_file("a.md", &expected, mine.as_bytes()) {
                Ok(Outcome::Done) => done += 1,
                Ok(Outcome::Changed { theirs }) => {
                    see(&theirs);
                    changed += 1;
                }
                Err(LibraryError::Gone { .. }) => {}
                Err(error) => {
                    is_over.store(true, Ordering::Relaxed);
                    panic!("{error}");
                }
            }
        }
    });
    assert!(done > 0, "the race never got going");
    println!("{SAVES} saves of another program met {done} replacements; {changed} were given back");
    // Whatever was kept aside was seen as well.
    let cleared = library.clear_leftovers(Duration::ZERO, |_, bytes| {
        seen.lock().unwrap().contains(bytes) || bytes.starts_with(b"mine")
    });
    assert_eq!(cleared.unwrap().left, [""; 0]);
}

#[test]
fn no_save_by_renaming_is_overwritten_unseen() {
    race(by_renaming);
}

#[test]
fn no_save_in_place_is_overwritten_unseen() {
    race(in_place);
}
