//! `afterword check`: what is wrong with a note, before anybody signs it.

use std::path::PathBuf;

use afterword_core::check::{self, Place, Proofreader, Record, RecordPerson, Remark};
use afterword_core::model::{Finding, Format};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Ended, page_width, print, print_json, read_context};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::{clock, summary, wire};

const EXAMPLES: &str = "\
Examples:
  afterword check --kind email --to 'Dana Whitlock' --subject 'Thank you' note.txt
  afterword check --kind card --to 'Dana Whitlock' --context interview.json card.txt
  afterword check --kind followup --json - < note.txt
";

/// Show what is wrong with a note
///
/// Exit code: 0 nothing found, 1 something found, 2 failed.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The note: a text file, or `-` for standard input
    #[arg(value_name = "NOTE")]
    note: Source,
    /// What the note is
    #[arg(long, value_enum)]
    kind: Kind,
    /// Whom it is for, the full name
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    to: String,
    /// The subject of the mail
    #[arg(long, value_name = "TEXT")]
    subject: Option<String>,
    /// Measure names, days and claims by what this JSON file says of the interview
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// The thank-you by mail
    Email,
    /// The handwritten card
    Card,
    /// The question after the stated day has passed
    Followup,
}

impl From<Kind> for check::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Email => Self::Email,
            Kind::Card => Self::Card,
            Kind::Followup => Self::FollowUp,
        }
    }
}

/// What is known of the interview, as the file has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Context {
    candidate: Option<String>,
    company: Option<String>,
    role: Option<String>,
    interview_date: Option<String>,
    now: Option<String>,
    people: Vec<ContextPerson>,
    jots: Vec<String>,
    attachments: Vec<String>,
    other_notes: Vec<OtherNote>,
    format: Option<MeetingFormat>,
}

#[derive(Debug, Deserialize)]
struct ContextPerson {
    name: String,
    title: Option<String>,
    honorific: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OtherNote {
    Bare(String),
    Note { text: String },
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MeetingFormat {
    #[serde(alias = "onsite")]
    InPerson,
    Phone,
    Video,
}

#[derive(Debug, Serialize)]
struct CheckOut<'a> {
    schema: u8,
    findings: Vec<RemarkOut<'a>>,
}

#[derive(Debug, Serialize)]
struct RemarkOut<'a> {
    #[serde(flatten)]
    finding: wire::FindingOut<'a>,
    place: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<SpanOut>,
}

#[derive(Debug, Serialize)]
struct SpanOut {
    start: usize,
    end: usize,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let context: Context = match &args.context {
        Some(path) => read_context(path)?,
        None => Context::default(),
    };
    let note = input::read_text(&args.note, Wanted::NOTE)?;
    let interview_date = context
        .interview_date
        .as_deref()
        .map(|date| day("interview_date", date))
        .transpose()?;
    let now = match context.now.as_deref() {
        Some(now) => day("now", now)?,
        None => clock::now(None)?.date(),
    };
    let people: Vec<RecordPerson> = context
        .people
        .into_iter()
        .map(|person| RecordPerson {
            name: person.name,
            title: person.title,
            honorific: person.honorific,
        })
        .collect();
    let record = Record {
        candidate: context.candidate.as_deref().unwrap_or_default(),
        organization: context.company.as_deref().unwrap_or_default(),
        role: context.role.as_deref().unwrap_or_default(),
        interview_date,
        now,
        people: &people,
        to: &args.to,
        points: context.jots,
        attachments: context.attachments,
        other_notes: context
            .other_notes
            .into_iter()
            .map(|(OtherNote::Bare(text) | OtherNote::Note { text })| text)
            .collect(),
        format: context.format.map(|format| match format {
            MeetingFormat::InPerson => Format::InPerson,
            MeetingFormat::Phone => Format::Phone,
            MeetingFormat::Video => Format::Video,
        }),
        other_words: Vec::new(),
    };
    let mut proofreader = Proofreader::load();
    let remarks = check::check(
        &note.text,
        args.subject.as_deref(),
        args.kind.into(),
        &record,
        Some(&mut proofreader),
    );
    report(&note.findings, &remarks, args.json)?;
    Ok(if note.findings.is_empty() && remarks.is_empty() {
        Ended::Done
    } else {
        Ended::Waiting
    })
}

fn report(read: &[Finding], remarks: &[Remark], json: bool) -> anyhow::Result<()> {
    if !json {
        let all = read.iter().chain(remarks.iter().map(|remark| &remark.finding));
        return print(summary::findings_summary(all, page_width()).as_bytes());
    }
    let whole = read.iter().map(|finding| (finding, &Place::Note));
    let placed = remarks.iter().map(|remark| (&remark.finding, &remark.place));
    print_json(&CheckOut {
        schema: wire::SCHEMA,
        findings: whole
            .chain(placed)
            .map(|(finding, place)| remark_out(finding, place))
            .collect(),
    })
}

fn remark_out<'a>(finding: &'a Finding, place: &Place) -> RemarkOut<'a> {
    let (place, span) = match place {
        Place::Note => ("note", None),
        Place::Text(span) => ("text", Some(span)),
        Place::Subject(span) => ("subject", Some(span)),
    };
    RemarkOut {
        finding: wire::finding(finding),
        place,
        span: span.map(|span| SpanOut {
            start: span.start,
            end: span.end,
        }),
    }
}

/// The day of a date or of a moment as written, in the writer's own zone.
fn day(key: &str, text: &str) -> Result<Date, Failure> {
    text.get(..10).unwrap_or(text).parse().map_err(|e: jiff::Error| {
        Failure::new(format!("cannot read {key} {text:?} in the context"))
            .because(e)
            .hint("write it like 2026-03-02, or 2026-03-02T18:00:00-05:00")
    })
}
