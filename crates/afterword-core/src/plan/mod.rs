//! What may happen when, and why: a decision from a case, a policy and a moment, and from nothing else.
//!
//! [`decide`] weighs every note that a case could bring forth. Each ends as an [`Action`] that is open now, as a
//! [`Refusal`] with the reason and, where there is one, the day on which it opens, or as done. Silence triggers nothing
//! (S52): what opens does so by the calendar and by what was recorded, and an empty list of actions is a healthy answer.
//! What happened is taken as it was recorded, whatever the clock says now. Not here: sending, the words of a note, and
//! the clock itself ([`Moment`] only says how far it can be trusted). [`plan`] is the same decision for a jot that is in
//! no book yet.

mod after;
mod clock;
mod example;
mod history;
mod jot;
pub mod policy;
mod status;
mod thanks;
mod weigh;

use jiff::{Timestamp, Zoned};
use serde::Serialize;

use crate::casebook::{CardId, Case, Key, NoteId, Permit, PersonId, Purpose};
use history::History;
use policy::Policy;
use weigh::Desk;

pub use clock::{Moment, Reading};
pub use jot::plan;

/// What there is to say when there is nothing to do.
pub const NOTHING_TO_DO: &str = "Nothing to do. Waiting is the right move.";

/// How pressing an action is, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Only the owner can say; other things wait for it.
    Asked,
    /// Past its time, and still worth doing.
    Late,
    /// To be done by its time.
    Due,
    /// May be done; leaving it is as good.
    Offered,
}

/// The next thing to do about a note or a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Write it.
    Write,
    /// Read the draft and make it one's own.
    Open,
    /// Approve what was read.
    Approve,
    /// Send what was approved.
    Send,
    /// Change a text that names a date which has moved.
    Edit,
    /// Decide about a note that the server refused.
    Mend,
    /// Read the card word by word.
    Proof,
    /// Put it into its envelope.
    Seal,
    /// Post it.
    Post,
    /// Say that the machine's date is right: the clock moved over the moment at which this opened.
    Confirm,
}

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A note or a card.
    Note {
        /// Its entry in the plan.
        key: Key,
        /// To whom.
        to: PersonId,
        /// The next thing to do.
        step: Step,
        /// The note that is furthest along, if there is one.
        note: Option<NoteId>,
        /// The card that is furthest along, if there is one.
        card: Option<CardId>,
    },
    /// Read the answer and say what it means.
    ReadReply {
        /// Whose.
        from: PersonId,
    },
    /// Say until when somebody is away whose automatic reply does not.
    ReadAutomaticReply {
        /// Whose.
        from: PersonId,
    },
    /// Give an address of this person.
    GiveAddress {
        /// Whose.
        person: PersonId,
    },
    /// Say how the agency wants the employer written to.
    ChooseContact,
    /// Say whether a note arrived.
    Settle {
        /// Which.
        note: NoteId,
    },
}

/// Something to do now, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Action {
    /// What.
    pub what: What,
    /// How pressing.
    pub standing: Standing,
    /// Since when it is open.
    pub opens: Option<Zoned>,
    /// By when it should be done.
    pub due: Option<Zoned>,
    /// The practice it carries out.
    pub practice: &'static str,
    /// Why, in one plain sentence.
    pub reason: String,
    /// For the entry's calendar event: higher whenever its date moved.
    pub sequence: u32,
}

impl Action {
    /// The entry it belongs to, if it is about a note.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        match self.what {
            What::Note { key, .. } => Some(key),
            _ => None,
        }
    }

    /// The next thing to do, if it is about a note.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        match self.what {
            What::Note { step, .. } => Some(step),
            _ => None,
        }
    }
}

/// Something not to do now, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    /// Which entry.
    pub key: Key,
    /// To whom it would go.
    pub to: Option<PersonId>,
    /// The practice that refuses.
    pub practice: &'static str,
    /// Why, in one plain sentence.
    pub reason: String,
    /// When it opens; none if the calendar alone will not open it.
    pub until: Option<Zoned>,
    /// Whether its owner may overrule it with a reason.
    pub may_overrule: bool,
    /// For the entry's calendar event: higher whenever its date moved.
    pub sequence: u32,
}

/// What a case asks for at a moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// The moment it holds for.
    pub at: Timestamp,
    /// What to do or to be offered, the first thing first.
    pub actions: Vec<Action>,
    /// What not to do, what opens soonest first.
    pub refusals: Vec<Refusal>,
}

impl Decision {
    /// The action about this entry, if it is open.
    #[must_use]
    pub fn action(&self, key: &Key) -> Option<&Action> {
        self.actions.iter().find(|a| a.key().as_ref() == Some(key))
    }

    /// Leave to send this entry at this moment.
    ///
    /// # Errors
    /// The refusal of the plan, also where the note is done, held by the clock or to be edited.
    pub fn permit(&self, key: &Key) -> Result<Permit, Box<Refusal>> {
        match self.action(key) {
            Some(action) if action.step() == Some(Step::Send) => Ok(Permit::new(*key, self.at)),
            Some(action) => Err(Box::new(Refusal {
                key: *key,
                to: None,
                practice: action.practice,
                reason: action.reason.clone(),
                until: None,
                may_overrule: false,
                sequence: action.sequence,
            })),
            None => Err(Box::new(self.refusal(key))),
        }
    }

    /// Why this entry is not open; what the plan does not list has been done or has no place in it.
    #[must_use]
    pub fn refusal(&self, key: &Key) -> Refusal {
        let listed = self.refusals.iter().find(|r| r.key == *key).cloned();
        listed.unwrap_or_else(|| Refusal {
            key: *key,
            to: key.person,
            practice: "S53",
            reason: "this has been done, or has no place in the plan any more".to_owned(),
            until: None,
            may_overrule: false,
            sequence: 0,
        })
    }

    /// Whether there is nothing to do, not even anything offered. See [`NOTHING_TO_DO`].
    #[must_use]
    pub fn is_rest(&self) -> bool {
        self.actions.is_empty()
    }
}

/// What may and what may not be done about `case` at this moment, under `policy`.
///
/// Depends on nothing but its arguments. Costs time in proportion to the notes and events of the one case.
#[must_use]
pub fn decide(case: &Case, policy: &Policy, now: &Moment) -> Decision {
    let mut desk = Desk::new(case, policy, now, History::of(case));
    desk.ask();
    for round in &case.rounds {
        desk.thanks(round);
        desk.cards(round);
        desk.materials(round);
        desk.status(round);
    }
    desk.after();
    desk.finish()
}

/// Whether a purpose asks them something: these share the budget of the round.
fn is_question(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::CheckIn | Purpose::TimelineQuestion)
}
