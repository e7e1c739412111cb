//! Whom the note speaks to and of: every name and honorific must be the record's.

use std::ops::Range;

use super::names::{Name, Names, bare, distance, fold};
use super::rules::RULES;
use super::tags::{self, Tags};
use super::text::{Part, Text, Token, TokenKind};
use super::{Record, RecordPerson, Remark};

/// Judges names and honorifics.
pub(crate) fn judge(text: &Text<'_>, record: &Record<'_>, names: &Names, out: &mut Vec<Remark>) {
    honorifics(text, record, names, out);
    greeting(text, names, out);
    near_misses(text, names, out);
    mixed_names(text, names, out);
    vocatives(text, names, out);
    signature(text, names, out);
}

/// The plain form of an honorific: `Prof.` and `Professor` are one.
fn honorific(word: &str) -> Option<&'static str> {
    match word.trim_end_matches('.') {
        "mr" | "mister" => Some("Mr"),
        "mrs" | "missus" => Some("Mrs"),
        "ms" => Some("Ms"),
        "miss" => Some("Miss"),
        "mx" => Some("Mx"),
        "dr" | "doctor" => Some("Dr"),
        "prof" | "professor" => Some("Professor"),
        "rev" | "reverend" => Some("Rev"),
        "sir" => Some("Sir"),
        "dame" => Some("Dame"),
        "judge" => Some("Judge"),
        "captain" | "capt" => Some("Captain"),
        "sister" => Some("Sister"),
        "father" | "fr" => Some("Father"),
        "chef" => Some("Chef"),
        _ => None,
    }
}

/// `Mrs. Voss` where the record says `Professor`.
fn honorifics(text: &Text<'_>, record: &Record<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("honorifics");
    for (i, token) in text.tokens.iter().enumerate() {
        let Some(given) = honorific(&token.low) else { continue };
        if !token.is_capital() {
            continue;
        }
        let Some(titled) = titled(text, i, names, record) else {
            continue;
        };
        if let Some(want) = titled.wrong(given) {
            let span = token.span.start..titled.end;
            let who = titled
                .people
                .iter()
                .find(|p| p.honorific.is_some())
                .map_or("", |p| p.name.as_str());
            let written = text.slice(&(titled.name_start..titled.end));
            let name = if titled.by_given {
                family_as_written(who)
            } else {
                written.to_owned()
            };
            let fix = Some(format!("{want} {name}"));
            let message = format!("{} {who} goes by {want}.", rule.file.message);
            out.push(rule.saying(text.raw, span, fix, message));
        }
    }
}

fn family_as_written(full: &str) -> String {
    full.split_whitespace().next_back().unwrap_or("").to_owned()
}

struct Titled<'a> {
    people: Vec<&'a RecordPerson>,
    by_given: bool,
    name_start: usize,
    end: usize,
}

impl Titled<'_> {
    /// The honorific it should have been, if none of the people so named goes by the one given.
    fn wrong(&self, given: &str) -> Option<String> {
        let recorded: Vec<&str> = self
            .people
            .iter()
            .filter_map(|p| p.honorific.as_deref())
            .filter(|h| !h.trim().is_empty())
            .collect();
        let first = recorded.first()?;
        let fits = recorded.iter().any(|h| {
            honorific(&fold(h)).is_some_and(|h| h == given) || fold(h).trim_end_matches('.') == given.to_lowercase()
        });
        (!fits || self.by_given).then(|| (*first).to_owned())
    }
}

