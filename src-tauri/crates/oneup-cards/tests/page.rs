//! What a reader sees on a card's page: marks, links inside the app and to headings, and what raw HTML leaves.

mod inert;

use insta::assert_snapshot;
use oneup_cards::{Card, CardRef, LinkTarget, RenderOptions, Resolution, render};

/// Renders a card; `[[one]]` leads to a card, `[[two]]` to two of them, anything else nowhere.
fn html(text: &str) -> String {
    let card = Card::parse("packs/core/a.md", text);
    let one = Card::parse("packs/core/Ünder \"one\".md", "# One & only\n").card_ref();
    let find = |target: &LinkTarget| match target.raw.as_str() {
        "one" => Resolution::Found(one.clone()),
        "two" => Resolution::Ambiguous(vec![one.clone(), CardRef { path: "b.md".into(), ..one.clone() }]),
        _ => Resolution::Missing,
    };
    let page = render(&card, &find, RenderOptions::default());
    inert::assert_inert(&page.html);
    assert!(!page.shortened);
    page.html
}

#[test]
fn links_inside_the_app_say_where_they_lead() {
    assert_snapshot!(html("[[one#Some part|a **bold** name]], [[two]], [[three]], [[notes.pdf]]"), @r#"<p><a href="oneup://card/core/%C3%9Cnder%20%22one%22#some-part" title="One &amp; only" rel="noopener noreferrer">a <strong>bold</strong> name</a>, <span class="ambiguous-link" title="May mean core/Ünder &quot;one&quot; or core/Ünder &quot;one&quot;">two</span>, <span class="dead-link" title="No card is called three">three</span>, <span class="dead-link" title="Attached files are not shown here">notes.pdf</span></p>"#);
}

#[test]
fn a_link_to_a_heading_stays_on_the_page() {
    let html = html("# Why it matters\n\n[[#Why it matters]] [up](#why-it-matters) [gone](#nowhere)\n");
    assert_eq!(html.matches("href=\"#md-why-it-matters\"").count(), 2, "{html}");
    assert!(html.contains(" gone</p>"), "a heading that is not there is plain text: {html}");
}

#[test]
fn figures_without_a_source_are_marked_where_they_stand() {
    let html = html(
        "It is 5% here.\n\n- it is 6% there\n- nothing\n\n1. first\n\n   it is 7%\n\n| a |\n|---|\n| 8% |\n",
    );
    assert!(html.contains("<p class=\"unsourced\">It is 5% here.</p>"), "{html}");
    assert!(html.contains("<li class=\"unsourced\">it is 6% there</li>\n<li>nothing</li>"), "{html}");
    assert!(html.contains("<p class=\"unsourced\">it is 7%</p>"), "{html}");
    assert!(html.contains("<div class=\"unsourced\"><table>"), "{html}");
}

#[test]
fn a_link_in_a_table_keeps_its_text() {
    let html = html("| a |\n|---|\n| [[one\\|shown]] |\n");
    assert!(html.contains(">shown</a></td>"), "{html}");
}

#[test]
fn raw_html_keeps_its_words_and_simple_formatting() {
    let html = html(
        "Press <kbd>Ctrl</kbd><br>then **<mark>x** y</mark> <font color=red>z</font>\n\n<details><summary>More</summary>\n<p align=left>inside <a href=\"https://a.example\">link</a></p></details>\n\n- [x] done\n",
    );
    assert!(html.contains("<kbd>Ctrl</kbd><br>\nthen <strong><mark>x</mark></strong> y z"), "{html}");
    assert!(html.contains("<details><summary>More</summary>\n<p>inside link</p></details>"), "{html}");
    assert!(html.contains("<li>☑ done</li>"), "{html}");
}

#[test]
fn footnotes_are_marks_and_their_text_is_left_to_the_page() {
    let text = "a[^x] b[^y] c[^x]\n\n[^y]: Why.\n\n[^x]: [T](https://t.example). P.\n";
    let html = html(text);
    assert!(html.contains("href=\"#md-source-1\"") && html.contains("href=\"#md-source-2\""), "{html}");
    assert!(!html.contains("Why") && !html.contains("t.example"), "{html}");
    let card = Card::parse("a.md", text);
    let numbered: Vec<(&str, String)> = card.sources.iter().map(|s| (s.label.as_str(), s.anchor())).collect();
    assert_eq!(numbered, [("x", "md-source-1".to_owned()), ("y", "md-source-2".to_owned())]);
}
