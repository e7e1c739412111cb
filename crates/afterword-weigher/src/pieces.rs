//! Words into the pieces that the encoder knows: letters without accents or capitals, signs apart, the longest known piece first.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

static PIECES: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    include_str!("pieces.txt")
        .lines()
        .enumerate()
        .map(|(i, p)| (p, i))
        .collect()
});

/// The longest line that there are places for.
const LONG: usize = 128;
/// A longer word is not taken apart.
const LONG_WORD: usize = 100;

/// How many pieces are known.
pub(crate) fn count() -> usize {
    PIECES.len()
}

/// The pieces of a line between its two ends. `None` where they are too many.
pub(crate) fn line<S: AsRef<str>>(words: &[S]) -> Option<Vec<usize>> {
    let special = |name: &str| PIECES.get(name).copied();
    let (start, end, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
    let mut pieces = vec![start];
    for word in words {
        let first = pieces.len();
        for part in parts(word.as_ref()) {
            take_apart(&part, unknown, &mut pieces);
        }
        if pieces.len() == first {
            pieces.push(unknown);
        }
    }
    pieces.push(end);
    (pieces.len() <= LONG).then_some(pieces)
}

/// Runs of letters and figures, and each sign by itself.
fn parts(word: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    let plain = word.nfd().filter(|c| !is_combining_mark(*c) && !c.is_control());
    for c in plain.flat_map(char::to_lowercase) {
        if c.is_whitespace() {
            open = false;
        } else if sign(c) {
            out.push(c.to_string());
            open = false;
        } else if let Some(last) = out.last_mut().filter(|_| open) {
            last.push(c);
        } else {
            out.push(c.to_string());
            open = true;
        }
    }
    out
}

/// ASCII signs that are not letters or figures, general punctuation, and scripts without spaces.
fn sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(
            c,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
        )
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{303f}' | '\u{3400}'..='\u{9fff}')
}

fn take_apart(part: &str, unknown: usize, out: &mut Vec<usize>) {
    let from = out.len();
    let chars: Vec<char> = part.chars().collect();
    if chars.len() > LONG_WORD {
        out.push(unknown);
        return;
    }
    let mut at = 0;
    while at < chars.len() {
        let found = (at + 1..=chars.len()).rev().find_map(|to| {
            let text: String = chars[at..to].iter().collect();
            let piece = if at > 0 { format!("##{text}") } else { text };
            PIECES.get(piece.as_str()).map(|id| (*id, to))
        });
        let Some((id, to)) = found else {
            out.truncate(from);
            out.push(unknown);
            return;
        };
        out.push(id);
        at = to;
    }
}
