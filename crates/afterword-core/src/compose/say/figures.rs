//! Numbers, measures, and the arrows between them.

use super::closed::MEASURES;
use super::token::{Kind, Token};
use crate::lexicon::{VerbForm, lexicon};

/// Units after a number: `12 hr shifts` -> `12-hour shifts`, `6 wk` -> `6 weeks`.
pub(super) fn measures(tokens: &mut Vec<Token>) {
    compound_numbers(tokens);
    let lex = lexicon();
    let mut i = 0;
    while i + 1 < tokens.len() {
        let number = tokens[i].integer().or_else(|| {
            SMALL
                .iter()
                .position(|s| *s == tokens[i].lower)
                .and_then(|n| u64::try_from(n).ok())
        });
        // "2 in. in the seams"
        if number.is_some()
            && tokens[i + 1].is("in")
            && tokens
                .get(i + 2)
                .is_some_and(|t| t.kind == Kind::Stop && t.span.start == tokens[i + 1].span.end)
        {
            tokens[i + 1].set(if number == Some(1) { "inch" } else { "inches" });
            tokens.remove(i + 2);
            i += 1;
            continue;
        }
        let unit = tokens[i + 1]
            .is_word()
            .then(|| MEASURES.iter().find(|m| m.0 == tokens[i + 1].lower))
            .flatten();
        let (Some(number), Some(&(typed, unit))) = (number, unit) else {
            i += 1;
            continue;
        };
        let noun_follows = tokens.get(i + 2).is_some_and(|t| {
            t.is_word()
                && !t.text.ends_with("ing")
                && !t.any(&["extra", "more", "each"])
                && (lex.noun(&t.lower).is_some()
                    || lex.verb(&t.lower).is_empty() && crate::lexicon::wide(&t.lower).is_some_and(|w| w.noun)
                    || lex.adjective(&t.lower).is_some() && !t.any(&["up", "off", "out", "early", "late", "good"])
                    || t.any(&["old", "olds"]))
                && super::closed::classes(&t.lower).is_none_or(|c| {
                    !matches!(
                        c[0].0,
                        super::tag::Tag::Prep | super::tag::Tag::Proper | super::tag::Tag::Adv
                    )
                })
        });
        let singular = typed == unit || !typed.ends_with('s');
        if noun_follows && singular && !tokens[i + 2].any(&["straight"]) {
            let mut text = format!("{}-{unit}", words_under_ten(number));
            if tokens[i + 2].any(&["old", "olds"]) {
                text.push('-');
                text.push_str(&tokens[i + 2].lower.clone());
                tokens.remove(i + 2);
            }
            let span = tokens[i].span.start..tokens[i + 1].span.end;
            tokens[i] = Token::word(&text, span);
            tokens.remove(i + 1);
        } else if !matches!(unit, "star" | "bed" | "page" | "person") {
            let many = if unit == "foot" {
                "feet".to_owned()
            } else {
                crate::lexicon::plural(unit)
            };
            let text = if number == 1 { unit } else { &many };
            tokens[i + 1].set(text);
        }
        i += 1;
    }
}

/// `my 214 box listing` -> `my 214-box listing`: a number that cannot count what follows is part of its name.
fn compound_numbers(tokens: &mut Vec<Token>) {
    let lex = lexicon();
    let one =
        |t: &Token| t.is_word() && !t.capital && lex.noun(&t.lower).is_some_and(|n| n.countable() && !n.is_plural);
    let mut i = 0;
    while i + 2 < tokens.len() {
        let run = tokens[i + 1..].iter().take_while(|t| one(t)).count();
        let ends = tokens.get(i + 1 + run).is_none_or(|t| {
            !t.is_word() || super::closed::classes(&t.lower).is_some_and(|c| c[0].0 == super::tag::Tag::Prep)
        });
        let owned = i.checked_sub(1).map(|b| &tokens[b]).is_none_or(|t| {
            !t.is_word()
                || t.any(&[
                    "my", "a", "the", "their", "her", "his", "our", "your", "new", "with", "and",
                ])
        });
        // "5 axis mill", but not "2 front desk" with people understood, nor "4 lead question" which names nothing.
        if owned
            && run >= 2
            && ends
            && tokens[i].integer().is_some_and(|n| n > 1 && !(1800..2100).contains(&n))
            && tokens[i + 1].text.len() > 2
        {
            let number = tokens[i]
                .integer()
                .map_or_else(|| tokens[i].text.clone(), words_under_ten);
            let text = format!("{number}-{}", tokens[i + 1].text);
            tokens[i] = Token::word(&text, tokens[i].span.start..tokens[i + 1].span.end);
            tokens.remove(i + 1);
        }
        i += 1;
    }
}

