//! `oneup import`, `oneup export`, and what `oneup open --dry-run` tells.

use std::path::Path;

use oneup_app::contract::{
    BringKind, BringPage, Brought, ColumnWish, ExportPage, RemarkList, SkippedFile, TableRead, TableWish,
};
use oneup_app::{App, AppError, BringError, ImportPlan};
use serde::Serialize;

use crate::args::{CardsCsv, Export, Import};
use crate::output::{End, Output, counted};

/// An import that was done, with everything that was told about it.
#[derive(Serialize)]
struct Imported<'p> {
    #[serde(flatten)]
    brought: Brought,
    report: &'p BringPage,
}

pub(crate) fn import(app: &App, output: &Output, import: &Import) -> Result<End, AppError> {
    output.catch_up(app)?;
    let (plan, is_dry) = match import {
        Import::Vault { folder, dry_run } => (app.plan_folder(folder)?, *dry_run),
        Import::CardsCsv(table) => (app.plan_table(&table.file, &wish(app, table)?)?, table.dry_run),
    };
    if is_dry {
        output.answer(&plan.page, report);
        return Ok(End::Done);
    }
    run(app, output, &plan)
}

fn run(app: &App, output: &Output, plan: &ImportPlan) -> Result<End, AppError> {
    let brought = match app.import(plan) {
        // What there was to say is the report; that nothing came of it is the error.
        Err(error @ AppError::Bring(BringError::Nothing { .. })) => {
            if !output.is_json() {
                output.answer(&plan.page, report);
            }
            return Err(error);
        }
        brought => brought?,
    };
    output.answer(&Imported { brought, report: &plan.page }, |imported| {
        let made = counted(imported.brought.made, "card made", "cards made");
        format!("{}\n{made}. `oneup undo` takes all of it back.\n", not_carried(imported.report))
    });
    Ok(End::Done)
}

pub(crate) fn look(app: &App, output: &Output, folder: &Path) -> Result<End, AppError> {
    output.answer(&app.look_at_folder(folder)?, report);
    Ok(End::Done)
}

pub(crate) fn export(app: &App, output: &Output, export: &Export) -> Result<End, AppError> {
    if export.csv {
        #[derive(Serialize)]
        struct Written {
            file: String,
            cards: u32,
            left_out: Vec<SkippedFile>,
        }
        let (cards, left_out) = app.export_table(&export.target)?;
        let written = Written { file: export.target.display().to_string(), cards, left_out };
        output.answer(&written, |written| {
            let rows = counted(written.cards, "card", "cards");
            format!("{rows} written to {}\n{}", written.file, skipped(&written.left_out))
        });
        return Ok(End::Done);
    }
    let (page, plan) = app.plan_export(&export.target)?;
    let page = if export.dry_run { page } else { app.export_to(&export.target, &plan)? };
    output.answer(&page, |page| exported(page, export.dry_run));
    Ok(End::Done)
}

fn exported(page: &ExportPage, is_dry: bool) -> String {
    let files = format!(
        "{} and {}, {} kB",
        counted(page.cards, "card", "cards"),
        counted(page.others, "other file", "other files"),
        page.kilobytes
    );
    let words = if is_dry { "would be copied to" } else { "copied to" };
    format!("{files} {words} {}\n{}", page.target, skipped(&page.left_out))
}

fn skipped(files: &[SkippedFile]) -> String {
    let mut text = String::new();
    for file in files {
        text += &format!("  not copied: {}: {}\n", file.path, file.why);
    }
    text
}

/// The wishes about a table; columns are named as the table names them.
fn wish(app: &App, table: &CardsCsv) -> Result<TableWish, AppError> {
    let mut wish = TableWish {
        delimiter: table.delimiter.clone(),
        encoding: table.encoding.clone(),
        kind: table.kind.map(|kind| kind.as_str().to_owned()),
        columns: Vec::new(),
    };
    if table.column.is_empty() {
        return Ok(wish);
    }
    let columns = app.plan_table(&table.file, &wish)?.page.table.map_or_else(Vec::new, |read| read.columns);
    for wanted in &table.column {
        let (name, field) = wanted.rsplit_once('=').unwrap_or((wanted, ""));
        let at = columns.iter().position(|column| column.name == name.trim());
        let at = at.ok_or_else(|| BringError::BadWish {
            word: name.to_owned(),
            what: "column of the table",
            known: columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", "),
        })?;
        let column = u32::try_from(at).unwrap_or(u32::MAX);
        wish.columns.push(ColumnWish { column, field: field.trim().to_owned() });
    }
    Ok(wish)
}

fn report(page: &BringPage) -> String {
    let mut text = format!("{}: {}", page.place, counted(page.cards, "card", "cards"));
    if !page.types.is_empty() {
        let types: Vec<String> = page.types.iter().map(|one| format!("{} {}", one.count, one.kind)).collect();
        text += &format!(" ({})", types.join(", "));
    }
    text.push('\n');
    if let Some(table) = &page.table {
        text += &read_table(table);
    }
    for row in &page.made {
        text += &format!("  {} → {} “{}”\n", row.place, row.path, row.title);
    }
    if page.kind != BringKind::InPlace {
        text += &more(page.made.len(), page.cards);
    }
    if !page.conventions.is_empty() {
        text += "\nWhat other programs put there:\n";
    }
    for row in &page.conventions {
        text += &format!("  {}: {}. {}\n", row.what, row.count, row.becomes);
        if let Some(place) = row.places.first() {
            text += &format!("      {place}\n");
        }
    }
    if !page.alone.is_empty() {
        let alone: Vec<String> =
            page.alone.iter().map(|row| format!("{} ({})", row.what, row.count)).collect();
        text += &format!("\nLeft alone: {}\n", alone.join(", "));
    }
    text + &not_carried(page)
}

fn read_table(table: &TableRead) -> String {
    let mut text = format!(
        "{}, parted by {}, written in {}\n",
        counted(table.rows, "row", "rows"),
        table.delimiter,
        table.encoding
    );
    for column in &table.columns {
        text += &format!("  {} → {}\n", column.name, column.field);
    }
    text + &format!("Fields: {}\n", table.fields.join(", "))
}

fn not_carried(page: &BringPage) -> String {
    let lists = [
        ("There already", &page.duplicates),
        ("Left out", &page.left_out),
        ("Carried with a change", &page.remarks),
    ];
    lists.iter().map(|(heading, list)| listed(heading, list)).collect()
}

fn listed(heading: &str, list: &RemarkList) -> String {
    if list.total == 0 {
        return String::new();
    }
    let mut text = format!("\n{heading} ({}):\n", list.total);
    for row in &list.rows {
        text += &format!("  {}: {}", row.place, row.what.trim_end_matches('.'));
        text += &if row.remedy.is_empty() {
            ".\n".to_owned()
        } else {
            format!(". {}.\n", row.remedy.trim_end_matches('.'))
        };
    }
    text + &more(list.rows.len(), list.total)
}

fn more(shown: usize, total: u32) -> String {
    let rest = u64::from(total).saturating_sub(shown as u64);
    if rest > 0 { format!("  and {rest} more\n") } else { String::new() }
}
