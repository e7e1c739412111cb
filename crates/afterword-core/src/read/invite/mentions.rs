//! People named in the words of an event, with what the words around them say.
//!
//! Read line by line: under a heading ("Interviewers:") names need no more; elsewhere a title, a cue such as "with", or
//! being known from the properties makes a name somebody who takes part.

use std::sync::LazyLock;

use super::super::message::phrases::{Pattern, Words, fold};
use super::text::EventText;
use super::titles::{is_title, tidy, title_after, title_before, title_end};
use super::words::{
    COORDINATING_AFTER, COORDINATING_BEFORE, COORDINATOR_HEADINGS, CUES_AFTER, CUES_BEFORE, INTERVIEWER_HEADINGS,
    JOINTS, OBSERVER_HEADINGS, OBSERVING_AFTER, OBSERVING_BEFORE, TIME_JOINTS,
};
use super::{Part, names};

/// A person named in the words.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) email: Option<String>,
    /// What the words around say, if anything.
    pub(crate) part: Option<Part>,
    /// Named as taking part: under a heading, after "with", with a title, or known from the properties.
    pub(crate) sure: bool,
    /// The same without the properties: the words list this person.
    pub(crate) listed: bool,
}

pub(crate) struct Lists {
    pub(crate) before: Vec<(Part, Vec<Pattern>)>,
    pub(crate) after: Vec<(Part, Vec<Pattern>)>,
    headings: Vec<(Part, Vec<Pattern>)>,
}

pub(crate) static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    before: vec![
        (Part::Observer, Pattern::all(OBSERVING_BEFORE)),
        (Part::Coordinator, Pattern::all(COORDINATING_BEFORE)),
    ],
    after: vec![
        (Part::Observer, Pattern::all(OBSERVING_AFTER)),
        (Part::Coordinator, Pattern::all(COORDINATING_AFTER)),
    ],
    headings: vec![
        (Part::Observer, Pattern::all(OBSERVER_HEADINGS)),
        (Part::Coordinator, Pattern::all(COORDINATOR_HEADINGS)),
        (Part::Interviewer, Pattern::all(INTERVIEWER_HEADINGS)),
    ],
});

/// The part whose patterns fit somewhere in the words.
pub(crate) fn part_in(lists: &[(Part, Vec<Pattern>)], text: &str) -> Option<Part> {
    let words = Words::new(text);
    lists
        .iter()
        .find(|(_, patterns)| words.any(patterns, 0, words.words.len()).is_some())
        .map(|(part, _)| *part)
}

/// The people named in the words of an event.
pub(crate) fn mentions(text: &EventText, known: &[String]) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for block in [
        &text.description,
        &text.alternative,
        &text.other,
        &text.location,
        &text.summary,
    ] {
        let mut section: Option<Part> = None;
        let mut named: Option<usize> = None;
        for line in text.own_lines(block) {
            if out.len() > 200 {
                break;
            }
            let before = out.len();
            let bare = item(line);
            if bare.is_empty() {
                continue;
            }
            // "Amy Brandt" on one line, "Talent Partner" on the next.
            if let Some(at) = named.take()
                && names::at_start(bare).is_none()
                && out.get(at).is_some_and(|mention| mention.title.is_none())
            {
                let (label, bare) = without_label(bare);
                let title = bare[..title_end(bare, false)]
                    .split(',')
                    .next()
                    .unwrap_or_default()
                    .trim();
                let field = title.split_whitespace().count() <= 3 && out[at].name.contains(' ');
                if label && is_title(title, true) || is_title(title, false) && (names::has_job(title) || field) {
                    out[at].title = Some(tidy(title));
                    out[at].listed = true;
                    out[at].sure = true;
                    continue;
                }
            }
            if names::at_start(bare).is_some_and(|(length, _)| length == bare.len()) {
                named = Some(out.len());
            }
            // A list ends where prose begins again.
            if bare.ends_with('.') && bare.len() > 60 && names::at_start(bare).is_none() {
                section = None;
            }
            let (heading, rest) = heading(bare);
            if heading.is_some() {
                section = heading;
            }
            in_line(rest, section, known, &mut out);
            if heading.is_some() && names::at_start(rest).is_some_and(|(length, _)| length == rest.trim_end().len()) {
                named = out.len().checked_sub(1);
            }
            if heading == Some(Part::Coordinator)
                && let (Some(title), Some(first)) = (arranger(bare), out.get_mut(before))
            {
                first.title = first.title.take().or(Some(title));
            }
            // A list ends where a line names nobody.
            if out.len() == before && heading.is_none() {
                section = None;
            }
        }
    }
    merge(out)
}

