//! Text that remembers where it came from.
//!
//! Everything the reader does (leaving out control characters, repairing a scanner's mistakes, dropping markup) changes
//! the text; a [`Piece`] keeps, for every byte of the changed text, the bytes of the input it stands for. Nothing here
//! knows what a signature is.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Span;

/// A stretch of cleaned text with its origin.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    text: String,
    from: Vec<u32>,
    to: Vec<u32>,
}

impl Piece {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends `c`, standing for the input bytes `at`.
    pub(super) fn push(&mut self, c: char, at: Range<usize>) {
        self.text.push(c);
        let from = u32::try_from(at.start).unwrap_or(u32::MAX);
        let to = u32::try_from(at.end).unwrap_or(u32::MAX);
        for _ in 0..c.len_utf8() {
            self.from.push(from);
            self.to.push(to);
        }
    }

    /// The input bytes this piece stands for.
    pub(super) fn span(&self) -> Span {
        let start = self.from.first().copied().unwrap_or_default();
        let end = self.to.last().copied().unwrap_or(start);
        Span {
            start: start as usize,
            end: end as usize,
        }
    }

    /// Part of the piece; a range that does not fall on characters gives nothing.
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let Some(text) = self.text.get(range.clone()) else {
            return Self::default();
        };
        Self {
            text: text.to_owned(),
            from: self.from[range.clone()].to_vec(),
            to: self.to[range].to_vec(),
        }
    }

    /// Without the characters at either end for which `drop` holds.
    pub(super) fn trimmed(&self, drop: impl Fn(char) -> bool) -> Self {
        let start = self.text.len() - self.text.trim_start_matches(&drop).len();
        let end = self.text.trim_end_matches(&drop).len();
        if start >= end {
            Self::default()
        } else {
            self.slice(start..end)
        }
    }

    pub(super) fn trim(&self) -> Self {
        self.trimmed(char::is_whitespace)
    }

    /// Appends another piece.
    pub(super) fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.from.extend_from_slice(&other.from);
        self.to.extend_from_slice(&other.to);
    }

    /// The piece without the given ranges, which are in order and on characters.
    pub(super) fn without(&self, ranges: &[Range<usize>]) -> Self {
        let (mut out, mut at) = (Self::default(), 0);
        for range in ranges.iter().filter(|r| r.start < r.end) {
            if range.start >= at {
                out.append(&self.slice(at..range.start));
                at = range.end;
            }
        }
        out.append(&self.slice(at..self.text.len()));
        out
    }

    /// Every character with its input bytes passed through `change`; `None` leaves it out.
    pub(super) fn mapped(&self, mut change: impl FnMut(usize, char) -> Option<char>) -> Self {
        let mut out = Self::default();
        for (i, c) in self.text.char_indices() {
            if let Some(new) = change(i, c) {
                out.push(new, self.from[i] as usize..self.to[i] as usize);
            }
        }
        out
    }
}

/// One line of the input, cleaned.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) piece: Piece,
    /// Number of the paragraph: it grows after every blank line.
    pub(super) para: usize,
}

/// The lines of a text, blank ones included, and whether characters nobody can see were left out.
pub(super) fn lines(text: &str) -> (Vec<Line>, bool) {
    let (mut out, mut hidden, mut para, mut at) = (Vec::new(), false, 0, 0);
    let bytes = text.as_bytes();
    while at < text.len() {
        let end = bytes[at..]
            .iter()
            .position(|b| matches!(b, b'\n' | b'\r'))
            .map_or(text.len(), |n| at + n);
        let (piece, odd) = clean(&text[at..end], at);
        hidden |= odd;
        if piece.text().trim().is_empty() {
            para += 1;
        }
        out.push(Line { piece, para });
        at = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    (out, hidden)
}

/// Composes accents, maps odd spaces and wide letters to plain ones, and leaves out what cannot be seen.
fn clean(text: &str, base: usize) -> (Piece, bool) {
    let (mut out, mut hidden) = (Piece::default(), false);
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let mut end = i + c.len_utf8();
        let mut cluster = 1;
        // A text may carry any number of marks on one letter; no writing needs more than a few.
        while let Some(&(j, mark)) = chars.peek().filter(|(_, m)| is_combining_mark(*m)) {
            end = j + mark.len_utf8();
            cluster += 1;
            chars.next();
        }
        let at = base + i..base + end;
        if cluster > 1 {
            for c in text[i..end].nfc().take(4) {
                out.push(c, at.clone());
            }
            continue;
        }
        match c {
            '\t' => out.push('\t', at),
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' ', at),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
                hidden = true;
            }
            '\u{fffd}' => hidden = true,
            '\u{fe00}'..='\u{fe0f}' => {}
            '\u{ff01}'..='\u{ff5e}' => out.push(char::from_u32(c as u32 - 0xfee0).unwrap_or(c), at),
            '\u{2010}' | '\u{2011}' => out.push('-', at),
            c if c.is_control() => hidden = true,
            c => {
                for c in c.to_string().nfc() {
                    out.push(c, at.clone());
                }
            }
        }
    }
    (out, hidden)
}

