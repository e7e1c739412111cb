//! The binary from outside: real files, real standard streams, a fixed clock, no configuration but the test's own.

mod answers;
mod book;
mod book_hostile;
mod cards;
mod drafts;
mod facts;
mod hostile;
mod mending;
mod paper;
mod refusals;
mod sandbox;
mod surface;
mod whole;
