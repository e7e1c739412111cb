//! `afterword completions`: for the shell to know the commands.

use super::{Ended, print};

const EXAMPLES: &str = "\
Examples:
  afterword completions bash > ~/.local/share/bash-completion/completions/afterword
  afterword completions fish > ~/.config/fish/completions/afterword.fish
";

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "afterword", &mut script);
    print(&script)?;
    Ok(Ended::Done)
}
