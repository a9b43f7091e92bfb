//! `cargo xtask bench cards`: what a reader and an editor wait for in a large library, measured in the application
//! itself, as the window calls it, beside the goals.
//!
//! The library is made up: forces, challenges and factors that lead to one another, with reasons, sources and words of
//! their own. Whether a figure is good enough is for the reader to say, on a quiet machine.

#![allow(clippy::expect_used, reason = "what cannot be measured stops the bench")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use oneup_app::contract::{
    CardSaved, EditCardRequest, GapsRequest, IndexState, ReadCardRequest, SaveCardRequest, SearchRequest,
    StatusRequest,
};
use oneup_app::{App, Home, NoDesktop};

/// Every so manyth challenge is one that many forces lead to.
const HUB: usize = 200;
const SAVES: usize = 100;
const READS: usize = 300;

fn main() {
    let place = std::env::var("ONEUP_BENCH_PLACE");
    let cards = std::env::var("ONEUP_BENCH_CARDS").ok().and_then(|cards| cards.parse().ok());
    let (Ok(place), Some(cards)) = (place, cards) else {
        println!("run this through `cargo xtask bench cards`");
        return;
    };
    let place = Path::new(&place);
    lay_out(&place.join("library"), cards);
    let home = Home::locate(Some(&place.join("home"))).expect("a data folder");
    App::new(home.clone(), "the bench").open_library_at(&place.join("library")).expect("the library");
    let begun = Instant::now();
    let app = App::start(home, "the bench");
    while !is_ready(&app, cards) {
        assert!(begun.elapsed() < Duration::from_mins(10), "the library is not indexed");
        std::thread::sleep(Duration::from_millis(50));
    }
    println!("{cards} cards, indexed in {:.1} s", begun.elapsed().as_secs_f64());
    print_all(&app, cards);
}

fn print_all(app: &App, cards: usize) {
    println!("\n| ms in the application | measured | p50 | p95 | slowest | goal (p50) |");
    println!("|---|---|---|---|---|---|");
    let first = [gaps(app)];
    print("gap view, the first time", &first, 300.0);
    print("gap view, again", &(0..9).map(|_| gaps(app)).collect::<Vec<_>>(), 300.0);
    let card = |n: usize| key(n * 7_919 % cards);
    print("open a card", &(0..READS).map(|n| open(app, &card(n)).0).collect::<Vec<_>>(), 50.0);
    let hubs: Vec<(f64, usize)> = (0..50).map(|n| open(app, &key(hub(n * HUB * 3, cards)))).collect();
    let most = hubs.iter().map(|(_, backlinks)| *backlinks).max().unwrap_or_default();
    let times: Vec<f64> = hubs.iter().map(|(time, _)| *time).collect();
    print(&format!("open a card with its backlinks, up to {most}"), &times, 20.0);
    let saves: Vec<(f64, f64)> = (0..SAVES).map(|n| save(app, &card(n), n)).collect();
    print("save in the app", &saves.iter().map(|(saved, _)| *saved).collect::<Vec<_>>(), 50.0);
    print("save in the app → found", &saves.iter().map(|(_, found)| *found).collect::<Vec<_>>(), 50.0);
    print("gap view after a save", &[gaps(app)], 300.0);
}

fn print(what: &str, times: &[f64], goal: f64) {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let within = |percent: usize| times[(times.len() * percent).div_ceil(100).max(1) - 1];
    let (p50, p95, slowest) = (within(50), within(95), within(100));
    let met = if p50 <= goal { "met" } else { "missed" };
    println!("| {what} | {} | {p50:.1} | {p95:.1} | {slowest:.1} | {goal:.0}: {met} |", times.len());
}

