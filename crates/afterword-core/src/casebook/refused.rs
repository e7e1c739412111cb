//! A refused transition: a value that says which rule refused what.

use serde::Serialize;

/// Stands where a practice id would, for the rules of sending once (delivery states).
pub const DELIVERY: &str = "delivery";

/// Says why a state did not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{event} refused while {state}: {reason} ({practice})")]
pub struct Refused {
    /// The state it was in.
    pub state: &'static str,
    /// What was to happen.
    pub event: &'static str,
    /// The practice that refused, `S65`, or [`DELIVERY`].
    pub practice: &'static str,
    /// Why, in one plain sentence.
    pub reason: String,
}

impl Refused {
    pub(super) fn new(state: &'static str, event: &'static str, practice: &'static str, reason: &str) -> Self {
        Self {
            state,
            event,
            practice,
            reason: reason.to_owned(),
        }
    }
}
