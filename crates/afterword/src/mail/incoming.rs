//! What came back: which of our notes a message belongs to, and what it changes in the case.
//!
//! One way for what a mailbox holds and for what a person hands over. A message is linked by our `Message-ID` in its
//! headers or in a report, or by our envelope id; else by what it quotes, its address and subject, or its address alone,
//! which only make the plan pause and ask. A message that names our identity proves that an uncertain note arrived;
//! nothing here ever proves the opposite. Each message is taken in once. Not here: how a message is read
//! (`afterword_core::read::message`), and where it is from.

use afterword_core::casebook::{Case, Content, Event, Note, NoteId, NoteState, PersonId, Refused, TextHash};
use afterword_core::plan::Moment;
use afterword_core::read::message::{Class, Link, Message, MessageFinding, SentContext, message};
use afterword_store::book::{NoteRecord, Snapshot, Transaction};
use jiff::tz::TimeZone;

use super::outbox::{freeze, frozen_id};
use crate::book::happened::{Done, name};
use crate::book::{self, words};

/// A message of a stranger's is read up to here.
const READ_MAX: usize = 2 * 1024 * 1024;

/// Notes back to which every message is compared in full; older ones only where the message names them.
const RECENT: usize = 100;

/// Messages remembered as taken in.
const REMEMBERED: usize = 2_000;

const TAKEN: &str = "mail.taken";

/// Who brings the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// It lay in a mailbox: an address alone counts only if we wrote there before.
    Mailbox,
    /// A person handed it over.
    Hand,
}

/// A note that something may come back for, with what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    record: NoteRecord,
    context: SentContext,
}

/// Every note that left, or may have, the latest first.
///
/// # Errors
/// The book's.
pub(crate) async fn candidates(view: &mut Snapshot, zone: &TimeZone) -> anyhow::Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for record in view.all_notes().await?.into_iter().rev() {
        if !matches!(
            record.note.state,
            NoteState::Sent { .. } | NoteState::Uncertain { .. } | NoteState::Dot { .. }
        ) {
            continue;
        }
        if let Some(case) = view.case(record.case).await? {
            let context = context(&case, &record, zone);
            found.push(Candidate { record, context });
        }
    }
    Ok(found)
}

fn context(case: &Case, record: &NoteRecord, zone: &TimeZone) -> SentContext {
    let at = match &record.note.state {
        NoteState::Sent { at, .. } | NoteState::Uncertain { at, .. } | NoteState::Dot { at, .. } => Some(*at),
        _ => None,
    };
    let from = freeze::mailbox(record.identity.as_deref().unwrap_or_default());
    SentContext {
        our_message_id: frozen_id(record).unwrap_or_default(),
        our_from: from.map(|(_, from)| from).unwrap_or_default(),
        our_to: record.recipient.clone().unwrap_or_default(),
        our_to_name: name(case, record.note.to),
        our_subject: record.subject.clone(),
        our_sent_at: at
            .map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
            .unwrap_or_default(),
        company: case.organization.clone(),
        role: case.role.clone().unwrap_or_default(),
    }
}

/// How surely a message belongs to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// It names our `Message-ID` or envelope id, or is our own copy. Only this proves that the note arrived.
    Named,
    /// It quotes us.
    Quoted,
    /// A machine speaks of the recipient.
    Recipient,
    /// Sender and subject fit.
    Subject,
    /// Nothing but the sender's address.
    Address,
}

fn tie(read: &Message, candidate: &Candidate) -> Option<Tie> {
    let theirs = read.report.as_ref().and_then(|r| r.envelope_id.as_deref());
    let by_envid = theirs.is_some() && theirs == freeze::envid(&candidate.context.our_message_id).as_deref();
    match read.link {
        _ if is_own_copy(read) || by_envid => Some(Tie::Named),
        Link::MessageId => Some(Tie::Named),
        Link::Quote => Some(Tie::Quoted),
        Link::Recipient => Some(Tie::Recipient),
        Link::Subject => Some(Tie::Subject),
        Link::None => None,
    }
}

fn is_own_copy(read: &Message) -> bool {
    read.reason.rule == "unrelated/own-copy"
}

