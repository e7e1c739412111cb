//! A copy of what was sent, laid into the folder of sent mail where the provider does not do that by itself.
//!
//! It is looked for by its Message-ID first, so that there are never two. What goes wrong here is a warning: the note is
//! sent all the same, and nothing of its state changes.

use std::time::Duration;

use afterword_core::casebook::NoteState;
use afterword_store::book::{Book, NoteRecord};
use jiff::{SignedDuration, Timestamp};

use super::accounts::Account;
use super::imap::{Flag, Imap, Use};
use super::outbox::{freeze, frozen_id};

/// Days after which nobody looks whether a note was filed.
const LATE_DAYS: i64 = 14;

const WAIT: Duration = Duration::from_mins(1);

/// Files what these accounts sent and nobody filed. Gives what went wrong, in words.
pub(crate) async fn file_sent(book: &Book, accounts: &[Account], now: Timestamp) -> Vec<String> {
    let mut warnings = Vec::new();
    for account in accounts.iter().filter(|a| a.imap.is_some() && !a.files_sent) {
        let unfiled = match unfiled(book, account, now).await {
            Ok(unfiled) => unfiled,
            Err(error) => {
                warnings.push(format!("what was sent could not be looked up: {error}"));
                continue;
            }
        };
        if unfiled.is_empty() {
            continue;
        }
        if let Err(error) = file(book, account, unfiled, now).await {
            warnings.push(format!(
                "a copy could not be laid into your folder of sent mail ({error}); the note itself was sent"
            ));
        }
    }
    warnings
}

async fn unfiled(book: &Book, account: &Account, now: Timestamp) -> anyhow::Result<Vec<NoteRecord>> {
    let notes = book.read().await?.all_notes().await?;
    let late = SignedDuration::from_hours(24 * LATE_DAYS);
    let is_new = |record: &NoteRecord| match &record.note.state {
        NoteState::Sent { at, .. } => now.duration_since(*at) < late,
        _ => false,
    };
    let is_mine = |record: &NoteRecord| {
        freeze::mailbox(record.identity.as_deref().unwrap_or_default())
            .is_ok_and(|(_, from)| from.eq_ignore_ascii_case(&account.address))
    };
    // What its owner sent by hand has no bytes of ours.
    let unfiled = notes
        .into_iter()
        .filter(|n| n.filed.is_none() && n.frozen.is_some() && is_new(n) && is_mine(n));
    Ok(unfiled.collect())
}

async fn file(book: &Book, account: &Account, unfiled: Vec<NoteRecord>, now: Timestamp) -> anyhow::Result<()> {
    let Some(endpoint) = &account.imap else { return Ok(()) };
    let mut imap = Imap::open(&account.server(endpoint)?, &account.imap_login().await?, WAIT).await?;
    let Some(folder) = imap.folder_for(Use::Sent).await? else {
        anyhow::bail!("the mailbox has no such folder");
    };
    imap.examine(&folder).await?;
    for mut record in unfiled {
        let (Some(id), Some(bytes)) = (frozen_id(&record), record.frozen.clone()) else {
            continue;
        };
        if imap.with_message_id(&id).await?.is_empty() {
            imap.append(&folder, Flag::Seen, &bytes).await?;
        }
        record.filed = Some(now);
        let mut tx = book.transaction().await?;
        tx.save_note(&record, record.note.revision).await?;
        tx.commit().await?;
    }
    imap.log_out().await;
    Ok(())
}
