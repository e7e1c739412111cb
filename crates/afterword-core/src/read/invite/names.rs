//! Names of people: what a display name hides, and where in a text one stands.

use super::super::message::html::decode_entities;
use super::super::message::phrases::fold;
use super::words::{
    FAMILY_NAMES, HONORIFICS, JOB_ENDINGS, JOB_NOUNS, MAILBOXES, NOT_NAMES, NOT_PERSON_WORDS, PARTICLES, SUFFIXES,
};

/// A name as people write it: no rank, no notes, "Last, First" turned round. `None` if it is no person's.
pub(crate) fn clean(display: &str) -> Option<String> {
    let display = decode_entities(display.trim().trim_matches(['"', '\'', ' ']));
    if display.is_empty() || display.contains('@') || display.len() > 200 {
        return None;
    }
    // Notes in brackets, and whatever a bar or a spaced dash sets apart.
    let mut bare = String::new();
    let mut depth = 0_i32;
    for character in display.chars() {
        match character {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth = (depth - 1).max(0),
            _ if depth == 0 => bare.push(character),
            _ => {}
        }
    }
    let bare = bare
        .split(" - ")
        .next()
        .unwrap_or_default()
        .split(['|', '/', '–', '·', '\n'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let bare = bare.split(" via ").next().unwrap_or_default().to_owned();
    let parts: Vec<&str> = bare.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_note = |part: &&str| {
        part.split([' ', '.']).filter(|word| !word.is_empty()).all(is_suffix)
            || has_job(part)
            || is_suffix(&part.replace(['.', ' '], ""))
    };
    let names: Vec<&str> = parts.iter().copied().filter(|part| !is_note(part)).collect();
    let turned = match names.as_slice() {
        [last, first, ..] => format!("{first} {last}"),
        [one] => (*one).to_owned(),
        [] => return None,
    };
    let mut words: Vec<&str> = turned.split_whitespace().collect();
    while words.len() > 1 && is_honorific(words[0], words.len() > 2) {
        words.remove(0);
    }
    // "GARNIER Hélène": the family name in capitals comes first on the continent.
    let shouted =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
    let first_low = words.iter().position(|word| !shouted(word)).unwrap_or(0);
    if first_low > 0
        && words[first_low..].iter().all(|word| !shouted(word))
        && !words[first_low..].iter().any(|word| is_suffix(word))
    {
        words.rotate_left(first_low);
    }
    // "First Dr. Last" after turning round.
    words.retain(|word| {
        !(word.ends_with('.') && word.chars().count() > 2 && HONORIFICS.contains(&bare_word(word).as_str()))
    });
    while words.len() > 1 && words.last().is_some_and(|word| is_suffix(word) && !is_generation(word)) {
        words.pop();
    }
    let name = words.join(" ");
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let folded: Vec<String> = name.split([' ', '-']).map(bare_word).collect();
    let is_thing = folded
        .iter()
        .enumerate()
        .any(|(at, word)| NOT_PERSON_WORDS.contains(&word.as_str()) && !(at > 0 && PARTICLES.contains(&word.as_str())));
    if letters < 2 || name.chars().any(|c| c.is_ascii_digit()) || is_thing {
        return None;
    }
    Some(normal_case(&name))
}

/// All capitals and all small letters are given in normal case; anything else as written.
fn normal_case(name: &str) -> String {
    let shouted =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.chars().any(char::is_lowercase);
    let all_low = !name.chars().any(char::is_uppercase);
    name.split(' ')
        .map(|word| {
            if shouted(word) || all_low && !PARTICLES.contains(&word) {
                capitalise(word)
            } else {
                word.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// `o'brien-smith` becomes `O'Brien-Smith`.
pub(crate) fn capitalise(word: &str) -> String {
    let mut start = true;
    let mut out = String::new();
    for character in word.chars() {
        if start {
            out.extend(character.to_uppercase());
        } else {
            out.extend(character.to_lowercase());
        }
        start = matches!(character, '-' | '\'' | '’');
    }
    out
}

fn bare_word(word: &str) -> String {
    fold(word.trim_matches(|c: char| !c.is_alphanumeric())).replace(['.', '\''], "")
}

fn is_honorific(word: &str, long: bool) -> bool {
    let bare = bare_word(word);
    // "M" may be an initial, "Chief" and "Dean" a first name.
    HONORIFICS.contains(&bare.as_str())
        && (word.ends_with('.')
            || bare.len() > 2 && (long || !matches!(bare.as_str(), "dean" | "don" | "chief" | "sister" | "major"))
            || matches!(bare.as_str(), "dr" | "mr" | "ms"))
}

fn is_suffix(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).replace('.', "");
    let upper = bare.chars().filter(|c| c.is_uppercase()).count();
    let folded = bare.to_lowercase();
    SUFFIXES.contains(&folded.as_str())
        && (upper > 1
            || is_generation(word)
            || folded == "phd"
            || folded == "esq"
            || folded == "ext"
            || folded == "external"
            || folded == "contractor"
            || folded.starts_with("ret"))
}

/// Jr and III belong to the name.
fn is_generation(word: &str) -> bool {
    matches!(bare_word(word).as_str(), "jr" | "sr" | "ii" | "iii" | "iv")
}

/// Whether a phrase holds a job noun.
pub(crate) fn has_job(phrase: &str) -> bool {
    fold(phrase).split(|c: char| !c.is_alphanumeric()).any(is_job)
}

/// Degrees and grades that stand behind a name: "Stone, MD, Chief Medical Officer".
pub(crate) fn is_degree(word: &str) -> bool {
    is_suffix(word)
}

pub(crate) fn is_job(folded: &str) -> bool {
    JOB_NOUNS.contains(&folded) || folded.len() > 4 && folded.strip_suffix('s').is_some_and(|one| JOB_NOUNS.contains(&one))
        // German compounds: Prüffeldleiter, Softwareentwicklerin.
        || JOB_ENDINGS.iter().any(|end| folded.len() > end.len() + 3 && folded.ends_with(end))
}

/// A name that begins a text: how many bytes it takes, and the name. At least two words, unless one is among `known`.
pub(crate) fn at_start(text: &str) -> Option<(usize, String)> {
    let mut end = 0;
    let mut words: Vec<&str> = Vec::new();
    let mut honorifics = 0;
    let mut rest = text;
    while words.len() < 6 {
        let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
        let offset = text.len() - trimmed.len();
        let word_end = trimmed
            .find(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        ',' | ';'
                            | ':'
                            | '('
                            | ')'
                            | '['
                            | ']'
                            | '<'
                            | '>'
                            | '|'
                            | '/'
                            | '–'
                            | '—'
                            | '"'
                            | '!'
                            | '?'
                            | '&'
                            | '+'
                            | '@'
                            | '_'
                            | '*'
                    )
            })
            .unwrap_or(trimmed.len());
        let mut word = &trimmed[..word_end];
        // A full stop ends the name, unless it marks an initial or a title.
        let initial = word.ends_with('.') && word.chars().filter(|c| c.is_alphabetic()).count() == 1;
        let rank = word.ends_with('.') && HONORIFICS.contains(&bare_word(word).as_str());
        let stopped = word.ends_with('.') && !initial && !rank;
        if stopped {
            word = word.trim_end_matches('.');
        }
        if word.is_empty() || rest.starts_with('\n') || trimmed.starts_with('\n') {
            break;
        }
        let bare = bare_word(word);
        let high = word.chars().next().is_some_and(char::is_uppercase);
        let letters = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '\u{300}'..='\u{36f}'));
        if words.is_empty()
            && (HONORIFICS.contains(&bare.as_str())
                && (rank || bare.len() > 2 || matches!(bare.as_str(), "dr" | "mr" | "ms") || word == "Hr"))
            && high
        {
            honorifics += 1;
            if honorifics > 4 {
                return None;
            }
            rest = &trimmed[word_end..];
            continue;
        }
        let particle = PARTICLES.contains(&word) && !words.is_empty();
        let family = words.len() == 1 && FAMILY_NAMES.contains(bare.as_str());
        let name_like = high
            && letters
            && (family || !NOT_NAMES.contains(&bare.as_str()))
            && (!is_job(&bare) || is_family_name(&bare))
            && !is_suffix(word);
        if !(name_like || particle || is_generation(word) && !words.is_empty()) {
            break;
        }
        words.push(word);
        end = offset + word.len();
        rest = &text[end..];
        if stopped {
            break;
        }
    }
    while words.last().is_some_and(|word| PARTICLES.contains(word)) {
        let dropped = words.pop()?;
        end = text[..end].rfind(dropped)?;
        end = text[..end].trim_end().len();
    }
    let full = words
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .count();
    // After "Dr." or "Frau" a family name alone is a person, but no full name.
    if full < 1 || words.len() < 2 || words.len() > 5 {
        return None;
    }
    Some((end, normal_case(&words.join(" "))))
}

/// Family names that are also job nouns.
fn is_family_name(folded: &str) -> bool {
    matches!(
        folded,
        "baker"
            | "cook"
            | "carpenter"
            | "dean"
            | "chase"
            | "fellow"
            | "guard"
            | "steward"
            | "driver"
            | "pilot"
            | "host"
            | "head"
            | "partner"
            | "chef"
            | "carer"
            | "warden"
            | "ranger"
            | "pastor"
            | "meister"
            | "chair"
            | "lead"
            | "tutor"
    )
}

/// Whether two names are the same person: equal when folded, or one the short form of the other.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        fold(name)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b {
        return true;
    }
    let (mut sorted_a, mut sorted_b) = (a.clone(), b.clone());
    sorted_a.sort();
    sorted_b.sort();
    if sorted_a == sorted_b {
        return true;
    }
    // A middle name or initial more on one side.
    a.len() > 1 && b.len() > 1 && a.first() == b.first() && a.last() == b.last()
}

