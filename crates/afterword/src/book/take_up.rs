//! Bringing a jot into the book: its employer, its case and round, its people, points and promises.
//!
//! Nobody is merged silently: a name that the book has elsewhere stays another person until its owner says otherwise, and
//! every guess that is made is said. All of it happens in one transaction, or nothing does.

use afterword_core::casebook::{CaseId, Contact, PersonId, Promise, PromiseId, Round, Stated};
use afterword_core::model::{Person, PointKind};
use afterword_core::plan::policy::DEFAULT;
use afterword_core::read::deadline::deadline;
use afterword_core::write::Job;
use afterword_store::book::{
    BookError, CaseFilter, CaseSummary, Employer, EmployerId, Link, PersonRecord, PointRecord, PointRowId, RoundRecord,
    Transaction,
};
use jiff::Zoned;
use jiff::tz::{Offset, TimeZone};

use super::letters::Kept;
use super::lookup::{self, fold};
use super::{Desk, index, words};
use crate::failure::Failure;
use crate::mail;

/// What its owner says about where a jot belongs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wishes {
    /// The employer, over what the jot says.
    pub(crate) employer: Option<String>,
    /// The position, over what the jot says.
    pub(crate) role: Option<String>,
    /// The case, if it is in the book.
    pub(crate) case: Option<String>,
    /// Add the text to the round's jot, or put it in its place.
    pub(crate) existing: Option<Existing>,
    /// Names that are those of people already in the book.
    pub(crate) same: Vec<String>,
    /// An agency is involved.
    pub(crate) agency: bool,
}

/// What to do with a jot that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Both are kept, the new below the old.
    Add,
    /// The new one counts.
    Replace,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) case: CaseId,
    pub(crate) round: u8,
    /// What was decided on the way, as sentences.
    pub(crate) said: Vec<String>,
}

/// Brings in a jot with the job that was made of it.
///
/// # Errors
/// Missing employer, a doubt only its owner can settle, and the database's. Nothing is changed then.
pub(crate) async fn jot(desk: &Desk, text: &str, job: &Job, kept: Kept, wishes: &Wishes) -> anyhow::Result<Taken> {
    let organization = wishes.employer.clone().or_else(|| job.interview.organization.clone());
    let role = wishes.role.clone().or_else(|| job.interview.role.clone());
    let mut said = Vec::new();
    let mut tx = desk.book.transaction().await?;
    let found = match &wishes.case {
        Some(named) => Some(lookup::case(&mut tx, Some(named)).await?),
        None => find_case(&mut tx, organization.as_deref(), role.as_deref(), &mut said).await?,
    };
    let case = if let Some(case) = found {
        case.id
    } else {
        let Some(organization) = organization.as_deref() else {
            return Err(Failure::new("the jot names no employer")
                .hint("say it with --employer NAME, or write it on the first line")
                .into());
        };
        let employer = employer(desk, &mut tx, organization, wishes.agency).await?;
        tx.add_case(employer, role.as_deref(), desk.now.timestamp()).await?
    };
    if let (Some(mut record), Some(role)) = (tx.case_record(case).await?, &role)
        && record.role.is_none()
    {
        record.role = Some(role.clone());
        tx.update_case(&record).await?;
    }
    let day = job.interview.date.unwrap_or(desk.now.date());
    let rounds = tx.rounds(case).await?;
    let there = rounds.iter().find(|r| r.end.date() == day).cloned();
    let number = there.as_ref().map_or_else(|| next_number(&rounds), |r| r.number);
    if there.as_ref().is_some_and(|r| r.jot.is_some()) && wishes.existing.is_none() {
        return Err(already(there.as_ref(), text).into());
    }
    let organization = tx.case(case).await?.map(|c| c.organization).unwrap_or_default();
    let mut people = Vec::new();
    for person in &job.people {
        people.push(take_person(&mut tx, case, &organization, person, wishes, &mut said).await?);
    }
    let begin = there.as_ref().and_then(|r| r.begin.clone());
    let zone = named_zone(&desk.now);
    let end = there
        .as_ref()
        .map_or_else(|| Round::end_on(day, &zone, &desk.now), |r| r.end.clone());
    let mut everybody = people.clone();
    for id in there.iter().flat_map(|r| &r.people) {
        if !everybody.contains(id) {
            everybody.push(*id);
        }
    }
    let round = RoundRecord {
        case,
        number,
        kind: job.interview.kind,
        format: job.interview.format.or(there.as_ref().and_then(|r| r.format)),
        begin,
        end: end.clone(),
        people: everybody,
        stated: stated(job, &people).or_else(|| there.as_ref().and_then(|r| r.stated.clone())),
        follow_up_invited: there.as_ref().is_some_and(|r| r.follow_up_invited),
        jot: Some(text.to_owned()),
        choices: Some(serde_json::to_value(Kept {
            people: people.iter().map(|id| id.0).collect(),
            ..kept
        })?),
        uid: there.as_ref().and_then(|r| r.uid.clone()),
        sequence: there.as_ref().map_or(0, |r| r.sequence),
    };
    tx.put_round(&round).await?;
    tx.set_points(case, number, &points(job, case, number, &people)).await?;
    promises(desk, &mut tx, case, number, job, &people, &end).await?;
    if let Some(case) = tx.case(case).await? {
        index(&mut tx, &case, &desk.moment).await?;
    }
    tx.commit().await?;
    Ok(Taken {
        case,
        round: number,
        said,
    })
}

