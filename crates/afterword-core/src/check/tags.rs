//! Parts of speech from a small list: enough for the neighbours of the words people confuse.
//!
//! A word carries every part of speech it can have; nothing is disambiguated here. What the list does not know is
//! guessed from its ending, and the proofreader's dictionary answers for the rest when it is loaded.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A set of marks on a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(crate) struct Tags(pub(crate) u32);

macro_rules! tags {
    ($($name:ident $word:literal $bit:literal),* $(,)?) => {
        impl Tags {
            $(pub(crate) const $name: Tags = Tags(1 << $bit);)*

            /// The mark a pattern calls by this name.
            pub(crate) fn named(name: &str) -> Option<Tags> {
                match name {
                    $($word => Some(Tags::$name),)*
                    _ => None,
                }
            }
        }
    };
}

tags! {
    BASE "V" 0, THIRD "VZ" 1, PAST "VD" 2, PARTICIPLE "VN" 3, ING "VG" 4,
    NOUN "N" 5, NOUNS "NS" 6, MASS "NM" 7, ADJECTIVE "A" 8, ADVERB "R" 9,
    SUBJECT "SUBJ" 10, OBJECT "OBJ" 11, PRONOUN "PRO" 12, POSSESSIVE "POSS" 13, DETERMINER "DET" 14,
    MODAL "MOD" 15, BE "BE" 16, HAVE "HAVE" 17, DO "DO" 18, PREPOSITION "P" 19, CONJUNCTION "C" 20, WH "WH" 21,
    NUMBER "NUM" 22, WEEKDAY "DAY" 23, MONTH "MONTH" 24, GUESSED "GUESS" 25,
    CAPITAL "CAP" 26, NAME "NAME" 27, ORGANIZATION "ORG" 28, FIRST "FIRST" 29, KNOWN "KNOWN" 30,
}

impl Tags {
    /// Any form of a verb.
    pub(crate) const VERBAL: Tags = Tags(0b1_1111);

    /// None at all.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Any of those.
    pub(crate) fn any(self, of: Tags) -> bool {
        self.0 & of.0 != 0
    }

    /// Both together.
    pub(crate) const fn with(self, other: Tags) -> Tags {
        Tags(self.0 | other.0)
    }
}

/// Nouns whose plural is in the list of plurals.
const OWN_PLURAL: &[&str] = &[
    "child", "man", "woman", "wife", "life", "half", "foot", "analysis", "basis", "people", "staff", "news", "series",
];

#[derive(Deserialize)]
struct Words {
    closed: HashMap<String, String>,
    verbs: Verbs,
    nouns: Nouns,
    adjectives: Adjectives,
}

#[derive(Deserialize)]
struct Verbs {
    irregular: String,
    regular: String,
}

#[derive(Deserialize)]
struct Nouns {
    singular: String,
    verbs_too: String,
    plural: String,
    mass: String,
}

#[derive(Deserialize)]
struct Adjectives {
    list: String,
}

static WORDS: LazyLock<HashMap<String, Tags>> = LazyLock::new(|| {
    let words: Words = toml::from_str(include_str!("words.toml")).expect("the list of words is part of the program");
    build(&words)
});

/// The tags of a lower-case word; empty when the list does not know it.
pub(crate) fn of(low: &str) -> Tags {
    if let Some(tags) = WORDS.get(low) {
        return *tags;
    }
    if low.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '\u{a3}' | '\u{20ac}')) {
        return Tags::NUMBER;
    }
    if let Some(stem) = low.strip_suffix("'s")
        && WORDS.get(stem).is_some_and(|t| t.any(Tags::NOUN.with(Tags::NOUNS)))
    {
        return Tags::POSSESSIVE;
    }
    Tags::default()
}

/// A guess from the ending, for a word no list knows.
pub(crate) fn guess(low: &str) -> Tags {
    let tags = if low.len() < 4 || low.contains('\'') {
        return Tags::default();
    } else if low.ends_with("ing") {
        Tags::ING.with(Tags::NOUN)
    } else if low.ends_with("ed") {
        Tags::PAST.with(Tags::PARTICIPLE).with(Tags::ADJECTIVE)
    } else if low.ends_with("ly") {
        Tags::ADVERB
    } else if ["tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ism"]
        .iter()
        .any(|e| low.ends_with(e))
    {
        Tags::NOUN
    } else if ["tions", "sions", "ments", "ities", "ships"]
        .iter()
        .any(|e| low.ends_with(e))
    {
        Tags::NOUNS
    } else if ["ful", "ous", "ible", "able", "ive", "less", "ish"]
        .iter()
        .any(|e| low.ends_with(e))
    {
        Tags::ADJECTIVE
    } else {
        return Tags::default();
    };
    tags.with(Tags::GUESSED)
}

