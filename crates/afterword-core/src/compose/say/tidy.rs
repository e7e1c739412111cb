//! A hasty hand made legible: capitals, apostrophes, shortened words, numbers, arrows.
//!
//! Everything here keeps the meaning; what is not certain stays as typed.

#![expect(clippy::too_many_lines, reason = "one arm a case reads as the table it is")]

use super::Context;
use super::expand::{apostrophes, expand, trades};
use super::figures::{changes, marks, measures, numbers};
use super::token::{Kind, Token};
use crate::lexicon::lexicon;

/// Puts the tokens of one point into ordinary written form, ready for reading.
pub(super) fn tidy(tokens: Vec<Token>, cx: &Context) -> Vec<Token> {
    let mut tokens = lower_case(tokens);
    tokens.retain(|t| !(t.is_word() && super::read::FILLERS.contains(&t.lower.as_str())));
    slips(&mut tokens, cx);
    apostrophes(&mut tokens);
    let mut tokens = expand(&tokens, &trades(cx));
    measures(&mut tokens);
    changes(&mut tokens);
    numbers(&mut tokens);
    tokens = marks(&tokens);
    hyphens(&mut tokens);
    capitals(&mut tokens, cx);
    tokens
}

/// Puts right what no dictionary knows and one slip explains.
fn slips(tokens: &mut [Token], cx: &Context) {
    for token in tokens.iter_mut().filter(|t| t.is_word() && !t.capital) {
        let unknown = !known(&token.lower)
            && letters(&token.lower)
            && (cx.known_words)(&token.lower).is_none()
            && lexicon().proper(&token.lower).is_none()
            && lexicon().title(&token.lower).is_none();
        if unknown
            && let Some(word) = crate::lexicon::meant(&token.lower)
            && crate::lexicon::wide(&token.lower).is_none()
        {
            token.set(&word);
        }
    }
}

/// A text in capitals throughout is typed without them; what looks like an acronym keeps its own.
fn lower_case(mut tokens: Vec<Token>) -> Vec<Token> {
    let words: Vec<&Token> = tokens
        .iter()
        .filter(|t| t.is_word() && t.text.chars().any(char::is_alphabetic))
        .collect();
    let shouted = words
        .iter()
        .filter(|t| t.text.chars().all(|c| !c.is_lowercase()))
        .count();
    let shouting = words.len() >= 3 && shouted * 10 >= words.len() * 8;
    let lex = lexicon();
    for token in tokens.iter_mut().filter(|t| t.is_word()) {
        if shouting {
            let lower = token.lower.clone();
            let acronym = lex
                .proper(&lower)
                .is_some_and(|(s, also)| !also && s.chars().all(|c| !c.is_lowercase()))
                || lex.abbreviation(&lower).iter().any(|a| a.flag == "k")
                || (!known(&lower) && (lower.len() <= 4 || token.has_digit()) && !lower.contains('\''));
            if !acronym {
                token.set(&lower);
                token.capital = false;
            }
        }
    }
    tokens
}

fn known(lower: &str) -> bool {
    let lex = lexicon();
    super::closed::classes(lower).is_some()
        || !lex.verb(lower).is_empty()
        || lex.noun(lower).is_some()
        || lex.adjective(lower).is_some()
        || lex.adverb(lower).is_some()
        || lex.given_name(lower).is_some()
        || !lex.abbreviation(lower).is_empty()
}

