//! The reading pane of one card: read from its file, with what the rest of the library says of it.
//!
//! The file is the truth and is read anew each time; the index only says where it is and who links to it.

use std::ops::Range;

use oneup_cards::{
    Card, CardRef, Finding, FullId, Level, LinkTarget, LintContext, PackId, PackManifest, RenderOptions,
    Rendered, Resolution, Sentences, Source, TypedLink,
};
use oneup_library::Library;
use oneup_search::CardIndex;

use crate::app::App;
use crate::clock::today;
use crate::contract::{
    Backlink, CardPage, ChainLink, FindingLevel, FindingRow, LinkTargetRow, MetaRow, SourceRow, StaleMark,
    UnsourcedRow,
};
use crate::error::AppError;
use crate::find_card::BY_PATH;
use crate::lookup::IndexLookup;
use crate::reading::{read_card, read_manifest};
use crate::search::marked_words;
use crate::words::{in_words, role_in_words};

/// A card that many others link to is shown with this many of them.
const MOST_BACKLINKS: usize = 200;

/// A card read from its file, with what is needed to say what its links mean.
pub(crate) struct OpenCard {
    pub(crate) card: Card,
    pub(crate) rendered: Rendered,
    library: Library,
    index: CardIndex,
    manifest: Option<PackManifest>,
}

impl App {
    /// Reads one card for the reading pane.
    ///
    /// # Errors
    /// [`AppError::NoSuchCard`] where it is gone, [`AppError::UnreadableCard`], or what the library or the index
    /// refused.
    pub fn card_page(&self, key: &str) -> Result<CardPage, AppError> {
        let open = self.noticing_damage(self.open_card(key))?;
        self.noticing_damage(open.page(key))
    }

    /// Reads a card from its file and renders it.
    pub(crate) fn open_card(&self, key: &str) -> Result<OpenCard, AppError> {
        let session = self.session()?;
        let (library, index) = (session.library()?, session.index()?);
        let path = self.resolve_key(key)?.path;
        let (card, _) = read_card(&library, &path).map_err(|not_read| not_read.of(key))?;
        let manifest = manifest_of(&library, card.pack());
        let lookup = IndexLookup::new(&index);
        let depends = depends_of(manifest.as_ref());
        let resolve = |target: &LinkTarget| oneup_cards::resolve(target, card.pack(), depends, &lookup);
        let rendered = oneup_cards::render(&card, &resolve, RenderOptions::default());
        lookup.finish()?;
        Ok(OpenCard { card, rendered, library, index, manifest })
    }
}

