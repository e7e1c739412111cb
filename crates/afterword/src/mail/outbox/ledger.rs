//! Every change of a note on its way, made durable in the order asked for, several in one commit where several are asked
//! for at once.
//!
//! One writer serves all lanes: on a `SQLite` book more writers only wait for one another, and one commit for eight marks
//! costs as much as for one. A change that cannot be made does not spoil those beside it.

use std::rc::Rc;

use afterword_core::casebook::{Content, Note, NoteId, NoteState, TextHash};
use afterword_core::check;
use afterword_core::plan::policy::Policy;
use afterword_core::plan::{Moment, decide};
use afterword_store::book::{Book, BookError, Claimed, Done, Lease, NoteRecord, Transaction};
use jiff::{Timestamp, ToSpan as _, Zoned};
use tokio::sync::{mpsc, oneshot};

use super::freeze::{self, Letter};

/// The most changes in one commit.
const GROUP_MAX: usize = 32;

/// A note whose bytes are frozen and that this sender has.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    /// The note as it was kept.
    pub(crate) record: NoteRecord,
    /// The recipient's name, to be shown.
    pub(crate) to_name: String,
}

/// A note that must not go out now, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// Which.
    pub(crate) note: NoteId,
    /// The recipient's name.
    pub(crate) to_name: String,
    /// The rule.
    pub(crate) practice: &'static str,
    /// Why, in one plain sentence.
    pub(crate) reason: String,
    /// When it is looked at again.
    pub(crate) until: Timestamp,
}

/// What a claim brings.
#[derive(Debug, Clone)]
pub(crate) enum Claim {
    /// A note to send.
    Taken(Box<Taken>),
    /// A note that is held; ask again for the next.
    Held(Held),
    /// Nothing is due.
    Nothing,
}

/// What is asked of the ledger.
enum Change {
    /// Take the next note that is due.
    Claim,
    /// Keep a state.
    State(Box<Note>, u32),
    /// Keep a whole note: its state and when it may be tried again.
    Whole(Box<NoteRecord>, u32),
}

type Answer = Result<Option<Claim>, Rc<BookError>>;

/// A lane's way to the ledger.
#[derive(Clone)]
pub(crate) struct Pen(mpsc::UnboundedSender<(Change, oneshot::Sender<Answer>)>);

impl Pen {
    /// The next note that is due, taken and frozen, durably.
    pub(crate) async fn claim(&self) -> Result<Claim, Rc<BookError>> {
        Ok(self.ask(Change::Claim).await?.unwrap_or(Claim::Nothing))
    }

    /// Keeps a state durably; `read` is the revision it was made from.
    pub(crate) async fn state(&self, note: &Note, read: u32) -> Result<(), Rc<BookError>> {
        self.ask(Change::State(Box::new(note.clone()), read)).await.map(|_| ())
    }

    /// Keeps a note durably; `read` is the revision it was made from.
    pub(crate) async fn whole(&self, record: &NoteRecord, read: u32) -> Result<(), Rc<BookError>> {
        self.ask(Change::Whole(Box::new(record.clone()), read))
            .await
            .map(|_| ())
    }

    async fn ask(&self, change: Change) -> Answer {
        let gone = || Rc::new(BookError::Busy);
        let (answer, answered) = oneshot::channel();
        self.0.send((change, answer)).map_err(|_| gone())?;
        answered.await.unwrap_or_else(|_| Err(gone()))
    }
}

/// What a claim is weighed by.
pub(crate) trait Clock {
    /// The moment in the sender's own zone.
    fn now(&self) -> Zoned;
    /// The same moment, and how far it can be trusted.
    fn moment(&self, now: &Zoned) -> Moment;
}

/// The writer.
pub(crate) struct Ledger<'a> {
    book: &'a Book,
    lease: &'a Lease,
    clock: &'a dyn Clock,
    /// The addresses there is an account for.
    senders: Vec<&'a str>,
    asked: mpsc::UnboundedReceiver<(Change, oneshot::Sender<Answer>)>,
}

impl<'a> Ledger<'a> {
    /// A ledger and the first pen; it ends when the last pen is laid down.
    pub(crate) fn new(book: &'a Book, lease: &'a Lease, clock: &'a dyn Clock, senders: Vec<&'a str>) -> (Self, Pen) {
        let (pen, asked) = mpsc::unbounded_channel();
        (
            Self {
                book,
                lease,
                clock,
                senders,
                asked,
            },
            Pen(pen),
        )
    }

