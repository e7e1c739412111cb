//! Day words must fit: `yesterday` in a note read two days later was not yesterday.
//!
//! Only a day that a sentence ties to the interview is judged; the day an inventory falls on is nobody's business here.

use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::rules::RULES;
use super::tags::Tags;
use super::text::{Part, Sentence, Text, Token};
use super::{Record, Remark};
use crate::model::Severity;

/// A day a sentence names, by its distance from the day of writing or by itself.
enum Named {
    Ago(Vec<i32>),
    Weekday(Weekday),
    Date { month: Option<i8>, day: i8 },
    LastWeek,
    WeeksAgo(i32),
}

/// Judges every sentence that speaks of the interview.
pub(crate) fn judge(text: &Text<'_>, record: &Record<'_>, out: &mut Vec<Remark>) {
    let Some(held) = record.interview_date else { return };
    let rule = RULES.measure("day_words");
    for sentence in text.part(Part::Body) {
        let tokens = text.tokens_of(sentence);
        let mut at = 0;
        while at < tokens.len() {
            let Some((named, length)) = read(tokens, at) else {
                at += 1;
                continue;
            };
            if about_interview(rule, text, sentence, tokens, at, length) && !fits(&named, held, record.now) {
                let span = tokens[at].span.start..tokens[at + length - 1].span.end;
                let fix = matches!(named, Named::Ago(_) | Named::Weekday(_)).then(|| right_word(held, record.now));
                let fix = fix.filter(|_| span_is_plain(tokens, at, length));
                let mut remark = rule.at(text.raw, span, fix);
                remark.finding.severity = Severity::Error.min(remark.finding.severity);
                out.push(remark);
                break;
            }
            at += length;
        }
    }
}

/// What to say instead, for the moment of writing.
fn right_word(held: Date, now: Date) -> String {
    match days_between(held, now) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=6 => format!("on {}", held.strftime("%A")),
        _ => format!("on {}", held.strftime("%-d %B")),
    }
}

