//! The main job, whole: what `afterword write` does with one jot.

use jiff::Zoned;

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

/// Reads a jot, composes the notes, checks them and plans what follows.
///
/// `now` is the moment of writing in the candidate's zone; everything else follows from the arguments alone.
#[must_use]
pub fn write(jot: &str, profile: &Profile, now: &Zoned, seed: Seed) -> Job {
    let _ = (jot, profile, now, seed);
    Job {
        interview: Interview::default(),
        candidate: Candidate::default(),
        people: Vec::new(),
        notes: Vec::new(),
        held_back: Vec::new(),
        questions: Vec::new(),
        plan: Vec::new(),
        findings: Vec::new(),
    }
}
