//! A hasty hand made legible: capitals, apostrophes, shortened words, numbers, arrows.
//!
//! Everything here keeps the meaning; what is not certain stays as typed.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::Context;
use super::closed::MEASURES;
use super::token::{Kind, Token};
use crate::lexicon::{VerbForm, lexicon};

/// Puts the tokens of one point into ordinary written form, ready for reading.
pub(super) fn tidy(tokens: Vec<Token>, cx: &Context) -> Vec<Token> {
    let mut tokens = lower_case(tokens);
    tokens.retain(|t| !(t.is_word() && super::read::FILLERS.contains(&t.lower.as_str())));
    apostrophes(&mut tokens);
    let mut tokens = expand(&tokens, &trades(cx));
    measures(&mut tokens);
    numbers(&mut tokens);
    tokens = marks(&tokens);
    hyphens(&mut tokens);
    capitals(&mut tokens, cx);
    tokens
}

/// A text in capitals throughout is typed without them; what looks like an acronym keeps its own.
fn lower_case(mut tokens: Vec<Token>) -> Vec<Token> {
    let words: Vec<&Token> = tokens
        .iter()
        .filter(|t| t.is_word() && t.text.chars().any(char::is_alphabetic))
        .collect();
    let shouted = words
        .iter()
        .filter(|t| t.text.chars().all(|c| !c.is_lowercase()))
        .count();
    let shouting = words.len() >= 3 && shouted * 10 >= words.len() * 8;
    let lex = lexicon();
    for token in tokens.iter_mut().filter(|t| t.is_word()) {
        if shouting {
            let lower = token.lower.clone();
            let acronym = lex
                .proper(&lower)
                .is_some_and(|(s, also)| !also && s.chars().all(|c| !c.is_lowercase()))
                || lex.abbreviation(&lower).iter().any(|a| a.flag == "k")
                || (!known(&lower) && (lower.len() <= 4 || token.has_digit()) && !lower.contains('\''));
            if !acronym {
                token.set(&lower);
                token.capital = false;
            }
        }
    }
    tokens
}

fn known(lower: &str) -> bool {
    let lex = lexicon();
    super::closed::classes(lower).is_some()
        || !lex.verb(lower).is_empty()
        || lex.noun(lower).is_some()
        || lex.adjective(lower).is_some()
        || lex.adverb(lower).is_some()
        || lex.given_name(lower).is_some()
        || !lex.abbreviation(lower).is_empty()
}

fn verb_like(tokens: &[Token], i: usize) -> bool {
    let Some(next) = tokens[i..]
        .iter()
        .find(|t| !t.is_word() || lexicon().adverb(&t.lower).is_none() && !t.any(&["not", "never", "only"]))
    else {
        return false;
    };
    next.is_word()
        && (next.any(&["be", "have", "do", "like", "love"]) || lexicon().is_verb(&next.lower, VerbForm::Base))
}

/// Puts back apostrophes where leaving them out made another word: `id`, `its`, `were`.
fn apostrophes(tokens: &mut [Token]) {
    for i in 0..tokens.len() {
        if !tokens[i].is_word()
            || tokens[i].text.contains('\'') && !tokens[i].lower.starts_with("i'") && tokens[i].lower != "it's"
        {
            continue;
        }
        let shout = tokens[i].text.len() > 1 && tokens[i].text.chars().all(char::is_uppercase);
        let next_is = |words: &[&str]| tokens.get(i + 1).is_some_and(|t| t.any(words));
        let fixed = match tokens[i].lower.as_str() {
            "i" => Some("I"),
            "i'd" => Some("I'd"),
            "i'll" => Some("I'll"),
            "i've" => Some("I've"),
            "i'm" => Some("I'm"),
            "im" => Some("I'm"),
            "id" if !shout
                && verb_like(tokens, i + 1)
                && !tokens
                    .get(i + 1)
                    .is_some_and(|t| t.any(&["card", "cards", "badge", "check"])) =>
            {
                Some("I'd")
            }
            "ill" if verb_like(tokens, i + 1) => Some("I'll"),
            "hell" | "shell"
                if verb_like(tokens, i + 1)
                    && (i == 0 || tokens[i - 1].any(&["says", "said", "and", "think", "thinks"])) =>
            {
                if tokens[i].lower == "hell" {
                    Some("he'll")
                } else {
                    Some("she'll")
                }
            }
            "shed" if verb_like(tokens, i + 1) || next_is(&["been", "read"]) => Some("she'd"),
            "wed" if verb_like(tokens, i + 1) => Some("we'd"),
            "its" | "it's" if its_is(tokens, i) => Some("it's"),
            "lets" if i == 0 && verb_like(tokens, i + 1) => None,
            "cause" | "cos" | "cuz" | "bc" | "b/c"
                if i > 0
                    && tokens
                        .get(i + 1)
                        .is_some_and(|t| t.any(&["i", "it", "they", "she", "he", "we", "the", "its", "my"])) =>
            {
                Some("because")
            }
            lower => lexicon()
                .abbreviation(lower)
                .iter()
                .find(|a| a.scope == "contraction" && a.flag != "?")
                .map(|a| a.expansion)
                .or_else(|| contraction(lower)),
        };
        if let Some(fixed) = fixed {
            tokens[i].set(fixed);
        }
    }
}

