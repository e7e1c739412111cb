//! What says nothing: openers, remarks, and lines that hold no fact. The words are data with examples: see `cues.toml`.

use std::sync::LazyLock;

use regex::RegexSet;
use serde::Deserialize;

use super::Shape;
use super::read::Piece;
use super::tag::Tag;
use super::token::{Kind, Token};
use super::vp;
use crate::lexicon::lexicon;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    openers: Vec<String>,
    remarks: Vec<String>,
    judged: Vec<String>,
    generic: Vec<String>,
    acts: Vec<String>,
    troubles: Vec<String>,
    nothing: Vec<Nothing>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    /// Holds for every kind of point, what I said and promised included.
    #[serde(default)]
    everywhere: bool,
    patterns: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    holds: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    lets: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("cues.toml")).expect("cues.toml is part of the program and is tested")
});

static NOTHING: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new(FILE.nothing.iter().flat_map(|n| &n.patterns)).expect("the patterns are tested"));

fn listed(list: &[String], token: &Token) -> bool {
    token.is_word() && list.contains(&token.lower)
}

/// Whether a word behind "is" makes bad news of it.
pub(super) fn trouble(token: &Token) -> bool {
    listed(&FILE.troubles, token) || token.tag == Tag::Adj && lexicon().adjective(&token.lower) == Some('-')
}

/// Whether two people who talk do this together.
pub(super) fn act(lemma: &str) -> bool {
    FILE.acts.iter().any(|a| a == lemma)
}

static EVERYWHERE: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(FILE.nothing.iter().filter(|n| n.everywhere).flat_map(|n| &n.patterns))
        .expect("the patterns are tested")
});

/// Whether only the person can say what is meant, whatever kind of point it is: a correction, or another grammar.
pub(super) fn unclear(text: &str) -> bool {
    EVERYWHERE.is_match(&text.to_lowercase())
}

/// Whether a line tells nothing that a note could use.
pub(super) fn nothing(text: &str) -> bool {
    NOTHING.is_match(&text.to_lowercase())
}

/// Takes off words that only begin a line: `okay so`, `um`. `so kind of her` keeps its first word.
pub(super) fn without_openers(tokens: &mut Vec<Token>) {
    let mut began = false;
    while tokens.len() > 3 && listed(&FILE.openers, &tokens[0]) {
        let next = &tokens[1];
        // "so" and "like" open a line only before a subject or another opener.
        let begins = began
            || !tokens[0].any(&["so", "like", "well"])
            || next.capital
            || next.any(&["i", "she", "he", "they", "we", "you", "it", "the", "then"])
            || listed(&FILE.openers, next);
        if !begins {
            return;
        }
        tokens.remove(0);
        began = true;
        while tokens.first().is_some_and(|t| t.kind == Kind::Comma) {
            tokens.remove(0);
        }
    }
}

/// Takes out who said it and what it was to hear, where they only hang on: `17,000 steps she says`, `(fair)`, `like`.
pub(super) fn without_tags(tokens: &mut Vec<Token>) {
    let mut i = 1;
    while i + 1 < tokens.len() {
        let who = tokens[i].any(&["she", "he", "they"]) || tokens[i].reader && tokens[i].is("you");
        let says = tokens[i + 1].any(&["says", "said", "reckons", "say"]);
        let mut end = i + 2;
        end += usize::from(tokens.get(end).is_some_and(|t| t.any(&["so"])));
        let ends = tokens
            .get(end)
            .is_none_or(|t| matches!(t.kind, Kind::Comma | Kind::Stop | Kind::Close | Kind::Semicolon));
        let before = &tokens[i - 1];
        let hangs = before.kind == Kind::Comma
            || before.is_word()
                && !before.any(&[
                    "what", "as", "that", "how", "like", "than", "which", "and", "but", "so", "because",
                ]);
        if who && says && ends && hangs {
            let from = if before.kind == Kind::Comma && !tokens.get(end).is_some_and(|t| t.kind == Kind::Comma) {
                i - 1
            } else {
                i
            };
            tokens.drain(from..end);
            continue;
        }
        i += 1;
    }
    // "... is how she puts it"
    let n = tokens.len();
    if n > 7
        && tokens[n - 5].is("is")
        && tokens[n - 4].is("how")
        && tokens[n - 2].any(&["puts", "put", "says"])
        && tokens[n - 1].is("it")
    {
        tokens.truncate(n - 5);
    }
    while let Some(open) = tokens.iter().position(|t| t.kind == Kind::Open) {
        let Some(close) = tokens[open..]
            .iter()
            .position(|t| t.kind == Kind::Close)
            .map(|c| c + open)
        else {
            break;
        };
        let inner: Vec<Token> = tokens[open + 1..close]
            .iter()
            .filter(|t| t.kind == Kind::Word)
            .cloned()
            .collect();
        let judged = inner.len() == 1 && lexicon().adjective(&inner[0].lower).is_some_and(|f| f != '0');
        if !(inner.is_empty() || judged || remark(&inner)) {
            break;
        }
        tokens.drain(open..=close);
    }
    // "ten years apart like", "the hair she uses see"
    let mut i = 2;
    while i < tokens.len() {
        let last = tokens.get(i + 1).is_none_or(|t| !t.is_word() && t.kind != Kind::Quote);
        let before = &tokens[i - 1];
        let loose = tokens[i].any(&[
            "basically",
            "hey",
            "eh",
            "literally",
            "honestly",
            "though",
            "tho",
            "apparently",
        ]) || tokens[i].any(&["like", "see"])
            && before.is_word()
            && !before.any(&[
                "look", "looks", "looked", "sound", "sounds", "feel", "feels", "is", "was", "it", "you", "i", "we",
                "they", "can", "could", "to", "would", "and", "or", "not", "people", "what",
            ]);
        if last && loose && i > 2 {
            tokens.remove(i);
            continue;
        }
        i += 1;
    }
}

