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
        let noun = |t: &Token| t.is_word() && lex.noun(&t.lower).is_some_and(|n| n.is_plural && !n.time());
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
