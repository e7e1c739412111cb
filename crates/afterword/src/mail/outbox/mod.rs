//! The outbox: approved notes leave one by one, each once, or the book says honestly that nobody knows.
//!
//! A note is claimed and its bytes are frozen in one durable transaction before a socket opens; the mark before the dot is
//! durable before the dot leaves; the server's answer is kept before the next note is looked at. Whoever sends holds the
//! book's lease, and settles at the start what a dead sender left. Nothing is rescued by the time alone, and nothing is
//! sent again after its mark. Not here: what the server said (`smtp`), what a state may become (`afterword_core::casebook`).

pub(crate) mod freeze;
mod ledger;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use afterword_core::casebook::{CaseId, Note, NoteId, NoteState, Refused};
use afterword_store::book::{Book, BookError, Done, Lease, NoteRecord};
use jiff::{Timestamp, ToSpan as _};

use super::accounts::Account;
use super::smtp::{Login, MailEnvelope, Outcome, Phase, Server, Session, Waits};
use crate::book;
use crate::failure::Failure;
use ledger::{Claim, Ledger, Pen, Taken};
pub(crate) use ledger::{Clock, Held, frozen_id};

/// How notes of one sender are carried.
#[derive(Debug, Clone)]
pub(crate) struct Carrier {
    /// The sender's address.
    pub(crate) address: String,
    /// The submission server.
    pub(crate) server: Server,
    /// What to log in with.
    pub(crate) login: Login,
    /// How long to wait for it.
    pub(crate) waits: Waits,
    /// Whether the sender gets a copy in the same transaction: evidence, should the answer be lost.
    pub(crate) self_copy: bool,
}

/// How the waiting notes are carried: the accounts of their senders, with their secrets. A note whose sender has no account
/// is held by the claim, which says so.
///
/// # Errors
/// A certificate or a secret cannot be had.
pub(crate) async fn carriers(accounts: &[Account], waiting: &[NoteRecord]) -> Result<Vec<Carrier>, Failure> {
    let mut carriers: Vec<Carrier> = Vec::new();
    for record in waiting {
        let Ok((_, from)) = freeze::mailbox(record.identity.as_deref().unwrap_or_default()) else {
            continue;
        };
        let account = accounts.iter().find(|a| a.address.eq_ignore_ascii_case(&from));
        let Some(account) = account.filter(|_| !carriers.iter().any(|c| c.address.eq_ignore_ascii_case(&from))) else {
            continue;
        };
        carriers.push(Carrier {
            address: account.address.clone(),
            server: account.server(&account.smtp)?,
            login: account.login().await?,
            waits: Waits::default(),
            self_copy: account.self_copy,
        });
    }
    Ok(carriers)
}

/// Its owner takes a note into their own mail program: the worker leaves it alone, so that it does not go out twice. Whoever
/// says `send` has it sent all the same.
///
/// # Errors
/// The database's.
pub(crate) async fn left_to_its_owner(book: &Book, id: NoteId, now: Timestamp) -> Done {
    const DAYS: i64 = 30;
    let mut tx = book.transaction().await?;
    let until = now.saturating_add((24 * DAYS).hours()).unwrap_or(now);
    tx.put_off(id, until).await?;
    tx.commit().await
}

/// What became of one note in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// The server took it.
    Sent {
        note: NoteId,
        to_name: String,
        reply: String,
    },
    /// The server refused it for good.
    Failed { note: NoteId, to_name: String, why: String },
    /// It waits, and goes out again by itself with the same bytes.
    Waits {
        note: NoteId,
        to_name: String,
        why: String,
        until: Timestamp,
    },
    /// It may have arrived.
    Uncertain { note: NoteId, to_name: String, why: String },
    /// A rule or its owner's wish holds it.
    Held(Held),
    /// The server's answer could not be kept; the next start will call it uncertain.
    NotKept {
        note: NoteId,
        to_name: String,
        outcome: String,
        why: String,
    },
}

