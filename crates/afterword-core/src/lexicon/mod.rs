//! What the program knows about words: verbs and their forms, nouns, adjectives, names, abbreviations, job titles.
//!
//! The tables are plain data files of our own beside this one, each explaining its columns in its first lines. They are
//! read once, at first use. Nothing here guesses a meaning: an unknown word is unknown, and the callers say what that
//! costs them.

use std::collections::HashMap;
use std::sync::OnceLock;

mod inflect;
mod typo;
mod wide;

pub use inflect::{gerund, participle, past, plural, third_person};
pub use typo::{meant, torn};
pub use wide::{Wide, name as wide_name, wide};

/// The number words from nought to twenty.
pub(crate) const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerbForm {
    /// `run`
    Base,
    /// `runs`
    Third,
    /// `ran`
    Past,
    /// `run`, as in `has run`
    Participle,
    /// `running`
    Gerund,
}

/// One verb of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// Its base form.
    pub lemma: &'static str,
    past: &'static str,
    participle: &'static str,
    flags: &'static str,
}

impl Verb {
    /// Doubles its final consonant.
    #[must_use]
    pub fn doubles(&self) -> bool {
        self.flags.contains('d')
    }
    /// The base form is also a noun.
    #[must_use]
    pub fn also_noun(&self) -> bool {
        self.flags.contains('n')
    }
    /// The base form is more often a noun.
    #[must_use]
    pub fn mostly_noun(&self) -> bool {
        self.flags.contains('N')
    }
    /// The base form is also an adjective.
    #[must_use]
    pub fn also_adjective(&self) -> bool {
        self.flags.contains('j')
    }
    /// Takes a that-clause of saying or thinking.
    #[must_use]
    pub fn says(&self) -> bool {
        self.flags.contains('s')
    }
    /// Nearly always needs an object.
    #[must_use]
    pub fn transitive(&self) -> bool {
        self.flags.contains('t')
    }
    /// Takes a bare complement: be, seem, stay.
    #[must_use]
    pub fn copular(&self) -> bool {
        self.flags.contains('c')
    }
}

/// A noun of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// Its singular.
    pub singular: &'static str,
    /// Whether the form looked up was the plural.
    pub is_plural: bool,
    flags: &'static str,
}

impl Noun {
    /// Needs an article or the plural.
    #[must_use]
    pub fn countable(&self) -> bool {
        self.flags.contains('c')
    }
    /// Never counted.
    #[must_use]
    pub fn mass(&self) -> bool {
        self.flags.contains('m')
    }
    /// Names a kind of person.
    #[must_use]
    pub fn person(&self) -> bool {
        self.flags.contains('p')
    }
    /// A group that can be `they`.
    #[must_use]
    pub fn group(&self) -> bool {
        self.flags.contains('g')
    }
    /// A stretch or point of time.
    #[must_use]
    pub fn time(&self) -> bool {
        self.flags.contains('t')
    }
    /// The head of a job title.
    #[must_use]
    pub fn title_head(&self) -> bool {
        self.flags.contains('l')
    }
}

/// How a shortened word is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abbreviation {
    /// In full.
    pub expansion: &'static str,
    /// The trade it belongs to, `-` for all, `contraction` for a missing apostrophe.
    pub scope: &'static str,
    /// `n` after or before a number only, `?` also an ordinary word, `k` kept as typed.
    pub flag: &'static str,
}

/// A job title as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// In full.
    pub canonical: &'static str,
    /// interviewer, coordinator, recruiter, referrer or receptionist.
    pub part: &'static str,
}

/// The tables.
#[derive(Debug)]
pub struct Lexicon {
    verbs: HashMap<String, Vec<(Verb, VerbForm)>>,
    nouns: HashMap<String, Noun>,
    adjectives: HashMap<&'static str, char>,
    adverbs: HashMap<&'static str, char>,
    proper: HashMap<&'static str, (&'static str, bool)>,
    abbreviations: HashMap<&'static str, Vec<Abbreviation>>,
    titles: HashMap<&'static str, Title>,
    given: HashMap<&'static str, bool>,
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

/// The tables, read at first use.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::read)
}