/// The round of this jot's day in its case, if something is jotted about it already.
///
/// # Errors
/// A case named that is not there, and the database's.
pub(crate) async fn jotted(desk: &Desk, job: &Job, wishes: &Wishes) -> anyhow::Result<Option<RoundRecord>> {
    let mut view = desk.book.read().await?;
    let organization = wishes.employer.clone().or_else(|| job.interview.organization.clone());
    let role = wishes.role.clone().or_else(|| job.interview.role.clone());
    let found = match &wishes.case {
        Some(named) => Some(lookup::case(&mut view, Some(named)).await?),
        None => find_case(&mut view, organization.as_deref(), role.as_deref(), &mut Vec::new()).await?,
    };
    let Some(case) = found else { return Ok(None) };
    let day = job.interview.date.unwrap_or(desk.now.date());
    let rounds = view.rounds(case.id).await?;
    Ok(rounds.into_iter().find(|r| r.end.date() == day && r.jot.is_some()))
}

/// The text a round should hold, given what it holds and what its owner wants.
///
/// # Errors
/// A jot is there and nobody said what to do with it.
pub(crate) async fn combined(
    desk: &Desk,
    text: &str,
    job: &Job,
    wishes: &Wishes,
) -> anyhow::Result<Option<(String, Existing)>> {
    let round = jotted(desk, job, wishes).await?;
    let Some(old) = round.as_ref().and_then(|r| r.jot.as_deref()) else {
        return Ok(None);
    };
    if text.trim() == old.trim() && wishes.existing.is_none() {
        return Err(already(round.as_ref(), text).into());
    }
    if text.trim().starts_with(old.trim()) || wishes.existing == Some(Existing::Replace) {
        return Ok(Some((text.to_owned(), Existing::Replace)));
    }
    match wishes.existing {
        Some(_) => Ok(Some((
            format!("{}\n\n{}", old.trim_end(), text.trim_start()),
            Existing::Add,
        ))),
        None => Err(already(round.as_ref(), text).into()),
    }
}

fn already(round: Option<&RoundRecord>, text: &str) -> Failure {
    let old = round.and_then(|r| r.jot.as_deref()).unwrap_or_default();
    if old.trim() == text.trim() {
        return Failure::new("this jot is in the book already")
            .hint("nothing was changed; `afterword today` says what is next");
    }
    let day = round
        .map(|r| r.end.strftime("%a %-d %b %Y").to_string())
        .unwrap_or_default();
    Failure::new(format!("there is a jot of {day} already"))
        .hint("--add puts this one below it, --replace in its place")
}

fn next_number(rounds: &[RoundRecord]) -> u8 {
    rounds.iter().map(|r| r.number).max().unwrap_or(0).saturating_add(1)
}

/// The case a jot belongs to: the same employer and position, or the only open one of that employer if no position is
/// named.
async fn find_case(
    view: &mut afterword_store::book::Snapshot,
    organization: Option<&str>,
    role: Option<&str>,
    said: &mut Vec<String>,
) -> anyhow::Result<Option<CaseSummary>> {
    let Some(organization) = organization else {
        return Ok(None);
    };
    let wanted = fold(organization);
    let all = view.case_list(CaseFilter::Open).await?;
    let theirs: Vec<CaseSummary> = all.into_iter().filter(|c| fold(&c.organization) == wanted).collect();
    let same_role = |c: &&CaseSummary| match (role, c.role.as_deref()) {
        (Some(a), Some(b)) => fold(a) == fold(b),
        (None, _) | (_, None) => true,
    };
    let fitting: Vec<&CaseSummary> = theirs.iter().filter(same_role).collect();
    match fitting.as_slice() {
        [] => Ok(None),
        [one] => {
            let label = words::case(&one.organization, one.role.as_deref());
            said.push(format!("Added to case {}: {label}.", one.id));
            Ok(Some((*one).clone()))
        }
        several => {
            let list: Vec<String> = several
                .iter()
                .map(|c| format!("{} {}", c.id, words::case(&c.organization, c.role.as_deref())))
                .collect();
            Err(Failure::new("several cases fit this jot")
                .hint(format!("say which with --case NUMBER: {}", list.join("; ")))
                .into())
        }
    }
}

