//! The verbs of the command line that change cards, look back at them and rearrange them: what they print for a person
//! and for a script, what stands in the files then, how each is taken back, and one clear sentence for bad input.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use oneup_testkit::TempLibrary;
use oneup_tests::Cli;
use serde_json::{Value, json};

const CAUSE: &str = "---\r\n# my own order\r\ntitle:   'Stops last longer'   # kept\r\nid: stops\r\ntype: force\r\n\
                     status: draft\r\nfoo: [ bar ]\r\n---\r\n\r\n> Say it.\r\n\r\n## One\r\n\r\nOf the night.\r\n\r\n\
                     ## Two\r\n\r\nOf the day.";
const EFFECT: &str =
    "---\nid: night\ntype: challenge\ntitle: Night stops\n---\n\n> Say it.\n\n## One\n\nOf both.\n";
const NOTE: &str =
    "---\nid: note\ntype: note\ntitle: A note\n---\n\nSee [[stops]] and [the file](stops.md).\n";

struct Place {
    library: TempLibrary,
    cli: Cli,
}

fn place() -> Place {
    let library = TempLibrary::new()
        .with("mine/stops.md", CAUSE)
        .with("mine/night.md", EFFECT)
        .with("mine/note.md", NOTE);
    let cli = Cli::at(&library.beside("home"));
    assert_eq!(cli.run(["open".into(), library.root().into_os_string()]).code, 0);
    Place { library, cli }
}

impl Place {
    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.library.path(path)).unwrap()
    }

    /// Runs a line that is to be done, and gives what it printed.
    fn done(&self, args: &[&str]) -> String {
        let ended = self.cli.run(args);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{args:?}: {ended:?}");
        ended.out
    }

    /// Runs a line that is to be refused in one sentence with these pieces, and nothing else.
    fn refused(&self, args: &[&str], code: i32, pieces: &[&str]) {
        let before = self.files();
        let ended = self.cli.run(args);
        assert_eq!((ended.code, ended.out.as_str()), (code, ""), "{args:?}: {ended:?}");
        for piece in pieces {
            assert!(ended.err.contains(piece), "{args:?} says {:?}, without {piece:?}", ended.err);
        }
        let mut with_json = vec!["--json"];
        with_json.extend(args);
        let ended = self.cli.run(with_json);
        assert_eq!((ended.code, ended.out.as_str()), (code, ""), "{args:?}: {ended:?}");
        if let Ok(error) = serde_json::from_str::<Value>(&ended.err) {
            let error = &error["error"];
            let message = error["message"].as_str().unwrap();
            assert!(message.ends_with(['.', '”']), "{message}");
            assert!(error["code"].is_string(), "{error}");
        } else {
            assert!(ended.err.contains("Usage") || ended.err.contains("error:"), "{args:?}: {}", ended.err);
        }
        assert_eq!(self.files(), before, "{args:?} changes nothing");
    }

    fn files(&self) -> Vec<(String, String)> {
        let mut files: Vec<_> = fs::read_dir(self.library.path("mine"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "md"))
            .map(|name| (name.clone(), self.text(&format!("mine/{name}"))))
            .collect();
        files.sort_unstable();
        files
    }
}

#[test]
fn set_and_unset_change_one_value_and_no_other_byte() {
    let place = place();
    // What lint finds in the card then is told, and ends as lint does.
    let ready = place.cli.run(["card", "set", "stops", "status", "ready"]);
    assert_eq!((ready.code, ready.err.as_str()), (1, ""), "{ready:?}");
    assert!(ready.out.starts_with("Stops last longer: status set to ready\nmine/stops.md:"), "{}", ready.out);
    assert_eq!(place.text("mine/stops.md"), CAUSE.replace("status: draft", "status: ready"));
    let again = place.cli.json(["card", "set", "stops", "status", "ready"]);
    assert_eq!((again["changed"].as_bool(), &again["id"]), (Some(false), &json!("mine/stops")));
    assert!(
        place.cli.run(["card", "set", "mine/stops", "status", "ready"]).out.contains("nothing was written")
    );
    place.done(&["undo"]);
    let several = place.cli.json(["card", "set", "stops", "industry", "cement", "steel"]);
    assert_eq!((&several["path"], several["changed"].as_bool()), (&json!("mine/stops.md"), Some(true)));
    assert!(several["findings"].is_array());
    assert!(place.text("mine/stops.md").contains("foo: [ bar ]\r\nindustry: [cement, steel]\r\n---\r\n"));
    place.done(&["card", "unset", "stops", "industry"]);
    place.done(&["undo"]);
    assert!(place.text("mine/stops.md").contains("industry: [cement, steel]"));
    place.done(&["undo"]);
    assert_eq!(place.text("mine/stops.md"), CAUSE, "every byte is as it was");
    place.refused(&["card", "set", "stops", "status", "done"], 2, &["status", "draft", "ready"]);
    place.refused(&["card", "set", "stops", "id", "halts"], 2, &["id"]);
    place.refused(&["card", "set", "stops", "status"], 2, &["VALUES"]);
    place.refused(&["card", "set", "nowhere", "status", "ready"], 2, &["nowhere", "oneup search"]);
    place.refused(&["card", "unset", "stops", "id"], 2, &["id"]);
}

