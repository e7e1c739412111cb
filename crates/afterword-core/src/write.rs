//! The main job, whole: what `afterword write` does with one jot.

use jiff::Zoned;

use crate::calendar::Holidays;
use crate::model::{Candidate, Finding, HeldBack, Interview, Note, Person, PlanEntry, Profile, Question};

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
    let plan = crate::plan::plan(&jot.interview, &jot.people, &composed.notes, now, &Holidays::us());
    let name = jot.candidate.name.or_else(|| profile.candidate.name.clone());
    Job {
        interview: jot.interview,
        candidate: Candidate { name, ..profile.candidate.clone() },
        people: jot.people,
        notes: composed.notes,
        held_back: jot.held_back,
        questions: composed.questions,
        plan,
        findings: jot.findings,
    }
}

/// Where people write March 2 rather than 2 March.
fn writes_month_first(zone: &str) -> bool {
    const AMERICAN: &[&str] = &[
        "New_York", "Chicago", "Denver", "Los_Angeles", "Phoenix", "Anchorage", "Honolulu", "Detroit", "Boise", "Indiana",
        "Kentucky", "North_Dakota", "Toronto", "Vancouver", "Winnipeg", "Halifax", "Edmonton", "Regina", "St_Johns",
        "Moncton", "Menominee", "Juneau", "Nome", "Sitka", "Adak", "Puerto_Rico", "UTC",
    ];
    zone.split('/').any(|part| AMERICAN.contains(&part)) || zone.starts_with("US/")
}
