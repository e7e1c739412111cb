//! Submission (RFC 6409, RFC 5321), command by command.
//!
//! SMTP cannot promise once: when the connection dies after the final dot, nobody can tell an accepted message from a
//! lost one. So this client knows at every moment whether the dot may have left, lets its caller make a durable mark
//! right before it does, and answers with an [`Outcome`] that never guesses. It sends one message at a time, sends nothing
//! twice, and keeps no pool; whether the same bytes go out again is not decided here.
//!
//! A message is one person's: [`MailEnvelope`] holds one recipient, and at most the sender's own copy beside them.

mod auth;
mod message;
mod reply;
mod session;
pub(crate) mod stream;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

pub(crate) use auth::{Login, xoauth2};
pub(crate) use message::{MailEnvelope, a_label, unfit};
pub(crate) use reply::Reply;
pub(crate) use session::Session;
pub(crate) use stream::{Roots, Security, Server};

/// How far a submission came. The order is the order of the dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Phase {
    /// Before anything: the message or the address cannot be sent this way.
    Message,
    /// Finding and reaching the server.
    Connect,
    /// Its greeting and what it offers.
    Hello,
    /// Encryption.
    Tls,
    /// Logging in.
    Auth,
    /// `MAIL FROM`.
    Mail,
    /// `RCPT TO`.
    Rcpt,
    /// `DATA`.
    Data,
    /// The message itself, up to its last line.
    Body,
    /// The caller's mark.
    Mark,
    /// The dot and the reply to it.
    Dot,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Message => "before connecting",
            Self::Connect => "while connecting",
            Self::Hello => "at the greeting",
            Self::Tls => "while encrypting the connection",
            Self::Auth => "while logging in",
            Self::Mail => "at the sender's address",
            Self::Rcpt => "at the recipient's address",
            Self::Data => "before the text",
            Self::Body => "during the text",
            Self::Mark => "before the last line",
            Self::Dot => "after the last line",
        })
    }
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The dot never left, and the server did not say no for good: nobody has it.
    NotSent {
        /// How far it came.
        phase: Phase,
        /// Whether the same bytes may simply be tried later; otherwise a person must change something first.
        retryable: bool,
        /// What happened.
        why: String,
    },
    /// The server said no for good (5xx): nobody has it, and a person decides.
    Refused {
        /// Where.
        phase: Phase,
        /// The server's words.
        reply: Reply,
    },
    /// The server said not now (4xx): nobody has it; the same bytes may be tried later.
    Deferred {
        /// Where.
        phase: Phase,
        /// The server's words.
        reply: Reply,
    },
    /// 250 was read after the dot.
    Sent {
        /// The server's words.
        reply: Reply,
        /// Whether the sender's own copy was taken with it: one reply covers both.
        copied: bool,
    },
    /// The dot may have left and no verdict came back.
    Uncertain {
        /// What happened.
        why: String,
    },
}

#[cfg(test)]
impl Outcome {
    /// Whether the server may have the message although nobody knows.
    pub(crate) fn is_uncertain(&self) -> bool {
        matches!(self, Self::Uncertain { .. })
    }
}

/// How long to wait for what (RFC 5321, section 4.5.3.2).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waits {
    /// For a connection to one address.
    pub(crate) connect: Duration,
    /// For the TLS handshake.
    pub(crate) tls: Duration,
    /// For the reply to a command.
    pub(crate) command: Duration,
    /// For the message to be taken by the network.
    pub(crate) body: Duration,
    /// For the reply to the dot. Servers deliver, scan and only then answer: one minute and less makes duplicates.
    pub(crate) dot: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            tls: Duration::from_mins(1),
            command: Duration::from_mins(5),
            body: Duration::from_mins(5),
            dot: Duration::from_mins(10),
        }
    }
}
