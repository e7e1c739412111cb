//! What came back: which of our notes a message belongs to, and what it changes in the case.
//!
//! A message is linked by our `Message-ID` in its headers or in a report, or by our envelope id; an address and a subject
//! alone only make the plan pause and ask. Every message that proves an uncertain note to have arrived settles it; nothing
//! here ever proves the opposite. Not here: how a message is read (`afterword_core::read::message`), and where it is from.

use afterword_core::casebook::{Case, Event, NoteId, NoteState, PersonId, Refused};
use afterword_core::read::message::{Class, Link, Message, SentContext, message};
use afterword_store::book::{BookError, NoteRecord, Transaction};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::outbox::{freeze, frozen_id};

/// A message of a stranger's is read up to here.
const READ_MAX: usize = 2 * 1024 * 1024;

/// What a message brought.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Brought {
    /// The note it belongs to.
    pub(crate) note: NoteId,
    /// How the message was understood.
    pub(crate) message: Message,
    /// What was recorded, in words.
    pub(crate) said: Vec<String>,
}

/// Why nothing could be recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IncomingError {
    /// The book's.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The case refuses it.
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// Notes that something may come back for, with what is known of them.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    record: NoteRecord,
    context: SentContext,
}

/// Every note that left, or may have.
pub(crate) async fn candidates(tx: &mut Transaction, zone: &TimeZone) -> Result<Vec<Candidate>, IncomingError> {
    let mut found = Vec::new();
    for record in tx.all_notes().await? {
        let at = match &record.note.state {
            NoteState::Sent { at, .. } | NoteState::Uncertain { at, .. } => *at,
            _ => continue,
        };
        let Some(case) = tx.case(record.case).await? else {
            continue;
        };
        let from = freeze::mailbox(record.identity.as_deref().unwrap_or_default());
        let context = SentContext {
            our_message_id: frozen_id(&record).unwrap_or_default(),
            our_from: from.map(|(_, from)| from).unwrap_or_default(),
            our_to: record.recipient.clone().unwrap_or_default(),
            our_to_name: case.person(record.note.to).map_or_else(String::new, |p| p.name.clone()),
            our_subject: record.subject.clone(),
            our_sent_at: at.to_zoned(zone.clone()).to_string(),
            company: case.organization.clone(),
            role: case.role.clone().unwrap_or_default(),
        };
        found.push(Candidate { record, context });
    }
    Ok(found)
}

/// The note this message belongs to, and how it is understood beside it; `None` if to none of ours.
pub(crate) fn belongs<'a>(raw: &[u8], candidates: &'a [Candidate]) -> Option<(&'a Candidate, Message)> {
    let raw = &raw[..raw.len().min(READ_MAX)];
    let rank = |read: &Message, candidate: &Candidate| match read.link {
        _ if read.reason.rule == "unrelated/own-copy" => 0,
        Link::MessageId => 0,
        _ if is_ours_by_envid(read, candidate) => 0,
        Link::Quote => 1,
        Link::Recipient => 2,
        Link::Subject => 3,
        Link::None => 4,
    };
    candidates
        .iter()
        .map(|candidate| (candidate, message(raw, Some(&candidate.context))))
        .map(|(candidate, read)| (rank(&read, candidate), candidate, read))
        .filter(|(rank, ..)| *rank < 4)
        // Of several notes to one person the last one is answered.
        .min_by_key(|(rank, candidate, _)| (*rank, -candidate.record.note.id.0))
        .map(|(_, candidate, read)| (candidate, read))
}

fn is_ours_by_envid(read: &Message, candidate: &Candidate) -> bool {
    let theirs = read.report.as_ref().and_then(|r| r.envelope_id.as_deref());
    theirs.is_some() && theirs == freeze::envid(&candidate.context.our_message_id).as_deref()
}

