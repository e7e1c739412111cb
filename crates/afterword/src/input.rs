//! Reading a jot, or a file another program made, from a file or from standard input: with a limit, and without losing a letter.
//!
//! People's files come in UTF-8, in UTF-16 from one editor and in Windows-1252 from another. Whatever came is read
//! without loss and, if it was not UTF-8, said so. The file itself is only ever read.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use afterword_core::model::{Finding, Severity};

use crate::failure::Failure;

/// The largest jot taken, in bytes: an hour's interview is 2 kB, a long day of panels 20 kB.
pub(crate) const MAX_JOT_LEN: usize = 256 * 1024;

/// The largest file taken that other programs made: mail with what hangs on it, calendars, contacts with pictures.
const MAX_FILE_LEN: usize = 10 * 1024 * 1024;

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input, written `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl std::str::FromStr for Source {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(if text == "-" {
            Self::Stdin
        } else {
            Self::File(PathBuf::from(text))
        })
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A text and what was noticed while reading it.
#[derive(Debug)]
pub(crate) struct Text {
    /// As Unicode, without byte-order mark.
    pub(crate) text: String,
    /// What was noticed.
    pub(crate) findings: Vec<Finding>,
}

/// A kind of input: what to call it, how much of it is taken, and what to say when there is none or too much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    noun: &'static str,
    limit: usize,
    missing: &'static str,
    too_large: &'static str,
}

impl Wanted {
    /// What was typed after an interview.
    pub(crate) const JOT: Self = Self {
        noun: "jot",
        limit: MAX_JOT_LEN,
        missing: "check the name, or start one with `afterword new --template > jot.txt`; `-` reads standard input",
        too_large: "a jot is what you would type in a few minutes: one file an interview, without attachments",
    };
    /// Answers to questions, one a line.
    pub(crate) const ANSWERS: Self = Self::text("answers", "answers are one line each");
    /// A note to be checked.
    pub(crate) const NOTE: Self = Self::text("note", "a note is one page at most: give its text without attachments");
    /// The text of a card.
    pub(crate) const CARD: Self = Self::text("card", "a card holds a few sentences: give its text alone");
    /// A table of addresses.
    pub(crate) const ADDRESSES: Self = Self::file("list of addresses", "give it in several files");
    /// A page to be printed.
    pub(crate) const PAGE: Self = Self::file("page", "print it from another program");
    /// A table of mail classes.
    pub(crate) const STANDARDS: Self = Self::text("table of mail classes", "give the classes you use");
    /// The end of a mail, or a card.
    pub(crate) const SIGNATURE: Self = Self::text("signature", "give the signature alone, or the one mail it ends");
    /// What is known of the interview or of our note, as JSON.
    pub(crate) const CONTEXT: Self = Self::text("context", "a context describes one interview or one note");
    /// A mail as it was saved.
    pub(crate) const MAIL: Self = Self::file("mail", "save the mail without its attachments");
    /// An iCalendar file.
    pub(crate) const CALENDAR: Self = Self::file("calendar", "give the one invitation instead of the whole calendar");
    /// A list or calendar of free days.
    pub(crate) const HOLIDAYS: Self = Self::file("list of holidays", "give the holidays of a few years");
    /// What `read --json` printed.
    pub(crate) const FACTS: Self = Self::text("facts", "give the facts of one reader at a time");
    /// A vCard file.
    pub(crate) const CONTACTS: Self = Self::file("contact file", "export fewer contacts, or leave their pictures out");

    const fn text(noun: &'static str, too_large: &'static str) -> Self {
        Self {
            noun,
            limit: MAX_JOT_LEN,
            missing: "check the name; `-` reads standard input",
            too_large,
        }
    }

    const fn file(noun: &'static str, too_large: &'static str) -> Self {
        Self {
            limit: MAX_FILE_LEN,
            ..Self::text(noun, too_large)
        }
    }

    fn limit_in_words(&self) -> String {
        match self.limit / 1024 {
            kilobytes @ 0..1024 => format!("{kilobytes} kB"),
            kilobytes => format!("{} MB", kilobytes / 1024),
        }
    }
}

/// Reads a jot.
pub(crate) fn read(source: &Source) -> Result<Text, Failure> {
    read_text(source, Wanted::JOT)
}

/// Reads a text of any encoding.
pub(crate) fn read_text(source: &Source, wanted: Wanted) -> Result<Text, Failure> {
    Ok(decode(read_bytes(source, wanted)?, wanted))
}

/// Reads bytes as they are: mail, calendars and contacts say themselves how they are encoded.
pub(crate) fn read_bytes(source: &Source, wanted: Wanted) -> Result<Vec<u8>, Failure> {
    let noun = wanted.noun;
    match source {
        Source::Stdin => {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                let mut notice = anstream::stderr();
                // Not a prompt: typing works, and so does an end-of-file at once.
                let _ = io::Write::write_all(
                    &mut notice,
                    format!("reading the {noun} from the keyboard; end with Ctrl-D\n").as_bytes(),
                );
            }
            limited(stdin.lock(), source, wanted)
        }
        Source::File(path) => {
            if path.is_dir() {
                return Err(Failure::new(format!("cannot read {source}: it is a folder"))
                    .hint(format!("name the file inside it that holds the {noun}")));
            }
            limited(
                File::open(path).map_err(|e| cannot_read(source, path, e, wanted))?,
                source,
                wanted,
            )
        }
    }
}

fn limited(reader: impl Read, source: &Source, wanted: Wanted) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    reader
        .take(wanted.limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::new(format!("cannot read {source}")).because(e))?;
    if bytes.len() > wanted.limit {
        let kept = if *source == Source::Stdin {
            "nothing was written"
        } else {
            "the file was not changed"
        };
        return Err(Failure::new(format!(
            "cannot read {source}: it is larger than {}, the limit for a {}; {kept}",
            wanted.limit_in_words(),
            wanted.noun
        ))
        .hint(wanted.too_large));
    }
    Ok(bytes)
}

fn cannot_read(source: &Source, path: &Path, error: io::Error, wanted: Wanted) -> Failure {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => Some(wanted.missing),
        io::ErrorKind::PermissionDenied => {
            Some("make it readable for you, or pass its text on standard input with `-`")
        }
        _ => None,
    };
    let failure = Failure::new(format!("cannot read {source}")).because(error);
    match hint {
        Some(hint) => failure.hint(if path.as_os_str().is_empty() {
            "name a file, or `-`"
        } else {
            hint
        }),
        None => failure,
    }
}

/// Bytes that were read already, as a text of this kind.
pub(crate) fn decoded(bytes: &[u8], source: &Source, wanted: Wanted) -> Result<Text, Failure> {
    limited(bytes, source, wanted).map(|bytes| decode(bytes, wanted))
}

fn decode(bytes: Vec<u8>, wanted: Wanted) -> Text {
    let (text, encoding) = if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        (utf16(rest, u16::from_le_bytes), Some("UTF-16"))
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        (utf16(rest, u16::from_be_bytes), Some("UTF-16"))
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => (
                error.into_bytes().into_iter().map(windows_1252).collect(),
                Some("Windows-1252"),
            ),
        }
    };
    let text = text
        .strip_prefix('\u{feff}')
        .map_or_else(|| text.clone(), str::to_owned);
    let findings = encoding.map(|name| not_utf8(name, wanted)).into_iter().collect();
    Text { text, findings }
}

fn not_utf8(encoding: &str, wanted: Wanted) -> Finding {
    let noun = wanted.noun;
    Finding {
        rule: format!("{noun}-encoding"),
        severity: if encoding == "UTF-16" {
            Severity::Hint
        } else {
            Severity::Warning
        },
        excerpt: String::new(),
        message: format!("The {noun} is not in UTF-8; it was read as {encoding}. Look at the accented letters."),
        fix: None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| unit(pair));
    let mut text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// One byte of Windows-1252. The five bytes it leaves open become the control characters of the same number, so that
/// no byte is lost.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '\u{2dc}', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_people_save_in_is_read_without_loss() {
        for (bytes, text, said) in [
            (&b"Zo\xc3\xab"[..], "Zoë", false),
            (b"\xef\xbb\xbfZo\xc3\xab", "Zoë", false),
            (b"\xff\xfeZ\0o\0\xeb\0", "Zoë", true),
            (b"\xfe\xff\0Z\0o\0\xeb", "Zoë", true),
            (b"Zo\xeb \x93quoted\x94 \x96 62\x80", "Zoë “quoted” – 62€", true),
            (b"", "", false),
        ] {
            let got = decode(bytes.to_vec(), Wanted::JOT);
            assert_eq!((got.text.as_str(), got.findings.len()), (text, usize::from(said)));
        }
    }

    #[test]
    fn no_byte_is_lost() {
        let all: Vec<u8> = (0..=255).collect();
        let distinct: std::collections::BTreeSet<char> = decode(all, Wanted::JOT).text.chars().collect();
        assert_eq!(distinct.len(), 256);
    }

    #[test]
    fn the_limit_is_exact() {
        assert!(limited(io::repeat(b'a').take(MAX_JOT_LEN as u64), &Source::Stdin, Wanted::JOT).is_ok());
        let error = limited(io::repeat(b'a'), &Source::Stdin, Wanted::JOT).unwrap_err();
        assert!(error.to_string().contains("256 kB"), "{error}");
        let error = limited(io::repeat(b'a'), &Source::Stdin, Wanted::MAIL).unwrap_err();
        assert!(error.to_string().contains("10 MB, the limit for a mail"), "{error}");
    }
}
