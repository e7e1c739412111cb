//! The sender's lease and claims: each approved note is taken by one worker, once.
//!
//! Whoever sends holds the lease: a lock on a file beside a `SQLite` book, an advisory lock of a server. It ends with its
//! holder, however that ended, and never by the time. What a dead sender left is settled by whoever holds the lease next.
//! Not here: what a note may become, which [`afterword_core::casebook`] says, and the plan's leave.

use std::fs;
use std::path::PathBuf;

use afterword_core::casebook::{Case, NoteId, NoteState};
use jiff::Timestamp;
use sqlx::{Connection as _, PgConnection};

use super::connect::{Pools, sender_lock};
use super::error::{BookError, Done};
use super::records::NoteRecord;
use super::{Book, Owner, Transaction};

/// The first half of the advisory lock's key: this program's senders. The second half is the owner.
const SENDER_LOCK: i32 = 415_825;

/// The right to send from one owner's book. Dropped, it is free again.
#[derive(Debug)]
pub struct Lease {
    owner: Owner,
    hold: Hold,
}

#[derive(Debug)]
pub(super) enum Hold {
    /// The lock is the file's; it ends when the file is closed.
    File {
        #[expect(dead_code, reason = "held for its lock")]
        file: fs::File,
        path: PathBuf,
    },
    /// The lock is the session's.
    Server(Box<PgConnection>),
}

impl Lease {
    /// Whether it still holds: a server's lock ends when its connection breaks.
    pub async fn holds(&mut self) -> bool {
        match &mut self.hold {
            Hold::File { path, .. } => path.exists(),
            Hold::Server(connection) => connection.ping().await.is_ok(),
        }
    }

    /// Whose book it is for.
    #[must_use]
    pub fn owner(&self) -> Owner {
        self.owner
    }
}

/// A note to be sent, with its case: both as they are in the transaction that took it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// The case, for the plan's leave at this moment.
    pub case: Case,
    /// The note, approved and due.
    pub note: NoteRecord,
}

impl Book {
    /// The right to send, unless somebody else has it.
    ///
    /// # Errors
    /// [`BookError::ReadOnly`], and what the system or the database says.
    pub async fn sender_lease(&self) -> Done<Option<Lease>> {
        if self.mode() == super::Mode::ReadOnly {
            return Err(BookError::ReadOnly);
        }
        let hold = match &self.pools {
            Pools::Sqlite { path, .. } => lock_file(sender_lock(path, self.owner))?,
            Pools::Postgres { pool } => {
                let mut connection = pool.acquire().await.map_err(BookError::of)?.detach();
                let owner = i32::try_from(self.owner.0)
                    .map_err(|_| BookError::invalid("an owner's number is too large for a lease"))?;
                let got = sqlx::query_scalar::<_, bool>("SELECT pg_try_advisory_lock($1, $2)")
                    .bind(SENDER_LOCK)
                    .bind(owner)
                    .fetch_one(&mut connection)
                    .await;
                got.map_err(BookError::of)?.then(|| Hold::Server(Box::new(connection)))
            }
        };
        let owner = self.owner;
        Ok(hold.map(|hold| Lease { owner, hold }))
    }
}

pub(super) fn lock_file(path: PathBuf) -> Done<Option<Hold>> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).map_err(BookError::file("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Hold::File { file, path })),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(e)) => Err(BookError::file("lock", path)(e)),
    }
}

impl Transaction {
    /// Takes the first note that may be sent at `now` by its approval's window and its last try's delay, or none. The caller
    /// weighs the plan, moves the note on and keeps it in this same transaction: until it is committed, no other worker
    /// gets this note; if it is not, the note waits as before.
    ///
    /// A note that the plan refuses must be put off ([`Transaction::put_off`]), or it comes first again.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if the lease is for another book, and the database's.
    pub async fn claim(&mut self, lease: &Lease, now: Timestamp) -> Done<Option<Claimed>> {
        self.check(lease)?;
        let Some(note) = self.ready_note(now).await? else {
            return Ok(None);
        };
        let Some(case) = self.case(note.case).await? else {
            return Err(BookError::conflict("the note's case is not in the book any more"));
        };
        Ok(Some(Claimed { case, note }))
    }

    /// Says not to look at an approved note again before `until`; nothing else of it changes.
    ///
    /// # Errors
    /// The database's.
    pub async fn put_off(&mut self, note: NoteId, until: Timestamp) -> Done<bool> {
        let sql = "UPDATE notes SET retry_at = $3 WHERE owner = $1 AND id = $2 AND state = 'approved'";
        let args = super::sql::args![self.owner, note.0, until.as_second()];
        Ok(self.run(sql, &args).await? == 1)
    }

    /// Settles what a sender that died left: before its dot a note waits again, after it nobody knows. Returns what was
    /// settled, as it is now. The lease is what proves that no living sender has them.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if the lease is for another book, and the database's.
    pub async fn recover(&mut self, lease: &Lease) -> Done<Vec<NoteRecord>> {
        self.check(lease)?;
        let mut settled = self.held_notes().await?;
        for record in &mut settled {
            let read = record.note.revision;
            record.note = record.note.clone().recovered();
            debug_assert!(!matches!(
                record.note.state,
                NoteState::Sending { .. } | NoteState::Dot { .. }
            ));
            self.save_state(&record.note, read).await?;
        }
        Ok(settled)
    }

    fn check(&self, lease: &Lease) -> Done {
        if lease.owner.0 == self.owner {
            Ok(())
        } else {
            Err(BookError::conflict("the sender's lease is for another book"))
        }
    }
}
