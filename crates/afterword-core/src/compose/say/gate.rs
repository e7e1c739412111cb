//! The gate: what every composed sentence is held against before anybody sees it.

use std::collections::HashSet;

use thiserror::Error;

use super::Context;
use super::tag::{self, Tag};
use super::token::{Kind, tokenize};
use crate::lexicon::lexicon;

/// Why a sentence may not be shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GateFault {
    /// Quotation marks or brackets do not pair.
    #[error("quotation marks or brackets do not pair")]
    Unbalanced,
    /// The same word stands twice.
    #[error("\"{0}\" stands twice")]
    Doubled(String),
    /// A mark of hasty writing is left.
    #[error("\"{0}\" is left from the jot")]
    Mark(String),
    /// Verb and subject do not agree.
    #[error("\"{0}\" does not agree")]
    Agreement(String),
    /// No finite verb.
    #[error("no finite verb")]
    NoVerb,
    /// A content word comes from nowhere.
    #[error("\"{0}\" is not in the jot")]
    Foreign(String),
    /// Does not begin with a capital or does not end in a stop.
    #[error("is not a whole sentence")]
    Form,
}

/// Holds a sentence against its sources: the jot, the interview, and the words any frame brings.
///
/// # Errors
///
/// Returns the first fault found.
pub fn gate(sentence: &str, sources: &[&str], cx: &Context) -> Result<(), GateFault> {
    let words: Vec<&str> = super::frames::frames()
        .iter()
        .flat_map(super::frames::Frame::words)
        .collect();
    check(sentence, &World::of(sources, cx), &words)
}

/// The gate with the words of one frame.
pub(super) fn check(sentence: &str, world: &World, frame: &[&str]) -> Result<(), GateFault> {
    form(sentence)?;
    marks(sentence)?;
    closed_world(sentence, world, frame)?;
    grammar(sentence)
}

fn form(sentence: &str) -> Result<(), GateFault> {
    let first = sentence.trim_start_matches('“').chars().next().unwrap_or(' ');
    let ends = sentence.ends_with(['.', '?', '!'])
        || sentence.ends_with(".”")
        || sentence.ends_with("?”")
        || sentence.ends_with("!”");
    if !ends || first.is_whitespace() || sentence.contains("  ") {
        return Err(GateFault::Form);
    }
    // Nothing ends in the air.
    let last = sentence
        .trim_end_matches(['.', '?', '!'])
        .rsplit(' ')
        .next()
        .unwrap_or_default();
    if matches!(last, "and" | "or" | "but" | "the" | "a" | "an" | "because" | "than") {
        return Err(GateFault::Form);
    }
    let open = sentence.matches('“').count();
    let brackets = sentence.matches('(').count() == sentence.matches(')').count();
    if open != sentence.matches('”').count() || sentence.contains('"') || !brackets {
        return Err(GateFault::Unbalanced);
    }
    Ok(())
}

