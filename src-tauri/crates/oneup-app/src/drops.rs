//! Files that were dropped on the window: looked at first, taken only when the user has agreed.
//!
//! The page is told names and gets a number; the paths stay here. What is not a folder and not Markdown is refused
//! with its reason before anything is asked.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use oneup_cards::{Card, MAX_CARD_BYTES, PICTURE_ENDINGS, Unreadable};

use crate::app::App;
use crate::contract::{ChangedNoun, DropTaken, DroppedFiles, SkippedFile};
use crate::error::AppError;
use crate::pictures;
use crate::transact::Step;

/// The most files that are taken at once.
const MOST: usize = 500;

/// The largest file that is taken for a card, in bytes; the library reads no larger ones.
const LARGEST: u64 = MAX_CARD_BYTES as u64;

/// The largest file that is taken for a picture, in bytes.
const LARGEST_PICTURE: u64 = pictures::LARGEST as u64;

/// How many drops wait for an answer; an older one that was never answered is forgotten.
const WAITING: usize = 8;

/// The drops that wait for the user's word.
#[derive(Debug, Default)]
pub(crate) struct Drops {
    last: u32,
    waiting: Vec<Offered>,
}

/// One drop as it was looked at.
#[derive(Debug, Clone)]
struct Offered {
    id: u32,
    folder: Option<PathBuf>,
    cards: Vec<PathBuf>,
    pictures: Vec<PathBuf>,
}

impl App {
    /// Looks at dropped files and says what taking them would do. Nothing is written.
    #[must_use]
    pub fn offer_drop(&self, paths: Vec<PathBuf>) -> DroppedFiles {
        let mut refused = Vec::new();
        let mut folders = Vec::new();
        let mut cards = Vec::new();
        let mut pictures = Vec::new();
        for (number, path) in paths.into_iter().enumerate() {
            match kind_of(&path) {
                _ if number >= MOST => refused.push(refusal(&path, &NotTaken::TooMany)),
                Ok(Kind::Folder) => folders.push(path),
                Ok(Kind::Card) => cards.push(path),
                Ok(Kind::Picture) => pictures.push(path),
                Err(why) => refused.push(refusal(&path, &why)),
            }
        }
        // One folder alone can become the library; beside anything else nobody could say what is meant.
        let folder =
            if folders.len() == 1 && cards.is_empty() && pictures.is_empty() { folders.pop() } else { None };
        refused.extend(folders.iter().map(|path| refusal(path, &NotTaken::FolderBeside)));
        let mut drops = self.0.drops.lock().unwrap_or_else(PoisonError::into_inner);
        drops.last += 1;
        let offered = Offered { id: drops.last, folder, cards, pictures };
        let told = DroppedFiles {
            id: offered.id,
            folder: offered.folder.as_deref().map(name_of),
            cards: offered.cards.iter().map(|path| name_of(path)).collect(),
            pictures: offered.pictures.iter().map(|path| name_of(path)).collect(),
            refused,
        };
        drops.waiting.push(offered);
        if drops.waiting.len() > WAITING {
            drops.waiting.remove(0);
        }
        told
    }

    /// Takes dropped files, or forgets them: a folder becomes the library, Markdown files are copied into `mine/`
    /// as one act that can be undone.
    ///
    /// # Errors
    /// [`AppError::NoSuchDrop`] for one that was answered already, and the errors of opening or writing.
    pub(crate) fn settle_drop(&self, id: u32, accept: bool) -> Result<DropTaken, AppError> {
        let offered = {
            let drops = self.0.drops.lock().unwrap_or_else(PoisonError::into_inner);
            drops.waiting.iter().find(|offered| offered.id == id).cloned().ok_or(AppError::NoSuchDrop)?
        };
        let taken = if accept { self.take_drop(offered)? } else { DropTaken::default() };
        // Only now: what was refused by a full disk can be answered again.
        let mut drops = self.0.drops.lock().unwrap_or_else(PoisonError::into_inner);
        drops.waiting.retain(|offered| offered.id != id);
        Ok(taken)
    }

