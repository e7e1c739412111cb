//! Where a fact that was read out of a file stands in its bytes.
//!
//! Calendars fold their lines, escape commas and write HTML, so the words of a fact are rarely one piece of the file.
//! The bytes are walked once with all that undone, each character keeping its place, and the fact is looked for in what
//! comes out. Left out on purpose: facts that were put together or translated; they have no place of their own.

use std::ops::Range;

use super::message::html::decode_entities;
use super::message::phrases::fold;

/// More bytes than this are not searched for one fact.
const LIMIT_BYTES: usize = 256 * 1024;

/// A file's text as its reader saw it: folded characters, and the bytes each was made from.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    text: String,
    /// For each byte of `text`, where in the file its character begins and ends.
    places: Vec<(usize, usize)>,
}

impl Walked {
    /// Walks a range of a file.
    pub(crate) fn new(raw: &[u8], within: Range<usize>) -> Self {
        let mut out = Self::default();
        let end = within.end.min(raw.len()).min(within.start.saturating_add(LIMIT_BYTES));
        let mut at = within.start;
        while at < end {
            let byte = raw[at];
            // Most of a file: quick, and without an allocation.
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b',' | b':' | b';' | b'/' | b'=' | b'@') {
                out.text.push(char::from(byte.to_ascii_lowercase()));
                out.places.push((at, at + 1));
                at += 1;
                continue;
            }
            let (text, next) = unit(raw, at, end);
            out.push(&text, at, next);
            at = next;
        }
        out
    }

    fn push(&mut self, text: &str, start: usize, end: usize) {
        // White space of any length is one space, as in the facts.
        let blank = text.chars().all(char::is_whitespace);
        let text = if blank { " ".to_owned() } else { fold(text) };
        if text.is_empty() || blank && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        self.places.extend(std::iter::repeat_n((start, end), text.len()));
        self.text.push_str(&text);
    }

    /// The bytes of the first place where the fact stands, as whole words where it does.
    pub(crate) fn find(&self, fact: &str) -> Option<Range<usize>> {
        let fact = fold(&fact.split_whitespace().collect::<Vec<_>>().join(" "));
        if fact.is_empty() {
            return None;
        }
        let whole = |at: &usize| {
            let before = self.text[..*at].chars().next_back();
            let after = self.text[*at + fact.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        };
        let mut all = self.text.match_indices(&fact).map(|(at, _)| at).take(1_000);
        let at = all.clone().find(whole).or_else(|| all.next())?;
        let first = self.places.get(at)?;
        let last = self.places.get(at + fact.len() - 1)?;
        Some(first.0..last.1)
    }
}

/// One character of the text, or nothing where only form stands, and where the next begins.
fn unit(raw: &[u8], at: usize, end: usize) -> (String, usize) {
    let rest = &raw[at..end];
    match rest {
        [b'\r', b'\n', b' ' | b'\t', ..] => (String::new(), at + 3),
        [b'\n' | b'\r', b' ' | b'\t', ..] => (String::new(), at + 2),
        [b'\\', b'n' | b'N', ..] => (" ".to_owned(), at + 2),
        [b'\\', next, ..] if next.is_ascii() => (char::from(*next).to_string(), at + 2),
        [b'<', ..] => match rest.iter().take(400).position(|b| *b == b'>') {
            Some(close) if rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') => {
                (" ".to_owned(), at + close + 1)
            }
            _ => ("<".to_owned(), at + 1),
        },
        // "&amp\;": the semicolon of an entity is escaped like any other.
        [b'&', ..] => {
            let close = rest.iter().take(12).position(|b| *b == b';');
            let name = close.and_then(|close| std::str::from_utf8(&rest[..=close]).ok());
            let decoded = name.map(|name| decode_entities(&name.replace('\\', "")));
            match (close, decoded) {
                (Some(close), Some(text)) if text.chars().count() == 1 => (text, at + close + 1),
                _ => ("&".to_owned(), at + 1),
            }
        }
        _ => {
            let length = match rest[0] {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            };
            match rest.get(..length).map(std::str::from_utf8) {
                Some(Ok(text)) => (text.to_owned(), at + length),
                _ => (char::from(rest[0]).to_string(), at + 1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_through_folds_escapes_and_html() {
        for (raw, fact, found) in [
            (
                "SUMMARY:Harborline Logis\r\n tics\\, Inc.",
                "Harborline Logistics, Inc.",
                "Harborline Logis\r\n tics\\, Inc.",
            ),
            ("<b>Sable &amp; Finch</b>", "Sable & Finch", "Sable &amp; Finch"),
            ("X Sable &amp\\; Finch", "Sable & Finch", "Sable &amp\\; Finch"),
            ("Annex: Ann", "ann", "Ann"),
            ("Tech\\nnique", "nique", "nique"),
            ("CN=Voss\\, Hélène", "Hélène", "Hélène"),
        ] {
            let range = Walked::new(raw.as_bytes(), 0..raw.len()).find(fact);
            assert_eq!(range.and_then(|range| raw.get(range)), Some(found), "{raw}");
        }
        assert_eq!(Walked::new(b"abc", 0..3).find("d"), None);
        assert_eq!(Walked::new(b"", 0..0).find(""), None);
    }
}
