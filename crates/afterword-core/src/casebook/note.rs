//! A note by mail, from draft to sent or honestly uncertain.
//!
//! `drafted -> opened -> approved -> sending -> dot -> sent | failed | uncertain`. The mark `dot` stands before the final
//! dot of the mail's data; after it nothing goes out again unless a person says so. `bounced` and `replied` are facts
//! about a note, never states to send from.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{DELIVERY, Key, NoteId, PersonId, Refused};

/// Seconds between an approval and the first moment at which it may be sent, to take it back.
pub const UNDO_SECONDS: i64 = 15;

/// Everything an approval binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// The recipient's `addr-spec`; the name on the envelope for paper.
    pub recipient: &'a str,
    /// From whom: the sender's mailbox.
    pub identity: &'a str,
    /// The subject; empty on paper.
    pub subject: &'a str,
    /// The text as it will be read.
    pub body: &'a str,
    /// Not to be sent before.
    pub not_before: Option<Timestamp>,
    /// Not to be sent after.
    pub expires: Option<Timestamp>,
}

/// SHA-256 of a [`Content`]: two texts share it only if they are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextHash(pub [u8; 32]);

impl TextHash {
    /// The hash; every part is closed off by its length, so that no two contents run together.
    #[must_use]
    pub fn of(content: &Content<'_>) -> Self {
        let mut hash = Sha256::new();
        for part in [content.recipient, content.identity, content.subject, content.body] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        for instant in [content.not_before, content.expires] {
            hash.update([u8::from(instant.is_some())]);
            hash.update(instant.map_or(0, Timestamp::as_second).to_be_bytes());
        }
        Self(hash.finalize().into())
    }
}

/// A date the note's text names for the next sign of life (practice S22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The day on which the owner says they will follow up.
    pub day: Date,
    /// The decision day it was written against; if that moves, the announcement is void.
    pub stated: Option<Date>,
}

/// A person's act on an exact text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// When.
    pub at: Timestamp,
    /// On what.
    pub text: TextHash,
    /// Not to be sent before.
    pub not_before: Option<Timestamp>,
    /// Not to be sent after.
    pub expires: Option<Timestamp>,
}

/// What is frozen when sending begins, and the same at every further try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// `Message-ID` (RFC 5322).
    pub message_id: String,
    /// When the bytes were made: the mail's `Date`.
    pub at: Timestamp,
}

/// How far a note is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum NoteState {
    /// Written by the program, a helper, or changed after it was read.
    Drafted {
        /// When.
        at: Timestamp,
    },
    /// Its owner has had this text before their eyes.
    Opened {
        /// When.
        at: Timestamp,
        /// The text they saw.
        text: TextHash,
    },
    /// Its owner wants it sent.
    Approved {
        /// Their act.
        approval: Approval,
        /// The bytes of an earlier try that never reached its dot, or that a person wants sent again.
        frozen: Option<Frozen>,
    },
    /// A sender has it; the dot has not left.
    Sending {
        /// The act it rests on.
        approval: Approval,
        /// The bytes on their way.
        frozen: Frozen,
    },
    /// The dot may have left.
    Dot {
        /// The act it rests on.
        approval: Approval,
        /// The bytes on their way.
        frozen: Frozen,
        /// When the mark was made.
        at: Timestamp,
    },
    /// The server took it.
    Sent {
        /// The bytes.
        frozen: Frozen,
        /// When.
        at: Timestamp,
        /// The server's words, or the evidence.
        reply: String,
    },
    /// The server refused it for good.
    Failed {
        /// When.
        at: Timestamp,
        /// The server's words.
        reply: String,
    },
    /// It may have arrived.
    Uncertain {
        /// The act it rests on.
        approval: Approval,
        /// The bytes.
        frozen: Frozen,
        /// When the dot left.
        at: Timestamp,
    },
    /// Will not be sent.
    Discarded {
        /// When.
        at: Timestamp,
    },
}

impl NoteState {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "drafted",
            Self::Opened { .. } => "opened",
            Self::Approved { .. } => "approved",
            Self::Sending { .. } => "sending",
            Self::Dot { .. } => "dot",
            Self::Sent { .. } => "sent",
            Self::Failed { .. } => "failed",
            Self::Uncertain { .. } => "uncertain",
            Self::Discarded { .. } => "discarded",
        }
    }
}