fn span_is_plain(tokens: &[Token<'_>], at: usize, length: usize) -> bool {
    !tokens[at + length - 1].low.ends_with("'s")
}

fn days_between(held: Date, now: Date) -> i32 {
    now.since(held).map_or(0, |span| span.get_days())
}

fn fits(named: &Named, held: Date, now: Date) -> bool {
    let ago = days_between(held, now);
    match named {
        Named::Ago(days) => days.contains(&ago),
        // A bare weekday is the interview's own, however long ago; `last Tuesday` too.
        Named::Weekday(day) => held.weekday() == *day,
        Named::Date { month, day } => held.day() == *day && month.is_none_or(|m| m == held.month()),
        Named::LastWeek => {
            let week = |d: Date| d.iso_week_date();
            let (h, n) = (week(held), week(now));
            (ago > 2 && ago <= 13) && (h.year(), h.week()) != (n.year(), n.week())
        }
        Named::WeeksAgo(weeks) => (ago - 7 * weeks).abs() <= 4,
    }
}

/// Reads a day at a token: what it names and how many tokens it takes.
fn read(tokens: &[Token<'_>], at: usize) -> Option<(Named, usize)> {
    let low = |i: usize| tokens.get(i).map_or("", |t| t.low.as_str());
    let plain = low(at).strip_suffix("'s").unwrap_or(low(at));
    match (plain, low(at + 1), low(at + 2)) {
        ("the", "day", "before") if low(at + 3).starts_with("yesterday") => return Some((Named::Ago(vec![2]), 4)),
        ("the", "other", "day") => return Some((Named::Ago((1..=14).collect()), 3)),
        ("this", "morning" | "afternoon" | "evening" | "morning's" | "afternoon's" | "evening's", _)
        | ("earlier", "today", _) => return Some((Named::Ago(vec![0]), 2)),
        ("last", "night" | "evening", _) => return Some((Named::Ago(vec![0, 1]), 2)),
        ("last", "week" | "week's", _) => return Some((Named::LastWeek, 2)),
        ("earlier", "this", "week") => return Some((Named::Ago((1..=6).collect()), 3)),
        (n, "days" | "weeks" | "day" | "week", "ago") => {
            let n = small_number(n)?;
            let named = if low(at + 1).starts_with("day") {
                Named::Ago(vec![n])
            } else {
                Named::WeeksAgo(n)
            };
            return Some((named, 3));
        }
        ("today" | "tonight", ..) => return Some((Named::Ago(vec![0]), 1)),
        ("yesterday", ..) => return Some((Named::Ago(vec![1]), 1)),
        _ => {}
    }
    if (plain == "last" || plain == "this" || plain == "on" || plain == "past")
        && let Some(day) = weekday(low(at + 1))
    {
        return Some((Named::Weekday(day), 2));
    }
    if let Some(day) = weekday(plain) {
        return Some((Named::Weekday(day), 1));
    }
    date(tokens, at)
}

fn small_number(word: &str) -> Option<i32> {
    let known = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let spelled = known
        .iter()
        .position(|k| *k == word)
        .and_then(|n| i32::try_from(n).ok());
    spelled.or(if word == "a" { Some(1) } else { word.parse().ok() })
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    match word {
        "monday" => Some(Weekday::Monday),
        "tuesday" => Some(Weekday::Tuesday),
        "wednesday" => Some(Weekday::Wednesday),
        "thursday" => Some(Weekday::Thursday),
        "friday" => Some(Weekday::Friday),
        "saturday" => Some(Weekday::Saturday),
        "sunday" => Some(Weekday::Sunday),
        _ => None,
    }
}

fn month(word: &str) -> Option<i8> {
    let word = if word == "sept" { "sep" } else { word };
    let n = crate::calendar::MONTHS
        .iter()
        .position(|m| *m == word || m[..3] == *word)?;
    i8::try_from(n + 1).ok()
}

fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let day: i8 = digits.parse().ok()?;
    (matches!(ending, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&day)).then_some(day)
}

/// `September 16`, `3 November`, `the 3rd of November`, `on the 3rd`.
fn date(tokens: &[Token<'_>], at: usize) -> Option<(Named, usize)> {
    let low = |i: usize| tokens.get(i).map_or("", |t| t.low.as_str());
    if let (Some(month), true) = (month(low(at)), tokens[at].is_capital())
        && let Some(day) = day_number(low(at + 1))
    {
        return Some((
            Named::Date {
                month: Some(month),
                day,
            },
            2,
        ));
    }
    if let Some(day) = day_number(low(at)) {
        let of = usize::from(low(at + 1) == "of");
        if let Some(month) = month(low(at + 1 + of))
            && tokens.get(at + 1 + of).is_some_and(Token::is_capital)
        {
            return Some((
                Named::Date {
                    month: Some(month),
                    day,
                },
                2 + of,
            ));
        }
        let ordinal = low(at).ends_with(|c: char| c.is_ascii_alphabetic());
        if ordinal && at > 1 && low(at - 1) == "the" && low(at - 2) == "on" {
            return Some((Named::Date { month: None, day }, 1));
        }
    }
    None
}

/// Whether the clause around a day word speaks of the interview in the past.
fn about_interview(
    rule: &super::rules::Rule,
    text: &Text<'_>,
    sentence: &Sentence,
    tokens: &[Token<'_>],
    at: usize,
    length: usize,
) -> bool {
    // What stands before a day that is not the interview's: "by Friday", "every Thursday", "next Monday".
    if at > 0 && rule.has("not_after", &tokens[at - 1].low)
        || at > 1 && tokens[at - 1].low == "on" && rule.has("not_after", &tokens[at - 2].low)
    {
        return false;
    }
    if at > 2 && tokens[at - 1].low == "the" && rule.has("not_after", &tokens[at - 2].low) {
        return false;
    }
    // "the Sunday cupping", "the overbooking of last Saturday": a day that belongs to something else.
    let is_event = |t: &Token<'_>| rule.has("event", &t.low);
    let day_at = at + length - 1;
    let next = tokens.get(at + length);
    let before = at.checked_sub(1).map(|i| &tokens[i]);
    let modifies = weekday(&tokens[day_at].low).is_some()
        && before.is_some_and(|t| {
            t.tags.any(Tags::DETERMINER.with(Tags::POSSESSIVE)) || t.tags.is_empty() && t.is_wordlike()
        })
        && next.is_some_and(|t| {
            t.is_wordlike()
                && !t
                    .tags
                    .any(Tags::PREPOSITION.with(Tags::CONJUNCTION).with(Tags::SUBJECT))
        });
    let names_event = next.is_some_and(is_event);
    // "Thursday's fish" is not Thursday's interview.
    if tokens[day_at].low != plain_day(&tokens[day_at].low) && next.is_some_and(Token::is_wordlike) && !names_event {
        return false;
    }
    if modifies && !names_event && tokens[day_at].low == plain_day(&tokens[day_at].low) {
        return false;
    }
    if next.is_some_and(|t| {
        t.is_capital() || t.tags.any(Tags::NOUN.with(Tags::NOUNS)) && !t.tags.any(Tags::ADVERB.with(Tags::VERBAL))
    }) && weekday(&tokens[day_at].low).is_some()
        && !names_event
        && tokens[day_at].low == plain_day(&tokens[day_at].low)
    {
        return false;
    }
    if before.is_some_and(|t| t.low == "of")
        && !at
            .checked_sub(2)
            .is_some_and(|i| is_event(&tokens[i]) || tokens[i].low == "events")
    {
        return false;
    }
    let clause = clause(tokens, at);
    let here = &tokens[clause.clone()];
    let has = |name: &str| here.iter().any(|t| rule.has(name, &t.low));
    // "I will call on Monday": a day to come, unless the sentence thanks for it.
    let ahead = tokens[..at].iter().rev().take(6).any(|t| rule.has("future", &t.low));
    if ahead && !tokens[..at].iter().any(|t| t.low.starts_with("thank")) {
        return false;
    }
    let near = &tokens[at.saturating_sub(4).max(clause.start)..(at + length + 2).min(clause.end)];
    if near.iter().any(|t| rule.has("elsewhere", &t.low)) {
        return false;
    }
    // "This morning I read ...": the writer's own day, unless they met then.
    let own = tokens.get(at + length).is_some_and(|t| t.low == "i" || t.low == "my")
        || tokens.get(at + length).is_some_and(|t| t.text == ",")
            && tokens.get(at + length + 1).is_some_and(|t| t.low == "i");
    if own && !has("own_day") {
        return false;
    }
    let first = text.part(Part::Body).next().is_some_and(|s| s.span == sentence.span);
    // A day somebody else's: "I enjoyed the programme on Sunday".
    if !has("between") {
        return false;
    }
    has("meeting") || first && tokens.iter().any(|t| rule.has("meeting", &t.low))
}

fn plain_day(word: &str) -> &str {
    word.strip_suffix("'s").unwrap_or(word)
}

/// The clause a token stands in: between semicolons, dashes and commas before conjunctions.
fn clause(tokens: &[Token<'_>], at: usize) -> Range<usize> {
    let breaks = |i: usize| {
        let joins = |t: &Token<'_>| {
            matches!(
                t.low.as_str(),
                "and" | "but" | "so" | "because" | "which" | "while" | "though"
            )
        };
        matches!(tokens[i].text, ";" | ":" | "\u{2014}" | "(" | ")")
            || tokens[i].text == "," && tokens.get(i + 1).is_some_and(joins)
    };
    let start = (0..at).rev().find(|i| breaks(*i)).map_or(0, |i| i + 1);
    let end = (at..tokens.len()).find(|i| breaks(*i)).unwrap_or(tokens.len());
    start..end
}