impl Lexicon {
    fn read() -> Self {
        let mut verbs: HashMap<String, Vec<(Verb, VerbForm)>> = HashMap::with_capacity(12_000);
        for row in rows(include_str!("verbs.tsv")) {
            let [lemma, past_, participle, flags] = row[..] else {
                continue;
            };
            let verb = Verb {
                lemma,
                past: past_,
                participle,
                flags,
            };
            let mut add = |form: String, kind| verbs.entry(form).or_default().push((verb, kind));
            add(lemma.to_owned(), VerbForm::Base);
            add(third_person(&verb), VerbForm::Third);
            for form in inflect::pasts(&verb) {
                add(form, VerbForm::Past);
            }
            for form in inflect::participles(&verb) {
                add(form, VerbForm::Participle);
            }
            add(gerund(&verb), VerbForm::Gerund);
        }
        let mut nouns = HashMap::with_capacity(7_000);
        for row in rows(include_str!("nouns.tsv")) {
            let [singular, plural_, flags] = row[..] else { continue };
            nouns.insert(
                singular.to_owned(),
                Noun {
                    singular,
                    is_plural: false,
                    flags,
                },
            );
            let many = if plural_ == "-" {
                plural(singular)
            } else {
                plural_.to_owned()
            };
            nouns.entry(many).or_insert(Noun {
                singular,
                is_plural: true,
                flags,
            });
        }
        let letter = |s: &str| s.chars().next().unwrap_or('-');
        let mut abbreviations: HashMap<&'static str, Vec<Abbreviation>> = HashMap::new();
        for row in rows(include_str!("abbreviations.tsv")) {
            let [short, expansion, scope, flag] = row[..] else {
                continue;
            };
            abbreviations
                .entry(short)
                .or_default()
                .push(Abbreviation { expansion, scope, flag });
        }
        Self {
            verbs,
            nouns,
            adjectives: rows(include_str!("adjectives.tsv"))
                .filter_map(|r| Some((*r.first()?, letter(r.get(1)?))))
                .collect(),
            adverbs: rows(include_str!("adverbs.tsv"))
                .filter_map(|r| Some((*r.first()?, letter(r.get(1)?))))
                .collect(),
            proper: rows(include_str!("proper.tsv"))
                .filter_map(|r| Some((*r.first()?, (*r.get(1)?, r.get(2).is_some_and(|f| *f == "?")))))
                .collect(),
            abbreviations,
            titles: rows(include_str!("titles.tsv"))
                .filter_map(|r| {
                    Some((
                        *r.first()?,
                        Title {
                            canonical: r.get(1)?,
                            part: r.get(2)?,
                        },
                    ))
                })
                .collect(),
            given: rows(include_str!("given.tsv"))
                .filter_map(|r| Some((*r.first()?, r.get(1).is_some_and(|f| *f == "?"))))
                .collect(),
        }
    }

    /// The readings of a lower-case word as a verb form.
    #[must_use]
    pub fn verb(&self, word: &str) -> &[(Verb, VerbForm)] {
        self.verbs.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a lower-case word can be this form of a verb.
    #[must_use]
    pub fn is_verb(&self, word: &str, form: VerbForm) -> bool {
        self.verb(word).iter().any(|(_, f)| *f == form)
    }

    /// A lower-case word as a noun, singular or plural.
    #[must_use]
    pub fn noun(&self, word: &str) -> Option<Noun> {
        self.nouns.get(word).copied()
    }

    /// A lower-case word as an adjective: `+` praising, `-` critical, `0` neither.
    #[must_use]
    pub fn adjective(&self, word: &str) -> Option<char> {
        self.adjectives.get(word).copied()
    }

    /// A lower-case word as an adverb: degree, frequency, time, manner or hedge by its first letter.
    #[must_use]
    pub fn adverb(&self, word: &str) -> Option<char> {
        self.adverbs.get(word).copied()
    }

    /// The spelling of a proper name typed in lower case, and whether it is an ordinary word as well.
    #[must_use]
    pub fn proper(&self, word: &str) -> Option<(&'static str, bool)> {
        self.proper.get(word).copied()
    }

    /// What a lower-case abbreviation may stand for.
    #[must_use]
    pub fn abbreviation(&self, word: &str) -> &[Abbreviation] {
        self.abbreviations.get(word).map_or(&[], Vec::as_slice)
    }

    /// A job title as typed, in lower case.
    #[must_use]
    pub fn title(&self, words: &str) -> Option<Title> {
        self.titles.get(words).copied()
    }

    /// Whether any table, or the wider dictionary, has this lower-case word; names of people apart.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        !self.verb(word).is_empty()
            || self.noun(word).is_some()
            || self.adjective(word).is_some()
            || self.adverb(word).is_some()
            || self.proper(word).is_some()
            || !self.abbreviation(word).is_empty()
            || wide(word).is_some()
    }

    /// A lower-case given name, and whether it is an ordinary word as well.
    #[must_use]
    pub fn given_name(&self, word: &str) -> Option<bool> {
        self.given.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_regular_and_irregular_verbs() {
        let l = lexicon();
        for (word, lemma, form) in [
            ("runs", "run", VerbForm::Third),
            ("running", "run", VerbForm::Gerund),
            ("ran", "run", VerbForm::Past),
            ("carries", "carry", VerbForm::Third),
            ("planned", "plan", VerbForm::Past),
            ("is", "be", VerbForm::Third),
            ("has", "have", VerbForm::Third),
        ] {
            assert!(
                l.verb(word).iter().any(|(v, f)| v.lemma == lemma && *f == form),
                "{word}"
            );
        }
    }
}
