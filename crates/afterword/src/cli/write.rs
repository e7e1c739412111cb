//! `afterword write`: the main job, whole and stateless.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use afterword_core::check::Proofreader;
use afterword_core::model::{Directness, PointId, Severity, Warmth};
use afterword_core::read::jot::{Answer, Refusal, point_id};
use afterword_core::write::{Choices, Job, Reword, Seed, proofread, write_with};
use afterword_paper::AddressSource;
use afterword_store::{Existing, KeptFile, StoreError, free, keep};
use jiff::Zoned;

use super::ask::{Terminal, answer_file, ask};
use super::{Ended, page_width, print, print_json};
use crate::config::Settings;
use crate::failure::Failure;
use crate::input::{self, Source, Text, Wanted};
use crate::paper::{PostalAddress, Stationery};
use crate::stationery::{CardOptions, CardSize, EnvelopeArg, Paper};
use crate::{bundle, clock, config, summary, wire};

const EXAMPLES: &str = "\
Examples:
  afterword write jot.txt
  afterword write jot.txt --out notes/harbor
  afterword write jot.txt --json | jq '.notes[].body'
  afterword write jot.txt --now '2026-03-02T18:00:00-05:00[America/New_York]'
  afterword write jot.txt --answers answers.txt
  afterword write jot.txt --reword 1.3 --use p7 --drop p2
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
    /// Count these days as free too, in deadlines and the plan: a list of days or an .ics file; may be repeated
    #[arg(long, value_name = "FILE")]
    holidays: Vec<PathBuf>,
    /// Print an envelope for a person's card, given where their post goes; may be repeated
    #[arg(long = "address", value_name = "NAME: STREET; CITY")]
    post: Vec<PostalAddress>,
    /// The addresses were taken from a website: each then needs its department, as 'NAME: attn DEPARTMENT; STREET; CITY'
    #[arg(long)]
    from_website: bool,
    /// The card that is written on [default: a2, or the profile's]
    #[arg(long, value_enum, value_name = "CARD")]
    card_size: Option<CardSize>,
    /// Write the card wider than tall
    #[arg(long)]
    card_landscape: bool,
    /// The paper in the printer [default: letter, or the profile's]
    #[arg(long, value_enum)]
    paper: Option<Paper>,
    /// 10, a2, a6, a7, 4bar, c6, dl, or measures like 140x140mm [default: what the card needs]
    #[arg(long, value_name = "ENVELOPE")]
    envelope_size: Option<EnvelopeArg>,
    /// Replace files that are there already
    #[arg(long)]
    force: bool,
    /// Choose other, equally true wordings
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// Finish the notes with these answers: lines like `p8: the gift guide`, or `role: -`; `-` is standard input
    #[arg(long, value_name = "FILE")]
    answers: Option<Source>,
    /// Ask nothing, even at a terminal
    #[arg(long)]
    no_ask: bool,
    /// Say sentence M of note N another way; =2 for the second other way; may be repeated
    #[arg(long, value_name = "N.M", value_parser = reword)]
    reword: Vec<Reword>,
    /// Bring in a point there was no room for, or switch on a line held back; may be repeated
    #[arg(long = "use", value_name = "POINT", value_parser = point, value_delimiter = ',')]
    bring_in: Vec<PointId>,
    /// Leave a point out of every note; may be repeated
    #[arg(long = "drop", value_name = "POINT", value_parser = point, value_delimiter = ',')]
    leave_out: Vec<PointId>,
    /// How warmly the notes speak, over the profile
    #[arg(long, value_enum)]
    warmth: Option<WarmthArg>,
    /// How plainly the notes ask for the job, over the profile
    #[arg(long, value_enum)]
    directness: Option<DirectnessArg>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum WarmthArg {
    /// Few words
    Plain,
    /// Friendly
    Warm,
    /// Full forms, at a distance
    Formal,
}