/// The note this message belongs to, and how it is understood beside it; `None` if to none of ours.
fn belongs<'a>(raw: &[u8], candidates: &'a [Candidate]) -> Option<(&'a Candidate, Message, Tie)> {
    let names = |candidate: &Candidate| {
        let id = freeze::envid(&candidate.context.our_message_id);
        id.is_some_and(|id| id.len() >= 16 && memchr(raw, id.as_bytes()))
    };
    let (recent, older) = candidates.split_at(candidates.len().min(RECENT));
    recent
        .iter()
        .chain(older.iter().filter(|c| names(c)))
        .filter_map(|candidate| {
            let read = message(raw, Some(&candidate.context));
            let tie = tie(&read, candidate)?;
            Some((candidate, read, tie))
        })
        // Of several notes to one person the last one is answered.
        .min_by_key(|(candidate, _, tie)| (*tie, -candidate.record.note.id.0))
}

fn memchr(raw: &[u8], what: &[u8]) -> bool {
    raw.windows(what.len()).any(|w| w == what)
}

/// Records what a message brings, in the caller's transaction. `Done::case` is `None` if it belongs to nothing of ours;
/// then nothing was recorded.
///
/// # Errors
/// The book's, and [`Refused`] where the case does not take it; the caller gives the transaction up then.
pub(crate) async fn take_in(
    tx: &mut Transaction,
    raw: &[u8],
    candidates: &[Candidate],
    by: By,
    moment: &Moment,
    zone: &TimeZone,
) -> anyhow::Result<Done> {
    let raw = &raw[..raw.len().min(READ_MAX)];
    let plain = message(raw, None);
    let print = fingerprint(&plain);
    let mut taken: Vec<String> = tx.setting(TAKEN).await?.unwrap_or_default();
    if taken.contains(&print) {
        let mut done = nothing(&plain);
        done.said = vec!["This message was taken in before; nothing was recorded again.".to_owned()];
        return Ok(done);
    }
    let found = match belongs(raw, candidates) {
        Some((candidate, read, tie)) => {
            let record = tx.note(candidate.record.note.id).await?;
            match record {
                Some(record) => Some((record.case, record.note.to, Some(record.note), read, tie)),
                None => None,
            }
        }
        None => None,
    };
    let found = match found {
        Some((case, to, note, read, tie)) => tx.case(case).await?.map(|case| (case, to, note, read, tie)),
        None => match by_address(tx, raw, &plain, by, zone).await? {
            Ok(found) => found.map(|(case, to, note, read)| (case, to, note, read, Tie::Address)),
            Err(done) => return Ok(done),
        },
    };
    let Some((before, to, note, read, tie)) = found else {
        return Ok(nothing(&plain));
    };
    let (after, mut done) = effect(before.clone(), to, note.as_ref(), &read, tie, moment)?;
    if after != before {
        tx.save_case(&before, &after).await?;
        taken.push(print);
        let over = taken.len().saturating_sub(REMEMBERED);
        taken.drain(..over);
        tx.set(TAKEN, &taken).await?;
    }
    // Read again: what was asked elsewhere at this employer counts as well.
    done.case = tx.case(after.id).await?;
    if let (Some(case), true) = (&done.case, after != before) {
        book::index(tx, case, moment).await?;
    }
    Ok(done)
}

/// The same for a message from a mailbox and from a file: what a person reads of it, not its bytes.
fn fingerprint(read: &Message) -> String {
    let hash = TextHash::of(&Content {
        recipient: &read.from.addr_spec,
        identity: &read.sent_at.map(|t| t.to_string()).unwrap_or_default(),
        subject: &read.subject,
        body: &read.text,
        not_before: None,
        expires: None,
    });
    freeze::hex(&hash.0[..12])
}

fn reads(read: &Message) -> String {
    format!("This reads as {}: {}.", class(read.class), read.reason.says)
}

fn nothing(read: &Message) -> Done {
    let who = if read.from.addr_spec.is_empty() {
        "its sender"
    } else {
        &read.from.addr_spec
    };
    Done {
        case: None,
        event: None,
        said: vec![
            reads(read),
            format!("The book does not know {who}, so nothing was recorded."),
        ],
        next: Some("afterword record reply CASE --from PERSON".to_owned()),
    }
}

