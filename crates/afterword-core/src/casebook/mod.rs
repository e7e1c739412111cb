//! What the case book keeps: employers, rounds, people, the states of notes and cards, and what came back.
//!
//! Plain values that a store can keep and [`crate::plan`] can read. States change only by by-value methods that take the
//! instant and answer with the new state or with a [`Refused`] that names the rule; what happened outside is taken up by
//! [`Case::record`]. Not here: the words of a note, beyond the hash of what was read and approved, and anything that
//! says what may be done when.

mod card;
mod event;
mod note;
mod refused;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};
use serde::{Deserialize, Serialize};

use crate::calendar::Holidays;
use crate::model::{Format, InterviewKind, Part};

pub use card::{Card, CardState};
pub use event::{Event, Recorded};
pub use note::{
    Announcement, Approval, Bounced, Content, Facts, Frozen, Note, NoteState, Permit, TextHash, UNDO_SECONDS,
};
pub use refused::{DELIVERY, Refused};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

ids! {
    /// Identifies a case.
    CaseId,
    /// Identifies a person of the book.
    PersonId,
    /// Identifies a note sent by mail.
    NoteId,
    /// Identifies a card.
    CardId,
    /// Identifies something promised.
    PromiseId,
}

/// What a note is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The e-mail to somebody who took part in a round.
    ThankYou,
    /// One thank-you to the coordinator, or the agency's recruiter, asking to pass it on.
    PassOn,
    /// The handwritten card.
    Card,
    /// Something promised, or asked for, by mail.
    Material,
    /// The one question about their timeline, where none was given.
    TimelineQuestion,
    /// A brief check-in after the stated time.
    CheckIn,
    /// The gracious note after a rejection, a withdrawal or hiring.
    Closing,
    /// Thanks to somebody who helped outside any round: a referrer, a reference, a recruiter.
    Gratitude,
}

impl Purpose {
    /// Its name in keys, data files and `--json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ThankYou => "thank_you",
            Self::PassOn => "pass_on",
            Self::Card => "card",
            Self::Material => "material",
            Self::TimelineQuestion => "timeline_question",
            Self::CheckIn => "check_in",
            Self::Closing => "closing",
            Self::Gratitude => "gratitude",
        }
    }
}

/// Names one entry of a case's plan for ever: the calendar UID follows from it, and at most one note carries it out.
///
/// Its date may move; the key does not. A check-in's key has no person, because the budget is one over all people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// What for.
    pub purpose: Purpose,
    /// The round it belongs to; 0 for what belongs to none.
    pub round: u8,
    /// To whom, where each person has one of their own.
    pub person: Option<PersonId>,
    /// The number of the check-in from 1, the id of what was promised; 0 elsewhere.
    pub item: i64,
}

impl Key {
    /// The key of a note that each person has one of in a round.
    #[must_use]
    pub fn to(purpose: Purpose, round: u8, person: PersonId) -> Self {
        Self {
            purpose,
            round,
            person: Some(person),
            item: 0,
        }
    }

    /// The key of a numbered entry of a round, whoever it goes to.
    #[must_use]
    pub fn numbered(purpose: Purpose, round: u8, item: i64) -> Self {
        Self {
            purpose,
            round,
            person: None,
            item,
        }
    }
}

impl std::fmt::Display for Key {
    /// `thank_you-r1-p7`, `check_in-r1-2`: stable, and part of calendar UIDs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-r{}", self.purpose.name(), self.round)?;
        if let Some(person) = self.person {
            write!(f, "-p{person}")?;
        }
        if self.item != 0 {
            write!(f, "-{}", self.item)?;
        }
        Ok(())
    }
}

/// How an employer may be written to (agency rule: asked once per employer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// To each person.
    #[default]
    Direct,
    /// Everything goes to the agency's recruiter, who passes it on.
    ThroughRecruiter,
    /// The agency forbids it.
    None,
    /// An agency is involved and nobody has asked yet.
    Unasked,
}

