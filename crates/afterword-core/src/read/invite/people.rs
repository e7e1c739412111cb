//! Who takes part, as what, and with which title.
//!
//! Two sources are laid over each other: the properties (`ORGANIZER`, `ATTENDEE`) say who is there, the words say what
//! they do. An organizer is not taken for an interviewer when others are named and the words do not list the organizer
//! among them. Rooms and shared mailboxes are nobody.

use super::super::message::phrases::{Words, fold};
use super::calendar::RawEvent;
use super::content_line::ContentLine;
use super::mentions::{LISTS, Mention, mentions, part_in};
use super::text::EventText;
use super::words::{ARRANGING_TITLES, MAILBOXES};
use super::{Me, Part, Person, names};

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
            title_span: None,
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
    title.is_some_and(|title| {
        let folded = format!("{} ", fold(title));
        ARRANGING_TITLES.iter().any(|stem| folded.contains(stem))
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
        title_span: None,
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
    let initial = found.len() == 2
        && own.len() > 1
        && found[0] == own[0]
        && found[1].trim_end_matches('.').chars().count() == 1
        && own
            .last()
            .is_some_and(|last| last.starts_with(found[1].trim_end_matches('.')));
    let within = own.len() > 1 && own.iter().all(|part| found.contains(part));
    mine || within
        || initial
        || names::same(name, &me.name)
        || !me.name.trim().is_empty() && fold(name) == fold(me.name.trim())
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