/// The case of the message's sender, or of whom a report is about; what to say where that is not one.
async fn by_address(
    tx: &mut Transaction,
    raw: &[u8],
    plain: &Message,
    by: By,
    zone: &TimeZone,
) -> anyhow::Result<Result<Option<(Case, PersonId, Option<Note>, Message)>, Done>> {
    let recipient = plain.report.as_ref().and_then(|r| r.recipient.clone());
    let address = recipient.clone().unwrap_or_else(|| plain.from.addr_spec.clone());
    let mut people = if address.is_empty() {
        Vec::new()
    } else {
        tx.people_at(&address).await?
    };
    if people.is_empty() && !plain.from.name.is_empty() && recipient.is_none() && by == By::Hand {
        people = tx.people_named(&plain.from.name).await?;
    }
    let [person] = people.as_slice() else {
        return Ok(Ok(None));
    };
    let Some((case, record)) = last_case(tx, person.id).await? else {
        let mut done = nothing(plain);
        done.said = vec![format!(
            "{} belongs to several cases, or to none; say which.",
            person.name
        )];
        done.next = Some(format!(
            "afterword record reply CASE --from {}",
            words::quoted(&person.name)
        ));
        return Ok(Err(done));
    };
    let read = message(raw, record.as_ref().map(|r| context(&case, r, zone)).as_ref());
    if by == By::Mailbox && !is_after(&read, record.as_ref()) {
        return Ok(Ok(None));
    }
    Ok(Ok(Some((case, person.id, record.map(|r| r.note), read))))
}

/// Whether a human wrote it after our note: old mail of a mailbox that is read for the first time answers nothing. A date
/// that cannot be counts as its arrival, which is now.
fn is_after(read: &Message, record: Option<&NoteRecord>) -> bool {
    let at = record.and_then(|r| match &r.note.state {
        NoteState::Sent { at, .. } | NoteState::Uncertain { at, .. } => Some(*at),
        _ => None,
    });
    let dated = read
        .sent_at
        .filter(|_| !read.findings.contains(&MessageFinding::DateImplausible));
    !read.automatic && at.is_some_and(|at| dated.is_none_or(|dated| dated >= at))
}

