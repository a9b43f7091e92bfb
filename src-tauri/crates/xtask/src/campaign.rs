//! `cargo xtask campaign`: looks for what nobody thought of, for as long as it is given.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::builds;
use crate::failure::Failure;
use crate::process::Call;
use crate::project::Project;
use crate::setup::packages;
use crate::setup::tools::{self, CARGO_FUZZ};

/// What is killed or refused, by which test, and which part of it does so.
const DISTURBED: &[(&str, &str, &str)] = &[
    ("the library, killed at moments of its work", "kills", "a_kill"),
    ("the application, killed at moments of its work", "kills_at_work", "a_kill"),
    ("the application, killed before single writes", "kills_at_each_step", "a_kill"),
    ("the editor, killed at moments of its work", "editing", "a_kill"),
    ("the application, single writes of which are refused", "faults_at_each_step", "refused"),
];

/// The package of the fuzz targets.
const FUZZ_FOLDER: &str = "tests/fuzz";

/// Kills the library and the application at work so many times at every level, and refuses as many of their writes.
///
/// # Errors
/// Fails where something does not build, and where a kill or a refusal lost or tore anything.
pub fn kills(project: &Project, rounds: u32) -> Result<(), Failure> {
    if cfg!(target_os = "linux") {
        packages::ensure(packages::KILLS)?;
    }
    let rounds = rounds.to_string();
    for (what, test, name) in DISTURBED {
        println!("{what}: {rounds} rounds");
        Call::cargo(
            project.root(),
            "the rounds before the last show what was under way; keep them as a test",
        )
        .args(["test", "--quiet", "--locked"])
        .args(builds::DEBUG)
        .args(["--test", test, "--", "--nocapture", name])
        .env("ONEUP_KILLS", &rounds)
        .env("ONEUP_FAULTS", &rounds)
        .on_standard_output()
        .run()?;
    }
    Ok(())
}

/// Feeds each fuzz target for its share of the time.
///
/// # Errors
/// Fails where a target does not build or finds something; cargo-fuzz says where it kept the input.
pub fn fuzz(project: &Project, minutes: u32) -> Result<(), Failure> {
    packages::ensure(packages::WINDOW)?;
    let targets = targets(project)?;
    let path = path_with(&tools::ensure(project, CARGO_FUZZ)?);
    let seconds = (u64::from(minutes) * 60 / targets.len() as u64).max(1);
    for target in &targets {
        println!("fuzzing {target} for {seconds} s");
        Call::cargo(project.root(), "keep the input that is named above as a test, then mend what it breaks")
            .args(["fuzz", "run", "--fuzz-dir", FUZZ_FOLDER, target])
            .args(inputs(project, target)?)
            .arg("--")
            .args([format!("-max_total_time={seconds}"), "-timeout=10".to_owned()])
            // The sanitisers need flags that the stable compiler keeps to itself.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("PATH", &path)
            .run()?;
    }
    Ok(())
}

/// Names where new inputs are kept, and the committed ones to begin with if there are any.
fn inputs(project: &Project, target: &str) -> Result<Vec<PathBuf>, Failure> {
    let corpus = project.path(FUZZ_FOLDER).join("corpus").join(target);
    fs::create_dir_all(&corpus).map_err(Failure::file("make", &corpus))?;
    let seeds = project.path(FUZZ_FOLDER).join("seeds").join(target);
    Ok(if seeds.is_dir() { vec![corpus, seeds] } else { vec![corpus] })
}

fn targets(project: &Project) -> Result<Vec<String>, Failure> {
    let folder = project.path(FUZZ_FOLDER).join("fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(Failure::file("read", &folder))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut targets: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    targets.sort();
    if targets.is_empty() {
        return Err(Failure::wrong(format!("{} holds no fuzz target", folder.display()), "add one"));
    }
    Ok(targets)
}

/// Puts the folder of a tool before the others, so that cargo finds it as its own verb.
fn path_with(tool: &Path) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = tool.parent().map(Path::to_path_buf).into_iter().chain(env::split_paths(&path));
    env::join_paths(folders).unwrap_or(path.clone())
}
