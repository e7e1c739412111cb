//! Bringing in what others made: an invitation, contacts, the end of a mail.
//!
//! What kind of thing it is shows in its content. Nobody is merged silently, and every guess is said.

use afterword_core::casebook::{CaseId, PersonId, Round};
use afterword_core::model;
use afterword_core::read::invite::{self, Event, InviteFinding, Me, Moment};
use afterword_core::read::signature::{self, Signature};
use afterword_core::read::vcard::{self, Contact};
use afterword_store::book::{AddressSource, Link, PersonRecord, PostalAddress, RoundRecord, Transaction};
use jiff::Zoned;
use jiff::tz::TimeZone;

use super::take_up::{self, Wishes, somebody};
use super::{Desk, index, lookup, words};
use crate::failure::Failure;

/// What can be taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// What you typed after an interview
    Jot,
    /// A calendar invitation (.ics)
    Invite,
    /// Contacts (.vcf)
    Contacts,
    /// A mail, for its sender's signature
    Message,
    /// The end of a mail, or a business card
    Signature,
}

/// What came of bringing something in.
#[derive(Debug)]
pub(crate) struct Brought {
    pub(crate) case: Option<CaseId>,
    pub(crate) person: Option<PersonId>,
    /// What was decided on the way, as sentences.
    pub(crate) said: Vec<String>,
}

/// What it is, by its content.
pub(crate) fn kind_of(bytes: &[u8]) -> Kind {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |word: &str| text.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word));
    if begins("BEGIN:VCALENDAR") {
        return Kind::Invite;
    }
    if begins("BEGIN:VCARD") {
        return Kind::Contacts;
    }
    let head = text.split("\n\n").next().unwrap_or_default();
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let header = |name: &str| {
        head.lines()
            .any(|l| l.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name)))
    };
    if header("From:") && (header("Subject:") || header("Date:") || header("Received:")) {
        return Kind::Message;
    }
    if is_signature(text) {
        return Kind::Signature;
    }
    Kind::Jot
}

/// An invitation: one round for each interview in it. The same UID is the same interview; a higher SEQUENCE moves it, a
/// lower one is ignored, and a cancellation is told.
pub(crate) async fn invite(desk: &Desk, bytes: &[u8], wishes: &Wishes) -> anyhow::Result<Brought> {
    let own = &desk.profile().candidate;
    let me = Me {
        name: own.name.clone().unwrap_or_default(),
        email: own.addr_spec.clone().unwrap_or_default(),
        zone: take_up::named_zone(&desk.now).iana_name().map(str::to_owned),
    };
    let read = invite::invite(bytes, &me);
    let mut said: Vec<String> = read.findings.iter().filter_map(doubt).collect();
    let mut tx = desk.book.transaction().await?;
    let mut touched = Vec::new();
    for cancelled in &read.cancelled {
        if let Some(round) = tx.round_with_uid(&cancelled.uid).await? {
            if i64::from(round.sequence) > cancelled.sequence {
                said.push("An older cancellation was ignored; the interview was moved since.".to_owned());
                continue;
            }
            let day = words::day(round.end.date(), &desk.now);
            if round.jot.is_some() {
                said.push(format!(
                    "The interview of {day} is said to be called off, but you jotted about it; it stays."
                ));
            } else {
                tx.remove_round(round.case, round.number).await?;
                said.push(format!(
                    "The interview of {day} is called off; it was taken out of the plan."
                ));
            }
            touched.push(round.case);
        } else {
            said.push("An interview that is not in the book was called off.".to_owned());
        }
    }
    let wanted = |e: &&Event| e.kind != invite::Kind::Other;
    for event in read.events.iter().filter(wanted) {
        let (company, role) = (read.company.as_deref(), read.role.as_deref());
        touched.extend(take_event(desk, &mut tx, event, company, role, wishes, &mut said).await?);
    }
    if touched.is_empty() && said.is_empty() {
        return Err(Failure::new("there is no interview in this calendar file")
            .hint("`afterword read invite FILE` shows what was understood")
            .into());
    }
    for case in &touched {
        if let Some(case) = tx.case(*case).await? {
            index(&mut tx, &case, &desk.moment).await?;
        }
    }
    tx.commit().await?;
    Ok(Brought {
        case: touched.first().copied(),
        person: None,
        said,
    })
}

