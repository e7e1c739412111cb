//! `afterword write`: the main job, whole and stateless.

use std::path::PathBuf;

use afterword_core::check::Proofreader;
use afterword_core::model::Severity;
use afterword_core::write::{Job, Seed, proofread, write};
use afterword_store::{Existing, KeptFile, StoreError, keep};

use super::{Ended, page_width, print, print_json};
use crate::failure::Failure;
use crate::input::{self, Source};
use crate::paper::PostalAddress;
use crate::{bundle, clock, config, summary, wire};

const EXAMPLES: &str = "\
Examples:
  afterword write jot.txt
  afterword write jot.txt --out notes/harbor
  afterword write jot.txt --json | jq '.notes[].body'
  afterword write jot.txt --now '2026-03-02T18:00:00-05:00[America/New_York]'
  afterword write jot.txt --address 'Maria Gonzalez: 12 Wharf St; Boston MA 02110'
";

/// Write the notes, cards and plan for one interview
///
/// Reads what you jotted, tidy or hasty, and writes for each person a mail draft, a card to copy out by hand, and a
/// plan of what follows. Private things are held back. What cannot be placed comes back as a question. Nothing is sent.
#[derive(Debug, clap::Args)]
#[command(
    before_help = EXAMPLES,
    help_template = super::TEMPLATE,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// The jot: a text file, or `-` for standard input
    #[arg(value_name = "JOT", required = true)]
    jot: Option<Source>,
    /// Put the files into this folder [default: afterword-out/EMPLOYER-DATE; with --json, none]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the result as JSON instead of the summary
    #[arg(long)]
    json: bool,
    #[arg(
        long,
        value_name = "TIME",
        help = "Write as if it were this moment, like 2026-03-02T18:00:00-05:00[America/New_York]"
    )]
    now: Option<String>,
    /// Read your name, address and tone from this file [default: afterword/config.toml in the configuration folder]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Print an envelope for a person's card, given where their post goes; may be repeated
    #[arg(long = "address", value_name = "NAME: STREET; CITY")]
    post: Vec<PostalAddress>,
    /// Replace files that are there already
    #[arg(long)]
    force: bool,
    /// Choose other, equally true wordings
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
}

/// What else can be written; a jot of that name is `./vcard`.
#[derive(Debug, clap::Subcommand)]
enum What {
    Vcard(super::write_vcard::Args),
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    if let Some(What::Vcard(args)) = &args.what {
        return super::write_vcard::run(args);
    }
    let now = clock::now(args.now.as_deref())?;
    let settings = config::load(args.profile.as_deref())?;
    let jot = input::read(args.jot.as_ref().unwrap_or(&Source::Stdin))?;
    let mut job = write(&jot.text, &settings.profile, &now, Seed(args.seed));
    job.findings.splice(0..0, jot.findings);
    known_people(&args.post, &job)?;
    if !job.notes.is_empty() {
        proofread(&mut job, &jot.text, now.date(), Some(&mut Proofreader::load()));
    }
    // Made even when not kept: whether a note is ready must not depend on where its files go.
    let files = bundle::files(&mut job, &settings, &args.post, &now);
    let kept = match folder(args, &job) {
        Some(folder) if !files.is_empty() => Some((keep_files(&files, &folder, args.force)?, folder)),
        _ => None,
    };
    if args.json {
        let paths = kept
            .iter()
            .flat_map(|(paths, _)| paths)
            .map(|p| p.display().to_string())
            .collect();
        print_json(&wire::write_out(&job, paths))?;
    } else {
        let said = kept.map(|(paths, folder)| {
            let count = if paths.len() == 1 {
                "1 file".to_owned()
            } else {
                format!("{} files", paths.len())
            };
            format!("{count} in {}", folder.display())
        });
        print(summary::write_summary(&job, said.as_deref(), &now, page_width()).as_bytes())?;
    }
    Ok(if waits_for_the_person(&job) {
        Ended::Waiting
    } else {
        Ended::Done
    })
}

/// An address nobody gets is a slip of the pen worth hearing about.
fn known_people(post: &[PostalAddress], job: &Job) -> Result<(), Failure> {
    match post
        .iter()
        .find(|address| !job.people.iter().any(|person| address.is_for(person)))
    {
        None => Ok(()),
        Some(address) => {
            let names: Vec<&str> = job.people.iter().map(|person| person.name.as_str()).collect();
            Err(
                Failure::new(format!("--address names {:?}, who is not in the jot", address.name)).hint(format!(
                    "the jot has {}",
                    if names.is_empty() {
                        "nobody".to_owned()
                    } else {
                        names.join(", ")
                    }
                )),
            )
        }
    }
}

fn folder(args: &Args, job: &Job) -> Option<PathBuf> {
    match &args.out {
        Some(folder) => Some(folder.clone()),
        None if args.json => None,
        None => Some(PathBuf::from("afterword-out").join(bundle::folder_name(job))),
    }
}

/// A note that is not ready, a person who should have one and has none, or no note at all.
fn waits_for_the_person(job: &Job) -> bool {
    let without = |i: usize| !job.notes.iter().any(|note| note.to == i);
    job.notes.is_empty()
        || job.notes.iter().any(|note| !note.ready())
        || job
            .people
            .iter()
            .enumerate()
            .any(|(i, person)| !person.no_note && without(i))
        || job.findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn keep_files(files: &[KeptFile], folder: &std::path::Path, force: bool) -> Result<Vec<PathBuf>, Failure> {
    let existing = if force { Existing::Replace } else { Existing::Refuse };
    keep(files, folder, existing).map_err(|error| {
        let hint = match &error {
            StoreError::InTheWay(_) => "--force replaces them; --out DIR writes somewhere else",
            StoreError::NotAFile(_) => "move it away, or name another folder with --out; links are not followed",
            StoreError::NotAFolder(_) => "name a folder with --out",
            _ if error.is_not_writable() => "name a folder you may write to with --out; nothing was left behind",
            _ => "nothing was left behind",
        };
        Failure::new("cannot keep the files").because(error).hint(hint)
    })
}
