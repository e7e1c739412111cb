//! Mail: building it, and sending it once.
//!
//! [`draft`] makes the file a person sends from their own program. [`smtp`] speaks to a submission server and says what
//! became of one message, without ever guessing. Not here: when a note may go (`afterword_core::plan` decides), and what
//! is remembered of it (`afterword_store` keeps that).

pub(crate) mod accounts;
pub(crate) mod attachment;
pub(crate) mod discovery;
mod draft;
pub(crate) mod filing;
pub(crate) mod https;
pub(crate) mod imap;
pub(crate) mod incoming;
pub(crate) mod oauth;
pub(crate) mod outbox;
pub(crate) mod running;
pub(crate) mod smtp;
pub(crate) mod watching;

#[cfg(test)]
#[path = "../../tests/servers/mod.rs"]
mod servers;

pub(crate) use draft::{Field, Letter, MailError, address, display_name, draft};
