//! The worker: sends approved notes when they are due and reads mail, until it is told to stop.
//!
//! ```ignore
//! // In a process that does something else as well (`serve`): a thread of its own.
//! let worker = worker::spawn(Orders { location, owner, now: None, accounts: accounts::place()?, tell });
//! worker.stop();                                   // asks it to end and waits until it has
//!
//! // In a process that does nothing else.
//! worker::worker(&book, &orders, stop::asked()).await?;
//! ```
//!
//! [`worker`] is for a current-thread runtime and is not `Send`. Told to stop, it takes no further note, waits a little
//! for the answer about the one that is on its way, and says in the book that it ended in good order. It holds the
//! sender's lease only while it sends, so that `afterword send` works beside it. It contacts nobody: what is sent was
//! approved, and the plan is asked again in the transaction that takes a note. Not here: how a note is sent
//! (`mail::outbox`), and what a message means (`mail::incoming`).

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use afterword_core::casebook::NoteState;
use afterword_store::book::{Book, Location, Mode, Owner};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, oneshot};
use tokio::time::{sleep, timeout};

use crate::book::happened::Done;
use crate::failure::{self, Failure};
use crate::mail::accounts::{self, Account};
use crate::mail::filing::file_sent;
use crate::mail::outbox::{Clock as _, Outbox, Told, carriers};
use crate::mail::running::Running;
use crate::mail::watching::{Heartbeat, Watcher, may_pass};
use crate::{book, clock};

/// Seconds between two looks for something that is due; an undo window is three times as long.
const POLL: Duration = Duration::from_secs(5);

/// Seconds between two signs of life.
const SIGN_SECONDS: i64 = 60;

/// Seconds after the last sign at which somebody should wonder.
const MISSED_SECONDS: i64 = 300;

/// How long the answer about a note on its way is waited for after a stop.
const GRACE: Duration = Duration::from_secs(30);

/// Waits between two tries of a mailbox that cannot be reached, and of one that cannot be used.
const AGAIN: Duration = Duration::from_mins(2);
const LATER: Duration = Duration::from_mins(15);

/// The worker's sign of life in the book.
pub(crate) const WORKER: &str = "worker.heartbeat";

/// What a worker needs to know.
#[derive(Clone)]
pub(crate) struct Orders {
    /// The book.
    pub(crate) location: Location,
    /// Whose.
    pub(crate) owner: Owner,
    /// What `--now` says: its clock stands still then.
    pub(crate) now: Option<String>,
    /// The file of accounts ([`accounts::place`]).
    pub(crate) accounts: PathBuf,
    /// Told in one plain line of everything that was done. No text of a note is in it.
    pub(crate) tell: Arc<dyn Fn(&str) + Send + Sync>,
}

