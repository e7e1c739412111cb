//! Turns what was jotted about the reader to the reader: `she opens it` -> `you open it`.
//!
//! Only the person's own pronouns are turned, and `they` only where no plural stands before it that it may mean. Text in
//! quotation marks is one token and stays.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::Context;
use super::tag::Tag;
use super::token::{Kind, Token};
use crate::lexicon::{VerbForm, lexicon};
use crate::model::Pronoun;

/// Who a verb's subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Reader,
    Other,
}

/// People who may be "her" or "him" as well.
const RELATIONS: &[&str] = &[
    "cousin",
    "sister",
    "brother",
    "wife",
    "husband",
    "missus",
    "mum",
    "mom",
    "dad",
    "mother",
    "father",
    "daughter",
    "son",
    "ex",
    "friend",
    "partner",
    "boss",
    "colleague",
    "predecessor",
    "nan",
    "aunt",
    "uncle",
    "neighbor",
    "neighbour",
    "niece",
    "nephew",
];

/// Beings that are no persons in the lexicon and are "he" or "she" all the same.
const BEINGS: &[&str] = &[
    "dog",
    "cat",
    "horse",
    "gelding",
    "mare",
    "foal",
    "pony",
    "beagle",
    "terrier",
    "cow",
    "bull",
    "calf",
    "heifer",
    "hen",
    "parrot",
    "guy",
    "fella",
    "fellow",
    "lad",
    "lass",
    "bloke",
    "boy",
    "girl",
    "kid",
    "lady",
    "gentleman",
    "man",
    "woman",
    "apprentice",
    "trainee",
    "driver",
    "pupil",
    "intern",
    "attendant",
    "granny",
    "grandma",
    "grandpa",
    "baby",
];

/// What turning found out.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Turned {
    /// A pronoun may mean somebody else; the sentence had better not be written.
    pub(super) unsure: bool,
}