/// Whether words at the end of a line only judge what stands before: `genius`, `brilliant idea`.
pub(super) fn remark(tokens: &[Token]) -> bool {
    let words: Vec<&str> = tokens.iter().map(|t| t.lower.as_str()).collect();
    if FILE.remarks.contains(&words.join(" ")) {
        return true;
    }
    let praised = |w: &str| lexicon().adjective(w) == Some('+') || matches!(w, "cool" | "great" | "good" | "grand");
    match words.as_slice() {
        [a, noun] | ["a" | "an" | "what" | "such", a, noun] | ["what", "a", a, noun] => {
            praised(a) && FILE.judged.iter().any(|j| j == noun)
        }
        ["i" | "you", "could" | "can", "tell"] | ["it", "shows" | "showed", ..] => true,
        ["this" | "which", "i", ..] => words.len() <= 6,
        ["what", "a" | "an", ..] => words.len() <= 4,
        ["best" | "nicest" | "loveliest" | "coolest", ..] => words.len() <= 7,
        [.., "impressed", "me"] | [.., "impressed", "me", _] | [.., "impressed", "me", _, _] => {
            tokens.first().is_some_and(|t| t.any(&["this", "that", "which", "it"]))
        }
        ["i", "think", "on" | "of" | "about", "it", ..] | ["i", "keep", "thinking", ..] => true,
        _ => false,
    }
}

fn word_known(lower: &str) -> bool {
    let l = lexicon();
    l.noun(lower).is_some()
        || !l.verb(lower).is_empty()
        || l.adjective(lower).is_some()
        || l.adverb(lower).is_some()
        || l.proper(lower).is_some()
        || lower.contains('-')
        || crate::lexicon::wide(lower).is_some()
}

/// Whether the pieces hold no fact: only generic nouns, judgements and helping verbs.
pub(super) fn thin(pieces: &[Piece]) -> bool {
    let tokens = || pieces.iter().flat_map(|p| &p.tokens);
    let labelled = pieces.len() == 1
        && pieces[0].shape == Shape::NounPhrase
        && tokens().filter(|t| !t.span.is_empty()).count() == 2
        && tokens().any(|t| t.tag == Tag::Num)
        && tokens().any(|t| t.tag == Tag::Noun);
    let fact = |t: &Token| {
        t.kind == Kind::Quote
            || t.tag == Tag::Proper
            || t.tag == Tag::Gerund
            || t.tag.nominal() && !listed(&FILE.generic, t)
            || t.has_digit()
            || matches!(t.tag, Tag::Past | Tag::Third | Tag::Plain | Tag::Base | Tag::Participle)
                && vp::lemma(t).is_some_and(|l| {
                    !matches!(
                        l,
                        "be" | "seem" | "feel" | "look" | "sound" | "see" | "go" | "guess" | "think" | "suppose"
                    )
                })
    };
    // A word nobody knows and next to nothing else.
    let strange = tokens().filter(|t| t.is_word()).count() <= 4
        && !tokens().any(|t| t.kind == Kind::Quote)
        && pieces[0].tokens.iter().any(|t| {
            t.is_word() && t.tag == Tag::Noun && !t.span.is_empty() && t.lower.len() > 3 && !word_known(&t.lower)
        });
    // One noun alone names a thing and tells nothing of it.
    let alone = tokens().filter(|t| t.is_word() && !t.span.is_empty()).count() == 1
        && tokens().all(|t| t.tag != Tag::Gerund && t.kind != Kind::Quote && !t.lower.contains('-'));
    labelled || strange || alone || !tokens().any(fact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_tell_nothing_are_known_and_look_alikes_pass() {
        for cue in &FILE.nothing {
            for line in &cue.holds {
                assert!(nothing(line), "tells nothing: {line}");
            }
            for line in &cue.lets {
                assert!(!nothing(line), "tells something: {line}");
            }
        }
    }
}