impl Told {
    /// Which note, to whom, and what became of it in words.
    pub(crate) fn parts(&self) -> (NoteId, &str, String) {
        match self {
            Self::Sent { note, to_name, reply } => (*note, to_name, format!("sent ({reply})")),
            Self::Failed { note, to_name, why } => (*note, to_name, format!("not sent, {why}")),
            Self::Waits {
                note,
                to_name,
                why,
                until,
            } => (
                *note,
                to_name,
                format!("not sent yet, {why}; the next try is at {until}"),
            ),
            Self::Uncertain { note, to_name, why } => (
                *note,
                to_name,
                format!(
                    "may have arrived: {why}. It is not sent again by itself; `afterword resolve {note}` says what can be done"
                ),
            ),
            Self::Held(held) => (
                held.note,
                &held.to_name,
                format!("held: {} ({})", held.reason, held.practice),
            ),
            Self::NotKept {
                note,
                to_name,
                outcome,
                why,
            } => (
                *note,
                to_name,
                format!("{outcome}, and the book could not keep that: {why}"),
            ),
        }
    }
}

/// What a dead sender had left, as it is settled now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// Notes that wait again, or that nobody knows of.
    pub(crate) settled: Vec<NoteRecord>,
}

/// The right to send from a book.
#[derive(Debug)]
pub(crate) struct Outbox {
    book: Book,
    lease: Lease,
}

impl Outbox {
    /// Takes the sender's lease and settles what a dead sender left; `None` if somebody else is sending.
    ///
    /// # Errors
    /// The book's.
    pub(crate) async fn open(book: &Book) -> Done<Option<(Self, Found)>> {
        let Some(lease) = book.sender_lease().await? else {
            return Ok(None);
        };
        let mut tx = book.transaction().await?;
        let settled = tx.recover(&lease).await?;
        tx.commit().await?;
        let outbox = Self {
            book: book.clone(),
            lease,
        };
        Ok(Some((outbox, Found { settled })))
    }

    /// Sends what is due, until nothing is or the server cannot be reached.
    ///
    /// # Errors
    /// The book's, before anything was taken from it; what happened to a note is in the answer.
    ///
    /// `lanes` is the number of connections at a time. Once `stopping` is set no lane takes another note.
    pub(crate) async fn run(
        &self,
        carriers: &[Carrier],
        lanes: usize,
        clock: &dyn Clock,
        stopping: &Cell<bool>,
    ) -> Done<Vec<Told>> {
        let senders = carriers.iter().map(|c| c.address.as_str()).collect();
        let (ledger, pen) = Ledger::new(&self.book, &self.lease, clock, senders);
        let run = Run {
            book: &self.book,
            carriers,
            clock,
            told: RefCell::new(Vec::new()),
            touched: RefCell::default(),
            stopped: Cell::new(false),
            stopping,
            error: RefCell::new(None),
        };
        let pens = vec![pen; lanes.clamp(1, 16)];
        let mut works: Vec<_> = pens.into_iter().map(|pen| Box::pin(run.lane(pen))).collect();
        let all = std::future::poll_fn(|cx| {
            works.retain_mut(|work| work.as_mut().poll(cx).is_pending());
            if works.is_empty() {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        });
        tokio::join!(ledger.write(), all);
        drop(works);
        run.index().await;
        match run.error.into_inner() {
            Some(error) if run.told.borrow().is_empty() => {
                Err(Rc::try_unwrap(error).unwrap_or_else(|shared| BookError::Invalid {
                    what: shared.to_string(),
                }))
            }
            _ => Ok(run.told.into_inner()),
        }
    }
}

/// One run: what its lanes share.
struct Run<'a> {
    book: &'a Book,
    carriers: &'a [Carrier],
    clock: &'a dyn Clock,
    told: RefCell<Vec<Told>>,
    /// Cases whose plan goes on from what was sent.
    touched: RefCell<BTreeSet<CaseId>>,
    /// The server cannot be used, or the book cannot be written to: no lane takes another note.
    stopped: Cell<bool>,
    /// Somebody asks to end.
    stopping: &'a Cell<bool>,
    error: RefCell<Option<Rc<BookError>>>,
}

