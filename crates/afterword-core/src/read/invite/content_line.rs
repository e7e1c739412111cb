//! The lines that calendars (RFC 5545) and contact files (RFC 6350 and its forebears) are made of.
//!
//! Our own reader, because the general crate for both formats brings a second time library and a JSON layer, and because
//! a place in the file must be given for every fact. Folding is undone on bytes, since some programs fold inside a UTF-8
//! character; CRLF, LF and lone CR all end a line. A line that is no property is taken as a lost continuation of the one
//! before it. Reading is lazy, so that a caller may stop at its own cap.

use std::borrow::Cow;
use std::ops::Range;

/// One property: `group.NAME;PARAM=a,b:value`, still escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContentLine {
    /// `item1` in `item1.TEL`.
    pub(crate) group: Option<String>,
    /// In upper case.
    pub(crate) name: String,
    /// Names in upper case; a parameter without a value (vCard 2.1's `;HOME`) has an empty name.
    pub(crate) params: Vec<(String, String)>,
    pub(crate) value: Vec<u8>,
    /// The bytes of the file it stands in, folds included.
    pub(crate) span: Range<usize>,
}

impl ContentLine {
    /// The first value of a parameter.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a parameter, split at commas.
    pub(crate) fn param_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.params
            .iter()
            .filter(move |(key, _)| key == name)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
    }

    /// Whether the parameter has this value among its values, in any case.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.param_values(name).any(|found| found.eq_ignore_ascii_case(value))
    }

    /// The value as text, escapes kept.
    pub(crate) fn raw(&self) -> Cow<'_, str> {
        text_of(&self.value)
    }

    /// The value as text, escapes undone.
    pub(crate) fn text(&self) -> String {
        unescape(&self.raw())
    }
}

/// UTF-8, or else the Western European code page that unlabelled bytes nearly always are.
pub(crate) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&byte| windows_1252(byte)).collect()),
    }
}

/// One character of code page 1252.
pub(crate) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Undoes `\n`, `\,`, `\;` and `\\`.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(character) = chars.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(escaped @ ('\\' | ',' | ';' | ':' | '"')) => out.push(escaped),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
            None => out.push('\\'),
        }
    }
    out
}

/// Splits a still-escaped value at a separator that is not escaped.
pub(crate) fn split_escaped(text: &str, separator: char) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, character) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == separator {
            out.push(&text[start..at]);
            start = at + separator.len_utf8();
        }
    }
    out.push(&text[start..]);
    out
}

/// The properties of a file, one after the other.
pub(crate) struct ContentLines<'a> {
    raw: &'a [u8],
    at: usize,
    /// vCard 2.1: a quoted-printable value goes on over lines that end in `=`.
    soft_breaks: bool,
}

/// No single property is kept beyond this (a photo); what follows is skipped, not lost track of.
const MAX_VALUE: usize = 1024 * 1024;

impl<'a> ContentLines<'a> {
    pub(crate) fn new(raw: &'a [u8], soft_breaks: bool) -> Self {
        let at = if raw.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { raw, at, soft_breaks }
    }

    /// How far the file has been read.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The next physical line without its ending.
    fn line(&mut self) -> Option<&'a [u8]> {
        let rest = self.raw.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest
            .iter()
            .position(|&byte| byte == b'\n' || byte == b'\r')
            .unwrap_or(rest.len());
        let ending = match (rest.get(end), rest.get(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(_), _) => 1,
            (None, _) => 0,
        };
        self.at += end + ending;
        Some(&rest[..end])
    }
}

impl Iterator for ContentLines<'_> {
    type Item = ContentLine;

    fn next(&mut self) -> Option<ContentLine> {
        loop {
            let start = self.at;
            let mut joined = Cow::Borrowed(self.line()?);
            let mut soft = self.soft_breaks && is_soft(&joined);
            loop {
                let folded = matches!(self.raw.get(self.at), Some(b' ' | b'\t'));
                if !(folded || soft) {
                    break;
                }
                let Some(line) = self.line() else { break };
                if joined.len() < MAX_VALUE {
                    let keep = joined.to_mut();
                    if soft {
                        keep.push(b'\n');
                    }
                    keep.extend_from_slice(if folded && !soft { &line[1..] } else { line });
                }
                soft = soft && line.ends_with(b"=");
            }
            if let Some(line) = parse(&joined, start..self.at) {
                return Some(line);
            }
        }
    }
}

/// Whether a line is quoted-printable and goes on after its `=`.
fn is_soft(line: &[u8]) -> bool {
    line.ends_with(b"=") && {
        let head = &line[..line.iter().position(|&byte| byte == b':').unwrap_or(0)];
        text_of(head).to_ascii_uppercase().contains("QUOTED-PRINTABLE")
    }
}

