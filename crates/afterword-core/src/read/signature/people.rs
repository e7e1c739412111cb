//! The person's name: told from other lines, and freed from titles, degrees and pronouns.

use super::given_names::GIVEN_NAMES;
use super::lexicon::{
    FUNCTIONS, HONORIFICS, LEGAL_FORMS, NOISE, ORG_STRONG, ORG_WEAK, PARTICLES, POST_NOMINALS, STREET_WORDS,
    TITLE_HEADS, UNIT_STARTS, has,
};
use super::phrases::{AMBIGUOUS_HONORIFICS, NEVER_IN_NAMES, ORGANISATIONS_THAT_ARE_NAMES, TITLES_THAT_ARE_NAMES};
use super::piece::{Piece, fold, words};

/// A text read as a person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The name alone.
    pub(super) name: Piece,
    /// What follows it in the same part ("Owner" in "Hank Dombrowski, Owner").
    pub(super) rest: Option<Piece>,
    /// An honorific stood before it or a degree after it.
    pub(super) marked: bool,
}

/// Reads a text as a person, if it has the shape of one.
pub(super) fn person(piece: &Piece) -> Option<Person> {
    let piece = without_pronouns(&piece.trimmed(|c| c.is_whitespace() || "-–—~•.,:*®™".contains(c) || c == '\''));
    // "Denise Kowalski #4471": a badge.
    let badge = piece
        .text()
        .rfind(" #")
        .filter(|i| piece.text()[i + 2..].chars().all(|c| c.is_ascii_digit()));
    let piece = badge.map_or(piece.clone(), |i| piece.slice(0..i).trim());
    let text = piece.text();
    if text.is_empty() || text.chars().count() > 120 {
        return None;
    }
    let (mut end, mut rest, mut marked) = (text.len(), None, false);
    let mut name_end = first_break(text, 0).map_or(text.len(), |(i, _)| i);
    let mut dropped_to = name_end;
    // The stretches after the first comma: "Jr.", degrees, then what is none of the name.
    while let Some((i, width)) = first_break(text, dropped_to) {
        let next = first_break(text, i + width).map_or(text.len(), |(j, _)| j);
        let chunk = text[i + width..next].trim();
        if is_generation(chunk) && dropped_to == name_end && text[i..i + width].starts_with(',') {
            name_end = next;
            dropped_to = next;
        } else if is_degrees(chunk) {
            marked = true;
            dropped_to = next;
        } else {
            rest = Some(piece.slice(i + width..text.len()).trim());
            end = i;
            break;
        }
    }
    let mut name = piece
        .slice(0..name_end.min(end))
        .trimmed(|c| c.is_whitespace() || ",;®™".contains(c));
    let stripped = without_honorifics(&name);
    marked |= stripped.text().len() < name.text().len();
    name = stripped;
    let stripped = without_degrees(&name);
    marked |= stripped.text().len() < name.text().len();
    name = stripped;
    // "Quill, Amos J.": family name first.
    has_shape(name.text()).then_some(Person {
        name,
        rest: rest.filter(|r| !r.is_empty()),
        marked,
    })
}

