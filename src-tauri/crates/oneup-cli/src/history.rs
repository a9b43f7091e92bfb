//! `oneup card history|restore|rename|move|split|merge|conflicts|settle|delete|verify|reviews` and `oneup bin`.
//!
//! Each is a command of the contract: where another process holds the data folder, that one does it.

use std::fmt::Write as _;

use oneup_app::{App, AppError, dispatch_or_hand_over};
use serde_json::{Value, json};

use crate::args::{Bin, Keeping, Side};
use crate::card::words;
use crate::output::{End, Output, counted};

pub(crate) fn run(app: &App, output: &Output, wanted: &Keeping) -> Result<End, AppError> {
    output.catch_up(app)?;
    let key = |id: &str| app.resolve_id(id).map(|entry| entry.key);
    // A card that is gone has its history still, under its full id.
    let lasting = |id: &str| match key(id) {
        Err(AppError::NoSuchCard { .. }) => Ok(id.to_owned()),
        found => found,
    };
    let (command, request, say): (_, _, fn(&Value) -> String) = match wanted {
        Keeping::History { id, diff: None } => ("card_history", json!({ "key": lasting(id)? }), versions),
        Keeping::History { id, diff: Some(from) } => {
            ("compare_versions", json!({ "key": lasting(id)?, "from": from }), difference)
        }
        Keeping::Restore { id, number, part } => {
            ("restore_version", json!({ "key": key(id)?, "version": number, "part": part }), said)
        }
        Keeping::Rename { id, name, dry_run } => {
            ("rename_card", json!({ "key": key(id)?, "name": name, "dry_run": dry_run }), moved)
        }
        Keeping::Move { id, folder, dry_run } => {
            ("move_card", json!({ "key": key(id)?, "folder": folder, "dry_run": dry_run }), moved)
        }
        Keeping::Split { id, section, title, number, dry_run } => (
            "split_card",
            json!({
                "key": key(id)?, "section": section, "title": title, "number": number, "dry_run": dry_run
            }),
            said,
        ),
        Keeping::Merge { from, into, dry_run } => {
            ("merge_cards", json!({ "from": key(from)?, "into": key(into)?, "dry_run": dry_run }), merged)
        }
        Keeping::Conflicts => ("conflict_copies", json!({}), copies),
        Keeping::Settle { path, take } => {
            let compared = match dispatch_or_hand_over(app, "compare_copy", &json!({ "path": path })) {
                Ok(compared) => compared,
                Err(error) => return Ok(output.refused(&error)),
            };
            let choices = choices(&compared["parts"], *take);
            let request = json!({ "path": path, "seen": compared["seen"], "choices": choices });
            ("settle_copy", request, said)
        }
        Keeping::Delete { id, dry_run } => {
            ("delete_card", json!({ "key": key(id)?, "dry_run": dry_run }), deleted)
        }
        Keeping::Verify { id, why, review_by, by } => {
            ("still_true", json!({ "key": key(id)?, "why": why, "review_by": review_by, "by": by }), reviewed)
        }
        Keeping::Reviews { limit } => ("review_queue", json!({ "limit": limit }), queue),
    };
    Ok(ask(app, output, command, &request, say))
}

pub(crate) fn bin(app: &App, output: &Output, bin: &Bin) -> Result<End, AppError> {
    output.catch_up(app)?;
    Ok(match bin {
        Bin::List => ask(app, output, "bin", &json!({}), in_bin),
        Bin::Take { id } => ask(app, output, "take_from_bin", &json!({ "id": id }), said),
        Bin::Empty { ids } => ask(app, output, "empty_bin", &json!({ "ids": ids }), in_bin),
    })
}