fn unquoted(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut inside = false;
    for c in sentence.chars() {
        match c {
            '“' => inside = true,
            '”' => {
                inside = false;
                out.push('“');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

const LEFT_OVER: &[&str] = &[
    "w/", "w/o", "b/c", "dont", "didnt", "im", "ive", "thats", "doesnt", "isnt", "cant", "wont", "lol", "haha", "tbh",
    "abt", "thru", "tho", "ppl", "yrs", "hrs", "wks", "i", "she", "he", "hes", "shes", "theyre", "dx", "tx", "hx",
    "pt", "mo", "hyg", "smth", "smb", "&",
];

fn marks(sentence: &str) -> Result<(), GateFault> {
    let plain = unquoted(sentence);
    for bad in [
        "->", "→", " + ", " = ", " / ", " & ", "__", "..", ",.", " .", " ,", ":.", "::", ",,", "!!", "??", "( ", " )",
        "• ",
    ] {
        if plain.contains(bad) {
            return Err(GateFault::Mark(bad.trim().to_owned()));
        }
    }
    let mut before = String::new();
    for raw in plain.split_whitespace() {
        let word = raw.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != '&');
        if LEFT_OVER.contains(&word) && !(matches!(word, "she" | "he") || word == "i") {
            return Err(GateFault::Mark(word.to_owned()));
        }
        if word == "i" {
            return Err(GateFault::Mark(word.to_owned()));
        }
        let lower = word.to_lowercase();
        if !lower.is_empty() && lower == before && !matches!(lower.as_str(), "that" | "had") && !raw.starts_with('“')
        {
            return Err(GateFault::Doubled(lower));
        }
        before = if raw.ends_with([',', '.', ':', ';']) {
            String::new()
        } else {
            lower
        };
    }
    for pair in [
        "suggested to ",
        "proposed me ",
        "suggested me ",
        "explain me ",
        "explained me ",
        "explaining me ",
        "said me ",
        "recommended me to ",
        "the my ",
        "the your ",
        "the a ",
        "a the ",
        "the an ",
        "the the ",
        "my the ",
        "your the ",
        "about that you ",
        "about that i ",
        "about that we ",
        "about that they ",
        "about that it ",
        "about that the ",
        "about that your ",
        "that that ",
        " and .",
        "about about ",
        "your.",
        "your,",
        "the yours",
        "your is",
        "your are",
        "your was",
        "the nobody",
        " () ",
        "$$",
        "$ ",
    ] {
        if plain.contains(pair) {
            return Err(GateFault::Doubled(pair.trim().to_owned()));
        }
    }
    Ok(())
}

/// Words that carry no content of their own.
fn function_word(word: &str) -> bool {
    super::closed::classes(word).is_some() || BROUGHT.contains(&word)
}

/// Plain words composing may bring itself: telling, sending, going from one figure to another.
const BROUGHT: &[&str] = &[
    "line", "stayed", "glad", "good", "thank", "hear", "hearing", "tell", "telling", "send", "went", "share", "move",
    "percent",
];

fn stem(word: &str) -> String {
    let word = word.trim_end_matches("'s").trim_end_matches('\'');
    if let Some((verb, _)) = lexicon().verb(word).first() {
        return verb.lemma.to_owned();
    }
    if let Some(noun) = lexicon().noun(word) {
        return noun.singular.to_owned();
    }
    word.to_owned()
}

fn stems(text: &str, into: &mut HashSet<String>) {
    for raw in text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')) {
        if raw.is_empty() {
            continue;
        }
        let lower = raw.to_lowercase().replace('’', "'");
        into.insert(stem(&lower));
        for (verb, _) in lexicon().verb(&lower) {
            into.insert(verb.lemma.to_owned());
        }
        into.insert(lower);
    }
}

/// The words a sentence may be made of: the jot's, the interview's, the reader's.
pub(super) struct World(HashSet<String>);

impl World {
    pub(super) fn of(sources: &[&str], cx: &Context) -> Self {
        let mut world = HashSet::new();
        for source in sources {
            stems(source, &mut world);
            // What tidying may make of it is in the jot, too.
            for token in super::tidy::tidy(tokenize(source), cx) {
                stems(&token.text, &mut world);
            }
        }
        let about = [
            cx.interview.organization.as_deref(),
            cx.interview.role.as_deref(),
            cx.person.title.as_deref(),
            Some(cx.person.name.as_str()),
        ];
        for text in about.into_iter().flatten() {
            stems(text, &mut world);
        }
        Self(world)
    }

    fn knows(&self, word: &str) -> bool {
        self.0.contains(word)
            || self.0.contains(&stem(word))
            || lexicon().verb(word).iter().any(|(v, _)| self.0.contains(v.lemma))
    }
}

fn closed_world(sentence: &str, world: &World, frame: &[&str]) -> Result<(), GateFault> {
    for raw in sentence.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')) {
        let lower = raw.to_lowercase().replace('’', "'");
        let known = lower.is_empty()
            || function_word(&lower)
            || frame.iter().any(|w| w.eq_ignore_ascii_case(&lower))
            || world.knows(&lower);
        if !known {
            return Err(GateFault::Foreign(lower));
        }
    }
    Ok(())
}

/// Reads the finished sentence again and looks for what English does not allow.
fn grammar(sentence: &str) -> Result<(), GateFault> {
    let mut tokens = tokenize(sentence);
    tag::tag(&mut tokens, tag::Mood::Free);
    if !tokens.iter().any(|t| t.tag.finite()) && !sentence.starts_with("Thank you") {
        return Err(GateFault::NoVerb);
    }
    // "you pair you": whoever is meant, it is not both.
    if let Some(w) = tokens
        .windows(3)
        .find(|w| w[0].is("you") && w[0].tag == Tag::Pro && w[1].tag.finite() && w[2].is("you") && w[2].tag == Tag::Obj)
    {
        return Err(GateFault::Agreement(format!("you {} you", w[1].text)));
    }
    for i in 1..tokens.len() {
        let (a, b) = (&tokens[i - 1], &tokens[i]);
        if a.kind != Kind::Word || b.kind != Kind::Word {
            continue;
        }
        let wrong = match a.lower.as_str() {
            "you" => {
                matches!(b.lower.as_str(), "is" | "was" | "has" | "does" | "am")
                    && !tokens
                        .get(i.wrapping_sub(2))
                        .is_some_and(|t| t.tag == Tag::Prep || t.tag.finite() || t.tag == Tag::Gerund)
            }
            "i" => {
                matches!(b.lower.as_str(), "is" | "are" | "has" | "does" | "were")
                    && !tokens.get(i.wrapping_sub(2)).is_some_and(|t| t.is("and"))
            }
            "he" | "she" | "it" => matches!(b.lower.as_str(), "are" | "am" | "have" | "do") && b.tag.finite(),
            "we" | "they" => matches!(b.lower.as_str(), "is" | "was" | "has" | "does" | "am"),
            "a" | "an" => {
                b.tag.finite()
                    && lexicon().noun(&b.lower).is_none()
                    && lexicon().adjective(&b.lower).is_none()
                    && !b.has_digit()
            }
            _ => false,
        };
        if wrong {
            return Err(GateFault::Agreement(format!("{} {}", a.text, b.text)));
        }
    }
    Ok(())
}
