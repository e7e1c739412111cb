//! The little language rules are written in: one line that matches a run of tokens within one sentence.
//!
//! | written | matches |
//! |---|---|
//! | `word`, `a\|b` | that word, either word, in any case |
//! | `desperat*`, `*ing` | words with that beginning, that ending |
//! | `<V>`, `<V,N>`, `<N-V>` | a word with one of those parts of speech; `-` excludes |
//! | `@set` | a word of a named set (`sets.toml`) |
//! | `!x` | one word that is not `x` |
//! | `x?` | `x` or nothing |
//! | `..3` | up to three words, no punctuation; `..,3` crosses commas |
//! | `{x}`, `{!x}` | what stands next (first in a pattern: before) is, is not `x`; nothing is consumed |
//! | `{<x}`, `{<!x}` | the same about the word before, anywhere in a pattern |
//! | `^`, `$` | the beginning, the end of the sentence |
//! | `[` `]` | the words between are the excerpt |
//!
//! There is no nesting: what needs more is a measure, written in Rust.

use std::collections::HashMap;
use std::ops::Range;

use super::tags::Tags;
use super::text::{Token, TokenKind};

/// A compiled line.
#[derive(Debug)]
pub(crate) struct Pattern {
    elements: Vec<Element>,
}

#[derive(Debug)]
enum Element {
    One { test: Test, optional: bool },
    Gap { most: usize, commas: bool },
    Look { test: Test, behind: bool },
    Start,
    End,
    Open,
    Close,
}

#[derive(Debug, Default)]
struct Test {
    words: Vec<String>,
    beginnings: Vec<String>,
    endings: Vec<String>,
    tags: Vec<(Tags, Tags)>,
    negated: bool,
}

/// Named sets of words.
pub(crate) type Sets = HashMap<String, Vec<String>>;

/// What a pattern may begin with: the words, or anything.
#[derive(Debug)]
pub(crate) enum Beginning {
    /// One of these words, or a word with (first) and without (second) these parts of speech.
    Of(Vec<String>, Vec<(Tags, Tags)>),
    /// Any token.
    Any,
}

impl Pattern {
    /// Compiles one line; the error says what it could not read.
    pub(crate) fn parse(line: &str, sets: &Sets) -> Result<Self, String> {
        let mut elements = Vec::new();
        for word in line.split_whitespace() {
            let behind = elements.is_empty();
            elements.push(element(word, behind, sets).map_err(|e| format!("{e} in pattern `{line}`"))?);
        }
        let consumes = elements.iter().any(|e| matches!(e, Element::One { .. }));
        if consumes {
            Ok(Self { elements })
        } else {
            Err(format!("pattern `{line}` matches nothing"))
        }
    }

    /// What its first token must be, so that a rule set can be indexed by it.
    pub(crate) fn beginning(&self) -> Beginning {
        for element in &self.elements {
            match element {
                Element::One { test, optional: false } if test.is_list() => {
                    return Beginning::Of(test.words.clone(), test.tags.clone());
                }
                Element::Start | Element::Open | Element::Look { behind: true, .. } => {}
                _ => return Beginning::Any,
            }
        }
        Beginning::Any
    }