/// The people a name after an honorific can mean.
fn titled<'a>(text: &Text<'_>, at: usize, names: &Names, record: &Record<'a>) -> Option<Titled<'a>> {
    let dot = usize::from(text.tokens.get(at + 1).is_some_and(|t| t.text == "."));
    let mut name = Vec::new();
    let mut i = at + 1 + dot;
    let start = text.tokens.get(i)?.span.start;
    let mut end = start;
    while let Some(token) = text.tokens.get(i) {
        let initial = token.text == "." && name.last().is_some_and(|w: &String| w.chars().count() == 1);
        let particle = names.list.iter().any(|n| is_particle(n, &token.low));
        if !initial && (!token.is_capital() && !particle || honorific(&token.low).is_some() || name.len() == 4) {
            break;
        }
        if !initial {
            name.push(fold(token.stem_text()));
            end = token.span.start + token.stem_text().len();
        }
        if token.stem_text().len() != token.text.len() {
            break;
        }
        i += 1;
    }
    let matching = |test: &dyn Fn(&Name) -> bool| -> Vec<&'a RecordPerson> {
        names
            .list
            .iter()
            .filter(|n| test(n))
            .filter_map(|n| n.person.map(|p| &record.people[p]))
            .collect()
    };
    let last = name.last()?;
    let near = |a: &str, b: &str| bare(a) == bare(b) || a.chars().count() > 4 && distance(a, b) <= 1;
    let mut people = matching(&|n: &Name| near(n.family(), last));
    if people.len() > 1 && name.len() > 1 {
        let narrowed = matching(&|n: &Name| near(n.family(), last) && n.given() == name[0]);
        people = if narrowed.is_empty() { people } else { narrowed };
    }
    let mut by_given = false;
    if people.is_empty() && name.len() == 1 {
        people = matching(&|n: &Name| n.given() == *last && n.words.len() > 1);
        by_given = !people.is_empty();
    }
    (!people.is_empty()).then_some(Titled {
        people,
        by_given,
        name_start: start,
        end,
    })
}

/// The greeting names the recipient and nobody else.
fn greeting(text: &Text<'_>, names: &Names, out: &mut Vec<Remark>) {
    const NOT_NAMES: &[&str] = &[
        "dear",
        "hi",
        "hello",
        "hey",
        "good",
        "morning",
        "afternoon",
        "evening",
        "greetings",
        "respected",
        "esteemed",
        "bonjour",
        "salut",
        "hola",
        "namaste",
        "guten",
        "tag",
        "ciao",
        "buongiorno",
        "buenos",
        "all",
        "team",
        "everyone",
        "both",
        "again",
        "there",
        "and",
        "to",
        "whom",
        "it",
        "may",
        "concern",
        "sir",
        "madam",
        "sirs",
        "or",
        "the",
        "hiring",
        "committee",
        "manager",
        "my",
        "folks",
        "recruiter",
        "recruitment",
        "interviewer",
        "of",
        "panel",
        "members",
        "search",
        "department",
        "happy",
        "absolute",
        "you",
        "legend",
        "friend",
        "dearest",
        "oh",
        "wow",
        "ladies",
        "gentlemen",
        "so",
        "from",
        "a",
        "note",
        "jr",
        "sr",
    ];
    let rule = RULES.measure("names");
    let Some(recipient) = names.recipient.map(|r| &names.list[r]) else {
        return;
    };
    for sentence in text.part(Part::Greeting) {
        for token in text.tokens_of(sentence) {
            if token.kind != TokenKind::Word
                || honorific(&token.low).is_some()
                || NOT_NAMES.contains(&token.low.as_str())
            {
                continue;
            }
            let word = fold(token.stem_text());
            let initial = word.chars().count() == 1;
            if initial || recipient.words.contains(&word) && (token.is_capital() || is_particle(recipient, &word)) {
                continue;
            }
            if inside_placeholder(text, token) || token.tags.any(Tags::ORGANIZATION) {
                continue;
            }
            let best = recipient
                .words
                .iter()
                .min_by_key(|w| distance(w, &word))
                .map_or("", String::as_str);
            let titled = text.tokens_of(sentence).iter().any(|t| honorific(&t.low).is_some());
            let best = if distance(best, &word) <= 2 {
                best
            } else if titled {
                recipient.family()
            } else {
                recipient.given()
            };
            let fix = as_recorded(recipient, best);
            let message = format!("{} This note goes to {}.", rule.file.message, recipient.full);
            out.push(rule.saying(text.raw, token.span.clone(), Some(fix), message));
            return;
        }
    }
}

fn inside_placeholder(text: &Text<'_>, token: &Token<'_>) -> bool {
    let before = text.raw[..token.span.start].trim_end();
    let line = &text.raw[token.span.start..];
    let after = line.lines().next().unwrap_or("");
    before.ends_with(['[', '{', '<', '(', '%', '_', '$']) || after.contains(['}', ']', '>', '%'])
}

