//! A plan as fronts show it: the first by name, the rest by number.

use std::collections::HashMap;
use std::path::Path;

use oneup_exchange::{Convention, Plan, Remark, Survey};

use crate::contract::{
    BringKind, BringPage, BroughtRow, ConventionRow, RemarkList, RemarkRow, TypeCount, count,
};

/// How many of each list are told.
const TOLD: usize = 200;

/// The name of a folder or file.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// What a plan comes to.
pub(super) fn page_of(id: u32, kind: BringKind, path: &Path, plan: &Plan) -> BringPage {
    let made = plan.cards.iter().take(TOLD).map(|card| BroughtRow {
        place: card.place.clone(),
        path: card.path.clone(),
        title: card.title.clone(),
        kind: card.kind.clone(),
    });
    BringPage {
        id,
        kind,
        name: name_of(path),
        place: path.display().to_string(),
        cards: count(plan.cards.len()),
        types: types_of(plan.cards.iter().map(|card| card.kind.as_str())),
        made: made.collect(),
        duplicates: remarks(&plan.duplicates),
        left_out: remarks(&plan.left_out),
        remarks: remarks(&plan.remarks),
        conventions: Vec::new(),
        alone: Vec::new(),
        table: None,
    }
}

/// Remarks as fronts show them.
pub(super) fn remarks(all: &[Remark]) -> RemarkList {
    let row = |remark: &Remark| RemarkRow {
        place: remark.place.clone(),
        what: remark.what.clone(),
        remedy: remark.remedy.clone(),
    };
    RemarkList { rows: all.iter().take(TOLD).map(row).collect(), total: count(all.len()) }
}

/// How many cards there are of each type, the most first.
pub(super) fn types_of<'t>(kinds: impl Iterator<Item = &'t str>) -> Vec<TypeCount> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let mut counts: Vec<TypeCount> =
        counts.into_iter().map(|(kind, count)| TypeCount { kind: kind.to_owned(), count }).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then(a.kind.cmp(&b.kind)));
    counts
}

/// What was found of other programs' conventions.
pub(super) fn conventions(
    found: Vec<Survey>,
    becomes: impl Fn(Convention) -> &'static str,
) -> Vec<ConventionRow> {
    let row = |one: Survey| ConventionRow {
        what: one.convention.what().to_owned(),
        becomes: becomes(one.convention).to_owned(),
        count: count(one.count),
        files: count(one.files),
        places: one.places,
    };
    found.into_iter().map(row).collect()
}
