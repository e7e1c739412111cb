//! Keeping what the program made.
//!
//! Two things: the files of one job, put into a folder all at once or not at all ([`keep`]), under names this crate makes
//! itself ([`name`]); and the case book ([`book`]), in `SQLite` or `PostgreSQL` behind one type. `write` needs neither
//! account nor database.
//!
//! What it leaves out on purpose: what a note may say or when it may go, the clock, and any format but the zip of an
//! export.

pub mod book;
mod error;
mod folder;
pub mod name;

pub use error::StoreError;
pub use folder::{Existing, KeptFile, free, keep};
