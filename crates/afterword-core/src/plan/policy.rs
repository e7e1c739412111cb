//! What may happen when, as data: a file per policy, each with cases it must allow and cases it must refuse.

use jiff::Zoned;
use jiff::civil::Date;
use serde::Deserialize;

use crate::casebook::Purpose;

/// The policies that come with the program.
pub const NAMES: [&str; 3] = ["patient", "promised", "strategic"];

/// The one that holds where none is chosen.
pub const DEFAULT: &str = "strategic";

/// The numbers and the temper of a plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    /// Why one would choose it, in one sentence.
    pub reason: String,
    /// The thank-you by mail.
    pub thank_you: ThankYou,
    /// The card.
    pub card: CardRule,
    /// The question about their timeline.
    pub timeline_question: TimelineQuestion,
    /// The check-in.
    pub check_in: CheckIn,
    /// Interviews by several people.
    pub panel: Panel,
    /// The note at the end.
    pub closing: Closing,
    /// What it must allow.
    #[serde(default)]
    pub passes: Vec<Example>,
    /// What it must refuse.
    #[serde(default)]
    pub fails: Vec<Example>,
}

/// When a thank-you may go, should go and is late, from the end of the interview.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it, units last")]
pub struct ThankYou {
    pub offered_minutes: i64,
    pub due_hours: i64,
    pub late_hours: i64,
}

/// When a card is advised.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardRule {
    /// Days that must lie between its posting and the decision.
    pub days_before_decision: i32,
}

/// When somebody may be asked for the time of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineQuestion {
    /// Calendar days after the interview.
    pub after_days: i32,
}

/// When a status may be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// Under which circumstances at all.
    pub allowed: Allowed,
    /// Business days after the stated day.
    pub business_days_after_date: u32,
    /// Business days between two touches of this kind.
    pub business_days_between: u32,
    /// The budget of an employer and round, over all channels and people.
    pub at_most: usize,
}

/// What a check-in needs besides a stated day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// The day must have passed.
    AfterDate,
    /// Somebody there must have invited it, and the day must have passed.
    Invited,
    /// On the day the thank-you announced, inside their time; without one, after it.
    Announced,
}

/// When a panel is thanked one by one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// More interviewers than this are thanked through the coordinator.
    pub individual_at_most: usize,
}

/// For how long a last note is offered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Days after the decision was recorded; ours, no article names a number.
    pub within_days: i32,
}

/// One small case with one interviewer, and what the policy says about one note of it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub says: String,
    /// The end of the interview, held in person.
    pub interview: Zoned,
    /// The day they named there.
    pub stated: Option<Date>,
    /// The day they moved it to.
    pub moved: Option<Date>,
    /// They said that a follow-up is welcome.
    #[serde(default)]
    pub invited: bool,
    /// The thank-you was sent and announced a follow-up for this day.
    pub announced: Option<Date>,
    /// Check-ins sent, at noon.
    #[serde(default)]
    pub checked_in: Vec<Date>,
    /// The moment of asking.
    pub now: Zoned,
    /// Which note.
    pub note: Purpose,
    /// The practice that refuses.
    pub practice: Option<String>,
    /// The first day on which it would not.
    pub until: Option<Date>,
}

/// Says what is wrong with a policy file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// It is not in the form.
    #[error("the policy cannot be read: {0}")]
    Form(#[from] toml::de::Error),
    /// A number would allow what every policy forbids.
    #[error("policy `{policy}`: {what}")]
    Bound {
        /// Its name.
        policy: String,
        /// What is out of bounds.
        what: &'static str,
    },
}

impl Policy {
    /// One of [`NAMES`].
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let text = match name {
            "patient" => include_str!("policies/patient.toml"),
            "promised" => include_str!("policies/promised.toml"),
            "strategic" => include_str!("policies/strategic.toml"),
            _ => return None,
        };
        Self::parse(text).ok()
    }

    /// Reads a policy file.
    ///
    /// # Errors
    /// Refuses what is not in the form, and numbers under which a note could come early, out of order or too often:
    /// a policy may be more patient than the practices, never less.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text)?;
        match policy.out_of_bounds() {
            Some(what) => Err(PolicyError::Bound {
                policy: policy.name,
                what,
            }),
            None => Ok(policy),
        }
    }

    fn out_of_bounds(&self) -> Option<&'static str> {
        let (thanks, ask) = (&self.thank_you, &self.check_in);
        let bounds = [
            (
                thanks.offered_minutes >= 0,
                "a thank-you cannot come before the end of the interview",
            ),
            (
                thanks.offered_minutes <= thanks.due_hours.saturating_mul(60) && thanks.due_hours <= thanks.late_hours,
                "a thank-you is offered, then due, then late",
            ),
            (thanks.late_hours <= 24 * 366, "a thank-you is late within a year"),
            (
                ask.business_days_after_date >= 1,
                "a check-in waits for at least one business day after the stated day (S49)",
            ),
            (
                ask.business_days_between >= 5,
                "two check-ins are at least five business days apart (S53)",
            ),
            (
                ask.at_most <= 2,
                "there are at most two status touches in a round (S53)",
            ),
            (
                self.timeline_question.after_days >= 7,
                "a question about the time waits for at least a week (S54)",
            ),
            (
                (0..=366).contains(&self.card.days_before_decision) && (0..=366).contains(&self.closing.within_days),
                "days are counted from 0 to 366",
            ),
        ];
        bounds.into_iter().find(|(holds, _)| !holds).map(|(_, what)| what)
    }
}
