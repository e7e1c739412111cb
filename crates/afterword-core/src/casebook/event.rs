//! What happened outside, as the owner or a reader of mail records it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Case, Contact, Key, NoteId, NoteState, PersonId, Refused, Stated};

/// Something that happened, with the instant at which it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What can happen to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A human answered: the plan stops until the owner says what it means.
    Reply {
        /// Who.
        from: PersonId,
        /// The note it answers, where that is known.
        to_note: Option<NoteId>,
    },
    /// An automatic reply; it is no answer.
    OutOfOffice {
        /// Whose.
        from: PersonId,
        /// The day they are back, if it says so.
        back_on: Option<Date>,
    },
    /// They gave a date, or moved it. It also answers what a reply meant.
    DecisionMoved {
        /// Of which round.
        round: u8,
        /// What they said.
        stated: Stated,
    },
    /// The reply was read and changes nothing; also ends a doubt about an automatic reply.
    Resumed,
    /// They made an offer.
    Offer,
    /// The owner took the position.
    Accepted,
    /// They said no.
    Rejection,
    /// The owner withdrew.
    Withdrawal,
    /// A note came back.
    Bounce {
        /// Which.
        note: NoteId,
        /// Never to be delivered there; otherwise their server tries on.
        hard: bool,
    },
    /// The owner gave another address of this person, or checked the old one.
    AddressCorrected {
        /// Whose.
        person: PersonId,
    },
    /// A card went into the post that the book did not see being made.
    CardPosted {
        /// The entry it carried out.
        key: Key,
    },
    /// A note went out by other means.
    SentByHand {
        /// The entry it carried out.
        key: Key,
    },
    /// The owner leaves this entry out; nobody is ever pressed to write.
    LeftOut {
        /// Which.
        key: Key,
    },
    /// The owner overrules a refusal of this entry, once.
    Overruled {
        /// Which.
        key: Key,
        /// The practice that refused.
        practice: String,
        /// The owner's reason.
        because: String,
    },
    /// Whether they may be written to directly was settled.
    ContactChosen {
        /// How.
        contact: Contact,
    },
    /// Another policy was chosen for this employer.
    PolicyChosen {
        /// Its name.
        policy: String,
    },
}

impl Event {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reply { .. } => "reply",
            Self::OutOfOffice { .. } => "out_of_office",
            Self::DecisionMoved { .. } => "decision_moved",
            Self::Resumed => "resumed",
            Self::Offer => "offer",
            Self::Accepted => "accepted",
            Self::Rejection => "rejection",
            Self::Withdrawal => "withdrawal",
            Self::Bounce { .. } => "bounce",
            Self::AddressCorrected { .. } => "address_corrected",
            Self::CardPosted { .. } => "card_posted",
            Self::SentByHand { .. } => "sent_by_hand",
            Self::LeftOut { .. } => "left_out",
            Self::Overruled { .. } => "overruled",
            Self::ContactChosen { .. } => "contact_chosen",
            Self::PolicyChosen { .. } => "policy_chosen",
        }
    }
}

impl Case {
    /// Takes up what happened: appends it, and marks the notes and choices it is about.
    ///
    /// # Errors
    /// What names a round, a person or a note that the case does not have is refused, so is an overruling without a
    /// reason, and a bounce or a reply to a note that was never sent.
    pub fn record(mut self, at: Timestamp, event: Event) -> Result<Self, Refused> {
        self.admits(&event)?;
        match &event {
            Event::Bounce { note, hard } => self.touch(*note, |n| n.bounced(at, *hard))?,
            Event::Reply {
                to_note: Some(note), ..
            } => self.touch(*note, |n| n.replied(at))?,
            Event::ContactChosen { contact } => self.contact = *contact,
            Event::PolicyChosen { policy } => self.policy.clone_from(policy),
            _ => {}
        }
        self.events.push(Recorded { at, event });
        Ok(self)
    }

    fn touch(
        &mut self,
        id: NoteId,
        change: impl FnOnce(super::Note) -> Result<super::Note, Refused>,
    ) -> Result<(), Refused> {
        if let Some(note) = self.notes.iter_mut().find(|n| n.id == id) {
            *note = change(note.clone())?;
        }
        Ok(())
    }

    fn admits(&self, event: &Event) -> Result<(), Refused> {
        let no = |practice, reason: &str| Err(Refused::new("open", event.name(), practice, reason));
        let person = match event {
            Event::Reply { from, .. } | Event::OutOfOffice { from, .. } => Some(*from),
            Event::AddressCorrected { person } => Some(*person),
            _ => None,
        };
        if person.is_some_and(|id| self.person(id).is_none()) {
            return no("S62", "this person does not belong to the case");
        }
        let note = match event {
            Event::Bounce { note, .. } => Some(*note),
            Event::Reply { to_note, .. } => *to_note,
            _ => None,
        };
        let sent = |id| {
            self.notes
                .iter()
                .any(|n| n.id == id && !matches!(n.state, NoteState::Discarded { .. }))
        };
        if note.is_some_and(|id| !sent(id)) {
            return no("S62", "this note does not belong to the case");
        }
        match event {
            Event::DecisionMoved { round, .. } if self.round(*round).is_none() => {
                no("S57", "the case has no such round")
            }
            Event::Overruled { because, .. } if because.trim().is_empty() => {
                no("S53", "a rule is overruled only with a reason")
            }
            _ => Ok(()),
        }
    }
}