/// `van`, `de`, `al`: a word of the name that the record writes small.
fn is_particle(name: &Name, word: &str) -> bool {
    name.full
        .split_whitespace()
        .any(|w| w == word && w.starts_with(char::is_lowercase))
}

/// A folded word of a name as the record writes it.
fn as_recorded(name: &Name, word: &str) -> String {
    name.full
        .split_whitespace()
        .find(|w| fold(w) == word)
        .unwrap_or(word)
        .to_owned()
}

/// How far a written name may be from a recorded one and still be a slip.
fn is_near(word: &str, name: &str) -> bool {
    let (n, m) = (word.chars().count(), name.chars().count());
    if n.min(m) < 3 || word == name {
        return false;
    }
    if bare(word) == bare(name) {
        return true;
    }
    let d = distance(&bare(word), &bare(name));
    let same_start = word.chars().next() == name.chars().next();
    match n.min(m) {
        3 => d == 1 && same_start && n != m,
        4 => d == 1 && same_start,
        5 => d == 1 || d == 2 && same_start && word.chars().last() == name.chars().last(),
        _ => d == 1 || d == 2 && same_start,
    }
}

/// `Diana` for Dana, `Oyelaren` for Oyelaran, anywhere outside the greeting.
fn near_misses(text: &Text<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("names");
    for (i, token) in text.tokens.iter().enumerate() {
        let part = text.sentences[token.sentence].part;
        if part == Part::Greeting || !token.is_capital() || token.tags.any(Tags::NAME.with(Tags::ORGANIZATION)) {
            continue;
        }
        let word = fold(token.stem_text());
        if names.is_known(&word) || is_common(&word) || token.text.chars().all(char::is_uppercase) {
            continue;
        }
        for name in &names.list {
            if part == Part::Signature && Some(&name.full) != names.candidate.map(|c| &names.list[c].full) {
                continue;
            }
            let Some(near) = name.words.iter().find(|w| is_near(&word, w)) else {
                continue;
            };
            // A full other name (`Diane Keller`) is somebody else, not a slip.
            let other_surname = *near == name.given()
                && text.tokens.get(i + 1).is_some_and(|t| {
                    t.is_capital()
                        && !name.words.contains(&fold(t.stem_text()))
                        && !name.words.iter().any(|w| is_near(&fold(t.stem_text()), w))
                });
            if other_surname {
                continue;
            }
            let tail = &token.text[token.stem_text().len()..];
            let fix = format!("{}{tail}", as_recorded(name, near));
            let message = format!("{} The record says {}.", rule.file.message, name.full);
            out.push(rule.saying(text.raw, token.span.clone(), Some(fix), message));
            break;
        }
    }
}

fn is_common(word: &str) -> bool {
    !tags::of(word).is_empty()
}

/// `Marcus Fitch`: the given name of one, the family name of another; or a family name nobody has.
fn mixed_names(text: &Text<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("names");
    for pair in text.tokens.windows(2) {
        let [a, b] = pair else { continue };
        if a.sentence != b.sentence || !a.tags.any(Tags::NAME) || !b.is_capital() || a.stem_text().len() != a.text.len()
        {
            continue;
        }
        let (given, family) = (fold(a.text), fold(b.stem_text()));
        let owners: Vec<&Name> = names.list.iter().filter(|n| n.given() == given).collect();
        if owners.is_empty() || owners.iter().any(|n| n.words.contains(&family)) || honorific(&a.low).is_some() {
            continue;
        }
        let other = b.tags.any(Tags::NAME) && names.list.iter().any(|n| n.family() == family && n.given() != given);
        let unknown = tags::of(&b.low).is_empty()
            && !names.is_known(&family)
            && family.chars().count() > 1
            && !b.text.chars().all(char::is_uppercase);
        let near = owners.iter().any(|n| is_near(&family, n.family()));
        if (other || unknown) && !near && !text.part(Part::Greeting).any(|s| s.span.contains(&a.span.start)) {
            let span = a.span.start..b.span.start + b.stem_text().len();
            let message = format!("{} The record says {}.", rule.file.message, owners[0].full);
            out.push(rule.saying(text.raw, span, Some(owners[0].full.clone()), message));
        }
    }
}