#[test]
fn link_and_unlink_write_a_line_and_take_it_out() {
    let place = place();
    let linked = place.cli.json(["card", "link", "stops", "causes", "night", "--because", "nobody is there"]);
    assert_eq!(linked["changed"], true);
    assert!(
        place.text("mine/stops.md").contains("- causes [[night|Night stops]] because nobody is there"),
        "{}",
        place.text("mine/stops.md")
    );
    let links = place.cli.json(["card", "links", "night"]);
    assert_eq!(links["backlinks"][0]["because"], "nobody is there");
    place.done(&["card", "unlink", "stops", "causes", "night"]);
    assert_eq!(place.cli.json(["card", "links", "night"])["backlinks"], json!([]));
    place.done(&["undo"]);
    place.done(&["undo"]);
    assert_eq!(place.text("mine/stops.md"), CAUSE);
    place.refused(&["card", "link", "stops", "likes", "night"], 2, &["likes", "causes"]);
    place.refused(&["card", "link", "stops", "causes", "nowhere"], 2, &["nowhere"]);
    place.refused(&["card", "link", "stops", "causes", "night", "--mark", "9/5"], 2, &["9/5"]);
    place.refused(&["card", "unlink", "stops", "causes", "night"], 2, &["night"]);
}

#[test]
fn history_tells_versions_and_differences_and_restore_brings_them_back() {
    let place = place();
    place.done(&["card", "set", "stops", "foo", "baz"]);
    let edited = place.text("mine/stops.md").replace("Of the day.", "Of the day and the night.");
    fs::write(place.library.path("mine/stops.md"), &edited).unwrap();
    let history = place.cli.json(["card", "history", "stops"]);
    let versions = history["versions"].as_array().unwrap();
    let told: Vec<_> =
        versions.iter().map(|one| (one["why"].as_str().unwrap(), one["here"] == true)).collect();
    assert_eq!(told, [("edit", false), ("edit", true), ("first_seen", false)]);
    let ids: Vec<String> = versions.iter().map(|one| one["id"].to_string()).collect();
    let shown = place.done(&["card", "history", "stops"]);
    assert!(shown.lines().next().unwrap().ends_with("another program (now)"), "{shown}");
    let diff = place.done(&["card", "history", "stops", "--diff", &ids[1]]);
    assert!(diff.starts_with("“Two” changed") && diff.contains("+ Of the day and the night."), "{diff}");
    let parts = place.cli.json(["card", "history", "stops", "--diff", &ids[1]]);
    assert_eq!(parts["parts"][0]["place"], "“Two”");

    let part = place.cli.json(["card", "restore", "stops", &ids[1], "--part", "“Two”"]);
    assert_eq!((&part["key"], &part["path"]), (&json!("mine/stops"), &json!("mine/stops.md")));
    assert_eq!(place.text("mine/stops.md"), edited.replace("Of the day and the night.", "Of the day."));
    place.done(&["card", "restore", "stops", &ids[2]]);
    assert_eq!(place.text("mine/stops.md"), CAUSE);
    assert!(place.done(&["undo"]).starts_with("Undone: an earlier version brought back"));
    place.refused(&["card", "restore", "stops", "99999"], 2, &["99999", "history"]);
    place.refused(&["card", "restore", "stops", &ids[2], "--part", "“Nine”"], 2, &["“Nine”"]);
    place.refused(&["card", "restore", "stops", "first"], 2, &["first"]);
    place.refused(&["card", "history", "nowhere"], 2, &["nowhere"]);
}

