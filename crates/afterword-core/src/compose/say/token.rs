//! Words, numbers and marks of one point, each with its place in the text as typed.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use std::ops::Range;

use super::tag::Tag;

/// What sort of thing a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, a number or a code.
    Word,
    /// Text in quotation marks, kept as it is; `text` has no marks.
    Quote,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `.`, `!` or `?`
    Stop,
    /// A dash that stands apart.
    Dash,
    /// `->` and its kin.
    Arrow,
    /// `=`
    Equals,
    /// `+` or `&`
    Plus,
    /// A slash that stands apart.
    Slash,
    /// `(`
    Open,
    /// `)`
    Close,
}

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// As it will be written in the middle of a sentence.
    pub(super) text: String,
    /// `text` in lower case, for looking up.
    pub(super) lower: String,
    /// Bytes in the point's text.
    pub(super) span: Range<usize>,
    /// What sort of thing it is.
    pub(super) kind: Kind,
    /// Its part of speech, once read.
    pub(super) tag: Tag,
    /// Typed with a capital.
    pub(super) capital: bool,
    /// A name or title that stands for the reader.
    pub(super) reader: bool,
}

impl Token {
    pub(super) fn word(text: &str, span: Range<usize>) -> Self {
        Self {
            text: text.to_owned(),
            lower: text.to_lowercase(),
            span,
            kind: Kind::Word,
            tag: Tag::None,
            capital: text.chars().next().is_some_and(char::is_uppercase),
            reader: false,
        }
    }

    fn mark(kind: Kind, text: &str, span: Range<usize>) -> Self {
        Self {
            text: text.to_owned(),
            lower: text.to_owned(),
            span,
            kind,
            tag: Tag::None,
            capital: false,
            reader: false,
        }
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is this word, in lower case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.lower == word
    }

    pub(super) fn any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.contains(&self.lower.as_str())
    }

    pub(super) fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.lower = text.to_lowercase();
    }

    pub(super) fn has_digit(&self) -> bool {
        self.text.bytes().any(|b| b.is_ascii_digit())
    }

    /// A plain whole number.
    pub(super) fn integer(&self) -> Option<u64> {
        if self.kind == Kind::Word && self.text.bytes().all(|b| b.is_ascii_digit()) {
            self.text.parse().ok()
        } else {
            None
        }
    }
}

const DOTTED: &[&str] = &[
    "dr", "mr", "mrs", "ms", "st", "prof", "capt", "v", "vs", "dist", "hon", "jr", "sr", "no", "inc", "co", "ave",
    "approx", "dept", "mt",
];

/// Splits a point's text. Emojis and bare symbols are left out.
/// Splits a text and reads its parts of speech.
pub(super) fn tokenize_tagged(text: &str) -> Vec<Token> {
    let mut tokens = tokenize(text);
    super::tag::tag(&mut tokens, super::tag::Mood::Free);
    tokens
}

pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map_or('\0', |c| c.1);
    let byte = |i: usize| chars.get(i).map_or(text.len(), |c| c.0);
    let mut out: Vec<Token> = Vec::with_capacity(24);
    let mut i = 0;
    while i < chars.len() {
        let c = at(i);
        let start = byte(i);
        if let Some(close) = closing_quote(c)
            && let Some(len) = chars[i + 1..].iter().position(|&(_, d)| close.contains(&d))
            && len > 0
        {
            let inner = text[byte(i + 1)..byte(i + 1 + len)].trim();
            i += len + 2;
            out.push(Token::mark(Kind::Quote, inner, start..byte(i)));
            continue;
        }
        if matches!(c, '-' | '–')
            && at(i + 1).is_ascii_digit()
            && (i == 0 || at(i - 1).is_whitespace())
            && at(i + 2) != ' '
        {
            let from = i;
            i += 1;
            while at(i).is_ascii_alphanumeric() || at(i) == '%' || at(i) == '°' {
                i += 1;
            }
            out.push(Token::word(&text[byte(from)..byte(i)], start..byte(i)));
            continue;
        }
        let two = (c, at(i + 1));
        let (kind, len) = match two {
            ('-' | '=', '>') => (Some(Kind::Arrow), 2),
            ('→' | '⇒' | '>', _) => (Some(Kind::Arrow), 1),
            ('=', _) => (Some(Kind::Equals), 1),
            ('+', '/') if at(i + 2) == '-' => (None, 0),
            ('+' | '&', d) if !d.is_ascii_digit() => (Some(Kind::Plus), 1),
            ('-', '-') => (Some(Kind::Dash), 2),
            ('—', _) => (Some(Kind::Dash), 1),
            ('-' | '–', d) if d.is_whitespace() || i == 0 || at(i - 1).is_whitespace() => (Some(Kind::Dash), 1),
            ('.', '.') => (Some(Kind::Dash), chars[i..].iter().take_while(|c| c.1 == '.').count()),
            ('…', _) => (Some(Kind::Dash), 1),
            (',', _) => (Some(Kind::Comma), 1),
            (';', _) => (Some(Kind::Semicolon), 1),
            (':', _) => (Some(Kind::Colon), 1),
            ('.', d) if d.is_ascii_digit() && (i == 0 || at(i - 1).is_whitespace()) => (None, 0),
            ('.' | '!' | '?', _) => (Some(Kind::Stop), 1),
            ('(', _) => (Some(Kind::Open), 1),
            (')', _) => (Some(Kind::Close), 1),
            ('/', _) => (Some(Kind::Slash), 1),
            _ => (None, 0),
        };
        if let Some(kind) = kind {
            i += len;
            out.push(Token::mark(kind, &text[start..byte(i)], start..byte(i)));
            continue;
        }
        if c == '@' && at(i + 1).is_whitespace() {
            out.push(Token::word("at", start..start + 1));
            i += 1;
            continue;
        }
        // 'if in doubt, stop'
        if matches!(c, '\'' | '‘') && (i == 0 || at(i - 1).is_whitespace()) && at(i + 1).is_alphabetic() {
            let close = (i + 2..chars.len())
                .find(|&k| matches!(at(k), '\'' | '’') && !at(k + 1).is_alphanumeric() && at(k - 1) != 's');
            if let Some(close) = close.filter(|&k| chars[i..k].iter().any(|c| c.1 == ' ')) {
                let inner = text[byte(i + 1)..byte(close)].trim();
                i = close + 1;
                out.push(Token::mark(Kind::Quote, inner, start..byte(i)));
                continue;
            }
        }
        // '61
        if matches!(c, '\'' | '’') && at(i + 1).is_ascii_digit() && at(i + 2).is_ascii_digit() {
            out.push(Token::word(&format!("’{}{}", at(i + 1), at(i + 2)), start..byte(i + 3)));
            i += 3;
            continue;
        }
        if c == '+' && at(i + 1) == '/' && at(i + 2) == '-' {
            let mut end = i + 3;
            while at(end).is_whitespace() {
                end += 1;
            }
            let from = end;
            while at(end).is_ascii_digit() || at(end) == '.' && at(end + 1).is_ascii_digit() {
                end += 1;
            }
            if end > from {
                let number = format!("±{}", &text[byte(from)..byte(end)]);
                i = end;
                out.push(Token::word(&number, start..byte(end)));
                continue;
            }
        }
        if c == '.' && at(i + 1).is_ascii_digit() && (i == 0 || at(i - 1).is_whitespace()) {
            let from = i;
            i += 1;
            while at(i).is_ascii_alphanumeric() || at(i) == '%' {
                i += 1;
            }
            out.push(Token::word(&text[byte(from)..byte(i)], start..byte(i)));
            continue;
        }
        if matches!(c, '$' | '£' | '€') && !at(i + 1).is_alphanumeric() {
            while matches!(at(i), '$' | '£' | '€') {
                i += 1;
            }
            out.push(Token::word(&text[start..byte(i)], start..byte(i)));
            continue;
        }
        if c == '%' {
            out.push(Token::word("percent", start..start + 1));
            i += 1;
            continue;
        }
        if !(c.is_alphanumeric() || (matches!(c, '$' | '£' | '€' | '#' | '+' | '±') && at(i + 1).is_alphanumeric()))
        {
            i += 1;
            continue;
        }
        let from = i;
        i += 1;
        while i < chars.len() {
            let d = at(i);
            let next = at(i + 1);
            let digit_pair = at(i - 1).is_ascii_digit() && next.is_ascii_digit();
            let ok = d.is_alphanumeric()
                || matches!(d, '%' | '#' | '°')
                || (matches!(d, '\'' | '’') && (next.is_alphanumeric() || at(i - 1) == 's'))
                || (matches!(d, '-' | '–' | '&' | '/') && next.is_alphanumeric() && at(i - 1).is_alphanumeric())
                || (matches!(d, '.' | ',' | ':') && digit_pair)
                || (d == '('
                    && next.is_alphanumeric()
                    && at(i - 1).is_uppercase()
                    && at(i + 2) == ')'
                    && i - from == 1)
                || (d == ')' && i - from == 3 && at(i - 2) == '(')
                || (d == '.'
                    && (next.is_alphabetic() && i - from <= 2 || next.is_lowercase() && at(i - 1).is_lowercase()))
                || (d == '.' && dotted(&text[byte(from)..byte(i)], next))
                || (d == '/' && at(i - 1) == 'w' && i - from == 1)
                || (d == '+' && at(i - 1).is_ascii_digit() && !next.is_alphanumeric());
            if !ok {
                break;
            }
            i += 1;
        }
        out.push(Token::word(
            &text[byte(from)..byte(i)].replace('’', "'"),
            byte(from)..byte(i),
        ));
    }
    out
}

fn closing_quote(c: char) -> Option<&'static [char]> {
    match c {
        '"' => Some(&['"', '”']),
        '“' | '„' => Some(&['”', '"', '“']),
        '«' => Some(&['»']),
        _ => None,
    }
}

fn dotted(word: &str, next: char) -> bool {
    let lower = word.to_lowercase();
    let initials = lower.contains('.');
    (initials || DOTTED.contains(&lower.as_str()) && lower != "no")
        && (next.is_whitespace() || next == ',' || next == '\0' && initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let got: Vec<String> = tokenize(text).into_iter().map(|t| t.text).collect();
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn words_numbers_marks() {
        check(
            "walked the floor w/ him, dock 9",
            &["walked", "the", "floor", "w/", "him", ",", "dock", "9"],
        );
        check("2.1% -> 0.6% at 5pm", &["2.1%", "->", "0.6%", "at", "5pm"]);
        check("P&T + 24/7 w/o kid's 1:5", &["P&T", "+", "24/7", "w/o", "kid's", "1:5"]);
        check(
            "said \"salt is a conversation\" 🙏",
            &["said", "salt is a conversation"],
        );
        check("O(1) with 2 a.m. calls", &["O(1)", "with", "2", "a.m.", "calls"]);
    }
}