/// Turns pronouns, names and agreement in place. The tokens are tagged.
pub(super) fn turn(tokens: &mut [Token], cx: &Context) -> Turned {
    let mut turned = Turned::default();
    let pronoun = cx.person.pronoun.or_else(|| {
        tokens.iter().find_map(|t| match t.lower.as_str() {
            "she" | "her" | "herself" => Some(Pronoun::She),
            "he" | "him" | "his" | "himself" => Some(Pronoun::He),
            _ => None,
        })
    });
    let generic_you = tokens.iter().any(|t| !t.reader && t.any(&["you", "your"]));
    let mut they_is_reader = false;
    let mut plural_before = false;
    let mut person_subject = false;
    let mut someone_else = false;
    // Whether the reader was meant by a singular pronoun or a name already.
    let mut reader_named = false;
    for i in 0..tokens.len() {
        if tokens[i].kind != Kind::Word {
            continue;
        }
        let lower = tokens[i].lower.clone();
        if other_person(&tokens[i], cx) {
            someone_else = true;
        }
        if tokens[i].any(&[
            "someone",
            "somebody",
            "anyone",
            "anybody",
            "everyone",
            "everybody",
            "people",
            "folk",
            "kids",
        ]) {
            plural_before = true;
        }
        if let Some(noun) = lexicon().noun(&lower)
            && tokens[i].tag.nominal()
        {
            let followed = tokens.get(i + 1).is_some_and(|t| t.tag.finite());
            if noun.person() || noun.group() || (tokens[i].tag == Tag::Plural && (followed || i < 3)) {
                plural_before = true;
                person_subject |= followed;
            }
        } else if tokens[i].tag == Tag::Plural {
            plural_before = true;
        }
        reader_named |= tokens[i].reader;
        let own = match lower.as_str() {
            "she" | "her" | "hers" | "herself" => pronoun == Some(Pronoun::She),
            "he" | "him" | "his" | "himself" => pronoun == Some(Pronoun::He),
            "they" | "them" | "their" | "theirs" | "themselves" | "themself" => {
                let free = !plural_before || (they_is_reader && !person_subject);
                let them = lower != "them"
                    || (!they_is_reader
                        && i > 0
                        && (tokens[i - 1].any(&["told", "showed", "with", "gave", "asked", "to", "for"])
                            || tokens[i - 1].any(&["told"])));
                // "came from Mercy and brought their handoff card": theirs, of whoever was named.
                let named = lower == "their"
                    && tokens[..i].iter().any(|t| t.tag == Tag::Proper && !t.any(&["i"]))
                    && !they_is_reader;
                // "get the trainees through their exams": the nearest people before it.
                let nearest = lower == "their"
                    && tokens[i.saturating_sub(5)..i]
                        .iter()
                        .rev()
                        .take_while(|t| !t.tag.finite() && t.tag != Tag::Sub)
                        .any(|t| t.tag == Tag::Plural && lexicon().noun(&t.lower).is_some_and(|n| n.person()));
                let reader = free && !someone_else && them && !named && !nearest;
                if reader && (lower == "they" || lower == "their") {
                    they_is_reader = true;
                }
                reader
            }
            _ => false,
        };
        if !own {
            continue;
        }
        // "every mechanic can order his own": the mechanic's.
        let distributed = matches!(
            lower.as_str(),
            "his" | "her" | "himself" | "herself" | "they" | "their" | "them"
        ) && tokens[..i].iter().enumerate().any(|(k, t)| {
            t.any(&["every", "each"])
                && tokens[k + 1..i].iter().take(3).any(|t| {
                    being(t)
                        || t.any(&["one", "person", "bookseller"])
                        || lexicon().noun(&t.lower).is_some_and(|n| n.person())
                })
        }) && !tokens[..i].iter().any(|t| t.is("you"));
        if distributed || bound(tokens, i) {
            continue;
        }
        if lower == "they" && generic_you {
            turned.unsure = true;
        }
        // "the gelding has his own paddock", "introduced me to Wendell, he let me in": whoever was named last.
        let singular = matches!(
            lower.as_str(),
            "she" | "he" | "her" | "him" | "his" | "herself" | "himself"
        );
        if singular && !reader_named && !lower.ends_with("self") {
            turned.unsure |= tokens[..i].iter().enumerate().any(|(k, t)| another_being(tokens, k, t));
        }
        // "the collie has her own locker": hers who has it.
        let owner = tokens.get(i + 1).is_some_and(|t| t.is("own"))
            && tokens[..i].iter().any(|t| t.tag.finite())
            && tokens
                .first()
                .is_some_and(|t| matches!(t.tag, Tag::Det | Tag::Noun | Tag::Adj | Tag::Proper));
        if singular && !reader_named && owner {
            turned.unsure = true;
        }
        reader_named |= singular;
        // "they text callers a link that opens their camera": people named since "they" may be meant.
        if matches!(lower.as_str(), "their" | "them" | "they")
            && let Some(you) = tokens[..i].iter().rposition(|t| t.any(&["you", "your"]) && t.is_word())
            && tokens[you..i].iter().all(Token::is_word)
            && tokens[you + 1..i]
                .iter()
                .any(|t| t.tag == Tag::Plural && lexicon().noun(&t.lower).is_some_and(|n| n.person()))
        {
            turned.unsure = true;
        }
        // "how they test babies while they sleep": those who were named last may be meant.
        let again = lower == "they"
            && i > 0
            && matches!(tokens[i - 1].tag, Tag::Sub | Tag::Wh | Tag::Prep)
            && tokens[..i].iter().any(|t| t.is("you") && t.tag == Tag::Pro)
            && tokens[..i].iter().any(|t| {
                t.tag == Tag::Plural
                    && (t.any(&["babies", "kids"]) || lexicon().noun(&t.lower).is_some_and(|n| n.person()))
            });
        turned.unsure |= again;
        // "knows each driver by how he pulls out": he may be either.
        let each = tokens[..i]
            .windows(2)
            .any(|w| w[0].any(&["every", "each"]) && lexicon().noun(&w[1].lower).is_some_and(|n| n.person()));
        if each && matches!(lower.as_str(), "she" | "he") && !tokens[..i].iter().any(|t| t.is("you")) {
            turned.unsure = true;
        }
        if matches!(lower.as_str(), "her" | "him")
            && tokens[i].tag == Tag::Obj
            && tokens[..i].iter().any(|t| t.any(RELATIONS))
        {
            turned.unsure = true;
        }
        if someone_else && matches!(lower.as_str(), "she" | "he") {
            turned.unsure = true;
        }
        let new = match lower.as_str() {
            "she" | "he" | "they" | "him" | "them" => "you",
            "his" if tokens.get(i + 1).is_none_or(|t| !t.is_word() || t.tag.finite()) => "yours",
            "his" | "their" => "your",
            "hers" | "theirs" => "yours",
            "her" if tokens[i].tag == Tag::Obj => "you",
            "her" => "your",
            "themselves" if tokens[..i].iter().any(|t| t.is("you")) => "yourselves",
            "themselves" => continue,
            _ => "yourself",
        };
        tokens[i].set(new);
        if matches!(lower.as_str(), "she" | "he" | "they") {
            tokens[i].tag = Tag::Pro;
        }
    }
    // A "she" that is not the reader and has nobody before it to be is somebody we do not know.
    let known = tokens
        .iter()
        .enumerate()
        .find(|(_, t)| t.any(&["she", "he"]))
        .is_none_or(|(i, _)| {
            tokens[..i].iter().any(|t| {
                t.tag == Tag::Proper
                    || lexicon().noun(&t.lower).is_some_and(|n| n.person())
                    || t.any(&["dad", "mum", "mom", "nan", "kid"])
            })
        });
    turned.unsure |= !known;
    // The reader's own name left standing is somebody else's, or said in a way that cannot be turned.
    let own: Vec<String> = cx
        .person
        .name
        .split_whitespace()
        .map(str::to_lowercase)
        .filter(|w| w.chars().count() > 2)
        .collect();
    turned.unsure |= tokens
        .iter()
        .any(|t| t.is_word() && t.capital && own.contains(&t.lower) && lexicon().given_name(&t.lower).is_some());
    agree(tokens);
    turned
}