impl Run<'_> {
    async fn lane(&self, pen: Pen) {
        let mut line = Line {
            carrier: None,
            session: None,
        };
        while !self.stopped.get() && !self.stopping.get() {
            match pen.claim().await {
                Ok(Claim::Taken(taken)) => self.carry(&pen, &mut line, *taken).await,
                Ok(Claim::Held(held)) => self.told.borrow_mut().push(Told::Held(held)),
                Ok(Claim::Nothing) => break,
                Err(error) => {
                    self.stopped.set(true);
                    self.error.borrow_mut().get_or_insert(error);
                }
            }
        }
        line.close().await;
    }

    /// Puts what comes next in the touched cases into the book's index. A run that dies before leaves there what was due
    /// already, so that `today` decides these cases all the same; so a failure here is none of the run's.
    async fn index(&self) {
        let work = async {
            let moment = self.clock.moment(&self.clock.now());
            let mut tx = self.book.transaction().await?;
            for id in self.touched.take() {
                if let Some(case) = tx.case(id).await? {
                    book::index(&mut tx, &case, &moment).await?;
                }
            }
            tx.commit().await?;
            Ok::<(), anyhow::Error>(())
        };
        if !self.touched.borrow().is_empty() {
            let _ = work.await;
        }
    }

    /// One note, over the lane's connection or a new one.
    async fn carry(&self, pen: &Pen, line: &mut Line, taken: Taken) {
        let Taken { record, to_name } = taken;
        self.touched.borrow_mut().insert(record.case);
        let marked = RefCell::new(None);
        let outcome = self.submit(pen, line, &record, &marked).await;
        if matches!(
            outcome,
            Outcome::NotSent {
                phase: Phase::Connect | Phase::Hello | Phase::Tls | Phase::Auth | Phase::Mark,
                ..
            }
        ) {
            self.stopped.set(true);
        }
        let note = marked.into_inner().unwrap_or_else(|| record.note.clone());
        let told = self.settle(pen, record, note, outcome, to_name).await;
        self.told.borrow_mut().push(told);
    }

    async fn submit(&self, pen: &Pen, line: &mut Line, record: &NoteRecord, marked: &RefCell<Option<Note>>) -> Outcome {
        let unfit = |why: &str| Outcome::NotSent {
            phase: Phase::Message,
            retryable: false,
            why: why.to_owned(),
        };
        let Some((at, envelope)) = self.envelope(record) else {
            return unfit("there is no account for the sender's address");
        };
        let open = match line.to(at, &self.carriers[at]).await {
            Ok(open) => open,
            Err(outcome) => return outcome,
        };
        let bytes = record.frozen.as_deref().unwrap_or_default();
        let mark = async || {
            let note = record
                .note
                .clone()
                .dot(self.clock.now().timestamp())
                .map_err(|r| r.to_string())?;
            pen.state(&note, record.note.revision)
                .await
                .map_err(|e| format!("the mark could not be kept: {e}"))?;
            *marked.borrow_mut() = Some(note);
            Ok::<(), String>(())
        };
        open.submit(&envelope, bytes, mark).await
    }

    /// Which carrier takes it, and the envelope.
    fn envelope(&self, record: &NoteRecord) -> Option<(usize, MailEnvelope)> {
        let (_, from) = freeze::mailbox(record.identity.as_deref()?).ok()?;
        let at = self
            .carriers
            .iter()
            .position(|c| c.address.eq_ignore_ascii_case(&from))?;
        let id = frozen_id(record)?;
        let envelope = MailEnvelope {
            copy_to: self.carriers[at].self_copy.then(|| from.clone()),
            to: record.recipient.clone()?,
            envid: freeze::envid(&id),
            from,
        };
        Some((at, envelope))
    }

    /// Keeps what became of a note. `note` is its state as last kept.
    async fn settle(&self, pen: &Pen, mut record: NoteRecord, note: Note, outcome: Outcome, to_name: String) -> Told {
        let id = note.id;
        let now = self.clock.now().timestamp();
        let mut read = note.revision;
        let (next, told) = match next(note, &outcome, now, record.attempts, &to_name) {
            Ok(next) => next,
            Err(refused) => {
                return Told::NotKept {
                    note: id,
                    to_name,
                    outcome: words(&outcome),
                    why: refused.to_string(),
                };
            }
        };
        record.note = next;
        if let Told::Waits { until, .. } = &told {
            record.attempts = record.attempts.saturating_add(1);
            record.retry_at = Some(*until);
        }
        for _ in 0..3 {
            let kept = if matches!(told, Told::Waits { .. }) {
                pen.whole(&record, read).await
            } else {
                pen.state(&record.note, read).await
            };
            match kept {
                Ok(()) => return told,
                Err(error) if matches!(*error, BookError::Conflict { .. }) => {
                    // Somebody else settled it meanwhile: only a verdict that was read adds to that.
                    match self.added(id, &outcome).await {
                        Some((note, revision)) => (record.note, read) = (note, revision),
                        None => {
                            return Told::NotKept {
                                note: id,
                                to_name,
                                outcome: words(&outcome),
                                why: error.to_string(),
                            };
                        }
                    }
                }
                Err(error) if matches!(*error, BookError::Busy) => {}
                Err(error) => {
                    self.stopped.set(true);
                    return Told::NotKept {
                        note: id,
                        to_name,
                        outcome: words(&outcome),
                        why: error.to_string(),
                    };
                }
            }
        }
        Told::NotKept {
            note: id,
            to_name,
            outcome: words(&outcome),
            why: "the case book is busy".to_owned(),
        }
    }

    /// What 250 adds to a note that another sender has declared uncertain meanwhile.
    async fn added(&self, id: NoteId, outcome: &Outcome) -> Option<(Note, u32)> {
        let Outcome::Sent { reply, .. } = outcome else {
            return None;
        };
        let kept = self.book.read().await.ok()?.note(id).await.ok()??.note;
        let read = kept.revision;
        matches!(kept.state, NoteState::Uncertain { .. })
            .then(|| kept.found(&reply.to_string()).ok())
            .flatten()
            .map(|n| (n, read))
    }
}

