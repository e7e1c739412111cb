//! One case: its people, its interviews, everything that happened, and saying what happened.

use std::sync::Arc;

use afterword_core::casebook::{Case, CaseId, Contact, Event, NoteState, PersonId};
use afterword_core::model::Part;
use afterword_core::plan::policy;
use afterword_store::book::{RoundRecord, Snapshot};
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use jiff::Timestamp;
use serde::Deserialize;

use super::app::App;
use super::error::{Answer, WebError};
use super::shell::{Html, Shell};
use super::take::{Form, Path};
use super::today::Slip;
use super::undo::{Back, Undo};
use crate::book::{self, Desk, decided, happened, words};

/// Somebody of the case.
#[derive(Debug)]
struct Member {
    id: i64,
    name: String,
    title: String,
    part: &'static str,
    address: Option<String>,
}

/// One thing that was.
#[derive(Debug)]
struct Was {
    at: Timestamp,
    when: String,
    what: String,
    href: Option<String>,
}

/// An interview with its jot.
#[derive(Debug)]
struct Talk {
    number: u8,
    when: String,
    stated: Option<String>,
    jot: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "case.html")]
pub(crate) struct CasePage {
    shell: Shell,
    id: i64,
    label: String,
    closed: bool,
    open: Vec<Slip>,
    members: Vec<Member>,
    talks: Vec<Talk>,
    history: Vec<Was>,
    promises: Vec<String>,
    policy: String,
    policies: Vec<(String, bool)>,
    contact: &'static str,
    asks_contact: bool,
    asks_meaning: bool,
}

pub(crate) fn part(part: Part) -> &'static str {
    match part {
        Part::Interviewer => "interviewed you",
        Part::Coordinator => "arranged it",
        Part::Recruiter => "recruits",
        Part::Referrer => "put in a word",
        Part::Receptionist => "front desk",
    }
}

/// An event as one sentence.
pub(crate) fn said(case: &Case, event: &Event) -> String {
    let name = |id: &PersonId| case.person(*id).map_or("Somebody", |p| p.name.as_str());
    match event {
        Event::Reply { from, .. } => format!("{} answered", name(from)),
        Event::OutOfOffice { from, back_on } => match back_on {
            Some(day) => format!("{} is away until {}", name(from), day.strftime("%-d %b")),
            None => format!("{} is away", name(from)),
        },
        Event::DecisionMoved { stated, .. } => format!("They said about the time: {}", stated.words),
        Event::Resumed => "The answer changed nothing".to_owned(),
        Event::Offer => "They made an offer".to_owned(),
        Event::Accepted => "You took the position".to_owned(),
        Event::Rejection => "They decided for somebody else".to_owned(),
        Event::Withdrawal => "You withdrew".to_owned(),
        Event::Bounce { note, hard } => {
            if *hard {
                format!("Note {note} came back")
            } else {
                format!("Note {note} is delayed")
            }
        }
        Event::AddressCorrected { person } => format!("Another address of {}", name(person)),
        Event::CardPosted { key } => match &key.person {
            Some(person) => format!("The card to {} went into the post", name(person)),
            None => "A card went into the post".to_owned(),
        },
        Event::SentByHand { key } => format!("You sent the {} yourself", words::purpose(key.purpose)),
        Event::LeftOut { key } => format!("You left the {} out", words::purpose(key.purpose)),
        Event::Overruled { key, because, .. } => {
            format!(
                "You decided to send the {} all the same: {because}",
                words::purpose(key.purpose)
            )
        }
        Event::ContactChosen { contact } => format!("You may write {}", how(*contact)),
        Event::PolicyChosen { policy } => format!("The plan follows the policy {policy}"),
    }
}

fn how(contact: Contact) -> &'static str {
    match contact {
        Contact::Direct => "to each person",
        Contact::ThroughRecruiter => "through the recruiter",
        Contact::None => "to nobody there",
        Contact::Unasked => "once it is settled how",
    }
}

