//! Slugs as a person would write them.

/// Writes a slug as words.
pub(crate) fn in_words(slug: &str) -> String {
    let spaced = slug.replace('-', " ");
    let mut letters = spaced.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// Writes the slug of a role as words: titles are often initials, as CFO and EHS manager are.
pub(crate) fn role_in_words(slug: &str) -> String {
    const SMALL: [&str; 7] = ["a", "of", "and", "the", "for", "to", "in"];
    let words: Vec<String> = slug
        .split('-')
        .map(|word| {
            let initials = word.len() <= 3 && !SMALL.contains(&word);
            if initials { word.to_uppercase() } else { word.to_owned() }
        })
        .collect();
    in_words(&words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_reads_as_words() {
        assert_eq!(in_words("plant-manager"), "Plant manager");
        assert_eq!(in_words(""), "");
        assert_eq!(role_in_words("ehs-manager"), "EHS manager");
        assert_eq!(role_in_words("vp-of-sales"), "VP of sales");
    }
}