#[test]
fn rename_and_move_keep_the_id_and_say_what_other_programs_lose() {
    let place = place();
    let dry = place.cli.json(["card", "rename", "stops", "halts", "--dry-run"]);
    assert_eq!((dry["done"].as_bool(), &dry["to"]), (Some(false), &json!("mine/halts.md")));
    assert_eq!(dry["lost"].as_array().unwrap().len(), 2);
    assert_eq!(place.text("mine/stops.md"), CAUSE);
    let said = place.done(&["card", "rename", "stops", "halts"]);
    assert!(said.starts_with("mine/stops stands at mine/halts.md"), "{said}");
    assert!(said.contains("is lost to programs that go by file names"), "{said}");
    assert_eq!(place.text("mine/halts.md"), CAUSE);
    let moved = place.cli.json(["card", "move", "stops", "mine/forces/deep"]);
    assert_eq!((moved["done"].as_bool(), &moved["key"]), (Some(true), &json!("mine/stops")));
    assert_eq!(place.text("mine/forces/deep/halts.md"), CAUSE);
    assert_eq!(place.cli.json(["card", "links", "stops"])["backlinks"][0]["key"], "mine/note");
    place.done(&["undo"]);
    place.done(&["undo"]);
    assert_eq!(place.text("mine/stops.md"), CAUSE);
    place.refused(&["card", "rename", "stops", "../out"], 2, &["../out", "nothing was moved"]);
    place.refused(&["card", "rename", "stops", "night"], 4, &["night.md", "already there"]);
    place.refused(&["card", "move", "stops", "packs/core"], 2, &["packs/core"]);
    place.refused(&["card", "move", "stops"], 2, &["FOLDER"]);
}

#[test]
fn split_and_merge_leave_links_whole() {
    let place = place();
    let split = place.cli.json(["card", "split", "stops", "Two", "Stops by day"]);
    assert_eq!(
        (&split["key"], &split["path"]),
        (&json!("mine/stops-by-day"), &json!("mine/stops-by-day.md"))
    );
    assert!(place.text("mine/stops-by-day.md").contains("Of the day."));
    assert!(!place.text("mine/stops.md").contains("Of the day."));
    assert!(place.text("mine/stops.md").contains("[[stops-by-day"));
    let merged = place.cli.json(["card", "merge", "stops", "night"]);
    // A link by the name of the file cannot be led elsewhere, and is told.
    let lost: Vec<_> = merged["lost"].as_array().unwrap().iter().map(|link| &link["link"]).collect();
    assert_eq!((&merged["key"], lost), (&json!("mine/night"), vec![&json!("stops.md")]));
    assert_eq!(place.cli.json(["card", "links", "stops"])["backlinks"][0]["key"], "mine/note");
    assert!(place.text("mine/night.md").contains("Of the night."));
    assert!(place.done(&["bin", "list"]).contains("mine/stops  Stops last longer"));
    place.done(&["undo"]);
    place.done(&["undo"]);
    assert_eq!((place.text("mine/stops.md").as_str(), place.text("mine/night.md").as_str()), (CAUSE, EFFECT));
    assert!(!place.library.path("mine/stops-by-day.md").exists());
    place.refused(&["card", "split", "stops", "Nine", "A title"], 2, &["Nine"]);
    place.refused(&["card", "split", "stops", "Two", "Night"], 2, &["night"]);
    place.refused(&["card", "split", "stops", "Two", "—"], 2, &["—"]);
    place.refused(&["card", "merge", "stops", "stops"], 2, &["two cards"]);
    place.refused(&["card", "merge", "stops", "nowhere"], 2, &["nowhere"]);
}

#[test]
fn a_deleted_card_is_in_the_bin_until_it_is_taken_out_or_forgotten() {
    let place = place();
    let dry = place.cli.json(["card", "delete", "stops", "--dry-run"]);
    assert_eq!((dry["done"].as_bool(), &dry["linked_from"][0]["key"]), (Some(false), &json!("mine/note")));
    let said = place.done(&["card", "delete", "stops"]);
    assert!(said.starts_with("mine/stops is in the bin\n  mine/note links to it: A note"), "{said}");
    assert!(!place.library.path("mine/stops.md").exists());
    let found = place.cli.json(["search", "Stops last longer"]);
    assert!(found["hits"].as_array().unwrap().iter().all(|hit| hit["id"] != "stops"), "{found}");
    assert_eq!(place.cli.json(["card", "history", "mine/stops"])["path"], Value::Null);
    let bin = place.cli.json(["bin", "list"]);
    let id = bin["cards"][0]["id"].to_string();
    assert_eq!(place.cli.json(["bin", "take", &id])["path"], "mine/stops.md");
    assert_eq!(place.text("mine/stops.md"), CAUSE);
    assert_eq!(place.done(&["bin", "list"]).trim(), "The bin is empty.");
    place.refused(&["bin", "take", &id], 2, &[&id, "bin"]);
    place.done(&["card", "delete", "stops"]);
    let taken = "---\nid: stops\ntype: note\ntitle: Another\n---\n";
    place.library.write("mine/stops.md", taken);
    let id = place.cli.json(["bin", "list"])["cards"][0]["id"].to_string();
    place.refused(&["bin", "take", &id], 4, &["stops.md", "already there"]);
    assert_eq!(place.text("mine/stops.md"), taken);
    assert_eq!(place.cli.json(["bin", "empty", &id])["cards"], json!([]));
    assert_eq!(place.done(&["bin", "empty"]).trim(), "The bin is empty.");
    place.refused(&["bin", "take", "x"], 2, &["x"]);
    place.refused(&["card", "delete", "nowhere"], 2, &["nowhere"]);
}

