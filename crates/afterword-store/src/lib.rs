//! Keeping what the program made.
//!
//! Today that is one thing: the files of one job, put into a folder all at once or not at all ([`keep`]), under names
//! this crate makes itself ([`name`]). The case book (people, interviews, drafts and their states in `SQLite` or
//! `PostgreSQL` behind one API) moves in here when there is something to remember between two runs; until then
//! nothing is remembered, and `write` needs no account, no database and no configuration.
//!
//! What it leaves out on purpose: it does not know what a note is, and it never reads a file it did not just write.

mod error;
mod folder;
pub mod name;

pub use error::StoreError;
pub use folder::{Existing, KeptFile, free, keep};