    /// Writes until nobody can ask any more.
    pub(crate) async fn write(mut self) {
        let mut group = Vec::with_capacity(GROUP_MAX);
        while self.asked.recv_many(&mut group, GROUP_MAX).await > 0 {
            let (changes, answers): (Vec<_>, Vec<_>) = group.drain(..).unzip();
            match self.together(&changes).await {
                Ok(results) => {
                    for (answer, result) in answers.into_iter().zip(results) {
                        let _ = answer.send(Ok(result));
                    }
                }
                Err(error) if changes.len() == 1 => {
                    let error = Rc::new(error);
                    for answer in answers {
                        let _ = answer.send(Err(Rc::clone(&error)));
                    }
                }
                Err(_) => {
                    for (change, answer) in changes.iter().zip(answers) {
                        let alone = self.together(std::slice::from_ref(change)).await;
                        let _ = answer.send(alone.map(|mut r| r.pop().flatten()).map_err(Rc::new));
                    }
                }
            }
        }
    }

    /// All of them, or none.
    async fn together(&self, changes: &[Change]) -> Done<Vec<Option<Claim>>> {
        let mut tx = self.book.transaction().await?;
        let mut results = Vec::with_capacity(changes.len());
        for change in changes {
            let result = match change {
                Change::Claim => self.claim(&mut tx).await.map(Some),
                Change::State(note, read) => tx.save_state(note, *read).await.map(|()| None),
                Change::Whole(record, read) => tx.save_note(record, *read).await.map(|()| None),
            };
            match result {
                Ok(result) => results.push(result),
                Err(error) => {
                    let _ = tx.rollback().await;
                    return Err(error);
                }
            }
        }
        tx.commit().await?;
        Ok(results)
    }

    /// Takes the next note that is due, with everything checked once more in the transaction that takes it.
    async fn claim(&self, tx: &mut Transaction) -> Done<Claim> {
        let now = self.clock.now();
        let Some(Claimed { case, note: mut record }) = tx.claim(self.lease, now.timestamp()).await? else {
            return Ok(Claim::Nothing);
        };
        let to = case.person(record.note.to);
        let to_name = to.map_or_else(String::new, |p| p.name.clone());
        let key = record.note.key;
        let read = record.note.revision;
        let mut weigh = || -> Result<(), (&'static str, String, Option<Timestamp>)> {
            let policy = Policy::built_in(&case.policy)
                .ok_or_else(|| ("S49", format!("the policy {:?} is not known", case.policy), None))?;
            let Some(recipient) = record.recipient.as_deref().filter(|r| !r.is_empty()) else {
                return Err(("S38", "their address is not known yet".to_owned(), None));
            };
            if to.and_then(|p| p.addr_spec.as_deref()) != Some(recipient) {
                return Err((
                    "S42",
                    "the address changed after the note was approved".to_owned(),
                    None,
                ));
            }
            let from = freeze::mailbox(record.identity.as_deref().unwrap_or_default()).map(|(_, from)| from);
            if !from.is_ok_and(|from| self.senders.iter().any(|s| s.eq_ignore_ascii_case(&from))) {
                return Err((
                    "delivery",
                    "there is no account for the sender's address".to_owned(),
                    None,
                ));
            }
            as_frozen(&mut record);
            let decision = decide(&case, &policy, &self.clock.moment(&now));
            let permit = decision
                .permit(&key)
                .map_err(|r| (r.practice, r.reason.clone(), r.until.as_ref().map(Zoned::timestamp)))?;
            let (message_id, _) = match frozen_id(&record) {
                Some(id) => (id, String::new()),
                None => sender_id(&record).map_err(|why| ("delivery", why, None))?,
            };
            let next = record
                .note
                .clone()
                .sending(now.timestamp(), hash(&record), &permit, &message_id);
            record.note = next.map_err(|r| (r.practice, r.reason, None))?;
            Ok(())
        };
        let weighed = weigh();
        let forgotten = tx.is_forgotten(record.recipient.as_deref().unwrap_or_default()).await?;
        let held = match weighed {
            Err(held) => Some(held),
            Ok(()) if forgotten => Some((
                "S66",
                "this address was forgotten; nobody is contacted there again".to_owned(),
                None,
            )),
            Ok(()) => {
                let why = self.frozen(tx, &mut record, &to_name, &now).await?;
                why.map(|why| ("delivery", why, None))
            }
        };
        let Some((practice, reason, until)) = held else {
            tx.save_note(&record, read).await?;
            return Ok(Claim::Taken(Box::new(Taken { record, to_name })));
        };
        let later = now.timestamp().saturating_add(1.hour()).unwrap_or(now.timestamp());
        let until = until.filter(|t| *t > now.timestamp()).map_or(later, |t| t.min(later));
        let note = record.note.id;
        tx.put_off(note, until).await?;
        Ok(Claim::Held(Held {
            note,
            to_name,
            practice,
            reason,
            until,
        }))
    }