/// Words a hasty hand writes apart.
fn hyphens(tokens: &mut Vec<Token>) {
    const PAIRS: &[(&str, &str)] = &[
        ("self", "scheduling"),
        ("double", "books"),
        ("double", "book"),
        ("double", "booked"),
        ("double", "booking"),
        ("board", "certified"),
        ("self", "schedule"),
        ("cross", "train"),
        ("cross", "trains"),
        ("cross", "trained"),
        ("cross", "training"),
        ("long", "form"),
        ("co", "teaching"),
        ("stepped", "wedge"),
        ("fear", "free"),
        ("one", "star"),
        ("off", "site"),
        ("self", "referral"),
        ("go", "around"),
        ("double", "checks"),
        ("part", "time"),
        ("full", "time"),
        ("hand", "padded"),
        ("follow", "up"),
        ("near", "miss"),
        ("walk", "thru"),
    ];
    let mut i = 0;
    while i + 1 < tokens.len() {
        let (a, b) = (&tokens[i], &tokens[i + 1]);
        let known = PAIRS.iter().any(|(x, y)| a.is(x) && b.is(y));
        let noun_next = tokens.get(i + 2).is_some_and(|t| lexicon().noun(&t.lower).is_some());
        if a.text.ends_with("-to-") {
            let text = format!("{}{}", a.text, b.text);
            let mut joined = Token::word(&text, a.span.start..b.span.end);
            joined.capital = a.capital || b.capital;
            tokens[i] = joined;
            tokens.remove(i + 1);
            continue;
        }
        if a.is("fed") && b.any(&["ct", "court"]) {
            tokens[i].set("federal");
            tokens[i + 1].set("court");
            i += 1;
            continue;
        }
        let needs_noun = a.any(&[
            "one", "full", "part", "off", "follow", "near", "stepped", "hand", "whole", "go",
        ]);
        let noun_next = noun_next || tokens.get(i + 2).is_some_and(|t| t.any(&["one", "ones"]));
        let before_noun = if a.is("go") || a.is("follow") {
            i > 0 && tokens[i - 1].any(&["my", "a", "the", "your", "her", "his"])
        } else {
            noun_next
        };
        if (known && (!needs_noun || before_noun)) || (a.is("whole") && b.is("animal") && noun_next) {
            let text = format!("{}-{}", a.text, b.text);
            let mut joined = Token::word(&text, a.span.start..b.span.end);
            joined.capital = a.capital;
            tokens[i] = joined;
            tokens.remove(i + 1);
        }
        i += 1;
    }
}

