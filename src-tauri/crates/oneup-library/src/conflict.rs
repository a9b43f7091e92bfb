//! Tells a conflict copy that a sync tool made from a card of its own, by the name the tool gave it.
//!
//! Some tools say “conflict” in the name; beside the file it was copied from, that is proof. Others add a number or the
//! name of a computer, as people do too: there the card in it must also have the same id. A name whose twin is not
//! there is never taken for a copy: it may be all that is left of the card.

/// A file that a sync tool made where two machines had saved the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictCopy {
    /// The path of the file it is a copy of.
    pub of: String,
    /// Which tool names its copies so.
    pub tool: SyncTool,
}

/// A sync tool, as far as its conflict copies show which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncTool {
    /// `x (Anna's conflicted copy 2026-11-02).md`, `x (Case Conflict).md`
    Dropbox,
    /// `x.sync-conflict-20261102-101112-ABCDEFG.md`
    Syncthing,
    /// `x (conflicted copy 2026-11-02 101112).md`, `x_conflict-20261102-101112.md`; ownCloud does the same.
    Nextcloud,
    /// `x-LAPTOP.md`
    OneDrive,
    /// `x 2.md`
    ICloud,
    /// `x (1).md`
    GoogleDrive,
    /// `x.Conflict.md`, `x.Conflict2.md`
    Resilio,
}

/// What is at the path that a file may be a copy of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    /// Nothing.
    Missing,
    /// A file without an id, or a card of another id.
    Other,
    /// A card of the same id.
    SameId,
}

impl ConflictCopy {
    /// Recognises a copy by its path within the library, with `/` between its parts; `twin` says what is at another
    /// path of the same folder. A copy of a copy is one of the first file, as far as that is there.
    #[must_use]
    pub fn recognise(path: &str, mut twin: impl FnMut(&str) -> Twin) -> Option<Self> {
        let (folder, name) =
            path.rsplit_once('/').map_or(("", path), |(_, name)| path.split_at(path.len() - name.len()));
        let at = name.rfind('.')?;
        let (stem, ending) = name.split_at(at);
        if !ending.eq_ignore_ascii_case(".md") {
            return None;
        }
        let mut found = None;
        let (mut stem, mut tool) = (stem, None);
        // Each turn takes one mark off the end of the name.
        while let Some((mark, base)) = marks(stem).into_iter().find_map(|(base, mark)| {
            let of = format!("{folder}{base}{ending}");
            let is_proof = match twin(&of) {
                Twin::Missing => false,
                Twin::Other => mark.is_telling,
                Twin::SameId => true,
            };
            is_proof.then_some((mark, base))
        }) {
            tool.get_or_insert(mark.tool);
            stem = base;
            found = tool.map(|tool| Self { of: format!("{folder}{base}{ending}"), tool });
        }
        found
    }
}

/// What a tool adds to the end of a name.
#[derive(Debug, Clone, Copy)]
struct Mark {
    tool: SyncTool,
    /// Whether no person would write it.
    is_telling: bool,
}

/// Every way to read the end of a name as a mark, with what stands before it.
fn marks(stem: &str) -> Vec<(&str, Mark)> {
    let mut found = Vec::new();
    found.extend(syncthing(stem));
    found.extend(resilio(stem));
    found.extend(underscore(stem));
    found.extend(bracket(stem));
    found.extend(number(stem));
    found.extend(host(stem));
    found.retain(|(base, _)| !base.is_empty());
    found
}

fn telling(tool: SyncTool) -> Mark {
    Mark { tool, is_telling: true }
}

fn vague(tool: SyncTool) -> Mark {
    Mark { tool, is_telling: false }
}

/// `.sync-conflict-YYYYMMDD-HHMMSS-ABCDEFG`; older versions left the device out.
fn syncthing(stem: &str) -> Option<(&str, Mark)> {
    let (base, rest) = stem.rsplit_once(".sync-conflict-")?;
    let mut parts = rest.split('-');
    let (day, time) = (parts.next()?, parts.next()?);
    let is_device = |part: &str| part.len() == 7 && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_form = is_digits(day, 8)
        && is_digits(time, 6)
        && parts.next().is_none_or(is_device)
        && parts.next().is_none();
    is_form.then_some((base, telling(SyncTool::Syncthing)))
}

/// `.Conflict`, `.Conflict2`, `.Conflict 2`.
fn resilio(stem: &str) -> Option<(&str, Mark)> {
    let (base, rest) = stem.rsplit_once(".Conflict")?;
    let count = rest.trim_start_matches(' ');
    let is_form = rest.is_empty() || is_count(count);
    is_form.then_some((base, telling(SyncTool::Resilio)))
}

/// `_conflict-YYYYMMDD-HHMMSS`, with the name of a user before the day where the tool knows it.
fn underscore(stem: &str) -> Option<(&str, Mark)> {
    let (base, rest) = stem.rsplit_once("_conflict-")?;
    let mut from_the_end = rest.rsplit('-');
    let (time, day) = (from_the_end.next()?, from_the_end.next()?);
    (is_digits(day, 8) && is_digits(time, 6)).then_some((base, telling(SyncTool::Nextcloud)))
}

