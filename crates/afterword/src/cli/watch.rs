//! `afterword watch`: reads new mail of your mailboxes, without a trace there, and tells the plan what came back.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Ended, print};
use crate::book::{BookArgs, Desk, with};
use crate::failure::Failure;
use crate::mail::accounts::{self, Account};
use crate::mail::imap::{Folder, Imap, ImapError};
use crate::mail::incoming;
use crate::{clock, text};

/// How many of the latest messages are looked at the first time.
const FIRST_LOOK: u32 = 500;

/// How long to wait for news before the connection is made anew; servers hang up after half an hour.
const IDLE: Duration = Duration::from_secs(25 * 60);

/// Waits between two tries of a server that cannot be reached.
const AGAIN: Duration = Duration::from_secs(120);

const EXAMPLES: &str = "\
Examples:
  afterword watch                 until you stop it
  afterword watch --once
";

/// Look for answers in your mailbox
///
/// Only reads: nothing is marked as seen, moved or deleted. Answers, notices of absence and returned mail change the plan,
/// and are shown. Runs until you stop it; with --once it looks once.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(flatten)]
    book: BookArgs,
    /// Look once and end
    #[arg(long)]
    once: bool,
    /// Which mailbox [default: the first that may be read]
    #[arg(long, value_name = "ADDRESS")]
    account: Option<String>,
}

/// How far a mailbox was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    folder: Folder,
}

/// A sign of life, for `doctor`: when it last looked, and when it wants to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Heartbeat {
    at: Timestamp,
    next: Option<Timestamp>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    with(&args.book, async |desk| {
        let accounts = accounts::load(&accounts::place()?)?;
        let account = accounts
            .iter()
            .find(|a| a.imap.is_some() && args.account.as_ref().is_none_or(|n| a.address.eq_ignore_ascii_case(n)))
            .ok_or_else(|| {
                Failure::new("there is no mailbox to read")
                    .hint("`afterword account add ADDRESS --imap SERVER`; or give a saved message to `afterword resolve --message FILE`")
            })?;
        loop {
            let looked = look(desk, args, account).await;
            match looked {
                Ok(()) if args.once => return Ok(Ended::Done),
                Ok(()) => {}
                Err(error) if args.once => return Err(error),
                Err(error) => match error.downcast::<ImapError>() {
                    Ok(error) => {
                        print(
                            format!("{}; trying again in two minutes\n", text::plain(&error.to_string())).as_bytes(),
                        )?;
                        tokio::time::sleep(AGAIN).await;
                    }
                    Err(other) => return Err(other),
                },
            }
        }
    })
}

/// One connection: what is new, then, unless once, the wait for more.
async fn look(desk: &Desk, args: &Args, account: &Account) -> anyhow::Result<()> {
    let Some(endpoint) = &account.imap else { return Ok(()) };
    let mut imap = Imap::open(
        &account.server(endpoint)?,
        &account.imap_login()?,
        Duration::from_secs(120),
    )
    .await?;
    loop {
        take_in(desk, args, account, &mut imap).await?;
        if args.once {
            imap.log_out().await;
            return Ok(());
        }
        imap.idle(IDLE).await?;
    }
}

async fn take_in(desk: &Desk, args: &Args, account: &Account, imap: &mut Imap) -> anyhow::Result<()> {
    let name = format!("watch.{}", account.address.to_lowercase());
    let folder = imap.examine("INBOX").await?;
    let seen: Option<Seen> = desk.book.read().await?.setting(&name).await?;
    let first = match seen {
        // The numbers hold only as long as the folder is the same one.
        Some(seen) if seen.folder.uid_validity == folder.uid_validity => seen.folder.uid_next,
        _ => folder.uid_next.saturating_sub(FIRST_LOOK).max(1),
    };
    for uid in imap.from_uid(first).await? {
        let raw = imap.message(uid).await?.unwrap_or_default();
        let now = clock::now(args.book.now.as_deref())?;
        let mut tx = desk.book.transaction().await?;
        let candidates = incoming::candidates(&mut tx, now.time_zone()).await?;
        let brought = incoming::take_in(&mut tx, &raw, &candidates, now.timestamp()).await;
        // A case that refuses what a message brings must not stop the reading of the next one.
        let said = match brought {
            Ok(brought) => brought.map(|b| b.said).unwrap_or_default(),
            Err(incoming::IncomingError::Refused(refused)) => vec![format!("a message was not recorded: {refused}")],
            Err(other) => return Err(other.into()),
        };
        // In the same transaction as what it brought: read once, recorded once.
        tx.set(
            &name,
            &Seen {
                folder: Folder {
                    uid_next: uid.saturating_add(1),
                    ..folder
                },
            },
        )
        .await?;
        tx.commit().await?;
        for line in said {
            print(format!("{}\n", text::plain(&line)).as_bytes())?;
        }
    }
    let now = clock::now(args.book.now.as_deref())?.timestamp();
    let next = if args.once { None } else { now.checked_add(IDLE).ok() };
    let mut tx = desk.book.transaction().await?;
    tx.set("watch.heartbeat", &Heartbeat { at: now, next }).await?;
    if seen.is_none() || seen.is_some_and(|s| s.folder.uid_validity != folder.uid_validity) {
        let kept: Option<Seen> = tx.setting(&name).await?;
        if kept.is_none_or(|k| k.folder.uid_validity != folder.uid_validity) {
            tx.set(&name, &Seen { folder }).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
