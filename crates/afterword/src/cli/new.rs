//! `afterword new`: an empty jot to fill in.

use super::{Ended, print};
use crate::failure::Failure;

const TEMPLATE: &str = include_str!("template.jot");

const EXAMPLES: &str = "\
Examples:
  afterword new --template > jot.txt
";

/// Print an empty jot to fill in
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// Print it to standard output
    #[arg(long)]
    template: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    if !args.template {
        return Err(Failure::new("nothing to make")
            .hint("afterword new --template > jot.txt")
            .into());
    }
    print(TEMPLATE.as_bytes())?;
    Ok(Ended::Done)
}
