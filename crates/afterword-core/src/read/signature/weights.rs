//! How much a text looks like a title, a unit or an organisation.

use super::lexicon::{
    FUNCTIONS, LEGAL_FORMS, ORG_STRONG, ORG_WEAK, TITLE_HEADS, TITLE_STARTS, TITLE_SUFFIXES, UNIT_ENDS, UNIT_STARTS,
    UNIT_SUFFIXES, has,
};
use super::matching::spelled;
use super::phrases::{LOOSE_UNIT_ENDS, LOOSE_UNIT_STARTS};
use super::piece::words;

/// Whether a word is a legal form; the short ones only in capitals.
pub(super) fn is_legal(word: &str, text: &str) -> bool {
    if !has(LEGAL_FORMS, word) {
        return false;
    }
    if word.len() > 2 || word == "co" {
        return true;
    }
    text.split([' ', ',']).any(|t| {
        let bare = t.replace('.', "");
        bare.eq_ignore_ascii_case(word) && !t.chars().any(char::is_lowercase) || t.eq_ignore_ascii_case("e.v.")
    })
}

/// How well a text names the organisation of one of the mail hosts.
pub(super) fn host_fit(text: &str, labels: &[String]) -> f32 {
    labels
        .iter()
        .map(|l| {
            let best = spelled(l, text);
            let all = words(text);
            let long = all
                .iter()
                .any(|w| w.len() >= 5 && l.starts_with(w.as_str()) || w.len() >= 6 && l.contains(w.as_str()));
            if best < 0.6 && long { 0.6 } else { best }
        })
        .fold(0.0, f32::max)
}

/// Whether a text surely names an organisation.
pub(super) fn names_organisation(text: &str, labels: &[String]) -> bool {
    let all = words(text);
    if all.is_empty() || text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let legal = all.len() > 1 && all.iter().skip(1).any(|w| is_legal(w, text));
    // "Lantern Street School": a house that has a name of its own.
    let house = [
        "school", "college", "academy", "hospital", "museum", "church", "clinic", "library", "hotel",
    ];
    let named_house = all.len() >= 3
        && all.last().is_some_and(|w| house.contains(&w.as_str()))
        && text
            .split(' ')
            .all(|word| word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic()))
        && !["business", "law", "medical", "nursing", "graduate", "engineering"].contains(&all[all.len() - 2].as_str());
    legal
        || named_house
        || host_fit(text, labels) > 0.8
        || (all.iter().any(|w| has(ORG_STRONG, w))
            && all.len() > 1
            && !(all
                .last()
                .is_some_and(|w| has(FUNCTIONS, w) && !has(ORG_STRONG, w) && !has(ORG_WEAK, w)))
            && !text.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a text is the name of a unit; `strict` when it is only part of a title line.
pub(super) fn is_unit(text: &str, strict: bool) -> bool {
    let all = words(text);
    let Some((first, last)) = all.first().zip(all.last()) else {
        return false;
    };
    // "Team Leader", "Office Manager" are people.
    if all.get(1).is_some_and(|w| has(TITLE_HEADS, w)) {
        return false;
    }
    let loose_starts = LOOSE_UNIT_STARTS;
    let loose_ends = LOOSE_UNIT_ENDS;
    let linked = all.len() > 2 && ["of", "for", "fur", "de", "des", "du", "the", "d"].contains(&all[1].as_str());
    let starts =
        has(UNIT_STARTS, first) && all.len() > 1 && (!strict || linked || !loose_starts.contains(&first.as_str()));
    let ends = has(UNIT_ENDS, last) && all.len() > 1 && (!strict || !loose_ends.contains(&last.as_str()));
    let suffix = all.len() <= 3
        && all
            .iter()
            .any(|w| UNIT_SUFFIXES.iter().any(|s| w.len() > s.len() + 2 && w.ends_with(s)));
    let digits_only = first == "unit" && text.contains(|c: char| c.is_ascii_digit()) && strict;
    (starts || ends || suffix && !strict) && !digits_only
}

/// A line of nothing but what units do ("Human Resources").
pub(super) fn is_function(text: &str) -> bool {
    let all = words(text);
    let linking = [
        "&", "and", "und", "et", "en", "of", "the", "de", "des", "du", "fur", "der", "for",
    ];
    !all.is_empty()
        && all.len() <= 7
        && all.iter().all(|w| has(FUNCTIONS, w))
        && !all.iter().all(|w| linking.contains(&w.as_str()))
}

/// How much a text looks like a title.
pub(super) fn title_weight(text: &str) -> f32 {
    let all = words(text);
    let Some(first) = all.first() else { return 0.0 };
    let is_head =
        |w: &String| has(TITLE_HEADS, w) || TITLE_SUFFIXES.iter().any(|s| w.len() > s.len() + 2 && w.ends_with(s));
    // "PA to the Dean".
    if ["pa", "ea"].contains(&first.as_str()) && all.get(1).is_some_and(|w| w == "to") {
        return 4.5;
    }
    let Some(at) = all.iter().position(is_head) else {
        return if has(TITLE_STARTS, first) && all.len() > 1 {
            0.5
        } else {
            0.0
        };
    };
    let mut score = 3.0;
    let head = text.split([',', '(', '–', '|']).next().unwrap_or(text);
    let head_words = words(head);
    if head_words.last().is_some_and(is_head) || at == 0 || has(TITLE_STARTS, first) {
        score += 1.5;
    }
    if is_unit(text, false) && at > 0 && has(UNIT_STARTS, first) {
        score -= 5.0;
    }
    if all.len() > 12 {
        score -= 2.0;
    }
    score
}
