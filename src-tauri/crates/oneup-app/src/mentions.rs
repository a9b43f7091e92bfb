//! Words of other cards that name a card and do not link to it, and how they become a link.

use oneup_cards::{Card, CardLookup, LinkTarget, PackId, Resolution};
use oneup_library::Why;
use oneup_search::{Filters, Hit, SearchRequest};

use crate::app::App;
use crate::card_page::{key_of, manifest_of};
use crate::clock::{days_since_1970, today};
use crate::contract::{LinkMentionRequest, Mention, Mentions, count};
use crate::error::AppError;
use crate::lookup::IndexLookup;
use crate::reading::read_card;
use crate::rewrite::CardNow;
use crate::search::marked_words;
use crate::transact::Step;

/// How many mentions are offered at once.
const MOST_MENTIONS: usize = 50;

/// How many cards are read for one name: the search finds words in other forms too, and cards that link already.
const MOST_READ: usize = 200;

impl App {
    /// Finds the cards that name a card in words without a link, the first place of each.
    ///
    /// # Errors
    /// [`AppError::NoSuchCard`], or what the library or the index refused.
    pub fn mentions_of(&self, key: &str) -> Result<Mentions, AppError> {
        let index = self.session()?.index()?;
        let CardNow { library, card, .. } = self.card_now(key)?;
        let path = card.path.clone();
        let names = names_of(&card);
        let mut found = Mentions { rows: Vec::new(), more: false };
        let mut seen = vec![path.clone()];
        let lookup = IndexLookup::new(&index);
        for name in &names {
            let hits = self.noticing_damage(index.search(&phrase(name)).map_err(AppError::from))?;
            found.more |= hits.total > hits.hits.len();
            for hit in hits.hits {
                if seen.contains(&hit.path) {
                    continue;
                }
                seen.push(hit.path.clone());
                // A card that has just gone or become unreadable names nothing.
                let Ok((other, _)) = read_card(&library, &hit.path) else { continue };
                let manifest = manifest_of(&library, other.pack());
                let depends: &[PackId] = manifest.as_ref().map_or(&[], |manifest| &manifest.depends);
                if links_to(&other, &path, depends, &lookup) {
                    continue;
                }
                if found.rows.len() == MOST_MENTIONS {
                    found.more = true;
                    break;
                }
                found.rows.extend(first_mention(&other, &names, &hit));
            }
        }
        self.noticing_damage(lookup.finish().map_err(AppError::from))?;
        Ok(found)
    }

    /// Makes words that name a card a link to it.
    ///
    /// # Errors
    /// [`AppError::MentionGone`] where they do not stand there any more, [`AppError::NoSuchCard`],
    /// [`AppError::Edit`], or what the library refused.
    pub fn make_mention_a_link(&self, request: &LinkMentionRequest) -> Result<String, AppError> {
        let index = self.session()?.index()?;
        let card = self.card_now(&request.key)?.card;
        let CardNow { library, card: other, .. } = self.card_now(&request.from)?;
        let from = other.path.clone();
        let names = names_of(&card);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let is_meant = |mention: &oneup_cards::Mention| {
            count(mention.span.start) == request.place
                && other.text().get(mention.span.clone()) == Some(request.words.as_str())
        };
        let gone = || AppError::MentionGone { words: request.words.clone(), from: from.clone() };
        let mention = other.mentions_of(&names).into_iter().find(is_meant).ok_or_else(gone)?;
        let manifest = manifest_of(&library, other.pack());
        let depends: &[PackId] = manifest.as_ref().map_or(&[], |manifest| &manifest.depends);
        let lookup = IndexLookup::new(&index);
        let target = target_for(&card, &other, depends, &lookup);
        lookup.finish()?;
        let edit = oneup_cards::edit::link_words(other.text(), mention.span, &target)?;
        let step = Step::ReplaceFile {
            path: from.clone(),
            before: other.text().to_owned(),
            after: edit.apply(other.text()),
        };
        self.rewrite(&format!("link made in {}: {}", other.title, request.words), Why::Edit, &[step])?;
        Ok(from)
    }
}

/// What the card is called: its title and its aliases.
fn names_of(card: &Card) -> Vec<String> {
    std::iter::once(&card.title).chain(&card.front.aliases).cloned().collect()
}

/// The search for a name as a phrase.
fn phrase(name: &str) -> SearchRequest {
    SearchRequest {
        query: format!("\"{}\"", name.replace('"', " ")),
        limit: MOST_READ,
        offset: 0,
        filters: Filters::default(),
        facets: false,
        snippets: false,
        today: days_since_1970(today()),
        ..SearchRequest::default()
    }
}

fn links_to(other: &Card, path: &str, depends: &[PackId], lookup: &dyn CardLookup) -> bool {
    let leads_here = |target: &LinkTarget| leads_to(target, path, other.pack(), depends, lookup);
    other.typed_links.iter().filter_map(|link| link.target()).any(leads_here)
        || other.links.iter().any(|link| leads_here(&link.target))
}

fn leads_to(
    target: &LinkTarget,
    path: &str,
    from: &PackId,
    depends: &[PackId],
    lookup: &dyn CardLookup,
) -> bool {
    matches!(oneup_cards::resolve(target, from, depends, lookup), Resolution::Found(card) if card.path == path)
}

/// The first place of a card that names the other and can be made a link.
fn first_mention(other: &Card, names: &[String], hit: &Hit) -> Option<Mention> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mention = other.mentions_of(&names).into_iter().next()?;
    Some(Mention {
        from: key_of(&hit.key, &hit.path, hit.twins),
        title: other.title.clone(),
        kind: other.kind.as_str().to_owned(),
        words: other.text().get(mention.span.clone())?.to_owned(),
        place: count(mention.span.start),
        sentence: marked_words(&mention.sentence.text, mention.sentence.words),
    })
}

/// How the other card names the card: by its id, and with the pack where the id alone means something else there.
fn target_for(card: &Card, other: &Card, depends: &[PackId], lookup: &dyn CardLookup) -> String {
    let id = card.id().as_str();
    if leads_to(&LinkTarget::wiki(id), &card.path, other.pack(), depends, lookup) {
        id.to_owned()
    } else {
        card.full_id().to_string()
    }
}
