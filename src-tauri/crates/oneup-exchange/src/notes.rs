//! Cards of notes: each keeps its text byte for byte, and is given what a card has and a note may lack: an id, a type,
//! a title, names, and links that go by id.

use std::collections::HashMap;

use oneup_cards::edit::{self, EditError, Identity};
use oneup_cards::{Card, CardRef, CardType, Catalog, LinkKey, MAX_CARD_BYTES, PackId, Resolution, resolve};

use crate::conventions::{self, Convention};
use crate::intake::{Berth, Intake, Known, Refused, is_device};
use crate::notion::{shown_name, without_hash};
use crate::plan::{NewFile, Plan, Remark};
use crate::retarget::{self, Written};
use crate::text::decode;

/// A file of the folder that is imported.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its path within that folder, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A note that has a berth.
struct Berthed {
    card: Card,
    title: String,
    berth: Berth,
}

/// Says which cards would be made of the notes of a folder; `folder` of the library takes them, with `/` at its end,
/// in the folders they stand in.
#[must_use]
pub fn plan_notes(notes: &[Note], folder: &str, known: Known<'_>) -> Plan {
    let mut plan = Plan::default();
    let mut intake = Intake::new(known);
    let mut berthed = Vec::new();
    let mut folders = Folders::default();
    for note in notes {
        match read(note, &mut plan.remarks).and_then(|card| {
            let title = title_of(&card);
            let into = folders.portable(folder, &note.path);
            let berth = intake.berth(&note.path, own_id(&card), &title, &into)?;
            Ok(Berthed { card, title, berth })
        }) {
            Ok(one) => berthed.push(one),
            Err(refused) => refused.note(&mut plan),
        }
    }
    folders.tell(&mut plan.remarks);
    let moved: HashMap<&str, &Berthed> = berthed.iter().map(|one| (one.card.path.as_str(), one)).collect();
    let catalog = Catalog::of(berthed.iter().map(|one| (one.card.card_ref(), keys_of(one))));
    let links = Links { moved, catalog, known };
    let mut made = Vec::new();
    for one in &berthed {
        match carried(one, &links, &mut plan.remarks) {
            Ok(file) => made.push(file),
            Err(refused) => refused.note(&mut plan),
        }
    }
    plan.cards = made;
    plan
}

fn read(note: &Note, remarks: &mut Vec<Remark>) -> Result<Card, Refused> {
    let out = |what: String, remedy: &str| Refused::LeftOut(Remark::new(&note.path, what, remedy));
    if note.bytes.len() > MAX_CARD_BYTES {
        let what = format!("is larger than {} MB, the most that a card has", MAX_CARD_BYTES / 1024 / 1024);
        return Err(out(what, "Split it"));
    }
    let decoded =
        decode(&note.bytes, None).map_err(|why| out(why.to_string(), "Take it out of the folder"))?;
    if decoded.encoding.name() != "UTF-8" {
        remarks.push(Remark::new(
            &note.path,
            format!("is written in {}; the card is written in UTF-8", decoded.encoding.name()),
            "Look at its accents and umlauts",
        ));
    }
    let card = Card::parse(&note.path, &decoded.text);
    let open = card.findings.iter().find(|finding| {
        ["front-matter", "front-matter-open", "front-matter-size", "front-matter-twice"]
            .contains(&finding.rule)
    });
    match open {
        Some(finding) => Err(out(format!("line {}: {}", finding.line, finding.message), &finding.remedy)),
        None => Ok(card),
    }
}

