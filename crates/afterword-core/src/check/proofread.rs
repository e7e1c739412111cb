//! The second tier: harper-core's dictionary and rules, loaded once and by an explicit call.
//!
//! Its dictionary spells; its linters see what ours do not, as far as they keep quiet about clean letters: each one
//! switched off stands in `harper_off.toml` with its reason and an example. The record is its dictionary of names.
//! Nothing of harper is part of this module's interface.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use harper_core::linting::{Lint, LintGroup, LintKind, Suggestion};
use harper_core::spell::{Dictionary, FstDictionary};
use harper_core::{DictWordMetadata, Document};
use serde::Deserialize;

use super::names::{Names, distance, fold};
use super::rules::{RULES, in_case_of};
use super::tags::{self, Tags};
use super::text::{Part, Text, Token, TokenKind};
use super::{Record, Remark};

/// The English of the employer's country. Spellings of every country are accepted; suggestions follow this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Dialect {
    /// United States.
    #[default]
    American,
    /// United Kingdom and Ireland.
    British,
    /// Canada.
    Canadian,
    /// Australia and New Zealand.
    Australian,
    /// India.
    Indian,
}

impl Dialect {
    /// The English written in a country, by its ISO 3166-1 alpha-2 code; American where none is known.
    #[must_use]
    pub fn of_country(code: &str) -> Self {
        match code.trim().to_ascii_uppercase().as_str() {
            "GB" | "UK" | "IE" | "MT" | "ZA" | "KE" | "NG" | "GH" | "SG" | "HK" | "MY" => Self::British,
            "CA" => Self::Canadian,
            "AU" | "NZ" => Self::Australian,
            "IN" | "PK" | "BD" | "LK" => Self::Indian,
            _ => Self::American,
        }
    }

    fn of_harper(self) -> harper_core::Dialect {
        match self {
            Self::American => harper_core::Dialect::American,
            Self::British => harper_core::Dialect::British,
            Self::Canadian => harper_core::Dialect::Canadian,
            Self::Australian => harper_core::Dialect::Australian,
            Self::Indian => harper_core::Dialect::Indian,
        }
    }
}

/// Dictionary and linters. Loading takes about a second; reading a note takes milliseconds.
pub struct Proofreader {
    dictionary: Arc<FstDictionary>,
    linters: LintGroup,
    dialect: Dialect,
    read: HashMap<String, Arc<[Mark]>>,
}

impl std::fmt::Debug for Proofreader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proofreader")
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct SwitchedOff {
    off: HashMap<String, Reason>,
}

#[derive(Deserialize)]
struct Reason {
    /// Why it is off.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people, and by the test"))]
    reason: String,
    /// A clean sentence it marks.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people, and by the test"))]
    example: String,
}

/// The linters that are off, with their reasons.
fn switched_off() -> HashMap<String, Reason> {
    let list: SwitchedOff = toml::from_str(include_str!("harper_off.toml")).expect("the list is part of the program");
    list.off
}

impl Proofreader {
    /// Loads dictionary and linters. This is the slow part: call it where it can wait.
    #[must_use]
    pub fn load() -> Self {
        Self::load_for(Dialect::default())
    }

    /// Loads them for the English of one country.
    #[must_use]
    pub fn load_for(dialect: Dialect) -> Self {
        let dictionary = FstDictionary::curated();
        let mut linters = LintGroup::new_curated(dictionary.clone(), dialect.of_harper());
        for name in switched_off().keys() {
            linters.config.set_rule_enabled(name, false);
        }
        Self {
            dictionary,
            linters,
            dialect,
            read: HashMap::new(),
        }
    }

    /// Which English suggestions follow.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// A tagger for the words the fast tier does not know.
    pub(crate) fn tagger(&self) -> impl Fn(&str) -> Tags + use<> {
        let dictionary = self.dictionary.clone();
        move |word: &str| {
            dictionary
                .get_word_metadata_str(word)
                .map_or(Tags::default(), |m| tags_of(&m))
        }
    }

