//! Files that attack or are broken: each is a card with findings or is passed over with a reason, never a crash,
//! and the cards beside it can still be found.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use oneup_testkit::TempLibrary;
use oneup_tests::Cli;
use serde_json::Value;

/// A library with one good card and one other file; returns what the index says of it.
fn beside_a_good_card(name: &str, write: impl FnOnce(&TempLibrary)) -> (TempLibrary, Cli, Value) {
    let library = TempLibrary::new().with("mine/good.md", "# The good card\n\nA compressor trips.\n");
    write(&library);
    let cli = Cli::at(&library.beside("home"));
    let begun = Instant::now();
    let opened = cli.run(["open".into(), library.root().into_os_string()]);
    assert_eq!(opened.code, 0, "{name}: {opened:?}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{name} took {:?}", begun.elapsed());
    assert_eq!(cli.json(["search", "compressor"])["hits"][0]["id"], "mine/good", "{name}");
    let indexed = cli.json(["index"]);
    (library, cli, indexed)
}

#[test]
fn files_that_are_no_text_are_passed_over_with_a_reason() {
    let cases: [(&str, &[u8], &str); 3] = [
        ("invalid UTF-8", b"# Title\n\n\xff\xfe\n", "UTF-8"),
        ("NUL bytes", b"# Title\n\nA\0B\n", "NUL"),
        ("a picture named .md", b"\x89PNG\r\n\x1a\n\0\0\0", ""),
    ];
    for (name, bytes, why) in cases {
        let (_library, _cli, indexed) =
            beside_a_good_card(name, |library| library.write("mine/bad.md", bytes));
        assert_eq!(indexed["skipped"][0]["path"], "mine/bad.md", "{name}");
        assert!(indexed["skipped"][0]["why"].as_str().unwrap().contains(why), "{name}: {indexed}");
    }
}

#[test]
fn a_file_of_200_megabytes_is_passed_over_without_being_read() {
    let (_library, _cli, indexed) = beside_a_good_card("200 MB", |library| {
        File::create(library.path("mine/huge.md")).unwrap().set_len(200 << 20).unwrap();
    });
    let why = indexed["skipped"][0]["why"].as_str().unwrap();
    assert!(why.contains("209715200 bytes") && why.contains("4 MiB"), "{why}");
}

#[test]
fn m10_y1_bombs_are_cards_like_any_other() {
    let laughs = "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ntitle: Bomb\n---\nbombtext\n";
    let cases = [
        ("1 MB of [", format!("bombtext {}", "[".repeat(1 << 20))),
        ("100,000 quotes deep", format!("{} bombtext", ">".repeat(100_000))),
        ("100,000 lists deep", format!("{}bombtext", "- ".repeat(100_000))),
        ("50,000 stars", format!("bombtext {}", "*a ".repeat(50_000))),
        ("a billion laughs", laughs.to_owned()),
        ("front matter that never closes", "---\nid: x\nbombtext\n".to_owned()),
        (
            "deep front matter",
            format!("---\na: {}{}\n---\nbombtext\n", "[".repeat(10_000), "]".repeat(10_000)),
        ),
    ];
    for (name, text) in cases {
        let (_library, cli, _) = beside_a_good_card(name, |library| library.write("mine/bomb.md", &text));
        let found = cli.json(["search", "bombtext"]);
        assert_eq!(found["total"], 1, "{name}");
        let page = cli.json(["card", "show", "mine/mine/bomb"]);
        assert!(page["html"].as_str().unwrap().len() < 8 << 20, "{name}: bounded output");
    }
}

#[test]
fn scripts_in_a_card_do_not_reach_its_html() {
    let text = "# Title\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) <svg onload=alert(1)>\n\n```<style/onload=alert(1)>\nx\n```\n";
    let (_library, cli, _) = beside_a_good_card("scripts", |library| library.write("mine/bad.md", text));
    let html = cli.json(["card", "show", "mine/mine/bad"])["html"].as_str().unwrap().to_owned();
    for forbidden in ["<script", "<img", "<svg", "<style", "href=\"javascript", "onerror=\"", "onload=\""] {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_loops_and_links_out_are_passed_over() {
    let (library, _cli, indexed) = beside_a_good_card("odd files", |library| {
        std::os::unix::fs::symlink(".", library.path("mine/loop")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", library.path("mine/passwd.md")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(library.path("mine/pipe.md")).status().unwrap();
        assert!(made.success());
    });
    let skipped: Vec<_> = indexed["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(skipped, ["mine/loop", "mine/passwd.md", "mine/pipe.md"]);
    drop(library);
}

/// A small disk of its own, that can really be full; `None` where this machine lets nobody mount one.
#[cfg(target_os = "linux")]
fn small_disk(at: &Path, kilobytes: u32) -> Option<Unmount> {
    fs::create_dir(at).unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"])
        .arg(at)
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!("not tried: this needs the right to mount a small disk");
    }
    mounted.then(|| Unmount(at.to_owned()))
}

#[cfg(target_os = "linux")]
#[test]
fn r1_a_full_disk_under_the_library_is_said_and_nothing_is_lost() {
    let place = tempfile::tempdir().unwrap();
    let disk = place.path().join("disk");
    let Some(_mounted) = small_disk(&disk, 256) else { return };
    let cli = Cli::at(&place.path().join("home"));
    let full = cli.run(["init".as_ref(), "--library".as_ref(), disk.join("library").as_os_str()]);
    assert_eq!(full.code, 4, "{full:?}");
    assert!(full.err.contains("No room is left on the disk"), "{}", full.err);
    assert!(full.err.contains("Free some room"), "{}", full.err);
    assert!(!disk.join("library/packs/core").exists(), "half a pack must not appear");
    let left: Vec<_> = fs::read_dir(disk.join("library/.oneup/base")).unwrap().collect();
    assert!(left.is_empty(), "and nothing half-written stays: {left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn r1_a_full_disk_under_the_index_leaves_reading_and_recovers() {
    let library = TempLibrary::new().with("mine/good.md", "# The good card\n\nA compressor trips.\n");
    let disk = library.beside("disk");
    let Some(_mounted) = small_disk(&disk, 1000) else { return };
    let cli = Cli::at(&disk.join("home"));
    assert_eq!(cli.run(["open".into(), library.root().into_os_string()]).code, 0);
    let filler = disk.join("filler");
    let mut file = File::create(&filler).unwrap();
    while std::io::Write::write_all(&mut file, &[0; 1024]).is_ok() {}
    library.write("mine/new.md", "# The new card\n\nA turbine.\n");
    let indexed = cli.run(["index"]);
    assert_eq!(indexed.code, 4, "{indexed:?}");
    assert!(
        indexed.err.contains("No space left") && indexed.err.contains("nothing was lost"),
        "{}",
        indexed.err
    );
    let read = cli.run(["search", "compressor"]);
    assert_eq!(read.code, 0, "what is indexed can still be found: {read:?}");
    assert!(read.out.contains("The good card") && read.err.contains("may be out of date"), "{read:?}");
    drop(file);
    fs::remove_file(filler).unwrap();
    assert_eq!(cli.run(["index"]).code, 0);
    assert_eq!(cli.json(["search", "turbine"])["total"], 1, "and nothing was taken for damage on the way");
}

#[cfg(target_os = "linux")]
struct Unmount(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}
