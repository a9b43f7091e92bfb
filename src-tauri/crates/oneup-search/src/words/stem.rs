//! Stems with a memory: cards repeat their words, and looking a stem up costs a tenth of working it out.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// How many words one thread remembers; about 3 MB when full.
const REMEMBERED: usize = 1 << 15;

thread_local! {
    static MEMO: RefCell<FxHashMap<Box<str>, Box<str>>> = RefCell::new(FxHashMap::default());
}

/// Calls `then` with the English stem of a folded word.
pub(crate) fn with_stem<T>(word: &str, then: impl FnOnce(&str) -> T) -> T {
    // Figures and other scripts have no English endings; short words have none worth removing.
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return then(word);
    }
    MEMO.with_borrow_mut(|memo| {
        if let Some(stem) = memo.get(word) {
            return then(stem);
        }
        let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
        let stem = stemmer.stem(word);
        if memo.len() < REMEMBERED {
            memo.insert(word.into(), stem.as_ref().into());
        }
        then(&stem)
    })
}

/// Gives the English stem of a folded word.
pub(crate) fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn endings_of_one_word_meet() {
        assert_eq!(stem("retire"), stem("retirement"));
        assert_eq!(stem("retires"), stem("retired"));
        assert_eq!(stem("c3491"), "c3491");
        assert_eq!(stem("as"), "as");
    }
}