/// One employer and role: everything the plan decides from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its identity.
    pub id: CaseId,
    /// The employer.
    pub organization: String,
    /// The position.
    pub role: Option<String>,
    /// Name of the policy chosen for this employer: `strategic` and the like.
    pub policy: String,
    /// Whether they may be written to directly.
    pub contact: Contact,
    /// Days on which this employer is closed.
    pub holidays: Holidays,
    /// Everybody known there.
    pub people: Vec<Person>,
    /// The interviews, in order.
    pub rounds: Vec<Round>,
    /// What was promised or asked for.
    pub promises: Vec<Promise>,
    /// Notes by mail, in any state; order does not matter.
    pub notes: Vec<Note>,
    /// Cards, in any state; order does not matter.
    pub cards: Vec<Card>,
    /// What happened, in the order in which it was recorded. The order counts, the instants need not rise.
    pub events: Vec<Recorded>,
    /// When somebody of this employer was asked about another position: it counts against the same budget.
    pub asked_elsewhere: Vec<Timestamp>,
}

/// Somebody of the employer, or who helped towards it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identity, the same in every case.
    pub id: PersonId,
    /// Full name, without honorific.
    pub name: String,
    /// What they have to do with the search.
    pub part: Part,
    /// Mail address (RFC 5322 `addr-spec`), never derived.
    pub addr_spec: Option<String>,
    /// Whether the postal address of their work is known well enough for an envelope.
    pub work_address: bool,
    /// The owner wants a card for them whatever the format was.
    pub wants_card: bool,
    /// The owner said that no note is to go to them.
    pub no_note: bool,
}

/// One conversation of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Counted from 1.
    pub number: u8,
    /// What kind it was.
    pub kind: InterviewKind,
    /// How it was held.
    pub format: Option<Format>,
    /// Its end in its own zone; all waiting is counted from here.
    pub end: Zoned,
    /// Who took part, coordinators and receptionists included.
    pub people: Vec<PersonId>,
    /// When they decide, as said at the interview.
    pub stated: Option<Stated>,
    /// Somebody there said that a follow-up is welcome (practice S51).
    pub follow_up_invited: bool,
}

impl Round {
    /// Minutes assumed for an interview whose end is not known (practice S10).
    pub const MINUTES_ASSUMED: i64 = 60;

    /// The end of an interview of which only the begin is known.
    #[must_use]
    pub fn assumed_end(begin: &Zoned) -> Zoned {
        begin.saturating_add(Self::MINUTES_ASSUMED.minutes())
    }

    /// The latest end of an interview of which only the day is known: the moment it was written down, if that was the
    /// same day, else the day's last minute.
    #[must_use]
    pub fn end_on(day: Date, zone: &TimeZone, written: &Zoned) -> Zoned {
        let written = written.with_time_zone(zone.clone());
        if written.date() == day {
            return written;
        }
        // Not the midnight after it, which is the next day's.
        day.at(23, 59, 0, 0).to_zoned(zone.clone()).unwrap_or(written)
    }

    /// The day of the interview in its own zone.
    #[must_use]
    pub fn day(&self) -> Date {
        self.end.date()
    }
}

/// When an answer may be expected, as they said it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stated {
    /// Their words.
    pub words: String,
    /// First day, if one was named.
    pub earliest: Option<Date>,
    /// Last day, if one was named.
    pub latest: Option<Date>,
    /// Who said it, or who will answer.
    pub who: Option<PersonId>,
}

impl Stated {
    /// The day that must have passed before anybody is asked; none where the words name no day.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.latest.or(self.earliest)
    }
}

/// Something to send, by the owner's word or at their wish (practices S8, S59).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Its identity.
    pub id: PromiseId,
    /// The round it came up in.
    pub round: u8,
    /// To whom.
    pub to: PersonId,
    /// What it is.
    pub text: String,
    /// They asked for it; otherwise the owner offered it.
    pub asked_for: bool,
    /// By when it was promised.
    pub due: Option<Date>,
}

impl Case {
    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|p| p.id == id)
    }

    /// The round with this number.
    #[must_use]
    pub fn round(&self, number: u8) -> Option<&Round> {
        self.rounds.iter().find(|r| r.number == number)
    }

    /// When the round's decision is expected as last heard: what was said there, or the last move of it.
    #[must_use]
    pub fn stated(&self, round: u8) -> Option<&Stated> {
        let moved = self.events.iter().rev().find_map(|r| match &r.event {
            Event::DecisionMoved { round: of, stated } if *of == round => Some(stated),
            _ => None,
        });
        moved.or_else(|| self.round(round)?.stated.as_ref())
    }
}
