//! `cargo xtask bench window`: the real window, measured from outside and from within, beside a bare one.
//!
//! Times within the page are taken by the page's own clock, from the key that goes in to the frame that is painted;
//! the start is taken from the moment at which the kernel began the process. What is printed is a table: whether it
//! is good enough is for the reader to say, on a quiet machine.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "what cannot be measured stops the bench")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use oneup_tests::{Look, Window};
use serde_json::Value;

/// How often a start is measured.
const STARTS: usize = 7;
/// The words that are typed letter by letter.
const TYPED: [&str; 6] =
    ["configuration", "how to install", "network error", "release notes", "security", "table of"];
/// How many frames the list is scrolled through.
const FRAMES: usize = 240;
/// How long the window is left alone to see whether it rests.
const IDLE: Duration = Duration::from_secs(10);

fn main() {
    let Ok(bare) = std::env::var("ONEUP_BARE_WINDOW") else {
        println!("run this through `cargo xtask bench window`");
        return;
    };
    println!(
        "\n| process start → painted and answering, ms | p50 | slowest | own memory, MB |\n|---|---|---|---|"
    );
    let times: Vec<f64> = (0..STARTS).map(|_| start_of_bare(&bare).0).collect();
    print_start("a bare window", &times, start_of_bare(&bare).1);
    let homes: Vec<(String, PathBuf)> = std::env::args()
        .filter_map(|argument| argument.split_once('=').map(|(size, home)| (size.to_owned(), home.into())))
        .collect();
    for (size, home) in &homes {
        let times: Vec<f64> =
            (0..STARTS).map(|_| start_time(&Window::open(home, Look::Light), home)).collect();
        let window = Window::open(home, Look::Light);
        print_start(&format!("One-Up, {size} cards"), &times, memory_of(&processes_of(home)));
        drop(window);
    }
    println!("\n| in the window, ms | cards | measured | p50 | p95 | slowest |\n|---|---|---|---|---|---|");
    for (size, home) in &homes {
        let window = Window::open(home, Look::Light);
        print_times("letter → painted result", size, &typing(&window));
        print_times("page change", size, &pages(&window));
        print_times("a frame while all rows are scrolled", size, &scrolling(&window));
    }
    println!();
    for (size, home) in &homes {
        print_idle(size, home);
    }
}

/// Starts the window as a user does, since a driven one never rests, and leaves it alone.
fn print_idle(size: &str, home: &Path) {
    let program = std::env::var("ONEUP_DESKTOP").expect("the program");
    let mut window = Command::new(program).arg("--home").arg(home).spawn().expect("the window");
    std::thread::sleep(Duration::from_secs(6));
    let processes = processes_of(home);
    let before = ticks_of(&processes);
    std::thread::sleep(IDLE);
    let used = ticks_of(&processes) - before;
    println!(
        "idle with {size} cards, the caret blinking: {} ms of processor time in {} s; memory {:.0} MB",
        used * 10,
        IDLE.as_secs(),
        memory_of(&processes)
    );
    window.kill().expect("an end");
    let _ = window.wait();
}

fn start_of_bare(program: &str) -> (f64, f64) {
    let window = Window::start_program(program, &[], Look::Light);
    window.wait_for("the bare window", |window| {
        window.run("return document.documentElement.dataset.ready") == "true"
    });
    let processes = processes_named(Path::new(program));
    (ready_at(&window) - began(&processes), memory_of(&processes))
}

fn start_time(window: &Window, home: &Path) -> f64 {
    ready_at(window) - began(&processes_of(home))
}

/// When the page said it was painted, in milliseconds since 1970.
fn ready_at(window: &Window) -> f64 {
    let at = window.run("return performance.timeOrigin + performance.getEntriesByName('ready')[0].startTime");
    at.as_f64().expect("the page marks when it is ready")
}

/// Types each word letter by letter and takes the time from each letter to the painted answer.
fn typing(window: &Window) -> Vec<f64> {
    let mut times = Vec::new();
    for word in TYPED {
        let script = format!(
            "const box = document.querySelector('[data-testid=\"search-box\"]');
             const word = {word:?}, times = [];
             const painted = () => new Promise(next => requestAnimationFrame(() => {{
               const channel = new MessageChannel(); channel.port1.onmessage = next; channel.port2.postMessage(0); }}));
             const answered = query => new Promise(next => {{
               const list = () => document.querySelector('[data-answer]')?.dataset.answer === query;
               const look = new MutationObserver(() => {{ if (list()) {{ look.disconnect(); next(); }} }});
               look.observe(document.body, {{ subtree: true, childList: true, characterData: true, attributes: true,
                 attributeFilter: ['data-answer'] }}); }});
             (async () => {{
               for (let end = 1; end <= word.length; end += 1) {{
                 const query = word.slice(0, end), seen = answered(query), begun = performance.now();
                 box.value = query; box.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
                 await seen; await painted(); times.push(performance.now() - begun);
                 await new Promise(next => setTimeout(next, 60));
               }}
               box.value = ''; box.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
               setTimeout(() => done(times), 300);
             }})();"
        );
        times.extend(numbers(&window.run_async(&script)));
    }
    times
}

