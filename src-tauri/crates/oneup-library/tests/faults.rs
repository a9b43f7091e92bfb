//! Real refusals of the operating system at each write: a full disk, a read-only one, a missing right. Each leaves the
//! file as it was, says what is wrong, and leaves nothing behind.
//!
//! A test starts itself again inside a mount namespace of its own, or as a user without rights, and is passed over
//! with a word where the system does not allow that.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use oneup_library::{Library, LibraryError, LibraryState, NewDraft, NewVersion, Origin, Outcome, Why};

const PLACE: &str = "ONEUP_FAULT_PLACE";
const NOBODY: u32 = 65_534;

/// The folder a test is to work in when it was started again.
fn place() -> Option<PathBuf> {
    std::env::var_os(PLACE).map(PathBuf::from)
}

fn run(test: &str, place: &Path, command: &mut Command) {
    let output = command.env(PLACE, place).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    if !said.contains("running 1 test") {
        eprintln!("{test} was passed over, since this system does not let it begin: {said}");
        return;
    }
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

/// Starts a test again on a small disk of its own.
fn on_a_small_disk(test: &str, size: &str) {
    let place = tempfile::tempdir().unwrap();
    let script =
        format!("mount -t tmpfs -o size={size} tmpfs \"${PLACE}\" && exec \"$0\" --exact {test} --nocapture");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
    run(test, place.path(), command.arg(std::env::current_exe().unwrap()));
}

/// Takes all the room there is, but for what was set free.
fn fill(folder: &Path) {
    let mut count = 0;
    while fs::write(folder.join(format!("filler-{count}")), [0; 4096]).is_ok() {
        count += 1;
    }
}

fn free(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with("filler") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

fn version(text: &str) -> NewVersion<'_> {
    NewVersion {
        card: "mine/a",
        path: "mine/a.md",
        text,
        at: "2026-11-22T09:00:00+01:00",
        origin: Origin::Here,
        who: "window",
        why: Why::Edit,
    }
}

#[test]
fn a_full_disk_changes_no_card() {
    let Some(place) = place() else { return on_a_small_disk("a_full_disk_changes_no_card", "256k") };
    let library = Library::create(&place).unwrap();
    library.create_file("mine/a.md", b"old").unwrap();
    fill(&place);
    let larger = vec![b'x'; 64 * 1024];
    for refused in [
        library.replace_file("mine/a.md", b"old", &larger).map(drop),
        library.replace_file("mine/a.md", b"old", b"new").map(drop),
        library.create_file("mine/b.md", &larger).map(drop),
    ] {
        assert!(matches!(refused, Err(LibraryError::DiskFull { .. })), "{refused:?}");
    }
    assert_eq!(fs::read(place.join("mine/a.md")).unwrap(), b"old");
    assert_eq!(count(&place.join("mine")), 1, "nothing is left behind");
    // Neither a move nor a removal needs room.
    library.move_file("mine/a.md", "mine/b.md").unwrap();
    assert_eq!(library.remove_file("mine/b.md", b"old").unwrap(), Outcome::Done);
}

#[test]
fn a_full_disk_loses_no_version_and_is_no_damage() {
    let Some(place) = place() else {
        return on_a_small_disk("a_full_disk_loses_no_version_and_is_no_damage", "2m");
    };
    let mut state = LibraryState::open(&place, "/cards").unwrap();
    let kept = state.record_version(&version("kept")).unwrap();
    fill(&place);
    let text: String =
        (0..400_000_u64).map(|n| char::from(b'a' + ((n * n * 7_919) >> 7) as u8 % 26)).collect();
    let refused = state.record_version(&version(&text));
    assert!(matches!(refused, Err(LibraryError::DiskFull { .. })), "{refused:?}");
    let draft =
        NewDraft { card: "mine/a", path: "mine/a.md", at: "2026-11-22T09:00:00Z", base: None, text: &text };
    let refused = state.put_draft(&draft);
    assert!(matches!(refused, Err(LibraryError::DiskFull { .. })), "{refused:?}");
    assert_eq!(state.read_version(kept).unwrap().as_deref(), Some("kept"));
    assert_eq!(state.versions("mine/a").unwrap().len(), 1);
    drop(state);
    let refused = LibraryState::open(&place, "/another");
    assert!(matches!(refused, Ok(_) | Err(LibraryError::DiskFull { .. } | LibraryError::State { .. })));
    drop(refused);
    free(&place);
    let mut state = LibraryState::open(&place, "/cards").unwrap();
    assert_eq!(state.read_version(kept).unwrap().as_deref(), Some("kept"));
    state.put_draft(&draft).unwrap();
    state.record_version(&version(&text)).unwrap();
    assert!(!place.join("state.db.damaged-1").exists());
}

#[test]
fn a_read_only_disk_changes_nothing_and_says_so() {
    let Some(place) = place() else {
        return on_a_small_disk("a_read_only_disk_changes_nothing_and_says_so", "2m");
    };
    let library = Library::create(&place).unwrap();
    library.create_file("mine/a.md", b"old").unwrap();
    let state_folder = place.join("data");
    fs::create_dir(&state_folder).unwrap();
    let kept = LibraryState::open(&state_folder, "/cards").unwrap().record_version(&version("kept")).unwrap();
    let remount = Command::new("mount").args(["-o", "remount,ro"]).arg(&place).status().unwrap();
    assert!(remount.success());
    for refused in [
        library.replace_file("mine/a.md", b"old", b"new").map(drop),
        library.remove_file("mine/a.md", b"old").map(drop),
        library.move_file("mine/a.md", "mine/b.md").map(drop),
        library.move_file("mine/a.md", "mine/new/b.md").map(drop),
        library.create_file("mine/b.md", b"new").map(drop),
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(error, LibraryError::Io { .. }), "{error:?}");
        assert!(error.to_string().contains("Read-only file system"), "{error}");
    }
    assert_eq!(fs::read(place.join("mine/a.md")).unwrap(), b"old");
    assert_eq!(count(&place.join("mine")), 1);
    let refused = LibraryState::open(&state_folder, "/cards").map(drop);
    assert!(matches!(refused, Err(LibraryError::State { .. })), "{refused:?}");
    let remount = Command::new("mount").args(["-o", "remount,rw"]).arg(&place).status().unwrap();
    assert!(remount.success());
    let state = LibraryState::open(&state_folder, "/cards").unwrap();
    assert_eq!(state.read_version(kept).unwrap().as_deref(), Some("kept"), "it was not taken for damage");
}