fn contraction(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "dont" => "don't",
        "didnt" => "didn't",
        "doesnt" => "doesn't",
        "isnt" => "isn't",
        "ive" => "I've",
        "theyre" => "they're",
        "theyll" => "they'll",
        "hes" => "he's",
        "shes" => "she's",
        "hed" => "he'd",
        _ => return None,
    })
}

fn its_is(tokens: &[Token], i: usize) -> bool {
    if tokens[i].lower == "it's" {
        return true;
    }
    tokens.get(i + 1).is_some_and(|t| {
        t.any(&[
            "the", "a", "an", "their", "his", "her", "my", "our", "your", "not", "never", "all", "like", "in", "on",
            "at", "because", "about", "always", "just", "been", "ok", "okay", "call",
        ]) || t.is_word() && t.has_digit() && !t.text.bytes().all(|b| b.is_ascii_digit())
            || lexicon().adjective(&t.lower).is_some()
                && lexicon().noun(&t.lower).is_none_or(|_| t.is("right"))
                && tokens.get(i + 2).is_none_or(|n| !n.is_word())
            || (t.text.ends_with("ing") && lexicon().is_verb(&t.lower, VerbForm::Gerund))
    })
}

/// Writes contractions and abbreviations out; one token may become several.
fn expand(tokens: &[Token], trade: &[&str]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len() + 4);
    for i in 0..tokens.len() {
        let token = &tokens[i];
        if !token.is_word() {
            out.push(token.clone());
            continue;
        }
        let next = tokens.get(i + 1);
        let after_number = out
            .last()
            .is_some_and(|t: &Token| t.integer().is_some() || t.any(&["a", "half", "an", "per"]));
        match expansion(
            trade,
            token,
            i.checked_sub(1).map(|p| &tokens[p]),
            next,
            after_number,
            &tokens[i + 1..],
        ) {
            Some(words) => {
                for word in words.split(' ') {
                    let mut new = Token::word(word, token.span.clone());
                    new.capital = token.capital || new.capital;
                    out.push(new);
                }
            }
            None => out.push(token.clone()),
        }
    }
    out
}

