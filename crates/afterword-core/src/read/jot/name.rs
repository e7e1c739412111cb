//! Names and job titles in running text, with and without capitals.

use std::ops::Range;

use crate::lexicon::{VerbForm, lexicon};

/// One word and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes in the text.
    pub(super) span: Range<usize>,
    /// In lower case.
    pub(super) lower: String,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// What stands between it and the next word.
    pub(super) gap: String,
}

/// Words of a stretch of text: letters, digits, and the apostrophes and hyphens inside them.
pub(super) fn words(text: &str, span: Range<usize>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let piece = &text[span.clone()];
    let mut start: Option<usize> = None;
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '&' | '%');
    let push = |range: Range<usize>, out: &mut Vec<Word>| {
        let raw = piece[range.clone()].trim_matches('\'');
        if raw.is_empty() {
            return;
        }
        let lead = piece[range.clone()].len() - piece[range.clone()].trim_start_matches('\'').len();
        let begin = span.start + range.start + lead;
        let span_ = begin..begin + raw.len();
        if let Some(last) = out.last_mut() {
            text[last.span.end..span_.start].clone_into(&mut last.gap);
        }
        out.push(Word {
            capital: raw.chars().next().is_some_and(char::is_uppercase),
            lower: raw.to_lowercase(),
            span: span_,
            gap: String::new(),
        });
    };
    let mut iter = piece.char_indices().peekable();
    while let Some((i, c)) = iter.next() {
        let next_alnum = iter.peek().is_some_and(|(_, n)| n.is_alphanumeric());
        let prev_alnum = start.is_some();
        let keeps = inside(c)
            || (c == '-' && prev_alnum && next_alnum)
            || (matches!(c, '.' | ',')
                && next_alnum
                && prev_alnum
                && piece[..i].ends_with(|p: char| p.is_ascii_digit())
                && iter.peek().is_some_and(|(_, n)| n.is_ascii_digit()));
        if keeps {
            start.get_or_insert(i);
        } else if let Some(s) = start.take() {
            push(s..i, &mut out);
        }
    }
    if let Some(s) = start {
        push(s..piece.len(), &mut out);
    }
    if let Some(last) = out.last_mut() {
        text[last.span.end..span.end].clone_into(&mut last.gap);
    }
    out
}

const HONORIFICS: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "frau",
    "herr",
    "judge",
    "rev",
    "sir",
    "dame",
    "sister",
    "captain",
    "capt",
    "hon",
    "col",
    "colonel",
    "major",
    "maj",
    "lt",
    "gen",
    "sgt",
    "cmdr",
    "justice",
    "chief",
    "dott",
    "ing",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "señor",
    "señora",
    "fr",
    "deacon",
    "engr",
    "surv",
    "pastor",
    "chef",
    "aunty",
    "auntie",
    "uncle",
    "madam",
];
const PARTICLES: &[&str] = &[
    "de", "da", "di", "du", "van", "von", "der", "den", "del", "la", "le", "al", "el", "bin", "ibn", "ter", "ten",
    "dos", "das", "st", "zu", "y", "e", "mac", "mc", "ó", "ni", "ní", "nic", "ap",
];
/// Words that begin sentences with a capital and are no names.
pub(super) const PLAIN: &[&str] = &[
    "a",
    "about",
    "after",
    "again",
    "ahead",
    "all",
    "also",
    "am",
    "an",
    "and",
    "another",
    "any",
    "anyway",
    "are",
    "as",
    "at",
    "back",
    "be",
    "because",
    "before",
    "both",
    "but",
    "by",
    "can",
    "cant",
    "could",
    "did",
    "didn't",
    "didnt",
    "do",
    "does",
    "doesn't",
    "dont",
    "don't",
    "down",
    "each",
    "either",
    "owe",
    "owes",
    "else",
    "even",
    "every",
    "everybody",
    "everyone",
    "everything",
    "first",
    "for",
    "from",
    "get",
    "good",
    "got",
    "had",
    "half",
    "has",
    "have",
    "he",
    "he'd",
    "he'll",
    "he's",
    "her",
    "here",
    "hers",
    "hes",
    "him",
    "his",
    "how",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "id",
    "if",
    "im",
    "in",
    "into",
    "is",
    "it",
    "it's",
    "its",
    "ive",
    "just",
    "last",
    "later",
    "let",
    "like",
    "long",
    "lots",
    "many",
    "maybe",
    "me",
    "mine",
    "more",
    "most",
    "much",
    "must",
    "my",
    "never",
    "next",
    "no",
    "nobody",
    "not",
    "nothing",
    "now",
    "of",
    "off",
    "ok",
    "okay",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "please",
    "plus",
    "q",
    "quite",
    "really",
    "said",
    "same",
    "second",
    "see",
    "she",
    "she'd",
    "she'll",
    "she's",
    "shes",
    "should",
    "so",
    "some",
    "somebody",
    "someone",
    "something",
    "still",
    "such",
    "than",
    "that",
    "that's",
    "thats",
    "the",
    "their",
    "them",
    "then",
    "there",
    "there's",
    "theres",
    "these",
    "they",
    "they'll",
    "they're",
    "theyll",
    "theyre",
    "third",
    "this",
    "those",
    "three",
    "to",
    "today",
    "too",
    "two",
    "under",
    "until",
    "up",
    "us",
    "very",
    "was",
    "we",
    "we'll",
    "we're",
    "well",
    "went",
    "were",
    "what",
    "what's",
    "whatever",
    "when",
    "where",
    "which",
    "while",
    "who",
    "who's",
    "whole",
    "why",
    "will",
    "with",
    "without",
    "would",
    "yeah",
    "yes",
    "yesterday",
    "you",
    "your",
    "re",
    "via",
    "w",
    "nb",
    "ps",
    "apparently",
    "question",
    "both",
    "everybody",
    "ask",
    "asked",
    "told",
    "met",
    "promised",
    "forgot",
    "wants",
    "need",
    "needs",
    "showed",
    "loves",
    "private",
    "phone",
    "video",
    "zoom",
    "teams",
    "onsite",
    "panel",
    "interview",
    "role",
    "company",
    "when",
    "how",
    "hr",
    "decision",
    "note",
    "notes",
    "skip",
    "salary",
    "pay",
    "oh",
    "lol",
    "tbh",
    "btw",
    "i'd",
    "i'm",
    "anyone",
    "hi",
    "hello",
    "thanks",
    "thank",
    "better",
    "advice",
    "shared",
    "because",
    "nope",
];