/// Names, days, months, acronyms; and no capital that only began a line.
fn capitals(tokens: &mut [Token], cx: &Context) {
    let lex = lexicon();
    let mut first = true;
    for i in 0..tokens.len() {
        if !tokens[i].is_word() {
            first = first || matches!(tokens[i].kind, Kind::Stop);
            continue;
        }
        let lower = tokens[i].lower.clone();
        let (stem, tail) = lower.strip_suffix("'s").map_or((lower.as_str(), ""), |s| (s, "'s"));
        let opens = std::mem::take(&mut first);
        if tokens[i].text.len() > 1
            && tokens[i].text.chars().all(char::is_uppercase)
            && matches!(
                stem,
                "and" | "not" | "or" | "but" | "all" | "never" | "no" | "every" | "always" | "very"
            )
            || shouted(&tokens[i])
        {
            tokens[i].set(&lower);
            tokens[i].capital = false;
            continue;
        }
        if tokens[i].any(&["memorial", "labor", "labour", "boxing", "independence"])
            && tokens.get(i + 1).is_some_and(|t| t.is("day"))
            || tokens[i].any(&["day", "eve"])
                && i > 0
                && tokens[i - 1].any(&["memorial", "labor", "labour", "boxing", "independence", "christmas"])
        {
            capitalize(&mut tokens[i]);
            continue;
        }
        if matches!(
            stem,
            "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "mondays"
                | "tuesdays"
                | "wednesdays"
                | "thursdays"
                | "fridays"
                | "saturdays"
                | "sundays"
                | "january"
                | "february"
                | "april"
                | "june"
                | "july"
                | "august"
                | "september"
                | "october"
                | "november"
                | "december"
                | "christmas"
                | "easter"
                | "thanksgiving"
                | "halloween"
                | "ramadan"
                | "diwali"
        ) || matches!(stem, "march" | "may") && i > 0 && month_here(tokens, i)
        {
            capitalize(&mut tokens[i]);
            continue;
        }
        if tokens[i].text == "I" {
            continue;
        }
        if let Some((a, b)) = stem.split_once("-to-") {
            let name = |w: &str| {
                (cx.known_words)(w)
                    .or_else(|| lex.proper(w).filter(|(_, also)| !also).map(|(n, _)| n.to_owned()))
                    .unwrap_or_else(|| w.to_owned())
            };
            if !tokens[i].capital {
                let text = format!("{}-to-{}", name(a), name(b));
                tokens[i].set_cased(&text);
            }
            continue;
        }
        // "12 bbl", "71 wpm": a unit behind its number keeps its form.
        let unit = i > 0 && tokens[i - 1].has_digit();
        let noise = stem.bytes().all(|b| Some(b) == stem.bytes().next())
            || matches!(stem, "sch" | "shh" | "pfft" | "grr" | "psst" | "hm" | "mmm");
        if !tokens[i].capital && (cx.known_words)(stem).is_none() && letters_only(stem) && !unit && !noise {
            let plural = stem.len() == 4 && stem.ends_with('s');
            let text = if plural {
                format!("{}s", stem[..3].to_uppercase())
            } else {
                stem.to_uppercase()
            };
            tokens[i].set_cased(&format!("{text}{tail}"));
            continue;
        }
        if !tokens[i].capital
            && let Some(name) =
                (cx.known_words)(stem).filter(|n| !(known_plain(stem) && n.chars().all(|c| !c.is_lowercase())))
        {
            if !(known(stem) && super::closed::classes(stem).is_some()) {
                tokens[i].set_cased(&format!("{name}{tail}"));
            }
            continue;
        }
        if !tokens[i].capital || tokens[i].text.chars().skip(1).all(|c| !c.is_uppercase()) {
            if let Some((name, ordinary)) = lex.proper(stem)
                && !(ordinary || known_plain(stem))
                && name.to_lowercase() == stem
            {
                tokens[i].set_cased(&format!("{name}{tail}"));
                continue;
            }
            if let Some(kept) = lex
                .abbreviation(stem)
                .iter()
                .find(|a| a.flag == "k" && a.expansion.to_lowercase() == stem)
                && lex.abbreviation(stem).len() == 1
                && !known_plain(stem)
            {
                tokens[i].set_cased(&format!("{}{tail}", kept.expansion));
                continue;
            }
            let plural_stem = stem.strip_suffix('s').unwrap_or("");
            if let Some((name, false)) = lex.proper(plural_stem)
                && plural_stem.len() > 1
                && !known_plain(stem)
                && name.chars().all(char::is_uppercase)
            {
                tokens[i].set_cased(&format!("{name}s{tail}"));
                continue;
            }
        }
        if !tokens[i].capital
            && letters(stem)
            && !known(stem)
            && lex.proper(stem).is_none()
            && let Some(name) = crate::lexicon::wide_name(stem)
        {
            tokens[i].set_cased(&format!("{name}{tail}"));
            continue;
        }
        let person = cx.people.iter().chain(std::iter::once(cx.person)).any(|p| {
            p.name
                .split_whitespace()
                .any(|w| w.to_lowercase() == stem && w.len() > 1)
        });
        if person && !tokens[i].capital && !(known_plain(stem) && super::closed::classes(stem).is_some()) {
            capitalize(&mut tokens[i]);
            continue;
        }
        let title_case = tokens[i].capital && tokens[i].text.chars().skip(1).all(|c| !c.is_uppercase());
        let next_capital = tokens.get(i + 1).is_some_and(|t| t.capital && t.is_word());
        if opens
            && title_case
            && !person
            && (cx.known_words)(stem).is_none()
            && (known_plain(stem)
                || !lex.abbreviation(stem).is_empty()
                || stem.strip_suffix('s').is_some_and(|s| !lex.abbreviation(s).is_empty()))
            && !tokens
                .get(i + 1)
                .is_some_and(|t| t.is_word() && t.has_digit() && lex.noun(stem).is_some())
            && !(next_capital
                && (super::closed::classes(stem).is_none() || matches!(stem, "first" | "second" | "third"))
                && lex.verb(stem).is_empty())
            && lex.proper(stem).is_none_or(|(_, also)| also)
        {
            let low = tokens[i].text.to_lowercase();
            tokens[i].set(&low);
            tokens[i].capital = false;
        }
    }
}

