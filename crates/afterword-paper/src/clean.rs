//! Text as it reaches the paper: one kind of space, one kind of line end, nothing invisible.
//!
//! Left out: Unicode normalisation, which shaping does as far as the font needs it.

use std::borrow::Cow;

use crate::error::{Field, PaperError, Place};

/// The longest title a PDF's metadata gets, in characters.
const METADATA_CHARS: usize = 160;

/// Whether a character has no shape of its own and may change how others are read: controls, direction marks,
/// zero-width characters, variation selectors, tags.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
            | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            | 0x1_D173..=0x1_D17A | 0xE_0000..=0xE_0FFF)
}

/// A space at which a line must not end.
fn is_fixed_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Whether words are told apart here.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace() && !is_fixed_space(c)
}

/// The card's text with `\n` as its only line end and nothing invisible, and how many characters were left out.
pub(crate) fn card_text(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut left_out = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            c if is_fixed_space(c) => out.push('\u{A0}'),
            c if c.is_whitespace() => out.push(' '),
            c if is_hidden(c) => left_out += 1,
            c => out.push(c),
        }
    }
    (out, left_out)
}

/// The longest line of an address or a heading that is looked at, in characters; no paper has room for more.
const LINE_CHARS: usize = 1000;

/// One line of an address or a heading: trimmed, single spaces, refused when anything invisible is in it.
pub(crate) fn one_line(text: &str, field: Field) -> Result<Cow<'_, str>, PaperError> {
    if let Some((at, character)) = text.char_indices().find(|&(_, c)| c != '\t' && is_hidden(c)) {
        let place = place(text, at, field, 1);
        return Err(PaperError::HiddenCharacter { character, place });
    }
    let trimmed = text.trim();
    if trimmed.chars().count() > LINE_CHARS {
        let lines_needed = trimmed.chars().count().div_ceil(40);
        return Err(PaperError::DoesNotFit {
            field,
            lines_needed,
            lines_available: LINE_CHARS / 40,
        });
    }
    let plain = |c: char| !c.is_whitespace() || c == ' ';
    if trimmed.chars().all(plain) && !trimmed.contains("  ") {
        return Ok(Cow::Borrowed(trimmed));
    }
    let words = trimmed.split(is_gap).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join(" ");
    Ok(Cow::Owned(joined.replace(is_fixed_space, "\u{A0}")))
}

/// A string that may stand in a PDF's metadata: one line, nothing invisible, not endless.
pub(crate) fn metadata(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    shortened(&line, METADATA_CHARS)
}

/// The first characters of a text, with an ellipsis when there were more.
pub(crate) fn shortened(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The place of the byte offset `at` in one line of a field.
pub(crate) fn place(line_text: &str, at: usize, field: Field, line: usize) -> Place {
    let before = &line_text[..at];
    let start = before
        .char_indices()
        .rev()
        .find(|&(_, c)| is_gap(c))
        .map_or(0, |(i, c)| i + c.len_utf8());
    let end = line_text[at..].find(is_gap).map_or(line_text.len(), |i| at + i);
    Place {
        field,
        line,
        column: before.chars().count() + 1,
        word: shortened(&line_text[start..end], 40),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_text_keeps_lines_and_words_only() {
        let check = |input: &str, expect: &str, left_out: usize| {
            assert_eq!(card_text(input), (expect.to_owned(), left_out), "{input:?}");
        };
        check("a\r\nb\rc\u{2029}d", "a\nb\nc\nd", 0);
        check("a\tb\u{3000}c", "a b c", 0);
        check("Dr.\u{202F}Chen", "Dr.\u{A0}Chen", 0);
        check("a\u{0}b\u{200B}c\u{202E}d\u{FEFF}", "abcd", 4);
    }

    #[test]
    fn an_address_line_with_a_direction_mark_is_refused_by_place() {
        let error = one_line("Ann \u{202E}eel", Field::RecipientLine).unwrap_err();
        let PaperError::HiddenCharacter { character, place } = error else {
            panic!("{error}")
        };
        assert_eq!((character, place.line, place.column), ('\u{202E}', 1, 5));
        assert!(one_line("Ann\r\nBcc: x@evil", Field::RecipientLine).is_err());
    }

    #[test]
    fn metadata_is_one_clean_line() {
        assert_eq!(metadata("Ann\u{0}\r\n\u{1b}[31m  Lee\u{202E}"), "Ann [31m Lee");
        assert!(metadata(&"x".repeat(5000)).chars().count() <= METADATA_CHARS + 1);
    }
}
