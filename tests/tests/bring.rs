//! Bringing one's own and taking everything out, through the command line, on what Obsidian, Logseq, Notion and
//! spreadsheets really write.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

use oneup_testkit::TempLibrary;
use oneup_tests::Cli;
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bring").join(name)
}

fn path(name: &str) -> String {
    fixture(name).display().to_string()
}

/// An empty library that is set up as that of a data folder.
fn empty() -> (TempLibrary, Cli) {
    let library = TempLibrary::new();
    library.write("mine/there.md", "---\nid: there\ntype: note\ntitle: Only a title\n---\n");
    let cli = Cli::at(&library.beside("home"));
    let opened = cli.run(["open".to_owned(), library.root().display().to_string()]);
    assert_eq!(opened.code, 0, "{opened:?}");
    (library, cli)
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                all.push((path.clone(), Vec::new()));
                folders.push(path);
            } else {
                all.push((path.clone(), fs::read(path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

fn places(list: &Value) -> Vec<&str> {
    list["rows"].as_array().unwrap().iter().map(|row| row["place"].as_str().unwrap()).collect()
}

#[test]
fn a_vault_is_looked_at_and_opened_in_place_and_not_a_byte_of_it_changes() {
    let (_library, cli) = empty();
    let vault = tempfile::tempdir().unwrap();
    let vault = vault.path().join("vault");
    assert!(
        std::process::Command::new("cp")
            .arg("-r")
            .args([fixture("vault"), vault.clone()])
            .status()
            .unwrap()
            .success()
    );
    let before = files(&vault);
    let folder = vault.display().to_string();

    let report = cli.json(["open", folder.as_str(), "--dry-run"]);
    assert_eq!(report["cards"], 3);
    let found = |what: &str| {
        let rows = report["conventions"].as_array().unwrap();
        rows.iter()
            .find(|row| row["what"].as_str().unwrap().starts_with(what))
            .map(|row| row["count"].clone())
    };
    for (what, count) in [
        ("Links between notes", 4),
        ("Links that lead to no note", 1),
        ("Notes shown inside others", 1),
        ("Pictures and other files", 1),
        ("Tags in the text", 1),
        ("Callouts", 1),
        ("Fields in the text", 1),
        ("Notes without front matter", 1),
        ("Keys of the front matter", 2),
        ("Ids that no card can have", 1),
    ] {
        assert_eq!(found(what), Some(count.into()), "{what}: {report}");
    }
    let alone: Vec<_> =
        report["alone"].as_array().unwrap().iter().map(|row| row["what"].as_str().unwrap()).collect();
    assert_eq!(alone, [".obsidian", ".png"]);
    assert_ne!(cli.json(["status"])["path"], folder.as_str(), "looking opens nothing");

    assert_eq!(cli.run(["open", folder.as_str()]).code, 0);
    assert_eq!(cli.json(["search", "what it costs"])["hits"][0]["id"], "Night stops");
    assert_eq!(files(&vault), before, "nothing was written into it");
}

#[test]
fn a_vault_is_imported_as_one_act_and_taken_back_as_one() {
    let (library, cli) = empty();
    let before = files(&library.root());
    let dry = cli.json(["import", "vault", &path("vault"), "--dry-run"]);
    assert_eq!((dry["cards"].clone(), places(&dry["left_out"])), (2.into(), vec!["bad.md"]));
    assert_eq!(files(&library.root()), before, "a dry run writes nothing");

    let done = cli.json(["import", "vault", &path("vault")]);
    assert_eq!(done["made"], 2);
    let card = fs::read_to_string(library.root().join("mine/night-stops-at-our-plant.md")).unwrap();
    assert!(card.contains("created: 2025-02-01 # keep\n"), "{card}");
    assert!(card.contains("tags: [maintenance, plant, line/4]\n"), "{card}");
    assert!(card.contains("[[overtime|what it costs]], [[overtime#Causes|Overtime#Causes]]"), "{card}");
    let overtime = fs::read_to_string(library.root().join("mine/Areas/Line 4/overtime.md")).unwrap();
    assert!(overtime.ends_with(
        "Back to [[night-stops-at-our-plant|Stops at night]] and ![[night-stops-at-our-plant|Night stops]].\n"
    ));
    let links = cli.json(["card", "links", "overtime"]);
    assert_eq!(
        links["backlinks"][0]["id"]
            .as_str()
            .or(links["backlinks"][0]["key"].as_str())
            .map(|id| id.contains("night-stops")),
        Some(true),
        "{links}"
    );

    let again = cli.run(["import".to_owned(), "vault".to_owned(), path("vault")]);
    assert_eq!(again.code, 2, "{again:?}");
    assert!(again.err.contains("No card would be made of vault"), "{again:?}");

    assert_eq!(cli.run(["undo"]).code, 0);
    assert_eq!(files(&library.root()), before, "folders that it made go too");
    assert_eq!(cli.run(["redo"]).code, 0);
    assert_eq!(fs::read_to_string(library.root().join("mine/night-stops-at-our-plant.md")).unwrap(), card);
}

#[test]
fn exports_of_logseq_and_notion_become_cards_that_link() {
    let (library, cli) = empty();
    let logseq = cli.json(["import", "vault", &path("logseq")]);
    assert_eq!(logseq["made"], 2, "older versions are no notes: {logseq}");
    let journal = fs::read_to_string(library.root().join("mine/journals/2026-11-22.md"))
        .or_else(|_| fs::read_to_string(library.root().join("mine/journals/2026_11_22.md")))
        .unwrap_or_else(|_| format!("{:?}", files(&library.root())));
    assert!(journal.contains("[[projects-line-4|L4]]"), "{journal}");
    let notion = cli.json(["import", "vault", &path("notion")]);
    assert_eq!(notion["made"], 2);
    let home = fs::read_to_string(library.root().join("mine/home.md")).unwrap();
    assert!(home.contains("[Plan](Home/plan.md)"), "{home}");
    assert_eq!(cli.run(["card", "lint", "home", "plan"]).code, 0, "links hold");
}

#[test]
fn a_table_of_a_spreadsheet_is_mapped_and_each_row_is_accounted_for() {
    let (library, cli) = empty();
    let table = path("cards.csv");
    let dry = cli.json(["import", "cards-csv", &table, "--dry-run", "--column", "Internal note=leave-out"]);
    assert_eq!(dry["table"]["encoding"], "windows-1252");
    assert_eq!(dry["table"]["delimiter"], "semicolon");
    assert_eq!(dry["cards"], 3);
    assert_eq!(places(&dry["duplicates"]), ["cards.csv, row 4"]);
    assert_eq!(places(&dry["left_out"]), ["cards.csv, row 5"]);
    let done = cli.json(["import", "cards-csv", &table, "--column", "Internal note=leave-out"]);
    assert_eq!(done["made"], 3);
    let card =
        fs::read_to_string(library.root().join("mine/energy-contracts-run-out-this-winter.md")).unwrap();
    assert_eq!(
        card,
        "---\nid: energy-contracts-run-out-this-winter\ntype: force\ntitle: Energy contracts run out this winter\ntags: [energy, cost]\nstatus: draft\n---\n\n> Many plants sign again this winter, at twice the price.\n\n## Objection\n\nWe are \"hedged\"\n"
    );
    assert!(
        library.root().join("mine/grossere-ausfalle.md").exists()
            || library.root().join("mine/groere-ausfalle.md").exists()
    );
    let utf16 = cli.json(["import", "cards-csv", &path("cards-utf16.tsv")]);
    assert_eq!(
        (utf16["made"].clone(), utf16["report"]["table"]["encoding"].clone()),
        (1.into(), "UTF-16LE".into())
    );
}

#[test]
fn what_makes_no_sense_is_refused_in_a_sentence_and_nothing_is_written() {
    let (library, cli) = empty();
    let before = files(&library.root());
    let refused = |arguments: &[&str], words: &str| {
        let ended = cli.run(arguments.iter().copied());
        assert_ne!(ended.code, 0, "{arguments:?}");
        assert!(ended.err.contains(words), "{arguments:?}: {ended:?}");
    };
    let picture = path("vault/attachments/shot.png");
    let table = path("cards.csv");
    let pipe = library.beside("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    refused(&["import", "cards-csv", &picture], "it is not a text");
    refused(&["import", "cards-csv", &pipe.display().to_string()], "is no file");
    refused(&["import", "cards-csv", "/nowhere/x.csv"], "/nowhere/x.csv");
    refused(&["import", "cards-csv", &table, "--column", "Nope=title"], "is no column of the table");
    refused(&["import", "cards-csv", &table, "--column", "Objection=shout"], "is no field of a card");
    refused(&["import", "cards-csv", &table, "--encoding", "klingon"], "is no encoding");
    refused(&["import", "vault", "/nowhere"], "/nowhere");
    assert_eq!(files(&library.root()), before);
}

#[cfg(unix)]
#[test]
fn f1_a_link_out_of_the_folder_is_told_and_not_read() {
    let (library, cli) = empty();
    let folder = library.beside("notes");
    fs::create_dir(&folder).unwrap();
    fs::write(library.beside("secret.md"), "# secret canary\n").unwrap();
    fs::write(folder.join("a.md"), "# A\n").unwrap();
    std::os::unix::fs::symlink("../secret.md", folder.join("secret.md")).unwrap();
    let done = cli.json(["import", "vault", &folder.display().to_string()]);
    assert_eq!(done["made"], 1);
    assert_eq!(places(&done["report"]["left_out"]), ["secret.md"]);
    assert!(
        !files(&library.root()).iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("canary"))
    );
}

#[test]
fn everything_is_exported_byte_for_byte_and_comes_back_from_a_table() {
    let (library, cli) = empty();
    let _ = cli.json(["import", "cards-csv", &path("cards.csv")]);
    library.write("mine/pictures/a.png", [0x89, b'P', 0]);
    let target = library.beside("copy").display().to_string();
    let dry = cli.json(["export", &target, "--dry-run"]);
    assert_eq!((dry["cards"].clone(), dry["others"].clone()), (4.into(), 1.into()), "{dry}");
    assert!(!Path::new(&target).exists());
    assert_eq!(cli.json(["export", &target])["cards"], 4);
    let relative = |root: &Path| -> Vec<_> {
        let all = files(root).into_iter();
        all.map(|(path, bytes)| (path.strip_prefix(root).unwrap().to_owned(), bytes))
            .filter(|(path, _)| !path.starts_with(".oneup") && root.join(path).is_file())
            .collect()
    };
    assert_eq!(relative(Path::new(&target)), relative(&library.root()));
    let again = cli.run(["export", target.as_str()]);
    assert!(again.code != 0 && again.err.contains("is already there"), "{again:?}");
    let inside = library.root().join("mine/copy").display().to_string();
    assert!(cli.run(["export", inside.as_str()]).err.contains("is inside the library"));

    let table = library.beside("cards.csv").display().to_string();
    assert_eq!(cli.json(["export", &table, "--csv"])["cards"], 4);
    let (_other, other) = empty();
    let back = other.json(["import", "cards-csv", &table]);
    assert_eq!(back["made"], 3, "the one that is there already is told: {back}");
    assert_eq!(back["report"]["duplicates"]["total"], 1);
}