async fn take_event(
    desk: &Desk,
    tx: &mut Transaction,
    event: &Event,
    company: Option<&str>,
    role: Option<&str>,
    wishes: &Wishes,
    said: &mut Vec<String>,
) -> anyhow::Result<Option<CaseId>> {
    let there = tx.round_with_uid(&event.uid).await?;
    let sequence = u32::try_from(event.sequence).unwrap_or(0);
    if let Some(round) = &there {
        if sequence < round.sequence {
            said.push("This is an older version of an invitation in the book; it was ignored.".to_owned());
            return Ok(None);
        }
        if sequence == round.sequence {
            said.push("This invitation is in the book already; nothing was changed.".to_owned());
            return Ok(Some(round.case));
        }
    }
    let (begin, end) = times(desk, event, said);
    let case = match &there {
        Some(round) => round.case,
        None => case_for(desk, tx, company, role, wishes).await?,
    };
    let organization = tx.case(case).await?.map(|c| c.organization).unwrap_or_default();
    let mut people = Vec::new();
    for person in &event.people {
        let new = PersonRecord {
            title: person.title.clone(),
            organization: Some(organization.clone()),
            addr_spec: person.email.clone(),
            ..PersonRecord::named(&person.name)
        };
        let id = somebody(tx, case, &new, &wishes.same, said).await?;
        let known = tx.links_of(id).await?.into_iter().find(|l| l.case == case);
        let part = match person.part {
            invite::Part::Coordinator => model::Part::Coordinator,
            invite::Part::Interviewer | invite::Part::Observer => model::Part::Interviewer,
        };
        let link = known.unwrap_or(Link {
            case,
            person: id,
            part,
            wants_card: false,
            no_note: false,
        });
        tx.link(&link).await?;
        if !people.contains(&id) {
            people.push(id);
        }
    }
    let rounds = tx.rounds(case).await?;
    let same_day = rounds.iter().find(|r| r.uid.is_none() && r.end.date() == end.date());
    let base = there.as_ref().or(same_day);
    let number = base.map_or_else(
        || rounds.iter().map(|r| r.number).max().unwrap_or(0).saturating_add(1),
        |r| r.number,
    );
    for id in base.iter().flat_map(|r| &r.people) {
        if !people.contains(id) {
            people.push(*id);
        }
    }
    let format = event.format.map(|f| match f {
        invite::Format::Onsite => model::Format::InPerson,
        invite::Format::Video => model::Format::Video,
        invite::Format::Phone => model::Format::Phone,
    });
    let round = RoundRecord {
        case,
        number,
        kind: base.map(|r| r.kind).unwrap_or_default(),
        format: format.or(base.and_then(|r| r.format)),
        begin: begin.clone(),
        end: end.clone(),
        people,
        stated: base.and_then(|r| r.stated.clone()),
        follow_up_invited: base.is_some_and(|r| r.follow_up_invited),
        jot: base.and_then(|r| r.jot.clone()),
        choices: base.and_then(|r| r.choices.clone()),
        uid: Some(event.uid.clone()),
        sequence,
    };
    tx.put_round(&round).await?;
    let when = begin.as_ref().unwrap_or(&end);
    let shown = words::moment(when, &desk.now);
    said.push(match &there {
        Some(_) => format!("The interview moved to {shown}; the plan moved with it."),
        None => format!("{}: interview on {shown}.", words::case(&organization, role)),
    });
    Ok(Some(case))
}

async fn case_for(
    desk: &Desk,
    tx: &mut Transaction,
    company: Option<&str>,
    role: Option<&str>,
    wishes: &Wishes,
) -> anyhow::Result<CaseId> {
    if let Some(named) = &wishes.case {
        return Ok(lookup::case(tx, Some(named)).await?.id);
    }
    let company = wishes.employer.as_deref().or(company).ok_or_else(|| {
        Failure::new("the invitation names no employer").hint("say it with --employer NAME, or --case CASE")
    })?;
    let role = wishes.role.as_deref().or(role);
    let all = tx.case_list(afterword_store::book::CaseFilter::Open).await?;
    let fits = |c: &&afterword_store::book::CaseSummary| {
        let same_role = match (role, c.role.as_deref()) {
            (Some(a), Some(b)) => lookup::fold(a) == lookup::fold(b),
            _ => true,
        };
        lookup::fold(&c.organization) == lookup::fold(company) && same_role
    };
    let fitting: Vec<_> = all.iter().filter(fits).collect();
    match fitting.as_slice() {
        [one] => Ok(one.id),
        [] => {
            let employer = take_up::employer(desk, tx, company, wishes.agency).await?;
            Ok(tx.add_case(employer, role, desk.now.timestamp()).await?)
        }
        several => {
            let list: Vec<String> = several.iter().map(|c| c.id.to_string()).collect();
            Err(Failure::new("several cases fit this invitation")
                .hint(format!("say which with --case: {}", list.join(", ")))
                .into())
        }
    }
}