/// Records what a message brings, in the caller's transaction; `None` if it belongs to no note of ours.
///
/// # Errors
/// The book's; nothing is recorded then.
pub(crate) async fn take_in(
    tx: &mut Transaction,
    raw: &[u8],
    candidates: &[Candidate],
    at: Timestamp,
) -> Result<Option<Brought>, IncomingError> {
    let Some((candidate, read)) = belongs(raw, candidates) else {
        return Ok(None);
    };
    let id = candidate.record.note.id;
    let Some(before) = tx.case(candidate.record.case).await? else {
        return Ok(None);
    };
    let (after, said) = effect(before.clone(), id, candidate.record.note.to, &read, at)?;
    if after != before {
        tx.save_case(&before, &after).await?;
    }
    Ok(Some(Brought {
        note: id,
        message: read,
        said,
    }))
}

/// What a message changes in its case.
pub(crate) fn effect(
    case: Case,
    note: NoteId,
    to: PersonId,
    read: &Message,
    at: Timestamp,
) -> Result<(Case, Vec<String>), Refused> {
    let mut said = Vec::new();
    let (mut case, certain) = proved(case, note, read, &mut said)?;
    if read.reason.rule == "unrelated/own-copy" {
        return Ok((case, said));
    }
    let event = match read.class {
        // A report that is surely ours or about the very address; what else sounds like one is shown only.
        Class::BounceHard | Class::BounceSoft if read.link == Link::Subject => None,
        Class::BounceHard => Some(Event::Bounce { note, hard: true }),
        Class::BounceSoft => Some(Event::Bounce { note, hard: false }),
        Class::OutOfOffice => Some(Event::OutOfOffice {
            from: to,
            back_on: read.return_date,
        }),
        Class::HumanReply | Class::Scheduling | Class::NeedsInfo | Class::Offer | Class::Rejection => {
            Some(Event::Reply {
                from: to,
                to_note: certain.then_some(note),
            })
        }
        Class::AutoAck | Class::Unrelated => None,
    };
    let name = case.person(to).map_or_else(|| "they".to_owned(), |p| p.name.clone());
    said.push(match (&event, read.class) {
        (Some(Event::Bounce { hard: true, .. }), _) => {
            format!("the note to {name} came back for good; the plan stops and asks for another address")
        }
        (Some(Event::Bounce { .. }), _) => format!("the note to {name} is delayed; their server tries on"),
        (Some(Event::OutOfOffice { back_on: Some(day), .. }), _) => {
            format!("{name} is away until {day}; the next step waits for that, and this is no answer")
        }
        (Some(Event::OutOfOffice { .. }), _) => format!("{name} is away and does not say until when: please say it"),
        (Some(_), Class::Offer) => {
            format!("{name} answered, and it reads like an offer; the plan pauses until you say what it is")
        }
        (Some(_), Class::Rejection) => {
            format!("{name} answered, and it reads like a no; the plan pauses until you say what it is")
        }
        (Some(_), _) if certain => format!("{name} answered; the plan pauses until you say what it means"),
        (Some(_), _) => {
            format!("this may be an answer of {name}'s, but only sender and subject say so; the plan pauses and asks")
        }
        (None, _) => format!(
            "a message about the note to {name}; nothing in the plan changes ({})",
            read.reason.says
        ),
    });
    if let Some(event) = event {
        case = case.record(at, event)?;
    }
    Ok((case, said))
}

/// Settles an uncertain note by a message that could not exist had the note not arrived at a server. Says also whether the
/// message surely belongs to the note.
fn proved(mut case: Case, id: NoteId, read: &Message, said: &mut Vec<String>) -> Result<(Case, bool), Refused> {
    let own = read.reason.rule == "unrelated/own-copy";
    let certain = own || matches!(read.link, Link::MessageId | Link::Quote);
    let evidence = match read.class {
        _ if own => "its own copy arrived",
        Class::BounceHard | Class::BounceSoft => "a delivery report names it",
        _ if read.report.is_some() => "a delivery report names it",
        _ => "a message answers it",
    };
    if certain && let Some(note) = case.notes.iter_mut().find(|n| n.id == id) {
        if matches!(note.state, NoteState::Uncertain { .. }) {
            *note = note.clone().found(evidence)?;
            said.push(format!("note {id} was sent after all: {evidence}"));
        }
    }
    Ok((case, certain))
}
