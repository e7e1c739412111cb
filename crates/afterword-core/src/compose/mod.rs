//! From points to sentences.

pub mod say;
