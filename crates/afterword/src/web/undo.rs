//! Taking back what was done last: the state of things before it is kept, and brought back if nothing changed since.

use std::sync::Arc;

use afterword_core::casebook::{CaseId, NoteId, NoteState};
use afterword_store::book::{CardRecord, NoteRecord, PersonRecord, RoundRecord};
use axum::extract::State;
use axum::response::Redirect;

use super::app::App;
use super::error::{Answer, WebError};
use crate::book::{self, Desk, drafting, gate};
use crate::failure::Failure;

/// One change, and the way back.
#[derive(Debug, Clone)]
pub(crate) struct Undo {
    /// What was done: `approved the note to Dana`.
    pub(crate) what: String,
    /// Where to look afterwards.
    pub(crate) page: String,
    pub(crate) back: Back,
}

/// What brings the state before back.
#[derive(Debug, Clone)]
pub(crate) enum Back {
    /// The text a note had.
    Text(Box<NoteRecord>),
    /// The approval is taken back.
    Approval(NoteId),
    /// What a jot was read and composed with.
    Round(Box<RoundRecord>),
    /// What was known of somebody.
    Person(Box<PersonRecord>),
    /// How far a card was.
    Card(Box<CardRecord>),
    /// A case was laid aside, or taken up again.
    Closed(CaseId, Option<jiff::Timestamp>),
}

/// Takes the last change back.
pub(crate) async fn back(State(app): State<Arc<App>>) -> Answer<Redirect> {
    let Some(undo) = app.take_undo() else {
        return Err(WebError::refused(
            "there is nothing to take back",
            "look at how things are now",
        ));
    };
    let desk = app.desk().await?;
    restore(&desk, undo.back).await?;
    Ok(Redirect::to(&undo.page))
}

async fn restore(desk: &Desk, back: Back) -> anyhow::Result<()> {
    match back {
        Back::Approval(id) => {
            let mut view = desk.book.read().await?;
            let record = view.note(id).await?;
            drop(view);
            if let Some(record) = record.filter(|r| matches!(r.note.state, NoteState::Approved { .. })) {
                gate::take_back(desk, record).await?;
                return Ok(());
            }
            Err(Failure::new("it is on its way already").hint("look at the note").into())
        }
        Back::Text(old) => {
            let mut tx = desk.book.transaction().await?;
            let Some(now) = tx.note(old.note.id).await? else {
                return Ok(());
            };
            let read = now.note.revision;
            let note = now.note.clone().edited(desk.now.timestamp());
            let note = note.map_err(|r| Failure::new(r.to_string()).hint("nothing was changed"))?;
            let record = NoteRecord {
                note,
                subject: old.subject,
                body: old.body,
                trace: old.trace,
                ..now
            };
            tx.save_note(&record, read).await?;
            Ok(tx.commit().await?)
        }
        Back::Round(old) => {
            let mut tx = desk.book.transaction().await?;
            tx.put_round(&old).await?;
            if let Some(case) = tx.case(old.case).await? {
                drafting::one(desk, &mut tx, &case, &mut Vec::new(), &mut Vec::new()).await?;
                book::index(&mut tx, &case, &desk.moment).await?;
            }
            Ok(tx.commit().await?)
        }
        Back::Person(old) => {
            let mut tx = desk.book.transaction().await?;
            tx.update_person(&old).await?;
            for link in tx.links_of(old.id).await? {
                if let Some(case) = tx.case(link.case).await? {
                    book::index(&mut tx, &case, &desk.moment).await?;
                }
            }
            Ok(tx.commit().await?)
        }
        Back::Card(old) => {
            let mut tx = desk.book.transaction().await?;
            let now = tx.card(old.card.id).await?;
            let revision = now.map_or(old.revision, |c| c.revision);
            tx.save_card(&CardRecord { revision, ..*old }).await?;
            Ok(tx.commit().await?)
        }
        Back::Closed(id, closed) => {
            let mut tx = desk.book.transaction().await?;
            if let Some(mut record) = tx.case_record(id).await? {
                record.closed = closed;
                tx.update_case(&record).await?;
            }
            Ok(tx.commit().await?)
        }
    }
}