#[test]
fn a_missing_right_changes_nothing_and_names_the_remedy() {
    let Some(place) = place() else {
        let place = tempfile::tempdir().unwrap();
        let program = place.path().join("test");
        // Copied by another process: a file that this one has open for writing while a test beside it starts a
        // process cannot be started itself.
        let mut copy = Command::new("cp");
        assert!(copy.arg(std::env::current_exe().unwrap()).arg(&program).status().unwrap().success());
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let mine = place.path().join("library/mine");
        fs::create_dir_all(&mine).unwrap();
        for (name, mode) in [("theirs.md", 0o644), ("unreadable.md", 0o000), ("own.md", 0o644)] {
            fs::write(mine.join(name), "old").unwrap();
            fs::set_permissions(mine.join(name), fs::Permissions::from_mode(mode)).unwrap();
        }
        let mut command = Command::new(&program);
        command.args(["--exact", "a_missing_right_changes_nothing_and_names_the_remedy", "--nocapture"]);
        if fs::metadata("/proc/self").unwrap().uid() == 0 {
            for path in [&mine, &mine.join("own.md"), &mine.join("unreadable.md")] {
                chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
            command.uid(NOBODY).gid(NOBODY);
        } else {
            // Nobody else's file can be made then; one without the right to write stands in.
            fs::set_permissions(mine.join("theirs.md"), fs::Permissions::from_mode(0o444)).unwrap();
        }
        run("a missing right", &place.path().join("library"), &mut command);
        for name in ["theirs.md", "own.md"] {
            assert_eq!(fs::read(mine.join(name)).unwrap(), b"old", "{name}");
        }
        return;
    };
    let library = Library::open(&place).unwrap();
    let refuse = |path: &str, remedy: &str| {
        for refused in [library.replace_file(path, b"old", b"new"), library.remove_file(path, b"old")] {
            let error = refused.unwrap_err();
            assert!(
                matches!(&error, LibraryError::Io { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied),
                "{path}: {error:?}"
            );
            assert!(error.remedy().contains(remedy), "{path}: {}", error.remedy());
        }
    };
    refuse("mine/theirs.md", "theirs.md");
    refuse("mine/unreadable.md", "unreadable.md");
    fs::set_permissions(place.join("mine"), fs::Permissions::from_mode(0o555)).unwrap();
    refuse("mine/own.md", "own.md");
    assert!(library.move_file("mine/own.md", "mine/moved.md").is_err());
    assert!(library.create_file("mine/new.md", b"new").is_err());
    fs::set_permissions(place.join("mine"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(count(&place.join("mine")), 3, "nothing is left behind");
    assert_eq!(library.replace_file("mine/own.md", b"old", b"new").unwrap(), Outcome::Done);
    assert_eq!(library.replace_file("mine/own.md", b"new", b"old").unwrap(), Outcome::Done);
}

#[test]
fn an_export_to_a_full_disk_leaves_nothing_behind() {
    let Some(place) = place() else {
        return on_a_small_disk("an_export_to_a_full_disk_leaves_nothing_behind", "256k");
    };
    let outside = tempfile::tempdir().unwrap();
    let library = Library::create(&outside.path().join("library")).unwrap();
    for number in 0..80 {
        library.create_file(&format!("mine/{number}.md"), &[b'x'; 8 * 1024]).unwrap();
    }
    let plan = library.plan_export().unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let target = place.join("copy");
    let error = library.export(&plan, &target, &mut |_| {}, &stop).unwrap_err();
    assert!(matches!(error, LibraryError::DiskFull { .. }), "{error}");
    assert!(error.remedy().contains("Free some room"), "{}", error.remedy());
    assert_eq!(count(&place), 0, "nothing is left behind");
}
