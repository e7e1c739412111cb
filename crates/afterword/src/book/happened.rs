//! What happened outside, kept: each as an event of its case, and what the plan makes of it.

use std::str::FromStr;

use afterword_core::casebook::{Case, Event, NoteState, PersonId, Promise, PromiseId, Refused, Stated};
use afterword_core::read::deadline::deadline;
use afterword_store::book::{NoteRecord, Transaction};
use jiff::SignedDuration;
use jiff::civil::Date;

use super::{Desk, decided, lookup, words};
use crate::book;
use crate::failure::Failure;
use crate::stable_id::stable_id;

/// What was recorded, and what to say about it.
pub(crate) struct Done {
    pub(crate) case: Option<Case>,
    pub(crate) event: Option<&'static str>,
    pub(crate) said: Vec<String>,
    pub(crate) next: Option<String>,
}

/// Somebody of the case.
pub(crate) fn member(case: &Case, named: &str) -> anyhow::Result<PersonId> {
    let people: Vec<afterword_store::book::PersonRecord> = case
        .people
        .iter()
        .map(|p| afterword_store::book::PersonRecord {
            id: p.id,
            addr_spec: p.addr_spec.clone(),
            ..afterword_store::book::PersonRecord::named(&p.name)
        })
        .collect();
    Ok(lookup::among(&people, named)?.id)
}

pub(crate) fn name(case: &Case, id: PersonId) -> String {
    case.person(id).map(|p| p.name.clone()).unwrap_or_default()
}

pub(crate) fn no_round() -> Failure {
    Failure::new("this case has no interview yet").hint("bring one in with `afterword new`")
}

#[expect(clippy::needless_pass_by_value, reason = "an error handed on, as `map_err` hands it")]
pub(crate) fn refusal(refused: Refused) -> Failure {
    Failure::new(refused.to_string()).hint("nothing was changed")
}

pub(crate) async fn happened(
    desk: &Desk,
    tx: &mut Transaction,
    case: Case,
    event: Event,
    said: String,
) -> anyhow::Result<Done> {
    let name = event.name();
    let after = case.clone().record(desk.now.timestamp(), event).map_err(refusal)?;
    book::keep(desk, tx, &case, &after).await?;
    Ok(Done {
        case: tx.case(case.id).await?,
        event: Some(name),
        said: vec![said],
        next: None,
    })
}

pub(crate) async fn told(desk: &Desk, tx: &mut Transaction, case: Case, said: &str) -> anyhow::Result<Done> {
    let case = tx.case(case.id).await?;
    if let Some(case) = &case {
        book::index(tx, case, &desk.moment).await?;
    }
    Ok(Done {
        case,
        event: Some("noted"),
        said: vec![said.to_owned()],
        next: None,
    })
}

/// A note sent by its owner. Where the plan has it ready to send, it goes the way of every note; where not, that it went
/// out all the same is taken as it was.
pub(crate) async fn sent(desk: &Desk, tx: &mut Transaction, number: &str) -> anyhow::Result<Done> {
    let mut record = lookup::note(tx, number).await?;
    let case = whole(tx, Some(&record.case.to_string())).await?;
    let to = name(&case, record.note.to);
    let what = words::purpose(record.note.key.purpose);
    if matches!(record.note.state, NoteState::Sent { .. }) {
        return Err(
            Failure::new(format!("note {} is recorded as sent already", record.note.id))
                .hint("`afterword plan` says what comes next")
                .into(),
        );
    }
    if matches!(record.note.state, NoteState::Discarded { .. }) {
        return Err(Failure::new(format!("note {} is laid aside", record.note.id))
            .hint("`afterword plan` says what went out and what comes next")
            .into());
    }
    let read = record.note.revision;
    let id = record.note.id;
    if matches!(record.note.state, NoteState::Uncertain { .. }) {
        record.note = record.note.found("its owner says that it arrived").map_err(refusal)?;
        tx.save_note(&record, read).await?;
    } else if let Some(done) = went_by_plan(desk, &case, &record)? {
        record.note = done;
        tx.save_note(&record, read).await?;
    } else {
        let event = Event::SentByHand { key: record.note.key };
        let after = case.clone().record(desk.now.timestamp(), event).map_err(refusal)?;
        book::keep(desk, tx, &case, &after).await?;
        record.note = record.note.discarded(desk.now.timestamp()).map_err(refusal)?;
        tx.save_note(&record, read).await?;
    }
    let after = tx.case(case.id).await?;
    if let Some(case) = &after {
        book::index(tx, case, &desk.moment).await?;
    }
    Ok(Done {
        case: after,
        event: Some("sent"),
        said: vec![format!("Note {id}, the {what} to {to}, is out.")],
        next: None,
    })
}

