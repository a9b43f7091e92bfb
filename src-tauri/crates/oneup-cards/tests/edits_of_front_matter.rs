//! Edits of the front matter: a table of what files hold and what becomes of them, and what holds for any file.

use oneup_cards::edit::{Edit, EditError, Identity, set, unset};
use oneup_cards::{Card, CardId, CardType};
use proptest::prelude::*;

const TABLE: &str = include_str!("fixtures/edits/set.txt");

struct Row {
    key: String,
    values: Option<Vec<String>>,
    before: String,
    after: Result<String, String>,
}

/// Reads the table; ` | ` parts the columns, and `\|` is a bar that does not.
fn rows() -> Vec<Row> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let columns: Vec<String> = line.split(" | ").map(|column| column.replace("\\|", "|")).collect();
        let [key, values, before, after] =
            columns.try_into().unwrap_or_else(|_| panic!("four columns: {line}"));
        let values = (values != "-").then(|| match values.as_str() {
            "" => Vec::new(),
            list => list.split('|').map(str::to_owned).collect(),
        });
        let after = match after.strip_prefix("! ") {
            Some(refused) => Err(refused.to_owned()),
            None => Ok(after),
        };
        Row { key, values, before, after }
    });
    rows.collect()
}

fn edit(text: &str, key: &str, values: Option<&[String]>) -> Result<Edit, EditError> {
    match values {
        None => unset(text, key),
        Some(values) => set(text, key, &values.iter().map(String::as_str).collect::<Vec<_>>(), None),
    }
}

#[test]
fn each_row_of_the_table_changes_only_its_value() {
    let rows = rows();
    assert!(rows.len() >= 80, "{} rows", rows.len());
    for row in rows {
        for (bom, end, body) in
            [("", "\n", "\n# Body\n\ntitle: x\n"), ("\u{feff}", "\r\n", "\r\nNo line end"), ("", "\n", "")]
        {
            let file = |front: &str| format!("{bom}---{end}{}{end}---{end}{body}", front.replace('⏎', end));
            let text = file(&row.before);
            let edited = edit(&text, &row.key, row.values.as_deref());
            match (&row.after, edited) {
                (Ok(after), Ok(edit)) => {
                    let now = edit.apply(&text);
                    assert_eq!(now, file(after), "{} in {:?}", row.key, row.before);
                    assert_eq!(now.get(..edit.span.start), text.get(..edit.span.start));
                    assert!(now.ends_with(&text[edit.span.end..]));
                }
                (Err(words), Err(error)) => {
                    assert!(error.to_string().contains(words.as_str()), "{error} does not say {words:?}");
                }
                (after, edited) => panic!("{} in {:?}: meant {after:?}, got {edited:?}", row.key, row.before),
            }
        }
    }
}

#[test]
fn a_file_without_front_matter_is_given_one() {
    let identity = Identity { id: CardId::slug("a").expect("a slug"), kind: CardType::Force };
    let made = |text: &str| set(text, "title", &["T"], Some(&identity)).map(|edit| edit.apply(text));
    assert_eq!(made("Text"), Ok("---\nid: a\ntype: force\ntitle: T\n---\n\nText".to_owned()));
    assert_eq!(
        made("\u{feff}# H\r\n"),
        Ok("\u{feff}---\r\nid: a\r\ntype: force\r\ntitle: T\r\n---\r\n\r\n# H\r\n".to_owned())
    );
    assert_eq!(made(""), Ok("---\nid: a\ntype: force\ntitle: T\n---\n".to_owned()));
    assert_eq!(made("---\na: b\n"), Err(EditError::FrontMatterOpen));
    assert!(
        set("Text", "title", &["T"], None).is_err_and(|error| error.to_string().contains("no front matter"))
    );
}