fn expansion(
    trade: &[&str],
    token: &Token,
    before: Option<&Token>,
    next: Option<&Token>,
    after_number: bool,
    rest: &[Token],
) -> Option<String> {
    let lower = token.lower.as_str();
    let next_word = next.is_some_and(Token::is_word);
    if let Some(stem) = lower.strip_suffix("n't") {
        return Some(match stem {
            "ca" => "cannot".to_owned(),
            "wo" => "will not".to_owned(),
            "sha" => "shall not".to_owned(),
            _ => format!("{} not", &token.text[..stem.len()]),
        });
    }
    let stem = |n: usize| token.text[..token.text.len() - n].to_owned();
    if lower.ends_with("'re") {
        return Some(format!("{} are", stem(3)));
    }
    if lower.ends_with("'ll") {
        return Some(format!("{} will", stem(3)));
    }
    if lower.ends_with("'ve") {
        return Some(format!("{} have", stem(3)));
    }
    if lower == "i'm" {
        return Some("I am".to_owned());
    }
    if lower.ends_with("'d") {
        return would_or_had(rest).map(|word| format!("{} {word}", stem(2)));
    }
    if lower.ends_with("'s") && is_or_has(lower, next, rest).is_some() {
        return is_or_has(lower, next, rest).map(|word| format!("{} {word}", stem(2)));
    }
    if lower == "intro'd" {
        return Some("introduced".to_owned());
    }
    if let Some(hours) = lower
        .strip_suffix('s')
        .filter(|h| matches!(*h, "8" | "10" | "12" | "24"))
    {
        return Some(format!("{hours}-hour shifts"));
    }
    // Ours first: what the table leaves to the context.
    let found = match lower {
        "w/" | "w" if next_word || next.is_some_and(|t| t.kind == Kind::Quote) => "with",
        "w/o" | "w/out" | "wo" => "without",
        "n" if before.is_some() && next_word && token.text == "n" => "and",
        "2" if before.is_some_and(|t| t.any(&["forgot", "want", "wants", "need", "needs", "going", "like"])) => "to",
        "u" if next_word && token.text == "u" => "you",
        "r" if token.text == "r" && before.is_some_and(|t| t.any(&["u", "they", "we", "you"])) => "are",
        "thru" => "through",
        "til" | "till" if token.text != "'til" && lower == "til" => "until",
        "tho" => "though",
        "b4" => "before",
        "abt" => "about",
        "smth" | "sth" | "smt" => "something",
        "smb" | "sb" | "s.o" | "s/o" if !token.capital => "somebody",
        "noone" => "no one",
        "yrs" => "years",
        "hrs" => "hours",
        "wks" => "weeks",
        "mins" if !token.capital => "minutes",
        "mos" | "mths" => "months",
        "yr" if !after_number => "year",
        "hr" if !token.capital
            && (after_number || before.is_some_and(|t| t.any(&["an", "half", "the", "last", "per", "every"]))) =>
        {
            "hour"
        }
        "wk" if !after_number => "week",
        "pts" if !after_number => "patients",
        "ppl" => "people",
        "grads" if before.is_some_and(|t| t.any(&["new"])) => "graduates",
        "undergrads" => "undergraduates",
        "undergrad" => "undergraduate",
        "docs" if after_number || before.is_some_and(Token::has_digit) => "documents",
        "xray" => "X-ray",
        "db" if before.is_none_or(|t| !t.has_digit())
            && next.is_some_and(|t| t.any(&["meter", "level", "limit", "levels"])) =>
        {
            "dB"
        }
        "sat" if next.is_some_and(|t| t.any(&["mornings", "nights", "evenings", "afternoons"])) => "Saturday",
        "sat"
            if next.is_some_and(|t| t.any(&["night", "nights", "morning", "mornings", "afternoon", "and"]))
                && before.is_none_or(|t| t.any(&["on", "every", "a", "each"])) =>
        {
            "Saturday"
        }
        "fri" => "Friday",
        "tues" | "tue" => "Tuesday",
        "wed" | "weds"
            if before.is_some_and(|t| t.any(&["every", "on", "by", "other", "next", "each", "or", "tues"]))
                || lower == "weds" =>
        {
            "Wednesday"
        }
        "thurs" | "thur" | "thu" => "Thursday",
        "mon" if before.is_none_or(|t| !t.capital) => "Monday",
        "sun" if before.is_some_and(|t| t.any(&["on", "every", "by", "each"])) => "Sunday",
        "sat" if before.is_some_and(|t| t.any(&["on", "every", "by"])) => "Saturday",
        "jan" | "feb" | "sept" | "sep" | "oct" | "nov" | "dec" | "apr" | "aug"
            if !(lower == "sep" && token.text == "SEP") =>
        {
            month(lower)
        }
        "q" if token.text == "q" && before.is_some_and(Token::is_word) => "question",
        "xmas" => "Christmas",
        "dr" if before.is_some_and(|t| t.any(&["the"])) => "doctor",
        "esp" => "especially",
        "incl" => "including",
        "btwn" => "between",
        "bldg" => "building",
        "dept" | "dept." => "department",
        "depts" => "departments",
        "mgr" => "manager",
        "mgrs" => "managers",
        "appts" => "appointments",
        "pics" => "pictures",
        "tmrw" | "tmr" | "tomoz" => "tomorrow",
        "vanc" => "vancomycin",
        "sped"
            if next.is_none_or(|t| !t.is_word() || t.any(&["in", "and", "at"]))
                && before.is_some_and(|t| t.any(&["with", "w/"])) =>
        {
            "special education"
        }
        "avg" => "average",
        "acct" if after_number => "account",
        "accts" => "accounts",
        "info" => "information",
        "eves" => "evenings",
        "sched" => "scheduling",
        "doc" if before.is_some_and(|t| t.any(&["ferry"])) => "documentary",
        "cert" if next.is_some_and(|t| t.any(&["since", "through", "thru"])) => "certified",
        "cert" => "certificate",
        "certs" => "certificates",
        "refs" if before.is_none_or(|t| !t.any(&["the"])) => "references",
        "spec" | "app" | "apps" | "tech" | "rep" | "reps" | "demo" | "demos" | "intro" | "email" | "phone" | "lab"
        | "gym" | "mic" | "vet" | "kid" => return None,
        _ => "",
    };
    if !found.is_empty() {
        return Some(found.to_owned());
    }
    let rows = lexicon().abbreviation(lower);
    if lower.contains('.') || lower.starts_with(|c: char| c.is_ascii_digit()) && ordinal(lower).is_some() {
        return None;
    }
    let row = rows
        .iter()
        .find(|r| r.flag == "-" && r.scope != "contraction" && (r.scope == "-" || trade.contains(&r.scope)))?;
    let plain = !token.text.chars().any(char::is_uppercase);
    (plain && token.text.len() > 1 && row.expansion.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-'))
        .then(|| row.expansion.to_owned())
}

fn month(lower: &str) -> &'static str {
    match lower {
        "jan" => "January",
        "feb" => "February",
        "apr" => "April",
        "aug" => "August",
        "sept" | "sep" => "September",
        "oct" => "October",
        "nov" => "November",
        _ => "December",
    }
}