/// The id that a note gives itself, as it is written; one that is no slug is refused by its words.
fn own_id(card: &Card) -> Option<&str> {
    let span = card.front.span("id")?;
    let written = card.text().get(span.value.clone()).unwrap_or("").trim().trim_matches(['"', '\'']);
    (!written.is_empty()).then_some(written)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The title that a note has, or else its first line where that is a heading of the first level, or else its name.
fn title_of(card: &Card) -> String {
    let heading = || {
        let lead_is_empty = card.sections.first().is_none_or(|lead| !lead.is_lead() || lead.empty);
        let first = card.sections.iter().find(|section| !section.is_lead())?;
        (lead_is_empty && first.level == 1 && !first.heading.trim().is_empty()).then(|| first.heading.clone())
    };
    let title = card.front.title.clone().or_else(heading);
    let title = title.unwrap_or_else(|| shown_name(stem(&card.path)).into_owned());
    title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// The names under which links among the notes find one: those it has, those it will have.
fn keys_of(one: &Berthed) -> Vec<String> {
    let mut keys = one.card.link_keys_of();
    let name = shown_name(stem(&one.card.path));
    let more = [LinkKey::name(&one.title), LinkKey::name(&name), LinkKey::id(one.berth.id.as_str())];
    keys.extend(more.iter().map(|key| key.as_str().to_owned()));
    keys.extend(logseq_names(&one.card).iter().map(|name| LinkKey::name(name).as_str().to_owned()));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The names that Logseq's first block gives a page: `alias:: a, b`.
fn logseq_names(card: &Card) -> Vec<String> {
    let body = card.text().get(card.body()).unwrap_or("");
    let lines = body.lines().take_while(|line| line.contains("::"));
    let aliases = lines.filter_map(|line| {
        let (key, value) = line.split_once("::")?;
        (key.trim().eq_ignore_ascii_case("alias")).then_some(value)
    });
    aliases
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().trim_matches(['[', ']']).to_owned())
        .collect()
}

/// Where links lead: among the notes themselves first, then in the library.
struct Links<'l> {
    moved: HashMap<&'l str, &'l Berthed>,
    catalog: Catalog,
    known: Known<'l>,
}

enum Led<'l> {
    ToNew(&'l Berthed),
    ToOld(CardRef),
    Nowhere,
    Doubtful(usize),
}

impl Links<'_> {
    fn lead(&self, link: &Written) -> Led<'_> {
        match resolve(&link.target, &PackId::mine(), &[], &self.catalog) {
            Resolution::Found(card) => {
                self.moved.get(card.path.as_str()).map_or(Led::Nowhere, |one| Led::ToNew(one))
            }
            Resolution::Ambiguous(all) => Led::Doubtful(all.len()),
            // A path leads to a file of the folder, never to one of the library that is called alike.
            Resolution::Missing if !link.is_wiki => Led::Nowhere,
            Resolution::Missing => match resolve(&link.target, &PackId::mine(), &[], self.known.cards) {
                Resolution::Found(card) => Led::ToOld(card),
                Resolution::Ambiguous(all) => Led::Doubtful(all.len()),
                Resolution::Missing => Led::Nowhere,
            },
        }
    }
}

fn carried(one: &Berthed, links: &Links<'_>, remarks: &mut Vec<Remark>) -> Result<NewFile, Refused> {
    let card = &one.card;
    let mut told = Vec::new();
    let written = retarget::retargeted(card, |link| match links.lead(link) {
        Led::ToNew(to) if link.is_wiki => Some(to.berth.id.to_string()),
        Led::ToNew(to) => Some(retarget::way(&one.berth.path, &to.berth.path)),
        Led::ToOld(old) => Some(old.full_id.to_string()),
        Led::Nowhere | Led::Doubtful(_) => None,
    });
    for link in retarget::links(card) {
        let place = format!("{}:{}", card.path, link.line);
        match links.lead(&link) {
            Led::Nowhere => told.push(Remark::new(
                place,
                format!("“{}” leads to no note that is imported, and to no card", link.target.raw),
                "It stays as it is; make the card, or remove the link",
            )),
            Led::Doubtful(count) => told.push(Remark::new(
                place,
                format!("“{}” could mean {count} notes", link.target.raw),
                "It stays as it is; name one of them by its path",
            )),
            _ if !link.is_movable => told.push(Remark::new(
                place,
                format!(
                    "the address of “{}” stands elsewhere in the text, and is not changed",
                    link.target.raw
                ),
                "Write the link as [[…]] afterwards",
            )),
            Led::ToNew(_) | Led::ToOld(_) => {}
        }
    }
    for found in conventions::find(card).iter().filter(|found| found.convention == Convention::Attachment) {
        told.push(Remark::new(
            format!("{}:{}", card.path, found.line),
            format!("the file “{}” is not copied", found.text),
            "Open the folder in place instead, or put the file into the library yourself",
        ));
    }
    let text = identified(one, &written).map_err(|error| {
        Refused::LeftOut(Remark::new(&card.path, error.to_string(), "Change the front matter of the note"))
    })?;
    let now = Card::parse(&one.berth.path, &text);
    remarks.append(&mut told);
    Ok(NewFile {
        place: card.path.clone(),
        path: one.berth.path.clone(),
        id: one.berth.id.to_string(),
        title: now.title.clone(),
        kind: now.kind.as_str().to_owned(),
        text,
    })
}