fn history(
    desk: &Desk,
    case: &Case,
    rounds: &[RoundRecord],
    records: &[afterword_store::book::NoteRecord],
) -> Vec<Was> {
    let zone = desk.now.time_zone();
    let day = |at: Timestamp| words::day(zone.to_datetime(at).date(), &desk.now);
    let mut out = Vec::new();
    for round in rounds {
        let at = round.begin.as_ref().unwrap_or(&round.end).timestamp();
        if at <= desk.moment.at {
            let people: Vec<&str> = round
                .people
                .iter()
                .filter_map(|id| case.person(*id))
                .map(|p| p.name.as_str())
                .collect();
            let what = if people.is_empty() {
                format!("Interview {}", round.number)
            } else {
                format!("Interview {} with {}", round.number, people.join(", "))
            };
            out.push((at, what, None));
        }
    }
    for record in records {
        if let NoteState::Sent { at, .. } = &record.note.state {
            let to = case.person(record.note.to).map_or("somebody", |p| p.name.as_str());
            let what = format!("The {} to {to} went out", words::purpose(record.note.key.purpose));
            out.push((*at, what, Some(format!("/note/{}", record.note.id))));
        }
    }
    for card in &case.cards {
        if let afterword_core::casebook::CardState::Posted { at, .. } = &card.state {
            let to = case.person(card.to).map_or("somebody", |p| p.name.as_str());
            out.push((
                *at,
                format!("The card to {to} went into the post"),
                Some(format!("/case/{}/card/{}", case.id, card.to.0)),
            ));
        }
    }
    for recorded in &case.events {
        out.push((recorded.at, said(case, &recorded.event), None));
    }
    let mut out: Vec<Was> = out
        .into_iter()
        .map(|(at, what, href)| Was {
            at,
            when: day(at),
            what,
            href,
        })
        .collect();
    out.sort_by_key(|w| std::cmp::Reverse(w.at));
    out
}

