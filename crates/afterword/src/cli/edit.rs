//! `afterword edit`: the note, a file or one of the case book, in the person's own editor, and what is found in it afterwards, until they are content.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use super::check::{agreed, remarks, shown};
use super::known::{self, Known};
use super::{Ended, print};
use crate::book::BookArgs;
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::language::Language;

const EXAMPLES: &str = "\
Examples:
  afterword edit note.txt --jot jot.txt
  afterword edit 3
  EDITOR='code --wait' afterword edit --kind card --to 'Dana Whitlock' card.txt
";

/// Open a note in your editor and show what is wrong with it after
///
/// The editor is $VISUAL, else $EDITOR. On a terminal you are asked whether to go on as long as something is found.
/// Exit code: 0 nothing found, 1 something found, 2 failed.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The note: a text file, or the number of a note of the case book
    #[arg(value_name = "NOTE")]
    note: PathBuf,
    /// The case book, for a note of it
    #[arg(long, value_name = "PLACE")]
    database: Option<String>,
    /// Read your name, address and tone from this file, for a note of the case book
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    #[command(flatten)]
    record: known::RecordArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let number = args
        .note
        .to_str()
        .filter(|n| n.bytes().all(|b| b.is_ascii_digit()) && !args.note.exists());
    if let Some(number) = number {
        let book = BookArgs {
            database: args.database.clone(),
            now: args.record.now.clone(),
            profile: args.profile.clone(),
            ..BookArgs::default()
        };
        return super::edit_note::run(number, &editor()?, &book);
    }
    let source = Source::File(args.note.clone());
    input::read_text(&source, Wanted::NOTE)?;
    let known = Arc::new(Known::of(&args.record)?);
    let editor = editor()?;
    // It loads while the person types.
    let language = Language::load(known.dialect);
    loop {
        open(&editor, &args.note)?;
        let note = input::read_text(&source, Wanted::NOTE)?;
        let found = remarks(&language, &known, &note.text, Vec::new());
        print(shown(&source.to_string(), &note, known.subject.as_deref(), &found).as_bytes())?;
        if found.is_empty() && note.findings.is_empty() {
            return Ok(Ended::Done);
        }
        let asking = io::stdin().is_terminal() && io::stderr().is_terminal();
        if !asking || !agreed("edit it again?")? {
            return Ok(Ended::Waiting);
        }
    }
}

fn editor() -> Result<OsString, Failure> {
    ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(env::var_os)
        .find(|editor| !editor.is_empty())
        .ok_or_else(|| {
            Failure::new("no editor is set").hint("set VISUAL or EDITOR, or edit the file and run `afterword check`")
        })
}

/// Runs the editor with its own arguments, by the shell where there is one, as other programs do.
pub(super) fn open(editor: &OsStr, note: &Path) -> Result<(), Failure> {
    let mut command = if cfg!(unix) {
        let mut line = editor.to_owned();
        line.push(" \"$@\"");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(line).arg(editor);
        shell
    } else {
        Command::new(editor)
    };
    let editor = editor.to_string_lossy();
    let ended = command.arg(note).status().map_err(|e| {
        Failure::new(format!("cannot run the editor {editor}"))
            .because(e)
            .hint("look at VISUAL and EDITOR")
    })?;
    if ended.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("the editor {editor} failed ({ended})")).hint("the note is as the editor left it"))
    }
}