/// A worker on a thread of its own, for `serve`; it ends when this is dropped.
pub(crate) struct Worker {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Worker {
    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(self) {
        drop(self);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Starts a worker on a thread of its own. What keeps it from working is told, not returned.
pub(crate) fn spawn(orders: Orders) -> Worker {
    let (stop, stopped) = oneshot::channel();
    let thread = thread::spawn(move || {
        let work = async {
            let book = Book::open(&orders.location, orders.owner)
                .await
                .map_err(book::failure)?;
            // A sender that was dropped counts as a stop.
            let done = worker(&book, &orders, async { drop(stopped.await) }).await;
            book.close().await;
            done
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let done = runtime.map_err(anyhow::Error::from).and_then(|r| r.block_on(work));
        if let Err(error) = done {
            (orders.tell)(&format!("nothing is sent by itself: {}", failure::story(&error).0));
        }
    });
    Worker {
        stop: Some(stop),
        thread: Some(thread),
    }
}

/// Sends and reads until `stop`.
///
/// # Errors
/// A book that can only be read, a broken list of accounts, and the database's. What can pass by itself (a server that
/// cannot be reached, a book that is busy) is waited out.
pub(crate) async fn worker(book: &Book, orders: &Orders, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    if book.mode() == Mode::ReadOnly {
        return Err(Failure::new("the case book can only be read").into());
    }
    let now = clock::now(orders.now.as_deref())?;
    let moment = book::moment(book, &now, false).await?;
    let work = Work {
        book,
        orders,
        clock: Running::new(orders.now.as_deref(), &now, &moment),
        stopping: Cell::new(false),
        nudge: Notify::new(),
    };
    let all = accounts::load(&orders.accounts)?;
    let mut sending = std::pin::pin!(work.sending());
    let ended = tokio::select! {
        ended = &mut sending => Some(ended),
        never = work.watching(&all) => match never {},
        () = stop => None,
    };
    let ended = if let Some(ended) = ended {
        ended
    } else {
        work.stopping.set(true);
        work.nudge.notify_one();
        timeout(GRACE, sending).await.unwrap_or(Ok(()))
    };
    let at = work.clock.now().timestamp();
    Heartbeat { at, next: None }.give(book, WORKER).await?;
    ended
}

struct Work<'a> {
    book: &'a Book,
    orders: &'a Orders,
    clock: Running,
    stopping: Cell<bool>,
    nudge: Notify,
}

impl Work<'_> {
    fn tell(&self, line: &str) {
        (self.orders.tell)(line);
    }

    /// Sends what is due, again and again; ends when told to.
    async fn sending(&self) -> anyhow::Result<()> {
        let mut first = true;
        let mut sign: Option<Timestamp> = None;
        while !self.stopping.get() {
            match self.round(first).await {
                Ok(()) => first = false,
                Err(error) if may_pass(&error) => {}
                Err(error) => {
                    // A certificate or a password that cannot be had is the owner's to mend, and must not end the rest.
                    if !error.is::<Failure>() {
                        return Err(error);
                    }
                    self.tell(&format!("nothing was sent: {}", failure::story(&error).0));
                    self.rest(LATER).await;
                }
            }
            let now = self.clock.now().timestamp();
            if sign.is_none_or(|last| now.duration_since(last).as_secs().abs() >= SIGN_SECONDS) {
                let next = now.checked_add(SignedDuration::from_secs(MISSED_SECONDS)).ok();
                if (Heartbeat { at: now, next }).give(self.book, WORKER).await.is_ok() {
                    sign = Some(now);
                }
            }
            self.rest(POLL).await;
        }
        Ok(())
    }

    async fn rest(&self, most: Duration) {
        if !self.stopping.get() {
            let _ = timeout(most, self.nudge.notified()).await;
        }
    }

    /// One look. The first one settles what a dead sender left even if nothing is due.
    async fn round(&self, first: bool) -> anyhow::Result<()> {
        let mut view = self.book.read().await?;
        if let Some(seen) = view.last_seen().await? {
            self.clock.vouched_at(seen);
        }
        let now = self.clock.now().timestamp();
        let due = view.next_to_send(now).await?;
        drop(view);
        let is_due = due.is_some_and(|due| due <= now);
        let accounts = accounts::load(&self.orders.accounts)?;
        if accounts.is_empty() || !is_due && !first {
            return Ok(());
        }
        // Somebody else is sending; they do what there is to do.
        let Some((outbox, found)) = Outbox::open(self.book).await? else {
            return Ok(());
        };
        for record in &found.settled {
            let what = match record.note.state {
                NoteState::Uncertain { .. } => "may have left when sending broke off",
                _ => "had not left when sending broke off, and waits again",
            };
            self.tell(&format!("note {} {what}", record.note.id));
        }
        let notes = self.book.read().await?.all_notes().await?;
        let waiting: Vec<_> = notes
            .into_iter()
            .filter(|n| matches!(n.note.state, NoteState::Approved { .. }))
            .collect();
        if waiting.is_empty() {
            return Ok(());
        }
        let carriers = carriers(&accounts, &waiting).await?;
        for told in outbox.run(&carriers, 1, &self.clock, &self.stopping).await? {
            self.tell(&said(&told));
        }
        drop(outbox);
        if !self.stopping.get() {
            for warning in file_sent(self.book, &accounts, self.clock.now().timestamp()).await {
                self.tell(&warning);
            }
        }
        Ok(())
    }

    /// Reads every mailbox that may be read, for ever.
    async fn watching(&self, accounts: &[Account]) -> std::convert::Infallible {
        let mut works: Vec<_> = accounts
            .iter()
            .filter(|a| a.imap.is_some())
            .map(|account| Box::pin(self.watch(account)))
            .collect();
        std::future::poll_fn(|cx| {
            works.retain_mut(|work| work.as_mut().poll(cx).is_pending());
            std::task::Poll::Pending
        })
        .await
    }

    async fn watch(&self, account: &Account) {
        let tell = |done: &Done| {
            for line in &done.said {
                self.tell(line);
            }
            Ok(())
        };
        let watcher = Watcher {
            book: self.book,
            account,
            clock: &self.clock,
            tell: &tell,
        };
        loop {
            let Err(error) = watcher.keep_watching().await else {
                continue;
            };
            self.tell(&format!(
                "the mailbox {} is not read just now: {}",
                account.address,
                failure::story(&error).0
            ));
            sleep(if may_pass(&error) { AGAIN } else { LATER }).await;
        }
    }
}

/// What became of a note, in one line.
pub(crate) fn said(told: &Told) -> String {
    let (note, to, what) = told.parts();
    format!("note {note} to {to}: {what}")
}
