//! The employer and the position as the note names them.

use std::ops::Range;

use super::names::{Names, bare, distance, fold, words};
use super::rules::{RULES, Rule};
use super::tags::{self, Tags};
use super::text::{Part, Text, Token};
use super::{Record, Remark};

/// Judges both.
pub(crate) fn judge(text: &Text<'_>, record: &Record<'_>, names: &Names, out: &mut Vec<Remark>) {
    if !record.organization.trim().is_empty() {
        organization(text, record, names, out);
    }
    if !record.role.trim().is_empty() {
        role(text, record, names, out);
    }
}

fn listed(rule: &Rule, list: &str, word: &str) -> bool {
    rule.has(list, word)
}

/// A run of capitalised words.
struct Run {
    tokens: Range<usize>,
    words: Vec<String>,
}

fn organization(text: &Text<'_>, record: &Record<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("organization");
    let distinctive: Vec<&String> = names
        .organization
        .iter()
        .filter(|w| w.chars().count() > 3 && !listed(rule, "kinds_of_organization", w) && tags::of(w).is_empty())
        .collect();
    for run in runs(text) {
        let tokens = &text.tokens[run.tokens.clone()];
        let span =
            tokens[0].span.start..tokens[tokens.len() - 1].span.start + tokens[tokens.len() - 1].stem_text().len();
        let own: Vec<&String> = run.words.iter().filter(|w| names.organization.contains(w)).collect();
        let strangers: Vec<&String> = run
            .words
            .iter()
            .filter(|w| !names.organization.contains(w) && !names.is_known(w))
            .collect();
        let whole = own.iter().any(|w| distinctive.contains(w));
        let other_kind = strangers.iter().any(|w| listed(rule, "kinds_of_organization", w))
            && names.organization.iter().any(|w| !run.words.contains(w));
        let slip = run.words.iter().find_map(|w| {
            let fresh = !names.is_known(w) && tags::of(w).is_empty();
            distinctive.iter().find(|d| fresh && near(w, d)).map(|d| (*d).clone())
        });
        let joined = run.words.concat();
        let apart = run.words.len() > 1 && own.is_empty() && distinctive.iter().any(|d| joined.starts_with(d.as_str()));
        let tail = tokens.iter().any(|t| t.tags.any(Tags::NAME)) && slip.is_none();
        if tail {
            continue;
        }
        if whole && other_kind || slip.is_some() || apart || out_of_place(text, &run, rule, names) {
            let message = format!("{} The record says {}.", rule.file.message, record.organization);
            let short = slip.and_then(|d| {
                record
                    .organization
                    .split_whitespace()
                    .find(|w| fold(w) == d)
                    .map(str::to_owned)
            });
            let fix = match short {
                Some(short) if run.words.len() == 1 => short,
                _ => record.organization.to_owned(),
            };
            out.push(rule.saying(text.raw, span, Some(fix), message));
        }
    }
    lower_case(text, record, &distinctive, rule, out);
}

/// `tallybird` for Tallybird.
fn lower_case(text: &Text<'_>, record: &Record<'_>, distinctive: &[&String], rule: &Rule, out: &mut Vec<Remark>) {
    for token in &text.tokens {
        let word = fold(token.stem_text());
        let written = record
            .organization
            .split_whitespace()
            .next()
            .filter(|w| fold(w) == word);
        let Some(written) = written.filter(|w| w.starts_with(char::is_uppercase)) else {
            continue;
        };
        if token.text.starts_with(char::is_lowercase) && distinctive.contains(&&word) {
            let span = token.span.start..token.span.start + token.stem_text().len();
            out.push(rule.saying(text.raw, span, Some(written.to_owned()), rule.file.message.clone()));
        }
    }
}