/// A note that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounced {
    /// When that was seen.
    pub at: Timestamp,
    /// For good: it reached nobody.
    pub hard: bool,
}

/// What is known about a note after it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// It came back.
    pub bounced: Option<Bounced>,
    /// It was answered.
    pub replied: Option<Timestamp>,
}

/// A note to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its identity.
    pub id: NoteId,
    /// The entry of the plan it carries out.
    pub key: Key,
    /// To whom.
    pub to: PersonId,
    /// The follow-up its text announces.
    pub announces: Option<Announcement>,
    /// How far it is.
    pub state: NoteState,
    /// What came of it.
    pub facts: Facts,
    /// How often it changed: never falls, so it serves as the row's version and in the plan's `SEQUENCE`.
    pub revision: u32,
}

/// The plan's leave to send one entry at one moment. Only [`crate::plan::Decision::permit`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    key: Key,
    at: Timestamp,
}

impl Permit {
    pub(crate) fn new(key: Key, at: Timestamp) -> Self {
        Self { key, at }
    }

    /// The entry it is for.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }
}

impl Note {
    /// A fresh draft.
    #[must_use]
    pub fn drafted(id: NoteId, key: Key, to: PersonId, at: Timestamp) -> Self {
        Self {
            id,
            key,
            to,
            announces: None,
            state: NoteState::Drafted { at },
            facts: Facts::default(),
            revision: 0,
        }
    }

    /// Its owner has `text` before their eyes.
    ///
    /// # Errors
    /// What is approved or gone is looked at without a change of state.
    pub fn opened(self, at: Timestamp, text: TextHash) -> Result<Self, Refused> {
        match self.state {
            NoteState::Drafted { .. } | NoteState::Opened { .. } | NoteState::Failed { .. } => {
                Ok(self.with(NoteState::Opened { at, text }))
            }
            _ => Err(self.refused("opening", "S65", "only a draft is opened for approval")),
        }
    }

    /// Its owner wants `approval.text` sent.
    ///
    /// # Errors
    /// A draft its owner never opened (S65), or one that changed since (S42), cannot be approved; nor can a window that
    /// is empty.
    pub fn approved(self, approval: Approval) -> Result<Self, Refused> {
        match &self.state {
            NoteState::Drafted { .. } => Err(self.refused(
                "approval",
                "S65",
                "its owner has not opened this text yet; gratitude takes effort",
            )),
            NoteState::Opened { text, .. } if *text != approval.text => Err(self.refused(
                "approval",
                "S42",
                "the text changed after it was read, so it must be read again",
            )),
            NoteState::Opened { .. } if is_empty(&approval) => {
                Err(self.refused("approval", DELIVERY, "it would expire before it may be sent"))
            }
            NoteState::Opened { .. } => Ok(self.with(NoteState::Approved { approval, frozen: None })),
            _ => Err(self.refused("approval", "S42", "only an opened draft is approved")),
        }
    }

