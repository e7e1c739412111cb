//! `afterword man`: the manual pages, made from the same definitions as `--help`.

use std::path::PathBuf;

use afterword_store::{Existing, KeptFile, keep};

use super::{Ended, print};
use crate::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  afterword man | man -l -
  afterword man --out ~/.local/share/man/man1
";

/// Print the manual page, or write the pages of all commands
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// Write one page per command into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let mut command = super::command();
    command.build();
    let Some(folder) = &args.out else {
        print(&page(&command, "afterword")?)?;
        return Ok(Ended::Done);
    };
    let mut files = Vec::new();
    pages(&command, "afterword", &mut files)?;
    // Pages follow from the program alone: nothing of the person's is lost when they are made again.
    keep(&files, folder, Existing::Replace).map_err(|e| {
        Failure::new("cannot write the manual pages")
            .because(e)
            .hint("name a folder you may write to")
    })?;
    Ok(Ended::Done)
}

fn pages(command: &clap::Command, name: &str, files: &mut Vec<KeptFile>) -> anyhow::Result<()> {
    files.push(KeptFile {
        name: format!("{name}.1"),
        bytes: page(command, name)?,
    });
    for sub in command.get_subcommands() {
        pages(sub, &format!("{name}-{}", sub.get_name()), files)?;
    }
    Ok(())
}

fn page(command: &clap::Command, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .title(name.to_uppercase())
        .render(&mut page)?;
    Ok(page)
}