fn being(token: &Token) -> bool {
    token.tag == Tag::Noun
        && (token.any(BEINGS)
            || lexicon()
                .noun(&token.lower)
                .is_some_and(|n| n.person() && !n.is_plural && !n.group()))
}

/// Whether a word names one living thing that is not the reader: `the gelding`, `Wendell`.
fn another_being(tokens: &[Token], k: usize, token: &Token) -> bool {
    if token.reader || !token.is_word() {
        return false;
    }
    let next = tokens.get(k + 1);
    // "client services", "driver training": what stands before a noun is no person.
    let before_noun = next.is_some_and(|t| t.is_word() && t.tag.nominal());
    let as_role = k > 0 && tokens[..k].iter().rev().take(2).any(|t| t.is("as"));
    let named = token.tag == Tag::Proper
        && token.capital
        && !before_noun
        && lexicon().given_name(&token.lower).is_some()
        && !(k > 0
            && tokens[k - 1].any(&["at", "in", "on", "near", "from", "called", "named"])
            && next.is_none_or(|t| t.tag == Tag::Prep));
    being(token) && !before_noun && !as_role || named
}

/// `a foreman who does his own markups`, `exam students ... a Fellow who is not their manager`: somebody else's.
fn bound(tokens: &[Token], i: usize) -> bool {
    let person = |t: &Token| {
        t.tag.nominal() && lexicon().noun(&t.lower).is_some_and(|n| n.person())
            || t.any(&["someone", "somebody", "people", "anyone", "everyone"])
    };
    let who = tokens[..i]
        .iter()
        .rposition(|t| t.any(&["who", "that"]) && t.tag != Tag::Det);
    let Some(who) = who.filter(|&w| w > 0 && person(&tokens[w - 1])) else {
        return false;
    };
    // The relative clause has no subject of its own, and nothing has ended it.
    let open = tokens[who + 1..i].iter().all(Token::is_word)
        && !tokens[who + 1..i].iter().any(|t| matches!(t.tag, Tag::Pro | Tag::Pro3));
    let own = tokens.get(i + 1).is_some_and(|t| t.is("own"));
    let theirs = tokens[i].any(&["their", "them"])
        && tokens[..who]
            .iter()
            .any(|t| t.tag == Tag::Plural && lexicon().noun(&t.lower).is_some_and(|n| n.person()));
    open && (own || theirs)
}

fn other_person(token: &Token, cx: &Context) -> bool {
    let stem = token.lower.trim_end_matches("'s");
    cx.people.iter().any(|p| {
        p.name != cx.person.name
            && p.name
                .split_whitespace()
                .any(|w| w.len() > 2 && w.to_lowercase() == stem)
            && !cx.person.name.to_lowercase().contains(stem)
    }) && (token.capital || lexicon().given_name(stem).is_some())
}

