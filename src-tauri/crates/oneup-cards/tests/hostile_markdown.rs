//! Hostile Markdown and HTML, one test for each row of the list of threats: the page stays inert, small and quick,
//! and its words stay readable.

mod inert;

use std::time::{Duration, Instant};

use inert::assert_inert;
use oneup_cards::{
    Card, Catalog, FullId, LinkTarget, LintContext, MAX_CARD_BYTES, RenderOptions, Rendered, Resolution,
    Unreadable, lint, render, sanitise,
};

fn page(markdown: &str) -> Rendered {
    let card = Card::parse("packs/core/a.md", markdown);
    let rendered = render(&card, &|_| Resolution::Missing, RenderOptions::default());
    assert_inert(&rendered.html);
    assert_eq!(sanitise(&rendered.html), rendered.html, "the wall changes its own work for {markdown:?}");
    rendered
}

fn html(markdown: &str) -> String {
    page(markdown).html
}

/// Reads, judges and renders within the time a reader waits, and looks up the sources of every typed link as a page
/// does: a second for each MiB begun, and twenty in all for an unoptimised build.
fn in_time(name: &str, markdown: &str) -> Rendered {
    let seconds = if cfg!(debug_assertions) { 20 } else { markdown.len().div_ceil(1024 * 1024) as u64 };
    let limit = Duration::from_secs(seconds);
    let catalog = Catalog::new(&[]);
    let ctx = LintContext { today: None, lookup: &catalog, pack: None, vocabulary: None, publishing: false };
    let start = Instant::now();
    let card = Card::parse("packs/core/a.md", markdown);
    let findings = lint(&card, &ctx);
    let labels = card.typed_links.iter().flat_map(|link| &link.sources);
    let sources = labels.filter(|label| card.source(label).is_some()).count();
    let rendered = render(&card, &|_| Resolution::Missing, RenderOptions::default());
    let took = start.elapsed();
    assert!(took < limit, "{name} took {took:?}; {} findings, {sources} sources", findings.len());
    assert!(rendered.html.len() < 2 * 1024 * 1024, "{name} made {} bytes", rendered.html.len());
    assert_inert(&rendered.html);
    rendered
}

#[test]
fn m1_active_elements_lose_their_tag_or_their_attributes() {
    for hostile in [
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<details open ontoggle=alert(1)>",
        "<video src=x onerror=alert(1)>",
        "<embed src=x>",
        "<object data=x></object>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<b onclick=alert(1)>",
    ] {
        for markdown in [format!("kept {hostile} kept"), format!("{hostile}\n\nkept kept\n")] {
            let html = html(&markdown);
            // What stood inside an element of running text stays as words; code that stood in a tag is gone.
            let words_only = hostile.contains("</script>") && !html.contains("<s");
            assert!(words_only || !html.contains("alert"), "{markdown}: {html}");
            assert_eq!(html.matches("kept").count(), 2, "{markdown}: {html}");
        }
    }
}

#[test]
fn m2_other_schemes_are_plain_text() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "smb://host/share",
        "ms-msdt:/id",
        "search-ms:query=x",
        "intent://x",
        "oneup://settings/x",
        "//evil.example/x",
        "/etc/passwd",
        "https:",
    ] {
        for markdown in [
            format!("[kept]({address})"),
            format!("[kept](<{address}>)"),
            format!("[kept][r]\n\n[r]: {address}"),
        ] {
            let page = page(&markdown);
            assert!(page.html.contains("kept") && page.external.is_empty(), "{markdown}: {}", page.html);
            assert!(!page.html.contains("<a "), "{markdown}: {}", page.html);
        }
    }
    assert!(!html("<javascript:alert(1)>").contains("<a "));
}

#[test]
fn m2_good_addresses_are_links_with_a_number() {
    let page = page("[a](https://a.example/x?y=1&z=2) and <http://b.example> and <c@d.example>");
    assert_eq!(page.external, ["https://a.example/x?y=1&z=2", "http://b.example/", "mailto:c@d.example"]);
    let link = "<a data-link=\"0\" href=\"https://a.example/x?y=1&amp;z=2\" title=\"a.example\" rel=\"noopener noreferrer\">a</a>";
    assert!(page.html.contains(link), "{}", page.html);
    assert!(page.html.contains("data-link=\"2\" href=\"mailto:c@d.example\""), "{}", page.html);
}

#[test]
fn m3_a_fence_s_language_cannot_break_out() {
    for markdown in ["```\"><script>alert(1)</script>\nx\n```", "```<style/onload=alert(1)>\nx\n```"] {
        assert_eq!(html(markdown), "<pre><code>x\n</code></pre>\n");
    }
    assert!(html("```\n</code></pre><script>alert(1)</script>\n```").contains("&lt;script&gt;"));
}

#[test]
fn m4_markup_that_mutates_when_it_is_read_again_is_inert() {
    for hostile in [
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<svg><a><set attributeName=href to=javascript:alert(1)>",
        "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
        "<table><td><svg><desc><table><p><style><!--</style><img src=x onerror=alert(1)>-->",
        "<p><svg><style><a title=\"</style><img src=x onerror=alert(1)>\">",
    ] {
        let block = html(hostile);
        assert!(!block.contains("<img") && !block.contains("<a"), "{hostile}: {block}");
        let inline = html(&format!("text {hostile}"));
        assert!(!inline.contains("<img") && !inline.contains("<a"), "{hostile}: {inline}");
    }
}

