//! The case book: everything kept, behind one type over `SQLite` or `PostgreSQL`.
//!
//! A [`Book`] belongs to one [`Owner`]. It is read through a [`Snapshot`], which sees one state of it however many
//! questions are asked, and changed through a [`Transaction`], which is all there or not at all and is committed by
//! being consumed. What is read with a revision is changed only if that revision still stands; otherwise the answer is
//! [`BookError::Conflict`]. Absence is `None`.
//!
//! Rooms: `connect` (opening), `migrate` (making and renewing the tables), `sql` (one SQL text for both), `records` (what is kept), and
//! one file per part of the book. Not here: the clock, what a state may become ([`afterword_core::casebook`]), what is
//! due ([`afterword_core::plan`]), and any format but the zip of an export.

mod attachments;
mod backup;
mod cases;
mod connect;
mod contents;
mod doctor;
mod error;
mod export;
mod forget;
mod location;
mod migrate;
mod notes;
mod people;
mod planned;
mod records;
mod rounds;
mod search;
mod sending;
mod settings;
mod sql;
mod stationery;
mod values;

use std::ops::{Deref, DerefMut};

pub use attachments::{MAX_ATTACHMENT_BYTES, MAX_CASE_ATTACHMENT_BYTES};
pub use backup::{RESTORED, Restored};
pub use cases::{CaseFilter, CaseSummary};
pub use connect::{Book, Mode, Owner};
pub use contents::{Contents, FORMAT, ForgottenAddress};
pub use doctor::{Facts, FileFacts, ServerFacts};
pub use error::{BookError, Done};
pub use export::{ExtraFile, MAX_ENTRIES, MAX_JSON_BYTES, quoted};
pub use forget::{Forget, ForgetCount, Forgotten};
pub use location::Location;
pub use migrate::SCHEMA_VERSION;
pub use people::{Occasion, PersonSummary, Touched};
pub use records::{
    AddressSource, Attachment, AttachmentId, CalendarEntry, CardRecord, CaseRecord, Employer, EmployerId, EventRecord,
    Item, ItemId, Link, Movement, MovementId, NoteRecord, PersonRecord, Planned, PointRecord, PointRowId,
    PostalAddress, PromiseRecord, RoundRecord,
};
pub use search::{Hit, HitKind};
pub use sending::{Claimed, Lease};
pub use sql::Backend;

use sql::{Row, Session, Value};

/// One state of the book, to ask questions of.
pub struct Snapshot {
    session: Session,
    owner: i64,
    statements: u64,
}

impl Snapshot {
    /// How many statements were run so far: what must not grow with the book is counted, not believed.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements
    }

    async fn rows(&mut self, sql: &'static str, args: &[Value]) -> Done<Vec<Row>> {
        self.statements += 1;
        self.session.rows(sql, args).await
    }

    async fn row(&mut self, sql: &'static str, args: &[Value]) -> Done<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    async fn number(&mut self, sql: &'static str, args: &[Value]) -> Done<i64> {
        match self.row(sql, args).await? {
            Some(row) => row.int("n"),
            None => Ok(0),
        }
    }
}

/// A change of the book: all of it once committed, nothing of it otherwise. It also answers every question of a
/// [`Snapshot`], and sees its own changes.
#[must_use = "a transaction that is not committed changes nothing"]
pub struct Transaction {
    view: Snapshot,
}

impl Transaction {
    /// Makes the change durable.
    ///
    /// # Errors
    /// The database's; then nothing was changed.
    pub async fn commit(self) -> Done {
        self.view.session.commit().await
    }

    /// Gives the change up; dropping it does the same, a little later.
    ///
    /// # Errors
    /// The database's; nothing was changed all the same.
    pub async fn rollback(self) -> Done {
        self.view.session.rollback().await
    }

    async fn run(&mut self, sql: &'static str, args: &[Value]) -> Done<u64> {
        self.view.statements += 1;
        self.view.session.run(sql, args).await
    }

    /// The next identity of this kind. Two writers never get the same one: the row is locked until the first is done.
    async fn next_id(&mut self, name: &'static str) -> Done<i64> {
        let row = self
            .view
            .row(
                "INSERT INTO counters (owner, name, last) VALUES ($1, $2, 1) \
                 ON CONFLICT (owner, name) DO UPDATE SET last = counters.last + 1 RETURNING last",
                &sql::args![self.view.owner, name],
            )
            .await?;
        match row {
            Some(row) => row.int("last"),
            None => Err(BookError::unavailable("no identity was given out")),
        }
    }
}

impl Deref for Transaction {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        &self.view
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Snapshot {
        &mut self.view
    }
}
