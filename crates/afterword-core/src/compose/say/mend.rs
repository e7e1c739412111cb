//! Sentences of people who learnt English later, or speak another one: mended where only one thing can be meant.
//!
//! Works on legible tokens before they are read. What cannot be mended for certain is left, and doubted later.

use super::token::{Kind, Token};
use crate::lexicon::{VerbForm, lexicon};

/// Mends in place.
pub(super) fn mend(tokens: &mut Vec<Token>) {
    used_to(tokens);
    perfect_with_a_date(tokens);
    perfect_of_telling(tokens);
    counted_run_on(tokens);
    at_the_end(tokens);
    first_year(tokens);
    the_same(tokens);
    rates(tokens);
    relatives(tokens);
    for token in tokens.iter_mut().filter(|t| t.is("persons")) {
        token.set("people");
    }
    there_are(tokens);
}

/// `there is no tickets` -> `there are no tickets`
fn there_are(tokens: &mut [Token]) {
    for i in 1..tokens.len().saturating_sub(1) {
        if tokens[i - 1].is("there") && tokens[i].is("is") {
            let after: Vec<&Token> = tokens[i + 1..].iter().take_while(|t| t.is_word()).take(2).collect();
            let many = |t: &&Token| {
                lexicon().noun(&t.lower).is_some_and(|n| n.is_plural) && lexicon().verb(&t.lower).is_empty()
            };
            let plural = match after.as_slice() {
                [first, ..] if many(first) => true,
                [first, second] if first.any(&["no", "two", "three", "four", "some", "many", "several"]) => {
                    many(second)
                }
                _ => false,
            };
            if plural {
                tokens[i].set("are");
            }
        }
    }
}

fn insert(tokens: &mut Vec<Token>, at: usize, word: &str) {
    let place = tokens.get(at).or(tokens.last()).map_or(0, |t| t.span.start);
    tokens.insert(at, Token::word(word, place..place));
}

/// `it used be Spain` -> `it used to be Spain`
fn used_to(tokens: &mut Vec<Token>) {
    let at = (1..tokens.len()).find(|&i| {
        tokens[i - 1].is("used")
            && lexicon().is_verb(&tokens[i].lower, VerbForm::Base)
            && !tokens[i].is("to")
            && tokens
                .get(i.wrapping_sub(2))
                .is_none_or(|t| !t.any(&["get", "got", "is", "are", "was", "were", "be"]))
    });
    if let Some(at) = at.filter(|&i| tokens[i].any(&["be", "have", "do", "go", "run", "work", "live", "teach", "play"]))
    {
        insert(tokens, at, "to");
    }
}

/// The past tense of the verb a participle belongs to.
fn past_of(participle: &str) -> Option<String> {
    let verb = lexicon()
        .verb(participle)
        .iter()
        .find(|(_, f)| *f == VerbForm::Participle)
        .map(|(v, _)| *v)?;
    Some(crate::lexicon::past(&verb))
}

/// `has opened the shop in 1951` -> `opened the shop in 1951`: a day that is over takes the past.
fn perfect_with_a_date(tokens: &mut Vec<Token>) {
    let over = (0..tokens.len()).any(|i| {
        let year = tokens[i]
            .integer()
            .is_some_and(|n| (1850..=2035).contains(&n) && tokens[i].text.len() == 4);
        (year && i > 0 && !tokens[i - 1].any(&["since", "from", "until", "till", "by", "to", "through"]))
            || tokens[i].is("ago")
            || tokens[i].is("yesterday")
    });
    if !over || tokens.iter().any(|t| t.any(&["since", "been"])) {
        return;
    }
    let Some(at) = (0..tokens.len().saturating_sub(1)).find(|&i| tokens[i].any(&["has", "have"])) else {
        return;
    };
    if let Some(past) = past_of(&tokens[at + 1].lower) {
        tokens[at + 1].set(&past);
        tokens.remove(at);
    }
}

