//! The register of challenges of an industry: who writes one too many is told while writing, and which it is like.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use oneup_app::contract::{CheckTextRequest, EditCardRequest, FindingLevel, TextFinding};
use oneup_app::{App, CardType, Home, NoDesktop};
use oneup_testkit::{CardText, TempLibrary};

fn challenge(id: &str, title: &str, industry: &str) -> CardText {
    CardText::new(CardType::Challenge, id).title(title).key("industry", industry)
}

/// Twelve active challenges of the industry, one that was withdrawn, and one of another industry.
fn library() -> TempLibrary {
    let library = TempLibrary::new()
        .with("mine/other.md", challenge("other", "Elsewhere", "[steel]").to_string())
        .with("mine/gone.md", challenge("gone", "Gone", "[cement]").key("status", "withdrawn").to_string())
        .with(
            "mine/force.md",
            CardText::new(CardType::Force, "force").key("industry", "[cement]").to_string(),
        );
    for n in 1..12 {
        library.write(
            &format!("mine/c{n}.md"),
            challenge(&format!("c{n}"), &format!("Number {n}"), "[cement]").to_string(),
        );
    }
    library.with("mine/night.md", challenge("night", "Stops at night last longer", "[cement]").to_string())
}

fn told(app: &App, key: &str, text: &str) -> Vec<TextFinding> {
    let request = EditCardRequest { key: key.to_owned() };
    app.edit_card(&NoDesktop, request).unwrap();
    let check = CheckTextRequest { key: key.to_owned(), text: text.to_owned() };
    let findings = app.check_text(&NoDesktop, check).unwrap().findings;
    findings.into_iter().filter(|finding| finding.message.contains("active challenges")).collect()
}

#[test]
fn b16_the_editor_warns_above_twelve_active_challenges_of_an_industry_and_suggests_a_merge() {
    let library = library();
    let app = App::new(Home::locate(Some(&library.beside("home"))).unwrap(), "a test");
    app.open_library_at(&library.root()).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    let twelfth = challenge("c1", "Number 1", "[cement]").to_string();
    assert_eq!(told(&app, "mine/c1", &twelfth).len(), 0, "twelve are enough and not too many");

    let thirteenth = challenge("other", "Stops at night", "[steel, cement]").to_string();
    let found = told(&app, "mine/other", &thirteenth);
    assert_eq!((found.len(), found[0].level), (1, FindingLevel::Warning));
    let message = &found[0].message;
    assert!(message.contains("cement has 13 active challenges"), "{message}");
    assert!(
        message
            .contains("Join it with one that says the same, such as Stops at night last longer (mine/night)"),
        "{message}"
    );
    let place = thirteenth.find("industry").unwrap();
    assert_eq!(usize::try_from(found[0].from).unwrap(), place, "it stands where the industries do");

    let withdrawn = thirteenth.replace("\n---\n", "\nstatus: withdrawn\n---\n");
    assert_eq!(told(&app, "mine/other", &withdrawn).len(), 0);
    let force = thirteenth.replace("type: challenge", "type: force");
    assert_eq!(told(&app, "mine/force", &force).len(), 0);
}
