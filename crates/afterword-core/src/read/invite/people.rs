//! Who takes part, as what, and with which title.
//!
//! Two sources are laid over each other: the properties (`ORGANIZER`, `ATTENDEE`) say who is there, the words say what
//! they do. An organizer is not taken for an interviewer when others are named and the words do not list the organizer
//! among them. Rooms and shared mailboxes are nobody.

use std::sync::LazyLock;

use super::super::message::phrases::{Pattern, Words, fold};
use super::calendar::RawEvent;
use super::content_line::ContentLine;
use super::text::EventText;
use super::words::{
    COORDINATING_AFTER, COORDINATING_BEFORE, COORDINATOR_HEADINGS, FIELDS, INTERVIEWER_HEADINGS, MAILBOXES,
    OBSERVER_HEADINGS, OBSERVING_AFTER, OBSERVING_BEFORE,
};
use super::{Me, Part, Person, names};

/// A person named in the words.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    email: Option<String>,
    /// What the words around say, if anything.
    part: Option<Part>,
    /// Named as taking part: under a heading, after "with", with a title, or known from the properties.
    sure: bool,
    /// The same without the properties: the words list this person.
    listed: bool,
}

struct Lists {
    before: Vec<(Part, Vec<Pattern>)>,
    after: Vec<(Part, Vec<Pattern>)>,
    headings: Vec<(Part, Vec<Pattern>)>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
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
fn part_in(lists: &[(Part, Vec<Pattern>)], text: &str) -> Option<Part> {
    let words = Words::new(text);
    lists
        .iter()
        .find(|(_, patterns)| words.any(patterns, 0, words.words.len()).is_some())
        .map(|(part, _)| *part)
}

/// Every title the file states, for events that leave one out.
pub(crate) fn titles(events: &[RawEvent], texts: &[EventText]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (event, text) in events.iter().zip(texts).take(200) {
        for line in event.organizer.iter().chain(&event.attendees) {
            if let Some((name, title)) =
                display(line).and_then(|shown| Some((names::clean(&shown)?, title_in_display(&shown)?)))
            {
                out.push((name, title));
            }
        }
        for mention in mentions(text, &known_names(event)) {
            if let Some(title) = mention.title {
                out.push((mention.name, title));
            }
        }
    }
    out
}

fn display(line: &ContentLine) -> Option<String> {
    line.param("CN")
        .map(str::to_owned)
        .filter(|name| !name.trim().is_empty())
}

/// A title that a display name carries: "Art Mendel (CFO)", "Eleanor Voss, Professor".
fn title_in_display(shown: &str) -> Option<String> {
    let inside = shown.split_once('(').and_then(|(_, rest)| rest.split(')').next());
    let behind = shown
        .split_once(" - ")
        .or_else(|| shown.split_once(" | "))
        .map(|(_, rest)| rest);
    let last = shown.rsplit(',').next().filter(|part| *part != shown);
    [inside, behind, last]
        .into_iter()
        .flatten()
        .map(str::trim)
        .find(|part| names::has_job(part) && part.len() < 80)
        .map(str::to_owned)
}

fn known_names(event: &RawEvent) -> Vec<String> {
    event
        .organizer
        .iter()
        .chain(&event.attendees)
        .filter_map(|line| names::clean(&display(line)?))
        .collect()
}

fn address(line: &ContentLine) -> Option<String> {
    let raw = line.raw();
    let raw = raw.trim();
    let bare = raw
        .get(..7)
        .filter(|head| head.eq_ignore_ascii_case("mailto:"))
        .map_or(raw, |_| &raw[7..]);
    let bare = bare.split('?').next().unwrap_or_default().trim();
    let bare = if bare.contains('@') {
        bare
    } else {
        line.param("EMAIL").unwrap_or_default()
    };
    (bare.contains('@') && !bare.contains(char::is_whitespace)).then(|| bare.to_ascii_lowercase())
}

/// One address line as a person, with what is not known yet left open.
struct Candidate {
    person: Person,
    is_organizer: bool,
    is_attendee: bool,
    role: Option<String>,
}

/// Everybody but the candidate.
pub(crate) fn people(
    event: &RawEvent,
    text: &EventText,
    titles: &[(String, String)],
    company: Option<&str>,
    me: &Me,
) -> Vec<Person> {
    let mentions = mentions(text, &known_names(event));
    let mut found: Vec<Candidate> = Vec::new();
    for (line, is_organizer) in event
        .attendees
        .iter()
        .map(|line| (line, false))
        .chain(event.organizer.iter().map(|line| (line, true)))
    {
        let Some(person) = participant(line, &mentions, company, me) else {
            continue;
        };
        let known = found.iter_mut().find(|other| {
            names::same(&other.person.name, &person.name)
                || other.person.email.is_some() && other.person.email == person.email
        });
        match known {
            Some(known) => {
                known.is_organizer |= is_organizer;
                known.is_attendee |= !is_organizer;
            }
            None => found.push(Candidate {
                person,
                is_organizer,
                is_attendee: !is_organizer,
                role: line.param("ROLE").map(str::to_ascii_uppercase),
            }),
        }
    }
    for mention in mentions.iter().filter(|mention| mention.sure) {
        if found.iter().any(|other| is_same(&other.person.name, mention))
            || is_me(&mention.name, mention.email.as_deref(), me)
            || is_company(&mention.name, company)
        {
            continue;
        }
        let person = Person {
            name: mention.name.clone(),
            title: None,
            email: mention.email.clone(),
            part: Part::Interviewer,
            span: None,
        };
        found.push(Candidate {
            person,
            is_organizer: false,
            is_attendee: false,
            role: None,
        });
    }
    let sole = found.len() == 1;
    let listed_others = |name: &str| {
        mentions.iter().any(|mention| {
            mention.listed
                && mention.part != Some(Part::Coordinator)
                && !is_same(name, mention)
                && !is_me(&mention.name, None, me)
        })
    };
    for candidate in &mut found {
        let own: Vec<&Mention> = mentions
            .iter()
            .filter(|mention| is_same(&candidate.person.name, mention))
            .collect();
        let person = &mut candidate.person;
        if person.title.is_none() {
            person.title = own.iter().find_map(|mention| mention.title.clone()).or_else(|| {
                titles
                    .iter()
                    .find(|(name, _)| names::same(name, &person.name))
                    .map(|(_, title)| title.clone())
            });
        }
        if person.email.is_none() {
            person.email = own.iter().find_map(|mention| mention.email.clone());
        }
        let said = own
            .iter()
            .find_map(|mention| mention.part)
            .or_else(|| part_by_first_name(text, &person.name));
        let listed = own
            .iter()
            .any(|mention| mention.listed && mention.part.is_none_or(|part| part == Part::Interviewer));
        person.part = match said {
            Some(part) => part,
            None if candidate.role.as_deref() == Some("NON-PARTICIPANT") => Part::Observer,
            None if arranges(person.title.as_deref()) && !sole => Part::Coordinator,
            None if candidate.is_organizer && !listed && !sole => {
                let stands_aside = !candidate.is_attendee || listed_others(&person.name);
                if stands_aside {
                    Part::Coordinator
                } else {
                    Part::Interviewer
                }
            }
            None => Part::Interviewer,
        };
    }
    settle(&mut found);
    found.into_iter().map(|candidate| candidate.person).collect()
}

/// Somebody must talk with the candidate: an arranger who is there alone is the interviewer.
fn settle(found: &mut [Candidate]) {
    if found.iter().any(|candidate| candidate.person.part == Part::Interviewer) {
        return;
    }
    let arrangers = |candidate: &&mut Candidate| candidate.person.part == Part::Coordinator;
    let has_others = found
        .iter()
        .any(|candidate| candidate.person.part == Part::Coordinator && !candidate.is_organizer);
    for candidate in found
        .iter_mut()
        .filter(arrangers)
        .filter(|candidate| !has_others || !candidate.is_organizer)
    {
        candidate.person.part = Part::Interviewer;
    }
}

/// A title of somebody who arranges interviews for a living.
fn arranges(title: Option<&str>) -> bool {
    const STEMS: &[&str] = &[
        "recruit",
        "talent",
        "coordinator",
        "scheduler",
        "scheduling",
        "sourcer",
        "people partner",
        "people operations",
        "executive assistant",
        "personalreferent",
        "recruteu",
        "human resources",
        "hr ",
        "personal assistant",
        "administrative assistant",
        "assistentin",
        "pa to",
        "secretary to",
    ];
    title.is_some_and(|title| {
        let folded = format!("{} ", fold(title));
        STEMS.iter().any(|stem| folded.contains(stem))
    })
}

fn participant(line: &ContentLine, mentions: &[Mention], company: Option<&str>, me: &Me) -> Option<Person> {
    let kind = line.param("CUTYPE").unwrap_or("INDIVIDUAL").to_ascii_uppercase();
    if ["ROOM", "RESOURCE", "GROUP"].contains(&kind.as_str()) || line.has("PARTSTAT", "DECLINED") {
        return None;
    }
    let email = address(line);
    let shown = display(line);
    let local = email
        .as_deref()
        .and_then(|email| email.split('@').next())
        .unwrap_or_default()
        .to_owned();
    let name = shown.as_deref().and_then(names::clean);
    let shared = MAILBOXES.contains(&local.as_str())
        || email
            .as_deref()
            .is_some_and(|email| email.contains("resource.calendar"));
    let name = match name {
        Some(name) if name.contains(' ') && !is_machine(&local) => name,
        // A mailbox with one word for a name is no person.
        Some(_) | None if shared => return None,
        Some(_) if is_machine(&local) => return None,
        Some(short) => mentions
            .iter()
            .find(|mention| fold(&mention.name).split(' ').any(|word| word == fold(&short)))
            .map_or(short, |mention| mention.name.clone()),
        None if shown.as_deref().is_some_and(|shown| !shown.contains('@')) => return None,
        None => by_address(&local, mentions).or_else(|| names::from_address(&local))?,
    };
    if is_me(&name, email.as_deref(), me) || is_company(&name, company) {
        return None;
    }
    Some(Person {
        title: shown.as_deref().and_then(title_in_display),
        name,
        email,
        part: Part::Interviewer,
        span: Some(line.span.clone()),
    })
}

/// Mailboxes that no person reads, whatever name they show.
fn is_machine(local: &str) -> bool {
    let bare = local.replace(['-', '_', '.'], "");
    [
        "noreply",
        "donotreply",
        "notification",
        "notifications",
        "calendar",
        "interviews",
        "scheduling",
        "bookings",
        "invites",
    ]
    .contains(&bare.as_str())
}

/// The person in the words whose name an address spells: `keisha@`, `klandry@`, `landry.k@`.
fn by_address(local: &str, mentions: &[Mention]) -> Option<String> {
    let local = fold(local).replace(['.', '_', '-'], "");
    mentions
        .iter()
        .find(|mention| {
            let words: Vec<String> = fold(&mention.name)
                .split(' ')
                .map(|word| word.replace(['.', '-', '\''], ""))
                .collect();
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                return false;
            };
            let initial = first.chars().next().map(String::from).unwrap_or_default();
            [
                first.clone(),
                last.clone(),
                format!("{first}{last}"),
                format!("{initial}{last}"),
                format!("{last}{initial}"),
                format!("{last}{first}"),
            ]
            .contains(&local)
        })
        .map(|mention| mention.name.clone())
}