/// The reader's own name is the reader. Done before reading, so that `you` is read as a pronoun.
pub(super) fn names(tokens: &mut Vec<Token>, cx: &Context) {
    let parts: Vec<String> = cx
        .person
        .name
        .split_whitespace()
        .map(str::to_lowercase)
        .filter(|w| w.chars().count() > 2)
        .collect();
    let shared = |w: &str| {
        cx.people
            .iter()
            .filter(|p| p.name.to_lowercase().split_whitespace().any(|v| v == w))
            .count()
            > 1
    };
    titled_initial(tokens, cx);
    let prefix: Vec<String> = cx
        .person
        .honorific_prefix
        .as_deref()
        .unwrap_or("")
        .split_whitespace()
        .map(|w| w.trim_end_matches('.').to_lowercase())
        .collect();
    let mut i = 0;
    while i < tokens.len() {
        let stem = tokens[i].lower.trim_end_matches("'s").trim_end_matches('\'').to_owned();
        let possessive = tokens[i].lower.contains('\'');
        let named = tokens[i].is_word()
            && (parts.contains(&stem) || nickname(&stem, &tokens[i], &parts))
            && (!shared(&stem) || initial_of(tokens.get(i + 1), cx))
            && (tokens[i].capital || lexicon().given_name(&stem).is_some() || nickname(&stem, &tokens[i], &parts));
        let respectful = i > 0
            && (tokens[i].any(&["sir", "madam", "ma'am", "maam"]) || prefix.contains(&stem))
            && !tokens.get(i + 1).is_some_and(|t| t.is_word() && t.capital)
            && tokens[i - 1].any(&["told", "showed", "with", "for", "to", "from", "asked"]);
        let titled = respectful
            || (i == 0 || !tokens[i - 1].is_word() || tokens[i - 1].any(&["and", "that", "then"]))
                && tokens[i].is_word()
                && tokens
                    .get(i + 1)
                    .filter(|t| !t.capital)
                    .map(|t| {
                        if lexicon().adverb(&t.lower).is_some() {
                            tokens.get(i + 2).unwrap_or(t)
                        } else {
                            t
                        }
                    })
                    .is_some_and(|t| t.is_word() && (t.any(&["is", "has", "was", "does"]) || finite_form(&t.lower)))
                && called(&stem, cx);
        let surname = tokens.get(i + 1).is_some_and(|t| {
            t.is_word()
                && t.capital
                && !parts.contains(&t.lower)
                && t.text != "I"
                && lexicon().verb(&t.lower).is_empty()
                && t.lower.len() > 1
        });
        let introduced = i > 0 && tokens[i - 1].any(&["called", "named"]);
        if !(named || titled) || named && !possessive && surname || introduced {
            i += 1;
            continue;
        }
        // Given and family name together are one mention.
        while tokens
            .get(i + 1)
            .is_some_and(|t| parts.contains(&t.lower) || t.is_word() && t.text.len() == 1 && t.capital && t.text != "I")
        {
            tokens.remove(i + 1);
        }
        let text = if possessive { "your" } else { "you" };
        tokens[i].set(text);
        tokens[i].capital = false;
        tokens[i].reader = true;
        if !possessive
            && (i > 0
                && tokens[i - 1].any(&[
                    "the", "mr", "mr.", "ms", "ms.", "mrs", "mrs.", "dr", "dr.", "prof", "prof.", "judge", "chef",
                    "chief", "capt", "capt.", "sir", "ma'am", "madam", "sister", "brother", "father", "pan", "pani",
                    "engr", "arc", "deacon", "frau", "herr", "pastor", "rev", "major", "teacher", "coach", "kuya",
                    "ate", "fr",
                ])
                || i > 0 && prefix.contains(&tokens[i - 1].lower))
        {
            tokens.remove(i - 1);
            continue;
        }
        i += 1;
    }
}

/// `Bev` of Beverly, `Mila` of Milagros: the first letters of the name, in a given name's place.
fn nickname(stem: &str, token: &Token, parts: &[String]) -> bool {
    stem.chars().count() >= 3
        && token.is_word()
        && (token.capital
            || lexicon().noun(stem).is_none() && lexicon().verb(stem).is_empty() && lexicon().adjective(stem).is_none())
        && super::closed::classes(stem).is_none()
        && parts
            .first()
            .is_some_and(|given| given.len() > stem.len() && given.starts_with(stem))
}

/// `Frau L`, `Mrs R`, `Fr. D`: the reader's title before an initial.
fn titled_initial(tokens: &mut Vec<Token>, cx: &Context) {
    let initials: Vec<char> = cx
        .person
        .name
        .split_whitespace()
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    let mut i = 0;
    while i + 1 < tokens.len() {
        let title = tokens[i].any(&[
            "frau", "herr", "mrs", "mr", "ms", "miss", "dr", "fr", "sister", "father", "prof", "sir", "madam", "rev",
            "pastor",
        ]);
        let dot = usize::from(tokens[i + 1].kind == Kind::Stop && i + 2 < tokens.len());
        let initial = &tokens[i + 1 + dot];
        let one = initial.is_word()
            && initial.text.chars().count() == 1
            && initial.text.chars().all(|c| initials.contains(&c));
        if title && one && initial.text != "I" {
            tokens.drain(i + 1..=i + 1 + dot);
            tokens[i].set("you");
            tokens[i].capital = false;
            tokens[i].reader = true;
        }
        i += 1;
    }
}