#[test]
fn m5_no_name_of_the_card_reaches_the_app() {
    for hostile in [
        "<a id=__TAURI__>x</a>",
        "<form name=body id=x></form>",
        "<p id=app class=say>x</p>",
        "x <b id=app>y</b>",
    ] {
        let html = html(hostile);
        assert!(!html.contains("id=") && !html.contains("name=") && !html.contains("class="), "{html}");
    }
    assert!(html("# __TAURI__").contains("id=\"md-tauri\""));
}

#[test]
fn m6_nothing_that_changes_the_page_s_head_passes() {
    for hostile in [
        "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
        "<base href=https://evil.example>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<style>@import url(https://evil.example/x.css)</style>",
    ] {
        for markdown in [hostile.to_owned(), format!("x {hostile}")] {
            let html = html(&markdown);
            assert!(!html.contains("href") && !html.contains("<style"), "{markdown}: {html}");
        }
    }
}

#[test]
fn m7_a_remote_picture_is_a_line_that_names_its_host() {
    let page = page("![a chart](https://tracker.example/p.png?id=7)");
    assert!(page.html.contains("[picture on tracker.example, not loaded: a chart]"), "{}", page.html);
    assert!(!page.html.contains("<img") && page.external.is_empty());
}

#[test]
fn m8_no_file_is_read_for_a_picture() {
    for address in [
        "../../../etc/passwd",
        "file:///etc/passwd",
        "card-asset://other-pack/x.png",
        "data:image/png;base64,AA",
    ] {
        let html = html(&format!("![words]({address})"));
        assert!(html.contains("[picture, not shown: words]") && !html.contains("<img"), "{html}");
    }
    assert!(html("![[../../photo.png]]").contains("[picture, not shown: ../../photo.png]"));
    let page = page("![a chart](pictures/x.png) ![[photo.png]]");
    assert_eq!(page.pictures, ["packs/core/pictures/x.png", "packs/core/photo.png"]);
    assert!(page.html.contains("<span class=\"picture\" data-picture=\"0\">a chart</span>"), "{}", page.html);
}

#[test]
fn m9_an_svg_is_no_picture_that_is_shown() {
    assert!(!html("![x](evil.svg)").contains("data-picture"));
    assert!(!html("<svg><foreignObject><body onload=alert(1)></foreignObject></svg>").contains("alert"));
}

#[test]
fn m10_size_and_depth_are_bounded() {
    let hundred = 100_000;
    for (name, markdown) in [
        ("quotes", format!("{}x", ">".repeat(hundred))),
        ("spaced quotes", format!("{}x", "> ".repeat(hundred))),
        ("lists", format!("{}x", "- ".repeat(hundred))),
        ("brackets", "[".repeat(1024 * 1024)),
        ("double brackets", "[[a".repeat(300_000)),
        ("pictures", "![[a".repeat(300_000)),
        ("many references", format!("{}\n\n[a]: https://x.example\n", "[a] ".repeat(50_000))),
        ("headings", "# a\n".repeat(hundred)),
        ("ampersands", "&".repeat(1024 * 1024)),
        ("raw tags", "x<b>".repeat(hundred)),
        ("raw blocks", "<div>\n\n".repeat(hundred)),
        ("formatting left open", "<p><b><i><u>\n\ntext\n\n".repeat(20_000)),
        ("long line", "words & ".repeat(128 * 1024)),
    ] {
        assert!(in_time(name, &markdown).shortened, "{name} is not marked as shortened");
    }
    let columns = format!("|{}\n|{}\n|{}\n", "a|".repeat(10_000), "-|".repeat(10_000), "b|".repeat(10_000));
    in_time("columns", &columns);
    let rows = format!("|{}\n|{}\n{}", "a|".repeat(10_000), "-|".repeat(10_000), "|b|\n".repeat(5_000));
    assert!(in_time("rows", &rows).shortened);
    in_time("stars", &"*".repeat(hundred));
    in_time("spaced stars", &"*a ".repeat(hundred));
    let definitions: String = (0..50_000)
        .flat_map(|n| {
            ["[r", &n.to_string(), "]\n\n[r", &n.to_string(), "]: https://x.example\n\n"].map(str::to_owned)
        })
        .collect();
    in_time("definitions", &definitions);
    let undefined = in_time("undefined footnotes", &"x[^a] ".repeat(hundred));
    assert!(!undefined.html.is_empty());
}