/// The employer of this name, taken up if it is new.
pub(crate) async fn employer(
    desk: &Desk,
    tx: &mut Transaction,
    name: &str,
    agency: bool,
) -> anyhow::Result<EmployerId> {
    if let Some(known) = tx.employer_named(name).await? {
        return Ok(known.id);
    }
    let new = Employer {
        id: EmployerId(0),
        name: name.trim().to_owned(),
        policy: DEFAULT.to_owned(),
        contact: if agency { Contact::Unasked } else { Contact::Direct },
        holidays: desk.profile().calendars.of(Some(name)).clone(),
    };
    Ok(tx.add_employer(&new).await?)
}

async fn take_person(
    tx: &mut Transaction,
    case: CaseId,
    organization: &str,
    person: &Person,
    wishes: &Wishes,
    said: &mut Vec<String>,
) -> anyhow::Result<PersonId> {
    let new = PersonRecord {
        honorific_prefix: person.honorific_prefix.clone(),
        title: person.title.clone(),
        organization: Some(organization.to_owned()).filter(|o| !o.is_empty()),
        addr_spec: person.addr_spec.clone(),
        pronoun: person.pronoun,
        ..PersonRecord::named(&person.name)
    };
    let id = somebody(tx, case, &new, &wishes.same, said).await?;
    let known = tx.links_of(id).await?.into_iter().find(|l| l.case == case);
    let link = Link {
        case,
        person: id,
        part: person.part,
        wants_card: known.is_some_and(|l| l.wants_card),
        no_note: person.no_note || known.is_some_and(|l| l.no_note),
    };
    tx.link(&link).await?;
    Ok(id)
}

/// The person of the book that this one is, or a new one. `case` is where they are met.
///
/// # Errors
/// A name that no mail can carry, and the database's.
pub(crate) async fn somebody(
    tx: &mut Transaction,
    case: CaseId,
    new: &PersonRecord,
    same: &[String],
    said: &mut Vec<String>,
) -> anyhow::Result<PersonId> {
    mail::display_name(&new.name).map_err(|e| {
        Failure::new(format!("the name {:?} {e}", new.name)).hint("correct it in the jot; nothing was changed")
    })?;
    let named = tx.people_named(&new.name).await?;
    let here = tx.people_of(case).await?;
    let in_case = named.iter().find(|p| here.iter().any(|h| h.id == p.id));
    let fold_org = |p: &PersonRecord| p.organization.as_deref().map(fold);
    let one_address = named.iter().find(|p| {
        new.addr_spec.is_some()
            && p.addr_spec.as_deref().map(str::to_lowercase) == new.addr_spec.as_deref().map(str::to_lowercase)
    });
    let one_employer = named
        .iter()
        .find(|p| fold_org(p).is_some() && fold_org(p) == fold_org(new));
    let vouched = same.iter().any(|s| fold(s) == fold(&new.name));
    let elsewhere = named.first().filter(|_| vouched && named.len() == 1);
    if vouched && named.len() > 1 && in_case.is_none() {
        let list: Vec<String> = named
            .iter()
            .map(|p| format!("#{} {} ({})", p.id, p.name, p.organization.as_deref().unwrap_or("?")))
            .collect();
        return Err(Failure::new(format!("several people are called {}", new.name))
            .hint(format!(
                "bring the jot in without --same, then join two with `afterword person`: {}",
                list.join("; ")
            ))
            .into());
    }
    let found = in_case.or(one_address).or(one_employer).or(elsewhere).cloned();
    let Some(known) = found else {
        if let Some(other) = named.first() {
            let place = other.organization.as_deref().unwrap_or("another case");
            said.push(format!(
                "There is another {} in the book ({place}). They are kept apart; if they are one, use --same '{}'.",
                new.name, new.name
            ));
        }
        return add(tx, new, said).await;
    };
    if in_case.is_none() {
        let place = known.organization.as_deref().unwrap_or("another case");
        said.push(format!("{} is the one you know from {place}.", known.name));
    }
    merge(tx, &known, new, said).await?;
    Ok(known.id)
}