/// `Thank you again, Keisha.` in a note to Yusuf.
fn vocatives(text: &Text<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("names");
    let Some(recipient) = names.recipient.map(|r| &names.list[r]) else {
        return;
    };
    for sentence in text.part(Part::Body) {
        let tokens = text.tokens_of(sentence);
        for i in 1..tokens.len() {
            let ends = tokens
                .get(i + 1)
                .is_none_or(|t| matches!(t.text, "." | "!" | "," | "?" | "\u{2014}"));
            let last = tokens.get(i + 1).is_none_or(|t| matches!(t.text, "." | "!" | "?")) && i + 2 >= tokens.len();
            if !tokens[i].is_capital() || tokens[i - 1].text != "," || !ends {
                continue;
            }
            let opener = tokens[..i - 1].iter().filter(|t| t.is_wordlike()).collect::<Vec<_>>();
            let thanks = opener.len() <= 8
                && opener
                    .iter()
                    .any(|t| matches!(t.low.as_str(), "thank" | "thanks" | "again" | "you"));
            let word = fold(tokens[i].stem_text());
            let stranger = tags::of(&word).is_empty() && !names.is_known(&word);
            let other = tokens[i].tags.any(Tags::NAME) && !recipient.words.contains(&word);
            let candidate = names.candidate.is_some_and(|c| names.list[c].words.contains(&word));
            let addressed = last && thanks
                || ends && opener.len() <= 4 && thanks && opener.first().is_some_and(|t| t.low.starts_with("thank"));
            if addressed && (stranger || other) && !candidate {
                let fix = as_recorded(recipient, recipient.given());
                let message = format!("{} This note goes to {}.", rule.file.message, recipient.full);
                out.push(rule.saying(text.raw, tokens[i].span.clone(), Some(fix), message));
            }
        }
    }
}

/// The name at the end is the candidate's.
fn signature(text: &Text<'_>, names: &Names, out: &mut Vec<Remark>) {
    let rule = RULES.measure("names");
    let Some(candidate) = names.candidate.map(|c| &names.list[c]) else {
        return;
    };
    let Some(line) = text.part(Part::Signature).next() else {
        return;
    };
    let words: Vec<&Token<'_>> = text
        .tokens_of(line)
        .iter()
        .take_while(|t| t.text != ",")
        .filter(|t| t.kind == TokenKind::Word && t.text.chars().count() > 1)
        .filter(|t| t.text.chars().any(char::is_lowercase) || candidate.words.contains(&fold(t.text)))
        .collect();
    let looks_like_name = (1..=3).contains(&words.len()) && words.iter().all(|t| t.is_capital());
    if !looks_like_name || words.iter().any(|t| inside_placeholder(text, t)) {
        return;
    }
    let mine = |t: &&&Token<'_>| {
        let word = fold(t.stem_text());
        candidate
            .words
            .iter()
            .any(|w| *w == word || bare(w) == bare(&word) && w.is_ascii())
            || words.len() == 1 && short_form(&word, candidate.given())
    };
    let wrong: Vec<&&Token<'_>> = words.iter().filter(|t| !mine(t)).collect();
    let family_wrong = wrong
        .iter()
        .any(|w| words.last().is_some_and(|l| l.span == w.span) || words[0].span == w.span);
    if wrong.is_empty() || !family_wrong {
        return;
    }
    let span: Range<usize> = words[0].span.start..words[words.len() - 1].span.end;
    let fix = if words.len() == 1 {
        as_recorded(candidate, candidate.given())
    } else {
        candidate.full.clone()
    };
    let message = format!("{} The note is from {}.", rule.file.message, candidate.full);
    out.push(rule.saying(text.raw, span, Some(fix), message));
}

/// `Toby` for Tobias: one may shorten one's own name.
fn short_form(word: &str, given: &str) -> bool {
    let common = word.chars().zip(given.chars()).take_while(|(a, b)| a == b).count();
    if word.chars().count() >= 3 && given.ends_with(word) {
        return true;
    }
    common >= 2 && word.chars().count() + 2 <= given.chars().count()
        || common >= 3 && word.chars().count() < given.chars().count()
}