#[test]
fn m10_code_and_footnotes_cost_what_their_length_does() {
    let one = 1024 * 1024;
    for (unit, bytes) in [("`c`[^x] ", one), ("`c`[^x] ", MAX_CARD_BYTES), ("`c` 4% ", one), ("`4%` ", one)] {
        in_time(unit, &unit.repeat(bytes / unit.len()));
    }
    let (mut items, mut definitions) = (String::new(), String::new());
    for n in 0..50_000 {
        items.extend(["- see also [[b]] because so[^R", &n.to_string(), "]\n"]);
        definitions.extend(["[^r", &n.to_string(), "]: Own experience.\n\n"]);
    }
    let markdown = format!("{items}\n{definitions}");
    in_time("typed links with sources", &markdown);
    let card = Card::parse("packs/core/a.md", &markdown);
    assert_eq!(card.typed_links.len(), 50_000);
    assert_eq!(card.source("R49999").map(|source| source.number), Some(50_000));
}

#[test]
fn m10_what_is_deep_is_flattened_and_still_read() {
    let page = page(&format!("{}the words", "> ".repeat(200)));
    assert!(page.shortened && page.html.contains("the words"));
    assert!(page.html.matches("<blockquote>").count() <= 32);
}

#[test]
fn m10_a_long_text_ends_where_it_is_full() {
    let page = page(&"plain words ".repeat(100_000));
    assert!(page.shortened);
    assert!(page.html.len() > 500_000, "a text without markup fills the page: {}", page.html.len());
}

#[test]
fn m11_a_link_s_target_is_only_ever_text() {
    for target in [
        "<img src=x onerror=alert(1)>",
        "..\\..\\x",
        "a\" onmouseover=\"alert(1)",
        "a' onmouseover='alert(1)",
    ] {
        let html = html(&format!("see [[{target}]] and [[{target}|kept]]"));
        assert!(!html.contains("<img") && html.contains("kept"), "{html}");
    }
}

#[test]
fn m11_cards_that_embed_each_other_are_links() {
    let card = Card::parse("packs/core/a.md", "![[b]] and ![[a|myself]]");
    assert_eq!(card.links.len(), 2, "an embedded card is a link to it");
    let found = |target: &LinkTarget| {
        let full_id = FullId::parse(&format!("core/{}", target.raw)).expect("a full id");
        let mut found = card.card_ref();
        found.full_id = full_id;
        Resolution::Found(found)
    };
    let html = render(&card, &found, RenderOptions::default()).html;
    assert_inert(&html);
    assert!(html.contains("href=\"oneup://card/core/b\""), "{html}");
    assert!(html.contains(">myself</a>"), "{html}");
}

#[test]
fn m12_equal_headings_have_ids_of_their_own() {
    let html = html("# App\n\n# App\n\n# App 2\n\n# !!!\n\n# source-1\n\nx[^a]\n\n[^a]: b\n");
    let mut ids: Vec<&str> = html.split("id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert_eq!(ids, ["md-app", "md-app-2", "md-app-2-2", "md-section", "md-heading-source-1"]);
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

#[test]
fn m13_reordering_characters_are_shown_and_the_host_is_told() {
    let html = html(
        "[https://good\u{202e}moc.live](https://evil.example) and [good.example](https://evil.example/)",
    );
    assert!(!html.contains('\u{202e}') && html.contains("[U+202E]"), "{html}");
    assert_eq!(html.matches("<span class=\"link-host\"> (evil.example)</span>").count(), 2, "{html}");
    for text in
        ["`a\u{2066}b`", "```\na\u{202a}b\n```", "<p>a\u{202d}b</p>", "![a\u{2069}](x.png)", "[[a\u{202b}]]"]
    {
        let html = self::html(text);
        assert!(html.contains("[U+20"), "{text}: {html}");
        assert!(
            !html.chars().any(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')),
            "{html}"
        );
    }
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let read = |bytes: &[u8]| Card::parse_bytes("mine/a.md", bytes).expect_err("not a text");
    assert_eq!(read(b"a\nb\xffc"), Unreadable::NotUtf8 { path: "mine/a.md".into(), offset: 3, line: 2 });
    assert_eq!(read(b"a\nb\n\0"), Unreadable::HoldsNul { path: "mine/a.md".into(), offset: 4, line: 3 });
    let large = vec![b'a'; MAX_CARD_BYTES + 1];
    assert_eq!(read(&large), Unreadable::TooLarge { path: "mine/a.md".into(), bytes: large.len() as u64 });
    assert!(read(b"\xff").to_string().contains("line 1"));
    let card = Card::parse_bytes("mine/a.md", "\u{feff}---\nid: a\n---\n# T\n".as_bytes())
        .expect("a byte order mark is no harm");
    assert_eq!(card.id().as_str(), "a");
}

#[test]
fn u1_unusual_writing_is_never_cut_inside_a_character() {
    let zalgo = "a\u{301}\u{302}\u{303}".repeat(200_000);
    in_time("combining marks", &zalgo);
    for text in
        ["👩‍👩‍👧‍👦".repeat(40_000), "漢字".repeat(150_000), "İıß ".repeat(100_000), "שלום عالم ".repeat(40_000)]
    {
        let page = in_time("unusual writing", &text);
        assert!(page.html.contains(text.chars().next().expect("a character")));
    }
    let card = Card::parse("mine/a.md", "12% 👩‍👩‍👧‍👦 漢字 ÄÖ\u{200b}Ü ".repeat(30).as_str());
    assert_eq!(card.unsourced.len(), 1);
}
