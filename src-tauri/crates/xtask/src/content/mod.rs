//! `cargo xtask content`: proof-reads the packs that ship and prints what each comes to.
//!
//! The application judges and counts ([`oneup_app::content`]); the spelling is added here, since its dictionaries are
//! the system's and no part of the program.

mod spelling;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use oneup_app::content::{Content, ContentReport};
use oneup_app::{Finding, Level};

use crate::failure::Failure;
use crate::project::Project;
use crate::setup::packages;
use spelling::{Speller, WORD_LIST, WordList};

/// What is proof-read, and for which day.
#[derive(Debug, clap::Args)]
pub struct Proofs {
    /// The folder with the packs.
    #[arg(default_value = "content")]
    folder: PathBuf,
    /// The day on which freshness is judged; without one, today.
    #[arg(long)]
    today: Option<Date>,
}

/// Proof-reads, prints, and fails where anything is to be mended.
///
/// # Errors
/// Fails where the packs or the dictionaries cannot be read, and where there is a finding.
pub fn content(project: &Project, proofs: &Proofs) -> Result<(), Failure> {
    if cfg!(target_os = "linux") {
        packages::ensure(packages::CONTENT)?;
    }
    let today = proofs.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let folder = project.path("").join(&proofs.folder);
    let list = read_list(&folder.join(WORD_LIST))?;
    let report = proof_read(project, &folder, today, &Speller::of_system()?, &list)?;
    for finding in &report.findings {
        println!("{finding}");
    }
    print!("{}", table::of(&report));
    match report.findings.len() {
        0 => Ok(()),
        1 => Err(Failure::wrong("one finding", "see it above the tables")),
        many => Err(Failure::wrong(format!("{many} findings"), "see them above the tables")),
    }
}

/// Everything that there is to say of the packs of a folder.
fn proof_read(
    project: &Project,
    folder: &Path,
    today: Date,
    speller: &Speller,
    list: &WordList,
) -> Result<ContentReport, Failure> {
    let refused = |error: oneup_app::AppError| {
        Failure::wrong(
            format!("the packs in {} cannot be read: {error}", folder.display()),
            "see the message above",
        )
    };
    let content = Content::read(folder).map_err(refused)?;
    let mut report = content.report(today).map_err(refused)?;
    if report.packs.is_empty() {
        let what = format!("{} holds no pack", folder.display());
        return Err(Failure::wrong(what, "name a folder whose folders have a pack.toml"));
    }
    let words: Vec<_> = content.words().collect();
    report.findings.extend(spelling::findings(&words, speller, list, &folder.join(WORD_LIST)));
    for finding in &mut report.findings {
        finding.path = project.short(Path::new(&finding.path)).display().to_string();
    }
    report
        .findings
        .sort_by(|a, b| (&a.path, a.line, a.column, a.rule).cmp(&(&b.path, b.line, b.column, b.rule)));
    Ok(report)
}

/// Reads the list of the words that no dictionary has; without the file there are none.
fn read_list(path: &Path) -> Result<WordList, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(WordList::of(&text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(WordList::default()),
        Err(error) => Err(Failure::file("read", path)(error)),
    }
}

/// A finding of this command's own.
fn finding(
    rule: &'static str,
    path: &str,
    (line, column): (u32, u32),
    message: String,
    remedy: String,
) -> Finding {
    Finding { level: Level::Warning, rule, path: path.to_owned(), line, column, message, remedy }
}

#[cfg(test)]
mod tests;
