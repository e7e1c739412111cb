//! Notes and cards with their words, and how their states are kept.
//!
//! A state is kept whole as JSON, beside columns for what statements look for. Every change names the revision it was
//! made from. An entry of the plan has at most one living note and one living card: discarded ones, and notes that came
//! back for good, do not count.

use afterword_core::casebook::{Card, CardId, CardState, CaseId, Key, Note, NoteId, NoteState, PersonId, UNDO_SECONDS};
use jiff::Timestamp;

use super::error::{BookError, Done};
use super::records::{CardRecord, NoteRecord};
use super::search::HitKind;
use super::sql::{Row, Value, args};
use super::values::{Reader, json, maybe_json, seconds};
use super::{Snapshot, Transaction};

macro_rules! note {
    ($rest:literal) => {
        concat!(
            "SELECT n.case_id, n.id, n.person_id, n.purpose, n.round, n.key_person, n.item, n.detail, n.facts, \
             n.announces, n.revision, n.recipient, n.identity, n.subject, n.body, n.not_before, n.expires, \
             n.enclosures, n.trace, n.frozen, n.attempts, n.retry_at, n.filed_at FROM notes n ",
            $rest
        )
    };
}

macro_rules! card {
    ($rest:literal) => {
        concat!(
            "SELECT k.case_id, k.id, k.person_id, k.purpose, k.round, k.key_person, k.item, k.detail, k.recipient, \
             k.text, k.trace, k.revision FROM cards k ",
            $rest
        )
    };
}

fn key(r: &Reader<'_>) -> Done<Key> {
    let person = r.int("key_person")?;
    Ok(Key {
        purpose: r.variant("purpose")?,
        round: r.small("round")?,
        person: (person != 0).then_some(PersonId(person)),
        item: r.int("item")?,
    })
}

pub(super) fn key_of(r: &Reader<'_>) -> Done<Key> {
    key(r)
}

pub(super) fn state_of_note(row: &Row) -> Done<(CaseId, Note)> {
    let r = Reader::new(row, "notes", "id");
    let note = Note {
        id: NoteId(r.int("id")?),
        key: key(&r)?,
        to: PersonId(r.int("person_id")?),
        announces: r.maybe_json("announces")?,
        state: r.json("detail")?,
        facts: r.json("facts")?,
        revision: r.small("revision")?,
    };
    Ok((CaseId(r.int("case_id")?), note))
}

pub(super) fn state_of_card(row: &Row) -> Done<(CaseId, Card)> {
    let r = Reader::new(row, "cards", "id");
    let card = Card {
        id: CardId(r.int("id")?),
        key: key(&r)?,
        to: PersonId(r.int("person_id")?),
        state: r.json("detail")?,
    };
    Ok((CaseId(r.int("case_id")?), card))
}

fn note(row: &Row) -> Done<NoteRecord> {
    let (case, note) = state_of_note(row)?;
    let r = Reader::new(row, "notes", "id");
    Ok(NoteRecord {
        case,
        note,
        recipient: r.maybe_text("recipient")?,
        identity: r.maybe_text("identity")?,
        subject: r.text("subject")?,
        body: r.text("body")?,
        not_before: r.maybe_instant("not_before")?,
        expires: r.maybe_instant("expires")?,
        enclosures: r.json("enclosures")?,
        trace: r.maybe_json("trace")?,
        frozen: row.maybe_bytes("frozen").map_err(|_| r.corrupt("frozen"))?,
        attempts: r.small("attempts")?,
        retry_at: r.maybe_instant("retry_at")?,
        filed: r.maybe_instant("filed_at")?,
    })
}

fn card(row: &Row) -> Done<CardRecord> {
    let (case, card) = state_of_card(row)?;
    let r = Reader::new(row, "cards", "id");
    Ok(CardRecord {
        case,
        card,
        recipient: r.maybe_text("recipient")?,
        text: r.text("text")?,
        trace: r.maybe_json("trace")?,
        revision: r.small("revision")?,
    })
}

/// Whether it fills its entry's place in the plan.
fn is_living(note: &Note) -> bool {
    !matches!(note.state, NoteState::Discarded { .. }) && !note.facts.bounced.is_some_and(|b| b.hard)
}

/// When a sender may first take it, by the undo window and its owner's wish.
fn ready_at(state: &NoteState) -> Option<i64> {
    let NoteState::Approved { approval, .. } = state else {
        return None;
    };
    let undone = approval.at.as_second().saturating_add(UNDO_SECONDS);
    Some(approval.not_before.map_or(undone, |t| t.as_second().max(undone)))
}