fn build(words: &Words) -> HashMap<String, Tags> {
    let mut map: HashMap<String, Tags> = HashMap::with_capacity(9000);
    let mut add = |word: &str, tags: Tags| {
        let slot = map.entry(word.to_owned()).or_default();
        *slot = slot.with(tags);
    };
    for (class, list) in &words.closed {
        let tags = closed(class);
        list.split_whitespace().for_each(|w| add(w, tags));
    }
    for entry in words.verbs.irregular.split(['|', '\n']) {
        let mut forms = entry.split_whitespace();
        if let (Some(base), Some(past), Some(participle)) = (forms.next(), forms.next(), forms.next()) {
            add(base, Tags::BASE);
            add(past, Tags::PAST);
            add(participle, Tags::PARTICIPLE);
            add(&third_person(base), Tags::THIRD);
            add(&ing(base), Tags::ING);
        }
    }
    for base in words.verbs.regular.split_whitespace() {
        add(base, Tags::BASE);
        add(&third_person(base), Tags::THIRD);
        add(&ing(base), Tags::ING);
        add(&past(base), Tags::PAST.with(Tags::PARTICIPLE));
    }
    for noun in words
        .nouns
        .singular
        .split_whitespace()
        .chain(words.nouns.verbs_too.split_whitespace())
    {
        add(noun, Tags::NOUN);
        if !OWN_PLURAL.contains(&noun) {
            add(&third_person(noun), Tags::NOUNS);
        }
    }
    words.nouns.plural.split_whitespace().for_each(|w| add(w, Tags::NOUNS));
    words.nouns.mass.split_whitespace().for_each(|w| add(w, Tags::MASS));
    words
        .adjectives
        .list
        .split_whitespace()
        .for_each(|w| add(w, Tags::ADJECTIVE));
    map.remove("bes");
    map
}

fn closed(class: &str) -> Tags {
    match class {
        "subject" => Tags::SUBJECT,
        "object" => Tags::OBJECT,
        "pronoun" => Tags::PRONOUN,
        "possessive" => Tags::POSSESSIVE,
        "determiner" => Tags::DETERMINER,
        "modal" => Tags::MODAL,
        "be" => Tags::BE,
        "have" => Tags::HAVE,
        "do" => Tags::DO,
        "preposition" => Tags::PREPOSITION,
        "conjunction" => Tags::CONJUNCTION,
        "wh" => Tags::WH,
        "adverb" => Tags::ADVERB,
        "number" => Tags::NUMBER,
        "weekday" => Tags::WEEKDAY,
        "month" => Tags::MONTH,
        _ => Tags::default(),
    }
}

fn vowel(c: char) -> bool {
    "aeiou".contains(c)
}

/// `-s` for verbs and nouns alike.
pub(crate) fn third_person(base: &str) -> String {
    let before_y = base.chars().rev().nth(1).is_some_and(|c| !vowel(c));
    if base.ends_with('y') && before_y {
        return format!("{}ies", &base[..base.len() - 1]);
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|e| base.ends_with(e));
    let special = matches!(base, "go" | "do" | "undergo" | "hero" | "potato" | "tomato");
    match base {
        "have" => "has".to_owned(),
        "be" => "is".to_owned(),
        _ if hissing || special => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

/// Whether the last consonant doubles: one vowel before one consonant, stressed at the end.
fn doubles(base: &str) -> bool {
    const STRESSED: &[&str] = &[
        "admit", "begin", "commit", "control", "forget", "permit", "prefer", "refer", "regret", "occur", "submit",
        "transfer", "quit", "fulfil", "travel", "label", "program", "forbid", "model",
    ];
    if STRESSED.contains(&base) {
        return true;
    }
    let cs: Vec<char> = base.chars().rev().take(3).collect();
    let closed = cs.len() == 3 && !vowel(cs[0]) && !"wxy".contains(cs[0]) && vowel(cs[1]) && !vowel(cs[2]);
    let syllables = base.chars().filter(|c| vowel(*c)).count();
    closed && syllables == 1
}

/// The `-ing` form.
pub(crate) fn ing(base: &str) -> String {
    match base {
        "be" | "see" | "agree" | "flee" | "guarantee" => format!("{base}ing"),
        "lie" | "tie" | "die" => format!("{}ying", &base[..base.len() - 2]),
        _ if base.ends_with('e') && !base.ends_with("oe") => format!("{}ing", &base[..base.len() - 1]),
        _ if doubles(base) => format!("{base}{}ing", &base[base.len() - 1..]),
        _ => format!("{base}ing"),
    }
}

/// The regular past.
pub(crate) fn past(base: &str) -> String {
    let before_y = base.chars().rev().nth(1).is_some_and(|c| !vowel(c));
    if base.ends_with('e') {
        format!("{base}d")
    } else if base.ends_with('y') && before_y {
        format!("{}ied", &base[..base.len() - 1])
    } else if doubles(base) {
        format!("{base}{}ed", &base[base.len() - 1..])
    } else {
        format!("{base}ed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_follow_the_rules_of_spelling() {
        assert_eq!(
            (ing("take"), ing("plan"), ing("visit")),
            ("taking".into(), "planning".into(), "visiting".into())
        );
        assert_eq!(
            (past("try"), past("stop"), past("refer")),
            ("tried".into(), "stopped".into(), "referred".into())
        );
        assert_eq!(
            (third_person("study"), third_person("teach")),
            ("studies".into(), "teaches".into())
        );
    }

    #[test]
    fn a_word_carries_every_part_it_can_play() {
        assert!(of("work").any(Tags::BASE) && of("work").any(Tags::NOUN));
        assert!(of("her").any(Tags::OBJECT) && of("her").any(Tags::POSSESSIVE));
        assert!(of("gone").any(Tags::PARTICIPLE) && !of("gone").any(Tags::PAST));
    }
}