/// A comma, or a dash with spaces, at or after `from`: where and how wide.
fn first_break(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let comma = rest.find([',', ';']).map(|i| (from + i, 1));
    let dash = [" - ", " – ", " — ", " / "]
        .iter()
        .filter_map(|d| rest.find(d).map(|i| (from + i, d.len())))
        .min();
    match (comma, dash) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn is_generation(chunk: &str) -> bool {
    let key = fold(chunk).replace('.', "");
    ["jr", "sr", "ii", "iii", "iv", "v", "junior", "senior", "2nd", "3rd"].contains(&key.as_str())
}

fn key_of(token: &str) -> String {
    fold(token).replace(['.', ',', '®', '™', '(', ')'], "")
}

/// Whether every word is a degree, a membership or an order.
pub(super) fn is_degrees(chunk: &str) -> bool {
    let mut any = false;
    for token in chunk.split([' ', '/', '&']).filter(|t| !t.is_empty()) {
        let key = key_of(token);
        let known = has(POST_NOMINALS, &key) || has(POST_NOMINALS, &key.replace('-', ""));
        // "SHRM-SCP", "B.Sc.(Hons)": capitals and dots that are no word.
        let upper = token.chars().filter(|c| c.is_uppercase()).count();
        let letters = token.chars().filter(|c| c.is_alphabetic()).count();
        let odd = (2..=7).contains(&letters)
            && upper * 2 > letters
            && (upper == letters || token.contains('.'))
            && !has(TITLE_HEADS, &key)
            && !has(FUNCTIONS, &key)
            && !has(ORG_WEAK, &key);
        if !(known || odd) {
            return false;
        }
        any = true;
    }
    any
}

/// Leaves out "(he/him)", "[she/her]", "(ret.)", "(Ms)".
fn without_pronouns(piece: &Piece) -> Piece {
    let text = piece.text();
    let Some(open) = text.find(['(', '[']) else {
        return piece.clone();
    };
    let Some(close) = text[open..].find([')', ']']).map(|i| open + i) else {
        return piece.clone();
    };
    let inner = &text[open + 1..close];
    let all = words(inner);
    let pronouns = !all.is_empty()
        && all
            .iter()
            .all(|w| has(NOISE, w) || has(HONORIFICS, w) || has(POST_NOMINALS, w));
    if !pronouns {
        return piece.clone();
    }
    let start = text[..open].trim_end().len();
    let cut = start..close + 1;
    piece.without(std::slice::from_ref(&cut)).trim()
}

fn without_honorifics(name: &Piece) -> Piece {
    let mut piece = name.clone();
    loop {
        let text = piece.text();
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let Some(first) = tokens.first() else { return piece };
        let key = key_of(first);
        let flat = key.replace(['-', '/'], "");
        let two = tokens.get(1).map(|t| format!("{key}{}", key_of(t))).unwrap_or_default();
        let by_proxy = first.starts_with(char::is_lowercase) && ["ia", "iv", "pp", "hc"].contains(&two.as_str());
        let known = has(HONORIFICS, &key) || has(HONORIFICS, &flat) || key.split('-').all(|k| has(HONORIFICS, k));
        let ambiguous = AMBIGUOUS_HONORIFICS.contains(&key.as_str())
            && !first.contains('.')
            && tokens.len() < 3
            && first.starts_with(char::is_uppercase)
            && !["Sir", "Lord", "Judge", "Ir", "Ing", "Mag", "CA", "DI"].contains(first);
        let skip = if by_proxy {
            first.len() + 1 + tokens[1].len()
        } else if known && !ambiguous && tokens.len() > 1 {
            first.len()
        } else {
            0
        };
        if skip == 0 || skip >= text.len() {
            return piece;
        }
        piece = piece.slice(skip..text.len()).trimmed(|c| c.is_whitespace() || c == '.');
        let paren = piece.text().strip_prefix('(').and_then(|t| t.find(')')).map(|i| i + 2);
        if let Some(end) = paren {
            piece = piece.slice(end..piece.text().len()).trim();
        }
    }
}

fn without_degrees(name: &Piece) -> Piece {
    let mut piece = name.clone();
    loop {
        let text = piece.text();
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let Some(last) = tokens.last().filter(|_| tokens.len() > 2) else {
            return piece;
        };
        let key = key_of(last);
        let upper = last.chars().filter(|c| c.is_uppercase()).count();
        let consonants = last.chars().all(|c| c.is_ascii_uppercase() && !"AEIOUY".contains(c))
            && last.len() >= 3
            && text.chars().any(char::is_lowercase);
        let degree = consonants
            || (has(POST_NOMINALS, &key) || has(POST_NOMINALS, &key.replace('-', "")))
                && (upper >= 2 || last.contains('.') && last.len() > 2)
                && !is_generation(last);
        if !degree {
            return piece;
        }
        piece = piece.slice(0..text.trim_end().len() - last.len()).trim();
    }
}

/// Whether a text has the shape of a name.
pub(super) fn has_shape(text: &str) -> bool {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    if tokens.is_empty() || tokens.len() > 6 || text.contains(|c: char| c.is_ascii_digit() || "@&/:+_=|!?#".contains(c))
    {
        return false;
    }
    let lower_text = !text.chars().any(char::is_uppercase);
    let mut full = 0;
    for (i, token) in tokens.iter().enumerate() {
        let bare = token.trim_matches(['"', '“', '”', '(', ')', '\'', '’', '‘', '.', ',']);
        let key = fold(bare);
        let particle = has(PARTICLES, &key) && tokens.len() > 1;
        if bare.is_empty() || bare.chars().any(|c| !c.is_alphabetic() && !"-'’.".contains(c)) {
            return false;
        }
        if particle && i > 0 && !["of", "the"].contains(&key.as_str()) || is_generation(bare) && i > 0 {
            continue;
        }
        let capital = bare.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
            || bare.starts_with("d'")
            || bare.starts_with("d’");
        if !capital && !particle && !lower_text {
            return false;
        }
        let wrong = |w: &str| {
            has(TITLE_HEADS, w) && !TITLES_THAT_ARE_NAMES.contains(&w)
                || has(LEGAL_FORMS, w) && w.len() > 2
                || has(ORG_STRONG, w) && !ORGANISATIONS_THAT_ARE_NAMES.contains(&w)
                || NEVER_IN_NAMES.contains(&w)
        };
        if wrong(&key) {
            return false;
        }
        full += 1;
    }
    full > 0
}

/// What is known while names are weighed.
pub(super) struct Clues<'a> {
    pub(super) local: Option<&'a str>,
    pub(super) labels: &'a [String],
    /// The name after the greeting, folded.
    pub(super) short: Option<&'a str>,
}

