//! Folding: what a reader takes for the same letter becomes the same letter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends `text` to `out` in lower case, without accents and without characters that show nothing.
pub(crate) fn fold(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) && !is_invisible(*c)) {
        match letters_without_parts(c) {
            Some(plain) => out.push_str(plain),
            // Lower-casing can bring accents back (İ becomes i with a dot above).
            None => out.extend(c.to_lowercase().filter(|lower| !is_combining_mark(*lower))),
        }
    }
}

/// Says whether a character shows nothing and may stand inside a word: soft hyphen, zero width, text direction.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Says whether a character belongs to a script that is written without spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}' // Thai, Lao
            | '\u{1000}'..='\u{109F}' // Burmese
            | '\u{1100}'..='\u{11FF}' // Hangul, in parts
            | '\u{1780}'..='\u{17FF}' // Khmer
            | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30FF}' // Hiragana, Katakana
            | '\u{3130}'..='\u{318F}'
            | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' // Han
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}' // Hangul
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

/// The plain spelling of letters that Unicode does not take apart.
fn letters_without_parts(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        fold(text, &mut out);
        out
    }

    #[test]
    fn accents_case_and_invisible_characters_do_not_count() {
        assert_eq!(folded("Café"), "cafe");
        assert_eq!(folded("cafe\u{301}"), "cafe");
        assert_eq!(folded("İstanbul"), "istanbul");
        assert_eq!(folded("Straße"), "strasse");
        assert_eq!(folded("Øresund"), "oresund");
        assert_eq!(folded("over\u{AD}time"), "overtime");
        assert_eq!(folded("ＦＡＢ"), "fab");
        assert_eq!(folded("Z\u{351}\u{352}a\u{353}lgo"), "zalgo");
    }
}