/// Whether a written word is a slip for a distinctive word of the employer's name.
fn near(word: &str, name: &str) -> bool {
    let (n, m) = (word.chars().count(), name.chars().count());
    if n.min(m) < 4 || word == name {
        return false;
    }
    let d = distance(&bare(word), &bare(name));
    let common = word.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    d == 1 || d == 2 && n.min(m) >= 6 || common >= 5 && n.abs_diff(m) <= 4 && d <= 5 && common * 2 >= n.max(m)
}

/// Runs of capitalised words in the body, joined by `of`, `and`, `&`, `the` and the dot of `St.`.
fn runs(text: &Text<'_>) -> Vec<Run> {
    let mut out = Vec::new();
    for sentence in text.part(Part::Body) {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            if !starts_run(&text.tokens[i]) {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            while end < sentence.tokens.end && text.tokens[end - 1].stem_text().len() == text.tokens[end - 1].text.len()
            {
                let token = &text.tokens[end];
                let next_capital = text
                    .tokens
                    .get(end + 1)
                    .is_some_and(|t| end + 1 < sentence.tokens.end && t.is_capital());
                let link = matches!(token.low.as_str(), "of" | "&" | "-")
                    || token.low == "." && text.tokens[end - 1].low == "st";
                if token.is_capital() && token.low != "i" {
                    end += 1;
                } else if link && next_capital {
                    end += 2;
                } else {
                    break;
                }
            }
            let words = text.tokens[i..end]
                .iter()
                .filter(|t| t.is_capital())
                .map(|t| fold(t.stem_text()))
                .collect();
            out.push(Run { tokens: i..end, words });
            i = end;
        }
    }
    out
}

fn starts_run(token: &Token<'_>) -> bool {
    token.is_capital()
        && token.low != "i"
        && !token.low.starts_with("i'")
        && (!token.first || tags::of(&token.low).is_empty())
}

/// An unknown employer's name where only the record's can stand: `join Globex`, `the role at Globex`.
fn out_of_place(text: &Text<'_>, run: &Run, rule: &Rule, names: &Names) -> bool {
    let tokens = &text.tokens;
    let at = run.tokens.start;
    let sentence = &text.sentences[tokens[at].sentence];
    let known = run
        .words
        .iter()
        .any(|w| names.is_known(w) || names.organization.contains(w));
    let ordinary = run.words.iter().all(|w| !tags::of(w).is_empty());
    let shouted = tokens[run.tokens.clone()]
        .iter()
        .all(|t| t.text.chars().all(|c| !c.is_lowercase()));
    if known || ordinary || shouted || tokens[at].tags.any(Tags::MONTH.with(Tags::WEEKDAY)) {
        return false;
    }
    let before = &tokens[sentence.tokens.start..at];
    let past = before
        .iter()
        .chain(&tokens[run.tokens.end..sentence.tokens.end])
        .any(|t| listed(rule, "past", &t.low));
    let kind = run.words.len() > 1 && run.words.iter().any(|w| listed(rule, "kinds_of_organization", w));
    let wished = kind && before.iter().any(|t| listed(rule, "wishes", &t.low));
    (rule.ends_with(before) || wished) && !past
}

fn role(text: &Text<'_>, record: &Record<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("role");
    let own: Vec<String> = words(record.role).iter().map(|w| singular(w)).collect();
    let titles: Vec<Vec<String>> = record
        .people
        .iter()
        .filter_map(|p| p.title.as_deref())
        .map(|t| words(t).iter().map(|w| singular(w)).collect())
        .collect();
    for sentence in text.part(Part::Body) {
        let tokens = text.tokens_of(sentence);
        // Whoever tells of the past may name any position.
        if tokens.iter().any(|t| listed(rule, "past", &t.low)) {
            continue;
        }
        for i in 0..tokens.len() {
            let Some(phrase) = title_phrase(tokens, i, rule) else {
                continue;
            };
            let written: Vec<String> = tokens[phrase.clone()]
                .iter()
                .filter(|t| t.is_wordlike())
                .flat_map(|t| words(t.text))
                .map(|w| singular(&w))
                .collect();
            let of_somebody = titles.iter().any(|t| written.iter().all(|w| t.contains(w)));
            if agrees(&written, &own, rule)
                || of_somebody
                    && !tokens[phrase.end..]
                        .iter()
                        .take(1)
                        .any(|t| listed(rule, "nouns", &t.low))
            {
                continue;
            }
            let personal = tokens[phrase.clone()].iter().any(|t| t.tags.any(Tags::NAME));
            if personal || written.iter().all(|w| names.organization.contains(w)) {
                continue;
            }
            let span = tokens[phrase.start].span.start..tokens[phrase.end - 1].span.end;
            let message = format!("{} The record says {}.", rule.file.message, record.role);
            out.push(rule.saying(text.raw, span, Some(record.role.to_owned()), message));
            break;
        }
    }
}

