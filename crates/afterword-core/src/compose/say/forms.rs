//! What an ending may be made of: the line's own words in their forms, and small words that tell nothing.
//!
//! The closed world of composing, before a word is written: who writes with these words alone cannot invent a fact.

use super::render;
use crate::lexicon::{NUMBERS, Verb, gerund, lexicon, meant, participle, past, plural, third_person};

/// Words that any ending may bring.
const SMALL: &str = include_str!("small.txt");

/// Words that only a line with one of them may bring: nothing is turned into its opposite.
const DENYING: [&str; 15] = [
    "not", "no", "never", "cannot", "can't", "won't", "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't",
    "hasn't", "haven't", "wouldn't",
];

/// The words of which the ending of a line may be made.
pub(super) fn of(words: &[String]) -> Vec<String> {
    let mut out: Vec<String> = SMALL.split_whitespace().map(str::to_owned).collect();
    let plain = |w: &&String| w.chars().any(char::is_alphanumeric);
    for word in words.iter().filter(plain) {
        let lower = word.to_lowercase();
        // "OK" may be Oklahoma.
        if word.len() > 1 && word.chars().all(char::is_uppercase) {
            out.extend([word.clone(), format!("{word}'s")]);
            continue;
        }
        let all = forms(&lower)
            .into_iter()
            .chain(meant(&lower).into_iter().flat_map(|word| forms(&word)));
        out.extend(all.map(|form| {
            if *word == lower {
                form
            } else {
                render::capitalized(&form)
            }
        }));
        out.extend([word.clone(), lower.clone()]);
        out.extend(word.strip_suffix('%').map(str::to_owned));
        out.extend(lexicon().proper(&lower).map(|(name, _)| name.to_owned()));
        if !lexicon().has(&lower) && lower.len() < 6 {
            out.push(word.to_uppercase());
        }
    }
    let denies = |w: &String| DENYING.contains(&w.to_lowercase().replace('’', "'").as_str());
    if words.iter().any(denies) {
        out.extend(DENYING.map(str::to_owned));
    }
    // "12 hour shifts", "6 weeks blocks", "left handed"
    for (n, pair) in words.windows(2).enumerate() {
        let number = alike(&pair[0].to_lowercase()).bytes().all(|b| b.is_ascii_digit());
        if number && pair[1].chars().all(char::is_alphabetic) {
            let one = lexicon()
                .noun(&pair[1].to_lowercase())
                .map_or(pair[1].clone(), |n| n.singular.to_owned());
            out.push(format!("{}-{one}", pair[0]));
            out.extend(words.get(n + 2).map(|third| format!("{}-{one}-{third}", pair[0])));
        } else if pair[1].ends_with("ed") || lexicon().has(&format!("{}-{}", pair[0], pair[1])) {
            out.push(format!("{}-{}", pair[0], pair[1]));
        }
    }
    out.sort();
    out.dedup();
    out
}

/// A lower-case word in the forms that grammar may ask for.
fn forms(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    for (verb, _) in lexicon().verb(word) {
        if !matches!(verb.lemma, "be" | "have" | "do") {
            out.extend(inflected(verb));
        }
    }
    if let Some(noun) = lexicon().noun(word) {
        out.push(noun.singular.to_owned());
        out.push(plural(noun.singular));
    }
    for noun in out.clone() {
        let owned = if noun.ends_with('s') { "'" } else { "'s" };
        out.push(format!("{noun}{owned}"));
    }
    // "my mothers shop"
    out.extend(word.strip_suffix('s').map(|one| format!("{one}'s")));
    out.extend(figure(word));
    let named = word.parse::<usize>().ok().and_then(|n| NUMBERS.get(n));
    out.extend(named.map(|n| (*n).to_owned()));
    out
}

/// `seven` -> `7`
fn figure(word: &str) -> Option<String> {
    NUMBERS.iter().position(|n| *n == word).map(|n| n.to_string())
}

/// One wording for endings that differ in nothing but commas, and in numbers as words or figures.
pub(super) fn alike(ending: &str) -> String {
    let plain = ending.replace([',', ';', ':'], "");
    let words = plain.split(' ').map(|w| figure(w).unwrap_or_else(|| w.to_owned()));
    words.collect::<Vec<_>>().join(" ")
}

/// One key for endings that say the same: that differ in nothing but articles, commas, what joins, and how a figure is written.
pub(super) fn sense(ending: &str) -> String {
    let plain = alike(&ending.replace(" percent", "%"));
    let words = plain
        .split(' ')
        .filter(|w| !matches!(*w, "a" | "an" | "the" | "and" | "that" | "with"));
    words.collect::<Vec<_>>().join(" ")
}

fn inflected(verb: &Verb) -> [String; 5] {
    [
        verb.lemma.to_owned(),
        third_person(verb),
        past(verb),
        participle(verb),
        gerund(verb),
    ]
}

/// Words and marks, as [`afterword_weigher::words`] has them, as text again.
pub(super) fn joined(words: &[String]) -> String {
    let mut out = String::new();
    let mut tight = true;
    for (i, word) in words.iter().enumerate() {
        let mark = matches!(word.as_str(), "," | ";" | ":" | "." | "!" | "?" | ")" | "]" | "”");
        if !tight && !mark {
            out.push(' ');
        }
        tight = matches!(word.as_str(), "“" | "(" | "[");
        let vowel = word == "a" && words.get(i + 1).is_some_and(|next| render::vowel_sound(next));
        out.push_str(if vowel { "an" } else { word });
    }
    out
}

#[cfg(test)]
mod tests {
    use afterword_weigher::words;

    use super::*;

    #[test]
    fn an_ending_has_the_words_of_its_line_in_every_form() {
        let made_of = of(&words("runs 12 hour shifts, my mothers left handed, two secretries"));
        for word in [
            "run",
            "running",
            "12-hour",
            "shift",
            "shift's",
            "mother's",
            "left-handed",
            "2",
            "you",
            "with",
        ] {
            assert!(made_of.iter().any(|w| w == word), "{word}");
        }
        for word in ["hospital", "not", "three", "nurse", "Run", "RUNS", ","] {
            assert!(!made_of.iter().any(|w| w == word), "{word}");
        }
    }

    #[test]
    fn what_is_taken_apart_goes_together_again() {
        for text in [
            "a cook, an egg and “an hour (or two)”",
            "the NAV is out by 6 p.m., and 9.5% stay",
            "they said: “if it leaks, it is mine”",
        ] {
            assert_eq!(joined(&words(text)), text);
        }
        assert_eq!(joined(&words("said \"no\" twice")), "said “no” twice");
    }
}
