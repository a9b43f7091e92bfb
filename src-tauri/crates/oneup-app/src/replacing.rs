//! Words in many cards, and other words in their place: found where people read them, shown place by place, and
//! replaced as one act that can be undone.

use oneup_cards::Card;
use oneup_cards::edit::{Wanted, replace_words};
use oneup_library::{Library, Why};

use crate::app::App;
use crate::contract::{
    CardWithWords, ChosenPlaces, FindWordsRequest, FoundWords, ReplaceWordsRequest, SkippedFile, WordPlace,
    WordsReplaced, count,
};
use crate::error::AppError;
use crate::reading::{NotRead, read_card};
use crate::search::marked_words;
use crate::transact::Step;

/// How many places are shown at once: more than anybody looks through before they replace them.
const MOST_PLACES: usize = 500;

impl App {
    /// Finds words in the cards of the library, by path.
    ///
    /// # Errors
    /// [`AppError::NoWords`], or what the library refused. A card that cannot be read is told with the reason.
    pub fn words_in_cards(&self, request: &FindWordsRequest) -> Result<FoundWords, AppError> {
        let wanted = wanted(request)?;
        let library = self.session()?.library()?;
        let mut found = FoundWords { cards: Vec::new(), places: 0, more: false, unread: Vec::new() };
        let mut left = MOST_PLACES;
        for entry in library.scan()?.files {
            let card = match read_card(&library, &entry.path) {
                Ok((card, _)) => card,
                // It was there a moment ago; whoever took it away knows.
                Err(NotRead::Gone) => continue,
                Err(why) => {
                    found.unread.push(SkippedFile { path: entry.path, why: why.why() });
                    continue;
                }
            };
            let places = card.places_of(&wanted);
            if places.is_empty() {
                continue;
            }
            if left == 0 {
                found.more = true;
                break;
            }
            found.more |= places.len() > left;
            let places: Vec<WordPlace> =
                places.into_iter().take(left).map(|words| place(&card, words)).collect();
            left -= places.len();
            found.cards.push(CardWithWords {
                key: self.state_key(&card)?,
                title: card.title.clone(),
                kind: card.kind.as_str().to_owned(),
                refused: library.check_writable(&card.path).err().map(|error| error.to_string()),
                path: card.path,
                places,
            });
        }
        found.places = count(MOST_PLACES - left);
        Ok(found)
    }

    /// Puts other words in the place of those that were found, at the chosen places, as one act. A card that was
    /// changed since, or that would read otherwise than the words say, is left as it is and told.
    ///
    /// # Errors
    /// [`AppError::NoWords`], or what the files refused; nothing is written then.
    pub fn replace_in_cards(&self, request: &ReplaceWordsRequest) -> Result<WordsReplaced, AppError> {
        let wanted = wanted(&request.find)?;
        let library = self.session()?.library()?;
        let mut steps = Vec::new();
        let mut came_to = WordsReplaced { cards: 0, places: 0, left: Vec::new() };
        for chosen in request.chosen.iter().filter(|chosen| !chosen.places.is_empty()) {
            match self.step_for(&library, chosen, &wanted, &request.with) {
                Ok(step) => {
                    came_to.cards += 1;
                    came_to.places += count(chosen.places.len());
                    steps.push(step);
                }
                Err(error) => {
                    came_to.left.push(SkippedFile { path: chosen.key.clone(), why: error.to_string() });
                }
            }
        }
        if !steps.is_empty() {
            let (find, with) = (&request.find.words, &request.with);
            let words = match came_to.cards {
                1 => format!("“{find}” replaced by “{with}” in 1 card"),
                cards => format!("“{find}” replaced by “{with}” in {cards} cards"),
            };
            self.rewrite(&words, Why::Edit, &steps)?;
        }
        Ok(came_to)
    }

    fn step_for(
        &self,
        library: &Library,
        chosen: &ChosenPlaces,
        wanted: &Wanted<'_>,
        with: &str,
    ) -> Result<Step, AppError> {
        let card = self.card_now(&chosen.key)?.card;
        library.check_writable(&card.path)?;
        let is_chosen = |start: usize| chosen.places.contains(&count(start));
        let places: Vec<_> = card
            .places_of(wanted)
            .into_iter()
            .map(|found| found.span)
            .filter(|span| is_chosen(span.start))
            .collect();
        if places.len() != chosen.places.len() {
            return Err(AppError::WordsMoved { words: wanted.words.to_owned(), path: card.path });
        }
        let after = replace_words(&card, &places, with, !wanted.match_case)?;
        Ok(Step::ReplaceFile { path: card.path.clone(), before: card.text().to_owned(), after })
    }
}

fn wanted(request: &FindWordsRequest) -> Result<Wanted<'_>, AppError> {
    let words = request.words.as_str();
    if words.trim().is_empty() || words.contains(['\n', '\r']) {
        return Err(AppError::NoWords);
    }
    Ok(Wanted { words, match_case: request.match_case, whole_words: request.whole_words })
}

fn place(card: &Card, found: oneup_cards::edit::FoundWords) -> WordPlace {
    WordPlace {
        at: count(found.span.start),
        line: found.line,
        words: card.text().get(found.span).unwrap_or("").to_owned(),
        sentence: marked_words(&found.sentence.text, found.sentence.words),
    }
}