impl OpenCard {
    /// The outside addresses of the card, in the order of their numbers: those of the text, then those of the
    /// sources.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let sources = self.card.sources.iter().filter_map(|source| source.address.clone());
        self.rendered.external.iter().cloned().chain(sources).collect()
    }

    /// What lint finds in the card, held against the library it stands in.
    pub(crate) fn findings(&self) -> Result<Vec<Finding>, AppError> {
        let lookup = IndexLookup::new(&self.index);
        let findings = oneup_cards::lint(
            &self.card,
            &LintContext {
                today: Some(today()),
                lookup: &lookup,
                pack: self.manifest.as_ref(),
                vocabulary: None,
                publishing: false,
            },
        );
        lookup.finish()?;
        Ok(findings)
    }

    fn page(&self, key: &str) -> Result<CardPage, AppError> {
        let card = &self.card;
        let findings = self.findings()?;
        let shown = card.shown_status(&findings);
        let status_reason = if shown == card.status() {
            card.front.reason.clone()
        } else {
            let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
            let plural = if errors == 1 { "error" } else { "errors" };
            Some(format!("The file says “{}”, but has {errors} {plural}.", card.status().as_str()))
        };
        Ok(CardPage {
            key: key.to_owned(),
            path: card.path.clone(),
            title: card.title.clone(),
            kind: card.kind.as_str().to_owned(),
            pack: card.pack().as_str().to_owned(),
            status: shown.as_str().to_owned(),
            status_reason,
            author: card.front.author.clone(),
            lang: card.front.lang.clone(),
            say: card.say.as_ref().map(|say| say.text.clone()),
            html: self.rendered.html.clone(),
            shortened: self.rendered.shortened,
            meta: meta(card),
            links: self.links()?,
            backlinks: self.backlinks()?,
            sources: self.sources(),
            stale: stale(card),
            unsourced: card
                .unsourced
                .iter()
                .map(|figure| UnsourcedRow { text: figure.text.clone(), line: figure.line })
                .collect(),
            findings: findings.into_iter().map(finding_row).collect(),
        })
    }

    fn links(&self) -> Result<Vec<ChainLink>, AppError> {
        let lookup = IndexLookup::new(&self.index);
        let depends = depends_of(self.manifest.as_ref());
        let rows = self
            .card
            .typed_links
            .iter()
            .map(|link| ChainLink {
                verb: link.verb.phrase().to_owned(),
                target: link.target().map(|target| {
                    target_row(link, &oneup_cards::resolve(target, self.card.pack(), depends, &lookup))
                }),
                text: link.commitment().map(str::to_owned),
                mark: link.mark.map(|mark| mark.to_string()),
                because: link.because.clone(),
                sources: link
                    .sources
                    .iter()
                    .filter_map(|label| self.card.source(label))
                    .map(|source| source.number)
                    .collect(),
            })
            .collect();
        lookup.finish()?;
        Ok(rows)
    }

    /// The links of other cards that lead here. The index says which cards may link here; their files say how.
    fn backlinks(&self) -> Result<Vec<Backlink>, AppError> {
        let lookup = IndexLookup::new(&self.index);
        let mut rows = Vec::new();
        for entry in self.index.linking_to(&self.card.link_keys_of())? {
            if rows.len() >= MOST_BACKLINKS {
                break;
            }
            if entry.path == self.card.path {
                continue;
            }
            // A card that has just gone or become unreadable links to nothing.
            let Ok((other, _)) = read_card(&self.library, &entry.path) else { continue };
            let manifest = manifest_of(&self.library, other.pack());
            let depends = depends_of(manifest.as_ref());
            let leads_here = |target: &LinkTarget| {
                let meant = oneup_cards::resolve(target, other.pack(), depends, &lookup);
                matches!(&meant, Resolution::Found(card) if card.path == self.card.path)
            };
            let twins = self.index.count_of_key(&entry.key)? > 1;
            let key = key_of(&entry.key, &entry.path, twins);
            let sentences = Sentences::of(&other);
            let row = |phrase: &str, span: &Range<usize>, link: Option<&TypedLink>| Backlink {
                phrase: phrase.to_owned(),
                key: key.clone(),
                title: other.title.clone(),
                kind: other.kind.as_str().to_owned(),
                mark: link.and_then(|link| link.mark).map(|mark| mark.to_string()),
                because: link.and_then(|link| link.because.clone()),
                sentence: sentences.around(span).map(|around| marked_words(&around.text, around.words)),
            };
            let typed: Vec<Backlink> = other
                .typed_links
                .iter()
                .filter(|link| link.target().is_some_and(leads_here))
                .map(|link| row(link.verb.inverse_phrase(), &link.span, Some(link)))
                .collect();
            if typed.is_empty()
                && let Some(link) = other.links.iter().find(|link| leads_here(&link.target))
            {
                rows.push(row("is mentioned in", &link.span, None));
            }
            rows.extend(typed);
        }
        lookup.finish()?;
        rows.sort_by(|a, b| (&a.phrase, &a.title).cmp(&(&b.phrase, &b.title)));
        Ok(rows)
    }

    fn sources(&self) -> Vec<SourceRow> {
        let mut link = crate::contract::count(self.rendered.external.len());
        self.card
            .sources
            .iter()
            .map(|source| {
                let number = source.address.as_ref().map(|_| {
                    let number = link;
                    link += 1;
                    number
                });
                source_row(source, number)
            })
            .collect()
    }
}