fn ask(app: &App, output: &Output, command: &str, request: &Value, say: fn(&Value) -> String) -> End {
    match dispatch_or_hand_over(app, command, request) {
        Ok(answer) => {
            output.answer(&answer, say);
            End::Done
        }
        Err(error) => output.refused(&error),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn said(written: &Value) -> String {
    let (would, stands) = if written["done"] == false { ("Would be done: ", "would be") } else { ("", "is") };
    let (done, key, path) = (words(&written["words"]), words(&written["key"]), words(&written["path"]));
    format!("{would}{done}\n{key} {stands} at {path}")
}

/// What shall stand in each part that both have differently; nothing where the card is to stay as it is.
fn choices(parts: &Value, take: Side) -> Option<Vec<String>> {
    let text = |side: &Value| side.as_str().unwrap_or_default().to_owned();
    let choice = |part: &Value| match take {
        Side::Theirs => text(&part["theirs"]),
        Side::Both if part["joinable"] == true => {
            let mine = text(&part["mine"]);
            let end = if mine.is_empty() || mine.ends_with('\n') { "" } else { "\n" };
            mine + end + &text(&part["theirs"])
        }
        Side::Mine | Side::Both | Side::Nothing => text(&part["mine"]),
    };
    (take != Side::Nothing).then(|| list(parts).iter().map(choice).collect())
}

fn copies(found: &Value) -> String {
    let mut text = String::new();
    for copy in list(&found["copies"]) {
        let (path, of) = (words(&copy["path"]), words(&copy["of"]));
        let _ =
            writeln!(text, "{path}  a copy of {of} ({}), by {}", words(&copy["title"]), words(&copy["tool"]));
    }
    if text.is_empty() { "There are no conflict copies.".to_owned() } else { text }
}

fn versions(history: &Value) -> String {
    let mut text = String::new();
    for version in list(&history["versions"]) {
        let mark = if version["current"] == true { " (now)" } else { "" };
        let why = words(&version["why"]).replace('_', " ");
        let _ = writeln!(
            text,
            "{}  {}  {why}, {}{mark}",
            version["id"],
            words(&version["at"]),
            words(&version["who"])
        );
    }
    text
}

fn difference(comparison: &Value) -> String {
    let mut text = String::new();
    for part in list(&comparison["parts"]) {
        let _ = writeln!(text, "{} {}", words(&part["place"]), words(&part["kind"]));
        for line in list(&part["lines"]) {
            let sign = match line["kind"].as_str() {
                Some("added") => "+",
                Some("removed") => "-",
                _ => " ",
            };
            let pieces: String = list(&line["words"]).iter().map(|piece| words(&piece["text"])).collect();
            let _ = writeln!(text, "  {sign} {pieces}");
        }
    }
    if text.is_empty() { "Nothing differs.".to_owned() } else { text }
}

fn lost(links: &Value) -> String {
    let mut text = String::new();
    for link in list(links) {
        let whom = if link["here"] == true {
            "leads nowhere then"
        } else {
            "is lost to programs that go by file names"
        };
        let _ = write!(text, "\n  the link “{}” in {} {whom}", words(&link["link"]), words(&link["key"]));
    }
    text
}

fn moved(moved: &Value) -> String {
    let verb = if moved["done"] == true { "stands" } else { "would stand" };
    format!("{} {verb} at {}{}", words(&moved["key"]), words(&moved["to"]), lost(&moved["lost"]))
}

fn merged(merged: &Value) -> String {
    let mended = merged["mended"].as_u64().unwrap_or(0);
    let cards = if mended > 0 {
        format!("\nLinks mended in {}.", counted(mended, "card", "cards"))
    } else {
        String::new()
    };
    let would = if merged["done"] == false { "Would be done: " } else { "" };
    format!("{would}{}{cards}{}", words(&merged["words"]), lost(&merged["lost"]))
}

fn deleted(deleted: &Value) -> String {
    let verb = if deleted["done"] == true { "is in the bin" } else { "would go to the bin" };
    let mut text = format!("{} {verb}", words(&deleted["key"]));
    for card in list(&deleted["linked_from"]) {
        let _ = write!(text, "\n  {} links to it: {}", words(&card["key"]), words(&card["title"]));
    }
    text
}

fn reviewed(reviewed: &Value) -> String {
    format!("{}\nThe next review is due by {}.", words(&reviewed["words"]), words(&reviewed["review_by"]))
}

fn queue(queue: &Value) -> String {
    let mut text = String::new();
    for card in list(&queue["cards"]) {
        let marks: Vec<String> = list(&card["marks"]).iter().map(|mark| mark_in_words(card, mark)).collect();
        let _ = writeln!(text, "{}  {}: {}", words(&card["key"]), words(&card["title"]), marks.join(", "));
    }
    let total = queue["total"].as_u64().unwrap_or(0);
    text + &format!("{} to look at", counted(total, "card", "cards"))
}

fn mark_in_words(card: &Value, mark: &Value) -> String {
    match mark["mark"].as_str() {
        Some("stale") => {
            format!("stale for {}", counted(card["overdue_days"].as_u64().unwrap_or(0), "day", "days"))
        }
        Some("unsourced") => counted(
            mark["figures"].as_u64().unwrap_or(0),
            "figure without a source",
            "figures without a source",
        ),
        other => other.unwrap_or_default().to_owned(),
    }
}

fn in_bin(bin: &Value) -> String {
    let mut text = String::new();
    for card in list(&bin["cards"]) {
        let (id, at) = (&card["id"], words(&card["at"]));
        let _ = writeln!(text, "{id}  {at}  {}  {}", words(&card["key"]), words(&card["title"]));
    }
    if text.is_empty() { "The bin is empty.".to_owned() } else { text }
}
