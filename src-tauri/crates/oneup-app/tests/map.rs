//! The map, the neighbourhood, the gaps and the mentions, on real folders: what they say, and that they follow the files.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;

use oneup_app::contract::{
    ErrorCode, GapKind, GapsPage, GapsRequest, LinkMentionRequest, MapRequest, MentionsRequest,
    NeighbourhoodRequest, NewCardRequest, UndoRequest, Weakness,
};
use oneup_app::{App, CardType, Home, NoDesktop};
use oneup_testkit::{CardText, TempLibrary};

/// The application for one command, on this library, with its index up to date.
fn opened(library: &TempLibrary) -> App {
    let app = App::new(Home::locate(Some(&library.beside("home"))).unwrap(), "a test");
    app.open_library_at(&library.root()).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    app
}

fn card(kind: CardType, id: &str, body: &str) -> String {
    CardText::new(kind, id).body(body).to_string()
}

fn chain() -> TempLibrary {
    TempLibrary::new()
        .with(
            "mine/people-retire.md",
            CardText::new(CardType::Force, "people-retire")
                .key("industry", "[manufacturing]")
                .body("- causes [[night-stops]] because few can diagnose[^own]")
                .body("- worsens [[overtime]]")
                .body("[^own]: Own experience. Checked 2026-09-04, inference.")
                .to_string(),
        )
        .with(
            "mine/night-stops.md",
            card(CardType::Challenge, "night-stops", "- raises [[mending-time]] because it decides"),
        )
        .with("mine/mending-time.md", card(CardType::Factor, "mending-time", "Words."))
}

fn gaps(app: &App, kinds: &[GapKind]) -> GapsPage {
    let request = GapsRequest { kinds: kinds.to_vec(), limit: 100, ..GapsRequest::default() };
    app.gaps(&NoDesktop, request).unwrap()
}

fn map(app: &App, industry: &str) -> oneup_app::contract::MapPage {
    let industry = if industry.is_empty() { Vec::new() } else { vec![industry.to_owned()] };
    app.map(&NoDesktop, MapRequest { industry, role: Vec::new(), limit: 60 }).unwrap()
}

#[test]
fn b16_the_map_has_three_columns_and_a_reason_on_each_line() {
    let library = chain();
    let app = opened(&library);
    let page = map(&app, "");
    let keys =
        |column: usize| page.columns[column].rows.iter().map(|row| row.card.key.as_str()).collect::<Vec<_>>();
    assert_eq!(
        (keys(0), keys(1), keys(2)),
        (vec!["mine/people-retire"], vec!["mine/night-stops"], vec!["mine/mending-time"])
    );
    let said: Vec<_> =
        page.lines.iter().map(|line| (line.phrase.as_str(), line.because.as_deref())).collect();
    assert_eq!(said, [("causes", Some("few can diagnose")), ("raises", Some("it decides"))]);
    assert_eq!(map(&app, "mining").columns[0].rows.len(), 0, "the force is for another industry");

    let around = app
        .neighbourhood(
            &NoDesktop,
            NeighbourhoodRequest { key: "mine/night-stops".into(), depth: 1, limit: 9 },
        )
        .unwrap();
    let distances: Vec<_> = around.cards.iter().map(|near| near.distance).collect();
    assert_eq!((distances, around.lines.len()), (vec![0, 1, 1], 2));
    let gone = NeighbourhoodRequest { key: "mine/nobody".into(), depth: 1, limit: 9 };
    assert_eq!(app.neighbourhood(&NoDesktop, gone).unwrap_err().code, ErrorCode::CardMissing);
}

#[test]
fn each_gap_is_a_sentence_with_the_act_that_closes_it() {
    let library = chain();
    let app = opened(&library);
    let page = gaps(&app, &[]);
    assert_eq!(page.cards, 3);
    let row = |kind| page.rows.iter().find(|row| row.kind == kind).unwrap();
    let dead = row(GapKind::DeadTarget);
    assert_eq!(dead.sentence, "“worsens overtime” leads to no card.");
    let make = dead.make.as_ref().unwrap();
    assert_eq!((make.kind.as_str(), make.title.as_str()), ("challenge", "Overtime"));
    assert_eq!(row(GapKind::LinkWithoutBecause).act, "Write the because");
    let asked = row(GapKind::ChallengeWithoutQuestion).make.clone().unwrap();
    assert_eq!(asked.link.as_ref().unwrap().verb, "surfaces");

    let request = NewCardRequest {
        kind: asked.kind,
        title: "Who was on shift?".to_owned(),
        id: None,
        link: asked.link,
    };
    app.new_card(&NoDesktop, request).unwrap();
    let text = fs::read_to_string(library.path("mine/who-was-on-shift.md")).unwrap();
    assert!(text.contains("- surfaces [[mine/night-stops|night stops]]"), "{text}");
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(gaps(&app, &[GapKind::ChallengeWithoutQuestion]).total, 0, "the gap is closed");
}

