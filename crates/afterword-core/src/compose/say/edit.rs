//! A line put right word by word: each word kept, left out or bent, and small words put between.
//!
//! What learns to write endings (`scripts/learn-tagger.py`) and what applies them share this: a [`Rule`] is a name in a
//! file and a deed here.

use std::fmt;
use std::str::FromStr;

use super::render;
use crate::lexicon::{Verb, VerbForm, gerund, lexicon, participle, past, third_person};

/// What happens to one word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rule {
    /// It stands as it is.
    Keep,
    /// It is left out.
    Drop,
    /// `monday` -> `Monday`
    Capital,
    /// `pdf` -> `PDF`
    Upper,
    /// `Robots` -> `robots`
    Lower,
    /// `runs` -> `run`
    Verb(VerbForm),
    /// Another word in its place: `she` -> `you`.
    Word(String),
    /// Another ending: `mothers` -> `mother's`.
    Ending {
        /// Taken off.
        off: String,
        /// Put on.
        on: String,
    },
}

const FORMS: [(VerbForm, &str); 5] = [
    (VerbForm::Base, "base"),
    (VerbForm::Third, "third"),
    (VerbForm::Past, "past"),
    (VerbForm::Participle, "participle"),
    (VerbForm::Gerund, "gerund"),
];

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keep => f.write_str("keep"),
            Self::Drop => f.write_str("drop"),
            Self::Capital => f.write_str("capital"),
            Self::Upper => f.write_str("upper"),
            Self::Lower => f.write_str("lower"),
            Self::Verb(form) => {
                let name = FORMS.iter().find(|(of, _)| of == form).map_or("", |(_, name)| name);
                f.write_str(name)
            }
            Self::Word(word) => write!(f, "={word}"),
            Self::Ending { off, on } => write!(f, "-{off}+{on}"),
        }
    }
}

/// No rule has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called {0}")]
pub struct UnknownRule(String);

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        Ok(match name {
            "keep" => Self::Keep,
            "drop" => Self::Drop,
            "capital" => Self::Capital,
            "upper" => Self::Upper,
            "lower" => Self::Lower,
            _ => {
                if let Some((form, _)) = FORMS.iter().find(|(_, of)| *of == name) {
                    Self::Verb(*form)
                } else if let Some(word) = name.strip_prefix('=') {
                    Self::Word(word.to_owned())
                } else {
                    let ends = name.strip_prefix('-').and_then(|n| n.split_once('+'));
                    let (off, on) = ends.ok_or_else(|| UnknownRule(name.to_owned()))?;
                    Self::Ending {
                        off: off.to_owned(),
                        on: on.to_owned(),
                    }
                }
            }
        })
    }
}

impl Rule {
    /// The word bent by this rule; empty where it is left out, `None` where the rule does not fit the word.
    #[must_use]
    pub fn bend(&self, word: &str) -> Option<String> {
        match self {
            Self::Keep => Some(word.to_owned()),
            Self::Drop => Some(String::new()),
            Self::Capital => Some(render::capitalized(word)).filter(|w| w != word),
            Self::Upper => Some(word.to_uppercase()).filter(|w| w != word),
            Self::Lower => Some(word.to_lowercase()).filter(|w| w != word),
            Self::Verb(form) => verb(word, *form),
            Self::Word(other) => Some(other.clone()),
            Self::Ending { off, on } => {
                let stem = word.strip_suffix(off.as_str())?;
                (stem.chars().count() > 1).then(|| format!("{stem}{on}"))
            }
        }
    }

    /// The rules that turn one word into the other, the plainest first.
    #[must_use]
    pub fn between(word: &str, other: &str) -> Vec<Self> {
        let plain = [Self::Keep, Self::Capital, Self::Upper, Self::Lower];
        let mut out: Vec<Self> = plain
            .into_iter()
            .chain(FORMS.map(|(form, _)| Self::Verb(form)))
            .filter(|rule| rule.bend(word).as_deref() == Some(other))
            .collect();
        let same = word.chars().zip(other.chars()).take_while(|(a, b)| a == b);
        let stem: usize = same.map(|(a, _)| a.len_utf8()).sum();
        let (off, on) = (&word[stem..], &other[stem..]);
        if out.is_empty() && stem > 1 && off.chars().count() <= 4 && on.chars().count() <= 4 {
            out.push(Self::Ending {
                off: off.to_owned(),
                on: on.to_owned(),
            });
        }
        if out.is_empty() || stem <= 1 {
            out.push(Self::Word(other.to_owned()));
        }
        out
    }
}

/// A word as another form of the same verb, in the reading that comes first; not of the verbs that help others.
fn verb(word: &str, form: VerbForm) -> Option<String> {
    let lower = word.to_lowercase();
    let (verb, _): &(Verb, VerbForm) = lexicon().verb(&lower).first()?;
    if matches!(verb.lemma, "be" | "have" | "do") {
        return None;
    }
    let bent = match form {
        VerbForm::Base => verb.lemma.to_owned(),
        VerbForm::Third => third_person(verb),
        VerbForm::Past => past(verb),
        VerbForm::Participle => participle(verb),
        VerbForm::Gerund => gerund(verb),
    };
    (bent != lower).then_some(bent)
}

/// Words and marks, as [`afterword_tagger::words`] has them, as text again.
#[must_use]
pub fn joined(words: &[String]) -> String {
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
    use afterword_tagger::words;

    use super::*;

    #[test]
    fn rules_have_names() {
        for name in [
            "keep", "drop", "capital", "upper", "lower", "base", "gerund", "=you", "-s+'s", "-+s",
        ] {
            let rule: Rule = name.parse().unwrap();
            assert_eq!(rule.to_string(), name);
        }
        assert_eq!("bend".parse::<Rule>(), Err(UnknownRule("bend".to_owned())));
    }

    #[test]
    fn a_word_is_bent_as_its_rule_says() {
        let bent = |name: &str, word: &str| name.parse::<Rule>().unwrap().bend(word);
        assert_eq!(bent("base", "runs").as_deref(), Some("run"));
        assert_eq!(bent("gerund", "ran").as_deref(), Some("running"));
        assert_eq!(bent("base", "has"), None, "an auxiliary has its own word");
        assert_eq!(bent("-s+'s", "mothers").as_deref(), Some("mother's"));
        assert_eq!(bent("-s+'s", "mother"), None);
        assert_eq!(bent("upper", "pdf").as_deref(), Some("PDF"));
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