const SMALL: [&str; 10] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

fn words_under_ten(n: u64) -> String {
    usize::try_from(n)
        .ok()
        .and_then(|n| SMALL.get(n))
        .map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// Numbers under ten in words, but not where they name something: `Route 9`, `dock 9`, `yr 1`, `at 6`.
pub(super) fn numbers(tokens: &mut [Token]) {
    let lex = lexicon();
    for i in 0..tokens.len() {
        if !tokens[i].is_word() {
            continue;
        }
        if let Some(word) = ordinal(&tokens[i].lower) {
            let month_before = i > 0
                && (tokens[i - 1].capital || tokens[i - 1].is("the") && tokens.get(i + 1).is_none_or(|t| !t.is_word()));
            if !month_before {
                tokens[i].set(word);
            }
            continue;
        }
        if let Some(hour) = tokens[i]
            .lower
            .strip_suffix("am")
            .or_else(|| tokens[i].lower.strip_suffix("pm"))
            && !hour.is_empty()
            && hour.bytes().all(|b| b.is_ascii_digit() || b == b':')
        {
            let half = if tokens[i].lower.ends_with("am") {
                "a.m."
            } else {
                "p.m."
            };
            let text = format!("{hour} {half}");
            tokens[i].set(&text);
            continue;
        }
        if let Some(text) = thousands(&tokens[i].lower) {
            tokens[i].set(&text);
            continue;
        }
        let Some(n) = tokens[i].integer() else { continue };
        // "since 09", "in 88": a year.
        let year = tokens[i].text.len() == 2
            && !(10..60).contains(&n)
            && i > 0
            && tokens[i - 1].any(&["in", "since", "from", "until", "till", "summer", "winter", "of"])
            && tokens.get(i + 1).is_none_or(|t| {
                !t.is_word() || super::closed::classes(&t.lower).is_some_and(|c| c[0].0 == super::tag::Tag::Prep)
            });
        if year && (n < 10 || tokens[i - 1].any(&["in", "since"])) {
            let text = format!("\u{2019}{n:02}");
            tokens[i].set(&text);
            continue;
        }
        if n > 9 || tokens[i].text.len() > 1 {
            continue;
        }
        let next = tokens.get(i + 1);
        let next_word = next.is_some_and(Token::is_word);
        let next_unit = next.is_some_and(|t| {
            t.any(&[
                "am", "pm", "a.m.", "p.m.", "%", "ms", "kg", "g", "mm", "cm", "km", "m", "percent",
            ])
        });
        // "by 1 march"
        let dated = next.is_some_and(|t| super::tidy::month_name(&t.lower))
            && i.checked_sub(1)
                .is_none_or(|p| tokens[p].any(&["by", "on", "until", "till", "from", "before", "after", "since"]));
        if next_unit || dated {
            continue;
        }
        let range = i > 1 && tokens[i - 1].any(&["to", "or"]) && tokens[i - 2].has_digit();
        if range {
            continue;
        }
        if let Some(before) = i.checked_sub(1).map(|p| &tokens[p]) {
            let names = before.is_word()
                && (before.capital && !before.text.eq("I") && super::closed::classes(&before.lower).is_none()
                    // "amd 2"
                    || (lex.proper(&before.lower).is_some() || !lex.has(&before.lower))
                        && super::closed::classes(&before.lower).is_none()
                        && before.lower.chars().all(char::is_alphabetic)
                    || (lex.noun(&before.lower).is_some_and(|n| !n.is_plural)
                        && !lex.is_verb(&before.lower, VerbForm::Past)
                        && !lex.is_verb(&before.lower, VerbForm::Gerund)
                        && next.is_none_or(|t| {
                            !t.is_word()
                                || super::closed::classes(&t.lower).is_some_and(|c| {
                                    !matches!(
                                        c[0].0,
                                        super::tag::Tag::Adj
                                            | super::tag::Tag::Det
                                            | super::tag::Tag::Num
                                            | super::tag::Tag::Plural
                                            | super::tag::Tag::Noun
                                    )
                                })
                        }))
                    || before.any(&[
                        "yr", "year", "step", "slide", "level", "band", "room", "dock", "exam", "phase", "tier", "grade",
                        "page", "month", "footnote", "fn", "p", "number", "day", "class", "type", "version", "unit",
                        "chapter",
                    ]));
            let clock = before.any(&["at", "by", "until", "till", "around", "from"])
                && !next.is_some_and(|t| lex.noun(&t.lower).is_some() || t.any(&["to", "of", "a"]));
            if names || (clock && !next_word) || (clock && next.is_some_and(|t| t.any(&["and", "or", "on", "every"]))) {
                continue;
            }
        }
        let text = words_under_ten(n);
        tokens[i].set(&text);
    }
}

pub(super) fn ordinal(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "1st" => "first",
        "2nd" => "second",
        "3rd" => "third",
        "4th" => "fourth",
        "5th" => "fifth",
        "6th" => "sixth",
        "7th" => "seventh",
        "8th" => "eighth",
        "9th" => "ninth",
        _ => return None,
    })
}

