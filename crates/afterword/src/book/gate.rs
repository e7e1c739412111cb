//! The gate before a mail leaves: a text is opened by being shown, and only what was shown, in exactly these bytes, can be
//! approved. Whatever changes afterwards is a draft again. Not here: how it is shown, and what is found in it (`measure`).

use afterword_core::casebook::{Approval, Content, NoteState, TextHash};
use afterword_store::book::{NoteRecord, PersonRecord};

use super::Desk;
use crate::book;
use crate::failure::Failure;

/// What an approval binds.
pub(crate) fn hash(desk: &Desk, record: &NoteRecord, to: &PersonRecord) -> TextHash {
    TextHash::of(&Content {
        recipient: to.addr_spec.as_deref().unwrap_or_default(),
        identity: &identity(desk),
        subject: &record.subject,
        body: &record.body,
        not_before: record.not_before,
        expires: record.expires,
    })
}

/// The sender's mailbox.
fn identity(desk: &Desk) -> String {
    let own = &desk.profile().candidate;
    match (&own.name, &own.addr_spec) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.clone().or_else(|| address.clone()).unwrap_or_default(),
    }
}

/// Remembers that this very text was before its owner's eyes.
pub(crate) async fn open(
    desk: &Desk,
    record: NoteRecord,
    hash: TextHash,
    shown_before: bool,
) -> anyhow::Result<NoteRecord> {
    let opens = matches!(
        record.note.state,
        NoteState::Drafted { .. } | NoteState::Opened { .. } | NoteState::Failed { .. }
    );
    if !opens || shown_before {
        return Ok(record);
    }
    let read = record.note.revision;
    let note = record
        .note
        .clone()
        .opened(desk.now.timestamp(), hash)
        .map_err(refused)?;
    save(desk, NoteRecord { note, ..record }, read).await
}

async fn save(desk: &Desk, record: NoteRecord, read: u32) -> anyhow::Result<NoteRecord> {
    let mut tx = desk.book.transaction().await?;
    tx.save_note(&record, read).await?;
    if let Some(case) = tx.case(record.case).await? {
        book::index(&mut tx, &case, &desk.moment).await?;
    }
    tx.commit().await?;
    Ok(record)
}

#[expect(clippy::needless_pass_by_value, reason = "an error handed on, as `map_err` hands it")]
pub(crate) fn refused(refused: afterword_core::casebook::Refused) -> Failure {
    Failure::new(refused.to_string()).hint("nothing was changed; `afterword plan --why` says how things stand")
}

/// What keeps the gate closed, in words.
pub(crate) fn stopped(record: &NoteRecord, errors: usize, unfinished: usize) -> Option<String> {
    match &record.note.state {
        NoteState::Drafted { .. } | NoteState::Opened { .. } | NoteState::Failed { .. } => {}
        NoteState::Approved { .. } => return None,
        state => return Some(format!("It is {} already.", state.name())),
    }
    match (errors, unfinished) {
        (0, 0) => None,
        (0, 1) => Some("One sentence is left to you; finish or drop it first.".to_owned()),
        (0, n) => Some(format!("{n} sentences are left to you; finish or drop them first.")),
        (1, _) => Some("One thing found in it must be mended first.".to_owned()),
        (n, _) => Some(format!("{n} things found in it must be mended first.")),
    }
}

pub(crate) async fn approve(
    desk: &Desk,
    record: NoteRecord,
    to: &PersonRecord,
    hash: TextHash,
) -> anyhow::Result<NoteRecord> {
    let read = record.note.revision;
    let approval = Approval {
        at: desk.now.timestamp(),
        text: hash,
        not_before: record.not_before,
        expires: record.expires,
    };
    let note = record.note.clone().approved(approval).map_err(refused)?;
    let record = NoteRecord {
        note,
        recipient: to.addr_spec.clone(),
        identity: Some(identity(desk)),
        // A delay of an earlier try was about what went before.
        retry_at: None,
        attempts: 0,
        ..record
    };
    save(desk, record, read).await
}

/// Takes an approval back: the note is a draft again.
///
/// # Errors
/// It is under way already, and the database's.
pub(crate) async fn take_back(desk: &Desk, record: NoteRecord) -> anyhow::Result<NoteRecord> {
    let read = record.note.revision;
    let note = record.note.clone().withdrawn(desk.now.timestamp()).map_err(refused)?;
    save(desk, NoteRecord { note, ..record }, read).await
}