/// What names a card in every call: its full id, or its path where another card carries the same.
pub(crate) fn key_of(full_id: &str, path: &str, twins: bool) -> String {
    if twins { format!("{BY_PATH}{path}") } else { full_id.to_owned() }
}

/// The manifest of a pack; one that is missing or broken leaves the card as if it had none, and lint of the pack
/// says so.
pub(crate) fn manifest_of(library: &Library, pack: &PackId) -> Option<PackManifest> {
    let folder = library.root().join("packs").join(pack.as_str());
    if pack.is_mine() { None } else { read_manifest(&folder).ok() }
}

pub(crate) fn depends_of(manifest: Option<&PackManifest>) -> &[PackId] {
    manifest.map_or(&[], |manifest| &manifest.depends)
}

fn target_row(link: &TypedLink, meant: &Resolution) -> LinkTargetRow {
    let nowhere = |problem: String| LinkTargetRow {
        key: None,
        title: link.text().to_owned(),
        kind: None,
        problem: Some(problem),
    };
    match meant {
        Resolution::Found(card) => LinkTargetRow {
            key: Some(card.full_id.to_string()),
            title: card.title.clone(),
            kind: Some(card.kind.as_str().to_owned()),
            problem: None,
        },
        Resolution::Missing => nowhere("No card answers to this link.".to_owned()),
        Resolution::Ambiguous(cards) => {
            let all: Vec<String> =
                cards.iter().map(|CardRef { full_id, .. }| FullId::to_string(full_id)).collect();
            nowhere(format!("More than one card answers to this link: {}.", all.join(", ")))
        }
    }
}

fn source_row(source: &Source, link: Option<u32>) -> SourceRow {
    SourceRow {
        number: source.number,
        anchor: source.anchor(),
        title: source.title.clone().unwrap_or_else(|| source.text.clone()),
        link,
        host: source.host(),
        publisher: source.publisher.clone(),
        published: source.published.map(|date| date.to_string()),
        checked: source.checked.map(|date| date.to_string()),
        claim: source.claim.as_str().to_owned(),
        own_experience: source.own_experience,
    }
}

fn meta(card: &Card) -> Vec<MetaRow> {
    let front = &card.front;
    let words = |values: &[String]| values.iter().map(|value| in_words(value)).collect::<Vec<_>>();
    let one = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
    let rows = [
        ("industry", words(&front.industry)),
        ("role", front.role.iter().map(|role| role_in_words(role)).collect()),
        ("stage", words(&front.stage)),
        ("region", words(&front.region)),
        ("tags", words(&front.tags)),
        ("sale", one(front.sale.map(|sale| in_words(sale.as_str())))),
        ("aliases", front.aliases.clone()),
        ("owner", one(front.owner.clone())),
        ("credits", front.credits.clone()),
        ("verified_on", one(front.verified_on.map(|date| date.to_string()))),
        ("verified_by", one(front.verified_by.clone())),
        ("review_by", one(front.review_by.map(|date| date.to_string()))),
    ];
    rows.into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| MetaRow { name: name.to_owned(), values })
        .collect()
}

fn stale(card: &Card) -> Option<StaleMark> {
    let since = card.stale_on().filter(|_| card.is_stale(today()))?;
    let why = match card.front.review_by {
        Some(review_by) => format!("Its review was due by {review_by}."),
        None => "Its oldest source was last checked too long ago for a card of this type.".to_owned(),
    };
    Some(StaleMark { since: since.to_string(), why })
}

pub(crate) fn finding_row(finding: Finding) -> FindingRow {
    FindingRow {
        level: match finding.level {
            Level::Error => FindingLevel::Error,
            Level::Warning => FindingLevel::Warning,
            Level::Note => FindingLevel::Note,
        },
        line: finding.line,
        column: finding.column,
        message: finding.message,
        remedy: finding.remedy,
    }
}
