//! Points to sentences to notes, with a trace from every sentence to the jot.
//!
//! [`say`] turns one point into English; `frames` holds the letter's own sentences; `letter` chooses among them and lays
//! out the note; `follow_up` writes what comes after the thank-you; `apart` says sentences another way where two notes of a panel come out too alike. Nothing here states what is in no point, no profile and no interview field.

pub(crate) mod apart;
mod dates;
pub mod follow_up;
mod frames;
mod letter;
pub mod say;

pub use letter::{Composed, compose};

/// Whether a lower-case word is in the tables: then a capital on it was only a title's.
fn say_known(lower: &str) -> bool {
    let l = crate::lexicon::lexicon();
    lower.split('-').all(|w| {
        l.noun(w).is_some()
            || l.adjective(w).is_some()
            || !l.verb(w).is_empty()
            || l.adverb(w).is_some()
            || w.len() <= 3
    })
}