/// Entries of front matter as people and programs write them; each key once.
const ENTRIES: &[&str] = &[
    "id: a # fixed",
    "type: force",
    "title: \"x: y\"",
    "status:   draft",
    "# a comment",
    "",
    "tags: [a, 'b', \"c\"] # t",
    "industry:\n  - m # one\n  # two\n  - 'n'",
    "role:\n- coo",
    "owner: 'it''s'",
    "review_by: 2026",
    "x: {a: [b]}",
    "y: |\n  text\n  # inside",
    "z: &z [q]",
    "zz: *z",
    "cssclasses: []",
    "sale:",
    "\"quoted key\": 1",
];

fn file() -> impl Strategy<Value = String> {
    (prop::sample::subsequence(ENTRIES, 0..=ENTRIES.len()), any::<[bool; 3]>(), "[ -~äß生]{0,20}")
        .prop_filter_map("an alias needs its anchor", |(entries, [bom, crlf, ended], words)| {
            if entries.contains(&"zz: *z") && !entries.contains(&"z: &z [q]") {
                return None;
            }
            let front: String = entries.iter().flat_map(|entry| [*entry, "\n"]).collect();
            let text = format!("---\n{front}---\n\n## H\n\n{words}{}", if ended { "\n" } else { "" });
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            Some(if bom { format!("\u{feff}{text}") } else { text })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_set_is_the_text_read_and_nothing_else_changes(
        text in file(),
        key in prop::sample::select(vec!["title", "owner", "reason", "author"]),
        value in "[ -~äß生\\n]{1,20}",
    ) {
        let value = value.trim();
        prop_assume!(!value.is_empty());
        let edit = set(&text, key, &[value], None).expect("a text can be set");
        let now = edit.apply(&text);
        prop_assert_eq!(&now[..edit.span.start], &text[..edit.span.start]);
        prop_assert_eq!(&now[edit.span.start + edit.replacement.len()..], &text[edit.span.end..]);
        let (was, mut is) = (Card::parse("", &text), Card::parse("", &now));
        let read = match key {
            "title" => std::mem::replace(&mut is.front.title, was.front.title.clone()),
            "owner" => std::mem::replace(&mut is.front.owner, was.front.owner.clone()),
            "reason" => std::mem::replace(&mut is.front.reason, was.front.reason.clone()),
            _ => std::mem::replace(&mut is.front.author, was.front.author.clone()),
        };
        prop_assert_eq!(read.as_deref(), Some(value));
        is.front.keys = was.front.keys.clone();
        is.front.range = was.front.range.clone();
        prop_assert_eq!(&is.front, &was.front);
        prop_assert_eq!(now[is.body().start..].to_owned(), text[was.body().start..].to_owned());
        prop_assert!(set(&now, key, &[value], None).is_ok_and(|again| again.apply(&now) == now), "twice is once");
    }

    #[test]
    fn a_list_set_is_the_list_read(
        text in file(),
        key in prop::sample::select(vec!["tags", "industry", "role", "credits"]),
        values in prop::collection::vec("[a-dA-Z0-9:,#'\"\\[\\] -]{1,6}", 0..5),
    ) {
        let values: Vec<&str> = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
        match set(&text, key, &values, None) {
            Ok(edit) => {
                let now = Card::parse("", &edit.apply(&text));
                let read = match key {
                    "tags" => &now.front.tags,
                    "industry" => &now.front.industry,
                    "role" => &now.front.role,
                    _ => &now.front.credits,
                };
                prop_assert_eq!(read, &values);
            }
            Err(error) => prop_assert!(error.to_string().contains("comment"), "{}", error),
        }
    }

    #[test]
    fn an_edit_of_any_text_is_made_or_refused(text in "(---\n)?([a-z]{1,3}|[:#&*!|>{}\\[\\]'\"\\-, ]|\n){0,40}(\n---\n)?") {
        for edit in [set(&text, "a", &["v"], None), set(&text, "tags", &["v", "w"], None), unset(&text, "a")].into_iter().flatten() {
            prop_assert!(text.get(edit.span.clone()).is_some());
        }
    }
}
