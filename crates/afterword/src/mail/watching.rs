//! Reading new mail of one mailbox, without a trace there, and telling the plan what came back.
//!
//! How far a mailbox was read is kept in the same transaction as what a message brought, so each is read once and
//! recorded once, whatever dies when. A sign of life says when somebody last looked and when they mean to look again.
//! Not here: what a message means (`incoming`), and how IMAP is spoken (`imap`).

use std::time::Duration;

use afterword_core::casebook::Refused;
use afterword_store::book::{Book, BookError, Snapshot};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::accounts::Account;
use super::imap::{Folder, Imap, ImapError};
use super::incoming::{self, By};
use super::outbox::Clock;
use crate::book::happened::Done;
use crate::failure::Failure;

/// How many of the latest messages are looked at the first time.
const FIRST_LOOK: u32 = 500;

/// How long to wait for news before the connection is made anew; servers hang up after half an hour.
pub(crate) const IDLE: Duration = Duration::from_mins(25);

/// How long to wait for an answer of the server.
const ANSWER: Duration = Duration::from_mins(2);

/// How far a mailbox was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    folder: Folder,
}

/// A sign of life of whatever waits and works by itself, for `doctor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heartbeat {
    /// When it last worked.
    pub(crate) at: Timestamp,
    /// When it means to work again at the latest; absent if it ended in good order.
    pub(crate) next: Option<Timestamp>,
}

/// The sign of life of the mailbox's reader.
pub(crate) const READER: &str = "watch.heartbeat";

impl Heartbeat {
    /// The last sign under this name.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn read(view: &mut Snapshot, name: &str) -> anyhow::Result<Option<Self>> {
        Ok(view.setting(name).await?)
    }

    /// Gives a sign of life.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn give(self, book: &Book, name: &str) -> anyhow::Result<()> {
        let mut tx = book.transaction().await?;
        tx.set(name, &self).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// One mailbox that is read for one book.
pub(crate) struct Watcher<'a> {
    pub(crate) book: &'a Book,
    pub(crate) account: &'a Account,
    pub(crate) clock: &'a dyn Clock,
    /// Told of everything that was recorded.
    pub(crate) tell: &'a dyn Fn(&Done) -> anyhow::Result<()>,
}

impl Watcher<'_> {
    /// Connects to the mailbox.
    ///
    /// # Errors
    /// The mailbox cannot be reached, or there is none.
    pub(crate) async fn open(&self) -> anyhow::Result<Imap> {
        let endpoint = self
            .account
            .imap
            .as_ref()
            .ok_or_else(|| Failure::new("this account has no mailbox to read"))?;
        let login = self.account.imap_login().await?;
        Ok(Imap::open(&self.account.server(endpoint)?, &login, ANSWER).await?)
    }

    /// Takes in what is new.
    ///
    /// # Errors
    /// The mailbox's and the book's. What was taken in before stays.
    pub(crate) async fn take_in(&self, imap: &mut Imap, next: Option<Timestamp>) -> anyhow::Result<()> {
        let name = format!("watch.{}", self.account.address.to_lowercase());
        let folder = imap.examine("INBOX").await?;
        let mut view = self.book.read().await?;
        let seen: Option<Seen> = view.setting(&name).await?;
        // The numbers hold only as long as the folder is the same one.
        let seen = seen.filter(|s| s.folder.uid_validity == folder.uid_validity);
        let first = match seen {
            Some(seen) => seen.folder.uid_next,
            None => folder.uid_next.saturating_sub(FIRST_LOOK).max(1),
        };
        let zone = self.clock.now().time_zone().clone();
        let candidates = incoming::candidates(&mut view, &zone).await?;
        drop(view);
        let mut upto = None;
        for uid in imap.since_uid(first).await? {
            let Some(raw) = imap.message(uid).await? else {
                continue;
            };
            let here = Seen {
                folder: Folder {
                    uid_next: uid.saturating_add(1),
                    ..folder
                },
            };
            let mut tx = self.book.transaction().await?;
            let moment = self.clock.moment(&self.clock.now());
            let taken = incoming::take_in(&mut tx, &raw, &candidates, By::Mailbox, &moment, &zone).await;
            let done = match taken {
                Ok(done) if done.case.is_some() => {
                    tx.set(&name, &here).await?;
                    tx.commit().await?;
                    done
                }
                // Nothing was recorded. How far we are is kept with the next message that is, or at the end.
                Ok(_) => {
                    tx.rollback().await?;
                    upto = Some(here);
                    continue;
                }
                // A case that refuses what a message brings must not stop the reading of the next one.
                Err(error) if error.is::<Refused>() => {
                    tx.rollback().await?;
                    upto = Some(here);
                    (self.tell)(&Done {
                        case: None,
                        event: None,
                        said: vec![format!("A message was not recorded: {error}.")],
                        next: None,
                    })?;
                    continue;
                }
                Err(error) => {
                    tx.rollback().await?;
                    return Err(error);
                }
            };
            upto = None;
            (self.tell)(&done)?;
        }
        let mut tx = self.book.transaction().await?;
        if let Some(seen) = upto.or_else(|| seen.is_none().then_some(Seen { folder })) {
            let kept: Option<Seen> = tx.setting(&name).await?;
            let further = kept.is_none_or(|k| {
                k.folder.uid_validity != folder.uid_validity || k.folder.uid_next < seen.folder.uid_next
            });
            if further {
                tx.set(&name, &seen).await?;
            }
        }
        let at = self.clock.now().timestamp();
        tx.set(READER, &Heartbeat { at, next }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// One connection: what is new, then the wait for more, over and over; ends only with an error.
    ///
    /// # Errors
    /// As [`Self::take_in`].
    pub(crate) async fn keep_watching(&self) -> anyhow::Result<()> {
        let mut imap = self.open().await?;
        loop {
            let slack = i64::try_from((IDLE + ANSWER).as_secs()).unwrap_or(i64::MAX);
            let next = self
                .clock
                .now()
                .timestamp()
                .checked_add(jiff::SignedDuration::from_secs(slack))
                .ok();
            self.take_in(&mut imap, next).await?;
            imap.idle(IDLE).await?;
        }
    }

    /// Looks once.
    ///
    /// # Errors
    /// As [`Self::take_in`].
    pub(crate) async fn look_once(&self) -> anyhow::Result<()> {
        let mut imap = self.open().await?;
        self.take_in(&mut imap, None).await?;
        imap.log_out().await;
        Ok(())
    }
}

/// Whether trying again later may help: a server that cannot be reached is no mistake, and neither is another program that
/// writes to the book.
pub(crate) fn may_pass(error: &anyhow::Error) -> bool {
    let book = error.downcast_ref::<BookError>();
    error.is::<ImapError>() || book.is_some_and(|e| matches!(e, BookError::Busy | BookError::Conflict { .. }))
}