impl From<WarmthArg> for Warmth {
    fn from(arg: WarmthArg) -> Self {
        match arg {
            WarmthArg::Plain => Self::Plain,
            WarmthArg::Warm => Self::Warm,
            WarmthArg::Formal => Self::Formal,
        }
    }
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum DirectnessArg {
    /// Interest, no request
    Reserved,
    /// Would like to join
    Warm,
    /// Asks for the job
    Direct,
}

impl From<DirectnessArg> for Directness {
    fn from(arg: DirectnessArg) -> Self {
        match arg {
            DirectnessArg::Reserved => Self::Reserved,
            DirectnessArg::Warm => Self::Warm,
            DirectnessArg::Direct => Self::Direct,
        }
    }
}

fn point(text: &str) -> Result<PointId, String> {
    point_id(text).ok_or_else(|| "a point is written as it is shown, like p7".to_owned())
}

/// `1.3` or `1.3=2`
fn reword(text: &str) -> Result<Reword, String> {
    let (address, step) = text.split_once('=').unwrap_or((text, "1"));
    let numbers = address.split_once('.').and_then(|(note, sentence)| {
        Some(Reword {
            note: note.parse().ok()?,
            sentence: sentence.parse().ok()?,
            step: step.parse().ok()?,
        })
    });
    numbers.ok_or_else(|| "write 1.3 for the third sentence of note 1, 1.3=2 for its second other way".to_owned())
}

impl Args {
    /// Where the jot is; clap has seen to it that it is given.
    fn source(&self) -> &Source {
        self.jot.as_ref().unwrap_or(&Source::Stdin)
    }
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
    let mut settings = config::load(args.profile.as_deref())?;
    settings.profile.calendars = settings.calendars.read(&args.holidays)?;
    if let Some(warmth) = args.warmth {
        settings.profile.warmth = warmth.into();
    }
    if let Some(directness) = args.directness {
        settings.profile.directness = directness.into();
    }
    let mut choices = choices(args)?;
    let jot = input::read(args.source())?;
    let compose = |choices: &Choices| write_with(&jot.text, &settings.profile, &now, Seed(args.seed), choices);
    let (mut job, refusals) = compose(&choices);
    refused(&refusals)?;
    known_people(&args.post, &job)?;
    let mut proofreader = None;
    let mut made = make(&mut job, &jot, &mut proofreader, args, &settings, &now);
    let mut before = None;
    if asks(args) && !job.questions.is_empty() {
        let folder = folder(args, &job);
        if let Some(folder) = folder.as_ref().filter(|_| !made.is_empty()) {
            // Nobody should answer questions for notes that cannot be kept.
            free(&made, folder, existing(args)).map_err(cannot_keep)?;
        }
        let shown = summary::write_summary(&job, None, &args.source().to_string(), &now, page_width());
        print(shown.as_bytes())?;
        let mut terminal = Terminal { width: page_width() };
        let answered = ask(&mut terminal, job.clone(), &mut choices, compose)?;
        let old = std::mem::replace(&mut job, answered);
        if choices.answers.is_empty() {
            job = old.clone();
        } else {
            made = make(&mut job, &jot, &mut proofreader, args, &settings, &now);
            made.push(KeptFile {
                name: "answers.txt".to_owned(),
                bytes: answer_file(&choices.answers).into_bytes(),
            });
        }
        before = Some(old);
    }
    let kept = match folder(args, &job) {
        Some(folder) if !made.is_empty() => {
            let paths = keep(&made, &folder, existing(args)).map_err(cannot_keep)?;
            Some((paths, folder))
        }
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
        let name = args.source().to_string();
        let shown = match &before {
            Some(before) => summary::changed_summary(before, &job, said.as_deref(), &name, page_width()),
            None => summary::write_summary(&job, said.as_deref(), &name, &now, page_width()),
        };
        print(shown.as_bytes())?;
    }
    Ok(if waits_for_the_person(&job) {
        Ended::Waiting
    } else {
        Ended::Done
    })
}

/// Checks the notes and makes their files, kept or not: whether a note is ready must not depend on where they go.
fn make(
    job: &mut Job,
    jot: &Text,
    proofreader: &mut Option<Proofreader>,
    args: &Args,
    settings: &Settings,
    now: &Zoned,
) -> Vec<KeptFile> {
    job.findings.splice(0..0, jot.findings.iter().cloned());
    if !job.notes.is_empty() {
        let proofreader = proofreader.get_or_insert_with(Proofreader::load);
        proofread(job, &jot.text, now.date(), Some(proofreader));
    }
    bundle::files(job, settings, &args.post, &stationery(args, settings), now)
}

/// What the cards and envelopes of this job are made on.
fn stationery(args: &Args, settings: &Settings) -> Stationery {
    let options = CardOptions {
        size: args.card_size,
        landscape: args.card_landscape,
        paper: args.paper,
        ..CardOptions::default()
    };
    let card = settings.card.card(&options);
    Stationery {
        card,
        paper: settings.card.paper(&options),
        envelope: args
            .envelope_size
            .map_or_else(|| card.format.envelope_size(), |size| size.0),
        source: if args.from_website {
            AddressSource::Website
        } else {
            AddressSource::Person
        },
        return_address: Vec::new(),
        country: settings.country.clone(),
    }
}

/// Somebody is there to answer, and did not say otherwise.
fn asks(args: &Args) -> bool {
    let nobody = args.json || args.no_ask || args.answers.is_some() || *args.source() == Source::Stdin;
    !nobody && io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn choices(args: &Args) -> Result<Choices, Failure> {
    let answers = match &args.answers {
        None => Vec::new(),
        Some(Source::Stdin) if *args.source() == Source::Stdin => {
            return Err(
                Failure::new("the jot and the answers cannot both come from standard input")
                    .hint("name a file for one of them"),
            );
        }
        Some(source) => {
            let (answers, refusals) = Answer::parse(&input::read_text(source, Wanted::ANSWERS)?.text);
            refused(&refusals)?;
            answers
        }
    };
    Ok(Choices {
        answers,
        bring_in: args.bring_in.clone(),
        leave_out: args.leave_out.clone(),
        reword: args.reword.clone(),
    })
}

/// What could not be done as asked stops everything: a note that lacks an answer must not pass for finished.
fn refused(refusals: &[Refusal]) -> Result<(), Failure> {
    match refusals {
        [] => Ok(()),
        [first, rest @ ..] => {
            let more = match rest.len() {
                0 => String::new(),
                n => format!(" (and {n} more like it)"),
            };
            Err(Failure::new(format!("`{}` {}{more}", first.about, first.why)).hint(first.hint.clone()))
        }
    }
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

fn existing(args: &Args) -> Existing {
    if args.force {
        Existing::Replace
    } else {
        Existing::Refuse
    }
}

pub(super) fn cannot_keep(error: StoreError) -> Failure {
    let hint = match &error {
        StoreError::InTheWay(_) => "--force replaces them; --out DIR writes somewhere else",
        StoreError::NotAFile(_) => "move it away, or name another folder with --out; links are not followed",
        StoreError::NotAFolder(_) => "name a folder with --out",
        _ if error.is_not_writable() => "name a folder you may write to with --out; nothing was left behind",
        _ => "nothing was left behind",
    };
    Failure::new("cannot keep the files").because(error).hint(hint)
}
