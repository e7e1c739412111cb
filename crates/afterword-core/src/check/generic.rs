//! Generic is measured: what is left of a note when everything that could stand in anybody's is taken out.
//!
//! A sentence is anybody's when all its words are formulas, names, the employer, the position or days. A note is
//! specific when it uses words of a jot, or when a sentence about them keeps concrete words of its own.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::names::{Names, words};
use super::rules::RULES;
use super::tags::Tags;
use super::text::{Part, Sentence, Text, TokenKind};
use super::{Kind, Record, Remark};

/// Judges whether a note takes anything up.
pub(crate) fn judge(text: &Text<'_>, kind: Kind, record: &Record<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("specific_words");
    if !rule.reads(kind) {
        return;
    }
    let jot: Vec<String> = record
        .points
        .iter()
        .flat_map(|p| words(p))
        .map(|w| stem(&w))
        .filter(|w| !is_formula(w))
        .collect();
    let mut concrete = 0;
    let mut anybodys: Vec<&Sentence> = Vec::new();
    for sentence in text.part(Part::Body) {
        let left = left_over(text, sentence, names, record);
        let shared = left.iter().filter(|w| jot.contains(w)).count();
        let own = speaks_of_self(text, sentence);
        let weight = shared * rule.number("jot_word")
            + left.len()
                * if own {
                    rule.number("own_word")
                } else {
                    rule.number("their_word")
                };
        if left.is_empty() {
            anybodys.push(sentence);
        }
        concrete += weight;
    }
    let length = text.tokens.iter().filter(|t| t.is_wordlike()).count();
    let short = length < rule.number("short_words");
    if concrete < rule.number(if short { "enough_when_short" } else { "enough" }) {
        let mut remark = rule.whole();
        let quoted: Vec<String> = anybodys
            .iter()
            .take(rule.number("sentences_shown"))
            .map(|s| format!("\u{201c}{}\u{201d}", text.slice(&s.span)))
            .collect();
        if !quoted.is_empty() {
            remark.finding.message = format!(
                "{} These could stand in anybody's note: {}",
                rule.file.message,
                quoted.join(" ")
            );
        }
        out.push(remark);
    }
}

/// The concrete words of a sentence, stemmed and each once.
fn left_over(text: &Text<'_>, sentence: &Sentence, names: &Names, record: &Record<'_>) -> Vec<String> {
    let closed = [
        Tags::SUBJECT,
        Tags::OBJECT,
        Tags::PRONOUN,
        Tags::POSSESSIVE,
        Tags::DETERMINER,
        Tags::MODAL,
        Tags::BE,
        Tags::HAVE,
        Tags::DO,
        Tags::PREPOSITION,
        Tags::CONJUNCTION,
        Tags::WH,
        Tags::WEEKDAY,
        Tags::MONTH,
        Tags::NAME,
        Tags::ORGANIZATION,
    ]
    .into_iter()
    .fold(Tags::default(), Tags::with);
    let role = words(record.role);
    let mut out: Vec<String> = Vec::new();
    for token in text.tokens_of(sentence) {
        if token.kind != TokenKind::Word || token.tags.any(closed) || token.low.chars().count() < 3 {
            continue;
        }
        for piece in words(token.text) {
            let stem = stem(&piece);
            let own = role.contains(&piece) || names.is_name(&piece) || names.organization.contains(&piece);
            if !own && !is_formula(&stem) && !is_formula(&piece) && !out.contains(&stem) {
                out.push(stem);
            }
        }
    }
    out
}

/// A sentence that only tells of the writer: `my ten years of retail`.
fn speaks_of_self(text: &Text<'_>, sentence: &Sentence) -> bool {
    let tokens = text.tokens_of(sentence);
    let has = |list: &[&str]| tokens.iter().any(|t| list.contains(&t.low.as_str()));
    has(&["i", "my", "i've", "i'm", "i'd", "me"])
        && !has(&["you", "your", "yours", "we", "our", "us", "you're", "you've"])
}

fn is_formula(word: &str) -> bool {
    FORMULAS.contains(&stem(word))
}

/// The stems of the words that could stand in anybody's note.
static FORMULAS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let rule = RULES.measure("specific_words");
    rule.file.words["formulas"].split_whitespace().map(stem).collect()
});

/// A word without its endings, roughly: `merchants` and `merchant` are one.
pub(crate) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    for (ending, least) in [
        ("ations", 5),
        ("ation", 5),
        ("ingly", 4),
        ("ings", 4),
        ("ing", 4),
        ("edly", 4),
        ("ies", 3),
        ("ied", 3),
        ("ers", 4),
        ("er", 4),
        ("ed", 4),
        ("es", 4),
        ("ly", 4),
        ("s", 3),
        ("e", 4),
        ("y", 4),
    ] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= least.min(3)
            && word.chars().count() > least
            && !stem.ends_with('s')
        {
            let chars: Vec<char> = stem.chars().rev().take(2).collect();
            let doubled = chars.len() == 2 && chars[0] == chars[1] && !"ls".contains(chars[0]);
            let stem = if doubled { &stem[..stem.len() - 1] } else { stem };
            return stem.to_owned();
        }
    }
    word.to_owned()
}