fn parse(line: &[u8], span: Range<usize>) -> Option<ContentLine> {
    let name_end = line.iter().position(|&byte| byte == b';' || byte == b':')?;
    let full = text_of(&line[..name_end]).trim().to_owned();
    if full.is_empty()
        || !full
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
    {
        return None;
    }
    let (group, name) = match full.rsplit_once('.') {
        Some((group, name)) => (Some(group.to_ascii_lowercase()), name),
        None => (None, full.as_str()),
    };
    let mut params = Vec::new();
    let mut at = name_end;
    while line.get(at) == Some(&b';') {
        let (param, next) = parameter(line, at + 1);
        params.push(param);
        at = next;
        if params.len() > 200 {
            return None;
        }
    }
    (line.get(at) == Some(&b':')).then(|| ContentLine {
        group,
        name: name.to_ascii_uppercase(),
        params,
        value: line[at + 1..].to_vec(),
        span,
    })
}

/// Reads one `NAME="value",value` from `start`; gives it and where it ends.
fn parameter(line: &[u8], start: usize) -> ((String, String), usize) {
    let mut at = start;
    let mut quoted = false;
    while let Some(&byte) = line.get(at) {
        match byte {
            b'"' => quoted = !quoted,
            // Outlook writes `TZID=tzone://Microsoft/Custom` without quotes.
            b':' if !quoted && line[at + 1..].starts_with(b"//") => {}
            b';' | b':' if !quoted => break,
            _ => {}
        }
        at += 1;
    }
    // A quote that never closes: end at the next separator after all.
    if quoted {
        at = line[start..]
            .iter()
            .position(|&byte| byte == b';' || byte == b':')
            .map_or(line.len(), |found| start + found);
    }
    let text = text_of(&line[start..at]);
    let (name, value) = text.split_once('=').unwrap_or(("", &text));
    let value = without_carets(&value.replace('"', ""));
    ((name.trim().to_ascii_uppercase(), value.trim().to_owned()), at)
}

/// Undoes the carets of RFC 6868, each once: "^^n" is a caret and an n.
fn without_carets(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('^') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let meant = [("n", '\n'), ("'", '"'), ("^", '^')]
            .into_iter()
            .find(|(code, _)| rest.starts_with(code));
        match meant {
            Some((code, character)) => {
                out.push(character);
                rest = &rest[code.len()..];
            }
            None => out.push('^'),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(raw: &[u8]) -> Vec<ContentLine> {
        ContentLines::new(raw, false).collect()
    }

    #[test]
    fn reads_names_parameters_and_values() {
        let line = &lines(b"item1.ATTENDEE;CN=\"Voss, Eleanor: Chair\";ROLE=REQ-PARTICIPANT:mailto:e@w.example\r\n")[0];
        assert_eq!((line.group.as_deref(), line.name.as_str()), (Some("item1"), "ATTENDEE"));
        assert_eq!(line.param("CN"), Some("Voss, Eleanor: Chair"));
        assert_eq!(line.raw(), "mailto:e@w.example");
    }

    #[test]
    fn undoes_folds_inside_a_character_and_any_line_ending() {
        let mut raw = b"SUMMARY:Gespr\xc3".to_vec();
        raw.extend_from_slice(b"\r\n \xa4ch\nLOCATION:a\rUID:b");
        let read = lines(&raw);
        assert_eq!(read[0].text(), "Gespräch");
        assert_eq!(
            read.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(),
            ["SUMMARY", "LOCATION", "UID"]
        );
        assert_eq!(read[0].span, 0..21);
    }

    #[test]
    fn quoted_printable_goes_on_over_soft_breaks() {
        let raw = b"NOTE;ENCODING=QUOTED-PRINTABLE:a=\r\nb=\r\nc\r\nEND:VCARD\r\n";
        let read: Vec<ContentLine> = ContentLines::new(raw, true).collect();
        assert_eq!((read[0].raw().as_ref(), read[1].name.as_str()), ("a=\nb=\nc", "END"));
    }

    #[test]
    fn nonsense_is_skipped() {
        assert_eq!(lines(b"no colon here\n:x\n;;;\nA B:c\nX;P=\"open:v\nUID:1").len(), 2);
        assert_eq!(unescape("a\\nb\\,c\\\\d\\x\\"), "a\nb,c\\d\\x\\");
        assert_eq!(split_escaped("a\\;b;c", ';'), ["a\\;b", "c"]);
    }
}