fn first_verb(rest: &[Token]) -> Option<&Token> {
    rest.iter().take(3).find(|t| {
        t.is_word()
            && !lexicon().verb(&t.lower).is_empty()
            && !matches!(super::closed::classes(&t.lower), Some([(super::tag::Tag::Adv, _), ..]))
            || t.any(&["be", "been", "have", "like", "better"])
    })
}

fn would_or_had(rest: &[Token]) -> Option<&'static str> {
    let verb = first_verb(rest)?;
    if verb.is("better") || verb.is("been") {
        return Some("had");
    }
    let lex = lexicon();
    let base = lex.is_verb(&verb.lower, VerbForm::Base) || verb.any(&["be", "have", "like"]);
    let participle = lex.is_verb(&verb.lower, VerbForm::Participle);
    match (base, participle) {
        (true, false) => Some("would"),
        (false, true) => Some("had"),
        (true, true) if rest.first().is_some_and(|t| t.any(&["actually", "already", "just"])) => Some("had"),
        (true, true) => Some("would"),
        _ => None,
    }
}

fn is_or_has(lower: &str, next: Option<&Token>, rest: &[Token]) -> Option<&'static str> {
    let stem = &lower[..lower.len() - 2];
    let next = next?;
    let lex = lexicon();
    if matches!(stem, "let") || !next.is_word() {
        return None;
    }
    let pronoun = matches!(
        stem,
        "he" | "she" | "it" | "that" | "there" | "who" | "what" | "how" | "where" | "here" | "when"
    );
    let always = pronoun
        || matches!(
            stem,
            "everything" | "everyone" | "everybody" | "nobody" | "someone" | "somebody" | "nothing"
        );
    let after = rest
        .iter()
        .find(|t| t.is_word() && (t.is("been") || lex.adverb(&t.lower).is_none()))?;
    if pronoun
        && (after.any(&["been", "got", "had"])
            || (lex.is_verb(&after.lower, VerbForm::Participle)
                && !lex.is_verb(&after.lower, VerbForm::Past)
                && after.any(&["taken", "seen", "given", "grown", "written", "run", "driven", "done"])
                && !after.is("done")
                && stem != "it"
                && stem != "that"))
    {
        return Some("has");
    }
    if pronoun {
        return Some("is");
    }
    let predicate = next.any(&[
        "a", "an", "the", "not", "never", "always", "still", "off", "in", "on", "at", "out", "hopeless", "all",
    ]) || (lex.is_verb(&next.lower, VerbForm::Gerund)
        && lex.noun(&next.lower).is_none()
        && !next.text.ends_with("ings"))
        || always && (lex.is_verb(&next.lower, VerbForm::Participle) || lex.adjective(&next.lower).is_some());
    predicate.then_some("is")
}

/// The trades whose shortened words the jot may use, by the employer, the role and the reader's title.
fn trades(cx: &Context) -> Vec<&'static str> {
    const SIGNS: &[(&str, &[&str])] = &[
        (
            "medical",
            &[
                "nurse",
                "rn",
                "hospital",
                "clinic",
                "health",
                "pharmac",
                "physio",
                "midwi",
                "paramedic",
                "medical",
                "dental",
                "dent",
                "hygien",
                "lab tech",
                "radiograph",
                "patholog",
                "cna",
                "emt",
            ],
        ),
        ("dental", &["dental", "dentist", "hygien"]),
        ("veterinary", &["vet", "animal"]),
        (
            "school",
            &["teach", "school", "elementary", "kindergarten", "principal"],
        ),
        (
            "kitchen",
            &["chef", "cook", "kitchen", "restaurant", "larder", "bakery", "baker"],
        ),
        (
            "software",
            &["software", "data engineer", "developer", "sre", "reliability", "devops"],
        ),
        ("legal", &["law", "legal", "court", "attorney", "solicitor"]),
        (
            "construction",
            &["construct", "civil", "electric", "plumb", "weld", "hvac"],
        ),
        ("retail", &["retail", "store manager"]),
        ("lab", &["laborator", "lab ", "chemist"]),
        ("social work", &["social work"]),
        ("public safety", &["fire", "dispatch", "911"]),
        ("hotel", &["hotel"]),
        ("film", &["film", "video edit"]),
        ("library", &["librar"]),
        ("manufacturing", &["machinist", "cnc", "manufactur"]),
        ("logistics", &["warehouse", "logistic"]),
    ];
    let about = [
        cx.interview.role.as_deref(),
        cx.interview.organization.as_deref(),
        cx.person.title.as_deref(),
    ];
    let about: String = about
        .into_iter()
        .flatten()
        .flat_map(|t| [t, " "])
        .collect::<String>()
        .to_lowercase();
    SIGNS
        .iter()
        .filter(|(_, signs)| signs.iter().any(|s| about.contains(s)))
        .map(|(trade, _)| *trade)
        .collect()
}

