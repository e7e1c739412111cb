//! From a jot to notes: the domain of Afterword, without files, network, clock, randomness, environment or printing.
//!
//! The data walks one way: **jot -> points -> notes -> findings -> plan**. [`read::jot`] turns what a person typed into
//! an interview, people and points; [`compose`] turns points into sentences with a trace back to the jot; [`check`]
//! says what is wrong with a note; [`plan`] says what may happen when. [`write`] walks the whole way once.

pub mod calendar;
pub mod casebook;
pub mod check;
pub mod compose;
pub mod lexicon;
mod memo;
pub mod model;
pub mod plan;
pub mod post;
pub mod read;
mod weigh;
pub mod write;
