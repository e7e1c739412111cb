//! From a note to paper: the copy-out sheet of a card, and the envelope where an address is known.

use afterword_core::model::{Note, Person};

use crate::config::Settings;

/// What could be made for one card, and what could not and why.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    /// The copy-out sheet as PDF.
    pub(crate) card: Option<Vec<u8>>,
    /// The envelope as PDF.
    pub(crate) envelope: Option<Vec<u8>>,
}

/// Makes the paper for one card.
pub(crate) fn papers(_card: &Note, _person: &Person, _settings: &Settings) -> Papers {
    Papers::default()
}