#[test]
fn what_is_asked_again_follows_cards_that_come_change_and_go() {
    let library = chain();
    let app = opened(&library);
    let dead = |app: &App| gaps(app, &[GapKind::DeadTarget]).total;
    assert_eq!(dead(&app), 1);

    library.write("mine/overtime.md", card(CardType::Challenge, "overtime", "Words."));
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(dead(&app), 0, "a link comes alive though the card it stands in did not change");
    assert_eq!(map(&app, "").lines.len(), 3);
    assert_eq!(
        map(&app, "").lines.iter().filter(|line| line.weakness == Some(Weakness::NoBecause)).count(),
        1
    );

    library.write("mine/overtime.md", card(CardType::Challenge, "overtime-climbs", "Words."));
    library.write("mine/other.md", card(CardType::Challenge, "overtime", "Words."));
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(dead(&app), 0, "the id has moved to another file");

    fs::remove_file(library.path("mine/other.md")).unwrap();
    fs::remove_file(library.path("mine/overtime.md")).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(dead(&app), 1);
    assert_eq!(gaps(&app, &[]).cards, 3);
    assert_eq!(gaps(&app, &[]).counts, gaps(&opened(&library), &[]).counts, "as if it were read anew");
}

#[test]
fn of_two_cards_with_one_id_the_other_stays_when_one_goes() {
    let library = chain().with("mine/copy.md", card(CardType::Challenge, "night-stops", "A copy."));
    let app = opened(&library);
    assert_eq!(gaps(&app, &[]).cards, 3);
    fs::remove_file(library.path("mine/night-stops.md")).unwrap();
    app.catch_up(&mut |_| {}).unwrap();
    assert_eq!(gaps(&app, &[]).cards, 3);
    assert_eq!(gaps(&app, &[]).counts, gaps(&opened(&library), &[]).counts);
}

#[test]
fn b16_a_backlink_shows_the_sentence_that_holds_it() {
    let library = chain().with(
        "mine/essay.md",
        card(
            CardType::Note,
            "essay",
            "One thing. We hear that **many** [[night-stops|stops at night]] last. More.",
        ),
    );
    let app = opened(&library);
    let page = app.card_page("mine/night-stops").unwrap();
    let sentences: Vec<String> = page
        .backlinks
        .iter()
        .map(|link| {
            let parts = &link.sentence.as_ref().unwrap().parts;
            parts
                .iter()
                .map(|part| if part.hit { format!("<{}>", part.text) } else { part.text.clone() })
                .collect()
        })
        .collect();
    assert_eq!(
        sentences,
        ["causes <night-stops> because few can diagnose", "We hear that many <stops at night> last."]
    );
}

#[test]
fn b16_words_that_name_a_card_become_a_link_and_can_be_undone() {
    let library = chain()
        .with(
            "mine/essay.md",
            card(CardType::Note, "essay", "They say Night stops last.\r\n\r\nAnd night stops again."),
        )
        .with("mine/linked.md", card(CardType::Note, "linked", "See [[night-stops]]; night stops are long."))
        .with("mine/midnight.md", card(CardType::Note, "midnight", "Midnight stops."));
    let app = opened(&library);
    let before = fs::read(library.path("mine/essay.md")).unwrap();
    let found = app.mentions(&NoDesktop, MentionsRequest { key: "mine/night-stops".into() }).unwrap();
    assert_eq!(found.rows.len(), 1, "{:?}", found.rows);
    let mention = &found.rows[0];
    assert_eq!((mention.from.as_str(), mention.words.as_str()), ("mine/essay", "Night stops"));

    let request = LinkMentionRequest {
        key: "mine/night-stops".into(),
        from: mention.from.clone(),
        words: mention.words.clone(),
        place: mention.place,
    };
    app.link_mention(&NoDesktop, request.clone()).unwrap();
    let after = fs::read_to_string(library.path("mine/essay.md")).unwrap();
    let expected =
        String::from_utf8(before.clone()).unwrap().replacen("Night stops", "[[night-stops|Night stops]]", 1);
    assert_eq!(after, expected);
    app.catch_up(&mut |_| {}).unwrap();
    let again = app.link_mention(&NoDesktop, request).unwrap_err();
    assert_eq!(again.code, ErrorCode::WrongUse, "the words stand there no more");
    assert_eq!(app.card_page("mine/night-stops").unwrap().backlinks.len(), 3);

    app.undo(&NoDesktop, UndoRequest { act: None }).unwrap();
    assert_eq!(fs::read(library.path("mine/essay.md")).unwrap(), before);
}

#[test]
fn a_card_of_another_pack_is_named_with_its_pack_where_its_id_means_something_else() {
    let library = chain()
        .with("packs/a/pack.toml", "id = \"a\"\nname = \"A\"\nversion = \"1.0.0\"\nschema = 1\nlanguages = [\"en\"]\nlicence = \"CC0-1.0\"\n")
        .with("packs/a/essay.md", card(CardType::Note, "essay", "So mending time counts."))
        .with("packs/a/mine-too.md", card(CardType::Note, "mending-time", "Words.").replace("mending time", "another"));
    let app = opened(&library);
    let found = app.mentions(&NoDesktop, MentionsRequest { key: "mine/mending-time".into() }).unwrap();
    let mention = &found.rows[0];
    let request = LinkMentionRequest {
        key: "mine/mending-time".into(),
        from: mention.from.clone(),
        words: mention.words.clone(),
        place: mention.place,
    };
    app.link_mention(&NoDesktop, request).unwrap();
    let text = fs::read_to_string(library.path("packs/a/essay.md")).unwrap();
    assert!(text.contains("So [[mine/mending-time|mending time]] counts."), "{text}");
}