fn is_me(name: &str, email: Option<&str>, me: &Me) -> bool {
    let mine = !me.email.is_empty() && email.is_some_and(|email| email.eq_ignore_ascii_case(me.email.trim()));
    let parts = |name: &str| {
        fold(name)
            .split(' ')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (found, own) = (parts(name), parts(&me.name));
    let within = own.len() > 1 && own.iter().all(|part| found.contains(part));
    mine || within || names::same(name, &me.name) || !me.name.trim().is_empty() && fold(name) == fold(me.name.trim())
}

fn is_company(name: &str, company: Option<&str>) -> bool {
    company.is_some_and(|company| {
        let (name, company) = (fold(name), fold(company));
        company.contains(&name) || name.starts_with(&company)
    })
}

fn is_same(name: &str, mention: &Mention) -> bool {
    names::same(name, &mention.name)
}

/// What sentences say of somebody by the first name alone: "Renata will open the call".
fn part_by_first_name(text: &EventText, name: &str) -> Option<Part> {
    let first = fold(name.split(' ').next()?);
    let last = fold(name.rsplit(' ').next()?);
    if first.chars().count() < 3 {
        return None;
    }
    let all = format!("{}\n{}", text.description, text.other);
    let words = Words::new(&all);
    words
        .words
        .iter()
        .filter(|word| {
            word.text == first
                && words
                    .words
                    .iter()
                    .find(|next| next.start >= word.end)
                    .is_none_or(|next| next.text != last)
        })
        .take(20)
        .find_map(|word| {
            let sentence = words.sentence(word.sentence);
            let end = words.words[sentence.clone()].last()?.end;
            let start = words.words.get(sentence.start)?.start;
            part_in(&LISTS.after, all.get(word.end..end)?)
                .or_else(|| part_in(&LISTS.before, all.get(start..word.start)?))
        })
}

/// The people named in the words of an event.
fn mentions(text: &EventText, known: &[String]) -> Vec<Mention> {
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
        for line in block.lines().take(400) {
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
                let title = bare[..title_end(bare, false)]
                    .split(',')
                    .next()
                    .unwrap_or_default()
                    .trim();
                if is_title(title, false) && names::has_job(title) {
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
            // A list ends where a line names nobody.
            if out.len() == before && heading.is_none() {
                section = None;
            }
        }
    }
    merge(out)
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
        let is_joint = [
            "am", "pm", "to", "-", "–", "—", "bis", "uhr", "et", "pt", "ct", "mt", "est", "edt", "pst", "pdt", "cst",
            "cdt", "cet", "cest", "gmt", "bst", "a.m", "p.m", "von", "from", "|", "",
        ]
        .contains(&folded.as_str());
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
        let after = title_after(&line[end..], section.is_some() || start == 0);
        let used = after.as_ref().map_or(0, |(_, used)| *used);
        let title = after
            .and_then(|(title, _)| title)
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
    folded.is_empty()
        || [
            "and",
            "und",
            "et",
            "y",
            "e",
            "en",
            "or",
            "then",
            "followed by",
            "plus",
            "sowie",
        ]
        .contains(&folded.as_str())
}

/// Whether the words beside a bare name say that its bearer takes part.
fn is_cued(before: &str, after: &str, follows_another: bool) -> bool {
    const BEFORE: &[&str] = &[
        "with",
        "meet",
        "meeting",
        "by",
        "host",
        "hosted",
        "interviewer",
        "interviewers",
        "join",
        "joins",
        "contact",
        "mit",
        "avec",
        "con",
        "met",
        "von",
        "par",
        "bei",
        "rencontrer",
        "ask for",
        "reply to",
        "speak to",
        "talk to",
        "speaking to",
        "reach",
        "call",
        "treffen",
        "w/",
        "ansprechpartner",
        "kontakt",
        "x",
        "and",
        "greeted by",
        "colleague",
        "colleagues",
        "kollege",
        "kollegin",
        "kollegen",
        "collegue",
        "boss",
        "sind",
        "are",
        "including",
        "aus",
        "organizer",
    ];
    const AFTER: &[&str] = &[
        "is inviting you",
        "will call",
        "will interview",
        "will join",
        "will meet",
        "will be",
        "will lead",
        "will host",
        "will greet",
        "will collect",
        "joins",
        "invites you",
        "invited you",
        "has invited",
        "ladt sie",
        "wird",
        "vous invite",
        "te invita",
        "will observe",
        "will introduce",
        "will walk",
        "will take",
        "who ",
    ];
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
    BEFORE.iter().any(|cue| {
        stripped
            .strip_suffix(cue)
            .is_some_and(|head| head.is_empty() || head.ends_with(|c: char| !c.is_alphanumeric()))
    }) || AFTER.iter().any(|cue| after.trim_start().starts_with(cue))
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

/// A title behind a name, and how many bytes it takes.
fn title_after(rest: &str, in_list: bool) -> Option<(Option<String>, usize)> {
    let lead = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
    let body = &rest[lead..];
    // The address behind a linked name.
    if let Some(end) = body.strip_prefix('<').and_then(|inside| inside.find('>')) {
        let used = lead + end + 2;
        return title_after(&rest[used..], in_list).map(|(title, more)| (title, used + more));
    }
    if let Some(inside) = body.strip_prefix('(').or_else(|| body.strip_prefix('[')) {
        let end = inside.find([')', ']'])?;
        let used = lead + 1 + end + 1;
        let title = noted(&inside[..end], in_list);
        // "(she/her), Staff Engineer": the title comes behind the note.
        if title.is_none()
            && let Some((Some(title), more)) = title_after(&rest[used..], in_list)
        {
            return Some((Some(title), used + more));
        }
        return Some((title, used));
    }
    let separators: [&str; 13] = [
        ", ", "- ", "– ", "— ", "| ", "\t", ": ", "/ ", "· ", "-- ", "is our ", "is the ", "is ",
    ];
    let separator = separators.iter().find(|separator| body.starts_with(**separator))?;
    let dashed = !matches!(*separator, ", ") && !separator.starts_with("is ");
    let mut text = &body[separator.len()..];
    // Degrees before the title.
    loop {
        let word = text.find([' ', ',', '(']).map_or(text, |end| &text[..end]);
        if word.is_empty() || !names::is_degree(word) {
            break;
        }
        text = text[word.len()..].trim_start_matches([',', ' ']);
    }
    if text.starts_with('(') {
        let used = rest.len() - text.len();
        return title_after(text, in_list).map(|(title, more)| (title, used + more));
    }
    let text = text
        .strip_prefix("our ")
        .or_else(|| text.strip_prefix("the "))
        .unwrap_or(text);
    let lead = rest.len() - text.len() - separator.len();
    let end = title_end(text, dashed);
    let title = text[..end]
        .trim()
        .trim_end_matches(['.', ',', ';', ':', '-', '–'])
        .trim();
    let valid = is_title(
        title,
        in_list && dashed || in_list && title.split_whitespace().count() <= 6,
    );
    valid.then(|| (Some(tidy(title)), lead + separator.len() + end))
}

/// Where a title ends: at the end of a sentence, at a verb, at the next person.
fn title_end(text: &str, dashed: bool) -> usize {
    const STOPS: &[&str] = &[
        " will ",
        " who ",
        " is ",
        " are ",
        " joins",
        " at ",
        " and then ",
        " on ",
        " has ",
        " may ",
        " bei ",
        " wird ",
        " chez ",
        " sera ",
        " can ",
        " where ",
        " then ",
        " <",
        " (",
        " [",
        "; ",
        "\t",
        " | ",
        " – ",
        " — ",
        " - ",
        " @ ",
        " from ",
    ];
    let mut end = text.find('\n').unwrap_or(text.len());
    for stop in STOPS {
        if let Some(at) = text[..end].find(stop) {
            end = at;
        }
    }
    // A full stop that ends a sentence, not "Sr. Engineer".
    let mut from = 0;
    while let Some(at) = text[from..end].find('.') {
        let at = from + at;
        let word = text[..at]
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let short = [
            "sr", "jr", "st", "dept", "mgr", "asst", "assoc", "dir", "eng", "vp", "exec", "prof", "dr", "adm", "stellv",
        ]
        .contains(&fold(word).as_str());
        if !short && text[at + 1..].chars().next().is_none_or(char::is_whitespace) {
            end = at;
            break;
        }
        from = at + 1;
    }
    // The next person: after a comma or a conjunction.
    for joint in [", and ", ", ", " and ", " und ", " et ", " & ", " y ", " e "] {
        let mut from = 0;
        while let Some(at) = text[from..end].find(joint) {
            let at = from + at;
            let behind = &text[at + joint.len()..];
            let person = names::at_start(behind).is_some_and(|(length, name)| {
                !names::has_job(&name)
                    && !FIELDS
                        .iter()
                        .any(|field| fold(&name).split(' ').any(|word| word == *field))
                    && (names::at_start(&behind[length..]).is_none())
            });
            let clause = joint == ", "
                && !dashed
                && !names::has_job(&behind[..behind.find([',', '.', ';', '\n']).unwrap_or(behind.len())])
                && behind
                    .split_whitespace()
                    .next()
                    .is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase));
            if person || clause {
                end = at;
                break;
            }
            from = at + joint.len();
        }
    }
    end
}

