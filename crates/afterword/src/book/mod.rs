//! The case book as the commands use it: where it is, what the clock is worth, and one open book for one command.

mod open;

pub(crate) use open::{BookArgs, Desk, with};