/// Units after a number: `12 hr shifts` -> `12-hour shifts`, `6 wk` -> `6 weeks`.
fn measures(tokens: &mut Vec<Token>) {
    let lex = lexicon();
    let mut i = 0;
    while i + 1 < tokens.len() {
        let number = tokens[i].integer().or_else(|| {
            SMALL
                .iter()
                .position(|s| *s == tokens[i].lower)
                .and_then(|n| u64::try_from(n).ok())
        });
        // "2 in. in the seams"
        if number.is_some()
            && tokens[i + 1].is("in")
            && tokens
                .get(i + 2)
                .is_some_and(|t| t.kind == Kind::Stop && t.span.start == tokens[i + 1].span.end)
        {
            tokens[i + 1].set(if number == Some(1) { "inch" } else { "inches" });
            tokens.remove(i + 2);
            i += 1;
            continue;
        }
        let unit = tokens[i + 1]
            .is_word()
            .then(|| MEASURES.iter().find(|m| m.0 == tokens[i + 1].lower))
            .flatten();
        let (Some(number), Some(&(typed, unit))) = (number, unit) else {
            i += 1;
            continue;
        };
        let noun_follows = tokens.get(i + 2).is_some_and(|t| {
            t.is_word()
                && !t.text.ends_with("ing")
                && (lex.noun(&t.lower).is_some()
                    || lex.adjective(&t.lower).is_some() && !t.any(&["up", "off", "out", "early", "late", "good"])
                    || t.is("old"))
                && super::closed::classes(&t.lower).is_none_or(|c| {
                    !matches!(
                        c[0].0,
                        super::tag::Tag::Prep | super::tag::Tag::Proper | super::tag::Tag::Adv
                    )
                })
        });
        let singular = typed == unit || !typed.ends_with('s');
        if noun_follows && singular && !tokens[i + 2].any(&["straight"]) {
            let mut text = format!("{}-{unit}", words_under_ten(number));
            if tokens[i + 2].is("old") {
                text.push_str("-old");
                tokens.remove(i + 2);
            }
            let span = tokens[i].span.start..tokens[i + 1].span.end;
            tokens[i] = Token::word(&text, span);
            tokens.remove(i + 1);
        } else if !matches!(unit, "star" | "bed" | "page" | "person") {
            let many = if unit == "foot" {
                "feet".to_owned()
            } else {
                crate::lexicon::plural(unit)
            };
            let text = if number == 1 { unit } else { &many };
            tokens[i + 1].set(text);
        }
        i += 1;
    }
}

const SMALL: [&str; 10] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

fn words_under_ten(n: u64) -> String {
    usize::try_from(n)
        .ok()
        .and_then(|n| SMALL.get(n))
        .map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// Numbers under ten in words, but not where they name something: `Route 9`, `dock 9`, `yr 1`, `at 6`.
fn numbers(tokens: &mut [Token]) {
    let lex = lexicon();
    for i in 0..tokens.len() {
        if !tokens[i].is_word() {
            continue;
        }
        if let Some(word) = ordinal(&tokens[i].lower) {
            let month_before = i > 0
                && (tokens[i - 1].capital || tokens[i - 1].is("the") && tokens.get(i + 1).is_none_or(|t| !t.is_word()));
            if !month_before {
                tokens[i].set(word);
            }
            continue;
        }
        if let Some(hour) = tokens[i]
            .lower
            .strip_suffix("am")
            .or_else(|| tokens[i].lower.strip_suffix("pm"))
            && !hour.is_empty()
            && hour.bytes().all(|b| b.is_ascii_digit() || b == b':')
        {
            let half = if tokens[i].lower.ends_with("am") {
                "a.m."
            } else {
                "p.m."
            };
            let text = format!("{hour} {half}");
            tokens[i].set(&text);
            continue;
        }
        if let Some(text) = thousands(&tokens[i].lower) {
            tokens[i].set(&text);
            continue;
        }
        let Some(n) = tokens[i].integer() else { continue };
        if n > 9 || tokens[i].text.len() > 1 {
            continue;
        }
        let next = tokens.get(i + 1);
        let next_word = next.is_some_and(Token::is_word);
        let next_unit = next.is_some_and(|t| {
            t.any(&[
                "am", "pm", "a.m.", "p.m.", "%", "ms", "kg", "g", "mm", "cm", "km", "m", "percent",
            ])
        });
        if next_unit {
            continue;
        }
        let range = i > 1 && tokens[i - 1].any(&["to", "or"]) && tokens[i - 2].has_digit();
        if range {
            continue;
        }
        if let Some(before) = i.checked_sub(1).map(|p| &tokens[p]) {
            let names = before.is_word()
                && (before.capital && !before.text.eq("I") && super::closed::classes(&before.lower).is_none()
                    || (lex.noun(&before.lower).is_some_and(|n| !n.is_plural)
                        && !lex.is_verb(&before.lower, VerbForm::Past)
                        && !lex.is_verb(&before.lower, VerbForm::Gerund)
                        && next.is_none_or(|t| {
                            !t.is_word()
                                || super::closed::classes(&t.lower).is_some_and(|c| {
                                    !matches!(
                                        c[0].0,
                                        super::tag::Tag::Adj
                                            | super::tag::Tag::Det
                                            | super::tag::Tag::Num
                                            | super::tag::Tag::Plural
                                            | super::tag::Tag::Noun
                                    )
                                })
                        }))
                    || before.any(&[
                        "yr", "step", "slide", "level", "band", "room", "dock", "exam", "phase", "tier", "grade",
                        "page", "month", "footnote", "fn", "p", "number", "day", "class", "type", "version", "unit",
                        "chapter",
                    ]));
            let clock = before.any(&["at", "by", "until", "till", "around", "from"])
                && !next.is_some_and(|t| lex.noun(&t.lower).is_some() || t.any(&["to", "of", "a"]));
            if names || (clock && !next_word) || (clock && next.is_some_and(|t| t.any(&["and", "or", "on", "every"]))) {
                continue;
            }
        }
        let text = words_under_ten(n);
        tokens[i].set(&text);
    }
}

fn ordinal(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "1st" => "first",
        "2nd" => "second",
        "3rd" => "third",
        "4th" => "fourth",
        "5th" => "fifth",
        "6th" => "sixth",
        "7th" => "seventh",
        "8th" => "eighth",
        "9th" => "ninth",
        _ => return None,
    })
}