    /// Its text, recipient or window was changed: it is a draft again, to be opened and approved anew.
    ///
    /// # Errors
    /// What is being sent, was sent, or may have been sent is not edited.
    pub fn edited(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            NoteState::Approved { frozen: Some(_), .. }
            | NoteState::Sending { .. }
            | NoteState::Dot { .. }
            | NoteState::Sent { .. }
            | NoteState::Uncertain { .. } => Err(self.refused(
                "editing",
                DELIVERY,
                "its bytes are frozen since sending began; take it back first, or write another note",
            )),
            _ => Ok(self.with(NoteState::Drafted { at })),
        }
    }

    /// Its owner takes the approval back.
    ///
    /// # Errors
    /// What is being sent or is gone cannot be taken back; nor can a note that may already have arrived.
    pub fn withdrawn(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            NoteState::Approved { .. } => Ok(self.with(NoteState::Drafted { at })),
            _ => Err(self.refused(
                "taking back",
                DELIVERY,
                "only an approved note that waits is taken back",
            )),
        }
    }

    /// Its owner will not send it.
    ///
    /// # Errors
    /// What is being sent, was sent, or may have been sent stays on record.
    pub fn discarded(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            NoteState::Sending { .. }
            | NoteState::Dot { .. }
            | NoteState::Sent { .. }
            | NoteState::Uncertain { .. } => Err(self.refused("discarding", DELIVERY, "it is on its way or has left")),
            _ => Ok(self.with(NoteState::Discarded { at })),
        }
    }

    /// A sender takes it. `text` is the hash of what would be sent, `permit` the plan's leave at this very moment,
    /// `message_id` the identity of the bytes unless an earlier try froze them.
    ///
    /// # Errors
    /// Refused unless the text is the one approved, the plan allows this entry now, the undo window has passed and the
    /// approval's own window is open.
    pub fn sending(self, at: Timestamp, text: TextHash, permit: &Permit, message_id: &str) -> Result<Self, Refused> {
        let NoteState::Approved { approval, frozen } = &self.state else {
            return Err(self.refused("sending", "S42", "only an approved note is sent"));
        };
        if approval.text != text {
            return Err(self.refused("sending", "S42", "the text is not the one that was approved"));
        }
        if permit.key != self.key || permit.at != at {
            return Err(self.refused(
                "sending",
                "S53",
                "the plan's leave is for another note or another moment",
            ));
        }
        if at.as_second() < approval.at.as_second().saturating_add(UNDO_SECONDS) {
            return Err(self.refused("sending", DELIVERY, "there is still time to take the approval back"));
        }
        if approval.not_before.is_some_and(|t| at < t) {
            return Err(self.refused("sending", DELIVERY, "its owner wants it sent later"));
        }
        if approval.expires.is_some_and(|t| at >= t) {
            return Err(self.refused("sending", DELIVERY, "its owner's window for it has passed"));
        }
        let approval = *approval;
        let frozen = frozen.clone().unwrap_or_else(|| Frozen {
            message_id: message_id.to_owned(),
            at,
        });
        Ok(self.with(NoteState::Sending { approval, frozen }))
    }

    /// The try ended before the dot: the same bytes may go out again.
    ///
    /// # Errors
    /// Only before the mark.
    pub fn backed_off(self) -> Result<Self, Refused> {
        match self.state {
            NoteState::Sending { approval, ref frozen } => {
                let frozen = Some(frozen.clone());
                Ok(self.with(NoteState::Approved { approval, frozen }))
            }
            _ => Err(self.refused(
                "backing off",
                DELIVERY,
                "only a note whose dot has not left goes back to waiting",
            )),
        }
    }

    /// The mark before the dot.
    ///
    /// # Errors
    /// Only while sending.
    pub fn dot(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            NoteState::Sending { approval, ref frozen } => {
                let frozen = frozen.clone();
                Ok(self.with(NoteState::Dot { approval, frozen, at }))
            }
            _ => Err(self.refused("the dot", DELIVERY, "the dot leaves only while a sender has the note")),
        }
    }

    /// 250 was read after the dot.
    ///
    /// # Errors
    /// Only after the mark.
    pub fn sent(self, at: Timestamp, reply: &str) -> Result<Self, Refused> {
        match self.state {
            NoteState::Dot { ref frozen, .. } => {
                let (frozen, reply) = (frozen.clone(), reply.to_owned());
                Ok(self.with(NoteState::Sent { frozen, at, reply }))
            }
            _ => Err(self.refused("sent", DELIVERY, "a note is sent only when the server answered its dot")),
        }
    }

    /// The server refused for good (5xx), before or after the dot.
    ///
    /// # Errors
    /// Only while a sender has it.
    pub fn failed(self, at: Timestamp, reply: &str) -> Result<Self, Refused> {
        match self.state {
            NoteState::Sending { .. } | NoteState::Dot { .. } => Ok(self.with(NoteState::Failed {
                at,
                reply: reply.to_owned(),
            })),
            _ => Err(self.refused("failed", DELIVERY, "only a note that a sender has can fail")),
        }
    }

    /// 4xx was read after the dot: not accepted, the same bytes again after a delay.
    ///
    /// # Errors
    /// Only after the mark.
    pub fn deferred(self) -> Result<Self, Refused> {
        match self.state {
            NoteState::Dot {
                approval, ref frozen, ..
            } => {
                let frozen = Some(frozen.clone());
                Ok(self.with(NoteState::Approved { approval, frozen }))
            }
            _ => Err(self.refused("deferred", DELIVERY, "only an answered dot is put off")),
        }
    }

    /// Anything else after the dot: end of stream, silence, a crash.
    ///
    /// # Errors
    /// Only after the mark.
    pub fn lost(self) -> Result<Self, Refused> {
        match self.state {
            NoteState::Dot { .. } => Ok(self.recovered()),
            _ => Err(self.refused(
                "lost",
                DELIVERY,
                "only after the dot is it uncertain whether a note arrived",
            )),
        }
    }

    /// What a start finds of a sender that died: before the mark it waits again, after it nobody knows.
    #[must_use]
    pub fn recovered(self) -> Self {
        let state = match &self.state {
            NoteState::Sending { approval, frozen } => NoteState::Approved {
                approval: *approval,
                frozen: Some(frozen.clone()),
            },
            NoteState::Dot { approval, frozen, at } => NoteState::Uncertain {
                approval: *approval,
                frozen: frozen.clone(),
                at: *at,
            },
            _ => return self,
        };
        self.with(state)
    }

    /// Evidence came that an uncertain note arrived: an own copy, a report, an answer. It was sent when its dot left.
    ///
    /// # Errors
    /// Only of an uncertain note.
    pub fn found(self, evidence: &str) -> Result<Self, Refused> {
        match self.state {
            NoteState::Uncertain { ref frozen, at, .. } => {
                let (frozen, reply) = (frozen.clone(), evidence.to_owned());
                Ok(self.with(NoteState::Sent { frozen, at, reply }))
            }
            _ => Err(self.refused("evidence", DELIVERY, "only an uncertain note needs evidence")),
        }
    }

    /// A person, told that it may already have arrived, wants the same bytes sent again. Opens a new undo window.
    ///
    /// # Errors
    /// Only of an uncertain note.
    pub fn sent_again(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            NoteState::Uncertain {
                approval, ref frozen, ..
            } => {
                let (approval, frozen) = (Approval { at, ..approval }, Some(frozen.clone()));
                Ok(self.with(NoteState::Approved { approval, frozen }))
            }
            _ => Err(self.refused(
                "sending again",
                DELIVERY,
                "only an uncertain note is sent again, and by a person",
            )),
        }
    }

    /// It came back. That something came back also proves that an uncertain note was sent.
    ///
    /// # Errors
    /// What never left cannot come back.
    pub fn bounced(self, at: Timestamp, hard: bool) -> Result<Self, Refused> {
        let mut note = self.proved("bounce")?;
        // A later "will be retried" does not undo a "never".
        if !note.facts.bounced.is_some_and(|b| b.hard) {
            note.facts.bounced = Some(Bounced { at, hard });
            note.revision = note.revision.saturating_add(1);
        }
        Ok(note)
    }

    /// It was answered.
    ///
    /// # Errors
    /// What never left cannot be answered.
    pub fn replied(self, at: Timestamp) -> Result<Self, Refused> {
        let mut note = self.proved("reply")?;
        note.facts.replied.get_or_insert(at);
        Ok(note)
    }

    fn proved(self, event: &'static str) -> Result<Self, Refused> {
        match self.state {
            NoteState::Sent { .. } => Ok(self),
            NoteState::Uncertain { .. } => self.found(event),
            _ => Err(self.refused(event, DELIVERY, "this note was never sent")),
        }
    }

    fn with(self, state: NoteState) -> Self {
        let revision = self.revision.saturating_add(1);
        Self {
            state,
            revision,
            ..self
        }
    }

    fn refused(&self, event: &'static str, practice: &'static str, reason: &str) -> Refused {
        Refused::new(self.state.name(), event, practice, reason)
    }
}

fn is_empty(approval: &Approval) -> bool {
    matches!((approval.not_before, approval.expires), (Some(from), Some(to)) if to <= from)
}