/// ` (…)`: a number, or a sentence about the conflict with the day and perhaps the time at its end. The sentence is in
/// the language of whoever saved; without the English words a person may have written it, so that the id decides.
fn bracket(stem: &str) -> Option<(&str, Mark)> {
    let (base, inner) = sentence(stem)?;
    if is_count(inner) {
        return Some((base, vague(SyncTool::GoogleDrive)));
    }
    // Dropbox counts copies of one day: “… 2026-11-02 (1)”.
    let inner = sentence_count(inner);
    let lower = inner.to_lowercase();
    if ["case conflict", "unicode encoding conflict", "white space conflict"].iter().any(|words| {
        lower.strip_prefix(words).is_some_and(|rest| rest.is_empty() || is_count(rest.trim_start()))
    }) {
        return Some((base, telling(SyncTool::Dropbox)));
    }
    let words: Vec<&str> = lower.split(' ').collect();
    let tool = match words.as_slice() {
        [.., day, time] if is_day(day) && is_digits(time, 6) => SyncTool::Nextcloud,
        [.., day] if is_day(day) => SyncTool::Dropbox,
        _ if lower.ends_with("conflicted copy") => SyncTool::Dropbox,
        _ => return None,
    };
    let mark = if lower.contains("conflicted copy") { telling(tool) } else { vague(tool) };
    Some((base, mark))
}

/// `x (…)` in two, where the bracket may hold one more.
fn sentence(stem: &str) -> Option<(&str, &str)> {
    let inside = stem.strip_suffix(')')?;
    let mut depth = 1_u32;
    for (at, character) in inside.char_indices().rev() {
        match character {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((inside[..at].strip_suffix(' ')?, &inside[at + 1..]));
        }
    }
    None
}

fn sentence_count(inner: &str) -> &str {
    match sentence(inner) {
        Some((before, count)) if is_count(count) => before,
        _ => inner,
    }
}

/// ` 2` and up: the first copy is the second file.
fn number(stem: &str) -> Option<(&str, Mark)> {
    let (base, count) = stem.rsplit_once(' ')?;
    (is_count(count) && count != "1").then_some((base, vague(SyncTool::ICloud)))
}