/// `40k` -> `40,000`, `1.1m` -> `1.1 million`; nothing else ends a number so.
fn thousands(lower: &str) -> Option<String> {
    let (digits, last) = lower.split_at_checked(lower.len().checked_sub(1)?)?;
    let money = digits.trim_start_matches(['$', '£', '€']);
    let sign = &digits[..digits.len() - money.len()];
    if money.is_empty()
        || !money.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || !money.as_bytes()[0].is_ascii_digit()
    {
        return None;
    }
    match last {
        "k" if money.bytes().all(|b| b.is_ascii_digit()) => {
            let n = money.parse::<u64>().ok().filter(|n| *n < 1000 && *n != 401)?;
            Some(format!("{sign}{n},000"))
        }
        "m" if money.contains('.') => Some(format!("{sign}{money} million")),
        _ => None,
    }
}

/// The figures before an arrow: `p99 840ms`, `turnaround 5 hours`. Returns where they begin, if a name stands before.
fn figures(out: &[Token]) -> Option<usize> {
    let mut at = out.len();
    if at > 1 && !out[at - 1].has_digit() && MEASURES.iter().any(|m| m.0 == out[at - 1].lower) {
        at -= 1;
    }
    at = at.checked_sub(1)?;
    let number = out[at].is_word() && (out[at].has_digit() || SMALL.contains(&out[at].lower.as_str()));
    let begin = out[..at].iter().rposition(|t| !t.is_word()).map_or(0, |p| p + 1);
    let named = at > begin
        && at - begin <= 4
        && out[begin..at].iter().all(|t| {
            super::closed::classes(&t.lower)
                .is_none_or(|c| matches!(c[0].0, super::tag::Tag::Det | super::tag::Tag::Adj))
                && (lexicon().noun(&t.lower).is_some()
                    || lexicon().verb(&t.lower).iter().all(|(v, _)| v.also_noun())
                    || t.capital)
        });
    (number && named).then_some(at)
}

/// Arrows, plus and equals signs as words where a word is certain; numbers' ranges keep `to`.
fn marks(tokens: &[Token]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let between_words = i > 0 && tokens.get(i + 1).is_some_and(|t| t.is_word() || t.kind == Kind::Quote);
        match token.kind {
            Kind::Plus if between_words => out.push(Token::word("and", token.span.clone())),
            Kind::Arrow if between_words && i > 0 && tokens[i + 1].has_digit() && figures(&out).is_some() => {
                let at = figures(&out).unwrap_or(out.len());
                let place = token.span.start..token.span.start;
                out.insert(at, Token::word("from", place.clone()));
                out.insert(at, Token::word("went", place));
                out.push(Token::word("to", token.span.clone()));
            }
            Kind::Arrow if between_words && i > 0 && tokens[i - 1].has_digit() && tokens[i + 1].has_digit() => {
                out.push(Token::word("to", token.span.clone()));
            }
            // "kafka -> pulsar migration"
            Kind::Arrow
                if between_words
                    && i > 0
                    && (i == 1
                        || !tokens[i - 2].is_word()
                        || tokens[i - 2].any(&["the", "their", "a", "our", "her", "his"]))
                    && tokens.get(i + 2).is_some_and(|t| {
                        t.any(&[
                            "migration",
                            "move",
                            "switch",
                            "transition",
                            "conversion",
                            "upgrade",
                            "rewrite",
                            "port",
                        ])
                    }) =>
            {
                if let Some(last) = out.last_mut() {
                    let text = format!("{}-to-", last.text);
                    last.set(&text);
                }
            }
            Kind::Slash if between_words => out.push(Token {
                kind: Kind::Comma,
                text: ",".to_owned(),
                ..token.clone()
            }),
            _ => out.push(token.clone()),
        }
    }
    out
}

