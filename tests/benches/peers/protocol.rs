//! What every rival program of the search bench says and hears, so that all are measured in the same way.
//!
//! Started as `peer FOLDER [SECTIONS]`: with a file of JSON Lines it makes its index of them in the folder, else it
//! opens the index that stands there. It says one line, `{"seconds", "cards"}`, when it can answer. Then each line in,
//! `{"q", "limit", "snippets"}` or `{"save": section}`, gets one line out, `{"micros", "total", "hits": [{"id"}]}`;
//! `micros` is the time inside the program for that line alone.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, io};

use serde_json::{Value, json};

/// What stops a rival: it is a bench, and says what the engine said.
pub(crate) type Failed = Box<dyn Error>;

/// A piece of text to be found.
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) tags: String,
    pub(crate) body: String,
}

/// A search engine that is measured.
pub(crate) trait Peer: Sized {
    /// Makes the index of all sections in an empty folder.
    fn make(folder: &Path, sections: &mut dyn Iterator<Item = Section>) -> Result<Self, Failed>;
    /// Opens the index that was made there.
    fn open(folder: &Path) -> Result<Self, Failed>;
    /// Finds the ids of the best sections, cutting their snippets if wanted.
    fn find(&mut self, query: &str, limit: usize, snippets: bool) -> Result<Vec<String>, Failed>;
    /// Saves one section, so that the next query finds it.
    fn save(&mut self, section: Section) -> Result<(), Failed>;
}

/// Runs a rival to the end of its input.
pub(crate) fn run<P: Peer>() -> Result<(), Failed> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let folder = arguments.first().ok_or("name the folder of the index")?;
    let begun = Instant::now();
    let mut cards = 0_u64;
    let mut peer = if let Some(sections) = arguments.get(1) {
        fs::create_dir_all(folder)?;
        let lines = BufReader::new(fs::File::open(sections)?).lines();
        let counted =
            lines.map_while(Result::ok).filter_map(|line| section(&serde_json::from_str(&line).ok()?));
        P::make(folder, &mut counted.inspect(|_| cards += 1))?
    } else {
        P::open(folder)?
    };
    let mut output = io::stdout().lock();
    writeln!(output, "{}", json!({ "seconds": begun.elapsed().as_secs_f64(), "cards": cards }))?;
    output.flush()?;
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let begun = Instant::now();
        let found = if let Some(section) = section(&asked["save"]) {
            peer.save(section)?;
            Vec::new()
        } else {
            let limit = asked["limit"].as_u64().map_or(20, |limit| limit as usize);
            peer.find(asked["q"].as_str().unwrap_or_default(), limit, asked["snippets"] == true)?
        };
        let micros = begun.elapsed().as_micros() as u64;
        let hits: Vec<Value> = found.into_iter().map(|id| json!({ "id": id })).collect();
        writeln!(output, "{}", json!({ "micros": micros, "total": hits.len(), "hits": hits }))?;
        output.flush()?;
    }
    Ok(())
}

fn section(value: &Value) -> Option<Section> {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let tags = value["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
    let tags = tags.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
    Some(Section { id: text("id")?, title: text("title")?, tags, body: text("body")? })
}

/// The words of a query, and whether the last one is still being typed.
pub(crate) fn words_of(query: &str) -> (Vec<String>, bool) {
    let words = query.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    (words.map(str::to_lowercase).collect(), query.ends_with(char::is_alphanumeric))
}