    /// The bytes of a picture that was dropped; the drop waits on for its other files.
    pub(crate) fn dropped_picture(&self, drop: u32, number: u32) -> Result<Vec<u8>, AppError> {
        let path = {
            let drops = self.0.drops.lock().unwrap_or_else(PoisonError::into_inner);
            let offered = drops.waiting.iter().find(|offered| offered.id == drop);
            let pictures = offered.map(|offered| offered.pictures.as_slice()).unwrap_or_default();
            let number = usize::try_from(number).unwrap_or(usize::MAX);
            pictures.get(number).cloned().ok_or(AppError::NoSuchDrop)?
        };
        let mut bytes = Vec::new();
        fs::File::open(&path)
            .and_then(|file| file.take(LARGEST_PICTURE + 1).read_to_end(&mut bytes))
            .map_err(|source| AppError::io("read", &path, source))?;
        Ok(bytes)
    }

    fn take_drop(&self, offered: Offered) -> Result<DropTaken, AppError> {
        if let Some(folder) = offered.folder {
            self.open_library_at(&folder)?;
            self.bell().ring(ChangedNoun::Library);
            return Ok(DropTaken::default());
        }
        self.copy_cards(&offered.cards)
    }

    fn copy_cards(&self, paths: &[PathBuf]) -> Result<DropTaken, AppError> {
        let library = self.session()?.library()?;
        let mut taken = DropTaken::default();
        let mut steps = Vec::new();
        for path in paths {
            let target = format!("mine/{}", name_of(path));
            let there = library.root().join(&target).symlink_metadata().is_ok();
            let repeated = steps.iter().any(
                |step| matches!(step, Step::CreateFile { path, .. } if path.eq_ignore_ascii_case(&target)),
            );
            match read_card(path, &target) {
                Err(why) => taken.left_out.push(refusal(path, &why)),
                Ok(_) if there || repeated => {
                    taken.left_out.push(refusal(path, &NotTaken::NameTaken));
                }
                Ok(card) => {
                    taken.cards.push(card.full_id().to_string());
                    steps.push(Step::CreateFile { path: target, text: card.text().to_owned() });
                }
            }
        }
        if !steps.is_empty() {
            let words = match steps.len() {
                1 => "1 card copied into mine/".to_owned(),
                count => format!("{count} cards copied into mine/"),
            };
            self.transact(&words, &steps)?;
        }
        Ok(taken)
    }
}

