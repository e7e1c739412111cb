//! `afterword worker`: sends what is due and reads mail, until it is told to stop.

use std::io::Write as _;
use std::sync::Arc;

use super::Ended;
use crate::book::{BookArgs, with};
use crate::mail::accounts;
use crate::worker::{Orders, worker};
use crate::{stop, text};

const EXAMPLES: &str = "\
Examples:
  afterword worker                until you stop it with Ctrl-C
";

/// Send approved notes when they are due, and read what comes back
///
/// Sends only what you approved, each note once, and asks the plan again before each. Mailboxes are only read. Runs until
/// it is told to stop (Ctrl-C), and finishes the note that is on its way first. Exit code: 0 ended in good order, 2 failed.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(flatten)]
    book: BookArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    with(&args.book, async |desk| {
        let orders = Orders {
            location: desk.location.clone(),
            owner: desk.book.owner(),
            now: args.book.now.clone(),
            accounts: accounts::place()?,
            tell: Arc::new(|line| {
                let _ = writeln!(anstream::stderr(), "{}", text::plain(line));
            }),
        };
        worker(&desk.book, &orders, stop::asked()).await?;
        Ok(Ended::Done)
    })
}