/// A name from an address such as `art.mendel@x`; a single word is no full name.
pub(crate) fn from_address(address: &str) -> Option<String> {
    let local = address.split('@').next()?.split('+').next()?;
    let parts: Vec<&str> = local
        .split(['.', '_'])
        .filter(|part| part.chars().count() > 1 && part.chars().all(|c| c.is_alphabetic() || c == '-'))
        .collect();
    if parts.len() < 2 || parts.len() > 3 || MAILBOXES.contains(&local) {
        return None;
    }
    let name = parts.iter().map(|part| capitalise(part)).collect::<Vec<_>>().join(" ");
    clean(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_names_become_names() {
        for (display, name) in [
            ("Voss, Eleanor", Some("Eleanor Voss")),
            ("\"Reuter, Karl\"", Some("Karl Reuter")),
            ("Dr. Katrin Vogelsang", Some("Katrin Vogelsang")),
            ("Prof. Dr. med. Jens Ott", Some("Jens Ott")),
            ("Vogelsang, Dr. Katrin", Some("Katrin Vogelsang")),
            ("Eleanor Voss, PhD", Some("Eleanor Voss")),
            ("Cora Feldt RN", Some("Cora Feldt")),
            ("Art Mendel (CFO)", Some("Art Mendel")),
            ("Art Mendel - Harborline", Some("Art Mendel")),
            ("Martin Luther King Jr.", Some("Martin Luther King Jr.")),
            ("VOSS, ELEANOR", Some("Eleanor Voss")),
            ("Priya R. [EXT]", Some("Priya R.")),
            ("Ludwig van Beethoven", Some("Ludwig van Beethoven")),
            ("Quillmark Recruiting", None),
            ("TAC-Pier Room (8)", None),
            ("keisha@tallybird.example", None),
        ] {
            assert_eq!(clean(display).as_deref(), name, "{display}");
        }
    }

    #[test]
    fn names_are_found_where_they_stand() {
        for (text, name) in [
            ("Marcus Oyelaran, Director of Data", Some("Marcus Oyelaran")),
            ("Dr. Katrin Vogelsang (Leiterin)", Some("Katrin Vogelsang")),
            ("Imre Sandor.", Some("Imre Sandor")),
            ("Siobhán O'Brien-Walsh will", Some("Siobhán O'Brien-Walsh")),
            ("Maria de la Cruz and", Some("Maria de la Cruz")),
            ("J. R. Tolkien", Some("J. R. Tolkien")),
            ("Data Scientist", None),
            ("Microsoft Teams", None),
            ("the team", None),
        ] {
            assert_eq!(at_start(text).map(|(_, name)| name).as_deref(), name, "{text}");
        }
    }
}