/// Why a dropped file is not taken.
#[derive(Debug, thiserror::Error)]
enum NotTaken {
    #[error("it cannot be read: {0}")]
    Unread(#[from] std::io::Error),
    #[error("it is not a Markdown file; its name must end in .md")]
    NotMarkdown,
    #[error("it is larger than {} MB", LARGEST / 1024 / 1024)]
    TooLarge,
    #[error("it is larger than {} MB, the most that a picture may have", LARGEST_PICTURE / 1024 / 1024)]
    PictureTooLarge,
    #[error("its name begins with a dot")]
    Hidden,
    #[error("its name holds a letter that no card's name can hold everywhere; rename it first")]
    BadName,
    #[error("{0}")]
    NotACard(#[from] Unreadable),
    #[error("a file of this name is in mine/ already")]
    NameTaken,
    #[error("only {MOST} files are taken at once")]
    TooMany,
    #[error("drop one folder by itself to open it")]
    FolderBeside,
}

enum Kind {
    Folder,
    Card,
    Picture,
}

fn kind_of(path: &Path) -> Result<Kind, NotTaken> {
    let metadata = fs::metadata(path)?;
    let is_markdown = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let is_picture = ending.is_some_and(|ending| PICTURE_ENDINGS.contains(&ending.as_str()));
    if metadata.is_dir() {
        Ok(Kind::Folder)
    } else if metadata.is_file() && is_picture {
        // What it really is, is found out when it is taken.
        if metadata.len() > LARGEST_PICTURE { Err(NotTaken::PictureTooLarge) } else { Ok(Kind::Picture) }
    } else if !metadata.is_file() || !is_markdown {
        Err(NotTaken::NotMarkdown)
    } else if metadata.len() > LARGEST {
        Err(NotTaken::TooLarge)
    } else if name_of(path).starts_with('.') {
        Err(NotTaken::Hidden)
    } else if name_of(path)
        .chars()
        .any(|letter| letter.is_control() || matches!(letter, '\\' | ':' | '\u{fffd}'))
    {
        Err(NotTaken::BadName)
    } else {
        Ok(Kind::Card)
    }
}

/// Reads a file that was a card when it was dropped, as the card it will be; it may have grown or gone since.
fn read_card(path: &Path, target: &str) -> Result<Card, NotTaken> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(NotTaken::TooLarge);
    }
    Ok(Card::parse_bytes(target, &bytes)?)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn refusal(path: &Path, why: &NotTaken) -> SkippedFile {
    SkippedFile { path: name_of(path), why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_place::{Place, place};

    impl Place {
        fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
            let path = self.folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            path
        }
    }

    #[test]
    fn dropped_cards_are_copied_as_one_act_that_can_be_undone() {
        let place = place();
        let paths =
            vec![place.file("a.md", b"# A\n"), place.file("b.md", b"# B\n"), place.file("c.pdf", b"%PDF")];
        let offered = place.app.offer_drop(paths);
        assert_eq!(offered.cards, ["a.md", "b.md"]);
        assert_eq!(offered.refused.len(), 1);
        let mine = place.folder.path().join("library/mine");
        assert_eq!(fs::read_dir(&mine).unwrap().count(), 0, "nothing is written before the user agrees");
        let taken = place.app.settle_drop(offered.id, true).unwrap();
        assert_eq!(taken.cards, ["mine/mine/a", "mine/mine/b"], "a card without an id goes by its path");
        assert!(matches!(place.app.settle_drop(offered.id, true), Err(AppError::NoSuchDrop)));
        let undone = place.app.undo_last(None).unwrap();
        assert_eq!(undone.act.unwrap().words, "2 cards copied into mine/");
        assert_eq!(fs::read_dir(&mine).unwrap().count(), 0);
    }

    #[test]
    fn pictures_wait_for_a_card_that_takes_them() {
        let place = place();
        let large = vec![0; usize::try_from(LARGEST_PICTURE).unwrap() + 1];
        let paths =
            vec![place.file("a.PNG", b"bytes"), place.file("b.svg", b"<svg>"), place.file("c.png", &large)];
        let offered = place.app.offer_drop(paths);
        assert_eq!((offered.pictures, offered.refused.len()), (vec!["a.PNG".to_owned()], 2));
        for _ in 0..2 {
            assert_eq!(place.app.dropped_picture(offered.id, 0).unwrap(), b"bytes");
        }
        assert!(matches!(place.app.dropped_picture(offered.id, 1), Err(AppError::NoSuchDrop)));
        place.app.settle_drop(offered.id, false).unwrap();
        assert!(matches!(place.app.dropped_picture(offered.id, 0), Err(AppError::NoSuchDrop)));
    }

    #[test]
    fn a_name_that_is_taken_is_left_out_and_nothing_is_overwritten() {
        let place = place();
        fs::write(place.folder.path().join("library/mine/a.md"), "mine").unwrap();
        let offered = place.app.offer_drop(vec![place.file("a.md", b"theirs")]);
        let taken = place.app.settle_drop(offered.id, true).unwrap();
        assert_eq!((taken.cards.len(), taken.left_out.len()), (0, 1));
        assert_eq!(fs::read(place.folder.path().join("library/mine/a.md")).unwrap(), b"mine");
    }

    #[test]
    fn hostile_drops_are_refused_with_a_reason() {
        let place = place();
        let big = place.file("big.md", &vec![b'x'; usize::try_from(LARGEST).unwrap() + 1]);
        let paths = vec![
            big,
            place.file(".hidden.md", b"x"),
            place.folder.path().join("gone.md"),
            place.folder.path().to_owned(),
            place.file("bytes.md", &[0xff, 0xfe, 0x00]),
        ];
        let offered = place.app.offer_drop(paths);
        // A file whose bytes are wrong is found out when it is read, and then told.
        assert_eq!(offered.cards, ["bytes.md"]);
        assert_eq!(offered.refused.len(), 4);
        let taken = place.app.settle_drop(offered.id, true).unwrap();
        assert_eq!((taken.cards.len(), taken.left_out.len()), (0, 1));
    }

    #[test]
    fn one_folder_by_itself_becomes_the_library_when_the_user_agrees() {
        let place = place();
        let other = place.folder.path().join("vault");
        fs::create_dir(&other).unwrap();
        let offered = place.app.offer_drop(vec![other.clone()]);
        assert_eq!(offered.folder.as_deref(), Some("vault"));
        place.app.settle_drop(offered.id, true).unwrap();
        assert_eq!(place.app.root().unwrap(), other);
    }
}