/// Goes between the pages and takes the time to the painted heading.
fn pages(window: &Window) -> Vec<f64> {
    numbers(&window.run_async(
        "const times = [], painted = () => new Promise(next => requestAnimationFrame(() => {
           const channel = new MessageChannel(); channel.port1.onmessage = next; channel.port2.postMessage(0); }));
         const there = page => new Promise(next => {
           const is = () => document.querySelector(`[data-page=\"${page}\"]`) !== null;
           if (is()) return next();
           const look = new MutationObserver(() => { if (is()) { look.disconnect(); next(); } });
           look.observe(document.body, { subtree: true, childList: true, attributes: true }); });
         (async () => {
           for (let round = 0; round < 10; round += 1) for (const page of ['settings', 'activity', 'library']) {
             const begun = performance.now(); location.hash = page;
             await there(page); await painted(); times.push(performance.now() - begun);
             await new Promise(next => setTimeout(next, 80));
           }
           done(times);
         })();",
    ))
}

/// Scrolls the list of all cards from its beginning to its end and takes the time of each frame.
fn scrolling(window: &Window) -> Vec<f64> {
    numbers(&window.run_async(&format!(
        "const list = document.querySelector('[data-testid=\"results-list\"]');
         if (list === null) return done([]);
         const times = []; let last, frame = 0;
         const step = now => {{
           if (last !== undefined) times.push(now - last);
           last = now; frame += 1;
           if (frame > {FRAMES}) return done(times);
           // A third of the way by steps of a screen, as with a wheel, the rest by leaps, as with the bar.
           list.scrollTop = frame < {FRAMES} / 3 ? frame * list.clientHeight * 0.8
             : list.scrollHeight * frame / {FRAMES};
           requestAnimationFrame(step); }};
         requestAnimationFrame(step);"
    )))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map(|all| all.iter().filter_map(Value::as_f64).collect()).unwrap_or_default()
}

fn print_start(what: &str, times: &[f64], memory: f64) {
    println!("| {what} | {:.0} | {:.0} | {memory:.0} |", within(times, 50), within(times, 100));
}

fn print_times(what: &str, size: &str, times: &[f64]) {
    println!(
        "| {what} | {size} | {} | {:.1} | {:.1} | {:.1} |",
        times.len(),
        within(times, 50),
        within(times, 95),
        within(times, 100)
    );
}

/// The time that so many percent stay within.
fn within(times: &[f64], percent: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).copied().unwrap_or(f64::NAN)
}

/// The program that was started on a data folder, and what it started.
fn processes_of(home: &Path) -> Vec<u32> {
    let home = home.display().to_string();
    // Not whoever merely names both, such as cargo, which was told what to measure.
    let is_program =
        |command: &str| command.split(' ').next().is_some_and(|it| it.ends_with("oneup-desktop"));
    with_children(|command| is_program(command) && command.contains(&home))
}

fn processes_named(program: &Path) -> Vec<u32> {
    let program = program.display().to_string();
    with_children(|command| command.starts_with(&program))
}

/// Every process whose command line is wanted, first, and all that descend from it.
fn with_children(is_wanted: impl Fn(&str) -> bool) -> Vec<u32> {
    let all: Vec<u32> = fs::read_dir("/proc")
        .expect("the kernel's list of processes")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    let command =
        |id: u32| fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default().replace('\0', " ");
    let mut found: Vec<u32> = all.iter().copied().filter(|id| is_wanted(&command(*id))).take(1).collect();
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        let children = all.iter().copied().filter(|id| stat(*id, 3) == u64::from(parent));
        let new: Vec<u32> = children.filter(|id| !found.contains(id)).collect();
        found.extend(new);
        at += 1;
    }
    found
}

/// A field of what the kernel says of a process, counted from 0 as in `proc(5)` less one; the name in brackets may
/// hold spaces.
fn stat(id: u32, field: usize) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    rest.split_whitespace()
        .nth(field.saturating_sub(2))
        .and_then(|word| word.parse().ok())
        .unwrap_or_default()
}

/// When the first of these processes began, in milliseconds since 1970, to ten milliseconds.
fn began(processes: &[u32]) -> f64 {
    let uptime = fs::read_to_string("/proc/uptime").expect("the kernel's uptime");
    let uptime: f64 = uptime.split(' ').next().and_then(|word| word.parse().ok()).expect("seconds");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs_f64();
    let first = processes.first().copied().expect("the program is running");
    (now - uptime + stat(first, 21) as f64 / 100.0) * 1e3
}

/// Memory that these processes alone hold, in megabytes: shared pages are counted by their share.
fn memory_of(processes: &[u32]) -> f64 {
    let share = |id: &u32| -> f64 {
        let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("Pss:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or(0.0)
    };
    processes.iter().map(share).sum::<f64>() / 1024.0
}

/// Processor time that these processes have used, in hundredths of a second.
fn ticks_of(processes: &[u32]) -> u64 {
    processes.iter().map(|id| stat(*id, 13) + stat(*id, 14)).sum()
}