    /// Matches at `at` within `tokens` (one sentence): the excerpt as a range of token indexes.
    pub(crate) fn matches(&self, tokens: &[Token<'_>], at: usize) -> Option<Range<usize>> {
        let mut found = Found {
            open: None,
            close: None,
        };
        let end = step(&self.elements, tokens, at, &mut found)?;
        let start = found.open.unwrap_or(at);
        let end = found.close.unwrap_or(end).max(start);
        let end = if end == start {
            (start + 1).min(tokens.len())
        } else {
            end
        };
        (start < end).then_some(start..end)
    }

    /// Whether it matches anywhere in the sentence.
    pub(crate) fn occurs(&self, tokens: &[Token<'_>]) -> bool {
        (0..tokens.len()).any(|at| self.matches(tokens, at).is_some())
    }
}

struct Found {
    open: Option<usize>,
    close: Option<usize>,
}

fn step(elements: &[Element], tokens: &[Token<'_>], at: usize, found: &mut Found) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        return Some(at);
    };
    match element {
        Element::One { test, optional } => {
            if at < tokens.len()
                && test.accepts(&tokens[at])
                && let Some(end) = step(rest, tokens, at + 1, found)
            {
                return Some(end);
            }
            if *optional { step(rest, tokens, at, found) } else { None }
        }
        Element::Gap { most, commas } => {
            let mut to = at;
            loop {
                if let Some(end) = step(rest, tokens, to, found) {
                    return Some(end);
                }
                let passable = tokens.get(to).is_some_and(|t| {
                    t.is_wordlike()
                        || *commas && matches!(t.text, "," | "-" | "\u{2014}" | "\u{2013}" | ":" | "\"" | "(" | ")")
                });
                if to - at >= *most || !passable {
                    return None;
                }
                to += 1;
            }
        }
        Element::Look { test, behind } => {
            let seen = if *behind {
                at.checked_sub(1).and_then(|i| tokens.get(i))
            } else {
                tokens.get(at)
            };
            let holds = match seen {
                Some(token) => test.accepts(token),
                None => test.negated,
            };
            if holds { step(rest, tokens, at, found) } else { None }
        }
        Element::Start => {
            let first = tokens[..at].iter().all(|t| !t.is_wordlike());
            if first { step(rest, tokens, at, found) } else { None }
        }
        Element::End => {
            let last = tokens[at..]
                .iter()
                .all(|t| t.kind == TokenKind::Punct && matches!(t.text, "." | "!" | "?" | "\"" | ")" | "\u{2026}"));
            if last { step(rest, tokens, at, found) } else { None }
        }
        Element::Open => {
            let end = step(rest, tokens, at, found)?;
            found.open = Some(at);
            Some(end)
        }
        Element::Close => {
            let end = step(rest, tokens, at, found)?;
            found.close = Some(at);
            Some(end)
        }
    }
}

impl Test {
    fn is_list(&self) -> bool {
        !self.negated && self.beginnings.is_empty() && self.endings.is_empty()
    }

    fn accepts(&self, token: &Token<'_>) -> bool {
        let punctuation = token.kind == TokenKind::Punct;
        let low = token.low.as_str();
        let hit = self.words.binary_search_by(|w| w.as_str().cmp(low)).is_ok()
            || !punctuation
                && (self.beginnings.iter().any(|b| low.starts_with(b.as_str()))
                    || self
                        .endings
                        .iter()
                        .any(|e| low.len() > e.len() && low.ends_with(e.as_str()))
                    || self
                        .tags
                        .iter()
                        .any(|(yes, no)| token.tags.any(*yes) && !token.tags.any(*no)));
        hit != self.negated
    }
}

fn element(word: &str, behind: bool, sets: &Sets) -> Result<Element, String> {
    match word {
        "^" => return Ok(Element::Start),
        "$" => return Ok(Element::End),
        "[" => return Ok(Element::Open),
        "]" => return Ok(Element::Close),
        _ => {}
    }
    if let Some(gap) = word.strip_prefix("..") {
        let commas = gap.starts_with(',');
        let most = gap
            .trim_start_matches(',')
            .parse()
            .map_err(|_| format!("gap `{word}` has no number"))?;
        return Ok(Element::Gap { most, commas });
    }
    if word.len() > 1 && word.starts_with('{') != word.ends_with('}') {
        return Err(format!("`{word}` is half a look"));
    }
    if let Some(inner) = word.strip_prefix('{').and_then(|w| w.strip_suffix('}')) {
        let before = inner
            .strip_prefix('<')
            .filter(|rest| rest.starts_with('!') || !rest.contains('>'));
        let (inner, behind) = before.map_or((inner, behind), |rest| (rest, true));
        let test = test(inner, sets)?;
        return Ok(Element::Look { test, behind });
    }
    let optional = word.len() > 1 && word.ends_with('?');
    let word = if optional { &word[..word.len() - 1] } else { word };
    Ok(Element::One {
        test: test(word, sets)?,
        optional,
    })
}

fn test(word: &str, sets: &Sets) -> Result<Test, String> {
    let mut out = Test::default();
    let alternatives = match word.strip_prefix('!') {
        Some(rest) if !rest.is_empty() => {
            out.negated = true;
            rest
        }
        _ => word,
    };
    for alternative in alternatives.split('|') {
        if let Some(set) = alternative.strip_prefix('@') {
            let words = sets.get(set).ok_or_else(|| format!("no set `{set}`"))?;
            for word in words {
                plain(word, &mut out);
            }
        } else if let Some(inner) = alternative.strip_prefix('<').and_then(|a| a.strip_suffix('>')) {
            let (yes, no) = inner.split_once('-').unwrap_or((inner, ""));
            out.tags.push((tag_list(yes)?, tag_list(no)?));
        } else {
            plain(alternative, &mut out);
        }
    }
    out.words.sort_unstable();
    out.words.dedup();
    Ok(out)
}

fn plain(word: &str, out: &mut Test) {
    if word.len() > 1 && word.ends_with('*') {
        out.beginnings.push(word[..word.len() - 1].to_owned());
    } else if word.len() > 1 && word.starts_with('*') {
        out.endings.push(word[1..].to_owned());
    } else {
        out.words.push(word.to_owned());
    }
}

fn tag_list(list: &str) -> Result<Tags, String> {
    let mut tags = Tags::default();
    for name in list.split(',').filter(|n| !n.is_empty()) {
        tags = tags.with(Tags::named(name).ok_or_else(|| format!("no part of speech `{name}`"))?);
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::*;

    fn excerpt(pattern: &str, text: &str) -> Option<String> {
        let pattern = Pattern::parse(pattern, &Sets::new()).expect("a pattern");
        let text = Text::line(text, None);
        let tokens = &text.tokens;
        (0..tokens.len()).find_map(|at| {
            let hit = pattern.matches(tokens, at)?;
            Some(text.raw[tokens[hit.start].span.start..tokens[hit.end - 1].span.end].to_owned())
        })
    }

    #[test]
    fn gaps_marks_and_looks() {
        assert_eq!(
            excerpt("hope ..2 [ here ] from", "I hope to here from you"),
            Some("here".into())
        );
        assert_eq!(excerpt("{!the} team is", "the team is"), None);
        assert_eq!(excerpt("{!the} team is", "Our team is"), Some("team is".into()));
        assert_eq!(excerpt("attached {!to}", "I am attached to it"), None);
        assert_eq!(excerpt("i <VZ>", "So I takes it"), Some("I takes".into()));
        assert_eq!(excerpt("so? very keen $", "I am very keen."), Some("very keen".into()));
    }
}
