//! The command line as scripts and people use it: answers, exit codes, and one clear sentence for bad input.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;

use oneup_testkit::TempLibrary;
use oneup_tests::Cli;
use serde_json::{Value, json};

fn shipped() -> (tempfile::TempDir, Cli) {
    let place = tempfile::tempdir().unwrap();
    let cli = Cli::at(&place.path().join("home"));
    let ended = cli.run(["init", "--library"].map(str::to_owned).into_iter().chain([library_of(&place)]));
    assert_eq!(ended.code, 0, "{ended:?}");
    (place, cli)
}

fn library_of(place: &tempfile::TempDir) -> String {
    place.path().join("library").display().to_string()
}

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn init_makes_a_library_that_can_be_searched_and_read() {
    let (place, cli) = shipped();
    let status = cli.json(["status"]);
    assert!(status["cards"].as_u64().unwrap() >= 24);
    assert_eq!(status["index"]["kind"], "ready");
    let answer = cli.json(["search", "who finds the fau"]);
    assert_eq!(answer["hits"][0]["id"], "who-finds-the-fault-at-night");
    let page = cli.json(["card", "show", "decide-to-change"]);
    assert!(page["html"].as_str().unwrap().contains("<blockquote"));
    let links = cli.json(["card", "links", "stops-last-longer"]);
    assert!(links["backlinks"].as_array().unwrap().iter().any(|link| link["phrase"] == "is caused by"));
    assert!(place.path().join("library/.oneup/base/core/pack.toml").is_file());
}

#[test]
fn init_twice_keeps_what_the_rep_edited() {
    let (place, cli) = shipped();
    let card = place.path().join("library/packs/core/cfo.md");
    fs::write(&card, "my own words").unwrap();
    let again = cli.json(["init", "--library", &library_of(&place)]);
    assert_eq!(again["added"], json!([]));
    assert_eq!(fs::read_to_string(card).unwrap(), "my own words");
}

