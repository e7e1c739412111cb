//! `afterword read`: how a text is understood, with nothing made of it.

use std::path::PathBuf;

use afterword_core::read::deadline::deadline;
use afterword_core::write::{Seed, write};

use super::{Ended, page_width, print, print_json, read_facts};
use crate::input::{self, Source};
use crate::{clock, config, summary, wire};

const EXAMPLES: &str = "\
Examples:
  afterword read jot jot.txt
  afterword read jot jot.txt --json
  afterword read deadline 'we should know by the end of next week'
  afterword read deadline --json --said-on 2026-03-02T18:00 - < mail.txt
  afterword read deadline --holidays school.ics 'within five business days'
  afterword read signature mail.txt
  afterword read message reply.eml
  afterword read invite invite.ics
  afterword read vcard contacts.vcf
";

/// Show how a text is understood
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Jot(JotArgs),
    Deadline(DeadlineArgs),
    Signature(read_facts::SignatureArgs),
    Message(read_facts::MessageArgs),
    Invite(read_facts::InviteArgs),
    Vcard(read_facts::VcardArgs),
}

/// Show the interview, the people and the points a jot holds
#[derive(Debug, clap::Args)]
struct JotArgs {
    /// The jot: a text file, or `-` for standard input
    #[arg(value_name = "JOT")]
    jot: Source,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[arg(
        long,
        value_name = "TIME",
        help = "Read as if it were this moment, like 2026-03-02T18:00:00-05:00[America/New_York]"
    )]
    now: Option<String>,
    /// Read your name, address and tone from this file [default: afterword/config.toml in the configuration folder]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Count these days as free too: a list of days or an .ics file; may be repeated
    #[arg(long, value_name = "FILE")]
    holidays: Vec<PathBuf>,
}

/// Show which days the words mean that say when a decision comes
#[derive(Debug, clap::Args)]
struct DeadlineArgs {
    /// The words, or `-` for standard input
    #[arg(value_name = "WORDS")]
    words: String,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[arg(
        long,
        value_name = "TIME",
        help = "When it was said, like 2026-03-02T18:00:00-05:00[America/New_York] [default: now]"
    )]
    said_on: Option<String>,
    /// Count these days as free too: a list of days or an .ics file; may be repeated
    #[arg(long, value_name = "FILE")]
    holidays: Vec<PathBuf>,
    /// Count by this employer's calendar in the profile
    #[arg(long, value_name = "NAME")]
    employer: Option<String>,
    /// Read calendars from this file [default: afterword/config.toml in the configuration folder]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
}

pub(super) fn run(args: Args) -> anyhow::Result<Ended> {
    match args.what {
        What::Jot(args) => jot(&args),
        What::Deadline(args) => decision(args),
        What::Signature(args) => read_facts::signature(&args),
        What::Message(args) => read_facts::message(&args),
        What::Invite(args) => read_facts::invite(args),
        What::Vcard(args) => read_facts::vcard(&args),
    }
}

fn decision(args: DeadlineArgs) -> anyhow::Result<Ended> {
    let said_on = clock::moment("--said-on", args.said_on.as_deref())?;
    let words = if args.words == "-" {
        input::read(&Source::Stdin)?.text
    } else {
        args.words
    };
    let calendars = config::load(args.profile.as_deref())?.calendars;
    let calendars = calendars.read(&args.holidays)?;
    let deadline = deadline(&words, &said_on, calendars.of(args.employer.as_deref()));
    if args.json {
        print_json(&wire::deadline_out(&deadline, &words))?;
    } else {
        print(summary::deadline_summary(&deadline, &words, page_width()).as_bytes())?;
    }
    Ok(Ended::Done)
}

fn jot(args: &JotArgs) -> anyhow::Result<Ended> {
    let now = clock::now(args.now.as_deref())?;
    let mut settings = config::load(args.profile.as_deref())?;
    settings.profile.calendars = settings.calendars.read(&args.holidays)?;
    let jot = input::read(&args.jot)?;
    let mut job = write(&jot.text, &settings.profile, &now, Seed::default());
    job.findings.splice(0..0, jot.findings);
    if args.json {
        print_json(&wire::jot_out(&job))?;
    } else {
        print(summary::jot_summary(&job, page_width()).as_bytes())?;
    }
    Ok(Ended::Done)
}
