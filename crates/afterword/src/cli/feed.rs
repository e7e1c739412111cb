//! `afterword feed`: the plan of every open case as a calendar, to subscribe to or to import.
//!
//! Whole days only, and no words of any note. The UID of an entry never changes; its SEQUENCE rises whenever its day does,
//! and what is done or has no place any more is CANCELLED.

use std::path::PathBuf;

use afterword_store::{Existing, KeptFile, keep};

use super::{Ended, print};
use crate::book::{self, BookArgs, feed};
use crate::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  afterword feed > plan.ics
  afterword feed --out calendar
";

/// Print the plan as a calendar (.ics)
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// Put it into this folder as afterword.ics
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    book: BookArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let ics = feed::calendar(desk).await?;
        match &args.out {
            None => print(&ics)?,
            Some(folder) => {
                let file = KeptFile {
                    name: "afterword.ics".to_owned(),
                    bytes: ics,
                };
                let kept = keep(&[file], folder, Existing::Replace);
                let paths = kept.map_err(|e| {
                    Failure::new("cannot keep the calendar")
                        .because(e)
                        .hint("name another folder with --out")
                })?;
                for path in paths {
                    print(format!("{}\n", path.display()).as_bytes())?;
                }
            }
        }
        Ok(Ended::Done)
    })
}