/// "Title: Group Product Manager" without its label.
fn without_label(line: &str) -> (bool, &str) {
    const LABELS: [&str; 8] = [
        "title",
        "job title",
        "position",
        "role",
        "funktion",
        "fonction",
        "cargo",
        "functie",
    ];
    match line.split_once(':') {
        Some((label, rest)) if LABELS.contains(&fold(label.trim()).as_str()) => (true, rest.trim()),
        _ => (false, line),
    }
}

/// What the heading "Your recruiter:" says of the one behind it.
fn arranger(line: &str) -> Option<String> {
    let head = line.split_once(':')?.0.trim();
    let head = ["Your ", "your ", "The ", "Our "]
        .iter()
        .find_map(|lead| head.strip_prefix(lead))
        .unwrap_or(head);
    let folded = fold(head);
    (folded.starts_with("recruit") || folded.starts_with("talent ")).then(|| tidy(head))
}

/// A rank that is also the job, with the words of it before: "Battalion Chief", "Dean".
fn rank(line: &str, start: usize, end: usize, name: &str) -> Option<String> {
    const RANKS: [&str; 14] = [
        "dean",
        "captain",
        "chief",
        "lieutenant",
        "sergeant",
        "commander",
        "colonel",
        "major",
        "judge",
        "rabbi",
        "pastor",
        "principal",
        "provost",
        "superintendent",
    ];
    let head = line[start..end].strip_suffix(name)?.trim();
    RANKS.contains(&fold(head).as_str()).then_some(())?;
    let before: Vec<&str> = line[..start]
        .rsplit([',', '.', ';', ':'])
        .next()?
        .split_whitespace()
        .rev()
        .take(2)
        .take_while(|word| word.chars().next().is_some_and(char::is_uppercase))
        .collect();
    let words: Vec<&str> = before.into_iter().rev().chain([head]).collect();
    Some(words.join(" "))
}

fn merge(found: Vec<Mention>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for mention in found {
        match out.iter_mut().find(|known| names::same(&known.name, &mention.name)) {
            Some(known) => {
                known.title = known.title.take().or(mention.title);
                known.email = known.email.take().or(mention.email);
                known.part = known.part.or(mention.part);
                known.sure |= mention.sure;
                known.listed |= mention.listed;
                if mention.name.len() > known.name.len() {
                    known.name = mention.name;
                }
            }
            None => out.push(mention),
        }
    }
    out
}

/// A line without its bullet, number and time of day.
fn item(line: &str) -> &str {
    let line = line
        .trim()
        .trim_start_matches(['-', '*', '•', '·', '–', '—', '>', '○', '▪', '◦', '+'])
        .trim_start();
    let mut rest = line;
    while let Some(word) = rest.split_whitespace().next() {
        let folded = fold(word.trim_matches(['(', ')', ',', ':', '|', '.', '[', ']']));
        let is_time = !folded.is_empty()
            && folded.chars().all(|c| c.is_ascii_digit() || ":.-–apmh".contains(c))
            && folded.contains(|c: char| c.is_ascii_digit());
        let is_joint = TIME_JOINTS.contains(&folded.as_str());
        if !(is_time || is_joint && rest.len() < line.len()) {
            break;
        }
        rest = rest[word.len()..].trim_start();
    }
    rest.trim_start_matches([':', '-', '–', '—', '|', ' ', '\t'])
}

