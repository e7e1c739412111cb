//! File names made from people's names.
//!
//! A name in a jot is somebody else's text. It never becomes a path: only lower-case ASCII letters, digits and single
//! hyphens survive, at most [`MAX_SLUG_LEN`] of them, and words a system keeps for devices are lengthened.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest slug, in bytes.
pub const MAX_SLUG_LEN: usize = 40;

/// Names Windows gives to devices, with any extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// `Zoë Kravčenko` becomes `zoe-kravcenko`; what has no letter in ASCII becomes `fallback`.
///
/// ```
/// use afterword_store::name::slug;
///
/// assert_eq!(slug("Zoë Kravčenko", "person"), "zoe-kravcenko");
/// assert_eq!(slug("../../.ssh/x", "person"), "ssh-x");
/// assert_eq!(slug("李小龍", "person"), "person");
/// ```
#[must_use]
pub fn slug(text: &str, fallback: &str) -> String {
    let mut out = String::with_capacity(MAX_SLUG_LEN);
    let mut gap = false;
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
        let folded = fold(c);
        if folded.is_empty() {
            // An apostrophe joins (`O'Brien` is one word); everything else parts.
            gap |= !matches!(c, '\'' | '’' | 'ʼ');
            continue;
        }
        let wanted = folded.len() + usize::from(gap && !out.is_empty());
        if out.len() + wanted > MAX_SLUG_LEN {
            break;
        }
        if gap && !out.is_empty() {
            out.push('-');
        }
        gap = false;
        out.extend(folded.chars().map(|c| c.to_ascii_lowercase()));
    }
    if out.is_empty() {
        return fallback.to_owned();
    }
    if RESERVED.contains(&out.as_str()) {
        out.push_str("-1");
    }
    out
}

/// The ASCII letters nearest to one character, after its marks are gone; empty if there are none.
fn fold(c: char) -> &'static str {
    const LETTERS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if c.is_ascii() {
        return LETTERS.find(c).map_or("", |at| &LETTERS[at..=at]);
    }
    match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        _ => "",
    }
}

/// Whether a name is one plain path component that every system takes.
pub(crate) fn is_plain(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("");
    !stem.is_empty()
        && name.len() <= 120
        && !name.contains("..")
        && !name.ends_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
        && !RESERVED.contains(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_names_whatever_comes_in() {
        let long = "Maximiliane ".repeat(20);
        for (text, expect) in [
            ("Maria Gonzalez", "maria-gonzalez"),
            ("Ann \"AJ\" O'Brien", "ann-aj-obrien"),
            ("Smith, Ann", "smith-ann"),
            ("Łukasz Øyvind Æsir", "lukasz-oyvind-aesir"),
            ("..", "person"),
            ("", "person"),
            ("CON", "con-1"),
            ("nul", "nul-1"),
            ("../../.ssh/x", "ssh-x"),
            ("C:\\Windows\\aux", "c-windows-aux"),
            ("🦀", "person"),
            ("Ann\r\nBcc: x@evil", "ann-bcc-x-evil"),
            (long.as_str(), "maximiliane-maximiliane-maximiliane-maxi"),
        ] {
            let got = slug(text, "person");
            assert_eq!(got, expect);
            assert!(is_plain(&got) && got.len() <= MAX_SLUG_LEN, "{got}");
        }
    }

    #[test]
    fn equal_names_in_both_normal_forms_give_one_slug() {
        assert_eq!(slug("Zoe\u{308} Li", "person"), slug("Zo\u{eb} Li", "person"));
    }

    #[test]
    fn names_that_lead_elsewhere_are_not_plain() {
        for name in [
            "", ".", "..", "../x", "a/b", "a\\b", ".hidden", "con", "con.txt", "a..b", "x.", "A b",
        ] {
            assert!(!is_plain(name), "{name}");
        }
        assert!(is_plain("01-maria-gonzalez-card.pdf"));
    }
}
