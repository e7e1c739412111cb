//! The main job, whole: what `afterword write` does with one jot.

use std::collections::BTreeSet;

use jiff::Zoned;
use jiff::civil::Date;

use crate::check::likeness::{Grid, panel};
use crate::check::{Kind, Proofreader, Record, RecordPerson, check};
use crate::compose::apart::comparable;
use crate::model::{
    Candidate, Finding, HeldBack, Interview, Note, NoteKind, Person, Place, PlanEntry, PointId, Profile, Question,
    Severity, When,
};
use crate::read::jot::{Answer, Refusal, answer, bring_in, leave_out, nicknames, recount};

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
    /// Points that no note of their person uses, best first: the person, and the point.
    pub left_over: Vec<(usize, PointId)>,
    /// Points the person leaves out.
    pub left_out: BTreeSet<PointId>,
    /// Lines that were read and are of no use to a note: fillers, comings and goings.
    pub set_aside: Vec<SetAside>,
    /// Lines that say who, where and when.
    pub header: Vec<Place>,
    /// People whose note says nothing of why it mattered; only the candidate can (`because:`).
    pub without_reason: Vec<usize>,
}

/// A line that was read and is of no use to a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The words as typed.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// What the person says once they have seen the notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Answers to questions.
    pub answers: Vec<Answer>,
    /// Points to bring in, and lines held back to switch on.
    pub bring_in: Vec<PointId>,
    /// Points to leave out.
    pub leave_out: Vec<PointId>,
    /// Sentences to say another way.
    pub reword: Vec<Reword>,
}

/// A sentence to say another way, by its numbers as they are shown, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reword {
    /// The note.
    pub note: usize,
    /// The sentence in it.
    pub sentence: usize,
    /// Which of the other wordings: 1 is the next. All in turn lead back to the first.
    pub step: usize,
}

/// Chooses among wordings that are equally true; the same seed gives the same notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seed(pub u64);

/// Reads a jot, composes the notes and plans what follows. The checker is a second step: see [`proofread`].
///
/// `now` is the moment of writing in the candidate's zone; everything else follows from the arguments alone.
#[must_use]
pub fn write(jot: &str, profile: &Profile, now: &Zoned, seed: Seed) -> Job {
    write_with(jot, profile, now, seed, &Choices::default()).0
}

/// The same with what the person answered and chose, and what of it could not be done.
///
/// Answers are applied to the jot as it was read, so that points keep their numbers; then points are brought in and left
/// out; a sentence is said another way last, and nothing else changes with it. The same choices give the same notes.
///
/// Business days are counted by the profile's calendar for the employer whom the jot or an answer names.
#[must_use]
pub fn write_with(jot: &str, profile: &Profile, now: &Zoned, seed: Seed, choices: &Choices) -> (Job, Vec<Refusal>) {
    write_for(jot, profile, now, now.date(), seed, choices)
}

/// The same for a jot that was written at `now` and whose notes go out on the local day `sent`: the days the jot names are
/// counted from when it was written, the day words of the notes ("yesterday") from when they are sent.
#[must_use]
pub fn write_for(
    jot: &str,
    profile: &Profile,
    now: &Zoned,
    sent: Date,
    seed: Seed,
    choices: &Choices,
) -> (Job, Vec<Refusal>) {
    if choices.answers.iter().any(Answer::agrees) {
        // What each "yes" agrees to is what is offered without it.
        let mut others = choices.clone();
        others.answers.retain(|a| !a.agrees());
        let (offering, _) = write_for(jot, profile, now, sent, seed, &others);
        let settle = |a: Answer| a.settled(&offering.questions);
        let settled: Vec<Answer> = choices.answers.iter().cloned().map(settle).collect();
        if settled != choices.answers {
            others.answers = settled;
            return write_for(jot, profile, now, sent, seed, &others);
        }
    }
    let mut jot = crate::read::jot::read(jot, now);
    let mut refusals = answer(&mut jot, &choices.answers, now);
    refusals.extend(bring_in(&mut jot, &choices.bring_in));
    refusals.extend(leave_out(&mut jot, &choices.leave_out));
    let holidays = profile.calendars.of(jot.interview.organization.as_deref());
    recount(&mut jot, now, holidays);
    let day_first = day_first(now.time_zone());
    let mut composed = crate::compose::compose(&jot, profile, sent, day_first, seed);
    for wish in &choices.reword {
        refusals.extend(reword(&mut composed.notes, *wish).err());
    }
    let plan = crate::plan::plan(&jot.interview, &composed.people, &composed.notes, now, holidays);
    let name = jot.candidate.name.or_else(|| profile.candidate.name.clone());
    let text = &jot.text;
    let set_aside = jot
        .set_aside
        .into_iter()
        .map(|place| SetAside {
            text: text.get(place.span.clone()).unwrap_or_default().to_owned(),
            place,
        })
        .collect();
    let job = Job {
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
        left_over: composed.left_over,
        left_out: jot.left_out,
        set_aside,
        header: jot.header,
        without_reason: composed.without_reason,
    };
    (job, refusals)
}