/// `-LAPTOP`, `-DESKTOP-1A2B3C4`, and a number where there are several: the name of a Windows computer in capitals, of
/// 15 characters at most. It may hold hyphens itself, so that every one may be where it begins.
fn host(stem: &str) -> Vec<(&str, Mark)> {
    let is_host = |name: &str| {
        let counted =
            name.rsplit_once('-').filter(|(_, count)| is_count(count)).map_or(name, |(name, _)| name);
        (1..=15).contains(&counted.len())
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
            && name.bytes().any(|byte| byte.is_ascii_uppercase())
            && !name.starts_with('-')
            && !name.ends_with('-')
    };
    let hyphens = stem.match_indices('-').map(|(at, _)| (&stem[..at], &stem[at + 1..]));
    hyphens.filter(|(_, name)| is_host(name)).map(|(base, _)| (base, vague(SyncTool::OneDrive))).collect()
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number as a tool counts: 1 to 9999, without zeros before it.
fn is_count(text: &str) -> bool {
    (1..=4).contains(&text.len()) && is_digits(text, text.len()) && !text.starts_with('0')
}

/// `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day] if is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// With these files in the folder, each of another id than the copy or of the same.
    fn among<'a>(files: &'a [&str], twin: Twin) -> impl FnMut(&str) -> Twin + 'a {
        move |path| if files.contains(&path) { twin } else { Twin::Missing }
    }

    fn recognise(name: &str, twin: Twin) -> Option<ConflictCopy> {
        ConflictCopy::recognise(name, among(&["mine/night-stops.md"], twin))
    }

    #[test]
    fn names_that_say_conflict_are_told_by_the_twin_alone() {
        for (name, tool) in [
            ("night-stops (Anna's conflicted copy 2026-11-02).md", SyncTool::Dropbox),
            ("night-stops (ANNA-PC's conflicted copy 2026-11-02 (1)).md", SyncTool::Dropbox),
            ("night-stops (conflicted copy 2026-11-02).md", SyncTool::Dropbox),
            ("night-stops (Anna's conflicted copy).md", SyncTool::Dropbox),
            ("night-stops (Case Conflict).md", SyncTool::Dropbox),
            ("night-stops (Anna (work)'s conflicted copy 2026-11-02).md", SyncTool::Dropbox),
            ("night-stops (Unicode Encoding Conflict 1).md", SyncTool::Dropbox),
            ("night-stops (white space conflict).md", SyncTool::Dropbox),
            ("night-stops.sync-conflict-20261102-101112-ABCDEF7.md", SyncTool::Syncthing),
            ("night-stops.sync-conflict-20261102-101112.md", SyncTool::Syncthing),
            ("night-stops (conflicted copy 2018-04-10 093612).md", SyncTool::Nextcloud),
            ("night-stops (conflicted copy anna 2018-04-10 093612).md", SyncTool::Nextcloud),
            ("night-stops_conflict-20180410-093612.md", SyncTool::Nextcloud),
            ("night-stops_conflict-anna-20180410-093612.md", SyncTool::Nextcloud),
            ("night-stops.Conflict.md", SyncTool::Resilio),
            ("night-stops.Conflict2.md", SyncTool::Resilio),
            ("night-stops.Conflict 3.md", SyncTool::Resilio),
        ] {
            let copy = Some(ConflictCopy { of: "mine/night-stops.md".into(), tool });
            let path = format!("mine/{name}");
            assert_eq!(recognise(&path, Twin::Other), copy, "{name}");
            assert_eq!(recognise(&path, Twin::SameId), copy, "{name}");
            assert_eq!(ConflictCopy::recognise(&path, |_| Twin::Missing), None, "{name}");
            assert_eq!(recognise(name, Twin::SameId), None, "the twin is in another folder");
        }
    }

    #[test]
    fn names_a_person_may_give_need_the_same_id() {
        for (name, tool) in [
            ("night-stops-LAPTOP.md", SyncTool::OneDrive),
            ("night-stops-DESKTOP-1A2B3C4.md", SyncTool::OneDrive),
            ("night-stops-LAPTOP-2.md", SyncTool::OneDrive),
            ("night-stops 2.md", SyncTool::ICloud),
            ("night-stops 12.md", SyncTool::ICloud),
            ("night-stops (1).md", SyncTool::GoogleDrive),
            // In other languages, as the Catalan and German clients write it.
            ("night-stops (còpia en conflicte 2018-04-10 093612).md", SyncTool::Nextcloud),
            ("night-stops (In Konflikt stehende Kopie von Anna 2026-11-02).md", SyncTool::Dropbox),
        ] {
            let path = format!("mine/{name}");
            assert_eq!(recognise(&path, Twin::Other), None, "{name}");
            let copy = ConflictCopy { of: "mine/night-stops.md".into(), tool };
            assert_eq!(recognise(&path, Twin::SameId), Some(copy), "{name}");
        }
    }

    #[test]
    fn other_names_are_no_copies_even_of_the_same_id() {
        for name in [
            "night-stops.md",
            "night-stops-again.md",
            "night-stops-Laptop.md",
            "night-stops-2026.md",
            "night-stops 1.md",
            "night-stops 02.md",
            "night-stops (draft).md",
            "night-stops(1).md",
            "night-stops (0).md",
            "night-stops.conflict.md",
            "night-stops.Conflicting.md",
            "night-stops.sync-conflict-2026-101112-ABCDEF7.md",
            "night-stops.sync-conflict-20261102-101112-ABCDEF7-x.md",
            "night-stops_conflict-of-interest.md",
            "night-stops (conflicted copy 2026-11-02).txt",
            "night-stops-ABCDEFGHIJKLMNOP.md",
            "night-stops ().md",
        ] {
            assert_eq!(recognise(&format!("mine/{name}"), Twin::SameId), None, "{name}");
        }
    }

    #[test]
    fn a_copy_of_a_copy_leads_to_the_first_file() {
        let files = ["a.md", "a (1).md", "a (1).sync-conflict-20261102-101112-ABCDEF7.md"];
        let copy = ConflictCopy::recognise(files[2], among(&files, Twin::SameId));
        assert_eq!(copy, Some(ConflictCopy { of: "a.md".into(), tool: SyncTool::Syncthing }));
        // A person's own "a (1)" stays a card, and the copy is one of it.
        let copy = ConflictCopy::recognise(files[2], among(&files, Twin::Other));
        assert_eq!(copy, Some(ConflictCopy { of: files[1].into(), tool: SyncTool::Syncthing }));
    }

    const PIECES: &str = "(a|-|\\.| |\\(|\\)|1|2|PC|_conflict-|\\.Conflict|\\.sync-conflict-|conflicted copy |20261102|101112|2026-11-02|é|/){0,12}";

    proptest! {
        #[test]
        fn nothing_is_a_copy_without_its_twin(name in PIECES) {
            prop_assert_eq!(ConflictCopy::recognise(&format!("{name}.md"), |_| Twin::Missing), None);
        }

        #[test]
        fn what_a_copy_is_of_is_there_and_its_name_is_the_beginning(name in PIECES, present in any::<u64>()) {
            let path = format!("{name}.md");
            let is_there = |of: &str| present >> (of.len() % 64) & 1 == 1;
            let found = ConflictCopy::recognise(&path, |of| if is_there(of) { Twin::SameId } else { Twin::Missing });
            if let Some(copy) = found {
                prop_assert!(is_there(&copy.of));
                prop_assert!(copy.of.len() < path.len());
                prop_assert!(path.starts_with(copy.of.strip_suffix(".md").unwrap()));
            }
        }
    }
}