    /// Spelling and grammar of a text. Names, employer and words of the jot are known words.
    pub fn proofread(&mut self, text: &str, record: &Record<'_>) -> Vec<Remark> {
        let names = Names::of(record);
        let mut cut = Text::note(text, None);
        names.mark(&mut cut);
        let mut out = self.spelling(&cut, &names);
        out.extend(self.grammar(&cut, &names));
        out
    }

    fn spelling(&self, text: &Text<'_>, names: &Names) -> Vec<Remark> {
        let rule = RULES.measure("dictionary");
        let mut out = Vec::new();
        for (i, token) in text.tokens.iter().enumerate() {
            if token.kind != TokenKind::Word || text.sentences[token.sentence].part == Part::Signature {
                continue;
            }
            for piece in pieces(token) {
                let word = &text.raw[piece.clone()];
                if self.knows(word) || names.is_known(&fold(word)) || is_in_bracket(text.raw, &piece) {
                    continue;
                }
                if let Some(fix) = self.mend(word, token, &text.tokens[..i]) {
                    out.push(rule.at(text.raw, piece, Some(in_case_of(&fix, word))));
                }
            }
        }
        out
    }

    /// Whether the dictionary knows a word, in any case and any country's spelling, or can take it apart.
    fn knows(&self, word: &str) -> bool {
        let low = fold(word);
        let plain = low.strip_suffix("'s").unwrap_or(&low);
        self.has(&low)
            || self.has(plain)
            || plain.chars().count() < 3
            || self.is_derived(plain) && !self.is_near_common(plain)
    }

    fn has(&self, low: &str) -> bool {
        self.dictionary.contains_word_str(low)
    }

    /// `rebalancing`, `uncodified`, `runbook`: a known word with a known beginning, or two known words.
    fn is_derived(&self, low: &str) -> bool {
        const BEGINNINGS: &[&str] = &[
            "re", "un", "non", "pre", "over", "under", "de", "co", "micro", "multi", "sub", "super", "inter", "out",
            "up", "down", "mis", "anti", "bio", "cyber", "eco", "geo", "hydro", "hyper", "macro", "mini", "neuro",
            "photo", "post", "pro", "semi", "tele", "ultra",
        ];
        let solid = |w: &str| w.chars().count() >= 4 && self.has(w);
        if BEGINNINGS.iter().any(|b| low.strip_prefix(b).is_some_and(&solid)) {
            return true;
        }
        low.char_indices().skip(3).any(|(i, _)| {
            let (a, b) = low.split_at(i);
            b.chars().count() >= 3
                && a.chars().count() + b.chars().count() >= 7
                && self.is_common(a)
                && self.is_common(b)
        })
    }

    /// Whether a common word is one edit away: `postion` is no compound of `post` and `ion`.
    fn is_near_common(&self, low: &str) -> bool {
        low.chars().count() >= 6
            && self.dictionary.fuzzy_match_str(low, 1, 20).iter().any(|c| {
                let written: String = c.word.iter().collect();
                (c.metadata.common || !tags::of(&written).is_empty()) && distance(low, &written) == 1
            })
    }

    fn is_common(&self, low: &str) -> bool {
        self.dictionary
            .get_word_metadata_str(low)
            .is_some_and(|m| m.common && (m.is_noun() || m.is_adjective() || m.preposition))
    }