#[test]
fn verify_asks_why_and_reviews_list_what_is_due() {
    let place = place();
    place.done(&["card", "set", "stops", "review_by", "2026-01-01"]);
    let due = place.cli.json(["card", "reviews"]);
    assert_eq!((due["total"].as_u64(), &due["cards"][0]["key"]), (Some(1), &json!("mine/stops")));
    let said = place.done(&["card", "reviews", "--limit", "1"]);
    assert!(said.contains("stale for") && said.trim_end().ends_with("1 card to look at"), "{said}");
    let why = ["--why", "asked the plant manager", "--by", "Anna", "--review-by", "2099-01-31"];
    let told = place.cli.json(["card", "verify", "stops"].into_iter().chain(why));
    assert_eq!(told["review_by"], "2099-01-31");
    assert!(place.text("mine/stops.md").contains("review_by: 2099-01-31\r\n"));
    assert_eq!(place.cli.json(["card", "reviews"])["total"], 0);
    assert_eq!(place.done(&["undo"]).trim(), "Undone: still true: Stops last longer");
    assert_eq!(place.cli.json(["card", "reviews"])["total"], 1);
    place.refused(&["card", "verify", "stops"], 2, &["--why"]);
    place.refused(&["card", "verify", "stops", "--why", " "], 2, &["why"]);
    place.refused(
        &["card", "verify", "stops", "--why", "x", "--review-by", "soon"],
        2,
        &["soon", "2027-02-28"],
    );
    place.refused(&["card", "reviews", "--limit", "0"], 2, &["0"]);
}

#[test]
fn gaps_say_what_is_missing_and_what_closes_it() {
    let place = place();
    let page = place.cli.json(["card", "gaps"]);
    let rows = page["rows"].as_array().unwrap();
    assert_eq!(page["total"].as_u64(), Some(rows.len() as u64));
    for row in rows {
        assert!(row["sentence"] != "" && row["act"] != "", "{row}");
    }
    let of_force = rows.iter().find(|row| row["card"]["key"] == "mine/stops").unwrap();
    let kind = of_force["kind"].as_str().unwrap().replace('_', "-");
    let only = place.cli.json(["card", "gaps", "--kind", &kind]);
    assert!(only["rows"].as_array().unwrap().iter().all(|row| row["kind"] == of_force["kind"]), "{only}");
    assert!(place.done(&["card", "gaps"]).contains("Stops last longer · mine/stops"));
    place.done(&["card", "link", "stops", "causes", "night", "--because", "nobody is there"]);
    let closed = place.cli.json(["card", "gaps", "--kind", &kind]);
    let is_open =
        |page: &Value| page["rows"].as_array().unwrap().iter().any(|row| row["card"]["key"] == "mine/stops");
    assert!(is_open(&only) && !is_open(&closed), "{kind} was closed: {closed}");
    place.refused(&["card", "gaps", "--kind", "nothing"], 2, &["nothing", &kind]);
    place.refused(&["card", "gaps", "--limit", "0"], 2, &["0"]);
}

#[test]
fn a_file_that_another_program_changed_is_never_taken_back_over() {
    let place = place();
    let first = place.cli.json(["card", "history", "stops"])["versions"][0]["id"].to_string();
    for (args, path) in [
        (&["card", "set", "stops", "industry", "cement"][..], "mine/stops.md"),
        (&["card", "restore", "stops", &first][..], "mine/stops.md"),
        (&["card", "merge", "note", "night"][..], "mine/night.md"),
    ] {
        place.done(args);
        let theirs = format!("{}\nwritten by another program\n", place.text(path));
        fs::write(place.library.path(path), &theirs).unwrap();
        let refused = place.cli.run(["undo"]);
        assert_eq!(refused.code, 4, "{args:?}: {refused:?}");
        assert!(refused.err.contains("was changed since"), "{args:?}: {}", refused.err);
        assert_eq!(place.text(path), theirs, "{args:?}");
    }
}
