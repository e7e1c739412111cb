//! Text into the tokens that the model knows: bytes joined to ever longer runs, the run first that was learned first.

use std::collections::HashMap;
use std::sync::LazyLock;

static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("tokens.txt").lines().collect());
static TOKENS: LazyLock<HashMap<&str, usize>> =
    LazyLock::new(|| NAMES.iter().enumerate().map(|(i, t)| (*t, i)).collect());

/// How many there are.
pub(crate) fn count() -> usize {
    NAMES.len()
}

/// The tokens of a text.
pub(crate) fn of(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for run in runs(text) {
        let bytes: String = run.bytes().map(sign).collect();
        let mut parts: Vec<&str> = bytes.split_inclusive(|_: char| true).collect();
        while let Some((at, joined)) = first_learned(&parts, &bytes) {
            parts[at] = joined;
            parts.remove(at + 1);
        }
        out.extend(parts.iter().filter_map(|p| TOKENS.get(p)));
    }
    out
}

/// The text of tokens.
pub(crate) fn text(tokens: &[usize]) -> String {
    let bytes = |token: &usize| NAMES[*token].chars().filter_map(|c| BYTES.get(&c).copied());
    String::from_utf8_lossy(&tokens.iter().flat_map(bytes).collect::<Vec<u8>>()).into_owned()
}

static BYTES: LazyLock<HashMap<char, u8>> = LazyLock::new(|| (0..=255).map(|byte| (sign(byte), byte)).collect());

/// The pair of neighbours that was joined earliest, joined.
fn first_learned<'a>(parts: &[&str], whole: &'a str) -> Option<(usize, &'a str)> {
    let mut at = 0;
    let mut best: Option<(usize, usize, &str)> = None;
    for (i, pair) in parts.windows(2).enumerate() {
        let joined = &whole[at..at + pair[0].len() + pair[1].len()];
        at += pair[0].len();
        let token = TOKENS.get(joined).copied();
        if let Some(token) = token.filter(|t| best.is_none_or(|(least, ..)| *t < least)) {
            best = Some((token, i, joined));
        }
    }
    best.map(|(_, i, joined)| (i, joined))
}

/// A printable sign for a byte, as those who made the tokens chose it.
fn sign(byte: u8) -> char {
    let plain = matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    if plain {
        return char::from(byte);
    }
    let before = (0..byte).filter(|b| !matches!(b, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff));
    let nth = u32::try_from(before.count()).unwrap_or_default();
    char::from_u32(256 + nth).unwrap_or(' ')
}

/// Runs that no token crosses: a contraction's tail, letters, figures, or other signs, each with the space before it.
fn runs(text: &str) -> Vec<&str> {
    const TAILS: [&str; 7] = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let spaces = rest.len() - rest.trim_start().len();
        let long = if let Some(tail) = TAILS.iter().find(|t| rest.starts_with(**t)) {
            tail.len()
        } else if spaces == rest.len() {
            spaces
        } else if spaces > 1 || spaces == 1 && !rest.starts_with(' ') {
            // All but the last space, which goes with what follows.
            let last = rest[..spaces].char_indices().next_back().map_or(0, |(at, _)| at);
            if last == 0 || !rest[last..].starts_with(' ') {
                spaces
            } else {
                last
            }
        } else {
            let class = |c: char| (c.is_alphabetic(), c.is_numeric(), c.is_whitespace());
            let body = &rest[spaces..];
            let first = body.chars().next().map(class);
            spaces + body.find(|c| Some(class(c)) != first).unwrap_or(body.len())
        };
        let (run, after) = rest.split_at(long);
        out.push(run);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_words_with_the_space_before() {
        assert_eq!(
            runs(" she's 40,000, (two)"),
            [" she", "'s", " 40", ",", "000", ",", " (", "two", ")"]
        );
        assert_eq!(runs("a  b "), ["a", " ", " b", " "]);
    }

    #[test]
    fn every_byte_of_a_text_has_a_token() {
        let control = |b: &u8| *b < b' ' || *b == 0x7f;
        for byte in (0..0xf0).filter(|b| !control(b) && !matches!(b, 0xc0 | 0xc1)) {
            assert!(TOKENS.contains_key(sign(byte).to_string().as_str()), "{byte}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        for text in [
            " walked me round the yard",
            " caf\u{e9} 日本",
            " \u{201c}if it leaks\u{201d}",
        ] {
            assert_eq!(super::text(&of(text)), text);
        }
    }
}