/// The title among the notes in brackets.
fn noted(inside: &str, in_list: bool) -> Option<String> {
    const NOTES: &[&str] = &[
        "she",
        "he",
        "they",
        "her",
        "him",
        "them",
        "remote",
        "optional",
        "organizer",
        "organiser",
        "interviewer",
        "host",
        "observer",
        "observing",
        "shadow",
        "shadowing",
        "note",
        "lead interviewer",
        "listening",
        "you",
        "via",
        "tbc",
    ];
    let parts: Vec<&str> = inside
        .split([',', ';', '|'])
        .map(str::trim)
        .map(|part| {
            part.split(" @ ")
                .next()
                .unwrap_or(part)
                .split(" at ")
                .next()
                .unwrap_or(part)
                .trim()
        })
        .filter(|part| !part.is_empty() && !part.contains('@') && !part.contains("://"))
        .filter(|part| {
            let folded = fold(part);
            !NOTES
                .iter()
                .any(|note| folded == *note || folded.split([' ', '/', '-']).next() == Some(note))
                && part_in(&LISTS.after[..1], part).is_none()
        })
        .collect();
    let title = parts.join(", ");
    let valid = is_title(&title, in_list)
        || title.split_whitespace().count() <= 3
            && FIELDS
                .iter()
                .any(|field| fold(&title).split(' ').any(|word| word == *field));
    valid.then(|| tidy(&title))
}

