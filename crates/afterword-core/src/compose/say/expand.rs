//! Contractions and shortened words written out, missing apostrophes put back.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::Context;
use super::figures::ordinal;
use super::token::{Kind, Token};
use crate::lexicon::{VerbForm, lexicon};

/// Puts back apostrophes where leaving them out made another word: `id`, `its`, `were`.
pub(super) fn apostrophes(tokens: &mut [Token]) {
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
                    && tokens.get(i + 1).is_some_and(|t| {
                        t.any(&[
                            "i",
                            "it",
                            "they",
                            "she",
                            "he",
                            "we",
                            "the",
                            "its",
                            "my",
                            "nobody",
                            "no",
                            "there",
                            "everybody",
                            "everyone",
                            "people",
                        ])
                    }) =>
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
    if tokens.get(i + 1).is_some_and(|t| t.is("own")) {
        return false;
    }
    // "its 31", "its 1.2 m"
    if tokens.get(i + 1).is_some_and(Token::has_digit)
        && !tokens
            .get(i + 2)
            .is_some_and(|t| t.is_word() && lexicon().noun(&t.lower).is_some_and(|n| n.is_plural))
        && (i == 0 || !tokens[i - 1].is_word())
    {
        return true;
    }
    if tokens.get(i + 1).is_some_and(|t| t.is("for")) && tokens.get(i + 2).is_none_or(|t| !t.is_word()) {
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
pub(super) fn expand(tokens: &[Token], trade: &[&str]) -> Vec<Token> {
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
            _ if token.text.chars().all(|c| !c.is_lowercase()) => format!("{stem} not"),
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
    if lower == "intro'd" {
        return Some("introduced".to_owned());
    }
    if lower.ends_with("'d") {
        return would_or_had(rest).map(|word| format!("{} {word}", stem(2)));
    }
    if lower.ends_with("'s") && is_or_has(lower, next, rest).is_some() {
        return is_or_has(lower, next, rest).map(|word| format!("{} {word}", stem(2)));
    }
    if let Some(hours) = lower
        .strip_suffix('s')
        .filter(|h| matches!(*h, "8" | "10" | "12" | "24"))
        .filter(|_| before.is_none_or(|t| !t.any(&["year", "grade", "class"])))
    {
        return Some(format!("{hours}-hour shifts"));
    }
    if let Some((number, unit)) = [
        ("yrs", "years"),
        ("hrs", "hours"),
        ("mins", "minutes"),
        ("wks", "weeks"),
        ("mos", "months"),
    ]
    .iter()
    .find_map(|(short, long)| lower.strip_suffix(short).map(|n| (n, *long)))
    .filter(|(n, _)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some(format!("{number} {unit}"));
    }
    if let Some((from, to)) = lower
        .split_once(['-', '/'])
        .and_then(|(a, b)| Some((weekday(a)?, weekday(b)?)))
    {
        return Some(format!(
            "{from} {} {to}",
            if lower.contains('/') { "and" } else { "to" }
        ));
    }
    // Ours first: what the table leaves to the context.
    let found = match lower {
        "w/" | "w" if next_word || next.is_some_and(|t| t.kind == Kind::Quote) => "with",
        "w/o" | "w/out" | "wo" => "without",
        "n" if before.is_some() && next_word && token.text == "n" => "and",
        "2" if before.is_some_and(|t| t.any(&["forgot", "want", "wants", "need", "needs", "going", "like"])) => "to",
        "2" if before.is_none() && next.is_some_and(|t| t.any(&["say", "tell", "mention", "ask", "add"])) => "to",
        "p" | "pg" if token.text == lower && next.is_some_and(|t| t.integer().is_some()) => "page",
        "pp" | "pgs" if after_number && !next_word => "pages",
        "mi" if before.is_some_and(Token::has_digit) => "miles",
        "u" if next_word && token.text == "u" => "you",
        "r" if token.text == "r" && before.is_some_and(|t| t.any(&["u", "they", "we", "you"])) => "are",
        "thru" => "through",
        "til" | "till" if token.text != "'til" && lower == "til" => "until",
        "tho" => "though",
        "b4" | "bfr" => "before",
        "b4/after" => "before and after",
        "wi" if next_word => "with",
        "abt" => "about",
        "bout"
            if before.is_some_and(|t| t.any(&["told", "talked", "him", "her", "them", "asked", "chatted", "both"])) =>
        {
            "about"
        }
        "goin" => "going",
        "smth" | "sth" | "smt" => "something",
        "upto" => "up to",
        "smbdy" | "sumbody" => "somebody",
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
        "sat" if token.capital && next.is_some_and(|t| t.any(&["night", "morning", "afternoon", "evening"])) => {
            "Saturday"
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
            if !token.text.chars().all(char::is_uppercase) =>
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
        "pres" | "ref" | "spec" | "app" | "apps" | "tech" | "rep" | "reps" | "demo" | "demos" | "intro" | "email"
        | "phone" | "lab" | "gym" | "mic" | "vet" | "kid" => return None,
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

fn weekday(short: &str) -> Option<&'static str> {
    Some(match short {
        "mon" => "Monday",
        "tue" | "tues" => "Tuesday",
        "wed" | "weds" => "Wednesday",
        "thu" | "thur" | "thurs" => "Thursday",
        "fri" => "Friday",
        "sat" => "Saturday",
        "sun" => "Sunday",
        _ => return None,
    })
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
    // "she's fostered 23": what she has done has an object; "she's paid a wage" does not tell.
    let object = rest.iter().skip_while(|t| t.span != after.span).nth(1);
    let done = matches!(stem, "she" | "he")
        && lex.is_verb(&after.lower, VerbForm::Participle)
        && object.is_some_and(|t| {
            t.has_digit()
                || t.any(&[
                    "a", "an", "the", "every", "all", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten", "her", "his",
                ])
        })
        && !lex.verb(&after.lower).iter().any(|(v, _)| {
            matches!(
                v.lemma,
                "give" | "call" | "name" | "offer" | "tell" | "show" | "teach" | "ask" | "allow" | "grant"
            )
        });
    if done {
        return Some("has");
    }
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
    let second = rest.get(1);
    let participle = lex.is_verb(&next.lower, VerbForm::Participle);
    if !pronoun
        && next.any(&[
            "gone", "grown", "fallen", "risen", "become", "been", "got", "doubled", "dropped",
        ])
    {
        return Some("has");
    }
    // "Reggie's given 19 gallons", "the guillotine's called Marie", "the licence's good until June"
    if !pronoun && participle && lex.noun(&next.lower).is_none() {
        let counted = second.is_some_and(|t| {
            t.has_digit() || t.any(&["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
        });
        if counted {
            return Some("has");
        }
        let open = second.is_none_or(|t| {
            !t.is_word()
                || t.capital
                || matches!(
                    super::closed::classes(&t.lower),
                    Some([
                        (super::tag::Tag::Prep | super::tag::Tag::To | super::tag::Tag::Sub, _),
                        ..
                    ])
                )
        });
        if open {
            return Some("is");
        }
    }
    if !pronoun
        && lex.adjective(&next.lower).is_some()
        && (lex.noun(&next.lower).is_none() || second.is_some_and(|t| t.any(&["until", "till", "til"])))
        && second.is_none_or(|t| {
            !t.is_word()
                || t.any(&[
                    "until", "till", "til", "for", "from", "by", "with", "at", "in", "on", "to", "when", "if",
                    "because",
                ])
        })
        || !pronoun && next.any(&["till", "until", "til"])
        || !pronoun
            && next.has_digit()
            && second.is_some_and(|t| t.is("to"))
            && rest.get(2).is_some_and(Token::has_digit)
    {
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
pub(super) fn trades(cx: &Context) -> Vec<&'static str> {
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