/// Whether the words written can mean the recorded position.
fn agrees(written: &[String], own: &[String], rule: &Rule) -> bool {
    let job = |w: &&String| listed(rule, "jobs", w);
    let jobs_fit = written.iter().filter(job).all(|w| own.contains(w));
    let ranks_fit = written
        .iter()
        .filter(|w| listed(rule, "ranks", w))
        .all(|w| own.contains(w));
    let strange = |w: &&String| !own.contains(w) && !listed(rule, "fillers", w) && !tags::of(w).any(Tags::ADJECTIVE);
    jobs_fit && ranks_fit && !written.iter().any(|w| strange(&w))
}

fn singular(word: &str) -> String {
    let word = fold(word);
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.chars().count() > 3 => stem.to_owned(),
        _ => word,
    }
}

/// The words of a position personal as the one applied for, ending before or at token `i`: `the ... role`, `as your ...`.
fn title_phrase(tokens: &[Token<'_>], i: usize, rule: &Rule) -> Option<Range<usize>> {
    let is_job = |t: &Token<'_>| listed(rule, "jobs", &singular(t.stem_text()));
    let low = |n: usize| tokens.get(n).map_or("", |t| t.low.as_str());
    // the <title> role
    if listed(rule, "nouns", low(i)) && i > 0 {
        let mut start = i;
        while start > 0 && tokens[start - 1].is_wordlike() && !listed(rule, "stops", low(start - 1)) && i - start < 6 {
            start -= 1;
        }
        let article = start > 0 && listed(rule, "articles", low(start - 1));
        let titled =
            start < i && (is_job(&tokens[i - 1]) || tokens[start..i].iter().any(|t| t.is_capital() && is_job(t)));
        return (article && titled).then_some(start..i);
    }
    // as your next <title>, be a <title>
    if is_job(&tokens[i])
        && !tokens
            .get(i + 1)
            .is_some_and(|t| is_job(t) || listed(rule, "nouns", &t.low) || t.is_capital())
    {
        let mut start = i;
        while start > 0 && tokens[start - 1].is_wordlike() && !listed(rule, "stops", low(start - 1)) && i - start < 5 {
            start -= 1;
        }
        let of_bare = start > 1 && matches!(low(start - 1), "of" | "as") && listed(rule, "nouns", low(start - 2));
        if of_bare && tokens[i].is_capital() {
            return Some(start..i + 1);
        }
        if start < 2 || !listed(rule, "articles", low(start - 1)) {
            return None;
        }
        let capital = tokens[i].is_capital();
        let yours = low(start - 1) == "your" && matches!(low(start - 2), "as" | "be" | "become" | "being");
        let role_of = low(start - 2) == "of" && start > 2 && listed(rule, "nouns", low(start - 3));
        let as_one = capital && matches!(low(start - 2), "as" | "be" | "become" | "being" | "for");
        let skip = tokens[start..i]
            .iter()
            .take_while(|t| listed(rule, "fillers", &t.low))
            .count();
        return (yours || role_of || as_one).then_some(start + skip..i + 1);
    }
    None
}