/// Begin and end in the interview's own zone. An end that is missing or stands before the begin is an hour after it.
fn times(desk: &Desk, event: &Event, said: &mut Vec<String>) -> (Option<Zoned>, Zoned) {
    let own = take_up::named_zone(&desk.now);
    let named = event.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
    let zone = named.unwrap_or_else(|| own.clone());
    let place = |moment: &Moment| -> Option<Zoned> {
        let placed = match moment.timestamp() {
            Some(at) => Some(at.to_zoned(zone.clone())),
            None => moment.local().to_zoned(zone.clone()).ok(),
        }?;
        Some(placed)
    };
    if event.all_day {
        let day = event.start.local().date();
        return (None, Round::end_on(day, &own, &desk.now));
    }
    let Some(begin) = place(&event.start) else {
        return (None, desk.now.with_time_zone(own));
    };
    if event.start.timestamp().is_none() && begin.datetime() != event.start.local() {
        said.push(format!(
            "The clocks skip {} that day; {} was taken.",
            event.start.local().strftime("%H:%M"),
            begin.strftime("%H:%M")
        ));
    }
    let end = place(&event.end).filter(|end| end.timestamp() > begin.timestamp());
    let end = end.unwrap_or_else(|| Round::assumed_end(&begin));
    (Some(begin), end)
}

fn doubt(finding: &InviteFinding) -> Option<String> {
    match finding {
        InviteFinding::UnknownZone { tzid } => Some(format!("Nobody knows the zone {tzid:?}; your own was taken.")),
        InviteFinding::Floating { .. } => Some("The invitation names no zone; your own was taken.".to_owned()),
        InviteFinding::EndBeforeStart { .. } => {
            Some("It ends before it begins; an hour was taken. Correct it by a newer invitation.".to_owned())
        }
        InviteFinding::TooLarge { .. } | InviteFinding::TooManyEvents { .. } | InviteFinding::Truncated => {
            Some("Not all of the file could be read.".to_owned())
        }
        _ => None,
    }
}

/// Contacts: each is filled into the person of that name, or taken up.
pub(crate) async fn contacts(desk: &Desk, bytes: &[u8], wishes: &Wishes) -> anyhow::Result<Brought> {
    let (contacts, _) = vcard::vcards(bytes);
    if contacts.is_empty() {
        return Err(Failure::new("there is nobody in this contact file")
            .hint("`afterword read vcard FILE` shows what was understood")
            .into());
    }
    let people: Vec<PersonRecord> = contacts.iter().map(of_contact).collect();
    take_people(desk, people, wishes).await
}

/// The end of a mail or a card: one person.
pub(crate) async fn signature(desk: &Desk, text: &str, is_mail: bool, wishes: &Wishes) -> anyhow::Result<Brought> {
    let unified = text.replace("\r\n", "\n");
    let body = match unified.split_once("\n\n") {
        Some((_, body)) if is_mail => body,
        _ => unified.as_str(),
    };
    let read = signature::signature(body, signature::Source::Email);
    let mut person = of_signature(&read);
    if is_mail {
        let message = afterword_core::read::message::message(text.as_bytes(), None);
        person.addr_spec = person
            .addr_spec
            .or(Some(message.from.addr_spec).filter(|a| !a.is_empty()));
        if person.name.is_empty() {
            person.name = message.from.name;
        }
    }
    if person.name.is_empty() {
        return Err(Failure::new("there is no name in this signature")
            .hint("`afterword read signature FILE` shows what was understood")
            .into());
    }
    take_people(desk, vec![person], wishes).await
}

/// Somebody whose card was read from a picture.
///
/// # Errors
/// No name in it, and the database's.
pub(crate) async fn card(desk: &Desk, read: &Signature, wishes: &Wishes) -> anyhow::Result<Brought> {
    let mut person = of_signature(read);
    if person.name.is_empty() {
        return Err(Failure::new("no name could be read on this card")
            .hint("take the picture again, flat and in good light, or type the address by hand")
            .into());
    }
    if let Some(postal) = &mut person.postal {
        postal.source = AddressSource::Card;
    }
    take_people(desk, vec![person], wishes).await
}