/// Words a hasty hand writes apart.
fn hyphens(tokens: &mut Vec<Token>) {
    const PAIRS: &[(&str, &str)] = &[
        ("self", "scheduling"),
        ("double", "books"),
        ("double", "book"),
        ("double", "booked"),
        ("double", "booking"),
        ("board", "certified"),
        ("self", "schedule"),
        ("cross", "train"),
        ("cross", "trains"),
        ("cross", "trained"),
        ("cross", "training"),
        ("long", "form"),
        ("co", "teaching"),
        ("stepped", "wedge"),
        ("fear", "free"),
        ("one", "star"),
        ("off", "site"),
        ("self", "referral"),
        ("go", "around"),
        ("double", "checks"),
        ("part", "time"),
        ("full", "time"),
        ("hand", "padded"),
        ("follow", "up"),
        ("near", "miss"),
        ("walk", "thru"),
    ];
    let mut i = 0;
    while i + 1 < tokens.len() {
        let (a, b) = (&tokens[i], &tokens[i + 1]);
        let known = PAIRS.iter().any(|(x, y)| a.is(x) && b.is(y));
        let noun_next = tokens.get(i + 2).is_some_and(|t| lexicon().noun(&t.lower).is_some());
        if a.text.ends_with("-to-") {
            let text = format!("{}{}", a.text, b.text);
            let mut joined = Token::word(&text, a.span.start..b.span.end);
            joined.capital = a.capital || b.capital;
            tokens[i] = joined;
            tokens.remove(i + 1);
            continue;
        }
        if a.is("fed") && b.any(&["ct", "court"]) {
            tokens[i].set("federal");
            tokens[i + 1].set("court");
            i += 1;
            continue;
        }
        let needs_noun = a.any(&[
            "one", "full", "part", "off", "follow", "near", "stepped", "hand", "whole", "go",
        ]);
        let noun_next = noun_next || tokens.get(i + 2).is_some_and(|t| t.any(&["one", "ones"]));
        let before_noun = if a.is("go") || a.is("follow") {
            i > 0 && tokens[i - 1].any(&["my", "a", "the", "your", "her", "his"])
        } else {
            noun_next
        };
        if (known && (!needs_noun || before_noun)) || (a.is("whole") && b.is("animal") && noun_next) {
            let text = format!("{}-{}", a.text, b.text);
            let mut joined = Token::word(&text, a.span.start..b.span.end);
            joined.capital = a.capital;
            tokens[i] = joined;
            tokens.remove(i + 1);
        }
        i += 1;
    }
}