async fn add(tx: &mut Transaction, new: &PersonRecord, said: &mut Vec<String>) -> anyhow::Result<PersonId> {
    match tx.add_person(new).await {
        Ok(id) => Ok(id),
        Err(BookError::Forgotten) => {
            said.push(format!(
                "The address of {} was forgotten, so it was left out; nobody is contacted there again.",
                new.name
            ));
            let without = PersonRecord {
                addr_spec: None,
                ..new.clone()
            };
            Ok(tx.add_person(&without).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// What was not known yet is filled in; what was known otherwise stays, and is said.
async fn merge(
    tx: &mut Transaction,
    known: &PersonRecord,
    new: &PersonRecord,
    said: &mut Vec<String>,
) -> anyhow::Result<()> {
    let mut merged = known.clone();
    let mut fill = |old: &mut Option<String>, new: &Option<String>, what: &str| match (&old, new) {
        (None, Some(new)) => *old = Some(new.clone()),
        (Some(old), Some(new)) if fold(old) != fold(new) => {
            said.push(format!(
                "{}: the {what} {new:?} differs from {old:?}, which stays.",
                known.name
            ));
        }
        _ => {}
    };
    fill(&mut merged.addr_spec, &new.addr_spec, "address");
    fill(&mut merged.title, &new.title, "title");
    fill(&mut merged.honorific_prefix, &new.honorific_prefix, "honorific");
    merged.department = merged.department.or_else(|| new.department.clone());
    merged.organization = merged.organization.or_else(|| new.organization.clone());
    merged.pronoun = merged.pronoun.or(new.pronoun);
    merged.postal = merged.postal.or_else(|| new.postal.clone());
    for phone in &new.phones {
        if !merged.phones.contains(phone) {
            merged.phones.push(phone.clone());
        }
    }
    if merged != *known {
        match tx.update_person(&merged).await {
            Err(BookError::Forgotten) => {
                said.push(format!(
                    "The address of {} was forgotten, so it was left out.",
                    known.name
                ));
            }
            done => {
                done?;
            }
        }
    }
    Ok(())
}

fn stated(job: &Job, people: &[PersonId]) -> Option<Stated> {
    let decision = job.interview.decision.as_ref()?;
    let who = decision.who.as_deref().and_then(|who| {
        let wanted = fold(who);
        let given = |p: &Person| fold(&p.name).split(' ').any(|w| w == wanted) || fold(&p.name) == wanted;
        job.people.iter().position(given).and_then(|i| people.get(i).copied())
    });
    Some(Stated {
        words: decision.text.clone(),
        earliest: decision.deadline.earliest,
        latest: decision.deadline.latest,
        who,
    })
}

fn points(job: &Job, case: CaseId, round: u8, people: &[PersonId]) -> Vec<PointRecord> {
    let record = |person, kind, text: &str, better: Option<&String>, private, line: usize| PointRecord {
        id: PointRowId(0),
        case,
        round,
        person,
        kind,
        text: text.to_owned(),
        better: better.cloned(),
        private,
        line: u32::try_from(line).unwrap_or(0),
    };
    let theirs = job.people.iter().zip(people).flat_map(|(person, id)| {
        let of = |p: &afterword_core::model::Point| {
            record(Some(*id), Some(p.kind), &p.text, p.better.as_ref(), None, p.place.line)
        };
        person.points.iter().map(of).collect::<Vec<_>>()
    });
    let held = job.held_back.iter().map(|h| {
        let id = h.person.and_then(|i| people.get(i).copied());
        record(id, None, &h.text, None, Some(h.why), h.place.line)
    });
    theirs.chain(held).collect()
}

async fn promises(
    desk: &Desk,
    tx: &mut Transaction,
    case: CaseId,
    round: u8,
    job: &Job,
    people: &[PersonId],
    said_at: &Zoned,
) -> anyhow::Result<()> {
    let known = tx.promises(case).await?;
    let holidays = desk.profile().calendars.of(job.interview.organization.as_deref());
    for (person, id) in job.people.iter().zip(people) {
        for point in person.points.iter().filter(|p| p.kind == PointKind::Promised) {
            let there = |p: &afterword_store::book::PromiseRecord| {
                p.promise.round == round && p.promise.to == *id && fold(&p.promise.text) == fold(&point.text)
            };
            if known.iter().any(there) {
                continue;
            }
            let due = point.due.as_deref().and_then(|words| {
                let read = deadline(words, said_at, holidays);
                read.latest.or(read.earliest)
            });
            let promise = Promise {
                id: PromiseId(0),
                round,
                to: *id,
                text: point.text.clone(),
                asked_for: false,
                due,
            };
            tx.add_promise(case, &promise).await?;
        }
    }
    Ok(())
}

/// The person's zone with a name, as the book keeps it; an offset in whole hours has one of its own.
pub(crate) fn named_zone(now: &Zoned) -> TimeZone {
    let zone = now.time_zone();
    if zone.iana_name().is_some() {
        return zone.clone();
    }
    let seconds = zone.to_offset(now.timestamp()).seconds();
    if seconds % 3600 == 0 {
        // The signs of these names are the other way round.
        let name = format!("Etc/GMT{:+}", -(seconds / 3600));
        if let Ok(zone) = TimeZone::get(&name) {
            return zone;
        }
    }
    debug_assert!(zone.to_fixed_offset().unwrap_or(Offset::UTC) != Offset::UTC || seconds == 0);
    TimeZone::UTC
}