fn is_plain(lower: &str) -> bool {
    PLAIN.contains(&lower)
}

/// Whether a lower-case word is in the tables as anything but a name.
pub(super) fn is_word(lower: &str) -> bool {
    let l = lexicon();
    is_plain(lower)
        || l.noun(lower).is_some()
        || l.adjective(lower).is_some()
        || l.adverb(lower).is_some()
        || !l.verb(lower).is_empty()
        || lower
            .strip_suffix("'s")
            .is_some_and(|w| is_plain(w) || l.noun(w).is_some())
        || lower.chars().any(|c| c.is_ascii_digit())
}

/// Whether a word is one of these names or the first three or more letters of one: "sat", "satur", "saturday".
fn is_short_for(lower: &str, names: &[&str]) -> bool {
    lower.len() >= 3 && names.iter().any(|name| name.starts_with(lower))
}

/// Whether a lower-case word names a month.
pub(super) fn is_month(lower: &str) -> bool {
    is_short_for(lower, &crate::calendar::MONTHS)
}

fn is_time_word(lower: &str) -> bool {
    const DAYS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    is_short_for(lower, DAYS) || is_month(lower) || lower == "weds"
}

/// Whether a lower-case word is how somebody is addressed: "dr", "madam".
pub(super) fn is_honorific(lower: &str) -> bool {
    HONORIFICS.contains(&lower)
}

/// A name found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameMatch {
    /// Words it takes up, honorific included.
    pub(super) words: Range<usize>,
    /// `Dr.`, `Mrs`, as typed.
    pub(super) honorific: Option<String>,
    /// The name in capitals.
    pub(super) name: String,
    /// What stands in quotes or brackets inside the name, in lower case.
    pub(super) nickname: Option<String>,
    /// How many words the name itself has.
    pub(super) len: usize,
    /// A given name from the table stands first, or an honorific.
    pub(super) sure: bool,
}

/// A name that may have been shouted: `KWAME ASANTE` -> `Kwame Asante`.
pub(super) fn quiet(typed: &str) -> String {
    if typed.chars().any(char::is_lowercase) {
        title_case(typed)
    } else {
        title_case(&typed.to_lowercase())
    }
}