/// The state after an outcome, and how it is told.
fn next(note: Note, outcome: &Outcome, now: Timestamp, attempts: u32, to_name: &str) -> Result<(Note, Told), Refused> {
    let (id, to_name) = (note.id, to_name.to_owned());
    let until = now.saturating_add(delay_minutes(attempts).minutes()).unwrap_or(now);
    let after_mark = matches!(note.state, NoteState::Dot { .. });
    Ok(match outcome {
        Outcome::Sent { reply, .. } => {
            let reply = reply.to_string();
            (
                note.sent(now, &reply)?,
                Told::Sent {
                    note: id,
                    to_name,
                    reply,
                },
            )
        }
        Outcome::Refused { reply, phase } => {
            let why = format!("the server refused it {phase}: {reply}");
            (
                note.failed(now, &reply.to_string())?,
                Told::Failed { note: id, to_name, why },
            )
        }
        Outcome::Deferred { reply, phase } => {
            let why = format!("the server does not take it now ({phase}: {reply})");
            let note = if after_mark {
                note.deferred()?
            } else {
                note.backed_off()?
            };
            (
                note,
                Told::Waits {
                    note: id,
                    to_name,
                    why,
                    until,
                },
            )
        }
        Outcome::NotSent {
            phase: Phase::Message,
            why,
            ..
        } => (
            note.failed(now, why)?,
            Told::Failed {
                note: id,
                to_name,
                why: why.clone(),
            },
        ),
        Outcome::NotSent { why, phase, .. } if !after_mark => {
            let why = format!("{why} ({phase})");
            (
                note.backed_off()?,
                Told::Waits {
                    note: id,
                    to_name,
                    why,
                    until,
                },
            )
        }
        Outcome::NotSent { why, .. } | Outcome::Uncertain { why } => (
            note.lost()?,
            Told::Uncertain {
                note: id,
                to_name,
                why: why.clone(),
            },
        ),
    })
}

/// A lane's connection, kept from one note to the next of the same sender.
struct Line {
    carrier: Option<usize>,
    session: Option<Session>,
}

impl Line {
    async fn to(&mut self, at: usize, carrier: &Carrier) -> Result<&mut Session, Outcome> {
        if self.carrier != Some(at) || self.session.as_ref().is_none_or(|s| !s.is_usable()) {
            self.close().await;
            self.session = Some(Session::open(&carrier.server, &carrier.login, carrier.waits).await?);
            self.carrier = Some(at);
        }
        self.session.as_mut().ok_or_else(|| Outcome::NotSent {
            phase: Phase::Connect,
            retryable: true,
            why: "there is no connection".to_owned(),
        })
    }

    async fn close(&mut self) {
        if let Some(session) = self.session.take() {
            session.quit().await;
        }
    }
}

/// Minutes to the next try: 1, 2, 4 and so on, four hours at most.
fn delay_minutes(attempts: u32) -> i64 {
    (1_i64 << attempts.min(8)).min(240)
}

fn words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Sent { reply, .. } => format!("the server took it: {reply}"),
        Outcome::Refused { reply, .. } | Outcome::Deferred { reply, .. } => format!("the server answered {reply}"),
        Outcome::NotSent { why, .. } | Outcome::Uncertain { why } => why.clone(),
    }
}