/// A heading at the start of a line, and what follows it.
fn heading(line: &str) -> (Option<Part>, &str) {
    let head = match line.split_once(':') {
        Some((head, rest)) if head.chars().count() <= 60 && !rest.starts_with("//") => Some((head, rest)),
        None if line.chars().count() <= 45
            && line.split_whitespace().count() <= 6
            && names::at_start(line).is_none()
            && !line.ends_with('.') =>
        {
            Some((line, ""))
        }
        _ => None,
    };
    let Some((head, rest)) = head else { return (None, line) };
    if names_in(head) {
        return (None, line);
    }
    match part_in(&LISTS.headings, head) {
        Some(part) => (Some(part), rest.trim_start()),
        None => (None, line),
    }
}

fn names_in(text: &str) -> bool {
    starts(text).any(|at| names::at_start(&text[at..]).is_some())
}

/// Where words start.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut boundary = true;
    text.char_indices().filter_map(move |(at, c)| {
        let start = boundary && c.is_alphanumeric();
        boundary = !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’');
        if c == '.' {
            boundary = true;
        }
        start.then_some(at)
    })
}

fn in_line(line: &str, section: Option<Part>, known: &[String], out: &mut Vec<Mention>) {
    let mut at = 0;
    let mut found: Vec<(usize, usize, Mention)> = Vec::new();
    for start in starts(line).take(600) {
        if start < at {
            continue;
        }
        let Some((length, name)) = names::at_start(&line[start..]) else {
            continue;
        };
        // "Professor of Comparative Literature" is all title.
        let before_words: Vec<String> = line[..start].split_whitespace().rev().take(4).map(fold).collect();
        if before_words
            .first()
            .is_some_and(|word| ["of", "de", "fur", "di", "du"].contains(&word.as_str()))
            && before_words.iter().any(|word| names::is_job(word))
        {
            continue;
        }
        let end = start + length;
        if is_street(&line[..start], &name) {
            at = end;
            continue;
        }
        let after = title_after(&line[end..], section.is_some() || start == 0);
        let used = after.as_ref().map_or(0, |(_, used)| *used);
        let title = after
            .and_then(|(title, _)| title)
            .or_else(|| rank(line, start, end, &name))
            .or_else(|| title_before(&line[found.last().map_or(0, |(_, end, _)| *end)..start]));
        let is_known = known.iter().any(|known| names::same(known, &name));
        let cued = is_cued(
            &line[..start],
            &line[end..],
            found
                .last()
                .is_some_and(|(_, end, mention)| mention.sure && is_joint(&line[*end..start])),
        );
        let email = email_in(&line[end..]);
        let listed = section.is_some() || title.is_some() || cued;
        let sure = listed || is_known || email.is_some();
        at = end + used;
        found.push((
            start,
            at,
            Mention {
                name,
                title,
                email,
                part: None,
                sure,
                listed,
            },
        ));
    }
    share_plural(&mut found, line);
    let bounds: Vec<(usize, usize)> = found.iter().map(|(start, end, _)| (*start, *end)).collect();
    for (index, (start, end, mut mention)) in found.into_iter().enumerate() {
        let previous = index.checked_sub(1).map_or(0, |at| bounds[at].1);
        let next = bounds.get(index + 1).map_or(line.len(), |bound| bound.0);
        // The title itself is part of what is said of the person.
        let name_end = start + mention.name.len().min(end - start);
        let before = last_sentence(&line[previous..start]);
        let after = first_sentence(line.get(name_end..next).unwrap_or_default());
        let behind_title = first_sentence(line.get(end.min(next)..next).unwrap_or_default());
        mention.part = part_in(&LISTS.after[..1], after)
            .or_else(|| part_in(&LISTS.after, behind_title))
            .or_else(|| part_in(&LISTS.before, before))
            .or(section);
        // Under a heading of interviewers only looking on is another part.
        if section == Some(Part::Interviewer)
            && mention.part == Some(Part::Coordinator)
            && part_in(&LISTS.after, behind_title).is_none()
        {
            mention.part = section;
        }
        out.push(mention);
    }
}

