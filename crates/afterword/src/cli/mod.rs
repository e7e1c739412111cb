//! The command line: what can be asked, and what the answer's exit code is.
//!
//! Data goes to standard output and everything else to standard error. Nothing prompts but
//! `check --fix` and `edit`, and only on a terminal. The exit code is 0 when all is
//! done, 1 when a note waits for the person, 2 when it failed and nothing was written.

mod account;
mod address_table;
mod approve;
mod arrival;
mod ask;
mod attach;
mod brief;
mod card;
mod cases;
mod check;
mod completions;
mod doctor;
mod draft;
mod edit;
mod edit_note;
mod envelope;
mod feed;
mod find;
mod forget;
mod keep_book;
mod known;
mod man;
mod new;
mod own_hand;
mod paper_files;
mod people;
mod plan;
mod print_paper;
mod read;
mod read_facts;
mod record;
mod resolve;
mod send;
mod serve;
mod sheet;
mod stationery;
mod today;
mod watch;
mod worker;
mod write;
mod write_vcard;

use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::{failure, text};

const TEMPLATE: &str = "{before-help}{about-with-newline}\n{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  afterword write jot.txt              notes, cards and a plan from what you jotted
  afterword write - < jot.txt          the same from standard input
  afterword write jot.txt --json       as JSON; writes no files unless --out is given
  afterword read jot jot.txt           how a jot is understood
  afterword read deadline 'next week'  which days such words mean
  afterword check --jot jot.txt n.txt  what is wrong with a note
  afterword edit --jot jot.txt n.txt   the same after your editor
  afterword new --template > jot.txt   an empty jot to fill in
  afterword send --dry-run             what would leave, and to whom
  afterword sheet card.txt             a sheet to copy a card from; also envelope, arrival, print
  afterword new jot.txt                the same jot into your case book, and from then on:
  afterword today                      the one thing to do now
  afterword serve                      all of it as pages in your browser
";

/// From what you jotted after a job interview to notes worth sending.
#[derive(Debug, Parser)]
#[command(
    name = "afterword",
    version,
    about,
    before_help = EXAMPLES,
    help_template = TEMPLATE,
    after_help = "Only what you approve leaves this machine. Exit code: 0 done, 1 a note waits for you, 2 failed.",
    disable_help_subcommand = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Write(write::Args),
    Read(read::Args),
    Check(check::Args),
    Edit(edit::Args),
    New(new::Args),
    Send(send::Args),
    Attach(attach::Args),
    Resolve(resolve::Args),
    Watch(watch::Args),
    Worker(worker::Args),
    Account(account::Args),
    Sheet(sheet::Args),
    Envelope(envelope::Args),
    Arrival(arrival::Args),
    Print(print_paper::Args),
    Draft(draft::Args),
    Approve(approve::Args),
    Card(card::Args),
    Record(record::Args),
    Today(today::Args),
    Serve(serve::Args),
    Plan(plan::Args),
    Brief(brief::Args),
    Cases(cases::Args),
    People(people::PeopleArgs),
    Person(people::PersonArgs),
    Find(find::Args),
    Feed(feed::Args),
    Stationery(stationery::Args),
    Doctor(doctor::Args),
    Backup(keep_book::BackupArgs),
    Restore(keep_book::RestoreArgs),
    Export(keep_book::ExportArgs),
    Import(keep_book::ImportArgs),
    Forget(forget::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// How a command ended, if it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Everything is done.
    Done,
    /// Something waits for the person.
    Waiting,
}

/// Runs the command line of this process.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            let shown = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return if shown { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    panic::set_hook(Box::new(say_so));
    match panic::catch_unwind(AssertUnwindSafe(|| perform(cli.command))).unwrap_or(Err(None)) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Waiting) => ExitCode::from(1),
        Err(error) => {
            if let Some((story, hint)) = error.as_ref().map(failure::story) {
                complain(&story, hint.as_deref());
            }
            ExitCode::from(2)
        }
    }
}

fn perform(command: Command) -> Result<Ended, Option<anyhow::Error>> {
    match command {
        Command::Write(args) => write::run(&args),
        Command::Read(args) => read::run(args),
        Command::Check(args) => check::run(&args),
        Command::Edit(args) => edit::run(&args),
        Command::New(args) => new::run(&args),
        Command::Send(args) => send::run(&args),
        Command::Attach(args) => attach::run(&args),
        Command::Resolve(args) => resolve::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Worker(args) => worker::run(&args),
        Command::Account(args) => account::run(&args),
        Command::Sheet(args) => sheet::run(&args),
        Command::Envelope(args) => envelope::run(&args),
        Command::Arrival(args) => arrival::run(&args),
        Command::Print(args) => print_paper::run(&args),
        Command::Draft(args) => draft::run(&args),
        Command::Approve(args) => approve::run(&args),
        Command::Card(args) => card::run(&args),
        Command::Record(args) => record::run(&args),
        Command::Today(args) => today::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Brief(args) => brief::run(&args),
        Command::Cases(args) => cases::run(&args),
        Command::People(args) => people::people(&args),
        Command::Person(args) => people::person(&args),
        Command::Find(args) => find::run(&args),
        Command::Feed(args) => feed::run(&args),
        Command::Stationery(args) => stationery::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Backup(args) => keep_book::backup(&args),
        Command::Restore(args) => keep_book::restore(&args),
        Command::Export(args) => keep_book::export(&args),
        Command::Import(args) => keep_book::import(&args),
        Command::Forget(args) => forget::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
    .map_err(Some)
}

/// A mistake of ours. The place is enough to report; the message could hold words of the jot, which are nobody else's.
fn say_so(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(|place| format!(" ({place})")).unwrap_or_default();
    complain(
        &format!("this is a mistake in the program, not in your jot{place}"),
        Some("nothing was changed; please report the place, and which line of the jot it was if you can find it"),
    );
}

fn complain(story: &str, hint: Option<&str>) {
    let mut stderr = anstream::stderr();
    let _ = writeln!(stderr, "afterword: {}", text::plain(story));
    if let Some(hint) = hint {
        let _ = writeln!(stderr, "hint: {}", text::plain(hint));
    }
}

/// The whole command line, for completions and man pages.
fn command() -> clap::Command {
    Cli::command()
}

/// Prints data. A reader that has seen enough is no failure.
fn print(data: &[u8]) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout();
    match stdout.write_all(data).and_then(|()| stdout.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(()),
    }
}

/// Prints a value as JSON, for a person to read as well.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut json = serde_json::to_string_pretty(value)?;
    json.push('\n');
    print(json.as_bytes())
}

/// Reads a JSON file whose keys are all optional.
fn read_context<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let source = Source::File(path.to_owned());
    let text = input::read_text(&source, Wanted::CONTEXT)?.text;
    serde_json::from_str::<serde_json::Map<_, _>>(&text)
        .and_then(|map| serde_json::from_value(map.into()))
        .map_err(|e| {
            Failure::new(format!("cannot read the context {source}"))
                .because(e)
                .hint("a context is one JSON object, like {\"company\": \"Tallybird\"}; every key may be left out")
        })
}

/// The width text is wrapped to: the terminal's, but at most 80 columns.
fn page_width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).clamp(40, 80))
}