    /// Makes the bytes unless an earlier try made them; says why where that cannot be.
    async fn frozen(
        &self,
        tx: &mut Transaction,
        record: &mut NoteRecord,
        to_name: &str,
        now: &Zoned,
    ) -> Done<Option<String>> {
        if record.frozen.is_some() {
            return Ok(None);
        }
        let mut attachments = Vec::new();
        for attachment in tx.attachments(record.case).await? {
            if attachment.note == Some(record.note.id) {
                let bytes = tx.attachment_bytes(attachment.id).await?.unwrap_or_default();
                attachments.push((attachment, bytes));
            }
        }
        if attachments.is_empty() && speaks_of_an_attachment(record) {
            let why = "the note says that something comes with it, and nothing does; `afterword attach` puts it there";
            return Ok(Some(why.to_owned()));
        }
        let Some(message_id) = frozen_id(record) else {
            return Ok(Some("the note has no Message-ID".to_owned()));
        };
        let letter = Letter {
            note: record,
            to_name,
            attachments: &attachments,
            at: now,
            message_id: &message_id,
        };
        match freeze::freeze(&letter) {
            Ok(bytes) => {
                record.frozen = Some(bytes);
                Ok(None)
            }
            Err(error) => Ok(Some(format!("the name or the address {error}"))),
        }
    }
}

/// The state and the bytes must speak of the same try. Bytes of an approval that was taken back, or of a note that failed
/// and was written anew, are not what is approved now; and an identity without bytes was never given to anybody (a book
/// restored from a backup has such).
fn as_frozen(record: &mut NoteRecord) {
    if let NoteState::Approved { frozen, .. } = &mut record.note.state
        && (frozen.is_none() || record.frozen.is_none())
    {
        *frozen = None;
        record.frozen = None;
        record.attempts = 0;
    }
}

/// The first thing a reader does is look for the attachment.
fn speaks_of_an_attachment(record: &NoteRecord) -> bool {
    let remarks = check::fast(
        &record.body,
        Some(&record.subject),
        check::Kind::Email,
        &check::Record::default(),
    );
    remarks.iter().any(|remark| remark.finding.rule == "unmet_promise")
}

/// What the approval bound, as the note stands now.
fn hash(record: &NoteRecord) -> TextHash {
    TextHash::of(&Content {
        recipient: record.recipient.as_deref().unwrap_or_default(),
        identity: record.identity.as_deref().unwrap_or_default(),
        subject: &record.subject,
        body: &record.body,
        not_before: record.not_before,
        expires: record.expires,
    })
}

/// The `Message-ID` that was frozen, if one was.
pub(crate) fn frozen_id(record: &NoteRecord) -> Option<String> {
    match &record.note.state {
        NoteState::Approved { frozen, .. } => frozen.as_ref().map(|f| f.message_id.clone()),
        NoteState::Sending { frozen, .. }
        | NoteState::Dot { frozen, .. }
        | NoteState::Sent { frozen, .. }
        | NoteState::Uncertain { frozen, .. } => Some(frozen.message_id.clone()),
        _ => None,
    }
}

fn sender_id(record: &NoteRecord) -> Result<(String, String), String> {
    let from = freeze::mailbox(record.identity.as_deref().unwrap_or_default());
    from.and_then(|(_, from)| freeze::identity(&from))
        .map_err(|e| format!("the sender's address {e}"))
}