    /// The word that was meant, if it is plain that one was: a name, a trade word or a foreign word has no near one.
    fn mend(&self, word: &str, token: &Token<'_>, before: &[Token<'_>]) -> Option<String> {
        let low = fold(word);
        let capital = word.starts_with(char::is_uppercase);
        let shouted = word.chars().filter(|c| c.is_uppercase()).count() > 1;
        if shouted || low.starts_with("haha") || low.starts_with("hehe") || word.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        // A capital inside a sentence is a name, and so is one at its start with nothing near it.
        let inside = capital && !token.first && !before.last().is_some_and(|t| t.text == "\"" || t.text == "\u{201c}");
        let length = low.chars().count();
        let far = match (inside, length) {
            (true, 0..7) => return None,
            (true, _) | (false, 0..5) => 1,
            (false, _) => 2,
        };
        let found = self.dictionary.fuzzy_match_str(&low, far, 60);
        let mut best: Option<(u32, String)> = None;
        for candidate in found {
            let written: String = candidate.word.iter().collect();
            let near = distance(&low, &written.to_lowercase());
            let common = candidate.metadata.common || !tags::of(&written.to_lowercase()).is_empty();
            let name = written.starts_with(char::is_uppercase);
            if near > usize::from(far)
                || near == 2 && length < 8
                || !common && (near == 2 || length < 9 && !(length > 6 && is_slip_of_the_hand(&low, &written)))
                || inside && !common
                || name && !capital
                || written.contains('\'') && near > 1
            {
                continue;
            }
            let mut score = u32::try_from(near * 10).unwrap_or(99);
            score += if common { 0 } else { 6 };
            score += if written.chars().next() == low.chars().next() {
                0
            } else {
                7
            };
            score += if name { 4 } else { 0 };
            score -= if undoubled(&written.to_lowercase()) == undoubled(&low) {
                5
            } else {
                0
            };
            if best.as_ref().is_none_or(|(s, _)| score < *s) {
                best = Some((score, written));
            }
        }
        best.filter(|(s, _)| *s <= 20).map(|(_, w)| w)
    }

    fn grammar(&mut self, text: &Text<'_>, names: &Names) -> Vec<Remark> {
        let mut out = Vec::new();
        for sentence in text.part(Part::Body) {
            let cut = text.slice(&sentence.span);
            for mark in self.marks(cut).iter() {
                let span = sentence.span.start + mark.span.start..sentence.span.start + mark.span.end;
                // What it reads into one half of a hyphened word is not there.
                let inside = text.tokens_of(sentence).iter().any(|t| {
                    t.span.start < span.start
                        && (span.start < t.span.end || t.text.contains('-') && span.start <= t.span.end + 1)
                });
                if inside || touches_name(text, names, &span) {
                    continue;
                }
                let rule = RULES.measure(mark.rule);
                out.push(rule.saying(text.raw, span, mark.fix.clone(), mark.message.clone()));
            }
        }
        out
    }

    /// What the linters say about one sentence; a sentence read before is not read again.
    fn marks(&mut self, sentence: &str) -> Arc<[Mark]> {
        if let Some(known) = self.read.get(sentence) {
            return Arc::clone(known);
        }
        let document = Document::new_plain_english(sentence, &self.dictionary);
        let lints = self.linters.organized_lints(&document);
        let bytes: Vec<usize> = sentence
            .char_indices()
            .map(|(i, _)| i)
            .chain([sentence.len()])
            .collect();
        let marks: Arc<[Mark]> = lints
            .into_values()
            .flatten()
            .filter_map(|lint| mark(sentence, &bytes, &lint))
            .collect();
        if self.read.len() >= REMEMBERED {
            self.read.clear();
        }
        self.read.insert(sentence.to_owned(), Arc::clone(&marks));
        marks
    }
}

/// Sentences kept with what was said about them; a letter has a dozen, a panel a hundred.
const REMEMBERED: usize = 512;

/// What a linter says about a sentence, in bytes of it.
#[derive(Debug)]
struct Mark {
    rule: &'static str,
    span: Range<usize>,
    fix: Option<String>,
    message: String,
}

fn mark(sentence: &str, bytes: &[usize], lint: &Lint) -> Option<Mark> {
    let rule = rule_for(lint.lint_kind)?;
    let (start, end) = (*bytes.get(lint.span.start)?, *bytes.get(lint.span.end)?);
    let cut = &sentence[start..end];
    let span = start + (cut.len() - cut.trim_start().len())..end;
    if span.is_empty() {
        return None;
    }
    let fix = lint.suggestions.first().map(|s| suggested(s, &sentence[span.clone()]));
    Some(Mark {
        rule,
        span,
        fix,
        message: plain_message(lint),
    })
}

/// Which of our rules a lint belongs to; matters of taste belong to none. A word written twice is ours to judge, which
/// knows `had had` and names like Walla Walla.
fn rule_for(kind: LintKind) -> Option<&'static str> {
    match kind {
        LintKind::Agreement
        | LintKind::Grammar
        | LintKind::Malapropism
        | LintKind::Eggcorn
        | LintKind::Typo
        | LintKind::BoundaryError
        | LintKind::WordOrder => Some("linters"),
        _ => None,
    }
}