fn millis(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

fn is_ready(app: &App, cards: usize) -> bool {
    let status = app.status(&NoDesktop, StatusRequest::default()).expect("the status");
    matches!(status.index, IndexState::Ready) && status.cards as usize == cards
}

fn gaps(app: &App) -> f64 {
    let request =
        GapsRequest { industry: Vec::new(), role: Vec::new(), kinds: Vec::new(), skip: 0, limit: 200 };
    let begun = Instant::now();
    let page = app.gaps(&NoDesktop, request).expect("the gaps");
    assert!(page.total > 0, "something is missing among them");
    millis(begun)
}

/// Opens a card for reading; the time, and how many links lead to it.
fn open(app: &App, key: &str) -> (f64, usize) {
    let begun = Instant::now();
    let page = app.read_card(&NoDesktop, ReadCardRequest { key: key.to_owned() }).expect("the card");
    (millis(begun), page.backlinks.len())
}

/// Saves a card with a new word as the editor does; the time until it is saved, and until the word is found.
fn save(app: &App, key: &str, number: usize) -> (f64, f64) {
    let card = app.edit_card(&NoDesktop, EditCardRequest { key: key.to_owned() }).expect("the card");
    let word = format!("freshword{number}x");
    let text = format!("{}\nThe word is {word}.\n", card.text);
    let begun = Instant::now();
    let request = SaveCardRequest { key: card.key, session: 1, version: card.version, text };
    let saved = app.save_card(&NoDesktop, request).expect("a save");
    assert!(matches!(saved, CardSaved::Saved { .. }), "nobody else writes");
    let until_saved = millis(begun);
    loop {
        let request =
            SearchRequest { q: word.clone(), limit: 20, offset: 0, filters: Vec::new(), facets: false };
        // Other cards hold words that are nearly this one.
        if app.search(&NoDesktop, request).expect("an answer").hits.iter().any(|hit| hit.key == key) {
            return (until_saved, millis(begun));
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{word} is not found");
        std::thread::sleep(Duration::from_micros(500));
    }
}

fn key(card: usize) -> String {
    format!("mine/card-{card}")
}

/// The challenge that the force at this place leads to beside its own: the one that many lead to.
fn hub(card: usize, cards: usize) -> usize {
    ((card / (3 * HUB)) * 3 * HUB + 1).min(cards - 1)
}

fn lay_out(library: &Path, cards: usize) {
    for card in 0..cards {
        let folder = library.join(format!("mine/{}", card / 1_000));
        if card % 1_000 == 0 {
            fs::create_dir_all(&folder).expect("a folder");
        }
        fs::write(folder.join(format!("card-{card}.md")), text(card, cards)).expect("a card");
    }
}

/// A force that leads to two challenges, a challenge that raises a factor, or a factor; one in ten is left open.
fn text(card: usize, cards: usize) -> String {
    let next = (card + 1) % cards;
    let (kind, links) = match card % 3 {
        0 => {
            let hub = hub(card, cards);
            let also = if hub == next {
                String::new()
            } else {
                format!("- worsens [[card-{hub}]] because it is there too\n")
            };
            ("force", format!("- causes [[card-{next}]] because of number {card}[^1]\n{also}"))
        }
        1 => ("challenge", format!("- raises [[card-{next}]] because of number {card}[^1]\n")),
        _ => ("factor", String::new()),
    };
    let links = if card % 10 == 9 { String::new() } else { links };
    let words: Vec<String> = (0..90).map(|n| word(card * 31 + n * n * 7)).collect();
    let sentences: Vec<String> = words.chunks(15).map(|line| line.join(" ")).collect();
    let body = sentences.join(".\n\n") + ".\n\n";
    format!(
        "---\nid: card-{card}\ntype: {kind}\ntitle: {} {} {}\nindustry: [industry-{}]\nrole: [role-{}]\nstatus: draft\n\
         review_by: 2027-0{}-15\n---\n\n> {} {}.\n\n## What is happening\n\n{body}## Links\n\n{links}\n\
         [^1]: A report of 2026, https://example.org/{card}\n",
        word(card),
        word(card / 7 + 5),
        word(card / 3 + 11),
        card % 12,
        card % 9,
        card % 9 + 1,
        word(card + 3),
        word(card + 8),
    )
}

/// A word of some thousands, made of syllables; frequent ones come more often.
fn word(seed: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va"];
    let mixed = seed.wrapping_mul(2_654_435_761) >> 7;
    let range = [60, 600, 4_000][mixed % 3];
    let mut number = (mixed / 3) % range + 17;
    let mut word = String::new();
    while number > 0 {
        word.push_str(SYLLABLES[number % 16]);
        number /= 16;
    }
    word
}
