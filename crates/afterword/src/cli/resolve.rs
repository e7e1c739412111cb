//! `afterword resolve`: notes of which nobody knows whether they arrived, what is known, and what can be done.

use std::time::Duration;

use afterword_core::casebook::{NoteId, NoteState};
use afterword_store::book::NoteRecord;

use super::{Ended, print};
use crate::book::{BookArgs, Desk, with};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::mail::accounts::{self, Account};
use crate::mail::imap::{Imap, Use};
use crate::mail::incoming::{self, By};
use crate::mail::outbox::{freeze, frozen_id};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  afterword resolve               what is known of notes that may have arrived
  afterword resolve 3 --arrived 'it is in Sent'
  afterword resolve --message copy.eml
";

/// Settle notes that may have arrived
///
/// Without a flag: says what is known of each, and looks for its copy in your mailbox where one is set up for reading.
/// That nothing was found proves nothing, so such a note stays as it is until you decide.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(flatten)]
    book: BookArgs,
    /// Only this note
    #[arg(value_name = "NOTE")]
    note: Option<i64>,
    /// A message that may prove it: your own copy, a delivery report, an answer
    #[arg(long, value_name = "FILE", conflicts_with_all = ["arrived", "send_again"])]
    message: Option<Source>,
    /// You know that it arrived; say how
    #[arg(long, value_name = "HOW", requires = "note", conflicts_with = "send_again")]
    arrived: Option<String>,
    /// Send the same bytes again although it may have arrived
    #[arg(long, requires = "note")]
    send_again: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    with(&args.book, async |desk| {
        if let Some(source) = &args.message {
            return message(desk, source).await;
        }
        let all = uncertain(desk, args.note.map(NoteId)).await?;
        if all.is_empty() {
            print(b"No note is uncertain.\n")?;
            return Ok(Ended::Done);
        }
        if let Some(how) = &args.arrived {
            return settle(desk, &all[0], &format!("its owner: {}", how.trim())).await;
        }
        if args.send_again {
            return again(desk, &all[0]).await;
        }
        look(desk, &all).await
    })
}

async fn uncertain(desk: &Desk, only: Option<NoteId>) -> anyhow::Result<Vec<NoteRecord>> {
    let notes = desk.book.read().await?.all_notes().await?;
    let is = |n: &NoteRecord| matches!(n.note.state, NoteState::Uncertain { .. });
    if let Some(id) = only {
        let found = notes.into_iter().find(|n| n.note.id == id);
        let found = found.ok_or_else(|| Failure::new(format!("there is no note {id}")))?;
        if !is(&found) {
            let what = format!("note {id} is not uncertain, it is {}", found.note.state.name());
            return Err(Failure::new(what).hint("only an uncertain note is settled").into());
        }
        return Ok(vec![found]);
    }
    Ok(notes.into_iter().filter(is).collect())
}

/// Looks in the mailboxes that may be read, and says what is known.
async fn look(desk: &Desk, all: &[NoteRecord]) -> anyhow::Result<Ended> {
    let accounts = accounts::load(&accounts::place()?)?;
    let mut open = 0;
    for record in all {
        let NoteState::Uncertain { at, frozen, .. } = &record.note.state else {
            continue;
        };
        let from = freeze::mailbox(record.identity.as_deref().unwrap_or_default()).map(|(_, from)| from);
        let account = accounts
            .iter()
            .find(|a| from.as_ref().is_ok_and(|f| a.address.eq_ignore_ascii_case(f)));
        let searched = match account.filter(|a| a.imap.is_some()) {
            Some(account) => search(account, &frozen.message_id).await,
            None => Ok(None),
        };
        match searched {
            Ok(Some(folder)) => {
                settle(desk, record, &format!("its copy is in {folder}")).await?;
                continue;
            }
            Ok(None) => {}
            Err(why) => print(format!("The mailbox could not be searched: {}\n", text::plain(&why)).as_bytes())?,
        }
        open += 1;
        let id = record.note.id;
        print(
            format!(
                "note {id} to {} may have arrived. Its last line left at {at}, and no answer of the server was read.\n\
                 Look into your folder of sent mail for {}; if it is there: afterword resolve {id} --arrived 'in Sent'\n\
                 A copy, report or answer as a file: afterword resolve --message FILE\n\
                 To send the same mail again, which may make it two: afterword resolve {id} --send-again\n",
                text::plain(record.recipient.as_deref().unwrap_or_default()),
                text::plain(&frozen_id(record).unwrap_or_default()),
            )
            .as_bytes(),
        )?;
    }
    Ok(if open == 0 { Ended::Done } else { Ended::Waiting })
}

/// The folder in which a message with this id lies. That there is none proves nothing.
async fn search(account: &Account, message_id: &str) -> Result<Option<String>, String> {
    let Some(endpoint) = &account.imap else { return Ok(None) };
    let server = account.server(endpoint).map_err(|e| e.to_string())?;
    let login = account.imap_login().await.map_err(|e| e.to_string())?;
    let mut imap = Imap::open(&server, &login, Duration::from_mins(1))
        .await
        .map_err(|e| e.to_string())?;
    let sent = imap.folder_for(Use::Sent).await.map_err(|e| e.to_string())?;
    for folder in sent.into_iter().chain(["INBOX".to_owned()]) {
        imap.examine(&folder).await.map_err(|e| e.to_string())?;
        if !imap
            .with_message_id(message_id)
            .await
            .map_err(|e| e.to_string())?
            .is_empty()
        {
            imap.log_out().await;
            return Ok(Some(folder));
        }
    }
    imap.log_out().await;
    Ok(None)
}

async fn settle(desk: &Desk, record: &NoteRecord, evidence: &str) -> anyhow::Result<Ended> {
    let mut tx = desk.book.transaction().await?;
    let note = record.note.clone().found(evidence)?;
    tx.save_state(&note, record.note.revision).await?;
    tx.commit().await?;
    print(format!("note {} was sent: {}\n", note.id, text::plain(evidence)).as_bytes())?;
    Ok(Ended::Done)
}

async fn again(desk: &Desk, record: &NoteRecord) -> anyhow::Result<Ended> {
    let mut tx = desk.book.transaction().await?;
    let note = record.note.clone().sent_again(desk.now.timestamp())?;
    tx.save_state(&note, record.note.revision).await?;
    tx.commit().await?;
    print(
        format!(
            "note {} waits to be sent again, with the same bytes and the same Message-ID: a server that knows it may drop \
             the second. `afterword send` sends it.\n",
            note.id
        )
        .as_bytes(),
    )?;
    Ok(Ended::Done)
}

async fn message(desk: &Desk, source: &Source) -> anyhow::Result<Ended> {
    let raw = input::read_bytes(source, Wanted::MAIL)?;
    let zone = desk.now.time_zone();
    let mut tx = desk.book.transaction().await?;
    let candidates = incoming::candidates(&mut tx, zone).await?;
    let done = incoming::take_in(&mut tx, &raw, &candidates, By::Hand, &desk.moment, zone).await?;
    tx.commit().await?;
    for line in &done.said {
        print(format!("{}\n", text::plain(line)).as_bytes())?;
    }
    Ok(if done.event.is_some() {
        Ended::Done
    } else {
        Ended::Waiting
    })
}