/// The case of a person, with the last note that went to them there.
async fn last_case(tx: &mut Transaction, person: PersonId) -> anyhow::Result<Option<(Case, Option<NoteRecord>)>> {
    let mut found: Vec<(Case, Option<NoteRecord>)> = Vec::new();
    for link in tx.links_of(person).await? {
        let open = tx.case_record(link.case).await?.is_some_and(|c| c.closed.is_none());
        let Some(case) = tx.case(link.case).await?.filter(|_| open) else {
            continue;
        };
        let notes = tx.notes(link.case).await?;
        let sent = notes.into_iter().filter(|n| n.note.to == person);
        let last = sent
            .filter(|n| matches!(n.note.state, NoteState::Sent { .. } | NoteState::Uncertain { .. }))
            .max_by_key(|n| n.note.id);
        found.push((case, last));
    }
    if found.len() > 1 {
        found.retain(|(_, note)| note.is_some());
    }
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// What a message changes in its case.
fn effect(
    case: Case,
    to: PersonId,
    note: Option<&Note>,
    read: &Message,
    tie: Tie,
    moment: &Moment,
) -> Result<(Case, Done), Refused> {
    let mut done = Done {
        case: None,
        event: None,
        said: vec![reads(read)],
        next: None,
    };
    let case = proved(case, note, read, tie, &mut done)?;
    if is_own_copy(read) {
        if done.event.is_none() {
            done.said.push("It is your own copy; nothing was recorded.".to_owned());
        }
        return Ok((case, done));
    }
    let who = name(&case, to);
    let was_sent = |id: NoteId| {
        let note = case.notes.iter().find(|n| n.id == id);
        note.is_some_and(|n| matches!(n.state, NoteState::Sent { .. }))
    };
    let event = match read.class {
        Class::BounceHard | Class::BounceSoft => match note {
            Some(note) if tie <= Tie::Recipient && was_sent(note.id) => Some(Event::Bounce {
                note: note.id,
                hard: read.class == Class::BounceHard,
            }),
            Some(_) => {
                done.said.push(format!(
                    "It speaks of {who}'s address and does not name your note, so nothing was recorded; please look."
                ));
                return Ok((case, done));
            }
            None => {
                done.said.push("No note to them is recorded as sent.".to_owned());
                return Ok((case, done));
            }
        },
        Class::OutOfOffice => Some(Event::OutOfOffice {
            from: to,
            back_on: read.return_date,
        }),
        Class::HumanReply | Class::Scheduling | Class::NeedsInfo | Class::Offer | Class::Rejection => {
            let answers = note.filter(|n| tie <= Tie::Quoted && was_sent(n.id));
            Some(Event::Reply {
                from: to,
                to_note: answers.map(|n| n.id),
            })
        }
        Class::AutoAck | Class::Unrelated => None,
    };
    let Some(event) = event else {
        done.said
            .push("Nothing was recorded; the plan is as it was.".to_owned());
        return Ok((case, done));
    };
    say(&mut done, &case, &who, &event, read, tie);
    done.event = Some(event.name());
    let case = case.record(moment.at, event)?;
    Ok((case, done))
}

/// What an event means, in words, and what the person can say to it.
fn say(done: &mut Done, case: &Case, who: &str, event: &Event, read: &Message, tie: Tie) {
    let id = case.id;
    match event {
        Event::Bounce { hard: true, .. } => done.said.push(format!(
            "The note to {who} came back for good; the plan stops and asks for another address."
        )),
        Event::Bounce { .. } => done.said.push(format!(
            "The note to {who} is delayed; their server tries on, and there is nothing to do."
        )),
        Event::OutOfOffice { back_on: Some(day), .. } => done.said.push(format!(
            "{who} is away until {day}; the next step waits for that, and this is no answer."
        )),
        Event::OutOfOffice { .. } => done
            .said
            .push(format!("{who} is away and does not say until when: please say it.")),
        _ => {
            done.said.push(match tie {
                Tie::Subject | Tie::Address => format!(
                    "This may be an answer of {who}'s, but only sender and subject say so. Nothing goes out until you say \
                     what it means."
                ),
                _ => format!("{who} answered. Nothing goes out until you say what it means."),
            });
            let next = match (read.class, &read.new_decision_text) {
                (Class::Offer, _) => format!("afterword record offer {id}"),
                (Class::Rejection, _) => format!("afterword record rejection {id}"),
                (_, Some(text)) => {
                    done.said.push(format!("About the time it says: {text}"));
                    format!("afterword record moved {id} {}", words::quoted(text))
                }
                _ => format!("afterword record resumed {id}"),
            };
            done.next = Some(next);
        }
    }
    for finding in &read.findings {
        if let MessageFinding::OtherSender { addr_spec } = finding {
            done.said
                .push(format!("It came from {addr_spec}, where you did not write to."));
        }
    }
}

/// Settles an uncertain note by a message that could not exist had the note not arrived at a server.
fn proved(mut case: Case, note: Option<&Note>, read: &Message, tie: Tie, done: &mut Done) -> Result<Case, Refused> {
    if tie != Tie::Named {
        return Ok(case);
    }
    let evidence = if is_own_copy(read) {
        "its own copy arrived"
    } else if read.report.is_some() || matches!(read.class, Class::BounceHard | Class::BounceSoft) {
        "a delivery report names it"
    } else {
        "a message answers it"
    };
    let mine = case.notes.iter_mut().find(|n| Some(n.id) == note.map(|n| n.id));
    if let Some(kept) = mine.filter(|n| matches!(n.state, NoteState::Uncertain { .. })) {
        *kept = kept.clone().found(evidence)?;
        done.said
            .push(format!("Note {} was sent after all: {evidence}.", kept.id));
        done.event = Some("found");
    }
    Ok(case)
}

fn class(class: Class) -> &'static str {
    match class {
        Class::BounceHard => "a mail that came back",
        Class::BounceSoft => "a mail that is delayed",
        Class::OutOfOffice => "an absence notice",
        Class::AutoAck => "an automatic receipt",
        Class::Offer => "an offer",
        Class::Rejection => "a rejection",
        Class::Scheduling => "about a meeting",
        Class::NeedsInfo => "a question to you",
        Class::HumanReply => "an answer",
        Class::Unrelated => "something else",
    }
}