fn message_id(state: &NoteState) -> Option<&str> {
    match state {
        NoteState::Approved { frozen, .. } => frozen.as_ref().map(|f| f.message_id.as_str()),
        NoteState::Sending { frozen, .. }
        | NoteState::Dot { frozen, .. }
        | NoteState::Sent { frozen, .. }
        | NoteState::Uncertain { frozen, .. } => Some(&frozen.message_id),
        NoteState::Drafted { .. }
        | NoteState::Opened { .. }
        | NoteState::Failed { .. }
        | NoteState::Discarded { .. } => None,
    }
}

/// When it went out, or may have.
fn reached_at(state: &NoteState) -> Option<i64> {
    match state {
        NoteState::Sending { frozen, .. } => Some(frozen.at.as_second()),
        NoteState::Dot { at, .. } | NoteState::Sent { at, .. } | NoteState::Uncertain { at, .. } => {
            Some(at.as_second())
        }
        NoteState::Drafted { .. }
        | NoteState::Opened { .. }
        | NoteState::Approved { .. }
        | NoteState::Failed { .. }
        | NoteState::Discarded { .. } => None,
    }
}

fn posted_at(state: &CardState) -> Option<i64> {
    match state {
        CardState::Posted { at, .. } => Some(at.as_second()),
        _ => None,
    }
}

impl Snapshot {
    /// The note with this identity.
    ///
    /// # Errors
    /// The database's.
    pub async fn note(&mut self, id: NoteId) -> Done<Option<NoteRecord>> {
        let owner = self.owner;
        let row = self
            .row(note!("WHERE n.owner = $1 AND n.id = $2"), &args![owner, id.0])
            .await?;
        row.as_ref().map(note).transpose()
    }

    /// Every note of a case, in the order in which they were written.
    ///
    /// # Errors
    /// The database's.
    pub async fn notes(&mut self, case: CaseId) -> Done<Vec<NoteRecord>> {
        let owner = self.owner;
        let sql = note!("WHERE n.owner = $1 AND n.case_id = $2 ORDER BY n.id");
        self.rows(sql, &args![owner, case.0]).await?.iter().map(note).collect()
    }

    /// Every note of the book.
    ///
    /// # Errors
    /// The database's.
    pub async fn all_notes(&mut self) -> Done<Vec<NoteRecord>> {
        let owner = self.owner;
        let rows = self
            .rows(note!("WHERE n.owner = $1 ORDER BY n.id"), &args![owner])
            .await?;
        rows.iter().map(note).collect()
    }

    /// The note whose mail has this `Message-ID` (RFC 5322).
    ///
    /// # Errors
    /// The database's.
    pub async fn note_with_message_id(&mut self, message_id: &str) -> Done<Option<NoteRecord>> {
        let owner = self.owner;
        let sql = note!("WHERE n.owner = $1 AND n.message_id = $2 ORDER BY n.id");
        self.row(sql, &args![owner, message_id])
            .await?
            .as_ref()
            .map(note)
            .transpose()
    }

    /// When the first approved note whose window is open at `now` may be sent, by that window and its last try's delay;
    /// `None` if none waits.
    ///
    /// # Errors
    /// The database's.
    pub async fn next_to_send(&mut self, now: Timestamp) -> Done<Option<Timestamp>> {
        let owner = self.owner;
        let sql = "SELECT id, CASE WHEN retry_at > ready_at THEN retry_at ELSE ready_at END AS due FROM notes \
                   WHERE owner = $1 AND state = 'approved' AND ready_at IS NOT NULL AND (expires IS NULL OR expires > $2) \
                   ORDER BY due, id LIMIT 1";
        let row = self.row(sql, &args![owner, now.as_second()]).await?;
        row.as_ref()
            .map(|row| Reader::new(row, "notes", "id").instant("due"))
            .transpose()
    }

    /// The card with this identity.
    ///
    /// # Errors
    /// The database's.
    pub async fn card(&mut self, id: CardId) -> Done<Option<CardRecord>> {
        let owner = self.owner;
        let row = self
            .row(card!("WHERE k.owner = $1 AND k.id = $2"), &args![owner, id.0])
            .await?;
        row.as_ref().map(card).transpose()
    }