async fn page_of(app: &App, desk: &Desk, view: &mut Snapshot, id: i64, notice: Option<String>) -> Answer<CasePage> {
    let case = view.case(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let record = view.case_record(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let rounds = view.rounds(case.id).await?;
    let people = view.people_of(case.id).await?;
    let notes = view.notes(case.id).await?;
    let decision = decided(&case, &desk.moment);
    let closed = record.closed.is_some();
    let asks = |wanted: fn(&afterword_core::plan::What) -> bool| decision.actions.iter().any(|a| wanted(&a.what));
    let members = people.iter().map(|p| Member {
        id: p.id.0,
        name: p.name.clone(),
        title: p.title.clone().unwrap_or_default(),
        part: case.person(p.id).map_or("", |m| part(m.part)),
        address: p.addr_spec.clone(),
    });
    let talks = rounds.iter().rev().map(|r| Talk {
        number: r.number,
        when: match &r.begin {
            Some(begin) => words::moment(begin, &desk.now),
            None => words::day(r.end.date(), &desk.now),
        },
        stated: case.stated(r.number).map(|s| s.words.clone()),
        jot: r.jot.clone(),
    });
    let mut shell = Shell::new(app, desk, "cases", case.organization.clone());
    shell.notice = notice;
    Ok(CasePage {
        shell,
        id,
        label: words::case(&case.organization, case.role.as_deref()),
        closed,
        open: if closed {
            Vec::new()
        } else {
            decision.actions.iter().map(|a| Slip::of(desk, &case, a)).collect()
        },
        members: members.collect(),
        talks: talks.collect(),
        history: history(desk, &case, &rounds, &notes),
        promises: case.promises.iter().map(|p| p.text.clone()).collect(),
        policies: policy::NAMES
            .iter()
            .map(|n| ((*n).to_owned(), *n == case.policy))
            .collect(),
        policy: book::policy(&case.policy).reason,
        contact: how(case.contact),
        asks_contact: asks(|w| matches!(w, afterword_core::plan::What::ChooseContact)),
        asks_meaning: asks(|w| matches!(w, afterword_core::plan::What::ReadReply { .. })),
    })
}

pub(crate) async fn page(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Html<CasePage>> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    Ok(Html(page_of(&app, &desk, &mut view, id, None).await?))
}

/// What happened, as a form or a program says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Happened {
    pub(crate) what: String,
    pub(crate) words: String,
    pub(crate) person: Option<String>,
}

/// Records what happened; gives what to say about it.
///
/// # Errors
/// What cannot be, and the database's; nothing was changed then.
pub(crate) async fn take(app: &App, desk: &Desk, id: i64, form: &Happened) -> Answer<Vec<String>> {
    let mut tx = desk.book.transaction().await?;
    let case = tx.case(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let said = form.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let from = || {
        let given = form.person.as_deref().and_then(|p| p.trim().parse().ok()).map(PersonId);
        let only = (case.people.len() == 1).then(|| case.people[0].id);
        let found = given.or(only).filter(|id| case.person(*id).is_some());
        found.ok_or_else(|| WebError::refused("who was it?", "choose one of the people of this case"))
    };
    let needs_words = || {
        if said.is_empty() {
            Err(WebError::refused(
                "their words are missing",
                "write what they said, like `end of next week`",
            ))
        } else {
            Ok(())
        }
    };
    let simple = |event, text: &str| (event, text.to_owned());
    let (event, text) = match form.what.as_str() {
        "reply" => {
            let from = from()?;
            (
                Event::Reply { from, to_note: None },
                "Nothing goes out until you say what the answer means.".to_owned(),
            )
        }
        "moved" => {
            needs_words()?;
            let done = happened::moved(desk, &mut tx, case, &said).await?;
            tx.commit().await?;
            return Ok(done.said);
        }
        "promised" => {
            needs_words()?;
            let to = format!("#{}", from()?.0);
            let done = happened::promised(desk, &mut tx, &id.to_string(), &said, &to, None, false).await?;
            tx.commit().await?;
            return Ok(done.said);
        }
        "away" => {
            let back_on = if said.is_empty() {
                None
            } else {
                Some(happened::day(desk, &said)?)
            };
            (
                Event::OutOfOffice { from: from()?, back_on },
                "The plan waits until they are back.".to_owned(),
            )
        }
        "resumed" => simple(Event::Resumed, "The plan goes on as it was."),
        "offer" => simple(
            Event::Offer,
            "An offer. Your answer to it is the next word; nothing else goes out.",
        ),
        "accepted" => simple(
            Event::Accepted,
            "You took it. One note of thanks to those who wanted you can be written.",
        ),
        "rejection" => simple(
            Event::Rejection,
            "They decided for somebody else. One gracious note keeps the door open, if you wish.",
        ),
        "withdrawal" => simple(
            Event::Withdrawal,
            "You withdrew. One gracious note thanks them for their time, if you wish.",
        ),
        "direct" => simple(
            Event::ContactChosen {
                contact: Contact::Direct,
            },
            "Noted for this employer.",
        ),
        "recruiter" => simple(
            Event::ContactChosen {
                contact: Contact::ThroughRecruiter,
            },
            "Noted for this employer.",
        ),
        "none" => simple(
            Event::ContactChosen { contact: Contact::None },
            "Noted for this employer.",
        ),
        "policy" => {
            if !policy::NAMES.contains(&said.as_str()) {
                return Err(WebError::refused(
                    "there is no such policy",
                    format!("they are {}", policy::NAMES.join(", ")),
                ));
            }
            let text = book::policy(&said).reason;
            (Event::PolicyChosen { policy: said.clone() }, text)
        }
        "close" | "reopen" => {
            let mut record = tx.case_record(CaseId(id)).await?.ok_or(WebError::Missing)?;
            let before = record.closed;
            record.closed = (form.what == "close").then(|| desk.now.timestamp());
            tx.update_case(&record).await?;
            tx.commit().await?;
            app.can_undo(Undo {
                what: if form.what == "close" {
                    "laid a case aside"
                } else {
                    "took a case up again"
                }
                .to_owned(),
                page: format!("/case/{id}"),
                back: Back::Closed(CaseId(id), before),
            });
            return Ok(vec![if form.what == "close" {
                "Laid aside; its plan is not shown any more.".to_owned()
            } else {
                "Taken up again.".to_owned()
            }]);
        }
        _ => return Err(WebError::refused("say what happened", "choose one of the list")),
    };
    let done = happened::happened(desk, &mut tx, case, event, text).await?;
    tx.commit().await?;
    // What is possible now is written at once: a gracious note is easier with words before one's eyes.
    super::capture::draft(desk, CaseId(id)).await?;
    Ok(done.said)
}

pub(crate) async fn record(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<Happened>,
) -> Answer<Redirect> {
    let desk = app.desk().await?;
    take(&app, &desk, id, &form).await?;
    Ok(Redirect::to(&format!("/case/{id}")))
}