/// Whether a phrase can be a title; `in_list` asks for less.
fn is_title(text: &str, in_list: bool) -> bool {
    let count = text.split_whitespace().count();
    let first = text.chars().next().is_some_and(char::is_alphabetic);
    let field = FIELDS.iter().any(|field| {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == *field)
    });
    let plain = !text.contains('@') && !text.contains("://") && !text.contains('?') && text.len() <= 100;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let head = fold(text.split(' ').next().unwrap_or_default());
    let first = first
        && ![
            "and", "und", "et", "y", "who", "will", "our", "with", "mit", "avec", "then", "is", "you", "i", "we",
            "please", "or", "plus",
        ]
        .contains(&head.as_str());
    first
        && plain
        && digits <= 2
        && (1..=12).contains(&count)
        && (names::has_job(text)
            || field && count <= 5
            || in_list
                && count <= 6
                && text.chars().next().is_some_and(char::is_uppercase)
                && names::at_start(text).is_none())
}

fn tidy(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title before a name: "our CFO, Art Mendel", "Head of Design: Ann Lee".
fn title_before(before: &str) -> Option<String> {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':'));
    let before = before
        .rsplit(['.', ';', '(', '\t', '|', '?', '!', '–', '—', '•', ':'])
        .next()?;
    let words: Vec<&str> = before.split_whitespace().collect();
    // Back to the word that cannot belong to a title.
    let from = words.iter().rposition(|word| {
        [
            "our", "the", "your", "with", "meet", "by", "and", "is", "from", "unser", "unsere", "unserem", "unserer",
            "mit", "notre", "avec", "dem", "der", "to", "via", "-",
        ]
        .contains(&fold(word.trim_end_matches(',')).as_str())
    });
    let phrase = words[from.map_or(0, |at| at + 1)..].join(" ");
    let phrase = phrase.trim_end_matches(',').trim();
    let folded = fold(phrase);
    let process = [
        "hiring manager",
        "host",
        "interviewer",
        "your host",
        "meeting host",
        "contact",
        "chief",
        "head",
        "student",
        "candidate",
        "chair",
        "member",
        "manager interview",
        "lead",
    ]
    .contains(&folded.as_str());
    let count = phrase.split_whitespace().count();
    (from.is_some() || before.trim_end().len() == phrase.len()).then_some(())?;
    (names::has_job(phrase)
        && !process
        && (1..=7).contains(&count)
        && !folded.contains("interview")
        && !folded.contains("position")
        && !folded.contains(" role")
        && !phrase.contains(','))
    .then(|| tidy(phrase))
}