/// "200 King St W": a number before, and the kind of a street inside.
fn is_street(before: &str, name: &str) -> bool {
    const KINDS: [&str; 12] = [
        "st", "ave", "rd", "blvd", "dr", "ln", "ct", "pl", "hwy", "pkwy", "sq", "ter",
    ];
    before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && name
            .split(' ')
            .skip(1)
            .any(|word| KINDS.contains(&fold(word).trim_end_matches('.')))
}

/// "Jess Whitt and Omar Nasser, Associates": one title in the plural for all who are joined.
fn share_plural(found: &mut [(usize, usize, Mention)], line: &str) {
    for last in 1..found.len() {
        let Some(title) = found[last].2.title.clone() else {
            continue;
        };
        let Some(one) = title
            .strip_suffix('s')
            .filter(|one| names::is_job(&fold(one.rsplit(' ').next().unwrap_or(one))))
        else {
            continue;
        };
        if title.ends_with("ss") || !is_joint(&line[found[last - 1].1.min(found[last].0)..found[last].0]) {
            continue;
        }
        let mut at = last;
        while at > 0 && found[at - 1].2.title.is_none() {
            at -= 1;
        }
        if at < last {
            for (_, _, mention) in &mut found[at..=last] {
                mention.title = Some(one.to_owned());
                mention.sure = true;
                mention.listed = true;
            }
        }
    }
}

fn first_sentence(text: &str) -> &str {
    let words = Words::new(text);
    words
        .sentences
        .first()
        .map_or(text, |range| &text[..range.end.max(range.start)])
}

fn last_sentence(text: &str) -> &str {
    // "Questions? Reply to": the question belongs to the request.
    let cut = text.rfind(". ").map_or(0, |at| at + 2);
    &text[cut..]
}

fn is_joint(between: &str) -> bool {
    let folded = fold(between.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '&' | '/' | '+')));
    folded.is_empty() || JOINTS.contains(&folded.as_str())
}

/// Whether the words beside a bare name say that its bearer takes part.
fn is_cued(before: &str, after: &str, follows_another: bool) -> bool {
    if follows_another {
        return true;
    }
    let before = fold(before);
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || c == ':' || c == '(');
    let stripped = before
        .trim_end_matches("dr.")
        .trim_end_matches("prof.")
        .trim_end_matches("herr")
        .trim_end_matches("herrn")
        .trim_end_matches("frau")
        .trim_end_matches("mr.")
        .trim_end_matches("ms.")
        .trim_end_matches("mrs.")
        .trim_end();
    let after = fold(&after.chars().take(40).collect::<String>());
    CUES_BEFORE.iter().any(|cue| {
        stripped
            .strip_suffix(cue)
            .is_some_and(|head| head.is_empty() || head.ends_with(|c: char| !c.is_alphanumeric()))
    }) || CUES_AFTER.iter().any(|cue| after.trim_start().starts_with(cue))
}

fn email_in(after: &str) -> Option<String> {
    let near = after.char_indices().nth(120).map_or(after, |(at, _)| &after[..at]);
    let near = near.split('\n').next()?;
    let at = near.find('@')?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let start = near[..at].rfind(|c: char| !allowed(c)).map_or(0, |found| {
        found + near[found..].chars().next().map_or(1, char::len_utf8)
    });
    let end = near[at + 1..]
        .find(|c: char| !allowed(c))
        .map_or(near.len(), |found| at + 1 + found);
    let address = near[start..end].trim_end_matches('.').to_ascii_lowercase();
    // Another name between means that it is another's address.
    let (local, domain) = address.split_once('@')?;
    (!local.is_empty() && domain.contains('.') && !names_in(&near[..start])).then_some(address)
}
