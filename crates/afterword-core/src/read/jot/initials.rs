//! People named by their initials, called by name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::{VerbForm, lexicon};

/// "Mrs O-A" is Mrs Owusu-Ansah.
static DOUBLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(\p{Lu})\p{Ll}+-(\p{Lu})\p{Ll}+\b").expect("tested"));

/// People named by their initials once these were given, "Helen Ogbo, head of grants (HO)", or where lines begin with the initials of
/// two or more: they are called by the first of their names instead.
pub(super) fn written_out(text: &str) -> String {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b(\p{Lu}[\p{Ll}'-]+) (?:\p{Lu}\.? )?(\p{Lu}[\p{L}'-]+)").expect("tested"));
    /// What stands for something else before it stands for anybody.
    const OTHERS: &[&str] = &[
        "AM", "CEO", "EA", "GM", "HR", "IT", "MD", "OK", "OT", "PA", "PI", "PM", "PR", "QA", "TV", "UK", "US", "VP",
    ];
    let mut called: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in NAME.captures_iter(text) {
        let first = |i: usize| name.get(i).and_then(|n| n.as_str().chars().next());
        let initials: String = [1, 2].into_iter().filter_map(first).collect();
        let names = called.entry(initials).or_default();
        let given = name.get(1).map_or("", |n| n.as_str());
        if !names.contains(&given) {
            names.push(given);
        }
    }
    for double in DOUBLE.captures_iter(text) {
        let names = called.entry(format!("{}-{}", &double[1], &double[2])).or_default();
        let name = double.get(0).map_or("", |m| m.as_str());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '&' | '-' | '.' | '_'));
    let uses = |initials: &str| -> Vec<usize> {
        let alone =
            |at: &usize| free(text[..*at].chars().next_back()) && free(text[at + initials.len()..].chars().next());
        text.match_indices(initials).map(|(at, _)| at).filter(alone).collect()
    };
    let given = |initials: &str, at: usize| {
        let behind = &text[at + initials.len()..];
        text[..at].ends_with('(') && behind.starts_with([')', ','])
    };
    let opens = |at: &usize| {
        let before = text[..*at].trim_end_matches([' ', '-', '*']);
        before.is_empty() || before.ends_with('\n')
    };
    // "J liked that we cut reopens": the first letter of one name alone, and not "I" or "a".
    let letters: BTreeSet<String> = called
        .values()
        .flatten()
        .filter_map(|n| n.get(..1))
        .map(str::to_owned)
        .collect();
    for letter in letters.into_iter().filter(|l| !matches!(l.as_str(), "I" | "A")) {
        let begin = called.values().flatten().filter(|n| n.starts_with(&letter)).copied();
        let names: BTreeSet<&str> = begin.collect();
        called.insert(letter, names.into_iter().collect());
    }
    called.retain(|initials, names| names.len() == 1 && !OTHERS.contains(&initials.as_str()));
    let places: Vec<(&str, &str, Vec<usize>)> = called
        .iter()
        .map(|(initials, names)| (initials.as_str(), names[0], uses(initials)))
        .collect();
    let leading = places.iter().filter(|p| p.0.len() > 1 && p.2.iter().any(opens)).count();
    let mut cuts: Vec<(Range<usize>, &str)> = Vec::new();
    for (initials, name, at) in &places {
        if initials.len() == 1 {
            let told = |at: &&usize| {
                let behind = &text[*at + 1..];
                // "T shirts for all" is about nobody.
                let does = behind
                    .strip_prefix(' ')
                    .and_then(|b| b.split_whitespace().next())
                    .is_some_and(|w| {
                        let l = lexicon();
                        l.is_verb(w, VerbForm::Past) || l.is_verb(w, VerbForm::Third) && l.noun(w).is_none()
                    });
                opens(at) && (does || behind.starts_with(": ") || behind.starts_with(" - "))
            };
            cuts.extend(at.iter().filter(told).map(|at| (*at..at + 1, *name)));
            continue;
        }
        let double = initials.contains('-');
        if !double && !(at.iter().any(|at| given(initials, *at)) || leading > 1 && at.iter().any(opens)) {
            continue;
        }
        for at in at {
            let end = at + initials.len();
            cuts.push(match text.as_bytes().get(end) {
                Some(b')') if given(initials, *at) => (text[..at - 1].trim_end().len()..end + 1, ""),
                Some(b',') if given(initials, *at) => {
                    (*at..end + 1 + usize::from(text[end + 1..].starts_with(' ')), "")
                }
                _ => (*at..end, *name),
            });
        }
    }
    cuts.sort_by_key(|c| c.0.start);
    let mut out = text.to_owned();
    for (range, name) in cuts.into_iter().rev() {
        out.replace_range(range, name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_called_by_name_and_not_by_initials() {
        let text = written_out;
        assert_eq!(
            text("Helen Ogbo, grants (HO); Priti Vad (PV, late)\nHO said yes. HO + PV met"),
            "Helen Ogbo, grants; Priti Vad (late)\nHelen said yes. Helen + Priti met"
        );
        assert_eq!(
            text("Sarah Miles and Tom Ferris\nSM - likes maps\nTF: wants ESR"),
            "Sarah Miles and Tom Ferris\nSarah - likes maps\nTom: wants ESR"
        );
        assert_eq!(
            text("Jo Mayhew, Tess Amund\nJ liked it\nT shirts for all"),
            "Jo Mayhew, Tess Amund\nJo liked it\nT shirts for all"
        );
        assert_eq!(
            text("Mrs Akosua Owusu-Ansah\ni owe Mrs O-A the SOP"),
            "Mrs Akosua Owusu-Ansah\ni owe Mrs Owusu-Ansah the SOP"
        );
        // Nobody is meant by these.
        for kept in [
            "Helen Ross, head\nHR will call",
            "Tom Ferris and Sarah Miles\nTF-2 forms",
            "Sarah Miles\nSM runs the shop",
        ] {
            assert_eq!(text(kept), kept);
        }
    }
}