/// Puts a name typed in lower case into capitals; a name with capitals stays as typed.
pub(super) fn title_case(name: &str) -> String {
    if name.chars().any(char::is_uppercase) {
        return name.to_owned();
    }
    name.split(' ')
        .enumerate()
        .map(|(i, word)| {
            if i > 0 && PARTICLES.contains(&word) && !matches!(word, "mac" | "mc" | "st" | "ó" | "ní" | "ni") {
                return word.to_owned();
            }
            let mut up = true;
            let mut out = String::new();
            for (j, c) in word.char_indices() {
                if up {
                    out.extend(c.to_uppercase());
                } else {
                    out.push(c);
                }
                up = c == '-' || (c == '\'' && j == 1) || (j == 1 && out == "Mc");
            }
            out
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A name that begins at word `at`.
///
/// With capitals, a run of capitalised words that does not begin with an ordinary word; without, a given name from the
/// table and the unknown words after it.
pub(super) fn name_at(text: &str, words: &[Word], at: usize) -> Option<NameMatch> {
    let l = lexicon();
    let mut i = at;
    let mut honorific: Option<String> = None;
    while i < words.len() && is_honorific(&words[i].lower) && words[i].gap.trim_matches(['.', ' ', '(']).is_empty() {
        let typed = &text[words[i].span.clone()];
        let dot = if words[i].gap.starts_with('.') { "." } else { "" };
        if words
            .get(i + 1)
            .is_some_and(|w| matches!(w.lower.as_str(), "retd" | "ret"))
        {
            i += 1;
        }
        let shown = title_case(&typed.to_lowercase()) + dot;
        honorific = Some(honorific.map_or_else(|| shown.clone(), |h| format!("{h} {shown}")));
        i += 1;
    }
    let first = words.get(i)?;
    // "Jun Park" and "April Jones" are people, "Jun 3" is not.
    let month_like = is_time_word(&first.lower)
        && !(first.capital
            && l.given_name(&first.lower).is_some()
            && first.gap == " "
            && words.get(i + 1).is_some_and(|w| looks_like_surname(text, w, true)));
    if month_like || first.lower.len() < 2 {
        return None;
    }
    let stem = first.lower.strip_suffix("'s").unwrap_or(&first.lower);
    let known = l.given_name(stem);
    let capital = first.capital;
    let acceptable = if honorific.is_some() {
        // "chef de partie" is nobody.
        capital || !is_word(stem) && !PARTICLES.contains(&stem)
    } else if capital {
        match known {
            Some(false) => true,
            Some(true) if is_time_word(stem) => true,
            Some(true) => !is_plain(stem) || words.get(i + 1).is_some_and(|w| w.capital && !is_word(&w.lower)),
            // An unknown word by itself may be anything; with another capitalised word behind it, it is a name.
            None => {
                !is_word(stem)
                    && l.proper(stem).is_none()
                    && !is_acronym(&text[first.span.clone()])
                    && words.get(i + 1).is_some_and(|w| {
                        first.gap == " " && (looks_like_surname(text, w, true) || PARTICLES.contains(&w.lower.as_str()))
                            || surname_behind_nickname(text, words, i).is_some()
                    })
            }
        }
    } else {
        match known {
            // "said" is a name too, and hardly ever without its capital.
            Some(false) => !is_plain(stem),
            // An ordinary word as well: only with a surname that is none.
            Some(true) => {
                !is_plain(stem)
                    && words
                        .get(i + 1)
                        .is_some_and(|w| first.gap == " " && looks_like_surname(text, w, false) && !is_word(&w.lower))
            }
            None => false,
        }
    };
    if !acceptable {
        return None;
    }
    let mut end = i + 1;
    let mut nickname: Option<usize> = None;
    let possessive = first.lower.ends_with("'s");
    while !possessive && end < words.len() && end - i < 4 {
        let gap = &words[end - 1].gap;
        let called = surname_behind_nickname(text, words, end - 1).is_some();
        if called && nickname.is_none() {
            nickname = Some(end);
            end += 2;
            continue;
        }
        // "Robin 🦀 Crab" keeps what stands inside the name.
        let emoji = !gap.trim().is_empty() && gap.trim().chars().all(super::unit::is_pictograph);
        if !(gap == " " || emoji || (gap == ". " && words[end - 1].lower.len() == 1)) {
            break;
        }
        let w = &words[end];
        if PARTICLES.contains(&w.lower.as_str())
            && words[end].gap == " "
            && words.get(end + 1).is_some_and(|n| looks_like_surname(text, n, capital))
            && !matches!(w.lower.as_str(), "e" | "y" | "la" | "le" if !capital)
        {
            end += 1;
            continue;
        }
        let initial = w.capital
            && w.lower.len() == 1
            && w.gap == ". "
            && words.get(end + 1).is_some_and(|n| looks_like_surname(text, n, capital));
        // "Trần Thu Hương": a day only by its letters.
        let middle = w.capital
            && w.gap == " "
            && matches!(
                w.lower.as_str(),
                "thu" | "may" | "june" | "jun" | "april" | "august" | "sun"
            )
            && words
                .get(end + 1)
                .is_some_and(|n| n.capital && looks_like_surname(text, n, true) && !is_word(&n.lower));
        // "DR KWAME ASANTE": shouted whole.
        let shouted = is_acronym(&text[first.span.clone()])
            && is_acronym(&text[w.span.clone()])
            && (honorific.is_some() || known.is_some() && w.lower.len() > 3)
            && !is_word(&w.lower)
            && l.title(&w.lower).is_none();
        if !(initial || middle || shouted || looks_like_surname(text, w, capital)) {
            break;
        }
        end += 1;
        if w.lower.ends_with("'s") {
            break;
        }
    }
    let raw = &text[words[i].span.start..words[end - 1].span.end];
    let raw = raw.strip_suffix("'s").unwrap_or(raw);
    let raw = match nickname {
        Some(k) => format!(
            "{} {}",
            &text[words[i].span.start..words[k - 1].span.end],
            &text[words[k + 1].span.start..words[end - 1].span.end]
        ),
        None => raw.to_owned(),
    };
    Some(NameMatch {
        nickname: nickname.map(|k| words[k].lower.clone()),
        words: at..end,
        sure: honorific.is_some() || known.is_some(),
        honorific,
        // "MJ" is called so.
        name: if end - i > 1 { quiet(&raw) } else { title_case(&raw) },
        len: end - i,
    })
}

/// Alistair "Al" Drummond, Oyin (Oyinkansola) Badmus: where the name goes on behind what they are called.
fn surname_behind_nickname(text: &str, words: &[Word], given: usize) -> Option<usize> {
    let nickname = words.get(given + 1)?;
    let opens = matches!(words[given].gap.as_str(), " \"" | " (" | " \u{201C}" | " '");
    let closes = matches!(nickname.gap.as_str(), "\" " | ") " | "\u{201D} " | "' ");
    let surname = words.get(given + 2)?;
    (opens && closes && nickname.capital && looks_like_surname(text, surname, true)).then_some(given + 2)
}

pub(super) fn is_acronym(typed: &str) -> bool {
    let letters = typed.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && typed.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// Trades that people are called after: behind a name in capitals they are the surname.
const TRADE_SURNAMES: &[&str] = &[
    "archer",
    "baker",
    "barber",
    "bishop",
    "brewer",
    "butler",
    "carpenter",
    "carter",
    "chandler",
    "chapman",
    "contractor",
    "cook",
    "cooper",
    "dean",
    "driver",
    "dyer",
    "engineer",
    "farmer",
    "fisher",
    "forester",
    "fowler",
    "gardener",
    "gardner",
    "glover",
    "hunter",
    "judge",
    "mason",
    "marshall",
    "merchant",
    "miller",
    "parker",
    "plumber",
    "pope",
    "porter",
    "potter",
    "sawyer",
    "shepherd",
    "singer",
    "skinner",
    "slater",
    "smith",
    "spencer",
    "steward",
    "tanner",
    "taylor",
    "thatcher",
    "turner",
    "usher",
    "walker",
    "warden",
    "weaver",
    "wheeler",
];

fn looks_like_surname(text: &str, w: &Word, capitals: bool) -> bool {
    let l = lexicon();
    let stem = w.lower.strip_suffix("'s").unwrap_or(&w.lower);
    if is_time_word(stem) || stem.len() < 2 || w.lower.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let typed = &text[w.span.clone()];
    if capitals {
        // Surnames may be ordinary words (Park, Bright), job titles and places of work may not.
        // Nor letters behind a name: "ALNCo".
        return w.capital
            && !is_acronym(typed)
            && (typed.contains(['-', '\'']) || typed.chars().filter(|c| c.is_uppercase()).count() < 3)
            && !is_plain(stem)
            && (TRADE_SURNAMES.contains(&stem)
                || !l.noun(stem).is_some_and(|n| n.title_head()) && l.title(stem).is_none());
    }
    !w.capital
        && !is_word(stem)
        && (l.proper(stem).is_none() || l.given_name(stem).is_some())
        && l.abbreviation(stem).is_empty()
        && l.title(stem).is_none()
        && !HONORIFICS.contains(&stem)
}

/// How many of the words from `at` on read as a job title, and whether its head was seen.
///
/// A title runs to the next comma after its head, and stops before a verb, a pronoun or the end.
pub(super) fn title_len(text: &str, words: &[Word], at: usize) -> (usize, bool) {
    let l = lexicon();
    let mut headed = false;
    let mut n = 0;
    while let Some(w) = words.get(at + n) {
        if n >= 8 {
            break;
        }
        let lower = w.lower.strip_suffix("'s").unwrap_or(&w.lower);
        let typed = &text[w.span.clone()];
        let head = l.noun(lower).is_some_and(|x| x.title_head())
            || l.title(lower).is_some()
            || (n > 0 && l.title(&joined(words, at + n - 1, 2)).is_some())
            || (is_acronym(typed) && typed.len() <= 5);
        let named = matches!(lower, "and" | "&") && name_at(text, words, at + n + 1).is_some_and(|x| x.sure);
        let connective = !named
            && matches!(
                lower,
                "of" | "for" | "and" | "&" | "the" | "a" | "an" | "their" | "his" | "her" | "in"
            )
            && (n == 0 && matches!(lower, "the" | "a" | "an" | "his" | "her" | "their")
                || n > 0
                    && (headed || matches!(lower, "and" | "&"))
                    && words.get(at + n + 1).is_some_and(|x| {
                        !is_plain(&x.lower) && x.lower.chars().all(char::is_alphabetic) && plain_in_title(x)
                    }));
        if !(head || connective || plain_in_title(w)) {
            break;
        }
        if head && lower != "and" {
            headed = true;
        }
        n += 1;
        let gap = w.gap.as_str();
        if gap.contains([',', '.', ';', ':', '<', '(', ')', '\n', '|', '='])
            && !(gap.starts_with('.')
                && gap.len() > 1
                && lower.len() <= 5
                && (!headed || matches!(lower, "dir" | "asst" | "assoc" | "exec" | "sr" | "jr")))
            || gap.contains(" - ")
            || gap.contains(['\u{2013}', '\u{2014}'])
            // "contracts mgr + stuart baird"
            || matches!(gap.trim(), "+" | "&") && name_at(text, words, at + n).is_some_and(|x| x.sure && x.len >= 2)
        {
            break;
        }
    }
    // A trailing connective belongs to what follows.
    while n > 0
        && matches!(
            words[at + n - 1].lower.as_str(),
            "of" | "for" | "and" | "&" | "the" | "a" | "an" | "in"
        )
    {
        n -= 1;
    }
    (n, headed)
}

fn plain_in_title(w: &Word) -> bool {
    let l = lexicon();
    let lower = w.lower.as_str();
    if is_plain(lower)
        && !matches!(
            lower,
            "hr" | "phone"
                | "video"
                | "long"
                | "senior"
                | "panel"
                | "interview"
                | "company"
                | "first"
                | "second"
                | "third"
                | "notes"
                | "question"
        )
    {
        return false;
    }
    if is_time_word(lower) || lower.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    let verbs = l.verb(lower);
    let nounish = l.noun(lower).is_some()
        || verbs
            .iter()
            .any(|(v, f)| v.also_noun() && matches!(f, VerbForm::Base | VerbForm::Third));
    let only_verb = !verbs.is_empty()
        && !nounish
        && l.adjective(lower).is_none()
        && verbs.iter().any(|(_, f)| *f != VerbForm::Gerund);
    !only_verb && l.adverb(lower).is_none()
}

/// `n` words from `at`, in lower case with single blanks.
pub(super) fn joined(words: &[Word], at: usize, n: usize) -> String {
    words[at..(at + n).min(words.len())]
        .iter()
        .map(|w| w.lower.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        name_at(text, &words(text, 0..text.len()), 0).map(|n| n.name)
    }

    #[test]
    fn names_with_capitals() {
        assert_eq!(name("Maria Gonzalez - editor"), Some("Maria Gonzalez".into()));
        assert_eq!(name("Dr. Peter Omondi (x)"), Some("Peter Omondi".into()));
        assert_eq!(name("Ji-woo Seong"), Some("Ji-woo Seong".into()));
        assert_eq!(name("Reps write their own"), None);
        assert_eq!(name("March 3"), None);
        assert_eq!(name("She said"), None);
    }

    #[test]
    fn a_shouted_name_and_one_with_a_day_in_it_are_whole() {
        let name = |line: &str| name_at(line, &words(line, 0..line.len()), 0).map(|n| n.name);
        assert_eq!(name("DR KWAME ASANTE, consultant").as_deref(), Some("Kwame Asante"));
        assert_eq!(name("Ms. Trần Thu Hương, director").as_deref(), Some("Trần Thu Hương"));
    }

    #[test]
    fn titles_end_where_the_sentence_goes_on() {
        let t = "eng manager at Tidewater";
        assert_eq!(title_len(t, &words(t, 0..t.len()), 0), (2, true));
        let t = "the sous chef took me round";
        assert_eq!(title_len(t, &words(t, 0..t.len()), 0), (3, true));
    }
}
