//! Makes two cards of one, and one of two, so that links stay whole.

use oneup_cards::diff::diff;
use oneup_cards::edit::{NewPart, join_cards, split_section};
use oneup_cards::{Card, CardId, LinkTarget};
use oneup_library::Why;

use crate::app::App;
use crate::contract::{
    CardSections, CardSplit, CardsMerged, LostLink, MergeCardsRequest, SectionRow, SplitCardRequest, count,
};
use crate::error::AppError;
use crate::history::part_row;
use crate::linked::{After, Linking};
use crate::new_card::slug_of;
use crate::transact::Step;

impl App {
    /// The sections of a card that can become cards of their own.
    ///
    /// # Errors
    /// What finding or reading the card refused.
    pub fn sections_of(&self, key: &str) -> Result<CardSections, AppError> {
        let now = self.card_now(key)?;
        let own = |section: &&oneup_cards::Section| !section.is_lead() && !section.is_my_notes();
        let row = |section: &oneup_cards::Section| SectionRow {
            heading: section.heading.clone(),
            number: section.number,
        };
        Ok(CardSections { sections: now.card.sections.iter().filter(own).map(row).collect() })
    }

    /// Makes a section of a card a card of its own, beside it; a `see also` link stands in its place.
    /// `dry_run` only says what would come of it.
    ///
    /// # Errors
    /// [`AppError::Edit`] where the section cannot be cut out, [`AppError::BadId`] or [`AppError::IdTaken`] for a
    /// title whose id cannot be or is there, or what the folder refused.
    pub fn split(&self, request: &SplitCardRequest) -> Result<CardSplit, AppError> {
        let now = self.card_now(&request.key)?;
        let bad =
            |why: oneup_cards::BadId| AppError::BadId { id: request.title.clone(), why: why.to_string() };
        let id = CardId::slug(&slug_of(&request.title)).map_err(bad)?;
        let key = format!("{}/{id}", now.card.pack());
        if let Some(path) = self.card_with(&key)? {
            return Err(AppError::IdTaken { id: key, path });
        }
        let part = NewPart { id: &id, kind: now.card.kind, title: &request.title };
        let number = request.number.unwrap_or(1);
        let halves = split_section(now.card.text(), &request.section, number, &part)?;
        let folder = now.card.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let path = format!("{}{id}.md", folder.unwrap_or_default());
        let words = format!("“{}” made a card of its own: {}", request.section, now.card.title);
        let parts = diff(now.card.text(), &halves.rest).iter().map(part_row).collect();
        let steps = [
            Step::CreateFile { path: path.clone(), text: halves.part.clone() },
            Step::ReplaceFile {
                path: now.card.path.clone(),
                before: now.card.text().to_owned(),
                after: halves.rest,
            },
        ];
        if !request.dry_run {
            self.rewrite(&words, Why::Split, &steps)?;
        }
        Ok(CardSplit { key, path, text: halves.part, parts, words, done: !request.dry_run })
    }

    /// Joins a card into another, and puts it into the bin. The other answers to its id from then on; links that would
    /// not find it so are mended where they stand. `dry_run` only says what would come of it.
    ///
    /// # Errors
    /// [`AppError::SameCard`], [`AppError::Edit`] where the texts cannot be joined, or what the files refused.
    pub fn merge(&self, request: &MergeCardsRequest) -> Result<CardsMerged, AppError> {
        let (from, into) = (self.card_now(&request.from)?, self.card_now(&request.into)?);
        if from.card.path == into.card.path {
            return Err(AppError::SameCard { key: into.id });
        }
        let after = join_cards(&into.card, &from.card)?;
        let joined = Card::parse(&into.card.path, &after);
        let parts = diff(into.card.text(), &after).iter().map(part_row).collect();
        let words = format!("{} joined into {}", from.card.title, into.card.title);
        let (path, before) = (into.card.path.clone(), into.card.text().to_owned());
        let mut steps = vec![Step::ReplaceFile { path, before, after }];
        let index = self.session()?.index()?;
        let library = After::new(&index, &[&from.card.path], &joined);
        let (mut mended, mut lost) = (0_u32, Vec::new());
        for linking in self.cards_linking_to(&from)?.iter().filter(|one| one.card.path != into.card.path) {
            let text = mend(linking, &library, &joined, &mut lost);
            if text != linking.card.text() {
                mended += 1;
                let (path, before) = (linking.card.path.clone(), linking.card.text().to_owned());
                steps.push(Step::ReplaceFile { path, before, after: text });
            }
        }
        library.lookup.finish()?;
        let (path, text) = (from.card.path.clone(), from.card.text().to_owned());
        steps.push(Step::ToBin { key: from.id, path, text });
        if !request.dry_run {
            self.rewrite(&words, Why::MergeOfCards, &steps)?;
        }
        Ok(CardsMerged {
            key: into.id,
            path: into.card.path,
            words,
            mended: count(mended),
            lost,
            parts,
            done: !request.dry_run,
        })
    }
}

/// The text of a card with those links led to the joined card that would not find it by themselves.
fn mend(linking: &Linking, library: &After<'_>, joined: &Card, lost: &mut Vec<LostLink>) -> String {
    let mut text = linking.card.text().to_owned();
    let is_astray = |target: &&LinkTarget| !linking.leads_to(target, library, &joined.path);
    for target in linking.targets.iter().filter(is_astray) {
        let old = format!("[[{}", target.raw);
        let mut mended = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(&old) {
            mended.push_str(before);
            let ends = after.starts_with([']', '|', '#']);
            if ends {
                mended.push_str(&format!("[[{}", joined.full_id()));
            } else {
                mended.push_str(&old);
            }
            rest = after;
        }
        mended.push_str(rest);
        if mended == text {
            lost.push(linking.lost(target, true));
        }
        text = mended;
    }
    text
}