/// The text with id, type, title and names in its front matter, each only where it lacks one.
fn identified(one: &Berthed, text: &str) -> Result<String, EditError> {
    let front = &one.card.front;
    let mut text = text.to_owned();
    let set = |text: &mut String, key: &str, values: &[&str]| -> Result<(), EditError> {
        let identity = Identity { id: one.berth.id.clone(), kind: CardType::Note };
        *text = edit::set(text, key, values, Some(&identity))?.apply(text);
        Ok(())
    };
    if front.range.is_none() {
        set(&mut text, "title", &[&one.title])?;
    } else {
        if own_id(&one.card).is_none() {
            set(&mut text, "id", &[one.berth.id.as_str()])?;
        }
        if front.kind.is_none() {
            set(&mut text, "type", &[CardType::Note.as_str()])?;
        }
        if front.title.is_none() {
            set(&mut text, "title", &[&one.title])?;
        }
    }
    let names = names_of(one);
    if names != front.aliases {
        set(&mut text, "aliases", &names.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    let tags = tags_of(&one.card);
    if tags != front.tags {
        set(&mut text, "tags", &tags.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    Ok(text)
}

/// The names of a note: those it has, and that of its file, by which others may link to it.
fn names_of(one: &Berthed) -> Vec<String> {
    let mut names = split_once_more(&one.card.front.aliases);
    names.extend(logseq_names(&one.card));
    let file = shown_name(stem(&one.card.path));
    let key = LinkKey::name(&file);
    let is_known = key == LinkKey::name(&one.title)
        || LinkKey::id(&file) == LinkKey::id(one.berth.id.as_str())
        || names.iter().any(|name| LinkKey::name(name) == key);
    if !is_known {
        names.push(file.into_owned());
    }
    unique(names)
}

/// The tags of a note: those of its front matter, then those of its text.
fn tags_of(card: &Card) -> Vec<String> {
    let mut tags = split_once_more(&card.front.tags);
    for tag in &mut tags {
        *tag = tag.trim_start_matches('#').to_owned();
    }
    let inline =
        conventions::find(card).into_iter().filter(|found| found.convention == Convention::InlineTag);
    tags.extend(inline.map(|found| found.text));
    unique(tags)
}

/// `tags: a, b` is one text to YAML and two tags to Obsidian.
fn split_once_more(values: &[String]) -> Vec<String> {
    match values {
        [one] if one.contains(',') => {
            one.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        }
        values => values.to_vec(),
    }
}

fn unique(values: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        if !value.is_empty() && !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// The folders of the new cards, by names that every system takes.
#[derive(Default)]
struct Folders {
    changed: Vec<(String, String)>,
}

impl Folders {
    fn portable(&mut self, into: &str, path: &str) -> String {
        let mut folder = into.to_owned();
        let Some((folders, _)) = path.rsplit_once('/') else { return folder };
        for name in folders.split('/') {
            let plain = portable_name(without_hash(name));
            if plain != name && !self.changed.iter().any(|(old, _)| old == name) {
                self.changed.push((name.to_owned(), plain.clone()));
            }
            folder.push_str(&plain);
            folder.push('/');
        }
        folder
    }

    fn tell(&self, remarks: &mut Vec<Remark>) {
        for (old, new) in &self.changed {
            remarks.push(Remark::new(
                old.as_str(),
                format!("the folder becomes “{new}”, a name that every system takes"),
                "Nothing; links are changed with it",
            ));
        }
    }
}

fn portable_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_control() || r#"<>:"|?*\"#.contains(c) { '-' } else { c }).collect();
    let plain = plain.trim_end_matches(['.', ' ']).trim_start_matches('.');
    if plain.is_empty() || is_device(plain) { format!("{plain}-folder") } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(path: &str, text: &str) -> Note {
        Note { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn planned(notes: &[Note]) -> Plan {
        let catalog = Catalog::default();
        plan_notes(notes, "mine/", Known { cards: &catalog, is_taken: &|_| false })
    }

    #[test]
    fn a_vault_becomes_cards_whose_links_go_by_id_and_whose_words_stay() {
        let plan = planned(&[
            note("Night stops.md", "# Night stops last longer\n\nSee [[Overtime|the cost]] and #line/4.\n"),
            note(
                "Costs/Overtime.md",
                "---\naliases: [Extra hours]\ncreated: 2021-01-01 # kept\n---\nFrom [[Night stops#Why]], [x](../Night%20stops.md), [[Nobody]].\n",
            ),
        ]);
        let texts: Vec<_> = plan.cards.iter().map(|card| (card.path.as_str(), card.text.as_str())).collect();
        assert_eq!(
            texts,
            [
                (
                    "mine/night-stops-last-longer.md",
                    "---\nid: night-stops-last-longer\ntype: note\ntitle: Night stops last longer\naliases: [Night stops]\ntags: [line/4]\n---\n\n# Night stops last longer\n\nSee [[overtime|the cost]] and #line/4.\n"
                ),
                (
                    "mine/Costs/overtime.md",
                    "---\naliases: [Extra hours]\ncreated: 2021-01-01 # kept\nid: overtime\ntype: note\ntitle: Overtime\n---\nFrom [[night-stops-last-longer#Why|Night stops#Why]], [x](../night-stops-last-longer.md), [[Nobody]].\n"
                ),
            ]
        );
        assert_eq!(plan.remarks.len(), 1, "{:?}", plan.remarks);
        assert!(plan.remarks[0].what.contains("“Nobody” leads to no note"));
    }

    #[test]
    fn an_export_of_notion_loses_its_hashes_and_keeps_its_links() {
        let hash = "0123456789abcdef0123456789abcdef";
        let plan = planned(&[
            note(&format!("Home {hash}.md"), &format!("# Home\n\n[Plan](Home%20{hash}/Plan%20{hash}.md)\n")),
            note(&format!("Home {hash}/Plan {hash}.md"), "# Plan\n"),
        ]);
        let paths: Vec<_> = plan.cards.iter().map(|card| card.path.as_str()).collect();
        assert_eq!(paths, ["mine/home.md", "mine/Home/plan.md"]);
        assert!(plan.cards[0].text.contains("[Plan](Home/plan.md)"), "{}", plan.cards[0].text);
    }

    #[test]
    fn a_graph_of_logseq_keeps_its_page_names() {
        let plan = planned(&[
            note("pages/Projects___Line 4.md", "alias:: L4, Fourth line\n\n- a [[Projects/Line 4]]\n"),
            note("journals/2026_11_22.md", "- saw [[Projects/Line 4]] and [[L4]]\n"),
        ]);
        assert_eq!(plan.cards[0].title, "Projects/Line 4");
        assert!(plan.cards[0].text.contains("aliases: [L4, Fourth line]"), "{}", plan.cards[0].text);
        assert!(
            plan.cards[1].text.contains("[[projects-line-4|Projects/Line 4]] and [[projects-line-4|L4]]")
        );
        assert_eq!(plan.remarks, []);
    }

    #[test]
    fn what_cannot_be_a_card_is_left_out_in_words() {
        let plan = planned(&[
            note("a.md", "---\nid: ../../etc/passwd\n---\n"),
            note("b.md", "---\nid: [1\n---\n"),
            note("c.md", "---\nopen\n"),
            Note { path: "d.md".into(), bytes: b"\x89PNG\0\0\0\0".to_vec() },
            Note { path: "e.md".into(), bytes: vec![b'x'; MAX_CARD_BYTES + 1] },
            note("f.md", "---\nid: con\n---\n"),
        ]);
        assert_eq!((plan.cards.len(), plan.left_out.len()), (0, 6), "{plan:?}");
        assert!(plan.left_out.iter().all(|out| !out.remedy.is_empty()));
    }

    #[test]
    fn old_code_pages_and_second_ids_are_told() {
        let plan = planned(&[
            Note {
                path: "a.md".into(),
                bytes: b"Gr\xF6\xDFe der Pr\xFCfst\xFCcke in der Fertigung".to_vec(),
            },
            note("b.md", "---\nid: one\n---\n"),
            note("c.md", "---\nid: one\n---\n"),
        ]);
        assert!(plan.cards[0].text.contains("Größe der Prüfstücke"));
        assert!(plan.remarks[0].what.contains("windows-1252"));
        assert_eq!(plan.duplicates.len(), 1);
    }
}