/// `40k` -> `40,000`, `1.1m` -> `1.1 million`; nothing else ends a number so.
fn thousands(lower: &str) -> Option<String> {
    let (digits, last) = lower.split_at_checked(lower.len().checked_sub(1)?)?;
    let money = digits.trim_start_matches(['$', '£', '€']);
    let sign = &digits[..digits.len() - money.len()];
    if money.is_empty()
        || !money.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || !money.as_bytes()[0].is_ascii_digit()
    {
        return None;
    }
    match last {
        "k" if money.bytes().all(|b| b.is_ascii_digit()) => {
            let n = money.parse::<u64>().ok().filter(|n| *n < 1000 && *n != 401)?;
            Some(format!("{sign}{n},000"))
        }
        "m" if money.contains('.') => Some(format!("{sign}{money} million")),
        _ => None,
    }
}

/// What changed, told without a verb: `waiting list down from 16 weeks to 5`, `setup 3 hours to 50 minutes` went so. A range goes up
/// ("crews 4 to 6"), so that two figures alone are a change only where the second is the smaller.
pub(super) fn changes(tokens: &mut Vec<Token>) {
    let mut i = 1;
    while i + 1 < tokens.len() {
        if tokens[i].is("to")
            && let Some(change) = change(tokens, i)
        {
            let place = tokens[change.at].span.start..tokens[change.at].span.start;
            let words = change.words;
            i += words.len();
            let words = words.iter().map(|w| Token::word(w, place.clone()));
            tokens.splice(change.at..change.at, words);
        }
        i += 1;
    }
}

/// The words that a change lacks, and where they belong.
struct Change {
    at: usize,
    words: &'static [&'static str],
}

fn change(tokens: &[Token], to: usize) -> Option<Change> {
    let lex = lexicon();
    let left = if amount(&tokens[to - 1]).is_some() {
        to - 1
    } else {
        to.checked_sub(2)?
    };
    let (before, after) = (amount(&tokens[left])?, amount(&tokens[to + 1])?);
    let unit = |at: usize| tokens.get(at).filter(|t| t.is_word()).and_then(|t| seconds(&t.lower));
    let smaller = match (unit(left + 1), unit(to + 2)) {
        (Some(a), Some(b)) => before * a > after * b,
        _ => before > after,
    };
    let start = tokens[..left].iter().rposition(|t| !t.is_word()).map_or(0, |p| p + 1);
    let from = left > start && tokens[left - 1].is("from");
    let named = left - usize::from(from);
    let directed = named > start && tokens[named - 1].any(&["down", "up"]);
    let at = named - usize::from(directed);
    let subject = &tokens[start..at];
    if subject.is_empty() {
        let lacks = smaller && !from && !directed;
        return lacks.then_some(Change { at, words: &["from"] });
    }
    // "waiting list" is a thing.
    let thing = |t: &Token| {
        lex.noun(&t.lower).is_some()
            || lex.adjective(&t.lower).is_some()
            || super::closed::classes(&t.lower).is_some()
            || lex.verb(&t.lower).iter().all(|(_, form)| *form == VerbForm::Gerund)
    };
    let verbal = |t: &Token| {
        super::closed::classes(&t.lower).is_some_and(|c| {
            matches!(
                c[0].0,
                super::tag::Tag::Be
                    | super::tag::Tag::Have
                    | super::tag::Tag::Do
                    | super::tag::Tag::Modal
                    | super::tag::Tag::Pro
            )
        })
    };
    let last = subject.last()?;
    let is_thing = subject.len() <= 6
        && subject.iter().all(|t| thing(t) && !verbal(t) && !t.has_digit())
        && (lex.noun(&last.lower).is_some() || !lex.has(&last.lower))
        && !last.any(&["hours", "shift", "shifts", "open", "ages", "aged", "day", "days"]);
    let lacks: &[&str] = if from || directed { &["went"] } else { &["went", "from"] };
    (is_thing && (directed || smaller)).then_some(Change { at, words: lacks })
}