/// `Sarah B`, of two Sarahs.
fn initial_of(next: Option<&Token>, cx: &Context) -> bool {
    let Some(family) = cx.person.family_name().and_then(|f| f.chars().next()) else {
        return false;
    };
    next.is_some_and(|t| t.text.chars().count() == 1 && t.text.starts_with(family))
}

fn finite_form(word: &str) -> bool {
    let lex = lexicon();
    (lex.is_verb(word, VerbForm::Past) || lex.is_verb(word, VerbForm::Third)) && lex.noun(word).is_none()
}

/// `chief`, `the judge`, `dr`: what people call the reader by their title.
fn called(word: &str, cx: &Context) -> bool {
    let title = cx.person.title.as_deref().unwrap_or("").to_lowercase();
    let prefix = cx.person.honorific_prefix.as_deref().unwrap_or("").to_lowercase();
    match word {
        "dr" | "dr." | "doc" => prefix.starts_with("dr") || cx.person.name.to_lowercase().starts_with("dr"),
        "sir" | "madam" | "ma'am" | "maam" => true,
        _ if !prefix.is_empty() && prefix.split([' ', '.']).any(|p| p == word) => true,
        "chief" | "chef" | "principal" | "captain" | "coach" | "judge" | "boss" | "owner" => {
            title.split(|c: char| !c.is_alphanumeric()).any(|w| w == word)
        }
        _ => false,
    }
}

/// Makes verbs agree with a subject that became `you`, through every conjunct.
fn agree(tokens: &mut [Token]) {
    let mut subject: Option<Who> = None;
    let mut last: Option<Who> = None;
    let mut joined = true;
    let mut so = false;
    for token in tokens {
        // "so does my sister": the verb belongs to what stands behind it.
        let other = std::mem::replace(&mut so, token.any(&["so", "neither", "nor"]));
        match token.tag {
            Tag::Do | Tag::Be | Tag::Have | Tag::Modal if other => {
                subject = Some(Who::Other);
                last = subject;
                joined = false;
            }
            _ if token.kind != Kind::Word => {
                joined = true;
                if matches!(token.kind, Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Open) {
                    subject = None;
                }
            }
            Tag::Coord => {
                joined = true;
                // "she and I": the reader and somebody else are plural already.
                if subject == Some(Who::Reader) {
                    subject = Some(Who::Other);
                }
            }
            Tag::Adv => {}
            Tag::Pro | Tag::Pro3 => {
                let who = if token.is("you") { Who::Reader } else { Who::Other };
                if who == Who::Reader || subject.is_none() || token.tag == Tag::Pro || !token.is("both") {
                    subject = Some(who);
                }
                joined = false;
            }
            Tag::Wh | Tag::Sub => {
                subject = Some(Who::Other);
                joined = false;
            }
            Tag::Noun | Tag::Plural | Tag::Proper | Tag::Gerund => {
                subject = Some(Who::Other);
                joined = false;
            }
            tag if tag.finite() => {
                let who = if joined { last.or(subject) } else { subject };
                if who == Some(Who::Reader) {
                    second_person(token);
                }
                last = who;
                subject = None;
                joined = false;
            }
            Tag::Det
            | Tag::Num
            | Tag::Adj
            | Tag::Prep
            | Tag::Obj
            | Tag::Base
            | Tag::Participle
            | Tag::To
            | Tag::None => joined = false,
            _ => {}
        }
    }
}

/// `runs` -> `run`, `is` -> `are`.
pub(super) fn second_person(token: &mut Token) {
    let base = match token.lower.as_str() {
        "is" | "am" => "are",
        "was" => "were",
        "has" => "have",
        "does" => "do",
        word => match lexicon().verb(word).iter().find(|(_, form)| *form == VerbForm::Third) {
            Some((verb, _)) if token.tag == Tag::Third => verb.lemma,
            None if token.tag == Tag::Third && word.ends_with('s') => {
                let base = word[..word.len() - 1].to_owned();
                token.set(&base);
                token.tag = Tag::Plain;
                return;
            }
            _ => return,
        },
    };
    token.set(base);
    if token.tag == Tag::Third {
        token.tag = Tag::Plain;
    }
}