    /// Every card of a case, in the order in which they were written.
    ///
    /// # Errors
    /// The database's.
    pub async fn cards(&mut self, case: CaseId) -> Done<Vec<CardRecord>> {
        let owner = self.owner;
        let sql = card!("WHERE k.owner = $1 AND k.case_id = $2 ORDER BY k.id");
        self.rows(sql, &args![owner, case.0]).await?.iter().map(card).collect()
    }

    /// Every card of the book.
    ///
    /// # Errors
    /// The database's.
    pub async fn all_cards(&mut self) -> Done<Vec<CardRecord>> {
        let owner = self.owner;
        let rows = self
            .rows(card!("WHERE k.owner = $1 ORDER BY k.id"), &args![owner])
            .await?;
        rows.iter().map(card).collect()
    }
}

impl Transaction {
    /// Takes up a note; its identity is given out here, so that `note.note.id` does not count.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if its entry of the plan has a living note already, or its case or person is not there.
    pub async fn add_note(&mut self, note: &NoteRecord) -> Done<NoteId> {
        let id = NoteId(self.next_id("note").await?);
        self.insert_note(id, note).await?;
        Ok(id)
    }

    pub(super) async fn insert_note(&mut self, id: NoteId, record: &NoteRecord) -> Done {
        let sql = "INSERT INTO notes (owner, id, case_id, person_id, purpose, round, key_person, item, state, detail, \
                   facts, announces, revision, living, recipient, identity, subject, body, not_before, expires, \
                   enclosures, trace, frozen, message_id, ready_at, reached_at, attempts, retry_at, filed_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
                   $21, $22, $23, $24, $25, $26, $27, $28, $29)";
        let (note, key) = (&record.note, &record.note.key);
        let args = args![
            self.owner,
            id.0,
            record.case.0,
            note.to.0,
            key.purpose.name(),
            key.round,
            key.person.map_or(0, |p| p.0),
            key.item,
            note.state.name(),
            json(&note.state)?,
            json(&note.facts)?,
            maybe_json(note.announces.as_ref())?,
            note.revision,
            is_living(note),
            &record.recipient,
            &record.identity,
            &record.subject,
            &record.body,
            seconds(record.not_before),
            seconds(record.expires),
            json(&record.enclosures)?,
            maybe_json(record.trace.as_ref())?,
            &record.frozen,
            message_id(&note.state),
            ready_at(&note.state),
            reached_at(&note.state),
            record.attempts,
            seconds(record.retry_at),
            seconds(record.filed)
        ];
        self.run(sql, &args).await?;
        self.index_note(id, record).await
    }

    /// Keeps a note's words and state. `read` is the revision it was read with.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if it changed meanwhile.
    pub async fn save_note(&mut self, record: &NoteRecord, read: u32) -> Done {
        self.save_state(&record.note, read).await?;
        let sql = "UPDATE notes SET recipient = $3, identity = $4, subject = $5, body = $6, not_before = $7, \
                   expires = $8, enclosures = $9, trace = $10, frozen = $11, attempts = $12, retry_at = $13, \
                   filed_at = $14 WHERE owner = $1 AND id = $2";
        let args = args![
            self.owner,
            record.note.id.0,
            &record.recipient,
            &record.identity,
            &record.subject,
            &record.body,
            seconds(record.not_before),
            seconds(record.expires),
            json(&record.enclosures)?,
            maybe_json(record.trace.as_ref())?,
            &record.frozen,
            record.attempts,
            seconds(record.retry_at),
            seconds(record.filed)
        ];
        self.run(sql, &args).await?;
        self.index_note(record.note.id, record).await
    }

    /// Keeps a note's state and nothing of its words. `read` is the revision it was read with.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if it changed meanwhile.
    pub async fn save_state(&mut self, note: &Note, read: u32) -> Done {
        let sql = "UPDATE notes SET person_id = $4, state = $5, detail = $6, facts = $7, announces = $8, \
                   revision = $9, living = $10, message_id = COALESCE($11, message_id), ready_at = $12, \
                   reached_at = $13 WHERE owner = $1 AND id = $2 AND revision = $3";
        let args = args![
            self.owner,
            note.id.0,
            read,
            note.to.0,
            note.state.name(),
            json(&note.state)?,
            json(&note.facts)?,
            maybe_json(note.announces.as_ref())?,
            note.revision,
            is_living(note),
            message_id(&note.state),
            ready_at(&note.state),
            reached_at(&note.state)
        ];
        match self.run(sql, &args).await? {
            1 => Ok(()),
            _ => Err(BookError::conflict("this note was changed by somebody else meanwhile")),
        }
    }

    async fn index_note(&mut self, id: NoteId, record: &NoteRecord) -> Done {
        let text = format!("{} {}", record.subject, record.body);
        let to = Some(record.note.to);
        self.index(HitKind::Note, id.0, Some(record.case), to, &text).await
    }

    /// Takes up a card; its identity is given out here, so that `card.card.id` does not count.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if its entry of the plan has a living card already, or its case or person is not there.
    pub async fn add_card(&mut self, card: &CardRecord) -> Done<CardId> {
        let id = CardId(self.next_id("card").await?);
        self.insert_card(id, card).await?;
        Ok(id)
    }

    pub(super) async fn insert_card(&mut self, id: CardId, record: &CardRecord) -> Done {
        let sql = "INSERT INTO cards (owner, id, case_id, person_id, purpose, round, key_person, item, state, detail, \
                   revision, living, posted_at, recipient, text, trace) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
        let (card, key) = (&record.card, &record.card.key);
        let args = args![
            self.owner,
            id.0,
            record.case.0,
            card.to.0,
            key.purpose.name(),
            key.round,
            key.person.map_or(0, |p| p.0),
            key.item,
            card.state.name(),
            json(&card.state)?,
            record.revision,
            !matches!(card.state, CardState::Discarded { .. }),
            posted_at(&card.state),
            &record.recipient,
            &record.text,
            maybe_json(record.trace.as_ref())?
        ];
        self.run(sql, &args).await?;
        self.index_card(id, record).await
    }

    /// Keeps a card's words and state, changed from the revision that `record` carries; the row's revision rises by one.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if it changed meanwhile.
    pub async fn save_card(&mut self, record: &CardRecord) -> Done {
        let sql = "UPDATE cards SET person_id = $4, state = $5, detail = $6, living = $7, posted_at = $8, \
                   recipient = $9, text = $10, trace = $11, revision = revision + 1 \
                   WHERE owner = $1 AND id = $2 AND revision = $3";
        let card = &record.card;
        let args = args![
            self.owner,
            card.id.0,
            record.revision,
            card.to.0,
            card.state.name(),
            json(&card.state)?,
            !matches!(card.state, CardState::Discarded { .. }),
            posted_at(&card.state),
            &record.recipient,
            &record.text,
            maybe_json(record.trace.as_ref())?
        ];
        match self.run(sql, &args).await? {
            1 => self.index_card(card.id, record).await,
            _ => Err(BookError::conflict("this card was changed by somebody else meanwhile")),
        }
    }

    /// Keeps a card's state where it is still `old`.
    pub(super) async fn save_card_state(&mut self, card: &Card, old: &Card) -> Done {
        let kept = self.card(card.id).await?;
        match kept {
            Some(record) if record.card == *old => {
                let card = card.clone();
                self.save_card(&CardRecord { card, ..record }).await
            }
            _ => Err(BookError::conflict("this card was changed by somebody else meanwhile")),
        }
    }

    async fn index_card(&mut self, id: CardId, record: &CardRecord) -> Done {
        let to = Some(record.card.to);
        self.index(HitKind::Card, id.0, Some(record.case), to, &record.text)
            .await
    }

    /// Notes that a sender has not finished with, of whatever sender.
    pub(super) async fn held_notes(&mut self) -> Done<Vec<NoteRecord>> {
        let owner = self.owner;
        let sql = note!("WHERE n.owner = $1 AND n.state IN ('sending', 'dot') ORDER BY n.id");
        self.rows(sql, &args![owner]).await?.iter().map(note).collect()
    }

    /// The first note that may be sent now, locked for this transaction where the database locks rows.
    pub(super) async fn ready_note(&mut self, now: Timestamp) -> Done<Option<NoteRecord>> {
        macro_rules! ready {
            ($lock:literal) => {
                concat!(
                    note!(
                        "WHERE n.owner = $1 AND n.state = 'approved' AND n.ready_at <= $2 \
                         AND (n.retry_at IS NULL OR n.retry_at <= $2) AND (n.expires IS NULL OR n.expires > $2) \
                         ORDER BY n.ready_at, n.id LIMIT 1"
                    ),
                    $lock
                )
            };
        }
        let sql = match self.session.backend() {
            super::Backend::Sqlite => ready!(""),
            super::Backend::Postgres => ready!(" FOR UPDATE SKIP LOCKED"),
        };
        let args: [Value; 2] = args![self.owner, now.as_second()];
        self.row(sql, &args).await?.as_ref().map(note).transpose()
    }
}