/// A figure's amount: `16`, `2.5%`, `1,400`, `five`.
fn amount(token: &Token) -> Option<f64> {
    if let Some(small) = SMALL.iter().position(|s| *s == token.lower) {
        return u32::try_from(small).ok().map(f64::from);
    }
    let digits = token.lower.trim_end_matches('%').replace(',', "");
    digits
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

/// How many seconds a unit of time is.
fn seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "second" | "seconds" => 1.0,
        "minute" | "minutes" => 60.0,
        "hour" | "hours" => 3600.0,
        "day" | "days" => 86_400.0,
        "week" | "weeks" => 604_800.0,
        "month" | "months" => 2_629_800.0,
        "year" | "years" => 31_557_600.0,
        _ => return None,
    })
}

/// The figures before an arrow: `p99 840ms`, `turnaround 5 hours`. Returns where they begin, if a name stands before.
fn figures(out: &[Token]) -> Option<usize> {
    let mut at = out.len();
    if at > 1 && !out[at - 1].has_digit() && MEASURES.iter().any(|m| m.0 == out[at - 1].lower) {
        at -= 1;
    }
    at = at.checked_sub(1)?;
    let number = out[at].is_word() && (out[at].has_digit() || SMALL.contains(&out[at].lower.as_str()));
    let begin = out[..at].iter().rposition(|t| !t.is_word()).map_or(0, |p| p + 1);
    let named = at > begin
        && at - begin <= 4
        && out[begin..at].iter().all(|t| {
            super::closed::classes(&t.lower)
                .is_none_or(|c| matches!(c[0].0, super::tag::Tag::Det | super::tag::Tag::Adj))
                && (lexicon().noun(&t.lower).is_some()
                    || lexicon().verb(&t.lower).iter().all(|(v, _)| v.also_noun())
                    || t.capital)
        });
    (number && named).then_some(at)
}

/// Arrows, plus and equals signs as words where a word is certain; numbers' ranges keep `to`.
pub(super) fn marks(tokens: &[Token]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let figure = |t: &Token| t.has_digit() || SMALL.contains(&t.lower.as_str());
    for (i, token) in tokens.iter().enumerate() {
        let between_words = i > 0 && tokens.get(i + 1).is_some_and(|t| t.is_word() || t.kind == Kind::Quote);
        match token.kind {
            Kind::Plus if between_words => out.push(Token::word("and", token.span.clone())),
            Kind::Arrow if between_words && i > 0 && figure(&tokens[i + 1]) && figures(&out).is_some() => {
                let at = figures(&out).unwrap_or(out.len());
                let place = token.span.start..token.span.start;
                out.insert(at, Token::word("from", place.clone()));
                out.insert(at, Token::word("went", place));
                out.push(Token::word("to", token.span.clone()));
            }
            Kind::Arrow if between_words && i > 0 && figure(&tokens[i - 1]) && figure(&tokens[i + 1]) => {
                // "the view photo 6 -> 11%": from one figure to the other.
                let named = out.len() > 1 && lexicon().noun(&out[out.len() - 2].lower).is_some();
                if named {
                    let place = token.span.start..token.span.start;
                    out.insert(out.len() - 1, Token::word("from", place));
                }
                out.push(Token::word("to", token.span.clone()));
            }
            // "kafka -> pulsar migration"
            Kind::Arrow
                if between_words
                    && i > 0
                    && (i == 1
                        || !tokens[i - 2].is_word()
                        || tokens[i - 2].any(&["the", "their", "a", "our", "her", "his"]))
                    && tokens.get(i + 2).is_some_and(|t| {
                        t.any(&[
                            "migration",
                            "move",
                            "switch",
                            "transition",
                            "conversion",
                            "upgrade",
                            "rewrite",
                            "port",
                        ])
                    }) =>
            {
                if let Some(last) = out.last_mut() {
                    let text = format!("{}-to-", last.text);
                    last.set(&text);
                }
            }
            Kind::Slash if between_words => out.push(Token {
                kind: Kind::Comma,
                text: ",".to_owned(),
                ..token.clone()
            }),
            _ => out.push(token.clone()),
        }
    }
    // "from 22 to 9": two figures on one footing are written alike.
    for i in 1..out.len().saturating_sub(1) {
        let small = |t: &Token| SMALL.iter().position(|s| *s == t.lower);
        if out[i].is("to") && i > 1 && out[..i].iter().any(|t| t.is("from")) {
            match (small(&out[i - 1]), small(&out[i + 1])) {
                (Some(n), None) if out[i + 1].has_digit() => out[i - 1].set(&n.to_string()),
                (None, Some(n)) if out[i - 1].has_digit() => out[i + 1].set(&n.to_string()),
                _ => {}
            }
        }
    }
    out
}