#[test]
fn index_and_batch_print_exactly_what_scripts_rely_on() {
    let (_place, cli) = shipped();
    let indexed = cli.json(["index"]);
    assert_eq!(keys(&indexed), ["bytes", "cards", "seconds", "skipped"]);
    let mut batch = cli.batch();
    let answer = batch.ask("plant manager");
    assert_eq!(keys(&answer), ["hits", "micros", "q", "total"]);
    assert_eq!(keys(&answer["hits"][0]), ["id", "path", "score", "snippet", "title", "type", "why"]);
    assert_eq!(answer["q"], "plant manager");
    let plain = batch.line(r#"{"q": "plant manager", "limit": 1, "snippets": false}"#);
    assert_eq!(plain["hits"].as_array().unwrap().len(), 1);
    assert_eq!(plain["hits"][0]["snippet"], Value::Null);
    assert_eq!(plain["total"], answer["total"], "the total does not depend on how many are shown");
    let wrong = batch.line("{not json");
    assert_eq!(wrong["error"]["code"], "wrong_use");
    let too_many = batch.line(r#"{"q": "plant", "limit": 5000}"#);
    assert_eq!(too_many["error"]["code"], "wrong_use");
    assert_eq!(batch.ask("plant manager")["total"], answer["total"], "a wrong line does not end the run");
    assert_eq!(batch.end(), 2);
}

#[test]
fn a_query_that_ends_in_a_space_does_not_complete_its_last_word() {
    let library = TempLibrary::new()
        .with("mine/a.md", "# Retirement\n\nOf technicians.\n")
        .with("mine/b.md", "# Retina\n\nOf the eye.\n");
    let cli = Cli::at(&library.beside("home"));
    assert_eq!(cli.run(["open".into(), library.root().into_os_string()]).code, 0);
    let mut batch = cli.batch();
    assert_eq!(batch.ask("reti")["total"], 2);
    assert_eq!(batch.ask("reti ")["total"], 0);
    assert_eq!(batch.end(), 0);
}

#[test]
fn a_running_batch_finds_a_card_saved_meanwhile() {
    let library = TempLibrary::new().with("mine/a.md", "# A pump\n");
    let cli = Cli::at(&library.beside("home"));
    assert_eq!(cli.run(["open".into(), library.root().into_os_string()]).code, 0);
    let mut batch = cli.batch();
    assert_eq!(batch.ids("pump"), ["mine/a"]);
    library.write("mine/b.md", "# A compressor\n");
    let begun = std::time::Instant::now();
    while batch.ids("compressor") != ["mine/b"] {
        assert!(begun.elapsed() < std::time::Duration::from_secs(2));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(batch.end(), 0);
}

#[test]
fn a_batch_finds_what_was_saved_just_before_it_started() {
    let library = TempLibrary::new().with("mine/a.md", "# A pump\n");
    let cli = Cli::at(&library.beside("home"));
    assert_eq!(cli.run(["open".into(), library.root().into_os_string()]).code, 0);
    library.write("mine/b.md", "# A compressor\n");
    let mut batch = cli.batch();
    assert_eq!(batch.ids("compressor"), ["mine/b"]);
    assert_eq!(batch.end(), 0);
}

#[test]
fn a9_a_card_cannot_steer_the_terminal() {
    let library = TempLibrary::new()
        .with("mine/a.md", "# Evil \u{1b}]52;c;eA==\u{7}\n\n\u{1b}[2Jcompressor \u{202e}x\n");
    let cli = Cli::at(&library.beside("home"));
    assert_eq!(cli.run(["open".into(), library.root().into_os_string()]).code, 0);
    // Styles are wanted, as on a terminal; a pipe would have them stripped, the attack included.
    for args in [&["search", "compressor"][..], &["card", "show", "mine/a"][..], &["card", "lint"][..]] {
        let out = cli.command().env("CLICOLOR_FORCE", "1").args(args).output().unwrap();
        let text =
            String::from_utf8_lossy(&out.stdout).into_owned() + String::from_utf8_lossy(&out.stderr).as_ref();
        assert!(!text.is_empty());
        for attack in ["\u{1b}]", "\u{1b}[2J", "\u{7}", "\u{202e}"] {
            assert!(!text.contains(attack), "{args:?} lets {attack:?} through: {text:?}");
        }
    }
}

#[test]
fn any_folder_of_markdown_opens_and_stays_as_it_is() {
    let place = tempfile::tempdir().unwrap();
    let vault = place.path().join("vault");
    fs::create_dir_all(vault.join("Ideas")).unwrap();
    fs::write(vault.join("Ideas/Über Preise.md"), "# Über Preise\r\n\r\nPreise steigen.\r\n").unwrap();
    let cli = Cli::at(&place.path().join("home"));
    assert_eq!(cli.run(["open".into(), vault.clone().into_os_string()]).code, 0);
    let answer = cli.json(["search", "preise"]);
    assert_eq!(answer["hits"][0]["id"], "Ideas/Über Preise");
    assert_eq!(fs::read_dir(&vault).unwrap().count(), 1, "nothing is written into it");
}

#[test]
fn bad_input_gets_one_sentence_with_the_place_and_the_remedy() {
    let place = tempfile::tempdir().unwrap();
    let cli = Cli::at(&place.path().join("home"));
    let said = |args: &[&str], code: i32, pieces: &[&str]| {
        let ended = cli.run(args);
        assert_eq!(ended.code, code, "{args:?}: {ended:?}");
        for piece in pieces {
            assert!(ended.err.contains(piece), "{args:?} says {:?}, without {piece:?}", ended.err);
        }
        assert_eq!(ended.out, "", "{args:?}");
    };
    assert_eq!(
        cli.json(["status"])["path"],
        Value::Null,
        "that there is no library yet is a state, no failure"
    );
    said(&["search", "x"], 4, &["No library has been set up yet", "oneup init"]);
    said(&["open", "/nowhere/at/all"], 4, &["/nowhere/at/all is not there", "oneup open"]);
    let file = place.path().join("a.md");
    fs::write(&file, "x").unwrap();
    said(&["open", &file.display().to_string()], 4, &["is not a folder"]);
    said(
        &["init", "--content", "cor", "--library", &library_of(&place)],
        2,
        &["no shipped pack “cor”", "core"],
    );
    assert!(!place.path().join("library").exists(), "a misspelt pack leaves nothing behind");
    said(&["card", "show"], 2, &["Usage"]);
    said(&["nonsense"], 2, &["unrecognized subcommand"]);

    assert_eq!(cli.run(["init", "--library", &library_of(&place)]).code, 0);
    said(&["card", "show", "no-such-card"], 2, &["No card answers to “no-such-card”", "oneup search"]);
    said(&["card", "new", "wish", "A wish"], 2, &["a card is one of: force"]);
    said(&["card", "new", "force", "—"], 2, &["cannot be the id"]);
    fs::rename(place.path().join("library"), place.path().join("away")).unwrap();
    said(&["search", "night"], 4, &["is not there", "oneup open"]);
    fs::rename(place.path().join("away"), place.path().join("library")).unwrap();
    fs::write(place.path().join("home/config.toml"), "library = [").unwrap();
    said(&["search", "night"], 4, &["config.toml", "Mend the file"]);
}

#[test]
fn with_json_a_failure_is_json_too() {
    let place = tempfile::tempdir().unwrap();
    let ended = Cli::at(&place.path().join("home")).run(["--json", "search", "x"]);
    let error: Value = serde_json::from_str(&ended.err).unwrap();
    assert_eq!((ended.code, &error["error"]["code"]), (4, &json!("no_library")));
}

#[test]
fn two_processes_at_once_one_writes_and_the_other_says_who() {
    let (place, cli) = shipped();
    let mut holder = cli.batch();
    assert!(!holder.ids("night").is_empty());
    for args in [&["index"][..], &["open", "."][..], &["init", "--library", "x"][..]] {
        let ended = cli.run(args);
        assert_eq!(ended.code, 4, "{args:?}: {ended:?}");
        assert!(ended.err.contains("The oneup command (process "), "{args:?}: {}", ended.err);
    }
    assert_eq!(cli.run(["search", "night"]).code, 0, "reads go on");
    assert_eq!(cli.run(["card", "new", "note", "Kept all the same"]).code, 0, "a new file needs no turn");
    assert!(place.path().join("library/mine/kept-all-the-same.md").is_file());
    assert_eq!(holder.end(), 0);
    assert_eq!(cli.run(["index"]).code, 0, "the turn ends with the process");
}

#[test]
fn lint_judges_files_folders_packs_and_ids() {
    let (place, cli) = shipped();
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/../content");
    let shipped = cli.run(["card", "lint", content, "--deny", "warnings", "--today", "2026-11-22"]);
    assert_eq!(shipped.code, 0, "{}", shipped.out);
    let late = cli.run(["card", "lint", content, "--deny", "warnings", "--today", "2031-01-01"]);
    assert_eq!(late.code, 1, "every card is past its review then");
    let broken = place.path().join("library/mine/broken.md");
    fs::create_dir_all(broken.parent().unwrap()).unwrap();
    fs::write(
        &broken,
        "---\nid: broken\ntype: force\ntitle: A claim\nstatus: ready\n---\n\n- causes [[nowhere]]\n",
    )
    .unwrap();
    for what in [broken.display().to_string(), "broken".to_owned()] {
        let judged = cli.json(["card", "lint", &what]);
        let findings = judged["findings"].as_array().unwrap();
        assert!(findings.iter().all(|f| f["line"].is_u64() && f["column"].is_u64() && f["remedy"] != ""));
        assert!(
            findings
                .iter()
                .any(|f| f["level"] == "error" && f["message"].as_str().unwrap().contains("nowhere"))
        );
        assert_eq!(judged["cards"], 1, "{what}");
    }
    let page = cli.json(["card", "show", "broken"]);
    assert_eq!(page["status"], "draft", "a ready card with errors is shown as a draft");
    let twice = place.path().join("library/mine/again.md");
    fs::copy(&broken, twice).unwrap();
    let all = cli.json(["card", "lint"]);
    assert!(all["findings"].as_array().unwrap().iter().any(|f| f["rule"] == "duplicate-id"));
}

#[test]
fn what_the_command_did_is_undone_and_redone_with_its_words() {
    let (place, cli) = shipped();
    let path = place.path().join("library/mine/prices-climb.md");
    assert_eq!(cli.run(["card", "new", "force", "Prices climb"]).code, 0);
    assert!(path.is_file());
    let undone = cli.run(["undo"]);
    assert_eq!((undone.code, undone.out.trim()), (0, "Undone: card made: Prices climb"));
    assert!(!path.exists());
    let finds = || {
        let answer = cli.json(["search", "Prices climb"]);
        answer["hits"].as_array().unwrap().iter().any(|hit| hit["id"] == "prices-climb")
    };
    assert!(!finds());
    assert_eq!(cli.json(["redo"])["act"]["words"], "card made: Prices climb");
    assert!(finds());
    assert_eq!(cli.run(["redo"]).out.trim(), "There is nothing to redo.");
}

#[test]
fn a_card_that_was_edited_since_is_not_undone() {
    let (place, cli) = shipped();
    let path = place.path().join("library/mine/prices-climb.md");
    assert_eq!(cli.run(["card", "new", "force", "Prices climb"]).code, 0);
    fs::write(&path, "my own words").unwrap();
    let refused = cli.run(["undo"]);
    assert_eq!(refused.code, 4);
    assert!(refused.err.contains("prices-climb.md was changed since"), "{}", refused.err);
    assert_eq!(fs::read_to_string(path).unwrap(), "my own words");
}
