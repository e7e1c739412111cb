//! The main job, whole: what `afterword write` does with one jot.

use jiff::Zoned;
use jiff::civil::Date;

use crate::calendar::Holidays;
use crate::check::{Kind, Proofreader, Record, RecordPerson, check};
use crate::model::{Candidate, Finding, HeldBack, Interview, Note, NoteKind, Person, PlanEntry, Profile, Question};

/// What one jot became.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The interview.
    pub interview: Interview,
    /// Who the notes are from.
    pub candidate: Candidate,
    /// Everybody met, with their points.
    pub people: Vec<Person>,
    /// The notes: e-mail and card per person, coordinators' notes.
    pub notes: Vec<Note>,
    /// What stays on this machine.
    pub held_back: Vec<HeldBack>,
    /// What only the person can answer.
    pub questions: Vec<Question>,
    /// What may happen when.
    pub plan: Vec<PlanEntry>,
    /// What was noticed about the jot itself (control characters taken out and the like).
    pub findings: Vec<Finding>,
}

/// Chooses among wordings that are equally true; the same seed gives the same notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seed(pub u64);

/// Reads a jot, composes the notes and plans what follows. The checker is a second step: see [`proofread`].
///
/// `now` is the moment of writing in the candidate's zone; everything else follows from the arguments alone.
#[must_use]
pub fn write(jot: &str, profile: &Profile, now: &Zoned, seed: Seed) -> Job {
    let jot = crate::read::jot::read(jot, now);
    let day_first = !now.time_zone().iana_name().is_none_or(writes_month_first);
    let composed = crate::compose::compose(&jot, profile, now.date(), day_first, seed);
    let plan = crate::plan::plan(&jot.interview, &composed.people, &composed.notes, now, &Holidays::us());
    let name = jot.candidate.name.or_else(|| profile.candidate.name.clone());
    Job {
        interview: jot.interview,
        candidate: Candidate {
            name,
            ..profile.candidate.clone()
        },
        people: composed.people,
        notes: composed.notes,
        held_back: jot.held_back,
        questions: composed.questions,
        plan,
        findings: jot.findings,
    }
}

/// Checks every note of a job: the fast tier always, language where a proofreader is given.
///
/// `today` is the local day of writing; `jot` is the text the job was made from, whose names and codes are known words.
pub fn proofread(job: &mut Job, jot: &str, today: Date, mut proofreader: Option<&mut Proofreader>) {
    let people: Vec<RecordPerson> = job
        .people
        .iter()
        .map(|p| RecordPerson {
            name: p.name.clone(),
            title: p.title.clone(),
            honorific: p.honorific_prefix.clone(),
        })
        .collect();
    let bodies: Vec<String> = job.notes.iter().map(Note::body).collect();
    let candidate = job.candidate.name.clone().unwrap_or_default();
    let named = |w: &&str| w.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    let other_words: Vec<String> = jot
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-' | '&'))
        .filter(named)
        .map(str::to_owned)
        .collect();
    for i in 0..job.notes.len() {
        let note = &job.notes[i];
        let person = &job.people[note.to];
        let record = Record {
            candidate: &candidate,
            organization: job.interview.organization.as_deref().unwrap_or_default(),
            role: job.interview.role.as_deref().unwrap_or_default(),
            interview_date: job.interview.date,
            now: today,
            people: &people,
            to: &person.name,
            points: person
                .points
                .iter()
                .flat_map(|p| [Some(p.text.clone()), p.better.clone()])
                .flatten()
                .collect(),
            attachments: note.enclosures.clone(),
            other_notes: bodies
                .iter()
                .zip(&job.notes)
                .filter(|(_, other)| other.to != note.to)
                .map(|(body, _)| body.clone())
                .collect(),
            format: job.interview.format,
            other_words: other_words.clone(),
            ..Record::default()
        };
        let kind = match note.kind {
            NoteKind::ThankYou => Kind::Email,
            NoteKind::Card => Kind::Card,
            NoteKind::Coordinator => Kind::Short,
        };
        let remarks = check(
            &bodies[i],
            note.subject.as_deref(),
            kind,
            &record,
            proofreader.as_deref_mut(),
        );
        job.notes[i].findings.extend(remarks.into_iter().map(|r| r.finding));
    }
}

/// Where people write March 2 rather than 2 March.
fn writes_month_first(zone: &str) -> bool {
    const AMERICAN: &[&str] = &[
        "New_York",
        "Chicago",
        "Denver",
        "Los_Angeles",
        "Phoenix",
        "Anchorage",
        "Honolulu",
        "Detroit",
        "Boise",
        "Indiana",
        "Kentucky",
        "North_Dakota",
        "Toronto",
        "Vancouver",
        "Winnipeg",
        "Halifax",
        "Edmonton",
        "Regina",
        "St_Johns",
        "Moncton",
        "Menominee",
        "Juneau",
        "Nome",
        "Sitka",
        "Adak",
        "Puerto_Rico",
        "UTC",
    ];
    zone.split('/').any(|part| AMERICAN.contains(&part)) || zone.starts_with("US/")
}