/// Without the markup mail programs leave in plain text: picture places, link targets, stars for bold.
pub(super) fn without_markup(piece: &Piece) -> Piece {
    let text = piece.text();
    if !text.contains(['<', '[', '*', '&', '_', '\\']) {
        return piece.clone();
    }
    let mut drop: Vec<Range<usize>> = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let rest = &text[i..];
        let step = rest.chars().next().map_or(1, char::len_utf8);
        if let Some(range) = markup_at(text, i) {
            i = range.iter().map(|r| r.end).max().unwrap_or(i).max(i + step);
            drop.extend(range);
        } else {
            i += step;
        }
    }
    piece.without(&drop).trimmed(|c| c == ' ')
}

fn one(start: usize, end: usize) -> Vec<Range<usize>> {
    Vec::from([Range { start, end }])
}

/// The ranges of markup that start at `i`, in order.
fn markup_at(text: &str, i: usize) -> Option<Vec<Range<usize>>> {
    let rest = &text[i..];
    let lower_starts = |s: &str| rest.get(..s.len()).is_some_and(|r| r.eq_ignore_ascii_case(s));
    if rest.starts_with('<') {
        let end = i + rest.find('>')? + 1;
        let inner = &text[i + 1..end - 1];
        if let Some(address) = inner.strip_prefix("mailto:") {
            let address = address.split('?').next().unwrap_or(address);
            if text[..i].contains(address) {
                return Some(vec![i..end, end..end]);
            }
            let from = i + 1 + "mailto:".len();
            return Some(vec![i..from, from + address.len()..end]);
        }
        let tag = inner
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let link = inner.contains("://") || inner.starts_with("tel:") || inner.starts_with("cid:");
        let tags = [
            "br", "p", "div", "span", "b", "i", "strong", "em", "font", "td", "tr", "table", "img", "a", "u", "tbody",
        ];
        return (link || tags.contains(&tag.as_str())).then(|| one(i, end));
    }
    if lower_starts("[cid:")
        || lower_starts("[image")
        || lower_starts("[logo")
        || lower_starts("[http")
        || lower_starts("![")
    {
        let end = i + rest.find(']')? + 1;
        let target = text[end..]
            .strip_prefix('(')
            .and_then(|t| t.find(')'))
            .map_or(end, |n| end + n + 2);
        return Some(one(i, target));
    }
    if rest.starts_with('[') {
        let close = i + rest.find("](")?;
        let end = close + text[close..].find(')')? + 1;
        return Some(vec![i..i + 1, close..end]);
    }
    if lower_starts("&amp;") {
        return Some(one(i + 1, i + 5));
    }
    if lower_starts("&nbsp;") {
        return Some(one(i, i + 6));
    }
    if rest.starts_with('\\') && rest[1..].starts_with(['_', '*', '-', '.', '#']) {
        return Some(one(i, i + 1));
    }
    if rest.starts_with(['*', '_']) {
        let run = rest.len() - rest.trim_start_matches(['*', '_']).len();
        let before = text[..i].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text[i + run..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        let alone = text[..i].ends_with(' ') && text[i + run..].starts_with(' ');
        return ((before || after) && !alone && run <= 3).then(|| one(i, i + run));
    }
    None
}

/// Lower case without accents, for comparing with the tables.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'æ' => out.push_str("ae"),
            '’' | '‘' | '`' => out.push('\''),
            c => out.push(c),
        }
    }
    out
}

/// The folded words of a text. Dots inside abbreviations vanish ("V.P." is one word), `&` is a word.
pub(super) fn words(text: &str) -> Vec<String> {
    let (mut out, mut word) = (Vec::new(), String::new());
    let folded = fold(text);
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            word.push(c);
        } else if c == '\'' || c == '.' && in_abbreviation(&folded, &word, chars.peek()) {
            // Nothing is written for it.
        } else {
            if !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            if c == '&' || c == '+' {
                out.push("&".to_owned());
            }
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// Whether a dot after `word` stands inside an abbreviation.
fn in_abbreviation(folded: &str, word: &str, next: Option<&char>) -> bool {
    match word.chars().count() {
        1 => next.is_some_and(|n| n.is_alphabetic()),
        2..=4 => abbreviating(folded, word),
        _ => false,
    }
}

/// Whether `word` is a run of single letters that were joined, so that the next letter belongs to it ("p.l.c.").
fn abbreviating(folded: &str, word: &str) -> bool {
    let dotted: String = word.chars().flat_map(|c| [c, '.']).collect();
    folded
        .match_indices(&dotted)
        .next()
        .is_some_and(|(i, _)| folded[i + dotted.len()..].starts_with(char::is_alphabetic))
}