/// How much a name looks like the sender's; the caller adds what the place of the line says.
pub(super) fn weight(name: &str, marked: bool, clues: &Clues<'_>) -> f32 {
    let tokens: Vec<String> = name
        .split([' ', '-'])
        .map(|t| fold(t.trim_matches(['"', '“', '”', '(', ')', '.', ','])))
        .filter(|t| !t.is_empty())
        .collect();
    let count = name.split_whitespace().filter(|t| !is_generation(t)).count();
    let mut score = match count {
        2 | 3 => 2.0,
        1 => -1.0,
        4 => 1.5,
        _ => 0.5,
    };
    if tokens.first().is_some_and(|t| has(GIVEN_NAMES, t)) {
        score += 3.0;
    } else if tokens.iter().any(|t| has(GIVEN_NAMES, t)) {
        score += 1.0;
    }
    // "R. Krishnamurthy", "Samuel T. Brightwater": an initial.
    if name
        .split_whitespace()
        .any(|t| t.chars().count() == 2 && t.ends_with('.'))
        && count > 1
    {
        score += 1.5;
    }
    if marked {
        score += 2.5;
    }
    if let Some(local) = clues.local {
        score += match super::matching::local_fits(local, name) {
            2 => 6.0,
            1 => 3.0,
            _ => 0.0,
        };
    }
    if let Some(short) = clues.short {
        let own = fold(name);
        let first = short.split(' ').next().unwrap_or(short);
        if own != short
            && tokens.iter().any(|t| {
                t == first
                    || t.len() > 3
                        && first.len() >= 3
                        && t.starts_with(&first[..first.char_indices().nth(3).map_or(first.len(), |(i, _)| i)])
            })
        {
            score += 4.0;
        }
    }
    if clues.labels.iter().any(|l| super::matching::spelled(l, name) > 0.85) {
        score -= 2.5;
    }
    let orgish = tokens
        .iter()
        .filter(|t| has(ORG_WEAK, t) || has(FUNCTIONS, t) || has(STREET_WORDS, t) && t.len() > 3 || has(UNIT_STARTS, t))
        .count();
    score - 2.5 * f32::from(u8::try_from(orgish.min(3)).unwrap_or(3))
}

/// A name in normal case when it is all capitals or all small.
pub(super) fn cased(name: &str) -> String {
    let mixed = name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    let mut out = Vec::new();
    for (i, word) in name.split_whitespace().enumerate() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let upper = word.chars().all(|c| !c.is_lowercase());
        let key = fold(word.trim_end_matches('.'));
        let change = if mixed {
            upper && letters >= 3 && !is_generation(word)
        } else {
            true
        };
        if !change || is_generation(word) && upper || (letters <= 1) {
            out.push(if mixed { word.to_owned() } else { word.to_uppercase() });
        } else if !mixed && i > 0 && has(PARTICLES, &key) && !key.contains('\'') {
            out.push(word.to_lowercase());
        } else {
            out.push(title_case(word));
        }
    }
    out.join(" ")
}

/// "O'HARE-MCCANN" as "O'Hare-McCann".
pub(super) fn title_case(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut out = String::new();
    let mut start = true;
    for (i, c) in lower.char_indices() {
        if start && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            start = false;
        } else {
            out.push(c);
        }
        let head = &lower[..i + c.len_utf8()];
        let apostrophe = matches!(c, '\'' | '’') && head.chars().count() == 2;
        if matches!(c, '-' | '/' | '"' | '(' | '&') || apostrophe || head == "mc" {
            start = true;
        }
    }
    out
}
