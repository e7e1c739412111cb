//! `afterword watch`: reads new mail of your mailboxes, without a trace there, and tells the plan what came back.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Ended, print};
use crate::book::happened::Done;
use crate::book::{BookArgs, with};
use crate::failure::Failure;
use crate::mail::accounts;
use crate::mail::running::Running;
use crate::mail::watching::{Heartbeat, READER, Watcher, may_pass};
use crate::{stop, text};

/// Waits between two tries of a server that cannot be reached.
const AGAIN: Duration = Duration::from_mins(2);

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

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    with(&args.book, async |desk| {
        let accounts = accounts::load(&accounts::place()?)?;
        let account = accounts
            .iter()
            .find(|a| a.imap.is_some() && args.account.as_ref().is_none_or(|n| a.address.eq_ignore_ascii_case(n)))
            .ok_or_else(|| {
                Failure::new("there is no mailbox to read").hint(
                    "`afterword account add ADDRESS --imap SERVER`; or give a saved message to `afterword record --message FILE`",
                )
            })?;
        let clock = Running::new(args.book.now.as_deref(), &desk.now, &desk.moment);
        let watcher = Watcher {
            book: &desk.book,
            account,
            clock: &clock,
            tell: &tell,
        };
        if args.once {
            watcher.look_once().await?;
            return Ok(Ended::Done);
        }
        let watching = async {
            loop {
                match watcher.keep_watching().await {
                    Err(error) if may_pass(&error) => {
                        let said = format!("{}; trying again in two minutes\n", text::plain(&error.to_string()));
                        print(said.as_bytes())?;
                        tokio::time::sleep(AGAIN).await;
                    }
                    other => return other,
                }
            }
        };
        tokio::select! {
            ended = watching => ended?,
            () = stop::asked() => {}
        }
        // It ended in good order: nobody waits for it.
        let at = crate::mail::outbox::Clock::now(&clock).timestamp();
        Heartbeat { at, next: None }.give(&desk.book, READER).await?;
        Ok(Ended::Done)
    })
}

/// Says what a message brought.
fn tell(done: &Done) -> anyhow::Result<()> {
    let mut said = String::new();
    for line in &done.said {
        let _ = writeln!(said, "{}", text::plain(line));
    }
    if let Some(next) = &done.next {
        let _ = writeln!(said, "Next: {}", text::plain(next));
    }
    print(said.as_bytes())
}