/// Names, days, months, acronyms; and no capital that only began a line.
fn capitals(tokens: &mut [Token], cx: &Context) {
    let lex = lexicon();
    let mut first = true;
    for i in 0..tokens.len() {
        if !tokens[i].is_word() {
            first = first || matches!(tokens[i].kind, Kind::Stop);
            continue;
        }
        let lower = tokens[i].lower.clone();
        let (stem, tail) = lower.strip_suffix("'s").map_or((lower.as_str(), ""), |s| (s, "'s"));
        let opens = std::mem::take(&mut first);
        if tokens[i].text.len() > 1
            && tokens[i].text.chars().all(char::is_uppercase)
            && matches!(
                stem,
                "and" | "not" | "or" | "but" | "all" | "never" | "no" | "every" | "always" | "very"
            )
        {
            tokens[i].set(&lower);
            tokens[i].capital = false;
            continue;
        }
        if matches!(
            stem,
            "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "mondays"
                | "tuesdays"
                | "wednesdays"
                | "thursdays"
                | "fridays"
                | "saturdays"
                | "sundays"
                | "january"
                | "february"
                | "april"
                | "june"
                | "july"
                | "august"
                | "september"
                | "october"
                | "november"
                | "december"
                | "christmas"
                | "easter"
                | "thanksgiving"
                | "halloween"
                | "ramadan"
                | "diwali"
        ) || matches!(stem, "march" | "may") && i > 0 && month_here(tokens, i)
        {
            capitalize(&mut tokens[i]);
            continue;
        }
        if tokens[i].text == "I" {
            continue;
        }
        if let Some((a, b)) = stem.split_once("-to-") {
            let name = |w: &str| {
                (cx.known_words)(w)
                    .or_else(|| lex.proper(w).filter(|(_, also)| !also).map(|(n, _)| n.to_owned()))
                    .unwrap_or_else(|| w.to_owned())
            };
            if !tokens[i].capital {
                let text = format!("{}-to-{}", name(a), name(b));
                tokens[i].set_cased(&text);
            }
            continue;
        }
        if !tokens[i].capital && (cx.known_words)(stem).is_none() && letters_only(stem) {
            let plural = stem.len() == 4 && stem.ends_with('s');
            let text = if plural {
                format!("{}s", stem[..3].to_uppercase())
            } else {
                stem.to_uppercase()
            };
            tokens[i].set_cased(&format!("{text}{tail}"));
            continue;
        }
        if !tokens[i].capital
            && let Some(name) =
                (cx.known_words)(stem).filter(|n| !(known_plain(stem) && n.chars().all(|c| !c.is_lowercase())))
        {
            if !(known(stem) && super::closed::classes(stem).is_some()) {
                tokens[i].set_cased(&format!("{name}{tail}"));
            }
            continue;
        }
        if !tokens[i].capital || tokens[i].text.chars().skip(1).all(|c| !c.is_uppercase()) {
            if let Some((name, ordinary)) = lex.proper(stem)
                && !(ordinary || known_plain(stem))
                && name.to_lowercase() == stem
            {
                tokens[i].set_cased(&format!("{name}{tail}"));
                continue;
            }
            if let Some(kept) = lex
                .abbreviation(stem)
                .iter()
                .find(|a| a.flag == "k" && a.expansion.to_lowercase() == stem)
                && lex.abbreviation(stem).len() == 1
                && !known_plain(stem)
            {
                tokens[i].set_cased(&format!("{}{tail}", kept.expansion));
                continue;
            }
            let plural_stem = stem.strip_suffix('s').unwrap_or("");
            if let Some((name, false)) = lex.proper(plural_stem)
                && plural_stem.len() > 1
                && !known_plain(stem)
                && name.chars().all(char::is_uppercase)
            {
                tokens[i].set_cased(&format!("{name}s{tail}"));
                continue;
            }
        }
        let person = cx.people.iter().chain(std::iter::once(cx.person)).any(|p| {
            p.name
                .split_whitespace()
                .any(|w| w.to_lowercase() == stem && w.len() > 1)
        });
        if person && !tokens[i].capital && !(known_plain(stem) && super::closed::classes(stem).is_some()) {
            capitalize(&mut tokens[i]);
            continue;
        }
        let title_case = tokens[i].capital && tokens[i].text.chars().skip(1).all(|c| !c.is_uppercase());
        let next_capital = tokens.get(i + 1).is_some_and(|t| t.capital && t.is_word());
        if opens
            && title_case
            && !person
            && (cx.known_words)(stem).is_none()
            && (known_plain(stem)
                || !lex.abbreviation(stem).is_empty()
                || stem.strip_suffix('s').is_some_and(|s| !lex.abbreviation(s).is_empty()))
            && !tokens
                .get(i + 1)
                .is_some_and(|t| t.is_word() && t.has_digit() && lex.noun(stem).is_some())
            && !(next_capital && super::closed::classes(stem).is_none() && lex.verb(stem).is_empty())
            && lex.proper(stem).is_none_or(|(_, also)| also)
        {
            let low = tokens[i].text.to_lowercase();
            tokens[i].set(&low);
            tokens[i].capital = false;
        }
    }
}

/// `qr`, `cnc`: letters that cannot be a word and so are spelled out.
fn letters_only(word: &str) -> bool {
    (2..=4).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_lowercase() && !b"aeiouy".contains(&b))
        && !known(word)
        && lexicon().proper(word).is_none()
        && !matches!(
            word,
            "hmm"
                | "tbh"
                | "pls"
                | "plz"
                | "thx"
                | "ms"
                | "mm"
                | "cm"
                | "km"
                | "kg"
                | "db"
                | "th"
                | "rd"
                | "nd"
                | "st"
                | "ft"
                | "lb"
                | "vs"
                | "mr"
                | "mrs"
                | "dr"
                | "jr"
                | "sr"
                | "wk"
                | "hr"
                | "yr"
                | "dbt"
                | "gf"
                | "bf"
                | "txt"
                | "msg"
                | "pct"
                | "cf"
                | "px"
                | "pp"
                | "ch"
        )
}

fn known_plain(lower: &str) -> bool {
    let lex = lexicon();
    super::closed::classes(lower).is_some()
        || !lex.verb(lower).is_empty()
        || lex.noun(lower).is_some()
        || lex.adjective(lower).is_some()
        || lex.adverb(lower).is_some()
}

fn month_here(tokens: &[Token], i: usize) -> bool {
    tokens[i - 1].any(&[
        "in", "since", "by", "until", "till", "from", "through", "every", "last", "next", "of", "before", "after",
        "early", "late", "mid",
    ]) || tokens
        .get(i + 1)
        .is_some_and(|t| t.integer().is_some_and(|n| (1..=31).contains(&n)))
}

fn capitalize(token: &mut Token) {
    let text = super::render::capitalized(&token.text);
    token.set_cased(&text);
}

impl Token {
    fn set_cased(&mut self, text: &str) {
        self.set(text);
        self.capital = true;
    }
}