/// `I have told that I fit lenses` -> `I told you that I fit lenses`; the telling is over.
fn perfect_of_telling(tokens: &mut Vec<Token>) {
    let telling = |t: &Token| {
        t.any(&[
            "told",
            "spoken",
            "explained",
            "described",
            "mentioned",
            "shown",
            "talked",
            "said",
        ])
    };
    if tokens.len() > 4 && tokens[0].is("i") && tokens[1].is("have") && telling(&tokens[2]) {
        if let Some(past) = past_of(&tokens[2].lower) {
            tokens[2].set(&past);
            tokens.remove(1);
        }
        if tokens[1].is("told") && tokens[2].any(&["that", "about", "how", "of"]) {
            insert(tokens, 2, "you");
        }
    }
}

/// `9 bands 1 changeover crew`: a second count begins a second item.
fn counted_run_on(tokens: &mut Vec<Token>) {
    let lex = lexicon();
    let mut i = 2;
    while i + 1 < tokens.len() {
        let counts = |t: &Token| {
            t.integer().is_some() || t.any(&["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
        };
        let people = tokens
            .get(i + 1)
            .is_some_and(|t| lex.noun(&t.lower).is_some_and(|n| n.person() && n.is_plural));
        let noun = |t: &Token| t.is_word() && lex.noun(&t.lower).is_some_and(|n| n.is_plural && (!n.time() || people));
        if counts(&tokens[i])
            && noun(&tokens[i - 1])
            && counts(&tokens[i - 2])
            && tokens[i + 1].is_word()
            && lex.noun(&tokens[i + 1].lower).is_some_and(|n| !n.time())
        {
            let place = tokens[i].span.start;
            let mut comma = Token::word(",", place..place);
            comma.kind = Kind::Comma;
            tokens.insert(i, comma);
            i += 1;
        }
        i += 1;
    }
}

/// `1st year she counted` -> `in the first year she counted`: a time that opens a clause.
fn first_year(tokens: &mut Vec<Token>) {
    let opens = tokens.len() > 4
        && tokens[0].any(&["first", "second", "third", "last"])
        && lexicon().noun(&tokens[1].lower).is_some_and(|n| n.time())
        && tokens[2].any(&["she", "he", "they", "you", "i", "we"]);
    if opens && !tokens[0].is("last") {
        insert(tokens, 0, "the");
        insert(tokens, 0, "in");
    }
}

/// `gets paid same week`, `whole crew`, `first payday after`: words that pick out one thing want "the".
fn the_same(tokens: &mut Vec<Token>) {
    const ONE: &[&str] = &[
        "same", "whole", "entire", "first", "second", "third", "fourth", "best", "worst", "rest",
    ];
    let lex = lexicon();
    let mut i = 0;
    while i < tokens.len() {
        let picks = tokens[i].any(ONE) && !tokens[i].capital;
        let before = i.checked_sub(1).map(|b| &tokens[b]);
        let determined = before.is_some_and(|t| {
            t.is_word()
                && (t.lower.contains('\'')
                    || t.has_digit()
                    || t.capital
                    || matches!(
                        super::closed::classes(&t.lower),
                        Some([(super::tag::Tag::Sub, _), ..]) if t.is("that") && tokens[i].is("same")
                    )
                    || matches!(
                        super::closed::classes(&t.lower),
                        Some([
                            (super::tag::Tag::Det | super::tag::Tag::Num | super::tag::Tag::Adj, _),
                            ..
                        ])
                    )
                    || t.any(&[
                        "one", "half", "at", "very", "and", "or", "per", "came", "come", "ate", "we", "both",
                    ]))
        });
        let noun = |t: &Token| t.is_word() && !t.capital && lex.noun(&t.lower).is_some();
        let next = tokens.get(i + 1);
        let after = tokens.get(i + 2);
        // "first aid", "first class", "second hand": no one thing; "first thing", "same here": no thing at all.
        let idiom = next.is_none_or(|t| {
            t.any(&[
                "aid",
                "class",
                "hand",
                "name",
                "names",
                "rate",
                "thing",
                "time",
                "language",
                "come",
                "gear",
                "party",
                "responder",
                "responders",
                "sight",
                "nation",
                "nations",
                "grade",
                "graders",
                "person",
                "place",
                "practice",
                "year",
                "years",
                "job",
                "jobs",
                "generation",
            ]) && !tokens[i].any(&["same", "whole", "entire"])
        });
        let singular = next.is_some_and(|t| noun(t) && !lex.noun(&t.lower).is_some_and(|n| n.is_plural))
            || next.is_some_and(|t| lex.adjective(&t.lower).is_some()) && after.is_some_and(noun);
        let alone = tokens[i].is("rest") && before.is_some_and(|t| t.kind == Kind::Comma);
        // "same as", "whole animal program" with a hyphen are read elsewhere.
        if picks && !determined && (singular && !idiom && !tokens[i].is("rest") || alone) {
            insert(tokens, i, "the");
            i += 1;
        }
        i += 1;
    }
}

/// `PM rate 97%` -> `a PM rate of 97%`
fn rates(tokens: &mut Vec<Token>) {
    let at = (1..tokens.len()).find(|&i| {
        let share = tokens[i].text.ends_with('%') || tokens.get(i + 1).is_some_and(|t| t.is("percent"));
        share
            && tokens[i].has_digit()
            && tokens[i - 1].any(&[
                "rate", "score", "share", "average", "yield", "ratio", "margin", "uptime",
            ])
    });
    let Some(at) = at else { return };
    let begin = (0..at).rev().find(|&k| !tokens[k].is_word()).map_or(0, |k| k + 1);
    let name = &tokens[begin..at];
    let bare = name.len() <= 3
        && name.iter().all(|t| {
            super::closed::classes(&t.lower).is_none() && lexicon().verb(&t.lower).iter().all(|(v, _)| v.also_noun())
        });
    if bare {
        insert(tokens, at, "of");
        insert(tokens, begin, "a");
    }
}

/// `his dads pliers` -> `his dad's pliers`
fn relatives(tokens: &mut [Token]) {
    const KIN: &[&str] = &[
        "dads",
        "mums",
        "moms",
        "mothers",
        "fathers",
        "grandads",
        "granddads",
        "grandpas",
        "grandmas",
        "grans",
        "nans",
        "uncles",
        "aunts",
        "wifes",
        "husbands",
        "daughters",
        "sons",
        "brothers",
        "sisters",
        "grandfathers",
        "grandmothers",
        "bosses",
    ];
    for i in 1..tokens.len().saturating_sub(1) {
        let owned = tokens[i].any(KIN) && tokens[i - 1].any(&["his", "her", "my", "their", "your", "the"]);
        let next = &tokens[i + 1];
        let kin = tokens[i].any(&[
            "dads", "mums", "moms", "wifes", "grans", "nans", "grandads", "grandpas", "grandmas",
        ]);
        let described = lexicon().adjective(&next.lower).is_some()
            && tokens
                .get(i + 2)
                .is_some_and(|t| t.is_word() && lexicon().noun(&t.lower).is_some());
        let thing = next.is_word()
            && (lexicon().noun(&next.lower).is_some() && (kin || lexicon().verb(&next.lower).is_empty())
                || kin && described);
        if owned && thing {
            let stem = tokens[i].lower.trim_end_matches('s').to_owned();
            let stem = if tokens[i].is("bosses") {
                "boss".to_owned()
            } else {
                stem
            };
            tokens[i].set(&format!("{stem}'s"));
        }
    }
}

/// `by this week only` -> `this week`; `twenty years itself` -> `twenty years`
fn at_the_end(tokens: &mut Vec<Token>) {
    if tokens.len() > 4
        && tokens[tokens.len() - 2].any(&["week", "month", "day", "itself"])
        && tokens[tokens.len() - 1].is("only")
        || tokens.len() > 4 && tokens[tokens.len() - 1].is("itself") && tokens[tokens.len() - 2].has_digit()
    {
        tokens.pop();
    }
    if let Some(at) = (0..tokens.len().saturating_sub(2))
        .find(|&i| tokens[i].is("by") && tokens[i + 1].is("this") && tokens[i + 2].any(&["week", "month"]))
    {
        tokens.remove(at);
    }
}
