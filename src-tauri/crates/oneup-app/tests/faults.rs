//! Every act on a disk that is full, on one that is read-only, in a folder without the right to write, and in a library
//! that has gone: each is told with the place and the remedy, leaves the cards as they were, and is done once the
//! fault is mended. What was typed is kept wherever there is a place to keep it.
//!
//! A test starts itself again in namespaces of its own, and is passed over with a word where that is not allowed.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "disturbed/deeds.rs"]
mod deeds;
#[path = "disturbed/looks.rs"]
mod looks;

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use deeds::{CAUSE, Deed, edited, lay_out, perform, save_and_settle, theirs, typed};
use looks::{app_at, cards_of, library_of, sound_and_cleared, state_of};
use oneup_app::contract::ApiError;

const DISK: &str = "ONEUP_FAULT_DISK";

/// How a test is started again: with a disk of its own, as one who is not asked for rights in vain, or as it is. In no
/// process does it run beside another test: one that starts a process hands its locks on for a moment.
#[derive(Clone, Copy)]
enum How {
    WithDisk,
    WithoutPower,
    Plainly,
}

fn again(test: &str, how: How) {
    let disk = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    let mut command = match how {
        How::WithDisk => {
            let script = format!(
                "mount -t tmpfs -o size=16m tmpfs \"${DISK}\" && exec \"$0\" --exact {test} --nocapture"
            );
            let mut command = Command::new("unshare");
            command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
            command
        }
        How::WithoutPower => {
            let mut command = Command::new("unshare");
            command.args(["--user", "sh", "-c", &format!("exec \"$0\" --exact {test} --nocapture")]);
            command
        }
        How::Plainly => {
            let mut command = Command::new("sh");
            command.args(["-c", &format!("exec \"$0\" --exact {test} --nocapture")]);
            command
        }
    };
    let output = command.arg(program).env(DISK, disk.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    if !said.contains("running 1 test") {
        eprintln!("{test} was passed over, since this system does not let it begin: {said}");
        return;
    }
    println!("{said}");
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

fn disk() -> Option<PathBuf> {
    std::env::var_os(DISK).map(PathBuf::from)
}

/// Something that is wrong with a disk, and how it is mended.
struct Fault<'a> {
    begin: &'a dyn Fn(&Path),
    end: &'a dyn Fn(&Path),
    /// What the message says of it; an act that needs no room may be done on a full disk.
    told: &'a str,
    may_be_done: bool,
    /// Whether what is kept beside the library can be written meanwhile.
    keeps: bool,
}

/// Does every act under the fault, and once more without it.
fn each_act_meets(disk: &Path, fault: &Fault<'_>) {
    let (place, kept) = (disk.join("place"), disk.join("kept"));
    fs::create_dir(&place).unwrap();
    let began = lay_out(&place);
    fs::rename(&place, &kept).unwrap();
    let reset = |deed: Deed| {
        if place.exists() {
            fs::remove_dir_all(&place).unwrap();
        }
        assert!(Command::new("cp").arg("-a").arg(&kept).arg(&place).status().unwrap().success());
        if let Some(theirs) = theirs(deed) {
            fs::write(library_of(&place).join(CAUSE), theirs).unwrap();
        }
    };
    let mut refused = 0;
    for deed in Deed::ALL {
        reset(deed);
        perform(deed, &place, began, |_| ()).unwrap();
        let after = cards_of(&place);
        reset(deed);
        let before = cards_of(&place);
        (fault.begin)(&place);
        let is_safe = Cell::new(false);
        let outcome = perform(deed, &place, began, |_| is_safe.set(true));
        (fault.end)(&place);
        let found = cards_of(&place);
        match outcome {
            Ok(()) => {
                assert!(fault.may_be_done, "{deed:?} was done");
                assert_eq!(found, after, "{deed:?}");
            }
            Err(error) => {
                refused += 1;
                assert_says(&error, &place, fault.told, deed);
                assert_eq!(found, before, "{deed:?} changes nothing");
            }
        }
        assert_eq!(is_safe.get(), deed.is_typed() && fault.keeps, "{deed:?}");
        assert_eq!(sound_and_cleared(&place, fault.told), 0, "{deed:?} leaves nothing behind");
        if is_safe.get() {
            assert!(state_of(&place).holds(typed().as_bytes()).unwrap(), "{deed:?}: the text is kept");
        }
        if found == before {
            let app = app_at(&place);
            app.catch_up(&mut |_| ()).unwrap();
            let draft = if deed.is_typed() { edited(&app).draft } else { None };
            match draft {
                Some(draft) => save_and_settle(&app, draft.version, &draft.text).unwrap(),
                None => perform(deed, &place, began, |_| ()).unwrap(),
            }
            assert_eq!(cards_of(&place), after, "{deed:?} is done once the fault is mended");
        }
    }
    println!("{}: {refused} of {} acts refused", fault.told, Deed::ALL.len());
    assert!(refused > Deed::ALL.len() / 2);
}

fn assert_says(error: &ApiError, place: &Path, told: &str, deed: Deed) {
    let hint = error.hint.clone().unwrap_or_default();
    assert!(error.message.contains(&*place.to_string_lossy()), "{deed:?} names the place: {error:?}");
    assert!(error.message.contains(told), "{deed:?} says what is wrong: {error:?}");
    assert!(hint.ends_with('.') && hint.split(' ').count() > 3, "{deed:?} says what to do: {error:?}");
}

#[test]
fn a_full_disk_is_told_and_changes_no_card() {
    let Some(disk) = disk() else { return again("a_full_disk_is_told_and_changes_no_card", How::WithDisk) };
    let fill = |_: &Path| {
        let mut count = 0;
        while fs::write(disk.join(format!("filler-{count}")), [0; 4096]).is_ok() {
            count += 1;
        }
    };
    let free = |_: &Path| {
        for entry in fs::read_dir(&disk).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_string_lossy().starts_with("filler") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    };
    let told = "o room is left on the disk";
    each_act_meets(&disk, &Fault { begin: &fill, end: &free, told, may_be_done: true, keeps: false });
}

#[test]
fn a_read_only_disk_is_told_and_changes_no_card() {
    let Some(disk) = disk() else {
        return again("a_read_only_disk_is_told_and_changes_no_card", How::WithDisk);
    };
    let mount = |how: &str| {
        let done = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(&disk).status();
        assert!(done.unwrap().success());
    };
    let (begin, end) = (|_: &Path| mount("ro"), |_: &Path| mount("rw"));
    let told = "unable to open database file";
    each_act_meets(&disk, &Fault { begin: &begin, end: &end, told, may_be_done: false, keeps: false });
}

#[test]
fn a_folder_without_the_right_to_write_is_told_and_the_text_is_kept() {
    let Some(disk) = disk() else {
        return again("a_folder_without_the_right_to_write_is_told_and_the_text_is_kept", How::WithoutPower);
    };
    let set = |place: &Path, mode: u32| {
        let mine = library_of(place).join("mine");
        fs::set_permissions(mine, fs::Permissions::from_mode(mode)).unwrap();
    };
    let (begin, end) = (|place: &Path| set(place, 0o555), |place: &Path| set(place, 0o755));
    let told = "ermission denied";
    each_act_meets(&disk, &Fault { begin: &begin, end: &end, told, may_be_done: false, keeps: true });
}

#[test]
fn a_library_that_has_gone_is_told_and_the_text_is_kept() {
    let Some(disk) = disk() else {
        return again("a_library_that_has_gone_is_told_and_the_text_is_kept", How::Plainly);
    };
    let away = |place: &Path| place.join("away");
    let begin = |place: &Path| fs::rename(library_of(place), away(place)).unwrap();
    let end = |place: &Path| fs::rename(away(place), library_of(place)).unwrap();
    let told = "is not there";
    each_act_meets(&disk, &Fault { begin: &begin, end: &end, told, may_be_done: false, keeps: true });
}