/// Its owner, told that it may have arrived, wants it sent again.
pub(crate) async fn not_sent(desk: &Desk, tx: &mut Transaction, number: &str) -> anyhow::Result<Done> {
    let mut record = lookup::note(tx, number).await?;
    let case = whole(tx, Some(&record.case.to_string())).await?;
    let read = record.note.revision;
    let id = record.note.id;
    record.note = record.note.sent_again(desk.now.timestamp()).map_err(refusal)?;
    tx.save_note(&record, read).await?;
    let said = format!("Note {id} waits to be sent again. If it had arrived after all, its reader gets it twice.");
    told(desk, tx, case, &said).await
}

/// The note on the way of every note, if the plan has it ready to send.
fn went_by_plan(
    desk: &Desk,
    case: &Case,
    record: &NoteRecord,
) -> anyhow::Result<Option<afterword_core::casebook::Note>> {
    let NoteState::Approved { approval, .. } = &record.note.state else {
        return Ok(None);
    };
    // Nobody sends faster than the approval can be taken back; a person who did sends at its end.
    let undo = SignedDuration::from_secs(afterword_core::casebook::UNDO_SECONDS);
    let at = desk.now.timestamp().max(approval.at.checked_add(undo)?);
    let mut moment = desk.moment;
    moment.at = at;
    let Ok(permit) = decided(case, &moment).permit(&record.note.key) else {
        return Ok(None);
    };
    let id = stable_id(&[
        &case.id.to_string(),
        &record.note.key.to_string(),
        &at.to_string(),
        &record.body,
    ]);
    let message_id = format!("<{id}@afterword.invalid>");
    let text = approval.text;
    let note = record
        .note
        .clone()
        .sending(at, text, &permit, &message_id)
        .map_err(refusal)?;
    let note = note
        .dot(at)
        .map_err(refusal)?
        .sent(at, "sent by its owner")
        .map_err(refusal)?;
    Ok(Some(note))
}

pub(crate) async fn moved(desk: &Desk, tx: &mut Transaction, case: Case, words_said: &str) -> anyhow::Result<Done> {
    let Some(round) = case.rounds.last() else {
        return Err(no_round().into());
    };
    let said_on = desk.now.with_time_zone(round.end.time_zone().clone());
    let read = deadline(words_said, &said_on, &case.holidays);
    if read.earliest.is_none() && read.latest.is_none() {
        return Err(Failure::new(format!("no day can be read from {words_said:?}"))
            .hint("say it like 'by Friday 20 March'; `afterword read deadline WORDS` shows how words are read")
            .into());
    }
    let stated = Stated {
        words: words_said.to_owned(),
        earliest: read.earliest,
        latest: read.latest,
        who: case.stated(round.number).and_then(|s| s.who),
    };
    let day = stated.day().map(|d| words::day(d, &desk.now)).unwrap_or_default();
    let how = if read.latest.is_some() { "by" } else { "not before" };
    let event = Event::DecisionMoved {
        round: round.number,
        stated,
    };
    happened(
        desk,
        tx,
        case,
        event,
        format!("They decide {how} {day}. The plan moved with it."),
    )
    .await
}

/// A day in words or as a date.
pub(crate) fn day(desk: &Desk, words_said: &str) -> anyhow::Result<Date> {
    if let Ok(date) = Date::from_str(words_said.trim()) {
        return Ok(date);
    }
    let holidays = desk.profile().calendars.of(None);
    let read = deadline(words_said, &desk.now, holidays);
    let found = read.latest.or(read.earliest);
    Ok(found.ok_or_else(|| {
        Failure::new(format!("no day can be read from {words_said:?}"))
            .hint("write it like 2026-03-16, or 'next monday'")
    })?)
}

pub(crate) async fn promised(
    desk: &Desk,
    tx: &mut Transaction,
    case: &str,
    thing: &str,
    to: &str,
    by: Option<&str>,
    asked: bool,
) -> anyhow::Result<Done> {
    let case = whole(tx, Some(case)).await?;
    let to = member(&case, to)?;
    let round = case.rounds.last().ok_or_else(no_round)?.number;
    let promise = Promise {
        id: PromiseId(0),
        round,
        to,
        text: thing.trim().to_owned(),
        asked_for: asked,
        due: by.map(|words| day(desk, words)).transpose()?,
    };
    tx.add_promise(case.id, &promise).await?;
    told(desk, tx, case, "Noted; the plan has a day for it.").await
}

/// The whole case that is meant.
pub(crate) async fn whole(tx: &mut Transaction, named: Option<&str>) -> anyhow::Result<Case> {
    let found = lookup::case(tx, named).await?;
    let case = tx.case(found.id).await?;
    Ok(case.ok_or_else(|| Failure::new("this case is not in the book").hint("`afterword cases` lists them all"))?)
}
