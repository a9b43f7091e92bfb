//! The rivals that One-Up is measured against: where they come from, and how each is made ready to answer.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;

use super::corpus::Section;
use super::oneup::Batch;

/// The folder of the rivals.
const FOLDER: &str = "tests/benches/peers";

/// A rival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Peer {
    /// What the tables call it.
    pub(crate) name: &'static str,
    program: Program,
    /// Set in its environment.
    variable: Option<&'static str>,
    /// Whether its index can be opened again without being made anew.
    pub(crate) lasts: bool,
}

/// What a rival is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Program {
    Rust(&'static str),
    JavaScript(&'static str),
}

/// The bare engine, the floor.
pub(crate) const BARE: Peer =
    Peer { name: "bare tantivy", program: Program::Rust("bare"), variable: None, lasts: true };

/// `SQLite` FTS5 asking for all words.
pub(crate) const FTS5_ALL: Peer =
    Peer { name: "FTS5, all words", program: Program::Rust("fts5"), variable: None, lasts: true };

/// `SQLite` FTS5 asking for any word.
pub(crate) const FTS5_ANY: Peer =
    Peer { name: "FTS5, any word", program: Program::Rust("fts5"), variable: Some("FTS5_ANY"), lasts: true };

/// `MiniSearch` as Omnisearch uses it.
pub(crate) const MINISEARCH: Peer =
    Peer { name: "MiniSearch", program: Program::JavaScript("minisearch.js"), variable: None, lasts: false };

/// `FlexSearch`.
pub(crate) const FLEXSEARCH: Peer =
    Peer { name: "FlexSearch", program: Program::JavaScript("flexsearch.js"), variable: None, lasts: false };

/// A rival that answers, and what it took to come so far.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) batch: Batch,
    /// Seconds inside the program until it could answer.
    pub(crate) seconds: f64,
}

/// Builds the rivals and installs what they need.
pub(crate) fn build(project: &Project) -> Result<(), Failure> {
    Call::cargo(project.root(), "mend what cargo names above")
        .args(["build", "--release", "--locked", "--package", "oneup-tests"])
        .args(["--example", "bare", "--example", "fts5"])
        .run()?;
    let remedy = "Node.js 20 and npm are needed for the rivals in JavaScript";
    Call::npm(&project.path(FOLDER), remedy).args(["ci", "--silent", "--no-audit", "--no-fund"]).run()
}

/// Writes the sections where the rivals read them.
pub(crate) fn write_sections(file: &Path, sections: &[Section]) -> Result<(), Failure> {
    let mut lines = String::new();
    for section in sections {
        lines += &line(section);
        lines.push('\n');
    }
    fs::write(file, lines).map_err(Failure::file("write", file))
}

/// A section as the rivals read it.
pub(crate) fn line(section: &Section) -> String {
    json!({ "id": section.id, "title": section.title, "tags": section.tags, "body": section.body })
        .to_string()
}

impl Peer {
    /// Makes its index in an empty `folder`.
    pub(crate) fn make(self, project: &Project, folder: &Path, sections: &Path) -> Result<Ready, Failure> {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(Failure::file("empty", folder))?;
        }
        self.start(project, folder, Some(sections))
    }

    /// Opens the index that stands in `folder`.
    pub(crate) fn open(self, project: &Project, folder: &Path) -> Result<Ready, Failure> {
        self.start(project, folder, None)
    }

    fn start(self, project: &Project, folder: &Path, sections: Option<&Path>) -> Result<Ready, Failure> {
        let mut call = match self.program {
            Program::Rust(name) => std::process::Command::new(project.program("release/examples", name)),
            Program::JavaScript(name) => {
                let mut call = std::process::Command::new("node");
                // A hundred thousand cards outgrow what Node.js allows itself.
                call.arg("--max-old-space-size=8192").arg(project.path(FOLDER).join(name));
                call
            }
        };
        call.arg(folder).args(sections);
        if let Some(variable) = self.variable {
            call.env(variable, "1");
        }
        let mut batch = Batch::spawn(call)?;
        let told = batch.listen()?;
        Ok(Ready { batch, seconds: told["seconds"].as_f64().unwrap_or_default() })
    }
}
