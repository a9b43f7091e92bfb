//! Gives the file of a card another name or folder. Its id stays, and with it everything that knows the card by it.

use oneup_cards::Card;
use oneup_library::Why;

use crate::app::App;
use crate::contract::CardMoved;
use crate::error::AppError;
use crate::rewrite::CardNow;
use crate::transact::Step;

impl App {
    /// Gives the file of a card another name in its folder; `dry_run` only says what would come of it.
    ///
    /// # Errors
    /// [`AppError::BadPlace`], or what the folder refused; nothing that is there is overwritten.
    pub fn rename_file(&self, key: &str, name: &str, dry_run: bool) -> Result<CardMoved, AppError> {
        let now = self.card_now(key)?;
        let name = name.trim();
        let bad = |why| AppError::BadPlace { name: name.to_owned(), why };
        if name.contains(['/', '\\', ':']) || name.chars().any(char::is_control) {
            return Err(bad("the name of a file holds no slash, colon or control character"));
        }
        let stem = name.strip_suffix(".md").unwrap_or(name);
        if stem.is_empty() || stem.starts_with('.') {
            return Err(bad("it is empty, or a name that hides the file"));
        }
        let folder = now.card.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let to = joined(folder, &format!("{stem}.md"));
        let words = format!("file renamed to {stem}.md: {}", now.card.title);
        self.refile(now, to, &words, dry_run)
    }

    /// Puts the file of a card into another folder; `dry_run` only says what would come of it.
    ///
    /// # Errors
    /// [`AppError::BadPlace`] for a folder of another pack, or what the folder refused.
    pub fn move_file_of(&self, key: &str, folder: &str, dry_run: bool) -> Result<CardMoved, AppError> {
        let now = self.card_now(key)?;
        let folder = folder.trim().trim_matches('/').replace('\\', "/");
        let hidden = |part: &str| part.is_empty() || part.starts_with('.') || part.contains(':');
        if !folder.is_empty() && folder.split('/').any(hidden) {
            return Err(AppError::BadPlace {
                name: folder,
                why: "a folder with cards has a plain path below the library",
            });
        }
        let name = now.card.path.rsplit('/').next().unwrap_or(&now.card.path).to_owned();
        let words =
            format!("file moved to {}: {}", if folder.is_empty() { "/" } else { &folder }, now.card.title);
        self.refile(now, joined(&folder, &name), &words, dry_run)
    }

    fn refile(&self, now: CardNow, to: String, words: &str, dry_run: bool) -> Result<CardMoved, AppError> {
        let moved = Card::parse(&to, now.card.text());
        if moved.pack() != now.card.pack() {
            return Err(AppError::BadPlace {
                name: to,
                why: "the card would change its pack, and its full id",
            });
        }
        let stays = to == now.card.path;
        let lost = if stays { Vec::new() } else { self.links_lost(&now, &moved)? };
        let (key, from) = (moved.full_id().to_string(), now.card.path.clone());
        if !dry_run && !stays {
            self.note(&from, now.card.text())?;
            let (from, to) = (from.clone(), to.clone());
            let step = Step::MoveFile { from, to, key_before: now.id, key_after: key.clone() };
            self.rewrite(words, Why::Rename, &[step])?;
        }
        Ok(CardMoved { key, from, to, lost, done: !dry_run })
    }
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
