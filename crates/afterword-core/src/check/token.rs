//! Tokens: words with their apostrophes and hyphens, numbers with their signs, single marks, and all the rest.

use std::ops::Range;

use super::tags::Tags;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, with apostrophes and inner hyphens.
    Word,
    /// Begins with a digit or a currency sign.
    Number,
    /// One punctuation mark.
    Punct,
    /// Address, link, emoji and the like.
    Other,
}

/// One token and what is known of it before any rule looks.
#[derive(Debug, Clone)]
pub(crate) struct Token<'t> {
    /// As written.
    pub(crate) text: &'t str,
    /// Lower case, apostrophes straight.
    pub(crate) low: String,
    /// Bytes in the text.
    pub(crate) span: Range<usize>,
    /// What it is made of.
    pub(crate) kind: TokenKind,
    /// Parts of speech and other marks.
    pub(crate) tags: Tags,
    /// Which sentence it stands in.
    pub(crate) sentence: usize,
    /// First word of its sentence.
    pub(crate) first: bool,
}

impl Token<'_> {
    /// A word or a number.
    pub(crate) fn is_wordlike(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }

    /// Begins with a capital.
    pub(crate) fn is_capital(&self) -> bool {
        self.kind == TokenKind::Word && self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// The word without a possessive ending, as written.
    pub(crate) fn stem_text(&self) -> &str {
        let t = self.text;
        for ending in ["'s", "\u{2019}s", "'", "\u{2019}"] {
            if let Some(stem) = t.strip_suffix(ending) {
                return stem;
            }
        }
        t
    }
}

/// Appends the tokens of `raw[span]`.
pub(super) fn tokenize<'t>(raw: &'t str, span: Range<usize>, out: &mut Vec<Token<'t>>) {
    let mut at = span.start;
    while at < span.end {
        let rest = &raw[at..span.end];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (len, kind) = token_len(rest, c);
        let text = &rest[..len];
        let low = text.replace(['\u{2019}', '\u{2018}', '\u{02bc}'], "'").to_lowercase();
        out.push(Token {
            text,
            low,
            span: at..at + len,
            kind,
            tags: Tags::default(),
            sentence: 0,
            first: false,
        });
        at += len;
    }
}

fn token_len(rest: &str, c: char) -> (usize, TokenKind) {
    let chunk = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
    let address = chunk.contains('@') && chunk.contains('.') || chunk.contains("://") || chunk.starts_with("www.");
    if address && c.is_alphanumeric() {
        return (
            chunk.trim_end_matches(['.', ',', ';', ')', '>', '!', '?']).len(),
            TokenKind::Other,
        );
    }
    if c.is_alphabetic() {
        return (word_len(rest), TokenKind::Word);
    }
    if c.is_ascii_digit()
        || matches!(c, '$' | '\u{a3}' | '\u{20ac}') && chunk[c.len_utf8()..].starts_with(|d: char| d.is_ascii_digit())
    {
        return (number_len(rest), TokenKind::Number);
    }
    let kind = if c.is_ascii_punctuation()
        || matches!(
            c,
            '\u{2010}'..='\u{2027}' | '\u{a1}' | '\u{bf}' | '\u{ab}' | '\u{bb}' | '\u{a7}'
        ) {
        TokenKind::Punct
    } else {
        TokenKind::Other
    };
    (c.len_utf8(), kind)
}

/// Letters and marks, with apostrophes and hyphens inside; `a.m.`-like runs of single letters stay whole.
fn word_len(rest: &str) -> usize {
    let mut len = 0;
    let mut chars = rest.char_indices().peekable();
    let mut letters_since_dot = 0;
    let mut dotted = true;
    while let Some((i, c)) = chars.next() {
        let next_alnum = chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
        let joins = match c {
            _ if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => {
                letters_since_dot += 1;
                dotted &= letters_since_dot <= 1;
                true
            }
            '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '-' | '\u{2010}' | '\u{2011}' => {
                dotted = false;
                next_alnum
            }
            '.' => {
                let join = dotted && letters_since_dot == 1 && next_alnum && single_letter_next(&rest[i + 1..]);
                letters_since_dot = 0;
                join
            }
            '&' => next_alnum,
            _ => false,
        };
        if !joins {
            break;
        }
        len = i + c.len_utf8();
    }
    // The s-genitive of a plural: `patients'` keeps its apostrophe when a space follows.
    len
}

fn single_letter_next(after_dot: &str) -> bool {
    let mut chars = after_dot.chars();
    chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(char::is_alphanumeric)
}

fn number_len(rest: &str) -> usize {
    let mut len = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next_alnum = chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
        let joins = c.is_alphanumeric()
            || matches!(c, '$' | '\u{a3}' | '\u{20ac}' | '%')
            || matches!(c, ',' | '.' | ':' | '/' | '-' | '\u{2013}' | '\'' | '\u{2019}') && next_alnum;
        if !joins {
            break;
        }
        len = i + c.len_utf8();
    }
    len.max(1)
}