/// `STILL`, `ONE`, `MULES`: a plain word in capitals only raises its voice; `STEM`, `IT`, `US` may be short for something.
fn shouted(token: &Token) -> bool {
    let word = token.lower.as_str();
    if word.len() < 2
        || !token.text.chars().all(|c| c.is_uppercase() || c == '\'')
        || !token.text.chars().any(char::is_alphabetic)
    {
        return false;
    }
    let lex = lexicon();
    if lex.proper(word).is_some() || lex.abbreviation(word).iter().any(|a| a.flag == "k") {
        return false;
    }
    let closed =
        super::closed::classes(word).is_some() && !matches!(word, "it" | "us" | "i" | "am" | "or" | "as" | "id");
    let long = word.len() > 4
        && (lex.noun(word).is_some() || !lex.verb(word).is_empty() || lex.adjective(word).is_some())
        || lex.adverb(word).is_some() && word.len() > 3
        || word.len() > 3
            && lex
                .verb(word)
                .iter()
                .any(|(v, f)| v.says() || *f != crate::lexicon::VerbForm::Base);
    closed || long || matches!(word, "don't" | "won't" | "can't" | "isn't" | "doesn't" | "didn't")
}

fn letters(word: &str) -> bool {
    word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// `qr`, `cnc`: letters that cannot be a word and so are spelled out.
fn letters_only(word: &str) -> bool {
    (2..=4).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_lowercase() && !b"aeiouy".contains(&b))
        && !known(word)
        && lexicon().proper(word).is_none()
        && !matches!(
            word,
            "hmm"
                | "tbh"
                | "pls"
                | "plz"
                | "thx"
                | "ms"
                | "mm"
                | "cm"
                | "km"
                | "kg"
                | "db"
                | "th"
                | "rd"
                | "nd"
                | "st"
                | "ft"
                | "lb"
                | "vs"
                | "mr"
                | "mrs"
                | "dr"
                | "jr"
                | "sr"
                | "wk"
                | "hr"
                | "yr"
                | "dbt"
                | "gf"
                | "bf"
                | "txt"
                | "msg"
                | "pct"
                | "cf"
                | "px"
                | "pp"
                | "ch"
        )
}

fn known_plain(lower: &str) -> bool {
    let lex = lexicon();
    super::closed::classes(lower).is_some()
        || !lex.verb(lower).is_empty()
        || lex.noun(lower).is_some()
        || lex.adjective(lower).is_some()
        || lex.adverb(lower).is_some()
}

fn month_here(tokens: &[Token], i: usize) -> bool {
    tokens[i - 1].any(&[
        "in", "since", "by", "until", "till", "from", "through", "every", "last", "next", "of", "before", "after",
        "early", "late", "mid", "to", "and", "or", "between",
    ]) && !(tokens[i - 1].any(&["to", "and", "or", "between"])
        && !tokens[..i].iter().rev().take(3).any(|t| month_name(&t.lower)))
        || tokens
            .get(i + 1)
            .is_some_and(|t| t.integer().is_some_and(|n| (1..=31).contains(&n)))
}

/// A month in full, but for May, which is a verb as well.
pub(super) fn month_name(lower: &str) -> bool {
    matches!(
        lower,
        "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

fn capitalize(token: &mut Token) {
    let text = super::render::capitalized(&token.text);
    token.set_cased(&text);
}

impl Token {
    fn set_cased(&mut self, text: &str) {
        self.set(text);
        self.capital = true;
    }
}