fn touches_name(text: &Text<'_>, names: &Names, span: &Range<usize>) -> bool {
    text.tokens
        .iter()
        .filter(|t| t.span.start < span.end && span.start < t.span.end)
        .any(|t| {
            t.tags.any(Tags::NAME.with(Tags::ORGANIZATION)) || t.is_capital() && names.is_known(&fold(t.stem_text()))
        })
}

fn suggested(suggestion: &Suggestion, excerpt: &str) -> String {
    match suggestion {
        Suggestion::ReplaceWith(chars) => chars.iter().collect(),
        Suggestion::InsertAfter(chars) => format!("{excerpt}{}", chars.iter().collect::<String>()),
        Suggestion::Remove => String::new(),
    }
}

fn plain_message(lint: &Lint) -> String {
    lint.message
        .replace('`', "\u{201c}")
        .replace("\u{201c}\u{201c}", "\u{201c}")
}

/// A word without its possessive ending, cut at its hyphens: bytes of each piece.
fn pieces(token: &Token<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = token.span.start;
    for piece in token.stem_text().split(['-', '\u{2010}', '\u{2011}', '.', '&']) {
        if piece.chars().count() > 2 {
            out.push(at..at + piece.len());
        }
        at += piece.len()
            + token.text[at - token.span.start + piece.len()..]
                .chars()
                .next()
                .map_or(1, char::len_utf8);
    }
    out
}

/// The same letters in another order, or one of them too often: slips that make no other word.
fn is_slip_of_the_hand(low: &str, written: &str) -> bool {
    let sorted = |word: &str| {
        let mut chars: Vec<char> = word.chars().collect();
        chars.sort_unstable();
        chars
    };
    let written = written.to_lowercase();
    undoubled(low) == undoubled(&written)
        || low.chars().next() == written.chars().next() && sorted(low) == sorted(&written)
}

/// A word with every doubled letter once: `realy` and `really` are one.
fn undoubled(word: &str) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    chars.dedup();
    chars.into_iter().collect()
}

fn is_in_bracket(raw: &str, span: &Range<usize>) -> bool {
    let before = &raw[..span.start];
    let open = before.rfind(['[', '{', '<']);
    open.is_some_and(|o| !before[o..].contains([']', '}', '>', '\n']) && raw[span.end..].contains([']', '}', '>']))
}

fn tags_of(meta: &DictWordMetadata) -> Tags {
    let mut tags = Tags::default();
    let mut add = |on: bool, tag: Tags| {
        if on {
            tags = tags.with(tag);
        }
    };
    add(meta.is_verb_lemma(), Tags::BASE);
    add(meta.is_verb_third_person_singular_present_form(), Tags::THIRD);
    add(meta.is_verb_simple_past_form(), Tags::PAST);
    add(meta.is_verb_past_participle_form(), Tags::PARTICIPLE);
    add(meta.is_verb_progressive_form(), Tags::ING);
    add(meta.is_adjective(), Tags::ADJECTIVE);
    add(meta.is_adverb(), Tags::ADVERB);
    add(meta.is_noun() && !meta.is_plural_noun(), Tags::NOUN);
    add(meta.is_plural_noun(), Tags::NOUNS);
    add(meta.preposition, Tags::PREPOSITION);
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_linter_that_is_off_exists_and_marks_its_example() {
        let dictionary = FstDictionary::curated();
        let mut linters = LintGroup::new_curated(dictionary.clone(), harper_core::Dialect::American);
        for (name, reason) in switched_off() {
            assert!(linters.contains_key(&name), "harper has no {name}");
            assert!(!reason.reason.is_empty());
            if name == "LookingForwardTo" {
                continue;
            }
            linters.set_all_rules_to(Some(false));
            linters.config.set_rule_enabled(&name, true);
            let document = Document::new_plain_english(&reason.example, &dictionary);
            let marks: usize = linters.organized_lints(&document).values().map(Vec::len).sum();
            assert!(marks > 0, "{name} leaves its example alone: {}", reason.example);
        }
    }
}