async fn take_people(desk: &Desk, people: Vec<PersonRecord>, wishes: &Wishes) -> anyhow::Result<Brought> {
    let mut said = Vec::new();
    let mut tx = desk.book.transaction().await?;
    let case = match &wishes.case {
        Some(named) => Some(lookup::case(&mut tx, Some(named)).await?.id),
        None => None,
    };
    let mut touched: Vec<CaseId> = case.into_iter().collect();
    let mut person = None;
    for new in &people {
        let known = tx.people_named(&new.name).await?;
        // Whoever is in the book once, at the same employer, is who is meant; everybody else is told apart in `somebody`.
        let home = match (case, known.as_slice()) {
            (Some(case), _) => case,
            (None, [one]) => tx.links_of(one.id).await?.first().map_or(CaseId(0), |l| l.case),
            _ => CaseId(0),
        };
        let id = somebody(&mut tx, home, new, &wishes.same, &mut said).await?;
        person = person.or(Some(id));
        let links = tx.links_of(id).await?;
        touched.extend(links.iter().map(|l| l.case));
        if let Some(case) = case.filter(|case| links.iter().all(|l| l.case != *case)) {
            tx.link(&Link {
                case,
                person: id,
                part: model::Part::Interviewer,
                wants_card: false,
                no_note: false,
            })
            .await?;
        }
        said.push(format!("{} is in the book.", new.name));
    }
    for case in &touched {
        if let Some(case) = tx.case(*case).await? {
            index(&mut tx, &case, &desk.moment).await?;
        }
    }
    tx.commit().await?;
    Ok(Brought { case, person, said })
}

fn of_contact(contact: &Contact) -> PersonRecord {
    let postal = contact.addresses.first().map(|a| {
        let mut lines = a.delivery_address_lines();
        let town = [a.locality.as_deref(), a.region.as_deref(), a.postal_code.as_deref()];
        lines.push(town.into_iter().flatten().collect::<Vec<_>>().join(" "));
        PostalAddress {
            lines: lines.into_iter().filter(|l| !l.trim().is_empty()).collect(),
            country: None,
            source: AddressSource::Card,
        }
    });
    PersonRecord {
        honorific_prefix: contact.honorific_prefix.clone(),
        title: contact.title.clone().or_else(|| contact.role.clone()),
        department: contact.organizational_unit.clone(),
        organization: contact.organization.clone(),
        addr_spec: contact.emails.first().map(|e| e.value.clone()),
        phones: contact.phones.iter().map(|p| p.value.clone()).collect(),
        postal: postal.filter(|p| p.lines.len() >= 2),
        ..PersonRecord::named(&contact.formatted_name)
    }
}

fn of_signature(read: &Signature) -> PersonRecord {
    let mut lines = read.street.clone();
    let town = [
        read.city.as_deref(),
        read.region.as_deref(),
        read.postal_code.as_deref(),
    ];
    let town: Vec<&str> = town.into_iter().flatten().collect();
    if !town.is_empty() {
        lines.push(town.join(" "));
    }
    PersonRecord {
        title: read.title.clone(),
        department: read.department.clone(),
        organization: read.organisation.clone(),
        addr_spec: read.email.clone(),
        phones: read.phones.clone(),
        postal: (lines.len() >= 2).then_some(PostalAddress {
            lines,
            country: read.country.clone(),
            source: AddressSource::Signature,
        }),
        ..PersonRecord::named(read.name.as_deref().unwrap_or_default())
    }
}

/// A few lines with a name and a way to reach it, and no points: nobody jots like that.
pub(crate) fn is_signature(text: &str) -> bool {
    const LINES: usize = 14;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    if lines.is_empty() || lines.len() > LINES || lines.iter().any(|l| l.starts_with(['-', '*', '\u{2022}'])) {
        return false;
    }
    let read = signature::signature(text, signature::Source::Email);
    let known = [
        read.title.is_some(),
        read.organisation.is_some(),
        read.city.is_some(),
        !read.phones.is_empty(),
    ];
    read.name.is_some() && read.email.is_some() && known.iter().filter(|k| **k).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_shows_in_its_content() {
        let check = |text: &str, kind: Kind| assert_eq!(kind_of(text.as_bytes()), kind, "{text}");
        check("\u{feff}BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", Kind::Invite);
        check("begin:vcard\nVERSION:4.0\n", Kind::Contacts);
        check(
            "From: Ann <ann@x.example>\r\nSubject: Hello\r\n\r\nHi\r\n",
            Kind::Message,
        );
        check(include_str!("../../../../examples/harbor-magazine.txt"), Kind::Jot);
        check(include_str!("../../../../examples/school-librarian.jot"), Kind::Jot);
        check(
            "Dana Whitlock\nBuyer\nHarborline Inc.\ndana@harborline.example\n+1 253 555 0100\n",
            Kind::Signature,
        );
        check("", Kind::Jot);
    }
}