/// Says one sentence of one note another way; every other byte of the notes stays.
///
/// # Errors
///
/// Returns why not where there is no such sentence, or no other way to say it.
pub fn reword(notes: &mut [Note], wish: Reword) -> Result<(), Refusal> {
    let refuse = |why: String, hint: String| {
        Err(Refusal {
            about: format!("{}.{}", wish.note, wish.sentence),
            why,
            hint,
        })
    };
    let count = notes.len();
    let Some(note) = wish.note.checked_sub(1).and_then(|i| notes.get_mut(i)) else {
        return refuse(format!("names note {}", wish.note), format!("there are {count} notes"));
    };
    let sentences = note.sentences().count();
    let Some(sentence) = note.sentence_mut(wish.sentence) else {
        return refuse(
            format!("names sentence {}", wish.sentence),
            format!("note {} has {sentences} sentences", wish.note),
        );
    };
    if sentence.reword(wish.step) {
        Ok(())
    } else {
        let own = if sentence.frame == "own" {
            ": it is your own"
        } else {
            ""
        };
        refuse(
            format!("has no other wording{own}"),
            "to say it your way, answer with the number of its point: `p3: your sentence`".to_owned(),
        )
    }
}

/// Checks every note of a job: the fast tier always, language where a proofreader is given.
///
/// `today` is the local day of writing; `jot` is the text the job was made from, whose names and codes are known words.
pub fn proofread(job: &mut Job, jot: &str, today: Date, mut proofreader: Option<&mut Proofreader>) {
    let people: Vec<RecordPerson> = job.people.iter().map(RecordPerson::from).collect();
    let nicknames = nicknames(jot, &job.people);
    let decision_date = job
        .interview
        .decision
        .as_ref()
        .and_then(|d| d.deadline.latest.or(d.deadline.earliest));
    let planned = planned(&job.plan);
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
            decision_date,
            planned: Some(planned.clone()),
            now: today,
            people: &people,
            nicknames: nicknames.clone(),
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
    for (a, b, likeness) in too_alike(&job.notes, &panel_likeness(job)) {
        let other = &job.people[job.notes[a].to].name;
        let finding = Finding {
            rule: "too_alike".to_owned(),
            severity: Severity::Warning,
            excerpt: String::new(),
            message: format!(
                "It shares {:.0} % of its words in a row with the note to {other}, and no other wording is left; \
                 put in something that is this person's alone.",
                likeness * 100.0
            ),
            fix: None,
        };
        job.notes[b].findings.push(finding);
    }
}

/// The days on which the plan has something to do besides the notes themselves, with which no promise is kept.
fn planned(plan: &[PlanEntry]) -> Vec<Date> {
    let besides = |e: &&PlanEntry| !e.key.starts_with("mail-") && !e.key.starts_with("card-");
    let day = |e: &PlanEntry| match &e.when {
        When::On(day) | When::After(day) => *day,
        When::At(moment) => moment.date(),
    };
    plan.iter().filter(besides).map(day).collect()
}

/// How alike the notes of a job are as they now stand, each with each, in their order.
#[must_use]
pub fn panel_likeness(job: &Job) -> Grid {
    let people: Vec<RecordPerson> = job.people.iter().map(RecordPerson::from).collect();
    let record = Record {
        organization: job.interview.organization.as_deref().unwrap_or_default(),
        role: job.interview.role.as_deref().unwrap_or_default(),
        people: &people,
        ..Record::default()
    };
    let bodies: Vec<String> = job.notes.iter().map(Note::body).collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    panel(&bodies, &record)
}

/// The pairs of mails, and of cards, to different people that are at the bound or over it, the most alike first.
#[must_use]
pub fn too_alike(notes: &[Note], grid: &Grid) -> Vec<(usize, usize, f64)> {
    let mut out = grid.too_alike();
    out.retain(|(a, b, _)| comparable(&notes[*a], &notes[*b]));
    out
}

/// Whether a letter written in this zone puts the day before the month.
#[must_use]
pub fn day_first(zone: &jiff::tz::TimeZone) -> bool {
    !zone.iana_name().is_none_or(writes_month_first)
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
