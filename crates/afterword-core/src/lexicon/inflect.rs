//! The regular forms of English verbs and nouns, and the irregular ones from the table.

use super::Verb;

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn consonant_y(word: &str) -> bool {
    let mut end = word.chars().rev();
    end.next() == Some('y') && end.next().is_some_and(|c| !is_vowel(c))
}

/// `run` -> `runs`, `carry` -> `carries`, `be` -> `is`.
#[must_use]
pub fn third_person(verb: &Verb) -> String {
    match verb.lemma {
        "be" => "is".to_owned(),
        "have" => "has".to_owned(),
        "can" | "could" | "may" | "might" | "must" | "shall" | "should" | "will" | "would" => verb.lemma.to_owned(),
        lemma => plural(lemma),
    }
}

/// `nurse` -> `nurses`, `box` -> `boxes`, `city` -> `cities`.
#[must_use]
pub fn plural(word: &str) -> String {
    if consonant_y(word) {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e)) || matches!(word, "go" | "do" | "undergo" | "echo")
    {
        return format!("{word}es");
    }
    format!("{word}s")
}

fn regular_past(verb: &Verb) -> String {
    let lemma = verb.lemma;
    if verb.doubles() {
        let last = lemma.chars().next_back().unwrap_or('t');
        format!("{lemma}{last}ed")
    } else if lemma.ends_with('e') {
        format!("{lemma}d")
    } else if consonant_y(lemma) {
        format!("{}ied", &lemma[..lemma.len() - 1])
    } else {
        format!("{lemma}ed")
    }
}

fn forms(column: &'static str, verb: &Verb) -> Vec<String> {
    if column == "-" {
        vec![regular_past(verb)]
    } else {
        column.split('|').map(str::to_owned).collect()
    }
}

pub(super) fn pasts(verb: &Verb) -> Vec<String> {
    forms(verb.past, verb)
}

pub(super) fn participles(verb: &Verb) -> Vec<String> {
    if verb.participle == "-" {
        pasts(verb)
    } else {
        forms(verb.participle, verb)
    }
}

/// `run` -> `ran`; the preferred form where there are several.
#[must_use]
pub fn past(verb: &Verb) -> String {
    pasts(verb).swap_remove(0)
}

/// `run` -> `run` as in `has run`; the preferred form where there are several.
#[must_use]
pub fn participle(verb: &Verb) -> String {
    participles(verb).swap_remove(0)
}

/// `run` -> `running`, `make` -> `making`, `lie` -> `lying`.
#[must_use]
pub fn gerund(verb: &Verb) -> String {
    let lemma = verb.lemma;
    if verb.doubles() {
        let last = lemma.chars().next_back().unwrap_or('t');
        format!("{lemma}{last}ing")
    } else if let Some(stem) = lemma.strip_suffix("ie") {
        format!("{stem}ying")
    } else if lemma.ends_with('e')
        && !lemma.ends_with("ee")
        && !lemma.ends_with("oe")
        && !lemma.ends_with("ye")
        && lemma != "be"
    {
        format!("{}ing", &lemma[..lemma.len() - 1])
    } else {
        format!("{lemma}ing")
    }
}
