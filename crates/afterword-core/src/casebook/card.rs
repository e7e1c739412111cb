//! A handwritten card on its way: written, proofed, sealed, posted (practices S28-S31, S42).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CardId, Key, PersonId, Refused, TextHash};

/// A card to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its identity.
    pub id: CardId,
    /// The entry of the plan it carries out.
    pub key: Key,
    /// To whom.
    pub to: PersonId,
    /// How far it is.
    pub state: CardState,
}

/// How far a card is. Paper that was posted has no way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CardState {
    /// Copied out by hand, or printed.
    Written {
        /// When.
        at: Timestamp,
    },
    /// Read word by word against the text.
    Proofed {
        /// When.
        at: Timestamp,
        /// The text it was read against.
        text: TextHash,
    },
    /// In its envelope.
    Sealed {
        /// When.
        at: Timestamp,
        /// The text inside.
        text: TextHash,
    },
    /// In the post.
    Posted {
        /// When.
        at: Timestamp,
        /// The text inside.
        text: TextHash,
    },
    /// Will not be posted.
    Discarded {
        /// When.
        at: Timestamp,
    },
}

impl CardState {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Written { .. } => "written",
            Self::Proofed { .. } => "proofed",
            Self::Sealed { .. } => "sealed",
            Self::Posted { .. } => "posted",
            Self::Discarded { .. } => "discarded",
        }
    }
}

impl Card {
    /// A card just written.
    #[must_use]
    pub fn written(id: CardId, key: Key, to: PersonId, at: Timestamp) -> Self {
        Self {
            id,
            key,
            to,
            state: CardState::Written { at },
        }
    }

    /// Somebody read it against `text`.
    ///
    /// # Errors
    /// A sealed or posted card cannot be read any more.
    pub fn proofed(self, at: Timestamp, text: TextHash) -> Result<Self, Refused> {
        match self.state {
            CardState::Written { .. } | CardState::Proofed { .. } => Ok(self.with(CardState::Proofed { at, text })),
            _ => Err(self.refused("proofreading", "S42", "a card is proofread before it is sealed")),
        }
    }

    /// It went into its envelope; `text` is what the card is to say now.
    ///
    /// # Errors
    /// Only what was proofread against that very text is sealed (S42).
    pub fn sealed(self, at: Timestamp, text: TextHash) -> Result<Self, Refused> {
        match &self.state {
            CardState::Proofed { text: read, .. } if *read == text => Ok(self.with(CardState::Sealed { at, text })),
            CardState::Proofed { .. } => Err(self.refused(
                "sealing",
                "S42",
                "the text changed after it was proofread, so it must be read again",
            )),
            _ => Err(self.refused("sealing", "S42", "a card is proofread before it is sealed")),
        }
    }

    /// It went into the post.
    ///
    /// # Errors
    /// Only a sealed card is posted (S31).
    pub fn posted(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            CardState::Sealed { text, .. } => Ok(self.with(CardState::Posted { at, text })),
            CardState::Posted { .. } => Err(self.refused("posting", "S53", "this card is in the post already")),
            _ => Err(self.refused("posting", "S31", "a card is proofread and sealed before it is posted")),
        }
    }

    /// Its text was changed: what was written must be written again.
    ///
    /// # Errors
    /// What is in the post cannot be changed.
    pub fn edited(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            CardState::Posted { .. } => Err(self.refused("editing", DELIVERED, "this card is in the post")),
            _ => Ok(self.with(CardState::Written { at })),
        }
    }

    /// It will not be posted.
    ///
    /// # Errors
    /// What is in the post cannot be taken back.
    pub fn discarded(self, at: Timestamp) -> Result<Self, Refused> {
        match self.state {
            CardState::Posted { .. } => Err(self.refused("discarding", DELIVERED, "this card is in the post")),
            _ => Ok(self.with(CardState::Discarded { at })),
        }
    }

    fn with(self, state: CardState) -> Self {
        Self { state, ..self }
    }

    fn refused(&self, event: &'static str, practice: &'static str, reason: &str) -> Refused {
        Refused::new(self.state.name(), event, practice, reason)
    }
}

const DELIVERED: &str = super::DELIVERY;
