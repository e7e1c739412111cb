//! What is known of the interview a note belongs to, as `check` and `edit` are told: by a JSON file, by a jot, by flags.

use std::path::PathBuf;

use afterword_core::check::{self, Dialect, Record, RecordPerson};
use afterword_core::model::Format;
use afterword_core::write::{Seed, write};
use jiff::civil::Date;
use serde::Deserialize;

use super::read_context;
use crate::failure::Failure;
use crate::input::{self, Source};
use crate::{clock, config};

/// What a note is and what it is measured by.
#[derive(Debug, clap::Args)]
pub(super) struct RecordArgs {
    /// What the note is
    #[arg(long, value_enum, default_value = "email")]
    kind: Kind,
    /// Whom it is for, the full name [default: whom the greeting names]
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    to: String,
    /// The subject of the mail
    #[arg(long, value_name = "TEXT")]
    pub(super) subject: Option<String>,
    /// Measure names, days and claims by what this JSON file says of the interview
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// Measure them by the jot of the interview
    #[arg(long, value_name = "JOT", conflicts_with = "context")]
    jot: Option<Source>,
    /// Check as if it were this moment
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
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
    country: Option<String>,
    interview_date: Option<String>,
    decision_date: Option<String>,
    now: Option<String>,
    people: Vec<ContextPerson>,
    jots: Vec<String>,
    words: Vec<String>,
    attachments: Vec<String>,
    other_notes: Vec<OtherNote>,
    format: Option<MeetingFormat>,
}

#[derive(Debug, Deserialize)]
struct ContextPerson {
    name: String,
    title: Option<String>,
    honorific: Option<String>,
    #[serde(default)]
    nicknames: Vec<String>,
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

impl From<MeetingFormat> for Format {
    fn from(format: MeetingFormat) -> Self {
        match format {
            MeetingFormat::InPerson => Self::InPerson,
            MeetingFormat::Phone => Self::Phone,
            MeetingFormat::Video => Self::Video,
        }
    }
}

/// Everything a record borrows, and what a note is.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// What the note is.
    pub(super) kind: Option<check::Kind>,
    /// Its subject.
    pub(super) subject: Option<String>,
    /// The English of the employer's country.
    pub(super) dialect: Dialect,
    to: String,
    candidate: String,
    organization: String,
    role: String,
    interview_date: Option<Date>,
    decision_date: Option<Date>,
    now: Date,
    people: Vec<RecordPerson>,
    /// Points, and whose they are; `None` for everybody's.
    points: Vec<(Option<usize>, String)>,
    attachments: Vec<String>,
    other_notes: Vec<String>,
    format: Option<Format>,
    other_words: Vec<String>,
    nicknames: Vec<(String, String)>,
}

impl Known {
    /// What the arguments say.
    ///
    /// # Errors
    /// A file that cannot be read, or a date in it that is none.
    pub(super) fn of(args: &RecordArgs) -> anyhow::Result<Self> {
        let mut known = match (&args.jot, &args.context) {
            (Some(jot), _) => Self::of_jot(jot, args.now.as_deref())?,
            (None, Some(path)) => Self::of_context(read_context(path)?, args.now.as_deref())?,
            (None, None) => Self {
                now: clock::now(args.now.as_deref())?.date(),
                ..Self::default()
            },
        };
        known.to.clone_from(&args.to);
        known.kind = Some(args.kind.into());
        known.subject.clone_from(&args.subject);
        Ok(known)
    }

    fn of_context(context: Context, now: Option<&str>) -> anyhow::Result<Self> {
        let date = |key: &str, text: &Option<String>| text.as_deref().map(|text| day(key, text)).transpose();
        let now = match (now, &context.now) {
            (None, Some(now)) => day("now", now)?,
            (now, _) => clock::now(now)?.date(),
        };
        let other = |(OtherNote::Bare(text) | OtherNote::Note { text })| text;
        Ok(Self {
            interview_date: date("interview_date", &context.interview_date)?,
            decision_date: date("decision_date", &context.decision_date)?,
            now,
            dialect: context
                .country
                .as_deref()
                .map_or_else(Dialect::default, Dialect::of_country),
            candidate: context.candidate.unwrap_or_default(),
            organization: context.company.unwrap_or_default(),
            role: context.role.unwrap_or_default(),
            other_words: context.words,
            nicknames: {
                let of = |p: &ContextPerson| {
                    let name = p.name.clone();
                    p.nicknames
                        .clone()
                        .into_iter()
                        .map(move |nickname| (name.clone(), nickname))
                };
                context.people.iter().flat_map(of).collect()
            },
            people: context
                .people
                .into_iter()
                .map(|person| RecordPerson {
                    name: person.name,
                    title: person.title,
                    honorific: person.honorific,
                })
                .collect(),
            points: context.jots.into_iter().map(|point| (None, point)).collect(),
            attachments: context.attachments,
            other_notes: context.other_notes.into_iter().map(other).collect(),
            format: context.format.map(Format::from),
            ..Self::default()
        })
    }

    fn of_jot(source: &Source, now: Option<&str>) -> anyhow::Result<Self> {
        let now = clock::now(now)?;
        let settings = config::load(None)?;
        let mut profile = settings.profile;
        profile.calendars = settings.calendars.read(&[])?;
        let jot = input::read(source)?.text;
        let job = write(&jot, &profile, &now, Seed(0));
        let points = job.people.iter().enumerate().flat_map(|(i, person)| {
            let texts = person
                .points
                .iter()
                .flat_map(|p| [Some(p.text.clone()), p.better.clone()]);
            texts.flatten().map(move |text| (Some(i), text))
        });
        let capitals = |word: &&str| word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
        let words = jot.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-' | '&'));
        let deadline = job.interview.decision.as_ref().map(|d| &d.deadline);
        Ok(Self {
            points: points.collect(),
            people: job
                .people
                .iter()
                .map(|person| RecordPerson {
                    name: person.name.clone(),
                    title: person.title.clone(),
                    honorific: person.honorific_prefix.clone(),
                })
                .collect(),
            candidate: job.candidate.name.unwrap_or_default(),
            organization: job.interview.organization.clone().unwrap_or_default(),
            role: job.interview.role.clone().unwrap_or_default(),
            interview_date: job.interview.date,
            decision_date: deadline.and_then(|d| d.latest.or(d.earliest)),
            now: now.date(),
            format: job.interview.format,
            other_words: words.filter(capitals).map(str::to_owned).collect(),
            ..Self::default()
        })
    }

    /// The record one note is measured by; `others` are the notes it is checked together with.
    pub(super) fn record(&self, note: &str, others: &[&str]) -> Record<'_> {
        let to = if self.to.is_empty() {
            check::greeted(note, &self.people).map_or("", |person| &person.name)
        } else {
            self.to.as_str()
        };
        let recipient = self.people.iter().position(|person| person.name == to);
        let theirs = |whose: &Option<usize>| whose.is_none() || *whose == recipient;
        let points = self.points.iter().filter(|(whose, _)| theirs(whose));
        Record {
            candidate: &self.candidate,
            organization: &self.organization,
            role: &self.role,
            interview_date: self.interview_date,
            decision_date: self.decision_date,
            now: self.now,
            people: &self.people,
            to,
            points: points.map(|(_, point)| point.clone()).collect(),
            attachments: self.attachments.clone(),
            other_notes: {
                let others = others.iter().map(|other| (*other).to_owned());
                self.other_notes.iter().cloned().chain(others).collect()
            },
            format: self.format,
            other_words: self.other_words.clone(),
            nicknames: self.nicknames.clone(),
            ..Record::default()
        }
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
